"""What stands at the top of a script: what it is, how it is applied, what a failure leaves behind."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlcompile import __version__
from sqlcompile.dialect.contract import Dialect, dotted
from sqlcompile.project.plan import named_rows
from sqlcompile.scripts.style import Style


@dataclass(frozen=True, slots=True)
class Header:
    """The facts that a header tells.

    ``start`` and ``end`` are the version rows of the range, ``resumed`` says after which statement a rest
    begins, ``one_transaction`` whether all of it is one.
    """

    dialect: Dialect
    style: Style
    start: tuple[str, ...]
    end: tuple[str, ...]
    revisions: int
    database: str | None = None
    resumed: str = ""
    one_transaction: bool = False

    def lines(self) -> Iterator[str]:
        """Yield the lines, not yet as comments."""
        yield f"sqlcompile {__version__}, {self.dialect.versioned_title}"
        if self.database:
            yield f"For the database {self.database}"
        yield f"{named_rows(self.start)} -> {named_rows(self.end)}, {self.revisions} revision{'' if self.revisions == 1 else 's'}"
        if self.resumed:
            yield f"Only the rest of it, after {self.resumed}."
        if self.dialect.bare:
            yield "For drivers and tools that run SQL, on one connection, and stop at the first error."
        else:
            yield f"Apply with: {self.dialect.apply_command}"
        yield from self._guarded()
        yield from self._transactions()
        yield from self.dialect.timeout_remarks(*self.style.limits)

    def _guarded(self) -> Iterator[str]:
        if self.style.conditional:
            yield "Each revision is applied only where it has not been: a second run changes nothing."
            if self.dialect.idempotent_note:
                yield self.dialect.idempotent_note
        elif not self.style.guard:
            yield "It does not check at which revision the database is."
        if self.style.guard and self.dialect.after_each():
            yield "The line after each statement makes the session read-only where it failed: nothing follows then."

    def _transactions(self) -> Iterator[str]:
        mode = self.style.transaction_for(self.dialect)
        if not self.dialect.transactional_ddl:
            yield f"{self.dialect.title} commits each DDL statement at once: where one fails, those before it stay done."
            yield "Changes of rows are committed before the next of them, and with their revision's version row."
        elif mode == "none":
            yield "No transaction: where a statement fails, those before it stay done."
        elif mode == "revision":
            yield "Each revision is one transaction, unless a COMMIT inside of it says otherwise."
        elif self.one_transaction and not self.resumed:
            yield "All of it is one transaction: where a statement fails, nothing is changed."
            return
        else:
            yield ("Several transactions: some statements may not run inside one. Each COMMIT says what is done then.")
        yield from self._way_on()

    def _way_on(self) -> Iterator[str]:
        """Yield how to go on after a failure."""
        if not self.revisions:
            return
        way = f"{','.join(self.start) or 'base'}:{','.join(self.end) or 'base'}"
        numbered = "Every statement has its number, [3/12] with its revision."
        yield f"{numbered} Where [4/12] fails, do not start again; this writes the rest:"
        yield f"sqlcompile resume REVISION:3 {way} -d {self._chosen()}{self.style.options()}"

    def _chosen(self) -> str:
        """Return the dialect as ``-d`` takes it."""
        version = "" if self.dialect.version == self.dialect.default_version else f"@{dotted(self.dialect.version)}"
        return f"{f'{self.database}=' if self.database else ''}{self.dialect.name}{version}"
