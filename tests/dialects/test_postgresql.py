"""What is PostgreSQL's alone."""

from tests.projects import Project, reflected


def test_a_longer_serial_has_a_longer_sequence(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))')
    project.revision("a2", 'op.alter_column("t", "id", type_=sa.BigInteger())')
    with postgresql_server.fresh() as database:
        done = database.run_script(project.compile("postgresql"))
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT data_type FROM information_schema.sequences") == [("bigint",)]


def test_a_unique_constraint_that_repeats_a_key_of_its_create_table_is_none(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision(
        "a1",
        """
op.create_table("t", sa.Column("id", sa.Integer, primary_key=True, unique=True))
op.create_table("named", sa.Column("id", sa.Integer, primary_key=True), sa.UniqueConstraint("id", name="uq_id"))
op.create_table("u", sa.Column("a", sa.Integer, unique=True), sa.UniqueConstraint("a", name="uq_a"))
op.create_table("later", sa.Column("a", sa.Integer), sa.UniqueConstraint("a", deferrable=True), sa.UniqueConstraint("a"))
op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
op.create_unique_constraint("uq_other", "other", ["id"])
""",
    )
    with postgresql_server.fresh() as database:
        done = database.run_script(project.compile("postgresql"))
        assert done.returncode == 0, done.stderr
        with database.engine().connect() as connection:
            assert reflected(project.run("postgresql").bind()) == reflected(connection)
