"""Findings that several databases share are one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any

from sqlcompile.checking.model import Finding


@dataclass(slots=True)
class Gathered:
    """The findings of one check, each once, with the databases that have it."""

    _found: dict[Any, Finding] = field(default_factory=dict)

    def add(
        self,
        finding: Finding,
        dialect: str,
        database: str | None,
        *,
        key: object = None,
        details: tuple[str, ...] = (),
    ) -> None:
        """Add a finding of one database. It is the same as another one that says the same of the same place.

        ``key`` tells apart what the message does not; of its ``details`` those of the first database are kept.
        """
        same = (finding.message, finding.location, database, key)
        known = self._found.get(same)
        if known is None:
            self._found[same] = replace(finding, dialects=(dialect,), database=database, details=details)
        elif dialect not in known.dialects:
            self._found[same] = replace(known, dialects=(*known.dialects, dialect))

    def findings(self) -> tuple[Finding, ...]:
        """Return them, in the order in which they were found."""
        return tuple(self._found.values())
