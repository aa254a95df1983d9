"""``op.drop_table``."""

from tests.operations.common import ACCOUNT, UNKNOWN
from tests.operations.tables import Row, table_tests

ROWS = [
    Row("a table", 'op.drop_table("account")', ACCOUNT, down=ACCOUNT),
    Row("a table of a schema", 'op.drop_table("Order", schema="crm")', not_real=UNKNOWN),
    Row("if it is there", 'op.drop_table("account", if_exists=True)', ACCOUNT),
    Row("if it is there, and it is not", 'op.drop_table("account", if_exists=True)'),
    Row("a table that the history does not know", 'op.drop_table("account")', not_real=UNKNOWN),
    Row(
        "a table that another one refers to",
        'op.drop_table("line")\nop.drop_table("account")',
        ACCOUNT + 'op.create_table("line", sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")))',
    ),
    Row(
        "a table with an enum, and again",
        """
        op.drop_table("mooded")
        op.create_table("mooded", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))
        """,
        'op.create_table("mooded", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))',
    ),
    Row(
        "a table with comments",
        'op.drop_table("account")\nop.create_table("account", sa.Column("id", sa.Integer))',
        'op.create_table("account", sa.Column("id", sa.Integer, comment="a"), comment="b")',
    ),
]

test_sql, test_peer = table_tests("drop_table", ROWS)
