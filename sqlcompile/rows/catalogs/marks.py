"""What of its catalog only the real database knows: numbers of objects, names that it made."""

from __future__ import annotations

import re

from sqlcompile.rows.unknown import BEGIN

_IDENTITY = f"{BEGIN}=:"
_ODD = f"{BEGIN}~:"
_GENERATED = re.compile(r"not_null$|^(sys_|iseq\$\$|(pk|uq|fk|ck|df)__)", re.IGNORECASE)


class Marks:
    """Makes the marks that stand for such values in SQLite, and notices when one is compared in an unsure way.

    A mark is not NULL and equals nothing but itself, which is all that is known of the value. Where
    ``ordered`` is set the order of values matters too, which is known of none. ``others`` are names that no
    mark stands for.
    """

    def __init__(self) -> None:
        self.compared = False
        self.ordered = False
        self.others: frozenset[str] = frozenset()
        self._made = 0

    def new(self, what: str) -> str:
        """Return a mark of its own for a value; ``what`` is the SQL that makes it."""
        self._made += 1
        return f"{BEGIN}{self._made}:{what}"

    def identity(self, what: str) -> str:
        """Return the mark for what tells one object from all others, such as its number."""
        return f"{_IDENTITY}{what}"

    def odd(self, what: str) -> str:
        """Return a mark of its own for a name that the database made, as nobody else would."""
        self._made += 1
        return f"{_ODD}{what} ({self._made})"

    def compare(self, one: str, other: str) -> int:
        """Compare two texts, as a collation does; one that stands for a value has no order that is known."""
        if one == other:
            return 0
        if (one.startswith(BEGIN) or other.startswith(BEGIN)) and not self._differ(one, other):
            self.compared = True
        return (one > other) - (one < other)

    def _differ(self, one: str, other: str) -> bool:
        """Return whether two texts, of which one is a mark, surely stand for different values."""
        if one.startswith(_IDENTITY) and other.startswith(_IDENTITY):
            return True
        for mark, value in ((one, other), (other, one)):
            if mark.startswith(_IDENTITY) and value in self.others:
                return True
            if mark.startswith(_ODD) and not self.ordered:
                return value.startswith(_ODD) or not (value.startswith(BEGIN) or _GENERATED.search(value))
        return False

    def seen(self, *values: object) -> bool:
        """Return whether a mark is among values that a function looks into, and remember it."""
        found = any(isinstance(value, str) and value.startswith(BEGIN) for value in values)
        self.compared = self.compared or found
        return found
