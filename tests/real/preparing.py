"""An environment for each history: its packages, its settings, its folder for what comes out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

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
        """The file with sqlcompile's settings, as a user would write it."""
        return self.folder / "sqlcompile.toml"

    @property
    def ini(self) -> Path | None:
        """The project's own alembic.ini."""
        return self.root / self.history.ini if self.history.ini else None

    @property
    def setup(self) -> Path | None:
        """The file that the setting ``setup`` names."""
        return self.folder / "setup_of_project.py" if self.history.setup else None

    def write_settings(self, url: str) -> None:
        """Write the settings, and the setup that they name, for a database at an address."""
        place = {"alembic_ini": str(self.ini)} if self.ini else {"script_location": str(self.scripts)}
        settings = {**place, **_filled(self.history.settings, {"root": str(self.root), "url": url})}
        if self.setup:
            self.setup.write_text(self.history.setup.lstrip(), encoding="utf-8")
            settings["setup"] = self.setup.name
        self.settings.write_text(_toml(settings), encoding="utf-8")

    def environment(self, url: str) -> dict[str, str]:
        """Return the environment variables of its processes, with this checkout first on the path."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
        own = _filled({"DATABASE_URL": "{url}", **self.history.environment}, {"folder": str(self.folder), "url": url})
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


def _filled(value: Any, names: dict[str, str]) -> Any:
    """Return settings with ``{name}`` filled in, in all of their texts."""
    if isinstance(value, Mapping):
        return {key: _filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_filled(inner, names) for inner in value]
    if isinstance(value, str):
        for name, text in names.items():
            value = value.replace(f"{{{name}}}", text)
    return value


def _toml(settings: dict[str, Any]) -> str:
    """Return settings as TOML, whose plain values are written as JSON's are; tables come last."""
    plain = [f"{key} = {json.dumps(value)}\n" for key, value in settings.items() if not isinstance(value, dict)]
    tables = [f"[{key}]\n{_toml(value)}" for key, value in settings.items() if isinstance(value, dict)]
    return "".join((*plain, *tables))
