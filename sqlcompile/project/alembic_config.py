"""An Alembic project's settings: ``alembic.ini``, ``[tool.alembic]`` in pyproject.toml, or both.

Where both are there, a value in the .ini counts, as in Alembic.
"""

from __future__ import annotations

import configparser
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any

from sqlcompile.errors import ConfigError, Location
from sqlcompile.project.package_path import resolve_path
from sqlcompile.project.settings import Config
from sqlcompile.project.toml_file import locate, read_text

_SEPARATORS = {"os": os.pathsep, ":": ":", ";": ";", "space": " ", "newline": "\n"}
_HOOKS = "post_write_hooks"
_LENIENT = ("sqlalchemy.url", "file_template")
"""Keys whose ``%(name)s`` may stay as it is: passwords in a URL, tokens that nobody doubled."""


@dataclass(slots=True)
class _Source:
    """The values of one project, wherever they stand."""

    path: Path
    section: str
    parser: configparser.ConfigParser
    table: dict[str, Any] = field(default_factory=dict)
    table_path: Path | None = None

    def in_ini(self, key: str) -> bool:
        """Return whether the .ini has the key."""
        return self.parser.has_option(self.section, key)

    def place(self, key: str) -> Location:
        """Return where a key stands."""
        if not self.in_ini(key) and self.table_path is not None:
            return locate(self.table_path, "tool.alembic", key)
        return locate(self.path, self.section, key)

    def string(self, key: str) -> str | None:
        """Return a value that is text; an empty one is none."""
        value = self.ini_string(key) if self.in_ini(key) else self.table.get(key)
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            raise ConfigError(f"`{key}` takes a string, not {value!r}.", location=self.place(key))
        return value if self.in_ini(key) else self.filled(key, value)

    def ini_string(self, key: str) -> str:
        """Return a value of the .ini with its ``%(name)s`` filled in."""
        try:
            return self.parser.get(self.section, key)
        except configparser.InterpolationError as error:
            if key in _LENIENT:
                return self.parser.get(self.section, key, raw=True)
            raise ConfigError(
                f"`{key}` has a `%` that names no value of [{self.section}].",
                hint="Write `%%` for a percent sign, `%(here)s` for the folder of this file.",
                location=self.place(key),
            ) from error

    def filled(self, key: str, value: str) -> str:
        """Return a value of the TOML table with ``%(here)s`` and ``%%`` filled in."""
        here = (self.table_path or self.path).parent.as_posix()
        try:
            return value % {"here": here}
        except (KeyError, ValueError, TypeError) as error:
            if key in _LENIENT:
                return value
            raise ConfigError(
                f"`{key}` has a `%` that is neither `%(here)s` nor `%%`.", location=self.place(key)
            ) from error

    def strings(self, key: str, split: Callable[[str], list[str]]) -> list[str] | None:
        """Return a list: split in the .ini, as it is in TOML."""
        if self.in_ini(key):
            return [part.strip() for part in split(self.ini_string(key)) if part.strip()] or None
        value = self.table.get(key)
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise ConfigError(f"`{key}` takes a list of strings, not {value!r}.", location=self.place(key))
        return [self.filled(key, item) for item in value] or None

    def switch(self, key: str) -> bool:
        """Return a value that is true or false, false where it is missing."""
        value = self.ini_string(key).strip().lower() if self.in_ini(key) else self.table.get(key, False)
        if value in {"true", "yes", "on", "1"} or value is True:
            return True
        if value in {"false", "no", "off", "0", ""} or value is False:
            return False
        raise ConfigError(f"`{key}` takes true or false, not {value!r}.", location=self.place(key))

    def count(self, key: str, default: int) -> int:
        """Return a value that is a whole number above 0."""
        value: Any = self.ini_string(key).strip() or default if self.in_ini(key) else self.table.get(key, default)
        try:
            number = int(value)
        except (TypeError, ValueError):
            number = 0
        if number < 1 or isinstance(value, bool):
            raise ConfigError(f"`{key}` takes a whole number above 0, not {value!r}.", location=self.place(key))
        return number

    def options(self) -> Mapping[str, str]:
        """Return the section as it stands, ``here`` among it."""
        if not self.parser.has_section(self.section):
            return MappingProxyType(dict(self.parser.defaults()))
        return MappingProxyType(dict(self.parser.items(self.section, raw=True)))


def _parser(path: Path) -> configparser.ConfigParser:
    """Return an empty parser that knows ``here``, the folder of a file."""
    return configparser.ConfigParser({"here": path.parent.as_posix().replace("%", "%%")})


def read_ini(path: Path) -> configparser.ConfigParser:
    """Return a parsed .ini, with Alembic's ``here``."""
    parser = _parser(path)
    try:
        parser.read_string(read_text(path), str(path))
    except configparser.MissingSectionHeaderError as error:
        raise ConfigError(
            "This line comes before the first [section].", location=Location(path, error.lineno)
        ) from error
    except (configparser.DuplicateSectionError, configparser.DuplicateOptionError) as error:
        what = f"`{error.option}`" if isinstance(error, configparser.DuplicateOptionError) else f"[{error.section}]"
        raise ConfigError(f"{what} is there twice.", location=Location(path, error.lineno)) from error
    except configparser.ParsingError as error:
        line = error.errors[0][0] if error.errors else None
        raise ConfigError(
            "This line is neither `key = value` nor a [section].", location=Location(path, line)
        ) from error
    return parser


