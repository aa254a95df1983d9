"""Reflection, answered from the replayed schema instead of a server's catalogs."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any

from sqlalchemy import exc
from sqlalchemy.engine.reflection import ObjectKind, ObjectScope
from sqlalchemy.schema import CheckConstraint
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import NullType, TypeEngine

from sqlcompile.dialect.contract import Dialect
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import Check, Column, ForeignKey, Index, Schema, Table, Unique

_TYPE = re.compile(r"^([\w ]+?)\s*(?:\(([^()]*)\))?(\s+WITH(?:OUT)? TIME ZONE)?((?:\[\])*)$", re.IGNORECASE)


class Catalog:
    """The reflection methods of a SQLAlchemy dialect; goes before the database's own class.

    ``database`` is the offline database that holds the schema of this moment.
    """

    database: Any
    sqlcompile: Dialect

    @property
    def _schema(self) -> Schema:
        self.database.host.touch()
        schema: Schema = self.database.schema
        return schema

    def _table(self, name: str, schema: str | None) -> Table:
        found = self._schema.find(name, schema)
        if found is None:
            raise exc.NoSuchTableError(f"{schema}.{name}" if schema else name)
        return found

    def _names(self, keys: Iterable[tuple[str | None, str]], schema: str | None) -> list[str]:
        wanted = None if schema == self._schema.default_namespace else schema
        return sorted(name for namespace, name in keys if namespace == wanted)

    # names

    def get_schema_names(self, connection: Any, **kw: Any) -> list[str]:
        known = {namespace for namespace, _ in self._schema.tables if namespace}
        default = self._schema.default_namespace
        return sorted({*known, *self._schema.namespaces, *([default] if default else [])})

    def get_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return self._names(self._schema.tables, schema)

    def get_temp_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return []

    def get_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return self._names(self._schema.views, schema)

    def get_materialized_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return []

    def get_temp_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return []

    def get_foreign_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return []

    def get_view_definition(self, connection: Any, view_name: str, schema: str | None = None, **kw: Any) -> str:
        views = self._schema.views
        key = self._schema.key(view_name, schema)
        if key not in views:
            raise exc.NoSuchTableError(view_name)
        return views[key]

    def get_sequence_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return self._names(self._schema.sequences, schema)

    # existence

    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> bool:
        key = self._schema.key(table_name, schema)
        return key in self._schema.tables or key in self._schema.views

    def has_index(
        self, connection: Any, table_name: str, index_name: str, schema: str | None = None, **kw: Any
    ) -> bool:
        found = self._schema.find(table_name, schema)
        return found is not None and any(index.name == index_name for index in found.indexes)

    def has_sequence(self, connection: Any, sequence_name: str, schema: str | None = None, **kw: Any) -> bool:
        return self._schema.key(sequence_name, schema) in self._schema.sequences

    def has_schema(self, connection: Any, schema_name: str, **kw: Any) -> bool:
        return schema_name in self.get_schema_names(connection)

    def has_type(self, connection: Any, type_name: str, schema: str | None = None, **kw: Any) -> bool:
        return self._schema.key(type_name, schema) in self._schema.enums

    # one table

    def get_columns(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        table = self._table(table_name, schema)
        keys = table.primary_key.columns if table.primary_key else ()
        return [self._column(column, column.name in keys) for column in table.columns]

    def _column(self, column: Column, keyed: bool) -> dict[str, Any]:
        found: dict[str, Any] = {
            "name": column.name,
            "type": self.reflected_type(column.type),
            "nullable": column.nullable and not keyed,
            "default": self.sqlcompile.reflected_default(column),
            "autoincrement": column.autoincrement,
            "comment": column.comment if self.sqlcompile.comments else None,
        }
        if column.computed is not None:
            text = column.computed.sqltext
            found["computed"] = {"sqltext": self._text(text), "persisted": bool(column.computed.persisted)}
        if column.identity is not None:
            identity = column.identity
            found["identity"] = {
                "always": bool(identity.always),
                "start": identity.start or 1,
                "increment": identity.increment or 1,
            }
        return found

    def reflected_type(self, type_: TypeEngine[Any]) -> TypeEngine[Any]:
        """Return the type that reflection gives for a column declared with ``type_``."""
        try:
            text = self.sqlcompile.type_sql(type_)
        except Exception:  # noqa: BLE001 - a type that has no DDL reflects as NullType
            return NullType()
        parsed = self.sqlcompile.reflected_type(type_, text)
        return parsed if parsed is not None else type_by_name(self, text) or type_

    def _text(self, expression: str | ClauseElement) -> str:
        return expression if isinstance(expression, str) else self.sqlcompile.compile(expression)

    def get_pk_constraint(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> dict[str, Any]:
        key = self._table(table_name, schema).primary_key
        return {
            "constrained_columns": list(key.columns) if key else [],
            "name": key.name if key else None,
            "comment": None,
        }

    def get_foreign_keys(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        keys = [c for c in self._table(table_name, schema).constraints if isinstance(c, ForeignKey)]
        return [
            {
                "name": key.name,
                "constrained_columns": list(key.columns),
                "referred_schema": key.target[0],
                "referred_table": key.target[1],
                "referred_columns": list(key.target_columns),
                "options": {
                    option: value
                    for option in ("onupdate", "ondelete", "deferrable", "initially", "match")
                    if (value := getattr(key, option)) is not None
                },
                "comment": None,
            }
            for key in keys
        ]

    def get_indexes(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        table = self._table(table_name, schema)
        found = [self._index(index) for index in table.indexes]
        if self.sqlcompile.uniques_are_indexes:
            found += [
                {
                    "name": unique.name,
                    "column_names": list(unique.columns),
                    "unique": True,
                    "duplicates_constraint": unique.name,
                    "dialect_options": {},
                }
                for unique in table.constraints
                if isinstance(unique, Unique)
            ]
        return sorted(found, key=lambda index: str(index["name"]))

    def _index(self, index: Index) -> dict[str, Any]:
        plain = all(isinstance(expression, str) for expression in index.expressions)
        found: dict[str, Any] = {
            "name": index.name,
            "column_names": [e if isinstance(e, str) else None for e in index.expressions],
            "unique": index.unique,
            "dialect_options": dict(index.options),
        }
        if not plain:
            found["expressions"] = [self._text(expression) for expression in index.expressions]
        return found

    def get_unique_constraints(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        table = self._table(table_name, schema)
        found: list[dict[str, Any]] = [
            {"name": unique.name, "column_names": list(unique.columns), "comment": None}
            for unique in table.constraints
            if isinstance(unique, Unique)
        ]
        if self.sqlcompile.unique_indexes_are_constraints:
            found += [
                {"name": index.name, "column_names": list(index.column_names), "duplicates_index": index.name}
                for index in table.indexes
                if index.unique
            ]
        return found

    def get_check_constraints(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        table = self._table(table_name, schema)
        found: list[dict[str, Any]] = [
            {"name": check.name, "sqltext": self._text(check.expression), "comment": None}
            for check in table.constraints
            if isinstance(check, Check)
        ]
        compiler: Any = self.sqlcompile.sa.ddl_compiler(self.sqlcompile.sa, None)  # type: ignore[arg-type]
        for constraint in sa_table(table, indexes=False)._sorted_constraints:
            if (
                isinstance(constraint, CheckConstraint)
                and getattr(constraint, "_type_bound", False)
                and constraint._should_create_for_compiler(compiler)
            ):
                name = constraint.name if isinstance(constraint.name, str) else None
                found.append({"name": name, "sqltext": self._text(constraint.sqltext), "comment": None})
        return found

    def get_table_comment(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> dict[str, Any]:
        if not self.sqlcompile.comments:
            raise NotImplementedError
        return {"text": self._table(table_name, schema).comment}

    def get_table_options(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> dict[str, Any]:
        return dict(self._table(table_name, schema).options)

    def _load_enums(self, connection: Any, schema: str | None = None, **kw: Any) -> list[dict[str, Any]]:
        default = self._schema.default_namespace
        return [
            {"name": name, "schema": namespace or default, "visible": namespace is None, "labels": list(labels)}
            for (namespace, name), labels in sorted(self._schema.enums.items(), key=lambda item: item[0][1])
            if schema in (None, "*") or schema == (namespace or default)
        ]

    def _load_domains(self, connection: Any, schema: str | None = None, **kw: Any) -> list[dict[str, Any]]:
        return []

    # many tables

    def _many(
        self,
        reflect: Callable[..., Any],
        default: Callable[[], Any],
        schema: str | None,
        filter_names: Iterable[str] | None,
        kind: ObjectKind,
    ) -> dict[tuple[str | None, str], Any]:
        names: list[str] = []
        if kind & ObjectKind.TABLE:
            names += self.get_table_names(None, schema)
        wanted = None if filter_names is None else set(filter_names)
        return {
            (schema, name): reflect(None, name, schema) or default()
            for name in names
            if wanted is None or name in wanted
        }

    def get_multi_columns(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_columns, list, schema, filter_names, kind).items()

    def get_multi_pk_constraint(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_pk_constraint, dict, schema, filter_names, kind).items()

    def get_multi_foreign_keys(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_foreign_keys, list, schema, filter_names, kind).items()

    def get_multi_indexes(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_indexes, list, schema, filter_names, kind).items()

    def get_multi_unique_constraints(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_unique_constraints, list, schema, filter_names, kind).items()

    def get_multi_check_constraints(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_check_constraints, list, schema, filter_names, kind).items()

    def get_multi_table_comment(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_table_comment, dict, schema, filter_names, kind).items()

    def get_multi_table_options(
        self, connection: Any, *, schema: Any = None, filter_names: Any = None, scope: Any = ObjectScope.ANY, kind: Any = ObjectKind.TABLE, **kw: Any
    ) -> Any:
        return self._many(self.get_table_options, dict, schema, filter_names, kind).items()


def type_by_name(dialect: Any, text: str) -> TypeEngine[Any] | None:
    """Return the type that a dialect's ``ischema_names`` has for DDL text such as ``VARCHAR(50)``."""
    match = _TYPE.match(text.strip())
    if match is None:
        return None
    name, arguments, zone, arrays = match.groups()
    names = {key.lower(): value for key, value in dialect.ischema_names.items()}
    made = names.get((name + (zone or "")).lower()) or names.get(name.lower())
    if made is None:
        return None
    values = [int(part) for part in (arguments or "").split(",") if part.strip().isdigit()]
    try:
        type_: TypeEngine[Any] = made(*values) if isinstance(made, type) else made
    except TypeError:
        type_ = made()
    if zone and "WITHOUT" not in zone.upper() and hasattr(type_, "timezone"):
        type_.timezone = True
    if arrays:
        from sqlalchemy.dialects.postgresql import ARRAY

        type_ = ARRAY(type_, dimensions=len(arrays) // 2)
    return type_




