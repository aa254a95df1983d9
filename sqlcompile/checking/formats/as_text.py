"""Text for people: the findings with their places, then a line for each check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from sqlcompile.checking.model import Finding, Outcome, Report
from sqlcompile.project.printable import one_line

_MOST = 6
"""How many lines are said of a finding."""


def render(report: Report, root: Path) -> str:
    """Return the report as text, its last line without an end; places are as seen from the current folder, not from ``root``."""
    lines = [line for finding in report.findings for line in (*_finding(finding), "")]
    width = max(len(outcome.check) for outcome in report.outcomes)
    lines += [f"{one.check.ljust(width)}  {_said(one)}" for one in report.outcomes]
    lines += [f"note: {one_line(note)}" for note in report.notes]
    return "\n".join([*lines, "", summary(report)])


def summary(report: Report) -> str:
    """Return the last line."""
    count = len(report.findings)
    left = sum(bool(one.not_done) for one in report.outcomes)
    without = f"; {left} check{'s were' if left > 1 else ' was'} not done" if left else ""
    if not count:
        return f"Nothing was found{without}."
    return f"{count} finding{'s' * (count > 1)}{without}."


def said(finding: Finding) -> str:
    """Return the sentence of a finding, with the databases that it is of."""
    where = [finding.database] if finding.database else []
    where += [", ".join(name for name in finding.dialects if name)] if any(finding.dialects) else []
    return one_line(f"{'/'.join(where)}: {finding.message}" if where else finding.message)


def _finding(finding: Finding) -> Iterator[str]:
    place = f"{finding.location}: " if finding.location else ""
    yield f"{place}{finding.check}: {said(finding)}"
    for line in finding.details[:_MOST]:
        yield f"    {one_line(line)}"
    if len(finding.details) > _MOST:
        yield f"    … and {len(finding.details) - _MOST} more"
    if finding.hint:
        yield f"  {one_line(finding.hint)}"


def _said(outcome: Outcome) -> str:
    if outcome.not_done:
        return f"not done: {outcome.not_done}"
    count = len(outcome.findings)
    looked = f" ({outcome.said})" if outcome.said else ""
    return f"{count} finding{'s' * (count > 1)}{looked}" if count else f"ok: {outcome.title}{looked}"
