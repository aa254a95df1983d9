"""``op.create_check_constraint``."""

from tests.operations.common import ACCOUNT, CONVENTION, UNKNOWN
from tests.operations.tables import Row, table_tests

ROWS = [
    Row(
        "text",
        """op.create_check_constraint("ck_age", "account", "age > 0 AND name <> 'a:b %'")""",
        ACCOUNT,
        down='op.drop_constraint("ck_age", "account", type_="check")',
    ),
    Row(
        "an expression",
        'op.create_check_constraint("ck_age", "account", sa.func.length(sa.column("name")) > 5)',
        ACCOUNT,
        dialects=("postgresql", "mysql", "mariadb", "sqlite", "oracle"),
    ),
    Row("text of SQLAlchemy's", 'op.create_check_constraint("ck_age", "account", sa.text("age > 0"))', ACCOUNT),
    Row(
        "a list",
        'op.create_check_constraint("ck_name", "account", sa.column("name").in_(["a", "it\'s"]))',
        ACCOUNT,
    ),
    Row(
        "no name",
        'op.create_check_constraint(None, "account", "age > 0")',
        ACCOUNT,
        down='op.drop_constraint(None, "account", type_="check")',
    ),
    Row(
        "a name by the convention",
        'op.create_check_constraint("age", "account", "age > 0")',
        ACCOUNT,
        convention=CONVENTION,
    ),
    Row(
        "in a schema",
        'op.create_check_constraint("ck_age", "account", "age > 0", schema="crm")',
        not_real=UNKNOWN,
    ),
    Row(
        "not valid",
        'op.create_check_constraint("ck_age", "account", "age > 0", postgresql_not_valid=True)',
        ACCOUNT,
    ),
    Row(
        "names that need quotes",
        """op.create_check_constraint("CK Age", "Order", sa.column("Mixed Case") > 0)""",
        'op.create_table("Order", sa.Column("Mixed Case", sa.Integer))',
    ),
]

test_sql, test_peer = table_tests("create_check_constraint", ROWS)
