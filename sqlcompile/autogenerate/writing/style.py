"""How a project writes its scripts, and what a script has to import."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import sqlalchemy as sa

from sqlcompile.autogenerate.writing.code import quoted
from sqlcompile.dialect.contract import Dialect
from sqlcompile.schema.model import Key

Render = Callable[[str, Any], Any]
"""Alembic's ``render_item`` without its last argument: returns code, or False for what it leaves alone."""


OtherType: TypeAlias = "type[sa.types.UserDefinedType[Any]]"
"""A class of types that are made of their words in SQL."""


def renders_nothing(kind: str, item: Any) -> bool:
    """Return False: no project's own code is written for it."""
    return False


@dataclass(slots=True)
class Style:
    """What is the same for all of a script, or of a module of models; ``imports`` grows with what is written.

    The prefixes are those of the options that Alembic documents for ``context.configure()``.
    """

    dialect: Dialect
    several: bool = False
    """Whether the project is compiled for other databases, too."""
    as_batch: bool = False
    """Whether changes of tables stand in batch blocks, whatever the database."""
    convention: Mapping[str, Any] = field(default_factory=dict)
    """The naming convention that scripts run under."""
    sqlalchemy_prefix: str = "sa."
    op_prefix: str = "op."
    final_name: str = ""
    """What takes a name that no convention shall change, where that is not ``op.f``."""
    user_prefix: str | None = None
    render_item: Render = renders_nothing
    imports: set[str] = field(default_factory=set)
    doubts: Mapping[Key, str] = field(default_factory=dict)
    """What is to be said where a table is changed of which not all is certain."""
    made_with_tables: set[Key] = field(default_factory=set)
    """The enums that the making of a table makes along with it."""
    other_type: OtherType | None = None
    """For a module that stands by itself, and defines it: what is written for types that are not SQLAlchemy's."""
    has_other_type: bool = False
    """Whether that class is written."""

    def sa(self, name: str) -> str:
        """Return a name of SQLAlchemy's."""
        return f"{self.sqlalchemy_prefix}{name}"

    def op(self, name: str) -> str:
        """Return a directive."""
        return f"{self.op_prefix}{name}"

    def final(self, name: str) -> str:
        """Return a name that no convention shall change."""
        return f"{self.final_name or self.op('f')}({quoted(name)})"

    def own(self, kind: str, item: Any) -> str | None:
        """Return the code that the project writes for an item itself, None where it writes none."""
        found = self.render_item(kind, item)
        return None if found is False or found is None else str(found)

    def of_dialect(self, module: str, name: str) -> str:
        """Return a name of one of SQLAlchemy's dialects, and import that."""
        self.imports.add(f"from sqlalchemy.dialects import {module}")
        return f"{module}.{name}"
