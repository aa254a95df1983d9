"""What a command does where it is killed."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def cleaning_up_when_killed() -> Iterator[None]:
    """Let a SIGTERM end the program as Ctrl-C does, for the time of a with block: nothing temporary stays."""
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
