"""Text for somebody's terminal: what others wrote, and lists of any length."""

from __future__ import annotations

import re
from collections.abc import Iterable

_ACTING = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f"  # what a terminal obeys instead of showing it (ECMA-48)
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what turns a line's direction (UAX 9)
    "\u2028\u2029\ufff9-\ufffb"  # what ends a line or annotates one
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # with the line above: what has no form of its own (UAX 44)
    "\ud800-\udfff]"
)
"""What acts on a terminal, or takes part in a text without being seen in it, and lone surrogates."""


def printable(text: str) -> str:
    r"""Return a text with such characters written as JSON does, ``\u001b``; tabs and line ends stay.

    A version row, a file name or a server's words come from a database or a folder that nobody has to trust.
    """
    return _ACTING.sub(_escaped, text)


def one_line(text: str) -> str:
    """Return a printable text on one line: spaces stand for its tabs and line ends."""
    return printable(text).replace("\n", " ").replace("\t", " ")


def listed(names: Iterable[str], most: int) -> str:
    """Return names with commas between them: all, or so many of them and the number of the others."""
    known = list(names)
    more = f" and {len(known) - most} more" if len(known) > most else ""
    return f"{', '.join(known[:most])}{more}"


def _escaped(found: re.Match[str]) -> str:
    number = ord(found[0])
    if number <= 0xFFFF:
        return f"\\u{number:04x}"
    return f"\\u{0xD800 + (number - 0x10000 >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
