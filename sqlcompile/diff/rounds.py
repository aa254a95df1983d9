"""Several versions of one kind of database, which have no place in one bundle: they are compared one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sqlcompile.bundle.naming import folder_of
from sqlcompile.dialect.load import load_dialect
from sqlcompile.diff.model import Diff
from sqlcompile.scripts.places import chosen_for

Round = tuple[str, ...]
"""Databases as ``-d`` names them, none of which has the folder of another."""


def rounds(dialects: Sequence[str]) -> tuple[Round, ...]:
    """Return the databases in as few rounds as can be; raises UnknownDialect."""
    found: list[dict[str, str]] = [{}]
    for name in dialects:
        place = next((one for one in found if _folder(name) not in one), None)
        if place is None:
            found.append(place := {})
        place[_folder(name)] = name
    return tuple(tuple(one.values()) for one in found)


def joined(diffs: Sequence[Diff], of: Sequence[Round]) -> Diff:
    """Return the diffs of rounds as one, in which the scope of a part is the name that its database was given."""
    if len(diffs) == 1:
        return diffs[0]
    parts = []
    for diff, names in zip(diffs, of, strict=True):
        scopes = {_folder(name): name for name in names}
        parts += [replace(part, scope=scopes.get(part.scope, part.scope or names[0])) for part in diff.parts]
    order = {name: place for place, name in enumerate(dict.fromkeys(part.revision for part in parts))}
    parts.sort(key=lambda part: (order[part.revision], part.direction == "downgrade"))
    return replace(
        diffs[0],
        parts=tuple(parts),
        summary=tuple(count for diff in diffs for count in diff.summary),
        notes=tuple(dict.fromkeys(note for diff in diffs for note in diff.notes)),
    )


def _folder(name: str) -> str:
    database, kind = chosen_for(name)
    return folder_of(load_dialect(kind).name, database)
