"""Cutting a raw text into the statements that a client is given one by one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from sqlcompile.dialect.scanner import Lexis, Piece

_LOOPS = frozenset({"IF", "LOOP", "WHILE", "REPEAT", "FOR", "CASE"})
_SLASH = re.compile(r"^[ \t]*/[ \t]*$", re.MULTILINE)


def split(lexis: Lexis, text: str, is_procedural: Callable[[str], bool], *, slash: bool = False) -> Iterator[str]:
    """Yield the statements of a text, without their semicolons.

    Bodies of routines stay whole. A comment goes with the statement after it, or with the one before
    where it stands on its line. ``slash`` says that a line with nothing but a slash ends a statement
    too, and that nothing else ends a routine.
    """
    if ";" not in text.rstrip().rstrip(";") and not (slash and _SLASH.search(text)):
        yield text
        return
    splitter = _Splitter(lexis, text, is_procedural, slash=slash)
    for start, end in splitter.ranges():
        if text[start:end].strip(" \t\r\n;"):
            yield text[start:end].strip()


class Depth:
    """Follows BEGIN and CASE in a routine's body, piece by piece."""

    def __init__(self) -> None:
        self._open = 0
        self._last: Piece | None = None

    @property
    def closed(self) -> bool:
        """Whether no BEGIN and no CASE is open."""
        return self._open <= 0

    def count(self, piece: Piece) -> None:
        """Take the next piece that is neither white space nor a comment."""
        before, self._last = self._last, piece
        if piece.kind != "word" or (before is not None and before.text == "."):
            return
        word = piece.text.upper()
        ending = before is not None and before.text.upper() == "END"
        if word == "BEGIN" or (word == "CASE" and not ending):
            self._open += 1
        elif word == "END":
            self._open -= 1
        elif ending and word in _LOOPS and word != "CASE":
            self._open += 1  # END IF closes no BEGIN


class _Splitter:
    """Goes once over the pieces of a text."""

    def __init__(self, lexis: Lexis, text: str, is_procedural: Callable[[str], bool], *, slash: bool) -> None:
        self.text = text
        self.pieces = lexis.pieces(text)
        self.is_procedural = is_procedural
        self.slash = slash
        self.depth = Depth()
        self.procedural: bool | None = None

    def ranges(self) -> Iterator[tuple[int, int]]:
        start = 0
        ended: int | None = None
        for piece in self.pieces:
            if ended is not None and not self._stays(piece):
                yield start, ended
                start, ended = (piece.end if self._is_slash(piece) else ended), None
                self.depth, self.procedural = Depth(), None
                if self._is_slash(piece):
                    continue
            if ended is not None:
                ended = piece.end if piece.kind == "comment" else ended
                continue
            if piece.kind in ("space", "comment"):
                continue
            if self._is_slash(piece):
                yield start, piece.start
                start = piece.end
                self.depth, self.procedural = Depth(), None
                continue
            if self.procedural is None:
                self.procedural = self.is_procedural(self.text[piece.start :])
            if self.procedural:
                self.depth.count(piece)
            if piece.kind == "semicolon" and self._ends():
                ended = piece.end
        yield start, len(self.text) if ended is None else max(ended, start)

    def _stays(self, piece: Piece) -> bool:
        """Return whether a piece after the semicolon belongs to the statement that it ended."""
        if piece.kind == "space":
            return "\n" not in piece.text
        return piece.kind == "comment" and "\n" not in piece.text

    def _ends(self) -> bool:
        return not self.procedural or (self.depth.closed and not self.slash)

    def _is_slash(self, piece: Piece) -> bool:
        if not self.slash or piece.text != "/":
            return False
        found = _SLASH.search(self.text, self.text.rfind("\n", 0, piece.start) + 1)
        return found is not None and found.start() <= piece.start < found.end()
