"""One operation of a new revision, as a hook of env.py sees it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, ClassVar

from sqlalchemy.exc import SQLAlchemyError

from sqlcompile.errors import ScriptError, SqlcompileError
from sqlcompile.offline.operations import MigrateOperation
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.recorder import recording

HINT = "Leave the operation out, or put an ExecuteSQLOp in its place; `--no-env` leaves env.py out."


class Directive(MigrateOperation):
    """One operation; a hook may change its attributes, leave it out, put it elsewhere, or make one.

    A class says what its attributes are for one of our operations (``told``), and calls the directive of
    ``op`` with them (``record``).
    """

    names: ClassVar[tuple[str, ...]] = ()
    """Its attributes, under Alembic's names."""
    _given: Operation | None = None
    _as_given: Mapping[str, Any]

    @classmethod
    def told(cls, operation: Any) -> dict[str, Any]:
        """Return the attributes that say an operation, as the class takes them."""
        raise NotImplementedError

    def record(self) -> None:
        """Call the directive of ``op`` that does the same."""
        raise NotImplementedError

    @classmethod
    def of(cls, operation: Operation) -> Any:
        """Return the directive of an operation."""
        made = cls(**cls.told(operation))
        made._given = operation
        made._as_given = made._attributes()
        return made

    def operations(self, convention: Mapping[str, Any]) -> Iterator[Operation]:
        """Yield what it stands for; ``convention`` counts for names that a hook leaves out."""
        if self._given is not None and _is_same(self._as_given, self._attributes()):
            yield replace(self._given)  # anew, for a hook may have changed SQLAlchemy's objects in it
            return
        gathered = Gathered(convention)
        try:
            with recording(gathered):
                self.record()
        except (TypeError, ValueError, SQLAlchemyError) as error:
            raise ScriptError(
                f"sqlcompile cannot take the {type(self).__name__} of env.py: {error}", hint=HINT
            ) from error
        yield from gathered.recorded

    def reverse(self) -> MigrateOperation:
        """Refuse: what undoes an operation is in the other list already."""
        raise ScriptError(f"sqlcompile does not reverse a {type(self).__name__} in env.py.", hint=HINT)

    def _attributes(self) -> dict[str, Any]:
        return {name: _copied(value) for name, value in vars(self).items() if not name.startswith("_")}

    def __setattr__(self, name: str, value: Any) -> None:
        if not name.startswith("_") and name not in self.names:
            raise ScriptError(
                f"sqlcompile does not know {type(self).__name__}.{name}, and cannot follow a change of it.", hint=HINT
            )
        super().__setattr__(name, value)


@dataclass
class Gathered:
    """Takes the operations of one directive that env.py made or changed."""

    naming_convention: Mapping[str, Any]
    recorded: list[Operation] = field(default_factory=list)

    def record(self, operation: Operation) -> None:
        """Take one operation."""
        self.recorded.append(operation)

    def operations(self) -> Any:
        """Refuse."""
        raise _no_script()

    def bind(self) -> Any:
        """Refuse."""
        raise _no_script()

    def context(self) -> Any:
        """Refuse."""
        raise _no_script()

    def is_offline(self) -> bool:
        """Return True: there is no database."""
        return True

    def refuse(self, error: SqlcompileError) -> SqlcompileError:
        """Return the error: nobody catches it here."""
        return error


def _no_script() -> ScriptError:
    return ScriptError("There is no connection while a new revision is made.", hint=HINT)


def _copied(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return list(value)
    return dict(value) if isinstance(value, dict) else value


def _is_same(one: Any, other: Any) -> bool:
    """Return whether two values are one; SQLAlchemy's objects are compared as objects."""
    if one is other:
        return True
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_is_same(value, other[name]) for name, value in one.items())
    return isinstance(one, str | bool | int) and type(one) is type(other) and bool(one == other)
