"""The hooks of env.py, as Alembic documents them."""

from __future__ import annotations

import pytest

from tests.drafting.conftest import ACCOUNT, HEAD

MORE = """
class Other(Base):
    __tablename__ = "other"
    id = sa.Column(sa.Integer, primary_key=True)
    a = sa.Column(sa.Integer, server_default="1")
    b = sa.Column(sa.String(20))
"""
CHANGED = MORE.replace('"1"', '"2"').replace("String(20)", "String(30)")


def upgrade_of(text: str) -> str:
    return text.partition("def upgrade")[2].partition("def downgrade")[0]


@pytest.fixture
def changed(project):
    """A project whose models have changed in a table, lost one, and got one."""
    project.models(ACCOUNT + MORE)
    project.generate("a1")
    project.models(CHANGED + ACCOUNT.replace("account", "customer"))
    return project


def test_env_py_gives_the_models(changed):
    changed.env()
    changed.more = ""
    settings = changed.folder / "sqlcompile.toml"
    settings.write_text('script_location = "."\n')
    text = upgrade_of(changed.generate("b2"))
    assert 'op.drop_table("account")' in text
    assert 'op.create_table(\n        "customer"' in text


def test_include_object_leaves_tables_and_columns_out(changed):
    changed.env(
        "include_object=chosen",
        """
        def chosen(object, name, type_, reflected, compare_to):
            if type_ == "table" and reflected and compare_to is None:
                return False
            if type_ == "column" and name == "a":
                assert not reflected and object.table.name == compare_to.table.name
                return False
            return True
        """,
    )
    text = upgrade_of(changed.generate("b2"))
    assert "drop_table" not in text
    assert '"a"' not in text
    assert "type_=sa.String(length=30)" in text


def test_include_object_is_asked_for_indexes_and_constraints(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(
        ACCOUNT
        + "    a = sa.Column(sa.Integer, index=True)\n"
        + "    __table_args__ = (sa.UniqueConstraint('name', name='u'), sa.Index('i', 'name'))\n"
    )
    project.env(
        "include_object=chosen",
        """
        def chosen(object, name, type_, reflected, compare_to):
            if type_ in ("index", "unique_constraint"):
                assert object.name == name
                return name not in ("u", "i")
            return True
        """,
    )
    text = upgrade_of(project.generate("b2"))
    assert "ix_account_a" in text
    assert '"u"' not in text
    assert '"i"' not in text


def test_include_name_leaves_names_out_that_are_there(changed):
    changed.env(
        "include_name=named",
        """
        def named(name, type_, parent_names):
            if type_ == "table":
                assert parent_names["schema_name"] is None
                return name != "account"
            if type_ == "column":
                assert parent_names["table_name"] == "other"
                return name != "b"
            return True
        """,
    )
    text = upgrade_of(changed.generate("b2"))
    assert "drop_table" not in text
    assert '"b"' not in text
    assert 'server_default="2"' in text


@pytest.mark.parametrize("value", ["False", "lambda *_: False"])
def test_types_and_defaults_are_not_compared_where_env_py_says_so(changed, value):
    changed.env(f"compare_type={value}")
    text = upgrade_of(changed.generate("b2"))
    assert "type_=" not in text
    assert 'server_default="2"' in text
    changed.env(f"compare_server_default={value}")
    (changed.folder / "versions" / "b2_b2.py").unlink()
    text = upgrade_of(changed.generate("b2"))
    assert "type_=sa.String(length=30)" in text
    assert "server_default=" not in text.replace("existing_server_default=", "")


def test_compare_type_gets_both_columns(changed):
    changed.env(
        "compare_type=compare",
        """
        def compare(context, inspected_column, metadata_column, inspected_type, metadata_type):
            assert context.dialect.name == "postgresql"
            assert inspected_column.name == metadata_column.name
            if metadata_column.name == "b":
                assert (inspected_type.length, metadata_type.length) == (20, 30)
                return False
        """,
    )
    assert "type_=" not in upgrade_of(changed.generate("b2"))


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "sqlite", "mssql", "oracle"])
def test_a_type_and_a_default_that_a_hook_calls_others_are_changed(project, dialect):
    models = ACCOUNT + "    a = sa.Column(sa.String(10), server_default='x')\n"
    project.models(models, dialects=[dialect])
    project.generate("a1")
    project.models(models, dialects=[dialect])
    project.env(
        "compare_type=other_type, compare_server_default=other_default",
        """
        def other_type(context, inspected_column, metadata_column, inspected_type, metadata_type):
            return True if metadata_column.name == "name" else None

        def other_default(context, inspected_column, metadata_column, *defaults):
            return metadata_column.name == "a"
        """,
        url=f"{dialect}://",
    )
    text = project.generate("b2")
    for way in (upgrade_of(text), text.partition("def downgrade")[2]):
        assert way.count("alter_column(") == 2
        assert way.count("type_=sa.String(length=50)") == 1
        assert way.count('server_default="x"') - way.count('existing_server_default="x"') == 1


