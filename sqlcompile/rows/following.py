"""What an operation did to the tables that hold rows: which went, came, changed, and what was renamed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.schema.model import Column, Key, Schema, Table

_NAME = r"[\"`\[]?{}[\"`\]]?(?!\w)"
_DROPS = r"\bDROP\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?" + _NAME
_ADDS = r"\bADD\s+(?:COLUMN\s+)?(?:IF\s+NOT\s+EXISTS\s+)?[(]?[^;]*?" + _NAME
_WORD = r"(\w+|\"[^\"]+\"|`[^`]+`)"
_RENAMES = re.compile(
    rf"\b(?:CHANGE\s+(?:COLUMN\s+)?(?:IF\s+EXISTS\s+)?{_WORD}\s+{_WORD}|RENAME\s+(?:COLUMN\s+)?{_WORD}\s+TO\s+{_WORD})",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Changes:
    """The tables that differ; ``renamed`` has the old key of each new one that is an old one."""

    gone: frozenset[Key] = frozenset()
    new: frozenset[Key] = frozenset()
    changed: frozenset[Key] = frozenset()
    renamed: Mapping[Key, Key] = field(default_factory=dict)


def changes(before: Schema, after: Schema, operation: Operation | None) -> Changes:
    """Return how the tables differ.

    Raw SQL does not say what it renames: it is a table that came with the very columns of one that went.
    """
    keys = after.keys_differing(before)
    gone = {key for key in keys if key in before.tables and key not in after.tables}
    new = {key for key in keys if key in after.tables and key not in before.tables}
    renamed: dict[Key, Key] = {}
    if isinstance(operation, RenameTable):
        old = before.key(operation.table, operation.namespace)
        renamed[before.key(operation.new_name, operation.namespace)] = old
    for key in sorted(new - set(renamed), key=str):
        columns = after.tables[key].columns
        for old in sorted(gone - set(renamed.values()), key=str):
            if columns and _same(before.tables[old].columns, columns):
                renamed[key] = old
                break
    return Changes(
        gone=frozenset(gone - set(renamed.values())),
        new=frozenset(new - set(renamed)),
        changed=frozenset(keys & before.tables.keys() & after.tables.keys()),
        renamed={new: old for new, old in renamed.items() if old in gone},
    )


def _same(one: tuple[Column, ...], other: tuple[Column, ...]) -> bool:
    return len(one) == len(other) and all(a is b for a, b in zip(one, other, strict=True))


def sources(before: Table, after: Table, operation: Operation | None, text: str = "") -> dict[str, str | None]:
    """Return for each column of the table after an operation the column that its values come from, or None.

    ``text`` is the raw SQL where it was that. Raises Untranslatable where it does not say.
    """
    names: dict[str, str | None] = {column.name: column.name for column in before.columns}
    for step in _steps(operation):
        if isinstance(step, AddColumn):
            names[step.column.name] = None
        elif isinstance(step, DropColumn):
            names.pop(step.column, None)
        elif isinstance(step, AlterColumn) and step.new_name is not None:
            names[step.new_name] = names.pop(step.column, None)
    if text:
        names = _raw_names(names, text)
    old = {column.name for column in before.columns}
    kept = {column.name for column in after.columns}
    found: dict[str, str | None] = {}
    for place, column in enumerate(after.columns):
        source = names.get(column.name)
        if column.name not in names and place < len(before.columns):
            there = before.columns[place]
            if there.name not in kept and there.name in old and there.type is column.type:
                source = there.name
        if source is None and text and column.name not in names and old - kept and not _adds(text, column.name):
            raise Untranslatable(f"it does not say where {column.name} comes from")
        found[column.name] = source
    return found


def _raw_names(names: dict[str, str | None], text: str) -> dict[str, str | None]:
    """Return where columns come from after what raw SQL renames, and takes away to make it anew."""
    spelled = {name.lower(): name for name in names}
    pairs = [(one or other, new or last) for one, new, other, last in _RENAMES.findall(text)]
    renamed = {_plain(old): _plain(new) for old, new in pairs if _plain(old) != _plain(new)}
    made = dict(names)
    for old in renamed:
        made.pop(spelled.get(old.lower(), old), None)
    for old, new in renamed.items():
        made[new] = spelled.get(old.lower(), old)
    for name in names:
        if _adds(text, name) and re.search(_DROPS.format(re.escape(name)), text, re.IGNORECASE):
            made[name] = None
    return made


def _plain(name: str) -> str:
    return name.strip('"`[]')


def _adds(text: str, name: str) -> bool:
    return re.search(_ADDS.format(re.escape(name)), text, re.IGNORECASE) is not None


def _steps(operation: Operation | None) -> Iterator[Operation]:
    if isinstance(operation, BatchAlterTable):
        yield from operation.operations
    elif operation is not None:
        yield operation
