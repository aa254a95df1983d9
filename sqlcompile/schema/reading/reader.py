"""``read``: what raw SQL does to the schema."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from sqlcompile.schema.model import Schema, Table
from sqlcompile.schema.reading import objects
from sqlcompile.schema.reading.alter_names import moved
from sqlcompile.schema.reading.alter_table import alter_table
from sqlcompile.schema.reading.blocks import block
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import Flavor, flavor_of
from sqlcompile.schema.reading.indexes import create_index, drop_index, rename_index
from sqlcompile.schema.reading.names import find_table
from sqlcompile.schema.reading.procedures import execute, rename_tables
from sqlcompile.schema.reading.queries import query_columns
from sqlcompile.schema.reading.splitting import begins_block, statements_of
from sqlcompile.schema.reading.tables import create_table, create_virtual_table, drop_tables
from sqlcompile.schema.reading.tokens import Token, has_several, skip_blank, tokens_of
from sqlcompile.schema.reading.words import OTHER_OBJECTS, ROW_STATEMENTS

_WORD = re.compile(r"[A-Za-z]+")
_DDL = re.compile(r"\b(?:alter|create|drop|exec|execute|sp_rename)\b", re.IGNORECASE)
_INTO = re.compile(r"\binto\b", re.IGNORECASE)


Settle = Callable[[Schema, Schema], Schema]
"""Takes the schema before and after a statement; returns the one after with what the database adds by itself."""


def read(schema: Schema, text: str, sqlglot_dialect: str, settle: Settle | None = None) -> Schema:
    """Return the schema after raw SQL text, of one statement or of several, was run.

    What is not understood is counted in ``not_analysed``, and the tables that it names are no
    longer complete. Never raises.
    """
    flavor = flavor_of(sqlglot_dialect)
    first = _WORD.match(text, skip_blank(text, flavor))
    word = first.group().upper() if first is not None else ""
    if word in ROW_STATEMENTS and not _may_change(text, word, flavor):
        return schema
    for tokens in statements_of(text, tokens_of(text, flavor), flavor):
        after = _read_statement(schema, text, tokens, flavor)
        schema = after if settle is None or after is schema else settle(schema, after)
    return schema


def _may_change(text: str, word: str, flavor: Flavor) -> bool:
    """Return whether a text that begins with a query or a change of rows may make or change a table."""
    if word == "PRAGMA" and flavor.rename_setting:
        return True
    if flavor.select_into_makes_table and word in ("SELECT", "WITH") and _INTO.search(text):
        return True
    if flavor.newline_separates and _DDL.search(text):
        return True
    return has_several(text, flavor)


def _read_statement(schema: Schema, text: str, tokens: list[Token], flavor: Flavor) -> Schema:
    cursor = Cursor.over(text, tokens, flavor)
    while cursor.word() == "(" and cursor.word(1) in ("SELECT", "WITH", "("):
        cursor.at += 1
    try:
        return _dispatched(schema, cursor)
    except Exception:  # noqa: BLE001 - raw SQL may be anything: what is not understood is counted, never raised
        return not_analysed(schema, text)


def not_analysed(schema: Schema, text: str) -> Schema:
    """Return the schema after a text that was not understood: the tables it names are not complete."""
    words = {word.lower() for word in re.findall(r"\w+", text)}
    lower = text.lower()
    for key, table in list(schema.tables.items()):
        name = key[1].lower()
        named = name in words or (not re.fullmatch(r"\w+", name) and name in lower)
        if named and table.complete:
            schema = schema.with_table(replace(table, complete=False))
    return replace(schema, not_analysed=schema.not_analysed + 1)


def _dispatched(schema: Schema, cursor: Cursor) -> Schema:
    word = cursor.word()
    handler = _FIRST.get(word)
    if handler is not None:
        cursor.at += 1
        return handler(schema, cursor)
    if word in ("SELECT", "WITH"):
        return _select(schema, cursor)
    if word in ROW_STATEMENTS or word == ";":
        return schema
    if word == "BEGIN" and not begins_block(cursor.tokens, cursor.at):
        return schema
    if word in ("DO", "DECLARE", "IF", "WHILE", "BEGIN"):
        return block(schema, cursor)
    return execute(schema, cursor)


def _select(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after a query; SELECT … INTO makes a table."""
    if not cursor.flavor.select_into_makes_table or not cursor.skip_to("INTO"):
        return schema
    before = cursor.tokens[cursor.at - 1].word
    cursor.at += 1
    if before in ("INSERT", "MERGE", "") and before:
        return schema
    while cursor.accept_any("TEMPORARY", "TEMP", "UNLOGGED", "TABLE"):
        pass
    key = cursor.key()
    columns = query_columns(schema, cursor.raw(0, cursor.stop), cursor.flavor)
    complete = bool(columns) and not any(column.type._isnull for column in columns)
    return schema.with_table(Table(key[1], key[0], columns, complete=complete))


