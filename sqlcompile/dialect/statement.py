"""One statement of a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Control = Literal["", "begin", "commit"]
"""Whether a statement opens or commits a transaction itself."""


@dataclass(frozen=True, slots=True)
class Need:
    """What a guard asks for beside the version rows: an SQL condition, and what it says where it is not so."""

    condition: str
    message: str


@dataclass(frozen=True, slots=True)
class Condition:
    """When statements are to run: where the version table has exactly these rows, and the session has a mark.

    ``needed`` is that mark, ``mark`` the one that the session is given with the last of the statements;
    ``inside`` says whether a transaction is open.
    """

    rows: Sequence[str]
    needed: str | None = None
    mark: str | None = None
    inside: bool = False


@dataclass(frozen=True, slots=True)
class Statement:
    """The text of one statement, without its terminator, and how a client must be given it.

    ``transactional`` is False for what may not run inside a transaction, ``procedural`` true for a
    body with semicolons of its own, ``comment`` is a line to stand before it. ``raw`` is true for a
    text that a migration wrote itself: it may hold several statements, or none. ``verbatim`` is true for
    a text that is put out without a terminator.
    """

    text: str
    transactional: bool = True
    procedural: bool = False
    comment: str | None = None
    raw: bool = False
    control: Control = ""
    verbatim: bool = False
