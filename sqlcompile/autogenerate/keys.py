"""Foreign keys that have to go first, and those that come back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from sqlcompile.autogenerate.order import target_of
from sqlcompile.autogenerate.steps import FIRST, MAIN, Steps
from sqlcompile.autogenerate.tables import Change
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.schema.model import ForeignKey, Index, Key, PrimaryKey, Schema, Table, Unique


def drop_foreign_keys(steps: Steps, found: Mapping[Key, Change], gone: Sequence[Table]) -> None:
    """Drop the foreign keys that go, and those that are in the way of what else changes."""
    before = steps.schema
    if steps.dialect.rebuilds:  # there a table is built anew whatever refers to it
        for key, change in found.items():
            for part in change.parts:
                if isinstance(part.item, ForeignKey):
                    target = found.get(target_of(before, part.item))
                    first = target is not None and target is not change and bool(target.dropped | target.remade)
                    _drop(steps, before.tables[key], part.item, wave=FIRST if first else MAIN)
        return
    dropped: set[Key] = set()
    for table in gone:
        key = before.key(table.name, table.namespace)
        for other, referring in list(before.referring(table.name, table.namespace)):
            place = before.key(other.name, other.namespace)
            if place != key and place not in dropped:
                _drop(steps, other, referring)
        dropped.add(key)
    for key, change in found.items():
        table = before.tables[key]
        for constraint in table.constraints:
            if isinstance(constraint, ForeignKey) and _is_in_the_way(steps, found, change, constraint, before):
                _drop(steps, table, constraint)


def _drop(steps: Steps, table: Table, constraint: ForeignKey, wave: int = MAIN) -> None:
    there = steps.schema.tables[steps.schema.key(table.name, table.namespace)]
    if any(other is constraint for other in there.constraints):
        exactly = constraint if constraint.name is None else None
        dropped = DropConstraint(table.name, table.namespace, constraint.name, "foreignkey", exactly=exactly)
        steps.change(dropped, wave=wave)


def _is_in_the_way(
    steps: Steps, found: Mapping[Key, Change], change: Change, constraint: ForeignKey, before: Schema
) -> bool:
    if any(part.item is constraint for part in change.parts):
        return True
    if change.unsettled.intersection(constraint.columns) or _loses_index(steps, before, change, constraint):
        return True
    target = found.get(target_of(before, constraint))
    if target is None:
        return False
    columns = set(constraint.target_columns) or set(_primary_columns(before, target.key))
    return bool(target.unsettled & columns) or any(set(part.key_columns) == columns for part in target.parts)


def _primary_columns(before: Schema, key: Key) -> tuple[str, ...]:
    primary = before.tables[key].primary_key
    return primary.columns if primary is not None else ()


def _loses_index(steps: Steps, before: Schema, change: Change, constraint: ForeignKey) -> bool:
    """Return whether the database would make an index for the foreign key by itself, once others are gone."""
    table = before.tables[change.key]
    gone = [*_items(change)]
    if not gone:
        return False
    left = replace(
        table,
        primary_key=None if any(item is table.primary_key for item in gone) else table.primary_key,
        constraints=tuple(c for c in table.constraints if not any(c is item for item in gone)),
        indexes=tuple(index for index in table.indexes if not any(index is item for item in gone)),
    )
    after = steps.dialect.settled(left)
    there = {(index.name, index.column_names) for index in left.indexes}
    made = [index for index in after.indexes if (index.name, index.column_names) not in there]
    return any(index.column_names == constraint.columns for index in made)


def _items(change: Change) -> Iterator[object]:
    for part in change.parts:
        if not isinstance(part.item, ForeignKey) and (not isinstance(part.item, Index) or not part.item.implicit):
            yield part.item


def on_no_key(before: Schema, after: Schema) -> Iterator[str]:
    """Yield a sentence for each new foreign key whose target is no key: PostgreSQL, for one, refuses it.

    ISO 9075-2, 11.8: the referenced columns are those of a primary key or a unique constraint.
    """
    for key, table in after.tables.items():
        old = before.tables.get(key)
        if old is table:
            continue
        there = set() if old is None else {_refers(before, c) for c in old.constraints if isinstance(c, ForeignKey)}
        for constraint in table.constraints:
            if not isinstance(constraint, ForeignKey) or _refers(after, constraint) in there:
                continue
            target = after.tables.get(target_of(after, constraint))
            columns = constraint.target_columns
            if target is None or not target.complete or not columns or _has_key(target, columns):
                continue
            yield (
                f"CHECK BEFORE APPLYING: the new foreign key of {table.name} ({', '.join(constraint.columns)}) refers to "
                f"{target.name} ({', '.join(columns)}), which is no key."
            )


def _refers(schema: Schema, constraint: ForeignKey) -> tuple[object, ...]:
    return (constraint.columns, target_of(schema, constraint), constraint.target_columns)


def _has_key(table: Table, columns: Sequence[str]) -> bool:
    keys = [c.columns for c in table.all_constraints() if isinstance(c, PrimaryKey | Unique)]
    keys += [index.column_names for index in table.indexes if index.unique]
    return any(set(key) == set(columns) for key in keys)
