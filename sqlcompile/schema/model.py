"""The schema that a history has built, as immutable values.

Types, SQL expressions, identity and computed clauses are SQLAlchemy's own objects, which are
treated as values too: nothing here changes them, and conversions copy what they attach.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from sqlalchemy import Computed, Identity, Sequence
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.sql.visitors import iterate
from sqlalchemy.types import TypeEngine

from sqlcompile.errors import ColumnNotFound, TableNotFound
from sqlcompile.schema.tables import Tables

Options: TypeAlias = tuple[tuple[str, Any], ...]
"""Dialect keywords such as ``("postgresql_where", …)``, in the order in which they were given."""

Key: TypeAlias = tuple[str | None, str]
"""(namespace, name); the namespace is None for the database's default one."""

ServerDefault: TypeAlias = str | ClauseElement

BY_HAND = "by_hand"
"""In the ``info`` of a sequence that raw SQL made: others than the models may count with it."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column; ``autoincrement`` says whether the database generates its values."""

    name: str
    type: TypeEngine[Any]
    nullable: bool = True
    default: ServerDefault | None = None
    default_name: str | None = None
    computed: Computed | None = None
    identity: Identity | None = None
    sequence: Sequence | None = None
    autoincrement: bool = False
    comment: str | None = None
    options: Options = ()
    made_as: tuple[str, str] | None = field(default=None, compare=False)
    """The table's name and its own when it was made, where one was renamed: a sequence keeps its name."""


@dataclass(frozen=True, slots=True)
class Constraint:
    """What all constraints have; ``generated`` where the database chose the name.

    ``made_by`` is the script whose upgrade() made it without a name: its downgrade() cannot name it either.
    ``named_in`` is the script whose upgrade() added it under a name, which its downgrade() may leave out.
    """

    name: str | None = None
    generated: bool = False
    made_by: str | None = field(default=None, compare=False, kw_only=True)
    named_in: str | None = field(default=None, compare=False, kw_only=True)

    @property
    def kind(self) -> str:
        """Alembic's word for it, as in ``drop_constraint(type_=…)``."""
        raise NotImplementedError

    @property
    def column_names(self) -> tuple[str, ...]:
        """The local columns it stands on, where that is known."""
        return ()


@dataclass(frozen=True, slots=True)
class PrimaryKey(Constraint):
    """A primary key."""

    columns: tuple[str, ...] = ()
    options: Options = ()
    deferrable: bool | None = None
    initially: str | None = None
    follows: int = field(default=0, compare=False)
    """How many unique constraints stand before it where raw SQL made the table; else it comes first."""

    @property
    def kind(self) -> str:
        return "primary"

    @property
    def column_names(self) -> tuple[str, ...]:
        return self.columns


@dataclass(frozen=True, slots=True)
class ForeignKey(Constraint):
    """A foreign key; ``target`` is the referred table's namespace and name as the script gave them."""

    columns: tuple[str, ...] = ()
    target: Key = (None, "")
    target_columns: tuple[str, ...] = ()
    onupdate: str | None = None
    ondelete: str | None = None
    deferrable: bool | None = None
    initially: str | None = None
    match: str | None = None
    use_alter: bool = False
    options: Options = ()

    @property
    def kind(self) -> str:
        return "foreignkey"

    @property
    def column_names(self) -> tuple[str, ...]:
        return self.columns


@dataclass(frozen=True, slots=True)
class Unique(Constraint):
    """A unique constraint."""

    columns: tuple[str, ...] = ()
    deferrable: bool | None = None
    initially: str | None = None
    options: Options = ()

    @property
    def kind(self) -> str:
        return "unique"

    @property
    def column_names(self) -> tuple[str, ...]:
        return self.columns


