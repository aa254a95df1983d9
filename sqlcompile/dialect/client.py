"""What a database's client keeps to itself of a file that it runs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Client:
    """The commands of a client's own, as data."""

    command_marks: str = ""
    """What begins a line with a command, at the beginning of a statement."""
    copies_data: bool = False
    r"""Whether rows follow COPY … FROM STDIN, up to a line with ``\.``."""
    delimiters: bool = False
    """Whether a line with DELIMITER says what ends the statements after it."""
    includes: frozenset[str] = frozenset()
    """The commands that read another file."""
    connects: frozenset[str] = frozenset({"USE"})
    """The commands and statements that go to another database."""
