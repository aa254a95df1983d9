"""``op.create_primary_key``."""

from tests.operations.common import CONVENTION, UNKNOWN
from tests.operations.tables import Row, table_tests

BARE = 'op.create_table("bare", sa.Column("a", sa.Integer, nullable=False), sa.Column("b", sa.Integer))'

ROWS = [
    Row(
        "one column",
        'op.create_primary_key("pk_bare", "bare", ["a"])',
        BARE,
        down='op.drop_constraint("pk_bare", "bare", type_="primary")',
    ),
    Row("two columns", 'op.create_primary_key("pk_bare", "bare", ["a", "b"])', BARE),
    Row(
        "no name",
        'op.create_primary_key(None, "bare", ["a"])',
        BARE,
        down='op.drop_constraint(None, "bare", type_="primary")',
    ),
    Row("a name by the convention", 'op.create_primary_key(None, "bare", ["a"])', BARE, convention=CONVENTION),
    Row("in a schema", 'op.create_primary_key("pk_bare", "bare", ["a"], schema="crm")', not_real=UNKNOWN),
    Row(
        "on a key that is there",
        'op.create_primary_key("pk_bare", "bare", ["a"])',
        'op.create_table("bare", sa.Column("a", sa.Integer, primary_key=True))',
    ),
    Row("a column that is not there", 'op.create_primary_key("pk_bare", "bare", ["c"])', BARE),
    Row(
        "text",
        'op.create_primary_key("pk_bare", "bare", ["a"])',
        'op.create_table("bare", sa.Column("a", sa.Text, nullable=False))',
    ),
]

test_sql, test_peer = table_tests("create_primary_key", ROWS)
