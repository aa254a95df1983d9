"""Operations on a known schema as statements."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SqlcompileError
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.model import Schema


def statements_of(operations: Iterable[Operation], before: Schema, dialect: Dialect) -> Iterator[Statement]:
    """Yield the statements of operations, one after the other, each as a client reads it.

    Raises SqlcompileError, with the name of the table, for what cannot be written.
    """
    schema = before
    for operation in operations:
        try:
            for statement in dialect.statements(operation, schema):
                yield from dialect.separated(statement)
            schema = operation.apply(schema, dialect)
        except SqlcompileError as error:
            name = getattr(operation, "table", None) or getattr(getattr(operation, "made", None), "name", None)
            if name is not None and name not in error.message:
                error.message = f'The table "{name}": {error.message}'
            raise
