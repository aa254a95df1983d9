"""The statements of one script before and now, beside each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

from sqlcompile.dialect.contract import Dialect
from sqlcompile.diff.model import CHANGED, NEW, REMOVED, SAME, Cell, Row
from sqlcompile.diff.titles import shortened

COMMENTS_ALONE = "Only comments or white space differ."


def aligned(dialect: Dialect, old: Sequence[str], new: Sequence[str], location: str = "") -> tuple[Row, ...]:
    """Return a row for each statement, or for two of which one became the other.

    Statements are the same where they differ in comments and white space alone; a routine keeps its comments
    in the database, so there they count.
    """
    rows = []
    for left, right in _pairs(dialect, old, new):
        text = left if right is None else right
        assert text is not None
        rows.append(
            Row(title_of(text), location, (Cell(() if left is None else (left,)), _second(left, right, dialect)))
        )
    return tuple(rows)


def title_of(text: str) -> str:
    """Return the beginning of a statement, on one line."""
    return shortened(" ".join(text.strip().partition("\n")[0].split()).removesuffix("("))


def _second(left: str | None, right: str | None, dialect: Dialect) -> Cell:
    if right is None:
        return Cell((), REMOVED.name)
    if left is None:
        return Cell((right,), NEW.name)
    if left == right:
        return Cell((right,), SAME.name)
    if _meaning(dialect, left) == _meaning(dialect, right):
        return Cell((right,), SAME.name, notes=(COMMENTS_ALONE,))
    return Cell((right,), CHANGED.name)


def _pairs(dialect: Dialect, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    before, now = ([_meaning(dialect, text) for text in texts] for texts in (old, new))
    for tag, first, last, start, end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from zip(old[first:last], new[start:end], strict=True)
        else:
            yield from _replaced(dialect, old[first:last], new[start:end])


def _replaced(dialect: Dialect, old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str | None, str | None]]:
    """Yield pairs of statements that begin with the same words; the others stand alone."""
    before, now = ([dialect.lexis.words(text, 4)[:3] for text in texts] for texts in (old, new))
    begin = [" ".join(words) for words in before]
    begins = [" ".join(words) for words in now]
    for tag, first, last, start, end in SequenceMatcher(None, begin, begins, autojunk=False).get_opcodes():
        left, right = old[first:last], new[start:end]
        verbs = {words[0] for words in (*before[first:last], *now[start:end]) if words}
        if tag == "equal" or (len(left) == len(right) and len(verbs) == 1):
            yield from zip(left, right, strict=True)
        else:
            yield from ((text, None) for text in left)
            yield from ((None, text) for text in right)


def _meaning(dialect: Dialect, text: str) -> tuple[str, ...]:
    """Return what a database reads of a statement: hints are in comments, but count."""
    if dialect.text_is_procedural(text):
        return (text,)
    pieces = dialect.lexis.scan(text)
    return tuple(one.text for one in pieces if one.kind != "space" and (one.kind != "comment" or one.text[2:3] == "+"))
