"""``op.create_index``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex as SACreateIndex
from sqlalchemy.sql.elements import ClauseElement, ColumnClause, TextClause

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SchemaError
from sqlcompile.operations.operation import TableOperation, decided
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import sa_index, stub_table
from sqlcompile.schema.model import Index, Schema


@dataclass(frozen=True)
class CreateIndex(TableOperation):
    """Makes an index."""

    index: Index
    if_not_exists: bool = False

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        if any(existing.name == self.index.name for existing in table.indexes):
            if self.if_not_exists:
                return schema
            raise SchemaError(
                f'The table "{self.table}" has an index "{self.index.name}" already at this revision.',
                hint="Drop it first, or give if_not_exists=True.",
            )
        return schema.with_table(dialect.settled(replace(table, indexes=(*table.indexes, self.index))))

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        native = "create index" in dialect.native_if
        if self.if_not_exists and not native:
            exists = any(index.name == self.index.name for index in self.known(before).indexes)
            yield decided(not exists, "CREATE INDEX IF NOT EXISTS")
            if exists:
                return
        index = sa_index(self.index, self._table(before))
        text = dialect.ddl(SACreateIndex(index, if_not_exists=self.if_not_exists and native))
        yield Statement(text, transactional=not dialect.index_is_not_transactional(dict(self.index.options)))

    def _table(self, before: Schema) -> sa.Table:
        """Return a stub with the types of the columns: some databases' indexes depend on them."""
        table = stub_table(self.table, self.namespace)
        known = self.known(before)
        for name in self.index.expressions:
            column = known.find_column(name) if isinstance(name, str) else None
            if column is not None and column.name not in table.c:
                table.append_column(sa.Column(column.name, column.type))
        return table


def expression_of(element: Any) -> str | ClauseElement:
    """Return a column's name, or the expression, of what ``create_index`` takes as a column."""
    if isinstance(element, str) or isinstance(element, TextClause):
        return element
    if isinstance(element, ColumnClause) and not element.is_literal:
        return element.name
    coerced: ClauseElement = element
    return coerced


def create_index(
    index_name: str | None,
    table_name: str,
    columns: Sequence[str | TextClause | sa.ColumnElement[Any]],
    *,
    schema: str | None = None,
    unique: bool = False,
    if_not_exists: bool | None = None,
    **kw: Any,
) -> None:
    """Make an index on columns and expressions; dialect keywords as SQLAlchemy's Index takes them.

    Without a name, the project's naming convention gives it. Raises SchemaError where the table
    has one of that name.
    """
    recorder = current()
    name = index_name
    expressions = tuple(expression_of(column) for column in columns)
    if name is None:
        convention: Any = recorder.naming_convention
        table = sa.Table(table_name, sa.MetaData(naming_convention=convention or None), schema=schema)
        name = sa_index(Index(None, expressions, unique), table).name
    kw.pop("quote", None)
    index = Index(name, expressions, bool(unique), tuple((k, v) for k, v in kw.items() if k != "info"))
    recorder.record(CreateIndex(table_name, schema, index, bool(if_not_exists)))
