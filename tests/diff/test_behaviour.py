"""What the facts say, shown on real servers: where behaviour differs there is the fact, and nowhere else."""

import contextlib
from dataclasses import dataclass, field
from itertools import permutations
from typing import Any

import pytest
import sqlalchemy as sa

from sqlcompile.dialect.facts import KEYS
from tests.diff.comparing import diff_of, facts_of
from tests.projects import Project
from tests.servers import SERVERS

REFUSED, DONE = "refused", "done"


@dataclass(frozen=True)
class Shown:
    """A fact: what a script makes, what is asked then, and what each database answers.

    Of a question the answer is its rows, of a statement ``DONE`` or ``REFUSED``; ``REFUSED`` alone where the script
    itself was. Where a database must be asked in
    other words they are in ``own``; ``needs`` makes what is there before the script.
    """

    fact: str
    body: str
    asked: tuple[str, ...]
    answers: dict[str, Any]
    own: dict[str, tuple[str, ...]] = field(default_factory=dict)
    needs: str = ""


def column(type_: str, more: str = "") -> str:
    """Return the line that makes a table ``t`` of one column ``c``."""
    return f"op.create_table('t', sa.Column('c', {type_}){more})"


def answers(postgresql: Any, mariadb: Any, sqlite: Any) -> dict[str, Any]:
    return {"postgresql": postgresql, "mariadb": mariadb, "sqlite": sqlite}


def put(*values: str) -> tuple[str, ...]:
    """Return the statements that put values into ``t``, and a look at them."""
    return (*(f"INSERT INTO t (c) VALUES ({value})" for value in values), "SELECT c FROM t")


TABLE = """
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("a", sa.Integer),
                sa.Column("b", sa.Integer), sa.Column("s", sa.String(20)))
op.execute("INSERT INTO t (id, a, b, s) VALUES (1, 5, 2, 'x')")
"""
NODES = """
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), sa.Column("p", sa.Integer))
"""

