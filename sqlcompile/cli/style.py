"""How scripts are to look: the command line's wishes before the settings'."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlcompile.cli.parameters import Client, Mode, Transaction
from sqlcompile.project.durations import seconds
from sqlcompile.project.settings import Config
from sqlcompile.scripts.style import Style


def chosen_style(config: Config, **options: Any) -> Style:
    """Return the style of scripts; ``options`` are those that ``given_style`` takes. Raises ConfigError."""
    return replace(Style.of(config), **given_style(**options))


def given_style(
    *,
    transaction: Transaction | None = None,
    mode: Mode | None = None,
    client: Client | None = None,
    lock_timeout: str | None = None,
    statement_timeout: str | None = None,
    audit_table: str | None = None,
) -> dict[str, Any]:
    """Return what the command line alone says of the style; raises ConfigError for a time that is none."""
    chosen: dict[str, Any] = {
        "transaction": transaction.value if transaction else None,
        "mode": mode.value if mode else None,
        "client": client.value if client else None,
        "lock_timeout": seconds(lock_timeout) if lock_timeout is not None else None,
        "statement_timeout": seconds(statement_timeout) if statement_timeout is not None else None,
        "audit_table": audit_table,
    }
    return {name: value for name, value in chosen.items() if value is not None}
