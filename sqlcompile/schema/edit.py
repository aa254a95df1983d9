"""Changes to a schema value that reach further than one field: renames."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import Computed
from sqlalchemy.sql.elements import ClauseElement, TextClause
from sqlalchemy.sql.visitors import replacement_traverse

from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    Exclude,
    ForeignKey,
    Index,
    Key,
    PrimaryKey,
    Schema,
    Table,
    Trigger,
    Unique,
)

_TOKENS = re.compile(r"""'(?:[^']|'')*'|"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|[^\W\d]\w*|.""", re.DOTALL)


def rename_in_sql(text: str, old: str, new: str) -> str:
    """Return SQL text with the identifier ``old`` replaced, string literals left alone."""
    quoted = {f'"{old}"': f'"{new}"', f"`{old}`": f"`{new}`", f"[{old}]": f"[{new}]"}
    plain = new if re.fullmatch(r"[a-z_][a-z0-9_]*", new) else f'"{new}"'
    parts = []
    for token in _TOKENS.findall(text):
        if token in quoted:
            parts.append(quoted[token])
        else:
            parts.append(plain if token.lower() == old.lower() else token)
    return "".join(parts)


def literal_text(text: str) -> TextClause:
    """Return an expression that stands for a text as it is, colons and backslashes included."""
    made = sa.text("")
    made.text = text
    return made


def rename_in_expression(expression: str | ClauseElement, old: str, new: str) -> str | ClauseElement:
    """Return an expression with a column's name replaced."""
    if isinstance(expression, str):
        return rename_in_sql(expression, old, new)
    if isinstance(expression, TextClause):
        return literal_text(rename_in_sql(expression.text, old, new))

    def swap(element: Any, **kw: Any) -> Any:
        if element.__visit_name__ == "column" and element.name == old:
            return sa.column(new, element.type)
        if isinstance(element, TextClause):
            return rename_in_expression(element, old, new)
        return None

    swapped: ClauseElement = replacement_traverse(expression, {}, swap)  # type: ignore[assignment]
    return swapped


def _names(names: tuple[str, ...], old: str, new: str) -> tuple[str, ...]:
    return tuple(new if name == old else name for name in names)


def _constraint(constraint: Constraint, old: str, new: str) -> Constraint:
    if isinstance(constraint, PrimaryKey | Unique | ForeignKey):
        return replace(constraint, columns=_names(constraint.columns, old, new))
    if isinstance(constraint, Check):
        return replace(
            constraint,
            expression=rename_in_expression(constraint.expression, old, new),
            columns=_names(constraint.columns, old, new),
        )
    if isinstance(constraint, Exclude):
        return replace(
            constraint,
            elements=tuple(
                (
                    (new if element == old else element)
                    if isinstance(element, str)
                    else rename_in_expression(element, old, new),
                    operator,
                )
                for element, operator in constraint.elements
            ),
            where=None if constraint.where is None else rename_in_expression(constraint.where, old, new),
        )
    return constraint


def _index(index: Index, old: str, new: str) -> Index:
    return replace(
        index,
        expressions=tuple(
            (new if expression == old else expression)
            if isinstance(expression, str)
            else rename_in_expression(expression, old, new)
            for expression in index.expressions
        ),
        options=tuple(
            (key, rename_in_expression(value, old, new) if isinstance(value, ClauseElement) else value)
            for key, value in index.options
        ),
    )


def _column(table: str, column: Column, old: str, new: str) -> Column:
    """Return a column with its name, or the name in its computed expression, replaced."""
    computed = column.computed
    if computed is not None:
        expression = rename_in_expression(computed.sqltext, old, new)
        computed = Computed(expression, persisted=computed.persisted)  # type: ignore[arg-type]
    if column.name == old:
        column = replace(column, name=new, made_as=column.made_as or (table, old))
    return replace(column, computed=computed)


