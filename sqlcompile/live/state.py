"""What a database's version table says, and whether it is what this project would have written."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy import exc

from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.errors import ConnectionFailed, ForeignVersion
from sqlcompile.live.secrets import server_words
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import named_rows
from sqlcompile.project.revision import Revision


@dataclass(frozen=True, slots=True)
class State:
    """The rows of a version table, sorted; none is base. ``found`` is False where there is no such table."""

    rows: tuple[str, ...]
    found: bool = True

    def __str__(self) -> str:
        return named_rows(self.rows)


def read_state(connection: sa.Connection, table: VersionTable) -> State:
    """Return what the version table says; nothing else is read. Raises ConnectionFailed where it cannot be read."""
    words = ""
    if not (table.namespace or connection.engine.url.database or connection.dialect.default_schema_name):
        raise ConnectionFailed(
            "The URL names a server, and no database of it.",
            hint="Its name stands behind the host: mysql://user@host/DATABASE.",
        )
    try:
        if not sa.inspect(connection).has_table(table.name, schema=table.namespace):
            return State((), found=False)
        column: sa.ColumnClause[str] = sa.column("version_num")
        rows = connection.execute(sa.select(column).select_from(sa.table(table.name, schema=table.namespace)))
        return State(tuple(sorted(str(row[0]) for row in rows)))
    except exc.DBAPIError as error:
        words = server_words(error.orig or error, connection.engine.url)
    raise ConnectionFailed(
        f'The version table "{table.name}" cannot be read: {words}',
        hint="Another one can be named: version_table and version_table_schema in the settings.",
    )


def problems(graph: RevisionGraph, state: State) -> dict[str, str]:
    """Return, for each row that this project would not have written, what is wrong with it."""
    found = {row: "no revision of this project" for row in state.rows if row not in graph}
    known = [row for row in state.rows if row in graph]
    for row, count in Counter(known).items():
        if count > 1:
            found[row] = f"there {count} times"
    newest = graph.maximal(graph.ancestors(known))
    for row in known:
        if row not in newest:
            later = next(one for one in known if one != row and row in graph.ancestors([one]))
            found[row] = f"applied already by {later}, which requires it"
    return found


def check_state(graph: RevisionGraph, state: State, place: object) -> None:
    """Raise ForeignVersion where a row of the version table is not one that this project would have written."""
    found = problems(graph, state)
    if found:
        raise ForeignVersion(str(place), found)


def pending(graph: RevisionGraph, state: State) -> tuple[Revision, ...]:
    """Return the revisions that are not applied, in the order in which they would be."""
    applied = graph.ancestors(row for row in state.rows if row in graph)
    return tuple(revision for revision in graph.revisions if revision.id not in applied)
