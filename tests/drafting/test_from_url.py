"""A database in the place of the migrations: it is only read."""

from __future__ import annotations

import sqlalchemy as sa

from tests.drafting.conftest import ACCOUNT, HEAD
from tests.servers import on_servers

MODELS = """
class Account(Base):
    __tablename__ = "account"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(50), nullable=False, server_default="x")
    price = sa.Column(sa.Numeric(10, 2), server_default=sa.text("0"))
    made = sa.Column(sa.DateTime, server_default=sa.func.now(), comment="when")
    flag = sa.Column(sa.Boolean)
    parent = sa.Column(sa.ForeignKey("account.id", ondelete="CASCADE"), index=True)
    __table_args__ = (
        sa.UniqueConstraint("name", name="uq_name"),
        sa.CheckConstraint("price > 0 AND name <> 'its'", name="ck_price"),
    )
"""


@on_servers("postgresql", "mariadb", "sqlite")
def test_a_database_as_the_models_are(project, server):
    project.models(MODELS, dialects=(server.dialect,))
    with server.fresh() as database:
        url = database.url.render_as_string(hide_password=False)
        with database.engine().connect():
            pass  # SQLite's file is there now
        first = project.call("revision", "--autogenerate", "--sql", "--from-url", url)
        assert "CREATE TABLE account" in first.out, first.err
        assert database.run_script(first.out).returncode == 0
        done = project.call("revision", "--autogenerate", "--from-url", url, "--sql")
        assert (done.out, done.err) == ("", "")
        # what the models do not have is dropped, what they have and it has not is made
        project.models(
            MODELS.replace("String(50)", "String(60)").replace("0 AND", "1 AND") + "    more = sa.Column(sa.Integer)\n",
            dialects=(server.dialect,),
        )
        text = project.generate("b2", "--from-url", url)
        assert '"more", sa.Integer()' in text
        assert "type_=sa.String(length=60)" in text
        assert text.count("price > 1 AND") == 1
        assert '"parent"' not in text
        (project.folder / "versions" / "b2_b2.py").unlink()
        sql = project.call("revision", "--autogenerate", "--sql", "--from-url", url).out
        assert database.run_script(sql).returncode == 0, sql
        done = project.call("revision", "--autogenerate", "--from-url", url, "--sql")
        assert (done.out, done.err) == ("", "")


def test_a_database_of_another_kind(project, tmp_path):
    project.models(ACCOUNT, head=HEAD)
    url = f"sqlite:///{tmp_path}/there.db"
    sa.create_engine(url).connect().close()
    assert "The database is SQLite" in project.refused("--from-url", url)


def test_a_database_that_cannot_be_reached(project):
    project.models(ACCOUNT)
    error = project.refused("--from-url", "postgresql://nobody:secret@127.0.0.1:1/none")
    assert "cannot be reached" in error
    assert "secret" not in error


@on_servers("postgresql")
def test_other_schemas_of_a_database(project, server):
    there = ACCOUNT.replace('"account"', '"account"\n    __table_args__ = {"schema": "s"}')
    project.models(there, dialects=(server.dialect,))
    with server.fresh() as database:
        url = database.url.render_as_string(hide_password=False)
        made = "CREATE SCHEMA s; CREATE TABLE s.account (id SERIAL PRIMARY KEY, name VARCHAR(40) NOT NULL);"
        made += " CREATE SCHEMA other; CREATE TABLE other.t (id INTEGER); CREATE TABLE s.gone (id INTEGER);"
        assert database.run_script(made).returncode == 0
        functions = """
        def named(name, type_, parent_names):
            return name != "other" if type_ == "schema" else True
        """
        project.env("include_schemas=True, include_name=named", functions)
        done = project.call("revision", "--autogenerate", "--from-url", url, "--sql")
        assert done.out.splitlines() == [
            "DROP TABLE s.gone;",
            "ALTER TABLE s.account ALTER COLUMN name TYPE VARCHAR(50);",
        ]
        text = project.generate("b2", "--from-url", url)
        assert 'op.drop_table("gone", schema="s")' in text
        assert "CreateSchema" not in text
