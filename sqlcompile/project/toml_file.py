"""TOML files, read with the places of their errors."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError, Location


def read_text(path: Path) -> str:
    """Return the text of a settings file, or say that it cannot be read."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise ConfigError(f"The settings cannot be read: {error.strerror}.", location=Location(path)) from error
    except UnicodeDecodeError as error:
        raise ConfigError("The settings are not UTF-8 text.", location=Location(path)) from error


def read_toml(path: Path) -> dict[str, Any]:
    """Return the document in a TOML file."""
    import tomllib  # noqa: PLC0415 - an alembic.ini project does not pay for it

    try:
        return tomllib.loads(read_text(path))
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"\(at line (\d+), column \d+\)", str(error))
        reason = re.sub(r"\s*\(at .*\)$", "", str(error))
        line = int(found.group(1)) if found else None
        raise ConfigError(f"This is not TOML: {reason}.", location=Location(path, line)) from error


def table_in(document: dict[str, Any], path: Path, *names: str) -> dict[str, Any] | None:
    """Return the table ``[a.b]`` of a document, or None where it has none."""
    found: Any = document
    for name in names:
        if name not in found:
            return None
        found = found[name]
        if not isinstance(found, dict):
            raise ConfigError(f"`{name}` must be a table.", location=locate(path, None, name))
    return dict(found)


def locate(path: Path, section: str | None, key: str) -> Location:
    """Return the place of a key in a settings file, without its line where it is not plain to see."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        return Location(path)
    inside = section is None
    wanted = re.compile(rf"""\s*["']?{re.escape(key)}["']?\s*[=:.]""")
    for number, line in enumerate(lines, start=1):
        header = re.match(r"\s*\[+\s*([^\]]+?)\s*\]+", line)
        if header is not None:
            inside = section is None or header.group(1) == section
            if inside and key == section:
                return Location(path, number)
            if section is not None and header.group(1) == f"{section}.{key}":
                return Location(path, number)
        elif inside and wanted.match(line):
            return Location(path, number)
    return Location(path)
