"""The surroundings that a compilation gives to the project's code: its env.py, its imports, no network."""

from __future__ import annotations

import contextlib
import importlib.util
import sys
from collections.abc import Callable
from pathlib import Path

from sqlcompile.compiling.held_file import held_open
from sqlcompile.compiling.loading import import_paths, line_of
from sqlcompile.compiling.setup import set_up
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError, Location, ScriptError, SqlcompileError
from sqlcompile.offline.alembic import alembic_modules
from sqlcompile.offline.environment import After, Configured, Ends, Environment, check_ran, environment_file
from sqlcompile.offline.traffic import no_traffic
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config

_HINT = "`--no-env` leaves env.py out; the settings say then what it would have said."
_READY = "`setup` in sqlcompile.toml names a function that makes the application ready before."


def in_environment(
    config: Config,
    graph: RevisionGraph,
    ends: Ends,
    choose: Callable[[Configured], Dialect | None],
    work: Callable[[Configured], After],
) -> None:
    """Call ``work`` where the project's code may run: from its env.py, if it has one that is wanted.

    ``choose`` returns the database for what env.py configured so far. What the code prints goes to
    standard error. Raises ConfigError and ScriptError with the line of env.py that failed.
    """
    path = environment_file(config)
    with import_paths(config.prepend_sys_path), no_traffic(), contextlib.redirect_stdout(sys.stderr):
        environment = Environment(config, graph, ends, choose, work)
        with alembic_modules(environment), set_up(config.setup, environment.config):
            if path is None:
                environment.run_migrations()
                environment.end_migrations()
                return
            _execute(path, environment)
            check_ran(environment, path)


def _execute(path: Path, environment: Environment) -> None:
    spec = importlib.util.spec_from_file_location("env_py", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    before = sys.modules.get("env_py")
    sys.modules["env_py"] = module
    module.__dict__["open"] = held_open
    try:
        spec.loader.exec_module(module)
    except SqlcompileError as error:
        if error.location is None:
            error.at(line_of(error, path))
        raise
    except SystemExit as error:
        raise ConfigError(
            f"env.py ends the program (exit {error.code}).", hint=_hint(environment), location=line_of(error, path)
        ) from error
    except Exception as error:
        raise ScriptError(
            f"env.py failed: {type(error).__name__}: {_first_line(error)}",
            hint=_hint(environment),
            location=_place(error, path),
        ) from error
    finally:
        if before is None:
            del sys.modules["env_py"]
        else:
            sys.modules["env_py"] = before


def _hint(environment: Environment) -> str:
    """Return what to do, which may be to give what env.py looked for and did not find."""
    missing = " and ".join(f"config.{name}" for name in environment.config.missing)
    if not missing:
        return f"{_READY} {_HINT}"
    return (
        f"env.py asks for {missing}, which the application's own command line sets: "
        f"[attributes] or `setup` in sqlcompile.toml can. {_HINT}"
    )


def _place(error: Exception, path: Path) -> Location:
    if isinstance(error, SyntaxError) and error.filename == str(path):
        return Location(path, error.lineno)
    return line_of(error, path)


def _first_line(error: Exception) -> str:
    lines = str(error).splitlines()
    return lines[0] if lines else ""
