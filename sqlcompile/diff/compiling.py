"""One range of revisions on several databases, beside each other: what ``diff`` and ``report`` show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace

from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.run import Written
from sqlcompile.dialect.contract import Dialect
from sqlcompile.diff.comparing import Comparer, Wishes, said
from sqlcompile.diff.model import ACROSS_DIALECTS, IMPOSSIBLE, Cell, Column, Count, Diff, Part, Reason, Row
from sqlcompile.diff.pairing import grouped
from sqlcompile.diff.recording import Played, RecordedRun
from sqlcompile.errors import ConfigError, SqlcompileError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import plan_between
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.build import nothing_after
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report, results
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.style import Style


def diff_dialects(
    config: Config, *, range_text: str, dialects: Sequence[str], wishes: Wishes, progress: Progress
) -> Diff:
    """Return what a range, up or down, is on each of several databases, the first one beside the others.

    Raises SqlcompileError; not for what one of the databases cannot do: that is said in its place.
    """
    graph = read_graph(config)
    ends = parse_range(graph, range_text, default_direction="upgrade")
    plan = plan_between(graph, *ends)
    upward = not plan.steps or plan.steps[0].upgrade
    if not plan.steps:
        progress.note("There is nothing to do: the range is empty.")
    config = replace(config, command="upgrade" if upward else "downgrade", range_text=range_text)
    work = _Work(config, dialects, wishes, progress)
    choice = Choice.of(dialects)

    def compile_one(configured: Configured) -> After:
        work.add(Compilation.of(config, graph, plan, choice, Style(mode="plain"), configured))
        return nothing_after

    in_each_database(config, graph, ends, choice, compile_one)
    return work.diff(range_text)


class _Work:
    """Gathers the parts of all databases that env.py runs the migrations for."""

    def __init__(self, config: Config, names: Sequence[str], wishes: Wishes, progress: Progress) -> None:
        self.config = config
        self.names = tuple(names)
        self.wishes = wishes
        self.progress = progress
        self.columns: tuple[Column, ...] = ()
        self.parts: list[Part] = []
        self.general: list[Reason] = []
        self.accepted: Counter[str] = Counter()

    def add(self, compilation: Compilation) -> None:
        """Add the revisions of one of env.py's databases."""
        dialects = compilation.dialects
        names = self.names if len(self.names) == len(dialects) else tuple(one.name for one in dialects)
        columns = tuple(
            Column(name, dialect.versioned_title, dialect.syntax) for name, dialect in zip(names, dialects, strict=True)
        )
        if self.columns and columns != self.columns:
            raise ConfigError(
                "env.py's databases are of several kinds, and one page compares the same ones.",
                hint="Name the kinds for all of them: `sqlcompile diff postgresql mysql`.",
            )
        self.columns = columns
        comparer = Comparer(dialects, self.config.root, self.wishes)
        runs = compilation.runs_of(RecordedRun, self.progress)
        scope = compilation.configured.database or ""
        for result in results(compilation, runs, self.progress):
            self.parts.append(_part(compilation, comparer, runs, result, scope))
        report(runs, self.progress)
        self.accepted.update(comparer.accepted)
        if self.wishes.compare:
            self.general.extend(one for one in _general(dialects) if one not in self.general)

    def diff(self, range_text: str) -> Diff:
        """Return all of it."""
        compared = self.wishes.compare
        titles = [column.title for column in self.columns]
        beside = [", ".join(names) for names in (titles[:1], titles[1:]) if names]
        return Diff(
            f"SQL of {' beside '.join(beside)}" if compared else f"SQL to be applied on {', '.join(titles)}",
            range_text,
            self.columns,
            ACROSS_DIALECTS if compared else (),
            tuple(self.parts),
            tuple(_counted(self.columns, self.parts)) if compared else (),
            tuple(self.general),
            tuple(self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        if self.accepted:
            counted = sorted(self.accepted.items())
            named = ", ".join(f"{fact} ({number} time{'s' * (number > 1)})" for fact, number in counted)
            yield f"Accepted: {named}."
        for number, column in enumerate(self.columns) if not self.wishes.compare else ():
            failed = sum(bool(row.cells[number].problem) for part in self.parts for row in part.rows)
            if failed:
                yield (
                    f"{column.title}: {failed} operation{'s' * (failed > 1)} cannot be written, the first in revision "
                    f"{self._first_failed(number)}; no script of this range can be made for it."
                )

    def _first_failed(self, number: int) -> str:
        """Return the revision where a column has the first problem."""
        return next(part.revision for part in self.parts if any(row.cells[number].problem for row in part.rows))


def _part(
    compilation: Compilation, comparer: Comparer, runs: Sequence[RecordedRun], result: StepResult, scope: str
) -> Part:
    revision = result.step.revision
    failures = [run.problem() for run in runs]
    if runs[0].failure is not None and not runs[0].touched:
        failures = [failures[0]] * len(runs)
    sides = [[*run.played, *_applied(applied, run.schema)] for run, applied in zip(runs, result.applied, strict=True)]
    rows = [comparer.row(group, failures) for group in grouped(sides)]
    remarks = [run.said() for run in runs]
    if any(failures) or any(remarks):
        rows.append(_ended(comparer, failures, remarks))
    if not comparer.wishes.compare:
        rows.append(_moved(compilation, result))
    return Part(revision.id, revision.message, "upgrade" if result.step.upgrade else "downgrade", tuple(rows), scope)


def _applied(written: Sequence[Written], schema: Schema) -> Iterator[Played]:
    """Yield what the project writes after the version row, as operations that change no schema."""
    for one in written:
        yield Played(one.entry, schema, schema, (one.statement,))


def _moved(compilation: Compilation, result: StepResult) -> Row:
    """Return the row that moves the version table, which is the same in every comparison."""
    table, move = compilation.table, result.step.move
    cells = [Cell(tuple(dialect.finish(one) for one in table.moved(dialect, move))) for dialect in compilation.dialects]
    return Row("the version table", "", tuple(cells))


def _ended(comparer: Comparer, failures: Sequence[SqlcompileError | None], remarks: Sequence[tuple[str, ...]]) -> Row:
    """Return the row that says where scripts ended, and what there is to say after their last operations."""
    first = next((error for error in failures if error is not None), None)
    cells = tuple(
        Cell(kind=IMPOSSIBLE.name, problem=said(error), notes=notes) if error is not None else Cell(notes=notes)
        for error, notes in zip(failures, remarks, strict=True)
    )
    title = "the end of the script" if first is None else "the script fails"
    return Row(title, "" if first is None else comparer.place(first.location), cells)


def _general(dialects: Sequence[Dialect]) -> Iterator[Reason]:
    """Yield what differs whatever a revision does."""
    first = dialects[0]
    for other in dialects[1:]:
        if first.transactional_ddl != other.transactional_ddl:
            here, there = (
                "a script that fails leaves nothing behind" if one.transactional_ddl else "each DDL statement commits"
                for one in (first, other)
            )
            yield Reason("transaction", other.versioned_title, here, there)


def _counted(columns: Sequence[Column], parts: Sequence[Part]) -> Iterator[Count]:
    for number, column in enumerate(columns):
        if number:
            found = Counter(row.cells[number].kind for part in parts for row in part.rows)
            yield Count(column.title, {kind.name: found[kind.name] for kind in ACROSS_DIALECTS})
