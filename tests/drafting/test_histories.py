"""Histories and models as projects have them."""

from __future__ import annotations

import re

import pytest

from tests.drafting.conftest import ACCOUNT, HEAD
from tests.projects import DIALECTS

NAMED = '''"""a1"""
import sqlalchemy as sa
from alembic import op
revision = "a1"
down_revision = None


def upgrade():
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("parent", sa.Integer()),
        sa.Column("email", sa.String(length=100)),
        sa.Column("name", sa.String(length=50), nullable=False),
        sa.PrimaryKeyConstraint("id", name="account_key"),
        sa.ForeignKeyConstraint(["parent"], ["account.id"], name="fk_of_parent"),
        sa.UniqueConstraint("email", name="email_once"),
    )


def downgrade():
    op.drop_table("account")
'''
MODELS = (
    ACCOUNT
    + "    email = sa.Column(sa.String(100), unique=True)\n"
    + '    parent = sa.Column(sa.ForeignKey("account.id"))\n'
)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_names_that_the_models_leave_open(project, dialect):
    (project.folder / "versions" / "a1.py").write_text(NAMED)
    project.models(MODELS, dialects=(dialect,))
    done = project.call("revision", "--autogenerate", "-m", "x")
    assert done.out == "Nothing differs: the migrations give the models. Nothing was written.\n", done.out + done.err


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_naming_convention(project, dialect):
    head = HEAD.replace(
        "    pass",
        '    metadata = sa.MetaData(naming_convention={"ix": "ix_%(column_0_label)s", "uq": "uq_%(table_name)s_'
        '%(column_0_name)s", "ck": "ck_%(table_name)s_%(constraint_name)s", "fk": "fk_%(table_name)s_%(column_0_name)s", '
        '"pk": "pk_%(table_name)s"})',
    )
    more = '    __table_args__ = (sa.CheckConstraint("parent > 0", name="positive"),)\n'
    project.models(MODELS + more, head=head, dialects=(dialect,))
    text = project.generate("a1")
    for name in ("pk_account", "fk_account_parent", "uq_account_email", "ck_account_positive"):
        assert f'name=op.f("{name}")' in text
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")
    project.models(MODELS, head=head, dialects=(dialect,))
    assert 'drop_constraint(op.f("ck_account_positive")' in project.generate("b2")


def test_an_enum_of_two_tables(project):
    head = HEAD + "kind = sa.Enum('a', 'b', name='kind')\n"
    project.models(ACCOUNT + "    kind = sa.Column(kind)\n", head=head)
    assert 'sa.Column("kind", sa.Enum("a", "b", name="kind"))' in project.generate("a1")
    other = '\n\nclass Other(Base):\n    __tablename__ = "other"\n    id = sa.Column(sa.Integer, primary_key=True)\n'
    both = ACCOUNT + "    kind = sa.Column(kind)\n" + other + "    kind = sa.Column(kind)\n"
    project.models(both, head=head)
    text = project.generate("b2")
    assert 'sa.Column("kind", postgresql.ENUM("a", "b", name="kind", create_type=False))' in text
    assert "Enum(" not in text.replace("postgresql.ENUM(", "")
    project.models(both, head=head.replace("'b'", "'b', 'c'"))
    assert "op.execute(\"ALTER TYPE kind ADD VALUE 'c'\")" in project.generate("c3")
    project.models(ACCOUNT + other, head=HEAD)
    assert 'sa.Enum(name="kind").drop(op.get_bind())' in project.generate("d4")
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")


def test_an_enum_where_others_are_compiled_for(project):
    head = HEAD + "kind = sa.Enum('a', 'b', name='kind')\n"
    dialects = ("postgresql", "mysql", "oracle")
    project.models(ACCOUNT, dialects=dialects)
    project.generate("a1")
    project.models(ACCOUNT + "    kind = sa.Column(kind)\n", head=head, dialects=dialects)
    project.generate("b2")
    for dialect in dialects:
        assert project.call("revision", "--autogenerate", "-d", dialect, "-m", "x").out.startswith("Nothing differs")
        assert project.call("upgrade", "head", "-d", dialect).status == 0
        assert project.call("downgrade", "head:base", "-d", dialect).status == 0


def test_sequences(project):
    project.models(ACCOUNT)
    project.generate("a1")
    project.models(ACCOUNT + "\n\nsa.Sequence('numbers', start=5, metadata=Base.metadata)\n")
    text = project.generate("b2")
    assert 'op.execute(sa.schema.CreateSequence(sa.Sequence("numbers", start=5)))' in text
    assert 'op.execute(sa.schema.DropSequence(sa.Sequence("numbers", start=5)))' in text
    project.models(ACCOUNT)
    assert "DropSequence" in project.generate("c3").partition("def downgrade")[0]


