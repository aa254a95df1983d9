"""From a project's settings to scripts: what ``upgrade``, ``downgrade`` and ``stamp`` do."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import StringIO
from pathlib import Path
from typing import Any, Literal, TextIO

from sqlalchemy.engine import make_url

from sqlcompile.compiling.baseline import Baseline, read_baseline
from sqlcompile.compiling.environment import in_environment
from sqlcompile.compiling.fold import StepResult, compile_plan
from sqlcompile.compiling.loading import import_paths
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.run import Run, Surroundings
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import load_dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConfigError
from sqlcompile.offline.alembic import alembic_modules
from sqlcompile.offline.alembic_config import AlembicConfig
from sqlcompile.offline.environment import Configured, StaticText
from sqlcompile.operations.execute import Execute
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import Plan, Step, plan_downgrade, plan_stamp, plan_upgrade
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config, Transaction
from sqlcompile.project.template import slug
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.layout import Script, Style
from sqlcompile.scripts.output import chunks, spool, write_files, write_paths, write_stdout

Direction = Literal["upgrade", "downgrade"]


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

    def script(self, dialect: Dialect, body: TextIO, plan: Plan | None = None) -> Script:
        """Return the empty script of a plan, else of the whole range."""
        plan = plan or self.plan
        count = len(plan.steps)
        before = self._before(dialect)
        return Script(dialect, self.table, self.style, body, plan.start, plan.end, count, before)

    def runs(self, progress: Progress | None = None) -> list[Run]:
        """Return a run for each dialect; its schema is the baseline with the version table.

        Raises ConfigError for a baseline that cannot be read; ``progress`` hears what of it was not.
        """
        surroundings = Surroundings(
            self._naming_convention(),
            self.table.key,
            self.config.sqlalchemy_url,
            dict(self.configured.options),
            AlembicConfig(self.config),
        )
        runs = []
        for dialect in self.dialects:
            baseline = read_baseline(self.config, dialect, alone=len(self.dialects) == 1)
            if progress is not None:
                _report_baseline(baseline, dialect, progress)
            runs.append(Run(dialect, baseline.schema.with_table(self.table.value), surroundings))
        return runs

    def _before(self, dialect: Dialect) -> tuple[Statement, ...]:
        """Return what env.py executes before the migrations."""
        schema = Schema(dialect.default_namespace)
        statements: list[Statement] = []
        for element in self.configured.before:
            if isinstance(element, StaticText):
                statements.append(Statement(element.text, verbatim=True))
            else:
                statements.extend(Execute(element).sql(dialect, schema))
        return tuple(statements)

    def _naming_convention(self) -> Mapping[str, Any]:
        metadata = self.configured.option("target_metadata")
        if metadata is None:
            return naming_convention(self.config)
        first = metadata[0] if isinstance(metadata, list | tuple) else metadata
        convention: Mapping[str, Any] = first.naming_convention
        return convention


def build_scripts(
    config: Config,
    *,
    range_text: str,
    direction: Direction,
    dialects: Sequence[str],
    output: Path | None,
    output_dir: Path | None,
    transaction: str | None,
    guard: bool,
    progress: Progress,
) -> None:
    """Compile a range of revisions and write it: to standard output, to files, or to files in a folder.

    ``output`` may have ``{dialect}`` in its name, for several databases. Raises SqlcompileError;
    nothing is written then.
    """
    graph = read_graph(config)
    start, end = parse_range(graph, range_text, default_direction=direction)
    plan = (plan_upgrade if direction == "upgrade" else plan_downgrade)(graph, start, end)
    if not plan.steps:
        progress.note("There is nothing to do: the range is empty.")
    chosen = tuple(load_dialect(name) for name in dialects)
    done: list[Callable[[], None]] = []
    with contextlib.ExitStack() as spools:

        def work(configured: Configured) -> None:
            if done:
                raise ConfigError(
                    "env.py runs the migrations more than once, for several databases.",
                    hint="Let it run them for one, chosen with -x or -n, and compile each by itself.",
                )
            compilation = Compilation(
                config,
                graph,
                plan,
                chosen or (configured_dialect(configured),),
                Style(transaction_of(transaction, configured), guard, config.root),
                version_table_of(config, configured),
                configured,
            )
            if output_dir is not None:
                done.append(_folder(compilation, output_dir, progress))
            else:
                done.append(_scripts(compilation, output, progress, spools))

        in_environment(config, graph, (start, end), chosen[0] if chosen else None, work)
        for write in done:
            write()


def transaction_of(chosen: str | None, configured: Configured) -> Transaction | None:
    """Return what one transaction holds: the user's choice, else what env.py asks for."""
    if chosen is None and configured.option("transaction_per_migration"):
        return "revision"
    return chosen  # type: ignore[return-value]


def version_table_of(config: Config, configured: Configured) -> VersionTable:
    """Return the version table: env.py's, else that of the settings."""
    return VersionTable(
        configured.option("version_table", config.version_table),
        configured.option("version_table_schema", config.version_table_schema),
        configured.option("version_table_pk", config.version_table_pk),
    )


