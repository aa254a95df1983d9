"""One script on several databases, each operation beside itself."""

import time

import pytest

from sqlcompile.errors import SqlcompileError
from tests.diff.comparing import diff_of, facts_of, rows_of
from tests.projects import Project


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_an_operation_stands_beside_itself_whatever_its_statements_are(project):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer, comment="c"))
        op.alter_column("t", "n", type_=sa.BigInteger())
        op.drop_column("t", "n")
        """,
    )
    found = diff_of(project, "postgresql", "mysql", "mssql")
    assert rows_of(found) == [
        ("create_table t", "spelling", "spelling"),
        ("alter_column t.n", "spelling", "spelling"),
        ("drop_column t.n", "same", "same"),
    ]
    (part,) = found.parts
    assert [len(cell.statements) for cell in part.rows[0].cells] == [2, 1, 2]
    assert part.rows[1].location == "versions/a1.py:9"
    assert part.rows[1].cells[0].statements == ("ALTER TABLE t ALTER COLUMN n TYPE BIGINT;",)
    assert [count.numbers for count in found.summary] == [
        {"same": 1, "spelling": 2, "meaning": 0, "impossible": 0},
        {"same": 1, "spelling": 2, "meaning": 0, "impossible": 0},
    ]


def test_loops_and_branches_stay_aligned(project):
    project.revision(
        "a1",
        """
        for name in ("a", "b", "c"):
            op.create_table(name, sa.Column("id", sa.Integer, primary_key=True))
            if op.get_bind().dialect.name == "mysql" and name == "b":
                op.create_index("only", "b", ["id"])
        op.drop_table("c")
        """,
    )
    found = diff_of(project, "postgresql", "mysql", "mssql")
    assert [row[0] for row in rows_of(found)] == [
        "create_table a",
        "create_table b",
        "create_index only on b … (on some only)",
        "create_table c",
        "drop_table c",
    ]
    (part,) = found.parts
    alone = part.rows[2]
    assert [len(cell.statements) for cell in alone.cells] == [0, 1, 0]
    assert [cell.kind for cell in alone.cells] == ["", "meaning", "same"]
    assert facts_of(alone.cells[1]) == ["branch", "index"]


def test_branches_that_do_the_same_mean_the_same(project):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    project.revision(
        "b2",
        """
        if op.get_bind().dialect.name == "mysql":
            op.execute("ALTER TABLE t MODIFY n BIGINT")
        else:
            op.alter_column("t", "n", type_=sa.BigInteger())
        """,
    )
    assert rows_of(diff_of(project, "postgresql", "mysql", range_text="a1:b2"))[0][1] == "spelling"


def test_what_a_database_cannot_do_is_said_and_the_rest_goes_on(project):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("s", sa.String))
        op.add_column("t", sa.Column("n", sa.Integer))
        """,
    )
    found = diff_of(project, "postgresql", "mysql")
    assert rows_of(found) == [("create_table t", "impossible"), ("add_column t.n", "same")]
    cell = found.parts[0].rows[0].cells[1]
    assert cell.statements == ()
    assert "VARCHAR requires a length" in cell.problem
    backwards = diff_of(project, "mysql", "postgresql")
    assert rows_of(backwards) == [("create_table t", "impossible"), ("add_column t.n", "same")]
    assert backwards.parts[0].rows[0].cells[0].problem
    assert backwards.parts[0].rows[0].cells[1].statements


