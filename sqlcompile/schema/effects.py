"""What a statement leaves behind that a database's catalog can be asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlcompile.schema.model import Column, Constraint, Key, Schema, Table, given_text

Kind: TypeAlias = Literal[
    "table",
    "column",
    "not null",
    "nullable",
    "default",
    "no default",
    "definition",
    "primary key",
    "key name",
    "unique",
    "foreign key",
    "check",
    "exclude",
    "index",
    "view",
    "sequence",
    "type",
    "enum value",
    "trigger",
    "namespace",
]


@dataclass(frozen=True, slots=True)
class Effect:
    """A fact about a database: that something is there, or with ``present`` False that it is not.

    ``name`` is the thing's own; ``table`` is the table that it is on, and of an enum's value the type.
    A "primary key" has no name: a table has one or none; what it is called is a "key name". Names are as
    the schema has them, and a namespace of None is the database's default one.
    """

    kind: Kind
    name: str
    namespace: str | None = None
    table: str | None = None
    present: bool = True
    says: tuple[tuple[str, str | int], ...] = ()
    """What the catalog says of a column's type or default, by the words of ``Dialect.effect_facts``."""

    def __str__(self) -> str:
        """Return the fact in words."""
        place = f"{self.namespace}." if self.namespace else ""
        on = place + (f"{self.table}.{self.name}" if self.kind in _OF_COLUMNS else f"{self.name or self.table}")
        if self.says:
            return f"{on} is {', '.join(str(value) for _, value in self.says)}"
        if self.kind in _STATES:
            return f"{on} {_STATES[self.kind]}"
        if self.table and self.kind not in _OF_COLUMNS and self.name:
            on = f"{self.name} of {place}{self.table}"
        return f"{self.kind} {on} is {'there' if self.present else 'gone'}"


_OF_COLUMNS = frozenset(("column", "not null", "nullable", "default", "no default", "definition"))
_STATES: Mapping[str, str] = {
    "not null": "is NOT NULL",
    "nullable": "may be NULL",
    "default": "has a default",
    "no default": "has no default",
}
_CONSTRAINTS: Mapping[str, Kind] = {
    "unique": "unique",
    "foreignkey": "foreign key",
    "check": "check",
    "exclude": "exclude",
}


def differences(before: Schema, after: Schema) -> tuple[Effect, ...]:
    """Return what is a fact after, and was none before, in an order that does not change.

    Of a table that came or went that is all: what is on it comes and goes with it. What no catalog
    shows plainly is left out: comments, what a check or a view says. Types are for ``redefined``.
    """
    found = [*_in_tables(before, after), *_others(before, after)]
    sides = [{_folded(effect) for effect in found if effect.present == present} for present in (True, False)]
    return tuple(dict.fromkeys(effect for effect in found if _folded(effect) not in sides[0] & sides[1]))


def _folded(effect: Effect) -> tuple[str, ...]:
    """Return what tells it from others where case does not count: there, a name whose case changes stays."""
    return (effect.kind, *(str(part).lower() for part in (effect.namespace, effect.table, effect.name)))


def _in_tables(before: Schema, after: Schema) -> Iterator[Effect]:
    for key in sorted(after.keys_differing(before), key=_sorted):
        old, new = before.tables.get(key), after.tables.get(key)
        if old is None and new is not None and not new.complete:
            old = Table(new.name, new.namespace, complete=False)  # it is only mentioned for the first time
        if old is None or new is None:
            table = old or new
            if table is not None and not _passing(table):
                yield Effect("table", key[1], key[0], present=old is None)
        elif not _passing(new):
            found = [*_columns(old, new), *_indexes(old, new), *_keys(old, new)]
            generated = [*_named(old, new, generated=True)]
            yield from [*found, *_named(old, new, generated=False)] or generated


def _sorted(key: Key) -> tuple[str, str]:
    return (key[0] or "", key[1])


def _passing(table: Table) -> bool:
    """Return whether a table ends with its session: another one does not find it."""
    return bool({"TEMP", "TEMPORARY"} & {*" ".join(table.prefixes).upper().split()}) or table.name.startswith("#")


def _columns(old: Table, new: Table) -> Iterator[Effect]:
    names = {column.name for column in new.columns}
    for column in old.columns:
        if column.name not in names:
            yield Effect("column", column.name, new.namespace, new.name, present=False)
    for column in new.columns:
        known = old.find_column(column.name)
        if known is None:
            yield Effect("column", column.name, new.namespace, new.name)
            continue
        if known.nullable != column.nullable:
            yield Effect("nullable" if column.nullable else "not null", column.name, new.namespace, new.name)
        if (known.default is None) != (column.default is None) and not _null(known) and not _null(column):
            yield Effect("no default" if column.default is None else "default", column.name, new.namespace, new.name)


def redefined(before: Schema, after: Schema) -> Iterator[tuple[Table, Column, Table, Column]]:
    """Yield the columns that are other than they were, with their tables: old ones, new ones."""
    for key in sorted(after.keys_differing(before), key=_sorted):
        old, new = before.tables.get(key), after.tables.get(key)
        if old is None or new is None or _passing(new):
            continue
        for column in new.columns:
            known = old.find_column(column.name)
            if known is not None and known is not column:
                yield old, known, new, column


