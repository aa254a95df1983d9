"""The order of rows that refer to rows of their own table: a database checks each INSERT by itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlcompile.autogenerate.leftovers import shown
from sqlcompile.errors import Unwritten
from sqlcompile.rows.contents import Contents
from sqlcompile.schema.model import ForeignKey, Key, Schema

Row = tuple[Any, ...]


def referred_first(schema: Schema, key: Key, contents: Contents) -> tuple[Row, ...]:
    """Return the rows, in another order where one would come before a row that it refers to.

    Raises Unwritten where rows refer to each other, so that no order is right.
    """
    needed = _needed(schema, key, contents)
    if all(one < at for at, ones in enumerate(needed) for one in ones):
        return contents.rows
    depths = _depths(needed)
    if None in depths:
        raise Unwritten(
            f"the rows of {shown(key)}",
            "Some of them refer to each other.",
            "Nothing was written. `--without-rows` leaves all rows out.",
        )
    return _by_depth(contents, depths)


def by_reference(schema: Schema, key: Key, contents: Contents) -> tuple[Row, ...]:
    """Return the rows in the one order in which two histories can be compared, wherever theirs are right."""
    return _by_depth(contents, _depths(_needed(schema, key, contents)))


def _by_depth(contents: Contents, depths: Sequence[int | None]) -> tuple[Row, ...]:
    last = len(depths)
    places = sorted(range(last), key=lambda at: last if (depth := depths[at]) is None else depth)
    return tuple(contents.rows[at] for at in places)


def _depths(needed: Sequence[set[int]]) -> list[int | None]:
    """Return how many rows must come before each, one after the other; None for those that form a cycle."""
    depths: list[int | None] = [None] * len(needed)
    dependents: dict[int, list[int]] = {}
    waiting = [len(ones) for ones in needed]
    for at, ones in enumerate(needed):
        for one in ones:
            dependents.setdefault(one, []).append(at)
    ready = [at for at, count in enumerate(waiting) if not count]
    depth = 0
    while ready:
        following = []
        for at in ready:
            depths[at] = depth
            for one in dependents.get(at, ()):
                waiting[one] -= 1
                if not waiting[one]:
                    following.append(one)
        ready, depth = following, depth + 1
    return depths


def _needed(schema: Schema, key: Key, contents: Contents) -> list[set[int]]:
    """Return the places of the rows that each row refers to, but for itself."""
    needed: list[set[int]] = [set() for _ in contents.rows]
    for child, constraint in schema.referring(key[1], key[0]):
        if schema.key(child.name, child.namespace) == key:
            _add(needed, contents, constraint, _targets(schema, key, constraint))
    return needed


def _targets(schema: Schema, key: Key, constraint: ForeignKey) -> tuple[str, ...]:
    primary = schema.tables[key].primary_key
    return constraint.target_columns or (primary.columns if primary is not None else ())


def _add(needed: list[set[int]], contents: Contents, constraint: ForeignKey, targets: tuple[str, ...]) -> None:
    if not {*constraint.columns, *targets} <= set(contents.columns):
        return
    own, other = ([contents.columns.index(name) for name in names] for names in (constraint.columns, targets))
    places = {tuple(row[place] for place in other): at for at, row in enumerate(contents.rows)}
    for at, row in enumerate(contents.rows):
        found = places.get(tuple(row[place] for place in own))
        if found is not None and found != at and all(row[place] is not None for place in own):
            needed[at].add(found)