def _triggers(schema: Schema, table: Table, old: str, new: str) -> Mapping[Key, Trigger]:
    """Return the triggers after a column was renamed.

    Where the body may mean another table's column of that name, the text is not known any more.
    """
    key = schema.key(table.name, table.namespace)
    others = [t.name for t in schema.tables.values() if t.find_column(old) is not None and t.name != table.name]
    triggers = dict(schema.triggers)
    for name, trigger in triggers.items():
        if not (trigger.table == key or mentions(trigger.text, table.name)) or not mentions(trigger.text, old):
            continue
        known = trigger.table == key and not any(mentions(trigger.text, other) for other in others)
        triggers[name] = replace(trigger, text=rename_in_sql(trigger.text, old, new) if known else "")
    return triggers


def mentions(text: str, name: str) -> bool:
    """Return whether SQL text has a word, or a quoted identifier, of that name."""
    return any(token.strip('"`[]').lower() == name.lower() for token in _TOKENS.findall(text) if token[0] != "'")


def rename_column(schema: Schema, table: Table, old: str, new: str) -> Schema:
    """Return the schema with a column renamed.

    It is renamed in keys, indexes, checks, computed columns, triggers and other tables' foreign keys.
    """
    for other, key in list(schema.referring(table.name, table.namespace)):
        renamed = replace(key, target_columns=_names(key.target_columns, old, new))
        current = schema.table(other.name, other.namespace)
        constraints = tuple(renamed if c is key else c for c in current.constraints)
        schema = schema.with_table(replace(current, constraints=constraints))
    if schema.triggers:
        schema = replace(schema, triggers=_triggers(schema, table, old, new))
    current = schema.find(table.name, table.namespace) or table
    primary = current.primary_key
    return schema.with_table(
        replace(
            current,
            columns=tuple(_column(current.name, c, old, new) for c in current.columns),
            primary_key=replace(primary, columns=_names(primary.columns, old, new)) if primary else None,
            constraints=tuple(_constraint(constraint, old, new) for constraint in current.constraints),
            indexes=tuple(_index(index, old, new) for index in current.indexes),
        )
    )


def _after_rename(schema: Schema, trigger: Trigger, table: Table, new: str) -> str:
    """Return a trigger's text after a table was renamed; it is empty where a column has the table's name, too."""
    if not schema.renames_reach:
        own = trigger.table == schema.key(table.name, table.namespace)
        return _moved(trigger.text, new) if own else trigger.text
    if not mentions(trigger.text, table.name):
        return trigger.text
    if any(column.name.lower() == table.name.lower() for other in schema.tables.values() for column in other.columns):
        return ""
    return rename_in_sql(trigger.text, table.name, new)


_ON = re.compile(r"""(\bON\s+)(?:"(?:[^"]|"")*"|`(?:[^`]|``)*`|\[[^\]]*\]|\w+)""", re.IGNORECASE)


def _moved(text: str, table: str) -> str:
    """Return the text of a trigger with the table that it is on replaced, and nothing else."""
    quoted = '"' + table.replace('"', '""') + '"'
    return _ON.sub(lambda found: found[1] + quoted, text, count=1)


def rename_table(schema: Schema, table: Table, new: str) -> Schema:
    """Return the schema with a table renamed, in foreign keys to it and in triggers too.

    Where ``renames_reach`` says no, only the table's own triggers and indexes follow it.
    """
    for other, key in list(schema.referring(table.name, table.namespace)) if schema.renames_reach else ():
        current = schema.table(other.name, other.namespace)
        renamed = replace(key, target=(key.target[0], new))
        schema = schema.with_table(
            replace(current, constraints=tuple(renamed if c is key else c for c in current.constraints))
        )
    current = schema.find(table.name, table.namespace) or table
    old_key = schema.key(table.name, table.namespace)
    new_key = schema.key(new, table.namespace)
    triggers = {
        name: replace(
            trigger,
            table=new_key if trigger.table == old_key else trigger.table,
            text=_after_rename(schema, trigger, table, new),
        )
        for name, trigger in schema.triggers.items()
    }
    return replace(schema.without_table(table.name, table.namespace), triggers=triggers).with_table(
        replace(
            current,
            name=new,
            columns=tuple(replace(c, made_as=c.made_as or (table.name, c.name)) for c in current.columns),
        )
    )
