"""Compiling all scripts of a bundle: up in one pass, and each revision's way back from where it led."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from io import StringIO

from sqlcompile.bundle.kind import Made, OneKind
from sqlcompile.bundle.manifest import Entry, Target
from sqlcompile.bundle.naming import stem
from sqlcompile.bundle.order import taken_back
from sqlcompile.bundle.refusing import cannot, reason_of, refusal
from sqlcompile.bundle.state import state_script
from sqlcompile.bundle.sums import digest
from sqlcompile.compiling.fold import StepResult, compile_plan
from sqlcompile.compiling.run import Run, Written
from sqlcompile.dialect.state import State
from sqlcompile.errors import Location, SqlcompileError
from sqlcompile.project.plan import Plan, Step, named_rows
from sqlcompile.project.progress import Progress, Silent
from sqlcompile.scripts.compilation import Compilation, report, results


@dataclass
class Composer:
    """Compiles the scripts of one database that env.py runs the migrations for, for each kind of it."""

    compilation: Compilation
    progress: Progress
    made: list[Made] = field(default_factory=list)
    _back: dict[int, Run] = field(default_factory=dict)
    """What the downgrades took on trust, gathered in one run for each kind of database."""
    _position: int = 0

    def compile(self) -> tuple[Target, ...]:
        """Compile them all into ``made``; return what the manifest says of each kind of database."""
        plan = self.compilation.plan
        self._position = len(plan.replay)
        first = State(self._position, named_rows(plan.start), "")
        kinds = [
            OneKind(self.compilation, dialect, number, self.compilation.script(dialect, StringIO()), [first])
            for number, dialect in enumerate(self.compilation.dialects)
        ]
        runs = self.compilation.runs(self.progress)
        for kind in kinds:
            kind.whole.begin()
        one_session = True
        steps: list[Step] = []
        for result in results(self.compilation, runs, self.progress):
            self._position += 1
            steps.append(result.step)
            for kind in kinds:
                self._up(kind, result)
            one_session = one_session and all(run.schema.renames_reach for run in runs)
            for run in runs:
                run.begin_session()
            self._down(kinds, result, runs)
        if not one_session:
            self._again(kinds)
        self._range(kinds, steps, runs)
        report([*runs, *self._back.values()], self.progress)
        return tuple(kind.target() for kind in kinds)

    def _up(self, kind: OneKind, result: StepResult) -> None:
        plan = Plan(result.before, result.after, (), (result.step,))
        kind.whole.step(result, *kind.parts(result))
        name = f"{stem(self._position, result.step.revision)}.up.sql"
        kind.states.append(State(self._position, named_rows(result.after), name))
        self._add(kind.made(name, "up", plan, kind.script(plan, [result])), result.step)

    def _add(self, made: Made, step: Step) -> None:
        self.made.append(Made(self._of_revision(made.entry, step), made.text))

    def _of_revision(self, entry: Entry, step: Step) -> Entry:
        path = step.revision.path
        return replace(
            entry,
            revision=step.revision.id,
            position=self._position,
            source=Location(path).within(self.compilation.config.root),
            source_sha256=digest(path.read_bytes()),
        )

    def _again(self, kinds: Sequence[OneKind]) -> None:
        """Compile the range anew, as one session: a migration set what lasts as long, and its files are several."""
        for kind in kinds:
            kind.whole = self.compilation.script(kind.dialect, StringIO())
            kind.whole.begin()
        for result in results(self.compilation, self.compilation.runs(), Silent()):
            for kind in kinds:
                kind.whole.step(result, *kind.parts(result))

    # --- the way back ---

    def _down(self, kinds: Sequence[OneKind], result: StepResult, runs: Sequence[Run]) -> None:
        """Compile the way back of one revision, from the schema that it led to: nothing newer counts."""
        step = taken_back(result.step)
        plan = Plan(result.after, result.before, (), (step,))
        name = f"{stem(self._position, step.revision)}.down.sql"
        said: dict[str, list[str]] = {}
        for kind, found in zip(kinds, self._compiled(plan, runs), strict=True):
            made = self._back_again(kind, plan, name, found)
            if made.entry.irreversible is not None:
                kind.irreversible[step.revision.id] = made.entry.irreversible
                said.setdefault(made.entry.irreversible, []).append(kind.folder)
            self._add(made, step)
        for reason, folders in said.items():
            where = "" if len(folders) == len(kinds) else f" on {', '.join(folders)}"
            self.progress.note(cannot(f"{step.revision.id}{where}", reason))

    def _back_again(self, kind: OneKind, plan: Plan, name: str, found: list[StepResult] | SqlcompileError) -> Made:
        """Return the script that takes one revision back, or the one that refuses to."""
        try:
            if isinstance(found, SqlcompileError):
                raise found
            return kind.made(name, "down", plan, kind.script(plan, found))
        except SqlcompileError as error:
            reason = reason_of(error, self.compilation.config.root)
        said = cannot(plan.steps[0].revision.id, reason)
        text = refusal(self.compilation, kind.dialect, plan, [said], said)
        return Made(replace(kind.entry(name, "down", plan, text), irreversible=reason), text)

    def _compiled(
        self, plan: Plan, runs: Sequence[Run], *, told: bool = True
    ) -> list[list[StepResult] | SqlcompileError]:
        """Return the results of a plan for each run alone, or the error that it had; the runs stay as they are.

        ``told`` says whether what they take on trust is told: not of what was compiled before, in another order.
        """
        forks = [run.forked() for run in runs]
        folders = self.compilation.config.prepend_sys_path
        try:
            found = list(compile_plan(plan, forks, folders))
        except SqlcompileError as error:
            if len(runs) == 1:
                return [error]
            return [one for number in range(len(runs)) for one in self._alone(plan, runs, number, told=told)]
        for number, fork in enumerate(forks if told else ()):
            self._trusted(number, fork)
        return [found] * len(runs)

    def _alone(
        self, plan: Plan, runs: Sequence[Run], number: int, *, told: bool
    ) -> list[list[StepResult] | SqlcompileError]:
        """Return the results for one run, in its place among those of all."""
        fork = runs[number].forked()
        try:
            found = list(compile_plan(plan, [fork], self.compilation.config.prepend_sys_path))
        except SqlcompileError as error:
            return [error]
        if told:
            self._trusted(number, fork)
        nothing: tuple[Written, ...] = ()
        return [
            [
                replace(
                    one,
                    written=(*[nothing] * number, *one.written),
                    applied=(*[nothing] * number, *one.applied),
                    schemas=(*[run.schema for run in runs[:number]], *one.schemas),
                )
                for one in found
            ]
        ]

    def _trusted(self, number: int, fork: Run) -> None:
        """Gather what a run took on trust: it is said once, at the end."""
        kept = self._back.setdefault(number, fork)
        if kept is not fork:
            kept.not_analysed += fork.not_analysed
            kept.went_offline += fork.went_offline
            kept.assumed.update(fork.assumed)

    # --- the whole range ---

    def _range(self, kinds: Sequence[OneKind], steps: Sequence[Step], runs: Sequence[Run]) -> None:
        up = self.compilation.plan
        back = Plan(up.end, up.start, (), tuple(taken_back(step) for step in reversed(steps)))
        said: dict[str, list[str]] = {}
        for kind, found in zip(kinds, self._chain(back, kinds, runs), strict=True):
            kind.whole.finish()
            self.made.append(kind.made("upgrade.sql", "upgrade", up, kind.whole))
            back_again = self._downgrade(kind, back, found)
            if back_again.entry.irreversible is not None and not kind.irreversible:
                said.setdefault(back_again.entry.irreversible, []).append(kind.folder)
            self.made.append(back_again)
            text = state_script(self.compilation, kind.dialect, kind.states)
            self.made.append(Made(kind.entry("state.sql", "state", Plan(up.start, up.end, (), ()), text), text))
        for sentence, folders in said.items():
            self.progress.note(sentence if len(folders) == len(kinds) else f"{', '.join(folders)}: {sentence}")

    def _chain(
        self, back: Plan, kinds: Sequence[OneKind], runs: Sequence[Run]
    ) -> list[list[StepResult] | SqlcompileError | None]:
        """Return what goes back all the way for each kind of database, None where a revision does not."""
        possible = [kind.number for kind in kinds if not kind.irreversible]
        if not possible or not back.steps:
            return [None if kind.irreversible else [] for kind in kinds]
        if len(possible) == len(runs):
            return list(self._compiled(back, runs, told=False))
        found: list[list[StepResult] | SqlcompileError | None] = [None] * len(kinds)
        for number in possible:
            (found[number],) = self._alone(back, runs, number, told=False)
        return found

    def _downgrade(self, kind: OneKind, back: Plan, found: list[StepResult] | SqlcompileError | None) -> Made:
        sentences = [cannot(revision, reason) for revision, reason in kind.irreversible.items()]
        message = f"these revisions cannot be undone: {', '.join(kind.irreversible)}"
        if not sentences:
            try:
                if isinstance(found, SqlcompileError):
                    raise found
                return kind.made("downgrade.sql", "downgrade", back, kind.script(back, found or ()))
            except SqlcompileError as error:
                reason = reason_of(error, self.compilation.config.root)
                sentences = [f"The whole range cannot be undone in one go: {reason}"]
        text = refusal(
            self.compilation, kind.dialect, back, sentences, sentences[0] if len(sentences) == 1 else message
        )
        entry = kind.entry("downgrade.sql", "downgrade", back, text)
        return Made(replace(entry, irreversible=" ".join(sentences)), text)
