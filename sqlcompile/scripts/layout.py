"""How a script is laid out: transactions, guards, headings, separators."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlcompile import __version__
from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.plan import VersionMove
from sqlcompile.project.settings import Transaction
from sqlcompile.scripts.style import Style


@dataclass
class Script:
    """The text of one script, written step by step into ``body``.

    ``begin`` comes first, then ``step`` for each step in order, then ``finish``; ``header`` is what
    stands before the body, and is known only then.

    A script has one transaction or several: its parts. Each part marks its end, and what follows asks
    for the mark, and for the version rows: so nothing follows a part that failed, also in a client
    that goes on after errors.
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
    part: int = 1
    """The number of the transaction that is open, or will be next."""
    _rows: tuple[str, ...] = ()
    """The version rows where the script is now."""
    _open: bool = False
    _written: bool = False
    _steps: int = 0
    _begun: bool = False
    """Whether a statement of the current revision stands above."""
    _unguarded: bool = False
    """Whether a transaction was closed since the guard was asked last."""

    # --- the outside ---

    def begin(self) -> None:
        """Write what stands before the first revision: the guard, and the version table at base."""
        self.dialect.timeouts(*self.style.limits)  # what cannot be limited is refused before any script runs
        self._rows = self.start
        if self.dialect.transactional_ddl and (self.style.guard or self._mode != "none"):
            self._raw(self.dialect.begin())
            self._open = True
        settings, others = self._before()
        for statement in settings:
            self._statement(statement)
        missing = () if self.start else (self.dialect.create_version_table(self.table.value),)
        early = self.dialect.transactional_ddl
        for statement in missing if early else ():
            self._statement(statement)
        if self.style.guard:
            self._lines(f"The database must be at {_named(self.start)}.")
            for statement in self.dialect.guard(self.table.value, self.start):
                self._statement(statement)
        for statement in () if early else missing:
            self._statement(statement)
        for statement in others:
            self._statement(statement)
        if self._mode == "none" and self._open:
            self._close_transaction()

    def step(self, result: StepResult, written: Sequence[Written], applied: Sequence[Written] = ()) -> None:
        """Write one revision: its heading, its statements, and the move of the version table.

        ``applied`` is what the project's ``on_version_apply`` does after that.

        Raises InvalidScript, with the line of the migration, for raw SQL that no script can hold.
        """
        if self._mode == "revision" and self._open and self._steps:
            self._close_transaction()
        self._steps += 1
        self._begun = False
        self._heading(result)
        self._all_of(written, result)
        moves = list(self.table.moved(self.dialect, result.step.move))
        if moves:
            self._open_for(result)
        for statement in moves:
            self._statement(statement)
        self._rows = result.after
        self._all_of(applied, result)
        if not self.dialect.transactional_ddl:
            self._raw(self.dialect.commit())
        elif self._mode == "none" and self._open:
            self._close_transaction()

    def _all_of(self, written: Sequence[Written], result: StepResult) -> None:
        for item in written:
            try:
                for statement in self.dialect.separated(item.statement, outside=item.entry.autocommit):
                    self._place(statement, result)
            except SqlcompileError as error:
                raise error.at(item.entry.location)  # noqa: B904 - it is the same error

    def moves(self, move: VersionMove, applied: Sequence[Written] = ()) -> None:
        """Write a move of the version table alone, and what ``on_version_apply`` does after it."""
        for statement in self.table.moved(self.dialect, move):
            self._statement(statement)
        for item in applied:
            for statement in self.dialect.separated(item.statement):
                self._statement(statement)
        if not self.dialect.transactional_ddl:
            self._raw(self.dialect.commit())

    def after(self, statements: Sequence[Statement]) -> None:
        """Write what env.py executes after the migrations."""
        if not statements:
            return
        self._raw("")
        self._lines("env.py executes this after the migrations.")
        if self.dialect.transactional_ddl and self._mode != "none" and not self._open:
            self._open_transaction()
        for one in statements:
            for statement in self.dialect.separated(one):
                self._statement(statement)
        if not self.dialect.transactional_ddl:
            self._raw(self.dialect.commit())

    def finish(self) -> None:
        """Write what stands after the last revision."""
        if self._open:
            self._raw(self.dialect.commit())
        for line in self.dialect.closing(self.table.value, guard=self.style.guard, parts=self.part):
            self._raw(line)
        for line in self.dialect.timeouts_ended(*self.style.limits):
            self._raw(line)

    def header(self) -> str:
        """Return what stands before the body."""
        count = f"{self.revisions} revision{'' if self.revisions == 1 else 's'}"
        lines = [
            f"sqlcompile {__version__}, {self.dialect.versioned_title}",
            *([f"For the database {self.database}"] if self.database else []),
            f"{_named(self.start)} -> {_named(self.end_rows)}, {count}",
            f"Apply with: {self.dialect.apply_command}",
            *self._transaction_lines(),
            *self.dialect.timeout_remarks(*self.style.limits),
        ]
        text = "\n".join(self.dialect.comment_lines(line) for line in lines)
        settings = (
            *self.dialect.opening(guard=self.style.guard, parts=self.part),
            *self.dialect.timeouts(*self.style.limits),
        )
        opening = "".join(f"{line}\n" for line in settings)
        return f"{text}\n\n{opening}" + ("\n" if opening else "")

    # --- the inside ---

    @property
    def _mode(self) -> Transaction:
        return self.style.transaction_for(self.dialect)

    def _transaction_lines(self) -> list[str]:
        if not self.dialect.transactional_ddl:
            at_once = f"{self.dialect.title} commits each DDL statement at once"
            return [
                f"{at_once}: where one fails, those before it stay done.",
                "Changes of rows since the last of them are committed with their revision's version row.",
            ]
        if self._mode == "none":
            return ["No transaction: where a statement fails, those before it stay done."]
        if self._mode == "revision":
            return ["Each revision is one transaction, unless a COMMIT inside of it says otherwise."]
        if self.part == 1:
            return ["All of it is one transaction: where a statement fails, nothing is changed."]
        several = "Several transactions: some statements may not run inside one."
        return [f"{several} Each COMMIT says what is done then."]

    def _before(self) -> tuple[list[Statement], list[Statement]]:
        """Return what env.py executes before the guard, and after it.

        The guard may need a setting to find the version table. What may change more than the session
        waits for it where no transaction would take it back.
        """
        statements = [one for statement in self.before for one in self.dialect.separated(statement)]
        if self.dialect.transactional_ddl:
            return statements, []
        settings = [one for one in statements if one.verbatim or _SETTING.match(one.text)]
        return settings, [one for one in statements if one not in settings]

    def _place(self, statement: Statement, result: StepResult) -> None:
        """Write a statement of a migration, inside or outside of a transaction as it must be."""
        if statement.control:
            self._control(statement, result)
            return
        if not statement.text or self._mode == "none":
            self._statement(statement)
            self._begun = True
            return
        reason = self.dialect.needless(statement.text) if statement.raw else None
        if reason is not None:
            self._lines(f"Left out: {statement.text}", reason)
            return
        if statement.transactional:
            self._open_for(result)
        else:
            self._leave(result)
        self._statement(statement)
        self._begun = True
        if not statement.transactional and self.style.guard:
            for line in self.dialect.after_outside():
                self._raw(line)

    def _control(self, statement: Statement, result: StepResult) -> None:
        """Write what a migration's own BEGIN or COMMIT means for the script's transactions."""
        if not self.dialect.transactional_ddl:
            if statement.control == "commit":
                self._cut(result)
                self._raw(self.dialect.commit())
            else:
                self._lines(f"Left out: {statement.text}", "Changes of rows are in a transaction already.")
        elif statement.control == "commit" and self._open:
            self._cut(result)
            self._close_transaction()
        elif statement.control == "begin" and not self._open:
            self._open_transaction()
        else:
            nothing = "There is no transaction to commit."
            reason = nothing if statement.control == "commit" else "There is one already."
            self._lines(f"Left out: {statement.text}", reason)

    def _cut(self, result: StepResult) -> None:
        """Say what is committed where a transaction ends before the script does."""
        at = f"the version table says {_named(self._rows)}"
        if self._begun:
            self._lines(
                f"Committed here: a part of revision {result.step.revision.id}, while {at}.",
                "Where a later statement fails, that part stays: finish the revision by hand from there.",
            )
        else:
            self._lines(f"Committed here: whole revisions; {at}. They stay where a later statement fails.")

    def _leave(self, result: StepResult) -> None:
        """End the transaction before a statement that may not be in one."""
        if self._open:
            self._cut(result)
            self._close_transaction()
        if self._unguarded and self.style.guard:
            self._part_guard(inside=False)

    def _open_for(self, result: StepResult) -> None:
        """Open a transaction if there shall be one and is none."""
        if self._open or self._mode == "none":
            return
        if self._begun:
            self._raw("")
            self._lines(f"What stands above of revision {result.step.revision.id} is done and stays.")
        self._open_transaction()

    def _open_transaction(self) -> None:
        self._raw(self.dialect.begin())
        self._open = True
        if self.style.guard:
            self._part_guard(inside=True)

    def _close_transaction(self) -> None:
        if self.style.guard:
            for statement in self.dialect.part_done(self._mark(self.part)):
                self._statement(statement)
        self._raw(self.dialect.commit())
        self._open = False
        self._unguarded = True
        self.part += 1
        if self._mode == "none" and self.style.guard:
            self._part_guard(inside=False)

    def _mark(self, part: int) -> str:
        """Return the mark of a part; no other script has it."""
        return f"{','.join(self.start) or 'base'}:{','.join(self.end_rows) or 'base'} {part}"

    def _part_guard(self, *, inside: bool) -> None:
        done = self._mark(self.part - 1)
        for statement in self.dialect.part_guard(self.table.value, self._rows, done, inside=inside):
            self._statement(statement)
        self._unguarded = False

    def _heading(self, result: StepResult) -> None:
        revision = result.step.revision
        try:
            path = revision.path.relative_to(self.root).as_posix()
        except ValueError:
            path = revision.path.name
        verb = "" if result.step.upgrade else "take back "
        if self._written:
            self._raw("")
        self._lines(self.dialect.rule, f"{verb}{revision.id}: {revision.message}", path)

    def _lines(self, *lines: str) -> None:
        for line in lines:
            self._raw(self.dialect.comment_lines(line))

    def _statement(self, statement: Statement) -> None:
        if statement.comment is not None:
            self._lines(statement.comment)
        if statement.verbatim:
            self._raw(statement.text)
        elif statement.text:
            text = self.dialect.finish(statement)
            if text:
                self._raw(text)

    def _raw(self, text: str) -> None:
        self.body.write(text + "\n")
        self._written = True


_SETTING = re.compile(r"\s*(?:SET|USE|ALTER\s+SESSION)\b", re.IGNORECASE)


def _named(rows: Iterable[str]) -> str:
    return ", ".join(rows) or "base"
