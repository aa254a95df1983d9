"""What the command line says where there is nothing, or nearly something else."""

import pytest

from tests.cli.conftest import script


@pytest.fixture
def empty(call):
    assert call("init").status == 0
    return call


def test_init_says_what_comes_next(call):
    assert "Next: `sqlcompile revision -m TEXT`" in call("init").out


@pytest.mark.parametrize("command", ["heads", "history", "branches"])
def test_an_empty_list_says_so_on_stderr(empty, command):
    result = empty(command)
    assert (result.status, result.out) == (0, "")
    assert result.err.startswith("There are no ")
    assert empty(command, "-q").err == ""


@pytest.mark.usefixtures("two_heads")
def test_a_list_that_is_not_empty_says_nothing_else(call):
    assert [call(command).err for command in ("heads", "history", "branches")] == ["", "", ""]


@pytest.mark.parametrize(
    ("name", "meant"), [("postgres", "postgresql"), ("Oracle", "oracle"), ("mysq1", "mysql"), ("zzz", None)]
)
@pytest.mark.usefixtures("project")
def test_a_dialect_that_is_nearly_one(call, name, meant):
    result = call("upgrade", "-d", name)
    assert result.status == 2
    assert f'There is no dialect "{name}".' in result.err
    assert (f"Did you mean {meant}?" in result.err) if meant else ("Did you mean" not in result.err)


def test_a_directive_that_is_nearly_one(call, project):
    path = project / "migrations" / "versions" / "a1.py"
    path.write_text(path.read_text().replace("pass", "from alembic import op; op.add_colum('t')", 1))
    result = call("upgrade", "-d", "sqlite")
    assert "a1.py:8: upgrade() of revision a1 raised AttributeError: op has no directive 'add_colum'" in result.err
    assert "did you mean 'add_column'?" in result.err


@pytest.mark.usefixtures("project")
def test_an_unknown_placeholder(call, project):
    result = call("upgrade", "-d", "sqlite", "-o", "a/{foo}.sql")
    assert result.status == 2
    assert "There is no placeholder {foo}" in result.err
    assert not (project / "a").exists()


@pytest.mark.usefixtures("compiler")
def test_a_count_back_needs_no_dashes(call, project, compiler):
    assert call("downgrade", "-1", "-d", "sqlite", "-o", "x.sql").status == 0
    assert call("downgrade", "-d", "sqlite", "-2").status == 0
    assert call("upgrade", "-d", "sqlite", "-1:head").status == 0
    assert [given["range_text"] for _, _, given in compiler.calls] == ["-1", "-2", "-1:head"]
    assert project
    assert call("downgrade", "-9x").status == 2


def test_a_message_that_is_a_number(call, project):
    assert call("revision", "-m", "-1", "--rev-id", "n1").status == 0
    assert (project / "migrations" / "versions" / "n1_1.py").is_file()


def test_back_from_the_newest(call, tmp_path):
    (tmp_path / "versions").mkdir()
    (tmp_path / "sqlcompile.toml").write_text('script_location = "."\ndialects = ["sqlite"]\n')
    for name, parents in (("a1", ()), ("b1", ("a1",)), ("c1", ("b1",))):
        script(tmp_path / "versions", name, parents)
    assert "-- c1 -> b1, 1 revision" in call("downgrade", "-1").out
    assert "-- c1 -> a1, 2 revisions" in call("downgrade", "-2").out
    assert "-- c1 -> a1, 2 revisions" in call("downgrade", "--", "-2").out
    assert "-- c1 -> a1, 2 revisions" in call("downgrade", "a1").out
    assert "-- c1 -> base, 3 revisions" in call("downgrade", "base").out
