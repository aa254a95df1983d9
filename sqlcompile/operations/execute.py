"""``op.execute``, and the statements that reach the offline connection."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.schema import CreateSchema, CreateSequence, DropSchema, DropSequence
from sqlalchemy.sql import ddl
from sqlalchemy.sql.base import Executable
from sqlalchemy.sql.elements import ClauseElement, TextClause

from sqlcompile.dialect.compilers import fill
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import InvalidScript
from sqlcompile.operations.create_table import CreateTable, enums_created, named
from sqlcompile.operations.operation import Operation, add_constraint
from sqlcompile.operations.recorder import current
from sqlcompile.schema.convert import constraint_from, index_from, name_of, table_from, type_checks
from sqlcompile.schema.model import Schema, without
from sqlcompile.schema.reading import read


@dataclass(frozen=True)
class Execute(Operation):
    """Raw SQL as text, or any SQL or DDL element of SQLAlchemy's."""

    statement: str | Executable
    parameters: Mapping[str, Any] | None = None

    def apply(self, schema: Schema, dialect: Dialect) -> Schema:
        if isinstance(self.statement, str):
            return read_as(dialect, schema, unescaped(self.statement))
        if isinstance(self.statement, TextClause):
            return read_as(dialect, schema, self.statement.text)
        return element_applied(schema, dialect, self.statement)

    def sql(self, dialect: Dialect, before: Schema) -> Iterator[Statement]:
        if isinstance(self.statement, str):
            text = unescaped(self.statement)
        else:
            text = rendered(dialect, self.statement, self.parameters)
        if text.strip():
            yield raw_statement(dialect, text)


def read_as(dialect: Dialect, schema: Schema, text: str) -> Schema:
    """Return the schema after raw SQL, its new constraints named as the database names them."""

    def settle(before: Schema, after: Schema) -> Schema:
        creates = len(after.tables) > len(before.tables)  # else a new name is that of a renamed table
        for table in after.changed_since(before):
            new = creates and before.find(table.name, table.namespace) is None
            after = after.with_table(named(after, dialect, dialect.created(table) if new else table))
        return after

    return read(schema, text, dialect.sqlglot_name, settle)


def unescaped(text: str) -> str:
    r"""Return the text of a plain string: ``\:`` means a colon, everything else what it says."""
    return text.replace(r"\:", ":")


def raw_statement(dialect: Dialect, text: str) -> Statement:
    """Return the statement of a raw text; what its kind is shows when the script is laid out."""
    return Statement(text.strip("\n").rstrip(), raw=True)


def rendered(dialect: Dialect, element: Any, parameters: Mapping[str, Any] | None = None) -> str:
    """Return an element as SQL with literals in the place of its parameters.

    Python-side column defaults are evaluated, as an execution would. Raises InvalidScript for a
    parameter without a value, UnsupportedOperation for what the database cannot express.
    """
    if isinstance(element, ddl.BaseDDLElement):
        return dialect.ddl(element)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", exc.SAWarning)
            keys = {"column_keys": list(parameters)} if parameters and not isinstance(element, TextClause) else {}
            compiled: Any = element.compile(dialect=dialect.sa, **keys)
            values = dict(compiled.construct_params(parameters, _check=True))
    except exc.InvalidRequestError as error:
        raise InvalidScript(
            f"The statement has a parameter without a value: {str(error.args[0]).splitlines()[0]}.",
            hint=r"Give it with bindparams(), or write \: where a colon is meant.",
        ) from error
    except (exc.CompileError, NotImplementedError) as error:
        raise dialect._unsupported(error) from error
    add_defaults(compiled, values)
    text = compiled.string
    types = {name: bind.type for name, bind in compiled.binds.items()}
    if compiled.post_compile_params or compiled.literal_execute_params:
        expanded = compiled._process_parameters_for_postcompile(values)
        text = expanded.statement
        for name, names in expanded.parameter_expansion.items():
            types.update(dict.fromkeys(names, types.get(name)))
        values = {**values, **expanded.additional_parameters}
    filled: str = fill(text, types, values, dialect.sa)
    return filled


