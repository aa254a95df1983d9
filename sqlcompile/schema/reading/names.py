"""Finding what a statement names in the schema, with the spelling that the schema has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from sqlcompile.schema.model import Index, Key, Schema, Table
from sqlcompile.schema.reading.flavor import Flavor


def same(flavor: Flavor, left: str | None, right: str | None) -> bool:
    """Return whether two names mean the same thing."""
    if left == right:
        return True
    return flavor.ignores_case and left is not None and right is not None and left.lower() == right.lower()


def spelled(flavor: Flavor, name: str, known: Iterable[str]) -> str:
    """Return the name as the known ones spell it, else as it is."""
    known = tuple(known)
    if name in known or not flavor.ignores_case:
        return name
    return next((other for other in known if other.lower() == name.lower()), name)


def known_key(flavor: Flavor, schema: Schema, key: Key, among: Mapping[Key, Any]) -> Key:
    """Return the key under which the schema has it, else the key with the default namespace taken out."""
    wanted = schema.key(key[1], key[0])
    if wanted in among or not flavor.ignores_case:
        return wanted
    for other in among:
        if same(flavor, other[1], wanted[1]) and same(flavor, other[0], wanted[0]):
            return other
    default = schema.default_namespace
    if default is not None and same(flavor, wanted[0], default):
        return known_key(flavor, schema, (None, key[1]), among)
    return wanted


def find_table(flavor: Flavor, schema: Schema, key: Key) -> Table | None:
    """Return the table of that name, None where the history has not made it."""
    return schema.tables.get(known_key(flavor, schema, key, schema.tables))


def table_or_stub(flavor: Flavor, schema: Schema, key: Key) -> Table:
    """Return the table of that name, one of which nothing is known where the history has not made it."""
    return find_table(flavor, schema, key) or Table(key[1], key[0], complete=False)


def column_name(flavor: Flavor, table: Table, name: str) -> str:
    """Return a column's name as the table spells it."""
    return spelled(flavor, name, (column.name for column in table.columns))


def column_names(flavor: Flavor, table: Table, names: Iterable[str]) -> tuple[str, ...]:
    """Return columns' names as the table spells them."""
    return tuple(column_name(flavor, table, name) for name in names)


def index_owner(flavor: Flavor, schema: Schema, key: Key) -> tuple[Table, Index] | None:
    """Return the index of that name with its table; the index's namespace is its table's."""
    namespace = schema.key("", key[0])[0]
    found = None
    for table in schema.tables.values():
        for index in table.indexes:
            if index.name is not None and same(flavor, index.name, key[1]):
                if key[0] is None or schema.key("", table.namespace)[0] == namespace:
                    return table, index
                found = found or (table, index)
    return found
