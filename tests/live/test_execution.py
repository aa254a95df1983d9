"""A script does through a driver what it does in the database's own client, guards included."""

from pathlib import Path

import pytest

from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import StatementFailed, UnreadableSql
from sqlcompile.live.connecting import opened
from sqlcompile.live.execution import execute
from sqlcompile.live.script_file import read_script
from tests.projects import Project, reflected
from tests.servers import on_servers


def run(database, text, listener=None):
    dialect = load_dialect(database.server.dialect)
    script = read_script(dialect, text, Path("a.sql"))
    with opened(database.url, dialect) as connection:
        execute(connection, script, listener)
    return script


def version(database):
    return [row[0] for row in database.query("SELECT version_num FROM alembic_version ORDER BY 1")]


def schema(database):
    with database.engine().connect() as connection:
        return reflected(connection)


@pytest.fixture
def small(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "op.create_table('one', sa.Column('id', sa.Integer))", "op.drop_table('one')")
    project.revision("b1", "op.create_table('two', sa.Column('id', sa.Integer))", "op.drop_table('two')")
    project.revision("c1", "op.execute('INSERT INTO one VALUES (1)')", "op.execute('DELETE FROM one')")
    return project


def test_the_driver_makes_what_the_client_makes(shop, server):
    up = shop.compile(server.dialect)
    down = shop.compile(server.dialect, "heads:base", "downgrade")
    with server.fresh() as one, server.fresh() as other:
        assert other.run_script(up).returncode == 0
        run(one, up)
        assert schema(one) == schema(other)
        for table in ("product", "customer", "category", "alembic_version"):
            columns = "title" if table == "product" else "email" if table == "customer" else "*"
            query = f"SELECT {columns} FROM {table} ORDER BY 1"
            assert one.query(query) == other.query(query) != []
        run(one, down)
        assert set(schema(one)) == {"alembic_version"}
        run(one, up)
        assert schema(one) == schema(other)


@pytest.mark.parametrize("transaction", ["all", "revision", "none"])
def test_a_second_run_and_a_wrong_revision_are_refused(small, server, transaction):
    first = small.compile(server.dialect, "base:b1", transaction=transaction)
    second = small.compile(server.dialect, "b1:c1", transaction=transaction)
    with server.fresh() as database:
        with pytest.raises(StatementFailed, match="sqlcompile"):
            run(database, second)
        run(database, first)
        before = schema(database)
        with pytest.raises(StatementFailed, match="sqlcompile"):
            run(database, first)
        assert schema(database) == before
        assert version(database) == ["b1"]
        run(database, second)
        assert version(database) == ["c1"]
        with pytest.raises(StatementFailed, match="sqlcompile"):
            run(database, second)
        assert database.query("SELECT id FROM one") == [(1,)]


def test_a_refused_statement_is_named_with_the_servers_words(small, server):
    small.revision("d1", "op.execute('INSERT INTO missing_table\\nVALUES (1)')")
    text = small.compile(server.dialect).replace("INSERT INTO missing", "-- [9/12] d1\nINSERT INTO missing")
    with server.fresh() as database:
        with pytest.raises(StatementFailed) as caught:
            run(database, text)
        error = caught.value
        assert error.exit_code == 1
        assert error.label == "[9/12] d1"
        assert str(error).split("\n")[0] == "[9/12] d1 INSERT INTO missing_table"
        assert "missing_table" in error.words
        assert "\n" not in error.words
        assert str(error.location) == f"a.sql:{text[: text.index('INSERT INTO missing')].count(chr(10)) + 1}"
        if load_dialect(server.dialect).transactional_ddl:
            assert set(schema(database)) == set()
        else:
            assert version(database) == ["c1"]


