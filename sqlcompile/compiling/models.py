"""Importing the models of a project."""

from __future__ import annotations

import contextlib
import importlib
import sys
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sqlcompile.compiling.loading import import_paths
from sqlcompile.errors import ConfigError, Location
from sqlcompile.offline.alembic import alembic_modules
from sqlcompile.project.settings import Config

_HOW = "It is written as package.module:Base.metadata."


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
            raise ConfigError(
                f'target_metadata "{name}" cannot be imported: {type(error).__name__}: {_first_line(error)}.',
                hint=_HOW,
                location=setting if missing else _line(error, config.root) or setting,
            ) from error
        try:
            for part in attribute.split("."):
                found = getattr(found, part)
        except AttributeError as error:
            raise ConfigError(
                f'target_metadata "{name}" cannot be imported: {type(error).__name__}: {error}.',
                hint=_HOW,
                location=setting,
            ) from error
    found = found if isinstance(found, sa.MetaData) else getattr(found, "metadata", found)
    if not isinstance(found, sa.MetaData):
        raise ConfigError(f'"{name}" is no MetaData, but {type(found).__name__}.', hint=_HOW, location=setting)
    return found


def _first_line(error: BaseException) -> str:
    return next(iter(str(error).splitlines()), "").rstrip(".")


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
