"""Reading raw SQL: two roads to one schema, what is not understood, and how fast it is."""

import logging
import subprocess
import sys
import time
import warnings
from dataclasses import replace

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy.dialects import mssql, mysql, oracle, postgresql
from sqlalchemy.schema import CreateIndex, CreateTable

from sqlcompile.schema.convert import sa_index, sa_table, table_from
from sqlcompile.schema.model import Check, Exclude, ForeignKey, Schema
from sqlcompile.schema.reading import read, reader
from sqlcompile.schema.reading.cursor import Cursor, Unread
from sqlcompile.schema.reading.expressions import text_of
from sqlcompile.schema.reading.flavor import FLAVORS
from sqlcompile.schema.reading.tokens import has_several, tokens_of
from sqlcompile.schema.reading.types import read_type
from tests.schema import (
    test_reading_mssql,
    test_reading_mysql,
    test_reading_oracle,
    test_reading_postgresql,
    test_reading_sqlite,
)
from tests.schema.describing import changes, lines

MODULES = {
    "postgres": test_reading_postgresql,
    "mysql": test_reading_mysql,
    "sqlite": test_reading_sqlite,
    "tsql": test_reading_mssql,
    "oracle": test_reading_oracle,
}

# --- two roads, one schema: SQLAlchemy's own CREATE TABLE, read back ---

