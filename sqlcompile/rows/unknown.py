"""Values in the kept rows that only the real database knows: the clock, a random value, an expression."""

from __future__ import annotations

_MARK = "\ue000sqlcompile:"


class Marks:
    """Makes the marks that stand for such values in SQLite, and notices when one is compared.

    A mark is not NULL and equals nothing but itself, which is all that is known of the value.
    """

    def __init__(self) -> None:
        self.compared = False
        self._made = 0

    def new(self, what: str) -> str:
        """Return a mark of its own for a value; ``what`` is the SQL that makes it."""
        self._made += 1
        return f"{_MARK}{self._made}:{what}"

    def compare(self, one: str, other: str) -> int:
        """Compare two texts, as a collation does; one that stands for a value has no order that is known."""
        if one.startswith(_MARK) or other.startswith(_MARK):
            self.compared = True
        return (one > other) - (one < other)


def marked(value: object) -> str | None:
    """Return what a mark stands for, None for any other value."""
    if isinstance(value, str) and value.startswith(_MARK):
        return value[len(_MARK) :].partition(":")[2]
    return None
