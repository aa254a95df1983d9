"""Reflection, answered from the replayed schema instead of a server's catalogs.

What each database says in its own way (defaults, options, how it writes an expression back) is in
the ``reflected_…`` methods of its file in ``dialects/``.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import wraps
from typing import TYPE_CHECKING, Any

from sqlalchemy import exc
from sqlalchemy.engine import Dialect as DialectInterface
from sqlalchemy.engine.reflection import ObjectKind, ObjectScope, cache
from sqlalchemy.schema import CheckConstraint
from sqlalchemy.sql import operators
from sqlalchemy.sql.elements import ClauseElement, ColumnClause, UnaryExpression
from sqlalchemy.types import NullType, TypeEngine

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ScriptError, SqlcompileError
from sqlcompile.offline.told import told
from sqlcompile.operations.unknown_name import UnknownName
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    Domain,
    Exclude,
    ForeignKey,
    Index,
    Schema,
    Table,
    Unique,
    given_text,
)

if TYPE_CHECKING:
    from sqlcompile.offline.database import OfflineDatabase

_TYPE = re.compile(r"^([\w ]+?)\s*(?:\(([^()]*)\))?(\s+WITH(?:OUT)? TIME ZONE)?((?:\[\])*)$", re.IGNORECASE)
_SORTED = re.compile(r"(\w+)(?:\s+(ASC|DESC))?(?:\s+NULLS\s+(FIRST|LAST))?", re.IGNORECASE)
_OPTIONS = ("onupdate", "ondelete", "deferrable", "initially", "match")


def _many(method: str, kinds: ObjectKind = ObjectKind.ANY) -> Callable[..., Any]:
    """Return ``get_multi_…``: the method for one table, called for all that are wanted."""

    def get_multi(
        self: Catalog,
        connection: Any,
        *,
        schema: str | None = None,
        filter_names: Iterable[str] | None = None,
        scope: ObjectScope = ObjectScope.DEFAULT,
        kind: ObjectKind = ObjectKind.TABLE,
        **kw: Any,
    ) -> Any:
        names: list[str] = []
        if scope & ObjectScope.DEFAULT:
            if kind & ObjectKind.TABLE:
                names += self._tables_of(schema, temporary=False)
            if kind & kinds & ObjectKind.VIEW:
                names += self._views_of(schema, materialized=False)
            if kind & kinds & ObjectKind.MATERIALIZED_VIEW:
                names += self._views_of(schema, materialized=True)
        if scope & ObjectScope.TEMPORARY and kind & ObjectKind.TABLE:
            names += self._tables_of(schema, temporary=True)
        wanted = None if filter_names is None else set(filter_names)
        reflect = getattr(self, method)
        return [
            ((schema, name), reflect(connection, name, schema)) for name in names if wanted is None or name in wanted
        ]

    get_multi.__doc__ = f"Return the answers of ``{method}`` for many tables."
    return get_multi


def _where_offered(method: Callable[..., Any]) -> Callable[..., Any]:
    """Mark a method that raises NotImplementedError where SQLAlchemy's dialect does not have it."""
    name = method.__name__

    @wraps(method)
    def offered(self: Catalog, *args: Any, **kw: Any) -> Any:
        own = getattr(super(Catalog, self), name, None)
        if own is None or own.__func__ is getattr(DialectInterface, name, None):
            raise NotImplementedError
        return method(self, *args, **kw)

    return offered


