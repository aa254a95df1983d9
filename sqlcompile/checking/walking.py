"""Every revision compiled for every kind of database: up, and from there back down."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlcompile.bundle.order import taken_back
from sqlcompile.compiling.fold import StepResult, compile_plan
from sqlcompile.compiling.run import Run, Written
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import Location, SqlcompileError
from sqlcompile.project.plan import Plan, Step
from sqlcompile.project.progress import Progress, Silent
from sqlcompile.project.revision import Revision
from sqlcompile.schema.model import Schema
from sqlcompile.scripts.compilation import Compilation, results


@dataclass(frozen=True, slots=True)
class Way:
    """What one function of a script came to for one kind of database: statements, or the error that it had.

    ``before`` and ``after`` are the schemas at its ends.
    """

    revision: Revision
    name: str
    """``upgrade`` or ``downgrade``."""
    dialect: Dialect
    written: tuple[Written, ...] = ()
    error: SqlcompileError | None = None
    before: Schema = field(default_factory=Schema)
    after: Schema = field(default_factory=Schema)
    not_analysed: tuple[Location, ...] = ()
    """Where the script has raw SQL that was not read."""


@dataclass
class Walk:
    """One pass over the history for one of env.py's databases.

    With ``there_and_back`` each revision is taken back, too. ``runs`` are those of the kinds of database for which the whole history compiles, once ``ways`` has ended.
    """

    compilation: Compilation
    progress: Progress
    there_and_back: bool = True
    runs: list[Run] = field(default_factory=list)
    back: dict[str, Run] = field(default_factory=dict)
    """What the downgrades took on trust, gathered in one run for each kind of database."""

    def ways(self) -> Iterator[Way]:
        """Yield the ways of all revisions. A kind of database ends at the first upgrade that does not compile.

        All kinds go together, so that a script runs once for them; where one fails, each goes on alone.
        """
        yield from self._ways(self.compilation, self.progress, 0)

    def _ways(self, compilation: Compilation, progress: Progress, told: int) -> Iterator[Way]:
        """Yield the ways; the first steps are told already."""
        runs = compilation.runs(progress)
        steps = compilation.plan.steps
        done = 0
        found = results(compilation, runs, progress)
        while True:
            known = [len(run.not_analysed) for run in runs]
            try:
                result = next(found, None)
            except SqlcompileError as error:
                yield from self._failed(compilation, runs, steps, done, error)
                return
            if result is None:
                break
            done += 1
            for run in runs:
                run.begin_session()
            if done > told:
                yield from _up(result, runs, known)
                yield from self._down(result, runs) if self.there_and_back else ()
        self.runs += runs

    def _failed(
        self, compilation: Compilation, runs: Sequence[Run], steps: Sequence[Step], done: int, error: SqlcompileError
    ) -> Iterator[Way]:
        if len(runs) > 1:
            for dialect in compilation.dialects:
                yield from self._ways(replace(compilation, dialects=(dialect,)), Silent(), done)
        elif done < len(steps):
            yield Way(steps[done].revision, "upgrade", runs[0].dialect, error=error)
        else:
            raise error

    def _down(self, result: StepResult, runs: Sequence[Run]) -> Iterator[Way]:
        """Yield the ways back of one revision, from where it led; the runs stay as they are."""
        step = taken_back(result.step)
        plan = Plan(result.after, result.before, (), (step,))
        forks = [run.forked() for run in runs]
        try:
            (back,) = compile_plan(plan, forks, self.compilation.config.prepend_sys_path)
        except SqlcompileError as error:
            if len(runs) == 1:
                yield Way(step.revision, "downgrade", runs[0].dialect, error=error, before=runs[0].schema)
                return
            for run in runs:
                yield from self._down(result, [run])
            return
        for number, fork in enumerate(forks):
            self._trusted(fork)
            yield Way(
                step.revision,
                "downgrade",
                fork.dialect,
                (*back.written[number], *back.applied[number]),
                before=runs[number].schema,
                after=fork.schema,
                not_analysed=tuple(fork.not_analysed),
            )

    def _trusted(self, fork: Run) -> None:
        kept = self.back.setdefault(fork.dialect.name, fork)
        if kept is not fork:
            kept.not_analysed += fork.not_analysed
            kept.went_offline += fork.went_offline
            kept.assumed.update(fork.assumed)


def _up(result: StepResult, runs: Sequence[Run], known: Sequence[int]) -> Iterator[Way]:
    for number, run in enumerate(runs):
        yield Way(
            result.step.revision,
            "upgrade",
            run.dialect,
            (*result.written[number], *result.applied[number]),
            before=result.schemas[number],
            after=run.schema,
            not_analysed=tuple(run.not_analysed[known[number] :]),
        )
