"""What of a compiled script is sqlcompile's own: guards, transactions, the version rows, the audit table.

That is not what a revision does. It changes with the mode of scripts, with what one transaction holds, with the
version of sqlcompile, and with the revisions that stand before.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal

from sqlcompile.bundle.manifest import Entry, Target
from sqlcompile.compiling.audit_table import AuditTable
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Condition
from sqlcompile.diff.cutting import Cut, cut_script
from sqlcompile.errors import SqlcompileError
from sqlcompile.project.plan import VersionMove
from sqlcompile.scripts.style import Style

Origin = Literal["revision", "env", "version rows", "audit table", "transactions", "guards"]
"""What a piece of a script comes from: the migration, env.py, or sqlcompile itself."""

_ANYONE = re.compile(r"sqlcompile", re.IGNORECASE)
_END_OF_BLOCK = re.compile(r"COMMIT;\s*NULL;\s*END IF;\s*END")
"""The commit that is the last of a block with a condition."""


@dataclass
class Own:
    """Tells what pieces of one database's scripts come from."""

    dialect: Dialect
    target: Target
    style: Style
    _written: dict[bool, frozenset[str]] = field(default_factory=dict)

    @property
    def as_text(self) -> bool:
        """Whether scripts of this style may run statements as texts."""
        return self.style.conditional or self.dialect.bare

    @cached_property
    def table(self) -> VersionTable:
        """The version table; it does not matter here whether it has a primary key."""
        return VersionTable(self.target.version_table, self.target.version_table_schema)

    def origin(self, cut: Cut, entry: Entry) -> Origin:
        """Return what a piece of a script comes from."""
        text = cut.text.rstrip("; \t\n")
        if not cut.number:
            return "guards" if self._is_frame(cut.text, entry) else "env"
        if text in self._commits or _END_OF_BLOCK.fullmatch(text):
            return "transactions"
        if text in self._moves(entry):
            return "version rows"
        if self._audits is not None and text.startswith(self._audits):
            return "audit table"
        return "revision"

    def _is_frame(self, text: str, entry: Entry) -> bool:
        return bool(_ANYONE.search(text)) or masked(text, entry) in self._frame

    @cached_property
    def _commits(self) -> frozenset[str]:
        """What ends a transaction, or a revision, with a number; where several statements do, the first of them."""
        texts = (self.dialect.commit(), self.dialect.commit_checked())
        cuts = [cut_script(self.dialect, text, _NOWHERE, as_text=False)[:1] for text in texts]
        return frozenset(("COMMIT", *(one.text.rstrip("; \t\n") for found in cuts for one in found)))

    def _moves(self, entry: Entry) -> frozenset[str]:
        """Return the statements that may move the version rows from the script's start to its end."""
        deleted = tuple(row for row in entry.start if row not in entry.end)
        inserted = tuple(row for row in entry.end if row not in entry.start)
        moves = [VersionMove(deleted=deleted, inserted=inserted)]
        moves += [VersionMove(updated=(old, new)) for old in deleted for new in inserted]
        return frozenset(one.text for move in moves for one in self.table.moved(self.dialect, move))

    @cached_property
    def _audits(self) -> str | None:
        if self.style.audit_table is None:
            return None
        audit = AuditTable.beside(self.table, self.style.audit_table)
        return audit.noted(self.dialect, "", "", "").text.partition("\n")[0]

    @cached_property
    def _frame(self) -> frozenset[str]:
        """What this version of sqlcompile writes around the statements, whole and line by line."""
        texts = list(self._frames())
        cuts = [one.text for text in texts for one in cut_script(self.dialect, text, _NOWHERE, as_text=False)]
        lines = [line.strip() for text in texts for line in text.splitlines()]
        return frozenset(masked(text) for text in (*cuts, *lines))

    def _frames(self) -> Iterator[str]:
        dialect, table = self.dialect, self.table.value
        for guard in (False, True):
            for parts in (1, 2):
                yield "\n".join(dialect.opening(guard=guard, parts=parts))
                yield "\n".join(dialect.closing(table, guard=guard, parts=parts))
        with suppress(SqlcompileError):
            yield "\n".join(dialect.timeouts(*self.style.limits))
            yield "\n".join(dialect.timeouts_ended(*self.style.limits))
        yield from (dialect.begin(), dialect.commit(), dialect.commit_checked())
        yield from ("\n".join(dialect.after_each()), "\n".join(dialect.after_outside()))
        tables = [VersionTable(self.table.name, self.table.namespace, primary_key=key).value for key in (True, False)]
        if self.style.audit_table is not None:
            tables.append(AuditTable.beside(self.table, self.style.audit_table).value)
        statements = [dialect.create_version_table(one) for one in tables]
        for inside in (False, True):
            statements += dialect.part_guard(table, ("base",), "base:base 1", inside=inside)
        for states in (((),), ((), ("base",))):
            statements += dialect.guard(table, states)
        yield from (dialect.finish(one) for one in statements)
        with suppress(SqlcompileError):
            yield "\n".join(dialect.conditional(table, (), Condition(("base",), inside=True)))


_NOWHERE = Path("script.sql")


def masked(text: str, entry: Entry | None = None) -> str:
    """Return a text of a guard without the version rows in it: those of the script's start and end, and base."""
    rows = {"base", *(entry.start if entry else ()), *(entry.end if entry else ())}
    names = "|".join(re.escape(row) for row in sorted(rows, key=lambda row: (-len(row), row)))
    return re.sub(rf"(?<![\w-])(?:{names})(?:, ?(?:{names}))*(?![\w-])", "?", text)
