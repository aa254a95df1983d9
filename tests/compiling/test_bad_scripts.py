"""Scripts that do what they should not: a clear error with its place, and nothing that the next script sees."""

import os
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest

from sqlcompile.compiling import repetition
from sqlcompile.errors import InvalidScript, ScriptError, ScriptFailed, SqlcompileError
from tests.projects import Project

HEAD = "import os, sys, threading, warnings\nfrom sqlalchemy import create_engine"
FIRST = 'op.create_table("t", sa.Column("a", sa.Integer))'


def project_of(folder, body, head=HEAD):
    project = Project(folder)
    project.revision("one", FIRST)
    project.revision("two", body, head=head)
    return project


def failing(folder, body, head=HEAD, dialect="postgresql"):
    project = project_of(folder, body, head)
    with pytest.raises(SqlcompileError) as caught:
        project.compile(dialect, "one:two")
    error = caught.value
    assert error.location.path == folder / "versions" / "two.py"
    assert error.hint
    lines = error.location.path.read_text(encoding="utf-8").splitlines()
    return error, lines[error.location.line - 1].strip()


def hidden(call):
    return f"try:\n    {call}\nexcept Exception:\n    pass"


@pytest.mark.parametrize(
    "call",
    [
        'op.get_bind().execute(sa.text("SELECT a FROM unknown")).fetchall()',
        'create_engine("sqlite:///x.db").connect()',
        'create_engine("postgresql+psycopg://u:p@127.0.0.1:1/x").connect()',
        'create_engine("mysql+pymysql://u:p@127.0.0.1:1/x").begin().__enter__()',
        'op.execute(sa.text("INSERT INTO t VALUES (:x)"))',
        'op.get_bind().engine.url.database + ""',
        'str(op.get_bind().engine.url.host) == "db"',
        "op.get_context().impl.compare_type(1, 2)",
        '__import__("alembic.command").command.upgrade(1, "head")',
        '__import__("alembic.context").context.configure()',
    ],
)
def test_an_error_that_the_script_hides_comes_out_with_its_place(tmp_path, call):
    error, line = failing(tmp_path, hidden(call))
    assert isinstance(error, ScriptError)
    assert not isinstance(error, ScriptFailed)
    assert line == call
    assert not (tmp_path / "x.db").exists()
    bare, _ = failing(tmp_path, hidden(call).replace("except Exception:", "except:"))
    assert bare.message == error.message


@pytest.mark.parametrize("settings", ["{}", '{"sqlalchemy.url": ""}'])
def test_an_engine_of_settings_without_a_url(tmp_path, settings):
    call = f'sa.engine_from_config({settings}, "sqlalchemy.")'
    error, line = failing(tmp_path, call)
    assert isinstance(error, ScriptFailed)
    assert line == call
    assert "`sqlalchemy.url` is set in alembic.ini, or by env.py" in error.hint


def test_what_a_database_would_say_may_be_caught(tmp_path):
    body = hidden('sa.inspect(op.get_bind()).get_columns("nothing")') + '\nop.execute("SELECT 1")'
    assert project_of(tmp_path, body).statements("postgresql") == ["SELECT 1"]


@pytest.mark.parametrize(
    ("loop", "line"),
    [
        ('while True:\n    op.execute("DELETE FROM t WHERE a IN (SELECT a FROM t LIMIT 9)")', "op.execute("),
        ('bind = op.get_bind()\nwhile True:\n    bind.execute(sa.text("DELETE FROM t"))', "bind.execute("),
        ('while True:\n    op.execute("UPDATE t SET a = 1")\n    op.execute("DELETE FROM t")', "op.execute("),
        ('while True:\n    op.execute(sa.text("DELETE FROM t"))', "op.execute("),
    ],
)
def test_a_loop_that_does_not_end_is_an_error(tmp_path, monkeypatch, loop, line):
    monkeypatch.setattr(repetition, "MOST", 50)
    error, found = failing(tmp_path, loop)
    assert "50 times from one line; the loop seems not to end" in error.message
    assert found.startswith(line)


def test_a_loop_over_different_values_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(repetition, "MOST", 5)
    body = """
    for a in range(20):
        op.execute(f"INSERT INTO t VALUES ({a})")
        op.get_bind().execute(sa.text("INSERT INTO t VALUES (:a)"), {"a": a})
    for a in range(5):
        op.execute("INSERT INTO t VALUES (0)")
    """
    assert len(project_of(tmp_path, body).statements("postgresql")) == 45


