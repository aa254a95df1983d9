"""The script that moves a database's version row from the last squashed revision to the new one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import StringIO

from sqlcompile.compiling.version_apply import callbacks
from sqlcompile.dialect.contract import Dialect
from sqlcompile.project.plan import Plan, VersionMove
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.squashing.bounds import Bounds

MOST_STATES = 200
"""How many states of other branches a guard lists one by one."""


def stamp(compilation: Compilation, dialect: Dialect, bounds: Bounds, new: str) -> str:
    """Return the script: it refuses a database that is not at the last squashed revision. Raises SqlcompileError."""
    last = bounds.last
    style = replace(compilation.style, transaction=None, mode="strict", audit_table=None)
    stamping = replace(compilation, style=style)
    body = StringIO()
    script = stamping.script(dialect, body, Plan((last,), (new,), (), ()))
    states, whole = bounds.states(MOST_STATES)
    script.starts = states if len(states) > 1 else ()
    script.remarks = tuple(_remarks(bounds, new, whole=whole))
    script.begin()
    script.moves(VersionMove(updated=(last, new)))
    script.after(stamping.executed(dialect, ()))
    script.finish()
    return "".join(script.text())


def calls_back(compilation: Compilation) -> bool:
    """Return whether env.py has something to do after each step, which these scripts leave out."""
    (run, *_) = compilation.runs()
    return bool(callbacks(run))


def _remarks(bounds: Bounds, new: str, *, whole: bool) -> Iterator[str]:
    yield f"The revisions up to {bounds.last} were squashed into {new}: this moves the version table, and nothing else."
    yield f"A database that is past {bounds.last} needs nothing."
    yield f"One that is before {bounds.last} must be upgraded to it first, with the scripts as they were before."
    if not whole:
        yield "Of the other branches it must have all revisions, or none: there are too many states to list them."
