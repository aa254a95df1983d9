"""What changes from one schema to another, a part at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Literal, TypeAlias, TypeVar

from sqlcompile.autogenerate.columns import differing
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.objects import with_their_values
from sqlcompile.autogenerate.parts import Item as Standing
from sqlcompile.autogenerate.parts import missing, parts_of
from sqlcompile.project.printable import one_line
from sqlcompile.schema.model import Index as SchemaIndex
from sqlcompile.schema.model import Key, Schema
from sqlcompile.schema.model import Table as SchemaTable
from sqlcompile.showing.describing import KINDS
from sqlcompile.showing.model import Change, Constraint, Described, Index, Shown, Table, shown
from sqlcompile.showing.words import column_line, constraint_line, index_line, sequence_line, type_line

How: TypeAlias = Literal["added", "removed", "changed"]


@dataclass(frozen=True, slots=True)
class Item:
    """One change: ``what`` is its kind, ``table`` the table that it is on, the texts are lines for people."""

    how: How
    what: str
    name: str
    table: str | None = None
    before: str | None = None
    after: str | None = None


def changes(change: Change) -> list[Item]:
    """Return what changes, as the database sees it: two spellings of one thing are no change.

    A rename is shown as what it cannot be told from: one goes, another one comes. The order of columns does not
    count.
    """
    return [*_Comparing(change).all()]


class _Comparing:
    """A comparison of what is there at both ends."""

    def __init__(self, change: Change) -> None:
        self.forms = Forms(change.first.dialect)
        self.sides = [_Side.of(change.first), _Side.of(change.second)]

    def all(self) -> Iterator[Item]:
        """Yield what changes; what tables need comes before them."""
        one, other = (side.described for side in self.sides)
        yield from _lines("namespace", _namespaces(one), _namespaces(other))
        yield from _lines("type", _types(one), _types(other))
        yield from _lines("sequence", _sequences(one), _sequences(other))
        yield from self._tables()
        yield from self._texts("view", _views(one), _views(other))
        yield from self._texts("trigger", _triggers(one), _triggers(other))

    def _texts(self, what: str, before: Mapping[Key, str], after: Mapping[Key, str]) -> Iterator[Item]:
        """Yield what changes of things that are texts, which differ only where their words do."""
        for key in _keys(before, after):
            name = one_line(f"{what} {shown(*key)}")
            if key not in after:
                yield Item("removed", what, shown(*key), before=name)
            elif key not in before:
                yield Item("added", what, shown(*key), after=name)
            elif self.forms.expression(before[key]) != self.forms.expression(after[key]):
                yield Item("changed", what, shown(*key), before=name, after="another text")

    def _tables(self) -> Iterator[Item]:
        one, other = self.sides
        for key in _keys(one.tables, other.tables):
            name = shown(*key)
            if key not in other.tables:
                yield Item("removed", "table", name, before=one_line(f"table {name}"))
            elif key not in one.tables:
                yield Item("added", "table", name, after=one_line(f"table {name}"))
                yield from _parts_of_new(other.tables[key][1])
            elif one.tables[key][0] is not other.tables[key][0]:
                yield from self._table(name, one.tables[key], other.tables[key])

    def _table(self, name: str, one: tuple[SchemaTable, Table], other: tuple[SchemaTable, Table]) -> Iterator[Item]:
        (old, old_words), (new, new_words) = one, other
        before = {column.name: column_line(column) for column in old_words.columns}
        after = {column.name: column_line(column) for column in new_words.columns}
        for column in _keys(before, after):
            line = {"before": before.get(column), "after": after.get(column)}
            if column not in before or column not in after:
                yield Item("added" if column not in before else "removed", "column", column, name, **line)
            elif differing(self.forms, (old, old.column(column)), (new, new.column(column))):
                yield Item("changed", "column", column, name, **line)
        yield from self._parts(name, one, other)
        comments = [self.forms.comment(table.comment) for table in (old, new)]
        if comments[0] != comments[1]:
            lines = [None if text is None else one_line(f'comment "{text}"') for text in comments]
            how: How = "added" if lines[0] is None else "removed" if lines[1] is None else "changed"
            yield Item(how, "comment", "", name, *lines)
        if old_words.options != new_words.options:
            lines = [_options(table) for table in (old_words, new_words)]
            yield Item("changed", "options", "", name, *lines)

    def _parts(self, name: str, one: tuple[SchemaTable, Table], other: tuple[SchemaTable, Table]) -> Iterator[Item]:
        parts = [
            parts_of(self.forms, side.schema, table) for side, (table, _) in zip(self.sides, (one, other), strict=True)
        ]
        lines = [
            {id(part): line for part, line in zip(found, _part_lines(words), strict=True)}
            for found, (_, words) in zip(parts, (one, other), strict=True)
        ]
        gone, come = list(missing(*parts)), list(missing(parts[1], parts[0]))
        for part in gone:
            kind, label = _called(part.item)
            now = next((other for other in come if label and _called(other.item) == (kind, label)), None)
            come = [other for other in come if other is not now]
            after = None if now is None else lines[1][id(now)]
            yield Item("removed" if now is None else "changed", kind, label, name, lines[0][id(part)], after)
        for part in come:
            kind, label = _called(part.item)
            yield Item("added", kind, label, name, None, lines[1][id(part)])


@dataclass(frozen=True, slots=True)
class _Side:
    """One end: its schema, its words, and both of each table."""

    schema: Schema
    described: Described
    tables: dict[Key, tuple[SchemaTable, Table]]

    @classmethod
    def of(cls, side: Shown) -> _Side:
        schema = with_their_values(side.schema)
        words = side.described.tables
        pairs = zip(schema.tables.items(), words, strict=True)
        return cls(schema, side.described, {key: (table, found) for (key, table), found in pairs})


def _called(item: Standing) -> tuple[str, str]:
    kind = "index" if isinstance(item, SchemaIndex) else KINDS[item.kind]
    return kind, getattr(item, "name", None) or ""


def _part_lines(table: Table) -> Iterator[str]:
    return chain(map(constraint_line, table.constraints), map(index_line, table.indexes))


def _parts_of_new(table: Table) -> Iterator[Item]:
    name = shown(table.namespace, table.name)
    for column in table.columns:
        yield Item("added", "column", column.name, name, after=column_line(column))
    parts: Iterable[Constraint | Index] = (*table.constraints, *table.indexes)
    for part, line in zip(parts, _part_lines(table), strict=True):
        kind = part.kind if isinstance(part, Constraint) else "index"
        yield Item("added", kind, part.name or "", name, after=line)


def _options(table: Table) -> str:
    said = ", ".join(f"{name} {value}" for name, value in table.options.items())
    return one_line(f"options {said or 'none'}")


def _namespaces(side: Described) -> dict[Key, str]:
    return {(None, name): one_line(f"namespace {name}") for name in side.namespaces}


def _types(side: Described) -> dict[Key, str]:
    return {(one.namespace, one.name): type_line(one) for one in side.types}


def _sequences(side: Described) -> dict[Key, str]:
    return {(one.namespace, one.name): sequence_line(one) for one in side.sequences}


def _views(side: Described) -> dict[Key, str]:
    return {(one.namespace, one.name): f"{one.text}\n{one.comment or ''}" for one in side.views}


def _triggers(side: Described) -> dict[Key, str]:
    return {(one.namespace, f"{one.table}.{one.name}"): one.text for one in side.triggers}


Named = TypeVar("Named")


def _keys(before: Mapping[Named, object], after: Mapping[Named, object]) -> list[Named]:
    """Return the keys of both, those that were there first."""
    return list(dict.fromkeys([*before, *after]))


def _lines(what: str, before: Mapping[Key, str], after: Mapping[Key, str]) -> Iterator[Item]:
    """Yield what changes of things that are told on a line."""
    for key in _keys(before, after):
        lines = before.get(key), after.get(key)
        if lines[0] != lines[1]:
            how: How = "added" if lines[0] is None else "removed" if lines[1] is None else "changed"
            yield Item(how, what, shown(*key), None, *lines)
