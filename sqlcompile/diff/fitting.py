"""A text of sections that has to be short enough: what is too much is left out from the end, and named."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """Items between an opening and a closing text; each item is written only if it may be shown."""

    title: str
    opening: str
    items: Sequence[Callable[[], str]]
    closing: str = ""


def length(text: str) -> int:
    """Return how long a text is, as who counts UTF-16 counts it; nobody counts more."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def fitted(head: str, sections: Sequence[Section], limit: int, how: str) -> str:
    """Return the head and as many items, in their order, as there is room for.

    Where some are left out, the last lines say how many of which section, and then ``how`` to see them.
    """
    reserve = length(_left_out([(section, len(section.items)) for section in sections], how))
    room = limit - length(head) - reserve
    shown = [head]
    missing: list[tuple[Section, int]] = []
    for section in sections:
        body: list[str] = []
        if not missing:
            room -= length(section.opening) + length(section.closing)
        for item in section.items if not missing else ():
            text = item()
            room -= length(text)
            if room < 0:
                break
            body.append(text)
        if body:
            shown += [section.opening, *body, section.closing]
        if len(body) < len(section.items):
            missing.append((section, len(section.items) - len(body)))
    return "".join([*shown, _left_out(missing, how) if missing else ""])


def _left_out(missing: Sequence[tuple[Section, int]], how: str) -> str:
    listed = ", ".join(f"{number} of {len(section.items)} under “{section.title}”" for section, number in missing)
    return f"\n**Left out here:** {listed}. {how}\n"
