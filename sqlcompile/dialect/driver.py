"""The Python packages that reach a database."""

from __future__ import annotations

import importlib.util
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Driver:
    """A driver: its name in a URL, the module that must be there, and what ``pip install`` takes."""

    name: str
    module: str
    install: str

    @property
    def installed(self) -> bool:
        """Whether the module can be imported."""
        return importlib.util.find_spec(self.module) is not None
