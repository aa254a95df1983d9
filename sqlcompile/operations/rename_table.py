"""``op.rename_table``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import TableExists
from sqlcompile.operations.operation import TableOperation
from sqlcompile.operations.recorder import current
from sqlcompile.schema import edit
from sqlcompile.schema.model import Schema


@dataclass(frozen=True)
class RenameTable(TableOperation):
    """Renames a table within its namespace."""

    new_name: str

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        if schema.find(self.new_name, self.namespace) is not None:
            raise TableExists(self.new_name)
        after = edit.rename_table(schema, self.known(schema), self.new_name)
        table = after.table(self.new_name, self.namespace)
        renamed = dialect.renamed(table, self.table)
        return after if renamed is table else after.with_table(renamed)

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        yield Statement(f"ALTER TABLE {self.target(dialect)} RENAME TO {dialect.quote(self.new_name)}")


def rename_table(old_table_name: str, new_table_name: str, *, schema: str | None = None) -> None:
    """Rename a table; raises TableExists where the new name is taken."""
    current().record(RenameTable(old_table_name, schema, new_table_name))
