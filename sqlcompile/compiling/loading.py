"""Loading migration scripts as modules."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from importlib.machinery import SourceFileLoader, SourcelessFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import exc

from sqlcompile.errors import InvalidScript, Location, ScriptFailed, SqlcompileError
from sqlcompile.project.revision import Revision

_PREFIX = "sqlcompile_scripts"
_NO_URL = (
    "It makes an engine, and nothing gives the URL: `sqlalchemy.url` is set in alembic.ini, or by env.py, which "
    "`--no-env` leaves out and which may take it from `-x`. Nothing connects to it."
)
_NO_TABLE = (
    "Check the name; where the table is older than the migrations, give the schema that they start from "
    "with `--baseline`."
)


@contextmanager
def import_paths(folders: Sequence[Path]) -> Iterator[None]:
    """Let scripts import from these folders for the time of a with block."""
    added = [str(folder) for folder in folders if str(folder) not in sys.path]
    sys.path[:0] = added
    try:
        yield
    finally:
        for folder in added:
            if folder in sys.path:
                sys.path.remove(folder)


@contextmanager
def runnable(revision: Revision, name: str, given: Collection[str] = ()) -> Iterator[Callable[..., Any]]:
    """Give ``upgrade`` or ``downgrade`` of a script, to be called with the arguments ``given``, once or more.

    Each call has a module of its own, as if it were the only one: what a call changes in its module, such as
    tables that it adds to a MetaData there, the next one does not find. A script that cannot be imported twice
    keeps its module. Raises InvalidScript as ``loaded`` and ``function`` do.
    """
    with loaded(revision) as module:
        first = [function(module, name, revision, given)]

        def call(**arguments: Any) -> None:
            if first:
                first.pop()(**arguments)
                return
            with ExitStack() as stack:
                try:
                    again = stack.enter_context(loaded(revision))
                except InvalidScript:
                    again = module
                function(again, name, revision, given)(**arguments)

        yield call


@contextmanager
def loaded(revision: Revision) -> Iterator[ModuleType]:
    """Give the module of a revision's script; forget it afterwards.

    Raises InvalidScript where it does not import, with the line that failed.
    """
    name = f"{_PREFIX}.{revision.path.stem}"
    path = str(revision.path)
    loader = (SourcelessFileLoader if path.endswith(".pyc") else SourceFileLoader)(name, path)
    module = ModuleType(name)
    module.__file__ = path
    module.__loader__ = loader
    before = sys.modules.get(name)
    sys.modules[name] = module
    try:
        try:
            code = loader.get_code(name)
            if code is not None:
                exec(code, module.__dict__)  # noqa: S102 - it is the script, as an import would run it
        except SqlcompileError as error:
            raise error.at(line_of(error, revision.path)) from error
        except (Exception, SystemExit) as error:
            raise InvalidScript(
                f"The script of revision {revision.id} does not import: {type(error).__name__}: {error}",
                hint="Correct the script."
                if isinstance(error, SyntaxError)
                else "Run it where the application's packages are installed.",
                location=line_of(error, revision.path),
            ) from error
        yield module
    finally:
        sys.modules.pop(name, None)
        if before is not None:
            sys.modules[name] = before


def function(module: ModuleType, name: str, revision: Revision, given: Collection[str] = ()) -> Callable[..., Any]:
    """Return ``upgrade`` or ``downgrade`` of a script, which will be called with the arguments ``given``.

    Raises InvalidScript where there is none, or where it wants others.
    """
    found = getattr(module, name, None)
    if not callable(found):
        raise InvalidScript(
            f"The script of revision {revision.id} has no {name}().",
            hint="Write one; `pass` is enough where there is nothing to do."
            if name == "upgrade"
            else "Write one, or choose a range that does not go back over it.",
            location=Location(revision.path, revision.line),
        )
    _check_callable(found, name, revision, given)

    def called(**arguments: Any) -> None:
        result = found(**arguments)
        if inspect.isawaitable(result) or inspect.isgenerator(result) or inspect.isasyncgen(result):
            if inspect.iscoroutine(result):
                result.close()
            raise _never_runs(found, name, revision)

    return called


def _check_callable(found: Any, name: str, revision: Revision, given: Collection[str]) -> None:
    """Raise InvalidScript for a function that a call does not run, or that wants to be given something."""
    if inspect.iscoroutinefunction(found) or inspect.isgeneratorfunction(found) or inspect.isasyncgenfunction(found):
        raise _never_runs(found, name, revision)
    try:
        parameters = inspect.signature(found).parameters.values()
    except (TypeError, ValueError):
        return
    needed = [
        parameter.name
        for parameter in parameters
        if parameter.default is parameter.empty
        and parameter.kind not in (parameter.VAR_POSITIONAL, parameter.VAR_KEYWORD)
        and parameter.name not in given
    ]
    if needed:
        raise InvalidScript(
            f"{name}() of revision {revision.id} takes {', '.join(needed)}, and nothing gives it to it.",
            hint="env.py gives them with context.run_migrations(); -x gives values through context.get_x_argument().",
            location=_definition(found, revision),
        )


def _never_runs(found: Any, name: str, revision: Revision) -> InvalidScript:
    return InvalidScript(
        f"{name}() of revision {revision.id} is a generator or a coroutine: a call of it runs nothing of it.",
        hint="Write it as a plain function, without async and yield; op.run_async() runs a coroutine.",
        location=_definition(found, revision),
    )


def _definition(found: Any, revision: Revision) -> Location:
    code = getattr(inspect.unwrap(found), "__code__", None)
    if code is None or code.co_filename != str(revision.path):
        return Location(revision.path, revision.line)
    return Location(revision.path, code.co_firstlineno)


def failed(revision: Revision, name: str, error: BaseException) -> SqlcompileError:
    """Return the error that says where a script's own exception came from."""
    location = line_of(error, revision.path)
    if isinstance(error, exc.NoSuchTableError):
        return ScriptFailed(revision.id, name, error, location, _NO_TABLE)
    if error.args == ("url",) or (isinstance(error, exc.ArgumentError) and "SQLAlchemy URL" in str(error)):
        return ScriptFailed(revision.id, name, error, location, _NO_URL)
    return ScriptFailed(revision.id, name, error, location)


def line_of(error: BaseException, path: Path) -> Location:
    """Return the last line of a file that a traceback goes through."""
    line = None
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == str(path):
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None and isinstance(error, SyntaxError) and error.filename == str(path):
        line = error.lineno
    return Location(path, line)
