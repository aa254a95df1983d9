"""Cutting SQL text into tokens, with each database's rules for quotes and comments.

Nothing here can fail or take more than linear time: what is not closed reaches to the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from sqlcompile.schema.reading.flavor import Flavor

WORD, NAME, STRING, NUMBER, SIGN = "word", "name", "string", "number", "sign"


@dataclass(frozen=True, slots=True)
class Token:
    """A token; ``word`` is its text in capitals where it is an unquoted word or a sign."""

    kind: str
    text: str
    start: int
    word: str

    @property
    def end(self) -> int:
        """The offset behind it."""
        return self.start + len(self.text)


_SINGLE = r"'(?:[^']++|'')*+'?+"
_SINGLE_BACKSLASH = r"'(?:[^'\\]++|\\.|'')*+(?:'|\\)?+"
_DOUBLE = r'"(?:[^"]++|"")*+"?+'
_DOUBLE_BACKSLASH = r'"(?:[^"\\]++|\\.|"")*+(?:"|\\)?+'
_BACKTICK = r"`(?:[^`]++|``)*+`?+"
_BRACKET = r"\[(?:[^\]]++|\]\])*+\]?+"
_DOLLAR = r"\$(?P<tag>(?:[^\W\d]\w*)?)\$(?:.*?\$(?P=tag)\$|.*)"
_Q_STRING = (
    r"\b[nN]?[qQ]'(?:\[(?:.*?\]'|.*)|\((?:.*?\)'|.*)|\{(?:.*?\}'|.*)|<(?:.*?>'|.*)"
    r"|(?P<mark>[^\s\[({<])(?:.*?(?P=mark)'|.*))"
)


def _string_pattern(flavor: Flavor) -> str:
    parts = [_Q_STRING] if flavor.q_strings else []
    if flavor.backslash_escapes:
        parts.append(rf"(?:\b(?:[nNxXbB]|_[a-z0-9]+))?{_SINGLE_BACKSLASH}")
        parts.append(_DOUBLE_BACKSLASH)
    else:
        if flavor.dollar_quotes:
            parts.append(rf"\b[eE]{_SINGLE_BACKSLASH}")
            parts.append(rf"(?<![\w$]){_DOLLAR}")
        parts.append(rf"(?:\b(?:[nNxXbB]|[uU]&))?{_SINGLE}")
    return "|".join(parts)


def _name_pattern(flavor: Flavor) -> str:
    parts = [] if flavor.quotes_strings_twice else [rf"(?:\b[uU]&)?{_DOUBLE}"]
    if flavor.backticks:
        parts.append(_BACKTICK)
    if flavor.brackets:
        parts.append(_BRACKET)
    return "|".join(parts)


def _comment_pattern(flavor: Flavor) -> str:
    dashes = r"--(?=\s|\Z)[^\n]*" if flavor.hash_comments else r"--[^\n]*"
    block = r"/\*(?![!M])" if flavor.executable_comments else r"/\*"
    parts = [dashes, rf"(?P<block>{block})"]
    if flavor.hash_comments:
        parts.append(r"#[^\n]*")
    if flavor.executable_comments:
        parts.append(r"/\*M?!\d*|\*/")
    return "|".join(parts)


@cache
def _token_pattern(flavor: Flavor) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<space>\s+|{_comment_pattern(flavor)})"
        rf"|(?P<string>{_string_pattern(flavor)})"
        rf"|(?P<name>{_name_pattern(flavor)})"
        r"|(?P<number>\d+(?:\.\d*)?(?:[eE][+-]?\d+)?(?!\w))"
        r"|(?P<word>[@#]*[^\W][\w$#@]*)"
        r"|(?P<sign>::|.)",
        re.DOTALL,
    )


@cache
def _harmless_pattern(flavor: Flavor) -> re.Pattern[str]:
    """Return the pattern of all that stands before a semicolon or a block comment, quotes included."""
    return re.compile(
        r"""(?:[^'"`\[;/*#$_\-eEnNxXbBuUqQ]++"""
        rf"|{_string_pattern(flavor)}|{_name_pattern(flavor)}|(?!;)(?!/\*)(?:{_comment_pattern(flavor)}|.))*+",
        re.DOTALL,
    )


_EXECUTABLE = re.compile(r"/\*M?!")
_COMMENT_MARKS = re.compile(r"/\*|\*/")


def _comment_end(text: str, start: int, *, nested: bool) -> int:
    if not nested:
        found = text.find("*/", start + 2)
        return len(text) if found < 0 else found + 2
    depth = 0
    for mark in _COMMENT_MARKS.finditer(text, start):
        depth += 1 if mark.group() == "/*" else -1
        if depth == 0:
            return mark.end()
    return len(text)


def tokens_of(text: str, flavor: Flavor) -> list[Token]:
    """Return the tokens of SQL text, without spaces and comments."""
    match = _token_pattern(flavor).match
    tokens: list[Token] = []
    at = 0
    while at < len(text):
        found = match(text, at)
        if found is None:  # cannot happen: the last alternative takes any character
            break
        kind = found.lastgroup or ""
        at = found.end()
        if kind == "space":
            if found["block"] is not None:
                at = _comment_end(text, found.start(), nested=flavor.nested_comments)
            continue
        piece = found.group()
        tokens.append(Token(kind, piece, found.start(), piece.upper() if kind in (WORD, SIGN) else ""))
    return tokens


def has_several(text: str, flavor: Flavor) -> bool:
    """Return whether a semicolon outside of quotes has more than comments after it."""
    if ";" not in text:
        return False
    match = _harmless_pattern(flavor).match
    at = 0
    while True:
        found = match(text, at)
        at = found.end() if found is not None else len(text)
        if at >= len(text):
            return False
        if text[at] == ";":
            return skip_blank(text, flavor, at) < len(text)
        if flavor.executable_comments and _EXECUTABLE.match(text, at):
            at += 2
        else:
            at = _comment_end(text, at, nested=flavor.nested_comments)


@cache
def _blank_pattern(flavor: Flavor) -> re.Pattern[str]:
    return re.compile(rf"[\s;(]+|{_comment_pattern(flavor)}", re.DOTALL)


def skip_blank(text: str, flavor: Flavor, at: int = 0) -> int:
    """Return the offset of what follows spaces, comments, semicolons and opening parentheses."""
    match = _blank_pattern(flavor).match
    while at < len(text):
        found = match(text, at)
        if found is None:
            return at
        at = found.end()
        if found["block"] is not None:
            at = _comment_end(text, found.start(), nested=flavor.nested_comments)
    return at


_ESCAPES = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "0": "\0", "Z": "\x1a"}


def string_value(token: Token, flavor: Flavor) -> str:
    """Return what a string token stands for."""
    text = token.text
    if text.startswith("$"):
        tag = text[: text.index("$", 1) + 1]
        return text[len(tag) :].removesuffix(tag)
    quote = min((text.find(q) for q in "'\"" if q in text), default=0)
    prefix, mark, body = text[:quote].upper(), text[quote], text[quote + 1 :]
    if "Q" in prefix and flavor.q_strings:
        return body[1:-2]
    body = body.removesuffix(mark).replace(mark * 2, mark)
    if "\\" in body and (flavor.backslash_escapes or prefix == "E"):
        return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), body, flags=re.DOTALL)
    return body


def name_value(token: Token, flavor: Flavor) -> str:
    """Return the name that a word or a quoted name stands for, as SQLAlchemy spells it."""
    text = token.text
    if token.kind == WORD:
        return flavor.fold(text)
    if text[0] == "[":
        return text[1:].removesuffix("]").replace("]]", "]")
    if text[:2].upper() == "U&":
        text = text[2:]
    name = text[1:].removesuffix(text[0]).replace(text[0] * 2, text[0])
    return flavor.fold(name) if flavor.folds_quoted_upper and name.isupper() else name
