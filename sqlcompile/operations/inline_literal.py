"""``op.inline_literal``."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.types import TypeEngine

from sqlcompile.operations.recorder import current


class InlineLiteral(sa.BindParameter[Any]):
    """A value that is its literal also where a script puts it into a text."""

    inherit_cache = True

    def __str__(self) -> str:
        dialect: Any = current().context().dialect
        written: str = dialect.sqlcompile.literals.render(self.value, self.type, dialect)
        return written


def inline_literal(value: str | int, type_: TypeEngine[Any] | None = None) -> sa.BindParameter[Any]:
    """Return a value that stands in a statement as a literal (here every parameter does)."""
    return InlineLiteral(None, value, type_=type_, unique=True, literal_execute=True)
