"""The models of a project, imported."""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sqlcompile.compiling.loading import import_paths
from sqlcompile.errors import ConfigError, Location
from sqlcompile.offline.alembic import alembic_modules
from sqlcompile.offline.environment import Configured, environment_file
from sqlcompile.project.settings import Config

_HOW = "It is written as package.module:Base.metadata."


def target_metadata(config: Config, configured: Configured) -> tuple[sa.MetaData, ...]:
    """Return what describes the models: what env.py configures, else what the settings name.

    Raises ConfigError where nothing does, where it cannot be imported, with its own line, and where two
    have the same table.
    """
    given = configured.option("target_metadata")
    if given is not None:
        path = environment_file(config)
        place = Location(path) if path else None
        found = [(metadata, f"target_metadata[{number}]") for number, metadata in enumerate(_listed(given))]
        for metadata, _ in found:
            if not isinstance(metadata, sa.MetaData):
                message = f"target_metadata of env.py is no MetaData, but {type(metadata).__name__}."
                raise ConfigError(message, hint="It is Base.metadata, or a list of such.", location=place)
    else:
        place = Location(config.path) if config.path else None
        found = [(imported(name, config), name) for name in config.target_metadata]
    if not found:
        raise ConfigError(
            "Nothing says which models to compare with.",
            hint='Set `target_metadata = "package.module:Base.metadata"`, or target_metadata in env.py.',
            location=place,
        )
    _check_distinct(found, place)
    return tuple(metadata for metadata, _ in found)


def _listed(given: Any) -> Sequence[Any]:
    return given if isinstance(given, list | tuple) else [given]


def _check_distinct(found: Sequence[tuple[sa.MetaData, str]], place: Location | None) -> None:
    owners: dict[str, tuple[sa.MetaData, str]] = {}
    for metadata, name in found:
        for table in metadata.tables:
            other = owners.setdefault(table, (metadata, name))
            if other[0] is not metadata:
                raise ConfigError(
                    f'The table "{table}" is in two metadata: {other[1]} and {name}.',
                    hint="Each table is in one of them.",
                    location=place,
                )


def imported(name: str, config: Config) -> sa.MetaData:
    """Return the MetaData that a setting names: itself, or a declarative base's. Raises ConfigError."""
    module, _, attribute = name.partition(":")
    setting = Location(config.path) if config.path else None
    if not attribute:
        raise ConfigError(f'target_metadata "{name}" names no object of a module.', hint=_HOW, location=setting)
    with alembic_modules(), import_paths(config.prepend_sys_path), contextlib.redirect_stdout(sys.stderr):
        try:
            found: Any = importlib.import_module(module)
        except (Exception, SystemExit) as error:
            missing = isinstance(error, ModuleNotFoundError) and error.name == module.partition(".")[0]
            message = f"The models cannot be imported: {type(error).__name__}: {_first_line(error)}"
            raise ConfigError(
                message,
                hint=_HOW + " `prepend_sys_path` names the folders to import from." if missing else None,
                location=setting if missing else _line(error, config.root) or setting,
            ) from error
        try:
            for part in attribute.split("."):
                found = getattr(found, part)
        except AttributeError as error:
            raise ConfigError(f"{module} has no {attribute}: {error}.", hint=_HOW, location=setting) from error
    found = found if isinstance(found, sa.MetaData) else getattr(found, "metadata", found)
    if not isinstance(found, sa.MetaData):
        raise ConfigError(f'"{name}" is no MetaData, but {type(found).__name__}.', hint=_HOW, location=setting)
    return found


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "")


def _line(error: BaseException, root: Path) -> Location | None:
    """Return the last line of the project's own files that an error came through."""
    if isinstance(error, SyntaxError) and error.filename:
        return Location(Path(error.filename), error.lineno)
    found = None
    trace = error.__traceback__
    while trace is not None:
        path = Path(trace.tb_frame.f_code.co_filename)
        if path.is_relative_to(root) and "site-packages" not in path.parts:
            found = Location(path, trace.tb_lineno)
        trace = trace.tb_next
    return found
