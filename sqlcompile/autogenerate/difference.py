"""The operations that lead from one schema to another."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from sqlcompile.autogenerate.columns import addition, is_counted_alone
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.keys import drop_foreign_keys, on_no_key
from sqlcompile.autogenerate.leftovers import is_compared, leftovers, shown
from sqlcompile.autogenerate.nameless import with_names
from sqlcompile.autogenerate.objects import drop_objects, make_objects, with_their_values
from sqlcompile.autogenerate.order import in_order, target_of
from sqlcompile.autogenerate.parts import Item, Part, creation, missing, parts_of, removal
from sqlcompile.autogenerate.steps import LAST, MAIN, Steps
from sqlcompile.autogenerate.tables import Change, change_columns, changes, count, uncount
from sqlcompile.autogenerate.views import drop_dependents, make_dependents
from sqlcompile.dialect.contract import Dialect
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.create_table_comment import CommentTable
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.operations.drop_table import DropTable
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import Constraint, ForeignKey, Index, Key, Schema, Table


@dataclass(frozen=True, slots=True)
class Difference:
    """The operations in order, and what must be said that they do not show."""

    operations: tuple[Operation, ...]
    notes: tuple[str, ...] = ()


def difference(
    before: Schema,
    after: Schema,
    dialect: Dialect,
    first: Sequence[Operation] = (),
    *,
    ordered: bool = True,
    names: bool = False,
    back: bool = False,
) -> Difference:
    """Return the operations that give ``after`` where they are applied to ``before``.

    A rename is never guessed: what has another name is dropped and added. ``first`` are operations that
    go before all others, such as the renames that somebody asks for. What the operations do not change
    although it differs is in the notes, the order of columns too where it is ``ordered``. With ``names`` a table
    that is built anew may get names for constraints that have none, where one of several is dropped. Raises SqlcompileError where the database cannot express it.
    """
    forms = Forms(dialect)
    after = with_their_values(after)
    steps = Steps(dialect, before, names=names, back=back)
    steps.do(*first)
    start = steps.schema
    changed = changes(forms, start, after)
    found = {key: changed[key] for key in steps.in_turn(key for key in after.tables if key in changed)}
    steps.order = list(found)
    gone = [table for key, table in start.tables.items() if key not in after.tables and is_compared(table)]
    gone = in_order(start, gone)[::-1]
    drop_dependents(steps, forms, after, [*_reaching(found), *(_key(start, table) for table in gone)])
    drop_foreign_keys(steps, found, gone)
    for table in gone:
        steps.do(DropTable(table.name, table.namespace))
    uncount(steps, found)
    _drop_parts(steps, forms, found)
    replaced = make_objects(steps, after)
    new = _make_tables(steps, forms, after, found)
    for change in found.values():
        change_columns(steps, forms, change)
    _make_parts(steps, forms, after, [*found, *new], found)
    for change in found.values():
        count(steps, forms, change)
    steps.settle()
    _make_indexes(steps, forms, after, [*found, *new])
    _comment(steps, forms, found.values())
    drop_objects(steps, after, replaced)
    make_dependents(steps, after)
    operations = tuple(steps.operations)
    notes = [*steps.notes, *on_no_key(start, steps.schema), *_unknown(start, after)]
    end = reduce(lambda schema, operation: operation.apply(schema, dialect), operations, before)
    after = with_names(after, operations)
    return Difference(operations, tuple(dict.fromkeys([*notes, *leftovers(forms, end, after, ordered=ordered)])))


def _key(schema: Schema, table: Table) -> Key:
    return schema.key(table.name, table.namespace)


def _reaching(found: Mapping[Key, Change]) -> list[Key]:
    """Return the tables whose changes reach what stands on them."""
    return [key for key, change in found.items() if change.unsettled]


def _drop_parts(steps: Steps, forms: Forms, found: Mapping[Key, Change]) -> None:
    """Drop indexes and constraints, before anything that they stand on or that takes their names."""
    for key, change in found.items():
        table = steps.schema.tables[key]
        indexes = {index.name for index in table.indexes}
        for part in steps.in_turn(change.parts):
            if part.is_foreign_key or _is_needed(steps, table, part):
                continue
            operation = removal(table, part)
            if not isinstance(operation, DropIndex):
                steps.change(operation)  # type: ignore[arg-type]
            elif operation.name in indexes:
                steps.do(operation)


def _is_needed(steps: Steps, table: Table, part: Part) -> bool:
    """Return whether the database has an index for a foreign key, and would make it again."""
    index = part.item
    if not isinstance(index, Index) or not index.implicit:
        return False
    left = replace(table, indexes=tuple(other for other in table.indexes if other.name != index.name))
    there = steps.dialect.settled(left).indexes
    return any((other.name, other.column_names) == (index.name, index.column_names) for other in there)


def _make_tables(steps: Steps, forms: Forms, after: Schema, found: Mapping[Key, Change]) -> list[Key]:
    """Make the new tables, in the order of their foreign keys; returns their keys.

    A foreign key waits that refers to what is not there yet, or not yet as it will be.
    """
    tables = [table for key, table in after.tables.items() if key not in steps.schema.tables and is_compared(table)]
    made = []
    for table in in_order(after, tables):
        key = _key(after, table)
        at_once = tuple(c for c in table.constraints if _may_be_made(steps, after, c, key, found))
        counted = [column for column in table.columns if is_counted_alone(forms, table, column)]
        first = tuple(column for column in table.columns if column not in counted)
        steps.do(_creation(steps, forms, replace(table, columns=first, constraints=at_once, indexes=())))
        steps.do(*(addition(forms, table, column) for column in counted))
        made.append(key)
        if not steps.dialect.rebuilds:
            _make_indexes(steps, forms, after, [key], keys=False)
    return made


def _may_be_made(steps: Steps, after: Schema, constraint: Constraint, key: Key, found: Mapping[Key, Change]) -> bool:
    """Return whether a new table has the constraint at once."""
    if not isinstance(constraint, ForeignKey) or steps.dialect.rebuilds:
        return True
    target = target_of(after, constraint)
    if target == key or target not in after.tables:
        return True
    there = steps.schema.tables.get(target)
    change = found.get(target)
    return there is not None and (change is None or _stays_referred(there, constraint, change))


def _stays_referred(table: Table, constraint: ForeignKey, change: Change) -> bool:
    """Return whether the columns that a foreign key refers to stay as they are, and the key that they are, too."""
    primary = table.primary_key
    columns = constraint.target_columns or (primary.columns if primary is not None else ())
    if change.unsettled.intersection(columns):
        return False
    going = [part.item for part in change.parts]
    items: tuple[Item, ...] = (*table.all_constraints(), *table.indexes)
    keys = (Part(item, ()).key_columns for item in items if not any(item is one for one in going))
    return any(set(key) == set(columns) for key in keys if key)


def _creation(steps: Steps, forms: Forms, table: Table) -> CreateTable:
    """Return the making of a table; a constraint keeps the name that the database would not choose for it now."""
    operation = CreateTable(sa_table(table))
    after = operation.apply(steps.schema, steps.dialect)
    made = parts_of(forms, after, after.table(table.name, table.namespace))
    if not [*missing(parts_of(forms, steps.schema, table), made)]:
        return operation
    named = tuple(replace(c, generated=c.generated and c.name is None) for c in table.constraints)
    key = table.primary_key
    key = key and replace(key, generated=key.generated and key.name is None)
    return CreateTable(sa_table(replace(table, constraints=named, primary_key=key)))


def _make_parts(steps: Steps, forms: Forms, after: Schema, keys: Iterable[Key], found: Mapping[Key, Change]) -> None:
    """Make the constraints that are missing; where tables are built anew, the foreign keys too."""
    for key in keys:
        for part in _missing(steps, forms, after, key):
            if isinstance(part.item, Constraint) and (steps.dialect.rebuilds or not part.is_foreign_key):
                target = found.get(target_of(after, part.item)) if isinstance(part.item, ForeignKey) else None
                waits = target is not None and target.key != key and bool(target.added | target.remade)
                operation = creation(forms, steps.schema, after.tables[key], part)
                steps.change(operation, wave=LAST if waits else MAIN)  # type: ignore[arg-type]


def _make_indexes(steps: Steps, forms: Forms, after: Schema, tables: Collection[Key], *, keys: bool = True) -> None:
    """Make the indexes that are missing; then, with ``keys``, the foreign keys, and drop what these left over.

    A database may make an index for a foreign key by itself, and leave it where the key goes.
    """
    for key in tables:
        for part in steps.in_turn(_missing(steps, forms, after, key)):
            if not isinstance(part.item, Constraint) and not part.item.implicit:
                steps.do(creation(forms, steps.schema, after.tables[key], part, new=not keys))
    if not keys:
        return
    for key in tables:
        for part in _missing(steps, forms, after, key):
            if part.is_foreign_key:
                steps.do(creation(forms, steps.schema, after.tables[key], part))
    for key in tables:
        for part in _missing(steps, forms, after, key):
            if not isinstance(part.item, Constraint):
                steps.do(creation(forms, steps.schema, after.tables[key], part))
        table = steps.schema.tables[key]
        there = parts_of(forms, after, after.tables[key])
        for part in missing(parts_of(forms, steps.schema, table), there):
            if not isinstance(part.item, Constraint):
                steps.do(removal(table, part))


def _missing(steps: Steps, forms: Forms, after: Schema, key: Key) -> list[Part]:
    wanted = parts_of(forms, after, after.tables[key])
    return list(missing(wanted, parts_of(forms, steps.schema, steps.schema.tables[key])))


def _comment(steps: Steps, forms: Forms, found: Iterable[Change]) -> None:
    for change in found:
        comment = forms.comment(change.new.comment)
        if forms.comment(steps.schema.tables[change.key].comment) != comment:
            steps.do(CommentTable(change.new.name, change.new.namespace, comment))


def _unknown(before: Schema, after: Schema) -> Iterable[str]:
    """Yield what is not compared."""
    for key in dict.fromkeys([*before.tables, *after.tables]):
        tables = [schema.tables[key] for schema in (before, after) if key in schema.tables]
        if not all(table.complete for table in tables):
            yield f"The table {shown(key)} is not known as a whole, and is not compared."
    if before.not_analysed or after.not_analysed:
        yield "The history has raw SQL that was not analysed: what it did is not compared."
