"""``op.invoke``, ``op.register_operation`` and ``op.implementation_for``: the project's own operations."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from sqlcompile.errors import ScriptError
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.recorder import current

Decorated = TypeVar("Decorated")


class Registry:
    """The directives and implementations that a project registered when it was imported."""

    directives: dict[str, Callable[..., Any]] = {}  # noqa: RUF012 - registration by import, as a project's modules stay imported
    implementations: dict[type, Callable[..., Any]] = {}  # noqa: RUF012


def invoke(operation: Any) -> Any:
    """Run an operation: one of sqlcompile's values, or one registered with ``implementation_for``."""
    if isinstance(operation, Operation):
        return current().record(operation)
    for kind in type(operation).__mro__:
        implementation = Registry.implementations.get(kind)
        if implementation is not None:
            return implementation(current().operations(), operation)
    raise ScriptError(
        f"There is no implementation for the operation {type(operation).__name__}.",
        hint="Register one with Operations.implementation_for().",
    )


def register_operation(name: str, sourcename: str | None = None) -> Callable[[Decorated], Decorated]:
    """Return a class decorator that makes a class method of an operation callable as ``op.<name>``."""

    def register(operation_class: Decorated) -> Decorated:
        method = getattr(operation_class, sourcename or name)
        Registry.directives[name] = method
        return operation_class

    return register


def implementation_for(op_cls: type, replace: bool = False) -> Callable[[Decorated], Decorated]:
    """Return a decorator for the function that runs operations of a class.

    A later one takes the place of an earlier one, with ``replace`` or without: a module that is
    imported again registers again.
    """

    def register(function: Decorated) -> Decorated:
        Registry.implementations[op_cls] = function  # type: ignore[assignment]
        return function

    return register
