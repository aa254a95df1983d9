"""Whether the history has one head, or those that the settings name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlcompile.checking.model import Finding, Outcome
from sqlcompile.errors import ConfigError
from sqlcompile.project.graph import RevisionGraph

NAME = "heads"


def check_heads(graph: RevisionGraph, allowed: Sequence[str]) -> Outcome:
    """Return what there is to say of the heads.

    ``allowed`` are branch labels, each of which may have one head, and ids of revisions that may be heads.
    Raises ConfigError for a label or an id that no revision has.
    """
    for name in allowed:
        if name not in graph and graph.carrier(name) is None:
            raise ConfigError(
                f'`check_heads` names "{name}", which is no branch label and no revision.',
                hint="`sqlcompile heads` lists the heads with their labels.",
            )
    heads = graph.heads
    said = f"{', '.join(heads)}" if heads else "there are no revisions"
    return Outcome(NAME, tuple(_findings(graph, heads, allowed)), said)


def _findings(graph: RevisionGraph, heads: Sequence[str], allowed: Sequence[str]) -> Iterator[Finding]:
    if not allowed:
        if len(heads) > 1:
            for head in heads:
                others = ", ".join(other for other in heads if other != head)
                yield Finding(
                    NAME,
                    f"Revision {head} is one of {len(heads)} heads; the others: {others}.",
                    graph[head].location,
                    head,
                    hint="Join them with `sqlcompile merge`, or name the branches in `check_heads`.",
                )
        return
    free = set(allowed)
    for head in heads:
        names = [name for name in allowed if name == head or head in _labelled(graph, name)]
        if free.intersection(names):
            free.difference_update(names)
        else:
            why = f"the branch {names[0]} has another one" if names else "`check_heads` does not name it"
            yield Finding(
                NAME,
                f"Revision {head} is a head, and {why}.",
                graph[head].location,
                head,
                hint="Join it with `sqlcompile merge`, or add it to `check_heads`.",
            )


def _labelled(graph: RevisionGraph, name: str) -> frozenset[str]:
    return graph.labels.get(name, frozenset())
