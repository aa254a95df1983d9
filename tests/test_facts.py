"""The seventeen facts of DESIGN.md: what ``alembic --sql`` gets wrong is right here, or refused."""

import os
import re
import subprocess
import sys
import time

import pytest
import sqlalchemy as sa

from sqlcompile.errors import SqlcompileError
from tests.projects import DIALECTS, Project
from tests.servers import on_servers


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def apply(database, script):
    done = database.run_script(script)
    assert done.returncode == 0, done.stderr
    return done


def query_after(server, project, sql):
    """Return rows of a fresh database after the whole history."""
    with server.fresh() as database:
        apply(database, project.compile(server.dialect))
        return database.query(sql)


def body(script):
    """Return the statements of a script without comments."""
    return "\n".join(line for line in script.splitlines() if not line.startswith("--"))


def test_fact_1_bound_values_are_written(project, server):
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER, s VARCHAR(20))')")
    project.revision(
        "b1",
        """
        op.get_bind().execute(sa.text("INSERT INTO t VALUES (:n, :s)"), {"n": 1, "s": "it's"})
        rows = [{"n": 2, "s": None}, {"n": 3, "s": ":n"}]
        op.get_bind().execute(sa.text("INSERT INTO t VALUES (:n, :s)"), rows)
        """,
    )
    rows = query_after(server, project, "SELECT n, s FROM t ORDER BY n")
    assert rows == [(1, "it's"), (2, None), (3, ":n")]


def test_fact_1_a_parameter_without_a_value_is_refused(project):
    project.revision("a1", "op.execute(sa.text('SELECT :x'))")
    with pytest.raises(SqlcompileError, match="parameter"):
        project.compile("postgresql")


def test_fact_2_tabs_stay(project, server):
    project.revision(
        "a1", "op.execute('CREATE TABLE t (s VARCHAR(20))')\nop.execute(\"INSERT INTO\\tt VALUES ('a\\tb')\")"
    )
    assert "INSERT INTO\tt VALUES ('a\tb');" in project.compile(server.dialect)
    assert query_after(server, project, "SELECT s FROM t") == [("a\tb",)]


@pytest.mark.parametrize("dialect", DIALECTS)
def test_fact_3_stamps_return_nothing_and_are_committed(project, dialect):
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER)')")
    project.revision("b1", "op.execute('DROP TABLE t')")
    for text in (project.compile(dialect), project.compile(dialect, "heads:base", "downgrade")):
        assert not re.search(r"\b(RETURNING|OUTPUT INSERTED|ret_0)\b", text, re.IGNORECASE)
    script = body(project.compile(dialect))
    stamps = [match.end() for match in re.finditer(r"(INSERT INTO|UPDATE) alembic_version.*", script)]
    assert len(stamps) == 2
    if dialect in ("oracle", "mysql", "mariadb"):
        assert all("COMMIT" in after for after in re.split(r"(?:INSERT INTO|UPDATE) alembic_version.*", script)[1:])


@pytest.mark.parametrize(
    "text",
    ["DROP TABLE t;", "DROP TABLE t", "DROP TABLE t ;\n", "DROP TABLE t; -- it's gone", ";DROP TABLE t;;"],
)
@pytest.mark.parametrize("dialect", DIALECTS)
def test_fact_4_one_terminator(project, dialect, text):
    project.revision("a1", f"op.execute({text!r})")
    script = body(project.compile(dialect, "base:a1"))
    assert len(re.findall(r"DROP TABLE t\b", script)) == 1
    assert re.search(r"DROP TABLE t ?;", script)
    assert not re.search(r";\s*;", script)
    if dialect == "oracle":
        assert not re.search(r"DROP TABLE t ?;.*\n/", script)


def test_fact_4_a_slash_of_its_own_runs_nothing_twice(project):
    project.revision("a1", "op.execute('DROP TABLE t;\\n/')\nop.execute('BEGIN\\n  NULL;\\nEND;\\n/\\n')")
    script = body(project.compile("oracle"))
    assert "DROP TABLE t;\nBEGIN\n  NULL;\nEND;\n/\n" in script


BYTES = """
op.create_table('t', sa.Column('b', sa.LargeBinary), sa.Column('j', sa.JSON))
t = sa.table('t', sa.column('b', sa.LargeBinary), sa.column('j', sa.JSON))
op.execute(t.insert().values(b=b'ab\\0', j={'a': ["it's"]}))
"""


