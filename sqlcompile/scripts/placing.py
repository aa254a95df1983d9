"""Where each statement of a revision stands: inside which transaction, or outside of any.

A step becomes a list of events, in order; the script writes them down. Statements and commits of a
revision are numbered, so that one who reads that the third failed can say so.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import Location, SqlcompileError
from sqlcompile.project.plan import named_rows
from sqlcompile.project.settings import Transaction

Kind = Literal["comment", "remark", "statement", "open", "close", "commit", "outside", "checked"]


@dataclass(slots=True)
class Event:
    """One thing of a script.

    A ``remark`` is a migration's own comment. ``open`` and ``close`` are a transaction's, ``commit`` ends one that began by itself, ``outside``
    stands before statements that may be in none and ``checked`` after each of them. What is done after a
    ``final`` event stays whatever comes; ``moved`` says that the version table says so by then.
    """

    kind: Kind
    text: str = ""
    statement: Statement | None = None
    number: int = 0
    final: bool = False
    moved: bool = False
    location: Location | None = None


_NUMBERED = frozenset(("statement", "commit", "close"))


class Placing:
    """Goes through the steps of a script; ``is_open`` says whether a transaction is open now."""

    def __init__(self, dialect: Dialect, mode: Transaction) -> None:
        self.dialect = dialect
        self.mode = mode
        self.is_open = False
        self._events: list[Event] = []
        self._rows: tuple[str, ...] = ()
        self._revision = ""
        self._location: Location | None = None
        self._begun = False
        """Whether a statement of the current revision stands above."""
        self._uncommitted = False
        """Whether changes of rows wait for a commit, where statements of structure commit by themselves."""

    def step(
        self,
        result: StepResult,
        written: Sequence[Written],
        applied: Sequence[Written],
        moves: Sequence[Statement],
        notes: Sequence[Statement] = (),
    ) -> list[Event]:
        """Return the events of one revision; ``moves`` are the statements that move the version table.

        ``notes`` stand before them, with them.

        Raises InvalidScript, with the line of the migration, for raw SQL that no script can hold.
        """
        self._events = []
        self._revision, self._rows = result.step.revision.id, result.before
        self._begun = False
        self._all_of(written)
        together = len(moves) + len(notes) > 1 or self.mode != "none"
        alone = together and self.dialect.transactional_ddl and not self.is_open
        if alone:
            self._open()
        for statement in notes:
            self._write(statement, final=self._settles)
        for at, statement in enumerate(moves, start=1):
            self._write(statement, final=self._settles and at == len(moves), moved=at == len(moves))
        moved = len(self._events)
        if alone and self.mode == "none":
            self._close()
        self._rows = result.after
        self._all_of(applied)
        self._end()
        return self._numbered(moved)

    @property
    def _settles(self) -> bool:
        """Whether each statement is done for good as soon as it is done."""
        return self.mode == "none" and self.dialect.transactional_ddl and not self.is_open

    def _end(self) -> None:
        """Leave a revision with nothing that waits for a commit, unless a transaction holds several."""
        if not self.dialect.transactional_ddl:
            self._commit()
        elif self.mode != "all" and self.is_open:
            self._close()

    def _numbered(self, moved: int) -> list[Event]:
        """Return the events with their numbers; those from ``moved`` on know of the new version."""
        number = 0
        for event in self._events:
            if event.kind in _NUMBERED:
                number += 1
                event.number = number
        for event in self._events[moved:]:
            event.moved = True
        return self._events

    def _all_of(self, written: Sequence[Written]) -> None:
        for item in written:
            self._location = item.entry.location
            try:
                for statement in self.dialect.separated(item.statement, outside=item.entry.autocommit):
                    self._place(statement)
            except SqlcompileError as error:
                raise error.at(self._location)  # noqa: B904 - it is the same error
        self._location = None

    def _place(self, statement: Statement) -> None:
        """Write a statement of a migration, inside or outside of a transaction as it must be."""
        if statement.control:
            self._control(statement)
            return
        reason = self.dialect.needless(statement.text) if statement.raw and self.mode != "none" else None
        if reason is not None:
            self._say(f"Left out: {statement.text}", reason)
            return
        if not statement.text:
            if statement.comment is not None:
                self._say(statement.comment)
            return
        if statement.text.lstrip()[:1] in ("-", "/", "#") and not self.dialect.lexis.significant(statement.text):
            self._events.append(Event("remark", statement=statement))
        elif self.mode == "none":
            self._written_at_once(statement)
        elif statement.transactional:
            if not self.is_open:
                self._open()
            self._write(statement)
        else:
            self._leave()
            self._write(statement, final=True)
            self._events.append(Event("checked"))

    def _written_at_once(self, statement: Statement) -> None:
        """Write a statement where no transaction of the script's holds it."""
        if self.dialect.transactional_ddl:
            self._write(statement, final=self._settles)
            return
        commits = self.dialect.commits(statement.text)
        if commits is not False and self._uncommitted:
            self._commit()
        self._write(statement, final=bool(commits))
        self._uncommitted = not commits
        if commits is None:
            self._commit()

    def _write(self, statement: Statement, *, final: bool = False, moved: bool = False) -> None:
        event = Event("statement", statement=statement, final=final, moved=moved, location=self._location)
        self._events.append(event)
        self._begun = True

    def _commit(self) -> None:
        self._events.append(Event("commit", final=True))
        self._uncommitted = False

    def _control(self, statement: Statement) -> None:
        """Write what a migration's own BEGIN or COMMIT means for the script's transactions."""
        if not self.dialect.transactional_ddl:
            if statement.control == "commit":
                self._cut()
                self._commit()
            else:
                self._say(f"Left out: {statement.text}", "Changes of rows are in a transaction already.")
        elif statement.control == "commit" and self.is_open:
            self._cut()
            self._close()
        elif statement.control == "begin" and not self.is_open:
            self._open()
        else:
            nothing = "There is no transaction to commit."
            reason = nothing if statement.control == "commit" else "There is one already."
            self._say(f"Left out: {statement.text}", reason)

    def _cut(self) -> None:
        """Say what is committed where a transaction ends before the script does."""
        at = f"the version table says {named_rows(self._rows)}"
        if self._begun:
            self._say(f"Committed here: a part of revision {self._revision}, while {at}.")
        else:
            self._say(f"Committed here: whole revisions; {at}. They stay where a later statement fails.")

    def _leave(self) -> None:
        """End the transaction before a statement that may not be in one."""
        if self.is_open:
            self._cut()
            self._close()
        self._events.append(Event("outside"))

    def _open(self) -> None:
        said = f"What stands above of revision {self._revision} is done and stays." if self._begun else ""
        self._events.append(Event("open", said))
        self.is_open = True

    def _close(self) -> None:
        self._events.append(Event("close", final=True))
        self.is_open = False

    def _say(self, *lines: str) -> None:
        self._events.extend(Event("comment", line) for line in lines)


SETTING = re.compile(
    r"\s*(?:(?:SET|RESET|USE|ALTER\s+SESSION)\b|SELECT\s+(?:PG_CATALOG\s*\.\s*)?SET_CONFIG\s*\()", re.IGNORECASE
)
"""What changes the session and no more."""
