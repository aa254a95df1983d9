"""Types are one where the database's catalog tells the same of both, and no other way."""

from __future__ import annotations

from itertools import combinations

import pytest
import sqlalchemy as sa
from alembic.migration import MigrationContext
from sqlalchemy.dialects import mssql, mysql, oracle

from sqlcompile.autogenerate.difference import difference
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.dialect.load import load_dialect
from sqlcompile.operations.execute import Execute
from sqlcompile.schema.model import Schema
from tests.autogenerate.pairs import schema_of
from tests.autogenerate.test_difference import table
from tests.projects import DIALECTS

POSTGRESQL = """
    SMALLINT; INT2; INTEGER; INT; INT4; BIGINT; INT8; NUMERIC; DECIMAL; DEC; NUMERIC(10); DECIMAL(10); NUMERIC(10,
    0); NUMERIC(10, 2); DECIMAL(10,2); REAL; FLOAT4; FLOAT(1); FLOAT(24); FLOAT(25); FLOAT(53); FLOAT; FLOAT8;
    DOUBLE PRECISION; BOOLEAN; BOOL; CHAR; CHARACTER; CHAR(1); NCHAR; NCHAR(5); CHAR(5); CHARACTER(5); NATIONAL
    CHAR(5); NATIONAL CHARACTER(5); BPCHAR(5); BPCHAR; VARCHAR; CHARACTER VARYING; VARCHAR(5); CHARACTER VARYING(5);
    CHAR VARYING(5); NCHAR VARYING(5); NATIONAL CHARACTER VARYING(5); TEXT; "char"; NAME; BYTEA; DATE; TIME; TIME
    WITHOUT TIME ZONE; TIME(3); TIME(3) WITHOUT TIME ZONE; TIME(6); TIMETZ; TIME WITH TIME ZONE; TIMETZ(3); TIME(3)
    WITH TIME ZONE; TIMESTAMP; TIMESTAMP WITHOUT TIME ZONE; TIMESTAMP(3); TIMESTAMP(3) WITHOUT TIME ZONE;
    TIMESTAMP(6); TIMESTAMPTZ; TIMESTAMP WITH TIME ZONE; TIMESTAMPTZ(3); TIMESTAMP (3) WITH TIME ZONE; TIMESTAMP(3)
    with  time zone; INTERVAL; INTERVAL(3); INTERVAL DAY; INTERVAL DAY TO SECOND; INTERVAL DAY TO SECOND(3);
    INTERVAL YEAR TO MONTH; BIT; BIT(1); BIT(5); BIT VARYING; BIT VARYING(5); VARBIT; VARBIT(5); JSON; JSONB; UUID;
    INET; CIDR; MACADDR; MONEY; TSVECTOR; XML; INT4RANGE; INTEGER[]; INT4[]; INTEGER[][]; INTEGER ARRAY; INTEGER[3];
    INTEGER ARRAY[3]; NUMERIC(10)[]; DECIMAL(10,0)[]; CHAR[]; VARCHAR(5)[]; TIMESTAMPTZ(3)[]; mood; public.mood;
    "Mood"; public."Mood"; VARCHAR(5) COLLATE "C"; CHARACTER VARYING(5) COLLATE "C"; VARCHAR(5) COLLATE "POSIX"; MOOD[]; OID
"""
MARIADB = """
    TINYINT; TINYINT(1); TINYINT(4); BOOL; BOOLEAN; INT1; TINYINT UNSIGNED; TINYINT(3) UNSIGNED; SMALLINT; INT2;
    SMALLINT(6); MEDIUMINT; INT3; MIDDLEINT; INTEGER; INT; INT4; INTEGER(11); INT(11); INT(5); INT UNSIGNED;
    INTEGER(10) UNSIGNED; INT(10) UNSIGNED ZEROFILL; INT ZEROFILL; INT(5) ZEROFILL; INT ZEROFILL UNSIGNED; BIGINT;
    INT8; BIGINT(20); BIGINT UNSIGNED; NUMERIC; DECIMAL; DEC; FIXED; NUMERIC(10); DECIMAL(10); NUMERIC(10, 0);
    DECIMAL(10,0); NUMERIC(10, 2); DECIMAL(10, 2); DECIMAL UNSIGNED; NUMERIC(10) UNSIGNED; FLOAT; FLOAT4; FLOAT(24);
    FLOAT(5); FLOAT(25); FLOAT(53); FLOAT8; DOUBLE; DOUBLE PRECISION; REAL; DOUBLE(10, 2); REAL(10,2); FLOAT(10,2);
    FLOAT UNSIGNED; DOUBLE UNSIGNED; REAL UNSIGNED; BIT; BIT(1); BIT(8); CHAR; CHARACTER; CHAR(1); CHAR(5);
    CHARACTER(5); NCHAR(5); NATIONAL CHAR(5); NATIONAL CHARACTER(5); NCHAR; CHAR(5) CHARACTER SET utf8; CHAR(5)
    CHARACTER SET utf8mb3; CHAR(5) CHARSET utf8mb3; CHAR(5) CHARACTER SET latin1; CHAR(5) CHARACTER SET latin1
    COLLATE latin1_swedish_ci; CHAR(5) COLLATE latin1_swedish_ci; CHAR(5) COLLATE latin1_bin; VARCHAR(5);
    VARCHARACTER(5); CHARACTER VARYING(5); CHAR VARYING(5); NVARCHAR(5); NATIONAL VARCHAR(5); NATIONAL CHARACTER
    VARYING(5); VARCHAR(5) CHARACTER SET utf8 COLLATE utf8_general_ci; VARCHAR(5) CHARACTER SET utf8mb3 COLLATE
    utf8mb3_general_ci; VARCHAR(5) COLLATE utf8mb4_bin; VARCHAR(5) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; TEXT;
    TEXT(50); TEXT(63); TEXT(64); TEXT(300); TEXT(16383); TEXT(16384); TEXT(70000); TEXT(5000000); TINYTEXT;
    MEDIUMTEXT; LONG; LONG VARCHAR; LONGTEXT; JSON; LONGTEXT CHARACTER SET utf8mb4 COLLATE utf8mb4_bin; BLOB;
    BLOB(100); BLOB(255); BLOB(256); BLOB(65535); BLOB(65536); BLOB(16777215); BLOB(16777216); TINYBLOB; MEDIUMBLOB;
    LONGBLOB; BINARY; BINARY(1); BINARY(5); VARBINARY(5); DATE; TIME; TIME(0); TIME(3); DATETIME; DATETIME(0);
    DATETIME(6); TIMESTAMP; TIMESTAMP(0); TIMESTAMP(6); YEAR; YEAR(4); ENUM('a','b'); ENUM('a', 'b'); enum('A','b');
    SET('a','b'); SET('a', 'b'); ENUM('a, b'); ENUM('a,b'); UUID; INET6
"""
SQLITE = """
    INT; INTEGER; SMALLINT; BIGINT; NUMERIC; DECIMAL; NUMERIC(10); DECIMAL(10); NUMERIC(10, 0); NUMERIC(10,2); DEC(10, 2);
    FLOAT; REAL; DOUBLE; DOUBLE PRECISION; CHAR(5); CHAR; CHAR(1); NCHAR(5); VARCHAR(5); VARCHAR(20); varchar(20);
    NVARCHAR(20); TEXT; CLOB; VARCHAR; BLOB; BOOLEAN; BOOL; DATE; DATETIME; TIMESTAMP; TIME; JSON
"""
MODELS = (
    *(sa.SmallInteger(), sa.Integer(), sa.BigInteger(), sa.Boolean(), sa.Date(), sa.DateTime(), sa.Time()),
    *(sa.DateTime(timezone=True), sa.Numeric(), sa.Numeric(10), sa.Numeric(10, 0), sa.DECIMAL(10, 2), sa.Float()),
    *(
        sa.Float(24),
        sa.Float(53),
        sa.Double(),
        sa.REAL(),
        sa.DOUBLE_PRECISION(),
        sa.String(5),
        sa.Unicode(5),
        sa.CHAR(),
    ),
    *(sa.CHAR(1), sa.NCHAR(5), sa.NVARCHAR(5), sa.Text(), sa.UnicodeText(), sa.LargeBinary(), sa.JSON(), sa.Uuid()),
)


