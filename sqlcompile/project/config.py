"""Finding a project's settings.

In the folder (``-C DIR``, or the current one; never its parents) the first of these counts:
``sqlcompile.toml``, ``[tool.sqlcompile]`` in pyproject.toml, ``alembic.ini``,
``[tool.alembic]`` in pyproject.toml. ``-c FILE`` names one of them, and so does ALEMBIC_CONFIG in the
environment.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError, Location, NoProject
from sqlcompile.project.alembic_config import alembic_config
from sqlcompile.project.native_config import native_config
from sqlcompile.project.package_path import resolve_path
from sqlcompile.project.settings import TRANSACTIONS, Config, Kind, Transaction
from sqlcompile.project.toml_file import locate, read_toml, table_in

__all__ = ["TRANSACTIONS", "Config", "Kind", "Transaction", "load_config"]

NATIVE_FILE = "sqlcompile.toml"
PYPROJECT = "pyproject.toml"
ALEMBIC_FILE = "alembic.ini"
MAIN_SECTION = "alembic"


def load_config(directory: Path | None = None, file: Path | None = None, *, section: str = MAIN_SECTION) -> Config:
    """Return the settings in a folder, or in one named file of it."""
    folder = (directory or Path.cwd()).absolute()
    if not folder.is_dir():
        raise NoProject(f'"{directory}" is not a folder.', hint="`-C` takes the folder of the project.")
    config = _find(folder, section) if file is None else _named(folder / file, section)
    if config is None:
        raise NoProject(
            f"There are no settings in {folder}.",
            hint=f"`sqlcompile init` starts a project; `-C DIR` or `-c FILE` names one with {NATIVE_FILE}, "
            f"{ALEMBIC_FILE} or a table in {PYPROJECT}.",
        )
    if config.kind == "sqlcompile":
        _refuse_section(config, section)
    if not config.script_location.is_dir():
        raise NoProject(
            f"The script location {config.script_location} is not a folder.",
            hint="Correct `script_location`, or let `sqlcompile init` start it.",
            location=Location(config.path) if config.path else None,
        )
    return config


def _find(folder: Path, section: str) -> Config | None:
    """Return the settings in a folder, by the order in this module's docstring."""
    if (folder / NATIVE_FILE).is_file():
        return _native_file(folder / NATIVE_FILE, section)
    return _pyproject(folder / PYPROJECT, section) or _alembic(folder, section)


def _named(path: Path, section: str) -> Config | None:
    """Return the settings in one file, which its suffix and content tell apart."""
    if not path.is_file():
        raise NoProject(
            f'There is no file "{path}".',
            hint="`-c`, or ALEMBIC_CONFIG in the environment, takes the file with the settings.",
        )
    if path.suffix != ".toml":
        return alembic_config(path, *_alembic_table(path.parent), section)
    if path.name != PYPROJECT:
        return _native_file(path, section)
    found = _pyproject(path, section)
    if found is None:
        toml, table = _alembic_table(path.parent)
        if table is None:
            raise ConfigError("It has neither [tool.sqlcompile] nor [tool.alembic].", location=Location(path))
        found = alembic_config(_ini_in(path.parent), toml, table, section)
    return found


def _native_file(path: Path, section: str) -> Config:
    """Return the settings in a TOML file of sqlcompile's own; they may stand under [tool.sqlcompile]."""
    document = read_toml(path)
    table = table_in(document, path, "tool", "sqlcompile")
    if table is None:
        return _native(document, path, None, section)
    return _native(table, path, "tool.sqlcompile", section)


def _pyproject(path: Path, section: str) -> Config | None:
    """Return the settings in a pyproject.toml, or None where it has no [tool.sqlcompile]."""
    if not path.is_file():
        return None
    table = table_in(read_toml(path), path, "tool", "sqlcompile")
    return None if table is None else _native(table, path, "tool.sqlcompile", section)


def _native(table: dict[str, Any], path: Path, header: str | None, section: str) -> Config:
    """Return native settings, which may add to an Alembic project's.

    It is the one whose ``alembic_ini`` they name, else the one beside them where they have no script_location.
    """
    base = None
    if isinstance(table.get("alembic_ini"), str):
        base = _elsewhere(table, path, header, section)
    elif "script_location" not in table:
        base = _alembic(path.parent, section)
    return native_config(table, path, header, base)


def _elsewhere(table: dict[str, Any], path: Path, header: str | None, section: str) -> Config:
    """Return the settings of the Alembic project that native ones name."""
    place = locate(path, header, "alembic_ini")
    ini = resolve_path(table["alembic_ini"], path.parent, (path.parent,), place)
    if not ini.is_file():
        raise ConfigError(f'There is no file "{ini}".', hint="`alembic_ini` takes an alembic.ini.", location=place)
    scripts = None
    if isinstance(table.get("script_location"), str):
        place = locate(path, header, "script_location")
        scripts = resolve_path(table["script_location"], path.parent, (path.parent,), place)
    return alembic_config(ini, *_alembic_table(ini.parent), section, scripts)


def _alembic(folder: Path, section: str) -> Config | None:
    """Return the settings of the Alembic project in a folder, if there is one."""
    ini = _ini_in(folder)
    toml, table = _alembic_table(folder)
    return alembic_config(ini, toml, table, section) if ini or toml else None


def _ini_in(folder: Path) -> Path | None:
    """Return the alembic.ini of a folder."""
    path = folder / ALEMBIC_FILE
    return path if path.is_file() else None


def _alembic_table(folder: Path) -> tuple[Path | None, dict[str, Any] | None]:
    """Return a folder's pyproject.toml and its [tool.alembic], or nothing of both."""
    path = folder / PYPROJECT
    if not path.is_file():
        return None, None
    table = table_in(read_toml(path), path, "tool", "alembic")
    return (None, None) if table is None else (path, table)


def _refuse_section(config: Config, section: str) -> None:
    """Refuse ``-n``: only an alembic.ini has sections."""
    if section != MAIN_SECTION:
        raise ConfigError(
            f'"-n {section}" names a section, but these settings are not an alembic.ini.',
            hint="Name the file too: `-c alembic.ini`.",
            location=Location(config.path) if config.path else None,
        )
