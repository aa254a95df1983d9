"""``op.drop_table``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.operations.operation import TableOperation
from sqlcompile.operations.recorder import current
from sqlcompile.schema.model import Schema


@dataclass(frozen=True)
class DropTable(TableOperation):
    """Drops a table."""

    if_exists: bool = False

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        return schema.without_table(self.table, self.namespace)

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        if not self.if_exists:
            return None
        return ("drop table", before.find(self.table, self.namespace) is not None)

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        condition = "IF EXISTS " if self.if_exists and "drop table" in dialect.native_if else ""
        yield Statement(f"DROP TABLE {condition}{self.target(dialect)}")


def drop_table(table_name: str, *, schema: str | None = None, if_exists: bool | None = None, **kw: Any) -> None:
    """Drop a table."""
    current().record(DropTable(table_name, schema, bool(if_exists)))
