"""Values that only the real database knows: they may be carried around, but not looked into."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from sqlcompile.errors import KeyUnknown, RowsUnknown, SqlcompileError, ValueUnknown

Refuse = Callable[[SqlcompileError], SqlcompileError]


class GeneratedKey:
    """The key that the database will give to an inserted row.

    An ORM session may hold it as the identity of an object. ``expression`` is the SQL that makes
    the key in the INSERT itself, where the database has one.
    """

    def __init__(
        self, table: str | None, refuse: Refuse, number: int, expression: str | None = None, made: str | None = None
    ) -> None:
        self.table = table
        self.expression = expression
        self.made = made
        self._refuse = refuse
        self._number = number

    def used(self) -> NoReturn:
        """Raise KeyUnknown."""
        raise self._refuse(KeyUnknown(self.table) if self.made is None else ValueUnknown(self.made))

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
    """How many rows a statement touches, counted in the rows that the history wrote when it is asked for.

    Where that is not known it may be printed, but decides nothing.

    It is -1, as the DBAPI says of a count that is not known, to who asks just that.
    """

    _refuse: Refuse
    _statement: str
    _count: Callable[[], int | None]

    @classmethod
    def of(cls, statement: str, refuse: Refuse, count: Callable[[], int | None]) -> RowCount:
        """Return the count of a statement, counted by ``count`` when it is looked into.

        ``refuse`` takes the error where it is not known even then.
        """
        made = cls(-1)
        made._statement = statement
        made._refuse = refuse
        made._count = count
        return made

    def _known(self) -> int:
        count = self._count()
        if count is None:
            raise self._refuse(RowsUnknown(self._statement))
        return count

    def _shown(self) -> str:
        count = self._count()
        return "an unknown number of" if count is None else str(count)

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
        else:
            answer = getattr(int, comparison)(self._known(), other)
        return answer

    def __hash__(self) -> int:
        return id(self)

    def __repr__(self) -> str:
        return self._shown()

    __str__ = __repr__

    def __format__(self, spec: str) -> str:
        count = self._count()
        return self._shown() if count is None else format(count, spec)

    def __bool__(self) -> bool:
        return bool(self._known())

    def __index__(self) -> int:
        return self._known()

    __int__ = __index__

    def _sum(self, other: Any) -> Any:
        count = self._count()
        return self if count is None else count + other

    def _product(self, other: Any) -> Any:
        count = self._count()
        return self if count is None else count * other

    __add__ = __radd__ = _sum
    __mul__ = __rmul__ = _product
