"""What a project's settings say of types that a database does not have, checked."""

from __future__ import annotations

import difflib
import importlib
import re
from functools import cache

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.foreign_types import key_of, samples
from sqlcompile.dialect.load import dialect_names, load_dialect
from sqlcompile.errors import ConfigError, UnknownDialect
from sqlcompile.project.settings import Config
from sqlcompile.schema.reading.cursor import Unread
from sqlcompile.schema.reading.flavor import Flavor, flavor_of
from sqlcompile.schema.reading.typespec import spec_of_text

_MORE = re.compile(r";|--|/\*|\n")
"""What ends a statement, or begins a remark."""
_PACKAGES = ("mssql", "mysql", "oracle", "postgresql", "sqlite")


def with_types(dialect: Dialect, config: Config) -> Dialect:
    """Return the dialect with what the settings say of its types; raises ConfigError for what says nothing."""
    for name in config.types:
        if name != dialect.name:
            _check_database(name, config)
    found = config.types.get(dialect.name, {})
    chosen = {_key(name, text): _checked(name, text, dialect) for name, text in found.items()}
    return dialect.with_types(chosen, strict=config.strict_types)


def _check_database(name: str, config: Config) -> None:
    try:
        known = load_dialect(name).name == name
    except (UnknownDialect, ConfigError):
        known = False
    if not known:
        places = [getattr(text, "location", None) for text in config.types[name].values()]
        raise ConfigError(
            f'`types` has a table for "{name}", which is no database.',
            hint=f"The databases are {', '.join(dialect_names())}.",
            location=next(iter(places), None),
        )


def _key(name: str, text: str) -> str:
    """Return the name of a type as maps have it."""
    key = key_of(name)
    place = getattr(text, "location", None)
    package, _, words = (key or "").rpartition(".")
    if key is None or package not in ("", *_PACKAGES):
        raise ConfigError(
            f'"{name}" is no name of a type.',
            hint='A type is named as it writes itself: JSONB, "INTEGER UNSIGNED", "mssql.BIT".',
            location=place,
        )
    word = words.partition("(")[0].partition(" ")[0]
    known = _known_types()
    close = [] if word in known else difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.8)
    if close:
        raise ConfigError(f'There is no type "{name}".', hint=f"Did you mean {close[0]}?", location=place)
    return key


@cache
def _known_types() -> frozenset[str]:
    """Return the names of SQLAlchemy's types; what else a project has is its own."""
    modules = [
        importlib.import_module(name) for name in ("sqlalchemy.types", *map("sqlalchemy.dialects.{}".format, _PACKAGES))
    ]
    names = {name for module in modules for name in vars(module) if name.isupper()}
    return frozenset(names | {name.partition("_")[0] for name in names if name == "DOUBLE_PRECISION"})


def _checked(name: str, text: str, dialect: Dialect) -> str:
    """Return what stands for a type; raises ConfigError where it cannot be read as a type of the database."""
    reason = _unreadable(text, flavor_of(dialect.sqlglot_name))
    if reason is not None:
        raise ConfigError(
            f'`types.{dialect.name}.{name}` takes a type of {dialect.title}, not "{text}": {reason}.',
            hint="It is written as in CREATE TABLE, such as LONGTEXT or VARCHAR({length}).",
            location=getattr(text, "location", None),
        )
    return str(text)


def _unreadable(text: str, flavor: Flavor) -> str | None:
    """Return why a text is no type, None for one that is."""
    try:
        written = samples(text)
    except ValueError as error:
        return str(error)
    for sample in written:
        try:
            read = spec_of_text(sample, flavor).raw
        except Unread:
            read = ""
        if read != sample or sample.count("(") != sample.count(")") or _MORE.search(sample):
            return f'"{sample}" cannot be read as one'
    return None
