import re
from pathlib import Path

import pytest

from tests.cli.conftest import files


def made(result):
    """Return the file that a command says it wrote."""
    assert (result.status, result.err) == (0, "")
    return Path.cwd() / re.fullmatch(r"Wrote (.*)\n", result.out).group(1)


def test_a_native_project(call, tmp_path):
    assert call("init", "db").status == 0
    assert files(tmp_path) == ["db/script.py.mako", "sqlcompile.toml"]
    assert (tmp_path / "db" / "versions").is_dir()
    made(call("revision", "-m", "First", "--rev-id", "a1"))
    path = made(call("revision", "-m", "second one", "--rev-id", "b1"))
    assert path == tmp_path / "db" / "versions" / "b1_second_one.py"
    assert call("history").out == "a1 -> b1 (head), second one\n<base> -> a1, First\n"


def test_a_native_project_in_pyproject(call, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"')
    assert call("init").status == 0
    text = (tmp_path / "pyproject.toml").read_text()
    assert text.startswith('[project]\nname = "x"\n\n[tool.sqlcompile]\n')
    assert call("heads").status == 0
    again = call("init", "other")
    assert again.status == 2
    assert "[tool.sqlcompile] already" in again.err
    assert (tmp_path / "pyproject.toml").read_text() == text
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize(
    ("template", "settings"),
    [
        ("alembic", ["alembic.ini"]),
        ("generic", ["alembic.ini"]),
        ("async", ["alembic.ini"]),
        ("pyproject", ["alembic.ini", "pyproject.toml"]),
    ],
)
def test_an_alembic_project(call, tmp_path, template, settings):
    assert call("init", "db", "--template", template).status == 0
    assert files(tmp_path) == sorted(["db/README", "db/env.py", "db/script.py.mako", *settings])
    made(call("revision", "-m", "first", "--rev-id", "a1"))

    import io

    from alembic import command
    from alembic.config import Config

    out = io.StringIO()
    toml = str(tmp_path / "pyproject.toml") if "pyproject.toml" in settings else None
    peer = Config(str(tmp_path / "alembic.ini"), toml_file=toml, output_buffer=out, stdout=out)
    command.history(peer)
    command.upgrade(peer, "head", sql=True)
    assert "<base> -> a1 (head), first" in out.getvalue()
    assert "Running upgrade  -> a1" in out.getvalue()
    assert "INSERT INTO alembic_version (version_num) VALUES ('a1')" in call("upgrade", "head").out


def test_an_async_project_names_an_async_driver(call, tmp_path):
    assert call("init", "-t", "async").status == 0
    assert "create_async_engine" in (tmp_path / "migrations" / "env.py").read_text()
    assert "sqlalchemy.url = postgresql+asyncpg://" in (tmp_path / "alembic.ini").read_text()


def test_a_project_joins_a_pyproject_that_alembic_reads(call, tmp_path):
    (tmp_path / "pyproject.toml").write_text('[project]\nname = "x"\n')
    assert call("init", "-t", "pyproject").status == 0
    text = (tmp_path / "pyproject.toml").read_text()
    assert text.startswith('[project]\nname = "x"\n\n[tool.alembic]\n')
    (tmp_path / "alembic.ini").unlink()
    again = call("init", "-t", "pyproject", "other")
    assert (again.status, "[tool.alembic] already" in again.err) == (2, True)
    assert (tmp_path / "pyproject.toml").read_text() == text
    assert not (tmp_path / "other").exists()


@pytest.mark.parametrize("template", ["native", "alembic", "pyproject"])
def test_a_migrations_folder_elsewhere(call, tmp_path, template):
    (tmp_path / "here").mkdir()
    assert call("-C", "here", "init", str(tmp_path / "50%"), "-t", template).status == 0
    made(call("-C", "here", "revision", "--rev-id", "a1"))
    assert (tmp_path / "50%" / "versions" / "a1_.py").is_file()


@pytest.mark.parametrize("template", ["native", "alembic"])
def test_folders_that_are_packages(call, tmp_path, template):
    assert call("init", "db", "-t", template, "--package").status == 0
    assert (tmp_path / "db" / "__init__.py").read_text() == ""
    assert (tmp_path / "db" / "versions" / "__init__.py").read_text() == ""
    made(call("revision", "--rev-id", "a1"))
    assert call("heads").out == "a1 (head)\n"


@pytest.mark.parametrize("template", ["native", "alembic", "pyproject"])
@pytest.mark.parametrize("there", ["migrations/x", "sqlcompile.toml", "alembic.ini", "migrations"])
def test_a_project_is_not_started_on_top_of_another(call, tmp_path, template, there):
    if {"native": "alembic.ini", "alembic": "sqlcompile.toml", "pyproject": "sqlcompile.toml"}[template] == there:
        pytest.skip("the other kind's settings are in nobody's way")
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).write_text("mine")
    result = call("init", "-t", template)
    assert (result.status, result.out) == (2, "")
    assert files(tmp_path) == [there]
    assert (tmp_path / there).read_text() == "mine"


def test_quiet(call):
    assert call("-q", "init").out == ""
    assert call("revision", "-q", "-m", "x").out == ""


