"""From a project's settings to scripts: what ``upgrade``, ``downgrade`` and ``stamp`` do."""

from __future__ import annotations

import importlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, Literal, TextIO

from sqlcompile.compiling.fold import StepResult, compile_plan
from sqlcompile.compiling.loading import import_paths
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.run import Run, Surroundings
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import ConfigError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import Plan, Step, plan_downgrade, plan_stamp, plan_upgrade
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.project.template import slug
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.layout import Script, Style
from sqlcompile.scripts.output import chunks, spool, write_file, write_files, write_stdout

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

    def script(self, dialect: Dialect, body: TextIO, plan: Plan | None = None) -> Script:
        """Return the empty script of a plan, else of the whole range."""
        plan = plan or self.plan
        return Script(dialect, self.table, self.style, body, plan.start, plan.end, len(plan.steps))

    def runs(self) -> list[Run]:
        """Return a run for each dialect, with the version table in its schema."""
        surroundings = Surroundings(naming_convention(self.config), self.table.key, self.config.sqlalchemy_url)
        return [
            Run(dialect, Schema(dialect.default_namespace).with_table(self.table.value), surroundings)
            for dialect in self.dialects
        ]


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
    """Compile a range of revisions and write it: to standard output, a file, or files in a folder.

    Raises SqlcompileError; nothing is written then.
    """
    graph = read_graph(config)
    start, end = parse_range(graph, range_text, default_direction=direction)
    plan = (plan_upgrade if direction == "upgrade" else plan_downgrade)(graph, start, end)
    compilation = Compilation(
        config,
        graph,
        plan,
        tuple(load_dialect(name) for name in dialects),
        Style(transaction, guard, config.root),  # type: ignore[arg-type]
        VersionTable(config.version_table, config.version_table_schema, config.version_table_pk),
    )
    if not compilation.dialects:
        raise ConfigError("No database is named to compile for.", hint="Name one: `-d postgresql`.")
    if not plan.steps:
        progress.note("There is nothing to do: the range is empty.")
    if output_dir is not None:
        _write_folder(compilation, output_dir, progress)
    else:
        _write_one(compilation, output, progress)


def _write_one(compilation: Compilation, output: Path | None, progress: Progress) -> None:
    with spool() as body:
        script = compilation.script(compilation.dialects[0], body)
        script.begin()
        runs = compilation.runs()
        for result in _results(compilation, runs, progress):
            script.step(result, result.written[0])
        script.finish()
        _report(runs, progress)
        text = chunks(script.header(), body)
        if output is None:
            write_stdout(text)
        else:
            write_file(output, text)


def _write_folder(compilation: Compilation, folder: Path, progress: Progress) -> None:
    files: dict[str, Iterator[str]] = {}
    runs = compilation.runs()
    for result in _results(compilation, runs, progress):
        for dialect, written in zip(compilation.dialects, result.written, strict=True):
            body = StringIO()
            one = Plan(result.before, result.after, (), (result.step,))
            script = compilation.script(dialect, body, one)
            script.begin()
            script.step(result, written)
            script.finish()
            name = f"{dialect.name}/{file_name(compilation.graph, result.step)}"
            files[name] = iter((script.header(), body.getvalue()))
    _report(runs, progress)
    write_files(folder, files)


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
    done = 0
    if plan.steps:
        progress.step(0, total, _running(plan.steps[0]))
    for result in compile_plan(plan, runs, folders):
        yield result
        done += 1
        if done < total:
            progress.step(done, total, _running(plan.steps[done]))


def _running(step: Step) -> str:
    revision = step.revision
    below = ", ".join(revision.down_revisions)
    if step.upgrade:
        return f"Running upgrade {below} -> {revision.id}, {revision.message}"
    return f"Running downgrade {revision.id} -> {below}, {revision.message}"


def _report(runs: Sequence[Run], progress: Progress) -> None:
    """Say what raw SQL was written out without being read."""
    for run in runs:
        if run.not_analysed:
            count = len(run.not_analysed)
            what = "statement was" if count == 1 else "statements were"
            places = ", ".join(str(place) for place in dict.fromkeys(run.not_analysed))
            progress.note(f"{run.dialect.name}: {count} {what} not analysed, but written as they are: {places}")


def naming_convention(config: Config) -> Mapping[str, Any]:
    """Return the naming convention of the settings, else of the first target metadata.

    Raises ConfigError where the metadata cannot be imported.
    """
    if config.naming_convention or not config.target_metadata:
        return config.naming_convention
    name = config.target_metadata[0]
    module, _, attribute = name.partition(":")
    with import_paths(config.prepend_sys_path):
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


def build_stamp(
    config: Config, *, range_text: str, dialects: Sequence[str], output: Path | None, guard: bool
) -> None:
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
            write_file(output, text)
