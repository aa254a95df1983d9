"""Projects that are checked, with the command line in this process."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
from pathlib import Path
from types import SimpleNamespace

import pytest

from sqlcompile.cli.run import run
from tests.projects import Project

NUMBERS = itertools.count()


class Checked(Project):
    """A project that is checked."""

    def __init__(self, folder: Path, capsys) -> None:
        super().__init__(folder)
        self.capsys = capsys
        self.settings()

    def settings(self, *lines: str, dialects=("postgresql", "mysql")) -> None:
        """Write the settings."""
        text = "\n".join(('script_location = "."', f"dialects = {json.dumps(list(dialects))}", *lines))
        (self.folder / "sqlcompile.toml").write_text(text + "\n", encoding="utf-8")

    def models(self, text: str, *lines: str, dialects=("postgresql", "mysql")) -> Path:
        """Write models with a ``metadata``; each time a module of its own, for Python keeps modules."""
        name = f"checked_models_{next(NUMBERS)}"
        path = self.folder / f"{name}.py"
        path.write_text(f"import sqlalchemy as sa\nmetadata = sa.MetaData()\n{text}", encoding="utf-8")
        self.settings(f'target_metadata = "{name}:metadata"', *lines, dialects=dialects)
        return path

    def call(self, *arguments: str):
        """Run a command; returns its status and what it printed."""
        self.capsys.readouterr()
        status = run(("-C", str(self.folder), *arguments))
        captured = self.capsys.readouterr()
        return SimpleNamespace(status=status, out=captured.out, err=captured.err)

    def check(self, *arguments: str):
        """Check the project; returns what the JSON says, with the status."""
        done = self.call("check", "--format", "json", *arguments)
        assert done.status in (0, 1), done.err
        found = json.loads(done.out)
        assert done.status == (0 if found["ok"] else 1)
        return found

    def findings(self, *arguments: str):
        """Return what is found, a tuple of check, file, line, message and details for each."""
        return [
            (one["check"], one["file"], one["line"], one["message"], one["details"])
            for one in self.check(*arguments)["findings"]
        ]

    def git(self, *arguments: str) -> None:
        """Run git in the project's folder."""
        surroundings = {**os.environ, "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_SYSTEM": "/dev/null"}
        who = ("-c", "user.name=a", "-c", "user.email=a@example.org", "-c", "init.defaultBranch=main")
        subprocess.run(["git", *who, *arguments], cwd=self.folder, check=True, capture_output=True, env=surroundings)


@pytest.fixture
def project(tmp_path, capsys, monkeypatch):
    """An empty project for two databases."""
    monkeypatch.chdir(tmp_path)
    return Checked(tmp_path, capsys)


TABLE = 'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)))'
