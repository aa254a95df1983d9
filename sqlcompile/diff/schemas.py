"""The difference of the schemas at two revisions, as DDL."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlcompile.autogenerate.difference import difference
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.diff.ddl import script
from sqlcompile.diff.replaying import Text, not_analysed, nothing_compiled, sides_of
from sqlcompile.offline.environment import After, Configured, Ends
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import range_named
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.databases import ignored, in_each_database

_NEVER = "Rows, functions, grants and what else is in no schema of the history are not compared."


def schema_difference(
    config: Config, first: str, second: str, dialects: Sequence[str], progress: Progress
) -> list[Text]:
    """Return for each database the script that makes the schema at one revision that at another.

    ``first`` and ``second`` name revisions in any way, the second one also as counted from the first; neither
    needs to follow the other. Nothing in the scripts moves rows or the version table. Raises SqlcompileError.
    """
    graph = read_graph(config)
    ends = parse_range(graph, f"{first}:{second}", default_direction="upgrade")
    config = replace(config, command="upgrade", range_text=range_named(*ends))
    work = _Work(config, graph, ends, Choice.of(dialects), progress)
    in_each_database(config, graph, ((), ends[1]), work.choice, work.take)
    return work.found


@dataclass(slots=True)
class _Work:
    """Replays the history for each database that env.py runs the migrations for."""

    config: Config
    graph: RevisionGraph
    ends: Ends
    choice: Choice
    progress: Progress
    found: list[Text] = field(default_factory=list)

    def take(self, configured: Configured) -> After:
        """Add the scripts of one database."""
        compilation = nothing_compiled(self.config, self.graph, self.choice, configured)
        for dialect, sides in zip(compilation.dialects, sides_of(compilation, self.ends, self.progress), strict=True):
            database = f"{configured.database}/" if configured.database else ""
            found = difference(sides.first, sides.second, dialect)
            title = f"{database}{dialect.versioned_title}"
            first, second = (",".join(end) or "base" for end in self.ends)
            head = [f"{title}: the schema at {first} -> the schema at {second}; "]
            head[0] += "no rows are moved, no version table is touched"
            head += [_NEVER, *found.notes, *not_analysed(self.config, sides.not_analysed)]
            text = script(dialect, head, found.operations, sides.first, compilation.table.value)
            self.found.append(Text(dialect.name, configured.database, text))
        return ignored
