"""Which released revisions may change."""

from __future__ import annotations

from collections.abc import Sequence

from sqlcompile.diff.model import CHANGED, REMOVED, Diff, Part
from sqlcompile.errors import AmbiguousRevision, RevisionNotFound

ALL = "all"


def not_allowed(diff: Diff, allowed: Sequence[str] = ()) -> tuple[Part, ...]:
    """Return the parts of released revisions that are changed or removed, and are not allowed to be.

    ``allowed`` names revisions, by their ids or the beginnings of them, or says "all". Raises RevisionNotFound
    for what names none of the diff, AmbiguousRevision for the beginning of several.
    """
    known = tuple(dict.fromkeys(part.revision for part in diff.parts))
    free = {_named(one, known) for one in allowed if one != ALL}
    if ALL in allowed:
        return ()
    touched = (CHANGED.name, REMOVED.name)
    return tuple(part for part in diff.parts if part.kind in touched and part.revision not in free)


def _named(name: str, known: Sequence[str]) -> str:
    if name in known:
        return name
    found = [one for one in known if name and one.startswith(name)]
    if not found:
        raise RevisionNotFound(name)
    if len(found) > 1:
        raise AmbiguousRevision(name, found)
    return found[0]
