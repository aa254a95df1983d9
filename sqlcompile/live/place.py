"""Naming a database to people: which, where, as whom; never with a password."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import URL

_LOCAL = "this machine"
_HOST_KEYS = ("host", "unix_socket", "hostaddr")
"""Where a URL's query may say the host."""


@dataclass(frozen=True, slots=True)
class Place:
    """A database, its host and the user; None for what the URL leaves to the driver."""

    title: str
    database: str | None
    host: str | None
    user: str | None

    @classmethod
    def of(cls, url: URL, title: str) -> Place:
        """Return the place that a URL names; ``title`` is the database's kind and version."""
        host = url.host or _first(url.query.get(key) for key in _HOST_KEYS)
        if url.port is not None:
            host = f"{host or 'localhost'}:{url.port}"
        return cls(title, url.database or None, host, url.username)

    def __str__(self) -> str:
        database = f"database {self.database}" if self.database else "the default database"
        user = f" as {self.user}" if self.user else ""
        return f"{self.title}, {database} on {self.host or _LOCAL}{user}"


def _first(values: Any) -> str | None:
    for value in values:
        if value:
            return value if isinstance(value, str) else ", ".join(value)
    return None
