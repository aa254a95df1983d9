"""A table for people, and a line that sums it up."""

from __future__ import annotations

import re

from sqlcompile.project.printable import listed
from sqlcompile.verifying.contents import MOST
from sqlcompile.verifying.report import DatabaseReport, Direction, Report, RevisionReport

_WORDS = {
    "up": {"done": "applied", "skipped": "-"},
    "down": {"done": "taken back", "irreversible": "no way back", "unproved": "no script", "skipped": "-"},
    "again": {"done": "applied", "skipped": "-"},
}
_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_HEADINGS = ("revision", "up", "down", "up again")


def render(report: Report) -> str:
    """Return the report as text, its last line without an end; control characters in it are shown."""
    text = "\n\n".join("\n".join(_database(database)) for database in report.databases)
    return _CONTROL.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _database(database: DatabaseReport) -> list[str]:
    if database.reason:
        return [f"{database.name}: NOT VERIFIED: {database.reason}"]
    lines = [f"{database.name} ({database.server}), {database.range}", ""]
    lines += [f"  before the range: {line}" for line in database.preparation.lines()]
    lines += _table(database)
    for when, difference in database.late:
        lines.append(f"  {when}: {difference}")
    return [*lines, "", summary(database)]


def _table(database: DatabaseReport) -> list[str]:
    if not database.revisions:
        return []
    rows = [_HEADINGS, *(_row(one) for one in database.revisions)]
    widths = [max(len(row[place]) for row in rows) for place in range(len(_HEADINGS))]
    shown = ["  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows]
    lines = [f"  {shown[0]}".rstrip()]
    for text, revision in zip(shown[1:], database.revisions, strict=True):
        lines.append(f"  {text}".rstrip())
        lines += _details(revision)
    return lines


def _row(revision: RevisionReport) -> tuple[str, ...]:
    words = [_WORDS[name].get(direction.outcome, direction.outcome.upper()) for name, direction in revision.directions]
    return (revision.revision, *words)


def _details(revision: RevisionReport) -> list[str]:
    """Return what there is to say of a revision; why something was left out is clear from what stands above."""
    lines = []
    for name, direction in revision.directions:
        if direction.outcome != "skipped":
            label = {"up": "up", "down": "down", "again": "up again"}[name]
            lines += [f"      {label}: {line}" for said in direction.lines() for line in said.splitlines()]
            lines += _statement(direction)
    return lines


def _statement(direction: Direction) -> list[str]:
    """Return the statement that was refused, its first lines."""
    text = direction.refused.statement if direction.refused else ""
    lines = text.strip().splitlines()
    more = ["          …"] if len(lines) > 4 else []
    return [f"          {line}" for line in lines[:4]] + more


def summary(database: DatabaseReport) -> str:
    """Return what was proved of a database, in one line; "verified" only where all of it was."""
    if database.reason:
        return f"{database.name}: NOT VERIFIED: {database.reason}"
    total = len(database.revisions)
    counted = f"{total} revision{'' if total == 1 else 's'}"
    if not database.ok:
        if database.preparation.bad:
            return f"{database.name}: NOT VERIFIED: the start of the range was not reached as it should be."
        bad = sum(one.bad for one in database.revisions)
        late = ", and something is left at the end" if database.late else ""
        are = "is" if bad == 1 else "are"
        return f"{database.name}: NOT VERIFIED: {bad} of {counted} {are} not right{late}."
    if not total:
        return f"{database.name}: there is nothing to verify: the range is empty."
    stays = [one.revision for one in database.revisions if one.down.outcome != "done"]
    if not stays:
        said = "applied, taken back and applied again"
    else:
        ends = next(one.revision for one in reversed(database.revisions) if one.down.outcome == "irreversible")
        said = f"applied, {total - len(stays)} of them taken back and applied again: {ends} has no way back"
    but = ""
    if database.not_compared:
        but = f", but for what the history does not tell as a whole: {listed(database.not_compared, MOST)}"
    return f"{database.name}: verified: {counted} {said}; the schema is the one that was compiled for{but}."
