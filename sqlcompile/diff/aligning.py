"""Which lines of two texts stand beside each other, and which words of two lines differ."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher

Pair = tuple[int | None, int | None]
"""A line of the left text and one of the right, by their places; None where a side has none."""

_MOST = 40_000
"""How many comparisons an alignment may take; longer texts are paired line by line."""
_TOKENS = re.compile(r"\w+|\s+|[^\w\s]")


def aligned(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """Return all lines of both in pairs: equal ones, and between them those that begin with the same word."""
    pairs: list[Pair] = []
    for before, after in _blocks(left, right, lambda line: line):
        if before and after and left[before[0]] == right[after[0]]:
            pairs += zip(before, after, strict=True)
        else:
            pairs += _alike(left, right, before, after)
    return pairs


def changes(left: Sequence[str], right: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the lines of both as ``diff -u`` does: " " what stays, "-" what goes, and after it "+" what comes."""
    added: list[str] = []
    for one, other in aligned(left, right):
        if one is not None and other is not None and left[one] == right[other]:
            yield from (("+", line) for line in added)
            added = []
            yield " ", left[one]
            continue
        if one is not None:
            yield "-", left[one]
        if other is not None:
            added.append(right[other])
    yield from (("+", line) for line in added)


def _alike(left: Sequence[str], right: Sequence[str], before: range, after: range) -> Iterator[Pair]:
    if len(before) == len(after) == 1:
        yield before[0], after[0]
        return
    ours, theirs = left[before.start : before.stop], right[after.start : after.stop]
    for first, second in _blocks(ours, theirs, _begins):
        together = min(len(first), len(second))
        yield from ((before[first[n]], after[second[n]]) for n in range(together))
        yield from ((before[n], None) for n in first[together:])
        yield from ((None, after[n]) for n in second[together:])


def _begins(line: str) -> str:
    """Return what a line is known by: its first word, without quotes."""
    words = line.split(None, 1)
    return words[0].strip('"`[]').lower() if words else ""


def _blocks(left: Sequence[str], right: Sequence[str], key: Callable[[str], str]) -> Iterator[tuple[range, range]]:
    """Yield the lines of both, those with equal keys apart from those between them."""
    ours, theirs = [key(line) for line in left], [key(line) for line in right]
    head = _shared(ours, theirs)
    tail = _shared(ours[head:][::-1], theirs[head:][::-1])
    if head:
        yield range(head), range(head)
    end, other = len(ours) - tail, len(theirs) - tail
    if head < end and head < other and (end - head) * (other - head) <= _MOST:
        matcher = SequenceMatcher(None, ours[head:end], theirs[head:other], autojunk=False)
        for _, i, i_end, j, j_end in matcher.get_opcodes():
            yield range(head + i, head + i_end), range(head + j, head + j_end)
    elif head < end or head < other:
        yield range(head, end), range(head, other)
    if tail:
        yield range(end, len(ours)), range(other, len(theirs))


def _shared(left: Sequence[str], right: Sequence[str]) -> int:
    """Return how many of the first ones are equal."""
    number = 0
    for one, other in zip(left, right, strict=False):
        if one != other:
            break
        number += 1
    return number


def differing(left: str, right: str) -> tuple[tuple[int, int], tuple[int, int]]:
    """Return where the words of two lines begin and end to differ, in each; nothing differs where both are equal."""
    ours, theirs = _TOKENS.findall(left), _TOKENS.findall(right)
    head = _shared(ours, theirs)
    tail = _shared(ours[head:][::-1], theirs[head:][::-1])
    start = sum(map(len, ours[:head]))
    end = sum(map(len, ours[len(ours) - tail :])) if tail else 0
    return (start, len(left) - end), (start, len(right) - end)
