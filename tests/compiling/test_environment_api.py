"""All of ``alembic.context`` that an env.py may use, and every keyword of ``configure``."""

import re

import pytest

from sqlcompile.cli.run import run
from sqlcompile.errors import ConfigError, ScriptError, SqlcompileError
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts, build_stamp
from sqlcompile.scripts.style import Style

RUN = "with context.begin_transaction():\n    context.run_migrations()\n"
SCRIPT = '''"""number {id}"""
from alembic import op, context
import sqlalchemy as sa
revision = {id!r}
down_revision = {down!r}
def upgrade():
    {upgrade}
def downgrade():
    pass
'''


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "versions").mkdir(parents=True)
    (tmp_path / "alembic.ini").write_text(
        "[alembic]\nscript_location = %(here)s\nsqlalchemy.url = postgresql://h/d\n[logs]\nlevel = 5\n"
    )
    script(tmp_path, "a1", None)
    script(tmp_path, "b1", "a1")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def script(folder, id_, down, upgrade="pass"):
    (folder / "versions" / f"{id_}.py").write_text(SCRIPT.format(id=id_, down=down, upgrade=upgrade))


def env(folder, text):
    (folder / "env.py").write_text("from alembic import context\nimport sqlalchemy as sa\n" + text, encoding="utf-8")


def compiled(folder, *dialects, range_text="base:head", **more):
    build_scripts(
        load_config(folder),
        range_text=range_text,
        direction="upgrade",
        dialects=dialects,
        output=folder / "out.sql",
        output_dir=more.get("output_dir"),
        style=Style(more.get("transaction")),
        progress=Silent(),
    )
    return (folder / "out.sql").read_text(encoding="utf-8")


def test_what_env_may_ask(folder):
    env(
        folder,
        """
assert context.is_offline_mode() and not context.is_transactional_ddl()
assert context.get_head_revision() == "b1" and context.get_head_revisions() == ("b1",)
assert context.get_starting_revision_argument() == "a1" and context.get_revision_argument() == "b1"
assert context.get_tag_argument() is None
assert context.get_x_argument() == [] and context.get_x_argument(as_dictionary=True) == {}
assert context.get_bind() is None
assert context.config.get_section("logs")["level"] == "5"
assert context.script.get_current_head() == "b1"
assert context.script.get_revision("head").doc == "number b1"
assert [one.revision for one in context.script.walk_revisions()] == ["b1", "a1"]
context.configure(url="sqlite://", version_table="v", render_as_batch=True)
of_env = context.get_context()
assert of_env.dialect.name == "mysql" and of_env.as_sql and of_env.opts["version_table"] == "v"
assert of_env.get_current_revision() == "a1" and of_env.config is context.config
assert not context.is_transactional_ddl()
"""
        + RUN,
    )
    assert "UPDATE v SET" in compiled(folder, "mysql", range_text="a1:b1")


def test_what_a_migration_may_ask_is_what_env_set(folder):
    env(
        folder,
        "context.config.attributes['color'] = 'red'\ncontext.config.set_main_option('mine', '7')\n"
        "context.configure(url='sqlite://', opts_of_mine=3)\n" + RUN,
    )
    script(
        folder,
        "b1",
        "a1",
        "assert context.config.attributes['color'] == 'red'\n"
        "    assert context.config.get_main_option('mine') == '7'\n"
        "    assert context.get_head_revision() == context.get_revision_argument() == 'b1'\n"
        "    assert context.get_context().opts['opts_of_mine'] == 3\n"
        "    context.static_output('-- from the script')",
    )
    assert "-- from the script" in compiled(folder)


@pytest.mark.parametrize("call", ["configure(url='sqlite://')", "run_migrations()"])
def test_a_migration_cannot_be_an_env(folder, call):
    env(folder, "context.configure()\n" + RUN)
    script(folder, "b1", "a1", f"context.{call}")
    with pytest.raises(ScriptError, match=r"is for env\.py"):
        compiled(folder)


def test_the_url_of_env_comes_before_the_one_of_the_settings(folder):
    env(folder, "context.configure(url='sqlite://')\n" + RUN)
    assert "SQLite" in compiled(folder).splitlines()[0]
    assert "Oracle" in compiled(folder, "oracle").splitlines()[0]
    env(folder, "context.configure(dialect_name='mssql')\n" + RUN)
    assert "SQL Server" in compiled(folder).splitlines()[0]
    env(folder, "context.configure()\n" + RUN)
    assert "PostgreSQL" in compiled(folder).splitlines()[0]


