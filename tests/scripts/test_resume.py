"""The rest of a script: what it is refused for, what it needs, and that it does what the script would have done."""

import pytest

from sqlcompile.cli.run import run
from sqlcompile.errors import ConfigError, InvalidRange, RevisionNotFound
from tests.faults import disturbed, everything, points, rest_of
from tests.projects import Project
from tests.servers import on_servers

TABLE = 'op.create_table({!r}, sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.Integer))'


@pytest.fixture
def project(tmp_path):
    """Three revisions; the second has several statements."""
    project = Project(tmp_path)
    project.revision("a1", TABLE.format("a"), 'op.drop_table("a")')
    project.revision("a2", f'{TABLE.format("b")}\nop.create_index("ix_b", "b", ["n"])\n{TABLE.format("c")}')
    project.revision("a3", TABLE.format("d"))
    return project


def once(dialect):
    """Return the style in which each statement stays when it is done, on every database."""
    return {} if dialect == "mariadb" else {"transaction": "none"}


def up_to(script, at):
    """Return a script without what follows a statement."""
    (end,) = (one.end for one in points(script) if str(one) == at)
    return script[:end]


def same_after_each(project, server, range_text="base:heads", direction="upgrade", before="", **style):
    """Kill the client after each statement, and compare; return how it went on."""
    script = project.compile(server.dialect, range_text, direction, **style)
    with server.fresh() as database:
        assert database.run_script(before).returncode == 0
        done = database.run_script(script)
        assert done.returncode == 0, done.stderr
        expected = everything(database)
    ways = {}
    for at in points(script):
        with server.fresh() as database:
            assert database.run_script(before).returncode == 0
            try:
                ways[str(at)] = disturbed(database, script, at, rest_of(project, server.dialect, range_text, **style))
            except ConfigError as refused:
                ways[str(at)] = str(refused)
            else:
                assert everything(database) == expected, str(at)
    return ways


# --- what has no rest ---


@pytest.mark.parametrize(
    ("point", "range_text", "error", "message"),
    [
        ("zz:1", "base:heads", RevisionNotFound, "zz"),
        ("a2", "base:heads", InvalidRange, "names no statement"),
        ("a2:x", "base:heads", InvalidRange, "names no statement"),
        (":1", "base:heads", InvalidRange, "names no statement"),
        ("base:1", "base:heads", InvalidRange, '"base" is no revision'),
        ("heads:1", "base:heads", InvalidRange, '"heads" names 2 revisions: a3, b1'),
        ("a2:9", "base:heads", InvalidRange, "Revision a2 has 4 statements here, and no 9"),
        ("a3:1", "base:a2", InvalidRange, "The range has no revision a3"),
        ("a1:1", "a1:heads", InvalidRange, "The range has no revision a1"),
        ("a1:1", "a2:a2", InvalidRange, "The range has no revision a1"),
        ("a1:0", "base:a3", InvalidRange, "Nothing of this script stays where a1 fails"),
        ("a3:2", "base:a3", InvalidRange, "Nothing is left after a3:2"),
        ("b1:1", "base:b1", InvalidRange, "Nothing is left after b1:1"),
    ],
)
def test_a_point_that_has_no_rest(project, point, range_text, error, message):
    project.revision("b1", "pass", down=None)
    with pytest.raises(error, match=message) as raised:
        rest_of(project, "sqlite", range_text, transaction="none")(point)
    assert raised.value.hint
    assert not (project.folder / "rest.sql").exists()


