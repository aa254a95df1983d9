"""Loading migration scripts as modules."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.machinery import SourceFileLoader, SourcelessFileLoader
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import exc

from sqlcompile.errors import InvalidScript, Location, ScriptFailed, SqlcompileError
from sqlcompile.project.revision import Revision

_PREFIX = "sqlcompile_scripts"
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
                hint="Run it where the application's packages are installed.",
                location=line_of(error, revision.path),
            ) from error
        yield module
    finally:
        sys.modules.pop(name, None)


def function(module: ModuleType, name: str, revision: Revision) -> Callable[[], Any]:
    """Return ``upgrade`` or ``downgrade`` of a script; raises InvalidScript where there is none."""
    found = getattr(module, name, None)
    if not callable(found):
        raise InvalidScript(
            f"The script of revision {revision.id} has no {name}().",
            hint="Write one; `pass` is enough where there is nothing to do."
            if name == "upgrade"
            else "Write one, or choose a range that does not go back over it.",
            location=Location(revision.path, revision.line),
        )
    called: Callable[[], Any] = found
    return called


def failed(revision: Revision, name: str, error: BaseException) -> SqlcompileError:
    """Return the error that says where a script's own exception came from."""
    place = line_of(error, revision.path)
    if isinstance(error, exc.NoSuchTableError):
        return ScriptFailed(revision.id, name, error, place, _NO_TABLE)
    return ScriptFailed(revision.id, name, error, place)


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
