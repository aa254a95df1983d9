"""The schema of a database that is there: it is only read."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import sqlalchemy as sa
from sqlalchemy import exc

from sqlcompile.autogenerate.models import with_table
from sqlcompile.compiling.run import Run
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError, ConnectionFailed
from sqlcompile.live.connecting import reached
from sqlcompile.live.secrets import server_words
from sqlcompile.live.urls import need_url
from sqlcompile.schema.model import Constraint, Schema, Table
from sqlcompile.verifying.comparing import differences
from sqlcompile.verifying.describing import Scope, describe, shown
from sqlcompile.verifying.facts import Described

_OF_THE_SYSTEM = ("information_schema", "mysql", "performance_schema", "sys")
_KINDS = {"foreign key": "foreignkey", "unique constraint": "unique", "check": "check"}


@dataclass(frozen=True, slots=True)
class Live:
    """What a database tells of the tables in some of its schemas; None is the default one."""

    dialect: Dialect
    told: Described
    metadata: sa.MetaData
    namespaces: tuple[str | None, ...] = (None,)


def read_database(url: str, includes: Callable[[str], bool] | None = None) -> Live:
    """Return what the database at a URL tells of its default schema, and of those that ``includes`` names.

    Raises ConfigError for a bad URL, and ConnectionFailed.
    """
    with reached(need_url(url, None)) as (target, connection):
        metadata = sa.MetaData()
        try:
            inspector = sa.inspect(connection)
            others = [name for name in inspector.get_schema_names() if includes is not None and includes(name)]
            own = {inspector.default_schema_name, *_OF_THE_SYSTEM}
            namespaces = (None, *(name for name in others if name not in own))
            told = describe(connection, target.dialect, Scope(namespaces))
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", exc.SAWarning)  # what has no reflection is not compared
                for namespace in namespaces:
                    metadata.reflect(connection, schema=namespace)
        except exc.DBAPIError as error:
            raise ConnectionFailed(
                f"The schema cannot be read: {server_words(error.orig or error, connection.engine.url)}",
                hint="Check what the user may read.",
            ) from None
        return Live(target.dialect, told, metadata, namespaces)


def schema_at(live: Live, run: Run, known: Sequence[Schema]) -> Schema:
    """Return the schema of a database; tables that are in schemas which it was not asked for are as the run has them.

    A database tells a thing in its own words. What it would tell of a thing of a ``known`` schema in the same
    ones is that thing; anything else is what SQLAlchemy's reflection makes of it. Raises ConfigError where it
    is another kind of database than that of the run.
    """
    dialect = run.dialect
    wanted, there = dialect.name, live.dialect.name
    if wanted != there:
        raise ConfigError(
            f"The database is {live.dialect.title}, and the revision is written for {dialect.title}.",
            hint=f"Write it for that one: `-d {there}`.",
        )
    schema = Schema(dialect.default_namespace)
    for name in sorted(live.metadata.tables):
        made = live.metadata.tables[name]
        if schema.key(made.name, made.schema)[0] in live.namespaces:
            schema = with_table(schema, dialect, made)
    for one in known:
        answering = Run(dialect, one, run.surroundings)
        telling = _Telling(live.told, describe(answering.bind(), dialect, Scope(live.namespaces), one))
        schema = telling.applied(schema, one)
    for key, table in run.schema.tables.items():
        if key[0] not in live.namespaces:
            schema = schema.with_table(table)
    read = [name for name in live.namespaces if name is not None]
    kept = [name for name in run.schema.namespaces if name not in read]
    return replace(schema, namespaces=(*kept, *read)) if read else schema


@dataclass(frozen=True, slots=True)
class _Telling:
    """What a database tells, and what it would tell of a known schema."""

    found: Described
    known: Described

    def applied(self, schema: Schema, known: Schema) -> Schema:
        """Return the schema with all that is told in the same words as it is known."""
        for key, table in list(schema.tables.items()):
            other = known.tables.get(key)
            if other is not None and other.complete:
                schema = schema.with_table(self._table(table, other, shown(key)))
        told = {thing.shown for thing in self.found.things if thing.kind == "sequence"}
        sequences = {key: one for key, one in known.sequences.items() if shown(key) in told}
        told = {thing.shown for thing in self.found.things if thing.kind == "type"}
        enums = {key: one for key, one in known.enums.items() if shown(key) in told and key not in schema.enums}
        return replace(
            schema,
            sequences={**schema.sequences, **sequences},
            enums={**enums, **schema.enums},
            namespaces=known.namespaces,
        )

    def _table(self, table: Table, known: Table, label: str) -> Table:
        columns = tuple(
            one
            if (one := known.find_column(column.name)) is not None and self._is_same(label, "column", column.name)
            else column
            for column in table.columns
        )
        table = replace(table, columns=columns, options=known.options, prefixes=known.prefixes)
        if self._is_same(label, "primary key"):
            table = replace(table, primary_key=known.primary_key)
        if self._is_same(label, "comment"):
            table = replace(table, comment=known.comment)
        same = [kind for name, kind in _KINDS.items() if self._is_same(label, name)]
        kept: list[Constraint] = [one for one in table.constraints if one.kind not in same]
        kept += [one for one in known.constraints if one.kind in same or one.kind == "exclude"]
        table = replace(table, constraints=tuple(kept))
        return replace(table, indexes=known.indexes) if self._is_same(label, "index") else table

    def _is_same(self, table: str, kind: str, name: str | None = None) -> bool:
        sides = [
            Described(
                tuple(
                    thing
                    for thing in side.things
                    if thing.of == table and thing.kind == kind and name in (None, thing.shown)
                ),
                frozenset(),
            )
            for side in (self.known, self.found)
        ]
        return not differences(*sides, exact=False, ordered=False)