def types_of(listed, dialect):
    """Return types as they stand in DDL, each with the type that a history or a model has."""
    texts = [" ".join(text.split()) for text in listed.split(";")]
    schema = Schema(dialect.default_namespace)
    for enum in ("mood", '"Mood"') if dialect.name == "postgresql" else ():
        schema = Execute(f"CREATE TYPE {enum} AS ENUM ('a')").apply(schema, dialect)
    columns = ", ".join(f"c{place} {text}" for place, text in enumerate(texts))
    schema = Execute(f"CREATE TABLE t ({columns})").apply(schema, dialect)
    made = schema.table("t")
    assert made.complete
    read = list(zip(texts, [column.type for column in made.columns], strict=True))
    return read + [(dialect.type_sql(model), model) for model in MODELS]


def told_by(database, texts):
    """Return what a catalog tells of columns of these types."""
    if database.server.dialect == "postgresql":
        database.run_script("CREATE TYPE mood AS ENUM ('a'); CREATE TYPE \"Mood\" AS ENUM ('a');")
        columns = ", ".join(f"c{place} {text}" for place, text in enumerate(texts))
        database.run_script(f"CREATE TABLE t ({columns});")
        return database.query(
            "SELECT format_type(atttypid, atttypmod), attcollation FROM pg_attribute"
            " WHERE attrelid = 't'::regclass AND attnum > 0 ORDER BY attnum"
        )
    # each in a table of its own: a row has a greatest size
    made = [f"CREATE TABLE t{place} (c {text} NULL);" for place, text in enumerate(texts)]
    done = database.run_script("\n".join(made))
    assert done.returncode == 0, done.stderr
    found = {
        table: (type_, collation)
        for table, type_, collation in database.query(
            "SELECT table_name, column_type, collation_name FROM information_schema.columns"
            " WHERE table_schema = DATABASE()"
        )
    }
    return [found[f"t{place}"] for place in range(len(texts))]


