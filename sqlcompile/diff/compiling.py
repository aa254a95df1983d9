"""One range of revisions on several databases, beside each other: what ``diff`` and ``report`` show."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.run import Entry
from sqlcompile.dialect.contract import Dialect
from sqlcompile.diff.comparing import Comparer, Wishes, said
from sqlcompile.diff.model import ACROSS_DIALECTS, IMPOSSIBLE, Cell, Column, Count, Diff, Part, Reason, Row
from sqlcompile.diff.notes import Notes
from sqlcompile.diff.pairing import grouped
from sqlcompile.diff.recording import Played, RecordedRun, Recording
from sqlcompile.errors import ConfigError, Location, SqlcompileError
from sqlcompile.offline.environment import After, Configured, StaticText
from sqlcompile.operations.execute import Execute
from sqlcompile.project.naming import parse_range, resolve
from sqlcompile.project.plan import plan_between, plan_downgrade, plan_upgrade
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report, results
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.placing import SETTING
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
    if not upward:
        plan = plan_downgrade(graph, *ends)
    if not plan.steps:
        progress.note("There is nothing to do: the range is empty.")
    config = replace(config, command="upgrade" if upward else "downgrade", range_text=range_text)
    work = _Work(config, dialects, wishes, progress)
    choice = Choice.of(dialects)

    def compile_one(configured: Configured) -> After:
        starting = configured.options.get("starting_rev")
        plan_for = plan_upgrade if upward else plan_downgrade
        own = plan_for(graph, resolve(graph, starting), ends[1]) if starting else plan
        return work.add(Compilation.of(config, graph, own, choice, Style(mode="plain"), configured))

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
        self.notes = Notes()

    def add(self, compilation: Compilation) -> After:
        """Add the revisions of one of env.py's databases; return what takes what env.py executes after them."""
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
        first = len(self.parts)
        for result in results(compilation, runs, self.progress):
            self.parts.append(_part(compilation, comparer, runs, result, scope))
        report(runs, self.progress)
        self._tell_of_errors(compilation, comparer, runs)
        if len(self.parts) > first:
            before = [*_executed(compilation, comparer, compilation.configured.before)]
            if not self.wishes.compare and not compilation.plan.start:
                before.insert(
                    _settings(before) if not dialects[0].transactional_ddl else len(before), _made(compilation)
                )
            self.parts[first] = replace(self.parts[first], rows=(*before, *self.parts[first].rows))

        def after(elements: tuple[Any, ...]) -> None:
            if len(self.parts) > first:
                last = self.parts[-1]
                self.parts[-1] = replace(last, rows=(*last.rows, *_executed(compilation, comparer, elements)))
            self.accepted.update(comparer.accepted)

        if self.wishes.compare:
            self.general.extend(one for one in _general(dialects) if one not in self.general)
        return after

    def _tell_of_errors(self, compilation: Compilation, comparer: Comparer, runs: Sequence[RecordedRun]) -> None:
        """Say after what the schema is not the one that the history makes."""
        named = f"{compilation.configured.database}, " if compilation.configured.database else ""
        for run in runs:
            run.end_recordings()
            title = f"{named}{run.dialect.versioned_title}"
            for error in run.before_range:
                said = f"{title} fails before the range, which is compiled as if it had gone on there"
                self.notes.add(said, f"{comparer.place(error.location)} ({str(error).rstrip('.')})")
            for error in run.incomplete:
                said = f"{title} fails, and what comes later is compiled without what was to be done there"
                self.notes.add(said, comparer.place(error.location))

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
            (*self.notes.texts(), *self._accepted()),
        )

    def _accepted(self) -> Iterator[str]:
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
    rows = [*_recorded(comparer, [run.recordings[0] for run in runs])]
    if not comparer.wishes.compare:
        rows.append(_moved(compilation, result))
    for applied in zip(*(run.recordings[1:] for run in runs), strict=True):
        rows += _recorded(comparer, applied)
    return Part(revision.id, revision.message, "upgrade" if result.step.upgrade else "downgrade", tuple(rows), scope)


def _recorded(comparer: Comparer, recordings: Sequence[Recording]) -> Iterator[Row]:
    """Yield the rows of one script."""
    failures = [one.problem() for one in recordings]
    for group in grouped([one.played for one in recordings]):
        yield comparer.row(group, failures)
    remarks = [one.said() for one in recordings]
    if any(failures) or any(remarks):
        yield _ended(comparer, failures, remarks)


def _executed(compilation: Compilation, comparer: Comparer, elements: Iterable[Any]) -> Iterator[Row]:
    """Yield the rows of what env.py executes itself."""
    location = Location(compilation.config.script_location / "env.py")
    for element in elements:
        static = isinstance(element, StaticText)
        entry = Entry(Execute(element.text if static else element), location)
        sides = []
        for dialect in compilation.dialects:
            schema = Schema(dialect.default_namespace)
            try:
                sides.append([Played(entry, schema, schema, compilation.executed(dialect, [element]))])
            except SqlcompileError as error:
                sides.append([Played(entry, schema, schema, problem=error)])
        for group in grouped(sides):
            yield comparer.row(group, [None] * len(sides))


def _settings(rows: Sequence[Row]) -> int:
    """Return how many of the first rows only set something: a version table that is committed comes after them."""
    settings = [all(SETTING.match(text) for text in row.cells[0].statements) for row in rows]
    return [*settings, False].index(False)


def _made(compilation: Compilation) -> Row:
    """Return the row that makes the version table."""
    statements = [(dialect, dialect.create_version_table(compilation.table.value)) for dialect in compilation.dialects]
    return Row("the version table", "", tuple(Cell((dialect.finish(one),)) for dialect, one in statements))


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
