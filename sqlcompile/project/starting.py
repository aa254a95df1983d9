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
_URL = "postgresql{}://user:password@localhost/name"


def start_native(root: Path, folder: Path, *, package: bool = False) -> list[Path]:
    """Start a project of sqlcompile's own; the settings join a pyproject.toml that is there."""
    settings, text = _native_settings(root, folder)
    template = TEMPLATES / "native" / "script.py.mako"
    return _write(folder, {"script.py.mako": read_text(template)}, {settings: text}, package=package)


def start_alembic(root: Path, folder: Path, *, package: bool = False, driver: str = "", env: str = "") -> list[Path]:
    """Start a project that Alembic reads too, with its settings in an alembic.ini.

    ``driver`` stands in the URL, such as ``+asyncpg``; ``env`` names the template of another env.py.
    """
    ini = root / ALEMBIC_FILE
    _refuse_existing(ini)
    values = {"location": _from_here(root, folder), "url": _URL.format(driver)}
    text = render_template(TEMPLATES / "alembic" / "alembic.ini.mako", values)
    return _write(folder, _scripts(env or "alembic"), {ini: text}, package=package)


def start_async(root: Path, folder: Path, *, package: bool = False) -> list[Path]:
    """Start a project that Alembic reads too, and runs with an async driver."""
    return start_alembic(root, folder, package=package, driver="+asyncpg", env="async")


def start_pyproject(root: Path, folder: Path, *, package: bool = False) -> list[Path]:
    """Start a project that Alembic reads too, with its settings in pyproject.toml, and its URL in an alembic.ini."""
    ini, pyproject = root / ALEMBIC_FILE, root / PYPROJECT
    _refuse_existing(ini)
    templates = TEMPLATES / "pyproject"
    table = render_template(templates / "settings.toml.mako", {"location": _quoted(_from_here(root, folder))})
    url = render_template(templates / "alembic.ini.mako", {"url": _URL.format("")})
    return _write(
        folder, _scripts("alembic"), {pyproject: _joined(pyproject, "alembic", table), ini: url}, package=package
    )


def _scripts(env: str) -> dict[str, str]:
    """Return the files of a migrations folder that Alembic reads too."""
    templates = TEMPLATES / "alembic"
    return {
        "env.py": read_text(TEMPLATES / env / "env.py.template"),
        "script.py.mako": read_text(templates / "script.py.mako"),
        "README": read_text(templates / "README.template"),
    }


def _native_settings(root: Path, folder: Path) -> tuple[Path, str]:
    """Return the file that the settings go to and its whole new text."""
    own, pyproject = root / NATIVE_FILE, root / PYPROJECT
    _refuse_existing(own)
    quoted = _quoted(_inside(root, folder))
    template = TEMPLATES / "native" / "settings.toml.mako"
    if not pyproject.is_file():
        return own, render_template(template, {"header": "", "quoted": quoted})
    table = render_template(template, {"header": "[tool.sqlcompile]\n", "quoted": quoted})
    return pyproject, _joined(pyproject, "sqlcompile", table)


def _joined(pyproject: Path, tool: str, table: str) -> str:
    """Return the text of a pyproject.toml with one more table; where the tool has one, raise ConfigError."""
    if not pyproject.is_file():
        return table
    if table_in(read_toml(pyproject), pyproject, "tool", tool) is not None:
        raise ConfigError(f"There is a [tool.{tool}] already.", location=Location(pyproject))
    return f"{read_text(pyproject).rstrip()}\n\n{table}"


def _quoted(text: str) -> str:
    """Return a text as TOML writes it."""
    import json  # noqa: PLC0415 - a JSON string is a TOML string

    return json.dumps(text, ensure_ascii=False)


def _from_here(root: Path, folder: Path) -> str:
    """Return a folder as Alembic's settings name it."""
    here = "%(here)s/" if folder.is_relative_to(root) else ""
    return f"{here}{_inside(root, folder).replace('%', '%%')}"


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


def _write(
    folder: Path, files: Mapping[str, str], settings: Mapping[Path, str], *, package: bool = False
) -> list[Path]:
    """Write a new project, its settings last, and return the files."""
    if folder.is_file() or (folder.is_dir() and any(folder.iterdir())):
        raise ConfigError(f"{folder} exists and is not empty.", hint="Choose a new folder for the migrations.")
    packages = {"__init__.py": "", "versions/__init__.py": ""} if package else {}
    for name, content in {**files, **packages}.items():
        write_new_file(folder / name, content)
    (folder / "versions").mkdir(parents=True, exist_ok=True)
    for path, text in settings.items():
        (replace_file if path.exists() else write_new_file)(path, text)
    return [*(folder / name for name in (*files, *packages)), *settings]
