"""The proof of a new script: replayed, it gives the models, and back what was there before."""

from __future__ import annotations

import ast
import tempfile
from collections.abc import Iterator
from pathlib import Path

from sqlcompile.autogenerate.difference import difference
from sqlcompile.autogenerate.leftovers import SEQUENCES_CALLED
from sqlcompile.compiling.fold import run_script
from sqlcompile.compiling.run import Run
from sqlcompile.drafting.script import Ways
from sqlcompile.errors import SeveralMeant, SqlcompileError, Unwritten
from sqlcompile.operations.operation import Operation
from sqlcompile.project.revision import Revision
from sqlcompile.project.template import NewRevision
from sqlcompile.schema.model import Schema

WAYS = ("upgrade", "downgrade")
_HINT = "Nothing was written. Write this revision by hand, or leave the table out with `exclude_tables`."


def prove(text: str, new: NewRevision, run: Run, ways: Ways) -> Run:
    """Run a script's two functions on what the history has built.

    Returns the run after the upgrade, with its statements. Raises Unwritten where one fails, or where the schema
    is another one then than it shall be.
    """
    wanted = [ways.after, ways.end or ways.before]
    done: list[Run] = []
    try:
        for name, there in in_both_ways(text, new, run):
            _check(f"{name}()", there.schema, wanted[len(done)], run)
            done.append(there)
    except Unwritten:
        raise
    except SqlcompileError as error:
        said = run.dialect.nameless_check_hint if isinstance(error, SeveralMeant) else error.hint
        hint = f"{said} {_HINT}" if said else _HINT
        name = WAYS[len(done)]
        raise Unwritten("these changes", f"its {name}() fails: {error.message}", hint) from error
    return done[0]


def in_both_ways(text: str, new: NewRevision, run: Run) -> Iterator[tuple[str, Run]]:
    """Yield the name of each of a script's two functions, upwards first, and the run after it.

    One whose project's template has no ``downgrade`` goes up only. The given run stays where it is. Raises SqlcompileError where one fails.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, f"{new.id}.py")
        path.write_text(text, encoding="utf-8")
        revision = Revision(
            new.id, new.down_revisions, new.depends_on, new.branch_labels, path, "", 1, has_downgrade=True
        )
        up = run.forked()
        run_script(revision, "upgrade", [up], run.rows)
        yield "upgrade", up
        if not _goes_back(text):
            return
        down = up.forked()
        run_script(revision, "downgrade", [down], (new.id,))
        yield "downgrade", down


def _goes_back(text: str) -> bool:
    """Return whether a script has a ``downgrade``: some projects go forwards only, and their template has none."""
    functions = (ast.FunctionDef, ast.AsyncFunctionDef)
    return any(isinstance(node, functions) and node.name == WAYS[1] for node in ast.parse(text).body)


def _check(name: str, found: Schema, wanted: Schema, run: Run) -> None:
    left = difference(found, wanted, run.dialect, ordered=False)
    known = difference(wanted, wanted, run.dialect, ordered=False).notes if left.notes else ()
    notes = [note for note in left.notes if SEQUENCES_CALLED not in note]
    said = [note for note in notes if note not in known] or [_shown(one) for one in left.operations]
    if left.operations or said:
        raise Unwritten("these changes", f"its {name} would leave a difference: {'; '.join(said[:3])}", _HINT)


def _shown(operation: Operation) -> str:
    table = getattr(operation, "table", "")
    return f"{type(operation).__name__} {table}".strip()