SHOWN = [
    Shown(
        "boolean",
        column("sa.Boolean"),
        (
            "INSERT INTO t (c) VALUES (true)",
            "INSERT INTO t (c) VALUES (2)",
            "INSERT INTO t (c) VALUES ('maybe')",
            "SELECT c + 1 FROM t",
        ),
        answers(
            [DONE, REFUSED, REFUSED, REFUSED],
            [DONE, DONE, REFUSED, [("2",), ("3",)]],
            [DONE, DONE, DONE, [("2",), ("3",), ("1",)]],
        ),
    ),
    Shown(
        "integer-range",
        column("sa.Integer"),
        put("3000000000", "1.4"),
        answers([REFUSED, DONE, [("1",)]], [REFUSED, DONE, [("1",)]], [DONE, DONE, [("3000000000",), ("1.4",)]]),
    ),
    Shown(
        "integer-range",
        column("sa.BigInteger"),
        put("9223372036854775807", "1.4", "'many'"),
        answers(
            [DONE, DONE, REFUSED, [("9223372036854775807",), ("1",)]],
            [DONE, DONE, REFUSED, [("9223372036854775807",), ("1",)]],
            [DONE, DONE, DONE, [("9223372036854775807",), ("1.4",), ("many",)]],
        ),
    ),
    Shown(
        "number-precision",
        column("sa.Numeric"),
        put("12.5", "12345678901234567890.5"),
        answers(
            [DONE, DONE, [("12.5",), ("12345678901234567890.5",)]],
            [DONE, REFUSED, [("13",)]],
            [DONE, DONE, [("12.5",), ("1.2345678901234567e+19",)]],
        ),
    ),
    Shown(
        "number-precision",
        column("sa.Numeric(5, 2)"),
        put("1.239", "12345"),
        answers([DONE, REFUSED, [("1.24",)]], [DONE, REFUSED, [("1.24",)]], [DONE, DONE, [("1.239",), ("12345",)]]),
    ),
    Shown(
        "float-precision",
        column("sa.Float"),
        put("0.1234567890123", "'many'"),
        answers(
            [DONE, REFUSED, [("0.1234567890123",)]],
            [DONE, REFUSED, [("0.123457",)]],
            [DONE, DONE, [("0.1234567890123",), ("many",)]],
        ),
    ),
    Shown(
        "float-precision",
        column("sa.Double"),
        put("'NaN'"),
        answers([DONE, [("nan",)]], [REFUSED, []], [DONE, [("NaN",)]]),
    ),
    Shown(
        "float-precision",
        column("sa.REAL"),
        put("16777217", "'many'"),
        answers(
            [DONE, REFUSED, [("16777216.0",)]],
            [DONE, REFUSED, [("16777217.0",)]],
            [DONE, DONE, [("16777217.0",), ("many",)]],
        ),
    ),
    Shown(
        "text-length", column("sa.String(3)"), put("'abcd'"), answers([REFUSED, []], [REFUSED, []], [DONE, [("abcd",)]])
    ),
    Shown(
        "text-size",
        column("sa.Text"),
        ("INSERT INTO t (c) VALUES (repeat('x', 70000))", "SELECT length(c) FROM t", "SELECT pg_typeof(c) FROM t"),
        answers([DONE, [("70000",)], [("text",)]], [REFUSED, [], REFUSED], [DONE, [("70000",)], [("blob",)]]),
        own={
            "sqlite": (
                "INSERT INTO t (c) VALUES (zeroblob(70000))",
                "SELECT length(c) FROM t",
                "SELECT typeof(c) FROM t",
            )
        },
    ),
    Shown(
        "text-encoding",
        column("sa.String(9)", ", mysql_charset='latin1'"),
        put("'€'", "'中'"),
        answers([DONE, DONE, [("€",), ("中",)]], [DONE, REFUSED, [("€",)]], [DONE, DONE, [("€",), ("中",)]]),
    ),
    Shown(
        "text-comparison",
        column("sa.String(9)", ", sa.UniqueConstraint('c', name='u')"),
        put("'a'", "'A'", "'ä'", "'a '"),
        answers(
            [DONE, DONE, DONE, DONE, [("a",), ("A",), ("ä",), ("a ",)]],
            [DONE, REFUSED, REFUSED, REFUSED, [("a",)]],
            [DONE, DONE, DONE, DONE, [("a",), ("A",), ("ä",), ("a ",)]],
        ),
    ),
    Shown(
        "text-comparison",
        column("sa.CHAR(3)"),
        (
            "INSERT INTO t (c) VALUES ('a')",
            "SELECT count(*) FROM t WHERE c = 'A'",
            "SELECT count(*) FROM t WHERE c = 'a  '",
        ),
        answers([DONE, [("0",)], [("1",)]], [DONE, [("1",)], [("1",)]], [DONE, [("0",)], [("0",)]]),
    ),
    Shown(
        "text-comparison",
        "op.create_check_constraint('k', 't', \"s = 'x'\")",
        ("INSERT INTO t (id, s) VALUES (2, 'X')",),
        answers([REFUSED], [DONE], [REFUSED]),
        needs=TABLE,
    ),
    Shown(
        "text-comparison",
        "op.execute(\"UPDATE t SET a = 9 WHERE s = 'X'\")",
        ("SELECT a FROM t",),
        answers([[("5",)]], [[("9",)]], [[("5",)]]),
        needs=TABLE,
    ),
    Shown(
        "text-padding",
        column("sa.CHAR(4)"),
        ("INSERT INTO t (c) VALUES ('a ')", "SELECT octet_length(c) FROM t"),
        answers([DONE, [("4",)]], [DONE, [("1",)]], [DONE, [("2",)]]),
        own={"sqlite": ("INSERT INTO t (c) VALUES ('a ')", "SELECT length(c) FROM t")},
    ),
    Shown(
        "binary-size",
        column("sa.LargeBinary"),
        ("INSERT INTO t (c) VALUES (repeat('x', 70000))", "SELECT length(c) FROM t"),
        answers([DONE, [("70000", "bytea")]], [REFUSED, []], [DONE, [("70000", "text")]]),
        own={
            "postgresql": (
                "INSERT INTO t (c) VALUES (repeat('x', 70000)::bytea)",
                "SELECT length(c), pg_typeof(c) FROM t",
            ),
            "sqlite": ("INSERT INTO t (c) VALUES (printf('%.70000c', 'x'))", "SELECT length(c), typeof(c) FROM t"),
        },
    ),
    Shown(
        "date",
        column("sa.Date"),
        put("'2024-01-31'", "'soon'"),
        answers(
            [DONE, REFUSED, [("2024-01-31",)]],
            [DONE, REFUSED, [("2024-01-31",)]],
            [DONE, DONE, [("2024-01-31",), ("soon",)]],
        ),
    ),
    Shown(
        "time-range",
        column("sa.Date"),
        (
            "INSERT INTO t (c) VALUES ('12024-01-31')",
            "INSERT INTO t (c) VALUES ('infinity')",
            "INSERT INTO t (c) VALUES ('6000000-01-31')",
        ),
        answers([DONE, DONE, REFUSED], [REFUSED, REFUSED, REFUSED], [DONE, DONE, DONE]),
    ),
    Shown(
        "time-range",
        column("sa.TIMESTAMP"),
        (
            "INSERT INTO t (c) VALUES ('2040-01-01 00:00:00')",
            "INSERT INTO t (c) VALUES ('300000-01-01 00:00:00')",
        ),
        answers([DONE, REFUSED], [REFUSED, REFUSED], [DONE, DONE]),
    ),
    Shown(
        "time-range",
        column("sa.Time"),
        ("INSERT INTO t (c) VALUES ('25:00:00')", "INSERT INTO t (c) VALUES ('900:00:00')"),
        answers([REFUSED, REFUSED], [DONE, REFUSED], [DONE, DONE]),
    ),
    Shown(
        "time-fraction",
        column("sa.DateTime"),
        put("'2024-01-01 00:00:00.1234567'"),
        answers(
            [DONE, [("2024-01-01 00:00:00.123457",)]],
            [DONE, [("2024-01-01 00:00:00",)]],
            [DONE, [("2024-01-01 00:00:00.1234567",)]],
        ),
    ),
    Shown(
        "time-zone",
        column("sa.DateTime(timezone=True)"),
        ("SET time_zone = '+05:00'", *put("'2024-01-01 12:00:00+02:00'")),
        answers(
            [DONE, DONE, [("2024-01-01 15:00:00+05",)]], [DONE, REFUSED, []], [DONE, [("2024-01-01 12:00:00+02:00",)]]
        ),
        own={
            "postgresql": (
                "SET TIME ZONE 'Asia/Karachi'",
                "INSERT INTO t (c) VALUES ('2024-01-01 12:00:00+02:00')",
                "SELECT CAST(c AS TEXT) FROM t",
            ),
            "sqlite": put("'2024-01-01 12:00:00+02:00'"),
        },
    ),
    Shown(
        "interval",
        column("sa.Interval"),
        put("'25:30:00'"),
        {"postgresql": [DONE, [("1 day, 1:30:00",)]], "mariadb": [REFUSED, []]},
    ),
    Shown(
        "time-fraction",
        column("sa.Interval"),
        put("'2024-01-31 00:00:00.5'"),
        {"mariadb": [DONE, [("2024-01-31 00:00:00",)]], "sqlite": [DONE, [("2024-01-31 00:00:00.5",)]]},
    ),
    Shown("json", column("sa.JSON"), put("'not json'"), answers([REFUSED, []], [REFUSED, []], [DONE, [("not json",)]])),
    Shown(
        "uuid",
        column("sa.Uuid"),
        (
            "INSERT INTO t (c) VALUES ('00000000-0000-1000-8000-000000000002')",
            "INSERT INTO t (c) VALUES ('10000000-0000-1000-8000-000000000001')",
            "INSERT INTO t (c) VALUES ('none')",
            "SELECT c FROM t ORDER BY c",
        ),
        answers(
            [
                DONE,
                DONE,
                REFUSED,
                [("00000000-0000-1000-8000-000000000002",), ("10000000-0000-1000-8000-000000000001",)],
            ],
            [
                DONE,
                DONE,
                REFUSED,
                [("10000000-0000-1000-8000-000000000001",), ("00000000-0000-1000-8000-000000000002",)],
            ],
            [
                DONE,
                DONE,
                DONE,
                [("00000000-0000-1000-8000-000000000002",), ("10000000-0000-1000-8000-000000000001",), ("none",)],
            ],
        ),
    ),
    Shown(
        "enum",
        column("sa.Enum('a', 'b', name='letters')"),
        put("'A'", "'c'"),
        answers([REFUSED, REFUSED, []], [DONE, REFUSED, [("a",)]], [DONE, DONE, [("A",), ("c",)]]),
    ),
    Shown(
        "default",
        column("sa.Numeric(9, 2), server_default=sa.text('(5 / 2)')", ", sa.Column('n', sa.Integer)"),
        ("INSERT INTO t (n) VALUES (1)", "SELECT c FROM t WHERE c > 2"),
        answers([DONE, []], [DONE, [("2.50",)]], [DONE, []]),
    ),
    Shown(
        "now",
        column("sa.DateTime, server_default=sa.func.now()", ", sa.Column('n', sa.Integer)"),
        (
            "BEGIN",
            "INSERT INTO t (n) VALUES (1)",
            "SELECT sleep(1.1)",
            "INSERT INTO t (n) VALUES (1)",
            "COMMIT",
            "SELECT count(DISTINCT c) FROM t",
        ),
        answers(
            [DONE, DONE, [("",)], DONE, DONE, [("1",)]],
            [DONE, DONE, [("0",)], DONE, DONE, [("2",)]],
            [DONE, [("text", "19")]],
        ),
        own={
            "postgresql": (
                "BEGIN",
                "INSERT INTO t (n) VALUES (1)",
                "SELECT CAST(pg_sleep(0.01) AS TEXT)",
                "INSERT INTO t (n) VALUES (1)",
                "COMMIT",
                "SELECT count(DISTINCT c) FROM t",
            ),
            "sqlite": ("INSERT INTO t (n) VALUES (1)", "SELECT typeof(c), length(c) FROM t"),
        },
    ),
    Shown(
        "generated-key",
        column("sa.BigInteger, primary_key=True", ", sa.Column('n', sa.Integer)"),
        ("INSERT INTO t (n) VALUES (1)", "SELECT c FROM t"),
        answers([DONE, [("1",)]], [DONE, [("1",)]], [REFUSED, []]),
    ),
    Shown(
        "generated-key",
        column("sa.Integer, primary_key=True, autoincrement=False", ", sa.Column('n', sa.Integer)"),
        ("INSERT INTO t (n) VALUES (1)", "SELECT c FROM t"),
        answers([REFUSED, []], [REFUSED, []], [DONE, [("1",)]]),
    ),
    Shown(
        "generated-key",
        column("sa.Integer, sa.Identity(start=10, increment=5), primary_key=True", ", sa.Column('n', sa.Integer)"),
        ("INSERT INTO t (n) VALUES (1)", "INSERT INTO t (n) VALUES (1)", "SELECT c FROM t ORDER BY c"),
        answers([DONE, DONE, [("10",), ("15",)]], [DONE, DONE, [("1",), ("2",)]], [DONE, DONE, [("1",), ("2",)]]),
    ),
    Shown(
        "generated-key",
        column("sa.Integer, sa.Identity(always=True), primary_key=True"),
        ("INSERT INTO t (c) VALUES (1)",),
        answers([REFUSED], [DONE], [DONE]),
    ),
    Shown(
        "generated-key",
        column("sa.Integer, sa.Sequence('numbers'), primary_key=True", ", sa.Column('n', sa.Integer)"),
        ("INSERT INTO t (n) VALUES (1)",),
        answers([REFUSED], [REFUSED], [DONE]),
    ),
    Shown(
        "reused-key",
        column("sa.Integer, primary_key=True", ", sa.Column('n', sa.Integer)"),
        ("INSERT INTO t (n) VALUES (1)", "DELETE FROM t", "INSERT INTO t (n) VALUES (1)", "SELECT c FROM t"),
        answers([DONE, DONE, DONE, [("2",)]], [DONE, DONE, DONE, [("2",)]], [DONE, DONE, DONE, [("1",)]]),
    ),
    Shown(
        "reused-key",
        column("sa.Integer, primary_key=True", ", sa.Column('n', sa.Integer), sqlite_autoincrement=True"),
        ("INSERT INTO t (n) VALUES (1)", "DELETE FROM t", "INSERT INTO t (n) VALUES (1)", "SELECT c FROM t"),
        answers([DONE, DONE, DONE, [("2",)]], [DONE, DONE, DONE, [("2",)]], [DONE, DONE, DONE, [("2",)]]),
    ),
    Shown(
        "computed",
        column("sa.Integer", ", sa.Column('m', sa.Numeric(9, 2), sa.Computed('c / 2', persisted=True))"),
        ("INSERT INTO t (c) VALUES (5)", "SELECT CAST(m * 10 AS INTEGER) FROM t"),
        answers([DONE, [("20",)]], [DONE, [("25",)]], [DONE, [("20",)]]),
    ),
    Shown(
        "comment",
        column("sa.Integer", ", comment='why'"),
        ("SELECT table_comment FROM information_schema.tables WHERE table_name = 't' AND table_schema = database()",),
        answers([[("why",)]], [[("why",)]], [[]]),
        own={
            "postgresql": ("SELECT obj_description('t'::regclass)",),
            "sqlite": ("SELECT sql FROM sqlite_master WHERE name = 't' AND sql LIKE '%why%'",),
        },
    ),
    Shown(
        "implicit-default",
        "op.add_column('t', sa.Column('n', sa.SmallInteger, nullable=False))",
        ("SELECT n FROM t",),
        answers(REFUSED, [[("0",)]], REFUSED),
        needs=TABLE,
    ),
    Shown(
        "unique-nulls",
        column("sa.Integer", ", sa.UniqueConstraint('c', name='u', postgresql_nulls_not_distinct=True)"),
        ("INSERT INTO t (c) VALUES (NULL)", "INSERT INTO t (c) VALUES (NULL)"),
        answers([DONE, REFUSED], [DONE, DONE], [DONE, DONE]),
    ),
    Shown(
        "unique-nulls",
        column("sa.Integer", ", sa.UniqueConstraint('c', name='u')"),
        ("INSERT INTO t (c) VALUES (NULL)", "INSERT INTO t (c) VALUES (NULL)"),
        answers([DONE, DONE], [DONE, DONE], [DONE, DONE]),
    ),
    Shown(
        "foreign-key",
        "op.create_table('u', sa.Column('c', sa.Integer, sa.ForeignKey('t.id')))",
        ("INSERT INTO u (c) VALUES (7)",),
        answers([REFUSED], [REFUSED], [DONE]),
        needs=NODES,
    ),
    Shown(
        "foreign-key",
        "op.create_foreign_key('f', 't', 't', ['p'], ['id'])",
        (
            "INSERT INTO t VALUES (5, 99)",
            "INSERT INTO t VALUES (1, NULL)",
            "INSERT INTO t VALUES (2, 1)",
            "DELETE FROM t",
            "SELECT id FROM t ORDER BY id",
        ),
        answers(
            [REFUSED, DONE, DONE, DONE, []],
            [REFUSED, DONE, DONE, REFUSED, [("1",), ("2",)]],
            [DONE, DONE, DONE, DONE, []],
        ),
        needs=NODES,
    ),
    Shown(
        "check",
        column("sa.Integer", ", sa.CheckConstraint('c / 2 = 1', name='k')"),
        put("3", "4"),
        answers([DONE, REFUSED, [("3",)]], [REFUSED, REFUSED, []], [DONE, REFUSED, [("3",)]]),
    ),
    Shown(
        "check",
        column("sa.Integer", ", sa.CheckConstraint('1 / c = 1', name='k')"),
        put("0", "1"),
        {"postgresql": [REFUSED, DONE, [("1",)]], "sqlite": [DONE, DONE, [("0",), ("1",)]]},
    ),
    Shown(
        "check",
        column("sa.Integer", ", sa.CheckConstraint('c > 0', name='k')"),
        put("0", "1"),
        answers([REFUSED, DONE, [("1",)]], [REFUSED, DONE, [("1",)]], [REFUSED, DONE, [("1",)]]),
    ),
    Shown(
        "index",
        "op.create_index('i', 't', ['a', 'b'])\nop.drop_column('t', 'b')",
        (
            (
                "SELECT count(DISTINCT index_name) FROM information_schema.statistics"
                " WHERE index_name = 'i' AND table_schema = database()"
            ),
        ),
        answers([[("0",)]], [[("1",)]], [[("0",)]]),
        own={
            "postgresql": ("SELECT count(*) FROM pg_indexes WHERE indexname = 'i'",),
            "sqlite": ("SELECT count(*) FROM sqlite_master WHERE name = 'i'",),
        },
        needs=TABLE,
    ),
    Shown(
        "index-columns",
        "op.create_index('i', 't', ['s'], unique=True, mysql_length=1)",
        ("INSERT INTO t (id, s) VALUES (2, 'xy')",),
        answers([DONE], [REFUSED], [DONE]),
        needs=TABLE,
    ),
    Shown(
        "index-where",
        "op.create_index('i', 't', ['a'], unique=True, postgresql_where=sa.text('b > 2'), sqlite_where=sa.text('b > 2'))",
        (
            "INSERT INTO t (id, a, b) VALUES (2, 5, 2)",
            "INSERT INTO t (id, a, b) VALUES (3, 5, 3)",
            "INSERT INTO t (id, a, b) VALUES (4, 5, 3)",
        ),
        answers([DONE, DONE, REFUSED], [REFUSED, REFUSED, REFUSED], [DONE, DONE, REFUSED]),
        needs=TABLE,
    ),
    Shown(
        "index-include",
        "op.create_index('i', 't', ['a'], postgresql_include=['b'])",
        (
            (
                "SELECT count(*) FROM information_schema.statistics"
                " WHERE index_name = 'i' AND column_name = 'b' AND table_schema = database()"
            ),
        ),
        answers([[("1",)]], [[("0",)]], [[("0",)]]),
        own={
            "postgresql": ("SELECT indnatts - indnkeyatts FROM pg_index WHERE indexrelid = 'i'::regclass",),
            "sqlite": ("SELECT count(*) FROM pragma_index_info('i') WHERE name = 'b'",),
        },
        needs=TABLE,
    ),
    Shown(
        "index-method",
        "op.create_index('i', 't', ['a'], postgresql_using='hash')",
        (
            (
                "SELECT DISTINCT index_type FROM information_schema.statistics"
                " WHERE index_name = 'i' AND table_schema = database()"
            ),
        ),
        {"postgresql": [[("hash",)]], "mariadb": [[("BTREE",)]]},
        own={"postgresql": ("SELECT amname FROM pg_class c JOIN pg_am a ON a.oid = c.relam WHERE relname = 'i'",)},
        needs=TABLE,
    ),
    Shown(
        "option",
        column("sa.Integer", ", sa.UniqueConstraint('c', name='u', sqlite_on_conflict='IGNORE')"),
        ("INSERT INTO t (c) VALUES (1)", "INSERT INTO t (c) VALUES (1)"),
        answers([DONE, REFUSED], [DONE, REFUSED], [DONE, DONE]),
    ),
    Shown(
        "option",
        column("sa.Integer", ", mysql_engine='MyISAM'"),
        ("BEGIN", "INSERT INTO t (c) VALUES (1)", "ROLLBACK", "SELECT c FROM t"),
        answers([DONE, DONE, DONE, []], [DONE, DONE, DONE, [("1",)]], [DONE, DONE, DONE, []]),
    ),
    Shown(
        "name",
        "op.create_table('u', sa.Column('a' * 60, sa.Integer, index=True))",
        ("SELECT index_name FROM information_schema.statistics WHERE table_name = 'u' AND table_schema = database()",),
        answers(
            [[("ix_u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_ae84",)]],
            [[("ix_u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa_ae84",)]],
            [[("ix_u_aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",)]],
        ),
        own={
            "postgresql": ("SELECT indexname FROM pg_indexes WHERE tablename = 'u'",),
            "sqlite": ("SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name = 'u'",),
        },
    ),
    Shown(
        "namespace",
        "op.create_table('t', sa.Column('c', sa.Integer), schema='elsewhere')",
        ("SHOW DATABASES LIKE 'elsewhere'", "DROP DATABASE elsewhere"),
        {"postgresql": [[], REFUSED], "mariadb": [[("elsewhere",)], DONE]},
        own={"postgresql": ("SELECT datname FROM pg_database WHERE datname = 'elsewhere'", "DROP DATABASE elsewhere")},
        needs="op.execute('CREATE SCHEMA elsewhere')",
    ),
    Shown(
        "raw-sql",
        "op.execute(\"UPDATE t SET s = s || 'y'\")",
        ("SELECT s FROM t",),
        answers([[("xy",)]], REFUSED, [[("xy",)]]),
        needs=TABLE,
    ),
    Shown(
        "raw-sql",
        "op.execute('UPDATE t SET b = a / 2')",
        ("SELECT b FROM t",),
        answers([[("2",)]], [[("3",)]], [[("2",)]]),
        needs=TABLE,
    ),
    Shown(
        "raw-sql",
        "op.execute('UPDATE t SET b = a / (b - 2)')",
        ("SELECT b FROM t",),
        {"postgresql": REFUSED, "sqlite": [[("None",)]]},
        needs=TABLE,
    ),
    Shown(
        "raw-sql",
        "op.execute('UPDATE t SET b = a + 2')",
        ("SELECT b FROM t",),
        answers([[("7",)]], [[("7",)]], [[("7",)]]),
        needs=TABLE,
    ),
    Shown(
        "raw-sql",
        "op.execute('UPDATE t SET a = b, b = a')",
        ("SELECT a, b FROM t",),
        answers([[("2", "5")]], [[("2", "2")]], [[("2", "5")]]),
        needs=TABLE,
    ),
    Shown(
        "text-comparison",
        "op.execute(\"UPDATE t SET a = 9 WHERE s LIKE 'X%' OR s LIKE 'Ä%'\")",
        ("SELECT a FROM t ORDER BY id",),
        answers([[("5",), ("5",)]], [[("9",), ("9",)]], [[("9",), ("5",)]]),
        needs=TABLE + "op.execute(\"INSERT INTO t (id, a, s) VALUES (2, 5, 'ä')\")",
    ),
]


