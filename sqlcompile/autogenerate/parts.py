"""What stands on a table: keys, checks and indexes, as values that can be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import TypeAlias

from sqlcompile.autogenerate.forms import HOW, Form, Forms
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.model import Check, Constraint, Exclude, ForeignKey, Index, PrimaryKey, Schema, Table, Unique

Item: TypeAlias = Constraint | Index

_USUAL = frozenset(("NO ACTION", "IMMEDIATE", "SIMPLE"))
"""What a foreign key says that is so without it (ISO 9075-2, 11.8)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One of them, with its form: two of the same form are the same to the database."""

    item: Item
    form: Form

    @property
    def is_foreign_key(self) -> bool:
        """Whether it is a foreign key."""
        return isinstance(self.item, ForeignKey)

    @property
    def key_columns(self) -> tuple[str, ...]:
        """The columns that a foreign key may refer to thanks to it."""
        if isinstance(self.item, PrimaryKey | Unique) or (isinstance(self.item, Index) and self.item.unique):
            return self.item.column_names
        return ()


def parts_of(forms: Forms, schema: Schema, table: Table) -> list[Part]:
    """Return all that stands on a table, constraints first."""
    constraints = [Part(item, _constraint(forms, schema, item)) for item in table.all_constraints()]
    return [*constraints, *(Part(index, _index(forms, index)) for index in table.indexes)]


def missing(parts: Iterable[Part], others: Iterable[Part]) -> Iterator[Part]:
    """Yield the parts that the others lack."""
    there = Counter(part.form for part in others)
    for part in parts:
        if there[part.form]:
            there[part.form] -= 1
        else:
            yield part


def _constraint(forms: Forms, schema: Schema, item: Constraint) -> Form:
    name = forms.dialect.catalog_constraint_name(item)
    return (item.kind, name, *said(forms, schema, item))


def said(forms: Forms, schema: Schema, item: Constraint) -> Form:
    """Return what a constraint says beside its name."""
    timing = (bool(getattr(item, "deferrable", None)), _word(getattr(item, "initially", None)))
    if isinstance(item, ForeignKey):
        target = schema.key(item.target[1], item.target[0])
        referred = schema.tables.get(target)
        columns = item.target_columns
        if not columns and referred is not None and referred.primary_key is not None:
            columns = referred.primary_key.columns
        return (item.columns, target, columns, *_actions(forms, item), *timing, forms.options(item.options))
    if isinstance(item, PrimaryKey | Unique):
        return (item.columns, *timing, forms.options(item.options))
    if isinstance(item, Check):
        return (forms.expression(item.expression), *timing, forms.options(item.options))
    if isinstance(item, Exclude):
        elements = tuple((forms.expression(element), operator) for element, operator in item.elements)
        where = None if item.where is None else forms.expression(item.where)
        return (elements, item.using.lower(), where, forms.options(_prefixed(forms, item)), *timing)
    raise TypeError(item)


def _prefixed(forms: Forms, item: Exclude) -> tuple[tuple[str, object], ...]:
    return tuple((f"{forms.dialect.name}_{name}", value) for name, value in item.ops)


def _actions(forms: Forms, key: ForeignKey) -> Form:
    given = {"onupdate": key.onupdate, "ondelete": key.ondelete}
    found = {"options": {name: value for name, value in given.items() if value is not None}}
    told = forms.dialect.reflected_foreign_key(found, key)["options"]
    return (_word(told.get("onupdate")), _word(told.get("ondelete")), _word(key.match))


def _word(word: str | None) -> str | None:
    capitals = None if word is None else word.upper()
    return None if capitals in _USUAL else capitals


def _index(forms: Forms, index: Index) -> Form:
    expressions = tuple(
        expression if isinstance(expression, str) else _column_or_words(forms, index, place)
        for place, expression in enumerate(index.expressions)
    )
    options = forms.options(index.options)
    plain = all(isinstance(expression, str) for expression in expressions)
    if forms.dialect.unique_indexes_are_constraints and index.unique and plain and not options:
        return ("unique", index.name, expressions, False, None, ())
    return ("index", index.name, expressions, index.unique, options)


def _column_or_words(forms: Forms, index: Index, place: int) -> str | Form:
    expression = index.expressions[place]
    words = forms.expression(expression)
    name = index.plain_names[place]
    return name if name is not None and len(words) == 1 else words


def removal(table: Table, part: Part) -> Operation:
    """Return the operation that drops a part of a table."""
    item = part.item
    if isinstance(item, Index):
        return DropIndex(item.name, table.name, table.namespace, keywords=item.options)
    exactly = item if item.name is None else None
    return DropConstraint(table.name, table.namespace, item.name, item.kind, exactly=exactly)


def creation(forms: Forms, schema: Schema, table: Table, part: Part, *, new: bool = False) -> Operation:
    """Return the operation that makes a part of a table, under the name that it shall have.

    The database names what has a name of its choice, unless that is another one here: a table that was
    renamed keeps the names of its constraints. Where the table is new, nobody has to be spared from waiting.
    """
    item = part.item
    if isinstance(item, Index):
        options = tuple(one for one in item.options if not (new and one[0].endswith(HOW)))
        return CreateIndex(table.name, table.namespace, replace(item, implicit=False, options=options))
    if item.generated and item.name is not None:
        known = schema.tables[schema.key(table.name, table.namespace)]
        chosen = forms.dialect.constraint_name(schema, known, item)
        if chosen != item.name:
            item = replace(item, generated=False)
    unnamed = replace(item, name=None) if item.generated else item
    return AddConstraint(table.name, table.namespace, replace(unnamed, generated=False))


def touches(part: Part, columns: Collection[str]) -> bool:
    """Return whether a part has one of the columns."""
    return any(name in columns for name in part.item.column_names)
