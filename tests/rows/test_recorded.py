"""Ranges of a database in use: SELECTs that are refused, answered as by a fresh database, or from a file."""

import json

import pytest

from sqlcompile.cli.run import run as command
from tests.projects import Project

ASKS = """
bind = op.get_bind()
for (name,) in bind.execute(sa.text("SELECT name  FROM t ORDER BY id")):
    op.execute(f"UPDATE t SET note = 'was {name}' WHERE name = '{name}'")
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    project = Project(tmp_path)
    project.revision(
        "a1",
        "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String(9)))\n"
        "op.execute(\"INSERT INTO t (name) VALUES ('seed')\")",
        "op.drop_table('t')",
    )
    project.revision("b2", "op.add_column('t', sa.Column('note', sa.String(30)))\n" + ASKS)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def upgraded(folder, capsys):
    def run(*options, status=0, range_text="a1:b2"):
        done = command(["upgrade", range_text, "-d", "postgresql", "--mode", "plain", *options])
        heard = capsys.readouterr()
        assert done == status, heard.err
        return heard.out, heard.err

    return run


def test_rows_of_a_database_in_use_are_refused_with_the_three_ways_on(upgraded):
    out, err = upgraded(status=2)
    assert out == ""
    assert "versions/b2.py:11: The script reads rows that only the real database has: SELECT name FROM t" in err
    assert '"t" existed before' in err
    assert all(way in err for way in ("--rows empty", "--rows FILE", "context.is_offline_mode()"))


def test_from_base_it_is_what_the_history_wrote(upgraded):
    out, _ = upgraded(range_text="head")
    assert "UPDATE t SET note = 'was seed' WHERE name = 'seed';" in out
    assert "SELECT" not in out
    assert "CHECK BEFORE" not in out


def test_as_by_a_fresh_database_with_a_comment_that_nobody_misses(upgraded):
    out, _ = upgraded("--rows", "empty")
    before, _, after = out.partition(
        "-- CHECK BEFORE APPLYING: the migration reads rows here, and was answered as by a fresh"
    )
    assert "ADD COLUMN note" in before
    assert "-- SELECT name FROM t ORDER BY id" in after
    assert after.index("1 rows") < after.index("UPDATE t SET note = 'was seed'")


def test_answers_from_a_file(upgraded, folder):
    file = folder / "rows.json"
    file.write_text("{}")
    out, err = upgraded("--rows", "rows.json", status=2)
    assert out == ""
    assert 'add its rows to rows.json: "SELECT name FROM t ORDER BY id": [ … ]' in " ".join(err.split())
    file.write_text(json.dumps({"SELECT name FROM t ORDER BY id": [["it"], ["that"]], "SELECT 2": []}))
    out, err = upgraded("--rows", "rows.json")
    assert out.count("UPDATE t SET note = 'was ") == 2
    assert "was given the 2 rows that were recorded for it" in out
    assert "rows.json answers what nobody asked: SELECT 2" in err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "rows.json:1: rows.json is no JSON"),
        ("[]", "is no JSON object"),
        ('{"SELECT 1": 1}', "gives no list of rows for: SELECT 1"),
        ('{"SELECT name FROM t ORDER BY id": [["a", 1]]}', "do not have 1 values each"),
    ],
)
def test_files_that_are_no_answers(upgraded, folder, text, said):
    (folder / "rows.json").write_text(text)
    out, err = upgraded("--rows", "rows.json", status=2)
    assert out == ""
    assert said in " ".join(err.split())
    _, err = upgraded("--rows", "nothing.json", status=2)
    assert "nothing.json cannot be read" in err


def test_the_setting(upgraded, folder):
    with (folder / "sqlcompile.toml").open("a") as settings:
        settings.write('rows = "empty"\n')
    out, _ = upgraded()
    assert "CHECK BEFORE APPLYING" in out