class Catalog:
    """The reflection methods of a SQLAlchemy dialect; goes before the database's own class.

    ``database`` is the offline database that holds the schema of this moment. An inspector keeps
    the answers that it was given, as it does online, until its ``clear_cache()``.
    """

    database: OfflineDatabase
    sqlcompile: Dialect

    @property
    def _schema(self) -> Schema:
        self.database.host.touch()
        return self.database.schema

    def _table(self, name: str, schema: str | None) -> Table:
        """Return a table that is known as a whole.

        Raises NoSuchTableError as an inspector does, ScriptError for one that is not known so well.
        """
        known = self._schema
        found = known.find(name, schema)
        view = known.views.get(known.key(name, schema)) if found is None else None
        if view is not None:
            return Table(name, schema, indexes=view.indexes, comment=view.comment)
        if found is None:
            raise exc.NoSuchTableError(f"{schema}.{name}" if schema else name)
        if not found.complete:
            raise self.database.host.refuse(
                ScriptError(
                    f'The script reflects the table "{name}", which the history does not tell as a whole.',
                    hint="It was changed by SQL that was not analysed, or is older than the migrations: then give the "
                    "schema that they start from with `--baseline`.",
                )
            )
        return found

    def _names(self, keys: Iterable[tuple[str | None, str]], schema: str | None) -> list[str]:
        wanted = None if schema == self._schema.default_namespace else schema
        return sorted(name for namespace, name in keys if namespace == wanted)

    # --- names ---

    @cache
    def get_schema_names(self, connection: Any, **kw: Any) -> list[str]:
        """Return the namespaces."""
        known = {namespace for namespace, _ in self._schema.tables if namespace}
        default = self._schema.default_namespace
        own = self.sqlcompile.own_namespaces
        return sorted({*known, *self._schema.namespaces, *own, *([default] if default else [])})

    @cache
    def get_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """Return the tables of a namespace."""
        return self._tables_of(schema, temporary=False)

    def _tables_of(self, schema: str | None, *, temporary: bool) -> list[str]:
        tables = self._schema.tables
        return self._names([key for key, table in tables.items() if _is_temporary(table) == temporary], schema)

    def _views_of(self, schema: str | None, *, materialized: bool) -> list[str]:
        views = self._schema.views
        return self._names([key for key, view in views.items() if view.materialized == materialized], schema)

    @_where_offered
    def get_temp_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """Return the temporary tables."""
        return sorted(name for (_, name), table in self._schema.tables.items() if _is_temporary(table))

    @cache
    def get_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """Return the views of a namespace."""
        return self._views_of(schema, materialized=False)

    @_where_offered
    @cache
    def get_materialized_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """Return the materialized views of a namespace."""
        return self._views_of(schema, materialized=True)

    @_where_offered
    def get_temp_view_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """Return none."""
        return []

    def get_foreign_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """Return none."""
        return []

    def _get_foreign_table_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        return []

    @cache
    def get_view_definition(self, connection: Any, view_name: str, schema: str | None = None, **kw: Any) -> str:
        """Return what the database tells of a view, its text or its query, as the history wrote it."""
        view = self._schema.views.get(self._schema.key(view_name, schema))
        if view is None:
            raise exc.NoSuchTableError(f"{schema}.{view_name}" if schema else view_name)
        return self.sqlcompile.reflected_view(view.text)

    def get_table_oid(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> int:
        """Raise ScriptError: a number that only the real database gives."""
        self._table(table_name, schema)
        raise self.database.host.refuse(
            ScriptError(
                f'The OID of the table "{table_name}" is known to the real database only.',
                hint="Let SQL find it: 'name'::regclass.",
            )
        )

    @_where_offered
    @cache
    def get_sequence_names(self, connection: Any, schema: str | None = None, **kw: Any) -> list[str]:
        """Return the sequences of a namespace, those of serial and identity columns too where they show."""
        known = self._schema
        own = self._names(known.sequences, schema)
        wanted = known.key("", schema)[0]
        tables = [table for key, table in known.tables.items() if key[0] == wanted]
        for name in (name for table in tables for name in self.sqlcompile.implied_sequences(table)):
            numbered = (f"{name}{number}" for number in itertools.count(1))
            own.append(name if name not in own else next(one for one in numbered if one not in own))
        return sorted(own)

    # --- existence ---

    @cache
    def has_table(self, connection: Any, table_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Return whether there is such a table or view."""
        key = self._schema.key(table_name, schema)
        return key in self._schema.tables or key in self._schema.views

    def has_multi_table(self, connection: Any, table_names: Iterable[str], schema: str | None = None, **kw: Any) -> Any:
        """Return for each name whether there is such a table or view."""
        return [((schema, name), self.has_table(connection, name, schema)) for name in table_names]

    @cache
    def has_index(
        self, connection: Any, table_name: str, index_name: str, schema: str | None = None, **kw: Any
    ) -> bool:
        """Return whether a table has an index of that name."""
        if not self.has_table(connection, table_name, schema):
            return False
        return any(index["name"] == index_name for index in self.get_indexes(connection, table_name, schema))

    @_where_offered
    @cache
    def has_sequence(self, connection: Any, sequence_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Return whether there is such a sequence."""
        return sequence_name in self.get_sequence_names(connection, schema)

    @cache
    def has_schema(self, connection: Any, schema_name: str, **kw: Any) -> bool:
        """Return whether there is such a namespace."""
        return schema_name in self.get_schema_names(connection)

    @cache
    def has_type(self, connection: Any, type_name: str, schema: str | None = None, **kw: Any) -> bool:
        """Return whether there is such a type."""
        return self._schema.key(type_name, schema) in self._schema.enums

    # --- one table ---

    @cache
    def get_columns(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        """Return a table's columns."""
        table = self._table(table_name, schema)
        if self._schema.find(table_name, schema) is None:
            table = replace(table, columns=self._view_columns(table_name, schema))
        table = table if schema is None else replace(table, namespace=schema)
        return [self._column(table, column) for column in table.columns]

    def _view_columns(self, name: str, schema: str | None) -> tuple[Column, ...]:
        """Return the columns of a view; raises ScriptError where its query does not tell them."""
        from sqlcompile.schema.reading.views import view_columns  # noqa: PLC0415 - few histories need it

        known = self._schema
        columns = view_columns(known, known.key(name, schema), self.sqlcompile.sqlglot_name)
        typed = self.sqlcompile.untyped_expressions or not any(column.type._isnull for column in columns)
        if not columns or not typed:
            raise self.database.host.refuse(
                ScriptError(
                    f'The columns of the view "{name}" are known to the real database only.',
                    hint="Reflect the tables that it is made of, or let its query say each type: CAST(x AS type).",
                )
            )
        return tuple(Column(column.name, column.type) for column in columns)

    def _column(self, table: Table, column: Column) -> dict[str, Any]:
        keys = table.primary_key.columns if table.primary_key else ()
        found: dict[str, Any] = {
            "name": column.name,
            "type": self.reflected_type(column.type),
            "nullable": column.nullable and (column.name not in keys or self.sqlcompile.nullable_keys),
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
        return self.sqlcompile.reflected_column(found, table, column)

    def reflected_type(self, type_: TypeEngine[Any]) -> TypeEngine[Any]:
        """Return the type that reflection gives for a column declared with ``type_``."""
        try:
            with self.sqlcompile.noting() as stood_in:
                text = self.sqlcompile.type_sql(type_)
        except SqlcompileError:  # a type that has no DDL
            return NullType()
        known = NullType() if stood_in else type_  # what stands for it is all that the database has
        parsed = self._domain(text) or self.sqlcompile.reflected_type(known, text)
        return parsed if parsed is not None else type_by_name(self, text) or known

    def _domain(self, text: str) -> TypeEngine[Any] | None:
        """Return the type of a column that is of a domain, None where there is none of this name."""
        known = self._schema
        if not known.domains:
            return None
        *before, name = [part.strip('"') for part in text.split(".")]
        key = known.key(name, before[0] if before else None)
        if key not in known.domains:
            return None
        from sqlalchemy.dialects.postgresql import DOMAIN  # noqa: PLC0415 - costs its drivers' imports

        found = self._domain_of(key)
        constraint, check = found.checks[0] if found.checks else (None, None)
        return DOMAIN(
            key[1],
            self.reflected_type(found.type),
            schema=key[0],
            collation=found.collation,
            default=found.default,
            constraint_name=constraint,
            not_null=found.not_null,
            check=check,
            create_type=False,
        )

    def _domain_of(self, key: tuple[str | None, str]) -> Domain:
        found = self._schema.domains[key]
        if found is None:
            raise self.database.host.refuse(
                ScriptError(
                    f'What the domain "{key[1]}" is made of is known to the real database only.',
                    hint="It was changed by SQL that was not analysed.",
                )
            )
        return found

    def _text(self, expression: str | ClauseElement) -> str:
        return expression if isinstance(expression, str) else self.sqlcompile.compile(expression)

    @cache
    def get_pk_constraint(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> dict[str, Any]:
        """Return a table's primary key."""
        table = self._table(table_name, schema)
        key = table.primary_key
        found = {"constrained_columns": list(key.columns) if key else [], "name": key.name if key else None}
        found = self.sqlcompile.reflected_primary_key(found, table)
        return found if key is None else self._named(found, key, table)

    def _named(self, found: dict[str, Any], constraint: Constraint, table: Table) -> dict[str, Any]:
        """Return what was found, with a name that stands for the one that the database alone knows."""
        if constraint.name is not None or not self.sqlcompile.names_at_random:
            return found
        alone = sum(one.kind == constraint.kind and one.name is None for one in table.all_constraints()) == 1
        return told(found, UnknownName.of(constraint, table.name, is_told_apart=alone))

    @cache
    def get_foreign_keys(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        """Return a table's foreign keys."""
        table = self._table(table_name, schema)
        keys = [
            self._named(self._foreign_key(key, schema), key, table)
            for key in table.constraints
            if isinstance(key, ForeignKey)
        ]
        return sorted(keys, key=_by_name) if self.sqlcompile.constraints_by_name else keys

    def _foreign_key(self, key: ForeignKey, schema: str | None) -> dict[str, Any]:
        """Return a foreign key; who names the default namespace is told it of the referred table, too."""
        known = self._schema
        named = schema if schema == known.default_namespace else None
        found = {
            "name": key.name,
            "constrained_columns": list(key.columns),
            "referred_schema": known.key("", key.target[0])[0] or named,
            "referred_table": key.target[1],
            "referred_columns": list(key.target_columns) or self._primary_columns(key),
            "options": {option: value for option in _OPTIONS if (value := getattr(key, option)) is not None},
        }
        return self.sqlcompile.reflected_foreign_key(found, key)

    def _primary_columns(self, key: ForeignKey) -> list[str]:
        table = self._schema.find(key.target[1], key.target[0])
        return list(table.primary_key.columns) if table is not None and table.primary_key else []

    @cache
    def get_indexes(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        """Return a table's indexes, those of unique constraints too where the database lists them."""
        table = self._table(table_name, schema)
        found = list(filter(self.sqlcompile.shows_index, map(self._index, table.indexes)))
        if self.sqlcompile.uniques_are_indexes:
            uniques = [constraint for constraint in table.constraints if isinstance(constraint, Unique)]
            found += [self._named(self.sqlcompile.reflected_unique_index(one), one, table) for one in uniques]
            exclusions = [constraint for constraint in table.constraints if isinstance(constraint, Exclude)]
            found += [self._exclusion_index(constraint) for constraint in exclusions]
        return sorted(found, key=_by_name)

    def _exclusion_index(self, constraint: Exclude) -> dict[str, Any]:
        expressions = tuple(element for element, _ in constraint.elements)
        where = (("postgresql_where", constraint.where),) if constraint.where is not None else ()
        index = Index(constraint.name, expressions, options=(("postgresql_using", constraint.using), *where))
        return {**self._index(index), "duplicates_constraint": constraint.name}

    def _index(self, index: Index) -> dict[str, Any]:
        parts = [sorted_column(expression) for expression in index.expressions]
        names = [None if part is None else part[0] for part in parts]
        found: dict[str, Any] = {"name": index.name, "column_names": names, "unique": index.unique}
        if None in names:
            found["expressions"] = [
                name or self._text(expression) for name, expression in zip(names, index.expressions, strict=True)
            ]
        orders = {part[0]: part[1] for part in parts if part is not None and part[1]}
        if orders:
            found["column_sorting"] = orders
        return self.sqlcompile.reflected_index(found, index)

    @cache
    def get_unique_constraints(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        """Return a table's unique constraints, its unique indexes too where they are the same."""
        table = self._table(table_name, schema)
        uniques = [constraint for constraint in table.constraints if isinstance(constraint, Unique)]
        found: list[dict[str, Any]] = [
            self._named(
                self.sqlcompile.reflected_unique(
                    {"name": unique.name, "column_names": list(unique.columns)}, dict(unique.options)
                ),
                unique,
                table,
            )
            for unique in uniques
        ]
        if self.sqlcompile.unique_indexes_are_constraints:
            found += [
                self.sqlcompile.reflected_unique({"name": index.name, "column_names": list(index.plain_names)}, {})
                for index in table.indexes
                if index.unique
            ]
        return sorted(found, key=_by_name)

    @cache
    def get_check_constraints(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> list[dict[str, Any]]:
        """Return a table's check constraints, those of its types too."""
        table = self._table(table_name, schema)
        shown = self.sqlcompile.shows_check
        found = [
            self._named(self._check(c.name, self._text(c.expression), table), c, table)
            for c in table.constraints
            if isinstance(c, Check) and shown(c)
        ]
        found += [self._check(name, text, table) for name, text in self._checks_of_types(table)]
        return sorted(found, key=lambda check: (not _known_name(check), str(_known_name(check))))

    def _check(self, name: str | None, text: str, table: Table) -> dict[str, Any]:
        return self.sqlcompile.reflected_check({"name": name, "sqltext": text}, table)

    def _checks_of_types(self, table: Table) -> list[tuple[str | None, str]]:
        if not any(getattr(column.type, "create_constraint", False) for column in table.columns):
            return []
        compiler: Any = self.sqlcompile.sa.ddl_compiler(self.sqlcompile.sa, None)  # type: ignore[arg-type]
        return [
            (c.name if isinstance(c.name, str) else None, self._text(c.sqltext))
            for c in sa_table(table, indexes=False)._sorted_constraints
            if isinstance(c, CheckConstraint)
            and getattr(c, "_type_bound", False)
            and c._should_create_for_compiler(compiler)
        ]

    @cache
    def get_table_comment(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> dict[str, Any]:
        """Return a table's comment."""
        if not self.sqlcompile.comments:
            raise NotImplementedError
        return {"text": self._table(table_name, schema).comment}

    @_where_offered
    @cache
    def get_table_options(
        self, connection: Any, table_name: str, schema: str | None = None, **kw: Any
    ) -> dict[str, Any]:
        """Return a table's options."""
        table = self._table(table_name, schema)
        return self.sqlcompile.reflected_options(table) if self._schema.find(table_name, schema) else {}

    @cache
    def _load_enums(self, connection: Any, schema: str | None = None, **kw: Any) -> list[dict[str, Any]]:
        return [found for found in self._types(schema) if found["labels"]]

    def _types(self, schema: str | None) -> list[dict[str, Any]]:
        default = self._schema.default_namespace
        wanted = schema or default
        return [
            {
                "name": name,
                "schema": namespace or default,
                "visible": namespace is None,
                "labels": list(labels),
            }
            for (namespace, name), labels in sorted(
                self._schema.enums.items(), key=lambda item: (item[0][0] or str(default), item[0][1])
            )
            if schema == "*" or (namespace or default) == wanted
        ]

    def _load_domains(self, connection: Any, schema: str | None = None, **kw: Any) -> list[dict[str, Any]]:
        return [
            {
                "name": found["name"],
                "schema": found["schema"],
                "visible": found["visible"],
                **self.sqlcompile.reflected_domain(self._domain_of(self._schema.key(found["name"], found["schema"]))),
            }
            for found in self._types(schema)
            if not found["labels"]
        ]

    # --- many tables ---

    get_multi_columns = _many("get_columns")
    get_multi_pk_constraint = _many("get_pk_constraint")
    get_multi_foreign_keys = _many("get_foreign_keys")
    get_multi_indexes = _many("get_indexes")
    get_multi_unique_constraints = _many("get_unique_constraints")
    get_multi_check_constraints = _many("get_check_constraints")
    get_multi_table_comment = _many("get_table_comment")
    get_multi_table_options = _many("get_table_options")


def _is_temporary(table: Table) -> bool:
    return any("TEMP" in prefix.upper() for prefix in table.prefixes)


def _by_name(found: dict[str, Any]) -> str:
    """Return what to sort by: things without a name come last."""
    return _known_name(found) or "~"


def _known_name(found: dict[str, Any]) -> str | None:
    name = found["name"]
    return None if isinstance(name, UnknownName) else name


def sorted_column(expression: str | ClauseElement) -> tuple[str, tuple[str, ...]] | None:
    """Return the column of an index with its order, as ``("desc", "nulls_last")``; None for an expression."""
    text = given_text(expression)
    if text is not None:
        match = _SORTED.fullmatch(text.strip())
        if match is None:
            return None
        descending, nulls = (match[2] or "").upper() == "DESC", (match[3] or "").lower()
        return match[1], _order(descending, nulls)
    descending, nulls = False, ""
    while isinstance(expression, UnaryExpression):
        if expression.modifier in (operators.nulls_first_op, operators.nulls_last_op):
            nulls = "first" if expression.modifier is operators.nulls_first_op else "last"
        elif expression.modifier in (operators.desc_op, operators.asc_op):
            descending = expression.modifier is operators.desc_op
        else:
            return None
        expression = expression.element
    if isinstance(expression, ColumnClause):
        return expression.name, _order(descending, nulls)
    return (expression, ()) if isinstance(expression, str) else None


def _order(descending: bool, nulls: str) -> tuple[str, ...]:
    """Return what is not as it is anyway: ascending, NULLs on the far side."""
    if descending:
        return ("desc", "nulls_last") if nulls == "last" else ("desc",)
    return ("nulls_first",) if nulls == "first" else ()


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
    if not arrays:
        return type_
    from sqlalchemy.dialects.postgresql import ARRAY  # noqa: PLC0415 - costs its drivers' imports

    return ARRAY(type_, dimensions=len(arrays) // 2)
