"""Cutting SQL text into the pieces that matter to a script: quotes, comments, words, semicolons.

It knows no grammar. A database says by its flags which quotes and comments it has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import count
from typing import NamedTuple

_MAY_COMMENT = re.compile(r"--|/\*|#")


class Piece(NamedTuple):
    """A piece of SQL: ``kind`` is word, string, quoted, comment, space, semicolon or other.

    ``closed`` is False for a quote or a comment that reaches to the end without its end.
    """

    kind: str
    text: str
    start: int
    closed: bool = True

    @property
    def end(self) -> int:
        """The position after it."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Lexis:
    """What a database's text is made of, beyond standard strings, identifiers and comments."""

    backslashes: bool = False
    dollar_quotes: bool = False
    escape_strings: bool = False
    q_quotes: bool = False
    backticks: bool = False
    brackets: bool = False
    hash_comments: bool = False
    double_quoted_strings: bool = False
    nested_comments: bool = False
    spaced_dashes: bool = False
    """Whether ``--`` begins a comment only before white space."""
    executable_comments: bool = False
    """Whether the database runs what stands in ``/*! … */``."""

    def pieces(self, text: str) -> list[Piece]:
        """Return the pieces of a text, one after the other; an unclosed quote is one piece to the end."""
        return list(self.scan(text))

    def scan(self, text: str, position: int = 0) -> Iterator[Piece]:
        """Yield the pieces of a text, from a position that is in no quote and no comment."""
        pattern = _pattern(self)
        while position < len(text):
            match = pattern.match(text, position)
            if match is None:  # cannot happen: the last alternative takes any character
                break
            kind = (match.lastgroup or "other").rstrip("0123456789")
            end, closed = match.end(), True
            if kind == "block":
                kind = "comment"
                end, closed = _comment_end(text, position, nested=self.nested_comments)
            elif end == len(text):
                closed = all(match[name] is None for name in _open_groups(self))
            yield Piece(kind, text[position:end], position, closed)
            position = end

    def significant(self, text: str) -> list[Piece]:
        """Return the pieces that are neither white space nor comments."""
        return [piece for piece in self.scan(text) if piece.kind not in ("space", "comment")]

    def words(self, text: str, count: int) -> list[str]:
        """Return the first words of a text in upper case, comments and punctuation left out."""
        found: list[str] = []
        for piece in self.scan(text):
            if piece.kind in ("word", "quoted"):
                found.append(piece.text.upper())
                if len(found) == count:
                    break
        return found

    def terminated(self, text: str, terminator: str = ";") -> str:
        """Return the text with one terminator at its end, before a comment that closes it.

        A text without a statement stays without a terminator.
        """
        if not _MAY_COMMENT.search(text):
            plain = text.rstrip()
            if plain and plain[-1] != ";":  # by far the most: nothing to look for
                return plain + terminator
        pieces = self.significant(text)
        while pieces and pieces[-1].kind == "semicolon":
            last = pieces.pop()
            text = text[: last.start] + text[last.end :]
        if not pieces:
            return text.strip()
        end = pieces[-1].end
        return (text[:end] + terminator + text[end:]).rstrip()

    def has_inner_semicolon(self, text: str) -> bool:
        """Return whether something follows a semicolon."""
        pieces = self.significant(text)
        while pieces and pieces[-1].kind == "semicolon":
            pieces.pop()
        return any(piece.kind == "semicolon" for piece in pieces)


_COMMENT_MARKS = re.compile(r"/\*|\*/")


def _comment_end(text: str, start: int, *, nested: bool) -> tuple[int, bool]:
    """Return where a block comment ends, and whether it has its end."""
    if not nested:
        found = text.find("*/", start + 2)
        return (len(text), False) if found < 0 else (found + 2, True)
    depth = 0
    for mark in _COMMENT_MARKS.finditer(text, start):
        depth += 1 if mark.group() == "/*" else -1
        if depth == 0:
            return mark.end(), True
    return len(text), False


_STRING = r"'(?:[^']++|'')*+(?:'|(?P<open>\Z))"
_STRING_ESCAPES = r"'(?:[^'\\]++|\\.|'')*+(?:'|(?P<open>\\?\Z))"
_DOUBLE = r'"(?:[^"]++|"")*+(?:"|(?P<open>\Z))'
_DOUBLE_ESCAPES = r'"(?:[^"\\]++|\\.|"")*+(?:"|(?P<open>\\?\Z))'
_BACKTICK = r"`(?:[^`]++|``)*+(?:`|(?P<open>\Z))"
_BRACKET = r"\[(?:[^\]]++|\]\])*+(?:\]|(?P<open>\Z))"
_DOLLAR = r"\$(?P<tag>(?:[^\W\d]\w*)?)\$(?:.*?\$(?P=tag)\$|(?P<open>.*))"
_Q_STRING = (
    r"[nN]?[qQ]'(?:\[(?:.*?\]'|(?P<open>.*))|\((?:.*?\)'|(?P<open>.*))|\{(?:.*?\}'|(?P<open>.*))"
    r"|<(?:.*?>'|(?P<open>.*))|(?P<mark>[^\s\[({<])(?:.*?(?P=mark)'|(?P<open>.*)))"
)


def _quotes(lexis: Lexis) -> Iterator[tuple[str, str]]:
    """Yield the kind and the pattern of each form of quotes; ``open`` matches where the end is missing."""
    if lexis.escape_strings:
        yield "string", f"[eE]{_STRING_ESCAPES}"
    if lexis.q_quotes:
        yield "string", _Q_STRING
    yield "string", f"[nNxXbB]?{_STRING_ESCAPES if lexis.backslashes else _STRING}"
    if lexis.dollar_quotes:
        yield "string", _DOLLAR
    double = _DOUBLE_ESCAPES if lexis.backslashes else _DOUBLE
    yield ("string" if lexis.double_quoted_strings else "quoted"), double
    if lexis.backticks:
        yield "quoted", _BACKTICK
    if lexis.brackets:
        yield "quoted", _BRACKET


@lru_cache(maxsize=16)
def _pattern(lexis: Lexis) -> re.Pattern[str]:
    """Return the pattern of one piece; a group is named by the piece's kind and a number."""
    parts = [f"(?P<{kind}{number}>{quote})" for number, (kind, quote) in enumerate(_quotes(lexis))]
    parts.append(r"(?P<comment>--(?=\s|\Z)[^\n]*)" if lexis.spaced_dashes else r"(?P<comment>--[^\n]*)")
    if lexis.hash_comments:
        parts.append(r"(?P<comment1>\#[^\n]*)")
    parts.append(r"(?P<block>/\*(?!M?!))" if lexis.executable_comments else r"(?P<block>/\*)")
    parts.append(r"(?P<semicolon>;)|(?P<space>\s+)|(?P<word>[^\W\d][\w$]*)|(?P<other>\d[\w$]*|.)")
    numbers = count()
    text = re.sub(r"\(\?P<open>", lambda _: f"(?P<open{next(numbers)}>", "|".join(parts))
    return re.compile(text, re.DOTALL)


@lru_cache(maxsize=16)
def _open_groups(lexis: Lexis) -> tuple[str, ...]:
    return tuple(name for name in _pattern(lexis).groupindex if name.startswith("open"))