def test_what_env_executes_afterwards_comes_after(folder, sqlite_server):
    env(
        folder,
        "context.configure(url='sqlite://')\ncontext.execute('CREATE TABLE before (i INTEGER)')\n"
        + RUN
        + "    context.execute('CREATE TABLE after (i INTEGER)')\n",
    )
    text = compiled(folder)
    assert text.index("TABLE before") < text.index("'b1'") < text.index("TABLE after") < text.rindex("COMMIT")
    with sqlite_server.fresh() as database:
        assert database.run_script(text).returncode == 0
        assert database.query("SELECT * FROM after") == []
    for mode in ("revision", "none"):
        text = compiled(folder, transaction=mode)
        assert text.index("'b1'") < text.index("TABLE after")
        with sqlite_server.fresh() as database:
            assert database.run_script(text).returncode == 0


def test_a_part_of_a_transaction_of_its_own(folder):
    env(folder, "context.configure(transactional_ddl=False)\n" + RUN)
    assert "No transaction" in compiled(folder).splitlines()[3]
    env(folder, "assert context.is_transactional_ddl()\ncontext.configure(transactional_ddl=True)\n" + RUN)
    assert "one transaction" in compiled(folder).splitlines()[3]


def test_a_starting_revision_of_its_own(folder):
    env(folder, "context.configure(starting_rev='a1')\n" + RUN)
    assert "-- a1 -> b1, 1 revision" in compiled(folder)


def test_options_of_one_call_do_not_last(folder):
    env(
        folder,
        "m = sa.MetaData(naming_convention={'pk': 'pk_%(table_name)s'})\n"
        "context.configure(target_metadata=m, transaction_per_migration=True, version_table='v')\n"
        "context.configure(url='sqlite://')\nassert 'target_metadata' not in context.get_context().opts\n"
        "assert context.get_context().opts['version_table'] == 'v'\n" + RUN,
    )
    assert "INTO v (" in compiled(folder)


@pytest.mark.parametrize(
    "option",
    [
        "dialect_opts={'paramstyle': 'named', 'json_serializer': repr}",
        "mssql_batch_separator=';'",
        "oracle_batch_separator=';'",
        "output_encoding='latin-1'",
    ],
)
def test_what_no_script_could_fulfil_is_refused_by_name(folder, option):
    env(folder, f"context.configure({option})\n" + RUN)
    with pytest.raises(ConfigError, match=f"configures {option.partition('=')[0]}=") as raised:
        compiled(folder)
    assert raised.value.location.line == 3
    assert "--no-env" in raised.value.hint


def test_what_is_for_new_revisions_alone_is_taken(folder):
    env(
        folder,
        "context.configure(literal_binds=True, dialect_opts={'paramstyle': 'named'}, include_object=print, "
        "include_name=print, include_schemas=True, compare_type=True, compare_server_default=False, "
        "render_item=print, render_as_batch=True, user_module_prefix='x.', sqlalchemy_module_prefix='sa.', "
        "alembic_module_prefix='op.', upgrade_token='u', downgrade_token='d', template_args={'a': 1}, tag='t', "
        "process_revision_directives=print, autogenerate_plugins=['x'], mssql_batch_separator='GO', "
        "oracle_batch_separator='/', output_encoding='utf-8')\nassert context.get_tag_argument() == 't'\n" + RUN,
    )
    assert "'b1'" in compiled(folder)


APPLY = """
def log(ctx, step, heads, run_args, **kw):
    up = "up" if step.is_upgrade else "down"
    assert step.is_migration is not step.is_stamp
    assert step.destination_revisions[0].revision == step.destination_revision_ids[0]
    values = f"'{up} {step.up_revision_id} {step.down_revision_ids} {sorted(heads)} {run_args}'".replace("'", "")
    ctx.execute(f"INSERT INTO log VALUES ('{values}')")
    ctx.connection.execute(sa.text("INSERT INTO log VALUES (:v)"), {"v": step.up_revision.doc})
"""


@pytest.mark.parametrize("given", ["log", "[log]"])
def test_what_follows_each_version(folder, sqlite_server, given):
    env(folder, APPLY + f"context.configure(url='sqlite://', on_version_apply={given})\n" + RUN)
    script(folder, "a1", None, "op.execute('CREATE TABLE log (what TEXT)')")
    text = compiled(folder)
    with sqlite_server.fresh() as database:
        done = database.run_script(text)
        assert done.returncode == 0, done.stderr
        assert [what for (what,) in database.query("SELECT what FROM log")] == [
            "up a1 () [a1] {}",
            "number a1",
            "up b1 (a1,) [b1] {}",
            "number b1",
        ]
    assert text.index("'a1'") < text.index("up a1") < text.index("number b1\n")


