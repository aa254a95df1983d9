"""SQL expressions inside DDL: kept as they were written."""

from __future__ import annotations

import re

import sqlalchemy as sa
from sqlalchemy.sql.elements import TextClause

from sqlcompile.schema.model import Column, ServerDefault
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.tokens import NAME, STRING, WORD, name_value, string_value, tokens_of
from sqlcompile.schema.reading.words import COLUMN_WORDS

_COLON = re.compile(r"\\:|(?<![:\w\\]):(?=\w)")


def text_of(raw: str) -> TextClause:
    """Return raw SQL as an element that compiles to exactly that text."""
    return sa.text(_COLON.sub(lambda found: "\\" + found[0], raw))


def default_of(cursor: Cursor) -> ServerDefault:
    """Go past the expression behind DEFAULT and return it: a str for a string literal, else text."""
    start = cursor.at
    token = cursor.token()
    if token is None:
        raise Unread("a default")
    if cursor.sees("ON", "NULL"):  # Oracle's DEFAULT ON NULL
        cursor.at += 2
    cursor.skip()
    while not cursor.done and cursor.word() not in COLUMN_WORDS and cursor.word() != ",":
        cursor.skip()
    if cursor.at == start + 1 and token.kind == STRING and token.text[0] in "'\"":
        return string_value(token, cursor.flavor)
    return text_of(cursor.raw(start, cursor.at))


def columns_in_tokens(cursor: Cursor, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Return the names of the columns that the rest of the cursor's tokens name."""
    known = {column.name: column.name for column in columns}
    if cursor.flavor.ignores_case:
        known = {name.lower(): name for name in known}
    found: dict[str, None] = {}
    for token in cursor.tokens[cursor.at : cursor.stop]:
        if token.kind in (WORD, NAME):
            name = name_value(token, cursor.flavor)
            name = known.get(name.lower() if cursor.flavor.ignores_case else name, "")
            if name:
                found[name] = None
    return tuple(found)


def columns_in_text(flavor: Flavor, raw: str, columns: tuple[Column, ...]) -> tuple[str, ...]:
    """Return the names of the columns that an expression names."""
    return columns_in_tokens(Cursor.over(raw, tokens_of(raw, flavor), flavor), columns)
