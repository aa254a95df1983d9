"""What is in Alembic and not in sqlcompile: it can be imported, and says what it is when it is used."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Sequence
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from sqlcompile.errors import ScriptError, SqlcompileError
from sqlcompile.operations.recorder import refused

_CHILDREN = {
    "autogenerate": (
        "",
        "api",
        "compare",
        "render",
        "rewriter",
    ),
    "command": ("",),
    "ddl": (
        "",
        "base",
        "impl",
        "mssql",
        "mysql",
        "oracle",
        "postgresql",
        "sqlite",
    ),
    "environment": ("",),
    "operations": (
        "batch",
        "schemaobj",
        "toimpl",
    ),
    "runtime": (
        "environment",
        "plugins",
    ),
    "script": ("revision",),
    "util": (
        "",
        "compat",
        "editor",
        "exc",
        "messaging",
        "pyfiles",
        "sqla_compat",
    ),
}
MODULES = frozenset(
    f"alembic.{parent}.{child}".rstrip(".") for parent, children in _CHILDREN.items() for child in children
)
"""The modules of Alembic's that can be imported."""


class _Lacking(type):
    """The type of everything that we lack: a class, so that it can be named, annotated and derived from."""

    def __call__(cls, *args: Any, **kw: Any) -> Any:
        lacking = cls.__dict__.get("_lacking")
        if lacking is not None:
            raise _refusal(lacking)
        return super().__call__(*args, **kw)

    def __getattr__(cls, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise _refusal(f"{cls.__dict__.get('_lacking', cls.__name__)}.{name}")


def _refusal(name: str) -> SqlcompileError:
    return refused(
        ScriptError(
            f"sqlcompile has no stand-in for {name}.",
            hint="Write this part of the migration with op directives or SQL, or with op.get_bind().",
        )
    )


def lacking(name: str) -> Any:
    """Return what stands for a name that we lack: it can be imported, not used."""
    short = name.rpartition(".")[2]
    if short.endswith(("Error", "Exception")):
        return type(short, (Exception,), {"__module__": name.rpartition(".")[0]})
    doc = f"What sqlcompile has in the place of {name}: a name."  # command lines show the texts of commands
    return _Lacking(short, (), {"_lacking": name, "__module__": name.rpartition(".")[0], "__doc__": doc})


class StandIn(ModuleType):
    """A module of ours in the place of one of Alembic's; what it lacks is said when it is used."""

    def __init__(self, name: str, contents: dict[str, Any] | None = None) -> None:
        super().__init__(name)
        self.__path__: list[str] = []
        self.__dict__.update(contents or {})

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        full = f"{self.__name__}.{name}"
        if full in MODULES or full in sys.modules:
            return importlib.import_module(full)
        made = lacking(full)
        self.__dict__[name] = made
        return made


class Finder(MetaPathFinder, Loader):
    """Gives a module for each of Alembic's that has no stand-in of its own."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        """Return the spec of an empty stand-in."""
        if fullname in MODULES:
            return ModuleSpec(fullname, self, is_package=True)
        if fullname.startswith("alembic."):
            raise ModuleNotFoundError(f"sqlcompile has no stand-in for {fullname}", name=fullname)
        return None

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        """Return an empty stand-in."""
        return StandIn(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        """Do nothing."""