def script(folder, text):
    project = Project(folder)
    project.revision("one", FIRST)
    path = project.revision("two")
    head = path.read_text(encoding="utf-8").partition("def upgrade")[0]
    path.write_text(head + textwrap.dedent(text), encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("def upgrade():\n    op.execute('x')\n    yield\n", "runs nothing of it"),
        ("async def upgrade():\n    op.execute('x')\n", "has no function upgrade()"),
        ("async def later():\n    op.execute('x')\nupgrade = later\n", "runs nothing of it"),
        ("async def later():\n    op.execute('x')\ndef upgrade():\n    return later()\n", "runs nothing of it"),
        ("def upgrade(engine, *, name, size=1):\n    pass\n", "takes engine, name"),
        ("upgrade = 1\n", "has no upgrade()"),
        ("class upgrade:\n    def __init__(self, it): ...\n", "takes it"),
        ("def upgrade():\n    await x\n", "'await' outside"),
        ("def upgrade(:\n", "two.py"),
    ],
)
def test_a_function_that_cannot_run_is_an_error(tmp_path, text, message):
    with pytest.raises(InvalidScript) as caught:
        script(tmp_path, text).compile("postgresql")
    assert message in f"{caught.value.message} {caught.value.location}"
    assert caught.value.hint
    assert caught.value.location.path.name == "two.py"
    assert caught.value.location.line


@pytest.mark.parametrize(
    "text",
    [
        "def upgrade(*args, **kw):\n    op.execute('SELECT 2')\n",
        "def upgrade(engine_name=''):\n    op.execute('SELECT 2')\n",
        "def upgrade():\n    op.execute('SELECT 1')\ndef upgrade():\n    op.execute('SELECT 2')\n",  # as Python has it
        "def upgrade():\n    op.execute('SELECT 2')\n    return 3\n",
        "from functools import partial\nupgrade = partial(op.execute, 'SELECT 2')\n",
    ],
)
def test_functions_that_run(tmp_path, text):
    assert script(tmp_path, text).statements("postgresql") == ["SELECT 2"]


@pytest.mark.parametrize(("call", "said"), [("sys.exit()", "SystemExit"), ("exit(3)", "SystemExit: 3")])
def test_a_script_that_ends_the_program_is_an_error(tmp_path, call, said):
    error, line = failing(tmp_path, f'op.execute("SELECT 1")\n{call}')
    assert isinstance(error, ScriptFailed)
    assert said in error.message
    assert line == call


def test_a_directive_in_a_thread_is_an_error(tmp_path):
    body = """
    def work():
        op.execute("SELECT 1")
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    """
    error, line = failing(tmp_path, body)
    assert "while no migration was running" in error.message
    assert line == 'op.execute("SELECT 1")'


def test_a_connection_that_a_thread_uses_is_the_migrations_own(tmp_path):
    body = """
    bind = op.get_bind()
    thread = threading.Thread(target=lambda: bind.execute(sa.text("SELECT 1 INTO x")))
    thread.start()
    thread.join()
    """
    assert project_of(tmp_path, body).statements("postgresql") == ["SELECT 1 INTO x"]


def test_a_script_reads_files_and_changes_nothing_for_the_next(tmp_path, monkeypatch):
    monkeypatch.setenv("KEPT", "before")
    (tmp_path / "rows.txt").write_text("7", encoding="utf-8")
    project = Project(tmp_path)
    changes = f"""
    import sqlite3
    from pathlib import Path
    os.chdir({str(tmp_path)!r})
    seeds = sqlite3.connect("seed.db")
    seeds.execute("CREATE TABLE IF NOT EXISTS x (a)")
    seeds.close()
    os.environ["KEPT"] = os.environ["NEW"] = "after"
    warnings.simplefilter("error")
    op.execute("SELECT " + Path("rows.txt").read_text())
    """
    looks = "op.execute(f\"SELECT {os.environ['KEPT']} {os.environ.get('NEW')} {os.getcwd()} {len(warnings.filters)}\")"
    project.revision("one", changes, head=HEAD)
    project.revision("two", looks, head=HEAD)
    filters = len(warnings_filters())
    assert project.statements("postgresql", "base:one") == ["SELECT 7"]
    assert project.statements("postgresql") == [f"SELECT before None {Path.cwd()} {filters}"]
    assert os.environ["KEPT"] == "before"
    assert "NEW" not in os.environ


def warnings_filters():
    import warnings

    return warnings.filters


def test_what_scripts_and_their_programs_print_is_not_in_the_output(tmp_path):
    body = 'print("printed")\nsys.stdout.write("written\\n")\nos.system("echo said")\nop.execute("SELECT 1")'
    project_of(tmp_path, body)
    command = [sys.executable, "-m", "sqlcompile", "-C", str(tmp_path), "upgrade", "-d", "postgresql"]
    done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
    for word in ("printed", "written", "said"):
        assert word in done.stderr
        assert f"\n{word}\n" not in f"\n{done.stdout}"
    assert done.stdout.startswith("-- sqlcompile")