GENERIC = {
    "plain": lambda: [
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        sa.Column("Mixed Case", sa.String(5)),
        sa.Column("order", sa.SmallInteger),
        sa.Column("amount", sa.Numeric(10, 2), server_default=sa.text("0")),
        sa.Column("label", sa.String(20), server_default="it's: fine"),
        sa.Column("day", sa.Date),
        sa.Column("ratio", sa.Float),
        sa.Column("big", sa.BigInteger),
        sa.Column("data", sa.LargeBinary),
        sa.Column("body", sa.Text),
    ],
    "keys": lambda: [
        sa.Column("a", sa.Integer, autoincrement=False),
        sa.Column("b", sa.String(10)),
        sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_o", ondelete="CASCADE")),
        sa.Column("x", sa.Integer, unique=True),
        sa.PrimaryKeyConstraint("a", "b", name="pk_t"),
        sa.UniqueConstraint("b", "x", name="uq_t"),
        sa.CheckConstraint("a > 0 AND b <> ')'", name="ck_t"),
        sa.CheckConstraint("x IN (1, 2)"),
        sa.ForeignKeyConstraint(["a", "b"], ["s.far.p", "s.far.q"], name="fk_far"),
    ],
    "times": lambda: [
        sa.Column("a", sa.DateTime),
        sa.Column("b", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
        sa.Column("c", sa.Boolean),
        sa.Column("d", sa.Double),
        sa.Column("e", sa.Unicode(30)),
        sa.Column("f", sa.Uuid),
        sa.Column("g", sa.Enum("x", "y'z", native_enum=False, create_constraint=False, length=5)),
        sa.Column("h", sa.Numeric),
        sa.Column("i", sa.CHAR(3)),
    ],
    "computed": lambda: [
        sa.Column("a", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("b", sa.Integer, sa.Computed("a * 2")),
    ],
    "identity": lambda: [
        sa.Column("a", sa.Integer, sa.Identity(start=5, increment=2), primary_key=True),
        sa.Column("b", sa.Integer),
    ],
}

SPECIAL = {
    "postgres": lambda: [
        sa.Column("a", postgresql.ARRAY(sa.Text)),
        sa.Column("b", postgresql.JSONB, server_default=sa.text("'{}'::jsonb")),
        sa.Column("c", postgresql.TIMESTAMP(timezone=True, precision=3)),
        sa.Column("d", postgresql.TSTZRANGE),
        sa.Column("e", postgresql.BIT(5, varying=True)),
        sa.Column("f", postgresql.INTERVAL(fields="DAY TO SECOND", precision=3)),
        sa.Column("g", sa.String(5, collation="C")),
        sa.Column("h", postgresql.BYTEA),
        sa.Column("i", postgresql.INET),
        sa.Column("j", postgresql.TSVECTOR),
        sa.Column("k", sa.Interval),
        sa.Column("l", sa.ARRAY(sa.Integer, dimensions=2)),
        postgresql.ExcludeConstraint((sa.column("d"), "&&"), where=sa.text("a IS NOT NULL"), name="ex"),
        sa.UniqueConstraint("e", deferrable=True, initially="DEFERRED", name="uq"),
    ],
    "mysql": lambda: [
        sa.Column("a", mysql.INTEGER(unsigned=True), primary_key=True, autoincrement=True),
        sa.Column("b", mysql.ENUM("x", "y'z"), nullable=False, server_default="x"),
        sa.Column("c", mysql.DATETIME(fsp=6)),
        sa.Column("d", mysql.TINYINT(1), comment="it's"),
        sa.Column("e", mysql.LONGTEXT(collation="utf8mb4_bin")),
        sa.Column("f", mysql.SET("a", "b")),
        sa.Column("g", mysql.DECIMAL(10, 2, unsigned=True)),
        sa.Column("h", mysql.JSON),
        sa.Column("i", mysql.VARCHAR(9, charset="latin1")),
        sa.Column("j", mysql.BIT(3)),
        sa.Column(
            "k",
            mysql.TIMESTAMP,
            nullable=False,
            server_default=sa.text("CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP"),
        ),
    ],
    "sqlite": lambda: [
        sa.Column("a", sa.JSON),
        sa.Column("b", sa.TIMESTAMP),
        sa.Column("c", sa.DECIMAL(8, 3)),
        sa.Column("d", sa.String(3, collation="NOCASE")),
        sa.Column("e", sa.BLOB),
    ],
    "tsql": lambda: [
        sa.Column("a", mssql.NVARCHAR("max")),
        sa.Column("b", mssql.DATETIME2(3)),
        sa.Column("c", mssql.UNIQUEIDENTIFIER, server_default=sa.text("NEWID()")),
        sa.Column("d", mssql.DATETIMEOFFSET(2)),
        sa.Column("e", mssql.MONEY),
        sa.Column("f", mssql.VARBINARY("max")),
        sa.Column("g", mssql.XML),
        sa.Column("h", sa.String(4, collation="Latin1_General_CI_AS")),
        sa.Column("i", mssql.BIT, server_default=sa.text("((0))")),
        sa.Column("j", mssql.ROWVERSION),
    ],
    "oracle": lambda: [
        sa.Column("a", oracle.NUMBER(10, 2)),
        sa.Column("b", oracle.VARCHAR2(20), server_default="x"),
        sa.Column("c", oracle.TIMESTAMP(timezone=True)),
        sa.Column("d", oracle.TIMESTAMP(local_timezone=True)),
        sa.Column("e", oracle.RAW(16)),
        sa.Column("f", oracle.BINARY_DOUBLE),
        sa.Column("g", oracle.INTERVAL(day_precision=2, second_precision=6)),
        sa.Column("h", oracle.NCLOB),
        sa.Column("i", oracle.FLOAT(16)),
    ],
}

ROADS = [pytest.param(dialect, make, id=f"{dialect}-{name}") for dialect in FLAVORS for name, make in GENERIC.items()]
ROADS += [pytest.param(dialect, make, id=f"{dialect}-special") for dialect, make in SPECIAL.items()]


def _ddl(element, dialect):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return str(element.compile(dialect=FLAVORS[dialect].sa)).strip()


def _sorted_lines(text):
    return sorted(line.strip(" ,").replace("VARCHAR2", "VARCHAR") for line in text.splitlines())


def _said(column, dialect):
    """A column without what its CREATE TABLE does not say."""
    column = replace(column, comment=None, autoincrement=False)
    if dialect in ("mysql", "sqlite"):
        column = replace(column, identity=None)
    return replace(column, type=sa.Integer()) if column.computed is not None else column


def _facts(table, dialect):
    """The lines of a table, but for the columns of CHECKs, which SQLAlchemy's text does not tell.

    SQLite cannot refer to another namespace: SQLAlchemy leaves such a foreign key out.
    """
    constraints = [
        replace(c, columns=()) if isinstance(c, Check) else c
        for c in table.constraints
        if not isinstance(c, Exclude)
        and not (dialect == "sqlite" and isinstance(c, ForeignKey) and c.target[0] != table.namespace)
    ]
    columns = [_said(column, dialect) for column in table.columns]
    plain = replace(table, columns=tuple(columns), constraints=tuple(constraints), comment=None)
    shown = lines(Schema().with_table(plain), dialect)
    return sorted(
        line.replace("VARCHAR2", "VARCHAR").replace("DEFAULT (now())", "DEFAULT now()").split(" persisted=")[0]
        for line in shown
    )


@pytest.mark.parametrize(("dialect", "make"), ROADS)
@pytest.mark.parametrize("namespace", [None, "Other Space"])
def test_sqlalchemys_own_ddl_reads_back_as_the_same_table(dialect, make, namespace):
    metadata = sa.MetaData()
    for target, columns, schema in (("other", ["id"], None), ("far", ["p", "q"], "s")):
        sa.Table(target, metadata, *[sa.Column(column, sa.Integer) for column in columns], schema=schema)
    made = sa.Table("t", metadata, *make(), schema=namespace)
    text = _ddl(CreateTable(made), dialect)

    schema = read(Schema(), text, dialect)

    assert schema.not_analysed == 0, text
    (table,) = schema.tables.values()
    assert _facts(table, dialect) == _facts(table_from(made), dialect)
    again = _ddl(CreateTable(sa_table(table)), dialect)
    assert _sorted_lines(again) == _sorted_lines(text)


INDEXES = [
    ("postgres", lambda t: sa.Index("i", t.c.a, t.c.b.desc(), unique=True)),
    (
        "postgres",
        lambda t: sa.Index("i", t.c.b, postgresql_using="gin", postgresql_ops={"b": "gin_trgm_ops"}),
    ),
    ("postgres", lambda t: sa.Index("i", sa.func.lower(t.c.b), postgresql_where=t.c.a > 3)),
    (
        "postgres",
        lambda t: sa.Index("i", t.c.a, postgresql_include=["b"], postgresql_with={"fillfactor": "70"}),
    ),
    (
        "postgres",
        lambda t: sa.Index("i", t.c.a, postgresql_concurrently=True, postgresql_nulls_not_distinct=True),
    ),
    ("mysql", lambda t: sa.Index("i", t.c.a, t.c.b, mysql_length={"b": 5})),
    ("mysql", lambda t: sa.Index("i", t.c.b, mysql_prefix="FULLTEXT")),
    ("mysql", lambda t: sa.Index("i", t.c.a, mysql_using="hash")),
    ("sqlite", lambda t: sa.Index("i", t.c.a, unique=True, sqlite_where=t.c.b == "x;y")),
    ("tsql", lambda t: sa.Index("i", t.c.a, mssql_include=["b"], mssql_clustered=False)),
    ("tsql", lambda t: sa.Index("i", t.c.a.desc(), mssql_where=t.c.a > 1)),
    ("oracle", lambda t: sa.Index("i", t.c.a, oracle_bitmap=True)),
    ("oracle", lambda t: sa.Index("i", t.c.a, t.c.b, oracle_compress=1)),
]


@pytest.mark.parametrize(("dialect", "make"), INDEXES)
def test_sqlalchemys_own_index_reads_back(dialect, make):
    made = sa.Table("t", sa.MetaData(), sa.Column("a", sa.Integer), sa.Column("b", sa.String(20)))
    text = _ddl(CreateIndex(make(made)), dialect)
    base = Schema().with_table(table_from(sa.Table("t", sa.MetaData(), *[c._copy() for c in made.columns])))

    schema = read(base, text, dialect)

    (index,) = schema.table("t").indexes
    again = _ddl(CreateIndex(sa_index(index, sa_table(base.table("t")))), dialect)
    assert again.lower() == text.lower()


@pytest.mark.parametrize("dialect", list(FLAVORS))
def test_sqlglot_sees_the_same_columns(dialect):
    """Another reader of the same CREATE TABLE finds the same columns in the same order."""
    sqlglot = pytest.importorskip("sqlglot")
    made = sa.Table("t", sa.MetaData(), *GENERIC["plain"](), *GENERIC["times"]())
    text = _ddl(CreateTable(made), dialect)
    tree = sqlglot.parse_one(text, read=dialect)

    (table,) = read(Schema(), text, dialect).tables.values()

    assert [column.name for column in table.columns] == [
        definition.name for definition in tree.this.expressions if isinstance(definition, sqlglot.exp.ColumnDef)
    ]


# --- types ---

TYPES = [
    ("postgres", "int4", sa.INTEGER),
    ("postgres", "varchar", sa.VARCHAR),
    ("postgres", "timestamptz", postgresql.TIMESTAMP),
    ("postgres", "_unknown_type(3)", sa.types.UserDefinedType),
    ("mysql", "int(10) unsigned", mysql.INTEGER),
    ("mysql", "longtext character set utf8mb4", mysql.LONGTEXT),
    ("sqlite", "UNSIGNED BIG INT", sa.Integer),
    ("sqlite", "NATIVE CHARACTER(70)", sa.Text),
    ("tsql", "[nvarchar](max)", mssql.NVARCHAR),
    ("tsql", "sysname", sa.types.UserDefinedType),
    ("oracle", "VARCHAR2(20 BYTE)", sa.String),
    ("oracle", "NUMBER(*, 0)", sa.Numeric),
    ("oracle", "TIMESTAMP(3)", sa.DateTime),
    ("oracle", "LONG RAW", sa.types.TypeEngine),
]


@pytest.mark.parametrize(("dialect", "text", "class_"), TYPES)
def test_a_type_is_of_its_class_and_is_written_as_it_was_read(dialect, text, class_):
    flavor = FLAVORS[dialect]
    type_ = read_type(Cursor.over(text, tokens_of(text, flavor), flavor), Schema())
    assert isinstance(type_, class_)
    copied = sa.Column("x", type_)._copy().type
    written = str(flavor.sa.type_compiler_instance.process(copied))
    again = read_type(Cursor.over(written, tokens_of(written, flavor), flavor), Schema())
    assert str(flavor.sa.type_compiler_instance.process(again)) == written


# --- what is not understood ---


@pytest.mark.parametrize("dialect", list(FLAVORS))
@pytest.mark.parametrize(
    "text",
    [
        "ALTER TABLE account",
        "CREATE TABLE",
        "CREATE TABLE t (",
        "FROB account",
        "CREATE INDEX ix ON account",
        "'",
        "(((",
    ],
)
def test_broken_statements_are_counted(dialect, text):
    base = read(Schema(), "CREATE TABLE account (id INTEGER)", dialect)
    after = read(base, text, dialect)
    if text == "ALTER TABLE account":
        assert after.not_analysed == 0
    else:
        assert after.not_analysed == 1
        assert after.table("account").complete is ("account" not in text)


def test_the_schema_before_is_not_changed():
    before = read(Schema(), test_reading_postgresql.BASE, "postgres")
    shown = lines(before, "postgres")
    for text, _ in test_reading_postgresql.CASES:
        read(before, text, "postgres")
    assert lines(before, "postgres") == shown


def test_a_row_statement_gives_the_same_object():
    schema = read(Schema(), "CREATE TABLE t (a int)", "postgres")
    for text in (
        "INSERT INTO t VALUES (1);",
        " /* x */ update t set a = ';' ;-- end",
        "(SELECT 1)",
        "select 1;;",
    ):
        assert read(schema, text, "postgres") is schema


@pytest.mark.parametrize(
    ("dialect", "text", "several"),
    [
        ("postgres", "INSERT INTO t VALUES (';')", False),
        ("postgres", "INSERT INTO t VALUES ('a') ; -- ; x", False),
        ("postgres", "INSERT INTO t VALUES ($x$;$x$); SELECT 1", True),
        ("postgres", "INSERT INTO t VALUES (E'\\';')", False),
        ("postgres", "SELECT /* /* ; */ ; */ 1", False),
        ("postgres", "SELECT a$b$ ; SELECT c$b$", True),
        ("mysql", "INSERT INTO t VALUES ('\\'; x')", False),
        ("mysql", "SELECT 1 # ; x\n", False),
        ("mysql", 'SELECT `a;b`, "c;d"', False),
        ("mysql", "SELECT 1 --; SELECT 2", True),
        ("sqlite", "SELECT [a;b]", False),
        ("tsql", "SELECT N'a;b', [c]];d]", False),
        ("oracle", "SELECT q'[it's; x]' FROM dual", False),
        ("oracle", "SELECT q'!a';!' FROM dual; SELECT 1", True),
    ],
)
def test_semicolons_in_quotes_do_not_separate(dialect, text, several):
    assert has_several(text, FLAVORS[dialect]) is several


@pytest.mark.parametrize(
    "raw", ["a = ':x'", "x::text", r"y ~ '\:z'", "'12:30'", ":a", "a[1:2]", "now() - '1:0'::interval"]
)
def test_expressions_compile_to_what_was_written(raw):
    assert str(text_of(raw).compile(dialect=FLAVORS["sqlite"].sa)) == raw


# --- any text ---

WORDS = """
( ) , ; ' " ` [ ] $$ $a$ /* */ -- # NULL NOT DEFAULT PRIMARY KEY REFERENCES account ADD DROP ALTER COLUMN
CONSTRAINT AS IDENTITY ON . :: = 1 x CREATE TABLE INDEX TRIGGER BEGIN END IF EXISTS TO RENAME UNIQUE CHECK
MODIFY SET TYPE ENUM COMMENT IS FOR WITH int varchar(3) GO / EXEC sp_rename q'[
"""
PIECES = st.sampled_from(WORDS.split())
TEXTS = [(dialect, text) for dialect, module in MODULES.items() for text, _ in module.CASES]
BASES = {dialect: read(Schema(), module.BASE, dialect) for dialect, module in MODULES.items()}


@st.composite
def mutated(draw):
    dialect, text = draw(st.sampled_from(TEXTS))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 8))
        text = text[:at] + draw(st.one_of(st.just(""), PIECES)) + text[at + gone :]
    return dialect, text


