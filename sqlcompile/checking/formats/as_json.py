"""JSON for programs; README's section on `check` says what the keys mean, and they stay."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlcompile.checking.model import Finding, Report

FORMAT = 1
"""The number of this form; a key that is taken away, or means something else, raises it."""


def render(report: Report, root: Path) -> str:
    """Return the report as JSON; files are as seen from ``root``."""
    found = {
        "format": FORMAT,
        "ok": report.ok,
        "checks": [
            {
                "check": one.check,
                "title": one.title,
                "done": not one.not_done,
                "reason": one.not_done or None,
                "findings": len(one.findings),
                "said": one.said or None,
            }
            for one in report.outcomes
        ],
        "findings": [_finding(one, root) for one in report.findings],
        "notes": report.notes,
    }
    return json.dumps(found, indent=2, ensure_ascii=False)


def _finding(finding: Finding, root: Path) -> dict[str, Any]:
    place = finding.location
    return {
        "check": finding.check,
        "subject": finding.subject or None,
        "message": finding.message,
        "details": list(finding.details),
        "hint": finding.hint,
        "file": None if place is None else place_in(place.path, root),
        "line": None if place is None else place.line,
        "database": finding.database,
        "dialects": [name for name in finding.dialects if name],
    }


def place_in(path: Path, root: Path) -> str:
    """Return a path as seen from a folder, with `/`; as it is where it is not in there."""
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else path.as_posix()
