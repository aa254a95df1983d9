"""A type as it stands in SQL text, cut into its pieces."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlcompile.schema.model import Key
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.tokens import NAME, STRING, string_value, tokens_of
from sqlcompile.schema.reading.words import COLUMN_WORDS

_ARRAY = re.compile(r"\s*(?:\[\s*\d*\s*\]|\barray\b)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class TypeSpec:
    """``timestamp(3) with time zone[]``: the words, the arguments, the dimensions, and all of the text.

    ``key`` is the name where it is a quoted or a qualified one; ``strings`` are the values of an
    enum's arguments.
    """

    words: str
    arguments: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    dimensions: int = 0
    raw: str = ""
    key: Key | None = None

    def number(self, index: int = 0) -> int | None:
        """Return an argument as a number, None where it is none."""
        found = re.match(r"-?\d+", self.arguments[index]) if index < len(self.arguments) else None
        return int(found.group()) if found else None

    @property
    def item(self) -> str:
        """The text without what makes it an array."""
        return _ARRAY.sub("", self.raw) if self.dimensions else self.raw

    def canonical(self, flavor: Flavor) -> tuple[str, tuple[str, ...]]:
        """Return the name of the type in its one spelling, with its arguments."""
        return aliased(flavor, self.words), tuple(" ".join(a.upper().split()) for a in self.arguments)


def aliased(flavor: Flavor, words: str) -> str:
    """Return a type's words with those that have another spelling in their one spelling."""
    parts = words.split()
    for count in range(len(parts), 0, -1):
        found = flavor.aliases.get(" ".join(parts[:count]))
        if found is not None:
            return " ".join((found, *parts[count:]))
    return words


def spec_of_text(text: str, flavor: Flavor) -> TypeSpec:
    """Return the spec of a text that is a type and nothing else; raises Unread."""
    return read_spec(Cursor.over(text, tokens_of(text, flavor), flavor))


def read_spec(cursor: Cursor) -> TypeSpec:
    """Go past a type; raises Unread where none comes next."""
    start = cursor.at
    token = cursor.token()
    if token is None or not cursor.sees_name():
        raise Unread("a type")
    key = None
    if token.kind == NAME or cursor.word(1) == ".":
        key = cursor.key()
        words = [key[1].lower()]
    else:
        words = [token.text.lower()]
        cursor.at += 1
    arguments: tuple[str, ...] = ()
    strings: tuple[str, ...] = ()
    dimensions = 0
    while not cursor.done and cursor.word() != "," and not _ends(cursor):
        word = cursor.word()
        if word == "(":
            group = cursor.group()
            strings += tuple(
                string_value(t, cursor.flavor) for t in group.tokens[group.at : group.stop] if t.kind == STRING
            )
            arguments += tuple(item.raw() for item in group.items())
        elif word == "[":
            dimensions += 1
            cursor.skip_to("]")
            cursor.at = min(cursor.at + 1, cursor.stop)
        elif word == "ARRAY":
            cursor.at += 1
            dimensions += 0 if cursor.word() == "[" else 1
        else:
            words.append(cursor.tokens[cursor.at].text.lower())
            cursor.at += 1
    return TypeSpec(" ".join(words), arguments, strings, dimensions, cursor.raw(start, cursor.at), key)


def _ends(cursor: Cursor) -> bool:
    word = cursor.word()
    if word == "WITH":
        return cursor.word(1) not in ("TIME", "LOCAL")
    if word == "COLLATE":
        return not cursor.flavor.backslash_escapes  # MySQL's is part of the type
    return word in COLUMN_WORDS