def test_the_command_line_says_so_in_two_lines(project, capsys, monkeypatch):
    monkeypatch.chdir(project.folder)
    assert run(["resume", "a2:9", "-d", "mariadb"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "Revision a2 has" in told.err
    assert "[3/12]" in told.err


def test_a_partial_name_and_a_symbol_name_a_revision(project):
    rest = rest_of(project, "mariadb")
    assert rest("head:1") == rest("a3:1")


# --- a database that is elsewhere ---


def test_a_database_at_another_revision_is_refused_and_stays_as_it_is(project, server):
    style = once(server.dialect)
    script = project.compile(server.dialect, **style)
    rest = rest_of(project, server.dialect, **style)
    for state, point in (("a3:1", "a2:2"), ("a1:1", "a3:1")):
        with server.fresh() as database:
            database.run_script(up_to(script, state))
            before = everything(database)
            done = database.run_script(rest(point))
            assert done.returncode != 0, (state, point)
            assert "sqlcompile: " in done.stderr
            assert everything(database) == before
            database.run_script(rest(point), stop_on_error=False)
            assert everything(database) == before


def test_an_effect_that_is_not_there_is_refused(project, server):
    style = once(server.dialect)
    script = project.compile(server.dialect, **style)
    rest = rest_of(project, server.dialect, **style)
    with server.fresh() as database:
        database.run_script(up_to(script, "a2:1"))
        before = everything(database)
        for stop in (True, False):  # the third statement has not been done, and the index is of the second
            done = database.run_script(rest("a2:2"), stop_on_error=stop)
            assert "sqlcompile: not so: index ix_b of b is there" in done.stderr
            assert everything(database) == before
        assert database.run_script(rest("a2:1")).returncode == 0
        assert database.run_script(rest("a2:1")).returncode != 0  # twice


# --- where a statement fails ---


@on_servers("postgresql")
def test_an_index_that_failed_outside_of_a_transaction_is_no_index(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", TABLE.format("a"))
    project.revision(
        "a2",
        'op.execute("INSERT INTO a (n) VALUES (1), (1)")\n'
        "with op.get_context().autocommit_block():\n"
        '    op.create_index("uq_n", "a", ["n"], unique=True, postgresql_concurrently=True)\n'
        'op.execute("INSERT INTO a (n) VALUES (3)")',
    )
    script = project.compile("postgresql")
    rest = rest_of(project, "postgresql")
    with server.fresh() as database:
        assert "could not create unique index" in database.run_script(script).stderr
        before = everything(database)
        assert "not so: index uq_n of a is there" in database.run_script(rest("a2:3")).stderr
        assert everything(database) == before
        database.run_script("UPDATE a SET n = id; DROP INDEX uq_n;")
        done = database.run_script(rest("a2:2"))
        assert done.returncode == 0, done.stderr
        assert database.query("SELECT n FROM a ORDER BY n") == [(1,), (2,), (3,)]


def test_rows_that_fail_after_others_are_there_once(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", TABLE.format("a"))
    project.revision(
        "a2",
        f"{TABLE.format('b')}\n"
        'op.execute("INSERT INTO a (n) VALUES (1)")\n'
        'op.execute("INSERT INTO a (id, n) VALUES (7, 2)")\n'
        'op.execute("INSERT INTO a (n) VALUES (3)")',
    )
    style = {} if server.dialect == "mariadb" else {"transaction": "revision"}
    script = project.compile(server.dialect, **style)
    with server.fresh() as database:
        database.run_script(script)
        expected = everything(database)
    with server.fresh() as database:
        database.run_script(script.replace("VALUES (7, 2)", "VALUES (1, 2)"))  # a duplicate key
        assert database.query("SELECT * FROM a") == []
        done = database.run_script(rest_of(project, server.dialect, **style)("a2:2"))
        assert done.returncode == 0, done.stderr
        assert everything(database) == expected


# --- what a session had ---


SETTINGS = {
    "postgresql": ("CREATE SCHEMA other", "SET search_path TO other, public", "RESET search_path"),
    "mariadb": ("SET NAMES utf8", "/* note */ SET foreign_key_checks = 0", "SET foreign_key_checks = 1"),
    "sqlite": ("SELECT 1", "-- note\nPRAGMA foreign_keys = ON", "PRAGMA foreign_keys = OFF"),
}


def test_settings_are_made_again(tmp_path, server):
    project = Project(tmp_path)
    made, begun, ended = SETTINGS[server.dialect]
    project.revision(
        "a1",
        f"{TABLE.format('a')}\nop.create_table('b', sa.Column('a', sa.Integer, sa.ForeignKey('a.id', ondelete='CASCADE')))\n"
        'op.execute("INSERT INTO a (id) VALUES (1), (2)")\nop.execute("INSERT INTO b VALUES (1), (2)")\n'
        f"op.execute({made!r})",
    )
    project.revision(
        "a2",
        f"with op.get_context().autocommit_block():\n    op.execute({begun!r})\n"
        f"{TABLE.format('c')}\nop.execute('DELETE FROM a WHERE id = 1')\n{TABLE.format('d')}\n"
        f"with op.get_context().autocommit_block():\n    op.execute({ended!r})\n"
        f"{TABLE.format('e')}\nop.execute('DELETE FROM a WHERE id = 2')",
    )
    project.revision("a3", TABLE.format("f"))
    ways = same_after_each(project, server, **once(server.dialect))
    assert set(ways.values()) == {"resumed", "done"}


@on_servers("postgresql")
def test_a_setting_that_was_rolled_back_is_made_in_its_turn(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", 'op.execute("CREATE SCHEMA other")')
    project.revision("a2", f"{TABLE.format('a')}\nop.execute('SET search_path TO other, public')\n{TABLE.format('b')}")
    ways = same_after_each(project, server, transaction="revision")
    assert ways["a2:3"] == "resumed"


@on_servers("mariadb")
def test_a_statement_with_its_own_setting_is_done_once(tmp_path, server):
    project = Project(tmp_path)
    project.revision(
        "a1", f"{TABLE.format('a')}\nop.execute('SET STATEMENT max_statement_time = 9 FOR INSERT INTO a VALUES (1, 1)')"
    )
    project.revision("a2", TABLE.format("b"))
    same_after_each(project, server)


def test_a_temporary_table_is_missed_only_where_it_is_needed(tmp_path, server):
    project = Project(tmp_path)
    project.revision(
        "a1",
        f"{TABLE.format('a')}\n"
        'op.execute("/* note */ CREATE TEMPORARY TABLE tt (id integer)")\n'
        'op.execute("INSERT INTO tt VALUES (7)")\n'
        f"{TABLE.format('b')}\n"
        'op.execute("INSERT INTO a (id) SELECT id FROM tt")\n'
        'op.execute("DROP TABLE tt")\n'
        f"{TABLE.format('c')}",
    )
    project.revision("a2", TABLE.format("d"))
    ways = same_after_each(project, server, **once(server.dialect))
    missed = [at for at, way in ways.items() if way.startswith("What this made was gone with its session")]
    # MariaDB commits the rows of a temporary table, and those made from it, before the next CREATE TABLE
    assert missed == [f"a1:{number}" for number in (range(2, 8) if server.dialect == "mariadb" else range(2, 6))]
    assert ways["a2:1"] == "resumed"


@on_servers("mariadb")
def test_variables_and_locks_of_a_session(tmp_path, server):
    project = Project(tmp_path)
    project.revision(
        "a1",
        f"{TABLE.format('a')}\n"
        'op.execute("SET @x = 5")\n'
        f"{TABLE.format('b')}\n"
        'op.execute("INSERT INTO a (id) VALUES (@x)")\n'
        f"{TABLE.format('c')}\n"
        'op.execute("LOCK TABLES a WRITE, alembic_version WRITE")\n'
        'op.execute("INSERT INTO a (id) VALUES (6)")\n'
        'op.execute("ALTER TABLE a ADD COLUMN z integer")\n'
        'op.execute("UNLOCK TABLES")\n'
        f"{TABLE.format('d')}",
    )
    project.revision("a2", 'op.execute("SET @x = 8")\nop.execute("INSERT INTO a (id) VALUES (@x)")')
    ways = same_after_each(project, server)
    refused = [at for at, way in ways.items() if way not in ("resumed", "done")]
    assert refused == ["a1:3", "a1:4", "a1:5"]


# --- generated keys ---


INSERTS = {
    "postgresql": (
        "WITH x AS (INSERT INTO a (n) VALUES (7) RETURNING id) INSERT INTO b (n) SELECT id FROM x",
        "DO $$ BEGIN INSERT INTO public.a (n) VALUES (9); END $$",
        'INSERT INTO "a" (n) VALUES (1)',
        "/* note */ INSERT INTO A (n) VALUES (2)",
    ),
    "mariadb": (
        "INSERT IGNORE INTO a (n) VALUES (7)",
        "INSERT LOW_PRIORITY `a` (n) VALUES (8)",
        "REPLACE a (n) VALUES (9)",
        "REPLACE INTO a (n) VALUES (1)",
    ),
    "sqlite": ("INSERT OR IGNORE INTO a (n) VALUES (7)", "REPLACE INTO a (n) VALUES (8)"),
}


@pytest.mark.parametrize("which", range(4))
def test_keys_go_on_where_they_were(tmp_path, server, which):
    statements = INSERTS[server.dialect]
    project = Project(tmp_path)
    project.revision("a1", f"{TABLE.format('a')}\n{TABLE.format('b')}")
    project.revision(
        "a2",
        f"op.execute({statements[which % len(statements)]!r})\n"
        "a = sa.Table('a', sa.MetaData(), sa.Column('id', sa.Integer, primary_key=True), sa.Column('n', sa.Integer))\n"
        "op.execute(a.insert().values(n=3))\nop.execute('UPDATE b SET n = n + 1')",
    )
    same_after_each(project, server, **({} if server.dialect == "mariadb" else {"transaction": "revision"}))


@on_servers("postgresql", "mariadb")
def test_keys_of_rows_that_were_removed_are_to_be_checked(tmp_path, server):
    project = Project(tmp_path)
    project.revision("a1", f"{TABLE.format('a')}\n{TABLE.format('b')}\nop.execute('INSERT INTO a (n) VALUES (1), (2)')")
    project.revision("a2", "op.execute('DELETE FROM a WHERE n = 2')")
    project.revision("a3", "op.execute('INSERT INTO b (n) VALUES (3)')\nop.execute('INSERT INTO a (n) VALUES (3)')")
    style = {} if server.dialect == "mariadb" else {"transaction": "revision"}
    text = rest_of(project, server.dialect, **style)("a3:2")
    assert text.count("What was rolled back has used up keys") == 2
    assert text.count("CHECK BEFORE APPLYING: rows were removed from it before.") == 1
    assert text.index("keys of b") < text.index("keys of a") < text.index("CHECK BEFORE APPLYING")


# --- whole projects ---


@pytest.mark.parametrize("transaction", ["all", "revision", "none"])
def test_branches_and_their_merge_both_ways(tmp_path, server, transaction):
    if server.dialect == "mariadb" and transaction != "all":
        pytest.skip("DDL commits, whatever is chosen")
    project = Project(tmp_path)
    for name, down in (("a1", None), ("b1", None), ("a2", "a1"), ("m1", ("a2", "b1")), ("x1", "m1"), ("x2", "m1")):
        project.revision(name, TABLE.format(name), f"op.drop_table({name!r})", down=down)
    ways = same_after_each(project, server, transaction=transaction)
    assert ("again" in ways.values()) == (server.dialect != "mariadb" and transaction != "none")
    same_after_each(
        project, server, "heads:base", "downgrade", project.compile(server.dialect), transaction=transaction
    )


@pytest.mark.parametrize("transaction", ["all", "revision", "none"])
def test_commits_of_the_migrations_own(tmp_path, server, transaction):
    if server.dialect == "mariadb" and transaction != "all":
        pytest.skip("DDL commits, whatever is chosen")
    project = Project(tmp_path)
    project.revision(
        "a1",
        "\n".join(
            (
                TABLE.format("a"),
                *(
                    f'op.execute("{sql}")'
                    for sql in (
                        "INSERT INTO a (n) VALUES (1)",
                        "COMMIT",
                        "INSERT INTO a (n) VALUES (2)",
                        "UPDATE a SET n = n + 1",
                        "COMMIT",
                        "BEGIN",
                        "UPDATE a SET n = n + 1",
                    )
                ),
            )
        ),
    )
    project.revision("a2", "op.execute('UPDATE a SET n = n * 2')")
    assert "resumed" in same_after_each(project, server, transaction=transaction).values()


# --- what env.py does besides ---


ENV = """
from alembic import context

def log(ctx, step, **kw):
    ctx.execute(f"INSERT INTO log (what) VALUES ('{step.up_revision_id}')")

context.configure(dialect_name="DIALECT", on_version_apply=log)
context.execute("CREATE TABLE log (what VARCHAR(20))")
context.execute("INSERT INTO log (what) VALUES ('before')")
with context.begin_transaction():
    context.run_migrations()
    context.execute("INSERT INTO log (what) VALUES ('after')")
"""


@pytest.mark.parametrize("transaction", ["all", "revision", "none"])
def test_what_env_executes_is_done_once(tmp_path, server, transaction):
    if server.dialect == "mariadb" and transaction != "all":
        pytest.skip("DDL commits, whatever is chosen")
    project = Project(tmp_path)
    (tmp_path / "env.py").write_text(ENV.replace("DIALECT", server.dialect), encoding="utf-8")
    project.revision("a1", f"{TABLE.format('a')}\nop.execute('INSERT INTO a (n) VALUES (1)')")
    project.revision("a2", TABLE.format("b"))
    ways = same_after_each(project, server, transaction=transaction)
    assert "done" not in ways.values()  # what follows the migrations has no number, and is always left


DATABASES = """
from alembic import context
for name in ("one", "two"):
    context.configure(url="sqlite://", version_table=f"version_of_{name}")
    with context.begin_transaction():
        context.run_migrations(engine_name=name)
"""


def test_one_of_several_databases(tmp_path, server):
    project = Project(tmp_path)
    (tmp_path / "env.py").write_text(DATABASES, encoding="utf-8")
    path = project.revision("a1", f"if engine_name == 'one':\n    {TABLE.format('a')}\n    {TABLE.format('b')}")
    path.write_text(path.read_text(encoding="utf-8").replace("grade():", "grade(engine_name):"), encoding="utf-8")
    output = tmp_path / "one.sql"
    options = ["-C", str(tmp_path), "-d", f"one={server.dialect}"]
    transaction = [] if server.dialect == "mariadb" else ["--transaction", "none"]
    assert run(["upgrade", *options, *transaction, "-o", str(tmp_path / "{engine}.sql")]) == 0
    script = output.read_text(encoding="utf-8")
    with server.fresh() as database:
        assert database.run_script(script).returncode == 0
        expected = everything(database)
    (command,) = (line for line in script.splitlines() if "sqlcompile resume" in line)
    words = command.removeprefix("-- sqlcompile ").replace("REVISION:3", "a1:1").split()
    assert run(["-C", str(tmp_path), *words, "-o", str(output)]) == 0
    with server.fresh() as database:
        database.run_script(up_to(script, "a1:1"))
        done = database.run_script(output.read_text(encoding="utf-8"))
        assert done.returncode == 0, done.stderr
        assert everything(database) == expected


@pytest.mark.parametrize(("dialect", "word"), [("postgresql", "setval"), ("mariadb", "AUTO_INCREMENT = 1")])
def test_counters_of_older_tables_are_left_alone(project, dialect, word):
    project.revision("a4", "op.execute('INSERT INTO a (n) VALUES (1)')\nop.execute('INSERT INTO d (n) VALUES (1)')")
    style = {"transaction": "revision"} if dialect == "postgresql" else {}
    whole = rest_of(project, dialect, "base:a4", **style)("a4:1")
    assert len([line for line in whole.splitlines() if word in line]) == 2
    rest = rest_of(project, dialect, "a2:a4", **style)("a4:1")
    (only,) = [line for line in rest.splitlines() if word in line]
    assert " d " in f"{only} " or '"d"' in only or "FROM d" in only
