"""Tables that raw SQL may have changed, which nobody could read."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from sqlcompile.autogenerate.leftovers import shown
from sqlcompile.compiling.run import Run
from sqlcompile.errors import Location
from sqlcompile.schema.model import Key, Schema


def doubts_of(run: Run, root: Path) -> dict[Key, str]:
    """Return a sentence for each table that the history has made and that is not known since."""
    places = ", ".join(dict.fromkeys(_shown(place, root) for place in run.not_analysed))
    return {
        key: f"CHECK: raw SQL was not analysed, and may have changed {shown(key)}: {places or 'see the history'}."
        for key, table in run.schema.tables.items()
        if not table.complete and table.columns and shown(key) not in run.assumed
    }


def taken_as_known(schema: Schema, keys: Collection[Key]) -> Schema:
    """Return the schema with tables taken for what is known of them."""
    for key in keys:
        schema = schema.with_table(replace(schema.tables[key], complete=True))
    return schema


def _shown(place: Location, root: Path) -> str:
    path = place.path.relative_to(root) if place.path.is_relative_to(root) else place.path
    return f"{path.as_posix()} (line {place.line})"
