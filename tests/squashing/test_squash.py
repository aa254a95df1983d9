"""What a squash writes, moves and changes."""

from __future__ import annotations

import ast
import sqlite3

import pytest

from sqlcompile.compiling.revisions import read_graph
from sqlcompile.project.config import load_config
from tests.projects import DIALECTS

ACCOUNT = 'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))'


def three(project, **last):
    """Write a base, a change of it, and one revision more."""
    project.revision("a1", ACCOUNT, 'op.drop_table("account")')
    project.revision("b2", 'op.add_column("account", sa.Column("mail", sa.String(50)))')
    project.revision("c3", 'op.create_index("ix", "account", ["mail"])', 'op.drop_index("ix", "account")', **last)


def graph_of(project):
    return read_graph(load_config(project.folder))


def test_one_base_is_in_the_place_of_what_was_there(project):
    three(project)
    before = project.files()
    text = project.squash("b2", "-m", "all so far")
    assert text.startswith('"""all so far\n')
    assert "down_revision = None" in text
    assert 'sa.Column("mail", sa.String(length=50)),' in text
    assert 'op.drop_table("account")' in text
    after = project.files()
    for name in ("a1", "b2"):
        assert after[f"squashed/new/{name}.py"] == before[f"versions/{name}.py"]
        assert f"versions/{name}.py" not in after
    assert after["versions/c3.py"] == before["versions/c3.py"].replace(b"'b2'", b"'new'")
    assert sorted(after.keys() - before.keys()) == [
        "squashed/new/a1.py",
        "squashed/new/b2.py",
        "squashed/new/stamp.sqlite.sql",
        "versions/new_all_so_far.py",
    ]
    assert [one.id for one in graph_of(project)] == ["new", "c3"]


def test_it_says_what_it_did_and_how_to_go_back(project):
    three(project)
    done = project.call("squash", "b2", "--rev-id", "new", "-d", "sqlite")
    folder = project.folder
    back = (
        f"To go back, remove {folder}/versions/new_squashed_up_to_b2.py",
        f"move the scripts back from {folder}/squashed/new",
        f"write b2 for new where it stands in {folder}/versions/c3.py.",
    )
    assert done.out.splitlines() == [
        f"Wrote {folder}/versions/new_squashed_up_to_b2.py: it equals 2 revisions, a1 to b2.",
        f"Moved their scripts to {folder}/squashed/new.",
        f"Changed {folder}/versions/c3.py: it comes after new now.",
        f"Wrote {folder}/squashed/new/stamp.sqlite.sql: apply it to each database that is at b2.",
        ", ".join(back),
    ]


def test_the_stamp_says_for_which_databases_it_is(project):
    three(project)
    project.squash("b2", dialects=("postgresql", "sqlite"))
    text = (project.folder / "squashed/new/stamp.postgresql.sql").read_text()
    assert "-- A database that is past b2 needs nothing.\n" in text
    assert "-- One that is before b2 must be upgraded to it first, with the scripts as they were before.\n" in text
    assert "UPDATE alembic_version SET version_num = 'new' WHERE version_num = 'b2';" in text
    assert (project.folder / "squashed/new/stamp.sqlite.sql").is_file()


def test_the_same_history_gives_the_same_bytes_but_for_its_date(project):
    three(project)
    before = project.files()
    found = []
    for _ in range(2):
        project.squash("b2")
        files = project.files()
        found.append({name: data.split(b"Create Date")[0] + data.split(b"\n\n", 2)[-1] for name, data in files.items()})
        for name in files.keys() - before.keys():
            (project.folder / name).unlink()
        for name, data in before.items():
            (project.folder / name).write_bytes(data)
    assert found[0] == found[1]


@pytest.mark.parametrize("name", ["head", "head-1", "-1", "b", "c3"])
def test_a_revision_is_named_in_every_way(project, name):
    three(project)
    project.squash(name)
    assert graph_of(project).bases == ("new",)


def test_labels_go_to_the_new_revision_and_dependencies_follow_it(project):
    project.revision("a1", ACCOUNT, down=None, branch_labels=("accounts",))
    project.revision("b2", branch_labels="second")
    project.revision("x1", down=None, depends_on=("b2",))
    project.revision("y1", down=None, depends_on="second")
    project.revision("z1", down=None)
    before = project.files()
    project.squash("b2")
    graph = graph_of(project)
    assert set(graph["new"].branch_labels) == {"accounts", "second"}
    assert graph.requirements("x1") == ("new",)
    assert graph.requirements("y1") == ("new",)
    after = project.files()
    assert after["versions/y1.py"] == before["versions/y1.py"]
    assert after["versions/z1.py"] == before["versions/z1.py"]


def test_merges_and_several_bases_are_squashed(project):
    project.revision("a1", ACCOUNT, down=None)
    project.revision("b1", 'op.create_table("b", sa.Column("id", sa.Integer, primary_key=True))', down=None)
    project.revision("m", down=("a1", "b1"))
    project.revision("after", down="m")
    text = project.squash("m")
    assert 'op.create_table(\n        "account"' in text
    assert graph_of(project).bases == ("new",)


