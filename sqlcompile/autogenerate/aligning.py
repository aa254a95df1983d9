"""What models say, made comparable with what is there: what they leave open stays as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any

import sqlalchemy as sa

from sqlcompile.autogenerate.columns import differing
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.parts import missing, parts_of, said
from sqlcompile.schema.model import BY_HAND, Check, Column, Constraint, ForeignKey, Index, Key, Schema, Table, Unique

Item = Column | Constraint | Index


def all_of(*_: Any) -> bool:
    """Return True: everything is compared."""
    return True


@dataclass(frozen=True, slots=True)
class Choice:
    """What a project leaves out, and which properties of columns it does not compare.

    Each function gets what is there and what is wanted, None for what is missing, and returns whether they
    are compared.
    """

    tables: Callable[[Table | None, Table | None], bool] = all_of
    items: Callable[[Table, Item | None, Item | None], bool] = all_of
    types: Callable[[Table, Column, Column], bool] = all_of
    defaults: Callable[[Table, Column, Column], bool] = all_of
    sequences: Callable[[str], bool] = all_of
    schemas: bool = False
    """Whether namespaces are compared that the models do not name."""


def aligned(before: Schema, models: Schema, forms: Forms, choice: Choice | None = None) -> Schema:
    """Return the schema that models want, given what is there.

    What is left out is as it is there. So are views, domains and the triggers of tables that stay, which
    models cannot describe, sequences that raw SQL made, the order of columns, the names of their sequences, and the
    name of a constraint that has none in the models.
    """
    return _Aligning(before, models, forms, choice or Choice()).schema()


@dataclass(slots=True)
class _Aligning:
    before: Schema
    models: Schema
    forms: Forms
    choice: Choice
    tables: dict[Key, Table] = field(default_factory=dict)

    def schema(self) -> Schema:
        """Return the schema."""
        before, models = self.before, self.models
        for key in dict.fromkeys([*before.tables, *models.tables]):
            table = self._table(key)
            if table is not None:
                self.tables[key] = table
        gone = before.tables.keys() - self.tables.keys()
        stays = {name: trigger for name, trigger in before.triggers.items() if trigger.table not in gone}
        result = replace(models, tables=type(before.tables)(), views=before.views, triggers=stays)
        result = replace(
            result,
            domains={**before.domains, **models.domains},
            enums={**dict(self._kept_enums()), **models.enums},
            sequences={**dict(self._kept_sequences()), **models.sequences},
            namespaces=tuple(self._namespaces()),
            renames_reach=before.renames_reach,
        )
        for table in self.tables.values():
            result = result.with_table(table)
        return result

    def _table(self, key: Key) -> Table | None:
        there, wanted = self.before.tables.get(key), self.models.tables.get(key)
        if there is not None and wanted is None and not self.choice.schemas and not self._is_in_reach(key):
            return there
        if not self.choice.tables(there, wanted):
            return there
        if there is None or wanted is None:
            return wanted
        return self._merged(there, wanted)

    def _is_in_reach(self, key: Key) -> bool:
        """Return whether a table that the models do not have is in a namespace where they have some."""
        return key[0] is None

    def _merged(self, there: Table, wanted: Table) -> Table:
        columns = {column.name: column for column in self._columns(there, wanted)}
        order = [*(c.name for c in there.columns), *(c.name for c in wanted.columns)]
        merged = replace(
            wanted,
            columns=tuple(columns[name] for name in dict.fromkeys(order) if name in columns),
            prefixes=there.prefixes,
        )
        merged = self._with_parts(there, merged)
        return there if self._is_there(there, merged) else merged

    def _is_there(self, there: Table, merged: Table) -> bool:
        """Return whether a table is as it is wanted: then nobody has to look at it again."""
        forms = self.forms
        if [column.name for column in there.columns] != [column.name for column in merged.columns]:
            return False
        enums = self.before.enums, self.models.enums
        if any(enums[0].get(key) != enums[1].get(key) for key in enums_in(self.before, [there])):
            return False  # the type has other values, and its columns go along
        pairs = zip(there.columns, merged.columns, strict=True)
        if any(differing(forms, (there, old), (merged, new)) for old, new in pairs):
            return False
        mine, its = parts_of(forms, self.before, there), parts_of(forms, self.models, merged)
        if [*missing(mine, its), *missing(its, mine)]:
            return False
        return (forms.comment(there.comment), forms.options(there.options)) == (
            forms.comment(merged.comment),
            forms.options(merged.options),
        )

    def _columns(self, there: Table, wanted: Table) -> Iterator[Column]:
        for name in dict.fromkeys([c.name for c in (*there.columns, *wanted.columns)]):
            old, new = there.find_column(name), wanted.find_column(name)
            column = new if self.choice.items(there, old, new) else old
            if column is not None and column is new and old is not None:
                if column.made_as != old.made_as:
                    column = replace(column, made_as=old.made_as)
                if not self.choice.types(there, old, new):
                    column = replace(column, type=old.type)
                if not self.choice.defaults(there, old, new):
                    column = replace(column, default=old.default)
            if column is not None:
                yield column

    def _with_parts(self, there: Table, wanted: Table) -> Table:
        key = wanted.primary_key
        if key is not None and there.primary_key is not None and self._is_the_same(key, there.primary_key):
            key = there.primary_key
        indexes = {index.name: index for index in wanted.indexes if not index.implicit}
        old_indexes = {index.name: index for index in there.indexes}
        kept = [
            chosen
            for name in dict.fromkeys([*old_indexes, *indexes])
            if (chosen := self._chosen(there, old_indexes.get(name), indexes.get(name))) is not None
        ]
        constraints = self._named_apart(there, wanted, tuple(self._constraints(there, wanted)))
        return self.forms.dialect.settled(
            replace(wanted, primary_key=key, constraints=constraints, indexes=tuple(kept))
        )

    def _chosen(self, table: Table, old: Any, new: Any) -> Any:
        """Return what is wanted of a thing, or what is there of one that is left out."""
        return new if self.choice.items(table, old, new) else old

    def _constraints(self, there: Table, wanted: Table) -> Iterator[Constraint]:
        left = list(there.constraints)
        named = {constraint.name for constraint in wanted.constraints if not constraint.generated}
        for constraint in wanted.constraints:
            old = next((one for one in left if self._is_meant(one, constraint, named)), None)
            if old is not None:
                left = [one for one in left if one is not old]
            if isinstance(constraint, Unique | ForeignKey) and not self.choice.items(there, old, constraint):
                if old is not None:
                    yield old
            elif old is not None and self._is_the_same(constraint, old):
                of_type = isinstance(constraint, Check) and constraint.of_type
                yield replace(old, of_type=of_type) if isinstance(old, Check) and old.of_type != of_type else old
            else:
                yield constraint
        for old in left:
            if isinstance(old, Unique | ForeignKey) and not self.choice.items(there, old, None):
                yield old

    def _named_apart(self, there: Table, wanted: Table, found: tuple[Constraint, ...]) -> tuple[Constraint, ...]:
        """Return the constraints, with the database's next name where one that stays has what the models give."""
        stays = tuple(one for one in found if any(one is old for old in there.constraints))
        table = replace(there, columns=wanted.columns, constraints=stays)
        made: list[Constraint] = []
        for one in found:
            constraint = one
            if not any(one is old for old in stays):
                if one.generated and any(one.name is not None and one.name == old.name for old in table.constraints):
                    name = self.forms.dialect.constraint_name(self.before, table, replace(one, name=None))
                    constraint = replace(one, name=name)
                table = replace(table, constraints=(*table.constraints, constraint))
            made.append(constraint)
        return tuple(made)

    def _is_meant(self, old: Constraint, new: Constraint, named: set[str | None]) -> bool:
        """Return whether a constraint that is there is the one that the models describe."""
        if old.kind != new.kind:
            return False
        if not new.generated:
            return old.name == new.name
        return (old.name == new.name or old.name not in named) and self._is_the_same(new, old)

    def _is_the_same(self, new: Constraint, old: Constraint) -> bool:
        """Return whether a constraint without a name in the models is one that is there."""
        return new.generated and said(self.forms, self.models, new) == said(self.forms, self.before, old)

    # --- what is no table ---

    def _kept_enums(self) -> Iterator[tuple[Key, tuple[str, ...]]]:
        """Yield the named types that are there and no model has had: somebody made them by hand."""
        used = set(enums_in(self.before, self.before.tables.values()))
        needed = set(enums_in(self.before, self.tables.values()))
        for key, values in self.before.enums.items():
            if key in needed or key not in used or key in self.before.domains:
                yield key, values

    def _kept_sequences(self) -> Iterator[tuple[Key, sa.Sequence]]:
        for key, sequence in self.before.sequences.items():
            if (
                BY_HAND in sequence.info
                or not self.choice.sequences(key[1])
                or (key[0] is not None and not self.choice.schemas)
            ):
                yield key, sequence

    def _namespaces(self) -> Iterator[str]:
        used = {key[0] for key in self.tables if key[0] is not None}
        for name in dict.fromkeys([*self.before.namespaces, *self.models.namespaces]):
            if name in used or (name in self.before.namespaces and not self.choice.schemas):
                yield name


def enums_in(schema: Schema, tables: Any) -> Iterator[Key]:
    """Yield the names of the types that columns have, or that the items of their arrays have."""
    for table in tables:
        for column in table.columns:
            type_ = getattr(column.type, "item_type", column.type)
            name = getattr(type_, "name", None)
            if isinstance(name, str):
                yield schema.key(name, getattr(type_, "schema", None))
