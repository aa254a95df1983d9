"""What stays of an expression, in whatever words a database writes it back.

PostgreSQL writes ``a IN ('x', 'y')`` back as ``((a)::text = ANY ((ARRAY['x'::character varying, …])::text[]))``, and
MySQL puts names in backticks and character sets before texts. The columns and the values stay.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable

from sqlcompile.dialect.scanner import Lexis

_CAST = re.compile(
    r"::\s*(?:\"[^\"]+\"\.)?(?:character varying|double precision|bit varying"
    r"|time(?:stamp)?(?:\(\d+\))?(?: with(?:out)? time zone)?|[\w.]+|\"[^\"]+\")(?:\(\d+(?:,\s*\d+)?\))?(?:\[\])*",
    re.IGNORECASE,
)
_INTRODUCER = re.compile(r"\b_(?:utf8mb[34]|utf8|latin1|binary|ascii)(?=\\?['\"x])", re.IGNORECASE)
_SAME = {
    "now": "current_timestamp",
    "localtimestamp": "current_timestamp",
}
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_SILENT = frozenset({"::", "(", ")", ",", ".", "[", "]"})


def columns_and_values(lexis: Lexis, text: str, columns: Iterable[str]) -> Hashable:
    """Return which of a table's columns stand in an expression, and which values."""
    known = {column.lower() for column in columns}
    found: set[tuple[str, str]] = set()
    for kind, word in _words(lexis, text):
        if kind == "value":
            found.add((kind, word))
        elif word in known:
            found.add(("column", word))
    return frozenset(found)


def words(lexis: Lexis, text: str) -> tuple[str, ...]:
    """Return the words and the values of an expression, without casts and parentheses."""
    return tuple(word for _, word in _words(lexis, text))


def _words(lexis: Lexis, text: str) -> list[tuple[str, str]]:
    """Return values, and words in lower case, in their order."""
    found: list[tuple[str, str]] = []
    bare = _without_casts(lexis, _INTRODUCER.sub("", text))
    for said, kind in _with_whole_numbers([(piece.text, piece.kind) for piece in lexis.significant(bare)]):
        if kind == "string":
            found.append(("value", _plain(said)))
        elif kind == "quoted":
            found.append(("word", said[1:-1].lower()))
        elif _NUMBER.fullmatch(said):
            found.append(("value", _number(said)))
        elif kind == "word":
            found.append(("word", _SAME.get(said.lower(), said.lower())))
        elif said not in _SILENT and not said.isspace():
            found.append(("mark", said))
    return found


def _with_whole_numbers(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return pieces with the digits behind a point put to those before it, and a sign that leads put to its number."""
    found: list[tuple[str, str]] = []
    for said, kind in pieces:
        before = [text for text, _ in found[-2:]]
        if said.isdigit() and before[-1:] == ["."] and len(before) == 2 and before[0].lstrip("-").isdigit():
            found[-2:] = [(f"{before[0]}.{said}", "word")]
        elif said.isdigit() and before[-1:] == ["-"] and (len(before) == 1 or before[0] in "(,=<>"):
            found[-1:] = [(f"-{said}", "word")]
        elif said != "(" or before[-1:] != ["-"]:
            found.append((said, kind))
    return found


def _without_casts(lexis: Lexis, text: str) -> str:
    """Return a text without its casts, those that stand in quotes left alone."""
    if "::" not in text:
        return text
    quoted = [(piece.start, piece.end) for piece in lexis.scan(text) if piece.kind == "string"]

    def taken(found: re.Match[str]) -> str:
        return found[0] if any(start <= found.start() < end for start, end in quoted) else ""

    return _CAST.sub(taken, text)


def _plain(literal: str) -> str:
    """Return what stands in the quotes of a literal; a number in quotes is as good as one."""
    inner = literal[literal.index("'") + 1 : -1] if "'" in literal else literal[1:-1]
    inner = inner.replace("''", "'")
    return _number(inner) if _NUMBER.fullmatch(inner) else inner


def _number(text: str) -> str:
    """Return a number as it is written the shortest way: 1.50 is 1.5."""
    return (text.rstrip("0").rstrip(".") if "." in text else text) or "0"
