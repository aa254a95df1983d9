"""``op.add_column``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint as SAAddConstraint

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ColumnExists, UnsupportedOperation
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table import create_types, enums_created, make_table, named
from sqlcompile.operations.operation import TableOperation
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import constraints_of, table_from, target_of, type_checks
from sqlcompile.schema.model import Column, Schema, Table


@dataclass(frozen=True)
class AddColumn(TableOperation):
    """Adds a column, and the constraints and the index that it carries.

    ``made`` is a SQLAlchemy table that holds just this column.
    """

    made: sa.Table
    if_not_exists: bool = False
    inline_references: bool = False
    inline_primary_key: bool = False
    insert_before: str | None = None
    insert_after: str | None = None

    @cached_property
    def value(self) -> Table:
        """The column and what it carries, as a table value."""
        return table_from(self.made)

    @cached_property
    def column(self) -> sa.Column[Any]:
        """SQLAlchemy's column."""
        return next(iter(self.made.columns))

    @cached_property
    def added(self) -> Column:
        """The column as a value."""
        return self.value.columns[0]

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        if table.find_column(self.column.name) is not None:
            if self.if_not_exists:
                return schema
            raise ColumnExists(self.table, self.column.name)
        schema = enums_created(schema, dialect, [self.column.type])
        columns = (*table.columns, self.added)
        if dialect.rebuilds:
            columns = placed(table.columns, self.added, self.insert_before, self.insert_after)
        table = replace(table, columns=columns)
        if self.column.primary_key and self.inline_primary_key and self.value.primary_key is not None:
            table = replace(table, primary_key=self.value.primary_key)
        checks = type_checks(self.made, dialect.ddl_compiler)
        own = tuple(replace(c, named_in=schema.maker) for c in self.value.constraints)
        table = replace(table, constraints=(*table.constraints, *own, *checks))
        table = replace(table, indexes=(*table.indexes, *self.value.indexes))
        return schema.with_table(named(schema, dialect, table))

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        if not self.if_not_exists:
            return None
        return ("add column", self.known(before).find_column(self.column.name) is None)

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        column = self.column
        self._check(dialect)
        yield from create_types(dialect, before, [column.type])
        yield from dialect.left_out(self.made)
        condition = "IF NOT EXISTS " if self.if_not_exists and "add column" in dialect.native_if else ""
        text = dialect.column_sql(column)
        if self.inline_primary_key and column.primary_key:
            text += " PRIMARY KEY"
        elif self._references_inline(dialect) and column.foreign_keys:
            text += self._references(dialect)
        yield Statement(f"ALTER TABLE {self.target(dialect)} {dialect.add_column_keyword} {condition}{text}")
        if self.if_not_exists and self.known(before).find_column(column.name) is not None:
            return
        if column.comment and dialect.comments and not dialect.sa.inline_comments:
            place = (self.namespace, self.table)
            yield from dialect.column_comment(place, column.name, column.comment, None)
        yield from self._carried(dialect, before)

    def _check(self, dialect: Dialect) -> None:
        """Raise UnsupportedOperation for a counted column that is no key, where only keys are counted."""
        column = self.column
        counted = column.primary_key and column is self.made._autoincrement_column
        if counted and not dialect.identities and not self.inline_primary_key:
            raise UnsupportedOperation(
                dialect.title,
                f'add the column "{column.name}" as a counted one before it is the primary key',
                "Give add_column() inline_primary_key=True, or the column autoincrement=False.",
            )

    def _references_inline(self, dialect: Dialect) -> bool:
        return self.inline_references and dialect.inline_references

    def _references(self, dialect: Dialect) -> str:
        keys = [c for c in self.made.foreign_key_constraints if len(c.columns) == 1]
        text: str = dialect.ddl_compiler.process(keys[0])
        body = text.split(" REFERENCES ", 1)[1]
        preamble = text.split("FOREIGN KEY", 1)[0]
        return f" {preamble}REFERENCES {body}"

    def _carried(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        for constraint in self.made._sorted_constraints:
            if isinstance(constraint, sa.PrimaryKeyConstraint):
                continue
            if isinstance(constraint, sa.ForeignKeyConstraint) and self._references_inline(dialect):
                continue
            if constraint._should_create_for_compiler(dialect.ddl_compiler):
                yield Statement(dialect.ddl(SAAddConstraint(constraint, isolate_from_table=False)))
        for own in () if dialect.column_constraints else constraints_of(self.column):
            added = AddConstraint(self.table, self.namespace, own)
            yield from added.sql(dialect, before)
        if self.value.indexes:
            known = self.known(before)
            there = before.with_table(replace(known, columns=(*known.columns, self.added)))
            for index in self.value.indexes:
                yield from CreateIndex(self.table, self.namespace, index).sql(dialect, there)


def placed(columns: tuple[Column, ...], column: Column, before: str | None, after: str | None) -> tuple[Column, ...]:
    """Return the columns with one more, at its place or at the end."""
    names = [existing.name for existing in columns]
    position = len(names)
    if before in names:
        position = names.index(before)
    elif after in names:
        position = names.index(after) + 1
    return (*columns[:position], column, *columns[position:])


def own_targets(table: str, namespace: str | None, column: sa.Column[Any]) -> list[sa.Column[Any]]:
    """Return stubs of the columns of the same table that the new column refers to."""
    targets = [target_of(key) for key in column.foreign_keys]
    names = dict.fromkeys(name for place, name in targets if place == (namespace, table) and name != column.name)
    return [sa.Column(name, sa.types.NullType()) for name in names]


def add_column(
    table_name: str,
    column: sa.Column[Any],
    *,
    schema: str | None = None,
    if_not_exists: bool | None = None,
    inline_references: bool | None = None,
    inline_primary_key: bool | None = None,
    insert_before: str | None = None,
    insert_after: str | None = None,
) -> None:
    """Add a column with what it carries: foreign keys, a unique constraint, an index, a comment.

    Raises ColumnExists. ``insert_before`` and ``insert_after`` count where the table is rebuilt.
    """
    recorder = current()
    stubs = own_targets(table_name, schema, column)
    made = make_table(table_name, column, *stubs, schema=schema, naming_convention=recorder.naming_convention)
    recorder.record(
        AddColumn(
            table_name,
            schema,
            made,
            bool(if_not_exists),
            bool(inline_references),
            bool(inline_primary_key),
            insert_before,
            insert_after,
        )
    )
