"""No connection leaves by a database's driver, either."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import MappingProxyType, ModuleType
from typing import Any, NoReturn

from sqlcompile.errors import ScriptError
from sqlcompile.operations.recorder import refused

CONNECTS = MappingProxyType(
    {
        "aiomysql": ("connect", "create_pool"),
        "aioodbc": ("connect", "create_pool"),
        "asyncmy": ("connect", "create_pool"),
        "asyncpg": ("connect", "create_pool"),
        "cx_Oracle": ("connect",),
        "mariadb": ("connect",),
        "mysql.connector": ("connect", "Connect"),
        "MySQLdb": ("connect", "Connect", "Connection"),
        "oracledb": ("connect", "connect_async", "create_pool", "create_pool_async"),
        "pg8000": ("connect",),
        "pg8000.dbapi": ("connect",),
        "pg8000.native": ("Connection.__init__",),
        "psycopg": ("connect", "Connection.connect", "AsyncConnection.connect"),
        "psycopg2": ("connect",),
        "pymssql": ("connect",),
        "pymysql.connections": ("Connection.connect",),
        "pyodbc": ("connect",),
        "pytds": ("connect",),
    }
)
"""The modules that connect to a server, and what of them does. A driver for a file only reads a file."""


@contextlib.contextmanager
def drivers_refuse() -> Iterator[None]:
    """Let every known driver refuse to connect, for the time of a with block, imported before it or in it."""
    with contextlib.ExitStack() as changes:
        for name in CONNECTS:
            module = sys.modules.get(name)
            if module is not None:
                _close(module, changes)
        finder = _Finder(lambda module: _close(module, changes))
        sys.meta_path.insert(0, finder)
        changes.callback(sys.meta_path.remove, finder)
        yield


def _close(module: ModuleType, changes: contextlib.ExitStack) -> None:
    """Put a refusal in the place of what connects; it comes back when ``changes`` are undone."""
    for path in CONNECTS[module.__name__]:
        owner: Any = module
        *owners, name = path.split(".")
        for part in owners:
            owner = getattr(owner, part, None)
        if name not in getattr(owner, "__dict__", {}):
            continue
        before = owner.__dict__[name]  # as it stands there: a classmethod is more than what getattr gives
        setattr(owner, name, _refusal(module.__name__))
        changes.callback(setattr, owner, name, before)


def _refusal(driver: str) -> Callable[..., NoReturn]:
    def refuse(*_: Any, **__: Any) -> NoReturn:
        raise refused(
            ScriptError(
                f"The project's code connects to a database ({driver}); a compilation never does.",
                hint="Use op.get_bind() in a migration and the offline branch in env.py, "
                "or leave env.py out with `--no-env`.",
            )
        )

    return refuse


class _Finder(MetaPathFinder):
    """Tells of a driver that was just imported, whoever imports it."""

    def __init__(self, imported: Callable[[ModuleType], None]) -> None:
        self._imported = imported

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of a driver as the other finders give it; None of whatever else."""
        if fullname not in CONNECTS:
            return None
        for finder in sys.meta_path:
            spec = None if finder is self else finder.find_spec(fullname, path, target)
            if spec is not None:
                if spec.loader is not None:
                    self._watch(spec.loader)
                return spec
        return None

    def _watch(self, loader: Loader) -> None:
        execute: Any = loader.exec_module

        def exec_module(module: ModuleType) -> None:
            del loader.exec_module
            execute(module)
            self._imported(module)

        loader.exec_module = exec_module  # type: ignore[method-assign]
