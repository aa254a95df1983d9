"""``from alembic import …`` in a project's code: ours, with Alembic installed or hidden."""

import subprocess
import sys
import textwrap

import pytest

from sqlcompile.errors import InvalidScript, RowsUnknown, ScriptError, ScriptFailed
from sqlcompile.offline.alembic import alembic_modules
from tests.projects import Project

PLUGIN = """
from alembic.operations import Operations, MigrateOperation
from alembic.operations.ops import MigrateOperation as again
assert again is MigrateOperation

@Operations.register_operation("make_view")
@Operations.register_operation("make_view_again", "make_view")
class MakeView(MigrateOperation):
    def __init__(self, name, *, query, schema=None):
        self.name, self.query, self.schema = name, query, schema

    @classmethod
    def make_view(cls, operations, name, query, **kw):
        return operations.invoke(cls(name, query=query, **kw))

    def reverse(self):
        return DropView(self.name)

class DropView(MigrateOperation):
    def __init__(self, name):
        self.name = name

@Operations.implementation_for(MakeView)
def make(operations, operation):
    operations.execute(f"CREATE VIEW {operation.name} AS {operation.query}")
    with operations.batch_alter_table("t") as batch:
        batch.create_index(f"ix_{operation.name}", ["a"])
    assert operations.migration_context.dialect.name == operations.get_bind().dialect.name
    assert operations.impl.dialect.name == operations.get_bind().dialect.name

@Operations.implementation_for(DropView)
def drop(operations, operation):
    operations.impl.execute("DROP VIEW " + operation.name)
"""

EVERYTHING = """
from alembic import op, context
import alembic, alembic.op
from alembic.op import add_column
from alembic.runtime.migration import MigrationContext
from alembic.migration import MigrationContext as Same
from alembic.operations import BatchOperations
from alembic.util import CommandError
from alembic.util.exc import CommandError as SameError
from alembic.ddl.impl import DefaultImpl
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.autogenerate import comparators, renderers
from alembic import command, util

class Mine(DefaultImpl):
    __dialect__ = "mine"

@renderers.dispatch_for(Mine)
def render(context, operation):
    pass
"""

BODY = """
assert MigrationContext is Same and CommandError is SameError and alembic.op is op
op.create_table("t", sa.Column("a", sa.Integer))
add_column("t", sa.Column("b", sa.Integer))
with op.batch_alter_table("t") as batch:
    assert isinstance(batch, BatchOperations)
    batch.alter_column("b", nullable=False, existing_type=sa.Integer())
assert not context.is_offline_mode() and not context.get_context().as_sql
assert context.get_bind() is op.get_bind() is op.get_context().bind
assert MigrationContext.configure(op.get_bind()).get_current_revision() is None
assert op.get_context().impl.transactional_ddl == context.is_transactional_ddl()
with op.get_context().begin_transaction(), op.get_context().autocommit_block():
    context.execute("VACUUM")
op.get_context().impl.create_index(sa.Index("i", sa.table("t", sa.column("a")).c.a)) if False else None
"""


@pytest.fixture
def statements(tmp_path):
    def compiled(body, head="", dialect="postgresql", settings=""):
        project = Project(tmp_path, settings)
        project.revision("a1", body, head=head)
        return project.statements(dialect)

    return compiled


def test_what_scripts_import(statements):
    assert statements(BODY, EVERYTHING) == [
        "CREATE TABLE t (\n    a INTEGER\n)",
        "ALTER TABLE t ADD COLUMN b INTEGER",
        "ALTER TABLE t ALTER COLUMN b SET NOT NULL",
        "VACUUM",
    ]


SKIPS_OFFLINE = """
from alembic import context
if context.is_offline_mode():
    op.execute("UPDATE account SET n = 1")
else:
    op.create_table("t", sa.Column("a", sa.Integer))
    op.execute(f"UPDATE account SET n = {op.get_bind().execute(sa.text(QUERY)).scalar()}")
"""


def test_a_script_that_asks_is_told_that_it_has_a_database(statements):
    body = "from alembic import context\nassert not context.get_context().impl.as_sql\n" + SKIPS_OFFLINE
    answered = body.replace(
        "op.get_bind().execute(sa.text(QUERY)).scalar()", "len(sa.inspect(op.get_bind()).get_table_names())"
    )
    assert statements(answered) == ["CREATE TABLE t (\n    a INTEGER\n)", "UPDATE account SET n = 2"]


def test_a_script_goes_its_offline_way_where_rows_are_unknown(statements):
    assert statements(SKIPS_OFFLINE, 'QUERY = "SELECT max(n) FROM account"') == ["UPDATE account SET n = 1"]


def test_rows_that_are_unknown_offline_too_are_refused(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1",
        "context.is_offline_mode()\nop.get_bind().execute(sa.text('SELECT n FROM account'))",
        head="from alembic import context",
    )
    with pytest.raises(RowsUnknown):
        project.statements("postgresql")


