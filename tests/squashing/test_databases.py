"""Projects whose env.py runs the migrations for several databases, and what else env.py says."""

from __future__ import annotations

import textwrap

ENV = """
from alembic import context
for name, url in (("one", "postgresql://"), ("two", "sqlite://")):
    context.configure(url=url, upgrade_token=f"{name}_upgrades", downgrade_token=f"{name}_downgrades")
    context.run_migrations(engine_name=name)
"""
TEMPLATE = """
import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
def upgrade(engine_name):
    globals()[f"upgrade_{engine_name}"]()
def downgrade(engine_name):
    globals()[f"downgrade_{engine_name}"]()
% for name in ("one", "two"):
def upgrade_${name}():
    ${context.get(f"{name}_upgrades", "pass")}
def downgrade_${name}():
    ${context.get(f"{name}_downgrades", "pass")}
% endfor
"""
SCRIPT = """
import sqlalchemy as sa
from alembic import op
revision = {0!r}
down_revision = {1!r}
def upgrade(engine_name):
    op.create_table(f"{{engine_name}}_{0}", sa.Column("id", sa.Integer, primary_key=True))
def downgrade(engine_name):
    op.drop_table(f"{{engine_name}}_{0}")
"""


def several(project):
    (project.folder / "env.py").write_text(ENV)
    (project.folder / "script.py.mako").write_text(TEMPLATE)
    for name, below in (("a1", None), ("b2", "a1"), ("c3", "b2")):
        (project.folder / "versions" / f"{name}.py").write_text(SCRIPT.format(name, below))


def test_each_database_has_its_own_functions_and_its_own_stamp(project):
    several(project)
    text = project.squash("b2", dialects=())
    one, two = text.split("def upgrade_two")
    assert 'op.create_table(\n        "one_a1"' in one or 'op.create_table("one_a1"' in one
    assert '"two_b2"' in two
    assert '"one_b2"' not in two
    found = {path.name for path in (project.folder / "squashed" / "new").glob("*.sql")}
    assert found == {"stamp.one.postgresql.sql", "stamp.two.sqlite.sql"}


def test_all_databases_are_squashed_whichever_is_named(project):
    several(project)
    text = project.squash("b2", dialects=("one=mariadb",))
    assert '"two_b2"' in text
    found = {path.name for path in (project.folder / "squashed" / "new").glob("*.sql")}
    assert found == {"stamp.one.mariadb.sql", "stamp.two.sqlite.sql"}


def test_databases_that_are_left_out_are_said(project):
    with (project.folder / "sqlcompile.toml").open("a") as settings:
        settings.write('dialects = ["postgresql@16", "mysql"]\n')
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer))')
    project.revision("b2")
    done = project.call("squash", "b2", "--rev-id", "new", "-d", "mysql")
    assert "The new script is for mysql alone: what the history makes on postgresql@16 was not looked at" in done.err
    assert (
        "# CHECK: what they make on postgresql@16 was not looked at."
        in next((project.folder / "versions").glob("new*.py")).read_text()
    )


def test_two_databases_in_one_place_of_the_template_are_refused(project):
    several(project)
    (project.folder / "env.py").write_text(
        ENV.replace("{name}_upgrades", "upgrades").replace("{name}_downgrades", "downgrades")
    )
    assert "writes them to one place of the template" in project.refused("b2", dialects=())


def test_what_env_py_does_after_each_step_is_not_in_the_stamp_and_it_is_said(project):
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer))')
    project.revision("b2")
    (project.folder / "env.py").write_text(
        textwrap.dedent(
            """
            from alembic import context
            context.configure(url="sqlite://", on_version_apply=lambda **_: None)
            context.run_migrations()
            """
        )
    )
    done = project.call("squash", "b2")
    assert done.status == 0, done.err
    assert "on_version_apply of env.py is not called for the stamps." in done.err


def test_other_branches_are_not_run(project):
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer))', down=None)
    project.revision("a2")
    project.revision("x1", 'raise Exception("never")', down=None)
    project.squash("a2")
