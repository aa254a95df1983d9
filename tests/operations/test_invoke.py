"""``op.invoke``, ``op.register_operation`` and ``op.implementation_for``."""

import pytest

from sqlcompile.errors import ScriptError
from tests.operations.small import statements

OWN = """
from sqlcompile.offline.operations import MigrateOperation, Operations

@Operations.register_operation("create_sequence_of_own")
class CreateOwn(MigrateOperation):
    def __init__(self, name):
        self.name = name

    @classmethod
    def create_sequence_of_own(cls, operations, name):
        return operations.invoke(cls(name))

@Operations.implementation_for(CreateOwn)
def create_own(operations, operation):
    operations.execute(f"CREATE SEQUENCE {operation.name}")
    return operation.name

class Other(MigrateOperation):
    pass
"""


def test_a_directive_of_the_projects_own(tmp_path):
    body = 'assert op.create_sequence_of_own("numbers") == "numbers"'
    assert statements(tmp_path, body, head=OWN) == ["CREATE SEQUENCE numbers"]


def test_an_operation_is_invoked(tmp_path):
    assert statements(tmp_path, 'op.invoke(CreateOwn("numbers"))', head=OWN) == ["CREATE SEQUENCE numbers"]


def test_a_value_of_sqlcompiles_is_invoked(tmp_path):
    head = "from sqlcompile.operations.drop_table import DropTable"
    assert statements(tmp_path, 'op.invoke(DropTable("account", None))', head=head) == ["DROP TABLE account"]


def test_an_operation_without_implementation(tmp_path):
    with pytest.raises(ScriptError, match="no implementation for the operation Other") as raised:
        statements(tmp_path, "op.invoke(Other())", head=OWN)
    assert raised.value.hint
    assert raised.value.location.line


def test_a_directive_that_nobody_registered(tmp_path):
    with pytest.raises(ScriptError, match="op has no directive 'create_nothing'"):
        statements(tmp_path, "op.create_nothing()")


BATCH = """
from alembic.operations import BatchOperations, MigrateOperation

@BatchOperations.register_operation("add_stamps", "stamps")
class AddStamps(MigrateOperation):
    def __init__(self, suffix):
        self.suffix = suffix

    @classmethod
    def stamps(cls, operations, suffix=""):
        return operations.invoke(cls(suffix))

@BatchOperations.implementation_for(AddStamps)
def add_stamps(operations, operation):
    assert operations.impl.table_name == "account"
    assert operations.migration_context.dialect.name == "postgresql"
    operations.add_column(sa.Column("made_at" + operation.suffix, sa.DateTime()))
    return 5
"""


def test_a_directive_of_the_projects_own_in_a_batch(tmp_path):
    body = 'with op.batch_alter_table("account") as batch:\n    assert batch.add_stamps(suffix="_utc") == 5'
    assert statements(tmp_path, body, head=BATCH) == [
        "ALTER TABLE account ADD COLUMN made_at_utc TIMESTAMP WITHOUT TIME ZONE"
    ]


def test_a_batch_directive_that_is_nearly_one(tmp_path):
    body = 'with op.batch_alter_table("account") as batch:\n    batch.add_colum("x")'
    with pytest.raises(ScriptError, match=r"no directive 'add_colum'; did you mean 'add_column'\?"):
        statements(tmp_path, body)
