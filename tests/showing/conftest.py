"""Projects whose history has all that a schema may hold."""

from __future__ import annotations

import pytest

from tests.projects import Project
from tests.showing.histories import rich


@pytest.fixture
def postgresql(tmp_path):
    """A history that uses what PostgreSQL has."""
    return rich(tmp_path, "postgresql")


@pytest.fixture
def project(tmp_path):
    """An empty project."""
    return Project(tmp_path)


HOSTILE = """
names = ['a"b', "x%y\\\\z", "<b>&amp;", "tab\\tend", "Ünï", "PK", "1st", "a b", "{c}", "--", "\\u202e"]
op.create_table(
    'we<i>rd" & \\\\name',
    sa.Column("id", sa.Integer, primary_key=True, autoincrement=False, comment='say "hi" </text>\\n]]> -->'),
    *[sa.Column(name, sa.Numeric(10, 2), server_default="it's :no %(bind)s") for name in names],
    sa.CheckConstraint("id <> 3 AND ':' <> '%'", name="ck ] --"),
    comment='\"\"\"\\\\',
)
op.create_table(
    "one",
    sa.Column("many", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("to", sa.Integer),
    sa.ForeignKeyConstraint(["to"], ['we<i>rd" & \\\\name.id'], name='fk "q"'),
)
"""


@pytest.fixture
def hostile(tmp_path):
    """A history whose names and texts mean something in every language that they are written in."""
    project = Project(tmp_path)
    project.revision("1a", HOSTILE)
    return project
