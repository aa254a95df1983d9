"""Times as people write them: ``5s``, ``500ms``, ``2min``."""

from __future__ import annotations

import re
from typing import Any

from sqlcompile.errors import ConfigError

_UNITS = {"ms": 0.001, "s": 1.0, "min": 60.0, "h": 3600.0}
_DURATION = re.compile(r"(\d{1,6}(?:\.\d{1,3})?)\s*(ms|s|min|h)?")


def is_duration(value: Any) -> bool:
    """Return whether a value is a time above 0: a text, or a number of seconds."""
    found = _DURATION.fullmatch(str(value).strip()) if not isinstance(value, bool) else None
    return found is not None and _value(found) >= 0.001


def seconds(value: Any) -> float:
    """Return a time in seconds, to the millisecond; a number without a unit is one. Raises ConfigError."""
    if not is_duration(value):
        raise ConfigError(f"{value!r} is no time above 0.", hint="Times are written as 5s, 500ms, 2min or 1h.")
    found = _DURATION.fullmatch(str(value).strip())
    assert found is not None
    return _value(found)


def written(seconds: float | None) -> str | None:
    """Return a time as one writes it; None stays None."""
    if seconds is None:
        return None
    return f"{round(seconds)}s" if seconds == round(seconds) else f"{round(seconds * 1000)}ms"


def _value(found: re.Match[str]) -> float:
    return round(float(found[1]) * _UNITS[found[2] or "s"], 3)
