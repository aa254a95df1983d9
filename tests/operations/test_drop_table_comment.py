"""``op.drop_table_comment``."""

from tests.operations.common import ACCOUNT, UNKNOWN
from tests.operations.tables import Row, table_tests

COMMENTED = ACCOUNT + 'op.create_table_comment("account", "who pays")'

ROWS = [
    Row(
        "a comment",
        'op.drop_table_comment("account")',
        COMMENTED,
        down='op.create_table_comment("account", "who pays")',
    ),
    Row("with the one that exists", 'op.drop_table_comment("account", existing_comment="who pays")', COMMENTED),
    Row("where there is none", 'op.drop_table_comment("account")', ACCOUNT),
    Row(
        "of a table that the history does not know",
        'op.drop_table_comment("account", existing_comment="a")',
        not_real=UNKNOWN,
    ),
    Row("in a schema", 'op.drop_table_comment("Order", existing_comment="a", schema="crm")', not_real=UNKNOWN),
]

test_sql, test_peer = table_tests("drop_table_comment", ROWS)
