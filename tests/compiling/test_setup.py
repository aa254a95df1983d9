"""The setting ``setup``: what makes an application ready before its env.py and its migrations run."""

import sys

import pytest

from sqlcompile.cli.run import run
from sqlcompile.errors import ConfigError, ScriptError, SqlcompileError
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts
from sqlcompile.scripts.style import Style

RUN = "with context.begin_transaction():\n    context.run_migrations()\n"
ENV = "from alembic import context\n"
SCRIPT = '''"""number one"""
from alembic import op
revision = "a1"
down_revision = None
def upgrade():
    {}
'''
APPLICATION = """
import contextlib
running = []
class Application:
    name = "app"
    def __enter__(self):
        running.append(self)
        return self
    def __exit__(self, *error):
        running.append(error[0])
        running.append("left")
        return True
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "versions").mkdir()
    (tmp_path / "app" / "alembic.ini").write_text("[alembic]\nsqlalchemy.url = sqlite:///old.db\n[logs]\nlevel = 5\n")
    settings(tmp_path, 'setup = "ready.py"')
    env(tmp_path, "context.configure()\n" + RUN)
    script(tmp_path, 'op.execute("SELECT 1")')
    monkeypatch.chdir(tmp_path)
    return tmp_path


def settings(folder, text):
    (folder / "sqlcompile.toml").write_text(f'# settings\nalembic_ini = "app/alembic.ini"\n{text}\n', encoding="utf-8")


def env(folder, text):
    (folder / "app" / "env.py").write_text(ENV + text, encoding="utf-8")


def script(folder, text):
    (folder / "app" / "versions" / "a1.py").write_text(SCRIPT.format(text), encoding="utf-8")


def ready(folder, text, name="ready.py"):
    (folder / name).write_text(text, encoding="utf-8")


def compiled(folder, *dialects):
    build_scripts(
        load_config(folder),
        range_text="head",
        direction="upgrade",
        dialects=dialects,
        output=folder / "out.sql",
        output_dir=None,
        style=Style(),
        progress=Silent(),
    )
    return (folder / "out.sql").read_text(encoding="utf-8")


def test_what_it_sets_env_and_the_migrations_see(folder):
    ready(
        folder,
        "def setup(config):\n"
        "    config.mine = 'x'\n"
        "    config.attributes['connection'] = 'y'\n"
        "    config.set_main_option('sqlalchemy.url', 'mysql://h/d')\n",
    )
    env(
        folder,
        "config = context.config\n"
        "assert (config.mine, config.attributes['connection'], config.connection) == ('x', 'y', 'y')\n"
        "config.set_main_option('color', 'red')\n"
        "context.configure(url=config.get_main_option('sqlalchemy.url'))\n" + RUN,
    )
    script(
        folder,
        "config = op.get_context().config\n"
        "    op.execute(f\"SELECT '{config.mine} {config.get_main_option('color')}'\")",
    )
    text = compiled(folder)
    assert "MySQL" in text.splitlines()[0]
    assert "SELECT 'x red';" in text


def test_an_env_that_needs_more_is_told_of_it(folder):
    settings(folder, "")
    env(folder, "raise RuntimeError('Working outside of application context.')\n")
    with pytest.raises(ScriptError, match="Working outside") as raised:
        compiled(folder, "postgresql")
    assert "`setup` in sqlcompile.toml" in raised.value.hint


@pytest.mark.parametrize("no_env", [True, False])
def test_a_context_manager_stays_entered(folder, no_env, monkeypatch):
    """A function of a module, which the settings' folder has; it is imported once."""
    ready(folder, APPLICATION + "def create(config):\n    return Application()\n", "application_a.py")
    monkeypatch.delitem(sys.modules, "application_a", raising=False)
    settings(folder, f'setup = "application_a:create"\nsqlalchemy_url = "sqlite://"\nenv = {str(not no_env).lower()}')
    script(folder, "import application_a\n    op.execute(f\"SELECT '{application_a.running[-1].name}'\")")
    assert "SELECT 'app';" in compiled(folder, "postgresql")
    import application_a

    assert application_a.running[1:] == [None, "left"]
    application_a.running.clear()
    script(folder, "1 / 0")
    with pytest.raises(ScriptError, match="ZeroDivisionError"):  # though the context manager would hide it
        compiled(folder, "postgresql")
    assert application_a.running[-1] == "left"


