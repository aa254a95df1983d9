"""What SQL Server and MySQL do by other words: sp_rename, sp_addextendedproperty, RENAME TABLE."""

from __future__ import annotations

from dataclasses import replace

from sqlcompile.schema import edit
from sqlcompile.schema.model import Key, Schema, Table
from sqlcompile.schema.reading.alter_names import moved
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.indexes import rename_constraint, rename_index
from sqlcompile.schema.reading.names import column_name, find_table, same
from sqlcompile.schema.reading.tokens import STRING, tokens_of


def execute(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after EXEC of a procedure that is known; raises Unread for others."""
    name = cursor.parts()[-1].lower()
    if name == "sp_rename":
        return _sp_rename(schema, cursor, _arguments(cursor))
    if name in ("sp_addextendedproperty", "sp_updateextendedproperty", "sp_dropextendedproperty"):
        return _description(schema, cursor, _arguments(cursor), dropped=name == "sp_dropextendedproperty")
    if name in _NO_EFFECT:
        return schema
    raise Unread(name)


_NO_EFFECT = (
    "sp_refreshview",
    "sp_recompile",
    "sp_updatestats",
    "sp_autostats",
    "sp_addrolemember",
    "sp_getapplock",
)


def _arguments(cursor: Cursor) -> dict[str, str | None]:
    """Go past the arguments and return them by name, those without one by their place."""
    found: dict[str, str | None] = {}
    for place, item in enumerate(cursor.items()):
        name = str(place)
        if item.word().startswith("@") and item.word(1) == "=":
            name = item.word().lower()
            item.at += 2
        token = item.token()
        if token is not None and token.kind == STRING:
            found[name] = item.string()
        else:
            found[name] = None if item.done or item.sees("NULL") else item.raw()
    return found


def _argument(found: dict[str, str | None], place: int, name: str) -> str | None:
    return found.get(name, found.get(str(place)))


def _sp_rename(schema: Schema, cursor: Cursor, found: dict[str, str | None]) -> Schema:
    old, new = _argument(found, 0, "@objname"), _argument(found, 1, "@newname")
    kind = (_argument(found, 2, "@objtype") or "").upper()
    if not old or not new:
        raise Unread("sp_rename")
    parts = Cursor.over(old, tokens_of(old, cursor.flavor), cursor.flavor).parts()
    if kind == "COLUMN":
        if len(parts) < 2:
            raise Unread(old)
        table = find_table(cursor.flavor, schema, _key(parts[:-1]))
        if table is None:
            return schema
        return edit.rename_column(schema, table, column_name(cursor.flavor, table, parts[-1]), new)
    if kind == "INDEX":
        table = find_table(cursor.flavor, schema, _key(parts[:-1])) if len(parts) > 1 else None
        return _index_renamed(schema, cursor, table, parts[-1], new)
    table = find_table(cursor.flavor, schema, _key(parts))
    if table is not None:
        return edit.rename_table(schema, table, new)
    return rename_index(schema, cursor, (None, parts[-1]), new)


def _key(parts: list[str]) -> Key:
    return (parts[-2] if len(parts) > 1 else None, parts[-1])


def _index_renamed(schema: Schema, cursor: Cursor, table: Table | None, old: str, new: str) -> Schema:
    if table is None:
        return rename_index(schema, cursor, (None, old), new)
    indexes = tuple(replace(i, name=new) if same(cursor.flavor, i.name, old) else i for i in table.indexes)
    return schema.with_table(rename_constraint(cursor, replace(table, indexes=indexes), old, new))


def _description(schema: Schema, cursor: Cursor, found: dict[str, str | None], *, dropped: bool) -> Schema:
    """Return the schema after a comment was set by its extended property."""
    if (_argument(found, 0, "@name") or "").lower() != "ms_description":
        return schema
    at = 0 if dropped else 1
    comment = None if dropped else _argument(found, 1, "@value")
    names = [_argument(found, at + 2 * level, f"@level{level - 1}name") for level in (1, 2, 3)]
    namespace, name, column = names
    table = find_table(cursor.flavor, schema, (namespace, name)) if name else None
    if table is None:
        return schema
    if column is None:
        return schema.with_table(replace(table, comment=comment))
    known = table.find_column(column_name(cursor.flavor, table, column))
    return schema if known is None else schema.with_table(table.with_column(replace(known, comment=comment)))


def rename_tables(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after RENAME [TABLE] a TO b, …, read from behind RENAME."""
    cursor.accept_any("TABLE", "TABLES")
    cursor.if_exists()
    for item in cursor.items():
        table = find_table(item.flavor, schema, item.key())
        item.expect("TO")
        namespace, new = item.key()
        if table is not None:
            schema = edit.rename_table(schema, table, new)
            if namespace is not None and namespace != table.namespace:
                schema = moved(schema, schema.table(new, table.namespace), namespace)
    return schema
