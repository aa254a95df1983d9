"""The word ``current`` in a range: the revisions that a database is at."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy.engine import URL

from sqlcompile.errors import InvalidRange
from sqlcompile.live.connecting import Target, reached
from sqlcompile.live.state import State, check_state, read_state
from sqlcompile.live.version_tables import version_table_in
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.settings import Config

_CURRENT = re.compile(r"(?<![^:,@\s])current(?=(?P<steps>[+-]\d+)?\s*(?:[:,]|\Z))")


@dataclass(frozen=True, slots=True)
class Located:
    """A database, and where it is in the history."""

    target: Target
    state: State


def asks_current(text: str) -> bool:
    """Return whether a range says ``current``."""
    return _CURRENT.search(text) is not None


def locate(config: Config, graph: RevisionGraph, url: URL) -> Located:
    """Return where the database of a URL is; only its version table is read.

    Raises ConnectionFailed, and ForeignVersion for rows that this project would not have written.
    """
    with reached(url) as (target, connection):
        state = read_state(connection, version_table_in(config, graph, target.dialect))
    check_state(graph, state, target.place)
    return Located(target, state)


def replaced(text: str, state: State) -> str:
    """Return a range with the revisions of a database in the place of ``current``.

    Raises InvalidRange for a count from several revisions.
    """

    def revisions(found: re.Match[str]) -> str:
        if found["steps"] and len(state.rows) > 1:
            raise InvalidRange(
                f'"{text}" counts from several revisions: {state}.', hint="Name the one that is meant instead."
            )
        return ",".join(state.rows) or "base"

    return _CURRENT.sub(revisions, text)
