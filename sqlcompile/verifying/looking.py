"""Looking at a scratch database between the scripts, and at the replayed schema beside it."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from sqlcompile.project.plan import named_rows
from sqlcompile.schema.model import Key, Schema
from sqlcompile.verifying.comparing import Difference, differences
from sqlcompile.verifying.compiled import Scripts
from sqlcompile.verifying.contents import Content, contents
from sqlcompile.verifying.describing import Scope, describe, shown
from sqlcompile.verifying.facts import Described
from sqlcompile.verifying.scratch import Scratch

_LISTED = frozenset({"table", "view", "materialized view"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a database differs from the replayed schema, and the names of all that stands in it."""

    differences: list[Difference]
    names: frozenset[str]


class Looking:
    """What a database is compared with, for all of a proof.

    One connection looks as long as the database is the same: it is in no transaction and so holds nothing.
    """

    def __init__(self, scripts: Scripts, scratch: Scratch) -> None:
        self._scripts = scripts
        self._scratch = scratch
        self._dialect = scripts.dialect
        self._spaces: set[str] = set()
        self._open: Connection | None = None
        self._stack = contextlib.ExitStack()
        self.not_compared: set[str] = set()

    def close(self) -> None:
        """Let go of the database: another one will be in its place, or none."""
        self._open = None
        self._stack.close()

    @property
    def _connection(self) -> Connection:
        if self._open is None:
            self._open = self._stack.enter_context(self._scratch.connected())
        return self._open

    # --- a database and the replayed schema ---

    def after_step(
        self,
        expected: Schema,
        changed: Iterable[Schema],
        rows: tuple[str, ...],
        *,
        ordered: bool,
        suspects: Iterable[str | None] = (),
    ) -> Look:
        """Return how the database differs from a schema in what a script changed, in names, and in the version rows.

        ``changed`` are schemas between which the script's changes lie; ``ordered`` says whether the order of
        columns counts, which a column that was dropped and comes back does not keep; ``suspects`` are tables
        that are to be looked at in any case.
        """
        named = set(suspects)
        tables = {key for key in expected.tables if shown(key) in named} if named else set[Key]()
        for other in changed:
            tables |= expected.keys_differing(other)
        found = contents(self._connection, self._dialect)
        differing = self._differences(expected, frozenset(tables), found, ordered=ordered)
        return Look([*differing, *self._version(rows)], self._names(found))

    def all_differences(self, expected: Schema, tables: frozenset[Key] | None = None) -> list[Difference]:
        """Return how the database differs from a schema, in all tables or in some."""
        return self._differences(expected, tables, contents(self._connection, self._dialect), ordered=True)

    def _differences(
        self, expected: Schema, tables: frozenset[Key] | None, there: list[Content], *, ordered: bool
    ) -> list[Difference]:
        scope = Scope(self._namespaces(expected), tables, self._scripts.hidden)
        wanted = describe(self._scripts.answering(expected), self._dialect, scope, expected)
        self.not_compared |= wanted.unknown
        return differences(wanted, self._found(scope, there), exact=False, ordered=ordered)

    def _found(self, scope: Scope, there: list[Content]) -> Described:
        """Return what is there, without what an extension brought along."""
        found = describe(self._connection, self._dialect, scope)
        listed = {one.name for one in there if one.kind in _LISTED}
        extended = {thing.shown for thing in found.things if thing.kind in _LISTED and "." not in thing.shown} - listed
        if not extended:
            return found
        kept = [
            thing
            for thing in found.things
            if thing.of not in extended and not (thing.kind in _LISTED and thing.shown in extended)
        ]
        return replace(found, things=tuple(kept))

    def _version(self, rows: tuple[str, ...]) -> list[Difference]:
        namespace, name = self._scripts.version_table
        table = self._dialect.table_name(name, namespace)
        column = self._dialect.quote("version_num")
        try:
            result = self._connection.exec_driver_sql(f"SELECT {column} FROM {table}")
        except DBAPIError:
            return [Difference(name, "version table", None, "version table", None)]
        there = tuple(sorted(str(row[0]) for row in result))
        if there == tuple(sorted(rows)):
            return []
        shown = [named_rows(one) for one in (rows, there)]
        return [Difference(name, "", "version", shown[0], shown[1])]

    # --- a database and itself ---

    def everything(self) -> Described:
        """Return all that is in the database now, to be compared with the same at another time."""
        scope = Scope(self._namespaces(None), None, self._scripts.hidden)
        return self._found(scope, contents(self._connection, self._dialect))

    def told_by_nobody(self, schema: Schema) -> Described:
        """Return what is in the tables that a schema does not know as a whole."""
        hidden = self._scripts.hidden
        tables = {key for key, table in schema.tables.items() if not table.complete and key not in hidden}
        if not tables:
            return Described(())
        spaces = tuple(dict.fromkeys(namespace for namespace, _ in sorted(tables, key=str)))
        found = describe(self._connection, self._dialect, Scope(spaces, frozenset(tables), hidden))
        return replace(found, things=tuple(thing for thing in found.things if thing.of is not None))

    def names(self) -> frozenset[str]:
        """Return the names of all that stands in the database, functions and triggers too."""
        return self._names(contents(self._connection, self._dialect))

    def _names(self, found: list[Content]) -> frozenset[str]:
        hidden = {name for _, name in self._scripts.hidden}
        return frozenset(one.shown for one in found if not (one.kind == "table" and one.name in hidden))

    def _namespaces(self, schema: Schema | None) -> tuple[str | None, ...]:
        """Return the namespaces to look at: the default one, and those that the history has used until now."""
        if schema is not None:
            things = (schema.tables, schema.views, schema.sequences, schema.enums)
            self._spaces.update(key[0] for kind in things for key in kind if key[0] is not None)
        return (None, *sorted(self._spaces))


def names_differing(expected: frozenset[str], found: frozenset[str]) -> list[Difference]:
    """Return what is missing, and what is there and was not."""
    missing = [Difference(None, name, None, name, None) for name in sorted(expected - found)]
    return missing + [Difference(None, name, None, None, name) for name in sorted(found - expected)]
