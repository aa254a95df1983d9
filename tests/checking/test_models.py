"""``check``: whether the models are what the migrations make."""

from tests.checking.conftest import TABLE

SAME = """
sa.Table("account", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40)))
"""
OTHER = """
sa.Table(
    "account",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(50)),
)
sa.Table("team", metadata, sa.Column("id", sa.Integer, primary_key=True))
"""


def test_models_that_are_what_the_migrations_make(project):
    project.revision("a1", TABLE, 'op.drop_table("account")')
    project.models(SAME)
    done = project.check()
    assert done["findings"] == []
    assert done["checks"][4]["said"] == "on postgresql, mysql"


def test_each_table_that_differs_is_found_at_its_model(project):
    project.revision("a1", f"{TABLE}\nop.create_table('old', sa.Column('id', sa.Integer, primary_key=True))", None)
    path = project.models(OTHER)
    assert project.findings() == [
        (
            "models",
            path.name,
            8,
            "The table account is another one than the migrations make.",
            ["account: name VARCHAR(40) -> name VARCHAR(50) in the models"],
        ),
        ("models", "versions/a1.py", 9, "The table old is not in the models.", []),
        ("models", path.name, 10, "The table team is not in the migrations.", []),
    ]


def test_declarative_classes_and_their_columns_are_found(project):
    project.revision("a1", TABLE, None)
    path = project.models(
        """
from sqlalchemy.orm import declarative_base
Base = declarative_base(metadata=metadata)
class Account(Base):
    __tablename__ = "account"
    id = sa.Column(sa.Integer, primary_key=True)
    label = sa.Column("name", sa.String(41))
"""
    )
    assert [one[1:3] for one in project.findings()] == [(path.name, 9)]


def test_other_words_for_one_type_and_one_default_are_no_difference(project):
    columns = "sa.Column('n', sa.{}), sa.Column('f', sa.{}), sa.Column('d', sa.Integer, server_default={})"
    history = columns.format("Numeric(10)", "Float(53)", "'0'")
    other = columns.format("DECIMAL(10, 0)", "Double", "sa.text('(0)')")
    project.revision("a1", f"op.create_table('t', {history})", "op.drop_table('t')")
    column = "existing_type=sa.DECIMAL(10, 0)"
    project.revision("a2", f"op.alter_column('t', 'n', type_=sa.DECIMAL(10, 0), {column})", down="a1")
    project.models(f"sa.Table('t', metadata, {other})")
    assert [one for one in project.findings() if one[0] == "models"] == []
    assert "nothing" in project.call("revision", "--autogenerate", "-m", "none").out.lower()
    assert "DECIMAL" not in project.call("schema", "a1..a2").out
    project.models(f"sa.Table('t', metadata, {other.replace('(10, 0)', '(10, 1)')})")
    assert len([one for one in project.findings() if one[0] == "models"]) == 1


def test_a_difference_on_one_database_alone_names_it(project):
    project.revision("a1", TABLE, None)
    project.models(SAME.replace("sa.String(40)", 'sa.String(40).with_variant(sa.String(44), "mysql")'))
    (found,) = project.check()["findings"]
    assert found["dialects"] == ["mysql"]
    assert found["details"] == ["account: name VARCHAR(40) -> name VARCHAR(44) in the models"]


def test_what_is_left_out_of_the_comparison_is_not_found(project):
    project.revision("a1", TABLE, None)
    project.models(OTHER, 'exclude_tables = ["team", "acc*"]')
    assert project.findings() == []


def test_what_a_hook_takes_out_of_a_new_revision_is_not_found(project):
    project.revision("a1", TABLE, None)
    path = project.models(OTHER)
    (project.folder / "env.py").write_text(
        f"from alembic import context\nimport {path.stem} as models\n"
        "def hook(context, revision, directives):\n"
        "    script = directives[0]\n"
        "    script.upgrade_ops.ops = [op for op in script.upgrade_ops.ops if 'Create' in type(op).__name__]\n"
        "    script.downgrade_ops.ops = []\n"
        "context.configure(target_metadata=models.metadata, process_revision_directives=hook)\n"
        "context.run_migrations()\n"
    )
    assert [one[3] for one in project.findings()] == ["The table team is not in the migrations."]


def test_models_that_do_not_import_are_found_with_their_own_line(project):
    project.revision("a1", TABLE, None)
    path = project.models("\n\nraise ValueError('no')\n")
    assert [one[:3] for one in project.findings()] == [("compile", path.name, 5)]


