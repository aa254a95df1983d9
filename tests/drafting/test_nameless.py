"""Dropping one of several constraints that have no name."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from tests.drafting.conftest import ACCOUNT
from tests.projects import Project

LOOKUP = """\
    [name] = [
        key["name"]
        for key in sa.inspect(op.get_bind()).{method}("item")
        if key["{columns}"] == ["{column}"]
    ]
    op.drop_constraint(name, "item", type_="{kind}")
"""
CHECKED = (
    ACCOUNT
    + """
class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    a = sa.Column(sa.Integer)
    __table_args__ = ({checks})
"""
)
A, B = "sa.CheckConstraint('a > 0'),", "sa.CheckConstraint('a < 9'),"
ITEM = (
    ACCOUNT
    + """
class Item(Base):
    __tablename__ = "item"
    id = sa.Column(sa.Integer, primary_key=True)
    a = sa.Column(sa.ForeignKey("account.id"{more}))
    b = sa.Column(sa.ForeignKey("account.id"))
    c = sa.Column(sa.Integer{unique})
    d = sa.Column(sa.Integer, unique=True)
"""
)


@pytest.mark.parametrize(
    ("more", "unique"), [(", ondelete='CASCADE'", ", unique=True"), ("", ""), (", ondelete='CASCADE'", "")]
)
def test_one_of_several_is_dropped_where_the_table_is_built_anew(project, more, unique):
    project.models(ITEM.format(more="", unique=", unique=True"), dialects=["sqlite"])
    project.generate("a1")
    project.models(ITEM.format(more=more, unique=unique), dialects=["sqlite"])
    text = project.generate("b2")
    assert "naming_convention=convention" in text.partition("def downgrade")[0]
    if more:
        assert 'batch_op.drop_constraint(op.f("fk_item_a_account"), type_="foreignkey")' in text
    if not unique:
        assert 'batch_op.drop_constraint(op.f("uq_item_c"), type_="unique")' in text
    done = project.call("revision", "--autogenerate", "-m", "x")
    assert done.out.startswith("Nothing differs"), done.out + done.err
    there = Project.at(project.folder)
    assert there.compile("sqlite", "base:head")
    assert project.call("downgrade", "head:base").status == 0
    _run_by_alembic(project.folder)


def _run_by_alembic(folder: Path) -> None:
    """Let Alembic itself run the scripts on a real file, up and down."""
    for path in (folder / "versions").glob("*.py"):
        path.write_text(path.read_text().replace("from sqlcompile import op", "from alembic import op"))
    url = f"sqlite:///{folder}/real.db"
    config = Config(attributes={"url": url})
    config.set_main_option("script_location", str(folder))
    (folder / "env.py").write_text(
        "import sqlalchemy as sa\nfrom alembic import context\n"
        "with sa.create_engine(context.config.attributes['url']).connect() as connection:\n"
        "    context.configure(connection=connection)\n"
        "    with context.begin_transaction():\n        context.run_migrations()\n"
    )
    command.upgrade(config, "head")
    engine = sa.create_engine(url)
    keys = sa.inspect(engine).get_foreign_keys("item")
    assert sorted(key["constrained_columns"] for key in keys) == [["a"], ["b"]]
    command.downgrade(config, "a1")
    assert len(sa.inspect(engine).get_unique_constraints("item")) == 2
    engine.dispose()


@pytest.mark.parametrize("dialect", ["mssql", "oracle"])
def test_a_name_that_the_database_chose_is_looked_up_by_columns(project, dialect):
    project.models(ITEM.format(more="", unique=", unique=True"), dialects=[dialect])
    project.generate("a1")
    project.models(ITEM.format(more=", ondelete='CASCADE'", unique=""), dialects=[dialect])
    up, _, down = project.generate("b2").partition("def downgrade")
    method = "get_indexes" if dialect == "mssql" else "get_unique_constraints"
    key = LOOKUP.format(method="get_foreign_keys", columns="constrained_columns", column="a", kind="foreignkey")
    assert key in up
    assert key in down
    assert LOOKUP.format(method=method, columns="column_names", column="c", kind="unique") in up
    assert 'op.create_unique_constraint(None, "item", ["c"])' in down
    done = project.call("revision", "--autogenerate", "-m", "x")
    assert done.out.startswith("Nothing differs"), done.out + done.err
    there = Project.at(project.folder)
    dropped = "constraint_object_id = c.object_id" if dialect == "mssql" else "k.column_name = 'A' AND k.position = 1"
    for statements in (there.statements(dialect, "a1:b2"), there.statements(dialect, "b2:a1", "downgrade")):
        assert sum(dropped in statement for statement in statements) == 1


@pytest.mark.parametrize("dialect", ["postgresql", "mysql", "mariadb", "oracle"])
def test_a_check_is_told_by_its_name_or_its_text(project, dialect):
    for name, checks in (("a1", B), ("b2", A + B), ("c3", A), ("d4", "")):
        project.models(CHECKED.format(checks=checks), dialects=[dialect])
        project.generate(name)
        done = project.call("revision", "--autogenerate", "-m", "x")
        assert done.out.startswith("Nothing differs"), done.out + done.err
    if dialect == "oracle":
        assert 'if key["sqltext"] == "a < 9"' in project.script("c3")
    statements = Project.at(project.folder).statements(dialect, "b2:c3")
    names = {"postgresql": "t_a_check", "mysql": "item_chk_1", "mariadb": "CONSTRAINT_1", "oracle": "'a < 9'"}
    assert names[dialect].replace("t_a_check", "item_a_check") in "".join(statements)


@pytest.mark.parametrize(("dialect", "hint"), [("sqlite", "copy_from=TABLE"), ("mssql", "sys.check_constraints")])
def test_one_of_several_checks_is_refused_where_nothing_tells_it(project, dialect, hint):
    b = B.replace("a <", "id <")
    project.models(CHECKED.format(checks=A + b), dialects=[dialect])
    project.generate("a1")
    project.models(CHECKED.format(checks=b), dialects=[dialect])
    done = project.call("revision", "--autogenerate", "-m", "x")
    assert done.status == 2
    assert hint in done.err
    assert "Nothing was written" in " ".join(done.err.split())


@pytest.mark.parametrize("dialect", ["mssql", "oracle"])
def test_what_a_hook_leaves_is_looked_up_as_well(project, dialect):
    project.models(ITEM.format(more="", unique=""), dialects=[dialect])
    project.generate("a1")
    project.models(ITEM.format(more=", ondelete='CASCADE'", unique=""), dialects=[dialect])
    hook = """
        def hook(context, revision, directives):
            for change in directives[0].upgrade_ops.ops:
                change.ops[:] = list(change.ops)
    """
    url = {"mssql": "mssql+pyodbc://", "oracle": "oracle+oracledb://"}[dialect]
    project.env("process_revision_directives=hook", hook, url=url)
    key = LOOKUP.format(method="get_foreign_keys", columns="constrained_columns", column="a", kind="foreignkey")
    assert key in project.generate("b2").partition("def downgrade")[0]
