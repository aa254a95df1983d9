"""``op.get_bind``."""

from __future__ import annotations

from sqlalchemy.engine import Connection

from sqlcompile.operations.recorder import current


def get_bind() -> Connection:
    """Return the offline connection: it records what is executed and answers from the replayed schema."""
    return current().bind()
