"""Between SQLAlchemy's schema items and ours."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.base import _NONE_NAME, SchemaEventTarget
from sqlalchemy.sql.elements import ClauseElement, ColumnClause
from sqlalchemy.sql.visitors import iterate, replacement_traverse
from sqlalchemy.types import NullType

from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    Domain,
    Exclude,
    ForeignKey,
    Index,
    Key,
    Options,
    PrimaryKey,
    Table,
    Unique,
    columns_in,
)

OF_TYPE = "of_type"
"""What says in the ``info`` of SQLAlchemy's check that it came with the type of a column."""


def options_of(item: Any) -> Options:
    """Return the dialect keywords of a SQLAlchemy schema item."""
    return tuple(item.dialect_kwargs.items()) if item.dialect_options else ()


def name_of(item: Any) -> str | None:
    """Return the name of a constraint or an index, None where it has none."""
    return None if item.name is None or item.name is _NONE_NAME else item.name


def column_from(column: sa.Column[Any]) -> Column:
    """Return the value of a SQLAlchemy column."""
    default = column.server_default
    arg = getattr(default, "arg", None) if default is not None and default.is_server_default else None
    table = column.table if isinstance(getattr(column, "table", None), sa.Table) else None
    return Column(
        name=column.name,
        type=column.type,
        nullable=bool(column.nullable),
        default=arg if isinstance(arg, str | ClauseElement) else None,
        computed=column.computed,
        identity=column.identity,
        sequence=column.default if isinstance(column.default, sa.Sequence) else None,
        autoincrement=table is not None and table._autoincrement_column is column,
        comment=column.comment,
        options=options_of(column),
    )


def _foreign_key_from(constraint: sa.ForeignKeyConstraint) -> ForeignKey:
    targets = [target_of(element) for element in constraint.elements]
    return ForeignKey(
        name=name_of(constraint),
        columns=tuple(constraint.column_keys),
        target=targets[0][0],
        target_columns=tuple(column for _, column in targets),
        onupdate=constraint.onupdate,
        ondelete=constraint.ondelete,
        deferrable=constraint.deferrable,
        initially=constraint.initially,
        match=constraint.match,
        use_alter=bool(constraint.use_alter),
        options=options_of(constraint),
    )


def target_of(key: sa.ForeignKey) -> tuple[Key, str]:
    """Return the table and the column that a SQLAlchemy foreign key refers to, unresolved."""
    column = key._table_column
    if column is not None and isinstance(column.table, sa.Table):
        return (column.table.schema, column.table.name), column.name
    namespace, table, name = key._column_tokens
    return (namespace, table), name if name is not None else key.parent.name


def constraint_from(constraint: sa.Constraint) -> Constraint | None:
    """Return the value of a SQLAlchemy constraint; None for one that belongs to a type."""
    if getattr(constraint, "_type_bound", False):
        return None
    if isinstance(constraint, sa.PrimaryKeyConstraint):
        return PrimaryKey(
            name=name_of(constraint),
            columns=tuple(column.name for column in constraint.columns),
            options=options_of(constraint),
            deferrable=constraint.deferrable,
            initially=constraint.initially,
        )
    if isinstance(constraint, sa.ForeignKeyConstraint):
        return _foreign_key_from(constraint)
    if isinstance(constraint, sa.UniqueConstraint):
        return Unique(
            name=name_of(constraint),
            columns=tuple(column.name for column in constraint.columns),
            deferrable=constraint.deferrable,
            initially=constraint.initially,
            options=options_of(constraint),
        )
    if isinstance(constraint, sa.CheckConstraint):
        return _check_from(constraint)
    if constraint.__visit_name__ == "exclude_constraint":  # only PostgreSQL's package has the class
        return exclude_from(constraint)
    return None


def _check_from(constraint: sa.CheckConstraint) -> Check:
    return Check(
        name=name_of(constraint),
        expression=_detached(constraint.sqltext),
        columns=columns_in(constraint.sqltext),
        deferrable=constraint.deferrable,
        initially=constraint.initially,
        options=options_of(constraint),
        of_type=bool(constraint.info.get(OF_TYPE)),
    )


def _detached(expression: ClauseElement) -> ClauseElement:
    """Return an expression whose columns belong to no table, so that it can go into another one."""
    if not any(isinstance(part, sa.Column) for part in iterate(expression)):
        return expression

    def swap(element: Any, **kw: Any) -> Any:
        return sa.column(element.name, element.type) if isinstance(element, sa.Column) else None

    swapped: ClauseElement = replacement_traverse(expression, {}, swap)  # type: ignore[assignment]
    return swapped


