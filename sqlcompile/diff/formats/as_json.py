"""JSON for programs, as ``diff.schema.json`` beside this file describes it, key by key."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

from sqlcompile.diff.model import Cell, Count, Diff, Look, Part, Reason, Row

FORMAT = "sqlcompile-diff"
VERSION = 1
"""The number of this form; a key that is taken away, or means something else, raises it."""


def render(diff: Diff, look: Look) -> str:
    r"""Return the diff as JSON: ASCII alone, so that lone surrogates and control characters are ``\u`` escapes.

    An operation is on one line: whoever keeps such files sees in their differences what changed.
    """
    head = {
        "format": FORMAT,
        "version": VERSION,
        "title": diff.title,
        "range": diff.range,
        "columns": [asdict(column) for column in diff.columns],
        "kinds": [asdict(kind) for kind in diff.kinds],
        "summary": [_count(diff, count) for count in diff.summary],
        "general": [_reason(reason) for reason in diff.general],
        "notes": list(diff.notes),
    }
    lines = [f"  {json.dumps(key)}: {_value(value)}," for key, value in head.items()]
    parts = ",\n".join(_part(part) for part in diff.parts)
    return "\n".join(["{", *lines, f'  "parts": [\n{parts}\n  ]' if parts else '  "parts": []', "}"]) + "\n"


def _value(value: Any) -> str:
    if not isinstance(value, list) or not value:
        return json.dumps(value)
    return "[\n" + ",\n".join(f"    {json.dumps(one)}" for one in value) + "\n  ]"


def _part(part: Part) -> str:
    head = {
        "revision": part.revision,
        "message": part.message,
        "direction": part.direction,
        "scope": part.scope,
        "kind": part.kind,
        "syntax": part.syntax,
    }
    rows = ",\n".join(f"      {json.dumps(_row(row))}" for row in part.rows)
    held = f"[\n{rows}\n    ]" if rows else "[]"
    return f'    {json.dumps(head)[:-1]}, "rows": {held}}}'


def _row(row: Row) -> dict[str, Any]:
    return {"title": row.title, "location": row.location, "cells": [_cell(cell) for cell in row.cells]}


def _cell(cell: Cell) -> dict[str, Any]:
    return {
        "kind": cell.kind,
        "statements": cell.statements,
        "reasons": [_reason(reason) for reason in cell.reasons],
        "problem": cell.problem,
        "notes": cell.notes,
        "proposals": cell.proposals,
    }


def _reason(reason: Reason) -> dict[str, str]:
    return {"fact": reason.fact, "subject": reason.subject, "left": reason.left, "right": reason.right}


def _count(diff: Diff, count: Count) -> dict[str, Any]:
    """Return a line of the summary with a number for each kind, in their order, and then any other."""
    numbers = {kind.name: count.numbers.get(kind.name, 0) for kind in diff.kinds}
    others = {name: count.numbers[name] for name in sorted(count.numbers) if name not in numbers}
    return {"title": count.title, "numbers": numbers | others}
