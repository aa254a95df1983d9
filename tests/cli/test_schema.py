"""``schema`` and ``history --graph``, from the command line."""

import json
from pathlib import Path

import pytest

from sqlcompile.cli.schema import Format
from tests.projects import Project

ROOT = Path(__file__).parents[2]


@pytest.fixture
def shop(tmp_path):
    project = Project(tmp_path, 'dialects = ["mariadb", "postgresql"]\n')
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    project.revision("b2", 'op.add_column("t", sa.Column("s", sa.String(20)))')
    return project


def test_the_formats_are_the_files():
    files = (ROOT / "sqlcompile/showing/formats").glob("as_*.py")
    assert {file.stem.removeprefix("as_") for file in files} == {form.value for form in Format}


def test_the_first_database_of_the_settings_is_shown(call, shop):
    done = call("schema")
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("MariaDB ")
    assert done.out.endswith(": the schema at b2\n\ntable t\n  n  INTEGER\n  s  VARCHAR(20)\n")
    assert call("schema", "-d", "oracle").out.startswith("Oracle ")


@pytest.mark.parametrize("revision", ["a1", "a", "head-1", "base+1", "+1"])
def test_a_revision_has_all_its_names(call, shop, revision):
    assert ": the schema at a1\n" in call("schema", revision).out


@pytest.mark.parametrize("ends", ["a1..b2", "a1..", "a1:b2", "a1..+1", "head-1..head"])
def test_two_revisions(call, shop, ends):
    done = call("schema", ends)
    assert (done.status, done.err) == (0, "")
    assert done.out.endswith(": what changes from a1 to b2\n\n~ table t\n    + s VARCHAR(20)\n")


def test_from_the_beginning(call, shop):
    assert ": what changes from base to a1\n\n+ table t\n    + n INTEGER\n" in call("schema", "..a1").out


def test_the_name_of_the_file_says_the_format(call, shop, tmp_path):
    begins = {
        "x.sql": "-- MariaDB",
        "x.json": '{\n  "format": "sqlcompile-schema"',
        "x.mmd": "%% MariaDB",
        "x.py": '"""MariaDB',
        "x.txt": "MariaDB",
        "x.{dialect}.sql": "-- MariaDB",
    }
    for name, beginning in begins.items():
        done = call("schema", "-o", name)
        assert (done.status, done.out, done.err) == (0, "", "")
        assert (tmp_path / name.replace("{dialect}", "mariadb")).read_text().startswith(beginning)
    assert call("schema", "-o", "x.sql", "--format", "json").status == 0
    assert json.loads((tmp_path / "x.sql").read_text())["dialect"] == "mariadb"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere"], "nowhere"),
        (["a1..nowhere"], "nowhere"),
        (["a1..b2", "--format", "mermaid"], "`--format mermaid` shows one revision"),
        (["-d", "mysql", "-d", "sqlite"], "one database at a time"),
        (["-d", "db3"], "db3"),
        (["--engine", "main"], 'There is no database "main"'),
        (["-o", "x.{engine}.sql"], "env.py gives none"),
        (["-o", "x.{nothing}"], "{nothing}"),
    ],
)
def test_bad_input(call, shop, arguments, said):
    done = call("schema", *arguments)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "Traceback" not in done.err


def test_no_way_to_tell_the_database(call, tmp_path):
    Project(tmp_path).revision("a1")
    done = call("schema")
    assert done.status == 2
    assert "No database is named" in done.err


def test_a_script_that_fails_is_named(call, shop):
    shop.revision("c3", "raise ValueError('no')")
    done = call("schema")
    assert (done.status, done.out) == (2, "")
    assert "c3.py:8" in done.err
    assert call("schema", "b2").status == 0


def test_what_is_not_analysed_is_said_on_stderr(call, shop):
    shop.revision("c3", 'op.execute("ALTER TABLE t FROBNICATE")')
    done = call("schema", "--format", "sql", "-d", "postgresql")
    assert done.status == 0
    assert "NOTE  postgresql: The table t is not known as a whole: it is left out.\n" in done.err
    assert "-- The table t is not known as a whole: it is left out.\n" in done.out


ENGINES = """
from alembic import context
for name, url in (("one", "postgresql://"), ("two", "sqlite://")):
    context.configure(dialect_name=url.partition(":")[0], upgrade_token=f"{name}_up")
    with context.begin_transaction():
        context.run_migrations(engine_name=name)
"""


@pytest.fixture
def several(call, tmp_path):
    project = Project(tmp_path)
    (tmp_path / "env.py").write_text(ENGINES)
    (tmp_path / "versions" / "a1.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import op\nrevision = 'a1'\ndown_revision = None\n"
        "def upgrade(engine_name):\n    op.create_table(f't_{engine_name}', sa.Column('n', sa.Integer))\n"
    )
    return project


def test_several_databases(call, several, tmp_path):
    done = call("schema")
    assert (done.status, done.err) == (0, "")
    assert "one/PostgreSQL 16: the schema at a1\n\ntable t_one\n" in done.out
    assert "\n\ntwo/SQLite 3.40: the schema at a1\n\ntable t_two\n" in done.out
    assert call("schema", "--engine", "two", "--format", "json").out.count('"t_two"') == 1
    done = call("schema", "--format", "json")
    assert done.status == 2
    assert "--engine NAME" in done.err
    assert call("schema", "--engine", "three").status == 2
    assert call("schema", "-o", "{engine}.sql").status == 0
    assert "t_one" in (tmp_path / "one.sql").read_text()
    assert "t_two" in (tmp_path / "two.sql").read_text()


GRAPH = """\
*  m1 (net) (head), make m1
+-.
| *  d1 (depends on b1), make d1
| *  c1, make c1
* |  b1 (net), make b1
+-'
*  a1, make a1
"""

VERBOSE = """\
*  Rev: b1 (net)
|  Parent: a1
"""


@pytest.mark.usefixtures("project")
def test_the_graph(call):
    done = call("history", "--graph")
    assert (done.status, done.err) == (0, "")
    assert done.out == GRAPH
    assert "*  0001 a1 (base), make a1\n" in call("history", "--graph", "-i").out
    assert call("history", "--graph", "-r", "c1:d1").out == "*  d1 (depends on b1), make d1\n*  c1, make c1\n"


@pytest.mark.usefixtures("project")
def test_the_graph_with_all_that_is_to_be_said(call):
    lines = call("history", "--graph", "-v").out.splitlines()
    place = lines.index("* |  Rev: b1")
    assert lines[place + 1] == "| |  Parent: a1"
    assert lines[-1] == "       make a1"
