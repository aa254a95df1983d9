"""``op.invoke``, ``op.register_operation`` and ``op.implementation_for``: the project's own operations."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from sqlcompile.errors import ScriptError
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.recorder import current

Decorated = TypeVar("Decorated")


class Registry:
    """The directives and implementations that a project registered when it was imported."""

    directives: dict[str, Callable[..., Any]] = {}  # noqa: RUF012 - registration by import, as a project's modules stay imported
    batch_directives: dict[str, Callable[..., Any]] = {}  # noqa: RUF012
    implementations: dict[type, Callable[..., Any]] = {}  # noqa: RUF012


def directive_of(
    name: str, registered: Mapping[str, Callable[..., Any]], known: Iterable[str], where: str
) -> Callable[..., Any]:
    """Return a directive that the project registered; raises AttributeError, with a name that is close."""
    directive = registered.get(name)
    if directive is None:
        close = difflib.get_close_matches(name, (*known, *registered), n=1)
        raise AttributeError(f"{where} has no directive {name!r}" + (f"; did you mean {close[0]!r}?" if close else ""))
    return directive


def invoke(operation: Any, operations: Any = None) -> Any:
    """Run an operation: one of sqlcompile's values, or one registered with ``implementation_for``.

    ``operations`` is what the implementation is given, else the object form of ``op``.
    """
    if isinstance(operation, Operation):
        return current().record(operation)
    for kind in type(operation).__mro__:
        implementation = Registry.implementations.get(kind)
        if implementation is not None:
            return implementation(operations or current().operations(), operation)
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


def register_batch_operation(name: str, sourcename: str | None = None) -> Callable[[Decorated], Decorated]:
    """Return a class decorator that makes a class method of an operation callable as ``batch_op.<name>``."""

    def register(operation_class: Decorated) -> Decorated:
        Registry.batch_directives[name] = getattr(operation_class, sourcename or name)
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
