"""Why rows are not known."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why the rows of a table are not known; ``existed`` where it is that it was there before."""

    reason: str
    existed: bool = False


class Doubtful(Exception):
    """The rows that somebody asks for are not known."""

    def __init__(self, doubt: Doubt) -> None:
        super().__init__(doubt.reason)
        self.doubt = doubt