def test_a_column_that_changes_anyway_is_changed_once(changed):
    changed.env("compare_type=lambda *_: True")
    text = upgrade_of(changed.generate("b2"))
    assert text.count("type_=sa.String(length=30)") == 1
    assert text.count("type_=") == 3


def test_an_empty_revision_is_taken_back(changed):
    functions = """
    config = context.config

    def directives_of(context, revision, directives):
        if config.cmd_opts.autogenerate:
            script = directives[0]
            if script.upgrade_ops.is_empty():
                directives[:] = []
    """
    changed.env("process_revision_directives=directives_of", functions)
    changed.generate("b2")
    done = changed.call("revision", "--autogenerate", "-m", "c3", "--allow-empty")
    assert done.out == "Nothing was written: env.py takes the revision back.\n"


def test_directives_are_left_out_and_added(changed):
    changed.env(
        "process_revision_directives=directives_of",
        """
        from alembic.operations import ops

        def directives_of(context, revision, directives):
            script = directives[0]
            assert revision == ("a1",)
            for held in (script.upgrade_ops, script.downgrade_ops):
                held.ops = [one for one in held.ops if not isinstance(one, (ops.DropTableOp, ops.CreateTableOp))]
                for one in held.ops:
                    assert isinstance(one, ops.ModifyTableOps) and one.table_name == "other"
                    one.ops = [part for part in one.ops if part.column_name == "b"]
            script.upgrade_ops.ops.append(ops.ExecuteSQLOp("DELETE FROM other"))
            script.rev_id = "0002"
            script.imports.add("import os")
        """,
    )
    done = changed.call("revision", "--autogenerate", "-m", "b2")
    assert done.status == 0, done.err
    text = changed.script("0002")
    assert "import os" in text
    assert "_table" not in text
    assert '"a"' not in text.partition("def upgrade")[2]
    assert 'op.execute("DELETE FROM other")' in text


