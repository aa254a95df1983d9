"""What is to be said of many revisions, said once."""

from __future__ import annotations

from collections.abc import Iterable

from sqlcompile.project import printable

_MOST = 20


class Notes:
    """Gathers sentences, and of which revisions each is true."""

    def __init__(self) -> None:
        self._said: dict[str, dict[str, None]] = {}

    def add(self, sentence: str, revision: str = "") -> None:
        """Take a sentence, without its full stop, that is true of a revision, or of all."""
        self._said.setdefault(sentence, {})[revision] = None

    def texts(self) -> tuple[str, ...]:
        """Return the sentences, in the order in which they were first said."""
        return tuple(f"{said}{listed(filter(None, names))}." for said, names in self._said.items())


def listed(names: Iterable[str]) -> str:
    """Return ``: a, b and 3 more``, or nothing for no names."""
    known = list(names)
    return f": {printable.listed(known, _MOST)}" if known else ""