def test_a_script_that_fails_on_one_database_is_compared_as_far_as_it_came(project):
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("n", sa.Integer))
        if op.get_bind().dialect.name == "mysql":
            raise RuntimeError("not on MySQL")
        op.add_column("t", sa.Column("m", sa.Integer))
        """,
    )
    project.revision("b2", 'op.drop_column("t", "n")')
    found = diff_of(project, "postgresql", "mysql")
    assert rows_of(found) == [
        ("create_table t", "same"),
        ("add_column t.m … (on some only)", "impossible"),
        ("the script fails", "impossible"),
        ("drop_column t.n", "same"),
    ]
    assert found.parts[0].rows[1].cells[1].problem.startswith("The script ended before: ")
    assert found.parts[0].rows[2].cells[1].problem == "The script fails: RuntimeError: not on MySQL"
    assert found.parts[0].rows[2].location == "versions/a1.py:10"


@pytest.mark.parametrize("dialects", [("postgresql", "mysql"), ("mysql", "postgresql")])
def test_a_script_that_fails_everywhere_says_so_for_each(project, dialects):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))\nraise RuntimeError("no")')
    found = diff_of(project, *dialects)
    assert rows_of(found) == [("create_table t", "same"), ("the script fails", "impossible")]
    assert all(cell.problem for cell in found.parts[0].rows[1].cells)


def test_an_error_that_the_script_catches_is_none(project):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    project.revision(
        "b2",
        """
        op.get_bind()
        try:
            op.drop_constraint("nothing", "t", type_="unique")
        except Exception:
            op.add_column("t", sa.Column("m", sa.Integer))
        """,
    )
    found = diff_of(project, "postgresql", "mysql", range_text="a1:b2")
    assert ("add_column t.m", "same") in rows_of(found)


def test_a_script_that_cannot_be_read_is_an_error(project):
    path = project.revision("a1", "pass")
    path.write_text(path.read_text() + "\ndef broken(:\n")
    with pytest.raises(SqlcompileError, match="a1"):
        diff_of(project, "postgresql", "mysql")


@pytest.mark.parametrize(("more", "said"), [("1 / 0", "does not import"), ("del upgrade", "has no upgrade()")])
def test_a_script_that_cannot_be_begun_is_said_and_the_rest_goes_on(project, more, said):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    path = project.revision("b2", 'op.create_table("u", sa.Column("n", sa.Integer))')
    path.write_text(f"{path.read_text()}{more}\n")
    project.revision("c3", 'op.add_column("t", sa.Column("m", sa.Integer))')
    found = diff_of(project, "postgresql", "mysql")
    assert rows_of(found) == [
        ("create_table t", "same"),
        ("the script fails", "impossible"),
        ("add_column t.m", "same"),
    ]
    assert all(said in cell.problem for cell in found.parts[1].rows[0].cells)
    assert [note.split(": ")[0] for note in found.notes] == [
        f"{title} fails, and what comes later is compiled without what was to be done there"
        for title in ("PostgreSQL 16", "MySQL 8.0")
    ]


def test_down_is_compared_too(project):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))', 'op.drop_table("t")')
    found = diff_of(project, "postgresql", "oracle", range_text="a1:base")
    assert [(part.revision, part.direction) for part in found.parts] == [("a1", "downgrade")]
    assert rows_of(found) == [("drop_table t", "same")]


def test_remarks_of_the_compiler_are_notes(project):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    project.revision("b2", 'op.drop_column("t", "m", if_exists=True)')
    found = diff_of(project, "postgresql", "mysql", range_text="a1:b2")
    (row,) = found.parts[0].rows
    assert row.cells[1].notes == ("DROP COLUMN IF EXISTS: by the history up to this revision, it was not needed",)
    assert facts_of(row.cells[1]) == ["branch"]


def test_what_asks_for_rows_is_said_after_the_last_operation(tmp_path):
    project = Project(tmp_path, 'rows = "empty"\n')
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    project.revision("b2", 'op.get_bind().execute(sa.text("SELECT count(*) FROM t")).scalar()')
    found = diff_of(project, "postgresql", "mysql", range_text="a1:b2")
    assert rows_of(found) == [("the end of the script", "")]
    assert "answered as by a fresh database" in found.parts[0].rows[0].cells[1].notes[0]


def test_facts_that_are_accepted_make_no_difference(project):
    project.revision("a1", 'op.create_table("t", sa.Column("b", sa.Boolean), sa.Column("s", sa.String(9)))')
    (row,) = diff_of(project, "postgresql", "mysql").parts[0].rows
    assert facts_of(row.cells[1]) == ["boolean", "text-comparison"]
    found = diff_of(project, "postgresql", "mysql", accepted=frozenset(("boolean", "text-comparison")))
    assert rows_of(found) == [("create_table t", "same")]
    assert found.notes == ("Accepted: boolean (1 time), text-comparison (1 time).",)


def test_raw_sql_is_offered_as_a_proposal_where_that_is_wanted(project):
    project.revision("a1", """op.execute("UPDATE t SET a = a || 'x' WHERE b::text = '1'")""")
    (row,) = diff_of(project, "postgresql", "mysql").parts[0].rows
    assert row.cells[1].proposals == ()
    (row,) = diff_of(project, "postgresql", "mysql", proposals=True).parts[0].rows
    assert row.cells[1].kind == "meaning"
    assert row.cells[1].proposals == ("UPDATE t SET a = CONCAT(a, 'x') WHERE CAST(b AS CHAR) = '1'",)
    assert "||" in row.cells[1].statements[0]


def test_databases_of_one_kind_and_several_versions(project):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer, sa.CheckConstraint("n > 0", "c")))')
    found = diff_of(project, "mysql@8.0", "mysql@5.7")
    assert [(column.name, column.title) for column in found.columns] == [
        ("mysql@8.0", "MySQL 8.0"),
        ("mysql@5.7", "MySQL 5.7"),
    ]
    assert facts_of(found.parts[0].rows[0].cells[1]) == ["check"]


def test_each_database_of_env_py_has_its_parts(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    (tmp_path / "versions" / "a1.py").write_text(
        (tmp_path / "versions" / "a1.py").read_text().replace("def upgrade():", "def upgrade(engine_name):")
    )
    (tmp_path / "env.py").write_text(
        "from alembic import context\n"
        'for name in ("one", "two"):\n'
        "    context.configure(dialect_name='postgresql')\n"
        "    with context.begin_transaction():\n"
        "        context.run_migrations(engine_name=name)\n"
    )
    found = diff_of(project, "postgresql", "mysql")
    assert [(part.scope, part.revision) for part in found.parts] == [("one", "a1"), ("two", "a1")]


def test_a_report_compares_nothing_and_moves_the_version(project):
    project.revision("a1", 'op.create_table("t", sa.Column("b", sa.Boolean))')
    found = diff_of(project, "postgresql", "mssql", compare=False)
    assert found.kinds == ()
    assert found.summary == ()
    assert rows_of(found) == [("the version table", ""), ("create_table t", ""), ("the version table", "")]
    assert found.parts[0].rows[0].cells[0].statements[0].startswith("CREATE TABLE IF NOT EXISTS alembic_version")
    assert found.parts[0].rows[2].cells[0].statements == ("INSERT INTO alembic_version (version_num) VALUES ('a1');",)


def test_what_holds_everywhere_is_said_once(project):
    project.revision("a1", "pass")
    found = diff_of(project, "postgresql", "mysql", "sqlite", "oracle")
    assert [(reason.fact, reason.subject) for reason in found.general] == [
        ("transaction", "MySQL 8.0"),
        ("transaction", "Oracle 19"),
    ]


def test_operations_of_one_line_are_told_apart_by_what_they_do(project):
    project.revision(
        "a1",
        """
        mysql = op.get_bind().dialect.name == "mysql"
        for number in range(4):
            if not (mysql and number == 1):
                op.execute(f"UPDATE t SET n = {number}")
        for name in ("a", "b", "c"):
            if not (mysql and name == "a"):
                op.create_table(name, sa.Column("n", sa.Integer))
        """,
    )
    assert rows_of(diff_of(project, "postgresql", "mysql")) == [
        ("execute UPDATE t SET n = 0", "same"),
        ("execute UPDATE t SET n = 1 … (on some only)", "meaning"),
        ("execute UPDATE t SET n = 2", "same"),
        ("execute UPDATE t SET n = 3", "same"),
        ("create_table a … (on some only)", "meaning"),
        ("create_table b", "same"),
        ("create_table c", "same"),
    ]


def test_rows_that_are_not_the_same_mean_something_else(project):
    project.revision("a1", 'op.create_table("t", sa.Column("n", sa.Integer))')
    project.revision(
        "b2",
        """
        mysql = op.get_bind().dialect.name == "mysql"
        table = sa.table("t", sa.column("n", sa.Integer))
        op.bulk_insert(table, [{"n": 1 if mysql else 2}])
        op.bulk_insert(table, [{"n": sa.func.length("a")}])
        if mysql:
            op.execute("DELETE FROM t")
        else:
            op.bulk_insert(table, [{"n": 3}])
        op.add_column("t", sa.Column("m", sa.Integer))
        if mysql:
            op.execute("DELETE FROM t")
        else:
            op.execute("COMMENT ON TABLE t IS 'x'")
        """,
    )
    found = diff_of(project, "postgresql", "mysql", range_text="a1:b2")
    assert [row.cells[1].kind for row in found.parts[0].rows][:4] == ["meaning", "same", "meaning", "same"]
    assert found.parts[0].rows[-1].cells[1].kind == "meaning"


def test_a_script_that_goes_many_ways_takes_no_longer_than_its_operations(project):
    project.revision(
        "a1",
        """
        mysql = op.get_bind().dialect.name == "mysql"
        for number in range(800):
            op.create_table(f"t{number}", sa.Column("n", sa.Integer))
            if mysql and number % 2:
                op.execute(f"UPDATE t{number} SET n = 1")
        """,
    )
    started = time.process_time()
    found = diff_of(project, "postgresql", "mysql")
    assert time.process_time() - started < 10
    assert [row.cells[1].kind for row in found.parts[0].rows].count("meaning") == 400
    assert len(found.parts[0].rows) == 1200


def test_a_range_down_takes_back_what_downgrade_does(project):
    project.revision("a1", 'op.create_table("a", sa.Column("n", sa.Integer))', 'op.drop_table("a")')
    project.revision("b1", 'op.create_table("b", sa.Column("n", sa.Integer))', 'op.drop_table("b")', down="a1")
    project.revision("c1", 'op.create_table("c", sa.Column("n", sa.Integer))', 'op.drop_table("c")', down="a1")
    project.revision("m1", down=("b1", "c1"))
    script = project.compile("postgresql", "m1:c1", "downgrade")
    found = diff_of(project, "postgresql", range_text="m1:c1", compare=False)
    assert ("DROP TABLE b" in script) == any(part.revision == "b1" for part in found.parts)
    assert [part.revision for part in found.parts] == ["m1"]


def test_types_of_the_project_are_told_apart(project):
    project.revision(
        "a1",
        'op.create_table("t", sa.Column("a", Short(10)), sa.Column("b", Short(20)))',
        head="""
        class Short(sa.types.TypeDecorator):
            impl = sa.String
        """,
    )
    (row,) = diff_of(project, "postgresql", "mssql").parts[0].rows
    lengths = {(reason.subject, reason.left) for reason in row.cells[1].reasons if reason.fact == "text-length"}
    assert lengths == {("t.a", "10 characters"), ("t.b", "20 characters")}