def configured_dialect(configured: Configured) -> Dialect:
    """Return the dialect that env.py names; raises ConfigError where it names none."""
    name = configured.option("dialect_name")
    url = configured.option("url")
    if name is None and url is not None:
        name = make_url(url).get_backend_name()
    if name is None:
        raise ConfigError("No database is named to compile for.", hint="Name one: `-d postgresql`.")
    return load_dialect(name)


def _scripts(
    compilation: Compilation, output: Path | None, progress: Progress, spools: contextlib.ExitStack
) -> Callable[[], None]:
    """Compile one script for each database; return what writes them."""
    scripts = [compilation.script(dialect, spools.enter_context(spool())) for dialect in compilation.dialects]
    for script in scripts:
        script.begin()
    runs = compilation.runs(progress)
    for result in _results(compilation, runs, progress):
        for script, written in zip(scripts, result.written, strict=True):
            script.step(result, written)
    for script in scripts:
        script.finish()
    _report(runs, progress)
    if output is None:
        return partial(write_stdout, chunks(scripts[0].header(), scripts[0].body))
    texts = {
        Path(str(output).replace("{dialect}", script.dialect.name)): chunks(script.header(), script.body)
        for script in scripts
    }
    if len(texts) < len(scripts):
        raise ConfigError(
            f"{len(scripts)} scripts would go into {len(texts)} files.",
            hint="Give each database its own file: -o 'out.{dialect}.sql'.",
        )
    return partial(write_paths, texts)


def _folder(compilation: Compilation, folder: Path, progress: Progress) -> Callable[[], None]:
    """Compile one script for each revision and database; return what writes them."""
    files: dict[str, Iterator[str]] = {}
    runs = compilation.runs(progress)
    for result in _results(compilation, runs, progress):
        name = file_name(compilation.graph, result.step)
        one = Plan(result.before, result.after, (), (result.step,))
        for dialect, written in zip(compilation.dialects, result.written, strict=True):
            body = StringIO()
            script = compilation.script(dialect, body, one)
            script.begin()
            script.step(result, written)
            script.finish()
            files[f"{dialect.name}/{name}"] = iter((script.header(), body.getvalue()))
    _report(runs, progress)
    return partial(write_files, folder, files)


def file_name(graph: RevisionGraph, step: Step) -> str:
    """Return a revision's file name: its place in the whole history, its id, its message."""
    revision = step.revision
    words = slug(revision.message, 40)
    stem = "_".join(part for part in (f"{graph.position(revision.id):04}", revision.id, words) if part)
    return f"{stem}.sql" if step.upgrade else f"{stem}.down.sql"


def _results(compilation: Compilation, runs: Sequence[Run], progress: Progress) -> Iterator[StepResult]:
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


def _report_baseline(baseline: Baseline, dialect: Dialect, progress: Progress) -> None:
    """Say what of a baseline was not read."""
    for places, said in (
        (baseline.not_read, "these statements of the baseline were not analysed"),
        (baseline.virtual, "the columns of these virtual tables in the baseline are not known"),
    ):
        if places:
            progress.note(f"{dialect.name}: {said}: {', '.join(map(str, places))}")


def _report(runs: Sequence[Run], progress: Progress) -> None:
    """Say what was taken on trust: tables that the history has not made, and raw SQL that was not read."""
    assumed = {table: place for run in runs for table, place in run.assumed.items()}
    if assumed:
        named = ", ".join(f"{table} ({place})" for table, place in assumed.items())
        progress.note(
            f"The history has not made these tables, they are taken to be there: {named}. "
            "`--baseline` gives the schema that it starts from"
        )
    for run in runs:
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
    name = config.target_metadata[0]
    module, _, attribute = name.partition(":")
    with alembic_modules(), import_paths(config.prepend_sys_path), contextlib.redirect_stdout(sys.stderr):
        try:
            found: Any = importlib.import_module(module)
            for part in attribute.split("."):
                found = getattr(found, part)
        except Exception as error:
            raise ConfigError(
                f'target_metadata "{name}" cannot be imported: {type(error).__name__}: {error}.',
                hint="It is written as package.module:Base.metadata.",
            ) from error
    convention: Mapping[str, Any] = getattr(found, "naming_convention", {})
    return convention


def build_stamp(config: Config, *, range_text: str, dialects: Sequence[str], output: Path | None, guard: bool) -> None:
    """Write the script that moves the version table and nothing else. Raises SqlcompileError."""
    graph = read_graph(config)
    start, end = parse_range(graph, range_text, default_direction="upgrade")
    move = plan_stamp(graph, start, end)
    dialect = load_dialect(dialects[0])
    table = VersionTable(config.version_table, config.version_table_schema, config.version_table_pk)
    with spool() as body:
        after = tuple(sorted(move.apply(frozenset(start))))
        script = Script(dialect, table, Style(None, guard, config.root), body, start, after, 0)
        script.begin()
        script.moves(move)
        script.finish()
        text = chunks(script.header(), body)
        if output is None:
            write_stdout(text)
        else:
            write_paths({output: text})
