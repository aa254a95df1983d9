"""``op.f``."""

from __future__ import annotations

from sqlalchemy.sql.elements import conv

from sqlcompile.operations.unknown_name import UnknownName


def f(name: str) -> conv | UnknownName:
    """Return a name to which no naming convention is applied any more."""
    return name if isinstance(name, UnknownName) else conv(name)
