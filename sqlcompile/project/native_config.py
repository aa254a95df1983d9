"""sqlcompile's own settings: ``[tool.sqlcompile]``, or the whole of ``sqlcompile.toml``."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError, Location
from sqlcompile.project.durations import is_duration, seconds
from sqlcompile.project.package_path import resolve_path
from sqlcompile.project.settings import MODES, TRANSACTIONS, Config
from sqlcompile.project.setup import setup_from
from sqlcompile.project.toml_file import locate
from sqlcompile.project.type_settings import type_settings

DEFAULT_SCRIPT_LOCATION = "migrations"


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of value: what a setting of it takes, in words, and the check."""

    takes: str
    fits: Callable[[Any], bool]


def _is_strings(value: Any) -> bool:
    return isinstance(value, str) or (isinstance(value, list) and all(isinstance(item, str) for item in value))


def _is_string_table(value: Any) -> bool:
    return isinstance(value, dict) and all(isinstance(item, str) for item in value.values())


def _is_positive(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value > 0


_STRING = _Kind("a string", lambda value: isinstance(value, str))
_NAME = _Kind("a string that is not empty", lambda value: isinstance(value, str) and value != "")
_STRINGS = _Kind("a string or a list of strings", _is_strings)
_SWITCH = _Kind("true or false", lambda value: isinstance(value, bool))
_COUNT = _Kind("a whole number above 0", _is_positive)
_TABLE = _Kind("a table of strings", _is_string_table)
_ANYTHING = _Kind("a table", lambda value: isinstance(value, dict))
_TYPES = _Kind(
    "a table of types for each database, as in `types.mysql.JSONB`",
    lambda value: isinstance(value, dict) and all(map(_is_string_table, value.values())),
)
_BASELINE = _Kind(
    "a file, or a table with a file for each database", lambda value: isinstance(value, str) or _is_string_table(value)
)
_MODE = _Kind('"strict", "idempotent" or "plain"', lambda value: value in MODES)
_DURATION = _Kind('a time such as "5s", "500ms" or "2min"', is_duration)
_TRANSACTION = _Kind('"all", "revision" or "none"', lambda value: value in TRANSACTIONS)

KEYS: Mapping[str, _Kind] = {
    "script_location": _NAME,
    "alembic_ini": _NAME,
    "version_locations": _STRINGS,
    "recursive_version_locations": _SWITCH,
    "dialects": _STRINGS,
    "version_table": _NAME,
    "version_table_schema": _NAME,
    "version_table_pk": _SWITCH,
    "naming_convention": _TABLE,
    "target_metadata": _STRINGS,
    "exclude_tables": _STRINGS,
    "baseline": _BASELINE,
    "rows": _NAME,
    "file_template": _NAME,
    "truncate_slug_length": _COUNT,
    "timezone": _STRING,
    "types": _TYPES,
    "strict_types": _SWITCH,
    "transaction": _TRANSACTION,
    "mode": _MODE,
    "client": _NAME,
    "lock_timeout": _DURATION,
    "statement_timeout": _DURATION,
    "audit_table": _NAME,
    "transpile": _NAME,
    "diff_accept": _STRINGS,
    "check_skip": _STRINGS,
    "check_accept": _STRINGS,
    "check_heads": _STRINGS,
    "check_against": _NAME,
    "prepend_sys_path": _STRINGS,
    "env": _SWITCH,
    "output_encoding": _NAME,
    "sourceless": _SWITCH,
    "sqlalchemy_url": _NAME,
    "setup": _NAME,
    "attributes": _ANYTHING,
    "revision_environment": _SWITCH,
}

_PATHS = ("script_location", "version_locations", "prepend_sys_path")
_LISTS = ("dialects", "target_metadata", "exclude_tables", "diff_accept", "check_skip", "check_accept", "check_heads")
_DURATIONS = ("lock_timeout", "statement_timeout")


def native_config(table: dict[str, Any], path: Path, section: str | None, base: Config | None) -> Config:
    """Return the settings in a table of a file.

    ``section`` is the table's header, None where the table is the whole file; ``base`` holds an
    Alembic project's settings, for a table that only adds to them or, with ``alembic_ini``, replaces some.
    """
    _check(table, path, section)
    root = path.parent
    given = {key: value for key, value in table.items() if key not in _PATHS and key != "alembic_ini"}
    for key in _LISTS:
        if key in given:
            given[key] = tuple(_listed(given[key]))
    if "baseline" in given:
        given["baseline"] = baselines(given["baseline"], root)
    if given.get("rows") not in (None, "empty"):
        given["rows"] = str(root / given["rows"])
    if "types" in given:
        given["types"] = type_settings(given["types"], path, section)
    if "setup" in given:
        given["setup"] = setup_from(given["setup"], root, locate(path, section, "setup"))
    for key in _DURATIONS:
        if key in given:
            given[key] = seconds(given[key])
    if "sqlalchemy_url" in given:
        before = base.options if base else {}
        given["options"] = {**before, "sqlalchemy.url": given["sqlalchemy_url"].replace("%", "%%")}
    given["timezone"] = given.get("timezone") or (base.timezone if base else None)
    if base is not None:
        return replace(base, **given, **_paths(table, path, section, base))
    paths = _paths(table, path, section, None)
    return Config(path=path, root=root, kind="sqlcompile", **given, **paths)


def baselines(value: str | Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return baselines by database, their files as seen from a folder; MetaData stays as it is."""
    given = {"": value} if isinstance(value, str) else value
    return {
        name: source if MODULE.fullmatch(source) and not (folder / source).is_file() else str(folder / source)
        for name, source in given.items()
    }


MODULE = re.compile(r"[^\W\d][\w.]*:[^\W\d][\w.]*")
"""What is written as ``package.module:attribute``."""


def _check(table: dict[str, Any], path: Path, section: str | None) -> None:
    """Raise a ConfigError for the first key that is unknown or has a value that does not fit."""
    for key, value in table.items():
        where = locate(path, section, key)
        kind = KEYS.get(key)
        if kind is None:
            close = difflib.get_close_matches(key, KEYS, n=1)
            hint = f"Did you mean `{close[0]}`?" if close else f"The settings are {', '.join(KEYS)}."
            raise ConfigError(f"There is no setting `{key}`.", hint=hint, location=where)
        if not kind.fits(value):
            raise ConfigError(f"`{key}` takes {kind.takes}, not {_shown(value)}.", location=where)


def _shown(value: Any) -> str:
    """Return a value as a TOML file would have it, or nearly."""
    if isinstance(value, bool):
        return str(value).lower()
    return f'"{value}"' if isinstance(value, str) else repr(value)


def _listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def _paths(table: dict[str, Any], path: Path, section: str | None, base: Config | None) -> dict[str, Any]:
    """Return the settings that are folders, those of the base where the table says nothing."""
    root = path.parent

    def place(key: str) -> Location:
        return locate(path, section, key)

    prepend = (root,) if base is None else base.prepend_sys_path
    if "alembic_ini" in table and root not in prepend:
        prepend = (*prepend, root)
    if "prepend_sys_path" in table:
        prepend = tuple(
            resolve_path(text, root, (), place("prepend_sys_path")) for text in _listed(table["prepend_sys_path"])
        )
    if base is not None and "script_location" not in table:
        scripts = base.script_location
        versions = base.version_locations
    else:
        scripts = resolve_path(
            table.get("script_location", DEFAULT_SCRIPT_LOCATION), root, prepend, place("script_location")
        )
        versions = (scripts / "versions",)
    if table.get("version_locations"):
        where = place("version_locations")
        versions = tuple(resolve_path(text, root, prepend, where) for text in _listed(table["version_locations"]))
    return {"script_location": scripts, "version_locations": versions, "prepend_sys_path": prepend}
