"""The pass over the history, which a second process does at the same time: what compiles, and what comes of it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from functools import partial

from sqlcompile.checking.again import First, compiled_again
from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.history import History, plan_of
from sqlcompile.checking.model import Finding
from sqlcompile.checking.models import Models
from sqlcompile.checking.walking import Walk
from sqlcompile.checking.wishes import Wishes
from sqlcompile.diff.asked import Asked
from sqlcompile.errors import Location, SqlcompileError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import range_named
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report
from sqlcompile.scripts.databases import ignored, in_each_database
from sqlcompile.scripts.style import Style

CHECKS = ("compile", "downgrade", "repeatable", "models")
"""The checks that it does."""
_BACK = ("compile", "downgrade", "repeatable")
"""Those that need the way back."""


@dataclass
class Compiling:
    """What the pass finds. ``broken`` says that env.py, or what it imports, cannot run."""

    asked: Asked
    config: Config
    graph: RevisionGraph
    wishes: Wishes
    progress: Progress
    dialects: dict[str, None] = field(default_factory=dict)
    """The names of the kinds of databases."""
    again: Gathered = field(default_factory=Gathered)
    broken: bool = False

    def __post_init__(self) -> None:
        self.history = History(self.graph)
        self.models = Models(self.config, self.graph)
        self.first = First()

    def compile(self) -> None:
        """Do it; raises SqlcompileError for what has no place in the project's files."""
        repeating = compiled_again(self.asked) if self.wishes.wants("repeatable") else nullcontext()
        with repeating as second:
            try:
                self._walked()
            except SqlcompileError as error:
                if error.location is None:
                    raise
                self.broken = True
                self.history.compiled.add(Finding.of("compile", error), "", None)
                return
            if second is not None:
                try:
                    self.again = self.first.differing(second.texts())
                except SqlcompileError as error:
                    place = Location(self.config.path or self.config.script_location)
                    self.again.add(Finding.of("repeatable", error.at(place)), "", None)

    def _walked(self) -> None:
        ends = ((), self.graph.heads)
        config = replace(self.config, command="upgrade", range_text=range_named(*ends))
        choice = Choice.of(self.asked.dialects or config.dialects)

        def work(configured: Configured) -> After:
            plan = plan_of(self.graph, configured)
            self._one(configured, Compilation.of(config, self.graph, plan, choice, Style.of(config), configured))
            return ignored

        in_each_database(config, self.graph, ends, choice, work, named_only=True)

    def _one(self, configured: Configured, compilation: Compilation) -> None:
        wants = self.wishes.wants
        walk = Walk(compilation, self.progress, there_and_back=any(map(wants, _BACK)))
        self.dialects.update((walk.kinds.of(dialect), None) for dialect in compilation.dialects)
        if wants("models"):
            self._models_found(configured, partial(self.models.read, configured, compilation.dialects, walk.kinds))
        repeated = wants("repeatable")
        for way in walk.ways():
            self.history.take(way, configured.database)
            if repeated:
                self.first.take(way, configured.database)
        report([*walk.runs, *walk.back.values()], self.progress)
        if wants("models"):
            compare = partial(self.models.compare, configured, walk.runs, self.history.touched)
            self._models_found(configured, compare)

    def _models_found(self, configured: Configured, look: Callable[[], None]) -> None:
        """Look at the models; an error with a place is a finding."""
        try:
            look()
        except SqlcompileError as error:
            if error.location is None:
                raise
            self.models.found.add(Finding.of("models", error), "", configured.database)
