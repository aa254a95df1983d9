"""Dropping one of several constraints that have no name."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from alembic.config import Config

from tests.drafting.conftest import ACCOUNT
from tests.projects import Project

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
