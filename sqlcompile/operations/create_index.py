"""``op.create_index``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.schema import CreateIndex as SACreateIndex
from sqlalchemy.sql.elements import ClauseElement, TextClause
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import SchemaError, UnsupportedOperation
from sqlcompile.operations.operation import TableOperation
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import key_of, sa_index, stub_table
from sqlcompile.schema.model import Index, Schema, Table


@dataclass(frozen=True)
class CreateIndex(TableOperation):
    """Makes an index."""

    index: Index
    if_not_exists: bool = False
    nameless: bool = False
    """Whether the script gives no name, and a naming convention gave it."""

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        table = self.known(schema)
        name = dialect.stored_name(self.index.name)
        index = replace(self.index, name=name, made_by=schema.maker if self.nameless else None)
        if any(existing.name == index.name for existing in table.indexes):
            if self.if_not_exists:
                return schema
            raise SchemaError(
                f'The table "{self.table}" has an index "{self.index.name}" already at this revision.',
                hint="Drop it first, or give if_not_exists=True.",
            )
        for column in index.expressions if table.complete else ():
            if isinstance(column, str):
                table.column(column)
        return schema.with_table(dialect.settled(replace(table, indexes=(*table.indexes, index))))

    def condition(self, dialect: Dialect, before: Schema) -> tuple[str, bool] | None:
        if not self.if_not_exists:
            return None
        return ("create index", not any(index.name == self.index.name for index in self.known(before).indexes))

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        native = "create index" in dialect.native_if
        text = self._plain(dialect, before, native=native)
        if text is None:
            condition = self.if_not_exists and native
            text = create_index_sql(dialect, self.index, self.known(before), if_not_exists=condition)
        yield Statement(text, transactional=not dialect.index_is_not_transactional(dict(self.index.options)))

    def _plain(self, dialect: Dialect, before: Schema, *, native: bool) -> str | None:
        """Return the statement that every database has for plain columns, None for anything else.

        It is what SQLAlchemy writes, without an index and a table being made for it.
        """
        index = self.index
        name = index.name
        known = self.known(before)
        columns = [expression for expression in index.expressions if isinstance(expression, str)]
        if index.options or self.namespace or name is None or len(columns) < len(index.expressions):
            return None
        if len(name) > dialect.identifier_limit:
            return None
        if dialect.unbounded is not None and any(
            _may_be_unbounded(column.type) for column in known.columns if column.name in columns
        ):
            return None
        kind = "UNIQUE INDEX" if index.unique else "INDEX"
        condition = "IF NOT EXISTS " if self.if_not_exists and native else ""
        listed = ", ".join(dialect.quote(column) for column in columns)
        return f"CREATE {kind} {condition}{dialect.quote(name)} ON {self.target(dialect)} ({listed})"


def _may_be_unbounded(type_: TypeEngine[Any]) -> bool:
    """Return whether a type may be one that a database indexes only in part, or not at all."""
    if isinstance(type_, sa.String):
        return type_.length is None or isinstance(type_, sa.Text)
    return not isinstance(type_, sa.Integer | sa.Numeric | sa.Date | sa.DateTime | sa.Boolean)


def create_index_sql(dialect: Dialect, index: Index, table: Table, *, if_not_exists: bool = False) -> str:
    """Return CREATE INDEX; what some databases' indexes depend on is the types of the table's columns."""
    names = [expression for expression in index.expressions if isinstance(expression, str)]
    stub = stub_table(table.name, table.namespace, dict.fromkeys(names), table)
    index = replace(
        index,
        expressions=tuple(
            expression if isinstance(expression, str) else dialect.index_expression(expression)
            for expression in index.expressions
        ),
    )
    try:
        made = sa_index(index, stub)
    except exc.ArgumentError as error:
        raise UnsupportedOperation(
            dialect.title,
            f'make the index "{index.name}" as it is asked for: {str(error).rstrip(".")}',
            "Leave the keyword out for this database.",
        ) from error
    return dialect.ddl(SACreateIndex(made, if_not_exists=if_not_exists))


def expression_of(element: Any) -> str | ClauseElement:
    """Return a column's name, or the expression, of what ``create_index`` takes as a column."""
    return element if isinstance(element, str | TextClause) else key_of(element)


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
        name = _conventional(Index(None, expressions, unique), table_name, schema, recorder.naming_convention)
    kw.pop("quote", None)
    index = Index(name, expressions, bool(unique), tuple((k, v) for k, v in kw.items() if k != "info"))
    recorder.record(CreateIndex(table_name, schema, index, bool(if_not_exists), index_name is None))


def _conventional(index: Index, table_name: str, namespace: str | None, convention: Mapping[str, Any]) -> str:
    """Return the name that a naming convention gives an index; raises SchemaError where it gives none."""
    table = sa.Table(table_name, sa.MetaData(naming_convention=dict(convention) or None), schema=namespace)
    try:
        name = sa_index(index, table).name
    except (AssertionError, AttributeError, exc.InvalidRequestError):  # the convention asks for a column's name
        name = None
    if name is None:
        raise SchemaError(
            f'The new index on "{table_name}" has no name, and no naming convention gives it one.',
            hint="Give it a name: a convention makes one of columns only, not of expressions.",
        )
    return str(name)
