"""``op.create_table``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex as SACreateIndex
from sqlalchemy.schema import CreateTable as SACreateTable
from sqlalchemy.schema import SetColumnComment, SetTableComment
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import NullType

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import TableExists
from sqlcompile.operations.operation import Operation, decided
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import table_from, target_of
from sqlcompile.schema.model import Constraint, Schema, Table


@dataclass(frozen=True)
class CreateTable(Operation):
    """Makes a table with its indexes and comments; ``made`` is SQLAlchemy's table, never changed."""

    made: sa.Table
    if_not_exists: bool = False

    @cached_property
    def value(self) -> Table:
        """The table as a value."""
        return table_from(self.made)

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        found = schema.find(self.made.name, self.made.schema)
        if found is not None:
            if self.if_not_exists:
                return schema
            raise TableExists(self.made.fullname)
        schema = enums_created(schema, dialect, [column.type for column in self.value.columns])
        return schema.with_table(named(schema, dialect, self.value))

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        table = self.made
        exists = before.find(table.name, table.schema) is not None
        native = "create table" in dialect.native_if
        if self.if_not_exists and not native:
            yield decided(not exists, "CREATE TABLE IF NOT EXISTS")
            if exists:
                return
        yield from create_types(dialect, before, [column.type for column in table.columns])
        yield Statement(dialect.ddl(SACreateTable(table, if_not_exists=self.if_not_exists and native)))
        yield from comments_of(dialect, table)
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            yield Statement(dialect.ddl(SACreateIndex(index, if_not_exists=self.if_not_exists and native)))


def comments_of(dialect: Dialect, table: sa.Table) -> Iterator[Statement]:
    """Yield the comments of a new table, where they are statements of their own."""
    if not dialect.comments or dialect.sa.inline_comments:
        return
    if table.comment:
        yield Statement(dialect.ddl(SetTableComment(table)))
    for column in table.columns:
        if column.comment:
            yield Statement(dialect.ddl(SetColumnComment(column)))


def create_types(dialect: Dialect, before: Schema, types: list[Any]) -> Iterator[Statement]:
    """Yield a CREATE TYPE for each named type that is not there yet."""
    for element in dialect.types_to_create(types, before):
        yield Statement(dialect.ddl(element))


def enums_created(schema: Schema, dialect: Dialect, types: list[Any]) -> Schema:
    """Return the schema with the named types that these columns brought."""
    new = {
        schema.key(element.element.name, element.element.schema): tuple(getattr(element.element, "enums", ()))
        for element in dialect.types_to_create(types, schema)
    }
    return replace(schema, enums={**schema.enums, **new}) if new else schema


def named(schema: Schema, dialect: Dialect, table: Table) -> Table:
    """Return the table with the names and the indexes that the database gives by itself."""
    if not any(constraint.name is None for constraint in table.all_constraints()):
        return dialect.settled(table)
    done: list[Constraint] = []
    result = replace(table, constraints=())
    if table.primary_key is not None:
        result = replace(result, primary_key=_named(schema, dialect, result, table.primary_key))
    for constraint in table.constraints:
        done.append(_named(schema, dialect, replace(result, constraints=tuple(done)), constraint))
    return dialect.settled(replace(result, constraints=tuple(done)))


def _named(schema: Schema, dialect: Dialect, table: Table, constraint: Any) -> Any:
    if constraint.name is not None:
        return constraint
    return replace(constraint, name=dialect.constraint_name(schema, table, constraint), generated=True)


def stub_targets(table: sa.Table) -> None:
    """Make stubs of the tables that the foreign keys of a table refer to, so that they compile."""
    for element in list(table.foreign_keys):
        (namespace, name), column = target_of(element)
        if (namespace, name) == (table.schema, table.name) or element._table_column is not None:
            continue
        stub = sa.Table(name, table.metadata, schema=namespace, keep_existing=True)
        if column not in stub.c:
            stub.append_column(sa.Column(column, NullType()))


def make_table(name: str, *items: SchemaItem, naming_convention: Any = None, **keywords: Any) -> sa.Table:
    """Return a SQLAlchemy table of its own MetaData; items that belong to another table are copied."""
    metadata = sa.MetaData(naming_convention=naming_convention or None)
    free = [
        item._copy() if isinstance(item, sa.Column) and getattr(item, "table", None) is not None else item
        for item in items
    ]
    table = sa.Table(name, metadata, *free, **keywords)
    if table.foreign_keys:
        stub_targets(table)
    return table


def create_table(table_name: str, *columns: SchemaItem, if_not_exists: bool | None = None, **kw: Any) -> sa.Table:
    """Make a table of columns, constraints and indexes; ``kw`` is what SQLAlchemy's Table takes.

    Returns SQLAlchemy's table, for ``bulk_insert``. Raises TableExists.
    """
    recorder = current()
    kw.pop("_constraints_included", None)
    table = make_table(table_name, *columns, naming_convention=recorder.naming_convention, **kw)
    recorder.record(CreateTable(table, bool(if_not_exists)))
    return table