def test_a_stamp_is_told_too_and_is_as_env_says(folder):
    env(folder, APPLY + "context.configure(version_table='v', on_version_apply=log)\n" + RUN)
    build_stamp(load_config(folder), range_text="a1:b1", dialects=("mysql",), output=folder / "s.sql", style=Style())
    text = (folder / "s.sql").read_text()
    assert "UPDATE v SET" in text
    assert text.index("UPDATE v SET") < text.index("VALUES ('up b1 (a1,) [b1] {}')") < text.rindex("COMMIT")


def test_one_that_fails_has_its_line(folder):
    env(folder, "def log(**kw):\n    1 / 0\ncontext.configure(on_version_apply=log)\n" + RUN)
    with pytest.raises(ScriptError, match="on_version_apply raised ZeroDivisionError") as raised:
        compiled(folder)
    assert (raised.value.location.path.name, raised.value.location.line) == ("env.py", 4)


def test_tags_and_x(folder, capsys):
    env(
        folder,
        "assert context.get_tag_argument() == 'release' == context.config.cmd_opts.tag\n"
        "assert context.get_x_argument(as_dictionary=True) == {'a': '2', 'flag': '', 'b': 'x=y'}\n"
        "assert context.get_x_argument() == ['a=1', 'flag', 'a=2', 'b=x=y']\ncontext.configure()\n" + RUN,
    )
    words = "-x a=1 -x flag upgrade -x a=2 -x b=x=y --tag release -d sqlite"
    assert run(words.split()) == 0
    assert "'b1'" in capsys.readouterr().out


def test_what_env_prints_is_not_part_of_the_script(folder, capsys):
    env(folder, "print('hello')\ncontext.config.print_stdout('and %s', 'more')\ncontext.configure()\n" + RUN)
    assert run(["upgrade"]) == 0
    out, err = capsys.readouterr()
    assert "hello" not in out
    assert "more" not in out
    assert "hello\nand more\n" in err


def test_logging_is_configured_as_the_ini_says(folder, capsys):
    ini = folder / "alembic.ini"
    ini.write_text(
        ini.read_text() + "[loggers]\nkeys = root\n[handlers]\nkeys = console\n[formatters]\nkeys = generic\n"
        "[logger_root]\nlevel = INFO\nhandlers = console\n[handler_console]\nclass = StreamHandler\n"
        "args = (sys.stdout,)\nformatter = generic\n[formatter_generic]\nformat = LOG %(message)s\n"
    )
    env(
        folder,
        "from logging.config import fileConfig\nimport logging\nbefore = logging.root.handlers[:], logging.root.level\n"
        "fileConfig(context.config.config_file_name, disable_existing_loggers=False)\nlogging.info('seen')\n"
        "logging.root.handlers, level = before\nlogging.root.setLevel(level)\ncontext.configure()\n" + RUN,
    )
    assert run(["upgrade"]) == 0
    out, err = capsys.readouterr()
    assert "seen" not in out
    assert "LOG seen" in err


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("def go():\n    sa.create_engine('sqlite://').connect()\ngo()\n", 4, "connects to a database (sqlite)"),
        ("e = sa.engine_from_config({'u.url': 'sqlite://'}, 'u.')\ne.begin().__enter__()\n", 4, "connects to"),
        ("import sys\nsys.exit('no')\n", 4, "ends the program (exit no)"),
        ("context.configure()\n", None, "without running the migrations"),
        ("context.config.barbican_url\n", 3, "config has no attribute 'barbican_url'"),
        ("context.no_such_thing()\n", 3, "no stand-in for alembic.context.no_such_thing"),
        ("from alembic import nonsense\nnonsense.go()\n", 4, "no stand-in for alembic.nonsense"),
    ],
)
def test_an_env_that_cannot_be_used_has_its_line(folder, text, line, said):
    env(folder, text)
    with pytest.raises(SqlcompileError, match=re.escape(said)) as raised:
        compiled(folder)
    assert raised.value.location.path.name == "env.py"
    assert raised.value.location.line == line
    assert not (folder / "out.sql").exists()


