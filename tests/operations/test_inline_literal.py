"""``op.inline_literal``."""

from tests.operations.common import ACCOUNT
from tests.operations.tables import Row, table_tests

T = 't = sa.table("account", sa.column("name", sa.String), sa.column("age", sa.Integer))\n'

ROWS = [
    Row(
        "in an update",
        T + 'op.execute(t.update().where(t.c.name == op.inline_literal("it\'s")).values(age=op.inline_literal(5)))',
        ACCOUNT,
    ),
    Row(
        "in a text",
        'name = op.inline_literal("it\'s")\n'
        'op.execute(f"UPDATE account SET name = {name}, age = {op.inline_literal(5)}")',
        ACCOUNT,
    ),
    Row("with a type", T + "op.execute(t.update().values(age=op.inline_literal(5, sa.BigInteger())))", ACCOUNT),
]

test_sql, test_peer = table_tests("inline_literal", ROWS)