def test_only_the_literal_is_another_one(project):
    three(project)
    text = (
        '# -*- coding: latin-1 -*-\r\n"""Größe\r\n\r\nRevision ID: c3\r\nRevises: b2\r\nCreate Date: b2\r\n"""\r\n'
        "import sqlalchemy as sa\r\nfrom sqlcompile import op\r\nrevision='c3';  down_revision : str = \\\r\n  \"b2\"  # after b2\r\n"
        "def upgrade():\r\n    b2 = 'b2'\r\ndef downgrade(): pass\r\n"
    )
    path = project.folder / "versions" / "c3.py"
    path.write_bytes(text.encode("latin-1"))
    project.squash("b2")
    wanted = text.replace("Revises: b2", "Revises: new").replace('"b2"  #', '"new"  #')
    assert path.read_bytes() == wanted.encode("latin-1")


def test_a_merge_that_comes_after_keeps_its_other_parents(project):
    project.revision("a1", ACCOUNT, down=None)
    project.revision("a2")
    project.revision("b1", down=None)
    project.revision("m", down=("b1", "a2"))
    path = project.folder / "versions" / "m.py"
    before = path.read_text()
    project.squash("a2")
    assert path.read_text() == before.replace("('b1', 'a2')", "('b1', 'new')")


def test_what_databases_share_is_written_once(project):
    project.revision(
        "a1",
        """
        op.create_table(
            "t", sa.Column("id", sa.Integer, sa.Identity(), primary_key=True), sa.Column("kind", sa.Enum("a", "b", name="kind")),
        )
        op.create_index("ix", "t", ["kind"])
        if op.get_bind().dialect.name == "postgresql":
            op.execute("CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS $$ SELECT 1 $$")
        if op.get_bind().dialect.name in ("mysql", "mariadb"):
            op.add_column("t", sa.Column("own", sa.Integer))
        op.bulk_insert(sa.table("t", sa.column("kind", sa.String)), [{"kind": "a"}])
        """,
    )
    project.revision("b2")
    text = project.squash("b2", dialects=DIALECTS)
    assert text.count("op.create_table(") == 2
    assert text.count("op.bulk_insert(") == 2
    assert text.count("op.create_index(") == 1
    assert 'if op.get_context().dialect.name == "postgresql":\n        op.execute("CREATE FUNCTION' in text
    assert 'if op.get_context().dialect.name in ("mysql", "mariadb"):\n        op.create_table(' in text
    for name in DIALECTS:
        project.compile(name)


def test_mysql_and_mariadb_that_differ_are_refused(project):
    project.revision("a1", ACCOUNT)
    project.revision("b2", 'if op.get_bind().dialect.is_mariadb:\n    op.execute("CREATE VIEW v AS SELECT 1")')
    said = project.refused("b2", dialects=("mysql", "mariadb"))
    assert "SQLAlchemy calls MySQL and MariaDB by one name." in said


def test_what_later_scripts_make_anew_each_time_is_no_difference(project):
    project.revision("a1", ACCOUNT.replace("20", "40"))
    project.revision("b2")
    project.revision(
        "c3",
        """
        import datetime, uuid
        rows = [(1, str(uuid.uuid4())), (2, str(datetime.datetime.now()))]
        account = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String))
        op.bulk_insert(account, [{"id": key, "name": name} for key, name in rows])
        """,
    )
    assert "down_revision = None" in project.squash("b2")


def test_values_that_are_made_anew_each_time_are_said(project):
    project.revision("a1", ACCOUNT)
    project.revision(
        "b2",
        """
        import uuid
        account = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String))
        op.bulk_insert(account, [{"id": 1, "name": uuid.uuid4().hex[:12]}])
        """,
    )
    done = project.call("squash", "b2", "--rev-id", "new", "-d", "sqlite")
    assert done.status == 0, done.err
    assert "The scripts make other values in account.name each time, by a clock or at random" in done.err
    text = next((project.folder / "versions").glob("new*.py")).read_text()
    assert "# CHECK: the scripts make other values in account.name each time" in text


def test_long_sql_is_copied_as_it_is(project):
    view = "CREATE VIEW v AS\nSELECT id,\n  ':x' AS \"it''s\"\nFROM account"
    trigger = "CREATE TRIGGER r AFTER INSERT ON account BEGIN\n  DELETE FROM account\n    WHERE name = 'a\n  b';\nEND"
    project.revision("a1", f"{ACCOUNT}\nop.execute({trigger!r})")
    project.revision("b2", f"op.execute(r{view!r})" if "\\" in view else f"op.execute({view!r})")
    project.squash("b2")
    made = sqlite3.connect(":memory:")
    made.executescript(project.compile("sqlite").split("\n\n", 2)[2].replace(".bail on", ""))
    found = dict(made.execute("SELECT name, sql FROM sqlite_master WHERE type IN ('view', 'trigger')"))
    assert found == {"v": view, "r": trigger}