def test_alembic_hidden_or_not_there(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", BODY, head=EVERYTHING)
    code = f"""
        import importlib.machinery, sys
        class Hide(importlib.machinery.PathFinder):
            @classmethod
            def find_spec(cls, name, path=None, target=None):
                if name.partition(".")[0] == "alembic":
                    raise ModuleNotFoundError(name)
        sys.meta_path.insert(0, Hide)
        from sqlcompile.__main__ import main
        sys.argv = ["sqlcompile", "-C", {str(tmp_path)!r}, "upgrade", "-d", "postgresql"]
        main()
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "ALTER TABLE t ADD COLUMN b INTEGER;" in done.stdout


def test_alembic_itself_is_there_again():
    alembic = pytest.importorskip("alembic")
    with alembic_modules():
        assert sys.modules["alembic"] is not alembic
        import alembic as ours

        assert ours.__version__ == "1.20.0"
    assert sys.modules["alembic"] is alembic
    from alembic import op

    assert op.__file__ == sys.modules["alembic.op"].__file__


def test_operations_of_the_projects_own(statements):
    assert statements(
        'op.create_table("t", sa.Column("a", sa.Integer))\n'
        'op.make_view("v", "SELECT 1")\n'
        'op.make_view_again("w", query="SELECT 2", schema="s")\n'
        "op.invoke(MakeView('v', query='').reverse())",
        PLUGIN,
    )[1:] == [
        "CREATE VIEW v AS SELECT 1",
        "CREATE INDEX ix_v ON t (a)",
        "CREATE VIEW w AS SELECT 2",
        "CREATE INDEX ix_w ON t (a)",
        "DROP VIEW v",
    ]


def test_configuration(tmp_path):
    from tests.projects import Project as Made

    project = Made(tmp_path)
    (tmp_path / "sqlcompile.toml").unlink()
    (tmp_path / "alembic.ini").write_text(
        "[alembic]\nscript_location = %(here)s\nsqlalchemy.url = postgresql://u:p@h/d\nmine = 5\n[other]\nkey = value\n"
    )
    project.revision(
        "a1",
        """
        assert context.config.get_main_option("mine") == "5"
        assert context.config.get_main_option("none", "x") == "x"
        assert context.config.get_section("other")["key"] == "value"
        assert context.config.get_section_option("other", "key") == "value"
        assert op.get_context().config.attributes == {}
        assert context.config.config_ini_section == "alembic"
        assert context.config.config_file_name.endswith("alembic.ini")
        assert context.get_x_argument(as_dictionary=True) == {}
        assert context.get_x_argument() == []
        assert op.get_bind().engine.url.database == "d"
        """,
        head="from alembic import context",
    )
    assert project.statements("postgresql") == []


def test_x_arguments(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1",
        "op.execute(context.get_x_argument(as_dictionary=True)['sql'])\nassert context.get_x_argument() == ['sql=SELECT 5', 'flag']",
        head="from alembic import context",
    )
    line = [
        sys.executable,
        "-m",
        "sqlcompile",
        "-C",
        str(tmp_path),
        "-x",
        "sql=SELECT 5",
        "-x",
        "flag",
        "upgrade",
        "-d",
        "sqlite",
    ]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "\nSELECT 5;\n" in done.stdout


LACKING = [
    ("from alembic import command", "command.upgrade(None, 'head')", "alembic.command.upgrade"),
    ("from alembic.config import CommandLine", "CommandLine()", "alembic.config.CommandLine"),
    (
        "from alembic.script.revision import RevisionMap",
        "RevisionMap.get_revision(1)",
        "alembic.script.revision.RevisionMap.get_revision",
    ),
    ("import alembic", "alembic.nothing()", "alembic.nothing"),
    (
        "",
        "op.get_context().impl.cast_for_batch_migrate()",
        "cast_for_batch_migrate of Alembic's implementation of a database",
    ),
]


@pytest.mark.parametrize(("head", "body", "name"), LACKING, ids=[name for _, _, name in LACKING])
def test_what_we_lack_says_so_when_it_is_used(statements, head, body, name):
    with pytest.raises(ScriptError) as caught:
        statements(body, head)
    assert str(caught.value) == f"sqlcompile has no stand-in for {name}."
    assert caught.value.location.line is not None


def test_a_module_that_is_not_alembics(statements):
    with pytest.raises(InvalidScript, match=r"ModuleNotFoundError: sqlcompile has no stand-in for alembic\.zzz$"):
        statements("pass", "import alembic.zzz")


def test_functions_for_env_only(statements):
    with pytest.raises(ScriptError, match=r"alembic\.context\.run_migrations is for env\.py"):
        statements("context.run_migrations()", "from alembic import context")
    with pytest.raises(ScriptFailed, match="has no directive 'zzz'"):
        statements("op.zzz()")
