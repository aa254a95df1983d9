"""Why an operation means something else on one database than on another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sqlcompile.dialect.facts import KEYS, OF_TYPES, Facts
from sqlcompile.diff.describing import Change, Subject
from sqlcompile.diff.model import Reason

_OF_BOTH = frozenset(("reused-key",))
"""Facts that say nothing where one has none: another fact says why."""


def reasons(left: Mapping[Subject, Change], right: Mapping[Subject, Change]) -> Iterator[Reason]:
    """Yield how what was changed on one database differs from what was changed on another."""
    named = dict(_named_apart(left, right))
    missing = {name for kind, name in left.keys() ^ right.keys() if kind == "table"}
    for subject, other in named.items():
        yield Reason("name", subject[1], _name_in(left[subject]), _name_in(right[other]))
    for subject in dict.fromkeys((*left, *right)):
        kind, name = subject
        if subject in named or subject in named.values() or (kind != "table" and _table_of(name) in missing):
            continue
        here, there = left.get(subject), right.get(subject)
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


def _table_of(name: str) -> str:
    """Return the table of what is called "i of t", or "t.c", or as the table is."""
    return name.partition(" of ")[2] or name.rpartition(".")[0] or name


def _named_apart(left: Mapping[Subject, Change], right: Mapping[Subject, Change]) -> Iterator[tuple[Subject, Subject]]:
    """Yield what has another name on each of the databases, as one that is cut has, and is the same in all else."""
    free = [subject for subject in right if subject not in left and subject[0] in _BY_NAME]
    for subject, change in left.items():
        if subject in right or subject[0] not in _BY_NAME:
            continue
        place = subject[1].partition(" of ")[2]
        for other in free:
            if other[0] == subject[0] and other[1].partition(" of ")[2] == place and _alike(change, right[other]):
                free.remove(other)
                yield subject, other
                break


_BY_NAME = frozenset(("index", "check"))
"""The kinds of things that are told apart by their names alone."""


def _alike(one: Change, other: Change) -> bool:
    if one.new is None or other.new is None or (one.old is None) != (other.old is None):
        return False
    mine, others = ({key: value for key, value in facts.items() if key != "name"} for facts in (one.new, other.new))
    return mine == others


def _name_in(change: Change) -> str:
    return (change.new or {}).get("name", "none")


def _only(facts: Facts, touched: set[str]) -> Facts:
    return {key: value for key, value in facts.items() if key in touched}


def _done(change: Change | None) -> str:
    if change is None:
        return "stays as it is, or is not there"
    if change.new is None:
        return "is dropped"
    return "is made" if change.old is None else "is changed"


def _telling(key: str) -> tuple[bool, int]:
    """Return the place of a type's fact: first what one kind of type alone has."""
    return key not in _OWN_KIND, _PLACES[key]


_OWN_KIND = frozenset(("boolean", "interval", "json", "uuid", "enum", "type"))
_PLACES = {key: place for place, key in enumerate(KEYS)}


def _facts(subject: str, left: Facts, right: Facts) -> Iterator[Reason]:
    """Yield the facts that are not the same.

    Two types may have nothing in common: what one holds stands against what the other does, as one reason.
    """
    for key, value in left.items():
        if key in right and right[key] != value:
            yield Reason(key, subject, value, right[key])
    mine = {key: value for key, value in left.items() if key not in right}
    others = {key: value for key, value in right.items() if key not in left}
    types = sorted((key for key in dict.fromkeys((*mine, *others)) if key in OF_TYPES), key=_telling)
    if types:
        here, there = ("; ".join(one[key] for key in types if key in one) or "nothing more" for one in (mine, others))
        yield Reason(types[0], subject, here, there)
    for key in dict.fromkeys((*mine, *others)):
        if key not in OF_TYPES and key not in _OF_BOTH:
            yield Reason(key, subject, mine.get(key, "none"), others.get(key, "none"))
