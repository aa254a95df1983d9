"""Where a directive stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlcompile.autogenerate.writing.code import Call, Code, call, quoted
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.schema.model import Schema, Table


@dataclass(frozen=True, slots=True)
class Place:
    """Where a directive stands: what is there before it, and whether in a batch block."""

    style: Style
    before: Schema
    batch: bool = False
    with_checks: frozenset[tuple[str, str]] = frozenset()
    """Tables and columns that are added together with the checks of their types."""

    def directive(self, name: str, table: str | None, namespace: str | None, *arguments: Code, **keywords: Any) -> Call:
        """Return the call of a directive for a table, which a batch block knows."""
        if self.batch:
            return call(f"batch_op.{name}", *arguments, **keywords)
        places = [] if table is None else [quoted(table)]
        return call(self.style.op(name), *places, *arguments, **keywords, schema=optional(namespace))

    def table(self, operation: Any) -> Table:
        """Return the table that an operation changes."""
        return self.before.find(operation.table, operation.namespace) or Table(operation.table, operation.namespace)


def optional(text: str | None) -> str | None:
    """Return a string as code, None where there is none."""
    return None if text is None else quoted(text)


def given(flag: object) -> str | None:
    """Return a flag as code, None where it is not set."""
    return "True" if flag else None