@dataclass(frozen=True, slots=True)
class Check(Constraint):
    """A check constraint; ``columns`` are those that its expression names, where that is known.

    ``of_type`` where it came with the type of its column, a Boolean or an Enum; ``inline`` where raw SQL
    has it, without a name, in the definition of its column.
    """

    expression: str | ClauseElement = ""
    columns: tuple[str, ...] = ()
    of_type: bool = False
    inline: bool = False
    deferrable: bool | None = None
    initially: str | None = None
    options: Options = ()

    @property
    def kind(self) -> str:
        return "check"

    @property
    def column_names(self) -> tuple[str, ...]:
        return self.columns


@dataclass(frozen=True, slots=True)
class Exclude(Constraint):
    """PostgreSQL's exclusion constraint; ``elements`` are pairs of expression and operator."""

    elements: tuple[tuple[str | ClauseElement, str], ...] = ()
    using: str = "gist"
    where: str | ClauseElement | None = None
    ops: Options = ()
    deferrable: bool | None = None
    initially: str | None = None

    @property
    def kind(self) -> str:
        return "exclude"

    @property
    def column_names(self) -> tuple[str, ...]:
        names = [_plain_name(element) for element, _ in self.elements]
        return tuple(name for name in names if name is not None)


@dataclass(frozen=True, slots=True)
class Index:
    """An index on column names and expressions."""

    name: str | None
    expressions: tuple[str | ClauseElement, ...]
    unique: bool = False
    options: Options = ()
    implicit: bool = False
    """Whether the database made it by itself, for a foreign key."""
    made_by: str | None = field(default=None, compare=False)
    """The script whose upgrade() made it without a name."""

    @property
    def column_names(self) -> tuple[str, ...]:
        """The plain columns among its expressions, and those that an expression is made of."""
        names: dict[str, None] = {}
        for expression in self.expressions:
            if isinstance(expression, str):
                names[expression] = None
            else:
                names.update(dict.fromkeys(columns_in(expression)))
        return tuple(names)

    @property
    def plain_names(self) -> tuple[str | None, ...]:
        """For each expression the column that it is, whatever its direction; None where it is more."""
        return tuple(map(_plain_name, self.expressions))


_DIRECTED = re.compile(r"\s*(\w+)(?:\s*\(\s*\d+\s*\))?(?:\s+(?:ASC|DESC))?\s*", re.IGNORECASE)


def _plain_name(expression: str | ClauseElement) -> str | None:
    if isinstance(expression, str):
        return expression
    part: Any = expression
    while part.__visit_name__ == "unary":
        part = part.element
    text = given_text(part)
    if text is not None:
        found = _DIRECTED.fullmatch(text)
        return found[1] if found else None
    return part.name if part.__visit_name__ == "column" else None


def given_text(expression: Any) -> str | None:
    """Return what was given as text, by sa.text() or sa.literal_column(); None for every other expression."""
    if getattr(expression, "__visit_name__", "") == "textclause":
        return str(expression.text)
    return str(expression.name) if getattr(expression, "is_literal", False) else None


def column_name(expression: Any) -> str | None:
    """Return the name of a column, whatever table it is of; None for any other expression."""
    if isinstance(expression, str):
        return expression
    is_column = expression.__visit_name__ == "column" and given_text(expression) is None
    return str(expression.name) if is_column else None


_WORD = re.compile(r"'(?:[^']|'')*'|([^\W\d]\w*)")


def columns_in(expression: ClauseElement) -> tuple[str, ...]:
    """Return the names of the columns that an expression holds.

    Of text it returns every word outside of string literals, so that no column is missed.
    """
    names: dict[str, None] = {}
    for part in iterate(expression):
        text = given_text(part)
        if text is not None:
            names.update(dict.fromkeys(word for word in _WORD.findall(text) if word))
        elif part.__visit_name__ == "column":
            names[getattr(part, "name", "")] = None
    return tuple(names)


