"""The scripts of what cannot be undone: they say why, and fail before they change anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from io import StringIO
from pathlib import Path

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.plan import Plan
from sqlcompile.scripts.build import Compilation
from sqlcompile.scripts.style import Style

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


def reason_of(error: SqlcompileError, root: Path) -> str:
    """Return why a downgrade cannot be, with file and line: on one line, the same on every machine."""
    said = " ".join(_ADDRESS.sub("", str(error)).split()).replace(f"{root}/", "")
    said = "".join(character if character.isprintable() else "?" for character in said)
    shown = said if len(said) <= 300 else f"{said[:299]}…"
    location = error.location
    if location is None:
        return shown
    try:
        place = location.path.relative_to(root).as_posix()
    except ValueError:
        place = location.path.name
    return f"{shown} ({place}:{location.line})" if location.line else f"{shown} ({place})"


def cannot(revision: str, reason: str) -> str:
    """Return the sentence that says so of a revision."""
    return f"Revision {revision} cannot be undone: {reason}"


def refusal(compilation: Compilation, dialect: Dialect, plan: Plan, sentences: Sequence[str], message: str) -> str:
    """Return the script that stands for a way back that there is not; it fails with the message."""
    body = StringIO()
    plain = replace(compilation, style=Style(mode="plain", client=compilation.style.client))
    script = plain.script(dialect, body, plan)
    for sentence in sentences:
        _line(body, dialect, sentence)
    _line(body, dialect, "This script changes nothing: it fails. What undoes it has to be written by hand, or it is")
    _line(body, dialect, "a backup that is restored.")
    for statement in dialect.refusal(f"sqlcompile: {message[:1].lower()}{message[1:]}"):
        body.write(dialect.finish(statement) + "\n")
    script.finish()
    return script.header() + body.getvalue()


def _line(body: StringIO, dialect: Dialect, text: str) -> None:
    body.write(dialect.comment_lines(text) + "\n")
