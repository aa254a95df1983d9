"""``op.f``."""

from tests.operations.common import ACCOUNT, CONVENTION
from tests.operations.tables import Row, table_tests

ROWS = [
    Row(
        "a name that no convention changes",
        'op.create_check_constraint(op.f("positive"), "account", "age > 0")',
        ACCOUNT,
        convention=CONVENTION,
    ),
]

test_sql, test_peer = table_tests("f", ROWS)
