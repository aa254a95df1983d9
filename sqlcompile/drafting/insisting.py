"""Changes of columns that env.py's hooks see, where the database's own notion sees none."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.drafting.script import Ways, applied
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.model import Column, Key, Schema


@dataclass(slots=True)
class Insisted:
    """A column that ``compare_type`` or ``compare_server_default`` of env.py calls another one."""

    there: Column
    wanted: Column
    type: bool = False
    default: bool = False

    def without(self, done: Collection[str]) -> Insisted | None:
        """Return what is left where some is done, None where nothing is."""
        left = replace(self, type=self.type and "type" not in done, default=self.default and "default" not in done)
        return left if left.type or left.default else None

    def change(self, key: Key, dialect: Dialect, *, back: bool = False) -> AlterColumn:
        """Return the change of the column, or the change back."""
        old, new = (self.wanted, self.there) if back else (self.there, self.wanted)
        given: dict[str, Any] = {}
        if self.type:
            given |= {"type": new.type, "keywords": dialect.conversion(old, new)}
        if self.default:
            given["server_default"] = new.identity or new.computed or new.default
        return AlterColumn(key[1], key[0], new.name, **given)


def insisted(found: Ways, asked: Mapping[tuple[Key, str], Insisted], dialect: Dialect) -> Ways:
    """Return the ways with a change of each column that is asked for, and that they do not change anyway."""
    done = set(_changed(found.up.operations, found.before))
    left = {
        (key, name): open_
        for (key, name), one in asked.items()
        if key in found.after.tables and (open_ := one.without({what for *place, what in done if place == [key, name]}))
    }
    if not left:
        return found
    forth = [_placed(one.change(key, dialect), dialect) for (key, _), one in left.items()]
    back = [_placed(one.change(key, dialect, back=True), dialect) for (key, _), one in reversed(left.items())]
    up = replace(found.up, operations=(*found.up.operations, *forth))
    down = replace(found.down, operations=(*back, *found.down.operations))
    after = applied(up.operations, found.before, dialect)
    return replace(found, up=up, down=down, after=after, end=applied(down.operations, after, dialect))


def _placed(change: AlterColumn, dialect: Dialect) -> Operation:
    return BatchAlterTable(change.table, change.namespace, (change,)) if dialect.rebuilds else change


def _changed(operations: Iterable[Operation], schema: Schema) -> Iterator[tuple[Key, str, str]]:
    """Yield what operations change of columns: the type, the default; all of those that come or go."""
    for operation in operations:
        if isinstance(operation, BatchAlterTable):
            yield from _changed(operation.operations, schema)
        elif isinstance(operation, AlterColumn | AddColumn | DropColumn):
            key = schema.key(operation.table, operation.namespace)
            yield from ((key, *what) for what in _aspects(operation))


def _aspects(operation: AlterColumn | AddColumn | DropColumn) -> Iterator[tuple[str, str]]:
    if isinstance(operation, AlterColumn):
        if operation.type is not None:
            yield operation.column, "type"
        if operation.server_default is not False:
            yield operation.column, "default"
    else:
        name = operation.column.name if isinstance(operation, AddColumn) else operation.column
        yield name, "type"
        yield name, "default"
