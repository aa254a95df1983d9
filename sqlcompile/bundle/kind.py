"""The scripts of a bundle for one kind of database."""

from __future__ import annotations

from dataclasses import dataclass, field
from io import StringIO

from sqlcompile.bundle.manifest import Entry, Target
from sqlcompile.bundle.naming import folder_of
from sqlcompile.bundle.sums import digest
from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.dialect.contract import Dialect, dotted
from sqlcompile.dialect.state import State
from sqlcompile.dialect.statement import Statement
from sqlcompile.project.plan import Plan
from sqlcompile.scripts.build import Compilation
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
    statements: int = 0
    transactional: bool = True
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

    def script(self, result: StepResult, plan: Plan) -> str:
        """Return the script of one step."""
        body = StringIO()
        script = self.compilation.script(self.dialect, body, plan)
        script.begin()
        script.step(result, *self.parts(result))
        script.finish()
        return script.header() + body.getvalue()

    def parts(self, result: StepResult) -> tuple[tuple[Written, ...], tuple[Written, ...]]:
        """Return what a step wrote for this kind of database, and what followed the version row."""
        return result.written[self.number], result.applied[self.number]

    def counts(self, result: StepResult) -> tuple[int, bool]:
        """Return how many statements of the migration a step has, and whether all are in one transaction."""
        found: list[Statement] = []
        for item in (one for part in self.parts(result) for one in part):
            found += self.dialect.separated(item.statement, outside=item.entry.autocommit)
        whole = self.compilation.style.transaction_for(self.dialect) != "none"
        together = whole and all(one.transactional and one.control != "commit" for one in found)
        return sum(1 for one in found if one.text and not one.control), together


def finished(script: Script) -> str:
    """Return the text of a script whose body is held in memory, with its end."""
    script.finish()
    body = script.body
    body.seek(0)
    return script.header() + body.read()
