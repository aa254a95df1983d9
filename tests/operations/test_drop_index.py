"""``op.drop_index``."""

from tests.operations.common import ACCOUNT, PAIR, UNKNOWN
from tests.operations.tables import Row, table_tests

INDEXED = ACCOUNT + 'op.create_index("ix_name", "account", ["name"])'

ROWS = [
    Row(
        "an index",
        'op.drop_index("ix_name", table_name="account")',
        INDEXED,
        down='op.create_index("ix_name", "account", ["name"])',
    ),
    Row(
        "without its table",
        'op.drop_index("ix_name")',
        INDEXED,
        why={"mysql mariadb mssql": "the replayed schema knows the table"},
    ),
    Row("without its table, which the history does not know", 'op.drop_index("ix_name")', not_real=UNKNOWN),
    Row("of a schema", 'op.drop_index("ix_name", table_name="account", schema="crm")', not_real=UNKNOWN),
    Row("if it is there", 'op.drop_index("ix_name", table_name="account", if_exists=True)', INDEXED),
    Row(
        "if it is there, and it is not",
        'op.drop_index("ix_name", table_name="account", if_exists=True)',
        ACCOUNT,
    ),
    Row(
        "concurrently",
        'op.drop_index("ix_name", table_name="account", postgresql_concurrently=True)',
        INDEXED,
    ),
    Row("an index that is not there", 'op.drop_index("ix_name", table_name="account")', ACCOUNT),
    Row(
        "an index that a foreign key needs",
        'op.drop_index("ix_line", "line")',
        PAIR
        + 'op.create_index("ix_line", "line", ["account_id"])\nop.create_foreign_key("fk_line", "line", "account", ["account_id"], ["id"])',
    ),
    Row(
        "a unique constraint, which is an index on MySQL",
        'op.drop_index("uq_code", "account")',
        PAIR + 'op.create_unique_constraint("uq_code", "account", ["code"])',
        dialects=("mysql", "mariadb"),
    ),
]

test_sql, test_peer = table_tests("drop_index", ROWS)
