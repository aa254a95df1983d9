"""Text that others wrote, on somebody's terminal."""

from __future__ import annotations

import re

_ACTING = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
"""What a terminal obeys instead of showing it (ECMA-48), what turns a line's direction (UAX 9), and lone surrogates."""


def printable(text: str) -> str:
    r"""Return a text with such characters written as JSON does, ``\u001b``; tabs and line ends stay.

    A version row, a file name or a server's words come from a database or a folder that nobody has to trust.
    """
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
