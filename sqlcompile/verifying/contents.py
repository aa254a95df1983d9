"""What stands in a scratch database, and how it is emptied."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from sqlalchemy.engine import Connection

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.printable import listed

MOST = 5
"""How many things are named."""


class Content(NamedTuple):
    """One object; ``drop`` is the statement that drops it."""

    kind: str
    name: str
    drop: str

    @property
    def shown(self) -> str:
        """What people call it."""
        return f"{self.kind} {self.name}"


def contents(connection: Connection, dialect: Dialect) -> list[Content]:
    """Return what stands in the default namespace, and what a database has around it."""
    rows = _run(connection, dialect.own_objects)
    return [Content(*(one.decode() if isinstance(one, bytes) else str(one) for one in row)) for row in rows]


def inside(dialect: Dialect, found: Iterable[Content]) -> list[Content]:
    """Return what an empty database does not have."""
    return [one for one in found if one.kind not in dialect.around_objects]


def empty(connection: Connection, dialect: Dialect, kept: Iterable[Content]) -> None:
    """Drop what stands in the default namespace, and what is around it but for ``kept``; nothing else.

    Raises SqlcompileError for what cannot be dropped.
    """
    stays = {(one.kind, one.name) for one in kept if one.kind in dialect.around_objects}
    for statement in dialect.before_emptying:
        _run(connection, statement)
    for one in contents(connection, dialect):
        if (one.kind, one.name) not in stays:
            _run(connection, one.drop)
    left = [one.shown for one in contents(connection, dialect) if (one.kind, one.name) not in stays]
    if left:
        raise SqlcompileError(f"The scratch database cannot be emptied: {listed(left, MOST)} cannot be dropped.")


def _run(connection: Connection, statement: str) -> list[tuple[object, ...]]:
    """Run a statement in which no character means a parameter."""
    result = connection.execution_options(no_parameters=True).exec_driver_sql(statement)
    return [tuple(row) for row in result] if result.returns_rows else []
