"""Alembic's Config: the settings as an env.py asks for them."""

from __future__ import annotations

import configparser
import importlib
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError
from sqlcompile.offline.lacking import lacking
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config


class Options:
    """What Alembic's Config is to those who ask it for options: a parsed .ini, by section."""

    output_buffer: Any = None
    file_config: configparser.ConfigParser
    config_ini_section: str
    config_file_name: str | None
    cmd_opts: Any
    stdout: Any
    """Standard error, for standard output is the script's."""

    def get_main_option(self, name: str, default: str | None = None) -> str | None:
        """Return an option of the main section."""
        return self.get_section_option(self.config_ini_section, name, default)

    def get_section_option(self, section: str, name: str, default: str | None = None) -> str | None:
        """Return an option of a section."""
        if not self.file_config.has_section(section):
            return default
        return self.file_config.get(section, name, fallback=default)

    def set_main_option(self, name: str, value: str) -> None:
        """Set an option of the main section, for this run."""
        self.set_section_option(self.config_ini_section, name, value)

    def set_section_option(self, section: str, name: str, value: str) -> None:
        """Set an option of a section, for this run."""
        if not self.file_config.has_section(section):
            self.file_config.add_section(section)
        self.file_config.set(section, name, value)

    def remove_main_option(self, name: str) -> None:
        """Forget an option of the main section, for this run."""
        self.file_config.remove_option(self.config_ini_section, name)

    def get_section(self, name: str, default: Mapping[str, str] | None = None) -> dict[str, str] | None:
        """Return all options of a section."""
        if not self.file_config.has_section(name):
            return dict(default) if default is not None else None
        return dict(self.file_config.items(name))

    def get_alembic_option(self, name: str, default: Any = None) -> Any:
        """Return an option of the main section, or of the TOML table where that has it."""
        if self.file_config.has_option(self.config_ini_section, name):
            return self.get_main_option(name, default)
        return self._toml_option(name, default)

    def get_alembic_boolean_option(self, name: str) -> bool:
        """Return whether an option is set to true."""
        return str(self.get_alembic_option(name, "false")).lower() == "true"

    def _toml_option(self, name: str, default: Any) -> Any:
        return default

    def print_stdout(self, text: str, *arguments: Any) -> None:
        """Print a line to standard error."""
        sys.stderr.write(f"{text % arguments if arguments else text}\n")


class AlembicConfig(Options):
    """``context.config``: the options of alembic.ini, or of the table that takes its place."""

    def __init__(self, config: Config, graph: RevisionGraph | None = None) -> None:
        self.settings = config
        self.stdout = sys.stderr
        ini = config.path is not None and config.path.suffix == ".ini"
        self.config_file_name = str(config.path) if ini else None
        toml = Path(config.root, "pyproject.toml")
        self.toml_file_name = str(toml) if toml.is_file() else None
        self.config_ini_section = config.section
        self.cmd_opts = Namespace(
            x=list(config.x_arguments) or None,
            name=config.section,
            config=[self.config_file_name] if ini else None,
            sql=True,
            tag=config.tag,
            autogenerate=config.command == "revision",
            quiet=False,
            raiseerr=False,
            **_of_command(config),
        )
        self.missing: list[str] = []
        """The attributes that were asked for and are not there."""
        self._graph = graph
        self.file_config = configparser.ConfigParser({"here": config.root.as_posix().replace("%", "%%")})
        if self.config_file_name is not None:
            self.file_config.read([self.config_file_name], encoding="utf-8")
        if not self.file_config.has_section(config.section):
            self.file_config.add_section(config.section)
        for name, value in config.options.items():
            if self.file_config.get(config.section, name, raw=True, fallback=None) != value:
                self.set_main_option(name, value)  # sqlcompile.toml says otherwise
        if not self.file_config.has_option(config.section, "script_location"):
            self.set_main_option("script_location", str(config.script_location).replace("%", "%%"))

    @cached_property
    def attributes(self) -> dict[str, Any]:
        """What [attributes] says, and the project's code adds."""
        return {name: _value(name, value) for name, value in self.settings.attributes.items()}

    def import_attributes(self) -> None:
        """Import what [attributes] names, where the project's code may run; raises ConfigError."""
        self.attributes.update()

    def _toml_option(self, name: str, default: Any) -> Any:
        value = self.toml_alembic_config.get(name, default)
        return value % {"here": self.settings.root.as_posix()} if isinstance(value, str) else value

    @property
    def toml_alembic_config(self) -> Mapping[str, Any]:
        """The table [tool.alembic] of pyproject.toml."""
        return self.settings.table

    @property
    def graph(self) -> RevisionGraph:
        """The revisions of the project."""
        if self._graph is None:
            folders = [folder for folder in self.settings.version_locations if folder.is_dir()]
            recursive = self.settings.recursive_version_locations
            self._graph = RevisionGraph.from_folders(folders, recursive=recursive)
        return self._graph

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_") and "settings" in self.__dict__:
            if name in self.attributes:
                return self.attributes[name]
            self.missing.append(name)
        raise AttributeError(f"config has no attribute {name!r}")


def _of_command(config: Config) -> dict[str, Any]:
    """Return what Alembic's command line knows of the command that runs."""
    if not config.command:
        return {}
    named = ["revisions"] if config.command == "stamp" else ["revision"]
    value: Any = [config.range_text] if config.command == "stamp" else config.range_text
    return {"cmd": (lacking(f"alembic.command.{config.command}"), named, ["sql", "tag"]), named[0]: value}


class Attributes(dict[str, Any]):
    """A table of the settings whose keys are attributes too."""

    def __getattr__(self, name: str) -> Any:
        try:
            return self[name]
        except KeyError:
            raise AttributeError(f"[attributes] in the settings has no {name!r} here") from None


def _value(name: str, value: Any) -> Any:
    """Return a value of [attributes]: ``{ import = "package.module:object" }`` is that object.

    Raises ConfigError where it cannot be imported.
    """
    if not isinstance(value, dict):
        return value
    if set(value) != {"import"}:
        return Attributes({key: _value(key, inner) for key, inner in value.items()})
    module, _, path = str(value["import"]).partition(":")
    try:
        found: Any = importlib.import_module(module)
        for part in path.split("."):
            found = getattr(found, part)
    except Exception as error:
        raise ConfigError(
            f'The attribute "{name}" cannot be imported: {type(error).__name__}: {error}.',
            hint="It is written as package.module:object.",
        ) from error
    return found


def x_arguments(values: Sequence[str], *, as_dictionary: bool) -> list[str] | dict[str, str]:
    """Return what ``-x`` gave, as a list or as names with values."""
    if not as_dictionary:
        return list(values)
    return {name: value for name, _, value in (text.partition("=") for text in values)}
