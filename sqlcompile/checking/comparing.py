"""What differs between two schemas, in the words of ``schema A..B``; what did not change costs nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.autogenerate.forms import Forms
from sqlcompile.dialect.contract import Dialect
from sqlcompile.schema.model import Column, Key, Schema, Table
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


def changes_between(before: Schema, after: Schema, dialect: Dialect, *, by_effect: bool = False) -> list[Changed]:
    """Return what changes from one schema to the other, as the database sees it; the order of columns is no change.

    With ``by_effect`` another spelling of a default is none, nor is another name of an index that the database
    made by itself for a foreign key. The parts of a table that is new or gone are not told.
    """
    keys = after.keys_differing(before)
    spelled: dict[Key, Table] = {}
    if by_effect:
        forms = Forms(dialect)
        common = [key for key in keys if key in before.tables and key in after.tables]
        spelled = {key: _spelled_as(before.tables[key], after.tables[key], forms) for key in common}
    keys = {key for key in keys if not _alike(before.tables.get(key), spelled.get(key, after.tables.get(key)))}
    if not keys and all(_same(before, after, name) for name in _OTHERS):
        return []
    later = {key: spelled.get(key, table) for key, table in after.tables.items() if key in keys}
    earlier = {key: table for key, table in before.tables.items() if key in keys}
    items = changes(Change(_side(before, after, earlier, dialect), _side(after, before, later, dialect)))
    whole = {item.name for item in items if item.what == "table"}
    return [_changed(item) for item in items if item.table is None or item.table not in whole]


def _changed(item: Item) -> Changed:
    return Changed(item.how, item.what, item.table, item.name, item.before, item.after)


def _spelled_as(one: Table, other: Table, forms: Forms) -> Table:
    """Return the other table with the defaults, and the names of the database's own indexes, as the one spells them."""
    columns = {column.name: column for column in one.columns}
    names = {index.column_names: index.name for index in one.indexes if index.implicit}
    return replace(
        other,
        columns=tuple(_default_as(columns.get(column.name), column, forms) for column in other.columns),
        indexes=tuple(
            replace(index, name=names.get(index.column_names, index.name)) if index.implicit else index
            for index in other.indexes
        ),
    )


def _default_as(one: Column | None, other: Column, forms: Forms) -> Column:
    if one is None or one.default is None or other.default is None or one.default == other.default:
        return other
    return replace(other, default=one.default) if forms.same_default(one, other) else other


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


def _side(schema: Schema, other: Schema, tables: Mapping[Key, Table], dialect: Dialect) -> Shown:
    """Return a schema with the tables, the views and the triggers that are compared."""
    narrow = replace(
        schema.with_tables(Tables(dict(tables)), _differing(schema.triggers, other.triggers)),
        views=_differing(schema.views, other.views),
    )
    return Shown(dialect, narrow, describe(narrow, dialect), Table(""), ())


def _differing(mine: Mapping[Key, Any], others: Mapping[Key, Any]) -> dict[Key, Any]:
    return {} if mine is others else {key: one for key, one in mine.items() if others.get(key) != one}
