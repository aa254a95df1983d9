"""A DBAPI that reaches no database.

SQLAlchemy asks it for connections and cursors; what is executed goes to the offline database,
which fills the cursor.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, Self

from sqlcompile.offline.host import Mark

if TYPE_CHECKING:
    from sqlcompile.offline.database import OfflineDatabase

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
    """A cursor; the offline database sets what it answers."""

    arraysize = 1

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.description: Sequence[Any] | None = None
        self.rowcount = -1
        self.lastrowid: Any = None
        self.rows: Iterator[tuple[Any, ...]] = iter(())

    def execute(self, statement: str, parameters: Any = None) -> Cursor:
        """Take a statement of a script that goes past SQLAlchemy."""
        self.connection.database.take(self, statement, [parameters])
        return self

    def executemany(self, statement: str, rows: Sequence[Any]) -> Cursor:
        """Take a statement once for each row of parameters."""
        self.connection.database.take(self, statement, list(rows))
        return self

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

    def __iter__(self) -> Iterator[tuple[Any, ...]]:
        return self.rows

    def close(self) -> None:
        """Forget the rows."""
        self.rows = iter(())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()


class Connection:
    """A connection to nothing, and how far its transaction is.

    ``main`` marks the connection that the migration itself runs on; ``recorded`` counts what the
    transaction that began at ``began`` has sent.
    """

    def __init__(self, database: OfflineDatabase, *, main: bool) -> None:
        self.database = database
        self.main = main
        self.autocommit = False
        self.began: Mark | None = None
        self.recorded = 0
        self.savepoints: dict[str, Mark] = {}

    def cursor(self, *args: Any, **kw: Any) -> Cursor:
        """Return a new cursor."""
        return Cursor(self)

    def commit(self) -> None:
        """Keep what was recorded."""
        self.began = None
        self.recorded = 0

    def rollback(self) -> None:
        """Take back what was recorded since the transaction began."""
        self.database.rolled_back(self)

    def close(self) -> None:
        """Do nothing."""
