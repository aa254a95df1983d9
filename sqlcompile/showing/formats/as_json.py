"""JSON for programs, as ``schema.schema.json`` and ``change.schema.json`` beside this file describe it."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlcompile.showing.changes import changes
from sqlcompile.showing.model import Change, Shown
from sqlcompile.showing.replaying import Note

FORMAT = "sqlcompile-schema"
CHANGE = "sqlcompile-schema-change"
VERSION = 1
"""The number of this form; a key that is taken away, or means something else, raises it."""


def render(shown: Shown, note: Note) -> str:
    r"""Return the schema as JSON, in ASCII alone: what is not printable is a ``\u`` escape."""
    head = {
        **_head(FORMAT, shown, shown.title),
        "revision": shown.revision,
        "notes": shown.notes,
    }
    return _text({**head, **asdict(shown.described)})


def render_change(change: Change, note: Note) -> str:
    """Return what changes as JSON."""
    second = change.second
    head = {
        **_head(CHANGE, second, change.title),
        "from": change.first.revision,
        "to": second.revision,
        "notes": change.notes,
    }
    return _text({**head, "changes": [asdict(item) for item in changes(change)]})


def _head(form: str, shown: Shown, title: str) -> dict[str, Any]:
    return {
        "format": form,
        "version": VERSION,
        "title": title,
        "dialect": shown.dialect.name,
        "database": shown.database,
    }


def _text(value: dict[str, Any]) -> str:
    return json.dumps(value, indent=2) + "\n"
