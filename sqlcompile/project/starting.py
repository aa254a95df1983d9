"""Starting a project: a migrations folder and its settings."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from sqlcompile.errors import ConfigError, Location
from sqlcompile.project.new_file import replace_file, write_new_file
from sqlcompile.project.template import TEMPLATES, render_template
from sqlcompile.project.toml_file import read_text, read_toml, table_in

NATIVE_FILE = "sqlcompile.toml"
ALEMBIC_FILE = "alembic.ini"
PYPROJECT = "pyproject.toml"


def start_native(root: Path, folder: Path) -> list[Path]:
    """Start a project of sqlcompile's own; the settings join a pyproject.toml that is there."""
    settings, text = _native_settings(root, folder)
    template = TEMPLATES / "native" / "script.py.mako"
    return _write(folder, settings, text, {"script.py.mako": read_text(template)})


def start_alembic(root: Path, folder: Path) -> list[Path]:
    """Start a project that Alembic reads too."""
    settings = root / ALEMBIC_FILE
    _refuse_existing(settings)
    location = f"%(here)s/{_inside(root, folder).replace('%', '%%')}"
    templates = TEMPLATES / "alembic"
    text = render_template(templates / "alembic.ini.mako", {"location": location})
    files = {
        "env.py": read_text(templates / "env.py.template"),
        "script.py.mako": read_text(templates / "script.py.mako"),
        "README": read_text(templates / "README.template"),
    }
    return _write(folder, settings, text, files)


def _native_settings(root: Path, folder: Path) -> tuple[Path, str]:
    """Return the file that the settings go to and its whole new text."""
    import json  # noqa: PLC0415 - a JSON string is a TOML string

    own, pyproject = root / NATIVE_FILE, root / PYPROJECT
    _refuse_existing(own)
    quoted = json.dumps(_inside(root, folder), ensure_ascii=False)
    template = TEMPLATES / "native" / "settings.toml.mako"
    if not pyproject.is_file():
        return own, render_template(template, {"header": "", "quoted": quoted})
    if table_in(read_toml(pyproject), pyproject, "tool", "sqlcompile") is not None:
        raise ConfigError("There is a [tool.sqlcompile] already.", location=Location(pyproject))
    table = render_template(template, {"header": "[tool.sqlcompile]\n", "quoted": quoted})
    return pyproject, f"{read_text(pyproject).rstrip()}\n\n{table}"


def _inside(root: Path, folder: Path) -> str:
    """Return a folder as the settings name it: from their own folder where it lies in it."""
    return folder.relative_to(root).as_posix() if folder.is_relative_to(root) else folder.as_posix()


def _refuse_existing(path: Path) -> None:
    """Refuse to start where there are settings."""
    if path.exists():
        raise ConfigError(
            "There are settings already.",
            hint="Remove them, or start in another folder.",
            location=Location(path),
        )


def _write(folder: Path, settings: Path, text: str, files: Mapping[str, str]) -> list[Path]:
    """Write a new project, its settings last, and return the files."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise ConfigError(f"{folder} exists and is not empty.", hint="Choose a new folder for the migrations.")
    for name, content in files.items():
        write_new_file(folder / name, content)
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    if settings.exists():
        replace_file(settings, text)
    else:
        write_new_file(settings, text)
    return [*(folder / name for name in files), settings]