def test_no_character_means_a_parameter(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", "op.create_table('t', sa.Column('a', sa.String(40)))")
    project.revision(
        "b2", "op.get_bind().execute(sa.text('INSERT INTO t VALUES (:v)'), {'v': '100% %s %(a)s :b ? ; -- \\'x\\''})"
    )
    with server.fresh() as database:
        run(database, project.compile(server.dialect))
        assert database.query("SELECT a FROM t") == [("100% %s %(a)s :b ? ; -- 'x'",)]


@on_servers("mariadb")
def test_a_body_with_semicolons_arrives_whole(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", "op.create_table('t', sa.Column('a', sa.Integer))")
    project.revision(
        "b2",
        "op.execute('CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN SET NEW.a = 1; SET NEW.a = NEW.a + 1; END')",
    )
    with server.fresh() as database:
        run(database, project.compile("mariadb"))
        run(database, "INSERT INTO t VALUES (7);\n")
        assert database.query("SELECT a FROM t") == [(2,)]


@on_servers("postgresql")
def test_conditions_follow_what_a_query_says(server):
    text = "SELECT {} AS go, 1 AS one \\gset\n\\if :go\nCREATE TABLE yes (a int);\n\\else\nCREATE TABLE no (a int);\n\\endif\n"
    with server.fresh() as database:
        run(database, text.format("true"))
        run(database, text.format("1 > 2"))
        assert set(schema(database)) == {"yes", "no"}
        nested = "SELECT false AS a, true AS b \\gset\n\\if :a\n\\if :b\nSELECT 1/0;\n\\else\nSELECT 1/0;\n\\endif\n\\endif\n"
        run(database, nested)
        run(database, "SELECT true AS a \\gset\n\\if :a\n\\quit\n\\endif\nSELECT 1/0;\n")
        with pytest.raises(UnreadableSql, match="this query gives 2"):
            run(database, "SELECT * FROM (VALUES (1), (2)) AS v (a) \\gset\n")
        with pytest.raises(UnreadableSql, match="neither true nor false"):
            run(database, "\\if :unknown\n\\endif\n")


@on_servers("sqlite")
def test_a_text_that_a_query_writes_is_run(tmp_path, monkeypatch, server):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "there.sql").write_text("CREATE TABLE from_disk (a);", encoding="utf-8")
    text = (
        "CREATE TABLE t (a);\n"
        "SELECT writefile('x.sql', 'CREATE TABLE u (a);' || char(10) || 'INSERT INTO u VALUES (''ä'');');\n"
        ".read x.sql\nINSERT INTO t VALUES (2);\n"
    )
    with server.fresh() as database:
        run(database, text)
        assert database.query("SELECT a FROM u") == [("ä",)]
        assert database.query("SELECT a FROM t") == [(2,)]
        assert not (tmp_path / "x.sql").exists()
        with pytest.raises(UnreadableSql, match="it has not written"):
            run(database, ".read there.sql\n")
        with pytest.raises(StatementFailed) as caught:
            run(database, "SELECT writefile('x.sql', 'SELECT 1;' || char(10) || 'SELECT nothing;');\n.read x.sql\n")
        assert str(caught.value.location) == "a.sql:2"


class Steps:
    def __init__(self):
        self.heard = []

    def begins(self, command, total):
        self.heard.append(("begins", command.number, total))

    def ended(self, command, total):
        self.heard.append(("ended", command.number, total))


def test_the_listener_hears_of_each_statement(server):
    steps = Steps()
    with server.fresh() as database, pytest.raises(StatementFailed):
        run(database, "-- [1/2] a1\nCREATE TABLE t (a int);\n-- [2/2] a1\nCREATE TABLE t (a int);\n", steps)
    assert steps.heard == [("begins", 1, 2), ("ended", 1, 2), ("begins", 2, 2)]


def test_an_interrupt_leaves_no_transaction_open(server):
    class Pressed(Steps):
        def begins(self, command, total):
            if "INSERT" in command.text:
                raise KeyboardInterrupt

    dialect = load_dialect(server.dialect)
    with server.fresh() as database:
        run(database, "CREATE TABLE t (a int);\n")
        with opened(database.url, dialect) as connection:
            script = read_script(dialect, "BEGIN;\nUPDATE t SET a = 1;\nINSERT INTO t VALUES (1);\n", Path("a.sql"))
            with pytest.raises(KeyboardInterrupt):
                execute(connection, script, Pressed())
            run(database, "DROP TABLE t;\n")
