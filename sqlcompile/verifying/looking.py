"""Looking at a scratch database between the scripts, and at the replayed schema beside it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy.engine import Connection

from sqlcompile.schema.model import Key, Schema
from sqlcompile.verifying.comparing import Difference, differences
from sqlcompile.verifying.compiled import Scripts
from sqlcompile.verifying.contents import contents
from sqlcompile.verifying.describing import Scope, describe
from sqlcompile.verifying.facts import Described
from sqlcompile.verifying.scratch import Scratch

_LISTED = frozenset({"table", "view", "materialized view"})


class Looking:
    """What a database is compared with, for all of a proof."""

    def __init__(self, scripts: Scripts, scratch: Scratch) -> None:
        self._scripts = scripts
        self._scratch = scratch
        self._dialect = scripts.dialect
        self._spaces: set[str] = set()
        self.not_compared: set[str] = set()

    # --- a database and the replayed schema ---

    def after_step(
        self, expected: Schema, changed: Iterable[Schema], rows: tuple[str, ...], *, ordered: bool
    ) -> list[Difference]:
        """Return how the database differs from a schema in what a script changed, in names, and in the version rows.

        ``changed`` are schemas between which the script's changes lie; ``ordered`` says whether the order of
        columns counts, which a column that was dropped and comes back does not keep.
        """
        tables: set[Key] = set()
        for other in changed:
            tables |= expected.keys_differing(other)
        with self._scratch.connected() as connection:
            return [
                *self._differences(connection, expected, frozenset(tables), ordered=ordered),
                *self._version(connection, rows),
            ]

    def all_differences(self, expected: Schema, tables: frozenset[Key] | None = None) -> list[Difference]:
        """Return how the database differs from a schema, in all tables or in some."""
        with self._scratch.connected() as connection:
            return self._differences(connection, expected, tables, ordered=True)

    def _differences(
        self, connection: Connection, expected: Schema, tables: frozenset[Key] | None, *, ordered: bool
    ) -> list[Difference]:
        scope = Scope(self._namespaces(expected), tables, self._scripts.hidden)
        wanted = describe(self._scripts.answering(expected), self._dialect, scope, expected)
        self.not_compared |= wanted.unknown
        return differences(wanted, self._found(connection, scope), exact=False, ordered=ordered)

    def _found(self, connection: Connection, scope: Scope) -> Described:
        """Return what is there, without what an extension brought along."""
        found = describe(connection, self._dialect, scope)
        listed = {one.name for one in contents(connection, self._dialect) if one.kind in _LISTED}
        extended = {thing.shown for thing in found.things if thing.kind in _LISTED and "." not in thing.shown} - listed
        if not extended:
            return found
        kept = [
            thing
            for thing in found.things
            if thing.of not in extended and not (thing.kind in _LISTED and thing.shown in extended)
        ]
        return replace(found, things=tuple(kept))

    def _version(self, connection: Connection, rows: tuple[str, ...]) -> list[Difference]:
        namespace, name = self._scripts.version_table
        table = self._dialect.table_name(name, namespace)
        column = self._dialect.quote("version_num")
        result = connection.exec_driver_sql(f"SELECT {column} FROM {table}")
        there = tuple(sorted(str(row[0]) for row in result))
        if there == tuple(sorted(rows)):
            return []
        shown = [", ".join(one) or "base" for one in (rows, there)]
        return [Difference(name, "", "version", shown[0], shown[1])]

    # --- a database and itself ---

    def everything(self) -> Described:
        """Return all that is in the database now, to be compared with the same at another time."""
        with self._scratch.connected() as connection:
            scope = Scope(self._namespaces(None), None, self._scripts.hidden)
            return self._found(connection, scope)

    def told_by_nobody(self, schema: Schema) -> Described:
        """Return what is in the tables that a schema does not know as a whole."""
        hidden = self._scripts.hidden
        tables = {key for key, table in schema.tables.items() if not table.complete and key not in hidden}
        if not tables:
            return Described(())
        spaces = tuple(dict.fromkeys(namespace for namespace, _ in sorted(tables, key=str)))
        with self._scratch.connected() as connection:
            found = describe(connection, self._dialect, Scope(spaces, frozenset(tables), hidden))
        return replace(found, things=tuple(thing for thing in found.things if thing.of is not None))

    def names(self) -> frozenset[str]:
        """Return the names of all that stands in the database, functions and triggers too."""
        hidden = {name for _, name in self._scripts.hidden}
        with self._scratch.connected() as connection:
            found = contents(connection, self._dialect)
        return frozenset(one.shown for one in found if not (one.kind == "table" and one.name in hidden))

    @staticmethod
    def names_differing(expected: frozenset[str], found: frozenset[str]) -> list[Difference]:
        """Return what is missing, and what is there and was not."""
        missing = [Difference(None, name, None, name, None) for name in sorted(expected - found)]
        return missing + [Difference(None, name, None, None, name) for name in sorted(found - expected)]

    def _namespaces(self, schema: Schema | None) -> tuple[str | None, ...]:
        """Return the namespaces to look at: the default one, and those that the history has used until now."""
        if schema is not None:
            things = (schema.tables, schema.views, schema.sequences, schema.enums)
            self._spaces.update(key[0] for kind in things for key in kind if key[0] is not None)
        return (None, *sorted(self._spaces))