def _reads(dialect, text, monkeypatch):
    original = reader.not_analysed

    def only_for_unread(schema, text):
        assert isinstance(sys.exc_info()[1], Unread)
        return original(schema, text)

    with monkeypatch.context() as patch:
        patch.setattr(reader, "not_analysed", only_for_unread)
        assert isinstance(read(BASES[dialect], text, dialect), Schema)


@settings(max_examples=400, deadline=None)
@given(case=mutated())
def test_mutated_statements_never_raise(case):
    with pytest.MonkeyPatch.context() as patch:
        _reads(*case, patch)


@settings(max_examples=200, deadline=None)
@given(dialect=st.sampled_from(list(FLAVORS)), pieces=st.lists(PIECES, max_size=25))
def test_random_words_never_raise(dialect, pieces):
    read(BASES[dialect], " ".join(pieces), dialect)


@settings(max_examples=200, deadline=None)
@given(dialect=st.sampled_from(list(FLAVORS)), text=st.text(max_size=60))
def test_random_text_never_raises(dialect, text):
    read(BASES[dialect], text, dialect)


HEAVY = {
    "open parentheses": "CREATE TABLE t (" + "(" * 20000,
    "deep parentheses": "CREATE TABLE t (a int DEFAULT " + "(" * 10000 + ")" * 10000 + ")",
    "quotes": "CREATE TABLE t (" + "'" * 50000,
    "dollars": "CREATE " + "$a$ $b$ " * 10000,
    "comments": "/* " * 20000,
    "statements": "ALTER TABLE account ADD x int;" * 500,
    "blocks": "BEGIN x " * 10000,
    "words": "CREATE " * 20000,
}


