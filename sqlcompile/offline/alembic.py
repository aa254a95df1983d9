"""What ``from alembic import op, context`` gives while a project's code is loaded and run.

The modules are ours, whether or not Alembic is installed; they stand in ``sys.modules`` only for
that time.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from sqlcompile import op
from sqlcompile.errors import ScriptError
from sqlcompile.offline import operations
from sqlcompile.offline.context import MigrationContext
from sqlcompile.operations.recorder import current


class _NoStandIn(MetaPathFinder):
    """Says in one line that a module of Alembic's has no stand-in."""

    def find_spec(self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None) -> ModuleSpec | None:
        if fullname.startswith("alembic."):
            raise ImportError(f"sqlcompile has no stand-in for {fullname}")
        return None


class _ContextModule(ModuleType):
    """``alembic.context``: the functions that migration scripts call."""

    def get_context(self) -> Any:
        """Return the migration context."""
        return current().context()

    def get_bind(self) -> Any:
        """Return the offline connection."""
        return current().bind()

    def is_offline_mode(self) -> bool:
        """Return True: a script is compiled without a database."""
        return True

    def is_transactional_ddl(self) -> bool:
        """Return whether the database rolls DDL back."""
        return bool(current().context().dialect.sqlcompile.transactional_ddl)

    def execute(self, sql: Any, execution_options: Any = None) -> None:
        """Write a statement."""
        op.execute(sql, execution_options=execution_options)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        if name == "config":
            return current().context().config
        raise ScriptError(
            f"alembic.context.{name} is for env.py; a migration script cannot use it offline.",
        )


def _module(name: str, **contents: Any) -> ModuleType:
    module = ModuleType(name)
    module.__dict__.update(contents)
    module.__path__ = []
    return module


def stand_ins() -> dict[str, ModuleType]:
    """Return the modules by name."""
    context = _ContextModule("alembic.context")
    migration = _module("alembic.runtime.migration", MigrationContext=MigrationContext)
    made = {
        "alembic.op": op,
        "alembic.context": context,
        "alembic.operations": _module(
            "alembic.operations",
            Operations=operations.Operations,
            BatchOperations=operations.BatchOperations,
            MigrateOperation=operations.MigrateOperation,
        ),
        "alembic.operations.base": _module(
            "alembic.operations.base",
            Operations=operations.Operations,
            BatchOperations=operations.BatchOperations,
        ),
        "alembic.operations.ops": _module("alembic.operations.ops", MigrateOperation=operations.MigrateOperation),
        "alembic.runtime": _module("alembic.runtime", migration=migration),
        "alembic.runtime.migration": migration,
        "alembic.migration": migration,
    }
    package = _module("alembic", op=op, context=context, __version__="0")
    for name, module in made.items():
        parent, _, child = name.rpartition(".")
        holder = package if parent == "alembic" else made.get(parent)
        if holder is not None:
            holder.__dict__[child] = module
    return {"alembic": package, **made}


@contextmanager
def alembic_modules() -> Iterator[None]:
    """Let ``alembic`` be ours for the time of a with block; what was there before comes back."""
    before = {name: module for name, module in sys.modules.items() if name.partition(".")[0] == "alembic"}
    for name in before:
        del sys.modules[name]
    sys.modules.update(stand_ins())
    finder = _NoStandIn()
    sys.meta_path.insert(0, finder)
    try:
        yield
    finally:
        sys.meta_path.remove(finder)
        for name in [name for name in sys.modules if name.partition(".")[0] == "alembic"]:
            del sys.modules[name]
        sys.modules.update(before)