@dataclass(frozen=True, slots=True)
class Trigger:
    """A trigger made by raw SQL, kept as it was written."""

    name: str
    table: Key
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table. ``complete`` is False where the history only changes a table that it did not make."""

    name: str
    namespace: str | None = None
    columns: tuple[Column, ...] = ()
    primary_key: PrimaryKey | None = None
    constraints: tuple[Constraint, ...] = ()
    indexes: tuple[Index, ...] = ()
    comment: str | None = None
    prefixes: tuple[str, ...] = ()
    options: Options = ()
    complete: bool = True

    @property
    def key(self) -> Key:
        """Its namespace and name."""
        return (self.namespace, self.name)

    def column(self, name: str) -> Column:
        """Return the column of that name; raises ColumnNotFound."""
        found = self.find_column(name)
        if found is None:
            raise ColumnNotFound(self.name, name, [column.name for column in self.columns])
        return found

    def find_column(self, name: str) -> Column | None:
        """Return the column of that name, or None."""
        for column in self.columns:
            if column.name == name:
                return column
        return None

    def all_constraints(self) -> tuple[Constraint, ...]:
        """Return the primary key, where there is one, and the other constraints."""
        return (self.primary_key, *self.constraints) if self.primary_key else self.constraints

    def with_column(self, column: Column) -> Table:
        """Return the table with that column in the place of the one of the same name."""
        return replace(self, columns=tuple(column if old.name == column.name else old for old in self.columns))


Trait: TypeAlias = tuple[str, str | None, tuple[str, ...]]
"""What tells constraints and indexes of one table apart: kind, name, columns."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Something dropped without a name, where the script made ``others`` of the kind without a name, too."""

    table: Key
    kinds: str
    others: tuple[Trait, ...]


@dataclass(frozen=True, slots=True)
class View:
    """A view made by raw SQL: its whole text, the schema in which it was made, and what belongs to it."""

    text: str
    made_in: Schema | None = field(default=None, compare=False, repr=False)
    indexes: tuple[Index, ...] = ()
    comment: str | None = None

    @property
    def materialized(self) -> bool:
        """Whether it keeps its rows."""
        return _MATERIALIZED.match(self.text) is not None


