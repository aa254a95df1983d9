"""A schema in the words of one database: texts and truths, and nothing that has to be compiled any more.

The names of the fields are the keys of the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.project.plan import named_rows
from sqlcompile.schema.model import Schema
from sqlcompile.schema.model import Table as SchemaTable


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``type`` is None where the history does not say it.

    ``computed`` is the expression that it is computed from, ``stored`` whether its values are kept; ``identity``
    is "always" or "by default"; ``counted`` says that the database counts it in another way.
    """

    name: str
    type: str | None
    nullable: bool
    default: str | None = None
    computed: str | None = None
    stored: bool = False
    identity: str | None = None
    counted: bool = False
    comment: str | None = None


@dataclass(frozen=True, slots=True)
class Target:
    """What a foreign key refers to."""

    namespace: str | None
    table: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Constraint:
    """A constraint; its kind is "primary key", "unique", "foreign key", "check" or "exclusion".

    ``chosen`` says that the database chose the name.
    """

    kind: str
    name: str | None
    chosen: bool
    columns: tuple[str, ...]
    target: Target | None = None
    expression: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Index:
    """An index on columns and expressions; ``automatic`` where the database made it for a foreign key."""

    name: str | None
    expressions: tuple[str, ...]
    unique: bool
    automatic: bool = False
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Table:
    """A table; ``complete`` is False where the history does not tell the whole of it."""

    namespace: str | None
    name: str
    comment: str | None
    complete: bool
    columns: tuple[Column, ...]
    constraints: tuple[Constraint, ...]
    indexes: tuple[Index, ...]
    options: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class View:
    """A view as it was written."""

    namespace: str | None
    name: str
    materialized: bool
    text: str
    comment: str | None
    indexes: tuple[Index, ...] = ()


@dataclass(frozen=True, slots=True)
class Type:
    """A named type: an enum with its values, or a domain with what it is one of; ``checks`` are conditions."""

    namespace: str | None
    name: str
    values: tuple[str, ...] | None
    domain_of: str | None = None
    checks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sequence:
    """A sequence of its own."""

    namespace: str | None
    name: str
    start: int | None
    increment: int | None


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger as it was written; an empty text where that is not known any more."""

    namespace: str | None
    table: str
    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Routine:
    """A function, a procedure or an extension: the statements that made it what it is, in their order."""

    kind: str
    name: str
    statements: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Described:
    """All that the history has made, each kind in the order of its names, tables in that of their making."""

    namespaces: tuple[str, ...] = ()
    types: tuple[Type, ...] = ()
    sequences: tuple[Sequence, ...] = ()
    tables: tuple[Table, ...] = ()
    views: tuple[View, ...] = ()
    triggers: tuple[Trigger, ...] = ()
    routines: tuple[Routine, ...] = ()


@dataclass(frozen=True, slots=True)
class Shown:
    """The schema at a revision, for one database.

    ``database`` is env.py's name of it, ``revision`` the version rows, ``notes`` say what is not told.
    """

    dialect: Dialect
    schema: Schema
    described: Described
    version_table: SchemaTable
    revision: tuple[str, ...]
    database: str | None = None
    notes: tuple[str, ...] = ()
    convention: Mapping[str, Any] = field(default_factory=dict)
    """The naming convention that the migrations run under."""

    @property
    def title(self) -> str:
        """What it is, for people."""
        database = f"{self.database}/" if self.database else ""
        return f"{database}{self.dialect.versioned_title}: the schema at {', '.join(self.revision) or 'base'}"


@dataclass(frozen=True, slots=True)
class Change:
    """The schema at two revisions, for one database."""

    first: Shown
    second: Shown

    @property
    def title(self) -> str:
        """What it is, for people."""
        database = f"{self.first.database}/" if self.first.database else ""
        ends = " to ".join(named_rows(one.revision) for one in (self.first, self.second))
        return f"{database}{self.first.dialect.versioned_title}: what changes from {ends}"

    @property
    def notes(self) -> tuple[str, ...]:
        """What is not told."""
        tables = (*self.first.described.tables, *self.second.described.tables)
        partial = dict.fromkeys(shown(table.namespace, table.name) for table in tables if not table.complete)
        said = (f"The table {name} is not known as a whole: more of it may change." for name in partial)
        return (*self.second.notes, *said)


def shown(namespace: str | None, name: str) -> str:
    """Return a name with its namespace, where it is not in the default one."""
    return f"{namespace}.{name}" if namespace else name
