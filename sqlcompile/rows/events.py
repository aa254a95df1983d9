"""What happened to the rows, in order: the journal that the kept rows are made from when somebody asks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.sql.dml import UpdateBase
from sqlalchemy.sql.elements import TextClause

from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.bulk_insert import BulkInsert
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.sent import Sent
from sqlcompile.rows.hidden import is_part, matters
from sqlcompile.rows.text import may_write
from sqlcompile.schema.model import Key, Schema, Table


@dataclass(frozen=True, slots=True)
class Event:
    """An operation, the schema around it, and the statements that it became."""

    operation: Operation
    before: Schema
    after: Schema
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Boundary:
    """A moment from which on tables may hold rows that the history did not write."""

    tables: frozenset[Key]


@dataclass(frozen=True, slots=True)
class Question:
    """A statement that asks for rows: as text, and as the element and its parameters where it has them."""

    text: str
    element: Any = None
    keys: tuple[str, ...] | None = None
    values: Mapping[str, Any] | None = None


@dataclass(frozen=True, slots=True)
class MadeValue:
    """Stands in an answer for a value that only the real database makes; ``sql`` says how."""

    sql: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Names of columns, and rows."""

    names: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]


@dataclass(slots=True)
class Outcome:
    """What a statement that changes rows gave: its count, its last generated key, the rows it returns."""

    count: int | None = None
    rowid: int | None = None
    answer: Answer | None = None
    row: tuple[Any, ...] | None = None
    """The row that was inserted last, as it lies, in the order of its table's columns then."""
    table: Table | None = None
    target: Key | None = None
    assumed: bool = False
    """Whether it is what a fresh database would give, where the real one may give something else."""


def writes_rows(operation: Operation) -> bool:
    """Return whether an operation may change rows; False is sure."""
    if isinstance(operation, BulkInsert):
        return bool(operation.rows)
    if isinstance(operation, Sent):
        if operation.element is not None:
            return isinstance(operation.element, UpdateBase)
        return may_write(operation.text) or matters(operation.text)
    if isinstance(operation, Execute):
        statement = operation.statement
        if isinstance(statement, UpdateBase):
            return True
        text = statement.text if isinstance(statement, TextClause) else statement
        return may_write(text) or matters(text) if isinstance(text, str) else _ddl_may_write(statement)
    if isinstance(operation, BatchAlterTable):
        return any(writes_rows(part) for part in operation.operations)
    return is_part(operation)


def _ddl_may_write(element: Any) -> bool:
    text = getattr(element, "statement", None)
    return isinstance(text, str) and (may_write(text) or matters(text))
