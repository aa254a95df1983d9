"""``op.rename_table``."""

from tests.operations.common import ACCOUNT, PAIR, UNKNOWN
from tests.operations.tables import Row, table_tests

ROWS = [
    Row(
        "a table",
        'op.rename_table("account", "customer")',
        ACCOUNT,
        down='op.rename_table("customer", "account")',
    ),
    Row("of a schema", 'op.rename_table("account", "customer", schema="crm")', not_real=UNKNOWN),
    Row(
        "names that need quotes",
        """op.rename_table("it's", "Order")""",
        """op.create_table("it's", sa.Column("a", sa.Integer))""",
        why={"mssql": "a quote in a name is doubled"},
    ),
    Row(
        "with what refers to it",
        'op.rename_table("account", "customer")',
        PAIR
        + 'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"])\nop.create_index("ix_code", "account", ["code"])',
        down='op.rename_table("customer", "account")',
    ),
    Row("to a name that is taken", 'op.rename_table("account", "line")', PAIR),
    Row("a table that the history does not know", 'op.rename_table("account", "customer")', not_real=UNKNOWN),
    Row(
        "to and fro",
        'op.rename_table("account", "a")\nop.rename_table("a", "account")\nop.drop_column("account", "age")',
        ACCOUNT,
    ),
]

test_sql, test_peer = table_tests("rename_table", ROWS)
