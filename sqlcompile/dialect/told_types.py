"""Types as a database's catalog tells them, whichever of their names DDL had.

The names that one type has are those that reading SQL knows (``schema/reading/flavor.py``). What the catalog makes of
sizes and of further names is in the database's file in ``dialects/``.

This is not what :mod:`sqlcompile.dialect.facts` compares: there, two types of one database are the same where they
hold the same values, as PostgreSQL's TEXT and VARCHAR do. Here they are the same where nothing tells them apart.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache

from sqlcompile.schema.reading.flavor import flavor_of
from sqlcompile.schema.reading.typespec import aliased

TypeWords = Sequence[tuple[str, str | Callable[[re.Match[str]], str]]]
"""For types in lower case: a pattern for the whole of one, and what the catalog tells; each rule sees what those before
it made."""

_QUOTED = re.compile(r"('(?:[^']|'')*'|\"(?:[^\"]|\"\")*\"|`[^`]*`)")
_ARRAY = re.compile(r"((?:\s*\[\d*\]|\s+array(?:\s*\[\d*\])?)+)$", re.IGNORECASE)
_COLLATED = re.compile(r"(.*?)( collate .+)?", re.DOTALL)


@lru_cache(maxsize=4096)
def told(rules: TypeWords, sqlglot_name: str, text: str) -> str:
    """Return what a catalog tells of a type that is written as ``text``: lower case outside of quotes.

    An array is one whatever its dimensions, and a collation stays behind the type.
    """
    bare = _ARRAY.sub("", text)
    collated = _COLLATED.fullmatch(_plain(bare))
    assert collated is not None  # it takes every text
    head, parenthesis, rest = collated[1].partition("(")
    made = aliased(flavor_of(sqlglot_name), head) + parenthesis + rest
    for pattern, words in rules:
        found = re.fullmatch(pattern, made, re.DOTALL)
        if found is not None:
            made = found.expand(words) if isinstance(words, str) else words(found)
    return made + (collated[2] or "") + ("[]" if bare != text else "")


def _plain(text: str) -> str:
    """Return a text in lower case and with one space at most, but for what is in quotes."""
    parts = _QUOTED.split(text)
    parts[::2] = [re.sub(r"\s+", " ", part.lower()) for part in parts[::2]]
    parts[::2] = [re.sub(r" ?([(,]) ?| (?=\))", r"\1", part) for part in parts[::2]]
    return "".join(parts).strip()