@pytest.mark.usefixtures("project")
def test_a_revision_without_a_message(call):
    path = made(call("revision", "--rev-id", "n1"))
    assert path.name == "n1_.py"
    assert "m1 -> n1 (net) (head), empty message\n" in call("history").out


@pytest.mark.usefixtures("project")
def test_an_id_of_its_own(call):
    assert re.fullmatch(r"[0-9a-f]{12}_x\.py", made(call("revision", "-m", "x")).name)


def test_a_version_folder_that_is_not_there_yet(call, tmp_path):
    call("init")
    (tmp_path / "migrations" / "versions").rmdir()
    assert made(call("revision", "-m", "x")).is_file()


@pytest.mark.usefixtures("project")
def test_a_new_base(call):
    made(call("revision", "--head", "base", "-m", "x", "--rev-id", "n1", "--branch-label", "other"))
    assert "<base> -> n1 (other) (head), x" in call("history").out
    made(call("revision", "--head", "other@head", "-m", "y", "--rev-id", "n2", "--depends-on", "net"))
    assert "n1 (net) -> n2 (other) (head), y" in call("history").out


@pytest.mark.usefixtures("project")
def test_a_splice(call):
    made(call("revision", "--head", "c1", "--splice", "-m", "x", "--rev-id", "n1", "--depends-on", "b"))
    assert "c1 (b1) -> n1 (head), x" in call("history").out


@pytest.mark.usefixtures("two_heads")
def test_a_merge(call):
    made(call("merge", "-m", "join", "--rev-id", "n1"))
    assert "b1, d1 -> n1 (net) (head) (mergepoint), join" in call("history").out


@pytest.mark.usefixtures("two_heads")
def test_a_merge_of_named_heads(call):
    made(call("revision", "--head", "base", "--rev-id", "n1"))
    made(call("merge", "n1", "b1", "-m", "join", "--rev-id", "n2", "--branch-label", "joined"))
    assert "b1, n1 -> n2" in call("history").out.replace("n1, b1", "b1, n1")
    made(call("merge", "n2,d1", "--rev-id", "n3"))
    assert call("heads").out.startswith("n3 ")


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["revision", "-m", "x"], '"head" means one revision, but there are 2 heads'),
        (["revision", "--head", "heads"], "there are 2 heads"),
        (["revision", "--head", "a1"], '"a1" is not a head'),
        (["revision", "--head", "zz"], 'No revision is named "zz"'),
        (["revision", "--head", "d1", "--rev-id", "a b"], "cannot be a revision id"),
        (["revision", "--head", "d1", "--rev-id", "../x"], "cannot be a revision id"),
        (["revision", "--head", "d1", "--rev-id", "x" * 33], "33 characters"),
        (["revision", "--head", "d1", "--rev-id", "a1"], "is taken by a1.py"),
        (["revision", "--head", "d1", "--branch-label", "net"], "is taken by b1.py"),
        (["revision", "--head", "d1", "--branch-label", "a@b"], "cannot be a branch label"),
        (["revision", "--head", "d1", "--depends-on", "zz"], 'No revision is named "zz"'),
        (["revision", "--head", "d1", "--version-path", "elsewhere"], "not among the version locations"),
        (["merge", "a1", "b1"], '"a1" is not a head'),
        (["merge", "b1"], "at least two"),
        (["merge", "b1", "zz"], "zz"),
    ],
)
def test_revisions_that_cannot_be_made(call, two_heads, line, said):
    before = files(two_heads)
    result = call(*line)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert files(two_heads) == before


def test_several_version_locations(call, tmp_path):
    (tmp_path / "migrations").mkdir()
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
    (tmp_path / "sqlcompile.toml").write_text('version_locations = ["one", "two"]\n')
    result = call("revision")
    assert result.status == 2
    assert "--version-path" in result.err
    assert made(call("revision", "--rev-id", "a1", "--version-path", "two")).parent.name == "two"
    assert made(call("revision", "--rev-id", "b1")).parent.name == "two"


def test_a_file_template_with_folders(call, tmp_path):
    call("init")
    with (tmp_path / "sqlcompile.toml").open("a") as settings:
        settings.write('file_template = "sub/%(rev)s"\n')
    refused = call("revision", "--rev-id", "a1")
    assert (refused.status, "a folder that is not looked into: sub." in refused.err) == (2, True)
    assert files(tmp_path) == ["migrations/script.py.mako", "sqlcompile.toml"]
    with (tmp_path / "sqlcompile.toml").open("a") as settings:
        settings.write("recursive_version_locations = true\n")
    assert made(call("revision", "--rev-id", "a1")) == tmp_path / "migrations" / "versions" / "sub" / "a1.py"
    assert call("heads").out == "a1 (head)\n"


def test_a_name_that_is_taken(call, tmp_path):
    call("init")
    with (tmp_path / "sqlcompile.toml").open("a") as settings:
        settings.write('file_template = "%(slug)s"\n')
    made(call("revision", "-m", "same", "--rev-id", "a1"))
    before = (tmp_path / "migrations" / "versions" / "same.py").read_text()
    result = call("revision", "-m", "same", "--rev-id", "b1")
    assert result.status == 2
    assert "exists already" in result.err
    assert (tmp_path / "migrations" / "versions" / "same.py").read_text() == before
