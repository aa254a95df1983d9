"""``op.bulk_insert``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from sqlcompile.dialect.compilers import MARK
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import InvalidScript
from sqlcompile.operations.execute import add_defaults, rendered
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
                yield Statement(rendered(dialect, self.table.insert().values(**row)))
                continue
            found = shapes.get(keys)
            if found is None:
                found = shapes[keys] = _Insert(dialect, self.table.insert(), keys)
            yield Statement(found.filled(dialect, row))


class _Insert:
    """An INSERT compiled once for all rows with the same keys."""

    def __init__(self, dialect: Dialect, statement: Any, keys: Sequence[str]) -> None:
        self.compiled = statement.compile(dialect=dialect.sa, column_keys=list(keys))
        self.types = {name: bind.type for name, bind in self.compiled.binds.items()}
        self.pieces = MARK.split(self.compiled.string)
        self.names = set(self.pieces[1::2])

    def filled(self, dialect: Dialect, row: Mapping[str, Any]) -> str:
        """Return the statement of a row."""
        if self.names == row.keys():  # no default to add, no name that had to be changed
            values = row
        else:
            values = dict(self.compiled.construct_params(row))
            add_defaults(self.compiled, values)
        render = dialect.literals.render
        literals = [render(values[name], self.types.get(name), dialect.sa) for name in self.pieces[1::2]]
        filled = self.pieces.copy()
        filled[1::2] = literals
        return "".join(filled)


def bulk_insert(table: Any, rows: Sequence[Mapping[str, Any]], *, multiinsert: bool = True) -> None:
    """Insert rows, given as dictionaries, into a table of SQLAlchemy's (``sa.table`` or ``sa.Table``).

    Raises InvalidScript where the rows are not a list of dictionaries.
    """
    if not isinstance(rows, list | tuple) or not all(isinstance(row, Mapping) for row in rows):
        raise InvalidScript(
            "bulk_insert() takes its rows as a list of dictionaries.",
            hint='Write it as in op.bulk_insert(table, [{"id": 1}, {"id": 2}]).',
        )
    unknown = {key for row in rows for key in row} - set(table.c.keys())
    if unknown:
        raise InvalidScript(
            f'The table "{table.name}" that bulk_insert() is given has no column {", ".join(sorted(unknown))}.',
            hint="Give sa.table() all the columns that the rows have.",
        )
    current().record(BulkInsert(table, tuple(dict(row) for row in rows)))
