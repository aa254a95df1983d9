"""All checks of a project, in one pass over its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlcompile.checking.again import Key, Second, compiled_again, key_of, texts_of
from sqlcompile.checking.bundles import Bundles, bundles_of
from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.heads import check_heads
from sqlcompile.checking.history import History, plan_of
from sqlcompile.checking.model import CHECKS, Finding, Outcome, Report
from sqlcompile.checking.models import Models
from sqlcompile.checking.released import add_released
from sqlcompile.checking.walking import Walk, Way
from sqlcompile.checking.wishes import Wishes
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.diff.against import diff_against
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

_HISTORY = ("compile", "downgrade", "repeatable", "models")
"""The checks that one pass over the history does."""


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
    texts: dict[Key, tuple[Way, list[str]]] = field(default_factory=dict)
    dialects: dict[str, None] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.history = History(self.graph)
        self.models = Models(self.config, self.graph)
        self.again = Gathered()
        self.bundles = Bundles(self.config, self.graph)
        self.broken: SqlcompileError | None = None
        self.noting = _Noting(self.progress, self.notes)

    def report(self) -> Report:
        """Return the outcomes."""
        wants = self.wishes.wants
        heads = check_heads(self.graph, self.wishes.heads)
        repeating = compiled_again(self.asked) if wants("repeatable") else nullcontext()
        with repeating as second:
            if any(map(wants, _HISTORY)):
                self._history()
            if second is not None and self.broken is None:
                self._repeat(second)
        not_done = dict.fromkeys(self.wishes.skipped, "it is not asked for")
        not_done |= {name: why for name, why in self._others() if name not in not_done}
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
        outcomes = [
            Outcome(name, not_done=not_done[name])
            if name in not_done
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

    def _history(self) -> None:
        ends = ((), self.graph.heads)
        config = replace(self.config, command="upgrade", range_text=range_named(*ends))
        choice = Choice.of(self.asked.dialects or config.dialects)

        def work(configured: Configured) -> After:
            plan = plan_of(self.graph, configured)
            compilation = Compilation.of(config, self.graph, plan, choice, Style.of(config), configured)
            self._one(configured, compilation)
            return ignored

        try:
            in_each_database(config, self.graph, ends, choice, work, named_only=True)
        except SqlcompileError as error:
            if error.location is None:
                raise
            self.broken = error
            self.history.compiled.add(Finding.of("compile", error), "", None)

    def _one(self, configured: Configured, compilation: Compilation) -> None:
        self.dialects.update((dialect.name, None) for dialect in compilation.dialects)
        walk = Walk(compilation, self.noting)
        repeated = self.wishes.wants("repeatable")
        for way in walk.ways():
            self.history.take(way, configured.database)
            if repeated:
                self.texts[key_of(configured.database, way)] = (way, texts_of(way))
        report([*walk.runs, *walk.back.values()], self.noting)
        if self.wishes.wants("models"):
            try:
                self.models.compare(configured, walk.runs, self.history.touched)
            except SqlcompileError as error:
                if error.location is None:
                    raise
                self.models.found.add(Finding.of("models", error), "", configured.database)

    def _repeat(self, second: Second) -> None:
        """Compare what a second process compiled."""
        for key, texts in second.texts().items():
            way, mine = self.texts.pop(key, (None, []))
            if way is None or mine == texts:
                continue
            number = next(
                (n for n, (a, b) in enumerate(zip(mine, texts, strict=False)) if a != b), min(len(mine), len(texts))
            )
            place = way.written[number].entry.location if number < len(way.written) else way.revision.location
            said = f"{way.name}() of revision {way.revision.id} compiles to other SQL in a second process."
            hint = "Does it use the clock, chance, or the order of a set? Write the value into the script."
            finding = Finding("repeatable", said, place, way.revision.id, hint=hint)
            details = tuple(_compared(mine, texts, number))
            self.again.add(finding, way.dialect.name, key[0] or None, details=details)

    # --- the rest ---

    def _others(self) -> Iterator[tuple[str, str]]:
        """Do the other checks; yield those that were not done, and why."""
        if self.broken is not None:
            for name in ("downgrade", "repeatable", "models", "bundle", "released"):
                yield name, "the project does not compile"
            return
        if self.models.not_done:
            yield "models", self.models.not_done
        elif not self.models.compared and not self.models.found.findings():
            yield "models", "no database has a history that compiles to its end"
        folders = self._folders()
        if folders and (self.wishes.wants("bundle") or self.wishes.wants("released")):
            self.bundles.check(folders)
        else:
            yield "bundle", "no bundle is in git below the project's folder: `--bundle DIR` names one"
        against = self.wishes.against
        if against is not None and self.wishes.wants("released"):
            self._against(against)
        elif not folders:
            yield "released", "nothing says what is released: `--against REVISION`, a revision of git, or a bundle"

    def _folders(self) -> list[Path]:
        if self.wishes.bundles is not None:
            return list(self.wishes.bundles)
        return bundles_of(self.config, self.graph)

    def _against(self, revision: str) -> None:
        diff = diff_against(self.asked, revision, "base:heads", self.progress)
        place = Location(self.config.script_location)
        add_released(self.bundles.released, diff, self.config, self.graph, revision, place)

    def _said(self) -> Mapping[str, str]:
        count = len(self.graph)
        kinds = ", ".join(self.dialects)
        back = len(self.history.irreversible)
        unread = len(self.history.unproved)
        downgrade = [f"{back} of them say that there is no way back"] if back else []
        downgrade += [f"{unread} have raw SQL that was not analysed: what it leaves is not known"] if unread else []
        return {
            "compile": f"{count} revision{'s' * (count != 1)} on {kinds}",
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


def _compared(mine: list[str], texts: list[str], number: int) -> Iterator[str]:
    for name, side in (("first", mine), ("second", texts)):
        text = " ".join(side[number].split()) if number < len(side) else "nothing"
        yield f"{name}: {text}"
