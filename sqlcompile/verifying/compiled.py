"""The scripts that are to be proved, a file a revision, with the schemas between them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from typing import Any

from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.run import Run, Surroundings
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError, ScriptFailed, SqlcompileError
from sqlcompile.offline.environment import After, Configured, Ends
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import Plan, plan_downgrade, plan_upgrade, range_named
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Key, Schema
from sqlcompile.scripts.build import file_name, nothing_after
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report, results
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.style import Style


@dataclass(frozen=True, slots=True)
class RevisionScript:
    """One file: what it does to the version rows, and the replayed schema before and after it."""

    revision: str
    message: str
    file: str
    text: str
    rows_after: tuple[str, ...]
    before: Schema
    after: Schema


@dataclass(frozen=True, slots=True)
class NoWayBack:
    """Why the down script of a revision cannot be compiled.

    ``meant`` where the project's own code says so: there is no downgrade(), or it raises.
    """

    revision: str
    reason: str
    meant: bool


@dataclass(slots=True)
class Scripts:
    """All that is to be proved on one kind of database.

    ``downs`` go from the newest revision as far as they can: where ``no_way_back`` says why one cannot.
    """

    dialect: Dialect
    database: str | None
    version_table: Key
    baseline: str | None
    start: tuple[str, ...]
    end: tuple[str, ...]
    surroundings: Surroundings
    hidden: frozenset[Key] = frozenset()
    """Tables and sequences that are the scripts' own, not the history's."""
    preparation: list[RevisionScript] = field(default_factory=list)
    ups: list[RevisionScript] = field(default_factory=list)
    downs: list[RevisionScript] = field(default_factory=list)
    no_way_back: NoWayBack | None = None

    @property
    def name(self) -> str:
        """What people call it: ``postgresql``, or ``engine1/postgresql``."""
        return f"{self.database}/{self.dialect.name}" if self.database else self.dialect.name

    def answering(self, schema: Schema) -> Any:
        """Return a connection that answers from a replayed schema."""
        return Run(self.dialect, schema, self.surroundings).bind()


def compile_all(
    config: Config, range_text: str, dialects: Sequence[str], style: Style, progress: Progress
) -> list[Scripts]:
    """Compile a range for each database: up, down, and from base to its start. Raises SqlcompileError."""
    graph = read_graph(config)
    start, end = parse_range(graph, range_text, default_direction="upgrade")
    work = _Work(config, graph, Choice.of(dialects), style, progress)
    up = plan_upgrade(graph, start, end)
    work.run(up, (start, end), work.take_ups, "upgrade")
    if up.start:
        before = plan_upgrade(graph, (), up.start)
        work.run(before, ((), up.start), work.take_preparation, "upgrade")
    try:
        down = plan_downgrade(graph, up.end, start)
    except SqlcompileError as error:
        work.give_up(str(error))
    else:
        work.run(down, (up.end, start), work.take_downs, "downgrade")
    return list(work.found.values())


class _Work:
    """Collects the scripts of all databases, plan by plan."""

    def __init__(self, config: Config, graph: RevisionGraph, choice: Choice, style: Style, progress: Progress) -> None:
        self.config = config
        self.graph = graph
        self.choice = choice
        self.style = style
        self.progress = progress
        self.found: dict[tuple[str | None, str], Scripts] = {}

    def run(self, plan: Plan, ends: Ends, take: Callable[[Compilation], None], command: str) -> None:
        """Compile a plan where env.py runs the migrations: once for each of its databases."""
        config = replace(self.config, command=command, range_text=range_named(*ends))

        def compile_one(configured: Configured) -> After:
            take(Compilation.of(config, self.graph, plan, self.choice, self.style, configured))
            return nothing_after

        in_each_database(config, self.graph, ends, self.choice, compile_one)

    def take_ups(self, compilation: Compilation) -> None:
        """Take the scripts of the range."""
        runs = compilation.runs(self.progress)
        for run in runs:
            scripts = _new(compilation, run)
            place = (scripts.database, run.dialect.name)
            if place in self.found:
                raise ConfigError(f"{scripts.name} is named twice.", hint="Name each kind of database once.")
            self.found[place] = scripts
        for number, script in self._scripts(compilation, runs):
            self._of(compilation, runs[number]).ups.append(script)
        report(runs, self.progress)

    def take_preparation(self, compilation: Compilation) -> None:
        """Take the scripts that lead to the start of the range."""
        runs = compilation.runs()
        for number, script in self._scripts(compilation, runs):
            self._of(compilation, runs[number]).preparation.append(script)

    def take_downs(self, compilation: Compilation) -> None:
        """Take the scripts that lead back, for each database as far as they can."""
        for dialect in compilation.dialects:
            alone = replace(compilation, dialects=(dialect,))
            runs = alone.runs()
            scripts = self._of(compilation, runs[0])
            try:
                for _, script in self._scripts(alone, runs):
                    scripts.downs.append(script)
            except SqlcompileError as error:
                left = [step.revision.id for step in compilation.plan.steps][len(scripts.downs) :]
                scripts.no_way_back = _no_way_back(left[0], error)

    def give_up(self, reason: str) -> None:
        """Note that no database has a way back."""
        for scripts in self.found.values():
            if scripts.ups:
                scripts.no_way_back = NoWayBack(scripts.ups[-1].revision, reason, meant=False)

    def _of(self, compilation: Compilation, run: Run) -> Scripts:
        return self.found[compilation.configured.database, run.dialect.name]

    def _scripts(self, compilation: Compilation, runs: Sequence[Run]) -> Iterator[tuple[int, RevisionScript]]:
        """Yield each script with the number of its run."""
        for result in results(compilation, runs, self.progress):
            revision = result.step.revision
            for number, run in enumerate(runs):
                script = RevisionScript(
                    revision.id,
                    revision.message,
                    file_name(compilation.graph, result.step),
                    _text(compilation, result, number),
                    result.after,
                    result.schemas[number],
                    run.schema,
                )
                yield number, script
            for run in runs:
                run.begin_session()


def _text(compilation: Compilation, result: StepResult, number: int) -> str:
    """Return the file of a revision for one of the runs."""
    plan = Plan(result.before, result.after, (), (result.step,))
    script = compilation.script(compilation.dialects[number], StringIO(), plan)
    script.begin()
    script.step(result, result.written[number], result.applied[number])
    script.finish()
    return "".join(script.text())


def _new(compilation: Compilation, run: Run) -> Scripts:
    config, table = compilation.config, compilation.table
    dialect = run.dialect
    hidden = {run.schema.key(table.name, table.namespace)}
    if compilation.audit is not None:
        audit = compilation.audit.value
        names = (audit.name, *dialect.implied_sequences(audit))
        hidden.update(run.schema.key(name, table.namespace) for name in names)
    return Scripts(
        dialect,
        compilation.configured.database,
        run.schema.key(table.name, table.namespace),
        config.baseline.get(dialect.name, config.baseline.get("")),
        compilation.plan.start,
        compilation.plan.end,
        run.surroundings,
        frozenset(hidden),
    )


def _no_way_back(revision: str, error: SqlcompileError) -> NoWayBack:
    """Return why a downgrade has no script: meant, where the project's own code says that there is no way back."""
    meant = isinstance(error, ScriptFailed) or error.message.endswith("has no downgrade().")
    place = f" ({error.location.path.name}:{error.location.line})" if error.location else ""
    hint = f" {error.hint}" if error.hint and not meant else ""
    return NoWayBack(revision, f"{error}{place}{hint}", meant)
