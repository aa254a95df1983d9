"""How often Python looks for garbage."""

from __future__ import annotations

import gc


def collect_seldom() -> None:
    """Let Python look seldom: schemas are long-lived values, and at its usual 700 it looks at them too often."""
    gc.set_threshold(10_000, 20, 50)
