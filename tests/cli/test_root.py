import importlib
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from sqlcompile import __version__
from sqlcompile.cli.commands import COMMANDS

HELP = Path(__file__).with_name("help.txt")
COMMAND = [sys.executable, "-m", "sqlcompile"]
ROOT = str(Path(__file__).parents[2])


def started(*arguments, **settings):
    environment = {**os.environ, "PYTHONPATH": ROOT, **settings.pop("env", {})}
    return subprocess.run(
        [*COMMAND, *arguments], capture_output=True, text=True, env=environment, check=False, **settings
    )


def test_help(call):
    result = call("--help")
    assert result.status == 0
    assert result.err == ""
    assert result.out == HELP.read_text()


def test_no_command_shows_the_help(call):
    result = call()
    assert result.status == 2
    assert "Commands:" in result.out + result.err


@pytest.mark.parametrize("name", COMMANDS)
def test_the_list_of_commands_says_what_each_command_says(call, name):
    module = name.replace("-", "_")
    function = getattr(importlib.import_module(f"sqlcompile.cli.{module}"), module)
    assert function.__doc__.splitlines()[0] == COMMANDS[name]
    result = call(name, "--help")
    assert result.status == 0
    assert COMMANDS[name] in result.out


def test_version(call):
    assert call("--version").out == f"sqlcompile {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["histry"], 'There is no command "histry". Did you mean history?'),
        (["current"], 'There is no command "current". `sqlcompile status --url URL` says'),
        (["ensure-version"], 'There is no command "ensure-version". Every upgrade makes the version table'),
        (["list_templates"], 'There is no command "list_templates". `sqlcompile init --help` lists them.'),
        (["edit", "head"], 'There is no command "edit". `sqlcompile show REV` says where the script is.'),
        (["stamp", "--purge", "head"], "There is no option --purge. Say where the database is, as in `sqlcompile"),
        (["xyzzy"], 'There is no command "xyzzy".'),
        (["--nope"], "No such option"),
        (["heads", "--nope"], "No such option"),
        (["downgrade"], "RANGE"),
        (["history", "-r"], "requires an argument"),
        (["upgrade", "--transaction", "some"], "'some'"),
        (["init", "-t", "other"], "'other'"),
        (["heads"], "There are no settings"),
        (["-C", "nowhere", "heads"], "is not a folder"),
        (["-c", "nope.ini", "heads"], "There is no file"),
        (["heads", "-C", "nowhere"], "is not a folder"),
    ],
)
def test_lines_that_cannot_be_understood(call, tmp_path, arguments, said):
    result = call(*arguments)
    assert result.status == 2
    assert result.out == ""
    assert said in result.err
    assert "Traceback" not in result.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("line", [["-C", "{}", "heads"], ["heads", "-C", "{}"], ["-c", "{}/alembic.ini", "heads"]])
def test_common_options_stand_before_or_after_the_command(call, project, monkeypatch, line):
    monkeypatch.chdir("/")
    assert call(*(word.format(project) for word in line)).out == "m1 (net) (head)\n"


def test_the_environment_names_the_settings(call, project, monkeypatch):
    monkeypatch.chdir("/")
    monkeypatch.setenv("ALEMBIC_CONFIG", f"{project}/alembic.ini")
    assert call("heads").out == "m1 (net) (head)\n"
    monkeypatch.setenv("ALEMBIC_CONFIG", "nope.ini")
    assert "ALEMBIC_CONFIG" in call("heads").err
    assert call("-c", f"{project}/alembic.ini", "heads").out == "m1 (net) (head)\n"


@pytest.mark.usefixtures("project")
def test_the_section_option(call):
    assert call("-n", "alembic", "heads").status == 0
    result = call("heads", "--name", "billing")
    assert result.status == 2
    assert "[billing]" in result.err


def test_errors_of_ours_have_a_place_a_sentence_and_a_hint(call, project):
    (project / "alembic.ini").write_text("[alembic]\nscript_location = %(nope)s\n")
    result = call("heads")
    assert result.err == (
        "Error: alembic.ini:2: `script_location` has a `%` that names no value of [alembic].\n"
        "  Write `%%` for a percent sign, `%(here)s` for the folder of this file.\n"
    )
    assert result.out == ""


