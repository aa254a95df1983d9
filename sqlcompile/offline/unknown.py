"""Values that only the real database knows: they may be carried around, but not looked into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from sqlcompile.errors import KeyUnknown, RowsUnknown, SqlcompileError

Refuse = Callable[[SqlcompileError], SqlcompileError]


class GeneratedKey:
    """The key that the database will give to an inserted row.

    An ORM session may hold it as the identity of an object. ``expression`` is the SQL that makes
    the key in the INSERT itself, where the database has one.
    """

    def __init__(self, table: str | None, refuse: Refuse, number: int, expression: str | None = None) -> None:
        self.table = table
        self.expression = expression
        self._refuse = refuse
        self._number = number

    def used(self) -> NoReturn:
        """Raise KeyUnknown."""
        raise self._refuse(KeyUnknown(self.table))

    def __repr__(self) -> str:
        return "<the key that the database generates>"

    def __hash__(self) -> int:
        return hash(("sqlcompile", self._number))

    def __eq__(self, other: object) -> bool:
        if other is None or isinstance(other, GeneratedKey):
            return other is self
        return self.used()

    def __lt__(self, other: object) -> bool:
        # the order in which an ORM session writes rows: as they were made
        return self._number < other._number if isinstance(other, GeneratedKey) else self.used()

    def _used(self, *args: Any) -> NoReturn:
        self.used()

    __str__ = __format__ = __int__ = __index__ = __bool__ = _used
    __gt__ = __le__ = __ge__ = __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __mod__ = _used


class RowCount(int):
    """How many rows a statement will touch; it may be printed, but decides nothing.

    It is -1, as the DBAPI says of a count that is not known, to who asks just that.
    """

    _refuse: Refuse
    _statement: str

    @classmethod
    def of(cls, statement: str, refuse: Refuse) -> RowCount:
        """Return the count of a statement; ``refuse`` takes the error where it is looked into."""
        made = cls(-1)
        made._statement = statement
        made._refuse = refuse
        return made

    def _used(self, *args: Any) -> NoReturn:
        raise self._refuse(RowsUnknown(self._statement))

    def _same(self, *args: Any) -> RowCount:
        return self

    def __eq__(self, other: object) -> bool:
        return self._is_known("__eq__", other)

    def __ne__(self, other: object) -> bool:
        return self._is_known("__ne__", other)

    def __lt__(self, other: int) -> bool:
        return self._is_known("__lt__", other)

    def __le__(self, other: int) -> bool:
        return self._is_known("__le__", other)

    def __gt__(self, other: int) -> bool:
        return self._is_known("__gt__", other)

    def __ge__(self, other: int) -> bool:
        return self._is_known("__ge__", other)

    def _is_known(self, comparison: str, other: Any) -> bool:
        """Compare with -1, which asks whether the count is known; any other comparison is refused."""
        if isinstance(other, int) and not isinstance(other, RowCount) and int.__lt__(other, 0):
            answer: bool = getattr(int, comparison)(self, other)
            return answer
        return self._used()

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return "an unknown number of"

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        return str(self)

    __add__ = __radd__ = __mul__ = __rmul__ = _same
    __bool__ = __index__ = __int__ = _used
