"""Which database a script is for and where it goes: ``-d engine1=postgresql``, and what stands in the braces of ``-o 'sql/{engine}.{dialect}.sql'``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from sqlcompile.errors import ConfigError

_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_NAMED = re.compile(r"(?P<database>[\w-]+)=(?P<dialect>.+)", re.DOTALL)
_SAFE = re.compile(r"[\w-][\w.-]*")


def chosen_for(name: str) -> tuple[str | None, str]:
    """Return the database and the kind that a ``-d`` names: ``engine1=postgresql`` is for one of several."""
    match = _NAMED.fullmatch(name)
    return (match["database"], match["dialect"]) if match else (None, name)


def check_placeholders(output: Path | None) -> None:
    """Raise ConfigError for a placeholder that means nothing."""
    for name in _PLACEHOLDER.findall(str(output or "")):
        if name not in {"engine", "dialect"}:
            raise ConfigError(
                f"There is no placeholder {{{name}}} in a file's name.",
                hint="{dialect} stands for the database's kind, {engine} for the name that env.py gives to a database.",
            )


def place(output: Path, dialect: str, database: str | None) -> Path:
    """Return the file of one script."""
    if "{engine}" in str(output) and database is None:
        raise ConfigError(
            "{engine} stands for the name of a database, and env.py gives none.",
            hint="Names come from context.run_migrations(engine_name=…); {dialect} needs none.",
        )
    return Path(str(output).replace("{dialect}", dialect).replace("{engine}", database or ""))


def check_name(database: str | None) -> None:
    """Raise ConfigError for a database's name that can be part of no file name."""
    if database is not None and _SAFE.fullmatch(database) is None:
        raise ConfigError(
            f"The database name {database!r} of env.py cannot be a file's name.",
            hint="It is made of letters, digits, `_`, `-` and `.`.",
        )


def check_several(databases: Sequence[str | None], output: Path | None, *, folder: bool) -> None:
    """Raise ConfigError where the scripts of several databases have one place."""
    if len(databases) < 2:
        return
    if len(set(databases)) < len(databases):
        raise ConfigError(
            "env.py runs the migrations more than once and does not tell the databases apart.",
            hint="Let it name each: context.run_migrations(engine_name=…), which upgrade() is given; "
            "or let it run one, chosen with -x or -n.",
        )
    if not folder and "{engine}" not in str(output or ""):
        named = ", ".join(str(name) for name in databases)
        raise ConfigError(
            f"env.py runs the migrations for several databases ({named}, …), and their scripts do not go into one file.",
            hint="Write them to a file each with -o 'sql/{engine}.sql', or to a folder with --output-dir DIR.",
        )
