"""What is PostgreSQL's alone."""

from tests.projects import Project


def test_a_longer_serial_has_a_longer_sequence(tmp_path, postgresql_server):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True))')
    project.revision("a2", 'op.alter_column("t", "id", type_=sa.BigInteger())')
    with postgresql_server.fresh() as database:
        done = database.run_script(project.compile("postgresql"))
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT data_type FROM information_schema.sequences") == [("bigint",)]
