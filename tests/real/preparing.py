"""An environment for each history: its packages, its settings, its folder for what comes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.real.histories import SUPPORT, History

TREE = Path(__file__).parents[2]
"""The sqlcompile that is measured: the checkout that this file is in."""


class NotThere(Exception):
    """A history that cannot be prepared on this machine; the message says why."""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A history that can be run: its interpreter, and the folders that it needs."""

    history: History
    python: Path
    root: Path
    """Site-packages, or the checkout."""
    folder: Path
    """The folder of the settings, and of what comes out."""

    @property
    def scripts(self) -> Path:
        """The script location."""
        return self.root / self.history.scripts

    @property
    def versions(self) -> tuple[Path, ...]:
        """The folders with revisions."""
        return tuple(self.scripts / name for name in self.history.versions or ("versions",))

    @property
    def imports(self) -> tuple[Path, ...]:
        """The folders that scripts import from."""
        return tuple(self.root / name for name in self.history.imports)

    @property
    def settings(self) -> Path:
        """The file with the settings: the project's own, or the one that was written."""
        return self.root / self.history.ini if self.history.ini else self.folder / "alembic.ini"

    def environment(self) -> dict[str, str]:
        """Return the environment variables of its processes, with this checkout first on the path."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        own = {name: value.replace("{folder}", str(self.folder)) for name, value in self.history.environment.items()}
        path = os.pathsep.join(map(str, (TREE, *self.imports)))
        return {**kept, **own, "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONHASHSEED": "0"}


def prepare(history: History, cache: Path, sources: dict[str, Path]) -> Prepared:
    """Install what a history needs and write its settings; raises NotThere."""
    if history.repository and history.name not in sources:
        raise NotThere(f"check out github.com/{history.repository} and give --source {history.name}=PATH")
    venv = _environment(history, cache / "venvs" / history.environment_name)
    root = sources[history.name].absolute() if history.repository else _site_packages(venv)
    folder = cache / f"work-{Path(__file__).parents[2].name}" / history.name
    folder.mkdir(parents=True, exist_ok=True)
    prepared = Prepared(history, venv / "bin" / "python", root, folder)
    if not prepared.scripts.is_dir():
        raise NotThere(f"{prepared.scripts} is not there")
    if not history.ini:
        prepared.settings.write_text(_settings(prepared), encoding="utf-8")
    return prepared


def _environment(history: History, venv: Path) -> Path:
    """Return a virtual environment with the history's packages, made where it is not there yet."""
    mark = venv / "installed.json"
    wanted = json.dumps([history.alone, history.packages, SUPPORT])
    if mark.is_file() and mark.read_text(encoding="utf-8") == wanted:
        return venv
    if not (venv / "bin" / "python").exists():
        _run([sys.executable, "-m", "venv", str(venv)])
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "-q"]
    if history.alone:
        _run([*pip, "--no-deps", *history.alone])
    if history.packages:
        _run([*pip, *history.packages])
    # after its own packages: where they pin an older SQLAlchemy than sqlcompile takes, it is replaced
    _run([*pip, *SUPPORT])
    mark.write_text(wanted, encoding="utf-8")
    return venv


def _run(command: list[str]) -> None:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode:
        last = (done.stderr.strip() or done.stdout.strip()).splitlines()[-1:]
        raise NotThere(f"{' '.join(command[2:5])}: {' '.join(last)}")


def _site_packages(venv: Path) -> Path:
    found = sorted((venv / "lib").glob("python*/site-packages"))
    if not found:
        raise NotThere(f"{venv} has no site-packages")
    return found[-1]


_LOGGING = """
[loggers]
keys = root

[handlers]
keys =

[formatters]
keys =

[logger_root]
handlers =
"""


def _settings(prepared: Prepared) -> str:
    """Return an alembic.ini for a history, with absolute paths, and the sections that an env.py may read."""
    options = {
        "script_location": str(prepared.scripts),
        "path_separator": "newline",
        "version_locations": "\n  ".join(map(str, prepared.versions)),
        "prepend_sys_path": "\n  ".join(map(str, prepared.imports)),
        **prepared.history.options,
    }
    lines = [f"{name} = {value}" for name, value in options.items()]
    return "\n".join(("[alembic]", *lines)) + "\n" + _LOGGING