INI = "[alembic]\nscript_location = %(here)s\nsqlalchemy.url = postgresql://me@db.example:5433/shop\n"


def project_with_url(folder, body):
    project = project_of(folder, body)
    (folder / "sqlcompile.toml").unlink()
    (folder / "alembic.ini").write_text(INI, encoding="utf-8")
    return project


@pytest.mark.parametrize(
    ("asked", "answer"),
    [
        ("bind.engine.url.database", "shop"),
        ("bind.engine.url.host", "db.example"),
        ("bind.engine.url.port", "5433"),
        ("bind.engine.url.get_backend_name()", "postgresql"),
        ("bind.engine.name", "postgresql"),
        ("bind.engine.dialect.name", "postgresql"),
        ("bind.dialect.default_schema_name", "public"),
        ("bind.in_transaction()", "True"),
        ("bind.in_nested_transaction()", "False"),
        ("bind.closed", "False"),
        ("op.get_context().as_sql", "False"),
        ("op.get_context().bind is bind", "True"),
        ("op.get_context().connection is bind", "True"),
        ("op.get_context().impl.bind is bind", "True"),
        ("op.get_context().impl.dialect.name", "postgresql"),
        ("op.get_context().dialect.name", "postgresql"),
        ("op.get_context().config.get_main_option('sqlalchemy.url')", "postgresql://me@db.example:5433/shop"),
        ("op.get_context().opts['config'] is op.get_context().config", "True"),
        ("op.get_context().get_current_revision()", "one"),
        ("op.get_context().script", "None"),
        ("context.is_offline_mode()", "False"),
        ("context.get_context().dialect.name", "postgresql"),
        ("context.get_bind() is bind", "True"),
        ("context.config.attributes", "{}"),
        ("context.get_x_argument(as_dictionary=True)", "{}"),
        ("context.get_x_argument()", "[]"),
    ],
)
def test_what_a_script_asks_of_its_connection_and_context(tmp_path, asked, answer):
    body = f'from alembic import context\nbind = op.get_bind()\nop.execute("SELECT " + str({asked}))'
    assert project_with_url(tmp_path, body).statements("postgresql") == [f"SELECT {answer}"]


def test_the_url_of_another_database_is_not_taken(tmp_path):
    project = project_with_url(tmp_path, "op.execute(str(op.get_bind().engine.url))")
    assert project.statements("mysql") == ["mysql://"]
    project.revision("three", "op.execute(op.get_bind().engine.url.database)")
    with pytest.raises(ScriptError, match="asks for the database of its connection, and no URL says it"):
        project.compile("mysql")


@pytest.mark.parametrize(
    "body",
    [
        "with bind.engine.begin() as other:\n    other.execute(INSERT)",
        "with bind.engine.connect() as other:\n    other.execute(INSERT)\n    other.commit()",
        "with bind.begin():\n    bind.execute(INSERT)",
        "with bind.begin_nested():\n    bind.execute(INSERT)",
        "bind.execute(INSERT)\nbind.commit()",
        "bind.commit()\nbind.execute(INSERT)",
        "bind.rollback()\nbind.execute(INSERT)",
        "transaction = bind.begin()\nbind.execute(INSERT)\ntransaction.commit()",
        "cursor = bind.connection.cursor()\ncursor.execute('INSERT INTO t VALUES (1)')\ncursor.close()",
        "raw = bind.engine.raw_connection()\nraw.cursor().execute('INSERT INTO t VALUES (1)')\nraw.commit()",
        "with op.get_context().begin_transaction():\n    bind.execute(INSERT)",
        "op.get_context().impl.execute(INSERT)",
        "op.get_context().impl._exec(INSERT)",
        "bind.execute(INSERT)\ntry:\n    with bind.begin_nested():\n        bind.execute(INSERT)\n        raise ValueError\nexcept ValueError:\n    pass",
    ],
)
def test_transactions_as_scripts_use_them(tmp_path, body):
    head = HEAD + '\nINSERT = sa.text("INSERT INTO t VALUES (1)")'
    project = project_of(tmp_path, f"bind = op.get_bind()\n{body}", head)
    if "_exec" in body:
        with pytest.raises(ScriptError, match="no stand-in for _exec"):
            project.statements("postgresql")
    else:
        assert project.statements("postgresql") == ["INSERT INTO t VALUES (1)"]
