"""A project with several databases: a new script is tried on all of them."""

from __future__ import annotations

from tests.drafting.conftest import ACCOUNT, HEAD

BOTH = ("postgresql", "mysql")
VARIED = ACCOUNT + "    a = sa.Column(sa.Text().with_variant(sa.String({length}), 'mysql'))\n"


def notes(done) -> list[str]:
    assert done.status == 0, done.err
    return [line.removeprefix("NOTE  ") for line in done.err.splitlines()]


def autogenerate(project, *more: str):
    return project.call("revision", "--autogenerate", "-m", "next", *more)


def test_nothing_is_said_where_it_fits_everywhere(project):
    project.models(ACCOUNT, dialects=("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle"))
    assert notes(autogenerate(project)) == []


def test_a_script_that_fails_on_another_database(project):
    project.models(ACCOUNT, dialects=BOTH)
    project.generate("a1")
    project.models(ACCOUNT + "    a = sa.Column(sa.Text, index=True)\n", dialects=BOTH)
    done = autogenerate(project)
    (note,) = notes(done)
    assert note.startswith("mysql: upgrade() of the new script fails there: MySQL cannot have the column")
    assert note.endswith("of the type TEXT in an index. Change the script.")


def test_a_difference_that_another_database_alone_has(project):
    project.models(VARIED.format(length=10), dialects=BOTH)
    project.generate("a1")
    project.models(VARIED.format(length=20), dialects=BOTH)
    done = autogenerate(project)
    assert done.out.startswith("Nothing differs") or done.out.startswith("Nothing of what can be compared differs")
    assert notes(done) == [
        "mysql: the models differ there: account: the column a differs still in: type. `-d mysql` writes a revision for it."
    ]
    project.models(VARIED.format(length=20) + "    b = sa.Column(sa.Integer)\n", dialects=BOTH)
    (note,) = notes(autogenerate(project))
    assert note.startswith("mysql: after upgrade() this differs there from the models: account: the column a differs")
    assert note.endswith("Complete the script.")


def test_only_the_databases_that_are_asked_for_count(project):
    project.models(VARIED.format(length=10), dialects=BOTH)
    project.generate("a1")
    project.models(VARIED.format(length=20), dialects=BOTH)
    assert notes(autogenerate(project, "-d", "postgresql")) == []
    assert "sa.String(length=20)" in project.generate("b2", "-d", "mysql")


def test_what_a_hook_leaves_out_is_left_out_everywhere(project):
    project.models(ACCOUNT, dialects=BOTH)
    project.generate("a1")
    project.models(ACCOUNT + "    a = sa.Column(sa.Integer)\n    b = sa.Column(sa.Integer)\n", dialects=BOTH)
    project.env(
        "process_revision_directives=directives_of",
        """
        def directives_of(context, revision, directives):
            for held in (directives[0].upgrade_ops, directives[0].downgrade_ops):
                (block,) = held.ops
                block.ops = [one for one in block.ops if getattr(one, "column_name", None) != "a"
                             and getattr(getattr(one, "column", None), "name", None) != "a"]
        """,
    )
    done = autogenerate(project)
    assert notes(done) == []
    assert '"b"' in next((project.folder / "versions").glob("*_next.py")).read_text()


def test_a_history_that_fails_on_another_database(project):
    project.models(ACCOUNT, dialects=BOTH)
    (project.folder / "versions" / "a1_.py").write_text(
        "from sqlcompile import op\nrevision = 'a1'\ndown_revision = None\n\n\n"
        "def upgrade():\n    if op.get_bind().dialect.name == 'mysql':\n        op.drop_column('t', 1 / 0)\n"
    )
    done = autogenerate(project)
    assert done.out.startswith("Wrote")
    (note,) = notes(done)
    assert note.startswith("The new revision is proved for PostgreSQL alone: elsewhere the history fails.")
    assert "ZeroDivisionError" in note


def test_a_database_in_the_place_of_the_migrations_says_nothing_of_others(project, tmp_path):
    project.models(ACCOUNT, head=HEAD, dialects=("sqlite", "mysql"))
    (tmp_path / "there.db").touch()
    done = autogenerate(project, "--from-url", f"sqlite:///{tmp_path}/there.db")
    assert notes(done) == []
