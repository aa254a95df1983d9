"""What the user chose for the look of scripts: one value, the same for each database."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlcompile.dialect.contract import Dialect
from sqlcompile.project.durations import written
from sqlcompile.project.settings import Config, Mode, Transaction


@dataclass(frozen=True, slots=True)
class Style:
    """How scripts are written; times are in seconds.

    ``mode`` says how a script guards itself, ``client`` what runs it: None is the database's own client,
    "plain" a driver or a GUI tool. ``audit_table`` names the table that notes what was applied.
    """

    transaction: Transaction | None = None
    mode: Mode = "strict"
    client: str | None = None
    lock_timeout: float | None = None
    statement_timeout: float | None = None
    audit_table: str | None = None

    @classmethod
    def of(cls, config: Config) -> Style:
        """Return the style that a project's settings ask for."""
        return cls(
            config.transaction,
            config.mode,
            config.client,
            config.lock_timeout,
            config.statement_timeout,
            config.audit_table,
        )

    @property
    def guard(self) -> bool:
        """Whether a script looks at the version table before it changes anything."""
        return self.mode != "plain"

    @property
    def conditional(self) -> bool:
        """Whether each revision has a condition of its own."""
        return self.mode == "idempotent"

    def options(self) -> str:
        """Return the options that give this style, beyond the defaults; the rest of a script is never idempotent."""
        given = {
            "transaction": self.transaction,
            "mode": "plain" if self.mode == "plain" else None,
            "client": self.client,
            "lock-timeout": written(self.lock_timeout),
            "statement-timeout": written(self.statement_timeout),
            "audit-table": self.audit_table,
        }
        return "".join(f" --{name} {value}" for name, value in given.items() if value is not None)

    @property
    def limits(self) -> tuple[float | None, float | None]:
        """The limits for the wait for a lock, and for a statement."""
        return self.lock_timeout, self.statement_timeout

    def transaction_for(self, dialect: Dialect) -> Transaction:
        """Return what one transaction holds on that database."""
        if not dialect.transactional_ddl:
            return "none"
        return self.transaction or "all"

    def unless_chosen(self, transaction: Transaction | None) -> Style:
        """Return it with another wish for the transactions, where the user has none."""
        return self if self.transaction or transaction is None else replace(self, transaction=transaction)
