"""What belongs together: the operations of one script on several databases, aligned by what caused them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import pairwise

from sqlcompile.diff.recording import Played
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.operation import Operation, TableOperation
from sqlcompile.operations.sent import Sent

Key = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """For each database the operations that stand beside each other: one each, or what a branch does."""

    sides: tuple[tuple[Played, ...], ...]

    @property
    def one_each(self) -> bool:
        """Whether it is the same operation everywhere."""
        return all(len(side) == 1 for side in self.sides)

    def first(self) -> Played:
        """Return the first operation that there is."""
        return next(played for side in self.sides for played in side)


def grouped(sides: Sequence[Sequence[Played]]) -> list[Group]:
    """Return the operations of all databases in groups, in their order.

    The same operation of the same line stands beside itself. What stands between two such, and is not the
    same on all, is one group: there the script goes several ways.
    """
    same = _one_each(sides)
    if same is not None:
        return same
    groups: list[Group] = []
    for group in _split(sides, [[(*_key(played), _told(played)) for played in side] for side in sides]):
        groups += [group] if group.one_each else _paired(group)
    return groups


def _paired(group: Group) -> list[Group]:
    """Return the groups of operations that differ: those of a line that each database runs once are a pair."""
    keys = [[_key(played) for played in side] for side in group.sides]
    if any(len(set(side)) < len(side) for side in keys):
        return _one_each(group.sides) or [group]
    return _split(group.sides, keys)


def _split(sides: Sequence[Sequence[Played]], keys: Sequence[Sequence[Key]]) -> list[Group]:
    starts = (-1,) * len(sides)
    ends = tuple(len(side) for side in sides)
    groups: list[Group] = []
    for before, after in pairwise([starts, *_anchors(keys), ends]):
        between = tuple(tuple(side[low + 1 : high]) for side, low, high in zip(sides, before, after, strict=True))
        if any(between):
            groups.append(Group(between))
        if after != ends:
            groups.append(Group(tuple((side[at],) for side, at in zip(sides, after, strict=True))))
    return groups


def _one_each(sides: Sequence[Sequence[Played]]) -> list[Group] | None:
    """Return a group for each operation where all sides have the same ones, else None."""
    keys = [[_key(played) for played in side] for side in sides]
    if any(other != keys[0] for other in keys[1:]):
        return None
    return [Group(tuple((played,) for played in together)) for together in zip(*sides, strict=True)]


def _anchors(keys: Sequence[Sequence[Key]]) -> list[tuple[int, ...]]:
    """Return the places of the operations that all databases have, in an order that is everywhere the same."""
    anchors: list[tuple[int, ...]] = [(place,) for place in range(len(keys[0]))]
    for other in keys[1:]:
        matcher = SequenceMatcher(None, [keys[0][anchor[0]] for anchor in anchors], other, autojunk=False)
        anchors = [
            (*anchors[block.a + step], block.b + step)
            for block in matcher.get_matching_blocks()
            for step in range(block.size)
        ]
    return anchors


def _key(played: Played) -> Key:
    """Return what tells an operation from others of its script: its line, its kind, what it is done to."""
    entry = played.entry
    return (entry.location, *_identity(entry.operation))


def _told(played: Played) -> object:
    """Return what tells an operation from others of its line: the table that it makes, or its text."""
    operation = played.entry.operation
    if isinstance(operation, CreateTable):
        return operation.value.key
    statement = getattr(operation, "statement", None)
    if isinstance(operation, Sent) and operation.element is None:
        return operation.text
    return statement if isinstance(statement, str) else getattr(statement, "text", None)


def _identity(operation: Operation) -> Key:
    if isinstance(operation, TableOperation):
        names = (getattr(operation, "column_name", None), getattr(operation, "name", None))
        return (
            type(operation),
            operation.namespace,
            operation.table,
            *(name for name in names if isinstance(name, str)),
        )
    return (type(operation),)
