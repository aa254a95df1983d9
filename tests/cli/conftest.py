"""A command line run in this process, and a compiler that only remembers how it was called."""

import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from sqlcompile.cli.run import run

NAMES = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")


@pytest.fixture
def call(tmp_path, monkeypatch, capsys):
    """Run a command line in a new folder; returns its status, stdout and stderr."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.delenv("NO_COLOR", raising=False)
    capsys.readouterr()

    def called(*arguments):
        status = run(arguments)
        captured = capsys.readouterr()
        return SimpleNamespace(status=status, out=captured.out, err=captured.err)

    return called


def script(folder, name, parents=(), *, message=None, downgrade=True, **identifiers):
    """Write a revision script."""
    parent = repr(parents[0] if len(parents) == 1 else tuple(parents) or None)
    more = "".join(f"{key} = {value!r}\n" for key, value in identifiers.items())
    text = f'"""{message or "make " + name}"""\n\nrevision = {name!r}\ndown_revision = {parent}\n{more}'
    text += "\n\ndef upgrade():\n    pass\n"
    text += "\n\ndef downgrade():\n    pass\n" if downgrade else ""
    (folder / f"{name}.py").write_text(text)


@pytest.fixture
def project(tmp_path):
    """A project with a branch and its merge."""
    versions = tmp_path / "migrations" / "versions"
    versions.mkdir(parents=True)
    (tmp_path / "alembic.ini").write_text(
        "[alembic]\nscript_location = %(here)s/migrations\npath_separator = os\nsqlalchemy.url = oracle://\n"
    )
    script(versions, "a1")
    script(versions, "b1", ["a1"], branch_labels="net")
    script(versions, "c1", ["a1"], downgrade=False)
    script(versions, "d1", ["c1"], depends_on="b1")
    script(versions, "m1", ["b1", "d1"])
    return tmp_path


@pytest.fixture
def two_heads(project):
    """The same without its merge."""
    (project / "migrations" / "versions" / "m1.py").unlink()
    return project


@pytest.fixture
def compiler(monkeypatch):
    """The compiler's two functions, each remembering what it was given and answering as told."""
    built = SimpleNamespace(calls=[], act=lambda **_: None)

    def build(name):
        def function(config, **given):
            built.calls.append((name, config, given))
            built.act(config=config, **given)

        return function

    module = ModuleType("sqlcompile.scripts.build")
    module.build_scripts = build("scripts")
    module.build_stamp = build("stamp")
    loader = ModuleType("sqlcompile.dialect.load")
    loader.dialect_names = lambda: NAMES
    monkeypatch.setitem(sys.modules, "sqlcompile.scripts.build", module)
    monkeypatch.setitem(sys.modules, "sqlcompile.dialect.load", loader)
    return built


def files(folder: Path):
    """Return the files below a folder, without what Python keeps for itself."""
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(str(path) for path in found if "__pycache__" not in path.parts)
