"""What ``sqlcompile status`` says of a database, for people and for programs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.live.connecting import Target
from sqlcompile.live.state import State, pending, problems
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.revision import Revision


@dataclass(frozen=True, slots=True)
class Report:
    """Where a database is in a history; ``pending`` is None where its rows leave that unknown."""

    target: Target
    table: VersionTable
    state: State
    at: tuple[Revision, ...]
    problems: dict[str, str]
    pending: tuple[Revision, ...] | None

    @classmethod
    def of(cls, graph: RevisionGraph, target: Target, table: VersionTable, state: State) -> Report:
        """Return the report on a version table's rows."""
        found = problems(graph, state)
        at = tuple(graph[row] for row in state.rows if row in graph)
        return cls(target, table, state, at, found, None if found else pending(graph, state))

    @property
    def up_to_date(self) -> bool:
        """Whether every row is this project's and no revision is pending."""
        return self.pending == ()

    def text(self) -> str:
        """Return it as lines for a terminal."""
        return "\n".join(self._lines())

    def json(self) -> str:
        """Return it as a JSON object."""
        place = self.target.place
        messages = {revision.id: revision.message for revision in self.at}
        rows = [
            {"revision": row, "message": messages.get(row), "problem": self.problems.get(row)}
            for row in self.state.rows
        ]
        return json.dumps(
            {
                "dialect": self.target.dialect.name,
                "server": place.title,
                "host": place.host,
                "database": place.database,
                "user": place.user,
                "version_table": ".".join(part for part in (self.table.namespace, self.table.name) if part),
                "version_table_exists": self.state.found,
                "rows": rows,
                "pending": self.pending
                if self.pending is None
                else [{"revision": one.id, "message": one.message} for one in self.pending],
                "up_to_date": self.up_to_date,
            },
            indent=2,
            ensure_ascii=False,
        )

    def _lines(self) -> Iterator[str]:
        yield str(self.target.place)
        if not self.state.rows:
            yield f"at      base{'' if self.state.found else f', there is no table {self.table.name}'}"
        messages = {revision.id: revision.message for revision in self.at}
        for row in self.state.rows:
            said = f": {self.problems[row]}" if row in self.problems else f", {messages[row]}"
            yield f"at      {row}{said}"
        if self.pending is None:
            yield "pending unknown: the version table has rows that this project would not have written"
        elif not self.pending:
            yield "pending nothing"
        else:
            yield f"pending {len(self.pending)}"
            yield from (f"        {revision.id}, {revision.message}" for revision in self.pending)
