"""How a script is laid out: transactions, guards, headings, separators."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from sqlcompile import __version__
from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect, dotted
from sqlcompile.dialect.statement import Statement
from sqlcompile.project.plan import VersionMove
from sqlcompile.project.settings import Transaction


@dataclass(frozen=True, slots=True)
class Style:
    """What the user chose for a script."""

    transaction: Transaction | None
    guard: bool
    root: Path

    def transaction_for(self, dialect: Dialect) -> Transaction:
        """Return what one transaction holds on that database."""
        if not dialect.transactional_ddl:
            return "none"
        return self.transaction or "all"


@dataclass
class Script:
    """The text of one script, written step by step into ``body``.

    ``begin`` comes first, then ``step`` for each step in order, then ``end``; ``header`` is what
    stands before the body, and is known only then.
    """

    dialect: Dialect
    table: VersionTable
    style: Style
    body: TextIO
    start: tuple[str, ...]
    end_rows: tuple[str, ...]
    revisions: int
    before: tuple[Statement, ...] = ()
    part: int = 1
    _open: bool = False

    # --- the outside ---

    def begin(self) -> None:
        """Write what stands before the first revision: the guard, and the version table at base."""
        if self.dialect.transactional_ddl and (self.style.guard or self._mode != "none"):
            self._open_transaction()
        for statement in self.before:
            self._statement(statement)
        missing = () if self.start else (self.dialect.create_version_table(self.table.value),)
        early = self.style.guard and self.dialect.guard_needs_version_table
        for statement in missing if early else ():
            self._statement(statement)
        if self.style.guard:
            self._lines(f"The database must be at {_named(self.start)}.")
            for statement in self.dialect.guard(self.table.value, self.start):
                self._statement(statement)
        for statement in () if early else missing:
            self._statement(statement)
        if self._mode == "none" and self._open:
            self._close_transaction()

    def step(self, result: StepResult, written: Sequence[Written]) -> None:
        """Write one revision: its heading, its statements, and the move of the version table."""
        revision = result.step.revision
        if self._mode == "revision" and not self._open:
            self._open_transaction()
        self._heading(result)
        cut = False
        for index, item in enumerate(written):
            if not item.statement.transactional and self._mode != "none" and self._open:
                cut = cut or any(before.statement.text for before in written[:index])
                self._close_transaction(cut=revision.id if cut else None)
            elif item.statement.transactional and item.statement.text and self._mode != "none" and not self._open:
                cut = True
                self._open_transaction(cut=revision.id)
            self._statement(item.statement)
        moves = list(self.table.moved(self.dialect, result.step.move))
        if moves and self._mode != "none" and not self._open:
            self._open_transaction(cut=revision.id if written else None)
        for statement in moves:
            self._statement(statement)
        if self._mode == "revision":
            self._close_transaction()
        elif not self.dialect.transactional_ddl:
            self._raw(self.dialect.commit())

    def moves(self, move: VersionMove) -> None:
        """Write a move of the version table alone."""
        for statement in self.table.moved(self.dialect, move):
            self._statement(statement)
        if not self.dialect.transactional_ddl:
            self._raw(self.dialect.commit())

    def finish(self) -> None:
        """Write what stands after the last revision."""
        if self._open:
            self._close_transaction(last=True)
        for line in self.dialect.closing(guard=self.style.guard, parts=self.part):
            self._raw(line)

    def header(self) -> str:
        """Return what stands before the body."""
        count = f"{self.revisions} revision{'' if self.revisions == 1 else 's'}"
        lines = [
            f"sqlcompile {__version__}, {self.dialect.title} {dotted(self.dialect.version)}",
            f"{_named(self.start)} -> {_named(self.end_rows)}, {count}",
            f"Apply with: {self.dialect.apply_command}",
            *self._transaction_lines(),
        ]
        text = "\n".join(self.dialect.comment_lines(line) for line in lines)
        opening = "".join(f"{line}\n" for line in self.dialect.opening(guard=self.style.guard, parts=self.part))
        return f"{text}\n\n{opening}" + ("\n" if opening else "")

    # --- the inside ---

    @property
    def _mode(self) -> Transaction:
        return self.style.transaction_for(self.dialect)

    def _transaction_lines(self) -> list[str]:
        if not self.dialect.transactional_ddl:
            return [
                f"{self.dialect.title} commits each DDL statement at once: where one fails, those before it stay done.",
            ]
        if self._mode == "none":
            return ["No transaction: where a statement fails, those before it stay done."]
        if self._mode == "revision":
            text = ["Each revision is one transaction."]
        elif self.part == 1:
            return ["All of it is one transaction: where a statement fails, nothing is changed."]
        else:
            text = [f"{self.part} transactions: some statements may not run inside one. See each COMMIT."]
        return text

    def _open_transaction(self, cut: str | None = None) -> None:
        if self.body.tell():
            self._raw("")
        if cut is not None:
            self._lines(f"What stands above of revision {cut} is done and stays, also if what follows fails.")
        self._raw(self.dialect.begin())
        self._open = True
        if self.style.guard and self.part > 1:
            for statement in self.dialect.part_guard(self.part - 1, inside=True):
                self._statement(statement)

    def _close_transaction(self, *, cut: str | None = None, last: bool = False) -> None:
        if self.style.guard and not last:
            for statement in self.dialect.part_done(self.part):
                self._statement(statement)
        if cut is not None:
            self._lines(
                f"The statements of revision {cut} up to here are committed now, before its version row moves.",
                "Where a later statement fails, they stay: finish the revision by hand from here.",
            )
        self._raw(self.dialect.commit())
        self._open = False
        if not last:
            if self.style.guard:
                for statement in self.dialect.part_guard(self.part, inside=False):
                    self._statement(statement)
            self.part += 1

    def _heading(self, result: StepResult) -> None:
        revision = result.step.revision
        try:
            path = revision.path.relative_to(self.style.root).as_posix()
        except ValueError:
            path = revision.path.name
        verb = "" if result.step.upgrade else "take back "
        if self.body.tell():
            self._raw("")
        self._lines("-" * 70, f"{verb}{revision.id}: {revision.message}", path)

    def _lines(self, *lines: str) -> None:
        for line in lines:
            self._raw(self.dialect.comment_lines(line))

    def _statement(self, statement: Statement) -> None:
        if statement.comment is not None:
            self._lines(statement.comment)
        if statement.verbatim:
            self._raw(statement.text)
        elif statement.text:
            self._raw(self.dialect.finish(statement))

    def _raw(self, text: str) -> None:
        self.body.write(text + "\n")


def _named(rows: Iterable[str]) -> str:
    return ", ".join(rows) or "base"