_MATERIALIZED = re.compile(r"\s*CREATE\s+(?:OR\s+REPLACE\s+)?MATERIALIZED\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Domain:
    """PostgreSQL's domain; ``checks`` are pairs of name and condition."""

    type: TypeEngine[Any]
    default: str | None = None
    not_null: bool = False
    checks: tuple[tuple[str, str], ...] = ()
    collation: str | None = None


@dataclass(frozen=True, slots=True)
class Schema:
    """All that the history has made so far. Its mappings are never changed, only replaced."""

    default_namespace: str | None = None
    tables: Mapping[Key, Table] = field(default_factory=Tables)
    enums: Mapping[Key, tuple[str, ...]] = field(default_factory=dict)
    sequences: Mapping[Key, Sequence] = field(default_factory=dict)
    views: Mapping[Key, View] = field(default_factory=dict)
    triggers: Mapping[Key, Trigger] = field(default_factory=dict)
    namespaces: tuple[str, ...] = ()
    not_analysed: int = 0
    domains: Mapping[Key, Domain | None] = field(default_factory=dict)
    """Domains, which are among the enums too, with no values; None for one that was changed since."""
    script: str | None = field(default=None, compare=False)
    """The script that runs."""
    upgrading: bool = field(default=True, compare=False)
    """Whether it is its upgrade() that runs."""
    choices: tuple[Choice, ...] = field(default=(), compare=False)
    """What the script dropped without a name where it may have meant another one, too."""
    renames_reach: bool = True
    """Whether a table that is renamed takes along what refers to it; a session of SQLite's may say no."""

    @property
    def maker(self) -> str | None:
        """The script that makes what is made now, where it is to be remembered: see ``Constraint.made_by``."""
        return self.script if self.upgrading else None

    def key(self, name: str, namespace: str | None = None) -> Key:
        """Return the key of a name; the default namespace counts as none."""
        return (None if namespace == self.default_namespace else namespace, name)

    def find(self, name: str, namespace: str | None = None) -> Table | None:
        """Return the table, or None where the history has not made it."""
        return self.tables.get(self.key(name, namespace))

    def table(self, name: str, namespace: str | None = None, needed_for: str = "") -> Table:
        """Return the table with all its columns known; raises TableNotFound."""
        found = self.find(name, namespace)
        if found is None or (needed_for and not found.complete):
            raise TableNotFound(f"{namespace}.{name}" if namespace else name, needed_for)
        return found

    def with_table(self, table: Table) -> Schema:
        """Return the schema with that table added, or put in the place of the one of its key."""
        key = self.key(table.name, table.namespace)
        tables = self._tables
        for constraint in table.all_constraints():
            if constraint.name is not None:
                tables.holders.setdefault(constraint.name, {})[key] = None
            if isinstance(constraint, ForeignKey):
                target = self.key(constraint.target[1], constraint.target[0])
                tables.referrers.setdefault(target, {})[key] = None
        for index in table.indexes:
            if index.name is not None:
                tables.holders.setdefault(index.name, {})[key] = None
        return self.with_tables(tables.with_(key, table))

    def with_tables(self, tables: Mapping[Key, Table], triggers: Mapping[Key, Trigger] | None = None) -> Schema:
        """Return the schema with other tables, and other triggers where they are given."""
        return Schema(
            self.default_namespace,
            tables,
            self.enums,
            self.sequences,
            self.views,
            self.triggers if triggers is None else triggers,
            self.namespaces,
            self.not_analysed,
            self.domains,
            self.script,
            self.upgrading,
            self.choices,
            self.renames_reach,
        )

    def without_table(self, name: str, namespace: str | None = None) -> Schema:
        """Return the schema without that table, its triggers included."""
        key = self.key(name, namespace)
        triggers = self.triggers
        if any(trigger.table == key for trigger in triggers.values()):
            triggers = {name: trigger for name, trigger in triggers.items() if trigger.table != key}
        return self.with_tables(self._tables.without(key), triggers)

    def holders(self, name: str, namespace: str | None = None) -> Iterator[Table]:
        """Yield the tables of a namespace among which are all that have a constraint or an index of that name."""
        wanted = self.key("", namespace)[0]
        for key in self._tables.holders.get(name, ()):
            table = self.tables.get(key) if key[0] == wanted else None
            if table is not None:
                yield table

    def referring(self, name: str, namespace: str | None = None) -> Iterator[tuple[Table, ForeignKey]]:
        """Yield each foreign key that refers to the table, with the table it is on."""
        key = self.key(name, namespace)
        for referrer in tuple(self._tables.referrers.get(key, ())):
            table = self.tables.get(referrer)
            for constraint in table.constraints if table is not None else ():
                if isinstance(constraint, ForeignKey) and self.key(constraint.target[1], constraint.target[0]) == key:
                    yield table, constraint  # type: ignore[misc]

    def changed_since(self, before: Schema) -> list[Table]:
        """Return the tables that are new or other than before."""
        return self._tables.changed_since(before._tables)

    def keys_differing(self, before: Schema) -> set[Key]:
        """Return the keys of the tables that are other than before, came or went."""
        return self._tables.keys_differing(before._tables)

    @property
    def _tables(self) -> Tables[Table]:
        """The tables as what they are: see ``__post_init__``."""
        return self.tables  # type: ignore[return-value]

    def __post_init__(self) -> None:
        if not isinstance(self.tables, Tables):
            schema = Schema(self.default_namespace)
            for table in self.tables.values():
                schema = schema.with_table(table)
            object.__setattr__(self, "tables", schema.tables)


def without(items: Iterable[Any], names: Iterable[str | None]) -> tuple[Any, ...]:
    """Return the named things without those of these names."""
    gone = set(names)
    return tuple(item for item in items if item.name not in gone)
