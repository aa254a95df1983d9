"""What an entity-relationship diagram shows of a schema: tables, and how many rows a foreign key joins."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from sqlcompile.showing.model import Constraint, Described, Table

Place: TypeAlias = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Relation:
    """A foreign key from a table to another one, by their places in the list of entities.

    ``single`` says that a row has one child at most, ``optional`` that a child may have no parent.
    """

    child: int
    parent: int
    columns: tuple[str, ...]
    target_columns: tuple[str, ...]
    name: str | None
    single: bool
    optional: bool


@dataclass(frozen=True, slots=True)
class Diagram:
    """The entities, None for a table that the history does not make, and their relations."""

    entities: tuple[tuple[Place, Table | None], ...]
    relations: tuple[Relation, ...]


def diagram(described: Described) -> Diagram:
    """Return the diagram of a schema."""
    tables: dict[Place, Table | None] = {(table.namespace, table.name): table for table in described.tables}
    for table in described.tables:
        for key in _foreign(table):
            if key.target is not None:
                tables.setdefault((key.target.namespace, key.target.table), None)
    places = {place: number for number, place in enumerate(tables)}
    return Diagram(tuple(tables.items()), tuple(_relations(described.tables, places)))


def _relations(tables: Iterable[Table], places: Mapping[Place, int]) -> Iterator[Relation]:
    for table in tables:
        nullable = {column.name for column in table.columns if column.nullable}
        unique = _unique(table)
        for key in _foreign(table):
            target = key.target
            if target is not None:
                yield Relation(
                    places[table.namespace, table.name],
                    places[target.namespace, target.table],
                    key.columns,
                    target.columns,
                    key.name,
                    any(one <= set(key.columns) for one in unique),
                    bool(nullable.intersection(key.columns)),
                )


def _foreign(table: Table) -> list[Constraint]:
    return [one for one in table.constraints if one.kind == "foreign key"]


def _unique(table: Table) -> list[set[str]]:
    """Return the sets of columns of which a table has each value once."""
    found = [set(one.columns) for one in table.constraints if one.kind in ("primary key", "unique")]
    columns = {column.name for column in table.columns}
    plain = [one for one in table.indexes if one.unique and "where" not in one.options]
    return [*found, *(set(one.expressions) for one in plain if columns.issuperset(one.expressions))]


def marks(table: Table) -> dict[str, list[str]]:
    """Return for each column that is a key of its own, or part of one: PK, FK, UK."""
    found: dict[str, list[str]] = {}
    for mark, kind, whole in (("PK", "primary key", False), ("FK", "foreign key", False), ("UK", "unique", True)):
        for constraint in table.constraints:
            if constraint.kind == kind and not (whole and len(constraint.columns) > 1):
                for column in constraint.columns:
                    there = found.setdefault(column, [])
                    if mark not in there:
                        there.append(mark)
    return found