@pytest.mark.parametrize(
    ("server", "listed"),
    [pytest.param("postgresql", POSTGRESQL, id="postgresql"), pytest.param("mariadb", MARIADB, id="mariadb")],
    indirect=["server"],
)
def test_types_are_one_where_the_catalog_tells_the_same(server, listed):
    dialect = load_dialect(server.dialect)
    forms = Forms(dialect)
    types = types_of(listed, dialect)
    with server.fresh() as database:
        told = told_by(database, [text for text, _ in types])
    wrong = [
        (types[place][0], types[other][0], told[place], told[other])
        for place in range(len(types))
        for other in range(len(types))
        if forms.same_type(types[place][1], types[other][1]) != (told[place] == told[other])
    ]
    assert wrong == []


def test_sqlite_keeps_what_is_written_and_a_few_words_are_one():
    """Who asks Alembic after a synonym is told nothing, either."""
    dialect = load_dialect("sqlite")
    forms = Forms(dialect)
    types = types_of(SQLITE, dialect)
    engine = sa.create_engine("sqlite://")
    with engine.connect() as connection:
        columns = ", ".join(f"c{place} {text}" for place, (text, _) in enumerate(types))
        connection.exec_driver_sql(f"CREATE TABLE t ({columns})")
        told = [row[2] for row in connection.exec_driver_sql("PRAGMA table_info(t)")]
        reflected = sa.Table("t", sa.MetaData(), autoload_with=connection)
        impl = MigrationContext.configure(connection, opts={"compare_type": True}).impl
        one = [
            {"".join(told[place].upper().split()), "".join(told[other].upper().split())}
            for place in range(len(types))
            for other in range(place)
            if forms.same_type(types[place][1], types[other][1])
        ]
        for place in range(len(types)):
            for other in range(place):
                there, wanted = (sa.Column("c", reflected.c[f"c{number}"].type) for number in (place, other))
                if forms.same_type(types[place][1], types[other][1]) and "CHAR" not in (told[place], told[other]):
                    assert not impl.compare_type(there, wanted), (told[place], told[other])
    assert {tuple(sorted(pair)) for pair in one if len(pair) > 1} == {
        ("BOOL", "BOOLEAN"),
        ("CHAR", "CHAR(1)"),
        ("INT", "INTEGER"),
        ("DECIMAL", "NUMERIC"),
        *combinations(sorted(("DECIMAL(10)", "NUMERIC(10)", "NUMERIC(10,0)")), 2),
        *combinations(sorted(("DEC(10,2)", "DECIMAL(10,2)", "NUMERIC(10,2)")), 2),
    }


