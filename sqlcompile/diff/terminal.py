"""Text in columns of characters: how wide it is, where it wraps, tables, colours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import zip_longest

from rich.cells import cell_len, get_character_cell_size

from sqlcompile.diff.model import Tone

TONES: Mapping[Tone, str] = {"good": "32", "plain": "36", "warning": "33", "bad": "31"}
"""The colours of ECMA-48 (SGR) for what a kind matters."""
BOLD, FAINT = "1", "2"
NARROWEST = 40
"""Nothing is laid out for less than this."""
_LEAST = 16
"""How narrow a table's last column may become before the table is written as a list."""


class Paint:
    """Puts text in colours, or leaves it as it is."""

    def __init__(self, *, colours: bool) -> None:
        self.colours = colours

    def __call__(self, text: str, *codes: str) -> str:
        """Return the text with these codes of SGR around it."""
        return f"\x1b[{';'.join(codes)}m{text}\x1b[0m" if self.colours and text and codes else text


def width_of(text: str) -> int:
    """Return how many columns of a terminal a printable line takes."""
    return len(text) if text.isascii() else cell_len(text)


def filled(text: str, width: int) -> str:
    """Return a line with spaces after it."""
    return text + " " * (width - width_of(text))


def slices(text: str, width: int, hang: int) -> list[tuple[int, int]]:
    """Return where a line is cut so that no piece is wider; the pieces after the first have ``hang`` columns less.

    It is cut after a space where there is one, else inside a word; nothing is left out.
    """
    if width_of(text) <= width:
        return [(0, len(text))]
    found: list[tuple[int, int]] = []
    start, room = 0, width
    while start < len(text):
        end = _fitting(text, start, room)
        if end < len(text):
            space = text.rfind(" ", start, end)
            lead = len(text) - len(text.lstrip(" ")) if start == 0 else 0
            if space >= max(start, lead):
                end = space + 1
        found.append((start, end))
        start, room = end, width - hang
    return found


def _fitting(text: str, start: int, room: int) -> int:
    """Return where the text from ``start`` on gets wider than there is room."""
    if text.isascii():
        return min(start + room, len(text))
    taken = 0
    for place in range(start, len(text)):
        taken += get_character_cell_size(text[place])
        if taken > room and place > start:
            return place
    return len(text)


def indent_of(text: str, width: int, more: int = 4) -> int:
    """Return how far the rest of a line is to be set in where it wraps: further than the line itself."""
    return min(len(text) - len(text.lstrip(" ")) + more, width // 2)


def wrapped(text: str, width: int, first: str = "", rest: str | None = None) -> list[str]:
    """Return a line as lines that are no wider, the first after ``first``, the others after as many spaces."""
    rest = " " * width_of(first) if rest is None else rest
    room = max(width - max(width_of(first), width_of(rest)), 8)
    pieces = [text[start:end].rstrip(" ") for start, end in slices(text, room, 0)]
    return [f"{rest if place else first}{piece}".rstrip(" ") for place, piece in enumerate(pieces)]


def table(rows: Sequence[Sequence[str]], width: int, numbers: frozenset[int]) -> list[str]:
    """Return rows, the first of which is the head, as lines; the columns ``numbers`` are set to the right.

    The last column that holds no numbers wraps where the whole would be too wide; where even that is not
    enough, each row is a list of its own.
    """
    widths = [max(width_of(row[place]) for row in rows) for place in range(len(rows[0]))]
    flexible = max(place for place in range(len(widths)) if place not in numbers)
    room = width - sum(widths) - 2 * (len(widths) - 1) + widths[flexible]
    if room < min(_LEAST, widths[flexible]):
        return list(_listed(rows, width))
    widths[flexible] = min(widths[flexible], room)
    lines = []
    for row in rows:
        cells = [
            [filled("", widths[place] - width_of(text)) + text] if place in numbers else wrapped(text, widths[place])
            for place, text in enumerate(row)
        ]
        for pieces in zip_longest(*cells, fillvalue=""):
            shown = (filled(piece, column) for piece, column in zip(pieces, widths, strict=True))
            lines.append("  ".join(shown).rstrip(" "))
    return lines


def _listed(rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    for row in rows[1:]:
        yield from wrapped(row[0], width)
        for head, text in zip(rows[0][1:], row[1:], strict=True):
            yield from wrapped(f"{head}: {text}" if head else text, width, "  ")
