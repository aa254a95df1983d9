"""The scripts of what cannot be undone: they say why, and fail before they change anything."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sqlcompile import __version__
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.plan import Plan, named_rows
from sqlcompile.scripts.compilation import Compilation

_ADDRESS = re.compile(r" at 0x[0-9A-Fa-f]+")


def reason_of(error: SqlcompileError, root: Path) -> str:
    """Return why a downgrade cannot be, with file and line: on one line, the same on every machine."""
    said = " ".join(_ADDRESS.sub("", str(error)).split()).replace(f"{root}/", "")
    said = "".join(character if character.isprintable() else "?" for character in said)
    shown = said if len(said) <= 300 else f"{said[:299]}…"
    return shown if error.location is None else f"{shown} ({error.location.within(root)})"


def cannot(revision: str, reason: str) -> str:
    """Return the sentence that says so of a revision."""
    return f"Revision {revision} cannot be undone: {reason}"


def refusal(compilation: Compilation, dialect: Dialect, plan: Plan, sentences: Sequence[str], message: str) -> str:
    """Return the script that stands for a way back that there is not; it fails with the message."""
    database = compilation.configured.database
    told = [
        f"sqlcompile {__version__}, {dialect.versioned_title}",
        *([f"For the database {database}"] if database else []),
        f"{named_rows(plan.start)} -> {named_rows(plan.end)}: there is no way back",
        *sentences,
        "This script changes nothing: it fails. What undoes it has to be written by hand, or it is",
        "a backup that is restored.",
    ]
    lines = [*map(dialect.comment_lines, told), "", *dialect.opening(guard=False, parts=1)]
    lines += map(dialect.finish, dialect.refusal(f"sqlcompile: {message[:1].lower()}{message[1:]}"))
    lines += dialect.closing(compilation.table.value, guard=False, parts=1)
    return "\n".join(lines) + "\n"
