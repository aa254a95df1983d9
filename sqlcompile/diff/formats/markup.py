"""Text of scripts as HTML: always data, and whatever in it cannot be seen is shown."""

from __future__ import annotations

import re
import unicodedata
from html import escape

_RIGHT_TO_LEFT = r"\u0590-\u061b\u061d-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_SPECIAL = re.compile(
    f"(?P<right_to_left>[{_RIGHT_TO_LEFT}](?:[{_RIGHT_TO_LEFT} ]*[{_RIGHT_TO_LEFT}])?)"
    r"|(?P<other>[^\n\t -~])"
    r"|[&<>\"']"
)
# controls, format characters, surrogates, private use, unassigned, separators; but see _INVISIBLE
_UNSEEN_CATEGORIES = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"})
# letters, symbols and marks by category that no font draws: joiners, fillers, variation selectors, an empty braille
_INVISIBLE = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)
_UNSAFE_IN_ID = re.compile(r"[^A-Za-z0-9_-]")


def shown(text: str) -> str:
    r"""Return text as HTML in which every character is seen, in the order in which it stands.

    A character that cannot be seen becomes a box with its number, ``<span class="u">U+202E</span>``; only spaces,
    tabs and ``\n`` stay as they are. Letters that run from right to left are isolated, so that they move nothing
    else.
    """
    return _SPECIAL.sub(_shown, text)


def plain(text: str) -> str:
    """Return text for an attribute or the title, where there is no markup: what is unseen is a number without box."""
    return escape(numbered(text))


def numbered(text: str) -> str:
    """Return text with the number of each character that cannot be seen in its place: "U+202E"."""
    return "".join(f"U+{ord(each):04X}" if _is_unseen(each) else each for each in text)


def anchor(text: str) -> str:
    """Return text as part of an id that needs no escape in a link; other texts give other ids."""
    return _UNSAFE_IN_ID.sub(lambda found: f"~{ord(found[0]):x}.", text)


def _shown(found: re.Match[str]) -> str:
    if run := found["right_to_left"]:
        return f"<bdi>{''.join(map(_boxed, run))}</bdi>"
    return _boxed(other) if (other := found["other"]) else escape(found[0])


def _boxed(character: str) -> str:
    return f'<span class="u">U+{ord(character):04X}</span>' if _is_unseen(character) else character


def _is_unseen(character: str) -> bool:
    if character in " \t\n":
        return False
    return unicodedata.category(character) in _UNSEEN_CATEGORIES or bool(_INVISIBLE.match(character))