def test_a_url_whose_parts_env_fills_in(folder):
    (folder / "alembic.ini").write_text(
        "[alembic]\nscript_location = %(here)s\nsqlalchemy.url = mysql://%(DB_USER)s:%(DB_PASS)s@h/d\n"
    )
    env(
        folder,
        "config = context.config\nsection = config.config_ini_section\n"
        "config.set_section_option(section, 'DB_USER', 'me')\nconfig.set_main_option('DB_PASS', 'p%%w')\n"
        "url = config.get_main_option('sqlalchemy.url')\nassert url == 'mysql://me:p%w@h/d', url\n"
        "context.configure(url=url)\n" + RUN,
    )
    assert "MySQL" in compiled(folder).splitlines()[0]
    assert "MySQL" in compiled(folder, "mysql", range_text="a1:b1").splitlines()[0]


def test_another_section(folder, capsys):
    ini = folder / "alembic.ini"
    ini.write_text(ini.read_text() + "[tenant]\nscript_location = %(here)s\nsqlalchemy.url = sqlite://\ncolor = red\n")
    env(
        folder,
        "config = context.config\nassert config.config_ini_section == config.cmd_opts.name == 'tenant'\n"
        "assert config.get_main_option('color') == 'red'\nconfig.get_section(config.config_ini_section)['color']\n"
        "context.configure(url=config.get_main_option('sqlalchemy.url'))\n" + RUN,
    )
    assert run(["-n", "tenant", "upgrade"]) == 0
    assert "SQLite" in capsys.readouterr().out.splitlines()[0]


def test_options_of_pyproject(folder):
    (folder / "alembic.ini").unlink()
    (folder / "pyproject.toml").write_text(
        '[tool.alembic]\nscript_location = "%(here)s"\nplace = "%(here)s/x"\nmany = ["a"]\nflag = "true"\n'
    )
    env(
        folder,
        "config = context.config\nimport os\n"
        "assert config.get_alembic_option('place') == os.path.dirname(__file__) + '/x'\n"
        "assert config.get_alembic_option('many') == ['a'] and config.get_alembic_option('none', 5) == 5\n"
        "assert config.get_alembic_boolean_option('flag') and config.get_main_option('place') is None\n"
        "assert config.toml_file_name.endswith('pyproject.toml') and config.config_file_name is None\n"
        "context.configure()\n" + RUN,
    )
    assert "INSERT INTO alembic_version" in compiled(folder, "sqlite")


@pytest.mark.parametrize(
    "text",
    [
        "context.config.conf\n",
        "try:\n    context.config.conf\nexcept AttributeError:\n    raise SystemExit('use the application')\n",
    ],
)
def test_an_attribute_that_the_application_would_set(folder, text):
    env(folder, text)
    with pytest.raises(SqlcompileError) as raised:
        compiled(folder)
    assert "env.py asks for config.conf" in raised.value.hint
    assert "[attributes] or `setup` in sqlcompile.toml" in raised.value.hint
    assert "--no-env" in raised.value.hint


def test_no_env_as_an_option_and_as_a_setting(folder, capsys):
    env(folder, "1 / 0\n")
    assert run(["upgrade"]) == 2
    assert "env.py:3: env.py failed: ZeroDivisionError" in (said := capsys.readouterr().err)
    assert "--no-env" in said
    assert run(["upgrade", "--no-env"]) == 0
    (folder / "sqlcompile.toml").write_text("env = false\n")
    assert run(["upgrade"]) == 0


def test_attributes_that_an_application_would_set(folder):
    (folder / "settings_of_mine.py").write_text("class Conf:\n    name = 'conf'\n")
    (folder / "sqlcompile.toml").write_text(
        'sqlalchemy_url = "sqlite://"\n[attributes]\nbarbican_sqlalchemy_url = "mysql://h/d"\n'
        'conf = { import = "settings_of_mine:Conf.name" }\n'
        '[attributes.neutron_config.database]\nconnection = "mysql://h/e"\n'
    )
    env(
        folder,
        "assert context.config.barbican_sqlalchemy_url == context.config.attributes['barbican_sqlalchemy_url']\n"
        "assert context.config.conf == 'conf'\n"
        "assert getattr(context.config, 'other', 1) == 1\n"
        "context.configure(url=context.config.neutron_config.database.connection)\n" + RUN,
    )
    assert "MySQL" in compiled(folder).splitlines()[0]
    env(folder, "context.config.neutron_config.database.user\n")
    with pytest.raises(ScriptError, match="has no 'user' here"):
        compiled(folder)
    (folder / "sqlcompile.toml").write_text('[attributes]\nconf = { import = "nothing_here:x" }\n')
    with pytest.raises(ConfigError, match='attribute "conf" cannot be imported: ModuleNotFoundError'):
        compiled(folder)
