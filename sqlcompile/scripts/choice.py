"""Which databases scripts are compiled for: ``-d postgresql``, or ``-d engine1=postgresql`` for one of several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import ConfigError, UnknownDialect
from sqlcompile.offline.environment import Configured
from sqlcompile.project.settings import Config
from sqlcompile.scripts.places import chosen_for
from sqlcompile.scripts.type_choices import with_types

_OTHER_NAMES = {"postgres": "postgresql"}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the command line, or the settings, say: for every database, and for those that env.py names."""

    everywhere: tuple[str, ...]
    by_database: Mapping[str, tuple[str, ...]]

    @classmethod
    def of(cls, names: Sequence[str]) -> Choice:
        """Return the choice that is written as a list of names; raises UnknownDialect."""
        everywhere: list[str] = []
        by_database: dict[str, tuple[str, ...]] = {}
        for name in names:
            database, dialect = chosen_for(name)
            load_dialect(dialect)  # now, not when env.py runs
            if database is None:
                everywhere.append(dialect)
            else:
                by_database[database] = (*by_database.get(database, ()), dialect)
        return cls(tuple(everywhere), by_database)

    def dialects(self, config: Config, configured: Configured, client: str | None = None) -> tuple[Dialect, ...]:
        """Return the databases of one call of ``run_migrations``; raises ConfigError where nothing names one.

        ``client`` is what will run their scripts, None for the database's own.

        The choice comes first, then what env.py configures, then the URL of the settings.
        """
        url = configured.option("url") or config.sqlalchemy_url
        backend = _backend(url)
        names = self.by_database.get(configured.database or "", self.everywhere)
        if names:
            return tuple(with_types(load_dialect(name, backend).written_for(client), config) for name in names)
        name: str | None = configured.option("dialect_name") or backend
        if name is None:
            raise ConfigError(f"No database is named to compile for{_of(configured)}.", hint=_hint(configured))
        try:
            found = load_dialect(_OTHER_NAMES.get(name, name), backend).written_for(client)
        except UnknownDialect as error:
            raise ConfigError(
                f'No database is named to compile for: the URL{_of(configured)} says "{name}".', hint=_hint(configured)
            ) from error
        return (with_types(found, config),)

    def first(self, config: Config, configured: Configured) -> Dialect | None:
        """Return the first database for what is configured so far, None where nothing says which."""
        try:
            return self.dialects(config, configured)[0]
        except ConfigError:
            return None

    def check_databases(self, named: Sequence[str | None]) -> None:
        """Raise ConfigError for a choice for a database that env.py does not name."""
        for database in self.by_database:
            if database not in named:
                known = ", ".join(name for name in named if name) or "none"
                raise ConfigError(
                    f'There is no database "{database}" to compile for.',
                    hint=f"The databases that env.py names in run_migrations(engine_name=…) are: {known}.",
                )


def _backend(url: Any) -> str | None:
    """Return SQLAlchemy's name of the database in a URL, None where it is none."""
    try:
        return make_url(url).get_backend_name() if url else None
    except (ArgumentError, ValueError):
        return None


def _of(configured: Configured) -> str:
    return f" of {configured.database}" if configured.database else ""


def _hint(configured: Configured) -> str:
    alone = f", or `-d {configured.database}=postgresql` for this one alone" if configured.database else ""
    return f"Name one: `-d postgresql`{alone}."