class _Parameters:
    """What a context-sensitive Python default may ask: the row's other values."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        self.current_parameters = dict(values)

    def get_current_parameters(self, isolate_multiinsert_groups: bool = True) -> dict[str, Any]:
        return self.current_parameters


def add_defaults(compiled: Any, values: dict[str, Any]) -> None:
    """Fill in the Python-side defaults of an INSERT's or UPDATE's columns."""
    for columns, attribute in ((compiled.insert_prefetch, "default"), (compiled.update_prefetch, "onupdate")):
        for column in columns:
            default = getattr(column, attribute)
            if default.is_callable:
                values[column.key] = default.arg(_Parameters(values))
            else:
                values[column.key] = default.arg


def element_applied(schema: Schema, dialect: Dialect, element: Any) -> Schema:
    """Return the schema after an element of SQLAlchemy's DDL; other elements change nothing."""
    if not isinstance(element, ddl.BaseDDLElement):
        return schema
    if isinstance(element, sa.DDL):
        return read_as(dialect, schema, element.statement)
    target: Any = getattr(element, "element", None)
    if isinstance(element, ddl.CreateTable):
        return _table_created(schema, dialect, element, target)
    if isinstance(element, ddl.DropTable):
        return schema.without_table(target.name, target.schema)
    if isinstance(element, CreateSequence | DropSequence):
        return _sequence_applied(schema, element, target)
    if isinstance(element, CreateSchema | DropSchema):
        left = tuple(name for name in schema.namespaces if name != target)
        return replace(schema, namespaces=(*left, target) if isinstance(element, CreateSchema) else left)
    return _on_table_applied(schema, dialect, element, target)


def _table_created(schema: Schema, dialect: Dialect, element: Any, made: sa.Table) -> Schema:
    """Return the schema after CREATE TABLE alone: indexes and some foreign keys come by elements of their own."""
    if schema.find(made.name, made.schema) is not None:
        return CreateTable(made, element.if_not_exists).apply(schema, dialect)
    included = element.include_foreign_key_constraints
    later = [
        constraint_from(key)
        for key in made.foreign_key_constraints
        if (included is not None and key not in included) or (dialect.sa.supports_alter and key.use_alter)
    ]
    value = table_from(made)
    kept = tuple(constraint for constraint in value.constraints if constraint not in later)
    schema = enums_created(schema, dialect, [column.type for column in value.columns])
    checks = type_checks(made, dialect.ddl_compiler)
    return schema.with_table(named(schema, dialect, replace(value, indexes=(), constraints=(*kept, *checks))))


def _sequence_applied(schema: Schema, element: Any, target: Any) -> Schema:
    sequences = {k: v for k, v in schema.sequences.items() if k != schema.key(target.name, target.schema)}
    if isinstance(element, CreateSequence):
        sequences[schema.key(target.name, target.schema)] = target
    return replace(schema, sequences=sequences)


def _on_table_applied(schema: Schema, dialect: Dialect, element: Any, target: Any) -> Schema:
    owner = getattr(target, "table", None)
    if isinstance(owner, sa.Table):
        table = schema.find(owner.name, owner.schema)
        if table is None:
            return schema
        if isinstance(element, ddl.CreateIndex):
            index = index_from(target)
            return schema.with_table(replace(table, indexes=(*without(table.indexes, [index.name]), index)))
        if isinstance(element, ddl.DropIndex):
            return schema.with_table(replace(table, indexes=without(table.indexes, [target.name])))
        if isinstance(element, ddl.AddConstraint):
            value = constraint_from(target)
            return schema if value is None else schema.with_table(add_constraint(table, value))
        if isinstance(element, ddl.DropConstraint):
            return schema.with_table(replace(table, constraints=without(table.constraints, [name_of(target)])))
        if isinstance(element, ddl.SetColumnComment | ddl.DropColumnComment):
            column = table.find_column(target.name)
            comment = target.comment if isinstance(element, ddl.SetColumnComment) else None
            return schema if column is None else schema.with_table(table.with_column(replace(column, comment=comment)))
    if isinstance(element, ddl.SetTableComment | ddl.DropTableComment):
        known = schema.find(target.name, target.schema)
        comment = target.comment if isinstance(element, ddl.SetTableComment) else None
        return schema if known is None else schema.with_table(replace(known, comment=comment))
    if isinstance(element, ddl._CreateDropBase) and hasattr(target, "create_type"):
        if type(element).__name__.startswith("Create"):
            return enums_created(schema, dialect, [target])
        gone = schema.key(target.name, target.schema)
        enums = {key: value for key, value in schema.enums.items() if key != gone}
        domains = {key: value for key, value in schema.domains.items() if key != gone}
        return replace(schema, enums=enums, domains=domains)
    return schema


def execute(sqltext: str | Executable | ClauseElement, *, execution_options: Mapping[str, Any] | None = None) -> None:
    r"""Write a statement.

    A plain string goes out as it is, ``\:`` standing for a colon. An element of SQLAlchemy's goes
    out with its parameters as literals.
    """
    current().record(Execute(sqltext))  # type: ignore[arg-type]
