"""From a project's settings to scripts: what ``upgrade``, ``downgrade`` and ``stamp`` do."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from io import StringIO
from pathlib import Path
from typing import Any, Literal

from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.version_apply import told
from sqlcompile.errors import ConfigError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range, resolve
from sqlcompile.project.plan import (
    Plan,
    Step,
    VersionMove,
    plan_between,
    plan_downgrade,
    plan_stamp,
    plan_upgrade,
)
from sqlcompile.project.progress import Progress, Silent
from sqlcompile.project.settings import Config
from sqlcompile.project.template import slug
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report, results
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.layout import Script
from sqlcompile.scripts.output import spool, write_files, write_paths, write_stdout
from sqlcompile.scripts.places import check_placeholders, place
from sqlcompile.scripts.resuming import Point, Resumed, only_one, parse_point
from sqlcompile.scripts.style import Style

Direction = Literal["upgrade", "downgrade"]


def build_scripts(
    config: Config,
    *,
    range_text: str,
    direction: Direction,
    dialects: Sequence[str],
    output: Path | None,
    output_dir: Path | None,
    style: Style,
    progress: Progress,
) -> None:
    """Compile a range of revisions and write it: to standard output, to files, or to files in a folder.

    ``output`` may have ``{dialect}`` in its name, for several databases, and ``{engine}`` where env.py
    runs the migrations for several; ``dialects`` may then say ``engine1=postgresql``. Raises
    SqlcompileError; nothing is written then.
    """
    config = replace(config, command=direction, range_text=range_text)
    graph = read_graph(config)
    ends = parse_range(graph, range_text, default_direction=direction)
    plan_for = plan_upgrade if direction == "upgrade" else plan_downgrade
    plan = plan_for(graph, *ends)
    if not plan.steps:
        progress.note("There is nothing to do: the range is empty.")

    def compile_one(configured: Configured, scripts: Scripts) -> After:
        starting = configured.options.get("starting_rev")
        own = plan_for(graph, resolve(graph, starting), ends[1]) if starting else plan
        compilation = Compilation.of(config, graph, own, scripts.choice, style, configured)
        return scripts.add_revisions(compilation) if output_dir is not None else scripts.add(compilation)

    _build(config, graph, ends, dialects, compile_one, output, output_dir, progress)


def build_rest(
    config: Config,
    *,
    point: str,
    range_text: str,
    dialects: Sequence[str],
    output: Path | None,
    style: Style,
    progress: Progress,
) -> None:
    """Write what is left of a script after a statement of it, named as ``REV:N``. Raises SqlcompileError.

    The range is the one of the script, up or down, between two states.
    """
    graph = read_graph(config)
    name, number = parse_point(point)
    revision = only_one(name, resolve(graph, name))
    ends = parse_range(graph, range_text, default_direction="upgrade")
    plan = plan_between(graph, *ends)
    upward = not plan.steps or plan.steps[0].upgrade
    config = replace(config, command="upgrade" if upward else "downgrade", range_text=range_text)
    style = replace(style, mode="strict" if style.guard else "plain")

    def compile_one(configured: Configured, scripts: Scripts) -> After:
        compilation = Compilation.of(config, graph, plan, scripts.choice, style, configured)
        return scripts.add(compilation, Point(revision, number))

    _build(config, graph, ends, dialects, compile_one, output, None, progress, named_only=True)


def _build(
    config: Config,
    graph: RevisionGraph,
    ends: tuple[tuple[str, ...], tuple[str, ...]],
    dialects: Sequence[str],
    compile_one: Callable[[Configured, Scripts], After],
    output: Path | None,
    output_dir: Path | None,
    progress: Progress,
    *,
    named_only: bool = False,
) -> None:
    """Compile for each database that env.py runs the migrations for, then write it all.

    ``named_only`` leaves out those that ``dialects`` does not name, where it names some.
    """
    check_placeholders(output)
    with contextlib.ExitStack() as spools:
        scripts = Scripts(Choice.of(dialects), spools, progress, output)
        in_each_database(
            config,
            graph,
            ends,
            scripts.choice,
            lambda configured: compile_one(configured, scripts),
            output=output,
            folder=output_dir is not None,
            named_only=named_only,
        )
        scripts.write(output_dir)


@dataclass
class Scripts:
    """The scripts of one command, until all are there and can be written."""

    choice: Choice
    spools: contextlib.ExitStack
    progress: Progress
    output: Path | None
    made: list[tuple[Script, str | None]] = field(default_factory=list)
    files: dict[str, Iterator[str]] = field(default_factory=dict)

    def add(self, compilation: Compilation, point: Point | None = None) -> After:
        """Compile one script for each kind of database; where a point is given, the rest of one after it."""
        made = [compilation.script(dialect, self.spools.enter_context(spool())) for dialect in compilation.dialects]
        scripts: Sequence[Script | Resumed] = made
        if point is not None:
            scripts = [Resumed(script, point) for script in made]
        for script in scripts:
            script.begin()
        runs = compilation.runs(self.progress)
        for result in results(compilation, runs, self.progress):
            for script, written, applied in zip(scripts, result.written, result.applied, strict=True):
                script.step(result, written, applied)
        report(runs, self.progress)
        return self._ended(compilation, made, scripts)

    def add_stamp(self, compilation: Compilation, move: VersionMove) -> After:
        """Write the scripts that move the version table alone."""
        scripts = [compilation.script(dialect, self.spools.enter_context(spool())) for dialect in compilation.dialects]
        after = compilation.plan.end
        for script, run in zip(scripts, compilation.runs(), strict=True):
            up, down = (move.added, move.removed) if after else (move.removed, ())
            script.begin()
            script.moves(move, told(run, up, down, after, is_upgrade=bool(after), is_stamp=True))
        return self._ended(compilation, scripts, scripts)

    def _ended(self, compilation: Compilation, made: Sequence[Script], scripts: Sequence[Script | Resumed]) -> After:
        """Return what ends the scripts, with what env.py executes after the migrations."""

        def end(elements: tuple[Any, ...]) -> None:
            for script, writer in zip(made, scripts, strict=True):
                writer.after(compilation.executed(script.dialect, elements))
                writer.finish()
                self.made.append((script, compilation.configured.database))

        return end

    def add_revisions(self, compilation: Compilation) -> After:
        """Compile one script for each revision and kind of database."""
        database = compilation.configured.database
        above = f"{database}/" if database else ""
        runs = compilation.runs(self.progress)
        for result in results(compilation, runs, self.progress):
            name = file_name(compilation.graph, result.step)
            one = Plan(result.before, result.after, (), (result.step,))
            for dialect, written, applied in zip(compilation.dialects, result.written, result.applied, strict=True):
                body = StringIO()
                script = compilation.script(dialect, body, one)
                script.begin()
                script.step(result, written, applied)
                script.finish()
                self.files[f"{above}{dialect.name}/{name}"] = script.text()
            for run in runs:
                run.begin_session()
        report(runs, self.progress)
        return nothing_after

    def write(self, folder: Path | None) -> None:
        """Write all of it; raises ConfigError where two scripts have one place, OutputError."""
        if folder is not None:
            write_files(folder, self.files)
            return
        if self.output is None:
            for script, _ in self.made:
                write_stdout(script.text())
            return
        texts = {place(self.output, script.dialect.name, database): script.text() for script, database in self.made}
        if len(texts) < len(self.made):
            raise ConfigError(
                f"{len(self.made)} scripts would go into {len(texts)} files.",
                hint="Give each its own file: -o 'out.{dialect}.sql', "
                "with {engine} too where env.py has several databases.",
            )
        write_paths(texts)


def nothing_after(elements: tuple[Any, ...]) -> None:
    """Raise ConfigError where env.py executes something after the migrations."""
    if elements:
        raise ConfigError(
            "env.py executes statements after the migrations; with a file a revision there is no place for them.",
            hint="Write one script, with -o FILE.",
        )


def file_name(graph: RevisionGraph, step: Step) -> str:
    """Return a revision's file name: its place in the whole history, its id, its message."""
    revision = step.revision
    words = slug(revision.message, 40)
    stem = "_".join(part for part in (f"{graph.position(revision.id):04}", revision.id, words) if part)
    return f"{stem}.sql" if step.upgrade else f"{stem}.down.sql"


def build_stamp(
    config: Config,
    *,
    range_text: str,
    dialects: Sequence[str],
    output: Path | None,
    style: Style,
) -> None:
    """Write the script that moves the version table and nothing else. Raises SqlcompileError."""
    config = replace(config, command="stamp", range_text=range_text)
    graph = read_graph(config)
    ends = parse_range(graph, range_text, default_direction="upgrade")
    move = plan_stamp(graph, *ends)
    plan = Plan(ends[0], tuple(sorted(move.apply(frozenset(ends[0])))), (), ())

    def compile_one(configured: Configured, scripts: Scripts) -> After:
        compilation = Compilation.of(config, graph, plan, scripts.choice, style, configured)
        return scripts.add_stamp(replace(compilation, style=replace(style, transaction=None)), move)

    _build(config, graph, ends, dialects, compile_one, output, None, Silent())
