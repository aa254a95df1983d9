"""``sqlcompile revision --autogenerate`` as it is called."""

from __future__ import annotations

import pytest

from tests.drafting.conftest import ACCOUNT

BODY = """import sqlalchemy as sa
from sqlcompile import op

revision = "a1"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(length=50), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("account")
"""


def test_the_first_revision_makes_the_tables(project):
    project.models(ACCOUNT)
    assert project.generate("a1") == BODY


def test_nothing_is_written_where_nothing_differs(project):
    project.models(ACCOUNT)
    project.generate("a1")
    done = project.call("revision", "--autogenerate", "-m", "b2")
    assert (done.status, done.out) == (0, "Nothing differs: the migrations give the models. Nothing was written.\n")
    assert len(list((project.folder / "versions").iterdir())) == 1


def test_an_empty_script_where_it_is_asked_for(project):
    project.models(ACCOUNT)
    project.generate("a1")
    assert "def upgrade() -> None:\n    pass\n" in project.generate("b2", "--allow-empty")


def test_what_changed_since(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(
        ACCOUNT + "    email = sa.Column(sa.String(200), server_default='none', nullable=False, index=True)\n"
    )
    text = project.generate("b2")
    assert (
        """def upgrade() -> None:
    op.add_column(
        "account",
        sa.Column(
            "email",
            sa.String(length=200),
            nullable=False,
            server_default="none",
        ),
    )
    op.create_index(op.f("ix_account_email"), "account", ["email"])


def downgrade() -> None:
    op.drop_index(op.f("ix_account_email"), table_name="account")
    op.drop_column("account", "email")
"""
        in text
    )


def test_the_sql_alone(project):
    project.models(ACCOUNT)
    done = project.call("revision", "--autogenerate", "--sql", "-d", "mysql")
    assert done.status == 0
    assert done.out.startswith("CREATE TABLE account (\n    id INTEGER NOT NULL AUTO_INCREMENT,")
    assert not list((project.folder / "versions").iterdir())


@pytest.mark.parametrize(
    ("rename", "expected"),
    [
        ("account:customer", 'op.rename_table("account", "customer")'),
        ("account.name:title", 'op.alter_column("account", "name", new_column_name="title"'),
    ],
)
def test_a_rename_that_is_given(project, rename, expected):
    project.models(ACCOUNT)
    project.generate("a1")
    old, _, new = rename.partition(":")
    project.models(
        ACCOUNT.replace(f'"{old}"', f'"{new}"').replace("    name =", f"    {new} =" if "." in old else "    name =")
    )
    text = project.generate("b2", "--rename", rename)
    upgrade, _, downgrade = " ".join(text.split()).replace("( ", "(").partition("def downgrade()")
    assert expected in upgrade
    assert "drop" not in upgrade + downgrade
    project.call("revision", "--autogenerate", "-m", "c3")
    assert project.call("revision", "--autogenerate", "-m", "c3").out.startswith("Nothing differs")


def test_a_rename_is_not_guessed_but_hinted_at(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(ACCOUNT.replace("    name =", "    title ="))
    done = project.call("revision", "--autogenerate", "-m", "b2", "--rev-id", "b2")
    assert "Was the column account.name renamed to title?" in done.err
    assert "--rename account.name:title" in done.err
    text = project.script("b2")
    assert 'op.drop_column("account", "name")' in text
    assert "# account.title is NOT NULL and has no default" in text


def test_a_rename_is_asked_for_at_a_terminal(project, monkeypatch):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(ACCOUNT.replace('"account"', '"customer"'))
    monkeypatch.setattr("sqlcompile.cli.new_revision.is_terminal", lambda: True)
    asked = []
    monkeypatch.setattr("typer.confirm", lambda text, **_: asked.append(text) or True)
    assert 'op.rename_table("account", "customer")' in project.generate("b2")
    assert asked == ["Was the table account renamed to customer?"]


@pytest.mark.parametrize(
    ("rename", "reason"),
    [
        ("account", "is no rename"),
        ("nothing:account", "there is no table nothing"),
        ("account:nothing", "the models have no table nothing"),
        ("account.nothing:name", "there is no column account.nothing"),
        ("account.name:nothing", "the models have no column account.nothing"),
        ("account.name:id", "the models have account.name still"),
    ],
)
def test_a_rename_of_what_is_not_there(project, rename, reason):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(ACCOUNT + "    more = sa.Column(sa.Integer)\n")
    assert reason in project.refused("--rename", rename)


@pytest.mark.parametrize("option", ["--sql", "--allow-empty", "--rename=a:b", "--dialect=mysql"])
def test_options_that_go_with_it_alone(project, option):
    project.models(ACCOUNT)
    done = project.call("revision", "-m", "x", option)
    assert done.status == 2
    assert "goes with --autogenerate" in done.err


def test_a_revision_between_others_is_compared_with_what_is_below_it(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(ACCOUNT + "    b = sa.Column(sa.Integer)\n")
    project.generate("b2")
    project.models(ACCOUNT + "    c = sa.Column(sa.Integer)\n")
    text = project.generate("c3", "--head", "a1", "--splice")
    assert "drop_column" not in text.partition("def downgrade")[0]


def test_excluded_tables_stay(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.more = 'exclude_tables = ["acc*"]\n'
    project.models(ACCOUNT.replace('"account"', '"other"'))
    text = project.generate("b2")
    assert "account" not in text
    assert 'op.create_table(\n        "other"' in text


PARENT = """
class Parent(Base):
    __tablename__ = "parent"
    id = sa.Column(sa.Integer, primary_key=True)
    code = sa.Column(sa.Integer, nullable=False)
    __table_args__ = ({constraints})
"""
CHILD = """
class Child(Base):
    __tablename__ = "child"
    id = sa.Column(sa.Integer, primary_key=True)
    parent = sa.Column(sa.ForeignKey("parent.{column}"))
"""


def parent(*constraints: str) -> str:
    return PARENT.format(constraints="".join(f"{one}, " for one in constraints))


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mssql", "oracle", "sqlite"])
def test_a_foreign_key_stands_in_the_new_table_where_what_it_refers_to_stays(project, dialect):
    project.models(parent(), dialects=[dialect])
    project.generate("a1")
    grown = parent('sa.Index("i", "code")') + "    more = sa.Column(sa.Integer)\n"
    project.models(grown + CHILD.format(column="id"), dialects=[dialect])
    text = project.generate("b2")
    assert 'sa.ForeignKeyConstraint(["parent"], ["parent.id"])' in text
    assert "create_foreign_key" not in text


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mssql", "oracle"])
def test_a_foreign_key_waits_for_the_key_that_it_refers_to(project, dialect):
    project.models(parent(), dialects=[dialect])
    project.generate("a1")
    project.models(parent('sa.UniqueConstraint("code", name="u")') + CHILD.format(column="code"), dialects=[dialect])
    upgrade = project.generate("b2").partition("def downgrade")[0]
    assert "ForeignKeyConstraint" not in upgrade
    assert upgrade.index("op.create_unique_constraint(") < upgrade.index("op.create_foreign_key(")


def test_a_foreign_key_waits_for_a_column_of_another_type(project):
    project.models(parent())
    project.generate("a1")
    changed = parent().replace("id = sa.Column(sa.Integer", "id = sa.Column(sa.BigInteger")
    project.models(changed + CHILD.format(column="id"))
    upgrade = project.generate("b2").partition("def downgrade")[0]
    assert upgrade.index("type_=sa.BigInteger()") < upgrade.index("op.create_foreign_key(")


def test_foreign_keys_in_a_circle_are_added_last(project):
    circle = """
    class One(Base):
        __tablename__ = "one"
        id = sa.Column(sa.Integer, primary_key=True)
        other = sa.Column(sa.ForeignKey("other.id", name="to_other"))

    class Other(Base):
        __tablename__ = "other"
        id = sa.Column(sa.Integer, primary_key=True)
        one = sa.Column(sa.ForeignKey("one.id", name="to_one"))
    """
    project.models(circle)
    upgrade = project.generate("a1").partition("def downgrade")[0]
    assert upgrade.count("sa.ForeignKeyConstraint(") == 1
    assert upgrade.count("op.create_foreign_key(") == 1


def test_a_template_without_a_downgrade(project):
    project.models(ACCOUNT)
    (project.folder / "script.py.mako").write_text(
        "from sqlcompile import op\nimport sqlalchemy as sa\n${imports if imports else ''}\n"
        "revision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n\n\n"
        "def upgrade():\n    ${upgrades if upgrades else 'pass'}\n"
    )
    done = project.call("revision", "--autogenerate", "-m", "a", "--rev-id", "a1")
    assert done.status == 0, done.err
    text = (project.folder / "versions" / "a1_a.py").read_text()
    assert "op.create_table(" in text
    assert "downgrade" not in text


def test_rows_and_a_baseline_that_the_history_needs(project):
    project.models(ACCOUNT + "    more = sa.Column(sa.Integer)\n")
    (project.folder / "start.sql").write_text("CREATE TABLE account (id INTEGER PRIMARY KEY);\n")
    (project.folder / "versions" / "a1_.py").write_text(
        "import sqlalchemy as sa\nfrom sqlcompile import op\nrevision = 'a1'\ndown_revision = None\n\n\n"
        "def upgrade():\n    op.get_bind().execute(sa.text('SELECT id FROM account')).all()\n"
        "    op.add_column('account', sa.Column('name', sa.String(50), nullable=False))\n"
    )
    start = str(project.folder / "start.sql")
    assert "--rows empty" in project.refused("--baseline", start)
    text = project.generate("b2", "--baseline", start, "--rows", "empty")
    assert 'op.add_column("account", sa.Column("more", sa.Integer()))' in text
    assert "op.create_table(" not in text
    done = project.call("revision", "-m", "x", "--rows", "empty")
    assert "--rows goes with --autogenerate" in done.err


def test_an_index_on_expressions_of_the_models_columns(project):
    models = (
        ACCOUNT
        + """
Account.__table__.append_column(sa.Column("made", sa.DateTime))
sa.Index("newest", Account.name, Account.__table__.c.made.desc())
sa.Index("lower", sa.func.lower(Account.name), postgresql_where=Account.__table__.c.made.is_not(None))
"""
    )
    project.models(models)
    text = project.generate("a1")
    assert '["name", sa.text("made DESC")]' in text
    assert 'postgresql_where=sa.text("made IS NOT NULL")' in text
    project.models(models)
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")
