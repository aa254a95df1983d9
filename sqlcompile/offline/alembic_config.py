"""``context.config``: the settings as an env.py asks for them."""

from __future__ import annotations

import configparser
import importlib
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config


class AlembicConfig:
    """The options of alembic.ini, or of the table that takes its place, by section."""

    output_buffer: Any = None

    def __init__(self, config: Config, graph: RevisionGraph | None = None) -> None:
        self.settings = config
        self.attributes: dict[str, Any] = {name: _value(name, value) for name, value in config.attributes.items()}
        ini = config.path is not None and config.path.suffix == ".ini"
        self.config_file_name = str(config.path) if ini else None
        toml = Path(config.root, "pyproject.toml")
        self.toml_file_name = str(toml) if toml.is_file() else None
        self.config_ini_section = config.section
        self.stdout = sys.stderr
        self.cmd_opts = Namespace(
            x=list(config.x_arguments) or None,
            name=config.section,
            config=[self.config_file_name] if ini else None,
            sql=True,
            tag=config.tag,
            autogenerate=False,
            quiet=False,
            raiseerr=False,
        )
        self.missing: list[str] = []
        """The attributes that were asked for and are not there."""
        self._graph = graph
        self.file_config = configparser.ConfigParser({"here": str(config.root)})
        if self.config_file_name is not None:
            self.file_config.read([self.config_file_name], encoding="utf-8")
        if not self.file_config.has_section(config.section):
            self.file_config.add_section(config.section)
        for name, value in config.options.items():
            if not self.file_config.has_option(config.section, name):
                self.file_config.set(config.section, name, str(value).replace("%", "%%"))
        if not self.file_config.has_option(config.section, "script_location"):
            location = str(config.script_location).replace("%", "%%")
            self.file_config.set(config.section, "script_location", location)

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
        value = self.toml_alembic_config.get(name, default)
        return value % {"here": self.settings.root.as_posix()} if isinstance(value, str) else value

    def get_alembic_boolean_option(self, name: str) -> bool:
        """Return whether an option is set to true."""
        return str(self.get_alembic_option(name, "false")).lower() == "true"

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
        attributes = self.__dict__.get("attributes", {})
        if name in attributes:
            return attributes[name]
        if not name.startswith("_"):
            self.missing.append(name)
        raise AttributeError(f"config has no attribute {name!r}")

    def print_stdout(self, text: str, *arguments: Any) -> None:
        """Print a line to standard error: standard output is the script's."""
        sys.stderr.write(f"{text % arguments if arguments else text}\n")


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