def test_a_rewriter(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(ACCOUNT + "    more = sa.Column(sa.Integer, nullable=False)\n")
    project.env(
        "process_revision_directives=writer",
        """
        from alembic.autogenerate import rewriter
        from alembic.operations import ops

        writer = rewriter.Rewriter()

        @writer.rewrites(ops.AddColumnOp)
        def add_column(context, revision, op):
            if op.column.nullable:
                return op
            op.column.nullable = True
            return [op, ops.AlterColumnOp(op.table_name, op.column.name, modify_nullable=False, existing_type=op.column.type)]
        """,
    )
    text = upgrade_of(project.generate("b2"))
    assert 'op.add_column("account", sa.Column("more", sa.Integer()))' in text
    assert 'op.alter_column("account", "more", existing_type=sa.Integer(), nullable=False)' in text


def test_render_item_and_prefixes(project):
    head = HEAD + (
        "class Upper(sa.types.TypeDecorator):\n    impl = sa.String\n    cache_ok = True\n\n\n"
        "class Path(sa.types.TypeDecorator):\n    impl = sa.String\n    cache_ok = True\n"
    )
    project.models(
        ACCOUNT + "    a = sa.Column(Upper(20))\n    b = sa.Column(Path(30))\n    c = sa.Column(sa.Text)\n", head=head
    )
    project.env(
        'render_item=render, user_module_prefix="own.", sqlalchemy_module_prefix="sa."',
        f"""
        def render(type_, obj, autogen_context):
            if type_ == "type" and isinstance(obj, models.Upper):
                autogen_context.imports.add("import {project.module} as own")
                return "own.Upper(length=20)"
            return False
        """,
    )
    text = project.generate("a1")
    assert f"import {project.module} as own\n" in text
    assert 'sa.Column("a", own.Upper(length=20))' in text
    assert 'sa.Column("b", own.Path(length=30))' in text


def test_types_of_the_project_are_imported(project):
    head = HEAD + "class Upper(sa.types.TypeDecorator):\n    impl = sa.String\n    cache_ok = True\n"
    project.models(ACCOUNT + "    a = sa.Column(Upper(20))\n", head=head)
    text = project.generate("a1")
    assert f"import {project.module}\n" in text
    assert f'sa.Column("a", {project.module}.Upper(length=20))' in text


def test_a_type_that_cannot_be_made_again_is_written_as_what_it_is_stored_as(project):
    head = HEAD + (
        "class Coded(sa.types.TypeDecorator):\n    impl = sa.String\n    cache_ok = True\n\n"
        "    def __init__(self, codec):\n        super().__init__(codec * 10)\n"
    )
    project.models(ACCOUNT + "    a = sa.Column(Coded(4))\n", head=head)
    assert 'sa.Column("a", sa.String(length=40))' in project.generate("a1")


def test_render_as_batch(changed):
    changed.env("render_as_batch=True")
    text = upgrade_of(changed.generate("b2"))
    assert 'with op.batch_alter_table("other") as batch_op:\n        batch_op.alter_column(\n            "a",' in text
    assert text.count("batch_op.alter_column(") == 2
    assert 'op.alter_column(\n        "other"' not in text


def test_other_namespaces_are_compared_where_env_py_says_so(project):
    other = ACCOUNT.replace("Account", "There").replace(
        '__tablename__ = "account"', '__tablename__ = "there"\n    __table_args__ = {"schema": "s"}'
    )
    project.models(ACCOUNT + other)
    text = project.generate("a1")
    assert 'op.execute(sa.schema.CreateSchema("s"))' in text
    assert 'op.execute(sa.schema.DropSchema("s"))' in text
    project.models(ACCOUNT)
    done = project.call("revision", "--autogenerate", "-m", "x")
    assert done.out.startswith("Nothing differs")
    project.env("include_schemas=True")
    text = upgrade_of(project.generate("b2"))
    assert 'op.drop_table("there", schema="s")' in text
    assert 'op.execute(sa.schema.DropSchema("s"))' in text


CONNECTS = """from alembic import context
import {models} as models


def chosen(*_):
    return True


if context.is_offline_mode():
    context.configure(url="postgresql://", target_metadata=models.Base.metadata, compare_type=True)
    context.run_migrations()
else:
    context.configure(connection=1, compare_type=True, render_as_batch=False, include_object=chosen, **models.MORE)
"""


def test_options_that_are_given_only_where_env_py_connects_are_named(changed):
    (changed.folder / "env.py").write_text(CONNECTS.format(models=changed.module))
    done = changed.call("revision", "--autogenerate", "-m", "b2")
    assert done.status == 0
    said = "env.py:13: what env.py gives only where it connects does not count, for nothing connects here: "
    assert f"{said}include_object, **models.MORE. Give it" in " ".join(done.err.split())


@pytest.mark.parametrize("nullable", [False, True])
def test_a_note_goes_where_a_hook_solves_it(changed, nullable):
    fails = "adding it fails where the table has rows"
    changed.models(MORE + "    c = sa.Column(sa.Integer, nullable=False)\n" + ACCOUNT)
    changed.env(
        "process_revision_directives=directed",
        f"""
        def directed(context, revision, directives):
            for table in directives[0].upgrade_ops.ops:
                for one in getattr(table, "ops", [table]):
                    if hasattr(one, "column"):
                        one.column.nullable = {nullable}
        """,
    )
    done = changed.call("revision", "--autogenerate", "-m", "b2", "--rev-id", "b2")
    assert done.status == 0, done.err
    script = " ".join(changed.script("b2").replace("#", "").split())
    assert 'sa.Column("c", sa.Integer()' in script
    assert (fails in " ".join(done.err.split()), fails in script) == (not nullable, not nullable)


def test_the_settings_count_before_env_py(changed):
    changed.env(functions="import sqlalchemy\n")
    text = (changed.folder / "env.py").read_text()
    (changed.folder / "env.py").write_text(text.replace("models.Base.metadata,", "sqlalchemy.MetaData(),"))
    assert 'op.create_table(\n        "customer"' in upgrade_of(changed.generate("b2"))
