"""What ``schema`` is wanted to show, and the writing of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import typer

from sqlcompile.cli.compile import settings, working
from sqlcompile.cli.placing import write_texts
from sqlcompile.cli.target import chosen_dialects
from sqlcompile.errors import ConfigError
from sqlcompile.scripts.choice import Choice
from sqlcompile.scripts.places import check_placeholders, chosen_for

_BY_NAME = MappingProxyType(
    {
        ".sql": "sql",
        ".json": "json",
        ".mmd": "mermaid",
        ".mermaid": "mermaid",
        ".svg": "svg",
        ".py": "python",
    }
)
_JOINED = frozenset(("tables",))
"""The formats of which several stand one below the other."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the command line says: the revision or two of them, the format, and where it goes."""

    revision: str
    form: str | None
    output: Path | None
    engine: str | None

    @property
    def format(self) -> str:
        """The format, as the file's name says where nothing else does."""
        return self.form or (_BY_NAME.get(self.output.suffix.lower(), "tables") if self.output else "tables")


def write_schema(context: typer.Context, wanted: Wanted, dialects: list[str] | None, **given: Any) -> None:
    """Write the schema for each database; raises SqlcompileError."""
    from importlib import import_module

    from sqlcompile.showing.replaying import show, show_change

    config = settings(context, given["tag"], given["baselines"], given["rows"], strict_types=given["strict_types"])
    choice = Choice.of(_first(chosen_dialects(config, dialects), given=bool(dialects), engine=wanted.engine))
    check_placeholders(wanted.output)
    module = import_module(f"sqlcompile.showing.formats.as_{wanted.format}")
    ends = _ends(wanted.revision)
    if ends is not None and not hasattr(module, "render_change"):
        raise ConfigError(
            f"`--format {wanted.format}` shows one revision, not what changes between two.",
            hint="`--format tables`, `sql` and `json` show that.",
        )
    with working(context) as progress:
        if ends is None:
            found = show(config, wanted.revision, choice, module.render, progress, wanted.engine)
        else:
            found = show_change(config, ends, choice, module.render_change, progress, wanted.engine)
    if len(found) > 1 and wanted.output is None and wanted.format not in _JOINED:
        raise ConfigError(
            f"env.py names {len(found)} databases ({', '.join(str(one.database) for one in found)}).",
            hint="--engine NAME shows one of them; -o 'schema.{engine}.sql' writes a file for each.",
        )
    write_texts(wanted.output, found, between="\n")


def _first(chosen: Sequence[str], *, given: bool, engine: str | None) -> list[str]:
    """Return the first dialect for each database; several that were asked for are an error."""
    found: dict[str | None, str] = {}
    for name in chosen:
        database, _ = chosen_for(name)
        if given and database in found:
            raise ConfigError("A schema is shown for one database at a time.", hint="Choose one with -d.")
        found.setdefault(database, name)
    return [name for database, name in found.items() if engine is None or database in (None, engine)]


def _ends(text: str) -> str | None:
    """Return the range that ``A..B`` or ``A:B`` means, None for one revision."""
    first, dots, last = text.partition("..")
    if dots:
        return f"{first}:{last}"
    return text if ":" in text else None
