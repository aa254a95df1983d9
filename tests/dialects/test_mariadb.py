"""What is MariaDB's alone."""

import pytest

from tests.projects import Project


@pytest.mark.parametrize(
    ("options", "written"),
    [
        ('mysql_engine="InnoDB", mysql_charset="utf8mb4"', "ENGINE=InnoDB"),
        ('mariadb_engine="Aria"', "ENGINE=Aria"),
        ('mysql_engine="InnoDB", mariadb_engine="Aria"', "ENGINE=Aria"),
    ],
)
def test_options_for_mysql_count_where_there_are_none_for_mariadb(tmp_path, options, written):
    project = Project(tmp_path)
    project.revision("a1", f'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), {options})')
    (statement,) = project.statements("mariadb")
    assert written in statement


def test_an_index_takes_mysql_lengths(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer), sa.Column("note", sa.Text))')
    project.revision("a2", 'op.create_index("ix", "t", ["note"], mysql_length=20)')
    assert project.statements("mariadb") == ["CREATE INDEX ix ON t (note(20))"]
