"""What is not known of the kept values, and shows only when one of them is looked at."""

from __future__ import annotations

import unicodedata

ORDERED = "sqlcompile ordered"
"""Marks a column, in a statement, whose texts are put in order: an index would hide the comparisons."""
MARK = "\ue000"
BEGIN = f"{MARK}sqlcompile:"


class Untranslatable(Exception):
    """A statement that SQLite cannot be given; the text says why."""


class Undecided(Untranslatable):
    """A statement that has run, on values that do not decide what it does."""


class Marks:
    """Makes the marks that stand for values which only the database makes: the clock, a random value, an expression.

    A mark is not NULL and equals nothing but itself, which is all that is known of the value. The
    comparisons here are SQLite's collations; they notice what depends on more than the texts say.
    """

    def __init__(self) -> None:
        self.compared = False
        """Whether such a value was compared."""
        self.unsure = False
        """Whether two texts may be equal or not, as the real collation has it."""
        self.disputed = False
        """Whether two texts have another order in another collation."""
        self.folded = False
        """Whether two texts are equal that differ in case."""
        self.made = 0

    def clear(self) -> None:
        """Forget what was noticed."""
        self.compared = self.unsure = self.disputed = self.folded = False

    def new(self, what: str) -> str:
        """Return a mark of its own for a value; ``what`` is the SQL that makes it."""
        self.made += 1
        return f"{BEGIN}{self.made}:{what}"

    def _marked(self, one: str, other: str) -> None:
        if one.startswith(MARK) or other.startswith(MARK):
            self.compared = True

    def compare(self, one: str, other: str) -> int:
        """Compare two texts by their letters' codes."""
        self._marked(one, other)
        if one == other:
            return 0
        if not _order_is_sure(one, other):
            self.disputed = True
        return (one > other) - (one < other)

    def padded(self, one: str, other: str) -> int:
        """Compare two texts of a fixed length."""
        return self.compare(one.rstrip(" "), other.rstrip(" "))

    def folding(self, one: str, other: str) -> int:
        """Compare two texts without regard to case."""
        self._marked(one, other)
        if one == other:
            return 0
        left, right = _plain(one), _plain(other)
        if left == right:
            if one.isascii() and other.isascii() and len(one) == len(other):
                self.folded = True
            else:
                self.unsure = True
            return 0
        if not _differ_surely(left, right):
            self.unsure = True
        if not _order_is_sure(left, right):
            self.disputed = True
        return (left > right) - (left < right)

    def careful(self, one: str, other: str) -> int:
        """Compare two texts whose collation is not known."""
        self._marked(one, other)
        if one == other:
            return 0
        left, right = _plain(one), _plain(other)
        if left == right or not _differ_surely(left, right):
            self.unsure = True
        self.disputed = True
        return (one > other) - (one < other)


def _plain(text: str) -> str:
    """Return a text without case, accents and spaces at its end."""
    if text.isascii():
        return text.lower().rstrip(" ")
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part)).rstrip(" ")


def _first_difference(one: str, other: str) -> tuple[str, str]:
    for left, right in zip(one, other, strict=False):
        if left != right:
            return left, right
    shorter = min(len(one), len(other))
    return one[shorter : shorter + 1], other[shorter : shorter + 1]


def _differ_surely(one: str, other: str) -> bool:
    return all(part.isascii() for part in _first_difference(one, other))


def _order_is_sure(one: str, other: str) -> bool:
    """Return whether all collations put two texts in the same order."""
    left, right = _first_difference(one, other)
    if not left or not right:
        return True
    if not (left + right).isascii() or not (left + right).isalnum():
        return False
    if left.isdigit() or right.isdigit():
        return True
    return left.lower() != right.lower() and (left < right) == (left.lower() < right.lower())


def marked(value: object) -> str | None:
    """Return what a mark stands for, None for any other value."""
    if isinstance(value, str) and value.startswith(BEGIN):
        return value[len(BEGIN) :].partition(":")[2]
    return None
