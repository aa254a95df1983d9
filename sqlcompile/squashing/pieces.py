"""Pieces of a function's body, and those of several databases in one: what they share once, the rest in branches."""

from __future__ import annotations

import io
import textwrap
import tokenize
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Any

from sqlcompile.autogenerate.writing.body import INDENT
from sqlcompile.autogenerate.writing.code import WIDTH, flat, quoted, value_code
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import Unwritten
from sqlcompile.operations.operation import Operation

Subject = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Piece:
    """Some lines of Python, not indented; ``subject`` is what they make, None of what only its text tells."""

    lines: tuple[str, ...]
    subject: Subject | None = None

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "\n".join(self.lines)

    def indented(self, depth: int) -> Iterator[str]:
        """Yield the lines deeper, but for those that are inside of a string: it stays as it is."""
        inside = set(_inside_strings(self.text))
        for number, line in enumerate(self.lines, start=1):
            yield line if number in inside else f"{' ' * depth}{line}".rstrip()


def comment(text: str) -> Piece:
    """Return a comment."""
    lines = textwrap.wrap(text, WIDTH - INDENT - 2, break_on_hyphens=False, break_long_words=False)
    return Piece(tuple(f"# {line}" for line in lines))


def piece_of(operation: Operation, lines: Sequence[str]) -> Piece | None:
    """Return the piece of an operation, None where it has no lines."""
    kept = list(lines)
    while kept and not kept[-1]:
        kept.pop()
    if not kept:
        return None
    made: Any = operation
    table = getattr(made, "table", None) or getattr(getattr(made, "value", None), "name", None)
    if table is None:
        return Piece(tuple(kept))
    item = getattr(made, "index", None) or getattr(made, "constraint", None) or getattr(made, "added", None)
    columns = tuple(map(str, getattr(item, "column_names", ()) or ()))
    space = getattr(made, "namespace", None) or getattr(getattr(made, "value", None), "namespace", None)
    return Piece(tuple(kept), (type(made).__name__, space, table, getattr(item, "name", None), columns))


def as_in(own: Sequence[Piece], base: Sequence[Piece]) -> list[Piece]:
    """Return pieces in the words, and in the order, of another database where those make the same.

    What that one does not have comes after the piece that it came after.
    """
    subjects = {piece.subject for piece in own if piece.subject is not None}
    texts = {piece.text for piece in own}
    shared = [piece for piece in base if (piece.text in texts if piece.subject is None else piece.subject in subjects)]
    known = {piece.subject or piece.text for piece in shared}
    behind: dict[Subject | str | None, list[Piece]] = {}
    last: Subject | str | None = None
    for piece in own:
        name = piece.subject or piece.text
        if name in known:
            last = name
        else:
            behind.setdefault(last, []).append(piece)
    found = list(behind.get(None, ()))
    for piece in shared:
        found += [piece, *behind.pop(piece.subject or piece.text, ())]
    return found


@dataclass(frozen=True, slots=True)
class Shared:
    """A piece, and the places of the databases that it is for."""

    piece: Piece
    places: frozenset[int]


def merged(bodies: Sequence[Sequence[Piece]]) -> list[Shared]:
    """Return all pieces of several bodies, so that each body's own stand in its order."""
    found: list[Shared] = []
    for place, body in enumerate(bodies):
        texts = [one.piece.text for one in found], [piece.text for piece in body]
        mixed: list[Shared] = []
        for _, start, end, first, last in SequenceMatcher(None, *texts, autojunk=False).get_opcodes():
            if texts[0][start:end] == texts[1][first:last]:
                mixed += [Shared(one.piece, one.places | {place}) for one in found[start:end]]
            else:
                mixed += found[start:end]
                mixed += [Shared(piece, frozenset({place})) for piece in body[first:last]]
        found = mixed
    return found


def body_text(shared: Iterable[Shared], dialects: Sequence[Dialect], op_prefix: str) -> str:
    """Return the body of a function as a template takes it: its first line is in its place already.

    Raises Unwritten where a script could not tell two of the databases apart.
    """
    lines: list[str] = []
    everyone = frozenset(range(len(dialects)))
    for places, group in groupby(shared, key=lambda one: one.places):
        if places == everyone:
            for one in group:
                lines += one.piece.indented(INDENT)
            continue
        lines.append(f"{' ' * INDENT}if {_condition(dialects, places, op_prefix)}:")
        held = [one.piece for one in group]
        for piece in held:
            lines += piece.indented(2 * INDENT)
        if all(line.startswith("#") for piece in held for line in piece.lines):
            lines.append(f"{' ' * 2 * INDENT}pass")
    if all(line.lstrip().startswith("#") for line in lines):
        lines.append(f"{' ' * INDENT}pass")
    return "\n".join(lines).strip()


def _condition(dialects: Sequence[Dialect], places: frozenset[int], op_prefix: str) -> str:
    names = {name: None for place in sorted(places) for name in _names(dialects[place])}
    others = {name for place, one in enumerate(dialects) if place not in places for name in _names(one)}
    if others & names.keys():
        titles = [dialect.title for dialect in dialects if others & names.keys() & set(_names(dialect))]
        raise Unwritten(
            f"a branch for {dialects[min(places)].title} alone",
            f"SQLAlchemy calls {' and '.join(dict.fromkeys(titles))} by one name.",
            "Squash for one of the two with -d.",
        )
    asked = f"{op_prefix}get_context().dialect.name"
    if len(names) == 1:
        return f"{asked} == {quoted(next(iter(names)))}"
    return f"{asked} in {flat(value_code(tuple(names)))}"


def _names(dialect: Dialect) -> tuple[str, ...]:
    return dialect.sqlalchemy_names or (dialect.sa.name,)


def _inside_strings(text: str) -> Iterator[int]:
    """Yield the lines that begin inside of a string, from 1."""
    for token in tokenize.generate_tokens(io.StringIO(f"{text}\n").readline):
        if token.type == tokenize.STRING:
            yield from range(token.start[0] + 1, token.end[0] + 1)
