"""What a database's client keeps to itself of a file that it runs."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal["ignored", "set", "if", "else", "endif", "quit", "store", "read", "sql"]


@dataclass(frozen=True, slots=True)
class Directive:
    """A line that a client obeys, and what does the same through a driver.

    ``pattern`` matches the whole line. "set" gives the variable ``name`` a ``value``; "store" ends a query
    and makes variables of its columns; "if" goes on where the variable ``name`` is true; "read" goes on
    with the text that the file ``name`` was given; "sql" runs ``sql``, in which ``{value}`` is replaced.
    """

    pattern: re.Pattern[str]
    kind: Kind = "ignored"
    sql: str = ""


def directive(pattern: str, kind: Kind = "ignored", sql: str = "") -> Directive:
    """Return a directive; blanks in the pattern stand for any white space, and case does not count."""
    return Directive(re.compile(pattern.replace(" ", r"\s+"), re.IGNORECASE), kind, sql)


@dataclass(frozen=True, slots=True)
class Client:
    """The commands of a client's own, as data."""

    command_marks: str = ""
    """What begins a line with a command, at the beginning of a statement."""
    inline_commands: bool = False
    """Whether a command may stand behind the beginning of a statement, and end it."""
    directives: tuple[Directive, ...] = ()
    """The commands that compiled scripts have, and what they mean through a driver."""
    separator: re.Pattern[str] | None = None
    """The line that ends what stands before it."""
    semicolons: bool = True
    """Whether a semicolon ends a statement."""
    parentheses: bool = False
    """Whether a semicolon inside parentheses ends no statement."""
    variables: re.Pattern[str] | None = None
    """What the client puts a variable's value for; its group is the variable's name."""
    autocommits: bool = True
    """Whether each statement outside of a transaction is one of its own."""
    copies_data: bool = False
    r"""Whether rows follow COPY … FROM STDIN, up to a line with ``\.``."""
    delimiters: bool = False
    """Whether a line with DELIMITER says what ends the statements after it."""
    includes: frozenset[str] = frozenset()
    """The commands that read another file."""
    connects: frozenset[str] = frozenset({"USE"})
    """The commands and statements that go to another database."""