def asked_of(database: Any, questions: tuple[str, ...]) -> list[Any]:
    """Return what a database answers to each question, over one connection."""
    engine = database.engine().execution_options(no_parameters=True, isolation_level="AUTOCOMMIT")
    found: list[Any] = []
    with contextlib.closing(engine.connect()) as connection:
        for question in questions:
            try:
                result = connection.exec_driver_sql(question)
            except sa.exc.DBAPIError:
                found.append(REFUSED)
            else:
                found.append([tuple(map(_plain, row)) for row in result] if result.returns_rows else DONE)
    return found


def _plain(value: Any) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)


@pytest.fixture(scope="module")
def databases(postgresql_server, mariadb_server, sqlite_server):
    return {server.dialect: server for server in (postgresql_server, mariadb_server, sqlite_server)}


@pytest.mark.parametrize("shown", SHOWN, ids=[f"{one.fact} {number}" for number, one in enumerate(SHOWN)])
def test_behaviour(tmp_path, databases, shown):
    project = Project(tmp_path)
    project.revision("a1", shown.needs or "pass")
    project.revision("b1", shown.body)
    found = {}
    for name, server in databases.items():
        if name in shown.answers:
            with server.fresh() as database:
                done = database.run_script(project.compile(name))
                found[name] = REFUSED if done.returncode else asked_of(database, shown.own.get(name, shown.asked))
    assert found == shown.answers
    for left, right in permutations(shown.answers, 2):
        cell = diff_of(project, left, right, range_text="a1:b1").parts[-1].rows[-1].cells[1]
        assert (shown.fact in facts_of(cell)) == (found[left] != found[right]), (left, right, cell.reasons)


