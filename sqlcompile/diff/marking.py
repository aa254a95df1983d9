"""Text that others wrote, in Markdown: nothing in it is markup, a mention or a link (GitHub Flavored Markdown)."""

from __future__ import annotations

import html
import re
from itertools import groupby

from sqlcompile.project.printable import one_line, printable

_PLAIN = re.compile(r"\(?[^\W\d_]+(?:'[^\W\d_]+)?\)?[,;:.]?|\d{1,4}(?:\.\d{1,3})?[,;:]?")
"""A word or a number that means itself wherever it stands in a line."""
_TICKS = re.compile("`+")


def words(text: str) -> str:
    """Return a line in which all but plain words and numbers is code: GitHub makes no mention or link of code."""
    found: list[str] = []
    for plain, together in groupby(one_line(text).split(), lambda word: bool(_PLAIN.fullmatch(word))):
        said = " ".join(together)
        if plain:
            found.append(said)
        else:
            code = said.rstrip(",;:") or said
            found.append(f"{span(code)}{said[len(code) :]}")
    return " ".join(found)


def span(text: str) -> str:
    """Return a text as code within a line; "" stays."""
    text = one_line(text)
    if not text:
        return ""
    ticks = "`" * (_longest(text) + 1)
    space = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{ticks}{space}{text}{space}{ticks}"


def cell(marked: str) -> str:
    r"""Return Markdown of one line for a cell of a table, where "|" ends the cell even in code.

    After a backslash it is written as ``\u007c``: readers differ on what two backslashes before it mean.
    """
    return re.sub(r"(\\?)\|", lambda found: r"\\u007c" if found[1] else r"\|", marked)


def fence(text: str, language: str) -> str:
    """Return a text as a block of code that nothing in it ends."""
    text = printable(text)
    ticks = "`" * max(3, _longest(text) + 1)
    return f"{ticks}{language}\n{text}\n{ticks}"


def tagged(text: str) -> str:
    """Return a line for within HTML."""
    return f"<code>{html.escape(one_line(text))}</code>" if text else ""


def _longest(text: str) -> int:
    return max(map(len, _TICKS.findall(text)), default=0)
