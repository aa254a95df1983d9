"""What was checked and what was found: values that the formats render."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlcompile.errors import Location, SqlcompileError

CHECKS: Mapping[str, str] = MappingProxyType(
    {
        "heads": "there is one head, or those of the settings",
        "compile": "every revision compiles, up and down",
        "downgrade": "a downgrade leads to the schema before the upgrade",
        "repeatable": "a second process compiles the same SQL",
        "models": "the models are what the migrations make",
        "bundle": "the bundle is what compiles now",
        "released": "no released revision compiles to other SQL",
    }
)
"""The checks in their order, and what each one says of a project that is as it shall be."""


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it shall be.

    ``check`` is the name of the check; ``subject`` is what ``--accept`` names it by, a revision's id or a
    table. ``details`` are lines that say more. ``dialects`` are those that it was found on, by their names; none
    where it is about no database.
    """

    check: str
    message: str
    location: Location | None
    subject: str = ""
    details: tuple[str, ...] = ()
    hint: str | None = None
    dialects: tuple[str, ...] = ()
    database: str | None = None

    @classmethod
    def of(cls, check: str, error: SqlcompileError, subject: str = "") -> Finding:
        """Return the finding that an error is."""
        return cls(check, error.message, error.location, subject, hint=error.hint)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one check. Where it was not done, ``not_done`` says why; ``said`` is what it looked at."""

    check: str
    findings: tuple[Finding, ...] = ()
    said: str = ""
    not_done: str = ""

    @property
    def title(self) -> str:
        """What the check says of a project that is as it shall be."""
        return CHECKS[self.check]


@dataclass(slots=True)
class Report:
    """The outcomes of all checks, in their order, and what else there is to say."""

    outcomes: list[Outcome] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    @property
    def findings(self) -> list[Finding]:
        """All that was found."""
        return [finding for outcome in self.outcomes for finding in outcome.findings]

    @property
    def ok(self) -> bool:
        """Whether nothing was found."""
        return not self.findings
