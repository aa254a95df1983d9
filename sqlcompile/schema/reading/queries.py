"""The columns that a query gives: for CREATE TABLE AS and SELECT INTO, read by sqlglot."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy.types import NullType

from sqlcompile.schema.model import Column, Schema, Table
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.names import column_name, find_table
from sqlcompile.schema.reading.tokens import tokens_of
from sqlcompile.schema.reading.types import read_type


def _no_record(_: logging.LogRecord) -> bool:
    return False


@contextmanager
def silent() -> Iterator[None]:
    """Keep sqlglot's logger from saying anything."""
    logger = logging.getLogger("sqlglot")
    logger.addFilter(_no_record)
    try:
        yield
    finally:
        logger.removeFilter(_no_record)


def parsed(text: str, sqlglot_dialect: str) -> Any:
    """Return sqlglot's tree of a statement; raises Unread where it cannot read it."""
    import sqlglot  # noqa: PLC0415 - only who needs it pays for it

    with silent():
        try:
            return sqlglot.parse_one(text, read=sqlglot_dialect)
        except Exception as error:  # sqlglot raises many kinds on text that is no SQL
            raise Unread(text[:40]) from error


def query_columns(schema: Schema, text: str, flavor: Flavor) -> tuple[Column, ...]:
    """Return the columns that a query gives; none where they cannot be known.

    One whose type is not known has NullType.
    """
    from sqlglot import exp  # noqa: PLC0415 - as above

    try:
        query = parsed(text, flavor.name)
    except Unread:
        return ()
    while isinstance(query, exp.SetOperation | exp.Subquery):
        query = query.this
    if not isinstance(query, exp.Select):
        return ()
    sources = _sources(schema, query, flavor)
    columns: list[Column] = []
    for projection in query.expressions:
        if projection.is_star:
            wanted = projection.table if isinstance(projection, exp.Column) else ""
            chosen = [table for alias, table in sources.items() if not wanted or alias == wanted]
            if not chosen or not all(table is not None and table.complete for table in chosen):
                return ()
            columns += [_plain(flavor, column) for table in chosen if table is not None for column in table.columns]
        else:
            name = projection.output_name
            if not name:
                return ()
            quoted = projection.find(exp.Identifier) is not None and projection.find(exp.Identifier).args.get("quoted")
            source = _source(schema, projection.unalias(), sources, flavor)
            columns.append(replace(source, name=name if quoted else flavor.fold(name)))
    return tuple(columns)


def _plain(flavor: Flavor, column: Column) -> Column:
    """Return a column as a query copies it: without its default and what generates it."""
    return Column(column.name, column.type, nullable=column.nullable or not flavor.query_keeps_not_null)


def _sources(schema: Schema, query: Any, flavor: Flavor) -> dict[str, Table | None]:
    from sqlglot import exp  # noqa: PLC0415 - as above

    sources: dict[str, Table | None] = {}
    items = [query.args.get("from_") or query.args.get("from"), *query.args.get("joins", [])]
    common = {cte.alias for cte in query.ctes}
    for item in items:
        source = item.this if item is not None else None
        if isinstance(source, exp.Table) and source.name not in common:
            namespace = flavor.fold(source.db) if source.db else None
            sources[source.alias_or_name] = find_table(flavor, schema, (namespace, flavor.fold(source.name)))
        elif source is not None:
            sources[source.alias_or_name] = None
    return sources


def _source(schema: Schema, value: Any, sources: dict[str, Table | None], flavor: Flavor) -> Column:
    """Return the column that an expression gives; its type is NullType where it is not known."""
    from sqlglot import exp  # noqa: PLC0415 - as above

    if isinstance(value, exp.Column):
        name = value.name if value.this.args.get("quoted") else flavor.fold(value.name)
        for alias, table in sources.items():
            if table is not None and value.table in ("", alias):
                column = table.find_column(column_name(flavor, table, name))
                if column is not None:
                    return _plain(flavor, column)
    if isinstance(value, exp.Cast):
        text = value.to.sql(dialect=flavor.name)
        try:
            return Column("", read_type(Cursor.over(text, tokens_of(text, flavor), flavor), schema))
        except Unread:
            pass
    return Column("", NullType())
