"""The schema that models describe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError, SqlcompileError
from sqlcompile.operations.create_table import table_created
from sqlcompile.schema.model import Schema


def schema_of(metadata: Iterable[sa.MetaData], dialect: Dialect) -> Schema:
    """Return the schema that models give on a database, with all that they name.

    Raises ConfigError, with the name of the table, for one that cannot be made.
    """
    schema = Schema(dialect.default_namespace)
    for one in metadata:
        for sequence in sorted(one._sequences.values(), key=lambda sequence: str(sequence.name)):
            if dialect.sa.supports_sequences:
                key = schema.key(sequence.name, sequence.schema)
                schema = replace(schema, sequences={**schema.sequences, key: sequence})
        for name in sorted(one.tables):
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
                hint="Give it some, or take it out.",
            )
    try:
        schema = table_created(schema, dialect, table)
    except SqlcompileError as error:
        raise ConfigError(f'The table "{table.fullname}" of the models: {error.message}', hint=error.hint) from error
    namespace = schema.key("", table.schema)[0]
    if namespace is not None and namespace not in schema.namespaces:
        schema = replace(schema, namespaces=(*schema.namespaces, namespace))
    return schema
