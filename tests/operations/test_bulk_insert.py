"""``op.bulk_insert``."""

from tests.operations.common import ACCOUNT, UNKNOWN
from tests.operations.tables import Row, table_tests

TABLE = """
t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
"""

ROWS = [
    Row(
        "rows",
        TABLE + """op.bulk_insert(t, [{"name": "it's", "age": 5}, {"name": "100 % \\\\ :x", "age": None}])""",
        ACCOUNT,
    ),
    Row(
        "rows with the key",
        TABLE + """op.bulk_insert(t, [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}])""",
        ACCOUNT,
    ),
    Row(
        "rows with a key that the database does not count",
        TABLE + """op.bulk_insert(t, [{"id": 1, "name": "a"}])""",
        'op.create_table("account", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), sa.Column("name", sa.String(5)))',
    ),
    Row(
        "rows of other shapes",
        TABLE + """op.bulk_insert(t, [{"name": "a"}, {"name": "b", "age": 1}])""",
        ACCOUNT,
    ),
    Row("no rows", TABLE + "op.bulk_insert(t, [])", ACCOUNT),
    Row(
        "one by one",
        TABLE + """op.bulk_insert(t, [{"name": "a"}, {"name": "b"}], multiinsert=False)""",
        ACCOUNT,
    ),
    Row(
        "a table of create_table",
        """
        t = op.create_table("colour", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(10)))
        op.bulk_insert(t, [{"id": 1, "name": "red"}])
        """,
    ),
    Row(
        "defaults of Python's",
        """
        t = sa.Table(
            "account", sa.MetaData(),
            sa.Column("name", sa.String, default="x"), sa.Column("age", sa.Integer, default=lambda: 7),
        )
        op.bulk_insert(t, [{"name": "a"}, {"age": 3}])
        """,
        ACCOUNT,
        why={"postgresql mysql mariadb sqlite oracle": "Python's defaults are evaluated"},
    ),
    Row(
        "expressions as values",
        TABLE + """op.bulk_insert(t, [{"name": sa.func.lower("ABC"), "age": sa.literal(1) + 1}])""",
        ACCOUNT,
    ),
    Row(
        "inline literals",
        TABLE + """op.bulk_insert(t, [{"name": op.inline_literal("a"), "age": op.inline_literal(3)}])""",
        ACCOUNT,
    ),
    Row(
        "values of many types",
        """
        import datetime as dt, decimal
        t = sa.table(
            "many", sa.column("flag", sa.Boolean), sa.column("price", sa.Numeric(10, 2)), sa.column("day", sa.Date),
            sa.column("at", sa.DateTime), sa.column("data", sa.LargeBinary), sa.column("doc", sa.JSON),
            sa.column("mood", sa.Enum("sad", "ok", name="mood")),
        )
        op.bulk_insert(t, [{
            "flag": True, "price": decimal.Decimal("1.50"), "day": dt.date(2024, 2, 29),
            "at": dt.datetime(2024, 2, 29, 12, 30), "data": b"a\\x00b", "doc": {"a": [1, None]}, "mood": "ok",
        }])
        """,
        """
        op.create_table(
            "many", sa.Column("flag", sa.Boolean), sa.Column("price", sa.Numeric(10, 2)), sa.Column("day", sa.Date),
            sa.Column("at", sa.DateTime), sa.Column("data", sa.LargeBinary), sa.Column("doc", sa.JSON),
            sa.Column("mood", sa.Enum("sad", "ok", name="mood")),
        )
        """,
        needs_new=True,
    ),
    Row(
        "names that need quotes",
        'op.bulk_insert(sa.table("Order", sa.column("Mixed Case")), [{"Mixed Case": 1}])',
        'op.create_table("Order", sa.Column("Mixed Case", sa.Integer))',
    ),
    Row("what is not a list", TABLE + """op.bulk_insert(t, {"name": "a"})""", ACCOUNT),
    Row("a column that the table does not have", TABLE + """op.bulk_insert(t, [{"nome": "a"}])""", ACCOUNT),
    Row(
        "a value without a literal form",
        TABLE + """op.bulk_insert(t, [{"name": object()}])""".replace("object()", "sa.Integer"),
        ACCOUNT,
    ),
    Row(
        "a table of a schema, with the key",
        'op.bulk_insert(sa.table("account", sa.column("id"), schema="crm"), [{"id": 1}])',
        not_real=UNKNOWN,
    ),
]

test_sql, test_peer = table_tests("bulk_insert", ROWS)