NOT_SHOWN = {
    "empty-text": "only Oracle takes '' for NULL",
    "type": "of a type that no rule knows nothing is said, but that it is the database's own",
    "null": "both have NOT NULL, so a script must branch",
    "primary-key": "all have the same keys, so a script must branch",
    "unique": "all have them, so a script must branch",
    "on-delete": "an action that one has not is refused, so a script must branch",
    "on-update": "an action that one has not is refused, so a script must branch",
    "deferrable": "what cannot be deferred on one of them is refused there",
    "exclude": "they are refused but on PostgreSQL",
    "table": "a script must branch",
    "column": "a script must branch",
    "sequence": "PostgreSQL's and MariaDB's count alike, SQLite has none",
    "view": "a script must branch",
    "trigger": "they are raw SQL, each database's own",
}
"""The facts that cannot stand between these three but where a script branches, or not at all."""


def test_all_facts_are_shown_or_have_a_reason():
    shown = {one.fact for one in SHOWN}
    assert shown | NOT_SHOWN.keys() == KEYS.keys() - {"transaction", "branch"}
    assert not shown & NOT_SHOWN.keys()
    assert shown == {one.fact for one in SHOWN if len(set(map(str, one.answers.values()))) > 1}


@pytest.mark.parametrize("name", SERVERS)
def test_what_a_failure_leaves_behind(tmp_path, databases, name):
    project = Project(tmp_path)
    project.revision(
        "a1", "op.create_table('t', sa.Column('id', sa.Integer))\nop.execute('INSERT INTO nowhere VALUES (1)')"
    )
    with databases[name].fresh() as database:
        assert database.run_script(project.compile(name)).returncode != 0
        left_behind = sa.inspect(database.engine()).has_table("t")
    assert left_behind == (name == "mariadb")
    other = "sqlite" if name == "postgresql" else "postgresql"
    (*general,) = diff_of(project, other, name).general
    assert [reason.fact for reason in general] == (["transaction"] if left_behind else [])


def test_a_branch_is_done_on_some_only(tmp_path, databases):
    project = Project(tmp_path)
    project.revision(
        "a1", "if op.get_bind().dialect.name == 'sqlite':\n    op.create_table('t', sa.Column('id', sa.Integer))"
    )
    cell = diff_of(project, "postgresql", "sqlite").parts[0].rows[0].cells[1]
    assert facts_of(cell) == ["branch", "table"]
    for name in ("postgresql", "sqlite"):
        with databases[name].fresh() as database:
            database.run_script(project.compile(name))
            assert sa.inspect(database.engine()).has_table("t") == (name == "sqlite")
