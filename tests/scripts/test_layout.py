"""What a script says, and what becomes of raw SQL in it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import InvalidScript
from tests.projects import DIALECTS, Project, unnumbered
from tests.servers import on_servers

TRANSACTIONAL = ("postgresql", "sqlite", "mssql")


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def apply(database, script):
    done = database.run_script(script)
    assert done.returncode == 0, done.stderr
    return done


def raw(project, text, dialect, **options):
    """Return what stands below the heading of a revision that executes a text."""
    project.revision("a1", f"op.execute({text!r})", message="one", down=None)
    script = project.compile(dialect, **options)
    body = script.partition("a1.py\n")[2].partition("INSERT INTO alembic_version")[0]
    return unnumbered(body)


# --- the header ---


@pytest.mark.parametrize("mode", ["all", "revision", "none"])
@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_header_says_what_is_true(project, dialect, mode):
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER)')")
    project.revision("b1", "op.execute('DROP TABLE t')")
    script = project.compile(dialect, transaction=mode)
    header = script.partition("\n\n")[0]
    info = load_dialect(dialect)
    assert f"sqlcompile 0.1.0, {info.title}" in header
    assert "base -> b1, 2 revisions" in header
    assert f"Apply with: {info.apply_command}" in header
    assert all(line.startswith("-- ") for line in header.splitlines())
    begins = len(re.findall(r"(?m)^BEGIN\b.*;$", script))
    if dialect not in TRANSACTIONAL:
        assert "commits each DDL statement at once" in header
        assert begins == 0
    elif mode == "all":
        assert "All of it is one transaction" in header
        assert begins == 1
    elif mode == "revision":
        assert "Each revision is one transaction" in header
        assert begins == 2
    else:
        assert "No transaction" in header
        assert begins == 1  # the guard's
    assert len(re.findall(r"(?m)^COMMIT\b.*;$", script)) == (
        begins if dialect in TRANSACTIONAL else script.count("COMMIT;")
    )


@pytest.mark.parametrize("dialect", TRANSACTIONAL)
def test_without_guard_and_transaction_nothing_stands_around(project, dialect):
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER)')")
    script = project.compile(dialect, transaction="none", mode="plain")
    assert not re.search(r"(?m)^(BEGIN|COMMIT)", script)
    assert "sqlcompile:" not in script


def test_one_revision(project):
    project.revision("a1")
    assert "base -> a1, 1 revision\n" in project.compile("postgresql")


# --- comments ---


@pytest.mark.parametrize("dialect", DIALECTS)
@given(text=st.text(max_size=60) | st.text(alphabet="-;&$(*/\\\n\r\u2028'\"x ", max_size=30))
def test_nothing_gets_out_of_a_comment(dialect, text):
    found = load_dialect(dialect)
    lines = found.comment_lines(text).split("\n")
    for line in lines:
        assert line == "--" or line.startswith("-- ")
        assert line.isprintable()
        assert "*/" not in line
        assert "/*" not in line
    if dialect == "mssql":
        assert not any("$(" in line for line in lines)
    if dialect == "oracle":
        assert not any(line.endswith((";", "-")) and line != "--" for line in lines)


def test_a_long_message_fits_on_lines_of_sqlplus():
    lines = load_dialect("oracle").comment_lines("é" * 5000).split("\n")
    assert all(len(line.encode()) <= 2499 for line in lines)


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("text", ["-- nothing to do", "/* nothing */", " ", ";", "-- a;\n-- b -"])
def test_a_text_without_a_statement_gets_no_terminator(project, dialect, text):
    found = raw(project, text, dialect)
    if dialect != "oracle":
        assert not re.search(r"(?m)^\s*(;|GO|/)\s*$", found)
    code = re.sub(r"--[^\n]*|/\*.*?\*/", "", found, flags=re.DOTALL).strip()
    assert code == ""


@on_servers("postgresql", "mariadb", "sqlite")
def test_comments_and_empty_statements_run(project, server):
    texts = [
        "-- it's nothing",
        "/* it's */",
        ";",
        "CREATE TABLE t (n INTEGER); -- it's",
        "INSERT INTO t VALUES (1) -- a;",
        ";;INSERT INTO t VALUES (2);;",
        "INSERT INTO t VALUES (3); INSERT INTO t VALUES (4) /* x */; -- y",
    ]
    project.revision("a1", "\n".join(f"op.execute({text!r})" for text in texts))
    with server.fresh() as database:
        apply(database, project.compile(server.dialect))
        assert database.query("SELECT n FROM t ORDER BY n") == [(1,), (2,), (3,), (4,)]


# --- transactions of the migration's own ---


@pytest.mark.parametrize("text", ["COMMIT", "commit;", "/* x */ COMMIT", "-- x\nCOMMIT WORK;", "END"])
@pytest.mark.parametrize("mode", ["all", "revision"])
@on_servers("postgresql", "sqlite")
def test_a_commit_is_a_cut(project, server, text, mode):
    if server.dialect == "sqlite":
        text = text.replace(" WORK", " TRANSACTION")
    project.revision(
        "a1",
        f"op.execute('CREATE TABLE one (n INTEGER)')\nop.execute({text!r})\nop.execute('CREATE TABLE two (n INTEGER)')",
    )
    project.revision("b1", "op.execute('CREATE TABLE three (n INTEGER)')\nop.execute('INSERT INTO nowhere VALUES (1)')")
    script = project.compile(server.dialect, transaction=mode)
    assert "-- Committed here: a part of revision a1, while the version table says base." in script
    with server.fresh() as database:
        assert database.run_script(script).returncode != 0
        with database.engine().connect() as connection:
            import sqlalchemy as sa

            names = set(sa.inspect(connection).get_table_names()) - {"alembic_version"}
        assert names == ({"one"} if mode == "all" else {"one", "two"})
        rows = database.query("SELECT version_num FROM alembic_version")
        assert rows == ([] if mode == "all" else [("a1",)])


@pytest.mark.parametrize("mode", ["all", "revision", "none"])
@on_servers("postgresql", "sqlite")
def test_begin_and_commit_around_statements(project, server, mode):
    project.revision(
        "a1",
        "op.execute('BEGIN; CREATE TABLE one (n INTEGER); COMMIT;')\nop.execute('INSERT INTO one VALUES (1)')",
    )
    script = project.compile(server.dialect, transaction=mode)
    with server.fresh() as database:
        apply(database, script)
        assert database.query("SELECT n FROM one") == [(1,)]
        assert database.query("SELECT version_num FROM alembic_version") == [("a1",)]


@on_servers("postgresql")
def test_a_begin_without_commit_loses_nothing(project, server):
    project.revision("a1", "op.execute('BEGIN')\nop.execute('CREATE TABLE one (n INTEGER)')")
    project.revision("b1", "op.execute('CREATE TABLE two (n INTEGER)')")
    for mode in ("all", "revision", "none"):
        with server.fresh() as database:
            apply(database, project.compile("postgresql", transaction=mode))
            assert database.query("SELECT version_num FROM alembic_version") == [("b1",)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_rollback_is_refused(project, dialect):
    project.revision("a1", "op.execute('SELECT 1')\nop.execute('ROLLBACK')")
    with pytest.raises(InvalidScript, match="transaction") as refused:
        project.compile(dialect)
    assert (refused.value.location.path.name, refused.value.location.line) == ("a1.py", 9)


@pytest.mark.parametrize(
    "text",
    ["ABORT", "ROLLBACK AND CHAIN", "COMMIT PREPARED 'x'", "PREPARE TRANSACTION 'x'", "SELECT 1; ROLLBACK;"],
)
def test_what_would_end_a_transaction_unseen_is_refused(project, text):
    with pytest.raises(InvalidScript):
        raw(project, text, "postgresql")


@on_servers("postgresql")
def test_savepoints_stay(project, server):
    project.revision(
        "a1",
        "op.execute('SAVEPOINT s; CREATE TABLE one (n INTEGER); ROLLBACK TO SAVEPOINT s; "
        "CREATE TABLE two (n INTEGER); RELEASE s')",
    )
    with server.fresh() as database:
        apply(database, project.compile("postgresql"))
        assert database.query("SELECT to_regclass('one') IS NULL, to_regclass('two') IS NULL") == [(True, False)]


@on_servers("mariadb")
def test_transactions_of_the_migration_on_mariadb(project, server):
    project.revision(
        "a1",
        "op.execute('CREATE TABLE one (n INTEGER)')\n"
        "op.execute('START TRANSACTION; INSERT INTO one VALUES (1); COMMIT; INSERT INTO one "
        "VALUES (2)')\nop.execute('nonsense')",
    )
    script = project.compile("mariadb")
    assert "Committed here: a part of revision a1" in script
    with server.fresh() as database:
        assert database.run_script(script).returncode != 0
        assert database.query("SELECT n FROM one") == [(1,), (2,)]  # committed before what may commit


@pytest.mark.parametrize(
    ("text", "allowed"),
    [
        ("BEGIN TRAN; INSERT INTO t VALUES (1); COMMIT", True),
        ("IF 1 = 1 COMMIT TRANSACTION", False),
        ("BEGIN TRY SELECT 1 END TRY BEGIN CATCH ROLLBACK END CATCH", False),
        ("CREATE PROCEDURE p AS BEGIN BEGIN TRAN; ROLLBACK; END", True),
    ],
)
def test_batches_that_end_the_transaction(project, text, allowed):
    if allowed:
        assert text in raw(project, text, "mssql")
    else:
        with pytest.raises(InvalidScript):
            raw(project, text, "mssql")


def test_foreign_keys_pragma_is_left_out_of_a_transaction(project):
    found = raw(project, "PRAGMA foreign_keys=ON", "sqlite")
    assert found.startswith("-- Left out: PRAGMA foreign_keys=ON\n-- It does nothing inside a transaction")
    assert "COMMIT" not in found


# --- what clients would take for their own ---

PLAIN = {
    "postgresql": [
        r"SELECT 1 \g",
        "\\! rm x",
        "COPY t FROM STDIN;",
        "SELECT 'a\0'",
        "SELECT 'abc",
        "SELECT 1 /* x",
        "SELECT $a$ x",
    ],
    "mysql": [r"SELECT 1 \G", "DELIMITER //\nSELECT 1//", "SELECT 'a\r\nb'", "SELECT 'it\\'", "SELECT `a"],
    "mariadb": [r"SELECT 1 \G", "DELIMITER //\nSELECT 1//", "SELECT 'a\r\nb'"],
    "sqlite": [".read x", "# x", "SELECT 'a\r\nb'", "SELECT [a"],
    "mssql": [
        "SELECT '$(x)'",
        "SELECT 1\nGO 5",
        "SELECT 'a\nGO\nb'",
        "SELECT 'a\n:r x\n'",
        "SELECT 'a\nexit\n'",
        "SELECT [a",
    ],
    "oracle": [
        "@x",
        "EXEC p",
        "exec p",
        "SELECT 'a;\nb' FROM dual",
        "SELECT 'a-\nb' FROM dual",
        "SELECT 'a\n/\nb' FROM dual",
        "SELECT 'a\n@x' FROM dual",
        "SPOOL x",
        "SET ECHO ON",
        f"SELECT '{'x' * 3000}' FROM dual",
        "! ls",
        "SELECT q'[a FROM dual",
    ],
}


@pytest.mark.parametrize(("dialect", "text"), [(dialect, text) for dialect, texts in PLAIN.items() for text in texts])
def test_what_a_client_could_not_be_given_is_refused(project, dialect, text):
    with pytest.raises(InvalidScript) as refused:
        raw(project, text, dialect)
    assert refused.value.location.path.name == "a1.py"
    assert refused.value.location.line
    assert refused.value.hint


def test_sqlplus_gets_its_lines(project):
    assert raw(project, "SELECT 1 -\n 2 FROM dual", "oracle") == "SELECT 1 - /* */\n 2 FROM dual;\n"
    assert raw(project, "DROP TABLE a; DROP TABLE b; -- both;", "oracle") == "DROP TABLE a;\n-- both;.\nDROP TABLE b;\n"
    assert raw(project, "SET ROLE x", "oracle") == "SET ROLE x;\n"
    assert raw(project, "BEGIN NULL; END;\n/\n", "oracle") == "BEGIN NULL; END;\n/\nCOMMIT;\n"
    procedure = "CREATE PROCEDURE p AS BEGIN NULL; END;\n/\n"
    assert raw(project, procedure, "oracle").startswith(
        f"{procedure}BEGIN\n  FOR e IN (SELECT line, text FROM user_errors"
    )
    long = raw(project, f"SELECT {', '.join(['1234567890'] * 600)} FROM dual", "oracle")
    assert all(len(line) <= 2499 for line in long.split("\n"))
    assert re.sub(r"\s+", " ", long) == f"SELECT {', '.join(['1234567890'] * 600)} FROM dual; "


def test_sqlcmd_gets_its_lines(project):
    assert raw(project, "SELECT 1 AS\n  ed\nFROM t", "mssql") == "SELECT 1 AS\n/* */   ed\nFROM t;\nGO\n"
    assert (
        raw(project, "CREATE TABLE a (b INT)\nGO\nCREATE VIEW v AS SELECT 1", "mssql")
        == "CREATE TABLE a (b INT);\nGO\nCREATE VIEW v AS SELECT 1;\nGO\n"
    )


def test_columns_that_sqlcmd_knows_as_commands(project):
    project.revision("a1", "op.create_table('t', sa.Column('go', sa.Integer), sa.Column('ed', sa.Integer))")
    assert not re.search(r"(?mi)^\s*(go|ed)\s+INTEGER", project.compile("mssql"))


@on_servers("postgresql")
def test_psql_replaces_none_of_its_variables(project, server):
    project.revision(
        "a1",
        'op.execute(\'CREATE TABLE t AS SELECT (ARRAY[1,2])[1:"USER"::INTEGER] AS a, 5::TEXT '
        'AS b, 6 AS "DBNAME" FROM (SELECT 2 AS "USER") u\')',
    )
    project.revision(
        "b1", "op.execute('CREATE TABLE u AS SELECT (ARRAY[1,2,3])[1:HOST] AS a FROM (SELECT 2 AS host) h')"
    )
    with server.fresh() as database:
        apply(database, project.compile("postgresql"))
        assert database.query("SELECT a, b FROM t") == [([1, 2], "5")]
        assert database.query("SELECT a FROM u") == [([1, 2],)]


@on_servers("sqlite")
def test_the_shell_takes_no_line_for_a_semicolon(project, server):
    project.revision("a1", "op.execute('CREATE TABLE t AS SELECT 12\\n/\\n3 AS n, \\'a\\n/\\ngo\\n.b\\' AS s')")
    with server.fresh() as database:
        apply(database, project.compile("sqlite"))
        assert database.query("SELECT n, s FROM t") == [(4, "a\n/\ngo\n.b")]


@on_servers("postgresql", "mariadb", "sqlite")
def test_crlf_outside_of_quotes(project, server):
    project.revision(
        "a1",
        "op.execute('-- x\\r\\nCREATE TABLE t (\\r\\n n INTEGER);\\r\\nINSERT INTO t\\r\\nVALUES (1);\\r\\n')",
    )
    script = project.compile(server.dialect)
    assert "\r" not in script
    with server.fresh() as database:
        apply(database, script)
        assert database.query("SELECT n FROM t") == [(1,)]


@on_servers("postgresql")
def test_crlf_in_quotes_stays_where_the_client_keeps_it(project, server):
    project.revision("a1", "op.execute('CREATE TABLE t AS SELECT \\'a\\r\\nb\\'::text AS s')")
    with server.fresh() as database:
        apply(database, project.compile("postgresql"))
        assert database.query("SELECT s FROM t") == [("a\r\nb",)]


@on_servers("mariadb")
def test_a_drop_before_a_body(project, server):
    body = (
        "DROP TRIGGER IF EXISTS tr; CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW"
        " BEGIN SET NEW.n = CASE WHEN 1 THEN 5 END; END; INSERT INTO t VALUES (1);"
    )
    project.revision("a1", f"op.execute('CREATE TABLE t (n INTEGER)')\nop.execute({body!r})")
    with server.fresh() as database:
        apply(database, project.compile("mariadb"))
        assert database.query("SELECT n FROM t") == [(5,)]
