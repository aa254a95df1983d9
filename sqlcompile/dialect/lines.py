"""Lines as a client reads them: what it would take for a command of its own, and lines too long for it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from sqlcompile.dialect.scanner import Lexis, Piece
from sqlcompile.errors import InvalidScript

SHIELD = "/* */ "
"""What keeps a line from beginning with what follows."""


class _Places:
    """Finds the piece in which a position lies."""

    def __init__(self, lexis: Lexis, text: str) -> None:
        self._pieces = lexis.pieces(text)
        self._starts = [piece.start for piece in self._pieces]

    def inside(self, position: int) -> Piece | None:
        """Return the quote or comment that is open at a position."""
        piece = self._pieces[bisect_right(self._starts, position) - 1]
        open_there = piece.start < position < piece.end and piece.kind in ("string", "quoted", "comment")
        return piece if open_there else None


def shield_starts(
    lexis: Lexis, text: str, taken: re.Pattern[str], client: str, *, quotes_are_safe: bool = False
) -> str:
    """Return the text with something harmless before each line whose beginning ``taken`` matches.

    Raises InvalidScript where such a line is inside quotes, unless the client knows about quotes.
    """
    if not taken.search(text):
        return text
    places = _Places(lexis, text)
    found: list[str] = []
    done = 0
    for match in taken.finditer(text):
        inside = places.inside(match.start())
        if inside is not None and quotes_are_safe:
            continue
        if inside is not None and inside.kind != "comment":
            raise _line_in_quotes(client, match.group())
        found += [text[done : match.start()], SHIELD if inside is None else ". "]
        done = match.start()
    return "".join(found) + text[done:]


def shield_ends(lexis: Lexis, text: str, taken: re.Pattern[str], client: str) -> str:
    """Return the text with something harmless after each line end that ``taken`` matches.

    Raises InvalidScript where such a line end is inside quotes.
    """
    if not taken.search(text):
        return text
    places = _Places(lexis, text)
    found: list[str] = []
    done = 0
    for match in taken.finditer(text):
        inside = places.inside(match.end())
        in_comment = inside is not None and inside.kind == "comment"
        line_comment = places.inside(match.start())
        in_comment = in_comment or (line_comment is not None and line_comment.kind == "comment")
        if inside is not None and not in_comment:
            raise _line_in_quotes(client, match.group())
        found += [text[done : match.end()], "." if in_comment else f" {SHIELD.rstrip()}"]
        done = match.end()
    return "".join(found) + text[done:]


def _line_in_quotes(client: str, line: str) -> InvalidScript:
    return InvalidScript(
        f'{client} would take a line of a quoted text for its own: "{line.strip()[:40]}".',
        hint="Give the value as a parameter of sa.text(): it is written in a form that is safe.",
    )


def wrapped(lexis: Lexis, text: str, limit: int, client: str) -> str:
    """Return the text with no line longer than ``limit`` bytes, broken between its pieces.

    Raises InvalidScript where a line cannot be broken.
    """
    if len(text) * 4 <= limit or all(len(line.encode()) <= limit for line in text.split("\n")):
        return text
    lines: list[str] = []
    for line in _broken(lexis, text, limit):
        if len(line.encode()) > limit:
            raise InvalidScript(
                f"{client} takes lines of at most {limit} bytes, and this one has {len(line.encode())}:"
                f' "{line.strip()[:40]}…".',
                hint="Give a long value as a parameter of sa.text(): it is written in pieces.",
            )
        lines.append(line)
    return "\n".join(lines)


def _broken(lexis: Lexis, text: str, limit: int) -> Iterator[str]:
    """Yield lines, each as long as the limit and the places between pieces allow."""
    line, size = "", 0
    before = ""
    for chunk in _chunks(lexis, text):
        for number, part in enumerate(chunk.split("\n")):
            if number:
                yield line
                line, size = "", 0
            bytes_ = len(part.encode())
            if number == 0 and size and size + bytes_ > limit and not before.rstrip().endswith("-"):
                yield line.rstrip()
                part = part.lstrip()  # noqa: PLW2901 - the blank became the line's end
                line, size = "", 0
                bytes_ = len(part.encode())
            line, size = line + part, size + bytes_
        before = line
    yield line


def _chunks(lexis: Lexis, text: str) -> Iterator[str]:
    """Yield what may not be broken: up to white space, a comma or an opening parenthesis."""
    chunk = ""
    for piece in lexis.scan(text):
        if piece.kind == "space" and chunk:
            yield chunk
            chunk = ""
        chunk += piece.text
        if piece.text in (",", "("):
            yield chunk
            chunk = ""
    if chunk:
        yield chunk
