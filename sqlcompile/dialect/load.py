"""Finding the databases' files.

They lie beside the package in a checkout and inside it in a wheel; both are imported as
``sqlcompile.dialects.<name>``. A dialect of the user's own comes by path, or from an installed
package's entry point in the group ``sqlcompile.dialects``.
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
import sys
from pathlib import Path
from types import ModuleType

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ConfigError, UnknownDialect

_PACKAGE = "sqlcompile.dialects"
ENTRY_POINTS = "sqlcompile.dialects"


def folder() -> Path:
    """Return the folder with the databases' files."""
    package = Path(__file__).parent.parent
    inside = package / "dialects"
    return inside if inside.is_dir() else package.parent / "dialects"


def dialect_names() -> tuple[str, ...]:
    """Return the names of the databases that come with sqlcompile, sorted."""
    return tuple(sorted(path.stem for path in folder().glob("*.py") if not path.stem.startswith("_")))


def load_dialect(name: str, backend: str | None = None) -> Dialect:
    """Return the database ``name``, ``name@version`` or of a file ``./name.py``.

    ``backend`` is SQLAlchemy's name in the project's URL, for a database that goes by several. Raises UnknownDialect, or ConfigError for a version that is not made of numbers.
    """
    base, at, version = name.partition("@")
    made = _dialect_class(base)
    number = _version(name, version) if at else None
    return made(number, backend) if made.sqlalchemy_names else made(number)


def _version(name: str, text: str) -> tuple[int, ...]:
    parts = text.split(".")
    if not all(part.isascii() and part.isdigit() for part in parts):
        raise ConfigError(f'"{name}" names no version.', hint="A version is written as in postgresql@14 or mysql@5.7.")
    return tuple(int(part) for part in parts)


def _dialect_class(name: str) -> type[Dialect]:
    if name.endswith(".py"):
        return _class_in(_module_by_path(Path(name)), name)
    if name in dialect_names():
        return _class_in(_module(name), name)
    for entry in _entry_points():
        if entry.name == name:
            loaded = entry.load()
            return _class_in(loaded, name) if isinstance(loaded, ModuleType) else loaded
    raise UnknownDialect(name, known_dialects())


def known_dialects() -> tuple[str, ...]:
    """Return the names of all databases: those that come with sqlcompile, and those of other packages."""
    return (*dialect_names(), *(entry.name for entry in _entry_points()))


def _entry_points() -> list[importlib.metadata.EntryPoint]:
    return sorted(importlib.metadata.entry_points(group=ENTRY_POINTS), key=lambda entry: entry.name)


def _module(name: str) -> ModuleType:
    if _PACKAGE not in sys.modules:
        package = ModuleType(_PACKAGE)
        package.__path__ = [str(folder())]
        sys.modules[_PACKAGE] = package
    return importlib.import_module(f"{_PACKAGE}.{name}")


def _module_by_path(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(f"sqlcompile_dialect_{path.stem}", path)
    if spec is None or spec.loader is None or not path.is_file():
        raise ConfigError(
            f'There is no dialect file "{path}".', hint="--dialect takes a name, or the path of a .py file."
        )
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _class_in(module: ModuleType, name: str) -> type[Dialect]:
    for value in vars(module).values():
        if isinstance(value, type) and issubclass(value, Dialect) and value.__module__ == module.__name__:
            return value
    raise ConfigError(f'The file of the dialect "{name}" has no class derived from Dialect.')
