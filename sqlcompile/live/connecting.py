"""Reaching a database by a URL."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import URL

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import ConnectionFailed
from sqlcompile.live.place import Place
from sqlcompile.live.secrets import server_words, shown
from sqlcompile.live.urls import url_dialect, with_driver

_VERSION_PARTS = 3


@dataclass(frozen=True, slots=True)
class Target:
    """A database that answered: how to reach it, and what it is."""

    url: URL
    dialect: Dialect
    """The dialect at the server's own version."""

    @property
    def place(self) -> Place:
        """How people name it."""
        return Place.of(self.url, self.dialect.versioned_title)


@contextlib.contextmanager
def opened(url: URL, dialect: Dialect) -> Iterator[sa.Connection]:
    """Give a connection on which a script's own BEGIN and COMMIT are all the transactions that there are.

    It is a new one and is closed afterwards, so that nothing of its session stays. Raises
    ConnectionFailed, with the driver's words.
    """
    level = "AUTOCOMMIT" if dialect.client.autocommits else None
    options: dict[str, Any] = {} if level is None else {"isolation_level": level}
    connection = _connected(url, options)
    try:
        yield connection
    except BaseException:
        with contextlib.suppress(Exception):  # after an interrupt there may be nothing left to reset
            connection.invalidate()
        raise
    finally:
        with contextlib.suppress(exc.DBAPIError):  # where the server is gone
            connection.close()


@contextlib.contextmanager
def reached(url: URL) -> Iterator[tuple[Target, sa.Connection]]:
    """Give what a URL leads to, and a connection to it; the driver is chosen where the URL names none.

    Raises ConnectionFailed, and ConfigError for a database that sqlcompile does not know.
    """
    url = with_driver(url)
    named = url_dialect(url)
    named.check_url(url)
    with opened(url, named) as connection:
        yield Target(url, _answering(connection, named)), connection


def _connected(url: URL, options: dict[str, Any]) -> sa.Connection:
    words = ""
    try:
        return sa.create_engine(url, poolclass=sa.NullPool, **options).connect()
    except exc.DBAPIError as error:
        words = server_words(error.orig or error, url)
    except Exception as error:  # noqa: BLE001 - drivers raise what they like for what a URL says
        words = server_words(error, url)
    raise ConnectionFailed(  # outside of the handler: what the driver raised may have the password
        f"{shown(url)} cannot be reached: {words}",
        hint="Check the host, the database, the user and the password.",
    )


def _answering(connection: sa.Connection, named: Dialect) -> Dialect:
    """Return the dialect of the server that answers, at its version."""
    dialect: Any = connection.dialect
    given = dialect.server_version_info or named.version
    numbers = [part for part in given if isinstance(part, int)][:_VERSION_PARTS]
    version = ".".join(map(str, numbers))
    return load_dialect(f"{named.answering_name(dialect)}@{version}", named.backend)
