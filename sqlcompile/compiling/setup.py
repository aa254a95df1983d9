"""Calling the project's own setup, which makes its application ready for env.py and the migrations."""

from __future__ import annotations

import contextlib
import importlib
import importlib.util
import inspect
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlcompile.compiling.loading import line_of
from sqlcompile.errors import ConfigError, Location, ScriptError, SqlcompileError
from sqlcompile.offline.alembic_config import AlembicConfig
from sqlcompile.project.settings import Setup

_MODULE = "sqlcompile_setup"
_RETURNS = "It returns nothing, or a context manager that stays entered, such as a Flask application's app_context()."


@contextlib.contextmanager
def set_up(setup: Setup | None, config: AlembicConfig) -> Iterator[None]:
    """Call the function of the setting ``setup`` with ``context.config``, for the time of a with block.

    What [attributes] names is imported before. A context manager that the function returns is entered, and
    left at the end. Raises ConfigError where there is no such function or object, ScriptError with its line
    where it fails.
    """
    config.import_attributes()
    if setup is None:
        yield
        return
    with _module_of(setup) as module:
        function = _function(module, setup)
        manager = _call(function, config, setup)
        if manager is None:
            yield
            return
        with _entered(manager, function, setup):
            yield


@contextlib.contextmanager
def _module_of(setup: Setup) -> Iterator[ModuleType]:
    """Give the module that has the function; a file is one for the time of a with block."""
    if setup.file is None:
        try:
            module = importlib.import_module(setup.module)
        except SqlcompileError as error:
            raise error.at(setup.location) from error
        except (Exception, SystemExit) as error:
            raise ConfigError(
                f'The setup "{setup.module}:{setup.function}" cannot be imported: {type(error).__name__}: {error}.',
                hint="Run sqlcompile in the application's environment; `prepend_sys_path` names further folders.",
                location=setup.location,
            ) from error
        yield module
        return
    if not setup.file.is_file():
        raise ConfigError(
            f'There is no file "{setup.file}".',
            hint="`setup` takes a path that begins at the settings' folder.",
            location=setup.location,
        )
    spec = importlib.util.spec_from_file_location(_MODULE, setup.file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get(_MODULE)
    sys.modules[_MODULE] = module
    try:
        with _failing("The setup", setup.file):
            spec.loader.exec_module(module)
        yield module
    finally:
        if before is None:
            del sys.modules[_MODULE]
        else:
            sys.modules[_MODULE] = before


def _function(module: ModuleType, setup: Setup) -> Callable[..., Any]:
    found: Any = module
    try:
        for name in setup.function.split("."):
            found = getattr(found, name)
    except AttributeError:
        raise ConfigError(
            f"{setup.file or setup.module} has no {setup.function}.",
            hint="Write `def setup(config)`; it is called with env.py's context.config.",
            location=setup.location,
        ) from None
    if not callable(found):
        raise ConfigError(f"{setup.function} is no function.", location=setup.location)
    return found  # type: ignore[no-any-return]


def _call(function: Callable[..., Any], config: AlembicConfig, setup: Setup) -> AbstractContextManager[Any] | None:
    """Return what the function returns: None, or a context manager."""
    path = _path_of(function, setup)
    try:
        inspect.signature(function).bind(config)
    except ValueError:  # one of C's, which says nothing
        pass
    except TypeError as error:
        raise ConfigError(
            f"{setup.function} does not take one argument, the config.",
            hint="Write `def setup(config)`; it is called with env.py's context.config.",
            location=_definition(function, path),
        ) from error
    with _failing(f"{setup.function}()", path):
        result = function(config)
    if inspect.iscoroutine(result):
        result.close()
    if result is None or (hasattr(result, "__enter__") and hasattr(result, "__exit__")):
        return result  # type: ignore[no-any-return]
    hint = _RETURNS
    if inspect.isgenerator(result):
        hint = "Decorate it with contextlib.contextmanager."
    raise ConfigError(
        f"{setup.function}() returns a {type(result).__name__}, which is no context manager.",
        hint=hint,
        location=_definition(function, path),
    )


@contextlib.contextmanager
def _entered(manager: AbstractContextManager[Any], function: Callable[..., Any], setup: Setup) -> Iterator[None]:
    """Enter a context manager; one that hides errors does not hide those of the block."""
    path = _path_of(function, setup)
    with _failing(f"{setup.function}()", path):
        manager.__enter__()
    try:
        yield
    except BaseException as error:
        with contextlib.suppress(Exception):  # the block's own error is the one to tell
            manager.__exit__(type(error), error, error.__traceback__)
        raise
    with _failing(f"{setup.function}()", path):
        manager.__exit__(None, None, None)


@contextlib.contextmanager
def _failing(what: str, path: Path) -> Iterator[None]:
    """Say the line of the project's file where its code fails."""
    try:
        yield
    except SqlcompileError as error:
        raise error.at(line_of(error, path)) from error
    except SystemExit as error:
        raise ConfigError(f"{what} ends the program (exit {error.code}).", location=line_of(error, path)) from error
    except Exception as error:
        reason = f"{type(error).__name__}: {str(error).partition(chr(10))[0]}".rstrip(": ")
        raise ScriptError(
            f"{what} failed: {reason}",
            hint="`--traceback` shows where. It runs before env.py and the migrations, and reaches no database.",
            location=line_of(error, path),
        ) from error


def _path_of(function: Callable[..., Any], setup: Setup) -> Path:
    """Return the file whose line an error is told with."""
    code = getattr(inspect.unwrap(function), "__code__", None)
    if code is not None:
        return Path(code.co_filename)
    return setup.file or setup.location.path


def _definition(function: Callable[..., Any], path: Path) -> Location:
    code = getattr(inspect.unwrap(function), "__code__", None)
    return Location(path, None if code is None else code.co_firstlineno)
