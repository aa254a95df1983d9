"""``op.add_column``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import AddConstraint as SAAddConstraint
from sqlalchemy.schema import CreateIndex as SACreateIndex
from sqlalchemy.schema import SetColumnComment

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ColumnExists
from sqlcompile.operations.create_table import create_types, enums_created, make_table, named
from sqlcompile.operations.operation import TableOperation, decided
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import table_from
from sqlcompile.schema.model import Column, PrimaryKey, Schema, Table


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

    @property
    def column(self) -> sa.Column[Any]:
        """SQLAlchemy's column."""
        return next(iter(self.made.columns))

    @property
    def added(self) -> Column:
        """The column as a value."""
        column = self.value.columns[0]
        keyed = self.column.primary_key and self.inline_primary_key
        return column if keyed else replace(column, autoincrement=False)

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        if table.find_column(self.column.name) is not None:
            if self.if_not_exists:
                return schema
            raise ColumnExists(self.table, self.column.name)
        schema = enums_created(schema, dialect, [self.column.type])
        table = replace(table, columns=placed(table.columns, self.added, self.insert_before, self.insert_after))
        if self.column.primary_key and self.inline_primary_key and self.value.primary_key is not None:
            table = replace(table, primary_key=self.value.primary_key)
        for constraint in self.value.constraints:
            table = replace(table, constraints=(*table.constraints, constraint))
        table = replace(table, indexes=(*table.indexes, *self.value.indexes))
        return schema.with_table(named(schema, dialect, table))

    def is_needed(self, dialect: Dialect, before: Schema) -> Iterator[Statement | None]:
        """Yield the remark that stands for a missing IF NOT EXISTS; None where the column is there."""
        if self.if_not_exists and "add column" not in dialect.native_if:
            exists = self.known(before).find_column(self.column.name) is not None
            yield decided(not exists, "ADD COLUMN IF NOT EXISTS")
            if exists:
                yield None

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        for remark in self.is_needed(dialect, before):
            if remark is None:
                return
            yield remark
        column = self.column
        yield from create_types(dialect, before, [column.type])
        condition = "IF NOT EXISTS " if self.if_not_exists and "add column" in dialect.native_if else ""
        text = dialect.column_sql(column)
        if self.inline_primary_key and column.primary_key:
            text += " PRIMARY KEY"
        elif self.inline_references and column.foreign_keys:
            text += self._references(dialect)
        yield Statement(f"ALTER TABLE {self.target(dialect)} {dialect.add_column_keyword} {condition}{text}")
        if column.comment and dialect.comments and not dialect.sa.inline_comments:
            yield Statement(dialect.ddl(SetColumnComment(column)))
        yield from self._carried(dialect)

    def _references(self, dialect: Dialect) -> str:
        keys = [c for c in self.made.foreign_key_constraints if len(c.columns) == 1]
        compiler: Any = dialect.sa.ddl_compiler(dialect.sa, None)  # type: ignore[arg-type]
        text: str = compiler.process(keys[0])
        body = text.split(" REFERENCES ", 1)[1]
        preamble = text.split("FOREIGN KEY", 1)[0]
        return f" {preamble}REFERENCES {body}"

    def _carried(self, dialect: Dialect) -> Iterator[Statement]:
        for constraint in self.made._sorted_constraints:
            if isinstance(constraint, sa.PrimaryKeyConstraint):
                continue
            if isinstance(constraint, sa.ForeignKeyConstraint) and self.inline_references:
                continue
            compiler: Any = dialect.sa.ddl_compiler(dialect.sa, None)  # type: ignore[arg-type]
            if constraint._should_create_for_compiler(compiler):
                yield Statement(dialect.ddl(SAAddConstraint(constraint, isolate_from_table=False)))
        for index in sorted(self.made.indexes, key=lambda index: str(index.name)):
            yield Statement(dialect.ddl(SACreateIndex(index)))


def placed(
    columns: tuple[Column, ...], column: Column, before: str | None, after: str | None
) -> tuple[Column, ...]:
    """Return the columns with one more, at its place or at the end."""
    names = [existing.name for existing in columns]
    position = len(names)
    if before in names:
        position = names.index(before)
    elif after in names:
        position = names.index(after) + 1
    return (*columns[:position], column, *columns[position:])


def carried_primary_key(operation: AddColumn) -> PrimaryKey | None:
    """Return the primary key that comes with the column, where it is declared inline."""
    return operation.value.primary_key if operation.inline_primary_key else None


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
    made = make_table(table_name, column, schema=schema, naming_convention=recorder.naming_convention)
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
