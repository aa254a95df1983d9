"""Why an operation means something else on one database than on another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlcompile.dialect.facts import OF_TYPES, Facts
from sqlcompile.diff.describing import Change, Subject
from sqlcompile.diff.model import Reason


_OF_BOTH = frozenset(("reused-key",))
"""Facts that say nothing where one has none: another fact says why."""


def reasons(left: Mapping[Subject, Change], right: Mapping[Subject, Change]) -> Iterator[Reason]:
    """Yield how what was changed on one database differs from what was changed on another."""
    for subject in dict.fromkeys((*left, *right)):
        here, there = left.get(subject), right.get(subject)
        kind, name = subject
        if (here is None or there is None) and not _is_seen(here or there):
            continue
        if here is None or there is None or (here.new is None) != (there.new is None):
            yield Reason(kind, name, _done(here), _done(there))
        elif here.new is not None and there.new is not None:
            touched = here.touched() | there.touched()
            yield from _facts(name, _only(here.new, touched), _only(there.new, touched))


def _is_seen(change: Change | None) -> bool:
    """Return whether a change is more than the same facts told in another way."""
    return change is not None and (change.old is None or change.new is None or bool(change.touched()))


def _only(facts: Facts, touched: set[str]) -> Facts:
    return {key: value for key, value in facts.items() if key in touched}


def _done(change: Change | None) -> str:
    if change is None:
        return "stays as it is, or is not there"
    if change.new is None:
        return "is dropped"
    return "is made" if change.old is None else "is changed"


def _facts(subject: str, left: Facts, right: Facts) -> Iterator[Reason]:
    """Yield the facts that are not the same.

    Two types may have nothing in common: what one holds stands against what the other does, as one reason.
    """
    for key, value in left.items():
        if key in right and right[key] != value:
            yield Reason(key, subject, value, right[key])
    mine = {key: value for key, value in left.items() if key not in right}
    others = {key: value for key, value in right.items() if key not in left}
    types = [key for key in (*mine, *others) if key in OF_TYPES]
    if types:
        here, there = ("; ".join(one[key] for key in types if key in one) or "nothing more" for one in (mine, others))
        yield Reason(types[0], subject, here, there)
    for key in dict.fromkeys((*mine, *others)):
        if key not in OF_TYPES and key not in _OF_BOTH:
            yield Reason(key, subject, mine.get(key, "none"), others.get(key, "none"))
