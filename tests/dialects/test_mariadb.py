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


NAMES = [
    ("mysql+pymysql://h/d", "mysql"),
    ("mysql://h/d", "mysql"),
    ("mariadb+mariadbconnector://h/d", "mariadb"),
    ("postgresql://h/d", "mysql"),
    (None, "mysql"),
]


@pytest.mark.parametrize(("url", "name"), NAMES)
@pytest.mark.parametrize("place", ["settings", "env"])
def test_the_name_that_scripts_find_is_that_of_the_url(tmp_path, url, name, place):
    settings = f'sqlalchemy_url = "{url}"\n' if url and place == "settings" else ""
    project = Project(tmp_path, settings)
    if place == "env":
        given = f"url={url!r}" if url else ""
        (tmp_path / "env.py").write_text(
            f"from alembic import context\ncontext.configure({given})\ncontext.run_migrations()\n"
        )
    project.revision(
        "a1",
        f"""
        assert op.get_bind().dialect.name == op.get_context().dialect.name == {name!r}
        assert op.get_bind().dialect.is_mariadb
        assert op.get_bind().engine.url.get_backend_name() == {name!r}
        op.create_table("t", sa.Column("a", sa.Text().with_variant(mysql.LONGTEXT, "mysql")))
        op.create_table("u", sa.Column("a", sa.Integer), mysql_engine="MyISAM")
        op.create_table("v", sa.Column("a", sa.Integer), mariadb_engine="Aria", mysql_engine="MyISAM")
        """,
        head="from sqlalchemy.dialects import mysql",
    )
    text = project.compile("mariadb")
    assert text.startswith("-- sqlcompile 0.1.0, MariaDB")
    assert f"a {'LONGTEXT' if name == 'mysql' else 'TEXT'}\n" in text
    assert "ENGINE=MyISAM" in text
    assert "ENGINE=Aria" in text
