"""What Alembic's users type from habit and sqlcompile does not have: each with what does the same here."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "current": "`sqlcompile status --url URL` says which revision a database is at.",
        "ensure_version": "Every upgrade makes the version table where it is missing; "
        "`sqlcompile stamp base` writes a script that makes nothing else.",
        "edit": "`sqlcompile show REV` says where the script is.",
        "list_templates": "`sqlcompile init --help` lists them.",
    }
)
"""What to do instead of a command, by its name."""

OPTIONS: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("stamp", "--purge"): "Say where the database is, as in `sqlcompile stamp FROM:TO`: "
        "the script replaces these rows, and no others.",
    }
)
"""What to do instead of an option, by the command and the option."""


def instead_of(command: str) -> str:
    """Return what to do instead of a command of Alembic's, in a sentence; else an empty text."""
    return COMMANDS.get(command.replace("-", "_"), "")
