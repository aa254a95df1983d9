"""What a drop without a name means.

A downgrade() cannot name what its upgrade() made without a name; the replayed schema knows it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from sqlcompile.errors import SeveralMeant
from sqlcompile.schema.model import Choice, Constraint, Index, Schema, Table, Trait

Item = TypeVar("Item", Constraint, Index)


def chosen(table: Table, found: Sequence[Item], script: str | None) -> Item | None:
    """Return the constraint or index that a drop without a name means, None where there is none at all.

    It is the last that the script's own upgrade() made without a name, for a downgrade() goes the other
    way; else the last that it added under a name; else the only one that has none; else the only one.
    Raises SeveralMeant where there are several.
    """
    candidates = meant(found, script)
    if len(candidates) == 1 or (candidates and script is not None and script in _makers(candidates[0])):
        return candidates[-1]
    if candidates:
        known = ", ".join(_called(item) for item in candidates)
        raise SeveralMeant(
            f'The table "{table.name}" has {len(candidates)} {_kinds(candidates[0])} '
            f"that the drop without a name may mean: {known}.",
            hint="Name the one that is meant, or give them names where they are made.",
        )
    return None


def meant(found: Sequence[Item], script: str | None) -> tuple[Item, ...]:
    """Return those that a drop without a name may mean."""
    own = tuple(item for item in found if script is not None and item.made_by == script)
    given = tuple(item for item in found if script is not None and script in _makers(item))
    unnamed = tuple(item for item in found if item.name is None or getattr(item, "generated", False))
    return own or given or unnamed or tuple(found)


def _makers(item: Constraint | Index) -> tuple[str | None, ...]:
    """Return the scripts that it may be dropped by without a name."""
    return (item.made_by, getattr(item, "named_in", None))


def dropped(schema: Schema, table: Table, taken: Constraint | Index) -> Schema:
    """Return the schema that knows this one to be gone: what is made in its place is another one."""
    key, trait = schema.key(table.name, table.namespace), _trait(taken)
    if not any(choice.table == key and trait in choice.others for choice in schema.choices):
        return schema
    choices = tuple(
        replace(choice, others=tuple(other for other in choice.others if other != trait))
        if choice.table == key
        else choice
        for choice in schema.choices
    )
    return replace(schema, choices=choices)


def choosing(schema: Schema, table: Table, taken: Item, found: Sequence[Item]) -> Schema:
    """Return the schema that remembers what else a drop without a name may have meant."""
    others = tuple(_trait(item) for item in meant(found, schema.script) if item is not taken)
    if not others:
        return schema
    choice = Choice(schema.key(table.name, table.namespace), _kinds(taken), others)
    return replace(schema, choices=(*schema.choices, choice))


def check_choice(schema: Schema, choice: Choice) -> None:
    """Raise SeveralMeant where something is left at the end that a drop without a name may have meant.

    Where nothing is, it does not matter which was dropped first.
    """
    table = schema.tables.get(choice.table)
    every: list[Constraint | Index] = [*table.all_constraints(), *table.indexes] if table is not None else []
    left = [_called(item) for item in every if _trait(item) in choice.others]
    if left:
        raise SeveralMeant(
            f'This drop without a name may mean several {choice.kinds} of "{choice.table[1]}" that the revision '
            f"made without a name, and the script leaves {', '.join(left)}.",
            hint="Name the one that is meant, or give them names where they are made.",
        )


def _trait(item: Constraint | Index) -> Trait:
    return (item.kind if isinstance(item, Constraint) else "index", item.name, item.column_names)


def _called(item: Constraint | Index) -> str:
    columns = f"({', '.join(item.column_names)})" if item.column_names else ""
    return f"{item.name} {columns}".rstrip() if item.name is not None else f"one on {columns or 'nothing'}"


def _kinds(item: Constraint | Index) -> str:
    return "constraints" if isinstance(item, Constraint) else "indexes"
