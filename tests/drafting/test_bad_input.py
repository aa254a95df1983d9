"""What is wrong with models or a history is said, and nothing is written."""

from __future__ import annotations

from tests.drafting.conftest import ACCOUNT, HEAD


def test_models_that_do_not_import(project):
    project.models(ACCOUNT + "\nx = 1 / 0\n")
    error = project.refused()
    line = len((project.folder / f"{project.module}.py").read_text().splitlines())
    assert "cannot be imported: ZeroDivisionError: division by zero" in error
    assert f"{project.module}.py:{line}" in error


def test_models_that_do_not_parse(project):
    project.models("x = (\n")
    assert f"{project.module}.py:" in project.refused()


def test_a_module_that_is_not_there(project):
    project.models(ACCOUNT)
    (project.folder / f"{project.module}.py").unlink()
    error = project.refused()
    assert "ModuleNotFoundError" in error
    assert "sqlcompile.toml" in error


def test_no_models_are_named(project):
    project.models(ACCOUNT)
    (project.folder / "sqlcompile.toml").write_text('script_location = "."\ndialects = ["postgresql"]\n')
    error = project.refused()
    assert "Nothing says which models" in error
    assert "target_metadata" in error


def test_what_is_named_is_no_metadata(project):
    project.models(ACCOUNT + "\nBase.metadata = 3\n")
    assert "is no MetaData, but int" in project.refused()


def test_a_table_without_columns(project):
    project.models("sa.Table('empty', Base.metadata)\n")
    assert 'The table "empty" of the models has no columns.' in project.refused()


def test_keys_in_a_circle(project):
    circle = """
    class A(Base):
        __tablename__ = "a"
        id = sa.Column(sa.Integer, primary_key=True)
        b = sa.Column(sa.ForeignKey("b.id"{}))


    class B(Base):
        __tablename__ = "b"
        id = sa.Column(sa.Integer, primary_key=True)
        a = sa.Column(sa.ForeignKey("a.id", name="fk_b_a"))
    """
    for dialect in ("postgresql", "sqlite", "mysql"):
        for more in ("", ', name="fk_a_b"', ', name="fk_a_b", use_alter=True'):
            project.models(circle.format(more), dialects=(dialect,))
            text = project.generate("a1")
            assert text.count("ForeignKeyConstraint(") + text.count("create_foreign_key(") == 2
            assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")
            (project.folder / "versions" / "a1_a1.py").unlink()


def test_a_name_over_the_limit(project):
    project.models(ACCOUNT + f"    {'x' * 70} = sa.Column(sa.Integer)\n", dialects=("mysql",))
    error = project.refused()
    assert "account" in error
    assert "x" * 70 in error


def test_a_table_in_two_metadata(project):
    project.models(ACCOUNT + "\nother = sa.MetaData()\nsa.Table('account', other, sa.Column('id', sa.Integer))\n")
    settings = project.folder / "sqlcompile.toml"
    name = project.module
    settings.write_text(
        f'script_location = "."\ndialects = ["postgresql"]\ntarget_metadata = ["{name}:Base.metadata", "{name}:other"]\n'
    )
    assert 'The table "account" is in two metadata' in project.refused()


def test_two_metadata_together(project):
    project.models(ACCOUNT + "\nother = sa.MetaData()\nsa.Table('other', other, sa.Column('id', sa.Integer))\n")
    name = project.module
    (project.folder / "sqlcompile.toml").write_text(
        f'script_location = "."\ndialects = ["postgresql"]\ntarget_metadata = ["{name}:Base.metadata", "{name}:other"]\n'
    )
    assert project.generate("a1").count("op.create_table(") == 2


def test_a_type_that_the_database_lacks(project):
    head = HEAD + "from sqlalchemy.dialects import mssql\n"
    project.models(ACCOUNT + "    a = sa.Column(mssql.ROWVERSION)\n", head=head)
    error = project.refused()
    assert "account" in error
    assert "ROWVERSION" in error or "TIMESTAMP" in error


def test_raw_sql_that_is_not_understood_is_said(project):
    project.models(ACCOUNT)
    project.generate("a1")
    (project.folder / "versions" / "b2.py").write_text(
        '"""b2"""\nfrom sqlcompile import op\nrevision = "b2"\ndown_revision = "a1"\n\n\n'
        "def upgrade():\n    op.execute(\"DO $$ BEGIN EXECUTE 'ALTER TABLE account ADD x int'; END $$\")\n\n\n"
        "def downgrade():\n    pass\n"
    )
    project.models(ACCOUNT + "    more = sa.Column(sa.Integer)\n")
    done = project.call("revision", "--autogenerate", "-m", "c3", "--rev-id", "c3")
    assert done.status == 0, done.err
    assert "b2.py:8" in done.err
    text = project.script("c3").partition("def upgrade")[2]
    text = " ".join(text.split()).replace(" # ", " ")
    said = "CHECK: raw SQL was not analysed, and may have changed account: versions/b2.py (line 8)."
    assert text.count(said) == 2
    assert text.index(said) < text.index('op.add_column("account", sa.Column("more"')


def test_a_template_that_does_not_compile(project):
    project.models(ACCOUNT)
    (project.folder / "script.py.mako").write_text("def upgrade(:\n    ${upgrades}\n")
    error = project.refused()
    assert "The template makes a script that is not Python" in error
    assert "script.py.mako" in error


def test_a_template_that_leaves_the_operations_out(project):
    project.models(ACCOUNT)
    (project.folder / "script.py.mako").write_text(
        'revision = "${up_revision}"\ndown_revision = None\n\n\ndef upgrade():\n    pass\n\n\ndef downgrade():\n    pass\n'
    )
    assert "its upgrade() would leave a difference" in project.refused()


def test_models_that_a_migration_outlives(project):
    """What an earlier migration made by hand, and models cannot describe, stays."""
    project.models(ACCOUNT)
    project.generate("a1")
    (project.folder / "versions" / "b2.py").write_text(
        '"""b2"""\nfrom sqlcompile import op\nrevision = "b2"\ndown_revision = "a1"\n\n\n'
        'def upgrade():\n    op.execute("CREATE VIEW names AS SELECT name FROM account")\n'
        "    op.execute(\"CREATE TYPE mood AS ENUM ('sad', 'glad')\")\n\n\ndef downgrade():\n    pass\n"
    )
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")


def test_models_that_were_not_imported(project):
    project.models("")
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")
    project.models(ACCOUNT)
    project.generate("a1")
    project.models("")
    error = project.refused()
    assert "The models have no tables, and what is there has 1: all of them would be dropped." in error
    assert "Import the modules" in error


def test_an_index_on_no_columns(project):
    project.models(ACCOUNT + "    __table_args__ = (sa.Index('ix_forgotten'),)\n")
    error = project.refused()
    assert 'The index "ix_forgotten" of the table "account" of the models is on no columns.' in error
    assert 'Index("ix_forgotten", "COLUMN")' in error
    project.more = 'exclude_tables = ["account"]\n'
    project.models(ACCOUNT + "    __table_args__ = (sa.Index('ix_forgotten'),)\n")
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")
