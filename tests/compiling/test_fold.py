"""The fold: scripts run once for all databases or once for each, and leave nothing behind."""

import subprocess
import sys

import pytest

from sqlcompile.compiling.fold import compile_plan
from sqlcompile.compiling.revisions import read_graph
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import InvalidScript, ScriptFailed, TableExists, UnsupportedOperation
from sqlcompile.project.config import load_config
from sqlcompile.project.naming import parse_range
from sqlcompile.project.plan import plan_upgrade
from sqlcompile.scripts.compilation import Compilation
from sqlcompile.scripts.style import Style
from tests.projects import DIALECTS, Project

COUNTED = "import builtins\nbuiltins.sqlcompile_calls = getattr(builtins, 'sqlcompile_calls', 0) + 1\n"


def texts(project, *dialects):
    """Return the statements of every step for each of the dialects, compiled together."""
    config = load_config(project.folder)
    graph = read_graph(config)
    plan = plan_upgrade(graph, *parse_range(graph, "base:heads", default_direction="upgrade"))
    made = tuple(load_dialect(name) for name in dialects)
    compilation = Compilation(config, graph, plan, made, Style(), VersionTable())
    results = list(compile_plan(plan, compilation.runs(), config.prepend_sys_path))
    return [
        [[(item.statement.text, str(item.entry.location)) for item in result.written[place]] for result in results]
        for place in range(len(dialects))
    ]


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1",
        COUNTED
        + 'op.create_table("t", sa.Column("id", sa.Integer, primary_key=True), sa.Column("n", sa.String(9), nullable=False))\n'
        'op.bulk_insert(sa.table("t", sa.column("n")), [{"n": "x"}])',
    )
    project.revision("b2", COUNTED + 'op.alter_column("t", "n", new_column_name="m")')
    return project


@pytest.fixture
def calls(monkeypatch):
    import builtins

    monkeypatch.setattr(builtins, "sqlcompile_calls", 0, raising=False)
    return lambda: builtins.sqlcompile_calls


def test_together_as_one_by_one(project, calls):
    together = texts(project, *DIALECTS)
    assert calls() == 2
    assert together == [texts(project, name)[0] for name in DIALECTS]


@pytest.mark.parametrize(
    "looks",
    [
        "op.get_bind()",
        "op.get_context().dialect",
        "op.get_context().get_current_revision()",
        "op.get_bind().dialect.name == 'oracle' and op.drop_table('t')",
        "sa.inspect(op.get_bind()).get_table_names()",
        "op.get_context().bind",
        "op.run_async(work)",
    ],
)
def test_a_script_that_looks_runs_for_each(project, calls, looks):
    if "async" in looks:
        pytest.importorskip("greenlet")
    project.revision("c3", f"async def work(c): pass\n{COUNTED}{looks}")
    together = texts(project, *DIALECTS)
    assert calls() == 2 + len(DIALECTS)
    assert together == [texts(project, name)[0] for name in DIALECTS]


def test_errors_know_their_place(project, tmp_path):
    path = tmp_path / "versions" / "c3.py"

    def failing(body, kind, *dialects):
        project.last = "b2"
        project.revision("c3", body)
        with pytest.raises(kind) as caught:
            texts(project, *dialects or ("postgresql",))
        assert caught.value.location.path == path
        line = caught.value.location.line
        return line and path.read_text().splitlines()[line - 1].strip(), str(caught.value)

    assert failing("x = 1\nop.create_table('t')\nx = 2", TableExists) == (
        "op.create_table('t')",
        'The table "t" exists already at this revision.',
    )
    assert failing("x = 1\n1 / 0", ScriptFailed) == (
        "1 / 0",
        "upgrade() of revision c3 raised ZeroDivisionError: division by zero",
    )
    assert failing("import json\n\njson.loads('{')", ScriptFailed)[0] == "json.loads('{')"
    assert failing("import sys\nsys.exit(3)", ScriptFailed) == (
        "sys.exit(3)",
        "upgrade() of revision c3 raised SystemExit: 3",
    )
    assert failing("def inner():\n    raise KeyError('k')\ninner()", ScriptFailed)[0] == "raise KeyError('k')"
    # the first database takes it, the second does not
    line, message = failing(
        "op.create_exclude_constraint('e', 't', ('m', '='))", UnsupportedOperation, "postgresql", "sqlite"
    )
    assert line.startswith("op.create_exclude_constraint")
    assert message.startswith("SQLite cannot")


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("import nothing_of_the_kind", "ModuleNotFoundError: No module named 'nothing_of_the_kind'"),
        ("raise SystemExit(2)", "SystemExit: 2"),
        ("x = undefined", "NameError: name 'undefined' is not defined"),
    ],
)
def test_a_script_that_does_not_import(project, tmp_path, head, message):
    project.revision("c3", head=head)
    with pytest.raises(InvalidScript) as caught:
        texts(project, "sqlite")
    assert str(caught.value) == f"The script of revision c3 does not import: {message}"
    path = tmp_path / "versions" / "c3.py"
    assert path.read_text().splitlines()[caught.value.location.line - 1] == head


