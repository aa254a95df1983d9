"""``op.f``."""

from __future__ import annotations

from sqlalchemy.sql.elements import conv


def f(name: str) -> conv:
    """Return a name to which no naming convention is applied any more."""
    return conv(name)
