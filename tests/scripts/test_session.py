"""What of a session a statement makes."""

import pytest

from sqlcompile.dialect.load import load_dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConfigError
from sqlcompile.scripts.placing import Event
from sqlcompile.scripts.session import NAMELESS, Session, made_by


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("CREATE TEMPORARY TABLE t (id INTEGER)", ["t"]),
        ('create or replace temp view if not exists "V w" as select 1', ["v w"]),
        ("CREATE LOCAL TEMP TABLE pg_temp.`t` AS SELECT 1", ["t"]),
        ("CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END", [NAMELESS]),
        ("CREATE TABLE #t (id INT)", ["#t"]),
        ("SELECT * INTO #t FROM u", ["#t"]),
        ("SELECT * INTO TEMP t FROM u", ["t"]),
        ("SET @a = 1, @b := 2", ["@a", "@b"]),
        ("SELECT 1, 2 INTO @a, @b", ["@a", "@b"]),
        ("SET @@sql_mode = ''", []),
        ("SET @old = @@sql_mode, sql_mode = ''", ["@old", NAMELESS]),
        ("CREATE GLOBAL TEMPORARY TABLE t (id NUMBER)", [NAMELESS]),
        ("PREPARE p FROM 'SELECT 1'", ["p"]),
        ("CREATE TABLE temporary_things (id INTEGER)", []),
        ("INSERT INTO t SELECT * FROM temp", []),
    ],
)
def test_what_is_made_for_a_session(text, names):
    assert made_by(text) == names


def after(dialect, *texts, moved=False):
    """Return a session that lost what these statements made."""
    session = Session(load_dialect(dialect).lexis)
    for text in texts:
        session.take(statement(text))
    session.kept(moved=moved)
    return session


def statement(text):
    return Event("statement", statement=Statement(text))


@pytest.mark.parametrize(
    ("texts", "settings"),
    [
        (["SET a = 1", "SET b = 2", "SET a = 1"], ["SET b = 2", "SET a = 1"]),
        (["SET LOCAL a = 1", "SET TRANSACTION READ ONLY", "SET @x = 1"], []),
        (["SET STATEMENT max_statement_time = 1 FOR DELETE FROM t"], []),
        (["/* so */ SET ROLE x", "RESET ROLE"], ["/* so */ SET ROLE x", "RESET ROLE"]),
        (["/*!40014 SET FOREIGN_KEY_CHECKS = 0 */"], ["/*!40014 SET FOREIGN_KEY_CHECKS = 0 */"]),
        (["PRAGMA foreign_keys = ON", "PRAGMA user_version = 3", "PRAGMA table_info(t)"], ["PRAGMA foreign_keys = ON"]),
    ],
)
def test_settings_that_are_made_again(texts, settings):
    session = after("mariadb", *texts)
    assert [event.statement.text for event in session.again()] == settings


def test_what_was_rolled_back_makes_no_setting():
    session = after("postgresql", "SET a = 1")
    session.take(statement("SET b = 2"))
    assert [event.statement.text for event in session.again()] == ["SET a = 1"]


@pytest.mark.parametrize(
    ("made", "left"),
    [
        ("SET @x = 1", "SET @x = @x + 1"),
        ("SET @x = 1", "INSERT INTO t VALUES (@x)"),
        ("SET @x = 1", "CALL anything()"),
        ("CREATE TEMPORARY TABLE t (id INTEGER)", "DROP TABLE IF EXISTS t"),
        ("CREATE TEMPORARY TABLE t (id INTEGER)", "INSERT INTO u SELECT * FROM T"),
        ("PREPARE p FROM 'SELECT 1'", "EXECUTE p"),
        ("CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END", "INSERT INTO u VALUES (1)"),
    ],
)
def test_what_is_left_needs_the_session(made, left):
    with pytest.raises(ConfigError, match="gone with its session") as raised:
        after("mariadb", made).check([statement(left)])
    assert raised.value.hint


@pytest.mark.parametrize(
    ("made", "left"),
    [
        (["SET @x = 1"], ["SET @x = 2", "INSERT INTO t VALUES (@x)"]),
        (["SET @x = 1"], ["INSERT INTO x VALUES (1)"]),
        (["CREATE TEMPORARY TABLE t (id INTEGER)"], ["DROP TEMPORARY TABLE IF EXISTS t", "SELECT * FROM t"]),
        (["CREATE TEMPORARY TABLE t (id INTEGER)", "DROP TABLE t"], ["SELECT * FROM t"]),
        (["PREPARE p FROM 'SELECT 1'", "DEALLOCATE PREPARE p"], ["SELECT p"]),
    ],
)
def test_what_is_left_does_without(made, left):
    after("mariadb", *made).check([statement(text) for text in left])


def test_a_trigger_of_a_session_matters_to_its_revision():
    trigger = "CREATE TEMP TRIGGER g AFTER INSERT ON t BEGIN SELECT 1; END"
    after("sqlite", trigger, moved=True).check([statement("INSERT INTO t VALUES (1)")])
