"""A statement that a script sent through its bind."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.foreign_types import StandIn
from sqlcompile.dialect.statement import Statement
from sqlcompile.operations.execute import element_applied, raw_statement, read_as
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.model import Schema


@dataclass(frozen=True)
class Sent(Operation):
    """The text as the connection compiled it, and the element that it came from, None for raw text.

    ``values`` are the element's parameters, ``keys`` the columns that they were given for, ``stood_in`` is what
    stands for foreign types in it.
    """

    text: str
    element: Any = None
    keys: tuple[str, ...] | None = None
    values: Mapping[str, Any] | None = None
    stood_in: tuple[StandIn, ...] = ()

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        if self.element is None:
            return read_as(dialect, schema, self.text)
        return element_applied(schema, dialect, self.element)

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        if self.text.strip():
            if dialect.used is not None:
                dialect.used.extend(self.stood_in)
            yield raw_statement(dialect, self.text)
