"""The schema that models describe."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateIndex

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError, SqlcompileError
from sqlcompile.operations.create_table import table_created
from sqlcompile.schema.convert import constraint_from, index_from
from sqlcompile.schema.model import Constraint, Index, Schema, Table


def schema_of(
    metadata: Iterable[sa.MetaData], dialect: Dialect, excluded: Callable[[sa.Table], bool] | None = None
) -> Schema:
    """Return the schema that models give on a database, with all that they name.

    Tables that are ``excluded`` are not looked at. Raises ConfigError, with the name of the table, for
    one that cannot be made.
    """
    schema = Schema(dialect.default_namespace)
    for one in metadata:
        for sequence in sorted(one._sequences.values(), key=lambda sequence: str(sequence.name)):
            if dialect.sa.supports_sequences:
                key = schema.key(sequence.name, sequence.schema)
                schema = replace(schema, sequences={**schema.sequences, key: sequence})
        for name in sorted(one.tables):
            if excluded is None or not excluded(one.tables[name]):
                schema = with_table(schema, dialect, one.tables[name])
    return schema


def with_table(schema: Schema, dialect: Dialect, table: sa.Table) -> Schema:
    """Return the schema with a table of the models, those keys too that need an ALTER TABLE of their own."""
    if not len(table.columns):
        raise ConfigError(
            f'The table "{table.fullname}" of the models has no columns.', hint="Give it one, or leave it out."
        )
    for index in sorted(table.indexes, key=lambda index: str(index.name)):
        if not index.expressions:
            raise ConfigError(
                f'The index "{index.name}" of the table "{table.fullname}" of the models is on no columns.',
                hint=f'Give it some, as in Index("{index.name}", "COLUMN"), or take it out; '
                "where the models are not yours, leave the table out with `exclude_tables`.",
            )
    try:
        schema = table_created(schema, dialect, table)
    except SqlcompileError as error:
        raise ConfigError(f'The table "{table.fullname}" of the models: {error.message}', hint=error.hint) from error
    schema = schema.with_table(_without_others(schema.table(table.name, table.schema), table, dialect))
    namespace = schema.key("", table.schema)[0]
    if namespace is not None and namespace not in schema.namespaces:
        schema = replace(schema, namespaces=(*schema.namespaces, namespace))
    return schema


def _without_others(made: Table, table: sa.Table, dialect: Dialect) -> Table:
    """Return a table without what its models have for other databases: ``create_all()`` asks ``ddl_if()``, too."""
    others = [value for item in (*table.constraints, *table.indexes) for value in _elsewhere(item, dialect)]
    if not others:
        return made
    return replace(
        made,
        constraints=tuple(one for one in made.constraints if not _is_among(one, others)),
        indexes=tuple(one for one in made.indexes if not _is_among(one, others)),
    )


def _elsewhere(item: Any, dialect: Dialect) -> Iterator[Constraint | Index]:
    """Yield a constraint or an index whose ``ddl_if()`` says that this database does not get it."""
    rule, compiler = item._ddl_if, dialect.ddl_compiler
    if rule is None:
        return
    if isinstance(item, sa.Index):
        if not rule._should_execute(CreateIndex(item), item, None, compiler=compiler):
            yield index_from(item)
    elif not item._should_create_for_compiler(compiler):
        value = constraint_from(item)
        if value is not None:
            yield value


def _is_among(one: Constraint | Index, others: Iterable[Constraint | Index]) -> bool:
    """Return whether it is one of these, which may have no names yet."""
    return any(
        type(one) is type(other) and (one.name == other.name if other.name else one.column_names == other.column_names)
        for other in others
    )
