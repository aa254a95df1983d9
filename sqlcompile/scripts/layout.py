"""How a script is laid out: guards, headings, numbers, separators."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path
from typing import TextIO

from sqlcompile import __version__
from sqlcompile.compiling.audit_table import NO_HASH, AuditTable, hash_token
from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect, dotted
from sqlcompile.dialect.statement import Need, Statement
from sqlcompile.errors import ConfigError, Location, SqlcompileError
from sqlcompile.project.plan import VersionMove
from sqlcompile.project.settings import Transaction
from sqlcompile.scripts.output import chunks, lines
from sqlcompile.scripts.placing import SETTING, Event, Placing, named
from sqlcompile.scripts.style import Style

States = Sequence[tuple[str, ...]]
"""States of a database, each as its version rows."""


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
    states: States = ()
    """The states that the script goes through, the first and the last among them."""
    audit: AuditTable | None = None
    which: int = 0
    """The place of its database in the results of steps."""
    resumed: str = ""
    """After which statement the rest of a script begins, where it is only that."""
    part: int = 1
    """The number of the transaction that is open, or will be next."""
    statements: int = 0
    """How many statements and commits of revisions it has so far."""
    _rows: tuple[str, ...] = ()
    """The version rows where the script is now."""
    _written: bool = False
    _unguarded: bool = False
    """Whether a transaction was closed since the guard was asked last."""
    _waiting: list[tuple[Statement, Location | None]] = field(default_factory=list)
    """What will be written with a condition, where every revision has one."""
    _needed: str | None = None
    """The mark of the last part of the current revision that was closed with a condition."""
    _moving: bool = False
    """Whether what waits for its condition, or stands above, moves the version row of the current revision."""
    _moved: bool = False
    """Whether the version row of the current revision is moved above, where every revision has its condition."""
    _texts: list[str] = field(default_factory=list)
    """The statements of the current revision so far."""
    _needs: Sequence[Need] = ()
    """What the next part asks for."""
    _transactions: int = 0
    _outside: bool = False
    """Whether a statement stands outside of any transaction."""
    _guarded: bool = False
    """Whether parts ask for what was before them."""
    _in_transaction: bool = False
    """Whether what is being written stands inside a transaction."""

    def __post_init__(self) -> None:
        self._token = hash_token(self.dialect.versioned_title, *self.start, "", *self.end_rows)
        self.first = self.start
        self._placing = Placing(self.dialect, self._mode)
        self._after_each = tuple(self.dialect.after_each())

    # --- the outside ---

    @property
    def transactional(self) -> bool:
        """Whether all of it is one transaction, so far."""
        return self._mode != "none" and self._transactions == 1 and not self._outside

    def begin(
        self,
        needs: Sequence[Need] = (),
        settings: Sequence[Statement] = (),
        counters: Sequence[Statement] = (),
    ) -> None:
        """Write what stands before the first revision: the guard, and the version table at base.

        The guard asks for the ``needs``, too; ``settings`` were made by the part of a script that is done,
        ``counters`` are to be set right after one that was rolled back.
        """
        self.dialect.timeouts(*self.style.limits)  # what cannot be limited is refused before any script runs
        self._rows = self.start
        if self.dialect.transactional_ddl and (self.style.guard or self._mode != "none"):
            self._begin()
        early_ones, others = self._before()
        for statement in (*early_ones, *settings):
            self._statement(statement)
        missing = () if self.start else (self.dialect.create_version_table(self.table.value),)
        if self.audit is not None:
            missing = (*missing, self.dialect.create_version_table(self.audit.value))
        early = self.dialect.transactional_ddl
        for statement in missing if early else ():
            self._statement(statement)
        if self.style.guard:
            self._guard(needs)
        for statement in () if early else missing:
            self._statement(statement)
            self._look(statement)
        for statement in (*others, *counters):
            self._statement(statement)
            self._look(statement)
        if (self._mode == "none" or self.resumed) and self._in_transaction:
            self._close()
        if not self.resumed:
            self.wait()

    def wait(self) -> None:
        """Take the steps as they come after ``begin``, though it comes later."""
        self._placing.is_open = self._mode != "none"

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

    def _noted(self, revision: str, direction: str) -> Sequence[Statement]:
        """Return what notes a revision in the audit table."""
        if self.audit is None:
            return ()
        return (self.audit.noted(self.dialect, revision, direction, self._token),)

    def write(self, result: StepResult, events: Iterable[Event], total: int) -> None:
        """Write events of a step that has ``total`` numbered ones."""
        self._needed = None
        self._needs = ()
        self._moving = self._moved = False
        self._texts.clear()
        for event in events:
            try:
                self._event(event, result, total)
            except SqlcompileError as error:
                raise error.at(event.location or Location(result.step.revision.path))  # noqa: B904 - the same error
            if event.moved and not self._conditional:
                self._rows = result.after
        self._flush()
        self._rows = result.after

    def moves(self, move: VersionMove, applied: Sequence[Written] = ()) -> None:
        """Write a move of the version table alone, and what ``on_version_apply`` does after it."""
        for revision in move.added or ("base",):
            for statement in self._noted(revision, "stamp"):
                self._add(statement)
        for statement in self.table.moved(self.dialect, move):
            self._add(statement)
        for item in applied:
            for statement in self.dialect.separated(item.statement):
                self._add(statement)
        if not self.dialect.transactional_ddl:
            self._add(_COMMIT)
        self._flush()

    def after(self, statements: Sequence[Statement]) -> None:
        """Write what env.py executes after the migrations."""
        if not statements:
            return
        self._conditional_only()
        self._raw("")
        self._lines("env.py executes this after the migrations.")
        if self.dialect.transactional_ddl and self._mode != "none" and not self._in_transaction:
            self._open()
        for one in statements:
            for statement in self.dialect.separated(one):
                self._statement(statement)
                self._look(statement)
        if not self.dialect.transactional_ddl:
            self._raw(self.dialect.commit_checked() if self.style.guard else self.dialect.commit())

    def finish(self) -> None:
        """Write what stands after the last revision."""
        if self._conditional:
            self._raw("")
            self._lines(f"The database must be at {named(self.end_rows)} now.")
            for statement in self.dialect.guard(self.table.value, (self.end_rows,)):
                self._statement(statement)
        if self._in_transaction:
            self._raw(self.dialect.commit())
        for line in self.dialect.closing(self.table.value, guard=self.style.guard, parts=self._parts):
            self._raw(line)
        for line in self.dialect.timeouts_ended(*self.style.limits):
            self._raw(line)

    def header(self) -> str:
        """Return what stands before the body."""
        count = f"{self.revisions} revision{'' if self.revisions == 1 else 's'}"
        command = f"Apply with: {self.dialect.apply_command}"
        lines = [
            f"sqlcompile {__version__}, {self.dialect.versioned_title}",
            *([f"For the database {self.database}"] if self.database else []),
            f"{named(self.first)} -> {named(self.end_rows)}, {count}",
            *([f"Only the rest of it, after {self.resumed}."] if self.resumed else []),
            "For drivers and tools that run SQL, on one connection, and stop at the first error."
            if self.dialect.bare
            else command,
            *self._mode_lines(),
            *self._transaction_lines(),
            *self.dialect.timeout_remarks(*self.style.limits),
        ]
        text = "\n".join(self.dialect.comment_lines(line) for line in lines)
        settings = (
            *self.dialect.opening(guard=self.style.guard, parts=self._parts),
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

    @property
    def _mode(self) -> Transaction:
        return self.style.transaction_for(self.dialect)

    @property
    def _parts(self) -> int:
        """How many parts there are that somebody could come between."""
        return self.part if self._guarded or self._mode == "none" else 1

    @property
    def _conditional(self) -> bool:
        return self.style.mode == "idempotent"

    def _mode_lines(self) -> list[str]:
        if self._conditional:
            told = "Each revision is applied only where it has not been: a second run changes nothing."
            return [text for text in (told, self.dialect.idempotent_note) if text]
        return [] if self.style.guard else ["It does not check at which revision the database is."]

    def _transaction_lines(self) -> list[str]:
        if not self.dialect.transactional_ddl:
            at_once = f"{self.dialect.title} commits each DDL statement at once"
            return [
                f"{at_once}: where one fails, those before it stay done.",
                "Changes of rows are committed before the next of them, and with their revision's version row.",
                *self._resume_lines(),
            ]
        if self._mode == "none":
            return ["No transaction: where a statement fails, those before it stay done.", *self._resume_lines()]
        if self._mode == "revision":
            told = "Each revision is one transaction, unless a COMMIT inside of it says otherwise."
            return [told, *self._resume_lines()]
        if self.transactional and not self.resumed:
            return ["All of it is one transaction: where a statement fails, nothing is changed."]
        several = "Several transactions: some statements may not run inside one."
        return [f"{several} Each COMMIT says what is done then.", *self._resume_lines()]

    def _resume_lines(self) -> list[str]:
        """Say how to go on after a failure."""
        if not self.revisions:
            return []
        way = f"{','.join(self.first) or 'base'}:{','.join(self.end_rows) or 'base'}"
        numbered = "Every statement has its number, [3/12] with its revision."
        return [
            f"{numbered} Where [4/12] fails, do not start again; this writes the rest:",
            f"sqlcompile resume REVISION:3 {way} -d {self._chosen()}{self.style.options()}",
        ]

    def _chosen(self) -> str:
        """Return the dialect as ``-d`` takes it."""
        version = "" if self.dialect.version == self.dialect.default_version else f"@{dotted(self.dialect.version)}"
        return f"{f'{self.database}=' if self.database else ''}{self.dialect.name}{version}"

    def _guard(self, needs: Sequence[Need]) -> None:
        if not self._conditional:
            self._lines(f"The database must be at {named(self.start)}.")
            states: States = (self.start,)
        else:
            states = tuple(self.states) or (self.start, self.end_rows)
            self._lines(f"The database must be at {named(self.start)}, at {named(self.end_rows)}, or on the way.")
        for statement in self.dialect.guard(self.table.value, states, needs):
            self._statement(statement)

    def _before(self) -> tuple[list[Statement], list[Statement]]:
        """Return what env.py executes before the guard, and after it.

        The guard may need a setting to find the version table. What may change more than the session
        waits for it where no transaction would take it back.
        """
        statements = [one for statement in self.before for one in self.dialect.separated(statement)]
        if any(not one.verbatim and one.text and not SETTING.match(one.text) for one in statements):
            self._conditional_only()
        if self.dialect.transactional_ddl:
            return statements, []
        settings = [one for one in statements if one.verbatim or SETTING.match(one.text)]
        return settings, [one for one in statements if one not in settings]

    def _conditional_only(self) -> None:
        if self._conditional:
            raise ConfigError(
                "env.py executes statements beside the migrations, and no condition could tell whether they are done.",
                hint="Use --mode strict, or --no-env to leave env.py out.",
            )

    def _event(self, event: Event, result: StepResult, total: int) -> None:
        number = f"[{event.number}/{total}] {result.step.revision.id}" if event.number else None
        self.statements += bool(event.number)
        if event.kind == "heading":
            self._heading(result)
        elif event.kind == "comment":
            self._add(Statement("", comment=event.text))
        elif event.kind == "remark":
            assert event.statement is not None
            if self._conditional and event.moved:
                self._add(Statement("", comment=event.statement.text))
            else:
                self._flush()
                self._statement(event.statement)
        elif event.kind == "statement":
            assert event.statement is not None
            if self.dialect.bare:
                self._texts.append(event.statement.text)
            self._add(event.statement, number, event.location)
            self._moving = self._moving or event.moved
        elif event.kind == "commit":
            self._add(_COMMIT, number)
        elif event.kind == "open":
            self._flush()
            self._open(event.text)
        elif event.kind == "close":
            self._close(number)
        elif event.kind == "outside":
            self._flush()
            self._outside = True
            if self._unguarded and self.style.guard and not self._conditional:
                self._part_guard(inside=False)
        elif self.style.guard:
            self._checked(result)

    def _add(self, statement: Statement, number: str | None = None, location: Location | None = None) -> None:
        """Write a statement with its number now, or with its condition."""
        if self._conditional:
            said = [text for text in (statement.comment, number) if text]
            self._waiting.append((replace(statement, comment="\n".join(said) or None), location))
            return
        self._comment(statement)
        if number is not None:
            self._raw(f"-- {number}")
        if statement is _COMMIT:
            self._raw(self.dialect.commit_checked() if self.style.guard else self.dialect.commit())
            return
        self._bare(statement)
        self._look(statement)

    def _look(self, statement: Statement) -> None:
        """Write what lets nothing follow a statement that failed, where no transaction is undone by it."""
        if not self.style.guard or not statement.text:
            return
        alone = self._mode == "none" and self.dialect.transactional_ddl and not self._in_transaction
        for line in (*self._after_each, *(self.dialect.after_outside() if alone else ())):
            self._raw(line)

    def _with_condition(self, statements: Sequence[Statement], mark: str | None) -> list[str]:
        inside = self._in_transaction
        table = self.table.value
        return [*self.dialect.conditional(table, self._rows, statements, needed=self._needed, mark=mark, inside=inside)]

    def _flush(self, *, mark: str | None = None) -> None:
        """Write what waits for its condition; ``mark`` says in the session that it was done."""
        waiting, self._waiting = self._waiting, []
        statements = [statement for statement, _ in waiting]
        if not any(statement.text for statement in statements):
            for statement in statements:
                self._comment(statement)
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
            self._raw(text)
        self._needed = mark
        self._guarded = self._guarded or mark is not None

    def _checked(self, result: StepResult) -> None:
        """Write what stops a client that goes on, after a statement outside of a transaction."""
        if self._conditional:
            self._flush(mark=self._mark(self.part))
            self.part += 1
            return
        stops = self.dialect.after_outside()
        for line in stops:
            self._raw(line)
        if not stops:
            self._ask_for_effects(result)

    def _ask_for_effects(self, result: StepResult) -> None:
        """Let the next part ask for what the statements so far have done: here no client stops at an error."""
        from sqlcompile.compiling.effects import needs_of  # noqa: PLC0415 - it reads SQL, which few scripts need

        if result.schemas:
            self._needs = needs_of(self.dialect, self._texts, result.schemas[self.which])
            self._unguarded = True

    def _open(self, said: str = "") -> None:
        if said:
            self._raw("")
            self._lines(said)
        self._begin()
        if self.style.guard and not self._conditional:
            self._part_guard(inside=True)

    def _begin(self) -> None:
        self._raw(self.dialect.begin())
        self._in_transaction = True
        self._transactions += 1

    def _close(self, number: str | None = None) -> None:
        mark = self._mark(self.part)
        if self._conditional:
            self._flush(mark=mark)
        elif self.style.guard and not self._conditional:
            for statement in self.dialect.part_done(mark):
                self._statement(statement)
        if number is not None:
            self._lines(number)
        self._raw(self.dialect.commit())
        self._in_transaction = False
        self._unguarded = True
        self.part += 1
        if self._mode == "none" and self.style.guard and not self._conditional:
            self._part_guard(inside=False)

    def _mark(self, part: int) -> str:
        """Return the mark of a part; no other script has it."""
        return f"{','.join(self.start) or 'base'}:{','.join(self.end_rows) or 'base'} {part}"

    def _part_guard(self, *, inside: bool) -> None:
        self._guarded = True
        done = self._mark(self.part - 1)
        table = self.table.value
        for statement in self.dialect.part_guard(table, self._rows, done, inside=inside, needs=self._needs):
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

    def _comment(self, statement: Statement) -> None:
        if statement.comment is not None:
            self._lines(statement.comment)

    def _statement(self, statement: Statement) -> None:
        self._comment(statement)
        self._bare(statement)

    def _bare(self, statement: Statement) -> None:
        """Write a statement without what is said of it."""
        if statement.verbatim:
            self._raw(statement.text)
        elif statement.text:
            text = self.dialect.finish(statement)
            if text:
                self._raw(text)

    def _raw(self, text: str) -> None:
        self.body.write(text + "\n")
        self._written = True


_COMMIT = Statement("COMMIT", control="commit")


def total_of(events: Iterable[Event]) -> int:
    """Return how many events of a step are numbered."""
    return max((event.number for event in events), default=0)
