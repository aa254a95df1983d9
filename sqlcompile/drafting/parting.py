"""Operations that a hook made, as those that a script is written of: what a table or a column carries is apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import Schema


def made_by(*lists: Iterable[Operation]) -> frozenset[int]:
    """Return the identities of SQLAlchemy's tables in operations that are written already."""
    return frozenset(
        id(one.made) for operations in lists for one in each_of(operations) if isinstance(one, CreateTable | AddColumn)
    )


def each_of(operations: Iterable[Operation]) -> Iterator[Operation]:
    """Yield operations one by one, those in batches too."""
    for one in operations:
        yield from one.operations if isinstance(one, BatchAlterTable) else (one,)


def apart(
    operations: Iterable[Operation], before: Schema, dialect: Dialect, known: frozenset[int]
) -> Iterator[Operation]:
    """Yield operations; the new tables and columns that are not ``known`` without what they carry, and that after them."""
    for operation in operations:
        parts = list(_parts(operation, before, dialect, known))
        for part in parts:
            before = part.apply(before, dialect)
        yield from parts


def _parts(operation: Operation, before: Schema, dialect: Dialect, known: frozenset[int]) -> Iterator[Operation]:
    if isinstance(operation, BatchAlterTable):
        inner: tuple[Any, ...] = tuple(part for one in operation.operations for part in _of_column(one, known))
        yield replace(operation, operations=inner)
    elif isinstance(operation, CreateTable) and id(operation.made) not in known:
        made = operation.made
        exists = before.find(made.name, made.schema) is not None
        bare = before.without_table(made.name, made.schema) if exists and operation.if_not_exists else before
        table = operation.apply(bare, dialect).table(made.name, made.schema)
        yield replace(operation, made=sa_table(replace(table, indexes=())))
        for index in operation.value.indexes:
            yield CreateIndex(made.name, made.schema, index, operation.if_not_exists)
    else:
        yield from _of_column(operation, known)


def _of_column(operation: Operation, known: frozenset[int]) -> Iterator[Operation]:
    """Yield an operation; a new column without its constraints and its index, and these."""
    if not isinstance(operation, AddColumn) or id(operation.made) in known:
        yield operation
        return
    value = operation.value
    columns = tuple(column for column in value.columns if column.name == operation.column.name)
    key = value.primary_key if operation.inline_primary_key else None
    yield replace(
        operation, made=sa_table(replace(value, columns=columns, primary_key=key, constraints=(), indexes=()))
    )
    for constraint in value.constraints:
        yield AddConstraint(operation.table, operation.namespace, constraint)
    for index in value.indexes:
        yield CreateIndex(operation.table, operation.namespace, index)
