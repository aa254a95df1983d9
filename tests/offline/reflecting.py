"""All that SQLAlchemy's inspector says of a database, in a form that can be compared."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import sqlalchemy as sa

_TYPES: Any = sa.types.TypeEngine


def everything(connection: sa.Connection, namespace: str | None = None) -> dict[str, Any]:
    """Return the answers of every method of the inspector for one namespace."""
    inspector: Any = sa.inspect(connection)
    found: dict[str, Any] = {
        "tables": sorted(inspector.get_table_names(schema=namespace)),
        "views": inspector.get_view_names(schema=namespace),
        "namespaces": sorted(set(inspector.get_schema_names()) - _SERVERS_OWN),
        "default": inspector.default_schema_name,
    }
    for name in (
        "get_temp_table_names",
        "get_temp_view_names",
        "get_sequence_names",
        "get_materialized_view_names",
        "get_enums",
        "get_domains",
    ):
        with suppress(NotImplementedError, AttributeError):
            answer = getattr(inspector, name)(**({} if "temp" in name else {"schema": namespace}))
            found[name] = sorted(answer, key=str)
    if connection.dialect.name in ("mysql", "mariadb"):
        found.pop("default")
        found.pop("namespaces")
    for table in found["tables"]:
        found[table] = one_table(inspector, connection.dialect, table, namespace)
    for view in found["views"]:
        found[view] = inspector.has_table(view, schema=namespace)
    for name, answer in (
        ("many columns", inspector.get_multi_columns(schema=namespace)),
        ("many keys", inspector.get_multi_foreign_keys(schema=namespace)),
    ):
        found[name] = {key: len(value) for key, value in sorted(answer.items(), key=str)}
    found["order"] = [name for name, _ in inspector.get_sorted_table_and_fkc_names(schema=namespace)]
    return found


_DATABASES_OWN = {"mariadb_default charset", "mariadb_collate"}
_SERVERS_OWN = {"information_schema", "mysql", "performance_schema", "sys"}


def one_table(inspector: Any, dialect: Any, table: str, namespace: str | None) -> dict[str, Any]:
    """Return all that the inspector says of one table."""
    here = {"schema": namespace}
    found = {
        "columns": [_values(column, dialect) for column in inspector.get_columns(table, **here)],
        "primary key": _telling(inspector.get_pk_constraint(table, **here)),
        "foreign keys": _sorted(inspector.get_foreign_keys(table, **here)),
        "indexes": _sorted(inspector.get_indexes(table, **here)),
        "uniques": _sorted(inspector.get_unique_constraints(table, **here)),
        "checks": _sorted(inspector.get_check_constraints(table, **here)),
        "has": inspector.has_table(table, **here),
        "has indexes": [
            inspector.has_index(table, index["name"], **here)
            for index in inspector.get_indexes(table, **here)
            if index["name"]
        ],
    }
    for name in ("get_table_comment", "get_table_options"):
        with suppress(NotImplementedError):
            options = getattr(inspector, name)(table, **here)
            found[name] = {key: value for key, value in options.items() if key not in _DATABASES_OWN}
    return {name: answer for name, answer in found.items() if answer not in ({}, [])}


def _sorted(items: Any) -> list[Any]:
    return sorted(map(_telling, items), key=str)


def _telling(item: Any) -> dict[str, Any]:
    """Return what says something: SQLAlchemy 2.0 and 2.1 differ in what is empty."""
    found = {key: value for key, value in item.items() if value not in (None, {}, []) and key != "include_columns"}
    options = {
        key: str(value) if isinstance(value, sa.TextClause) else value
        for key, value in found.pop("dialect_options", {}).items()
        if isinstance(value, sa.TextClause) or value not in (None, [], False)
    }
    if found.get("type") == "UNIQUE":
        del found["type"]
    return {**found, "dialect_options": options} if options else found


def _values(column: Any, dialect: Any) -> dict[str, Any]:
    shown = {key: value for key, value in column.items() if value is not None}
    type_ = shown["type"]
    shown["type"] = (type(type_).__name__, type_.compile(dialect=dialect), *_more(type_))
    return shown


def _more(type_: Any) -> tuple[Any, ...]:
    names = (
        "length",
        "precision",
        "scale",
        "timezone",
        "enums",
        "name",
        "schema",
        "unsigned",
        "display_width",
        "fsp",
    )
    return tuple((name, getattr(type_, name)) for name in names if getattr(type_, name, None) not in (None, False))