Handler = Callable[[Schema, Cursor], Schema]


def _nothing(schema: Schema, _: Cursor) -> Schema:
    return schema


def _by_object(handlers: dict[str, Handler], schema: Schema, cursor: Cursor, *, keep: frozenset[str]) -> Schema:
    """Call the handler of the first word that names a kind of object.

    It goes on behind that word, or for the kinds in ``keep`` behind the verb.
    """
    start = cursor.at
    for ahead in range(start, min(start + 24, cursor.stop)):
        word = cursor.tokens[ahead].word
        handler = handlers.get(word)
        if handler is not None:
            cursor.at = start if word in keep else ahead + 1
            return handler(schema, cursor)
        if word in OTHER_OBJECTS and not (word == "SECURITY" and cursor.tokens[ahead - 1].word == "SQL"):
            return schema
    raise Unread("an object")


def _create(schema: Schema, cursor: Cursor) -> Schema:
    return _by_object(
        _CREATE, schema, cursor, keep=frozenset({"TABLE", "INDEX", "VIEW", "TRIGGER", "SEQUENCE", "VIRTUAL"})
    )


def _drop(schema: Schema, cursor: Cursor) -> Schema:
    return _by_object(_DROP, schema, cursor, keep=frozenset())


def _alter(schema: Schema, cursor: Cursor) -> Schema:
    return _by_object(_ALTER, schema, cursor, keep=frozenset())


def _alter_index(schema: Schema, cursor: Cursor) -> Schema:
    cursor.if_exists()
    key = cursor.key()
    return rename_index(schema, cursor, key, cursor.name()) if cursor.accept("RENAME", "TO") else schema


def _alter_schema(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after ALTER SCHEMA: SQL Server's TRANSFER, and RENAME TO."""
    name = cursor.name()
    if cursor.accept("TRANSFER"):
        if cursor.word(1) == ":":  # OBJECT::
            cursor.at += 3
        elif cursor.word(1) == "::":
            cursor.at += 2
        table = find_table(cursor.flavor, schema, cursor.key())
        return schema if table is None else moved(schema, table, name)
    if not cursor.accept("RENAME", "TO"):
        return schema
    new = cursor.name()
    for key in [key for key in schema.tables if key[0] == name]:
        schema = moved(schema, schema.tables[key], new)
    return replace(schema, namespaces=tuple(new if other == name else other for other in schema.namespaces))


def _comment(schema: Schema, cursor: Cursor) -> Schema:
    cursor.expect("ON")
    return objects.comment_on(schema, cursor)


def _pragma(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after a PRAGMA; one without a value only asks (pragma.html#syntax)."""
    if cursor.word(1) == ".":
        cursor.at += 2
    if not cursor.flavor.rename_setting or not cursor.accept(cursor.flavor.rename_setting):
        return schema
    if not cursor.accept_any("=", "("):
        return schema
    value = cursor.raw(cursor.at, cursor.at + 1).strip("'\"`[]").upper()
    number = re.match(r"\d+", value)
    on = int(number[0]) % 256 != 0 if number else value in ("ON", "YES", "TRUE")
    return replace(schema, renames_reach=not on)


_CREATE: dict[str, Handler] = {
    "TABLE": create_table,
    "VIRTUAL": create_virtual_table,
    "INDEX": create_index,
    "VIEW": objects.create_view,
    "SEQUENCE": objects.create_sequence,
    "TYPE": objects.create_type,
    "DOMAIN": objects.create_domain,
    "SCHEMA": objects.create_schema,
    "TRIGGER": objects.create_trigger,
}

_DROP: dict[str, Handler] = {
    "TABLE": drop_tables,
    "INDEX": drop_index,
    "VIEW": objects.drop_views,
    "SEQUENCE": objects.drop_sequences,
    "TYPE": objects.drop_types,
    "DOMAIN": objects.drop_types,
    "SCHEMA": objects.drop_schemas,
    "TRIGGER": objects.drop_trigger,
}

_ALTER: dict[str, Handler] = {
    "TABLE": alter_table,
    "INDEX": _alter_index,
    "VIEW": objects.alter_view,
    "SEQUENCE": objects.alter_sequence,
    "TYPE": objects.alter_type,
    "DOMAIN": objects.alter_domain,
    "SCHEMA": _alter_schema,
    "TRIGGER": _nothing,
}


_FIRST: dict[str, Handler] = {
    "CREATE": _create,
    "DROP": _drop,
    "ALTER": _alter,
    "COMMENT": _comment,
    "RENAME": rename_tables,
    "EXEC": execute,
    "EXECUTE": execute,
    "PRAGMA": _pragma,
}
