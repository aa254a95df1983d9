"""``op.inline_literal``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine


def inline_literal(value: str | int, type_: TypeEngine[Any] | None = None) -> sa.BindParameter[Any]:
    """Return a value that stands in a statement as a literal (here every parameter does)."""
    return sa.literal(value, type_=type_, literal_execute=True)
