"""New revisions as alembic.ini, pyproject.toml and env.py want them: hooks, time zone, template_args."""

import datetime as dt
import re
import sys
from pathlib import Path

import pytest

INI = """[alembic]
script_location = %(here)s
{more}
[post_write_hooks]
{hooks}
"""
ENV = """
from alembic import context
from alembic.script import write_hooks, ScriptDirectory
from alembic.operations import ops

@write_hooks.register("sign")
def sign(filename, options):
    with open(filename, "a") as file:
        file.write("# signed: " + options["words"] + "\\n")

def number(context, revision, directives):
    script = directives[0]
    assert isinstance(script, ops.MigrationScript) and script.upgrade_ops.is_empty()
    head = ScriptDirectory.from_config(context.config).get_current_head()
    script.rev_id = f"{int(head or 0) + 1:04}"
    if script.message == "nothing":
        directives[:] = []
    if script.message == "more":
        script.upgrade_ops.ops.append(1)

context.configure(process_revision_directives=number, template_args={"author": "me"})
with context.begin_transaction():
    context.run_migrations()
"""
MAKO = '"""${message}"""\nrevision = ${repr(up_revision)}\ndown_revision = ${repr(down_revision)}\n'
MAKO += "# ${context.get('author', 'nobody')}\ndef upgrade(): pass\n"


@pytest.fixture
def started(tmp_path):
    """Write a project with some more settings."""
    (tmp_path / "versions").mkdir()
    (tmp_path / "env.py").write_text(ENV)
    (tmp_path / "script.py.mako").write_text(MAKO)
    (tmp_path / "upper.py").write_text(
        "import sys\npath = sys.argv[-1]\ntext = open(path).read()\n"
        "open(path, 'w').write(text + '# ' + ' '.join(sys.argv[1:-1]) + '\\n')\nprint('hook output')\n"
    )

    def write(hooks="", more=""):
        (tmp_path / "alembic.ini").write_text(INI.format(hooks=hooks, more=more))

    return write


def written(tmp_path, result):
    assert result.status == 0, result.err
    return Path(re.search(r"^Wrote (.*)$", result.out, re.MULTILINE)[1]).read_text()


def test_an_executable(call, tmp_path, started):
    started(
        f"hooks = one, two\none.type = exec\none.executable = {sys.executable}\n"
        "one.options = %(here)s/upper.py --one 'a b' REVISION_SCRIPT_FILENAME\n"
        f"two.type = exec\ntwo.executable = {sys.executable}\ntwo.cwd = %(here)s\n"
        "two.options = upper.py --two REVISION_SCRIPT_FILENAME\n"
    )
    text = written(tmp_path, call("revision", "-m", "x"))
    assert text.endswith("# --one a b\n# --two\n")


def test_a_module_and_the_table_of_pyproject(call, tmp_path, started):
    started()
    (tmp_path / "alembic.ini").unlink()
    (tmp_path / "pyproject.toml").write_text(
        '[tool.alembic]\nscript_location = "%(here)s"\n[[tool.alembic.post_write_hooks]]\nname = "m"\n'
        'type = "module"\nmodule = "compileall"\noptions = "-q REVISION_SCRIPT_FILENAME"\n'
    )
    written(tmp_path, call("revision", "-m", "x", "--rev-id", "a1"))
    assert list(tmp_path.glob("versions/__pycache__/a1_x.*.pyc"))


def test_a_console_script(call, tmp_path, started):
    started("hooks = r\nr.type = console_scripts\nr.entrypoint = pytest\nr.options = --version -p no:cacheprovider\n")
    assert "revision" in written(tmp_path, call("revision", "-m", "x"))


@pytest.mark.parametrize(
    ("hooks", "said"),
    [
        ("hooks = a\n", "hook a has no `type`"),
        ("hooks = a\na.type = wild\n", 'has the type "wild", which is none'),
        ("hooks = a\na.type = exec\n", "has no `executable`"),
        ("hooks = a\na.type = exec\na.executable = /nowhere/x\n", "cannot run /nowhere/x"),
        ("hooks = a\na.type = module\na.module = no_such_module\n", "module no_such_module, which is not installed"),
        ("hooks = a\na.type = console_scripts\na.entrypoint = no-such\n", "command no-such, which is not installed"),
        (
            f"hooks = a\na.type = exec\na.executable = {sys.executable}\na.options = -c 'exit(3)' REVISION_SCRIPT_FILENAME\n",
            "ended with 3",
        ),
        ("hooks = a\na.type = %(what)s\n", "names no value"),
    ],
)
def test_a_hook_that_cannot_be_run(call, tmp_path, started, hooks, said):
    started(hooks)
    result = call("revision", "-m", "x", "--rev-id", "a1")
    assert result.status == 2
    assert said in result.err
    there = (tmp_path / "versions" / "a1_x.py").exists()
    assert there is ("The script was written" in result.err)


