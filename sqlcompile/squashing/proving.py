"""The proof: the new script gives what the squashed ones gave, and the rest of the history stands on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlcompile.compiling.fold import StepResult
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import plan_upgrade
from sqlcompile.project.progress import Progress
from sqlcompile.project.revision import Revision
from sqlcompile.project.settings import Config
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.databases import ignored
from sqlcompile.scripts.style import Style
from sqlcompile.squashing.bounds import Bounds
from sqlcompile.squashing.drafting import Draft, taken_back
from sqlcompile.squashing.replaying import Moments, Watch, replay
from sqlcompile.squashing.snapshot import differences
from sqlcompile.squashing.stamping import calls_back, stamp
from sqlcompile.squashing.watching import WatchedRun

_MOST = 8
_HINT = "Nothing was written. Squash up to an earlier revision, or for fewer databases with -d."
_UNCALLED = "on_version_apply of env.py is not called for the stamps."


@dataclass(slots=True)
class Proving:
    """Replays the new history for each database, and writes its stamps."""

    config: Config
    bounds: Bounds
    base: Revision
    graph: RevisionGraph
    ends: tuple[str, ...]
    choice: Choice
    style: Style
    progress: Progress
    drafts: Mapping[str | None, Draft]
    with_rows: bool
    stamps: list[tuple[str | None, str, str]] = field(default_factory=list)
    """Each with its database, the dialect's name and its text."""
    notes: list[str] = field(default_factory=list)

    def take(self, configured: Configured) -> After:
        """Prove it for one database; raises SqlcompileError with what differs."""
        try:
            return self._taken(configured)
        except SqlcompileError as error:
            raise error.at(self.bounds.location)  # noqa: B904 - env.py, where this runs, has no part in it

    def _taken(self, configured: Configured) -> After:
        order = sorted(self.graph.revisions, key=lambda one: one.id != self.base.id)
        plan = plan_upgrade(self.graph, (), self.ends, order)
        compilation = Compilation.of(self.config, self.graph, plan, self.choice, self.style, configured)
        left: list[list[str]] = []

        def back(_: StepResult, runs: Sequence[WatchedRun]) -> None:
            left.extend(taken_back(self.base, run) for run in runs)

        found = self._replayed(compilation, back)
        wanted = self.drafts[configured.database].moments
        said: list[str] = []
        for dialect, new, old, rest in zip(compilation.dialects, found, wanted, left, strict=True):
            said += [f"{dialect.title}: {text}" for text in [*self._differences(dialect, new, old), *rest]]
        if said:
            more = f"; and {len(said) - _MOST} more" if len(said) > _MOST else ""
            raise SqlcompileError(
                f"The new revision would not equal the history: {'; '.join(said[:_MOST])}{more}.", hint=_HINT
            )
        for dialect in compilation.dialects:
            self.stamps.append(
                (configured.database, dialect.name, stamp(compilation, dialect, self.bounds, self.base.id))
            )
        if calls_back(compilation):
            self.notes.append(_UNCALLED)
        return ignored

    def _replayed(self, compilation: Compilation, back: Watch) -> list[Moments]:
        try:
            return replay(compilation, 1, self.progress, back)
        except SqlcompileError as error:
            place = error.location
            if place is not None and place.path == self.base.path:
                error.location = None
                error.message = f"The new revision cannot be run: {error.message}"
            else:
                error.message = f"On the new revision this would fail: {error.message}"
            error.hint = f"{error.hint} {_HINT}" if error.hint else _HINT
            raise

    def _differences(self, dialect: Dialect, new: Moments, old: Moments) -> list[str]:
        then = differences(new.then, old.then, dialect, with_rows=self.with_rows)
        if then:
            return then
        known = self.with_rows and new.end.rows is not None and old.end.rows is not None
        return [
            f"{text} (at the end of the history)"
            for text in differences(new.end, old.end, dialect, with_rows=known, anew=True)
        ]
