"""The scripts of a bundle for one kind of database."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from io import StringIO

from sqlcompile.bundle.manifest import Entry, Target
from sqlcompile.bundle.naming import folder_of
from sqlcompile.bundle.sums import digest
from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.dialect.contract import Dialect, dotted
from sqlcompile.dialect.state import State
from sqlcompile.project.plan import Plan
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.layout import Script


@dataclass(frozen=True, slots=True)
class Made:
    """A script with its line of the manifest."""

    entry: Entry
    text: str


@dataclass
class OneKind:
    """What becomes of the scripts of one kind of database; ``number`` is its place among the runs."""

    compilation: Compilation
    dialect: Dialect
    number: int
    whole: Script
    states: list[State]
    irreversible: dict[str, str] = field(default_factory=dict)

    @property
    def folder(self) -> str:
        """The folder of its scripts in the bundle."""
        return folder_of(self.dialect.name, self.compilation.configured.database)

    def target(self) -> Target:
        """Return what the manifest says of the database."""
        plan, table = self.compilation.plan, self.compilation.table
        version = dotted(self.dialect.version)
        database = self.compilation.configured.database
        return Target(
            self.folder, self.dialect.name, version, plan.start, plan.end, table.name, table.namespace, database
        )

    def entry(self, name: str, kind: str, plan: Plan, text: str) -> Entry:
        """Return what the manifest says of a script that has no statements yet."""
        return Entry(
            f"{self.folder}/{name}",
            kind,
            self.dialect.name,
            dotted(self.dialect.version),
            plan.start,
            plan.end,
            0,
            transactional=True,
            sha256=digest(text.encode()),
            database=self.compilation.configured.database,
        )

    def script(self, plan: Plan, steps: Iterable[StepResult]) -> Script:
        """Return the finished script of a plan."""
        script = self.compilation.script(self.dialect, StringIO(), plan)
        script.begin()
        for result in steps:
            script.step(result, *self.parts(result))
        script.finish()
        return script

    def made(self, name: str, kind: str, plan: Plan, script: Script) -> Made:
        """Return a finished script with what the manifest says of it."""
        text = "".join(script.text())
        entry = self.entry(name, kind, plan, text)
        return Made(replace(entry, statements=script.statements, transactional=script.transactional), text)

    def parts(self, result: StepResult) -> tuple[tuple[Written, ...], tuple[Written, ...]]:
        """Return what a step wrote for this kind of database, and what followed the version row."""
        return result.written[self.number], result.applied[self.number]
