"""SQLite."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.dialect.contract import Dialect, compiles
from sqlcompile.dialect.lines import shield_starts
from sqlcompile.dialect.literals import Literals, Target, iso_date
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConstraintNotFound, UnsupportedOperation
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.operation import TableOperation
from sqlcompile.schema.edit import mentions
from sqlcompile.schema.model import Column, Constraint, ForeignKey, Schema, Table


class SqliteLiterals(Literals):
    """Literals as in https://www.sqlite.org/lang_expr.html#literal_values_constants_.

    Dates and times are text in the storage format of SQLAlchemy's types, the project's own formats
    included. Carriage returns stand outside the quotes: the sqlite3 client turns CR LF into LF. Numbers
    are 64-bit integers or floats; what is longer would silently become a float, or lose digits.
    """

    name = "SQLite"
    exponents = True

    def codes(self, characters: str) -> list[str]:
        """Return ``char(…)`` (https://www.sqlite.org/lang_corefunc.html#char)."""
        return [f"char({', '.join(str(ord(character)) for character in characters)})"]

    def integer(self, value: int, target: Target) -> str:
        """Return the digits of a 64-bit integer."""
        if not -(2**63) <= value < 2**63:
            raise self.invalid(value, "an integer has 64 bits")
        return str(value)

    def not_finite(self, value: object, number: float, target: Target) -> str:
        """Return infinity as the client's own dumps write it; there is no NaN, it would become NULL."""
        if number == float("inf"):
            return "9e999"
        return "-9e999" if number == float("-inf") else super().not_finite(value, number, target)

    def temporal_text(self, value: str, target: Target) -> str:
        """Return the date or time that the text says, as SQLAlchemy stores it."""
        return self.moment(self.iso(value, target), target)

    def date(self, value: dt.date, target: Target) -> str:
        """Return the storage format of the target's type."""
        return self.stored(value, target) or f"'{iso_date(value)}'"

    def time(self, value: dt.time, target: Target) -> str:
        """Return the storage format of the target's type, or that of Time."""
        return self.stored(value, target) or f"'{_clock(value)}'"

    def datetime(self, value: dt.datetime, target: Target) -> str:
        """Return the storage format of the target's type, or that of DateTime."""
        return self.stored(value, target) or f"'{iso_date(value)} {_clock(value)}'"

    def stored(self, value: dt.date | dt.time, target: Target) -> str | None:
        """Return what SQLAlchemy's type for dates and times stores, if the target has one."""
        processor = target.kind.bind_processor(target.dialect) if target.temporal else None
        return self.text(str(processor(value))) if processor else None


def _clock(value: dt.time | dt.datetime) -> str:
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}.{value.microsecond:06}"


