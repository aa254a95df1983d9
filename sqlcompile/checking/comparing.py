"""What differs between two schemas, in the words of ``schema A..B``; what did not change costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.schema.model import Key, Schema, Table
from sqlcompile.schema.tables import Tables
from sqlcompile.showing.changes import How, Item, changes
from sqlcompile.showing.describing import describe
from sqlcompile.showing.model import Change, Shown

_OTHERS = ("enums", "sequences", "views", "triggers", "namespaces", "domains")


@dataclass(frozen=True, slots=True)
class Changed:
    """Something that is another one; ``how`` is "added", "removed" or "changed"."""

    how: How
    what: str
    table: str | None
    name: str
    before: str | None
    after: str | None

    def line(self, said: Mapping[str, str]) -> str:
        """Return it as a line, with words for how it changed."""
        of = f"{self.table}: " if self.table and self.what != "table" else ""
        shown = self.after if self.before is None else self.before
        to = f" -> {self.after}" if self.how == "changed" else ""
        return f"{of}{shown}{to} {said[self.how]}".strip()


def changes_between(before: Schema, after: Schema, dialect: Dialect) -> list[Changed]:
    """Return what changes from one schema to the other, as the database sees it; the order of columns is no change.

    The parts of a table that is new or gone are not told.
    """
    keys = {key for key in after.keys_differing(before) if not _alike(before.tables.get(key), after.tables.get(key))}
    if not keys and all(_same(before, after, name) for name in _OTHERS):
        return []
    sides = _side(before, after, keys, dialect), _side(after, before, keys, dialect)
    items = changes(Change(*sides))
    whole = {item.name for item in items if item.what == "table"}
    return [_changed(item) for item in items if item.table is None or item.table not in whole]


def _changed(item: Item) -> Changed:
    return Changed(item.how, item.what, item.table, item.name, item.before, item.after)


def _alike(one: Table | None, other: Table | None) -> bool:
    """Return whether two tables are the same at first sight, but for the order of their columns."""
    if one is None or other is None:
        return False
    columns = {column.name: column for column in other.columns}
    if len(columns) != len(one.columns):
        return False
    for column in one.columns:
        found = columns.get(column.name)
        if found is None:
            return False
        if found is not column and found != column:
            if not _alike_types(column.type, found.type) or column != replace(found, type=column.type):
                return False
            columns[column.name] = column
    return bool(one == replace(other, columns=tuple(columns[column.name] for column in one.columns)))


def _alike_types(one: Any, other: Any) -> bool:
    """Return whether two types are made of the same values: SQLAlchemy's compare by identity."""
    return one.__class__ is other.__class__ and vars(one) == vars(other)


def _same(before: Schema, after: Schema, name: str) -> bool:
    one, other = getattr(before, name), getattr(after, name)
    return one is other or bool(one == other)


def _side(schema: Schema, other: Schema, keys: set[Key], dialect: Dialect) -> Shown:
    """Return a schema with the tables, the views and the triggers that are compared."""
    tables: dict[Key, Table] = {key: table for key, table in schema.tables.items() if key in keys}
    narrow = replace(
        schema.with_tables(Tables(tables), _differing(schema.triggers, other.triggers)),
        views=_differing(schema.views, other.views),
    )
    return Shown(dialect, narrow, describe(narrow, dialect), Table(""), ())


def _differing(mine: Mapping[Key, Any], others: Mapping[Key, Any]) -> dict[Key, Any]:
    return {} if mine is others else {key: one for key, one in mine.items() if others.get(key) != one}
