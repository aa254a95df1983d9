"""Views: the query that one is, and the columns that it gives."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy.types import NullType

from sqlcompile.schema.model import Column, Key, Schema, Table
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import flavor_of
from sqlcompile.schema.reading.queries import query_columns
from sqlcompile.schema.reading.tokens import tokens_of

_BEHIND = ("NO", "DATA", "CHECK", "LOCAL", "CASCADED", "READ")
"""What follows WITH where it ends a view, rather than begins a query."""


def view_query(text: str, sqlglot_dialect: str) -> tuple[tuple[str, ...], str]:
    """Return the names that CREATE VIEW gives to its columns, and its query; raises Unread."""
    flavor = flavor_of(sqlglot_dialect)
    cursor = Cursor.over(text, tokens_of(text, flavor), flavor)
    if not cursor.skip_to("VIEW"):
        raise Unread("VIEW")
    cursor.expect("VIEW")
    cursor.if_exists()
    cursor.key()
    names = cursor.names() if cursor.word() == "(" else ()
    if not cursor.skip_to("AS"):
        raise Unread("AS")
    cursor.expect("AS")
    start = cursor.at
    while cursor.skip_to("WITH"):
        if cursor.word(1) in _BEHIND:
            break
        cursor.skip()
    return names, cursor.raw(start, cursor.at)


def view_columns(schema: Schema, key: Key, sqlglot_dialect: str) -> tuple[Column, ...]:
    """Return the columns of a view, none where they cannot be known; one of an unknown type has NullType.

    Its ``*`` are those of the moment when it was made, but on SQLite.
    """
    return _columns(schema, key, sqlglot_dialect, frozenset())


def _columns(schema: Schema, key: Key, sqlglot_dialect: str, above: frozenset[Key]) -> tuple[Column, ...]:
    view = schema.views[key]
    flavor = flavor_of(sqlglot_dialect)
    known = schema if flavor.rowid_alias else view.made_in or schema  # SQLite reads the query anew each time
    try:
        names, query = view_query(view.text, sqlglot_dialect)
    except Unread:
        return ()
    for other in known.views:
        if other not in above and other != key and other[1].lower() in query.lower():
            columns = _columns(known, other, sqlglot_dialect, above | {key})
            known = known.with_table(Table(other[1], other[0], columns, complete=bool(columns)))
    columns = query_columns(known, query, flavor)
    if names and len(names) != len(columns):
        return tuple(Column(name, NullType()) for name in names)
    return tuple(replace(column, name=name) for name, column in zip(names, columns, strict=True)) if names else columns
