"""Cutting the tokens of a text into statements, the bodies of routines kept whole."""

from __future__ import annotations

from collections.abc import Iterator

from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.tokens import Token

_ROUTINES = frozenset({"TRIGGER", "FUNCTION", "PROCEDURE", "PROC", "PACKAGE", "EVENT"})
_TRANSACTION = frozenset(
    {"", ";", "TRAN", "TRANSACTION", "WORK", "IMMEDIATE", "EXCLUSIVE", "DEFERRED", "ISOLATION", "READ"}
)
_BLOCKS = frozenset({"IF", "WHILE", "BEGIN"})
_OBJECTS = frozenset(
    [
        "TABLE",
        "VIEW",
        "INDEX",
        "UNIQUE",
        "CLUSTERED",
        "NONCLUSTERED",
        "SCHEMA",
        "SEQUENCE",
        "TYPE",
        "TRIGGER",
        "PROCEDURE",
        "PROC",
        "FUNCTION",
    ]
)
_AFTER_DDL = frozenset(["UPDATE", "DELETE", "INSERT", "SELECT", "DECLARE", "IF", "PRINT", "MERGE", "WHILE", "BEGIN"])
_DDL = frozenset({"ALTER", "CREATE", "DROP", "EXEC", "EXECUTE"})
_LOOPS = frozenset({"IF", "LOOP", "WHILE", "REPEAT", "FOR"})


def begins_block(tokens: list[Token], at: int) -> bool:
    """Return whether BEGIN at this place opens a block, rather than a transaction."""
    following = tokens[at + 1].word if at + 1 < len(tokens) else ""
    named = at + 1 < len(tokens) and following == ""
    return named or following not in _TRANSACTION


def is_routine(tokens: list[Token], start: int) -> bool:
    """Return whether a statement makes a trigger, a function or something else with a body."""
    if tokens[start].word not in ("CREATE", "ALTER"):
        return False
    for token in tokens[start + 1 : start + 14]:
        if token.word in _ROUTINES:
            return True
        if token.word in ("TABLE", "VIEW", "INDEX", "("):
            return False
    return any(token.word == "BODY" for token in tokens[start + 2 : start + 6])


class _Splitter:
    """Goes once over the tokens of a text."""

    def __init__(self, text: str, tokens: list[Token], flavor: Flavor) -> None:
        self.text = text
        self.tokens = tokens
        self.flavor = flavor
        self.depth = 0
        self.parentheses = 0

    def statements(self) -> Iterator[list[Token]]:
        start = 0
        for at, token in enumerate(self.tokens):
            if at == start:
                self._begin(start)
            if self._separates(token, at):
                if at > start:
                    yield self.tokens[start:at]
                start = at + 1
            elif at > start and self._opens(start, at):
                yield self.tokens[start:at]
                start = at
                self._begin(start)
            self._count(token, at)
        if start < len(self.tokens):
            yield self.tokens[start:]

    def _begin(self, start: int) -> None:
        word = self.tokens[start].word
        routine = is_routine(self.tokens, start)
        self.block = routine or word in _BLOCKS
        oracle_block = self.flavor.slash_separates and (word == "DECLARE" or self._is_block(start))
        self.takes_rest = self.flavor.routine_takes_rest and (routine or oracle_block)
        self.depth = self.parentheses = 0

    def _is_block(self, at: int) -> bool:
        return self.tokens[at].word == "BEGIN" and begins_block(self.tokens, at)

    def _separates(self, token: Token, at: int) -> bool:
        if token.word == ";":
            return not self.takes_rest and self.depth <= 0
        if token.word == "GO" and self.flavor.newline_separates:
            return self._alone(token)
        return token.word == "/" and self.flavor.slash_separates and self._alone(token)

    def _alone(self, token: Token) -> bool:
        end = self.text.find("\n", token.end)
        return self._first(token) and not self.text[token.end : end if end >= 0 else len(self.text)].strip()

    def _first(self, token: Token) -> bool:
        """Return whether a token is the first of its line."""
        at = token.start
        while at > 0 and self.text[at - 1] in " \t\r":
            at -= 1
        return at == 0 or self.text[at - 1] == "\n"

    def _opens(self, start: int, at: int) -> bool:
        """Return whether a T-SQL statement begins here without a semicolon before it."""
        token = self.tokens[at]
        if not self.flavor.newline_separates or self.block or self.parentheses:
            return False
        if token.word not in _DDL and token.word not in _AFTER_DDL:
            return False
        if not self._first(token):
            return False
        following = self.tokens[at + 1].word if at + 1 < len(self.tokens) else ""
        if token.word in ("EXEC", "EXECUTE"):
            return True
        if token.word in _DDL:
            return following in _OBJECTS
        first, second = self.tokens[start].word, self.tokens[start + 1].word
        return first in _DDL and second not in ("VIEW", "OR")

    def _count(self, token: Token, at: int) -> None:
        if token.word == "(":
            self.parentheses += 1
        elif token.word == ")":
            self.parentheses -= 1
        elif self.block:
            if (token.word == "CASE" and self.tokens[at - 1].word != "END") or self._is_block(at):
                self.depth += 1
            elif token.word == "END" and (at + 1 == len(self.tokens) or self.tokens[at + 1].word not in _LOOPS):
                self.depth -= 1


def statements_of(text: str, tokens: list[Token], flavor: Flavor) -> Iterator[list[Token]]:
    """Yield the tokens of each statement of a text."""
    yield from _Splitter(text, tokens, flavor).statements()
