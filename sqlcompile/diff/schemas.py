"""The difference of the schemas at two revisions, as DDL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlcompile.autogenerate.difference import Difference, difference
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import Location, SqlcompileError
from sqlcompile.offline.environment import After, Configured, Ends
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import Plan, plan_upgrade
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, results
from sqlcompile.scripts.databases import in_each_database
from sqlcompile.scripts.style import Style

_NEVER = "Rows, functions, grants and what else is in no schema of the history are not compared."


def schema_difference(
    config: Config, first: str, second: str, dialects: Sequence[str], progress: Progress
) -> list[SchemaScript]:
    """Return for each database the script that makes the schema at one revision that at another.

    ``first`` and ``second`` name revisions in any way, the second one also as counted from the first; neither
    needs to follow the other. Nothing in the scripts moves rows or the version table. Raises SqlcompileError.
    """
    graph = read_graph(config)
    ends = parse_range(graph, f"{first}:{second}", default_direction="upgrade")
    config = replace(config, command="upgrade", range_text=":".join(map(named, ends)))
    work = _Work(config, graph, ends, Choice.of(dialects), progress)
    in_each_database(config, graph, ((), ends[1]), work.choice, work.take)
    return work.found


@dataclass(frozen=True, slots=True)
class SchemaScript:
    """A script with the kind of database that it is for, and env.py's name of it."""

    dialect: str
    database: str | None
    text: str


def named(ids: Sequence[str]) -> str:
    """Return revisions as one name."""
    return ",".join(ids) or "base"


@dataclass(slots=True)
class _Work:
    """Replays the history for each database that env.py runs the migrations for."""

    config: Config
    graph: RevisionGraph
    ends: Ends
    choice: Choice
    progress: Progress
    found: list[SchemaScript] = field(default_factory=list)

    def take(self, configured: Configured) -> After:
        """Add the scripts of one database."""
        nothing = Plan((), (), (), ())
        style = Style(client=self.config.client)
        compilation = Compilation.of(self.config, self.graph, nothing, self.choice, style, configured)
        for dialect, sides in zip(compilation.dialects, self._schemas(compilation), strict=True):
            database = f"{configured.database}/" if configured.database else ""
            found = difference(sides.first, sides.second, dialect)
            title = f"{database}{dialect.versioned_title}"
            head = [f"{title}: the schema at {named(self.ends[0])} -> the schema at {named(self.ends[1])}; "]
            head[0] += "no rows are moved, no version table is touched"
            head += [_NEVER, *found.notes, *self._not_analysed(sides.not_analysed)]
            text = _script(dialect, head, found, sides.first, compilation)
            self.found.append(SchemaScript(dialect.name, configured.database, text))
        return _ignored

    def _schemas(self, compilation: Compilation) -> list[_Sides]:
        """Return both schemas for each run: of one replay where one revision follows the other."""
        first, second = (self.graph.ancestors(end) for end in self.ends)
        if first <= second:
            return self._replayed(compilation, self.ends[1], first)
        if second <= first:
            return [sides.turned() for sides in self._replayed(compilation, self.ends[0], second)]
        both = [self._replayed(compilation, end, set()) for end in self.ends]
        return [
            _Sides(one.second, other.second, (*one.not_analysed, *other.not_analysed))
            for one, other in zip(*both, strict=True)
        ]

    def _replayed(self, compilation: Compilation, end: tuple[str, ...], early: set[str]) -> list[_Sides]:
        """Return the schemas after the early revisions, and at the end; the early ones are replayed first."""
        order = sorted(self.graph.revisions, key=lambda revision: revision.id not in early)
        plan = plan_upgrade(self.graph, (), end, order) if end else compilation.plan
        compilation = replace(compilation, plan=plan)
        runs = compilation.runs(self.progress)
        schemas = [run.schema for run in runs]
        for number, _ in enumerate(results(compilation, runs, self.progress), start=1):
            if number == len(early):
                schemas = [run.schema for run in runs]
        return [_Sides(schema, run.schema, tuple(run.not_analysed)) for schema, run in zip(schemas, runs, strict=True)]

    def _not_analysed(self, places: Sequence[Location]) -> Iterator[str]:
        if places:
            shown = dict.fromkeys(self._shown(place) for place in places)
            yield f"Raw SQL was not analysed at: {', '.join(shown)}"

    def _shown(self, place: Location) -> str:
        try:
            path = place.path.relative_to(self.config.root)
        except ValueError:
            path = Path(place.path.name)
        return path.as_posix() if place.line is None else f"{path.as_posix()}:{place.line}"


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both schemas of one kind of database, and where the history has raw SQL that was not read."""

    first: Schema
    second: Schema
    not_analysed: tuple[Location, ...]

    def turned(self) -> _Sides:
        return _Sides(self.second, self.first, self.not_analysed)


def _ignored(elements: Sequence[object]) -> None:
    """Leave out what env.py executes after the migrations: here none of them runs."""


def _script(dialect: Dialect, head: Sequence[str], found: Difference, before: Schema, compilation: Compilation) -> str:
    lines = [dialect.comment_lines(text) for text in head]
    statements = list(_statements(dialect, found, before))
    if not statements:
        return "\n".join([*lines, dialect.comment_lines("Nothing is to be done."), ""])
    whole = dialect.transactional_ddl and all(one.transactional for one in statements)
    lines += ["", *dialect.opening(guard=False, parts=1)]
    lines += [dialect.begin()] if whole else []
    for statement in statements:
        lines += [dialect.comment_lines(statement.comment)] if statement.comment is not None else []
        lines += [dialect.finish(statement)] if statement.text else []
    lines += [dialect.commit()] if whole else []
    lines += dialect.closing(compilation.table.value, guard=False, parts=1)
    return "\n".join([*lines, ""])


def _statements(dialect: Dialect, found: Difference, before: Schema) -> Iterator[Statement]:
    """Yield the statements of the operations, each as a client reads it."""
    schema = before
    for operation in found.operations:
        try:
            for statement in dialect.statements(operation, schema):
                yield from dialect.separated(statement)
            schema = operation.apply(schema, dialect)
        except SqlcompileError as error:
            error.hint = error.hint or "Compare on another database with -d."
            raise