def type_checks(table: sa.Table, compiler: Any) -> tuple[Check, ...]:
    """Return the checks that come with the types of columns, on the database of a DDL compiler."""
    return tuple(
        replace(_check_from(constraint), of_type=True)
        for constraint in table._sorted_constraints
        if isinstance(constraint, sa.CheckConstraint)
        and getattr(constraint, "_type_bound", False)
        and constraint._should_create_for_compiler(compiler)
    )


def domain_from(type_: Any) -> Domain | None:
    """Return the value of SQLAlchemy's type for a domain, None where it is none."""
    if getattr(type_, "data_type", None) is None or not hasattr(type_, "constraint_name"):
        return None
    checks: tuple[tuple[str, str], ...] = ()
    if type_.check is not None:
        checks = ((type_.constraint_name or f"{type_.name}_check", str(type_.check)),)
    default = None if type_.default is None else str(type_.default)
    return Domain(type_.data_type, default, bool(type_.not_null), checks, type_.collation)


def constraints_of(column: sa.Column[Any]) -> list[Constraint]:
    """Return the constraints that stand in a column's definition, in the order of their making."""
    found = sorted(column.constraints, key=lambda constraint: constraint._creation_order)
    return [value for constraint in found if (value := constraint_from(constraint)) is not None]


def on_columns(constraint: Constraint, known: Iterable[str]) -> Constraint:
    """Return a check with the columns that the table has, of all the words in its text."""
    if not isinstance(constraint, Check):
        return constraint
    names = set(known)
    return replace(constraint, columns=tuple(name for name in constraint.columns if name in names))


def exclude_from(constraint: Any) -> Exclude:
    """Return the value of a PostgreSQL exclusion constraint."""
    return Exclude(
        name=name_of(constraint),
        elements=tuple(
            (_detached(expression) if isinstance(expression, ClauseElement) else name, operator)
            for expression, name, operator in constraint._render_exprs
        ),
        using=constraint.using,
        where=constraint.where,
        ops=tuple(constraint.ops.items()),
        deferrable=constraint.deferrable,
        initially=constraint.initially,
    )


def index_from(index: sa.Index) -> Index:
    """Return the value of a SQLAlchemy index."""
    return Index(
        name=name_of(index),
        expressions=tuple(map(key_of, index.expressions)),
        unique=bool(index.unique),
        options=tuple(
            (keyword, _detached(value) if isinstance(value, ClauseElement) else value)
            for keyword, value in options_of(index)
        ),
    )


def key_of(expression: Any) -> str | ClauseElement:
    """Return a column's name, or the expression, free of its table, of what an index is made on."""
    if isinstance(expression, ColumnClause) and not expression.is_literal:
        return str(expression.name)
    found: str | ClauseElement = expression
    return _detached(found) if isinstance(found, ClauseElement) else found


def table_from(table: sa.Table) -> Table:
    """Return the value of a SQLAlchemy table, with its constraints in the order of their making."""
    primary = constraint_from(table.primary_key)
    constraints = []
    of_columns = [constraint for column in table.columns for constraint in column.constraints]
    of_columns.sort(key=lambda constraint: constraint._creation_order)
    for constraint in (*table._sorted_constraints, *of_columns):
        if constraint is not table.primary_key:
            value = constraint_from(constraint)
            if value is not None:
                constraints.append(on_columns(value, table.columns.keys()))
    return Table(
        name=table.name,
        namespace=table.schema,
        columns=tuple(column_from(column) for column in table.columns if not column.system),
        primary_key=primary if isinstance(primary, PrimaryKey) and primary.columns else None,
        constraints=tuple(constraints),
        indexes=tuple(index_from(index) for index in sorted(table.indexes, key=lambda index: str(index.name))),
        comment=table.comment,
        prefixes=tuple(table._prefixes),
        options=options_of(table),
    )


def sa_column(column: Column) -> sa.Column[Any]:
    """Return a new SQLAlchemy column, not attached to a table."""
    type_ = column.type
    if isinstance(type_, SchemaEventTarget):
        type_ = type_.copy()
    extra: list[Any] = []
    if column.computed is not None:
        extra.append(column.computed._copy())
    if column.identity is not None:
        extra.append(column.identity._copy())
    if column.sequence is not None:
        extra.append(column.sequence._copy())
    return sa.Column(
        column.name,
        type_,
        *extra,
        nullable=column.nullable,
        server_default=column.default,  # type: ignore[arg-type]
        autoincrement=column.autoincrement or column.identity is not None,
        comment=column.comment,
        **dict(column.options),
    )


