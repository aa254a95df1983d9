"""Answers that somebody gave beforehand, for SELECTs that only a real database can answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError, Location

_HINT = 'It is a JSON object: {"SELECT id FROM t": [[1], [2]]}, a list of rows for each statement.'


class Recorded:
    """The rows by statement; ``used`` are the statements that were asked for."""

    def __init__(self, answers: dict[str, list[list[Any]]], path: Path) -> None:
        self._answers = {_plain(statement): rows for statement, rows in answers.items()}
        self.path = path
        self.used: set[str] = set()

    @classmethod
    def load(cls, path: Path) -> Recorded:
        """Return the answers of a file; raises ConfigError."""
        try:
            answers = json.loads(path.read_text(encoding="utf-8"))
        except OSError as error:
            raise ConfigError(f"{path} cannot be read: {error.strerror}.", hint=_HINT) from error
        except ValueError as error:
            line = getattr(error, "lineno", None)
            raise ConfigError(f"{path} is no JSON: {error}.", hint=_HINT, location=Location(path, line)) from error
        if not isinstance(answers, dict):
            raise ConfigError(f"{path} is no JSON object.", hint=_HINT, location=Location(path))
        for statement, rows in answers.items():
            if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
                raise ConfigError(f"{path} gives no list of rows for: {statement}", hint=_HINT, location=Location(path))
        return cls(answers, path)

    def find(self, statement: str) -> list[list[Any]] | None:
        """Return the rows of a statement, None where the file has none."""
        key = _plain(statement)
        self.used.add(key)
        return self._answers.get(key)

    @property
    def unused(self) -> list[str]:
        """The statements of the file that nobody asked for."""
        return [statement for statement in self._answers if statement not in self.used]


def entry_for(statement: str) -> str:
    """Return the line that a file needs for a statement."""
    return f"{json.dumps(_plain(statement), ensure_ascii=False)}: [ … ]"


def _plain(statement: str) -> str:
    return " ".join(statement.split())
