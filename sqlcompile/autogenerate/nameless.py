"""Dropping one of several constraints without a name, where a table is built anew.

A batch may give the constraints that it finds names by a convention, and a script calls the one that it drops by
that: Alembic's manual, "Dropping Unnamed or Named Foreign Keys". The others keep these names.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sqlcompile.operations.add_constraint import AddConstraint, conventional
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.schema.model import Constraint, Schema, Table

_PATTERNS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "foreignkey": ("fk", "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s"),
        "unique": ("uq", "uq_%(table_name)s_%(column_0_N_name)s"),
    }
)
"""The keys and the names of a convention, for kinds of constraints; a check has no columns that could name it."""


def batch_of(start: Table, operations: Sequence[TableOperation]) -> BatchAlterTable:
    """Return the batch of the changes of a table, with names for constraints where one of several is dropped."""
    place = (start.name, start.namespace)
    kinds = {kind for operation in operations if (kind := _unclear(start, operation)) is not None}
    if not kinds:
        return BatchAlterTable(*place, tuple(operations))
    convention = dict(pair for kind, pair in _PATTERNS.items() if kind in kinds)
    named: tuple[Any, ...] = tuple(_named(start, operation, kinds, convention) for operation in operations)
    return BatchAlterTable(*place, named, naming_convention=convention)


def _unclear(start: Table, operation: TableOperation) -> str | None:
    """Return the kind of the constraint that is dropped, where it has no name and is one of several such."""
    if not isinstance(operation, DropConstraint) or operation.exactly is None or operation.type not in _PATTERNS:
        return None
    count = sum(one.kind == operation.type and _is_nameless(one) for one in start.constraints)
    return operation.type if count > 1 else None


def _is_nameless(constraint: Constraint) -> bool:
    return constraint.name is None or constraint.generated


def _named(
    start: Table, operation: TableOperation, kinds: Collection[str], convention: Mapping[str, str]
) -> TableOperation:
    if isinstance(operation, DropConstraint) and operation.exactly is not None and operation.type in kinds:
        return replace(operation, name=_by_convention(start, operation.exactly, convention).name, exactly=None)
    if isinstance(operation, AddConstraint) and operation.constraint.kind in kinds:
        return replace(operation, constraint=_by_convention(start, operation.constraint, convention))
    return operation


def _by_convention(start: Table, constraint: Constraint, convention: Mapping[str, str]) -> Constraint:
    if not _is_nameless(constraint):
        return constraint
    return conventional(replace(constraint, name=None, generated=False), start.name, start.namespace, convention)


def with_names(schema: Schema, operations: Iterable[Operation]) -> Schema:
    """Return a schema with the names that batches among the operations give to constraints that have none."""
    for batch in operations:
        table = schema.find(batch.table, batch.namespace) if isinstance(batch, BatchAlterTable) else None
        if table is None or not isinstance(batch, BatchAlterTable) or not batch.naming_convention:
            continue
        named = tuple(
            _by_convention(table, one, batch.naming_convention)
            if one.kind in _PATTERNS and _PATTERNS[one.kind][0] in batch.naming_convention
            else one
            for one in table.constraints
        )
        schema = schema.with_table(replace(table, constraints=named))
    return schema
