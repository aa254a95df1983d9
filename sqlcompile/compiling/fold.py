"""The fold at the heart: steps in order, schemas moving on, statements coming out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlcompile.compiling.isolation import isolated
from sqlcompile.compiling.loading import failed, import_paths, line_of, runnable
from sqlcompile.compiling.run import Entry, Run, Written
from sqlcompile.compiling.version_apply import version_applied
from sqlcompile.errors import SchemaError, SqlcompileError
from sqlcompile.offline.alembic import alembic_modules
from sqlcompile.project.plan import Plan, Step
from sqlcompile.project.revision import Revision
from sqlcompile.schema.model import Schema


@dataclass(frozen=True, slots=True)
class StepResult:
    """What one step wrote, for each run in order; ``before`` and ``after`` are version rows."""

    step: Step
    before: tuple[str, ...]
    after: tuple[str, ...]
    written: tuple[tuple[Written, ...], ...]
    applied: tuple[tuple[Written, ...], ...] = ()
    """What the project's ``on_version_apply`` wrote, after the version row."""
    schemas: tuple[Schema, ...] = ()
    """The schemas before the step."""


def compile_plan(plan: Plan, runs: Sequence[Run], folders: Sequence[Path]) -> Iterator[StepResult]:
    """Yield the result of each step of a plan; ``folders`` are those that scripts import from.

    A script that asked nothing of its database runs once, and its operations are compiled for
    every run; else it runs once for each. Raises SqlcompileError.
    """
    with import_paths(folders), alembic_modules():
        rows: frozenset[str] = frozenset()
        for revision in plan.replay:
            run_script(revision, "upgrade", runs, tuple(sorted(rows)))
            rows = rows - {*revision.down_revisions, *revision.depends_on} | {revision.id}
        if plan.start:
            for run in runs:
                run.begin_range()
        rows = frozenset(plan.start)
        before = tuple(sorted(rows))
        for step in plan.steps:
            rows = step.move.apply(rows)
            schemas = tuple(run.schema for run in runs)
            run_script(step.revision, "upgrade" if step.upgrade else "downgrade", runs, before)
            after = tuple(sorted(rows))
            written = tuple(tuple(run.written) for run in runs)
            applied = tuple(version_applied(run, step, after) for run in runs)
            yield StepResult(step, before, after, written, applied, schemas)
            before = after


def run_script(revision: Revision, name: str, runs: Sequence[Run], rows: tuple[str, ...]) -> None:
    """Run one function of a script, ``upgrade`` or ``downgrade``; ``rows`` are those of the version table before."""
    first = runs[0]
    try:
        with isolated(), runnable(revision, name, first.surroundings.arguments) as call:
            _call(revision, name, first, call, rows)
            for run in runs[1:]:
                if first.touched or not _replayed(revision, name, run, first.entries, rows):
                    with isolated():
                        _call(revision, name, run, call, rows)
    except SqlcompileError as error:
        if not all(run.goes_on_without(revision.path, rows, error) for run in runs):
            raise


def _replayed(revision: Revision, name: str, run: Run, entries: Sequence[Entry], rows: tuple[str, ...]) -> bool:
    """Compile what a script did elsewhere; return False, and take it back, where the script is to hear of an error."""
    run.begin_script(revision.path, rows, upgrading=name == "upgrade")
    start = run.mark()
    try:
        run.replay(entries)
    except SchemaError:
        run.restore(start)
        return False
    return True


def _call(revision: Revision, name: str, run: Run, call: Any, rows: tuple[str, ...]) -> None:
    run.begin_script(revision.path, rows, upgrading=name == "upgrade")
    try:
        run.call(call)
    except SqlcompileError as error:
        raise error.at(line_of(error, revision.path)) from error
    except (Exception, SystemExit) as error:
        own = getattr(error, "orig", None)  # SQLAlchemy wraps what its types and events raise
        if isinstance(own, SqlcompileError):
            raise own.at(line_of(error, revision.path)) from error
        raise failed(revision, name, error) from error
