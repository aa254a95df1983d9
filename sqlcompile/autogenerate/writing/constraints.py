"""Constraints as code: in their tables, and as directives that add them."""

from __future__ import annotations

from typing import Any

from sqlcompile.autogenerate.writing.code import Call, Code, call, quoted, strings, tupled, value_code
from sqlcompile.autogenerate.writing.expressions import option_codes, sql_text, text_code
from sqlcompile.autogenerate.writing.items import constraint_name
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.schema.convert import sa_constraint, stub_table
from sqlcompile.schema.model import (
    Check,
    Constraint,
    Exclude,
    ForeignKey,
    PrimaryKey,
    Table,
    Unique,
    column_name,
)


def _timing(item: Any) -> dict[str, Code | None]:
    deferrable = None if item.deferrable is None else repr(item.deferrable)
    return {"deferrable": deferrable, "initially": None if item.initially is None else quoted(item.initially)}


def _actions(key: ForeignKey) -> dict[str, Code | None]:
    given = {"onupdate": key.onupdate, "ondelete": key.ondelete, "match": key.match}
    return {name: None if value is None else quoted(value) for name, value in given.items()}


_HOOK_KINDS = {"primary": "primary_key", "foreignkey": "foreign_key", "unique": "unique", "check": "check"}


def constraint_code(style: Style, table: Table, item: Constraint, targets: Code | None = None) -> Code:
    """Return a constraint as it stands among the columns of its table; ``targets`` are what a foreign key refers to."""
    if item.kind in _HOOK_KINDS:
        stub = stub_table(table.name, table.namespace, item.column_names, table)
        own = style.own(_HOOK_KINDS[item.kind], sa_constraint(item, stub.metadata, stub))
        if own is not None:
            return own
    name = constraint_name(style, item)
    if isinstance(item, PrimaryKey | Unique):
        class_ = "PrimaryKeyConstraint" if isinstance(item, PrimaryKey) else "UniqueConstraint"
        return call(
            style.sa(class_),
            *map(quoted, item.columns),
            name=name,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, ForeignKey):
        return call(
            style.sa("ForeignKeyConstraint"),
            strings(item.columns),
            targets or strings(".".join(filter(None, (*item.target, column))) for column in item.target_columns),
            name=name,
            **_actions(item),
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, Check):
        return call(
            style.sa("CheckConstraint"),
            quoted(sql_text(style, item.expression)),
            name=name,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, Exclude):
        class_ = style.of_dialect(style.dialect.sa.name, "ExcludeConstraint")
        return call(class_, *_elements(style, item), name=name, **_exclusion(style, item))
    raise TypeError(item)


def _elements(style: Style, item: Exclude) -> list[Code]:
    return [
        tupled([text_code(style, one) if (name := column_name(one)) is None else quoted(name), quoted(operator)])
        for one, operator in item.elements
    ]


def _exclusion(style: Style, item: Exclude) -> dict[str, Code | None]:
    return {
        "using": quoted(item.using),
        "where": None if item.where is None else text_code(style, item.where),
        "ops": value_code(dict(item.ops)) if item.ops else None,
        **_timing(item),
    }


def added_constraint(style: Style, table: Table, item: Constraint, *, batch: bool) -> Call:
    """Return the directive that adds a constraint to a table; in a batch block the table is known."""
    place: list[Code] = [] if batch else [quoted(table.name)]
    name = constraint_name(style, item) or "None"
    schema = None if batch or table.namespace is None else quoted(table.namespace)
    prefix = "batch_op." if batch else style.op_prefix
    if isinstance(item, PrimaryKey):
        return call(f"{prefix}create_primary_key", name, *place, strings(item.columns), schema=schema)
    if isinstance(item, Unique):
        return call(
            f"{prefix}create_unique_constraint",
            name,
            *place,
            strings(item.columns),
            schema=schema,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, ForeignKey):
        namespace, target = item.target
        return call(
            f"{prefix}create_foreign_key",
            name,
            *place,
            quoted(target),
            strings(item.columns),
            strings(item.target_columns),
            **_actions(item),
            **_timing(item),
            source_schema=schema,
            referent_schema=None if namespace is None else quoted(namespace),
            **option_codes(style, item.options),
        )
    if isinstance(item, Check):
        return call(
            f"{prefix}create_check_constraint",
            name,
            *place,
            _condition(style, item),
            schema=schema,
            **_timing(item),
            **option_codes(style, item.options),
        )
    if isinstance(item, Exclude):
        return call(
            f"{prefix}create_exclude_constraint",
            name,
            *place,
            *_elements(style, item),
            schema=schema,
            **_exclusion(style, item),
        )
    raise TypeError(item)


def _condition(style: Style, item: Check) -> Code:
    """Return a condition as text; one with an escaped colon says itself that it is ``sa.text()``."""
    text = sql_text(style, item.expression)
    return text_code(style, item.expression) if r"\:" in text else quoted(text)
