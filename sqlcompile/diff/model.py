"""What stands beside what: values that the formats render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Tone = Literal["good", "plain", "warning", "bad"]
"""How much a kind matters; the formats take their colours from it."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A class that cells or parts are of: ``name`` for options and programs, ``title`` for people."""

    name: str
    title: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Column:
    """One side: its name for programs, such as "mysql@8.0" or "main", and its title for people.

    ``syntax`` is what pygments calls the SQL in it; "" where that is another in each part.
    """

    name: str
    title: str
    syntax: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something means something else.

    ``fact`` is the key of the fact, such as "boolean"; ``subject`` is what it is about, such as
    "customer.active"; ``left`` and ``right`` say what it is in the first column, and in the reason's own.
    """

    fact: str
    subject: str
    left: str
    right: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one column holds in a row.

    ``kind`` is the name of its class, "" in what others are compared with and where nothing is compared.
    ``problem`` says why there are no statements, or not all of them, in one or two sentences. ``notes`` are
    remarks of the compiler; ``proposals`` are statements that nobody wrote, to be looked at.
    """

    statements: tuple[str, ...] = ()
    kind: str = ""
    reasons: tuple[Reason, ...] = ()
    problem: str = ""
    notes: tuple[str, ...] = ()
    proposals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """What one operation gives: a cell for each column.

    ``title`` names the operation, such as "create_table customer"; ``location`` is "FILE:LINE" of the
    script that calls it, relative to the project, or "".
    """

    title: str
    location: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One revision in one direction.

    ``scope`` is the database that it is for where one diff has several: env.py's name of it, or the
    kind of database; ``kind`` is the class of the whole, "" where only its cells have one. ``syntax`` is what
    pygments calls its SQL where the columns do not say.
    """

    revision: str
    message: str
    direction: Literal["upgrade", "downgrade"]
    rows: tuple[Row, ...]
    scope: str = ""
    kind: str = ""
    syntax: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A line of the summary: how many there are of each kind, by the kind's name."""

    title: str
    numbers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Diff:
    """All of it. The first column is what the others are compared with.

    ``range`` is the range of revisions, such as "base:head". Without ``kinds`` nothing is compared: it is
    a report. ``general`` holds what is different everywhere, whatever the revision; ``notes`` what else
    there is to say of the whole.
    """

    title: str
    range: str
    columns: tuple[Column, ...]
    kinds: tuple[Kind, ...]
    parts: tuple[Part, ...]
    summary: tuple[Count, ...] = ()
    general: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Look:
    """How a format shows it: in how many columns of characters, and whether in colours."""

    width: int = 120
    colours: bool = False


SAME = Kind("same", "same", "good")
SPELLING = Kind("spelling", "spelled differently, means the same", "plain")
MEANING = Kind("meaning", "means something else", "warning")
IMPOSSIBLE = Kind("impossible", "not possible", "bad")
ACROSS_DIALECTS = (SAME, SPELLING, MEANING, IMPOSSIBLE)

NEW = Kind("new", "new", "plain")
CHANGED = Kind("changed", "changed", "bad")
REMOVED = Kind("removed", "removed", "bad")
ACROSS_CHANGES = (SAME, NEW, CHANGED, REMOVED)
