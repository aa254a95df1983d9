"""A new script on the other databases of the project: what it was not written for, it may not fit."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from sqlcompile.autogenerate.aligning import Choice, aligned
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.leftovers import leftovers
from sqlcompile.compiling.run import Run
from sqlcompile.drafting.doubting import doubts_of, taken_as_known
from sqlcompile.drafting.proving import WAYS, in_both_ways
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.template import NewRevision
from sqlcompile.schema.model import Schema

_SHOWN = 3
"""So many differences of one database are said, and how many there are more."""


def left_at(schema: Schema, models: Schema, run: Run, choice: Choice) -> list[str]:
    """Return a sentence for each thing in which a schema differs from the models on the database of a run."""
    forms = Forms(run.dialect)
    return list(leftovers(forms, schema, aligned(schema, models, forms, choice), ordered=False))


def misfits(
    text: str | None,
    new: NewRevision,
    run: Run,
    models: Schema,
    choice: Choice,
    expected: Sequence[str],
    root: Path,
) -> Iterator[str]:
    """Yield what does not fit on another database: a function that fails there, and what it leaves.

    ``text`` is the script, None where the first database needs none; ``expected`` are the differences that are
    left on that one, too.
    """
    run.schema = taken_as_known(run.schema, doubts_of(run, root))
    name = run.dialect.name
    if text is None:
        left = _others(left_at(run.schema, models, run, choice), expected)
        if left:
            yield f"{name}: the models differ there: {_said(left)} `-d {name}` writes a revision for it."
        return
    before = run.schema
    forms = Forms(run.dialect)
    done = 0
    try:
        for way, there in in_both_ways(text, new, run):
            back = way == WAYS[1]
            if back:
                left = list(leftovers(forms, there.schema, before, ordered=False))
            else:
                left = left_at(there.schema, models, run, choice)
            found = _others(left, expected)
            if found:
                what = "what was there before" if back else "the models"
                yield f"{name}: after {way}() this differs there from {what}: {_said(found)} Complete the script."
            done += 1
    except SqlcompileError as error:
        yield f"{name}: {WAYS[done]}() of the new script fails there: {error.message} Change the script."


def _others(left: Iterable[str], expected: Sequence[str]) -> list[str]:
    return [sentence for sentence in left if sentence not in expected]


def _said(left: Sequence[str]) -> str:
    more = f" And {len(left) - _SHOWN} more." if len(left) > _SHOWN else ""
    return " ".join(left[:_SHOWN]) + more
