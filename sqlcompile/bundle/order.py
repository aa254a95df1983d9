"""The order of a bundle's revisions, which stays as it was when others are added, and the way back."""

from __future__ import annotations

import heapq
from collections.abc import Sequence

from sqlcompile.project.graph import RevisionGraph
from sqlcompile.project.plan import Step, VersionMove
from sqlcompile.project.revision import Revision


def released_first(graph: RevisionGraph, released: Sequence[str]) -> tuple[Revision, ...]:
    """Return all revisions, those of an earlier bundle first and in its order, the others in the graph's.

    What a revision requires comes before it always; so a history that was rewritten may change the order.
    """
    ranks = {revision.id: (1, position) for position, revision in enumerate(graph.revisions)}
    ranks.update({name: (0, position) for position, name in enumerate(released) if name in ranks})
    waiting = {name: len(graph.requirements(name)) for name in ranks}
    ready = [(ranks[name], name) for name, count in waiting.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        _, name = heapq.heappop(ready)
        order.append(graph[name])
        for dependent in graph.dependents(name):
            waiting[dependent] -= 1
            if not waiting[dependent]:
                heapq.heappush(ready, (ranks[dependent], dependent))
    return tuple(order)


def taken_back(step: Step) -> Step:
    """Return the step that takes a revision back right after it was applied."""
    move = step.move
    name = step.revision.id
    if move.updated is None:
        return Step(step.revision, upgrade=False, move=VersionMove(deleted=(name,)))
    return Step(step.revision, upgrade=False, move=VersionMove(updated=(name, move.updated[0]), inserted=move.deleted))
