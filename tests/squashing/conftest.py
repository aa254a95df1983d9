"""A project whose history is squashed by the command line in this process."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from sqlcompile.cli.run import run
from tests.projects import Project


class Squashing(Project):
    """A project with a command line; what lies in its folder can be compared before and after."""

    capsys = None

    def call(self, *arguments):
        """Run a command; returns its status and what it printed."""
        self.capsys.readouterr()
        status = run(("-C", str(self.folder), *map(str, arguments)))
        captured = self.capsys.readouterr()
        return SimpleNamespace(status=status, out=captured.out, err=captured.err)

    def squash(self, *arguments, dialects=("sqlite",)):
        """Squash, with the id new; returns the new script."""
        chosen = [word for name in dialects for word in ("-d", name)]
        done = self.call("--traceback", "squash", *arguments, "--rev-id", "new", *chosen)
        assert done.status == 0, done.err
        return next((self.folder / "versions").glob("new_*.py")).read_text(encoding="utf-8")

    def refused(self, *arguments, dialects=("sqlite",), status=2):
        """Return the error of a squash, which leaves all as it was."""
        before = self.files()
        chosen = [word for name in dialects for word in ("-d", name)]
        done = self.call("squash", *arguments, *chosen)
        assert done.status == status, done.out + done.err
        assert "Traceback" not in done.err
        assert self.files() == before
        return done.err

    def files(self):
        """Return all files with their bytes."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and "__pycache__" not in path.parts
        }


@pytest.fixture
def project(tmp_path, monkeypatch, capsys):
    """An empty project."""
    monkeypatch.setenv("COLUMNS", "300")
    made = Squashing(tmp_path / "project")
    made.capsys = capsys
    return made
