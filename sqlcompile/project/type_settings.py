"""The setting ``types``: what stands for types that a database does not have, with the place of each."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlcompile.errors import Location
from sqlcompile.project.toml_file import locate


class TypeSetting(str):
    """What stands for a type, as the settings have it, and where they say it."""

    __slots__ = ("location",)
    location: Location


def type_settings(table: Mapping[str, Mapping[str, str]], path: Path, section: str | None) -> dict[str, dict[str, str]]:
    """Return the setting with the places of its values in a file."""
    before = f"{section}." if section else ""
    made: dict[str, dict[str, str]] = {}
    for database, types in table.items():
        made[database] = {}
        for name, text in types.items():
            setting = TypeSetting(text)
            setting.location = locate(path, f"{before}types.{database}", name)
            made[database][name] = setting
    return made
