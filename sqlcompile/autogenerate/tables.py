"""What changes each table that is there before and after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.autogenerate.columns import (
    addition,
    alteration,
    can_be_altered,
    differing,
    failure_on_rows,
    mentioned,
)
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.leftovers import is_compared, shown
from sqlcompile.autogenerate.parts import Part, missing, parts_of, said, touches
from sqlcompile.autogenerate.steps import Steps
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.schema.model import Check, Column, Key, Schema, Table


@dataclass(frozen=True, slots=True)
class Change:
    """How one table changes: the names of columns, and the parts that cannot stay."""

    key: Key
    new: Table
    added: frozenset[str] = frozenset()
    dropped: frozenset[str] = frozenset()
    remade: frozenset[str] = frozenset()
    """Columns that stay, and that the database cannot change but by dropping them."""
    retyped: frozenset[str] = frozenset()
    parts: tuple[Part, ...] = ()

    @property
    def unsettled(self) -> frozenset[str]:
        """The columns that nothing may stand on meanwhile."""
        return self.dropped | self.remade | self.retyped


def changes(forms: Forms, before: Schema, after: Schema) -> dict[Key, Change]:
    """Return how the tables change that both schemas have and know."""
    found = {}
    for key, new in after.tables.items():
        old = before.tables.get(key)
        if old is not None and old is not new and is_compared(old) and is_compared(new):
            found[key] = _change(forms, before, old, (after, new))
    return {**found, **_referring(forms, before, after, found)}


def _referring(forms: Forms, before: Schema, after: Schema, found: Mapping[Key, Change]) -> dict[Key, Change]:
    """Return the tables that stay as they are, but that refer to what changes: their foreign keys may go and come."""
    referring: dict[Key, Change] = {}
    for key, change in found.items():
        if not change.unsettled and not any(part.key_columns for part in change.parts):
            continue
        for other, _ in before.referring(key[1], key[0]):
            place = before.key(other.name, other.namespace)
            new = after.tables.get(place)
            if place not in found and new is not None and is_compared(other) and is_compared(new):
                referring[place] = _change(forms, before, other, (after, new))
    return referring


def _change(forms: Forms, before: Schema, old: Table, there: tuple[Schema, Table]) -> Change:
    after, new = there
    names = {column.name for column in new.columns}
    dropped = {column.name for column in old.columns} - names
    pairs = [(column, new.column(column.name)) for column in old.columns if column.name in names]
    remade = {one.name for one, other in pairs if not can_be_altered(forms, before, old, one, (new, other))}
    retyped = {
        one.name
        for one, other in pairs
        if "type" in differing(forms, (old, one), (new, other)) and one.name not in remade
    }
    while True:
        unsettled = dropped | remade | retyped
        more = {one.name for one, _ in pairs if one.name not in remade and mentioned(one, unsettled)}
        if not more:
            break
        remade |= more
    mine, its = parts_of(forms, before, old), parts_of(forms, after, new)
    gone = [*missing(mine, its)]
    gone += [part for part in mine if part not in gone and touches(part, remade)]
    return Change(
        before.key(old.name, old.namespace),
        new,
        frozenset(names - {column.name for column in old.columns}),
        frozenset(dropped),
        frozenset(remade),
        frozenset(retyped - remade),
        tuple(gone),
    )


def uncount(steps: Steps, found: Mapping[Key, Change]) -> None:
    """Let columns count no more whose primary key goes: only a key may be counted (AUTO_INCREMENT)."""
    if not steps.dialect.counted_by_flag or steps.dialect.rebuilds:
        return
    for key, change in found.items():
        table = steps.schema.tables[key]
        if any(part.item is table.primary_key for part in change.parts):
            for column in table.columns:
                if column.autoincrement:
                    steps.do(AlterColumn(table.name, table.namespace, column.name, autoincrement=False))


def change_columns(steps: Steps, forms: Forms, change: Change) -> None:
    """Drop, add and alter the columns of a table: what others are computed from is there before them."""
    new = change.new
    old = steps.schema.tables[change.key]
    for column in steps.in_turn(old.columns):
        if column.name in change.dropped | change.remade and column.computed is not None:
            _drop(steps, change, column)
    for column in old.columns:
        if column.name in change.remade and column.computed is None:
            _drop(steps, change, column)
            steps.note(
                f"CHECK BEFORE APPLYING: {shown(change.key)}.{column.name} cannot be changed in place: it is dropped "
                "and added anew, and its values are lost."
            )
    _add(steps, forms, change, computed=False)
    for column in steps.in_turn(steps.schema.tables[change.key].columns):
        wanted = new.find_column(column.name)
        if wanted is not None:
            _alter(steps, forms, change, column, wanted)
    for column in steps.in_turn(old.columns):
        if column.name in change.dropped and column.computed is None:
            _drop(steps, change, column)
    _add(steps, forms, change, computed=True)


def _alter(steps: Steps, forms: Forms, change: Change, column: Column, wanted: Column) -> None:
    """Change a column in place; a default may not be converted along with the values, so it goes first."""
    table = steps.schema.tables[change.key]
    operation = alteration(forms, table, column, (change.new, wanted))
    if operation is not None and operation.keywords and column.default is not None:
        steps.change(AlterColumn(table.name, table.namespace, column.name, server_default=None))
        table = steps.schema.tables[change.key]
        operation = alteration(forms, table, table.column(column.name), (change.new, wanted))
    if operation is not None:
        steps.change(_without_second_check(forms, steps.schema, table, (change.new, operation)))


def _without_second_check(forms: Forms, before: Schema, table: Table, wanted: tuple[Table, AlterColumn]) -> AlterColumn:
    """Return the change of a column, its type without its check where the table says the same in one of its own."""
    new, operation = wanted
    type_: Any = operation.type
    if not getattr(type_, "create_constraint", False):
        return operation
    own = [said(forms, before, check) for check in table.constraints if isinstance(check, Check) and not check.of_type]
    brought = [c for c in new.constraints if isinstance(c, Check) and c.of_type and c.columns == (operation.column,)]
    if not any(said(forms, before, check) in own for check in brought):
        return operation
    plain = type_.copy()
    plain.create_constraint = False
    return replace(operation, type=plain)


def _drop(steps: Steps, change: Change, column: Column) -> None:
    steps.change(DropColumn(change.new.name, change.new.namespace, column.name))


def _add(steps: Steps, forms: Forms, change: Change, *, computed: bool) -> None:
    for column in change.new.columns:
        there = steps.schema.tables[change.key].find_column(column.name)
        if there is None and (column.computed is not None) == computed:
            steps.change(addition(forms, change.new, column))
            failure = failure_on_rows(change.key, column)
            if failure is not None:
                steps.note(failure)


def count(steps: Steps, forms: Forms, change: Change) -> None:
    """Let columns count that shall, now that they are keys."""
    for column in _counted(steps, forms, change):
        steps.change(column)


def _counted(steps: Steps, forms: Forms, change: Change) -> Iterator[AlterColumn]:
    table = steps.schema.tables[change.key]
    for column in change.new.columns:
        there = table.find_column(column.name)
        if there is not None:
            operation = alteration(forms, table, there, (change.new, column), key_first=True)
            if operation is not None and operation.autoincrement is not None:
                yield AlterColumn(table.name, table.namespace, column.name, autoincrement=operation.autoincrement)
