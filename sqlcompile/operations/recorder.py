"""Who receives the operations of the script that is running.

The one ContextVar of the project: a directive finds the recorder of its run through it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING, Any, Protocol

from sqlcompile.errors import ScriptError
from sqlcompile.operations.operation import Operation

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection


class Recorder(Protocol):
    """What a directive needs of the run that its script belongs to."""

    @property
    def naming_convention(self) -> Mapping[str, Any]:
        """The project's naming convention, as SQLAlchemy's MetaData takes it."""

    def record(self, operation: Operation) -> None:
        """Take one operation."""

    def operations(self) -> Any:
        """Return the object form of ``op``, for the project's own operations."""

    def bind(self) -> Connection:
        """Return the offline connection."""

    def context(self) -> Any:
        """Return the migration context."""

    def is_offline(self) -> bool:
        """Return what the script is told when it asks whether it runs without a database."""


_current: ContextVar[Recorder] = ContextVar("sqlcompile_recorder")


def current() -> Recorder:
    """Return the recorder of the script that is running; raises ScriptError outside of a run."""
    try:
        return _current.get()
    except LookupError:
        raise ScriptError(
            "An op directive was called while no migration was running.",
            hint="Call directives inside upgrade() and downgrade().",
        ) from None


def running() -> bool:
    """Return whether a script is running."""
    return _current.get(None) is not None


def is_offline() -> bool:
    """Return what code is told that asks whether it runs without a database: env.py does."""
    return current().is_offline() if running() else True


@contextmanager
def recording(recorder: Recorder) -> Iterator[None]:
    """Let directives go to ``recorder`` for the time of a with block."""
    token = _current.set(recorder)
    try:
        yield
    finally:
        _current.reset(token)
