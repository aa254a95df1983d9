"""``alembic.config.Config``: settings that a project's code makes for itself."""

from __future__ import annotations

import configparser
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sqlcompile.offline.alembic_config import Options
from sqlcompile.project.alembic_config import config_of
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config as Settings

_SECTION = "alembic"


class Config(Options):
    """The options of a file, and those that are set; it begins empty without one.

    It says what is written where, and lists revisions; no command takes it.
    """

    toml_file_name: str | None = None
    toml_alembic_config: Mapping[str, Any] = {}

    def __init__(
        self,
        file_: Any = None,
        toml_file: Any = None,
        ini_section: str = _SECTION,
        output_buffer: Any = None,
        stdout: Any = None,
        cmd_opts: Any = None,
        config_args: Mapping[str, Any] | None = None,
        attributes: dict[str, Any] | None = None,
    ) -> None:
        self.config_file_name = None if file_ is None else str(file_)
        self.config_ini_section = ini_section
        self.output_buffer = output_buffer
        self.stdout = stdout or sys.stderr
        self.cmd_opts = cmd_opts
        self.attributes = dict(attributes or {})
        here = Path.cwd() if file_ is None else Path(file_).absolute().parent
        defaults = {"here": here.as_posix().replace("%", "%%"), **{k: str(v) for k, v in (config_args or {}).items()}}
        self.file_config = configparser.ConfigParser(defaults)
        if file_ is not None:
            self.file_config.read([str(file_)], encoding="utf-8")
        if not self.file_config.has_section(ini_section):
            self.file_config.add_section(ini_section)

    @property
    def settings(self) -> Settings:
        """What the options mean."""
        path = Path(self.config_file_name or "alembic.ini").absolute()
        return config_of(self.file_config, path, self.config_ini_section)

    @property
    def graph(self) -> RevisionGraph:
        """The revisions that the options lead to."""
        settings = self.settings
        folders = [folder for folder in settings.version_locations if folder.is_dir()]
        return RevisionGraph.from_folders(folders, recursive=settings.recursive_version_locations)