@pytest.mark.parametrize("dialect", DIALECTS)
def test_fact_5_bytes_and_json_are_literals(project, dialect):
    if dialect == "oracle":
        project.revision(
            "a1",
            BYTES.replace(", sa.Column('j', sa.JSON)", "")
            .replace(", sa.column('j', sa.JSON)", "")
            .replace(", j={'a': [\"it's\"]}", ""),
        )
    else:
        project.revision("a1", BYTES)
    assert "616200" in project.compile(dialect)


def test_fact_5_on_servers(project, server):
    project.revision("a1", BYTES)
    ((data, json_),) = query_after(server, project, "SELECT b, j FROM t")
    assert bytes(data) == b"ab\0"
    import json

    assert (json.loads(json_) if isinstance(json_, str) else json_) == {"a": ["it's"]}


@on_servers("postgresql")
def test_fact_6_an_enum_is_created_once(project, server):
    table = "op.create_table({0!r}, sa.Column('mood', sa.Enum('sad', 'ok', name='en')))"
    project.revision("a1", table.format("one") + "\n" + table.format("two"))
    project.revision(
        "b1",
        table.format("three") + "\nop.add_column('three', sa.Column('m2', sa.Enum('sad', 'ok', name='en')))",
    )
    assert project.compile("postgresql").count("CREATE TYPE en ") == 1
    assert query_after(server, project, "SELECT count(*) FROM pg_type WHERE typname = 'en'") == [(1,)]


@pytest.mark.parametrize("id_", ["x" * 33, "a'b", "a\nb", "a b", "a;b", "a/b", "a\\b"])
def test_facts_7_and_15_ids_that_do_not_fit_are_refused(project, id_):
    project.revision("a1")
    path = project.revision("b1")
    path.write_text(path.read_text().replace("revision = 'b1'", f"revision = {id_!r}"))
    with pytest.raises(SqlcompileError) as refused:
        project.compile("postgresql")
    assert refused.value.location.path == path


@on_servers("postgresql")
def test_fact_8_an_autocommit_block_says_what_it_commits(project, server):
    project.revision("a1", "op.execute('CREATE TABLE one (id INTEGER)')")
    project.revision(
        "b1",
        """
        op.execute('CREATE TABLE two (id INTEGER)')
        with op.get_context().autocommit_block():
            op.execute('CREATE TABLE three (id INTEGER)')
        op.execute('SELECT 1/0')
        """,
    )
    script = project.compile("postgresql")
    said = "-- Committed here: a part of revision b1, while the version table says a1."
    assert said in script
    with server.fresh() as database:
        assert database.run_script(script).returncode != 0
        # what the comment says: whole revisions before have their row, and the started one is as it says
        assert database.query("SELECT version_num FROM alembic_version") == [("a1",)]
        assert database.query("SELECT to_regclass('two') IS NOT NULL, to_regclass('three') IS NOT NULL") == [
            (True, True)
        ]


def branches(project):
    project.revision("a1", "op.execute('CREATE TABLE a1 (id INTEGER)')", "op.execute('DROP TABLE a1')")
    project.revision("b1", "op.execute('CREATE TABLE b1 (id INTEGER)')", "op.execute('DROP TABLE b1')", down=None)
    project.revision("a2", "op.execute('CREATE TABLE a2 (id INTEGER)')", "op.execute('DROP TABLE a2')", down="a1")
    project.revision("b2", "op.execute('CREATE TABLE b2 (id INTEGER)')", "op.execute('DROP TABLE b2')", down="b1")


def test_fact_9_several_starts_and_heads_to_base(project, server):
    branches(project)
    with server.fresh() as database:
        apply(database, project.compile(server.dialect, "base:a1,b1"))
        apply(database, project.compile(server.dialect, "a1,b1:heads"))
        assert sorted(database.query("SELECT version_num FROM alembic_version")) == [("a2",), ("b2",)]
        apply(database, project.compile(server.dialect, "heads:base", "downgrade"))
        assert database.query("SELECT version_num FROM alembic_version") == []


@pytest.mark.parametrize("dialect", DIALECTS)
def test_fact_10_a_version_is_known(project, dialect):
    project.revision("a1", "assert op.get_bind().dialect.server_version_info\nassert op.get_bind().dialect.name")
    project.compile(dialect)


