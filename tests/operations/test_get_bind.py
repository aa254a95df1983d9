"""``op.get_bind``: what a script does with it is in tests/offline."""

from tests.operations.small import statements


def test_what_is_executed_is_a_statement(tmp_path):
    body = """
    bind = op.get_bind()
    bind.execute(sa.text("UPDATE account SET name = :n"), {"n": "it's"})
    """
    assert statements(tmp_path, body) == ["UPDATE account SET name = 'it''s'"]


def test_it_answers_from_the_replayed_schema(tmp_path):
    body = """
    op.create_table("account", sa.Column("id", sa.Integer))
    if sa.inspect(op.get_bind()).has_table("account"):
        op.drop_table("account")
    """
    assert statements(tmp_path, body)[-1] == "DROP TABLE account"


def test_a_batch_has_it_too(tmp_path):
    body = """
    with op.batch_alter_table("account") as batch_op:
        batch_op.get_bind().execute(sa.text("DELETE FROM account"))
    """
    assert statements(tmp_path, body) == ["DELETE FROM account"]
