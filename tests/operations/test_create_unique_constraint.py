"""``op.create_unique_constraint``."""

from tests.operations.common import ACCOUNT, CONVENTION, UNKNOWN
from tests.operations.tables import Row, table_tests

ROWS = [
    Row(
        "one column",
        'op.create_unique_constraint("uq_name", "account", ["name"])',
        ACCOUNT,
        down='op.drop_constraint("uq_name", "account", type_="unique")',
    ),
    Row("two columns", 'op.create_unique_constraint("uq_name", "account", ["name", "age"])', ACCOUNT),
    Row(
        "no name",
        'op.create_unique_constraint(None, "account", ["name"])',
        ACCOUNT,
        down='op.drop_constraint(None, "account", type_="unique")',
    ),
    Row(
        "a name by the convention",
        'op.create_unique_constraint(None, "account", ["name"])',
        ACCOUNT,
        convention=CONVENTION,
    ),
    Row(
        "in a schema",
        'op.create_unique_constraint("uq_name", "account", ["name"], schema="crm")',
        not_real=UNKNOWN,
    ),
    Row(
        "deferrable",
        'op.create_unique_constraint("uq_name", "account", ["name"], deferrable=True, initially="DEFERRED")',
        ACCOUNT,
    ),
    Row(
        "clustered",
        'op.create_unique_constraint("uq_name", "account", ["name"], mssql_clustered=False)',
        ACCOUNT,
    ),
    Row(
        "a constraint that is there",
        'op.create_unique_constraint("uq_name", "account", ["age"])',
        ACCOUNT + 'op.create_unique_constraint("uq_name", "account", ["name"])',
    ),
    Row("a column that is not there", 'op.create_unique_constraint("uq", "account", ["size"])', ACCOUNT),
    Row(
        "text",
        'op.create_unique_constraint("uq", "bare", ["a"])',
        'op.create_table("bare", sa.Column("a", sa.Text, nullable=False))',
    ),
]

test_sql, test_peer = table_tests("create_unique_constraint", ROWS)
