"""Text for a terminal: a table after the other, each with its columns and what stands on it."""

from __future__ import annotations

from collections.abc import Iterator

from sqlcompile.project.printable import one_line, printable
from sqlcompile.showing.changes import Item, changes
from sqlcompile.showing.model import Change, Shown, Table, View, shown
from sqlcompile.showing.replaying import Note
from sqlcompile.showing.words import column_words, constraint_line, index_line, sequence_line, type_line

_MARKS = {"added": "+", "removed": "-", "changed": "~"}
_WIDEST = 40
"""How wide a column of names or types becomes; what is longer stands out."""


def render(shown_: Shown, note: Note) -> str:
    """Return the schema as text."""
    found = shown_.described
    lines = [shown_.title, *shown_.notes]
    groups = [
        [f"namespace {one_line(name)}" for name in found.namespaces],
        [type_line(type_) for type_ in found.types],
        [sequence_line(sequence) for sequence in found.sequences],
        *([*_table(table)] for table in found.tables),
        *([*_view(view)] for view in found.views),
        [f"trigger {one_line(one.name)} on {one_line(shown(one.namespace, one.table))}" for one in found.triggers],
        [f"{one.kind} {one_line(one.name)}" for one in found.routines],
    ]
    for group in groups:
        lines += ["", *group] if group else []
    if len(lines) == 1 + len(shown_.notes):
        lines += ["", "Nothing is there."]
    return "\n".join([*lines, ""])


def _table(table: Table) -> Iterator[str]:
    said = [shown(table.namespace, table.name)]
    said += [f"({name} {value})" for name, value in table.options.items()]
    said += [] if table.complete else ["(the history does not tell the whole of it)"]
    said += [f'"{table.comment}"'] if table.comment else []
    yield f"table {one_line(' '.join(said))}"
    words = [column_words(column) for column in table.columns]
    widths = [min(_WIDEST, max((len(one[place]) for one in words), default=0)) for place in (0, 1)]
    for name, type_, rest in words:
        yield f"  {name.ljust(widths[0])}  {type_.ljust(widths[1])}  {rest}".rstrip()
    yield from (f"  {constraint_line(constraint)}" for constraint in table.constraints)
    yield from (f"  {index_line(index)}" for index in table.indexes)


def _view(view: View) -> Iterator[str]:
    kind = "materialized view" if view.materialized else "view"
    comment = f' "{view.comment}"' if view.comment else ""
    yield one_line(f"{kind} {shown(view.namespace, view.name)}{comment}")
    yield from (f"  {printable(line)}".rstrip() for line in view.text.splitlines())
    yield from (f"  {index_line(index)}" for index in view.indexes)


def render_change(change: Change, note: Note) -> str:
    """Return what changes: ``+`` for what comes, ``-`` for what goes, ``~`` for what becomes another."""
    lines = [change.title, *change.notes]
    found = changes(change)
    last = None
    for item in found:
        table = item.name if item.what == "table" else item.table
        if table is not None and item.what == "table":
            lines += ["", _item(item)]
        elif table is not None:
            lines += ["", f"~ table {one_line(table)}"] if table != last else []
            lines.append(f"    {_item(item)}")
        else:
            lines += ["", _item(item)] if last != "" else [_item(item)]
        last = table or ""
    return "\n".join([*lines, *([] if found else ["", "Nothing changes."]), ""])


def _item(item: Item) -> str:
    """Return one change on a line, what was there before an arrow."""
    both = [text for text in (item.before, item.after) if text is not None]
    return f"{_MARKS[item.how]} {' => '.join(both)}"