def test_a_type_that_one_database_lacks_is_found(project):
    project.revision("a1", TABLE, None)
    path = project.models(SAME.replace("sa.String(40)", "sa.UUID()"))
    (other, lacking) = project.check("--strict-types")["findings"]
    assert (other["dialects"], other["file"]) == (["postgresql"], path.name)
    assert (lacking["dialects"], lacking["file"]) == (["mysql"], "sqlcompile.toml")
    assert "strict-types" in lacking["hint"] + lacking["message"]


def test_uncertain_tables_are_noted(project):
    project.revision("a1", TABLE, None)
    project.revision("a2", "op.execute('ALTER TABLE account FROBNICATE')", "pass")
    project.models(SAME)
    notes = project.check()["notes"]
    assert any("account" in note and "versions/a2.py (line 8)" in note for note in notes), notes


def test_indexes_on_expressions_of_columns_are_compared(project):
    index = 'sa.Index("ix_name", "id", name.desc(), "name")'
    text = f"""
from sqlalchemy.orm import declarative_base
Base = declarative_base(metadata=metadata)
class Account(Base):
    __tablename__ = "account"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(40))
    __table_args__ = ({index},)
"""
    made = f'{TABLE}\nop.create_index("ix_name", "account", ["id", sa.text("name DESC"), "name"])'
    project.revision("a1", made, 'op.drop_table("account")')
    project.models(text)
    assert project.findings() == []
    project.models(text.replace("name.desc()", "sa.func.lower(name)"))
    (found,) = project.findings()
    assert found[4] == [
        "account: index ix_name (id, name DESC, name) -> index ix_name (id, lower(name), name) in the models"
    ]


def test_a_database_of_env_py_without_models_leaves_the_others_findings(project):
    (project.folder / "env.py").write_text(
        """import sqlalchemy as sa
from alembic import context
metadata = sa.MetaData()
account = sa.Table("account", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(41)))
for name, models in (("one", metadata), ("two", None)):
    context.configure(dialect_name="postgresql", target_metadata=models)
    with context.begin_transaction():
        context.run_migrations(engine_name=name)
"""
    )
    path = project.revision("a1", TABLE, 'op.drop_table("account")')
    path.write_text(path.read_text().replace("grade():", "grade(engine_name):"))
    done = project.check()
    (found,) = done["findings"]
    assert (found["file"], found["line"], found["database"]) == ("env.py", 4, "one")
    assert done["checks"][4]["said"] == "on postgresql, mysql; nothing says which models are those of two"


def test_the_model_of_the_same_schema_counts_and_not_one_in_a_helper_of_the_migrations(project):
    scripts = project.folder / "aa"
    (scripts / "versions").mkdir(parents=True)
    (scripts / "aa_old_models.py").write_text(
        "import sqlalchemy as sa\nsa.Table('account', sa.MetaData(), sa.Column('id', sa.Integer))\n"
    )
    path = project.revision("a1", TABLE, "op.drop_table('account')", head="from aa_old_models import sa")
    path.rename(scripts / "versions/a1.py")
    columns = "sa.Column('id', sa.Integer, primary_key=True), sa.Column('name', sa.String({}))"
    models = project.models(
        f"""
sa.Table("account", metadata, {columns.format(40)}, schema="crm")
sa.Table("account", metadata, {columns.format(41)})
"""
    )
    settings = project.folder / "sqlcompile.toml"
    text = settings.read_text().replace('script_location = "."', 'script_location = "aa"')
    settings.write_text(f'{text}prepend_sys_path = [".", "aa"]\n')
    found = {one[3].split()[2]: one[1:3] for one in project.findings("-d", "postgresql")}
    assert found == {"account": (models.name, 5), "crm.account": (models.name, 4), "crm": ("sqlcompile.toml", None)}


def test_defaults_that_are_the_same_are_not_among_what_differs(project):
    default = "sa.String(40), server_default=sa.text('{}')"
    project.revision("a1", TABLE.replace("sa.String(40)", default.format("((1  + 2))")), None)
    models = SAME.replace("sa.String(40)", default.format("(1 + 2)"))
    project.models(models.replace("sa.Integer,", "sa.BigInteger,"))
    (found,) = project.findings("-d", "sqlite")
    assert found[4] == ["account: id INTEGER not null -> id BIGINT not null in the models"]


def test_models_are_read_before_scripts_that_add_to_them_run(project):
    path = project.models(SAME)
    head = f"from {path.stem} import metadata"
    body = "metadata.tables['account'].append_column(sa.Column('more', sa.Integer))\n"
    project.revision("a1", body + TABLE, "pass", head=head)
    assert project.findings("--only", "models", "-d", "postgresql") == []


def test_models_without_any_table_are_found_once(project):
    project.revision("a1", TABLE, None)
    project.models("")
    (found,) = project.check()["findings"]
    assert found["message"] == "The models have no tables, and what is there has 1: all of them would be dropped."
    assert found["file"] == "sqlcompile.toml"
