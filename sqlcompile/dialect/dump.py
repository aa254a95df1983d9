"""Cutting a file that a database's client would run, such as a dump, into what the client takes one by one."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.scanner import Piece
from sqlcompile.errors import Location, SqlcompileError

_CONDITIONAL = re.compile(r"/\*(M?)!(\d{5,6})?")
_DATA = re.compile(r"\bFROM\s+STDIN\b", re.IGNORECASE)
_DATA_END = re.compile(r"^\\\.[ \t\r]*$", re.MULTILINE)
_NOT_LINE_END = re.compile(r"[^\n]")


@dataclass(frozen=True, slots=True)
class Part:
    """A statement, or a command that the client keeps to itself; ``line`` is where it begins."""

    text: str
    line: int
    is_command: bool = False


def parts_of(dialect: Dialect, text: str, path: Path) -> Iterator[Part]:
    """Yield the statements and the client's commands of a file, in order.

    Comments that the database runs lose their marks, those that it does not run and the data behind
    COPY are left out. Raises SqlcompileError, with the line, for what the client would not take.
    """
    yield from _File(dialect, text, path).parts()


class _File:
    """Goes over a file twice: what is the client's is blanked out first, so that every place stays."""

    def __init__(self, dialect: Dialect, text: str, path: Path) -> None:
        self.path = path
        self.dialect = dialect
        self.client = dialect.client
        self.text = text
        self.kept = text
        self.blanks: list[tuple[int, int]] = []
        self.commands: list[Part] = []
        self.segments: list[tuple[int, int, str]] = []
        self.begin = 0
        self.delimiter = ";"
        self.first: Piece | None = None
        self.open = False
        self.ends = [match.start() for match in re.finditer("\n", text)]

    def line(self, offset: int) -> int:
        """Return the line of an offset, from 1."""
        return bisect_right(self.ends, offset - 1) + 1

    def parts(self) -> Iterator[Part]:
        self._walk()
        self._blank_out()
        found = [*self.commands]
        for start, end, delimiter in self.segments:
            found += self._statements(start, end, delimiter)
        yield from sorted(found, key=lambda part: part.line)

    def _statements(self, start: int, end: int, delimiter: str) -> Iterator[Part]:
        segment = self.kept[start:end]
        cut = self.dialect.split(segment) if delimiter == ";" else self._cut(segment, delimiter)
        at = 0
        try:
            for one in cut:
                at = segment.index(one, at)
                first = next((p for p in self.dialect.lexis.scan(one) if p.kind not in _BLANK), None)
                if first is not None:
                    yield Part(one[first.start :], self.line(start + at + first.start))
                at += len(one)
        except SqlcompileError as error:
            raise error.at(Location(self.path, self.line(start + at))) from error

    def _cut(self, text: str, delimiter: str) -> Iterator[str]:
        """Yield what stands between delimiters outside of quotes."""
        start = 0
        for piece in self.dialect.lexis.scan(text):
            if piece.kind in ("space", "comment", "string", "quoted"):
                continue
            found = text.find(delimiter, max(start, piece.start), piece.end + len(delimiter) - 1)
            if found >= 0:
                yield text[start:found]
                start = found + len(delimiter)
        yield text[start:]

    def _walk(self) -> None:
        """Find what is the client's own, and where the delimiter changes."""
        at: int | None = 0
        while at is not None:
            at = self._walk_from(at)
        self.segments.append((self.begin, len(self.text), self.delimiter))

    def _walk_from(self, position: int) -> int | None:
        """Go on from a position to the next thing that is the client's; return what is behind it."""
        for piece in self.dialect.lexis.scan(self.text, position):
            if piece.kind in ("space", "comment"):
                continue
            behind = self._command(piece) if self.first is None and self._begins_line(piece) else None
            if behind is None and piece.text in ("/", "*"):
                behind = self._mark(piece)
            if behind is None and piece.kind == "semicolon":
                behind = self._data(piece)
                self.first = None
            elif behind is None and self.first is None:
                self.first = piece
            if behind is not None:
                return behind
        return None

    def _command(self, piece: Piece) -> int | None:
        """Take a line that is a command; return where it ends."""
        end = self.text.find("\n", piece.start)
        end = len(self.text) if end < 0 else end
        if self.client.delimiters and piece.text.upper() == "DELIMITER":
            self.segments.append((self.begin, piece.start, self.delimiter))
            self.delimiter = self.text[piece.end : end].strip() or ";"
            self.begin = end
            return end
        if piece.text[0] not in self.client.command_marks:
            return None
        self.commands.append(Part(self.text[piece.start : end].strip(), self.line(piece.start), is_command=True))
        return self._blank(piece.start, end)

    def _mark(self, piece: Piece) -> int | None:
        """Take the mark of a comment that the database runs, or all of one that it does not run."""
        if not self.dialect.lexis.executable_comments:
            return None
        found = _CONDITIONAL.match(self.text, piece.start)
        if found is None:
            closes = self.open and self.text.startswith("*/", piece.start)
            self.open = self.open and not closes
            return self._blank(piece.start, piece.start + 2) if closes else None
        self.open = self.dialect.runs_comment(found[1], int(found[2] or 0))
        close = self.text.find("*/", found.end())
        behind = len(self.text) if close < 0 else close + 2
        return self._blank(piece.start, found.end() if self.open else behind)

    def _data(self, end: Piece) -> int | None:
        """Take the rows that follow COPY."""
        first = self.first
        if not self.client.copies_data or first is None or first.text.upper() != "COPY":
            return None
        if not _DATA.search(self.text, first.start, end.start):
            return None
        found = _DATA_END.search(self.text, end.end)
        return self._blank(end.end, found.end() if found else len(self.text))

    def _begins_line(self, piece: Piece) -> bool:
        return not self.text[self.text.rfind("\n", 0, piece.start) + 1 : piece.start].strip()

    def _blank(self, start: int, end: int) -> int:
        self.blanks.append((start, end))
        return end

    def _blank_out(self) -> None:
        """Put spaces in the place of what is the client's; lines stay lines."""
        done: list[str] = []
        at = 0
        for start, end in self.blanks:
            done += [self.text[at:start], _NOT_LINE_END.sub(" ", self.text[start:end])]
            at = end
        self.kept = "".join([*done, self.text[at:]])


_BLANK = ("space", "comment", "semicolon")
