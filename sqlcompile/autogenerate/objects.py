"""Namespaces, sequences and named types: what tables need before they are there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.schema import CreateSchema, CreateSequence, DropSchema, DropSequence

from sqlcompile.autogenerate.steps import Steps
from sqlcompile.operations.execute import Execute
from sqlcompile.schema.model import Column, Key, Schema
from sqlcompile.schema.reading.types import enum_type


def make_objects(steps: Steps, after: Schema) -> list[str]:
    """Make what is new; returns the statements that drop what types of the same name were before."""
    if steps.dialect.creates_namespaces:
        for name in after.namespaces:
            if name not in steps.schema.namespaces:
                steps.do(Execute(CreateSchema(name)))
    for key, sequence in after.sequences.items():
        if key not in steps.schema.sequences:
            steps.do(Execute(CreateSequence(sequence)))
    return [*_types(steps, after)]


def _types(steps: Steps, after: Schema) -> Iterator[str]:
    dialect = steps.dialect
    for key, values in after.enums.items():
        before = steps.schema.enums.get(key)
        if key in after.domains:
            domain = after.domains[key]
            if before is None and domain is not None:
                steps.run([dialect.create_domain(key, domain)])
        elif before is None:
            steps.run([dialect.create_enum(key, values)])
        elif before != values and key not in steps.schema.domains:
            if is_extended(before, values):
                steps.run(_added(steps, key, before, values))
            else:
                old = _free(steps.schema.enums, key)
                gone = [value for value in before if value not in values]
                if gone:
                    steps.note(f"The type {key[1]} loses {', '.join(gone)}: a row that has it makes this fail.")
                steps.run([dialect.rename_type(key, old[1]), dialect.create_enum(key, values)])
                yield dialect.drop_type(old, domain=False)


def is_extended(before: tuple[str, ...], values: tuple[str, ...]) -> bool:
    """Return whether all values of an enum stay, in their order."""
    left = iter(values)
    return all(value in left for value in before)


def _added(steps: Steps, key: Key, before: tuple[str, ...], values: tuple[str, ...]) -> Iterator[str]:
    """Yield the statements that add values, each at its place."""
    for place, value in enumerate(values):
        if value not in before:
            following = next((other for other in values[place + 1 :] if other in before), None)
            yield steps.dialect.add_enum_value(key, value, following)


def _free(taken: Mapping[Key, Any], key: Key) -> Key:
    names = (f"{key[1][:50]}_old{number or ''}" for number in range(len(taken) + 1))
    return next((key[0], name) for name in names if (key[0], name) not in taken)


def drop_objects(steps: Steps, after: Schema, replaced: list[str]) -> None:
    """Drop what is gone, and the types that ``make_objects`` put others in the place of."""
    steps.run(replaced)
    for key in [key for key in steps.schema.enums if key not in after.enums]:
        steps.run([steps.dialect.drop_type(key, domain=key in steps.schema.domains)])
    for key, sequence in list(steps.schema.sequences.items()):
        if key not in after.sequences:
            steps.do(Execute(DropSequence(sequence)))
    if steps.dialect.creates_namespaces:
        for name in steps.schema.namespaces:
            if name not in after.namespaces:
                steps.do(Execute(DropSchema(name)))


def sequence_form(sequence: sa.Sequence) -> tuple[Any, ...]:
    """Return what a sequence says of how it counts."""
    limits = (sequence.minvalue, sequence.maxvalue, sequence.cache)
    return (sequence.start or 1, sequence.increment or 1, *limits, bool(sequence.cycle))


def with_their_values(schema: Schema) -> Schema:
    """Return the schema with the values that an enum has in all columns of that type, whatever a script says."""
    for table in list(schema.tables.values()) if schema.enums else ():
        columns = tuple(_with_values(schema, column) for column in table.columns)
        if any(one is not other for one, other in zip(columns, table.columns, strict=True)):
            schema = schema.with_table(replace(table, columns=columns))
    return schema


def _with_values(schema: Schema, column: Column) -> Column:
    type_ = column.type
    if not isinstance(type_, sa.Enum) or not type_.name:
        return column
    key = schema.key(type_.name, type_.schema)
    values = schema.enums.get(key)
    if not values or tuple(type_.enums) == values:
        return column
    return replace(column, type=enum_type(key, values))