TWO = """from alembic import context
import {models} as models
for name, tables in (("one", models.Base.metadata), ("two", models.other)):
    context.configure(url="postgresql://", target_metadata=tables{options})
    context.run_migrations(engine_name=name)
"""
TEMPLATE = """import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade(engine_name):
    globals()["upgrade_" + engine_name]()


def downgrade(engine_name):
    globals()["downgrade_" + engine_name]()

% for name in ("one", "two"):

def upgrade_${name}():
    ${context.get(name + "_upgrades", "pass")}


def downgrade_${name}():
    ${context.get(name + "_downgrades", "pass")}

% endfor
"""


TOKENS = ', upgrade_token=name + "_upgrades", downgrade_token=name + "_downgrades"'


@pytest.mark.parametrize("options", [TOKENS, ""], ids=["named", "as in Alembic's template, where it connects alone"])
def test_several_databases_of_env_py(project, options):
    other = "\n\nother = sa.MetaData()\nsa.Table('there', other, sa.Column('id', sa.Integer, primary_key=True))\n"
    project.models(ACCOUNT + other)
    (project.folder / "script.py.mako").write_text(TEMPLATE)
    (project.folder / "env.py").write_text(TWO.format(models=project.module, options=options))
    done = project.call("revision", "--autogenerate", "-m", "a1", "--rev-id", "a1")
    assert done.status == 0, done.err
    text = (project.folder / "versions" / "a1_a1.py").read_text()
    one, _, two = text.partition("def upgrade_two")
    assert 'op.create_table(\n        "account"' in one
    assert 'op.drop_table("account")' in one
    assert 'op.create_table("there", ' in two
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")


def test_several_databases_in_one_place(project):
    project.models(ACCOUNT + "\n\nother = sa.MetaData()\n")
    head = TEMPLATE.partition("\n\ndef upgrade")[0]
    functions = [f"def {name}grade(engine_name):\n    ${{{name}grades}}\n\n\n" for name in ("up", "down")]
    (project.folder / "script.py.mako").write_text("\n\n\n".join([head, *functions]))
    (project.folder / "env.py").write_text(TWO.format(models=project.module, options=""))
    assert "several databases" in project.refused()


def test_a_sequence_that_raw_sql_made_stays(project):
    project.models(ACCOUNT)
    project.generate("a1")
    (project.folder / "versions" / "b2_.py").write_text(
        "from sqlcompile import op\nrevision = 'b2'\ndown_revision = 'a1'\n\n\n"
        "def upgrade():\n    op.execute('CREATE SEQUENCE first')\n    op.execute('ALTER SEQUENCE first RENAME TO numbers')\n"
    )
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")
    project.models(ACCOUNT + "\n\nsa.Sequence('numbers', metadata=Base.metadata)\n")
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")


def test_words_in_another_case_are_the_same(project):
    project.models(
        ACCOUNT + "    __table_args__ = (sa.CheckConstraint('LENGTH(name) > 3 and name <> \\'X\\'', name='c'),)\n"
    )
    project.generate("a1")
    project.models(
        ACCOUNT + "    __table_args__ = (sa.CheckConstraint('length(NAME) > 3 AND name <> \\'X\\'', name='c'),)\n"
    )
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")
    project.models(
        ACCOUNT + "    __table_args__ = (sa.CheckConstraint('length(name) > 3 AND name <> \\'x\\'', name='c'),)\n"
    )
    assert "op.drop_constraint(" in project.generate("b2")


def test_a_history_that_adds_to_the_tables_of_the_models(project):
    project.models(
        ACCOUNT
        + """
    a = sa.Column(sa.String(10))
    __table_args__ = (sa.CheckConstraint(a.in_(["x"]), name="known"),)
"""
    )
    project.generate("a1")
    (path,) = (project.folder / "versions").glob("a1_*.py")
    path.write_text(
        path.read_text().replace(
            "def upgrade() -> None:\n",
            f"def upgrade() -> None:\n    from {project.module} import Account\n"
            "    sa.CheckConstraint(Account.__table__.c.a.in_(['x']), name='known')\n",
        )
    )
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")


RAW = '''"""b2"""
from sqlcompile import op
revision = "b2"
down_revision = "a1"


def upgrade():
    op.execute({text!r})


def downgrade():
    pass
'''
TRIGGER = "CREATE TRIGGER changed AFTER UPDATE ON old BEGIN DELETE FROM account; END"
OLD = "\n\nclass Old(Base):\n    __tablename__ = 'old'\n    id = sa.Column(sa.Integer, primary_key=True)\n"


def test_a_trigger_goes_with_its_table_and_comes_back(project):
    project.models(ACCOUNT + OLD, dialects=("sqlite",))
    project.generate("a1")
    (project.folder / "versions" / "b2.py").write_text(RAW.format(text=TRIGGER))
    project.models(ACCOUNT, dialects=("sqlite",))
    upgrade, _, downgrade = project.generate("c3").partition("def downgrade")
    assert "CREATE TRIGGER" not in upgrade
    assert downgrade.index("op.create_table(") < downgrade.index("CREATE TRIGGER changed")


