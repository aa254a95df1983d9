"""Where a database is: the URL, the driver for it, and the dialect that it names."""

from __future__ import annotations

import os

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import dialect_names, load_dialect
from sqlcompile.errors import ConfigError

ENVIRONMENT = "SQLCOMPILE_URL"
"""The variable that names the database where ``--url`` does not."""

_EXAMPLE = "postgresql://user@host/database"


def find_url(given: str | None, settings: str | None) -> URL | None:
    """Return the URL of ``--url``, else of the environment, else of the settings; None where none is there.

    Raises ConfigError, which does not repeat the text: it may have a password.
    """
    places = ((given, "--url"), (os.environ.get(ENVIRONMENT), ENVIRONMENT), (settings, "The URL of the settings"))
    for text, place in places:
        if text:
            return _parsed(text, place)
    return None


def need_url(given: str | None, settings: str | None) -> URL:
    """Return what :func:`find_url` does; raises ConfigError where no database is named."""
    url = find_url(given, settings)
    if url is None:
        raise ConfigError(
            "No database is named to connect to.",
            hint=f"Name it: --url {_EXAMPLE}, or {ENVIRONMENT} in the environment, or sqlalchemy_url in the settings.",
        )
    return url


def url_dialect(url: URL) -> Dialect:
    """Return the dialect that a URL names, at its default version; raises ConfigError for another database."""
    name = url.get_backend_name()
    if name not in dialect_names():
        raise ConfigError(
            f'The URL names a database "{name}", which sqlcompile does not know.',
            hint=f"A URL begins with one of these and ://: {', '.join(dialect_names())}.",
        )
    return load_dialect(name, name)


def with_driver(url: URL) -> URL:
    """Return a URL with a driver that is installed; one that can only be awaited is replaced.

    Raises ConfigError, with what to install, where there is none.
    """
    drivers = url_dialect(url).drivers
    backend, plus, name = url.drivername.partition("+")
    if plus and not _awaited(url):
        chosen = next((driver for driver in drivers if driver.name == name), None)
        if chosen is None or chosen.installed:
            return url
        raise _missing(backend, chosen.install)
    for driver in drivers:
        if driver.installed:
            return url.set(drivername=f"{backend}+{driver.name}")
    raise _missing(backend, drivers[0].install)


def _parsed(text: str, place: str) -> URL:
    text = text.strip()
    scheme, colon, rest = text.partition("://")
    if scheme == "postgres":  # as several hosts still give it
        text = f"postgresql{colon}{rest}"
    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        url = None
    if url is not None and not _torn(url, text):
        return url
    raise ConfigError(
        f"{place} is no URL of a database.",
        hint=f"It is written as {_EXAMPLE}; in a password, every character but letters and digits is written "
        "percent-encoded: @ as %40, / as %2F.",
    )


def _torn(url: URL, text: str) -> bool:
    """Return whether a password with an @ or a / of its own was taken apart: the rest of it would be shown."""
    named = url.username is not None
    return (named or url.host is not None) and text.count("@") > named


def _awaited(url: URL) -> bool:
    try:
        return bool(url.get_dialect().is_async)
    except NoSuchModuleError:
        pass
    raise ConfigError(
        f'The URL names a driver "{url.drivername.partition("+")[2]}", which SQLAlchemy does not know.',
        hint="Leave the driver out: one that is installed is taken.",
    )


def _missing(backend: str, install: str) -> ConfigError:
    return ConfigError(f"No driver for {backend} is installed.", hint=f"Install one: pip install '{install}'")
