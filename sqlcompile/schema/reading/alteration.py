"""An ALTER TABLE while it is read, and what its actions have in common."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy.types import NullType

from sqlcompile.schema.model import Column, Key, Schema, Table
from sqlcompile.schema.reading.columns import ColumnRead
from sqlcompile.schema.reading.cursor import Cursor
from sqlcompile.schema.reading.names import column_name, table_or_stub


@dataclass
class Alteration:
    """An ALTER TABLE while it is read: the schema so far, and the table's key in it."""

    schema: Schema
    key: Key

    def table(self, cursor: Cursor) -> Table:
        """Return the table as it is by now."""
        return table_or_stub(cursor.flavor, self.schema, self.key)

    def put(self, table: Table) -> None:
        """Put the changed table in its place."""
        self.schema = self.schema.with_table(table)


def column_or_stub(item: Cursor, table: Table, name: str) -> Column:
    """Return the column of that name, one of which nothing is known where the table does not have it."""
    name = column_name(item.flavor, table, name)
    return table.find_column(name) or Column(name, NullType())


def with_column(table: Table, column: Column) -> Table:
    """Return the table with the column in the place of its namesake, or at the end of what is known of it."""
    if table.find_column(column.name) is None:
        return replace(table, columns=(*table.columns, column), complete=False)
    return table.with_column(column)


def placed(item: Cursor, table: Table, read: ColumnRead) -> Table:
    """Return the table with the column in the place that FIRST or AFTER gives it."""
    if read.place is None:
        return table
    others = [column for column in table.columns if column.name != read.column.name]
    names = [column.name for column in others]
    after = column_name(item.flavor, table, read.place)
    at = names.index(after) + 1 if after in names else 0 if read.place == "" else len(names)
    return replace(table, columns=(*others[:at], table.column(read.column.name), *others[at:]))
