"""``op.create_foreign_key``."""

from tests.operations.common import CONVENTION, PAIR, UNKNOWN
from tests.operations.tables import Row, table_tests

ROWS = [
    Row(
        "one column",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"])',
        PAIR,
        down='op.drop_constraint("fk_line", "line", type_="foreignkey")',
    ),
    Row(
        "on delete",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], ondelete="CASCADE")',
        PAIR,
    ),
    Row(
        "on delete restrict",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], ondelete="RESTRICT")',
        PAIR,
    ),
    Row(
        "on delete set default",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], ondelete="SET DEFAULT")',
        PAIR,
    ),
    Row(
        "on update",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], onupdate="CASCADE")',
        PAIR,
    ),
    Row(
        "deferrable",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], deferrable=True, initially="DEFERRED")',
        PAIR,
    ),
    Row(
        "match",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], match="FULL")',
        PAIR,
        not_real={"sqlite": "reflection does not tell it"},
    ),
    Row(
        "not valid",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], postgresql_not_valid=True)',
        PAIR,
    ),
    Row(
        "use_alter",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], use_alter=True)',
        PAIR,
    ),
    Row(
        "no name",
        'op.create_foreign_key(None, "line", "account", ["account_id"], ["id"])',
        PAIR,
        down='op.drop_constraint(None, "line", type_="foreignkey")',
    ),
    Row(
        "a name by the convention",
        'op.create_foreign_key(None, "line", "account", ["account_id"], ["id"])',
        PAIR,
        convention=CONVENTION,
    ),
    Row(
        "across schemas",
        'op.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"], source_schema="shop", referent_schema="crm")',
        not_real=UNKNOWN,
    ),
    Row(
        "to the same table",
        'op.create_foreign_key("fk_parent", "line", "line", ["account_id"], ["id"])',
        PAIR,
    ),
    Row(
        "two columns",
        'op.create_foreign_key("fk_two", "b", "a", ["x", "y"], ["x", "y"])',
        """
        op.create_table("a", sa.Column("x", sa.Integer, primary_key=True), sa.Column("y", sa.Integer, primary_key=True))
        op.create_table("b", sa.Column("x", sa.Integer), sa.Column("y", sa.Integer))
        """,
    ),
    Row(
        "a column that is not there",
        'op.create_foreign_key("fk", "line", "account", ["owner_id"], ["id"])',
        PAIR,
    ),
    Row(
        "to a column that is not there",
        'op.create_foreign_key("fk", "line", "account", ["account_id"], ["key"])',
        PAIR,
    ),
    Row(
        "to a table that the history does not know",
        'op.create_foreign_key("fk", "line", "user", ["account_id"], ["id"])',
        PAIR,
        not_real="there is no such table",
    ),
    Row(
        "names that need quotes",
        'op.create_foreign_key("FK Order", "Order", "Account", ["Account Id"], ["Id"])',
        """
        op.create_table("Account", sa.Column("Id", sa.Integer, primary_key=True))
        op.create_table("Order", sa.Column("Account Id", sa.Integer))
        """,
    ),
]

test_sql, test_peer = table_tests("create_foreign_key", ROWS)
