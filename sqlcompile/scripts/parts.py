"""The transactions of a script, each guarded; and revisions with a condition, where scripts are idempotent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlcompile.compiling.fold import StepResult
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Condition, Need, Statement
from sqlcompile.errors import ConfigError, Location, SqlcompileError
from sqlcompile.schema.model import Schema, Table
from sqlcompile.scripts.placing import Event
from sqlcompile.scripts.style import Style
from sqlcompile.scripts.writer import Writer

COMMIT = Statement("COMMIT", control="commit")


class Parts:
    """Writes events of steps, part by part: a part ends where its transaction does.

    Each part marks its end, and what follows asks for the mark, and for the version rows: so nothing
    follows a part that failed, also in a client that goes on after errors. ``name`` is in the marks.
    """

    def __init__(self, dialect: Dialect, table: Table, style: Style, writer: Writer, name: str) -> None:
        self.dialect = dialect
        self.rows: tuple[str, ...] = ()
        """The version rows where the script is now."""
        self.transactions = 0
        self.outside = False
        """Whether a statement stands outside of any transaction."""
        self.in_transaction = False
        self._table, self._style, self._writer, self._name = table, style, writer, name
        self._mode = style.transaction_for(dialect)
        self._after_each = tuple(dialect.after_each()) if style.guard else ()
        self._number = 1
        self._marks_asked = False
        self._unguarded = False
        self._waiting: list[tuple[Statement, Location | None]] = []
        self._needed: str | None = None
        self._moving = False
        """Whether what waits for its condition, or stands above, moves the version row of the current revision."""
        self._moved = False
        """Whether the version row of the current revision is moved above, where every revision has its condition."""
        self._needs: Sequence[Need] = ()
        self._texts: list[str] = []

    # --- steps ---

    def step(self, result: StepResult, events: Iterable[Event], total: int, before: Schema | None) -> int:
        """Write events of a step that has ``total`` numbered ones; return how many of these were.

        ``before`` is the schema before the step. Raises SqlcompileError with the place of the statement.
        """
        self._needed, self._needs = None, ()
        self._moving = self._moved = False
        self._texts.clear()
        revision = result.step.revision
        count = 0
        for event in events:
            count += bool(event.number)
            try:
                self._event(event, f"[{event.number}/{total}] {revision.id}" if event.number else None, before)
            except SqlcompileError as error:
                raise error.at(event.location or Location(revision.path))  # noqa: B904 - the same error
            if event.moved and not self._style.conditional:
                self.rows = result.after
        self.flush()
        self.rows = result.after
        return count

    def _event(self, event: Event, number: str | None, before: Schema | None) -> None:
        if event.kind == "statement":
            assert event.statement is not None
            if self.dialect.bare:
                self._texts.append(event.statement.text)
            self.add(event.statement, number, event.location)
            self._moving = self._moving or event.moved
        elif event.kind == "comment":
            self.add(Statement("", comment=event.text))
        elif event.kind == "remark":
            assert event.statement is not None
            if self._style.conditional and event.moved:
                self.add(Statement("", comment=event.statement.text))
            else:
                self.flush()
                self._writer.statement(event.statement)
        elif event.kind == "commit":
            self.add(COMMIT, number)
        elif event.kind == "open":
            self.flush()
            self.open(event.text)
        elif event.kind == "close":
            self.close(number)
        elif event.kind == "outside":
            self._leave()
        elif event.kind == "checked" and self._style.guard:
            self._checked(before)

    def add(self, statement: Statement, number: str | None = None, location: Location | None = None) -> None:
        """Write a statement with its number now, or let it wait for its condition."""
        if self._style.conditional:
            said = [text for text in (statement.comment, number) if text]
            self._waiting.append((replace(statement, comment="\n".join(said) or None), location))
            return
        if statement.comment is not None:
            self._writer.lines(statement.comment)
        if number is not None:
            self._writer.raw(f"-- {number}")
        if statement is COMMIT:
            self._writer.raw(self.dialect.commit_checked() if self._style.guard else self.dialect.commit())
            return
        self._writer.bare(statement)
        self._look(statement)

    def execute(self, statement: Statement) -> None:
        """Write a statement that is no migration's, behind the guard."""
        self._writer.statement(statement)
        self._look(statement)

    def _look(self, statement: Statement) -> None:
        """Write what lets nothing follow a statement that failed, where no transaction is undone by it."""
        if not self._style.guard or not statement.text:
            return
        for line in self._after_each:
            self._writer.raw(line)
        if self._mode == "none" and self.dialect.transactional_ddl and not self.in_transaction:
            for line in self.dialect.after_outside():
                self._writer.raw(line)

    def flush(self, *, mark: str | None = None) -> None:
        """Write what waits for its condition; ``mark`` says in the session that it was done."""
        waiting, self._waiting = self._waiting, []
        statements = [statement for statement, _ in waiting]
        if not any(statement.text for statement in statements):
            for statement in statements:
                self._writer.statement(statement)
            return
        if self._moved:
            raise ConfigError(
                "What on_version_apply executes would stand after the transaction that moves the version table,"
                " and no condition could tell whether it is done.",
                hint="Use --mode strict, or --transaction revision.",
            )
        self._moved = self._moving
        try:
            texts = self._with_condition(statements, mark)
        except SqlcompileError:
            for statement, location in waiting:  # which of them is it?
                try:
                    self._with_condition((statement,), mark)
                except SqlcompileError as error:
                    raise error.at(location)  # noqa: B904 - it is the same error
            raise
        for text in texts:
            self._writer.raw(text)
        self._needed = mark
        self._marks_asked = self._marks_asked or mark is not None

    def _with_condition(self, statements: Sequence[Statement], mark: str | None) -> list[str]:
        when = Condition(self.rows, self._needed, mark, self.in_transaction)
        return [*self.dialect.conditional(self._table, statements, when)]

    # --- transactions ---

    def begin(self) -> None:
        """Open a transaction without a look at the part before."""
        self._writer.raw(self.dialect.begin())
        self.in_transaction = True
        self.transactions += 1

    def open(self, said: str = "") -> None:
        """Open the next part's transaction; ``said`` stands above it."""
        if said:
            self._writer.raw("")
            self._writer.lines(said)
        self.begin()
        if self._style.guard and not self._style.conditional:
            self._part_guard(inside=True)

    def close(self, number: str | None = None) -> None:
        """Commit the part, with its mark."""
        mark = self._mark(self._number)
        if self._style.conditional:
            self.flush(mark=mark)
        elif self._style.guard:
            for statement in self.dialect.part_done(mark):
                self._writer.statement(statement)
        if number is not None:
            self._writer.lines(number)
        self._writer.raw(self.dialect.commit())
        self.in_transaction = False
        self._unguarded = True
        self._number += 1
        if self._mode == "none" and self._style.guard and not self._style.conditional:
            self._part_guard(inside=False)

    def _leave(self) -> None:
        self.flush()
        self.outside = True
        if self._unguarded and self._style.guard and not self._style.conditional:
            self._part_guard(inside=False)

    def _checked(self, before: Schema | None) -> None:
        """Write what stops a client that goes on, after a statement outside of a transaction."""
        if self._style.conditional:
            self.flush(mark=self._mark(self._number))
            self._number += 1
            return
        stops = self.dialect.after_outside()
        for line in stops:
            self._writer.raw(line)
        if not stops and before is not None:
            self._ask_for_effects(before)

    def _ask_for_effects(self, before: Schema) -> None:
        """Let the next part ask for what the statements so far have done: here no client stops at an error."""
        from sqlcompile.compiling.effects import needs_of  # noqa: PLC0415 - it reads SQL, which few scripts need

        self._needs = needs_of(self.dialect, self._texts, before)
        self._unguarded = True

    def _mark(self, number: int) -> str:
        """Return the mark of a part; no other script has it."""
        return f"{self._name} {number}"

    def _part_guard(self, *, inside: bool) -> None:
        self._marks_asked = True
        done = self._mark(self._number - 1)
        guard = self.dialect.part_guard(self._table, self.rows, done, inside=inside, needs=self._needs)
        for statement in guard:
            self._writer.statement(statement)
        self._unguarded = False

    @property
    def parts(self) -> int:
        """The number of parts that somebody could come between: 1 where none asks for another."""
        return self._number if self._marks_asked or self._mode == "none" else 1
