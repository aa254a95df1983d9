"""The statements that make the schema in an empty database, or that change one into the other."""

from __future__ import annotations

from sqlcompile.autogenerate.difference import difference
from sqlcompile.diff.ddl import script
from sqlcompile.showing.making import making
from sqlcompile.showing.model import Change, Shown
from sqlcompile.showing.replaying import Note

_HINT = "`--format tables` shows the schema all the same; -d names another database."
_LEFT = "Rows, grants, the version table and what else is in no schema of the history are left out."
_STAMP = "sqlcompile stamp writes the version table."


def render(shown: Shown, note: Note) -> str:
    """Return the script; raises SqlcompileError for what the database cannot express."""
    operations, notes = making(shown.schema, shown.dialect, shown.described)
    for text in notes:
        note(text)
    head = [f"{shown.title}, for an empty database", f"{_LEFT} {_STAMP}", *shown.notes, *notes]
    before = type(shown.schema)(shown.schema.default_namespace)
    return script(shown.dialect, head, operations, before, shown.version_table, _HINT)


def render_change(change: Change, note: Note) -> str:
    """Return the script that makes the second schema of the first; raises SqlcompileError."""
    before, dialect = change.first.schema, change.first.dialect
    found = difference(before, change.second.schema, dialect)
    for text in found.notes:
        note(text)
    head = [change.title, _LEFT, *change.second.notes, *found.notes]
    return script(dialect, head, found.operations, before, change.second.version_table, _HINT)