class SQLite(Dialect):
    """SQLite, applied with the sqlite3 shell."""

    name = "sqlite"
    title = "SQLite"
    default_version = (3, 40)
    oldest_version = (3, 26)
    like_ignores_case = True
    key_numbers = "largest"
    enforces_keys = False
    driver_types = frozenset()
    meaning = Meaning(native=True, whole_division=True, pads_char=False, zones=False, default_scale=None)
    sqlglot_name = "sqlite"
    default_namespace = "main"
    identifier_limit = 9999
    comments = False
    reserved_words = frozenset(("nothing", "returning"))
    table_prefixes = frozenset(("TEMPORARY", "TEMP"))
    identities = False
    counted_by_flag = True
    deferrable = frozenset(("foreign_key_constraint",))
    match_clause = True
    creates_namespaces = False
    rebuilds = True
    apply_command = "sqlite3 -bail DATABASE < FILE"
    native_if = frozenset(("create table", "drop table", "create index", "drop index"))
    literals_class = SqliteLiterals
    commit_words = frozenset({"COMMIT", "END"})
    lexis = Lexis(backticks=True, brackets=True)
    limits = (
        "What ALTER TABLE cannot do is done by building the table anew: create, copy, drop, rename.",
        "Comments, sequences and schemas do not exist.",
    )

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.sqlite.base import SQLiteDialect

        return SQLiteDialect

    # --- operations ---

    @compiles(AddColumn, AddConstraint, AlterColumn, DropColumn, DropConstraint)
    def change(self, operation: TableOperation, before: Schema) -> Iterator[Statement]:
        """Write ALTER TABLE where SQLite has it, else build the table anew (lang_altertable.html)."""
        if isinstance(operation, AlterColumn):
            yield from operation.comment_statements(self, before)
        if isinstance(operation, DropColumn):
            self._check_dropped(before, operation.known(before), [operation.column])
        if isinstance(operation, DropConstraint) and operation.known(before).complete:
            self._check_found(operation, before)
        if self.needs_rebuild(operation, before):
            batch = BatchAlterTable(operation.table, operation.namespace, (_unconditional(operation),), "always")
            yield from batch.sql(self, before)
        elif isinstance(operation, AlterColumn):
            yield from operation.rename_statements(self)
        elif isinstance(operation, AddColumn):
            yield from _unconditional(replace(operation, inline_references=True)).sql(self, before)
        else:
            yield from _unconditional(operation).sql(self, before)

    def needs_rebuild(self, operation: Any, before: Schema) -> bool:
        """Return whether ALTER TABLE cannot do it: it renames, adds and drops plain columns only."""
        if isinstance(operation, AddConstraint):
            return True
        if isinstance(operation, DropConstraint):
            return not operation.if_exists or operation.found(before, self) is not None
        if isinstance(operation, AlterColumn):
            return (
                operation.type is not None
                or operation.nullable is not None
                or operation.server_default is not False
                or operation.autoincrement is not None
                or operation.moves
            )
        if isinstance(operation, AddColumn):
            return self._added_by_rebuild(operation, before)
        if isinstance(operation, DropColumn):
            return self._dropped_by_rebuild(operation, before)
        return False

    def _added_by_rebuild(self, operation: AddColumn, before: Schema) -> bool:
        """Return whether ADD COLUMN refuses the column (lang_altertable.html, 4)."""
        column = operation.column
        value = operation.added
        kinds = {constraint.kind for constraint in operation.value.constraints}
        default = value.default
        constant = default is None or isinstance(default, str) or _is_constant(self.default_sql(default))
        placed = operation.insert_before is not None or operation.insert_after is not None
        known = before.find(operation.table, operation.namespace)
        return (
            bool(kinds - {"foreignkey"})
            or ("foreignkey" in kinds and default is not None)
            or (not operation.inline_references and any(map(_says_more, operation.value.constraints)))
            or (column.primary_key and operation.inline_primary_key)
            or not constant
            or (not value.nullable and default is None and value.computed is None)
            or (value.computed is not None and bool(value.computed.persisted))
            or _has_type_check(self, operation)
            or (placed and known is not None and known.complete)
        )

    def _dropped_by_rebuild(self, operation: DropColumn, before: Schema) -> bool:
        """Return whether DROP COLUMN refuses the column (lang_altertable.html, 5)."""
        if self.version < (3, 35):
            return True
        table = before.find(operation.table, operation.namespace)
        if table is None or not table.complete:
            return False
        name = operation.column
        word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        return (
            any(name in constraint.column_names for constraint in table.all_constraints())
            or any(name in index.column_names or word.search(_text(self, index)) for index in table.indexes)
            or any(c.kind == "check" and word.search(_expression(self, c)) for c in table.constraints)
            or any(
                column.computed is not None and word.search(self.compile(column.computed.sqltext))
                for column in table.columns
            )
            or any(trigger.table == before.key(table.name, table.namespace) for trigger in before.triggers.values())
            or any(_type_checked(self, column) for column in table.columns if column.name == name)
        )

    def _check_found(self, operation: DropConstraint, before: Schema) -> None:
        """Raise ConstraintNotFound for a name that the table does not have: a new table would hide it."""
        if operation.found(before, self) is None and not operation.if_exists:
            known = [str(c.name) for c in operation.known(before).all_constraints() if c.name]
            raise ConstraintNotFound(operation.table, operation.name, "constraint", known)

    def check_rebuild(self, before: Schema, old: Table, kept: set[str]) -> None:
        """Refuse what would leave a view or a trigger that asks for a column that is gone."""
        self._check_dropped(before, old, [column.name for column in old.columns if column.name not in kept])
        key = before.key(old.name, old.namespace)
        for name, trigger in before.triggers.items():
            if trigger.table == key and not trigger.text:
                raise UnsupportedOperation(
                    self.title,
                    f'build the table "{old.name}" anew: what its trigger "{name[1]}" says after a rename is not known',
                    "Drop the trigger before the rename, and make it again after this change.",
                )

    def _check_dropped(self, before: Schema, table: Table, gone: Sequence[str]) -> None:
        """Refuse to drop a column that a view or a trigger names: SQLite finds that out when they are used."""
        uses = [("view", name[1], text) for name, text in before.views.items()]
        uses += [("trigger", name[1], trigger.text) for name, trigger in before.triggers.items()]
        for column in gone:
            for kind, name, text in uses:
                if mentions(text, table.name) and mentions(text, column):
                    raise UnsupportedOperation(
                        self.title,
                        f'drop the column "{column}" of "{table.name}": the {kind} "{name}" uses it',
                        f"Drop the {kind} first, and make it again after, without the column.",
                    )

    def altered_type(self, column: Column, type_: Any) -> Any:
        """Keep INTEGER where SQLite counts: only it is the row's number, and it holds 64 bits (autoinc.html)."""
        return column.type if column.autoincrement and isinstance(type_, sa.Integer) else type_

    def rename_rebuilt(self, temporary: str, table: Table, before: Schema) -> Iterator[Statement]:
        """Rename; with views about, in the way that does not look into them (pragma legacy_alter_table)."""
        if before.views or before.triggers:
            yield Statement("PRAGMA legacy_alter_table = ON")
        yield from super().rename_rebuilt(temporary, table, before)
        if before.views or before.triggers:
            yield Statement("PRAGMA legacy_alter_table = OFF")

    def text_is_not_transactional(self, text: str) -> bool:
        """Return whether it is VACUUM, or a pragma that does nothing inside a transaction."""
        words = self.lexis.words(text, 2)
        return words[:1] == ["VACUUM"] or words in (["PRAGMA", "FOREIGN_KEYS"], ["PRAGMA", "JOURNAL_MODE"])

    def text_is_procedural(self, text: str) -> bool:
        """Return whether it is a trigger, whose body has semicolons."""
        words = self.lexis.words(text, 3)
        return words[:1] == ["CREATE"] and "TRIGGER" in words

    # --- reflection ---

    def reflected_column(self, found: dict[str, Any], table: Table, column: Any) -> dict[str, Any]:
        """Return a column with its place in the primary key; SQLite says nothing of AUTOINCREMENT."""
        keys = table.primary_key.columns if table.primary_key else ()
        place = keys.index(column.name) + 1 if column.name in keys else 0
        del found["autoincrement"], found["comment"]
        return {**found, "primary_key": place}

    # --- scripts ---

    def objection(self, text: str) -> tuple[str, str] | None:
        """Return what the shell would take for a command."""
        if text.lstrip()[:1] in (".", "#"):
            said = "The sqlite3 shell takes a line that begins so for a command."
            return said, "Leave it out, or write SQL."
        return None

    def needless(self, text: str) -> str | None:
        """Return why PRAGMA foreign_keys is not written: a transaction makes it do nothing (pragma.html)."""
        if self.lexis.words(text, 2) == ["PRAGMA", "FOREIGN_KEYS"]:
            return "It does nothing inside a transaction, and foreign keys are off for all of this script."
        return None

    def finish(self, statement: Statement) -> str:
        """Return a statement with no line that the shell takes for a semicolon: ``/`` and ``go``."""
        text = self.lexis.terminated(statement.text)
        return shield_starts(self.lexis, text, _TERMINATORS, "The sqlite3 shell", quotes_are_safe=True)

    def begin(self) -> str:
        """Return BEGIN IMMEDIATE, which has the write lock when the guard reads (lang_transaction.html)."""
        return "BEGIN IMMEDIATE;"

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return the shell's stop at the first error.

        Foreign keys are off while a table is built anew, as lang_altertable.html asks; the pragma
        does nothing inside a transaction.
        """
        return (".bail on", "PRAGMA foreign_keys = OFF;")

    def guard(self, table: Table, rows: Sequence[str]) -> Iterator[Statement]:
        """Insert what a CHECK refuses unless the rows are right; ``.bail on`` stops the shell there.

        The transaction is rolled back, so that an interactive session is not left inside it.
        """
        name = self.table_name(table.name, table.namespace)
        catalog = f"{self.quote(table.namespace)}.sqlite_master" if table.namespace else "sqlite_master"
        text = self.literals.text
        expected = ", ".join(sorted(rows)) or "base"
        conditions = [f"(SELECT count(*) FROM {name}) = {len(rows)}"]
        if rows:
            listed = ", ".join(text(row) for row in sorted(rows))
            conditions.append(f"(SELECT count(*) FROM {name} WHERE version_num IN ({listed})) = {len(rows)}")
        message = f"sqlcompile: the database is not at {expected}".replace('"', '""')
        yield Statement(f'CREATE TEMP TABLE sqlcompile_guard (ok INTEGER CONSTRAINT "{message}" CHECK (ok = 1))')
        check = "INSERT OR ROLLBACK INTO temp.sqlcompile_guard SELECT"
        if rows:
            there = f"count(*) FROM {catalog} WHERE lower(name) = lower({text(table.name)})"
            yield Statement(f"{check} {there}")
        yield Statement(f"{check} {f'{chr(10)}  AND '.join(conditions)}")
        yield Statement("DROP TABLE temp.sqlcompile_guard")

    def part_guard(self, table: Table, rows: Sequence[str], mark: str, *, inside: bool) -> Iterator[Statement]:
        """Ask for the rows again: between two transactions somebody else may have changed them."""
        if inside:
            yield from self.guard(table, rows)


_TERMINATORS = re.compile(r"^[ \t]*(?:/|go)[ \t]*$", re.MULTILINE | re.IGNORECASE)


def _unconditional(operation: Any) -> Any:
    """Return the operation without IF [NOT] EXISTS, which was decided before."""
    for condition in ("if_exists", "if_not_exists"):
        if getattr(operation, condition, False):
            return replace(operation, **{condition: False})
    return operation


def _says_more(constraint: Constraint) -> bool:
    """Return whether a foreign key has what SQLAlchemy's reflection finds only at the end of a table."""
    if not isinstance(constraint, ForeignKey):
        return False
    clauses = (constraint.ondelete, constraint.onupdate, constraint.deferrable, constraint.initially)
    return (constraint.name is not None and not constraint.generated) or any(c is not None for c in clauses)


def _is_constant(default: str) -> bool:
    """Return whether ADD COLUMN takes a default: no parentheses, no current time."""
    text = default.strip()
    if text.upper() in ("CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"):
        return False
    return bool(re.fullmatch(r"'(?:[^']|'')*'|[+-]?[\w.]+|[xX]'[0-9a-fA-F]*'", text))


def _has_type_check(dialect: Dialect, operation: AddColumn) -> bool:
    compiler: Any = dialect.sa.ddl_compiler(dialect.sa, None)  # type: ignore[arg-type]
    return any(
        getattr(constraint, "_type_bound", False) and constraint._should_create_for_compiler(compiler)
        for constraint in operation.made.constraints
    )


def _type_checked(dialect: Dialect, column: Any) -> bool:
    return bool(getattr(column.type, "create_constraint", False))


def _text(dialect: Dialect, index: Any) -> str:
    parts = [e if isinstance(e, str) else dialect.compile(e) for e in index.expressions]
    parts += [dialect.compile(value) for _, value in index.options if isinstance(value, ClauseElement)]
    return " ".join(parts)


def _expression(dialect: Dialect, check: Any) -> str:
    return check.expression if isinstance(check.expression, str) else dialect.compile(check.expression)
