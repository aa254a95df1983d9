"""The states that a database goes through as the files of a bundle are applied, for a query that tells which."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

NO_TABLE = " (there is no version table)"
NEXT = "next"
_ELSEWHERE = "not a state of this bundle: no file of it starts there"
_DONE = "up to date: no file is next"
_BEHIND = "the files below are next, in this order"


@dataclass(frozen=True, slots=True)
class State:
    """What the version table says after ``script``: its rows in order, joined by a comma; ``base`` is none.

    The first state is the one before the first file: it has no script.
    """

    step: int
    rows: str
    script: str


def answer(states: Sequence[State], text: Callable[[str], str]) -> str:
    """Return what a query tells of a state: the step, where it is, and the version rows or the next file.

    It is asked of ``step``, ``script``, ``found`` (the version rows), ``note`` (of a missing table) and
    ``reached``, the step that the database is at; ``text`` writes a literal.
    """
    first, last = states[0].step, states[-1].step
    return (
        f"step,\n  CASE WHEN step > {first} THEN {text(NEXT)}\n"
        f"    WHEN reached IS NULL THEN {text(_ELSEWHERE)}\n"
        f"    WHEN reached = {last} THEN {text(_DONE)}\n"
        f"    ELSE {text(_BEHIND)} END AS state,\n"
        f"  CASE WHEN step > {first} THEN script ELSE {{found}} END AS detail"
    )


def values(states: Sequence[State], text: Callable[[str], str]) -> str:
    """Return the states as a VALUES list, one a line."""
    return ",\n".join(f"    ({one.step}, {text(one.rows)}, {text(one.script)})" for one in states)


def selects(states: Sequence[State], text: Callable[[str], str], source: str = "") -> str:
    """Return the states as SELECTs joined by UNION ALL, one a line; ``source`` is what a SELECT must be from."""
    lines = []
    for number, one in enumerate(states):
        names = (" AS step", " AS rows_then", " AS script") if number == 0 else ("", "", "")
        cells = zip((str(one.step), text(one.rows), text(one.script)), names, strict=True)
        lines.append(f"    SELECT {', '.join(f'{cell}{name}' for cell, name in cells)}{source}")
    return " UNION ALL\n".join(lines)


def query(
    states: Sequence[State],
    text: Callable[[str], str],
    *,
    listed: str,
    found: str,
    note: str,
    concatenated: str = "||",
    only_if: str = "",
) -> str:
    """Return the query over a list of states, for databases with window functions.

    ``listed`` is the table of the states, named ``s``, ``found`` the version rows joined by a comma, NULL for
    none, ``note`` a text to stand behind them, and ``concatenated`` is the operator that joins texts. There is
    no answer but ``only_if`` that condition holds.
    """
    told = answer(states, text).format(found=f"found {concatenated} note")
    base = text("base")
    first = states[0].step
    return (
        f"SELECT {told}\n"
        "FROM (\n"
        "  SELECT s.step, s.script, f.found, f.note,\n"
        "    MAX(CASE WHEN s.rows_then = f.found THEN s.step END) OVER () AS reached\n"
        f"  FROM {listed}\n"
        f"  CROSS JOIN (SELECT COALESCE({found}, {base}) AS found, {note}) f\n"
        ") r\n"
        f"WHERE {f'{only_if} AND ' if only_if else ''}(step = {first} OR step > reached)\n"
        "ORDER BY step"
    )
