"""What is wanted of ``check``: which checks, and which findings are accepted."""

from __future__ import annotations

import difflib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sqlcompile.checking.model import CHECKS, Finding, Outcome
from sqlcompile.errors import ConfigError


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the settings and the command line say together.

    ``accepted`` holds "CHECK:SUBJECT", where a subject is a revision or a table; ``heads`` the heads that may be;
    ``against`` a revision of git, whose revisions count as released; ``bundles`` the folders to look at, None for
    those that are found.
    """

    skipped: frozenset[str] = frozenset()
    accepted: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    against: str | None = None
    bundles: tuple[Path, ...] | None = None

    @classmethod
    def of(
        cls,
        *,
        only: Sequence[str],
        skip: Sequence[str],
        accept: Sequence[str],
        heads: Sequence[str],
        against: str | None,
        bundles: Sequence[Path] | None,
    ) -> Wishes:
        """Return the wishes; raises ConfigError for what is no check, and for both ``only`` and ``skip``."""
        for name in (*only, *skip):
            _check_name(name)
        for one in accept:
            check, colon, subject = one.partition(":")
            _check_name(check)
            if not colon or not subject:
                raise ConfigError(
                    f'"{one}" accepts nothing.',
                    hint=f"It is written as CHECK:REVISION or CHECK:TABLE; `--skip {check}` leaves a whole check out.",
                )
        skipped = {name for name in CHECKS if name not in only} if only else set(skip)
        return cls(
            frozenset(skipped), tuple(accept), tuple(heads), against, None if bundles is None else tuple(bundles)
        )

    def wants(self, check: str) -> bool:
        """Whether a check is to be done."""
        return check not in self.skipped

    def left(self, outcome: Outcome) -> Outcome:
        """Return an outcome without the findings that are accepted."""
        kept = tuple(one for one in outcome.findings if not self._accepts(one))
        return outcome if len(kept) == len(outcome.findings) else replace(outcome, findings=kept)

    def unused(self, outcomes: Sequence[Outcome]) -> list[str]:
        """Return what is accepted and was not found, of the checks that were done."""
        done = {one.check for one in outcomes if not one.not_done}
        found = {_named(finding) for one in outcomes for finding in one.findings}
        return [one for one in self.accepted if one not in found and one.partition(":")[0] in done]

    def _accepts(self, finding: Finding) -> bool:
        return _named(finding) in self.accepted


def _named(finding: Finding) -> str:
    return f"{finding.check}:{finding.subject}"


def _check_name(name: str) -> None:
    if name not in CHECKS:
        close = difflib.get_close_matches(name, CHECKS, n=1)
        meant = f"Did you mean {close[0]}? " if close else ""
        raise ConfigError(f'There is no check "{name}".', hint=f"{meant}The checks are {', '.join(CHECKS)}.")
