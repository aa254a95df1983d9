"""``op.drop_column``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ColumnNotFound, SchemaError
from sqlcompile.operations.operation import TableOperation
from sqlcompile.operations.recorder import current
from sqlcompile.schema.model import Options, Schema


@dataclass(frozen=True)
class DropColumn(TableOperation):
    """Drops a column, with the indexes and constraints that involve it."""

    column: str
    if_exists: bool = False
    keywords: Options = ()

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        if table.find_column(self.column) is None:
            if table.complete and not self.if_exists:
                raise ColumnNotFound(self.table, self.column, [column.name for column in table.columns])
            return schema
        for other, key in schema.referring(self.table, self.namespace):
            own = other.key == table.key and self.column in key.columns
            if self.column in key.target_columns and not own:
                raise SchemaError(
                    f'A foreign key of "{other.name}" refers to the column "{self.column}" of "{self.table}".',
                    hint=f'Drop it first: op.drop_constraint({key.name!r}, {other.name!r}, type_="foreignkey").',
                )
        return schema.with_table(dialect.drop_column_from(self.known(schema), self.column))

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        if not self.if_exists:
            return None
        return ("drop column", self.known(before).find_column(self.column) is not None)

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        condition = "IF EXISTS " if self.if_exists and "drop column" in dialect.native_if else ""
        yield Statement(f"ALTER TABLE {self.target(dialect)} DROP COLUMN {condition}{dialect.quote(self.column)}")


def drop_column(
    table_name: str, column_name: str, *, schema: str | None = None, if_exists: bool | None = None, **kw: Any
) -> None:
    """Drop a column; ``mssql_drop_check`` and its like are accepted, the replayed schema knows more.

    Raises ColumnNotFound where the history knows the whole table and it has no such column.
    """
    current().record(DropColumn(table_name, schema, column_name, bool(if_exists), tuple(kw.items())))
