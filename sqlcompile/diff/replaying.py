"""The schemas at two revisions, of one replay of the history where one follows the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from sqlcompile.compiling.fold import StepResult
from sqlcompile.errors import Location
from sqlcompile.offline.environment import Configured, Ends
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import Plan, plan_upgrade
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, results
from sqlcompile.scripts.style import Style


@dataclass(frozen=True, slots=True)
class Text:
    """What was written of one database: its kind, and env.py's name of it."""

    dialect: str
    database: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Sides:
    """Both schemas of one kind of database, and where the history has raw SQL that was not read."""

    first: Schema
    second: Schema
    not_analysed: tuple[Location, ...]

    def turned(self) -> Sides:
        """Return the same the other way round."""
        return Sides(self.second, self.first, self.not_analysed)


def nothing_compiled(config: Config, graph: RevisionGraph, choice: Choice, configured: Configured) -> Compilation:
    """Return what a replay for one of env.py's databases starts from: no revision is in its plan."""
    return Compilation.of(config, graph, Plan((), (), (), ()), choice, Style(client=config.client), configured)


def sides_of(
    compilation: Compilation,
    ends: Ends,
    progress: Progress,
    watch: Callable[[StepResult], None] | None = None,
) -> list[Sides]:
    """Return the schemas at both ends for each dialect; the version table is in both.

    ``watch`` sees each step of the replay. Raises SqlcompileError.
    """
    first, second = (compilation.graph.ancestors(end) for end in ends)
    if first <= second:
        return _replayed(compilation, ends[1], first, progress, watch)
    if second <= first:
        return [sides.turned() for sides in _replayed(compilation, ends[0], second, progress, watch)]
    both = [_replayed(compilation, end, set(), progress, watch) for end in ends]
    return [
        Sides(one.second, other.second, (*one.not_analysed, *other.not_analysed))
        for one, other in zip(*both, strict=True)
    ]


def _replayed(
    compilation: Compilation,
    end: tuple[str, ...],
    early: set[str],
    progress: Progress,
    watch: Callable[[StepResult], None] | None,
) -> list[Sides]:
    """Return the schemas after the early revisions, and at the end; the early ones are replayed first."""
    graph = compilation.graph
    order = sorted(graph.revisions, key=lambda revision: revision.id not in early)
    plan = plan_upgrade(graph, (), end, order) if end else compilation.plan
    compilation = replace(compilation, plan=plan)
    runs = compilation.runs(progress)
    schemas = [run.schema for run in runs]
    for number, result in enumerate(results(compilation, runs, progress), start=1):
        if watch is not None:
            watch(result)
        if number == len(early):
            schemas = [run.schema for run in runs]
    return [Sides(schema, run.schema, tuple(run.not_analysed)) for schema, run in zip(schemas, runs, strict=True)]


def not_analysed(config: Config, places: Sequence[Location]) -> Iterator[str]:
    """Yield the sentence that names the places of raw SQL that was not read, if there are any."""
    if places:
        shown = dict.fromkeys(place.within(config.root) for place in places)
        yield f"Raw SQL was not analysed at: {', '.join(shown)}"