def test_fact_10_versions_decide(project):
    project.revision(
        "a1",
        """
        id_ = sa.Column('id', sa.Integer, primary_key=True)
        op.create_table('t', id_, sa.Column('b', sa.Boolean, comment='yes'))
        op.create_table_comment('t', 'a table')
        """,
    )
    assert "MS_Description" in project.compile("mssql")
    assert "BOOLEAN" not in project.compile("oracle@19")
    # SQLAlchemy 2.0 has no BOOLEAN on Oracle, whatever the version
    boolean = "BOOLEAN" if sa.__version__ >= "2.1" else "SMALLINT"
    assert f"b {boolean}" in project.compile("oracle@23")


def test_fact_11_a_plain_string_is_written_as_it_is(project, server):
    project.revision("a1", "op.execute('CREATE TABLE t (s VARCHAR(40))')")
    project.revision(
        "b1",
        "op.execute(\"INSERT INTO t VALUES ('100% :name %s %(x)s')\")\n"
        "op.execute(\"INSERT INTO t VALUES ('x') -- the end; it's\")",
    )
    assert sorted(query_after(server, project, "SELECT s FROM t")) == [("100% :name %s %(x)s",), ("x",)]


@on_servers("mariadb")
def test_fact_11_a_body_has_its_delimiter(project, server):
    project.revision(
        "a1",
        """
        op.execute("CREATE TABLE t (n INTEGER)")
        op.execute("CREATE TRIGGER tr BEFORE INSERT ON t FOR EACH ROW BEGIN"
                   " SET NEW.n = NEW.n + 1; SET NEW.n = NEW.n * 2; END")
        op.execute("INSERT INTO t VALUES (1)")
        """,
    )
    assert query_after(server, project, "SELECT n FROM t") == [(4,)]


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
def test_fact_11_each_drops_a_check_in_its_way(project, dialect):
    project.revision("a1", "op.create_table('t', sa.Column('n', sa.Integer), sa.CheckConstraint('n > 0', name='ck'))")
    project.revision("b1", "op.drop_constraint('ck', 't', type_='check')")
    assert ("DROP CONSTRAINT ck" if dialect == "mariadb" else "DROP CHECK ck") in project.compile(dialect)


def test_fact_11_go_inside_a_literal_splits_no_batch(project):
    project.revision("a1", "op.bulk_insert(sa.table('t', sa.column('s', sa.String)), [{'s': 'a\\nGO\\nb'}])")
    statement = next(batch for batch in re.split(r"(?m)^GO$", project.compile("mssql")) if "INTO t " in batch)
    assert statement.count("'") % 2 == 0
    project.revision("b1", "op.execute(\"INSERT INTO t VALUES ('a\\nGO\\nb')\")")
    with pytest.raises(SqlcompileError, match="GO") as refused:
        project.compile("mssql")
    assert refused.value.location.line


def test_fact_11_identity_insert_only_where_there_is_one(project):
    project.revision(
        "a1",
        """
        op.create_table('one', sa.Column('id', sa.Integer, primary_key=True))
        two = op.create_table('two', sa.Column('id', sa.String(9), primary_key=True))
        op.bulk_insert(two, [{'id': 'x'}])
        """,
    )
    assert "IDENTITY_INSERT" not in project.compile("mssql")


def compiled_in_a_process(folder, dialect, **environment):
    """Return what another process writes to standard output."""
    return subprocess.run(
        [sys.executable, "-m", "sqlcompile", "-C", str(folder), "upgrade", "base:heads", "-d", dialect],
        check=True,
        capture_output=True,
        env={**os.environ, **environment},
    ).stdout


def test_fact_12_a_batch_is_the_same_every_time(project, tmp_path):
    project.revision(
        "a1",
        """
        op.create_table('t', sa.Column('id', sa.Integer, primary_key=True),
                        *[sa.Column(name, sa.Integer) for name in 'abcdef'],
                        sa.UniqueConstraint('a', name='ua'), sa.UniqueConstraint('b', name='ub'),
                        sa.CheckConstraint('c > 0', name='cc'))
        for name in 'abc':
            op.create_index(f'i{name}', 't', [name])
        with op.batch_alter_table('t') as batch:
            batch.drop_column('f')
            batch.create_unique_constraint('ud', ['d'])
        """,
    )
    outputs = {compiled_in_a_process(tmp_path, "sqlite", PYTHONHASHSEED=seed) for seed in ("0", "1", "7")}
    assert len(outputs) == 1


