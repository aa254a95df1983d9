"""``op.get_context``."""

from __future__ import annotations

from typing import Any

from sqlcompile.operations.recorder import current


def get_context() -> Any:
    """Return the migration context: the dialect, the bind, the options and ``autocommit_block()``."""
    return current().context()