@pytest.mark.usefixtures("project")
def test_errors_that_nobody_foresaw(call, compiler):
    def fail(**_):
        raise ZeroDivisionError("one\ntwo")

    compiler.act = fail
    result = call("upgrade")
    assert (result.status, result.out) == (2, "")
    assert result.err == "Error: ZeroDivisionError: one\n  `--traceback` shows where.\n"
    for line in (["--traceback", "upgrade"], ["upgrade", "--traceback"], ["--raiseerr", "upgrade"]):
        result = call(*line)
        assert "Traceback (most recent call last)" in result.err
        assert "in fail" in result.err


@pytest.mark.usefixtures("project")
def test_ctrl_c(call, compiler):
    def interrupt(**_):
        raise KeyboardInterrupt

    compiler.act = interrupt
    result = call("upgrade")
    assert (result.status, result.out) == (130, "")
    assert result.err == "Interrupted; nothing was written.\n"


@pytest.mark.parametrize("code", [0, None, "enough"])
@pytest.mark.usefixtures("project")
def test_a_script_that_leaves(call, compiler, code):
    def leave(**_):
        sys.exit(code)

    compiler.act = leave
    result = call("upgrade")
    assert (result.status, result.out) == (2, "")
    assert f"called sys.exit({code!r})" in result.err


def test_a_reader_that_goes_away(project):
    for number in range(300):
        from tests.cli.conftest import script

        script(project / "migrations" / "versions", f"z{number}", message="long " * 200)
    line = f"{sys.executable} -m sqlcompile history | head -1; exit ${{PIPESTATUS[0]}}"
    result = subprocess.run(
        ["bash", "-c", line],
        cwd=project,
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 1
    assert result.stdout.count("\n") == 1
    assert result.stderr == ""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full is Linux's")
def test_a_full_disk(project):
    with Path("/dev/full").open("w") as full:
        result = subprocess.run(
            [*COMMAND, "heads"],
            cwd=project,
            env={**os.environ, "PYTHONPATH": ROOT},
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert result.returncode == 2
    assert result.stderr.startswith("Error: OSError: [Errno 28]")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("line", ["--help", "heads"])
def test_what_a_fast_command_does_not_import(project, line):
    code = (
        f"import sys; from sqlcompile.cli.run import run; run([{line!r}]); "
        "heavy = {'sqlalchemy', 'sqlglot', 'rich', 'mako', 'pydantic', 'alembic'}; "
        "print(*sorted(heavy & set(sys.modules)), file=sys.stderr)"
    )
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=project,
        env={**os.environ, "PYTHONPATH": ROOT},
        capture_output=True,
        text=True,
        check=True,
    )
    assert result.stderr == "\n"


# --- colours ---


@pytest.mark.parametrize(
    ("arguments", "environment", "coloured"),
    [([], {}, True), (["--no-color"], {}, False), ([], {"NO_COLOR": "1"}, False)],
)
def test_colours_are_for_terminals(tmp_path, arguments, environment, coloured):
    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": ROOT, **environment}
    if "NO_COLOR" not in environment or not environment["NO_COLOR"]:
        environment.pop("NO_COLOR", None)
    subprocess.run([*COMMAND, *arguments, "heads"], cwd=tmp_path, env=environment, stderr=theirs, check=False)
    os.close(theirs)
    said = os.read(ours, 10_000).decode()
    os.close(ours)
    assert ("\x1b[" in said) is coloured
    assert "Error:" in said


# --- completion ---


def completed(cwd, words, count):
    return started(
        cwd=cwd,
        env={"_SQLCOMPILE_COMPLETE": "complete_bash", "COMP_WORDS": words, "COMP_CWORD": str(count)},
    ).stdout.split()


def test_completion_of_commands(project):
    assert completed(project, "sqlcompile h", 1) == ["history", "heads"]


def test_completion_of_revisions(project):
    assert completed(project, "sqlcompile show b", 2) == ["base", "b1"]
    assert completed("/", f"sqlcompile -C {project} show m", 4) == ["m1"]
    assert completed("/", "sqlcompile show m", 2) == []


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_scripts(shell, tmp_path):
    result = started(env={"_SQLCOMPILE_COMPLETE": f"source_{shell}"}, cwd=tmp_path)
    assert result.returncode == 0
    assert "_SQLCOMPILE_COMPLETE" in result.stdout
