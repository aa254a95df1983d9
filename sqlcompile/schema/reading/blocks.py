"""Blocks of procedural code: DO, DECLARE, BEGIN, IF. Only what cannot be misread is followed."""

from __future__ import annotations

import re

from sqlcompile.schema.model import Schema
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.objects import create_type
from sqlcompile.schema.reading.tokens import STRING, string_value, tokens_of

_CHANGES = re.compile(r"\b(create|alter|drop|rename|exec|execute|call|sp_\w+|into|comment|perform)\b", re.IGNORECASE)
_INSERTS = re.compile(r"\b(insert|merge|replace)\s+into\b", re.IGNORECASE)


def block(schema: Schema, cursor: Cursor) -> Schema:
    """Return the schema after a block that only changes rows, or only makes a missing type.

    Raises Unread for every other block.
    """
    if not _CHANGES.search(_INSERTS.sub(" ", _code(cursor))):
        return schema
    if cursor.tokens[0].word == "DO":
        return _type_made_where_missing(schema, cursor)
    raise Unread("a block")


def _code(cursor: Cursor) -> str:
    """Return the text without its string literals, of which only a dollar-quoted one is code."""
    return " ".join(t.text for t in cursor.tokens if t.kind != STRING or t.text[0] == "$")


def _type_made_where_missing(schema: Schema, cursor: Cursor) -> Schema:
    """Apply ``DO $$ BEGIN CREATE TYPE … EXCEPTION WHEN duplicate_object …``, or its form with IF."""
    body = next((string_value(t, cursor.flavor) for t in cursor.tokens if t.kind == STRING), "")
    inner = Cursor.over(body, tokens_of(body, cursor.flavor), cursor.flavor)
    inner.expect("BEGIN")
    conditional = inner.accept("IF", "NOT", "EXISTS")
    if conditional:
        inner.group()
        inner.expect("THEN")
    inner.expect("CREATE", "TYPE")
    start = inner.at
    inner.skip_to(";")
    made = inner.part(start, inner.at)
    inner.skip()
    if conditional:
        inner.expect("END", "IF", ";")
    elif not (inner.accept("EXCEPTION", "WHEN") and inner.name().lower() == "duplicate_object"):
        raise Unread("a block")
    if _CHANGES.search(inner.raw()):
        raise Unread("a block")
    after = create_type(schema, made)
    return schema if len(after.enums) == len(schema.enums) else after