def sa_exclude(constraint: Exclude, name: str | None) -> sa.Constraint:
    """Return a new exclusion constraint with a name, not attached yet."""
    from sqlalchemy.dialects.postgresql import ExcludeConstraint  # noqa: PLC0415 - costs its drivers' imports

    elements: list[Any] = [
        (sa.column(element) if isinstance(element, str) else element, operator)
        for element, operator in constraint.elements
    ]
    return ExcludeConstraint(
        *elements,
        name=name,
        using=constraint.using,
        where=constraint.where,
        ops=dict(constraint.ops),
        deferrable=constraint.deferrable,
        initially=constraint.initially,
    )


def sa_constraint(constraint: Constraint, metadata: sa.MetaData, table: sa.Table) -> sa.Constraint:
    """Return a new SQLAlchemy constraint for the table, not attached yet.

    The tables that a foreign key refers to are made as stubs in ``metadata``.
    """
    name = None if constraint.generated else constraint.name
    if isinstance(constraint, PrimaryKey):
        return sa.PrimaryKeyConstraint(
            *constraint.columns,
            name=name,
            deferrable=constraint.deferrable,
            initially=constraint.initially,
            **dict(constraint.options),
        )
    if isinstance(constraint, ForeignKey):
        return sa.ForeignKeyConstraint(
            list(constraint.columns),
            target_columns(metadata, table, constraint.target, constraint.target_columns),
            name=name,
            onupdate=constraint.onupdate,
            ondelete=constraint.ondelete,
            deferrable=constraint.deferrable,
            initially=constraint.initially,
            match=constraint.match,
            use_alter=False,
            **dict(constraint.options),
        )
    if isinstance(constraint, Unique):
        return sa.UniqueConstraint(
            *constraint.columns,
            name=name,
            deferrable=constraint.deferrable,
            initially=constraint.initially,
            **dict(constraint.options),
        )
    if isinstance(constraint, Check):
        expression: Any = constraint.expression
        return sa.CheckConstraint(
            sa.text(expression) if isinstance(expression, str) else expression,
            name=name,
            deferrable=constraint.deferrable,
            initially=constraint.initially,
            info={OF_TYPE: True} if constraint.of_type else {},
            **dict(constraint.options),
        )
    if isinstance(constraint, Exclude):
        return sa_exclude(constraint, name)
    raise TypeError(constraint)


def target_columns(metadata: sa.MetaData, table: sa.Table, target: Key, names: Iterable[str]) -> list[sa.Column[Any]]:
    """Return the columns that a foreign key refers to, on a stub table where it is another one."""
    namespace, name = target
    if (namespace, name) == (table.schema, table.name):
        remote = table
    else:
        remote = sa.Table(name, metadata, schema=namespace, keep_existing=True)
    for column in names:
        if column not in remote.c:
            remote.append_column(sa.Column(column, NullType()))
    return [remote.c[column] for column in names]


def sa_index(index: Index, table: sa.Table) -> sa.Index:
    """Return a new SQLAlchemy index on the table; columns that the table lacks become stubs."""
    expressions: list[Any] = []
    for expression in index.expressions:
        if isinstance(expression, str):
            if expression not in table.c:
                table.append_column(sa.Column(expression, NullType()))
            expressions.append(table.c[expression])
        else:
            expressions.append(expression)
    for keyword, value in index.options:
        if keyword.endswith("_include"):
            for name in value or ():
                if isinstance(name, str) and name not in table.c:
                    table.append_column(sa.Column(name, NullType()))
    return sa.Index(index.name, *expressions, unique=index.unique, _table=table, **dict(index.options))


def sa_table(table: Table, *, name: str | None = None, indexes: bool = True) -> sa.Table:
    """Return a new SQLAlchemy table in a MetaData of its own; ``name`` gives it another name."""
    metadata = sa.MetaData()
    made = sa.Table(
        name or table.name,
        metadata,
        *[sa_column(column) for column in table.columns],
        schema=table.namespace,
        comment=table.comment,
        prefixes=list(table.prefixes),
        **dict(table.options),
    )
    if table.primary_key is not None:
        made.append_constraint(sa_constraint(table.primary_key, metadata, made))
    for constraint in list(made.constraints):
        if getattr(constraint, "_type_bound", False):
            made.constraints.discard(constraint)  # the table has it among its own
    for value in table.constraints:
        made.append_constraint(sa_constraint(value, metadata, made))
    if indexes:
        for index in table.indexes:
            sa_index(index, made)
    return made


def stub_table(name: str, namespace: str | None, columns: Iterable[str] = (), known: Table | None = None) -> sa.Table:
    """Return a SQLAlchemy table that has the names of columns, and their types where they are known."""
    made = []
    for column in columns:
        found = known.find_column(column) if known is not None else None
        plain = found is not None and not isinstance(found.type, SchemaEventTarget)
        made.append(sa.Column(column, found.type if found is not None and plain else NullType()))
    return sa.Table(name, sa.MetaData(), *made, schema=namespace)