SAME = {
    "mysql": [
        (mysql.INTEGER(11), sa.Integer()),
        (mysql.BIGINT(20), sa.BigInteger()),
        (mysql.INTEGER(display_width=5, unsigned=True), mysql.INTEGER(unsigned=True)),
        (mysql.TINYINT(1), sa.Boolean()),
        (mysql.TINYINT(4), mysql.TINYINT()),
        (mysql.YEAR(4), mysql.YEAR()),
        (sa.Numeric(), sa.DECIMAL(10, 0)),
        (sa.Float(53), mysql.DOUBLE()),
        (sa.REAL(), sa.Double()),
        (mysql.INTEGER(zerofill=True), mysql.INTEGER(10, unsigned=True, zerofill=True)),
        (mysql.VARCHAR(5, charset="utf8"), mysql.VARCHAR(5, charset="utf8mb3", collation="utf8mb3_general_ci")),
        (mysql.VARCHAR(5, charset="utf8mb4"), mysql.VARCHAR(5, collation="utf8mb4_0900_ai_ci")),
    ],
    "mssql": [
        (sa.Float(53), sa.Float()),
        (sa.Float(24), sa.REAL()),
        (sa.Double(), sa.Float(30)),
        (sa.DOUBLE_PRECISION(), sa.Float()),
        (sa.Numeric(), sa.Numeric(18, 0)),
        (sa.Numeric(10), sa.DECIMAL(10, 0)),
        (sa.CHAR(), sa.CHAR(1)),
        (sa.BINARY(), sa.BINARY(1)),
        (mssql.DATETIME2(), mssql.DATETIME2(7)),
        (mssql.TIME(), mssql.TIME(7)),
        (mssql.DATETIMEOFFSET(), mssql.DATETIMEOFFSET(7)),
        (mssql.ROWVERSION(), mssql.TIMESTAMP()),
        (mssql.VARCHAR("max"), sa.Text()),
    ],
    "oracle": [
        (sa.Integer(), oracle.NUMBER(38)),
        (sa.Integer(), sa.SmallInteger()),
        (sa.Numeric(10), oracle.NUMBER(10, 0)),
        (sa.Numeric(), sa.INTEGER()),
        (sa.DECIMAL(10, 2), oracle.NUMBER(10, 2)),
        (sa.Float(), oracle.FLOAT(126)),
        (sa.Double(), oracle.FLOAT(126)),
        (sa.REAL(), oracle.FLOAT(63)),
        (sa.VARCHAR(5), sa.String(5)),
        (sa.CHAR(), sa.CHAR(1)),
        (sa.TIMESTAMP(), oracle.TIMESTAMP()),
        (oracle.INTERVAL(), oracle.INTERVAL(day_precision=2, second_precision=6)),
    ],
}
OTHERS = {
    "mysql": [
        (mysql.TINYINT(1), mysql.TINYINT()),
        (mysql.INTEGER(), mysql.INTEGER(unsigned=True)),
        (sa.Float(24), sa.Float(53)),
        (mysql.INTEGER(5, zerofill=True), mysql.INTEGER(zerofill=True)),
        (mysql.VARCHAR(5, charset="utf8mb4"), mysql.VARCHAR(5, charset="latin1")),
        (mysql.VARCHAR(5, collation="utf8mb4_bin"), mysql.VARCHAR(5, charset="utf8mb4")),
        (sa.JSON(), mysql.LONGTEXT(charset="utf8mb4", collation="utf8mb4_bin")),
        (mysql.NVARCHAR(5), mysql.VARCHAR(5)),
    ],
    "mssql": [
        (sa.Float(24), sa.Float(25)),
        (sa.Numeric(), sa.Numeric(10)),
        (sa.Unicode(5), sa.String(5)),
        (sa.NCHAR(5), sa.CHAR(5)),
        (mssql.DATETIME2(), mssql.DATETIME2(3)),
        (mssql.DATETIME2(), mssql.DATETIME()),
        (mssql.VARBINARY("max"), mssql.VARBINARY(10)),
    ],
    "oracle": [
        (sa.BigInteger(), sa.Integer()),
        (sa.Numeric(10), sa.Numeric(10, 2)),
        (oracle.NUMBER(), sa.Numeric()),
        (sa.Float(), sa.REAL()),
        (sa.NCHAR(5), sa.CHAR(5)),
        (oracle.DATE(), sa.TIMESTAMP()),
        (sa.TIMESTAMP(), sa.TIMESTAMP(timezone=True)),
        (oracle.BINARY_DOUBLE(), sa.Double()),
    ],
}


@pytest.mark.parametrize("name", SAME)
def test_types_are_one_by_the_manual(name):
    forms = Forms(load_dialect(name))
    for one, other in SAME[name]:
        assert forms.same_type(one, other), (one, other)
        assert forms.same_type(other, one), (one, other)
    for one, other in OTHERS[name]:
        assert not forms.same_type(one, other), (one, other)
        assert not forms.same_type(other, one), (one, other)


def test_what_an_old_mysql_shows_of_integers():
    """11.1.6 of the manual of 5.7: the width is told, and is a property of the column."""
    old, new = Forms(load_dialect("mysql@5.7")), Forms(load_dialect("mysql"))
    for forms, told in ((old, False), (new, True)):
        assert forms.same_type(mysql.INTEGER(11), sa.Integer())
        assert forms.same_type(mysql.INTEGER(10, unsigned=True), mysql.INTEGER(unsigned=True))
        assert forms.same_type(mysql.INTEGER(5), sa.Integer()) == told


@pytest.mark.parametrize("name", DIALECTS)
def test_a_synonym_needs_no_operation_and_a_change_does(name):
    dialect = load_dialect(name)

    def schema(*types):
        columns = [sa.Column(f"c{place}", type_) for place, type_ in enumerate(types)]
        return schema_of(table(*columns), dialect)

    before = schema(sa.NUMERIC(10), sa.CHAR())
    assert difference(before, schema(sa.DECIMAL(10, 0), sa.CHAR(1)), dialect).operations == ()
    for changed in ((sa.DECIMAL(10, 1), sa.CHAR(1)), (sa.DECIMAL(10, 0), sa.CHAR(2))):
        assert difference(before, schema(*changed), dialect).operations
