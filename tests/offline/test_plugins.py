"""Packages with operations of their own that real projects use, on a real PostgreSQL."""

import importlib.util

import pytest

from tests.projects import Project


def needs(package):
    """Skip a test where a package is missing; it is imported only while Alembic is ours."""
    return pytest.mark.skipif(importlib.util.find_spec(package) is None, reason=f"{package} is not installed")


ENTITIES = """
from alembic import op
import sqlalchemy as sa
from alembic_utils.pg_function import PGFunction
from alembic_utils.pg_materialized_view import PGMaterializedView
from alembic_utils.pg_trigger import PGTrigger
from alembic_utils.pg_view import PGView

def function(end):
    body = f"returns text as $$ select upper(given) || '{end}' $$ language sql"
    return PGFunction(schema="public", signature="loud(given text)", definition=body)

def view(columns):
    return PGView(schema="public", signature="scores", definition=f"select {columns} from t")

total = PGMaterializedView(schema="public", signature="total", definition="select count(*) as n from t", with_data=True)
checker = PGFunction(
    schema="public",
    signature="check_t()",
    definition="returns trigger as $$ begin new.s = loud(new.s); return new; end $$ language plpgsql",
)
trigger = PGTrigger(
    schema="public",
    signature="before_t",
    on_entity="public.t",
    definition="BEFORE INSERT ON public.t FOR EACH ROW EXECUTE FUNCTION public.check_t()",
)
"""
ENUMS = """
from alembic import op
import sqlalchemy as sa
import alembic_postgresql_enum
from alembic_postgresql_enum import TableReference
"""


@needs("alembic_utils")
def test_entities_of_alembic_utils(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("s", sa.Text))
        for entity in (function(":x"), view("id"), total, checker, trigger):
            op.create_entity(entity)
        op.execute("INSERT INTO t (s) VALUES ('a')")
        """,
        """
        for entity in (trigger, checker, total, view("id"), function(":x")):
            op.drop_entity(entity)
        op.drop_table("t")
        """,
        head=ENTITIES,
    )
    project.revision(
        "b1",
        "op.replace_entity(function('!'))\nop.replace_entity(view('s, id'))\nop.execute(\"INSERT INTO t (s) VALUES ('b')\")",
        "op.replace_entity(function(':x'))\nop.drop_entity(view('s, id'), cascade=True)\nop.create_entity(view('id'))",
        down="a1",
        head=ENTITIES,
    )
    up = project.compile("postgresql")
    down = project.compile("postgresql", "heads:base", "downgrade")
    with postgresql_server.fresh() as database:
        done = database.run_script(up)
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT s FROM scores ORDER BY id") == [("A:x",), ("B!",)]
        assert database.query("SELECT n FROM total") == [(0,)]
        done = database.run_script(down)
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT count(*) FROM pg_proc WHERE proname IN ('loud', 'check_t')") == [(0,)]


@needs("alembic_postgresql_enum")
def test_enums_of_alembic_postgresql_enum(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision(
        "a1",
        """
        sa.Enum("new", "old", "gone", name="state").create(op.get_bind())
        kind = sa.Enum("new", "old", "gone", name="state", create_type=False)
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("s", kind, server_default="new"))
        op.execute("INSERT INTO t VALUES (1, 'old')")
        """,
        "op.drop_table('t')\nsa.Enum(name='state').drop(op.get_bind())",
        head=ENUMS,
    )
    project.revision(
        "b1",
        """
        op.sync_enum_values(
            enum_schema="public",
            enum_name="state",
            new_values=["fresh", "old"],
            affected_columns=[TableReference("t", "s", existing_server_default="'new'::state")],
            enum_values_to_rename=[("new", "fresh")],
        )
        op.execute("INSERT INTO t (id) VALUES (2)")
        op.execute("UPDATE t SET s = 'fresh' WHERE s = 'old'")
        """,
        """
        op.sync_enum_values(
            enum_schema="public",
            enum_name="state",
            new_values=["new", "old", "gone"],
            affected_columns=[TableReference("t", "s", existing_server_default="'fresh'::state")],
            enum_values_to_rename=[("fresh", "new")],
        )
        """,
        down="a1",
        head=ENUMS,
    )
    with postgresql_server.fresh() as database:
        done = database.run_script(project.compile("postgresql"))
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT id, s::text FROM t ORDER BY id") == [(1, "fresh"), (2, "fresh")]
        assert database.query("SELECT enum_range(NULL::state)::text") == [("{fresh,old}",)]
        done = database.run_script(project.compile("postgresql", "heads:a1", "downgrade"))
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT id, s::text FROM t ORDER BY id") == [(1, "new"), (2, "new")]
        done = database.run_script(project.compile("postgresql", "a1:base", "downgrade"))
        assert done.returncode == 0, done.stderr
