"""What one call compiles from, and the results that come of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TextIO, TypeVar

from sqlcompile.compiling.audit_table import AuditTable
from sqlcompile.compiling.fold import StepResult, compile_plan
from sqlcompile.compiling.models import imported
from sqlcompile.compiling.proposed import Transpiling
from sqlcompile.compiling.run import Run, Surroundings
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import load_dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.offline.alembic_config import AlembicConfig
from sqlcompile.offline.environment import Configured, StaticText
from sqlcompile.operations.execute import Execute
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import (
    Plan,
    Step,
)
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config, Transaction
from sqlcompile.rows.recorded import Recorded
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.layout import Script
from sqlcompile.scripts.style import Style

AnyRun = TypeVar("AnyRun", bound=Run)
_FRESH = "empty"


@dataclass(frozen=True, slots=True)
class Compilation:
    """Everything that one call compiles from."""

    config: Config
    graph: RevisionGraph
    plan: Plan
    dialects: tuple[Dialect, ...]
    style: Style
    table: VersionTable
    configured: Configured = field(default_factory=Configured)

    @classmethod
    def of(
        cls, config: Config, graph: RevisionGraph, plan: Plan, choice: Choice, style: Style, configured: Configured
    ) -> Compilation:
        """Return what is compiled for one database of env.py's; its wishes count where the user has none."""
        return cls(
            config,
            graph,
            plan,
            choice.dialects(config, configured, style.client),
            style.unless_chosen(_wanted_transaction(configured)),
            version_table_of(config, configured),
            configured,
        )

    @property
    def audit(self) -> AuditTable | None:
        """The audit table, None where none is wanted."""
        name = self.style.audit_table
        return AuditTable.beside(self.table, name) if name else None

    def script(self, dialect: Dialect, body: TextIO, plan: Plan | None = None) -> Script:
        """Return the empty script of a plan, else of the whole range."""
        plan = plan or self.plan
        count = len(plan.steps)
        before = self.executed(dialect, self.configured.before)
        database = self.configured.database
        ends = (plan.start, plan.end)
        states = plan.states() if plan.steps and self.style.mode == "idempotent" else ()
        root = self.config.root
        which = self.dialects.index(dialect)
        return Script(
            dialect, self.table, self.style, root, body, *ends, count, before, database, states, self.audit, which
        )

    def runs(self, progress: Progress | None = None) -> list[Run]:
        """Return a run for each dialect; its schema is the baseline with the version table.

        Raises ConfigError for a baseline that cannot be read; ``progress`` hears what of it was not.
        """
        return self.runs_of(Run, progress)

    def runs_of(self, make: type[AnyRun], progress: Progress | None = None) -> list[AnyRun]:
        """Return such runs of a kind of one's own.

        Raises ConfigError for a baseline that cannot be read; ``progress`` hears what of it was not.
        """
        surroundings = Surroundings(
            self.naming_convention,
            self.table.key,
            url=self.configured.option("url", self.config.sqlalchemy_url),
            options=dict(self.configured.options),
            config=self.configured.config or AlembicConfig(self.config, self.graph),
            arguments=self.configured.arguments,
            fresh=self.config.rows == _FRESH,
            recorded=None if self.config.rows in (None, _FRESH) else Recorded.load(Path(self.config.rows)),
            transpiling=self._transpiling(),
        )
        table = self.table.value
        return [
            make(dialect, self._first_schema(dialect, progress).with_table(table), surroundings)
            for dialect in self.dialects
        ]

    def _transpiling(self) -> Transpiling | None:
        if self.config.transpile is None:
            return None
        source = load_dialect(self.config.transpile)
        return Transpiling(source.sqlglot_name, source.title)

    def _first_schema(self, dialect: Dialect, progress: Progress | None) -> Schema:
        """Return the schema that the history starts from."""
        if not self.config.baseline:
            return Schema(dialect.default_namespace)
        from sqlcompile.compiling.baseline import read_baseline  # noqa: PLC0415 - few projects have one

        baseline = read_baseline(self.config, dialect, alone=len(self.dialects) == 1)
        if progress is not None:
            for places, said in (
                (baseline.not_read, "these statements of the baseline were not analysed"),
                (baseline.virtual, "the columns of these virtual tables in the baseline are not known"),
            ):
                if places:
                    progress.note(f"{dialect.name}: {said}: {', '.join(map(str, places))}")
        return baseline.schema

    def executed(self, dialect: Dialect, elements: Iterable[Any]) -> tuple[Statement, ...]:
        """Return what env.py executes itself, as statements."""
        schema = Schema(dialect.default_namespace)
        statements: list[Statement] = []
        for element in elements:
            if isinstance(element, StaticText):
                statements.append(Statement(element.text, verbatim=True))
            else:
                statements.extend(Execute(element).sql(dialect, schema))
        return tuple(statements)

    @property
    def naming_convention(self) -> Mapping[str, Any]:
        """The convention for the names of constraints that the migrations run under."""
        metadata = self.configured.option("target_metadata")
        if metadata is None:
            return naming_convention(self.config)
        first = metadata[0] if isinstance(metadata, list | tuple) else metadata
        convention: Mapping[str, Any] = first.naming_convention
        return convention


