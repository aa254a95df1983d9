"""``op.bulk_insert``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import InvalidScript
from sqlcompile.operations.execute import add_defaults
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.recorder import current
from sqlcompile.schema.model import Schema


@dataclass(frozen=True)
class BulkInsert(Operation):
    """Inserts rows, one statement a row."""

    table: Any
    rows: tuple[Mapping[str, Any], ...]

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        if not self.rows:
            return
        around = dialect.around_bulk_insert(self.table, self.rows, before)
        yield from (Statement(text) for text in around[:1])
        yield from self._inserts(dialect)
        yield from (Statement(text) for text in around[1:])

    def _inserts(self, dialect: Dialect) -> Iterator[Statement]:
        shapes: dict[tuple[str, ...], Any] = {}
        for row in self.rows:
            keys = tuple(row)
            if any(isinstance(value, sa.ClauseElement) for value in row.values()):
                statement = self.table.insert().values(**row)
                shape = _Insert(dialect, statement, None)
                yield Statement(shape.filled(dialect, {}))
                continue
            found = shapes.get(keys)
            if found is None:
                found = shapes[keys] = _Insert(dialect, self.table.insert(), keys)
            yield Statement(found.filled(dialect, row))


class _Insert:
    """An INSERT compiled once for all rows with the same keys."""

    def __init__(self, dialect: Dialect, statement: Any, keys: Sequence[str] | None) -> None:
        self.compiled = (
            statement.compile(dialect=dialect.sa)
            if keys is None
            else statement.compile(dialect=dialect.sa, column_keys=list(keys))
        )
        self.types = {name: bind.type for name, bind in self.compiled.binds.items()}

    def filled(self, dialect: Dialect, row: Mapping[str, Any]) -> str:
        from sqlcompile.dialect.compilers import fill

        values = dict(self.compiled.construct_params(row))
        add_defaults(self.compiled, values)
        return fill(self.compiled.string, self.types, values, dialect.sa)


def bulk_insert(table: Any, rows: Sequence[Mapping[str, Any]], *, multiinsert: bool = True) -> None:
    """Insert rows, given as dictionaries, into a table of SQLAlchemy's (``sa.table`` or ``sa.Table``).

    Raises InvalidScript where the rows are not a list of dictionaries.
    """
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise InvalidScript("bulk_insert() takes its rows as a list of dictionaries.")
    current().record(BulkInsert(table, tuple(dict(row) for row in rows)))
