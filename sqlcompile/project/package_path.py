"""Folders named as ``package:path``, found without running the package."""

from __future__ import annotations

import importlib.util
import sys
from collections.abc import Iterable
from importlib.machinery import ModuleSpec, PathFinder
from pathlib import Path

from sqlcompile.errors import ConfigError, Location


def resolve_path(text: str, root: Path, search: Iterable[Path], location: Location | None = None) -> Path:
    """Return the absolute path that a setting means: a path, or ``package:path``."""
    if ":" in text and not Path(text).is_absolute() and Path(text).drive == "":
        package, *parts = text.split(":")
        return _package_folder(package, search, text, location).joinpath(*parts)
    # Not resolve(): a link's own place is what a reader knows the file by.
    return Path(root, text).absolute() if ".." not in Path(text).parts else Path(root, text).resolve()


def _package_folder(package: str, search: Iterable[Path], text: str, location: Location | None) -> Path:
    """Return the folder of a package, going down from its top name without importing any part."""
    locations: list[str] = [*map(str, search), *sys.path]
    spec: ModuleSpec | None = None
    names = package.split(".")
    for depth in range(len(names)):
        name = ".".join(names[: depth + 1])
        spec = _find(name, locations)
        if spec is None or not spec.submodule_search_locations:
            raise ConfigError(
                f'"{text}" names the package "{name}", which is not installed here.',
                hint="Run sqlcompile in the project's environment, or add its folder to prepend_sys_path.",
                location=location,
            )
        locations = list(spec.submodule_search_locations)
    return Path(locations[0]).absolute()


def _find(name: str, locations: list[str]) -> ModuleSpec | None:
    """Return where a module is; only a top-level name may come from an import hook."""
    spec = PathFinder.find_spec(name, locations)
    if spec is not None or "." in name:
        return spec
    try:
        return importlib.util.find_spec(name)
    except (ImportError, ValueError):
        return None
