"""``context.config``: the settings as an env.py asks for them."""

from __future__ import annotations

import configparser
import sys
from argparse import Namespace
from collections.abc import Mapping, Sequence
from typing import Any

from sqlcompile.project.settings import Config


class AlembicConfig:
    """The options of alembic.ini, or of the table that takes its place, by section."""

    def __init__(self, config: Config) -> None:
        self.attributes: dict[str, Any] = {}
        ini = config.path is not None and config.path.suffix == ".ini"
        self.config_file_name = str(config.path) if ini else None
        self.config_ini_section = config.section
        self.cmd_opts = Namespace(x=list(config.x_arguments) or None, name=config.section)
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

    def get_alembic_option(self, name: str, default: str | None = None) -> str | None:
        """Return an option of the main section, wherever it was written."""
        return self.get_main_option(name, default)

    def print_stdout(self, text: str, *arguments: Any) -> None:
        """Print a line to standard error: standard output is the script's."""
        sys.stderr.write(f"{text % arguments if arguments else text}\n")


def x_arguments(values: Sequence[str], *, as_dictionary: bool) -> list[str] | dict[str, str]:
    """Return what ``-x`` gave, as a list or as names with values."""
    if not as_dictionary:
        return list(values)
    return {name: value for name, _, value in (text.partition("=") for text in values)}
