"""What a bundle needs of each database: a query that tells its state, and a script that refuses."""

import pytest

from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.load import load_dialect
from sqlcompile.dialect.state import State
from tests.projects import DIALECTS
from tests.servers import on_servers

STATES = (State(0, "base", ""), State(1, "A1", "0001_A1.up.sql"), State(2, "A1, b2", "0002_b2.up.sql"))


def text_of(name, statements):
    dialect = load_dialect(name)
    return "\n".join(dialect.lexis.terminated(statement.text) for statement in statements)


def answer(server, database, table="alembic_version"):
    """Return the rows that the state query gives, by the database's own client."""
    query = text_of(server.dialect, load_dialect(server.dialect).state_query(VersionTable(table).value, STATES))
    plain = {"postgresql": "\\pset tuples_only\n\\pset format unaligned\n", "sqlite": "", "mariadb": ""}
    done = database.run_script(plain[server.dialect] + query)
    lines = [line.replace("\t", "|").split("|") for line in done.stdout.splitlines() if "|" in line or "\t" in line]
    return done, [tuple(line) for line in lines if line[0] != "step"]


def test_no_version_table(server):
    with server.fresh() as database:
        done, rows = answer(server, database)
    assert rows == [
        ("0", "the files below are next, in this order", "base (there is no version table)"),
        ("1", "next", "0001_A1.up.sql"),
        ("2", "next", "0002_b2.up.sql"),
    ]
    assert (done.returncode == 0) == (server.dialect != "sqlite")
    if server.dialect == "sqlite":
        assert "no such table: alembic_version" in done.stderr


@pytest.mark.parametrize("table", ["alembic_version", "select", 'Ver\'sion "x"'])
@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ((), ["the files below are next, in this order|base", "next|0001_A1.up.sql", "next|0002_b2.up.sql"]),
        (("A1",), ["the files below are next, in this order|A1", "next|0002_b2.up.sql"]),
        (("b2", "A1"), ["up to date: no file is next|A1, b2"]),
        (("zz",), ["not a state of this bundle: no file of it starts there|zz"]),
        (("a1",), ["not a state of this bundle: no file of it starts there|a1"]),
        (("b2",), ["not a state of this bundle: no file of it starts there|b2"]),
    ],
)
def test_each_state(server, table, at, expected):
    dialect = load_dialect(server.dialect)
    name = dialect.table_name(table)
    with server.fresh() as database:
        with database.engine().begin() as connection:
            connection.execution_options(no_parameters=True).exec_driver_sql(
                f"CREATE TABLE {name} (version_num varchar(32))"
            )
            for row in at:
                connection.exec_driver_sql(f"INSERT INTO {name} VALUES ('{row}')".replace("%", "%%"))
        done, rows = answer(server, database, table)
        assert done.returncode == 0, done.stderr
        assert ["|".join(row[1:]) for row in rows] == expected
        assert len(database.query(f"SELECT * FROM {name}")) == len(at)


@on_servers("postgresql", "mariadb", "sqlite")
@pytest.mark.parametrize("message", ["plain", "100 % 'quoted' \"twice\" ü 🐘 $sqlcompile$ \\n :USER", "long " * 100])
def test_a_refusal_fails_with_its_message(server, message):
    dialect = load_dialect(server.dialect)
    with server.fresh() as database:
        setting = {"mariadb": "SET NAMES utf8mb4;\n", "sqlite": ".bail on\n"}.get(server.dialect, "")
        text = "\n".join(dialect.finish(statement) for statement in dialect.refusal(message))
        done = database.run_script(f"{setting}{text}\nCREATE TABLE never (id INTEGER);\n")
        assert done.returncode != 0
        shown = message[:100].replace("🐘", "?") if server.dialect == "mariadb" else message[:100]
        assert shown in done.stderr  # MariaDB keeps its messages in utf8mb3
        with pytest.raises(Exception, match="never"):
            database.query("SELECT * FROM never")


@pytest.mark.parametrize("name", DIALECTS)
def test_the_state_query_only_reads(name):
    dialect = load_dialect(name)
    for statement in dialect.state_query(VersionTable(namespace="app").value, STATES):
        words = dialect.lexis.words(statement.text, 1)
        assert words[0] in {"SELECT", "WITH", "SET", "PREPARE", "EXECUTE", "DEALLOCATE", "DECLARE"}


@pytest.mark.parametrize("name", ["mssql", "oracle"])
def test_a_refusal_where_no_server_runs(name):
    dialect = load_dialect(name)
    (statement,) = dialect.refusal("it's 100 % over")
    assert (
        statement.text
        == {
            "mssql": "RAISERROR(N'%s', 16, 1, N'it''s 100 % over')",
            "oracle": "BEGIN\n  RAISE_APPLICATION_ERROR(-20003, 'it''s 100 % over');\nEND;",
        }[name]
    )


@pytest.mark.parametrize("collation", ["latin1_swedish_ci", "utf8mb4_unicode_ci", "utf8mb3_bin", "ucs2_general_ci"])
@pytest.mark.parametrize("names", ["utf8mb4 COLLATE utf8mb4_bin", "latin1"])
def test_a_version_table_of_any_collation(mariadb_server, collation, names):
    query = text_of("mariadb", load_dialect("mariadb").state_query(VersionTable().value, STATES))
    with mariadb_server.fresh() as database:
        done = database.run_script(
            f"CREATE TABLE alembic_version (version_num varchar(32) COLLATE {collation} NOT NULL);\n"
            f"INSERT INTO alembic_version VALUES ('A1');\nSET NAMES {names};\n{query}"
        )
    assert done.returncode == 0, done.stderr
    assert "next, in this order\tA1\n2\tnext\t0002_b2.up.sql" in done.stdout