def test_rows_are_left_out_where_that_is_asked_for(project):
    project.revision("a1", f"{ACCOUNT}\nop.execute(\"INSERT INTO account VALUES (1, 'a')\")")
    project.revision("b2")
    text = project.squash("b2", "--without-rows")
    assert "bulk_insert" not in text
    assert "# CHECK: the rows that these revisions wrote are left out." in text


GRANT = 'op.execute("GRANT SELECT ON account TO reader")'


def test_raw_sql_that_no_schema_holds_is_kept_where_that_is_asked_for(project):
    project.revision("a1", ACCOUNT)
    project.revision("b2", GRANT)
    text = project.squash("b2", "--keep-raw-sql", dialects=("postgresql", "sqlite"))
    lines = text.splitlines()
    at = lines.index("    # CHECK: copied from versions/b2.py:8, and not understood.")
    assert lines[at + 1].strip() == GRANT


def test_raw_sql_that_is_left_out_is_told(project):
    project.revision("a1", ACCOUNT)
    project.revision("b2", GRANT)
    text = project.squash("b2", "--without-raw-sql", dialects=("postgresql",))
    assert "# CHECK: raw SQL of versions/b2.py:8 is left out: GRANT SELECT ON account TO reader" in text
    assert "op.execute" not in text


@pytest.mark.parametrize(
    "sql",
    [
        "SET search_path = public",
        "DROP TABLE IF EXISTS nothing",
        "ALTER TABLE account ADD COLUMN IF NOT EXISTS name text",
        "ALTER TABLE account VALIDATE CONSTRAINT ck",
        "ANALYZE account",
        "CREATE POLICY p ON account; DROP POLICY p ON account",
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "SELECT 1",
        "UPDATE account SET name = 'b'",
        "LOCK TABLE account",
        "CREATE VIEW v WITH (security_barrier) AS SELECT 1",
        "CREATE INDEX i ON account (id) WITH (fillfactor = 70) TABLESPACE fast",
        "CREATE TABLE IF NOT EXISTS account (id integer)",
    ],
)
def test_sql_that_leaves_nothing_is_no_obstacle(project, sql):
    project.revision("a1", ACCOUNT)
    project.revision("b2", f"op.execute({sql!r})")
    project.squash("b2", dialects=("postgresql",))


def test_where_keys_go_on_is_kept(project):
    project.revision("a1", f"{ACCOUNT}\n{ACCOUNT.replace('account', 'other')}")
    project.revision(
        "b2",
        """
        op.execute("INSERT INTO account (name) VALUES ('a'), ('b'), ('c')")
        op.execute("DELETE FROM account WHERE id = 3")
        op.execute("ALTER SEQUENCE other_id_seq RESTART WITH 100")
        """,
    )
    text = project.squash("b2", dialects=("postgresql",))
    assert "SELECT setval(pg_get_serial_sequence('account', 'id'), 3)" in text
    assert 'op.execute("ALTER SEQUENCE other_id_seq RESTART WITH 100")' in text


@pytest.mark.parametrize("drop", ['op.drop_table("other")', "op.execute('DROP TABLE IF EXISTS \"other\"')"])
def test_what_was_done_to_a_table_that_is_gone_is_gone_too(project, drop):
    project.revision("a1", ACCOUNT)
    project.revision("b2", ACCOUNT.replace("account", "other") + '\nop.execute("ALTER TABLE public.other OWNER TO x")')
    project.revision("c3", drop)
    assert "OWNER" not in project.squash("c3", dialects=("postgresql",))


def test_a_template_without_downgrade_gives_a_script_without_one(project):
    three(project)
    (project.folder / "script.py.mako").write_text(
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\nbranch_labels = ${repr(branch_labels)}\n"
        "import sqlalchemy as sa\nfrom sqlcompile import op\n${imports}\ndef upgrade():\n    ${upgrades}\n"
    )
    done = project.call("squash", "b2", "--rev-id", "new", "-d", "sqlite")
    assert done.status == 0
    assert "template has no downgrade()" in done.err


def test_an_alembic_project_is_squashed_for_alembic(project):
    done = project.call("init", "--template", "alembic", "migrations")
    assert done.status == 0, done.err
    versions = project.folder / "migrations" / "versions"
    for name, below, body in (
        ("a1", None, ACCOUNT),
        ("b2", "a1", "op.execute(\"INSERT INTO account VALUES (1, 'x:y')\")"),
    ):
        versions.joinpath(f"{name}.py").write_text(
            f"from alembic import op\nimport sqlalchemy as sa\nrevision = {name!r}\ndown_revision = {below!r}\n"
            f"def upgrade():\n    {body}\ndef downgrade():\n    pass\n"
        )
    (project.folder / "sqlcompile.toml").unlink()
    done = project.call("squash", "b2", "--rev-id", "new", "-d", "sqlite")
    assert done.status == 0, done.err
    (script,) = versions.glob("*new*.py")
    assert "from alembic import op" in script.read_text()
    assert ast.parse(script.read_text())
