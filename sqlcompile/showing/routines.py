"""What raw SQL made that no schema holds, and that tables, views and triggers may call."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.dialect.contract import Dialect
from sqlcompile.showing.model import Routine

_NEAR = re.compile(r"\b(?:FUNCTION|PROCEDURE|EXTENSION|AGGREGATE)\b", re.IGNORECASE)
_KIND = frozenset(("FUNCTION", "PROCEDURE", "EXTENSION", "AGGREGATE"))
_BEFORE = frozenset(
    (
        *("OR", "REPLACE", "ALTER", "NONEDITIONABLE", "EDITIONABLE"),
        *("DEFINER", "CURRENT_USER", "CURRENT_ROLE", "ROOT", "LOCALHOST"),
    )
)
"""What may stand between CREATE and the kind; an account may be named by words of its own, in quotes."""
_VERBS = frozenset(("CREATE", "ALTER", "DROP"))


@dataclass(slots=True)
class Routines:
    """Follows functions, procedures, aggregates and extensions through a replay, for one database.

    One that is made once is its CREATE. Else all that was done to it is kept, in its order: so overloaded
    functions, and those that are altered, come out as they are in the history.
    """

    dialect: Dialect
    _found: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def take(self, result: StepResult) -> None:
        """Look at what a step wrote for the first database."""
        self.take_written(result.written[0])

    def take_written(self, statements: Iterable[Written]) -> None:
        """Look at what a script wrote."""
        for written in statements:
            statement = written.statement
            if statement.raw and _NEAR.search(statement.text):
                for part in self.dialect.separated(statement):
                    self._follow(part.text.strip())

    def _follow(self, text: str) -> None:
        pieces = self.dialect.lexis.significant(text)
        words = [piece.text.upper() for piece in pieces]
        if not words or words[0] not in _VERBS:
            return
        place = next((at for at, word in enumerate(words[:16]) if word in _KIND), None)
        if place is None or not _leads(words[1:place]):
            return
        after = place + 1
        if words[after : after + 1] == ["IF"]:
            after += 2 if words[after + 1 : after + 2] == ["EXISTS"] else 3
        name = _name([piece.text for piece in pieces[after:]])
        key = (words[place].lower(), name.lower())
        if words[0] == "DROP":
            made = self._found.get(key, [])
            if len(made) == 1:
                del self._found[key]
            elif made:
                made.append(text)
            return
        there = self._found.setdefault(key, [])
        if len(there) == 1 and "REPLACE" in words[1:place] and self._head(there[0]) == self._head(text):
            there.clear()
        there.append(text)

    def _head(self, text: str) -> tuple[str, ...]:
        """Return the words from the name to the end of the arguments: they tell overloaded functions apart."""
        words = [piece.text.lower() for piece in self.dialect.lexis.significant(text)]
        start = next(at for at, word in enumerate(words) if word.upper() in _KIND)
        depth = 0
        for at, word in enumerate(words[start:], start):
            depth += (word == "(") - (word == ")")
            if word == ")" and depth == 0:
                return tuple(words[start : at + 1])
        return tuple(words[start : start + 2])

    def all(self) -> tuple[Routine, ...]:
        """Return what is there, in the order of its making."""
        return tuple(Routine(kind, name, tuple(texts)) for (kind, name), texts in self._found.items())


def _leads(words: Iterable[str]) -> bool:
    """Return whether words may stand between CREATE and what it makes: not those of another object."""
    return all(word in _BEFORE or not word.isalpha() for word in words)


def _name(texts: list[str]) -> str:
    """Return the name that a text begins with, its namespace included."""
    parts = texts[:1]
    at = 1
    while texts[at : at + 1] == ["."]:
        parts += texts[at : at + 2]
        at += 2
    return "".join(parts)
