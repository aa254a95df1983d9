"""All checks of a project, in one pass over its history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlcompile.bundle.paths import is_bundle
from sqlcompile.checking.again import First, compiled_again
from sqlcompile.checking.bundles import Bundles, bundles_of
from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.heads import check_heads
from sqlcompile.checking.history import History, plan_of
from sqlcompile.checking.model import CHECKS, Finding, Outcome, Report
from sqlcompile.checking.models import Models
from sqlcompile.checking.released import add_released
from sqlcompile.checking.walking import Walk
from sqlcompile.checking.wishes import Wishes
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.diff.against import diff_against
from sqlcompile.diff.asked import Asked
from sqlcompile.diff.worktree import repository_of
from sqlcompile.errors import ConfigError, Location, SqlcompileError
from sqlcompile.offline.environment import After, Configured
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import range_named
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.compilation import Compilation, report
from sqlcompile.scripts.databases import ignored, in_each_database
from sqlcompile.scripts.style import Style

_HISTORY = ("compile", "downgrade", "repeatable", "models")
"""The checks that one pass over the history does."""
_BACK = ("compile", "downgrade", "repeatable")
"""Those that need the way back."""
_BROKEN = "the project does not compile"
_UNRELEASED = "nothing says what is released: `--against REVISION`, a revision of git, or a bundle"
_BUNDLE = "`sqlcompile bundle --output-dir DIR` writes one."


def check(asked: Asked, wishes: Wishes, progress: Progress) -> Report:
    """Check a project, and return what was found.

    Raises SqlcompileError where nothing can be checked: there is no project, or an option does not fit. An
    error with a place in the project's files is a finding.
    """
    config = asked.config()
    try:
        graph = read_graph(config)
    except SqlcompileError as error:
        if error.location is None:
            raise
        return _unreadable(error)
    return _Checking(asked, config, graph, wishes, progress).report()


def _unreadable(error: SqlcompileError) -> Report:
    found = Outcome("compile", (Finding.of("compile", error),))
    why = "the revisions cannot be read"
    return Report([found if name == "compile" else Outcome(name, not_done=why) for name in CHECKS])


@dataclass
class _Checking:
    asked: Asked
    config: Config
    graph: RevisionGraph
    wishes: Wishes
    progress: Progress
    dialects: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    not_done: dict[str, str] = field(default_factory=dict)
    broken: bool = False
    """Whether env.py, or what it imports, cannot run."""

    def __post_init__(self) -> None:
        self.history = History(self.graph)
        self.models = Models(self.config, self.graph)
        self.first = First()
        self.again = Gathered()
        self.bundles = Bundles(self.config, self.graph)
        self.noting = _Noting(self.progress, self.notes)

    def report(self) -> Report:
        """Return the outcomes."""
        heads = check_heads(self.graph, self.wishes.heads)
        folders = self._folders()
        if self.wishes.against is not None:
            repository_of(self.config.root).commit(self.wishes.against)
        self._compiled()
        if self.broken:
            self.not_done |= dict.fromkeys(("downgrade", "repeatable", "models", "bundle", "released"), _BROKEN)
        else:
            self._released(folders)
        found = {
            "heads": heads.findings,
            "compile": self.history.compiled.findings(),
            "downgrade": self.history.taken_back.findings(),
            "repeatable": self.again.findings(),
            "models": self.models.found.findings(),
            "bundle": self.bundles.found.findings(),
            "released": self.bundles.released.findings(),
        }
        said = {"heads": heads.said, **self._said()}
        skipped = set(self.wishes.skipped)
        if self.history.stopped or self.broken:
            skipped.discard("compile")  # what else is wanted could not be done for it
        self.not_done |= dict.fromkeys(skipped, "it is not asked for")
        outcomes = [
            Outcome(name, not_done=self.not_done[name])
            if name in self.not_done
            else Outcome(name, found[name], said.get(name, ""))
            for name in CHECKS
        ]
        return self._told(outcomes)

    def _told(self, outcomes: list[Outcome]) -> Report:
        unused = [f"{one} is accepted, and was not found." for one in self.wishes.unused(outcomes)]
        kept = [self._with_dialects(self.wishes.left(one)) for one in outcomes]
        return Report(kept, list(dict.fromkeys([*self.notes, *self.models.doubts, *unused])))

    def _with_dialects(self, outcome: Outcome) -> Outcome:
        """Return an outcome whose findings name databases only where not all of them have it."""
        findings = tuple(
            replace(one, dialects=() if {*one.dialects} >= self.dialects.keys() else one.dialects)
            for one in outcome.findings
        )
        return replace(outcome, findings=findings)

    # --- the pass over the history ---

    def _compiled(self) -> None:
        """Do what needs the history compiled; a second process compiles it at the same time."""
        wants = self.wishes.wants
        if not any(map(wants, _HISTORY)):
            return
        repeating = compiled_again(self.asked) if wants("repeatable") else nullcontext()
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
        if self.models.not_done:
            self.not_done["models"] = self.models.not_done
        elif not self.models.compared and not self.models.found.findings():
            self.not_done["models"] = "no database has a history that compiles to its end"

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
        self.dialects.update((dialect.name, None) for dialect in compilation.dialects)
        walk = Walk(compilation, self.noting, there_and_back=any(map(wants, _BACK)))
        repeated = wants("repeatable")
        for way in walk.ways():
            self.history.take(way, configured.database)
            if repeated:
                self.first.take(way, configured.database)
        report([*walk.runs, *walk.back.values()], self.noting)
        if wants("models"):
            try:
                self.models.compare(configured, walk.runs, self.history.touched)
            except SqlcompileError as error:
                if error.location is None:
                    raise
                self.models.found.add(Finding.of("models", error), "", configured.database)

    # --- what was released ---

    def _folders(self) -> list[Path]:
        """Return the folders with bundles; raises ConfigError for one that is named, and has none."""
        named = self.wishes.bundles
        if named is None:
            return bundles_of(self.config, self.graph)
        for folder in named:
            if not is_bundle(folder):
                raise ConfigError(f"There is no bundle in {folder}.", hint=_BUNDLE)
        return list(named)

    def _released(self, folders: Sequence[Path]) -> None:
        wants, against = self.wishes.wants, self.wishes.against
        if folders and (wants("bundle") or wants("released")):
            self.bundles.check(folders)
        if not folders:
            self.not_done["bundle"] = "no bundle is in git below the project's folder: `--bundle DIR` names one"
        if against is not None and wants("released"):
            self._against(against)
        elif not folders:
            self.not_done["released"] = _UNRELEASED

    def _against(self, revision: str) -> None:
        gathered, place = self.bundles.released, Location(self.config.path or self.config.script_location)
        try:
            diff = diff_against(self.asked, revision, "base:heads", self.noting)
        except SqlcompileError as error:
            gathered.add(Finding.of("released", error.at(place)), "", None)
        else:
            add_released(gathered, diff, self.config, self.graph, revision, place)

    def _said(self) -> Mapping[str, str]:
        count = len(self.graph)
        back = len(self.history.irreversible)
        unread = len(self.history.unproved)
        downgrade = [f"{back} of them say that there is no way back"] if back else []
        downgrade += [f"{unread} have raw SQL that was not analysed: what it leaves is not known"] if unread else []
        return {
            "compile": f"{count} revision{'s' * (count != 1)} on {', '.join(self.dialects)}",
            "downgrade": "; ".join(downgrade),
            "models": f"on {', '.join(self.models.compared)}" if self.models.compared else "",
        }


@dataclass(frozen=True, slots=True)
class _Noting:
    """Hears of the work: its notes belong to the report."""

    progress: Progress
    notes: list[str]

    def step(self, done: int, total: int, message: str) -> None:
        self.progress.step(done, total, message)

    def note(self, message: str) -> None:
        self.notes.append(f"{message.rstrip('.')}.")
