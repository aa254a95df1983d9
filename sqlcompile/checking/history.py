"""What one pass over the history finds: what does not compile, and what a downgrade does not take back."""

from __future__ import annotations

import linecache
from dataclasses import dataclass, field

from sqlcompile.checking.comparing import changes_between
from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.model import Finding
from sqlcompile.checking.walking import Way
from sqlcompile.errors import Location, ScriptFailed, SqlcompileError
from sqlcompile.offline.environment import Configured
from sqlcompile.operations.operation import Operation
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.naming import resolve
from sqlcompile.project.plan import Plan, plan_upgrade
from sqlcompile.schema.model import Key, Schema

COMPILE = "compile"
DOWNGRADE = "downgrade"
_SAID = {"added": "is left", "removed": "is gone", "changed": "is another one"}


def plan_of(graph: RevisionGraph, configured: Configured) -> Plan:
    """Return the plan from base, or from where env.py begins, to all heads."""
    starting = configured.options.get("starting_rev")
    return plan_upgrade(graph, resolve(graph, starting) if starting else (), graph.heads)


@dataclass(slots=True)
class History:
    """What is gathered of the ways of all databases."""

    graph: RevisionGraph
    compiled: Gathered = field(default_factory=Gathered)
    taken_back: Gathered = field(default_factory=Gathered)
    stopped: bool = False
    """Whether some kind of database ended before the last revision."""
    irreversible: dict[str, None] = field(default_factory=dict)
    """The revisions that say themselves that there is no way back."""
    unproved: dict[str, None] = field(default_factory=dict)
    """The revisions with raw SQL that was not read: what their way back leaves is not known."""
    touched: dict[Key, Location] = field(default_factory=dict)
    """Where each table was last changed."""
    _unread: set[tuple[str, str | None, str]] = field(default_factory=set)
    _starts: dict[tuple[str, str | None], Schema] = field(default_factory=dict)

    def take(self, way: Way, database: str | None) -> None:
        """Take note of one way."""
        revision = way.revision.id
        if way.not_analysed:
            self.unproved[revision] = None
        if way.error is not None:
            self._failed(way, way.error, database)
        elif way.name == "upgrade":
            self._starts[way.dialect.name, database] = way.before
            self._touch(way)
        else:
            self._back(way, database)

    def _failed(self, way: Way, error: SqlcompileError, database: str | None) -> None:
        revision = way.revision
        if way.name == "downgrade" and (is_meant(error) or not revision.has_downgrade):
            self.irreversible[revision.id] = None
            return
        finding = Finding.of(COMPILE, error.at(revision.location), revision.id)
        details: tuple[str, ...] = ()
        if way.name == "upgrade":
            self.stopped = True
            later = len(self.graph) - self.graph.position(revision.id)
            details = (f"The revisions after it were not compiled, {later} of them.",) if later else ()
        self.compiled.add(finding, way.dialect.name, database, details=details)

    def _touch(self, way: Way) -> None:
        places = {_table_of(one.entry.operation): one.entry.location for one in reversed(way.written)}
        for key in way.after.keys_differing(way.before):
            self.touched[key] = places.get(key[1], way.revision.location)

    def _back(self, way: Way, database: str | None) -> None:
        """Compare the schema after a downgrade with the one before its upgrade."""
        revision = way.revision
        before = self._starts.pop((way.dialect.name, database))
        items = changes_between(before, way.after, way.dialect)
        if not items:
            return
        said = "does not lead back to the schema before upgrade()" if way.written else "does nothing, and upgrade() did"
        finding = Finding(
            DOWNGRADE,
            f"downgrade() of revision {revision.id} {said}.",
            _downgrade_line(way) or revision.location,
            revision.id,
        )
        self.taken_back.add(
            finding,
            way.dialect.name,
            database,
            key=tuple((one.how, one.what, one.table, one.name) for one in items),
            details=tuple(one.line(_SAID) for one in items),
        )


def _table_of(operation: Operation) -> str | None:
    names = (getattr(operation, "table", None), getattr(getattr(operation, "made", None), "name", None))
    return next((name for name in names if isinstance(name, str)), None)


def _downgrade_line(way: Way) -> Location | None:
    """Return the line on which a script's downgrade() begins."""
    path = way.revision.path
    for number, line in enumerate(linecache.getlines(str(path)), start=1):
        if line.startswith(("def downgrade", "async def downgrade")):
            return Location(path, number)
    return None


def is_meant(error: SqlcompileError) -> bool:
    """Return whether a script's own ``raise`` statement ended it, not a mistake in it."""
    if not isinstance(error, ScriptFailed):
        return False
    if isinstance(error.cause, NotImplementedError):
        return True
    trace = error.cause.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    if trace is None or error.location is None or trace.tb_frame.f_code.co_filename != str(error.location.path):
        return False
    line = linecache.getline(str(error.location.path), trace.tb_lineno)
    return line.lstrip().startswith("raise")
