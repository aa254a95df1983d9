"""``op.create_table_comment``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.operations.operation import TableOperation
from sqlcompile.operations.recorder import current
from sqlcompile.schema.model import Schema


@dataclass(frozen=True)
class CommentTable(TableOperation):
    """Sets a table's comment; None removes it."""

    comment: str | None
    existing_comment: str | None = None

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        return schema.with_table(replace(self.known(schema), comment=self.comment))

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        if not dialect.comments:
            yield dialect.no_comments(self.table)
            return
        old = self.known(before).comment
        old = self.existing_comment if old is None else old
        yield from dialect.table_comment((self.namespace, self.table), self.comment, old)


def create_table_comment(
    table_name: str, comment: str | None, *, existing_comment: str | None = None, schema: str | None = None
) -> None:
    """Set the comment of a table."""
    current().record(CommentTable(table_name, schema, comment, existing_comment))