def _null(column: Column) -> bool:
    """Return whether a column's default is NULL, which is as good as none: databases differ in what they keep."""
    text = given_text(column.default)
    return text is not None and re.match(r"\s*\(*\s*NULL\b", text, re.IGNORECASE) is not None


def _keys(old: Table, new: Table) -> Iterator[Effect]:
    if (old.primary_key is None) != (new.primary_key is None):
        yield Effect("primary key", "", new.namespace, new.name, present=new.primary_key is not None)
    elif old.primary_key is not None and new.primary_key is not None:
        names = [key.name for key in (old.primary_key, new.primary_key)]
        if all(names) and names[0] != names[1]:
            yield Effect("key name", str(names[0]), new.namespace, new.name, present=False)
            yield Effect("key name", str(names[1]), new.namespace, new.name)


def _named(old: Table, new: Table, *, generated: bool) -> Iterator[Effect]:
    """Yield the constraints with names of the script's, or with ``generated`` of the database's own."""
    before, after = ({(c.kind, c.name): c for c in table.constraints if c.name} for table in (old, new))
    for present, here, there in ((False, before, after), (True, after, before)):
        for trait, constraint in here.items():
            if trait in there or constraint.generated != generated:
                continue
            if not _is_index(constraint, old if present else new):
                yield Effect(_CONSTRAINTS[constraint.kind], str(constraint.name), new.namespace, new.name, present)


def _is_index(constraint: Constraint, other: Table) -> bool:
    """Return whether an index of that name is what a unique constraint was, or becomes."""
    return constraint.kind == "unique" and any(index.name == constraint.name for index in other.indexes)


def _indexes(old: Table, new: Table) -> Iterator[Effect]:
    """Yield the indexes that came and went, but for those that the database makes and drops by itself."""
    before, after = ({index.name: index for index in table.indexes if index.name} for table in (old, new))
    for present, here, there, other in ((False, before, after, new), (True, after, before, old)):
        keys = {constraint.name for constraint in other.all_constraints()}
        for name, index in here.items():
            if name not in there and name not in keys and not index.implicit:
                yield Effect("index", str(name), new.namespace, new.name, present)


def _others(before: Schema, after: Schema) -> Iterator[Effect]:
    kinds: tuple[tuple[Kind, Mapping[Key, Any], Mapping[Key, Any]], ...] = (
        ("view", before.views, after.views),
        ("sequence", before.sequences, after.sequences),
        ("type", before.enums, after.enums),
    )
    for kind, old, new in kinds:
        for key, present in _came_and_went(old, new):
            yield Effect(kind, key[1], key[0], present=present)
    for key in sorted(before.enums.keys() & after.enums.keys(), key=_sorted):
        for value, present in _came_and_went(dict.fromkeys(before.enums[key]), dict.fromkeys(after.enums[key])):
            yield Effect("enum value", value, key[0], key[1], present)
    for key, present in _came_and_went(before.triggers, after.triggers):
        trigger = (after if present else before).triggers[key]
        if trigger.table in after.tables:
            yield Effect("trigger", trigger.name, trigger.table[0], trigger.table[1], present)
    for space, present in _came_and_went(dict.fromkeys(before.namespaces), dict.fromkeys(after.namespaces)):
        yield Effect("namespace", space, present=present)


def _came_and_went(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> Iterable[tuple[Any, bool]]:
    gone = [(key, False) for key in old if key not in new]
    return [*gone, *((key, True) for key in new if key not in old)]


def holds(effect: Effect, schema: Schema) -> bool:
    """Return whether a fact is one in that schema."""
    key = schema.key(effect.name, effect.namespace)
    owner = schema.key(effect.table or "", effect.namespace)
    table = schema.tables.get(owner)
    column = table.find_column(effect.name) if table is not None else None
    kind = effect.kind
    if kind in _STATES:
        if column is None:
            return False
        state = column.nullable if kind in ("nullable", "not null") else column.default is None
        return state == (kind in ("nullable", "no default"))
    there: dict[str, Any] = {
        "table": key in schema.tables,
        "column": column is not None,
        "view": key in schema.views,
        "sequence": key in schema.sequences,
        "type": key in schema.enums,
        "enum value": effect.name in schema.enums.get(owner, ()),
        "trigger": any(t.name == effect.name and t.table == owner for t in schema.triggers.values()),
        "namespace": effect.name in schema.namespaces,
        "primary key": table is not None and table.primary_key is not None,
        "key name": table is not None and table.primary_key is not None and table.primary_key.name == effect.name,
        "index": table is not None and any(index.name == effect.name for index in table.indexes),
    }
    constraints = table.constraints if table is not None else ()
    found = there.get(kind, any(_CONSTRAINTS[c.kind] == kind and c.name == effect.name for c in constraints))
    return bool(found) == effect.present
