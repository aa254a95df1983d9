"""What is said where a table is made: by each column itself, and beside the columns."""

from __future__ import annotations

from dataclasses import dataclass

from sqlcompile.autogenerate.writing.code import Code, value_code
from sqlcompile.autogenerate.writing.columns import brings_check, checked_as
from sqlcompile.autogenerate.writing.expressions import option_codes
from sqlcompile.autogenerate.writing.items import inline_key
from sqlcompile.autogenerate.writing.place import optional
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.schema.model import Check, Column, Constraint, Table


@dataclass(frozen=True, slots=True)
class Said:
    """The columns of a table, those that say that they are its key, and the constraints that no column brings."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]
    constraints: tuple[Constraint, ...]


def said_in_table(style: Style, table: Table) -> Said:
    """Return what is to be said of a table: the type of a column brings its check, where it has one."""
    checks = [c for c in table.constraints if isinstance(c, Check) and c.of_type]
    columns = []
    brought: list[Constraint] = []
    for column in table.columns:
        check = next((one for one in checks if one.columns == (column.name,)), None)
        if check is not None and brings_check(style, column):
            brought.append(check)
        columns.append(checked_as(style, column, checked=check is not None))
    key = inline_key(style, table.primary_key, table.columns)
    if key and table.primary_key is not None:
        brought.append(table.primary_key)
    left = (c for c in table.all_constraints() if not any(c is one for one in brought))
    return Said(tuple(columns), key, tuple(left))


def table_keywords(style: Style, table: Table) -> dict[str, Code | None]:
    """Return what is said of a table by keyword."""
    return {
        "schema": optional(table.namespace),
        "comment": optional(table.comment),
        "prefixes": value_code(list(table.prefixes)) if table.prefixes else None,
        **option_codes(style, table.options),
    }