def test_nothing_stays_behind(tmp_path):
    (tmp_path / "helpers").mkdir()
    (tmp_path / "helpers" / "helper_of_scripts.py").write_text("VALUE = 5\n")
    project = Project(tmp_path, 'prepend_sys_path = ["helpers"]\n')
    project.revision(
        "a1",
        "import helper_of_scripts, alembic\nop.execute(f'SELECT {helper_of_scripts.VALUE}')",
    )
    modules, path, finders, out = set(sys.modules), list(sys.path), list(sys.meta_path), sys.stdout
    assert [text for text, _ in texts(project, "sqlite")[0][0]] == ["SELECT 5"]
    sys.modules.pop("helper_of_scripts")
    left = {
        name for name in set(sys.modules) - modules if not name.startswith(("sqlglot", "sqlalchemy", "sqlcompile."))
    }
    assert not {name for name in left if "a1" in name or name.startswith(("alembic", "sqlcompile_scripts"))}
    assert (sys.path, sys.meta_path, sys.stdout) == (path, finders, out)
    project.revision("b2", "1 / 0")
    with pytest.raises(ScriptFailed):
        texts(project, "sqlite")
    sys.modules.pop("helper_of_scripts")
    assert (sys.path, sys.meta_path, sys.stdout) == (path, finders, out)
    assert not [name for name in sys.modules if name.startswith("sqlcompile_scripts")]


def test_what_scripts_print_is_no_sql(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "print('from upgrade')\nop.execute('SELECT 1')", head="print('from import')\n")
    done = subprocess.run(
        [sys.executable, "-m", "sqlcompile", "-C", str(tmp_path), "upgrade", "-d", "sqlite"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert "from " not in done.stdout
    assert "SELECT 1;" in done.stdout
    assert done.stderr.count("from import") == 1
    assert done.stderr.count("from upgrade") == 1


def test_rows_of_the_version_table(tmp_path):
    project = Project(tmp_path)
    for name in ("a1", "b2", "c3"):
        project.revision(name, "op.execute(f'-- {op.get_context().get_current_revision()}\\nSELECT 1')")
    assert [step[0][0].splitlines()[0] for step in texts(project, "sqlite")[0]] == [
        "-- None",
        "-- a1",
        "-- b2",
    ]
    assert project.statements("sqlite", "b2:c3") == ["-- b2\nSELECT 1"]
    project.revision("d4", "assert op.get_context().get_current_heads() == ('c3',)")
    project.revision("e5", "op.execute('SELECT 5')")
    assert project.statements("sqlite", "d4:e5") == ["SELECT 5"]


def test_tables_that_the_history_has_not_made_are_remembered(tmp_path):
    project = Project(tmp_path)
    project.revision(
        "a1",
        """
        op.create_table("t", sa.Column("id", sa.Integer), sa.Column("o", sa.Integer, sa.ForeignKey("other.id")))
        op.add_column("custmer", sa.Column("x", sa.Integer))
        op.add_column("t", sa.Column("y", sa.Integer))
        op.drop_table("gone", if_exists=True)
        """,
    )
    run = project.run("postgresql")
    assert {table: place.line for table, place in run.assumed.items()} == {"other": 8, "custmer": 9}
