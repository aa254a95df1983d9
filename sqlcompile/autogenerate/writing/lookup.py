"""Finding the name of a constraint at run time, where only the database knows it and there are several.

An inspector lists names with columns: SQLAlchemy's manual, "Fine Grained Reflection with Inspector".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from sqlcompile.autogenerate.writing.code import flat, quoted, strings
from sqlcompile.autogenerate.writing.place import Place
from sqlcompile.errors import Unwritten
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.schema.model import Check, Constraint, ForeignKey, Index, Table, Unique

_NAME = "name"
Item = Constraint | Index
Condition = tuple[str, Callable[[Item], object]]
"""A condition as code, and what of a constraint it looks at."""


def found_name(place: Place, operation: DropConstraint) -> str | None:
    """Return the variable that ``lookup`` gives the name to, None where a drop needs no name."""
    return _NAME if lookup(place, operation) else None


def lookup(place: Place, operation: DropConstraint) -> list[str]:
    """Return the lines that find the name of the constraint that is dropped; none where it is the only one.

    Raises Unwritten where an inspector does not tell it from another one.
    """
    dialect, table = place.style.dialect, place.table(operation)
    meant = operation.found(place.before, dialect) if operation.exactly is not None else None
    if meant is None or not dialect.names_at_random:
        return []
    if sum(one.kind == meant.kind for one in table.constraints) < 2:
        return []
    method, others, conditions = _ways(place, table, meant)
    if not conditions:
        return []
    kept = _needed(meant, others, conditions)
    where = quoted(table.name) + (f", schema={quoted(table.namespace)}" if table.namespace else "")
    inspector = f"{place.style.sa('inspect')}({place.style.op('get_bind')}())"
    return [
        f"[{_NAME}] = [",
        '    key["name"]',
        f"    for key in {inspector}.{method}({where})",
        f"    if {' and '.join(kept)}",
        "]",
    ]


def _ways(place: Place, table: Table, meant: Constraint) -> tuple[str, list[Item], list[Condition]]:
    """Return the inspector's method, what it lists besides the constraint, and the conditions that may tell it."""
    dialect = place.style.dialect
    others: list[Item] = [one for one in table.constraints if one.kind == meant.kind and one is not meant]
    columns = flat(strings(meant.column_names))
    if isinstance(meant, ForeignKey):
        conditions: list[Condition] = [
            (f'key["constrained_columns"] == {columns}', lambda one: one.column_names),
            (f'key["referred_table"] == {quoted(meant.target[1])}', lambda one: getattr(one, "target", ("", ""))[1]),
            (
                f'key["referred_columns"] == {flat(strings(meant.target_columns))}',
                lambda one: getattr(one, "target_columns", ()),
            ),
        ]
        return "get_foreign_keys", others, conditions
    if isinstance(meant, Unique):
        by_columns: Condition = (f'key["column_names"] == {columns}', lambda one: one.column_names)
        if not dialect.uniques_are_indexes:
            return "get_unique_constraints", others, [by_columns]
        unique: Condition = ('key["unique"]', lambda one: getattr(one, "unique", True))
        return "get_indexes", [*others, *table.indexes], [by_columns, unique]
    if isinstance(meant, Check) and dialect.reflects_checks:

        def text_of(item: Item) -> str:
            expression = getattr(item, "expression", "")
            return expression if isinstance(expression, str) else dialect.compile(expression)

        return "get_check_constraints", others, [(f'key["sqltext"] == {quoted(text_of(meant))}', text_of)]
    return "", [], []


def _needed(meant: Constraint, others: Sequence[Item], conditions: Sequence[Condition]) -> list[str]:
    """Return the first of the conditions, and as many more as tell the constraint from all others."""
    kept: list[str] = []
    left = list(others)
    for code, look in conditions:
        alike = [one for one in left if look(one) == look(meant)]
        if not kept or len(alike) < len(left):
            kept.append(code)
        left = alike
        if not left:
            return kept
    columns = ", ".join(meant.column_names)
    raise Unwritten(
        f"the drop of one of several constraints on {columns} that have no name",
        "Nothing that an inspector shows tells them apart.",
    )