@on_servers("postgresql")
def test_fact_13_concurrently_leaves_the_transaction(project, server):
    project.revision(
        "a1",
        "op.create_table('t', sa.Column('id', sa.Integer))\n"
        "op.create_index('ix', 't', ['id'], postgresql_concurrently=True)",
    )
    project.revision(
        "b1",
        "op.execute('DROP INDEX CONCURRENTLY ix')\nop.execute('create /* x */ index concurrently iy ON t (id)')",
    )
    rows = query_after(server, project, "SELECT relname FROM pg_class WHERE relname IN ('ix', 'iy')")
    assert rows == [("iy",)]


@pytest.mark.parametrize("output", [True, False], ids=["file", "stdout"])
def test_fact_14_an_error_leaves_nothing(project, tmp_path, output):
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER)')")
    project.revision("b1", "op.execute('DROP TABLE t')\nraise RuntimeError('no')")
    target = tmp_path / "out.sql"
    arguments = ["-o", str(target)] if output else []
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "sqlcompile",
            "-C",
            str(tmp_path),
            "upgrade",
            "heads",
            "-d",
            "sqlite",
            *arguments,
        ],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode != 0
    assert done.stdout == ""
    assert not target.exists()
    assert "b1.py:" in done.stderr


def test_fact_15_a_message_stays_a_comment(project, server):
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER)')")
    message = "x\nDROP TABLE t;\r\nDROP TABLE t; */ DROP TABLE t; -- \u2028DROP TABLE t; $(x) &y \\q"
    path = project.revision("b1")
    path.write_text(
        f"def upgrade(): pass\nrevision = 'b1'\ndown_revision = 'a1'\n__doc__ = {message!r}\n",
        encoding="utf-8",
    )
    assert query_after(server, project, "SELECT count(*) FROM t") == [(0,)]


def test_fact_16_a_merge_of_a_dependency(project, server):
    project.revision("r1", "op.execute('CREATE TABLE r1 (id INTEGER)')")
    project.revision("a1", "op.execute('CREATE TABLE a1 (id INTEGER)')", down="r1")
    project.revision("b1", "op.execute('CREATE TABLE b1 (id INTEGER)')", down="r1", depends_on="a1")
    project.revision("c1", "op.execute('CREATE TABLE c1 (id INTEGER)')", down="r1")
    project.revision("m1", "op.execute('CREATE TABLE m1 (id INTEGER)')", down=("a1", "b1", "c1"))
    with server.fresh() as database:
        apply(database, project.compile(server.dialect))
        assert database.query("SELECT version_num FROM alembic_version") == [("m1",)]
        apply(database, project.compile(server.dialect, "heads:base", "downgrade"))
        assert database.query("SELECT version_num FROM alembic_version") == []


def test_fact_16_planning_is_linear():
    from pathlib import Path

    from sqlcompile.project.graph import RevisionGraph
    from sqlcompile.project.plan import plan_upgrade
    from sqlcompile.project.revision import Revision

    def revision(id_, down):
        return Revision(id_, down, (), (), Path(f"{id_}.py"), doc="", line=1, has_downgrade=True)

    revisions = [revision("r0", ())]
    for number in range(1, 10_000, 3):
        below = revisions[-1].id
        revisions += [
            revision(f"r{number}", (below,)),
            revision(f"r{number + 1}", (below,)),
            revision(f"r{number + 2}", (f"r{number}", f"r{number + 1}")),
        ]
    began = time.process_time()
    graph = RevisionGraph(revisions)
    plan = plan_upgrade(graph, (), tuple(graph.heads))
    assert len(plan.steps) == len(revisions)
    assert time.process_time() - began < 1.5


def test_fact_17_a_second_run_changes_nothing(project, server):
    project.revision("a1", "op.execute('CREATE TABLE t (n INTEGER)')\nop.execute('INSERT INTO t VALUES (1)')")
    project.revision("b1", "op.execute('UPDATE t SET n = n + 1')")
    script, later = project.compile(server.dialect), project.compile(server.dialect, "a1:b1")
    with server.fresh() as database:
        apply(database, script)
        for again in (script, later):
            done = database.run_script(again)
            assert done.returncode != 0
            assert "sqlcompile: " in done.stderr
            assert database.query("SELECT n FROM t") == [(2,)]
