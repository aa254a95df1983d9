"""A DBAPI that reaches no database.

SQLAlchemy asks it for connections and cursors; what is executed goes to the dialect's
``do_execute`` (see ``database``), which fills the cursor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

apilevel = "2.0"
threadsafety = 1
paramstyle = "named"


class Error(Exception):
    """The root of the DBAPI's errors."""


class DatabaseError(Error):
    """An error of the database."""


class ProgrammingError(DatabaseError):
    """A statement that does not fit."""


class IntegrityError(DatabaseError):
    """A violated constraint."""


class OperationalError(DatabaseError):
    """A database that does not answer."""


class InterfaceError(Error):
    """A misuse of the DBAPI."""


class DataError(DatabaseError):
    """A value that does not fit."""


class InternalError(DatabaseError):
    """An inner error."""


class NotSupportedError(DatabaseError):
    """Something that is not supported."""


def Binary(value: bytes) -> bytes:  # noqa: N802 - the DBAPI's name
    """Return bytes as they are."""
    return bytes(value)


class Cursor:
    """A cursor; ``do_execute`` sets what it answers."""

    arraysize = 1

    def __init__(self) -> None:
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: int | None = None
        self.rows: Iterator[tuple[Any, ...]] = iter(())

    def fetchone(self) -> tuple[Any, ...] | None:
        """Return the next row."""
        return next(self.rows, None)

    def fetchmany(self, size: int | None = None) -> list[tuple[Any, ...]]:
        """Return some of the next rows."""
        count = size or self.arraysize
        return [row for _, row in zip(range(count), self.rows, strict=False)]

    def fetchall(self) -> list[tuple[Any, ...]]:
        """Return all rows that are left."""
        return list(self.rows)

    def close(self) -> None:
        """Forget the rows."""
        self.rows = iter(())


class Connection:
    """A connection to nothing; transactions are the dialect's business."""

    def cursor(self, *args: Any, **kw: Any) -> Cursor:
        """Return a new cursor."""
        return Cursor()

    def commit(self) -> None:
        """Do nothing."""

    def rollback(self) -> None:
        """Do nothing."""

    def close(self) -> None:
        """Do nothing."""


def connect(*args: Any, **kw: Any) -> Connection:
    """Return a connection."""
    return Connection()
