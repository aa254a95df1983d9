"""Scratch databases: a file, a database of the embedded server, or what a URL names."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

from sqlalchemy.engine import URL, Connection

from sqlcompile.dialect.contract import Dialect, dotted
from sqlcompile.errors import ConfigError, StatementFailed
from sqlcompile.live.connecting import opened
from sqlcompile.live.secrets import shown
from sqlcompile.live.urls import with_driver
from sqlcompile.project.printable import listed
from sqlcompile.verifying.contents import MOST, Content, contents, empty, inside
from sqlcompile.verifying.embedded_postgresql import EmbeddedServer, nothing_of_the_users

_STEPS = 1_000_000
"""How many instructions SQLite's machine runs between two looks whether somebody pressed Ctrl-C."""
_INTERRUPTED = "interrupted"
"""What SQLite says of a statement that was stopped so; it stops for nothing else."""


def _let_signals_in() -> int:
    """Let Python raise what a signal asks for, while a statement runs in the same process."""
    return 0


class Scratch(Protocol):
    """A database that scripts may be tried on."""

    def fresh(self) -> None:
        """Make it empty."""

    def connected(self) -> contextlib.AbstractContextManager[Connection]:
        """Give a connection of its own, on which a script's BEGIN and COMMIT are all the transactions."""

    def close(self) -> None:
        """Leave nothing behind."""


class FileScratch:
    """A file in a folder of its own."""

    def __init__(self, dialect: Dialect) -> None:
        self._dialect = dialect
        self._folder = Path(tempfile.mkdtemp(prefix="sqlcompile-"))

    def fresh(self) -> None:
        """Remove the file: the next connection makes it."""
        for path in self._folder.iterdir():
            path.unlink()

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        url = URL.create(self._dialect.sa.name, database=str(self._folder / "scratch.db"))
        with opened(url, self._dialect) as connection:
            driver: Any = connection.connection.dbapi_connection
            driver.set_progress_handler(_let_signals_in, _STEPS)
            try:
                yield connection
            except StatementFailed as error:
                if error.words == _INTERRUPTED:
                    raise KeyboardInterrupt from None
                raise

    def close(self) -> None:
        """Remove the folder."""
        shutil.rmtree(self._folder, ignore_errors=True)


class ServerScratch:
    """A database of the embedded server."""

    def __init__(self, dialect: Dialect, server: EmbeddedServer, name: str) -> None:
        self._dialect = dialect
        self._server = server
        self._name = name
        self._url = server.create(name)

    def fresh(self) -> None:
        """Make the database anew."""
        self._url = self._server.create(self._name)

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        with nothing_of_the_users(), opened(self._url, self._dialect) as connection:
            yield connection

    def close(self) -> None:
        """Drop the database."""
        self._server.drop(self._name)


class UrlScratch:
    """The database that a URL names; it is left as empty as it was found.

    Raises ConnectionFailed for one that cannot be reached, and ConfigError for one of another kind than the
    dialect's, and for one that is not empty, unless ``may_empty``.
    """

    def __init__(self, dialect: Dialect, url: URL, *, may_empty: bool) -> None:
        self._dialect = dialect
        self._url = with_driver(url)
        self.shown = shown(url)
        self._around: list[Content] = []
        if not dialect.own_objects:
            raise ConfigError(f"Nothing tells what stands in a database of {dialect.title}, so none is emptied.")
        with self.connected() as connection:
            server_of(connection, dialect)
            found = contents(connection, dialect)
            within = inside(dialect, found)
            if within and not may_empty:
                raise ConfigError(
                    f"The database {self.shown} is not empty: it has {listed((one.shown for one in within), MOST)}.",
                    hint="Name an empty one, or say with --scratch that everything in it may be dropped.",
                )
            self._around = [one for one in found if one not in within]

    def spaces(self) -> frozenset[str]:
        """Return the namespaces beside the default one that were there before."""
        return frozenset(one.name for one in self._around if one.kind == "schema")

    def fresh(self) -> None:
        """Drop all that stands in it."""
        with self.connected() as connection:
            empty(connection, self._dialect, self._around)

    @contextlib.contextmanager
    def connected(self) -> Iterator[Connection]:
        with opened(self._url, self._dialect) as connection:
            yield connection

    def close(self) -> None:
        """Leave it empty."""
        self.fresh()


def server_of(connection: Connection, dialect: Dialect) -> str:
    """Return what a server is, as ``PostgreSQL 18.1``; raises ConfigError where it is another one than the dialect's."""
    found: Any = connection.dialect
    title = dialect.title
    if getattr(found, "is_mariadb", False) != getattr(dialect.sa, "is_mariadb", False):
        other = "MariaDB" if getattr(found, "is_mariadb", False) else "no MariaDB"
        raise ConfigError(f"The scripts are for {title}, and the server is {other}.")
    version = getattr(found, "server_version_info", None)
    if version is None and getattr(found, "dbapi", None) is not None:
        version = getattr(found.dbapi, "sqlite_version_info", None)
    return f"{title} {dotted(tuple(version))}" if version else title
