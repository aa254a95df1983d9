"""What expressions mean to a database, where databases differ."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Meaning:
    """How a database compares and computes.

    ``native`` says that it is SQLite itself, with all its ways.
    """

    native: bool = False
    truths: bool = False
    """Whether truth values are a type of their own, rather than 1 and 0."""
    whole_division: bool = False
    """Whether an integer divided by an integer is one."""
    integer_sums: bool = True
    """Whether the sum of integers is an integer, rather than a decimal number."""
    big_integer_sums: bool = True
    """The same of integers of 64 bits."""
    default_scale: int | None = 0
    """The digits after the point where a decimal type names none; None for as many as there are."""
    single_floats: bool = False
    """Whether FLOAT has less than double precision."""
    pads_char: bool = True
    """Whether CHAR(n) is given back with the spaces at its end."""
    whole_seconds: bool = False
    """Whether times have no fractions of seconds unless their type says so."""
    zones: bool = True
    """Whether a time with a time zone is kept as one, and shown in the session's time zone."""
    empty_is_null: bool = False
    like_escapes: bool = False
    """Whether a backslash in a pattern escapes without an ESCAPE clause."""
    sorts_json: bool = False
    """Whether JSON is kept with the keys of its objects sorted, rather than as it was written."""
    partitions_are_tables: bool = False
    """Whether the parts of a divided table are tables too."""
    zero_generates: bool = False
    """Whether 0 for a generated key asks for a new one."""
    truncate_restarts: bool = False
    """Whether TRUNCATE lets generated keys begin anew."""
    keys_have_gaps: bool = False
    """Whether an INSERT of which the number of rows is not known beforehand uses up more keys than it has rows."""
    counts_replaced: bool = True
    """Whether an upsert counts each row once, whatever became of it."""
    assigns_in_order: bool = False
    """Whether an UPDATE's assignments see what those before them assigned."""
