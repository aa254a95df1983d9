"""Every way to name revisions.

    ae1027a6acf  ae10            a revision, by its id or the beginning of it
    billing                      the revision that carries this branch label
    head  heads  base            the only head; all heads; before the first revision
    billing@head  ae10@heads     the same, of the branch that a label or a revision stands for
    ae10+2  head-1  base+1       so many steps on or back
    +2  -1  billing@+1           the same, from where the database stands
    a1,b1                        several at once
    from:to  :to  from:          a range

Offline nothing can say where a database stands, so the range says it: ``upgrade +2`` counts from base,
``upgrade a:+2`` from a, ``upgrade -3:head`` starts three before the head. Without a start ``upgrade``
begins at base, and ``downgrade`` at the heads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NoReturn

from sqlcompile.errors import (
    AmbiguousRevision,
    InvalidRange,
    MultipleHeads,
    RevisionError,
    RevisionNotFound,
)
from sqlcompile.project.graph import RevisionGraph

Direction = Literal["upgrade", "downgrade"]
Ends = tuple[tuple[str, ...], tuple[str, ...]]

_KEYWORDS = frozenset({"base", "head", "heads"})
_STEPS = re.compile(r"(?P<symbol>.*?)(?P<steps>[+-][0-9]{1,9})", re.DOTALL)
_COUNTED_BACK = re.compile(r"(?:[^@]*@)?-[0-9]+")
_COUNTED = re.compile(r"(?:[^@]*@)?[+-][0-9]+")


def resolve(graph: RevisionGraph, text: str, *, relative_to: frozenset[str] | None = None) -> tuple[str, ...]:
    """Return the ids that a text names, in the order of the graph; none for base.

    ``relative_to`` is the state that a bare ``+1`` or ``-1`` counts from; ``+1`` counts from base without.
    """
    return graph.sorted(name for target in _targets(graph, text, relative_to) for name in target.ids)


def parse_range(graph: RevisionGraph, text: str, *, default_direction: Direction) -> Ends:
    """Return where a range starts and where it ends, as ids; none for base.

    The end of a downgrade may be ``branch@id`` or ``branch@base``, which ``plan_downgrade`` reads: only the
    branch of that label or revision goes back. No id has an @ in it, so nothing else looks like that.
    """
    first, colon, last = (part.strip() for part in text.partition(":"))
    if ":" in last:
        raise InvalidRange(f'"{text}" has more than one colon.', hint="A range is from:to.")
    if default_direction == "upgrade":
        if not colon:
            first, last = "base", first
        start, targets = _ends(graph, first or "base", (last or "heads") if colon else last)
        return start, graph.sorted(name for target in targets for name in target.ids)
    if not colon:
        first, last = "heads", first
    start, targets = _ends(graph, first or "heads", last or "base")
    return start, tuple(dict.fromkeys(end for target in targets for end in _branch_ends(graph, target)))


@dataclass(frozen=True, slots=True)
class _Target:
    """Revisions, none for base, and the branch, a label or an id, that they were named by."""

    ids: tuple[str, ...]
    branch: str | None = None


def bases_of_branch(graph: RevisionGraph, text: str) -> tuple[str, ...]:
    """Return the first revisions of the branch in ``label@base``; none for another text."""
    branch, at, symbol = text.strip().rpartition("@")
    if not (at and branch and symbol == "base"):
        return ()
    return graph.sorted(_lineage(graph, _branch(graph, branch)).intersection(graph.bases))


def _ends(graph: RevisionGraph, first: str, last: str) -> tuple[tuple[str, ...], list[_Target]]:
    """Return the start and the end; the one that is counted from the other comes second."""
    if _is_counted(graph, first, _COUNTED_BACK):
        if _is_counted(graph, last, _COUNTED):
            raise InvalidRange(f'"{first}:{last}" counts each end from the other.', hint="Name a revision on one side.")
        targets = list(_targets(graph, last, None))
        end = frozenset(name for target in targets for name in target.ids)
        return resolve(graph, first, relative_to=end), targets
    start = resolve(graph, first)
    return start, list(_targets(graph, last, frozenset(start)))


def _is_counted(graph: RevisionGraph, text: str, pattern: re.Pattern[str]) -> bool:
    return any(pattern.fullmatch(part.strip()) and part.strip() not in graph for part in text.split(","))


def _branch_ends(graph: RevisionGraph, target: _Target) -> Iterator[str]:
    """Yield the ends of a downgrade, with the branch where others go on from there that are to stay."""
    if target.branch is None:
        yield from target.ids
        return
    lineage = _lineage(graph, target.branch)
    for name in target.ids:
        yield name if lineage.issuperset(graph.children(name)) else f"{target.branch}@{name}"
    if not target.ids and not lineage.issuperset(graph.bases):
        yield f"{target.branch}@base"


def _targets(graph: RevisionGraph, text: str, relative_to: frozenset[str] | None) -> Iterator[_Target]:
    """Yield what each part of a text with commas names."""
    for part in text.split(","):
        name = part.strip()
        if not name:
            raise InvalidRange(f'A revision is missing in "{text}".', hint="`sqlcompile history` lists them.")
        yield _target(graph, name, relative_to)


def _target(graph: RevisionGraph, text: str, relative_to: frozenset[str] | None) -> _Target:
    """Return what a text without commas names."""
    before, at, rest = text.rpartition("@")
    if at and not (before and rest):
        raise RevisionNotFound(text)
    branch = _branch(graph, before) if at else None
    lineage = _lineage(graph, branch) if branch else None
    symbol, steps = _split(graph, rest)
    if not steps and symbol:
        return _Target(_symbol(graph, symbol, text, lineage), branch)
    if symbol:
        start = _symbol(graph, symbol, text, lineage)
        reached = _walk(graph, text, start, steps, lineage)
        back = branch or (start[0] if start and not reached else None)
        return _Target(reached, back)
    start = _counted_from(graph, text, steps, relative_to, lineage)
    reached = _walk(graph, text, start, steps, lineage)
    return _Target(reached, branch or (start[0] if len(start) == 1 else None))


def _split(graph: RevisionGraph, text: str) -> tuple[str, int]:
    """Return the symbol and the steps of ``symbol+2``; an id may itself have a hyphen and digits."""
    match = _STEPS.fullmatch(text)
    if match is None or text in graph or graph.carrier(text):
        return text, 0
    symbol, steps = match["symbol"], int(match["steps"])
    if not symbol or symbol in _KEYWORDS or symbol in graph or graph.carrier(symbol):
        return symbol, steps
    return (text, 0) if graph.beginning_with(text) else (symbol, steps)


def _symbol(graph: RevisionGraph, symbol: str, text: str, lineage: set[str] | None) -> tuple[str, ...]:
    """Return the ids that a keyword, an id, the beginning of one or a label stands for."""
    if symbol == "base":
        return ()
    if symbol == "current":
        raise InvalidRange(
            '"current" is a question to a database, and here none is asked.',
            hint="Name the revision that it is at; `sqlcompile status --url URL` shows it.",
        )
    if symbol not in {"head", "heads"}:
        return (_revision(graph, symbol, lineage),)
    heads = tuple(name for name in graph.heads if lineage is None or name in lineage)
    if symbol == "head" and len(heads) > 1:
        raise MultipleHeads(text, heads)
    return heads


def _revision(graph: RevisionGraph, name: str, lineage: set[str] | None = None) -> str:
    """Return the full id of one revision, which must be of the lineage."""
    known = name if name in graph else graph.carrier(name)
    matches = (known,) if known else graph.beginning_with(name)
    if not matches:
        raise RevisionNotFound(name, graph.close_to(name))
    within = tuple(one for one in matches if lineage is None or one in lineage)
    if not within:
        raise RevisionError(
            f"Revision {matches[0]} is not of the branch that stands before the @.",
            hint="Leave the branch out, or name a revision of it.",
        )
    if len(within) > 1:
        raise AmbiguousRevision(name, within)
    return within[0]


def _branch(graph: RevisionGraph, name: str) -> str:
    """Return the label, or the full id, that stands before an @."""
    return name if name not in graph and graph.carrier(name) else _revision(graph, name)


def _lineage(graph: RevisionGraph, branch: str) -> set[str]:
    return graph.lineage(graph.carrier(branch) or branch)


def _counted_from(
    graph: RevisionGraph,
    text: str,
    steps: int,
    relative_to: frozenset[str] | None,
    lineage: set[str] | None,
) -> tuple[str, ...]:
    """Return the revisions that a bare count starts from: the newest applied ones, of the branch."""
    if relative_to is None and steps < 0:
        raise InvalidRange(
            f'"{text}" does not say what it counts back from.', hint=f"Write head{text}, or from:{text}."
        )
    rows = relative_to or frozenset()
    if lineage is None:
        return graph.sorted(rows)
    active = graph.ancestors(rows) & lineage
    return graph.sorted(active.difference(*(graph.parents(name) for name in active)))


def _walk(
    graph: RevisionGraph, text: str, start: tuple[str, ...], steps: int, lineage: set[str] | None
) -> tuple[str, ...]:
    """Return what lies so many steps from the start, none for base; the way must be clear.

    Back over a merge the last step reaches all its parents: that is the state before the merge.
    """
    at = start
    for step in range(abs(steps)):
        if len(at) > 1:
            _fail_ambiguous(text, at)
        following = _following(graph, at, forward=steps > 0)
        within = tuple(name for name in following if lineage is None or name in lineage)
        if not within and (steps > 0 or not at):
            _fail_past_end(text, step, at, "back" if steps < 0 else "on")
        if steps > 0 and len(within) > 1:
            _fail_ambiguous(text, within)
        at = within
    return graph.sorted(at)


def _following(graph: RevisionGraph, at: tuple[str, ...], *, forward: bool) -> tuple[str, ...]:
    if not at:
        return graph.bases if forward else ()
    return graph.children(at[0]) if forward else graph.parents(at[0])


def _fail_ambiguous(text: str, names: tuple[str, ...]) -> NoReturn:
    raise InvalidRange(
        f'"{text}" may go several ways: {", ".join(names)}.',
        hint="Name the branch, as in label@+1 or label@-1, or the revision itself.",
    )


def _fail_past_end(text: str, step: int, at: tuple[str, ...], way: str) -> NoReturn:
    place = at[0] if at else "base"
    raise InvalidRange(
        f'"{text}" goes too far: after {step} step{"" if step == 1 else "s"} {way} it is at {place}, '
        "and nothing follows.",
        hint="`sqlcompile history` lists the revisions.",
    )
