"""All checks of a project, in one pass over its history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlcompile.checking.bundles import Bundles
from sqlcompile.checking.compiling import CHECKS as HISTORY
from sqlcompile.checking.compiling import Compiling
from sqlcompile.checking.heads import check_heads
from sqlcompile.checking.kinds import scopes_of
from sqlcompile.checking.looking import Looked, bundles_below, named_bundles
from sqlcompile.checking.model import CHECKS, Finding, Outcome, Report
from sqlcompile.checking.released import add_against
from sqlcompile.checking.wishes import Wishes
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.diff.asked import Asked
from sqlcompile.diff.worktree import repository_of
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config

_STOPPED = "not of the revisions after one that does not compile"
_BROKEN = "the project does not compile"
_UNRELEASED = "nothing says what is released: `--against REVISION`, a revision of git, or a bundle"
_NO_HISTORY = "no database has a history that compiles to its end"
_NO_MODELS = "nothing says which models belong to the migrations: set `target_metadata`"


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
    notes: list[str] = field(default_factory=list)
    not_done: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.bundles = Bundles(self.config, self.graph)
        noting = _Noting(self.progress, self.notes)
        self.compiling = Compiling(self.asked, self.config, self.graph, self.wishes, noting)

    def report(self) -> Report:
        """Return the outcomes."""
        heads = check_heads(self.graph, self.wishes.heads)
        looked = self._looked()
        self.notes += looked.notes
        if self.wishes.against is not None:
            repository_of(self.config.root).commit(self.wishes.against)
        compiling, models = self.compiling, self.compiling.models
        if any(map(self.wishes.wants, HISTORY)):
            compiling.compile()
            if not models.compared and not models.found.findings():
                self.not_done["models"] = _NO_MODELS if models.without else _NO_HISTORY
        if compiling.broken:
            self.not_done |= dict.fromkeys(("downgrade", "repeatable", "models", "bundle", "released"), _BROKEN)
        else:
            self._released(looked)
        found = {
            "heads": heads.findings,
            "compile": compiling.history.compiled.findings(),
            "downgrade": compiling.history.taken_back.findings(),
            "repeatable": compiling.again.findings(),
            "models": models.found.findings(),
            "bundle": self.bundles.found.findings(),
            "released": self.bundles.released.findings(),
        }
        said = {"heads": heads.said, **self._said()}
        skipped = set(self.wishes.skipped)
        if compiling.history.stopped or compiling.broken:
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
        return Report(kept, list(dict.fromkeys([*self.notes, *self.compiling.models.doubts, *unused])))

    def _with_dialects(self, outcome: Outcome) -> Outcome:
        """Return an outcome whose findings name databases only where not all of them have it."""
        known = {*self.compiling.dialects} or {
            kind for kind, _ in scopes_of(self.asked.dialects or self.config.dialects).values()
        }
        findings = tuple(
            replace(one, dialects=() if known and {*one.dialects} >= known else one.dialects)
            for one in outcome.findings
        )
        return replace(outcome, findings=findings)

    # --- what was released ---

    def _looked(self) -> Looked:
        """Return the bundles that are named, or in git; raises ConfigError for a folder that has none."""
        if self.wishes.bundles is not None:
            return named_bundles(self.wishes.bundles, self.config)
        if not (self.wishes.wants("bundle") or self.wishes.wants("released")):
            return Looked()
        return bundles_below(self.config, self.graph)

    def _released(self, looked: Looked) -> None:
        wants, against = self.wishes.wants, self.wishes.against
        if wants("bundle") or wants("released"):
            self.bundles.check(looked.folders)
        if not looked.folders:
            self.not_done["bundle"] = looked.why
        if against is not None and wants("released"):
            self._against(against, bundled=bool(looked.folders))
        elif not looked.folders:
            self.not_done["released"] = _UNRELEASED

    def _against(self, revision: str, *, bundled: bool) -> None:
        """Compare with a revision of git."""
        scopes = scopes_of(self.asked.dialects or self.config.dialects)
        there = add_against(
            self.bundles.released, self.asked, self.config, self.graph, revision, scopes, self.notes, self.progress
        )
        if not (there or bundled):
            self.not_done["released"] = f"{revision} has no revision of this project"

    def _said(self) -> Mapping[str, str]:
        count = len(self.graph)
        dialects, history = self.compiling.dialects, self.compiling.history
        on = f" on {', '.join(dialects)}" if dialects else ""
        back = len(history.irreversible)
        unread = len(history.unproved)
        stopped = [_STOPPED] if history.stopped else []
        downgrade = [*stopped, *([f"{back} of them say that there is no way back"] if back else [])]
        downgrade += [f"{unread} have raw SQL that was not analysed: what it leaves is not known"] if unread else []
        return {
            "compile": f"{count} revision{'s' * (count != 1)}{on}",
            "repeatable": "; ".join(stopped),
            "downgrade": "; ".join(downgrade),
            "models": "; ".join(self._models()),
        }

    def _models(self) -> Iterator[str]:
        models = self.compiling.models
        if models.compared:
            yield f"on {', '.join(models.compared)}"
        if models.without:
            yield f"nothing says which models are those of {', '.join(models.without)}"


@dataclass(frozen=True, slots=True)
class _Noting:
    """Hears of the work: its notes belong to the report."""

    progress: Progress
    notes: list[str]

    def step(self, done: int, total: int, message: str) -> None:
        self.progress.step(done, total, message)

    def note(self, message: str) -> None:
        self.notes.append(f"{message.rstrip('.')}.")
