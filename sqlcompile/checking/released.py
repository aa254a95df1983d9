"""Whether released revisions compile to other SQL now than they did: in the bundle, or at a revision of git."""

from __future__ import annotations

from collections.abc import Iterator

from sqlcompile.checking.gathering import Gathered
from sqlcompile.checking.model import Finding
from sqlcompile.diff.model import REMOVED, SAME, Diff, Part, Row
from sqlcompile.diff.released import not_allowed
from sqlcompile.errors import Location
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config

NAME = "released"
_MOST = 3
"""How many statements are shown of a revision."""


def add_released(
    gathered: Gathered, diff: Diff, config: Config, graph: RevisionGraph, released: str, place: Location | None
) -> None:
    """Add the released revisions of a diff that changed or are gone.

    ``released`` says where they are released; ``place`` is where a revision counts that is gone.
    """
    for part in not_allowed(diff):
        if part.kind == REMOVED.name:
            message = f"Revision {part.revision}, released in {released}, is gone."
        else:
            message = f"{part.direction}() of revision {part.revision} compiles to other SQL than in {released}."
        details = tuple(line for row in _changed(part) for line in _lines(row))
        location = graph[part.revision].location if part.revision in graph else place
        row = next(iter(_changed(part)), None)
        if row is not None and part.revision in graph:
            location = _location(row, config) or location
        hint = f"Write a new revision instead, or accept it: `--accept {NAME}:{part.revision}`."
        finding = Finding(NAME, message, location, part.revision, hint=hint)
        gathered.add(finding, part.scope, None, details=details)


def _changed(part: Part) -> list[Row]:
    return [row for row in part.rows if row.cells[1].kind != SAME.name][:_MOST]


def _lines(row: Row) -> Iterator[str]:
    for name, cell in zip(("was", "is"), row.cells, strict=True):
        for statement in cell.statements:
            yield f"{name}: {' '.join(statement.split())}"


def _location(row: Row, config: Config) -> Location | None:
    file, _, line = row.location.rpartition(":")
    return Location(config.root / file, int(line)) if file and line.isdigit() else None
