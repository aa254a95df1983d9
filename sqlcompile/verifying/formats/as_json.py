"""JSON for programs; README's section on proof says what the keys mean, and they stay."""

from __future__ import annotations

import json
from typing import Any

from sqlcompile.verifying.comparing import Difference
from sqlcompile.verifying.report import DatabaseReport, Direction, Report

FORMAT = 1
"""The number of this form; a key that is taken away, or means something else, raises it."""


def render(report: Report) -> str:
    """Return the report as JSON."""
    found = {"format": FORMAT, "ok": report.ok, "databases": [_database(one) for one in report.databases]}
    return json.dumps(found, indent=2, ensure_ascii=False)


def _database(database: DatabaseReport) -> dict[str, Any]:
    return {
        "name": database.name,
        "server": database.server,
        "from": list(database.start),
        "to": list(database.end),
        "verified": database.ok,
        "reason": database.reason or None,
        "preparation": _direction(database.preparation),
        "revisions": [
            {
                "revision": one.revision,
                "message": one.message,
                "file": one.file,
                **{name: _direction(direction) for name, direction in one.directions},
            }
            for one in database.revisions
        ],
        "differences": [{"when": when, **_difference(one)} for when, one in database.late],
        "not_compared": database.not_compared,
    }


def _direction(direction: Direction) -> dict[str, Any]:
    refused = direction.refused
    return {
        "outcome": direction.outcome,
        "reason": direction.reason or None,
        "refused": None
        if refused is None
        else {
            "file": refused.file,
            "line": refused.line,
            "number": refused.number or None,
            "statement": refused.statement,
            "words": refused.words,
        },
        "differences": [_difference(one) for one in direction.differences],
    }


def _difference(one: Difference) -> dict[str, Any]:
    return {
        "table": one.table,
        "what": one.what or None,
        "which": one.which,
        "expected": one.expected,
        "found": one.found,
        "text": str(one),
    }
