"""The schema at a revision, or at two, out of a replay of the history."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeAlias

from sqlcompile.compiling.revisions import read_graph
from sqlcompile.diff.replaying import Text, not_analysed, nothing_compiled, sides_of
from sqlcompile.errors import ConfigError
from sqlcompile.offline.environment import After, Configured, Ends
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import range_named
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.databases import ignored, in_each_database
from sqlcompile.showing.describing import describe
from sqlcompile.showing.model import Change, Routine, Shown
from sqlcompile.showing.routines import Routines

Note: TypeAlias = Callable[[str], None]
"""What hears of that which a format leaves out."""


def show(
    config: Config,
    revision: str,
    choice: Choice,
    render: Callable[[Shown, Note], str],
    progress: Progress,
    database: str | None = None,
) -> list[Text]:
    """Return what ``render`` makes of the schema at a revision, for each database that env.py names, or for one.

    Of several dialects for one of them, the first counts. Raises SqlcompileError.
    """
    graph = read_graph(config)
    _, end = parse_range(graph, f"base:{revision}", default_direction="upgrade")

    def one(change: Change, note: Note) -> str:
        return render(change.second, note)

    return _Work(config, graph, ((), end), choice, progress, one, database).all()


def show_change(
    config: Config,
    ends: str,
    choice: Choice,
    render: Callable[[Change, Note], str],
    progress: Progress,
    database: str | None = None,
) -> list[Text]:
    """Return what ``render`` makes of the schemas at both ends of a range, for each database or for one.

    Raises SqlcompileError.
    """
    graph = read_graph(config)
    places = parse_range(graph, ends, default_direction="upgrade")
    return _Work(config, graph, places, choice, progress, render, database).all()


@dataclass(slots=True)
class _Work:
    """Replays the history for each database that env.py runs the migrations for."""

    config: Config
    graph: RevisionGraph
    ends: Ends
    choice: Choice
    progress: Progress
    render: Callable[[Change, Note], str]
    database: str | None = None
    named: list[str] = field(default_factory=list)
    found: list[Text] = field(default_factory=list)

    def all(self) -> list[Text]:
        """Return the text of each database."""
        self.config = replace(self.config, command="upgrade", range_text=range_named(*self.ends))
        in_each_database(self.config, self.graph, ((), self.ends[1]), self.choice, self.take, named_only=True)
        if self.database is not None and not self.found:
            known = f"They are: {', '.join(self.named)}." if self.named else "env.py names none: leave --engine out."
            raise ConfigError(f'There is no database "{self.database}" in env.py.', hint=known)
        return self.found

    def take(self, configured: Configured) -> After:
        """Add the text of one database, if it is one that is wanted."""
        self.named += [configured.database] if configured.database else []
        if self.database not in (None, configured.database):
            return ignored
        compilation = nothing_compiled(self.config, self.graph, self.choice, configured)
        dialect = compilation.dialects[0]
        compilation = replace(compilation, dialects=(dialect,))
        routines = Routines(dialect)
        (sides,) = sides_of(compilation, self.ends, self.progress, routines.take)
        notes = tuple(not_analysed(self.config, sides.not_analysed))
        if any(Path(source).is_file() for source in self.config.baseline.values()):
            notes += ("Functions, procedures and extensions of the baseline are not told.",)
        known = routines.all()
        first, second = (
            self._shown(compilation, end, schema, notes, known)
            for end, schema in zip(self.ends, (sides.first, sides.second), strict=True)
        )

        def note(text: str) -> None:
            self.progress.note(f"{dialect.name}: {text}")

        for text in notes:
            note(text)
        self.found.append(Text(dialect.name, configured.database, self.render(Change(first, second), note)))
        return ignored

    def _shown(
        self,
        compilation: Compilation,
        end: tuple[str, ...],
        schema: Schema,
        notes: tuple[str, ...],
        routines: tuple[Routine, ...],
    ) -> Shown:
        """Return one end: the version table is no part of it."""
        table = compilation.table.value
        bare = schema.without_table(table.name, table.namespace)
        dialect = compilation.dialects[0]
        described = describe(bare, dialect, routines)
        database, convention = compilation.configured.database, compilation.naming_convention
        return Shown(dialect, bare, described, table, end, database, notes, convention)
