"""What several operations do, and one directive does alone: a table with its type, a column with its check."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.model import Check, Key, Schema


def _flattened(operations: Iterable[Operation]) -> Iterator[Operation]:
    for operation in operations:
        if isinstance(operation, BatchAlterTable):
            yield from operation.operations
        else:
            yield operation


def without_checks_of_types(operations: Sequence[Operation]) -> tuple[list[Operation], frozenset[tuple[str, str]]]:
    """Return the operations without the checks that come with the types of new columns, and these columns."""
    added = {(one.table, one.added.name) for one in _flattened(operations) if isinstance(one, AddColumn)}
    found: set[tuple[str, str]] = set()

    def is_brought(operation: Operation) -> bool:
        if not isinstance(operation, AddConstraint) or not isinstance(operation.constraint, Check):
            return False
        check = operation.constraint
        place = (operation.table, "".join(check.columns))
        if not check.of_type or len(check.columns) != 1 or place not in added:
            return False
        found.add(place)
        return True

    kept: list[Operation] = []
    for operation in operations:
        if isinstance(operation, BatchAlterTable):
            inner = tuple(one for one in operation.operations if not is_brought(one))
            kept.append(replace(operation, operations=inner))
        elif not is_brought(operation):
            kept.append(operation)
    return kept, frozenset(found)


def _types_of(operation: Operation) -> list[Any]:
    if isinstance(operation, CreateTable):
        return [column.type for column in operation.value.columns]
    if isinstance(operation, AddColumn):
        return [operation.added.type]
    return [operation.type] if isinstance(operation, AlterColumn) and operation.type is not None else []


def made_with_tables(style: Style, operations: Sequence[Operation], before: Schema) -> set[Key]:
    """Return the new enums that one column of one new table has, and nothing else."""
    empty = Schema(style.dialect.default_namespace)
    uses: dict[Key, list[bool]] = {}
    for operation in _flattened(operations):
        for type_ in _types_of(operation):
            for made in style.dialect.types_to_create([type_], empty):
                key = empty.key(made.element.name, made.element.schema)
                alone = isinstance(operation, CreateTable) and isinstance(type_, sa.Enum)
                uses.setdefault(key, []).append(alone)
    schema, made_here = before, set()
    for operation in operations:
        after = operation.apply(schema, style.dialect)
        if isinstance(operation, Execute):
            made_here |= after.enums.keys() - before.enums.keys()
        schema = after
    return {key for key, places in uses.items() if places == [True] and key in made_here}


def makes_with_table(style: Style, schema: Schema, operation: Execute) -> bool:
    """Return whether a statement makes a type that comes along with a table."""
    new = operation.apply(schema, style.dialect).enums.keys() - schema.enums.keys()
    return bool(new & style.made_with_tables)
