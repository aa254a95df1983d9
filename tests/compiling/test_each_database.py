"""A script that is compiled for several databases gives each what it would get alone."""

import pytest

from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts
from sqlcompile.scripts.style import Style
from tests.projects import Project


def together(project, *dialects):
    """Return the scripts of several databases, compiled by one call."""
    build_scripts(
        load_config(project.folder),
        range_text="base:heads",
        direction="upgrade",
        dialects=dialects,
        output=project.folder / "all.{dialect}.sql",
        output_dir=None,
        style=Style(),
        progress=Silent(),
    )
    return [(project.folder / f"all.{dialect}.sql").read_text(encoding="utf-8") for dialect in dialects]


@pytest.mark.parametrize("dialects", [("postgresql", "mysql"), ("mysql", "postgresql")])
def test_an_error_that_a_script_catches_on_one_of_them_alone(tmp_path, dialects):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer, unique=True))')
    project.revision(
        "b2",
        """
        try:
            op.drop_constraint("t_n_key", "t", type_="unique")
        except Exception:
            op.execute("UPDATE t SET n = 1")
        """,
    )
    texts = together(project, *dialects)
    assert texts == [project.compile(dialect) for dialect in dialects]
    assert sorted("UPDATE t" in text for text in texts) == [False, True]


def test_what_a_script_keeps_in_its_module(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1",
        """
        global times
        times += 1
        table = sa.Table("t", metadata, sa.Column("n", sa.Integer))
        table.create(op.get_bind())
        op.execute(f"UPDATE t SET n = {times}")
        """,
        head="metadata = sa.MetaData()\ntimes = 0",
    )
    texts = together(project, "postgresql", "mysql", "sqlite")
    assert texts == [project.compile(dialect) for dialect in ("postgresql", "mysql", "sqlite")]


def test_a_script_that_cannot_be_imported_twice(tmp_path, monkeypatch):
    (tmp_path / "shared_tables.py").write_text("import sqlalchemy as sa\nmetadata = sa.MetaData()\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    project = Project(tmp_path)
    project.revision(
        "a1",
        "table.create(op.get_bind())",
        head='import shared_tables\ntable = sa.Table("t", shared_tables.metadata, sa.Column("n", sa.Integer))',
    )
    assert ["CREATE TABLE t" in text for text in together(project, "postgresql", "mysql")] == [True, True]
