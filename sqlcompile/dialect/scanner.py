"""Splitting SQL text into the pieces that matter to a script: quotes, comments, semicolons.

It knows no grammar. A database says by its flags which quotes and comments it has.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple


class Piece(NamedTuple):
    """A piece of SQL: ``kind`` is word, string, quoted, comment, space, semicolon or other."""

    kind: str
    text: str
    start: int

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

    def pieces(self, text: str) -> list[Piece]:
        """Return the pieces of a text, one after the other; an unclosed quote is one piece to the end."""
        found = []
        position = 0
        pattern = _pattern(self)
        while position < len(text):
            match = pattern.match(text, position)
            assert match is not None
            kind = match.lastgroup or "other"
            end = match.end()
            if kind == "block":
                end = _comment_end(text, position) if self.nested_comments else end
                kind = "comment"
            found.append(Piece("string" if kind == "dollar" else kind, text[position:end], position))
            position = end
        return found

    def significant(self, text: str) -> list[Piece]:
        """Return the pieces that are neither white space nor comments."""
        return [piece for piece in self.pieces(text) if piece.kind not in ("space", "comment")]

    def words(self, text: str, count: int) -> list[str]:
        """Return the first words of a text in upper case, comments and punctuation left out."""
        found: list[str] = []
        for piece in self.significant(text[:4000]):
            if piece.kind in ("word", "quoted"):
                found.append(piece.text.upper())
                if len(found) == count:
                    break
        return found

    def terminated(self, text: str, terminator: str = ";") -> str:
        """Return the text with one terminator at its end, before a comment that closes it."""
        pieces = self.significant(text)
        while pieces and pieces[-1].kind == "semicolon":
            last = pieces.pop()
            text = text[: last.start] + text[last.end :]
        end = pieces[-1].end if pieces else len(text)
        return (text[:end] + terminator + text[end:]).rstrip()

    def has_inner_semicolon(self, text: str) -> bool:
        """Return whether something follows a semicolon."""
        pieces = self.significant(text)
        while pieces and pieces[-1].kind == "semicolon":
            pieces.pop()
        return any(piece.kind == "semicolon" for piece in pieces)


def _comment_end(text: str, start: int) -> int:
    depth = 0
    for match in re.finditer(r"/\*|\*/", text[start:]):
        depth += 1 if match.group() == "/*" else -1
        if depth == 0:
            return start + match.end()
    return len(text)


@lru_cache(maxsize=16)
def _pattern(lexis: Lexis) -> re.Pattern[str]:
    escaped = r"\\.|" if lexis.backslashes else ""
    parts = []
    if lexis.escape_strings:
        parts.append(r"(?P<string1>[eE]'(?:\\.|''|[^'\\])*(?:'|$))")
    if lexis.q_quotes:
        parts.append(
            r"(?P<string2>[nN]?[qQ]'(?:\[.*?\]'|\(.*?\)'|\{.*?\}'|<.*?>'|([^\s\[({<]).*?\2'))"
        )
    parts.append(rf"(?P<string>[nNxXbB]?'(?:{escaped}''|[^'{chr(92) * 2 if lexis.backslashes else ''}])*(?:'|$))")
    if lexis.dollar_quotes:
        parts.append(r"(?P<dollar>\$(?P<tag>[A-Za-z_]\w*)?\$.*?(?:\$(?P=tag)\$|$)|\$\$.*?(?:\$\$|$))")
    kind = "string3" if lexis.double_quoted_strings else "quoted"
    parts.append(rf'(?P<{kind}>"(?:{escaped}""|[^"{chr(92) * 2 if lexis.backslashes else ""}])*(?:"|$))')
    if lexis.backticks:
        parts.append(r"(?P<quoted1>`(?:``|[^`])*(?:`|$))")
    if lexis.brackets:
        parts.append(r"(?P<quoted2>\[(?:\]\]|[^\]])*(?:\]|$))")
    comment = r"--[^\n]*" + (r"|\#[^\n]*" if lexis.hash_comments else "")
    parts.append(rf"(?P<comment>{comment})")
    parts.append(r"(?P<block>/\*.*?(?:\*/|$))")
    parts.append(r"(?P<semicolon>;)")
    parts.append(r"(?P<space>\s+)")
    parts.append(r"(?P<word>[^\W\d]\w*)")
    parts.append(r"(?P<other>.)")
    return re.compile("|".join(parts), re.DOTALL)
