"""Files and standard output get a whole script or nothing."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from sqlcompile.errors import OutputError
from sqlcompile.scripts import output
from sqlcompile.scripts.output import chunks, spool, write_files, write_paths, write_stdout
from tests.projects import Project


def everything(folder):
    """Return the files and folders below a folder, with what they hold."""
    return {
        path.relative_to(folder).as_posix(): path.read_text() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def failing(error, text="half"):
    yield text
    raise error


FULL_DEVICE = Path("/dev/full")
FULL = OSError(28, "No space left on device")


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt(), OutputError("x"), ValueError("x")])
def test_a_failure_leaves_what_was_there(tmp_path, error):
    (tmp_path / "old.sql").write_text("old")
    before = everything(tmp_path)
    expected = OutputError if error is FULL else type(error)
    for texts in (
        {tmp_path / "old.sql": failing(error)},
        {tmp_path / "old.sql": ["new"], tmp_path / "new.sql": failing(error)},
        {tmp_path / "deep" / "er" / "new.sql": failing(error)},
        {tmp_path / "old.sql": ["new"], tmp_path / "deep" / "new.sql": failing(error)},
    ):
        with pytest.raises(expected):
            write_paths(texts)
        assert everything(tmp_path) == before
    with pytest.raises(expected):
        write_files(tmp_path / "sql", {"a/1.sql": ["1"], "b/2.sql": failing(error)})
    assert everything(tmp_path) == before


@pytest.mark.parametrize("error", [FULL, KeyboardInterrupt()])
@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_failure_while_files_are_moved(tmp_path, monkeypatch, error, number):
    for name in ("a", "c"):
        (tmp_path / name).write_text("old")
    before = everything(tmp_path)
    replace, calls = os.replace, []

    def broken(source, target):
        if not str(source).endswith(".before"):
            calls.append(target)
            if len(calls) == number + 1:
                raise error
        replace(source, target)

    monkeypatch.setattr(output.os, "replace", broken)
    with pytest.raises(OutputError if error is FULL else KeyboardInterrupt):
        write_files(tmp_path, {"a": ["new"], "b": ["new"], "c": ["new"]})
    assert everything(tmp_path) == before


def test_the_folder_itself_fails(tmp_path):
    (tmp_path / "file").write_text("old")
    (tmp_path / "folder").mkdir()
    for path in (tmp_path / "file" / "x.sql", tmp_path / "folder", tmp_path / ("x" * 300)):
        with pytest.raises(OutputError):
            write_paths({path: ["new"]})
    with pytest.raises(OutputError, match="folder"):
        write_files(tmp_path, {"ok.sql": ["new"], "folder": ["new"]})
    assert everything(tmp_path) == {"file": "old", "folder": None}


@pytest.mark.skipif(os.geteuid() != 0, reason="only root becomes somebody else")
def test_a_folder_that_is_read_only(tmp_path):
    code = (
        "import sys; from pathlib import Path; from sqlcompile.scripts.output import write_paths\n"
        "import os; os.setuid(65534)\n"
        "write_paths({Path(sys.argv[1]): ['new']})"
    )
    (tmp_path / "old.sql").write_text("old")
    tmp_path.chmod(0o555)
    for above in tmp_path.parents:
        if above.stat().st_uid == os.geteuid() and above.name.startswith("pytest"):
            above.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "old.sql")], capture_output=True, text=True, check=False
    )
    assert "OutputError" in done.stderr
    assert everything(tmp_path) == {"old.sql": "old"}


@pytest.mark.parametrize(("mask", "mode"), [(0o022, 0o644), (0o077, 0o600), (0o002, 0o664)])
def test_permissions(tmp_path, mask, mode):
    (tmp_path / "old.sql").write_text("old")
    (tmp_path / "old.sql").chmod(0o640)
    before = os.umask(mask)
    try:
        write_paths({tmp_path / "new.sql": ["x"], tmp_path / "old.sql": ["x"]})
        write_files(tmp_path / "sql", {"a/1.sql": ["x"]})
    finally:
        os.umask(before)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*.sql")}
    assert modes == {"new.sql": mode, "old.sql": 0o640, "1.sql": mode}


def test_links_are_followed(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "file").write_text("old")
    (tmp_path / "link").symlink_to("real/file")
    (tmp_path / "dangling").symlink_to("real/other")
    write_paths({tmp_path / "link": ["new"], tmp_path / "dangling": ["other"]})
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real" / "file").read_text() == "new"
    assert (tmp_path / "real" / "other").read_text() == "other"
    (tmp_path / "circle").symlink_to("circle")
    with pytest.raises(OutputError):
        write_paths({tmp_path / "circle": ["new"]})


def test_what_is_no_file_is_written_to(tmp_path):
    read, write = os.pipe()
    write_paths({tmp_path / f"../../../../../../../../../dev/fd/{write}": ["text"]})
    assert os.read(read, 10) == b"text"
    os.close(read)
    os.close(write)
    with pytest.raises(OutputError, match="No space"):
        write_paths({FULL_DEVICE: ["x"]})
    assert stat.S_ISCHR(FULL_DEVICE.stat().st_mode)


def test_a_spool_on_a_full_disk(monkeypatch):
    monkeypatch.setattr(output.tempfile, "TemporaryFile", lambda *_: FULL_DEVICE.open("wb+"))
    with pytest.raises(OutputError, match="temporary folder"), spool() as body:
        body.write("x" * 100_000)
    monkeypatch.setattr(output.tempfile, "TemporaryFile", lambda *_: os.fdopen(os.open("/nowhere/x", os.O_RDWR)))
    with pytest.raises(OutputError, match="temporary folder"):
        spool()


def test_chunks_keep_line_ends():
    with spool() as body:
        body.write("a\r\nb\nc\ré")
        assert "".join(chunks("x\n", body)) == "x\na\r\nb\nc\ré"


def test_a_closed_standard_output(monkeypatch):
    monkeypatch.setattr(sys, "stdout", None)
    with pytest.raises(OutputError):
        write_stdout(["x"])


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path / "project")
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER)')")
    return project


def sqlcompile(project, redirect, *arguments):
    command = f'exec "$0" -m sqlcompile -C "$1" upgrade -d sqlite {" ".join(arguments)} {redirect}'
    return subprocess.run(
        ["/bin/sh", "-c", command, sys.executable, str(project.folder)],
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_command_line_on_a_full_disk(project):
    done = sqlcompile(project, ">/dev/full")
    assert done.returncode == 2
    assert done.stderr.startswith("Error: The script cannot be written to standard output: No space left on device.")
    assert "Exception" not in done.stderr
    assert sqlcompile(project, ">&-").returncode == 2
    assert sqlcompile(project, "", "-o", "/dev/full").returncode == 2


def test_the_command_line_writes_utf_8_and_nothing_else(project):
    project.revision("b1", "print('noise')\nop.execute(\"INSERT INTO t VALUES ('ä')\")", message="Größe")
    done = subprocess.run(
        [sys.executable, "-m", "sqlcompile", "-C", str(project.folder), "upgrade", "-d", "sqlite"],
        capture_output=True,
        env={**os.environ, "LC_ALL": "C", "PYTHONIOENCODING": "ascii"},
        check=True,
    )
    assert done.stdout.decode() == project.compile("sqlite")


def test_an_interrupt_writes_nothing(project, tmp_path):
    project.revision("b1", "raise KeyboardInterrupt")
    target = tmp_path / "out.sql"
    target.write_text("old")
    done = sqlcompile(project, "", "-o", str(target))
    assert done.returncode == 130
    assert target.read_text() == "old"
    assert sqlcompile(project, "").stdout == ""