def test_env_is_run_for_a_new_revision_where_that_is_set(call, tmp_path, started):
    started("hooks = s\ns.type = sign\ns.words = by hand\n", "revision_environment = true")
    text = written(tmp_path, call("revision", "-m", "first"))
    assert "revision = '0001'\ndown_revision = None\n# me\n" in text
    assert text.endswith("# signed: by hand\n")
    text = written(tmp_path, call("revision", "-m", "second"))
    assert "revision = '0002'\ndown_revision = '0001'\n" in text
    before = sorted((tmp_path / "versions").iterdir())
    result = call("revision", "-m", "nothing")
    assert (result.status, result.out) == (0, "Nothing was written: env.py takes the revision back.\n")
    result = call("revision", "-m", "more")
    assert result.status == 2
    assert "env.py: process_revision_directives of env.py adds operations" in result.err
    assert sorted((tmp_path / "versions").iterdir()) == before


def test_env_is_not_run_where_it_is_not_set(call, tmp_path, started):
    started()
    (tmp_path / "env.py").write_text("1 / 0\n")
    assert "# nobody" in written(tmp_path, call("revision", "-m", "first"))
    started(more="revision_environment = true")
    assert call("revision", "-m", "second").status == 2
    assert "# nobody" in written(tmp_path, call("revision", "--no-env", "-m", "second"))


def test_the_time_zone_of_the_date(call, tmp_path, started):
    (tmp_path / "script.py.mako").unlink(missing_ok=True)
    started(more="timezone = asia/kathmandu\nfile_template = %%(year)d-%%(rev)s")
    (tmp_path / "script.py.mako").write_text(MAKO + "# at ${create_date}\n")
    assert re.search(r"# at \d{4}-.*\+05:45\n", written(tmp_path, call("revision", "-m", "x")))


NAMED = "%(year)d%(month).2d%(day).2d-%(hour).2d%(minute).2d_%(slug)s"


@pytest.mark.parametrize(
    ("file", "settings", "template"),
    [
        ("alembic.ini", "[alembic]\nscript_location = %(here)s\n{}", NAMED.replace("%", "%%")),
        ("pyproject.toml", '[tool.alembic]\nscript_location = "%(here)s"\n{}', f'"{NAMED}"'.replace("%", "%%")),
        ("pyproject.toml", '[tool.alembic]\nscript_location = "%(here)s"\n{}', f'"{NAMED}"'),
        ("pyproject.toml", '[tool.sqlcompile]\nscript_location = "."\n{}', f'"{NAMED}"'),
        ("sqlcompile.toml", 'script_location = "."\n{}', f'"{NAMED}"'),
    ],
)
def test_a_file_is_named_by_the_date_that_stands_in_it(call, tmp_path, file, settings, template):
    (tmp_path / "versions").mkdir()
    zone = "UTC" if file == "alembic.ini" else '"UTC"'
    (tmp_path / file).write_text(settings.format(f"file_template = {template}\ntimezone = {zone}\n"))
    text = written(tmp_path, call("revision", "-m", "create account table"))
    (path,) = (tmp_path / "versions").glob("*.py")
    created = dt.datetime.fromisoformat(re.search(r"^Create Date: (.*)$", text, re.MULTILINE)[1])
    assert path.name == f"{created:%Y%m%d-%H%M}_create_account_table.py"
    assert abs(dt.datetime.now(dt.UTC) - created) < dt.timedelta(minutes=5)


def test_compiled_scripts_without_source(call, tmp_path, started):
    import py_compile

    started()
    written(tmp_path, call("revision", "-m", "x", "--rev-id", "a1"))
    written(tmp_path, call("revision", "-m", "y", "--rev-id", "b1"))
    versions = tmp_path / "versions"
    py_compile.compile(str(versions / "a1_x.py"), cfile=str(versions / "a1_x.pyc"))
    py_compile.compile(str(versions / "b1_y.py"))
    for path in versions.glob("*.py"):
        path.unlink()
    assert call("heads").out == ""
    started(more="sourceless = true")
    assert call("history").out == "a1 -> b1 (head), y\n<base> -> a1, x\n"
    result = call("upgrade", "--no-env", "-d", "sqlite")
    assert result.status == 0, result.err
    assert result.out.index("'a1'") < result.out.index("'b1'")
    (versions / "broken.pyc").write_bytes(b"junk")
    result = call("heads")
    assert result.status == 2
    assert "broken.pyc" in result.err
