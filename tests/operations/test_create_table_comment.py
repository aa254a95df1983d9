"""``op.create_table_comment``."""

from tests.operations.common import ACCOUNT, UNKNOWN
from tests.operations.tables import Row, table_tests

COMMENTED = ACCOUNT + 'op.create_table_comment("account", "who pays")'

ROWS = [
    Row(
        "a comment",
        'op.create_table_comment("account", "who pays")',
        ACCOUNT,
        down='op.drop_table_comment("account")',
    ),
    Row(
        "another comment",
        'op.create_table_comment("account", "who has paid")',
        COMMENTED,
        down='op.create_table_comment("account", "who pays")',
    ),
    Row(
        "characters of every kind",
        'op.create_table_comment("account", "it\'s 5 % \\\\ :x\\nnext $(y) & \\"z\\"")',
        ACCOUNT,
    ),
    Row("in a schema", 'op.create_table_comment("Order", "c", schema="crm")', not_real=UNKNOWN),
    Row(
        "None is no comment",
        'op.create_table_comment("account", None)',
        COMMENTED,
        why={"mysql mariadb oracle": "the empty comment is none; NULL is a syntax error"},
    ),
]

test_sql, test_peer = table_tests("create_table_comment", ROWS)
