"""The URL of a database of which nobody said where it is."""

from __future__ import annotations

from typing import NoReturn

from sqlalchemy.engine.url import URL

from sqlcompile.errors import ScriptError
from sqlcompile.operations.recorder import refused


class UnknownUrl(URL):
    """A URL that knows its database's kind; who asks for its name or its host gets an error, not None."""

    def _unknown(self, what: str) -> NoReturn:
        raise refused(
            ScriptError(
                f"The script asks for the {what} of its connection, and no URL says it.",
                hint="Name it in the migration, or give sqlalchemy.url in alembic.ini, for a database of this kind.",
            )
        )

    @property
    def database(self) -> NoReturn:
        """Refuse: it is not known."""
        self._unknown("database")

    @property
    def host(self) -> NoReturn:
        """Refuse: it is not known."""
        self._unknown("host")

    @property
    def port(self) -> NoReturn:
        """Refuse: it is not known."""
        self._unknown("port")

    @property
    def username(self) -> NoReturn:
        """Refuse: it is not known."""
        self._unknown("user")

    @property
    def password(self) -> NoReturn:
        """Refuse: it is not known."""
        self._unknown("password")

    def render_as_string(self, hide_password: bool = True) -> str:
        """Return what is known: ``postgresql://``."""
        return f"{self.drivername}://"

    def __repr__(self) -> str:
        return self.render_as_string()

    __str__ = __repr__
