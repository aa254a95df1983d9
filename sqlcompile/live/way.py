"""The files of a bundle that lead a database from where it is to where it shall be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlcompile.bundle.manifest import Entry, Target
from sqlcompile.bundle.reading import Bundle
from sqlcompile.errors import BundleError, ConfigError
from sqlcompile.live.state import State


@dataclass(frozen=True, slots=True)
class Way:
    """Files in the order in which they are to be run; none where the database is there already."""

    entries: tuple[Entry, ...]
    end: tuple[str, ...]


def target_in(bundle: Bundle, dialect: str, engine: str | None) -> Target:
    """Return the database of a bundle that a server can be; raises ConfigError where none or several can.

    ``engine`` is its name where env.py has several.
    """
    targets = bundle.manifest.targets
    found = [one for one in targets if one.dialect == dialect and engine in (None, one.database)]
    if len(found) == 1:
        return found[0]
    if found:
        names = ", ".join(str(one.database) for one in found)
        raise ConfigError(
            f"The bundle is for several databases: {names}.", hint="Name the one that is meant: --engine."
        )
    kinds = ", ".join(f"{one.dialect}{f' ({one.database})' if one.database else ''}" for one in targets) or "none"
    raise ConfigError(
        f"The bundle has no scripts for {dialect}{f' ({engine})' if engine else ''}: it is for {kinds}.",
        hint=f"`sqlcompile bundle -d {dialect}` writes them.",
    )


def way_up(bundle: Bundle, target: Target, state: State, to: str | None) -> Way:
    """Return the files that apply what is missing, up to a revision or to the end.

    Raises BundleError for a database that is at no state of the bundle, ConfigError for another revision.
    """
    ups = bundle.entries("up", target.dialect, target.database)
    reached = _reached(ups, target, state)
    last = len(ups) if to is None else _named(ups, to) + 1
    if last < reached:
        raise ConfigError(f"{to} is applied already: the database is at {state}.", hint="--down goes back to it.")
    entries = ups[reached:last]
    return Way(entries, entries[-1].end if entries else state.rows)


def way_down(bundle: Bundle, target: Target, state: State, to: str | None) -> Way:
    """Return the files that go back to a revision, or to base.

    Raises what :func:`way_up` does, and BundleError where a revision on the way cannot be undone.
    """
    if to is None:
        raise ConfigError("--down does not say how far to go back.", hint="Name a revision, or base: --down --to base.")
    ups = bundle.entries("up", target.dialect, target.database)
    downs = {one.position: one for one in bundle.entries("down", target.dialect, target.database)}
    reached = _reached(ups, target, state)
    first = 0 if to in (target.start or ("base",)) else _named(ups, to) + 1
    if first > reached:
        raise ConfigError(f"{to} is not applied: the database is at {state}.", hint="Without --down, it is applied.")
    entries = tuple(downs[one.position] for one in reversed(ups[first:reached]))
    for one in entries:
        if one.irreversible:
            raise BundleError(
                f"{one.revision} cannot be undone: {one.irreversible}.",
                hint="Nothing was changed. Name a later revision with --to.",
            )
    return Way(entries, entries[-1].end if entries else state.rows)


def _reached(ups: Sequence[Entry], target: Target, state: State) -> int:
    """Return how many of the files are applied already."""
    states = [target.start, *(one.end for one in ups)]
    for number, rows in enumerate(states):
        if tuple(sorted(rows)) == state.rows:
            return number
    leads = f"from {', '.join(target.start) or 'base'} to {', '.join(target.end) or 'base'}"
    raise BundleError(
        f"The database is at {state}, and no file of the bundle begins there: they lead {leads}.",
        hint="Is it the right database, and the right bundle? Nothing was changed.",
    )


def _named(ups: Sequence[Entry], name: str) -> int:
    """Return the place of a revision; the beginning of its id is enough where only one has it."""
    ids = [one.revision or "" for one in ups]
    if name in ids:
        return ids.index(name)
    found = [place for place, one in enumerate(ids) if one.startswith(name)]
    if len(found) != 1:
        said = "no revision" if not found else "several revisions"
        raise ConfigError(
            f'The bundle has {said} that "{name}" names.',
            hint=f"It has {', '.join(ids[place] for place in found) or ', '.join(ids) or 'none'}.",
        )
    return found[0]
