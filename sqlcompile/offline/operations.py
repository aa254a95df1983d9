"""The object form of ``op``, which a project's own operations are given."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlcompile import op
from sqlcompile.operations import invoke as _invoke
from sqlcompile.operations.batch_operations import BatchOperations
from sqlcompile.operations.recorder import current

__all__ = ["BatchOperations", "MigrateOperation", "Operations"]


class MigrateOperation:
    """The base class of a project's own operations."""

    @property
    def info(self) -> dict[str, Any]:
        """A dictionary for the project's own use."""
        found: dict[str, Any] = self.__dict__.setdefault("_info", {})
        return found

    def reverse(self) -> MigrateOperation:
        """Return the operation that undoes this one; a project's class says which."""
        raise NotImplementedError

    def to_diff_tuple(self) -> tuple[Any, ...]:
        """Return the operation as autogenerate shows it; a project's class says how."""
        raise NotImplementedError


class Operations:
    """All directives of ``op`` as methods, for the script that is running."""

    register_operation = staticmethod(_invoke.register_operation)
    implementation_for = staticmethod(_invoke.implementation_for)

    def __init__(self, migration_context: Any, impl: Any = None) -> None:
        self.migration_context = migration_context
        self._impl = impl

    @classmethod
    @contextmanager
    def context(cls, migration_context: Any) -> Iterator[Operations]:
        """Give the directives for the time of a with block."""
        yield cls(migration_context)

    @property
    def impl(self) -> Any:
        """What stands for the database's own operations."""
        return self._impl or current().context().impl

    def __getattr__(self, name: str) -> Any:
        return getattr(op, name)
