"""How values of SQLAlchemy's types lie in SQLite: as SQLAlchemy's own dialect has them, but read more freely.

Raw SQL may have written them in any form that the real database takes.
"""

from __future__ import annotations

import datetime as dt
import decimal
import json
import uuid
from collections.abc import Callable
from typing import Any

from sqlalchemy import types as sa_types
from sqlalchemy.engine.processors import to_decimal_processor_factory

Process = Callable[[Any], Any]

_TRUE = frozenset(("1", "t", "true", "y", "yes", "on"))
_FALSE = frozenset(("0", "f", "false", "n", "no", "off"))

AFFINITIES: tuple[tuple[type[Any], str], ...] = (
    (sa_types.Boolean, "INTEGER"),
    (sa_types.Integer, "INTEGER"),
    (sa_types.Numeric, "NUMERIC"),
    (sa_types.Float, "NUMERIC"),
    (sa_types.LargeBinary, "BLOB"),
    (sa_types._Binary, "BLOB"),
    (sa_types.String, "TEXT"),
    (sa_types.Uuid, "TEXT"),
    (sa_types.DateTime, "TEXT"),
    (sa_types.Date, "TEXT"),
    (sa_types.Time, "TEXT"),
    (sa_types.JSON, "TEXT"),
    (sa_types.ARRAY, "TEXT"),
)


def kind_of(type_: Any) -> type[Any] | None:
    """Return the generic class of a type, None for one that has no place here."""
    if isinstance(getattr(type_, "impl", type_), sa_types.Enum):
        return sa_types.String
    own = type_._type_affinity
    for kind, _ in AFFINITIES:
        if own is not None and issubclass(own, kind):
            return kind
    return None


def affinity(type_: Any) -> str:
    """Return the affinity that a column of the type has in SQLite, nothing where values stay as they are."""
    kind = kind_of(type_)
    return next((name for known, name in AFFINITIES if known is kind), "")


def plain_time(text: str) -> str:
    """Return the text of a date or a time in the one form that compares as the time does."""
    text = text.strip().replace("T", " ", 1)
    if len(text) == 10 and text[4:5] == "-":
        text += " 00:00:00"
    head, dot, fraction = text.partition(".")
    return f"{head}.{fraction.rstrip('0')}".rstrip(".") if dot and fraction.isdigit() else text


def plain_uuid(text: str) -> str:
    """Return the text of a UUID without hyphens and capitals."""
    return text.replace("-", "").lower()


def _written(value: Any) -> Any:
    if isinstance(value, dt.datetime):
        return value.isoformat(" ", "microseconds")
    return value.isoformat() if isinstance(value, dt.date) else value


class DateTime(sa_types.DateTime):
    """A date and time, as ISO text."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> Process:
        """Return what makes text of it."""
        return _written

    def result_processor(self, dialect: Any, coltype: Any) -> Process:
        """Return what reads it."""
        return lambda value: dt.datetime.fromisoformat(value) if isinstance(value, str) else value


class Date(sa_types.Date):
    """A date, as ISO text."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> Process:
        """Return what makes text of it."""
        return lambda value: value.isoformat() if isinstance(value, dt.date) else value

    def result_processor(self, dialect: Any, coltype: Any) -> Process:
        """Return what reads it."""
        return lambda value: dt.date.fromisoformat(value[:10]) if isinstance(value, str) else value


class Time(sa_types.Time):
    """A time, as ISO text."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> Process:
        """Return what makes text of it."""
        return lambda value: value.isoformat() if isinstance(value, dt.time) else value

    def result_processor(self, dialect: Any, coltype: Any) -> Process:
        """Return what reads it."""
        return lambda value: dt.time.fromisoformat(value) if isinstance(value, str) else value


class Boolean(sa_types.Boolean):
    """A truth value, as 1 and 0."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> Process:
        """Return what makes a number of it."""
        return lambda value: value if value is None else int(bool(value))

    def result_processor(self, dialect: Any, coltype: Any) -> Process:
        """Return what reads it."""
        return truth


def truth(value: Any) -> Any:
    """Return the truth value that a number or one of PostgreSQL's words stands for."""
    if isinstance(value, str):
        if value.lower() in _TRUE:
            return True
        if value.lower() in _FALSE:
            return False
        raise ValueError(value)
    return value if value is None else bool(value)


class Numeric(sa_types.Numeric):  # type: ignore[type-arg]
    """A decimal number."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> Process:
        """Return what makes a number that SQLite takes of it."""
        return lambda value: str(value) if isinstance(value, decimal.Decimal) else value

    def result_processor(self, dialect: Any, coltype: Any) -> Process | None:
        """Return what reads it; SQLite itself has no decimal numbers, others' have come as such."""
        if not self.asdecimal:
            return lambda value: value if value is None else float(value)
        if dialect.native:
            return to_decimal_processor_factory(decimal.Decimal, self._effective_decimal_return_scale)
        return lambda value: value if value is None else decimal.Decimal(str(value))


class Uuid(sa_types.Uuid):  # type: ignore[type-arg]
    """A UUID, as text."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> Process:
        """Return what makes text of it."""
        return lambda value: value if value is None else plain_uuid(str(value))

    def result_processor(self, dialect: Any, coltype: Any) -> Process:
        """Return what reads it."""
        as_uuid = self.as_uuid
        return lambda value: value if value is None else (uuid.UUID(value) if as_uuid else str(uuid.UUID(value)))


class Array(sa_types.ARRAY):  # type: ignore[type-arg]
    """An array, as JSON."""

    cache_ok = True

    def bind_processor(self, dialect: Any) -> Process:
        """Return what makes text of it."""
        return lambda value: value if value is None else json.dumps(list(value))

    def result_processor(self, dialect: Any, coltype: Any) -> Process:
        """Return what reads it; raises ValueError for a text in a database's own form."""
        return lambda value: value if value is None else json.loads(value)


COLSPECS: dict[type[Any], type[Any]] = {
    sa_types.DateTime: DateTime,
    sa_types.Date: Date,
    sa_types.Time: Time,
    sa_types.Boolean: Boolean,
    sa_types.Numeric: Numeric,
    sa_types.Uuid: Uuid,
    sa_types.ARRAY: Array,
}