@pytest.mark.parametrize("dialect", list(FLAVORS))
@pytest.mark.parametrize("text", HEAVY.values(), ids=HEAVY)
def test_long_texts_take_linear_time(dialect, text):
    started = time.perf_counter()
    read(BASES[dialect], text, dialect)
    assert time.perf_counter() - started < 5


# --- the machine around it ---


def test_plain_ddl_does_not_import_sqlglot():
    code = (
        "import sys; from sqlcompile.schema.reading import read; from sqlcompile.schema.model import Schema;"
        "text = 'CREATE TABLE t (a int); INSERT INTO t VALUES (1); ALTER TABLE t ADD b text';"
        "s = read(Schema(), text, 'postgres');"
        "assert len(s.tables[(None, 't')].columns) == 2; assert 'sqlglot' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


def test_sqlglot_stays_silent(caplog, capfd):
    pytest.importorskip("sqlglot")
    with caplog.at_level(logging.DEBUG):
        for text in (
            "CREATE TABLE t AS SELECT ?? FROM",
            "CREATE TABLE t AS EXECUTE frob(1)",
            "SELECT ( INTO x FROM",
        ):
            read(Schema(), text, "postgres")
    assert not caplog.records
    assert capfd.readouterr().err == ""


def test_names_are_found_in_whatever_case_but_keep_their_spelling():
    assert changes("tsql", 'CREATE TABLE "Account" ("Id" int)', "ALTER TABLE ACCOUNT ADD x int") == [
        "+ Account: x INTEGER"
    ]
    assert changes("postgres", 'CREATE TABLE "Account" (id int)', "DROP TABLE account") == []