def test_a_table_that_was_renamed_may_go(project):
    project.models(OLD)
    project.generate("a1")
    (project.folder / "versions" / "b2.py").write_text(RAW.format(text="ALTER TABLE old RENAME TO older"))
    project.models(ACCOUNT)
    upgrade, _, downgrade = project.generate("c3").partition("def downgrade")
    said = "older: the sequences of its columns are called older_id_seq, not old_id_seq."
    assert said in " ".join(downgrade.replace("#", "").split())
    assert 'op.drop_table("older")' in upgrade


@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_what_models_have_for_another_database(project, dialect):
    one = "sa.Index('ix_one', 'name').ddl_if(dialect='postgresql')"
    other = "sa.CheckConstraint('id > 0', name='positive').ddl_if(dialect='sqlite')"
    project.models(ACCOUNT + f"    __table_args__ = ({one}, {other})\n", dialects=(dialect,))
    text = project.generate("a1")
    assert ("ix_one" in text, "positive" in text) == (dialect == "postgresql", dialect == "sqlite")
    assert project.call("revision", "--autogenerate", "-m", "x").out.startswith("Nothing differs")


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_way_back_is_in_the_reverse_order(project, dialect):
    project.models(ACCOUNT + OLD, dialects=(dialect,))
    project.generate("a1")
    columns = "    x = sa.Column(sa.Integer, index=True)\n    y = sa.Column(sa.Integer, index=True)\n"
    project.models(ACCOUNT + columns + OLD + columns, dialects=(dialect,))
    upgrade, _, downgrade = project.generate("b2").partition("def downgrade")
    for words in ("sa.Column", "op.create_index"):
        assert [upgrade.count(words), downgrade.count(words)] == [4, 0]
    made = re.findall(r"ix_(?:account|old)_[xy]", upgrade)
    assert re.findall(r"ix_(?:account|old)_[xy]", downgrade) == made[::-1]
    added = re.findall(r'"([xy])", sa\.Integer', upgrade)
    assert re.findall(r'drop_column\((?:"\w+", )?"([xy])"', downgrade) == added[::-1] == ["y", "x", "y", "x"]


@pytest.mark.parametrize("name", ["", "name='status'"])
@pytest.mark.parametrize("dialect", ["postgresql", "sqlite"])
def test_the_check_of_a_type_becomes_one_of_the_table(project, dialect, name):
    run = "\n\nclass Run(Base):\n    __tablename__ = 'run'\n    id = sa.Column(sa.Integer, primary_key=True)\n"
    enum = f"sa.Enum('a', 'b', native_enum=False, create_constraint=True, {name})"
    project.models(f"{run}    status = sa.Column({enum})\n", dialects=(dialect,))
    project.generate("a1")
    check = f"""sa.CheckConstraint("status IN ('a', 'b')", {name})"""
    project.models(
        f"{run}    status = sa.Column(sa.String(20))\n    __table_args__ = ({check},)\n", dialects=(dialect,)
    )
    downgrade = project.generate("b2").partition("def downgrade")[2]
    assert ("sa.Enum(" in downgrade, "create_constraint=True" in downgrade) == (True, False)
    done = project.call("revision", "--autogenerate", "-m", "x")
    assert done.out.startswith("Nothing differs"), done.out


@pytest.mark.parametrize("columns", ["id", "name"])
def test_a_new_foreign_key_on_what_is_no_key_is_said(project, columns):
    project.models(ACCOUNT)
    project.generate("a1")
    key = f"sa.Column(sa.ForeignKey('account.{columns}'))"
    project.models(ACCOUNT + f"    other = {key}\n" + OLD + f"    account = {key}\n")
    done = project.call("revision", "--autogenerate", "-m", "b2", "--rev-id", "b2")
    upgrade, _, downgrade = " ".join(project.script("b2").replace("#", "").split()).partition("def downgrade")
    said = "CHECK BEFORE APPLYING: the new foreign key of old (account) refers to account (name), which is no key."
    for text in (upgrade, " ".join(done.err.split())):
        assert (said in text, said.replace("old (account)", "account (other)") in text) == (columns == "name",) * 2
    assert "CHECK" not in downgrade


def test_a_view_of_a_table_that_goes_is_said(project):
    project.models(ACCOUNT + OLD)
    project.generate("a1")
    (project.folder / "versions" / "b2.py").write_text(RAW.format(text="CREATE VIEW seen AS SELECT id FROM old"))
    project.models(ACCOUNT)
    upgrade = " ".join(project.generate("c3").partition("def downgrade")[0].replace("#", "").split())
    said = "CHECK BEFORE APPLYING: the view seen asks for old, and stays: drop it first, or leave the table out"
    assert upgrade.index(said) < upgrade.index('op.drop_table("old")')
