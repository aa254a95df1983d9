"""``op.create_table``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateTable as SACreateTable
from sqlalchemy.sql.schema import SchemaItem
from sqlalchemy.types import NullType

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import TableExists
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.operation import Operation, add_constraint
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import constraint_from, domain_from, table_from, target_of, type_checks
from sqlcompile.schema.model import Constraint, ForeignKey, Schema, Table


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
        if found is not None and not self.if_not_exists:
            raise TableExists(self.made.fullname)
        schema = enums_created(schema, dialect, [column.type for column in self.value.columns])
        if found is not None:
            for index in self._indexes():
                schema = index.apply(schema, dialect)
            return schema
        checks = type_checks(self.made, dialect.ddl_compiler)
        kept = self.value.constraints
        if dialect.sa.supports_alter:  # then CREATE TABLE leaves out what is for an ALTER TABLE of its own
            kept = tuple(c for c in kept if not (isinstance(c, ForeignKey) and c.use_alter))
        table = dialect.created(replace(self.value, constraints=(*kept, *checks)))
        return schema.with_table(named(schema, dialect, table))

    def _indexes(self) -> list[CreateIndex]:
        """Return the making of its indexes, each an operation of its own."""
        made = self.made
        return [CreateIndex(made.name, made.schema, index, self.if_not_exists) for index in self.value.indexes]

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        if not self.if_not_exists:
            return None
        return ("create table", before.find(self.made.name, self.made.schema) is None)

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        table = self.made
        native = "create table" in dialect.native_if
        yield from create_types(dialect, before, [column.type for column in table.columns])
        yield from dialect.left_out(table)
        yield Statement(dialect.ddl(SACreateTable(table, if_not_exists=self.if_not_exists and native)))
        yield from comments_of(dialect, table)
        indexes = self._indexes()
        if indexes:
            exists = before.find(table.name, table.schema) is not None
            there = before if exists else before.with_table(replace(self.value, indexes=()))
            for index in indexes:
                yield from dialect.statements(index, there)


def comments_of(dialect: Dialect, table: sa.Table) -> Iterator[Statement]:
    """Yield the comments of a new table, where they are statements of their own."""
    if not dialect.comments or dialect.sa.inline_comments:
        return
    place = (table.schema, table.name)
    if table.comment:
        yield from dialect.table_comment(place, table.comment, None)
    for column in table.columns:
        if column.comment:
            yield from dialect.column_comment(place, column.name, column.comment, None)


def create_types(dialect: Dialect, before: Schema, types: list[Any]) -> Iterator[Statement]:
    """Yield a CREATE TYPE for each named type that is not there yet."""
    for element in dialect.types_to_create(types, before):
        yield Statement(dialect.ddl(element))


def enums_created(schema: Schema, dialect: Dialect, types: list[Any]) -> Schema:
    """Return the schema with the named types that these columns brought."""
    return with_types(schema, [element.element for element in dialect.types_to_create(types, schema)])


def with_types(schema: Schema, made: list[Any]) -> Schema:
    """Return the schema with these named types."""
    if not made:
        return schema
    new = {schema.key(type_.name, type_.schema): tuple(getattr(type_, "enums", ())) for type_ in made}
    domains = {schema.key(type_.name, type_.schema): found for type_ in made if (found := domain_from(type_))}
    return replace(schema, enums={**schema.enums, **new}, domains={**schema.domains, **domains})


def named(schema: Schema, dialect: Dialect, table: Table) -> Table:
    """Return the table with the names and the indexes that the database gives by itself."""
    table = _indexes_named(schema, dialect, _cut(dialect, table))
    if not any(c.name is None and not c.generated for c in table.all_constraints()):
        return dialect.settled(table)
    done: list[Constraint] = []
    result = replace(table, constraints=())
    if table.primary_key is not None:
        result = replace(result, primary_key=_named(schema, dialect, result, table.primary_key))
    for constraint in table.constraints:
        done.append(_named(schema, dialect, replace(result, constraints=tuple(done)), constraint))
    return dialect.settled(replace(result, constraints=tuple(done)))


def _indexes_named(schema: Schema, dialect: Dialect, table: Table) -> Table:
    """Return the table with the names that the database gives to indexes without one."""
    for index in table.indexes:
        if index.name is None:
            done = replace(index, name=dialect.index_name(schema, table, index), made_by=schema.maker)
            table = replace(table, indexes=tuple(done if i is index else i for i in table.indexes))
    return table


def _cut(dialect: Dialect, table: Table) -> Table:
    """Return the table with the names as they stand in SQL: too long ones are cut."""
    names = [c.name for c in table.all_constraints()] + [index.name for index in table.indexes]
    if all(dialect.stored_name(name) is name for name in names):
        return table
    primary = table.primary_key
    return replace(
        table,
        primary_key=primary and replace(primary, name=dialect.stored_name(primary.name)),
        constraints=tuple(replace(c, name=dialect.stored_name(c.name)) for c in table.constraints),
        indexes=tuple(replace(index, name=dialect.stored_name(index.name)) for index in table.indexes),
    )


def _named(schema: Schema, dialect: Dialect, table: Table, constraint: Any) -> Any:
    if constraint.name is not None or constraint.generated:
        return constraint
    name = dialect.constraint_name(schema, table, constraint)
    return replace(constraint, name=name, generated=True, made_by=schema.maker)


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


def table_created(schema: Schema, dialect: Dialect, table: sa.Table) -> Schema:
    """Return the schema after ``create_all()`` made a table, those keys too that it adds in the end."""
    schema = CreateTable(table).apply(schema, dialect)
    made = schema.table(table.name, table.schema)
    for key in sorted(table.foreign_key_constraints, key=lambda key: key._creation_order):
        value = constraint_from(key)
        if key.use_alter and dialect.sa.supports_alter and value is not None:
            made = named(schema, dialect, add_constraint(made, value))
    return schema.with_table(made)
