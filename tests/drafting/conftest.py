"""A project with models, and the command line in this process."""

from __future__ import annotations

import itertools
import textwrap
from pathlib import Path
from types import SimpleNamespace

import pytest

from sqlcompile.cli.run import run

NUMBERS = itertools.count()
HEAD = "import sqlalchemy as sa\nfrom sqlalchemy.orm import DeclarativeBase\n\n\nclass Base(DeclarativeBase):\n    pass\n\n\n"
ENV = """from alembic import context
import {models} as models
{functions}
context.configure(url="{url}", target_metadata=models.Base.metadata, {options})
with context.begin_transaction():
    context.run_migrations()
"""


class Modelled:
    """A project in a folder; each version of its models is a module of its own, for Python keeps modules."""

    def __init__(self, folder: Path, capsys) -> None:
        self.folder = folder
        self.capsys = capsys
        self.module = ""
        self.more = ""
        (folder / "versions").mkdir()

    def models(self, text: str, *, head: str = HEAD, dialects=("postgresql",)) -> None:
        """Write the models."""
        self.module = f"models_of_test_{next(NUMBERS)}"
        (self.folder / f"{self.module}.py").write_text(head + textwrap.dedent(text))
        names = ", ".join(f'"{name}"' for name in dialects)
        settings = f'script_location = "."\ndialects = [{names}]\ntarget_metadata = "{self.module}:Base.metadata"\n'
        (self.folder / "sqlcompile.toml").write_text(settings + self.more)

    def env(self, options: str = "", functions: str = "", url: str = "postgresql://") -> None:
        """Write an env.py that configures what is given."""
        text = ENV.format(models=self.module, options=options, functions=textwrap.dedent(functions), url=url)
        (self.folder / "env.py").write_text(text)

    def call(self, *arguments):
        """Run a command; returns its status and what it printed."""
        self.capsys.readouterr()
        status = run(("-C", str(self.folder), *arguments))
        captured = self.capsys.readouterr()
        return SimpleNamespace(status=status, out=captured.out, err=captured.err)

    def generate(self, name: str, *arguments: str) -> str:
        """Write a revision and return its text without the head."""
        done = self.call("revision", "--autogenerate", "-m", name, "--rev-id", name, *arguments)
        assert done.status == 0, done.err
        assert done.out.startswith("Wrote"), done.out + done.err
        return self.script(name)

    def script(self, name: str) -> str:
        """Return the text of a script from its imports on."""
        (path,) = (self.folder / "versions").glob(f"{name}_*.py")
        return path.read_text().partition('"""\n\n')[2]

    def refused(self, *arguments: str) -> str:
        """Return the error of a command that writes nothing."""
        before = sorted((self.folder / "versions").iterdir())
        done = self.call("revision", "--autogenerate", "-m", "x", *arguments)
        assert done.status == 2, done.out + done.err
        assert sorted((self.folder / "versions").iterdir()) == before
        assert "Traceback" not in done.err
        return done.err


@pytest.fixture
def project(tmp_path, monkeypatch, capsys):
    """An empty project."""
    monkeypatch.setenv("COLUMNS", "200")
    return Modelled(tmp_path, capsys)


ACCOUNT = """
class Account(Base):
    __tablename__ = "account"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50), nullable=False)
"""