def results(compilation: Compilation, runs: Sequence[Run], progress: Progress) -> Iterator[StepResult]:
    """Yield the results of the plan. Raises SqlcompileError, also for a table of the audit table's name."""
    yield from _compiled(compilation, runs, progress)
    audit = compilation.audit
    if audit is not None:
        for run in runs:
            audit.check(run.dialect, run.schema)


def _compiled(compilation: Compilation, runs: Sequence[Run], progress: Progress) -> Iterator[StepResult]:
    plan = compilation.plan
    total = len(plan.steps)
    folders = compilation.config.prepend_sys_path
    if plan.steps:
        progress.step(0, total, _running(plan.steps[0]))
    for done, result in enumerate(compile_plan(plan, runs, folders), start=1):
        yield result
        if done < total:
            progress.step(done, total, _running(plan.steps[done]))


def _running(step: Step) -> str:
    revision = step.revision
    below = ", ".join(revision.down_revisions)
    if step.upgrade:
        return f"Running upgrade {below} -> {revision.id}, {revision.message}"
    return f"Running downgrade {revision.id} -> {below}, {revision.message}"


def report(runs: Sequence[Run], progress: Progress) -> None:
    """Say what was taken on trust: tables that the history has not made, and raw SQL that was not read."""
    assumed = {table: place for run in runs for table, place in run.assumed.items()}
    if assumed:
        named = ", ".join(f"{table} ({place})" for table, place in assumed.items())
        progress.note(
            f"The history has not made these tables, they are taken to be there: {named}. "
            "`--baseline` gives the schema that it starts from"
        )
    for run in runs:
        recorded = run.surroundings.recorded
        if recorded is not None and recorded.unused:
            progress.note(f"{recorded.path} answers what nobody asked: {'; '.join(recorded.unused)}")
        for unknown in run.went_offline:
            progress.note(f"{unknown.location}: the script went its way without a database, for: {unknown}")
        if run.not_analysed:
            count = len(run.not_analysed)
            what = "statement was" if count == 1 else "statements were"
            places = ", ".join(str(place) for place in dict.fromkeys(run.not_analysed))
            said = f"{count} {what} not analysed, but written as they are"
            progress.note(f"{run.dialect.name}: {said}: {places}")


def naming_convention(config: Config) -> Mapping[str, Any]:
    """Return the naming convention of the settings, else of the first target metadata.

    Raises ConfigError where the metadata cannot be imported.
    """
    if config.naming_convention or not config.target_metadata:
        return config.naming_convention
    convention: Mapping[str, Any] = imported(config.target_metadata[0], config).naming_convention
    return convention


def _wanted_transaction(configured: Configured) -> Transaction | None:
    """Return what one transaction holds where env.py says so."""
    if configured.options.get("transactional_ddl") is False:
        return "none"
    return "revision" if configured.option("transaction_per_migration") else None


def version_table_of(config: Config, configured: Configured) -> VersionTable:
    """Return the version table: env.py's, else that of the settings."""
    return VersionTable(
        configured.option("version_table", config.version_table),
        configured.option("version_table_schema", config.version_table_schema),
        configured.option("version_table_pk", config.version_table_pk),
    )