def test_a_function_that_is_a_context_manager(folder):
    ready(
        folder,
        "import contextlib, os\n@contextlib.contextmanager\ndef begin(config):\n"
        "    os.environ['READY'] = 'yes'\n    yield\n    del os.environ['READY']\n",
    )
    settings(folder, 'setup = "ready.py:begin"')
    script(folder, "import os\n    op.execute(f\"SELECT '{os.environ['READY']}'\")")
    assert "SELECT 'yes';" in compiled(folder, "postgresql")


def test_it_finds_our_modules_for_those_of_alembic(folder):
    ready(
        folder,
        "from alembic import context, op\nfrom alembic.config import Config\n"
        "class Own(Config):\n    own = True\n"
        "def setup(config):\n"
        "    mine = Own(config.config_file_name, attributes={'a': 1})\n"
        "    assert mine.own and mine.attributes == {'a': 1} and context.config is config\n"
        "    assert mine.get_section('logs')['level'] == '5'\n"
        "    mine.set_main_option('script_location', '%(here)s')\n"
        "    from alembic.script import ScriptDirectory\n"
        "    assert ScriptDirectory.from_config(mine).get_heads() == ['a1']\n"
        "    empty = Config()\n"
        "    assert empty.config_file_name is None and empty.get_main_option('x', 'y') == 'y'\n"
        "    empty.set_section_option('other', 'a', 'b')\n"
        "    assert empty.get_section('other')['a'] == 'b'\n"
        "    config.done = True\n",
    )
    env(folder, "assert context.config.done\ncontext.configure()\n" + RUN)
    assert "SELECT 1;" in compiled(folder, "postgresql")


DOES_NOT = [
    ("import nothing_here", 1, "The setup failed: ModuleNotFoundError"),
    ("def setup(config):\n    pass\n    1 / 0", 3, r"setup\(\) failed: ZeroDivisionError: division by zero"),
    ("def setup(config):\n    config.nothing", 2, "AttributeError: config has no attribute 'nothing'"),
    ("def setup(config):\n    raise SystemExit(4)", 2, r"setup\(\) ends the program \(exit 4\)"),
    ("\ndef setup():\n    pass", 2, "does not take one argument"),
    ("def setup(config):\n    return 5", 1, "returns a int, which is no context manager"),
    ("def setup(config):\n    yield", 1, "returns a generator"),
    ("async def setup(config):\n    pass", 1, "returns a coroutine"),
    (
        APPLICATION + "def setup(config):\n    Application.__enter__ = lambda self: 1 / 0\n    return Application()",
        14,
        "Zero",
    ),
    ("import psycopg\ndef setup(config):\n    psycopg.connect('')", 3, r"connects to a database \(psycopg\)"),
    ("import sqlalchemy\ndef setup(config):\n    sqlalchemy.create_engine('sqlite://').connect()", 3, "never does"),
    ("def setup(config):\n    oops(", 2, "SyntaxError"),
]


@pytest.mark.parametrize(("text", "line", "message"), DOES_NOT)
def test_what_fails_in_it_is_said_with_its_line(folder, text, line, message):
    ready(folder, text)
    with pytest.raises(SqlcompileError, match=message) as raised:
        compiled(folder, "postgresql")
    assert (raised.value.location.path, raised.value.location.line) == (folder / "ready.py", line)


@pytest.mark.parametrize(
    ("setting", "message", "hint"),
    [
        ("nothing.py", "There is no file", "settings' folder"),
        ("ready.py:begin", "has no begin", "def setup(config)"),
        ("ready.py:number", "number is no function", None),
        ("nothing_here:setup", "cannot be imported: ModuleNotFoundError", "prepend_sys_path"),
        ("create_app()", "`setup` names no function", "package.module:function"),
        ("", "`setup` takes a string that is not empty", None),
    ],
)
def test_a_setting_that_names_nothing_is_said_with_its_line(folder, setting, message, hint):
    ready(folder, "number = 5\n")
    settings(folder, f'setup = "{setting}"')
    with pytest.raises(ConfigError, match=message) as raised:
        compiled(folder, "postgresql")
    assert (raised.value.location.path, raised.value.location.line) == (folder / "sqlcompile.toml", 3)
    if hint is not None:
        assert hint in raised.value.hint


def test_what_fails_at_its_end(folder):
    ready(
        folder,
        "import contextlib\n@contextlib.contextmanager\ndef setup(config):\n    yield\n    raise OSError('full')\n",
    )
    with pytest.raises(ScriptError, match="OSError: full") as raised:
        compiled(folder, "postgresql")
    assert raised.value.location.line == 5
    assert not (folder / "out.sql").exists()


