"""``op.get_context``."""

import pytest

from tests.operations.small import statements
from tests.projects import DIALECTS, Project


@pytest.mark.parametrize("dialect", DIALECTS)
def test_it_knows_the_dialect(tmp_path, dialect):
    body = 'op.execute("SELECT \'" + op.get_context().dialect.name + "\'")'
    known = {"mariadb": "mysql"}.get(dialect, dialect)  # as over a mysql:// URL, which most projects have
    assert statements(tmp_path, body, dialect) == [f"SELECT '{known}'"]


def test_an_autocommit_block_is_outside_of_transactions(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "one",
        """
        op.execute("DELETE FROM a")
        with op.get_context().autocommit_block():
            op.execute("DELETE FROM b")
        op.execute("DELETE FROM c")
        """,
    )
    (results,) = project._results("postgresql", "base:heads", "upgrade")
    assert [item.statement.transactional for item in results] == [True, False, True]
