"""A bundle is written whole or not at all: what was there is there still."""

import os
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sqlcompile.bundle.reading import read_bundle
from sqlcompile.errors import OutputError
from sqlcompile.scripts import output
from sqlcompile.scripts.output import write_files
from tests.bundle.bundles import bundled, contents, shop

FULL = OSError(28, "No space left on device")
ROOT = Path(__file__).parents[2]


@pytest.fixture
def project(tmp_path):
    return shop(tmp_path / "p")


@pytest.fixture
def folder(tmp_path, project):
    """A bundle of two databases; what the project says next is another."""
    bundled(project, tmp_path / "sql", "sqlite", "postgresql")
    (project.folder / "versions" / "c3.py").unlink()
    project.last = "b2"
    project.revision("d4", 'op.create_table("later", sa.Column("id", sa.Integer))', 'op.drop_table("later")')
    return tmp_path / "sql"


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
@pytest.mark.parametrize("number", range(0, 17, 2))
def test_a_failure_at_any_file(project, folder, monkeypatch, error, number):
    before = contents(folder)
    replace, calls = os.replace, []

    def broken(source, target):
        if not (str(source).endswith(".before") or "/removed-" in str(source)):
            calls.append(target)
            if len(calls) == number + 1:
                raise error
        replace(source, target)

    monkeypatch.setattr(output.os, "replace", broken)
    with pytest.raises(OutputError if error is FULL else KeyboardInterrupt):
        bundled(project, folder, "sqlite", force=True)
    assert contents(folder) == before
    monkeypatch.undo()
    bundled(project, folder, "sqlite", force=True)
    assert read_bundle(folder).verify() == ()


def test_a_failure_while_files_are_removed(project, folder, monkeypatch):
    before = contents(folder)
    replace = os.replace
    removed = []

    def broken(source, target):
        if "/removed-" in str(target):
            removed.append(source)
            if len(removed) == 5:
                raise FULL
        replace(source, target)

    monkeypatch.setattr(output.os, "replace", broken)
    with pytest.raises(OutputError, match="No space left"):
        bundled(project, folder, "sqlite", force=True)
    assert len(removed) == 5
    assert contents(folder) == before


def test_files_to_write_and_to_remove(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "old").write_text("old")
    (tmp_path / "kept").write_text("kept")
    write_files(tmp_path, {"b/new": ["new"]}, ["a/old", "a/missing"])
    assert contents(tmp_path) == {"b": None, "b/new": b"new", "kept": b"kept"}
    write_files(tmp_path, {}, ["b/new"])
    assert contents(tmp_path) == {"kept": b"kept"}


def test_no_space(project, folder):
    """A limit on the size of files stands for a full disk: the system says so in the middle of one."""
    before = contents(folder)
    program = f"""
        import resource, signal, sys
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        from sqlcompile.cli.run import run
        resource.setrlimit(resource.RLIMIT_FSIZE, (2000, 2000))
        sys.exit(run(["-C", {str(project.folder)!r}, "bundle", "-d", "sqlite", "--force", "--output-dir", {str(folder)!r}]))
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(program)], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2, done.stderr
    assert "File too large" in done.stderr
    assert "What was there before is unchanged." in done.stderr
    assert contents(folder) == before


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_read_only_folder(project, folder):
    before = contents(folder)
    folder.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="Permission denied"):
            bundled(project, folder, "sqlite", force=True)
    finally:
        folder.chmod(0o700)
    assert contents(folder) == before


def test_a_folder_that_nobody_may_write(tmp_path, project, monkeypatch):
    """The same where the tests run as root: the system's answer is made up."""
    real = output.tempfile.mkdtemp

    def refused(**given):
        if "sql" in given["dir"]:
            raise PermissionError(13, "Permission denied", given["dir"])
        return real(**given)

    monkeypatch.setattr(output.tempfile, "mkdtemp", refused)
    with pytest.raises(OutputError, match="Permission denied"):
        bundled(project, tmp_path / "sql", "sqlite", force=True)
    assert not (tmp_path / "sql").exists()


def test_an_interrupt_while_it_compiles(project, folder):
    before = contents(folder)
    project.last = "d4"
    project.revision("e5", "import os, signal; os.kill(os.getpid(), signal.SIGINT)")
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sqlcompile",
            "-C",
            project.folder,
            "bundle",
            "-d",
            "sqlite",
            "--force",
            "--output-dir",
            folder,
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 128 + signal.SIGINT
    assert "Interrupted; nothing was written." in done.stderr
    assert contents(folder) == before