def test_an_alembic_ini_elsewhere(folder):
    (folder / "beside.py").write_text("TEXT = 'beside'\n")
    (folder / "app" / "env.py").unlink()
    settings(folder, 'sqlalchemy_url = "mysql://u:%40@h/d"')
    script(folder, "import beside\n    op.execute(f\"SELECT '{beside.TEXT}'\")")
    config = load_config(folder)
    assert (config.script_location, config.kind) == (folder / "app", "alembic")
    assert "SELECT 'beside';" in compiled(folder, "sqlite")
    env(
        folder,
        "url = context.config.get_main_option('sqlalchemy.url')\nassert url == 'mysql://u:%40@h/d', url\n"
        "assert context.config.get_section('logs')['level'] == '5'\ncontext.configure(url=url)\n" + RUN,
    )
    assert "MySQL" in compiled(folder).splitlines()[0]
    (folder / "inside").mkdir()
    (folder / "inside" / "__init__.py").write_text("1 / 0  # nobody imports it\n")
    (folder / "app" / "alembic.ini").rename(folder / "inside" / "alembic.ini")
    (folder / "app" / "env.py").rename(folder / "inside" / "env.py")
    (folder / "app" / "versions").rename(folder / "inside" / "versions")
    (folder / "sqlcompile.toml").write_text('alembic_ini = "inside:alembic.ini"\n', encoding="utf-8")
    assert load_config(folder).script_location == folder / "inside"
    settings(folder, 'script_location = "other"')
    (folder / "inside" / "alembic.ini").rename(folder / "app" / "alembic.ini")
    (folder / "other" / "versions").mkdir(parents=True)
    assert load_config(folder).script_location == folder / "other"
    (folder / "sqlcompile.toml").write_text('alembic_ini = "app/nothing.ini"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"There is no file .*nothing\.ini") as raised:
        load_config(folder)
    assert raised.value.location.line == 1


def test_folders_of_revisions_that_env_would_change(folder):
    settings(folder, "")
    env(
        folder,
        "context.script.version_locations = [context.script.version_locations[0] + '/../versions']\n"
        "context.configure()\n" + RUN,
    )
    assert "SELECT 1;" in compiled(folder, "postgresql")
    env(folder, "context.script.version_locations = ['elsewhere']\ncontext.configure()\n" + RUN)
    with pytest.raises(ConfigError, match="sets version_locations to elsewhere") as raised:
        compiled(folder, "postgresql")
    assert raised.value.location.line == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["upgrade", "base:a1"], ["upgrade", "base:a1", None]),
        (["downgrade", "a1:base"], ["downgrade", "a1:base", None]),
        (["stamp", "a1"], ["stamp", None, ["a1"]]),
    ],
)
def test_env_knows_the_command(folder, capsys, arguments, said):
    settings(folder, "")
    (folder / "app" / "versions" / "a1.py").write_text(SCRIPT.format("pass") + "def downgrade():\n    pass\n")
    env(
        folder,
        "given = context.config.cmd_opts\n"
        "said = [given.cmd[0].__name__, getattr(given, 'revision', None), getattr(given, 'revisions', None)]\n"
        f"assert said == {said!r}, said\n"
        "context.configure()\n" + RUN,
    )
    assert run([*arguments, "-d", "postgresql"]) == 0, capsys.readouterr().err


def test_a_dispatcher_of_the_projects(folder):
    settings(folder, "")
    env(
        folder,
        "from alembic.util import Dispatcher\n"
        "one, many, heard = Dispatcher(), Dispatcher(uselist=True), []\n"
        "@one.dispatch_for(int)\ndef integer(value):\n    return value + 1\n"
        "@one.dispatch_for(int, qualifier='mysql')\ndef mysql(value):\n    return value + 2\n"
        "@one.dispatch_for('name')\ndef named():\n    return 'named'\n"
        "assert one.dispatch(True)(1) == 2 and one.dispatch(bool)(1) == 2 and one.dispatch('name')() == 'named'\n"
        "assert one.dispatch(5, qualifier='mysql')(1) == 3 and one.dispatch(5, qualifier='sqlite')(1) == 2\n"
        "many.dispatch_for(str)(heard.append)\nmany.branch().dispatch_for(str)(print)\n"
        "many.dispatch_for(str)(heard.extend)\nmany.dispatch(str)('ab')\n"
        "assert heard == ['ab', 'a', 'b'], heard\n"
        "try:\n    one.dispatch(1.5)\nexcept ValueError:\n    context.configure()\n    context.run_migrations()\n",
    )
    assert "SELECT 1;" in compiled(folder, "postgresql")
