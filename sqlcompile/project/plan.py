"""The steps from one state of a database to another, and what each does to the version table.

The version table has a row for every applied revision that no other applied one requires, be it by
down_revision or by depends_on: what online Alembic expects to find there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlcompile.errors import InvalidRange
from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.revision import Revision


@dataclass(frozen=True, slots=True)
class VersionMove:
    """A change of the version table: rows are deleted, then one is updated, then rows are inserted."""

    deleted: tuple[str, ...] = ()
    updated: tuple[str, str] | None = None
    inserted: tuple[str, ...] = ()

    @property
    def removed(self) -> tuple[str, ...]:
        """The rows that are there before and not after."""
        return self.deleted if self.updated is None else (self.updated[0], *self.deleted)

    @property
    def added(self) -> tuple[str, ...]:
        """The rows that are there after and not before."""
        return self.inserted if self.updated is None else (self.updated[1], *self.inserted)

    def apply(self, rows: frozenset[str]) -> frozenset[str]:
        """Return the rows after the move."""
        return rows.difference(self.removed).union(self.added)


@dataclass(frozen=True, slots=True)
class Step:
    """One revision, applied or taken back."""

    revision: Revision
    upgrade: bool
    move: VersionMove


@dataclass(frozen=True, slots=True)
class Plan:
    """The way between two states, given as version rows; ``replay`` leads from base to the first one."""

    start: tuple[str, ...]
    end: tuple[str, ...]
    replay: tuple[Revision, ...]
    steps: tuple[Step, ...]

    def states(self) -> tuple[tuple[str, ...], ...]:
        """Return the version rows before the first step and after each one."""
        rows = frozenset(self.start)
        found = [tuple(sorted(rows))]
        for step in self.steps:
            rows = step.move.apply(rows)
            found.append(tuple(sorted(rows)))
        return tuple(found)


def plan_upgrade(
    graph: RevisionGraph, start: tuple[str, ...], end: tuple[str, ...], order: Sequence[Revision] | None = None
) -> Plan:
    """Return the plan that applies what the end requires and the start has not.

    Rows of the start that the end says nothing about stay. One end at least must go on from a branch's
    newest applied revision; to begin a branch that does not, name the start again: ``a1:a1,b@head``.
    ``order`` has all revisions in another order than the graph's, what each requires before it.
    """
    applied = graph.ancestors(start)
    wanted = graph.ancestors(end)
    rows = graph.maximal(applied)
    _check_upgrade(graph, start, end, applied)
    return _upward(graph, applied, wanted, rows, order)


def plan_between(graph: RevisionGraph, start: tuple[str, ...], end: tuple[str, ...]) -> Plan:
    """Return the plan that leads from one state to another, up or down; no ids are base.

    Raises InvalidRange where neither has all that the other has.
    """
    applied, wanted = graph.ancestors(start), graph.ancestors(end)
    rows = graph.maximal(applied)
    if applied <= wanted:
        return _upward(graph, applied, wanted, rows)
    if wanted <= applied:
        return _downward(graph, applied, applied - wanted, rows)
    raise InvalidRange(
        f"No way leads from {named_rows(start)} to {named_rows(end)}: each has revisions that the other has not.",
        hint="A range goes up or down.",
    )


def _upward(
    graph: RevisionGraph,
    applied: set[str],
    wanted: set[str],
    rows: set[str],
    order: Sequence[Revision] | None = None,
) -> Plan:
    replay, steps, current = [], [], set(rows)
    for revision in order or graph.revisions:
        if revision.id in applied:
            replay.append(revision)
        elif revision.id in wanted:
            move = _up(revision.id, graph.requirements(revision.id), current)
            steps.append(Step(revision, upgrade=True, move=move))
    return Plan(tuple(sorted(rows)), tuple(sorted(current)), tuple(replay), tuple(steps))


def plan_downgrade(graph: RevisionGraph, start: tuple[str, ...], end: tuple[str, ...]) -> Plan:
    """Return the plan that takes back all that follows the end, and what depends on that.

    Branches that do not follow the end stay. No end is base, and takes back everything. An end may be
    ``branch@id`` or ``branch@base``, with a label or an id as the branch: then the other branches that
    follow that id, or have bases of their own, stay too.
    """
    applied = graph.ancestors(start)
    removed = _removed(graph, applied, end)
    rows = graph.maximal(applied)
    _check_downgrade(graph, start, end, removed, rows)
    return _downward(graph, applied, removed, rows)


def _downward(graph: RevisionGraph, applied: set[str], removed: set[str], rows: set[str]) -> Plan:
    standing = dict.fromkeys(applied, 0)
    for name in applied:
        for required in graph.requirements(name):
            standing[required] += 1
    steps, current = [], set(rows)
    for revision in reversed(graph.revisions):
        if revision.id in removed:
            move = _down(revision.id, graph.requirements(revision.id), standing, current)
            steps.append(Step(revision, upgrade=False, move=move))
    replay = tuple(revision for revision in graph.revisions if revision.id in applied)
    return Plan(tuple(sorted(rows)), tuple(sorted(current)), replay, tuple(steps))


def plan_stamp(graph: RevisionGraph, start: tuple[str, ...], end: tuple[str, ...]) -> VersionMove:
    """Return the move that makes the version table say the end, without running a revision.

    Rows of the start that neither require an end nor are required by one stay, as they do in Alembic; no
    end is base, and clears the table. An end may be ``branch@base``, as for a downgrade.
    """
    old = graph.maximal(graph.ancestors(start))
    named = {name for name in (_split(one)[1] for one in end) if name != "base"}
    stamped = graph.ancestors(named)
    moved = stamped | graph.descendants(named)
    for branch, name in map(_split, end):
        if name == "base" and branch is not None:
            moved |= graph.descendants(graph.lineage(graph.carrier(branch) or branch))
    kept = {row for row in old if row not in moved} if end else set()
    new = graph.maximal(stamped | graph.ancestors(kept))
    deleted, inserted = graph.sorted(old - new), graph.sorted(new - old)
    if deleted and inserted:
        return VersionMove(deleted[1:], (deleted[0], inserted[0]), inserted[1:])
    return VersionMove(deleted, None, inserted)


def _up(name: str, requirements: tuple[str, ...], rows: set[str]) -> VersionMove:
    """Return the move of applying a revision, and make it."""
    gone = tuple(one for one in requirements if one in rows)
    rows.difference_update(gone)
    rows.add(name)
    if not gone:
        return VersionMove(inserted=(name,))
    return VersionMove(deleted=gone[1:], updated=(gone[0], name))


def _down(name: str, requirements: tuple[str, ...], standing: dict[str, int], rows: set[str]) -> VersionMove:
    """Return the move of taking a revision back, and make it.

    ``standing`` counts the applied revisions that require each.
    """
    back = []
    for one in requirements:
        standing[one] -= 1
        if not standing[one]:
            back.append(one)
    rows.discard(name)
    rows.update(back)
    if not back:
        return VersionMove(deleted=(name,))
    return VersionMove(updated=(name, back[0]), inserted=tuple(back[1:]))


def _split(end: str) -> tuple[str | None, str]:
    """Return the branch, if any, and the id or "base" of a downgrade's end."""
    branch, at, name = end.rpartition("@")
    return (branch if at else None), name


