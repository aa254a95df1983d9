"""``alembic.autogenerate.rewriter``: hooks of env.py that put other operations in the place of some."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from sqlcompile.offline.directives.listing import ModifyTableOps


class Rewriter:
    """What puts other directives in the place of some: a ``process_revision_directives`` made of functions."""

    def __init__(self) -> None:
        self._functions: dict[type, list[Callable[..., Any]]] = {}
        self._next: Any = None

    def rewrites(self, operator: Any) -> Callable[[Any], Any]:
        """Return the decorator of a function that gets each directive of a class, or of several."""
        classes = operator if isinstance(operator, list | tuple | set | frozenset) else (operator,)

        def register(function: Callable[..., Any]) -> Callable[..., Any]:
            for one in classes:
                self._functions.setdefault(one, []).append(function)
            return function

        return register

    def chain(self, other: Any) -> Rewriter:
        """Return one that lets ``other`` go on."""
        made = Rewriter()
        made._functions = self._functions
        made._next = other if self._next is None else self._next.chain(other)
        return made

    def __call__(self, context: Any, revision: Any, directives: list[Any]) -> None:
        """Rewrite the directives."""
        self.process_revision_directives(context, revision, directives)

    def process_revision_directives(self, context: Any, revision: Any, directives: list[Any]) -> None:
        """Rewrite the directives of each script."""
        for script in directives:
            for held in (*script.upgrade_ops_list, *script.downgrade_ops_list):
                held.ops[:] = self._rewritten(context, revision, held.ops)
        if self._next is not None:
            self._next(context, revision, directives)

    def _rewritten(self, context: Any, revision: Any, directives: Iterable[Any]) -> list[Any]:
        found: list[Any] = []
        for directive in directives:
            for one in self._replaced(context, revision, directive):
                if isinstance(one, ModifyTableOps):
                    one.ops = self._rewritten(context, revision, one.ops)
                found.append(one)
        return found

    def _replaced(self, context: Any, revision: Any, directive: Any) -> list[Any]:
        current = [directive]
        for class_, functions in self._functions.items():
            for function in functions:
                current = [
                    new
                    for one in current
                    for new in (_listed(function(context, revision, one)) if isinstance(one, class_) else [one])
                ]
        return current


def _listed(found: Any) -> list[Any]:
    if found is None:
        return []
    return list(found) if isinstance(found, Iterable) else [found]
