"""Server defaults are one where the database stores the same, and give the same value where they are one."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from sqlalchemy import text

from sqlcompile.autogenerate.difference import difference
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.dialect.load import load_dialect
from sqlcompile.schema.model import Column
from tests.autogenerate.pairs import schema_of
from tests.autogenerate.test_difference import number, table
from tests.projects import DIALECTS
from tests.servers import on_servers

WHOLE = ("0", text("0"), text("(0)"), text("'0'"), "1", text("+1"), text("-1"), "-1", text("(-1)"), "10")
PARTS = ("0", text("0.0"), "0.00", "1.5", text("1.50"), text("((1.5))"), "-1.5", text("-1.5"), text("0.15"), "15")
TRUTHS = (text("true"), text("TRUE"), text("False"), sa.true(), sa.false())
QUOTED_TRUTHS = ("true", "t", "f", "1", "0", "yes", "off", text("'t'::boolean"), text("true::boolean"))
TEXTS = ("x", text("'x'"), text("('x')"), "X", "", "0", "00", "1.5", "1.50", "it's", text("'it''s'"), "now()", "NOW()")
NOW = (sa.func.now(), text("CURRENT_TIMESTAMP"), text("current_timestamp"), text("(CURRENT_TIMESTAMP)"))
CALLED_NOW = (text("now()"), text("NOW()"), text("LOCALTIMESTAMP"))
DAYS = ("2020-01-01", text("'2020-01-01'"), "2020-01-02")
MIDNIGHTS = ("2020-01-01 00:00:00", "2020-01-02 00:00:01")
COMMON = (
    (sa.Integer(), WHOLE),
    (sa.BigInteger(), WHOLE),
    (sa.SmallInteger(), WHOLE),
    (sa.Numeric(10, 2), PARTS),
    (sa.Numeric(), ("1", text("1"), "2")),
    (sa.Double(), PARTS),
    (sa.Boolean(), TRUTHS),
    (sa.String(10), TEXTS),
    (sa.DateTime(), (*NOW, *DAYS, *MIDNIGHTS)),
    (sa.Date(), (*DAYS, text("CURRENT_DATE"), text("current_date"))),
)
DEFAULTS = {
    "sqlite": COMMON,
    "mariadb": (*COMMON, (sa.DateTime(), (*NOW, *CALLED_NOW)), (sa.Boolean(), ("0", "1", text("1"), *TRUTHS))),
    "postgresql": (
        *COMMON,
        (sa.DateTime(), (*NOW, *CALLED_NOW[:2], text("'2020-01-01'::timestamp"), *DAYS)),
        (sa.DateTime(timezone=True), (*NOW, *CALLED_NOW[:2], text("transaction_timestamp()"))),
        (sa.Boolean(), (*TRUTHS, *QUOTED_TRUTHS)),
        (sa.Integer(), (*WHOLE, text("'0'::int"), text("0::integer"), text("CAST('1' AS INTEGER)"))),
        (sa.String(10), (*TEXTS, text("'x'::varchar"), text("'x'::character varying"), text("'xyz'::varchar(1)"))),
        (sa.JSON(), ("{}", text("'{}'::json"), text("CAST('{}' AS JSON)"), '{"a": 1}')),
    ),
}
TOLD = {
    "postgresql": (
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef WHERE adrelid = 't{}'::regclass ORDER BY adnum",
        "INSERT INTO t{} DEFAULT VALUES;",
    ),
    "mariadb": (
        "SELECT column_default FROM information_schema.columns WHERE table_name = 't{}' AND table_schema = DATABASE()",
        "INSERT INTO t{} () VALUES ();",
    ),
    "sqlite": ("SELECT dflt_value FROM pragma_table_info('t{}') ORDER BY cid", "INSERT INTO t{} DEFAULT VALUES;"),
}


@on_servers("postgresql", "mariadb", "sqlite")
def test_defaults_are_one_where_the_database_stores_the_same(server):
    dialect = load_dialect(server.dialect)
    forms = Forms(dialect)
    query, insert = TOLD[server.dialect]
    with server.fresh() as database:
        for place, (type_, defaults) in enumerate(DEFAULTS[server.dialect]):
            columns = [Column(f"c{at}", type_, default=default) for at, default in enumerate(defaults)]
            ddl = ", ".join(
                f"{one.name} {dialect.type_sql(one.type)} NULL DEFAULT {dialect.default_sql(one.default)}"
                for one in columns
            )
            done = database.run_script(f"CREATE TABLE t{place} ({ddl});\n{insert.format(place)}\n")
            assert done.returncode == 0, done.stderr
            told = [row[0] for row in database.query(query.format(place))]
            (values,) = database.query(f"SELECT * FROM t{place}")
            for at, one in enumerate(columns):
                for behind, other in enumerate(columns):
                    shown = (type_, told[at], told[behind])
                    if forms.same_default(one, other):
                        assert values[at] == values[behind], shown
                    else:
                        assert told[at] != told[behind], shown


@pytest.mark.parametrize("name", DIALECTS)
def test_another_spelling_needs_no_operation_and_another_value_does(name):
    dialect = load_dialect(name)

    def schema(default):
        return schema_of(table(number(server_default=default)), dialect)

    before = schema("1")
    for default in (text("1"), text("(1)"), text("'1'"), text("( +1 )")):
        assert difference(before, schema(default), dialect).operations == ()
    for default in (None, "2", text("-1"), text("10"), text("1.5")):
        assert len(difference(before, schema(default), dialect).operations) == 1


def test_sql_server_calls_the_time_by_two_names():
    forms = Forms(load_dialect("mssql"))
    one, two, other = (
        Column("c", sa.DateTime(), default=text(said)) for said in ("CURRENT_TIMESTAMP", "(getdate())", "SYSDATETIME()")
    )
    assert forms.same_default(one, two)
    assert not forms.same_default(one, other)