def alembic_config(
    ini: Path | None, toml: Path | None, table: dict[str, Any] | None, section: str, scripts: Path | None = None
) -> Config:
    """Return the settings of an Alembic project from its .ini, its TOML table, or both.

    ``scripts`` is the script location, where it is another than these say.
    """
    path = ini or toml
    if path is None:
        raise ValueError("an .ini or a TOML file")  # the caller found one
    parser = read_ini(ini) if ini else _parser(path)
    if not parser.has_section(section):
        if table is None or section != "alembic":
            _missing_section(path, section, parser.sections())
        parser.add_section(section)
    if scripts is not None:
        parser.set(section, "script_location", str(scripts).replace("%", "%%"))
    return _config(_Source(path, section, parser, table or {}, toml))


def config_of(parser: configparser.ConfigParser, path: Path, section: str) -> Config:
    """Return the settings that a parsed .ini means, as if it were at a path."""
    return _config(_Source(path, section, parser))


def _missing_section(path: Path, section: str, sections: list[str]) -> None:
    """Say that a section is not there, and which ones are."""
    known = ", ".join(f"[{name}]" for name in sections) or "none"
    raise ConfigError(f"There is no section [{section}].", hint=f"The sections are: {known}.", location=Location(path))


def _config(source: _Source) -> Config:
    """Return the settings that the values of a project mean."""
    root = source.path.parent
    prepend = _folders(source, "prepend_sys_path", root, (), _splitter(source, r"[,:]|\s+", "path_separator"))
    prepend = prepend or (root,)
    scripts = _script_location(source, root, prepend)
    split = _splitter(source, r",\s*|\s+", "path_separator", "version_path_separator")
    versions = _folders(source, "version_locations", root, prepend, split)
    return Config(
        path=source.path,
        root=root,
        kind="alembic",
        script_location=scripts,
        version_locations=versions or (scripts / "versions",),
        recursive_version_locations=source.switch("recursive_version_locations"),
        file_template=source.string("file_template"),
        truncate_slug_length=source.count("truncate_slug_length", 40),
        timezone=source.string("timezone"),
        prepend_sys_path=prepend,
        output_encoding=source.string("output_encoding") or "utf-8",
        sourceless=source.switch("sourceless"),
        sqlalchemy_url=source.string("sqlalchemy.url"),
        revision_environment=source.switch("revision_environment"),
        hooks=_hooks(source),
        table=MappingProxyType(source.table),
        section=source.section,
        options=source.options(),
    )


def _hooks(source: _Source) -> tuple[Mapping[str, str], ...]:
    """Return what is run on a new script: [post_write_hooks] of the .ini, else the TOML table's list."""
    parser = source.parser
    if not parser.has_section(_HOOKS):
        return _toml_hooks(source)
    place = locate(source.path, _HOOKS, "hooks")
    try:
        options = dict(parser.items(_HOOKS))
    except configparser.InterpolationError as error:
        raise ConfigError(
            f"[{_HOOKS}] has a `%` that names no value of it.",
            hint="Write `%%` for a percent sign, `%(here)s` for the folder of this file.",
            location=place,
        ) from error
    names = re.split(r",\s*|\s+", options.get("hooks", ""))
    hooks = [
        {"name": name}
        | {key.removeprefix(f"{name}."): text for key, text in options.items() if key.startswith(f"{name}.")}
        for name in filter(None, names)
    ]
    return tuple(_checked(hook, place) for hook in hooks)


def _toml_hooks(source: _Source) -> tuple[Mapping[str, str], ...]:
    given = source.table.get(_HOOKS, [])
    place = source.place(_HOOKS)
    if not isinstance(given, list) or not all(isinstance(hook, dict) for hook in given):
        raise ConfigError(f"`{_HOOKS}` takes a list of tables, [[tool.alembic.{_HOOKS}]].", location=place)
    return tuple(
        _checked({key: source.filled(key, str(value)) for key, value in hook.items()}, place) for hook in given
    )


def _checked(hook: dict[str, str], place: Location) -> Mapping[str, str]:
    """Return a hook that has what every hook must have."""
    for key in ("name", "type"):
        if not hook.get(key):
            raise ConfigError(
                f"The post-write hook {hook.get('name') or '?'} has no `{key}`.",
                hint="The types are console_scripts, exec and module, or one that env.py registers.",
                location=place,
            )
    return MappingProxyType(hook)


def _script_location(source: _Source, root: Path, prepend: tuple[Path, ...]) -> Path:
    """Return the folder of the scripts; a file that names none may lie in it, as Flask-Migrate's does."""
    text = source.string("script_location")
    if text is not None:
        return resolve_path(text, root, prepend, source.place("script_location"))
    if (root / "env.py").is_file() or (root / "versions").is_dir():
        return root
    raise ConfigError(
        f"[{source.section}] has no `script_location`.",
        hint="Name the folder that holds the `versions` folder.",
        location=Location(source.path),
    )


def _folders(
    source: _Source, key: str, root: Path, search: tuple[Path, ...], split: Callable[[str], list[str]]
) -> tuple[Path, ...]:
    """Return a setting that is a list of folders, empty where it is missing."""
    texts = source.strings(key, split) or []
    return tuple(resolve_path(text, root, search, source.place(key)) for text in texts)


def _splitter(source: _Source, legacy: str, *keys: str) -> Callable[[str], list[str]]:
    """Return what splits a list in the .ini: by the first separator that is set, or Alembic's old way.

    The separator is looked at where there is a list: many an alembic.ini has one that nothing uses,
    with a remark behind it.
    """

    def split(text: str) -> list[str]:
        for key in keys:
            name = source.string(key)
            if name is None:
                continue
            separator = _SEPARATORS.get(name)
            if separator is None:
                raise ConfigError(
                    f'`{key}` takes one of {", ".join(_SEPARATORS)}, not "{name}".', location=source.place(key)
                )
            return text.split(separator)
        return re.split(legacy, text)

    return split