def _removed(graph: RevisionGraph, applied: set[str], end: tuple[str, ...]) -> set[str]:
    """Return the applied revisions that a downgrade to this end takes back."""
    if not end:
        return applied
    first: set[str] = set()
    for branch, name in map(_split, end):
        following = graph.bases if name == "base" else graph.children(name)
        within = None if branch is None else graph.lineage(graph.carrier(branch) or branch)
        first.update(one for one in following if one in applied and (within is None or one in within))
    return graph.descendants(first) & applied


def _check_upgrade(graph: RevisionGraph, start: tuple[str, ...], end: tuple[str, ...], applied: set[str]) -> None:
    """Raise where the end is behind the start, or has nothing to do with it."""
    fresh = [name for name in end if name not in applied]
    if not fresh:
        if set(end) <= set(start) and (end or not start):
            return
        if graph.maximal(graph.ancestors(end)) == graph.maximal(applied):
            return
        raise InvalidRange(
            f"There is nothing to upgrade from {named_rows(start)} to {named_rows(end)}: it is applied already.",
            hint=f"To take revisions back, use `sqlcompile downgrade {range_named(start, end)}`.",
        )
    newest = applied.difference(*(graph.parents(name) for name in applied))
    if start and newest.isdisjoint(graph.ancestors(end)):
        raise InvalidRange(
            f"{named_rows(fresh)} does not follow {named_rows(start)}.",
            hint=f"To begin another branch, keep the first one: {range_named(start, (*start, *end))}.",
        )


def _check_downgrade(
    graph: RevisionGraph, start: tuple[str, ...], end: tuple[str, ...], removed: set[str], rows: set[str]
) -> None:
    """Raise where the end is not behind the start, or would itself be taken back."""
    named = [name for name in (_split(one)[1] for one in end) if name != "base"]
    applied = graph.ancestors(start)
    for name in named:
        if name not in applied:
            raise InvalidRange(
                f"{name} is not applied at {named_rows(start)}, so nothing can go back to it.",
                hint=f"To apply it, use `sqlcompile upgrade {range_named(start, (name,))}`.",
            )
        if name in removed:
            raise InvalidRange(
                f"{name} follows another end of this downgrade, which takes it back.",
                hint="Leave one of the two out.",
            )
    if not removed and not rows.issuperset(named):
        raise InvalidRange(
            f"Nothing follows {named_rows(named)} at {named_rows(start)}: there is nothing to take back.",
            hint="Something depends on it. Name a revision of the branch that is to go back.",
        )


def named_rows(rows: Iterable[str]) -> str:
    """Return version rows as people name them."""
    return ", ".join(rows) or "base"


def range_named(start: Iterable[str], end: Iterable[str]) -> str:
    """Return two states as a range, as the command line takes it."""
    return f"{','.join(start) or 'base'}:{','.join(end) or 'base'}"
