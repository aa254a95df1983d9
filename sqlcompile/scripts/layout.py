"""How a script is laid out: guards, headings, numbers, separators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from sqlcompile.compiling.audit_table import NO_HASH, AuditTable, hash_token
from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Need, Statement
from sqlcompile.errors import ConfigError, Location
from sqlcompile.project.plan import VersionMove, named_rows
from sqlcompile.scripts.header import Header
from sqlcompile.scripts.output import chunks, lines
from sqlcompile.scripts.parts import COMMIT, Parts
from sqlcompile.scripts.placing import SETTING, Event, Placing
from sqlcompile.scripts.style import Style
from sqlcompile.scripts.writer import Writer

States = Sequence[tuple[str, ...]]
"""States of a database, each as its version rows."""


@dataclass
class Script:
    """The text of one script, written step by step into ``body``.

    ``begin`` comes first, then ``step`` for each step in order, then ``finish``; ``text`` is the whole
    of it then: a header, which is known only at the end, and the body.
    """

    dialect: Dialect
    table: VersionTable
    style: Style
    root: Path
    body: TextIO
    start: tuple[str, ...]
    end_rows: tuple[str, ...]
    revisions: int
    before: tuple[Statement, ...] = ()
    """What env.py executes before the migrations."""
    database: str | None = None
    """The name that env.py gives to the database, where it has several."""
    states: States = ()
    """The states that the script goes through, the first and the last among them."""
    audit: AuditTable | None = None
    which: int = 0
    """The place of its database in the results of steps."""
    resumed: str = ""
    """After which statement the rest of a script begins, where it is only that."""
    statements: int = 0
    """How many statements and commits of revisions it has so far."""
    starts: States = ()
    """The states that it takes a database from, where there are several; what it does is the same in each."""
    remarks: tuple[str, ...] = ()
    """What its header says beside the usual."""

    def __post_init__(self) -> None:
        self._token = hash_token(self.dialect.versioned_title, *self.start, "", *self.end_rows)
        self._first = self.start
        self._mode = self.style.transaction_for(self.dialect)
        self._placing = Placing(self.dialect, self._mode)
        self._writer = Writer(self.dialect, self.body)
        name = f"{','.join(self.start) or 'base'}:{','.join(self.end_rows) or 'base'}"
        self._parts = Parts(self.dialect, self.table.value, self.style, self._writer, name)

    @property
    def transactional(self) -> bool:
        """Whether all of it is one transaction, so far."""
        return self._mode != "none" and self._parts.transactions == 1 and not self._parts.outside

    # --- before the first revision ---

    def begin(
        self,
        needs: Sequence[Need] = (),
        counters: Sequence[Statement] = (),
    ) -> None:
        """Write what stands before the first revision: the guard, and the version table at base.

        The guard asks for the ``needs``, too; ``counters`` are to be set right after a part of a script that
        was rolled back. Raises UnsupportedOperation for a
        limit of time that the database does not have.
        """
        self.dialect.timeouts(*self.style.limits)
        self._parts.rows = self.start
        early = self.dialect.transactional_ddl
        if early and (self.style.guard or self._mode != "none"):
            self._parts.begin()
        before, after = self._executed_before()
        missing = [] if self.start else [self.dialect.create_version_table(self.table.value)]
        if self.audit is not None:
            missing.append(self.dialect.create_version_table(self.audit.value))
        self._write(*before, *(missing if early else ()))
        if self.style.guard:
            self._guard(needs)
        for statement in (*(() if early else missing), *after, *counters):
            self._parts.execute(statement)
        if (self._mode == "none" or self.resumed) and self._parts.in_transaction:
            self._parts.close()
        if not self.resumed:
            self.wait()

    def wait(self) -> None:
        """Take the steps as they come after ``begin``, though it comes later."""
        self._placing.is_open = self._mode != "none"

    def _guard(self, needs: Sequence[Need]) -> None:
        states: States = self.starts or (self.start,)
        if self.style.conditional:
            states = tuple(self.states) or (self.start, self.end_rows)
            said = f"The database must be at {named_rows(self.start)}, at {named_rows(self.end_rows)}, or on the way."
        else:
            said = f"The database must be at {named_rows(self.start)}."
            if len(states) > 1:
                said = f"The database must be at {named_rows(self.start)}, alone or with other branches."
        self._writer.lines(said)
        self._write(*self.dialect.guard(self.table.value, states, needs))

    def _executed_before(self) -> tuple[list[Statement], list[Statement]]:
        """Return what env.py executes before the guard, and after it.

        The guard may need a setting to find the version table. What may change more than the session
        waits for it where no transaction would take it back.
        """
        statements = [one for statement in self.before for one in self.dialect.separated(statement)]
        if any(not one.verbatim and one.text and not SETTING.match(one.text) for one in statements):
            self._refuse_condition()
        settings = [one for one in statements if one.verbatim or SETTING.match(one.text)]
        if self.resumed:
            return settings, []  # what changes more was committed with the part that stays
        if self.dialect.transactional_ddl:
            return statements, []
        return settings, [one for one in statements if one not in settings]

    def _refuse_condition(self) -> None:
        if self.style.conditional:
            raise ConfigError(
                "env.py executes statements beside the migrations, and no condition could tell whether they are done.",
                hint="Use --mode strict, or --no-env to leave env.py out.",
            )

    # --- revisions ---

    def step(self, result: StepResult, written: Sequence[Written], applied: Sequence[Written] = ()) -> None:
        """Write one revision: its heading, its statements, and the move of the version table.

        ``applied`` is what the project's ``on_version_apply`` does after that.

        Raises InvalidScript, with the line of the migration, for raw SQL that no script can hold.
        """
        events = self.placed(result, written, applied)
        self.write(result, events, total_of(events))

    def placed(self, result: StepResult, written: Sequence[Written], applied: Sequence[Written] = ()) -> list[Event]:
        """Return the events of a step, for ``write``; raises as ``step`` does."""
        moves = list(self.table.moved(self.dialect, result.step.move))
        direction = "upgrade" if result.step.upgrade else "downgrade"
        return self._placing.step(result, written, applied, moves, self._noted(result.step.revision.id, direction))

    def write(self, result: StepResult, events: Iterable[Event], total: int) -> None:
        """Write events of a step that has ``total`` numbered ones, under the step's heading."""
        self._heading(result)
        before = result.schemas[self.which] if result.schemas else None
        self.statements += self._parts.step(result, events, total, before)
        self._writer.settle()

    def _noted(self, revision: str, direction: str) -> Sequence[Statement]:
        """Return what notes a revision in the audit table."""
        if self.audit is None:
            return ()
        return (self.audit.noted(self.dialect, revision, direction, self._token),)

    def _heading(self, result: StepResult) -> None:
        revision = result.step.revision
        verb = "" if result.step.upgrade else "take back "
        if not self._writer.is_empty:
            self._writer.raw("")
        path = Location(revision.path).within(self.root)
        self._writer.lines(self.dialect.rule, f"{verb}{revision.id}: {revision.message}", path)

    def moves(self, move: VersionMove, applied: Sequence[Written] = ()) -> None:
        """Write a move of the version table alone, and what ``on_version_apply`` does after it."""
        for revision in move.added or ("base",):
            self._add(*self._noted(revision, "stamp"))
        self._add(*self.table.moved(self.dialect, move))
        for item in applied:
            self._add(*self.dialect.separated(item.statement))
        if not self.dialect.transactional_ddl:
            self._add(COMMIT)
        self._parts.flush()

    # --- after the last revision ---

    def after(self, statements: Sequence[Statement]) -> None:
        """Write what env.py executes after the migrations."""
        if not statements:
            return
        self._refuse_condition()
        self._writer.raw("")
        self._writer.lines("env.py executes this after the migrations.")
        if self.dialect.transactional_ddl and self._mode != "none" and not self._parts.in_transaction:
            self._parts.open()
        for one in statements:
            for statement in self.dialect.separated(one):
                self._parts.execute(statement)
        if not self.dialect.transactional_ddl:
            self._writer.raw(self.dialect.commit_checked() if self.style.guard else self.dialect.commit())

    def finish(self) -> None:
        """Write what stands after the last revision."""
        table = self.table.value
        if self.style.conditional:
            self._writer.raw("")
            self._writer.lines(f"The database must be at {named_rows(self.end_rows)} now.")
            self._write(*self.dialect.guard(table, (self.end_rows,)))
        if self._parts.in_transaction:
            self._writer.raw(self.dialect.commit())
        for line in self.dialect.closing(table, guard=self.style.guard, parts=self._parts.parts):
            self._writer.raw(line)
        for line in self.dialect.timeouts_ended(*self.style.limits):
            self._writer.raw(line)
        self._writer.settle()

    def header(self) -> str:
        """Return what stands before the body."""
        ends = (self._first, self.end_rows)
        one = self.transactional
        told = Header(self.dialect, self.style, *ends, self.revisions, self.database, self.resumed, one)
        text = "\n".join(self.dialect.comment_lines(line) for line in (*told.lines(), *self.remarks))
        settings = (
            *self.dialect.opening(guard=self.style.guard, parts=self._parts.parts),
            *self.dialect.timeouts(*self.style.limits),
        )
        opening = "".join(f"{line}\n" for line in settings)
        return f"{text}\n\n{opening}" + ("\n" if opening else "")

    def text(self) -> Iterator[str]:
        """Yield all of it, once it is finished; the audit table's hash is that of the text with zeros in its place."""
        header = self.header()
        if self.audit is None:
            yield from chunks(header, self.body)
            return
        digest = sha256()
        for line in lines(header, self.body):
            digest.update(line.replace(self._token, NO_HASH).encode())
        found = digest.hexdigest()
        for line in lines(header, self.body):
            yield line.replace(self._token, found)

    # --- the inside ---

    def _write(self, *statements: Statement) -> None:
        for statement in statements:
            self._writer.statement(statement)

    def _add(self, *statements: Statement) -> None:
        for statement in statements:
            self._parts.add(statement)


def total_of(events: Iterable[Event]) -> int:
    """Return how many events of a step are numbered."""
    return max((event.number for event in events), default=0)
