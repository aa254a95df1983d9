"""``op.create_table_comment`` and ``op.drop_table_comment``."""

from tests.operations.common import ACCOUNT
from tests.operations.tables import Row, tests_of

COMMENTED = ACCOUNT + 'op.create_table_comment("account", "who pays")'

ROWS = [
    Row("a comment", 'op.create_table_comment("account", "who pays")', ACCOUNT, down='op.drop_table_comment("account")'),
    Row("another comment", 'op.create_table_comment("account", "who has paid")', COMMENTED, down='op.create_table_comment("account", "who pays")'),
    Row("another comment, of a table that the history does not know", 'op.create_table_comment("account", "b", existing_comment="a")'),
    Row("characters of every kind", 'op.create_table_comment("account", "it\'s 5 % \\\\ :x\\nnext $(y) & \\"z\\"")', ACCOUNT),
    Row("no comment", 'op.drop_table_comment("account")', COMMENTED),
    Row("no comment, with the one that exists", 'op.drop_table_comment("account", existing_comment="who pays")', COMMENTED),
    Row("no comment, where there is none", 'op.drop_table_comment("account")', ACCOUNT),
    Row("in a schema", 'op.create_table_comment("Order", "c", schema="crm")'),
    Row("None is no comment", 'op.create_table_comment("account", None)', COMMENTED),
]

test_sql, test_peer = tests_of("comments", ROWS)
