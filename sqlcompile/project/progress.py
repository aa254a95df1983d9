"""How long work says how far it is; the command line decides what becomes of it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Hears of each step of a long piece of work."""

    def step(self, done: int, total: int, message: str) -> None:
        """Hear that step ``done`` of ``total`` begins, such as ``Running upgrade  -> a1, create account``."""

    def note(self, message: str) -> None:
        """Hear of something that the reader should know, whatever step it is."""


class Silent:
    """A Progress that says nothing."""

    def step(self, done: int, total: int, message: str) -> None:
        """Say nothing."""

    def note(self, message: str) -> None:
        """Say nothing."""
