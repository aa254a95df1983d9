"""From the options of upgrade, downgrade and stamp to the call of the compiler."""

from pathlib import Path

import pytest

from sqlcompile.scripts.style import Style
from tests.cli.conftest import files


def the_call(compiler):
    (only,) = compiler.calls
    return only


@pytest.mark.usefixtures("project")
def test_upgrade_by_default(call, compiler):
    result = call("upgrade")
    assert (result.status, result.out, result.err) == (0, "", "")
    name, config, given = the_call(compiler)
    assert name == "scripts"
    assert config.env
    del given["progress"]
    assert given == {
        "range_text": "head",
        "direction": "upgrade",
        "dialects": ("oracle",),
        "output": None,
        "output_dir": None,
        "style": Style(),
    }


@pytest.mark.usefixtures("project")
def test_every_option(call, compiler):
    line = "--no-env -x one=1 -x two downgrade head:base -d mysql@5.7 -d sqlite -d mysql@5.7 --output-dir sql"
    result = call(
        *line.split(),
        *["--transaction", "revision", "--mode", "plain", "--client", "plain", "--sql", "-x", "three"],
        *["--lock-timeout", "500ms", "--statement-timeout", "2min", "--audit-table", "applied"],
    )
    assert (result.status, result.err) == (0, "")
    _, config, given = the_call(compiler)
    assert not config.env
    assert config.x_arguments == ("one=1", "two", "three")
    assert given["direction"] == "downgrade"
    assert given["range_text"] == "head:base"
    assert given["dialects"] == ("mysql@5.7", "sqlite")
    assert given["output_dir"] == Path("sql")
    assert given["style"] == Style("revision", "plain", "plain", 0.5, 120.0, "applied")
    assert type(given["style"].mode) is str


@pytest.mark.usefixtures("project")
def test_a_range_that_looks_like_an_option(call, compiler):
    assert call("downgrade", "--", "-1").status == 0
    assert the_call(compiler)[2]["range_text"] == "-1"


@pytest.mark.usefixtures("project")
def test_stamp(call, compiler):
    assert call("stamp", "a1:b1", "-o", "out.sql", "--mode", "plain", "-d", "mssql").status == 0
    name, _, given = the_call(compiler)
    assert name == "stamp"
    assert given == {
        "range_text": "a1:b1",
        "dialects": ("mssql",),
        "output": Path("out.sql"),
        "style": Style(mode="plain"),
    }


def test_settings_where_the_line_says_nothing(call, project, compiler):
    (project / "sqlcompile.toml").write_text(
        'dialects = ["sqlite"]\nmode = "plain"\ntransaction = "none"\nlock_timeout = "5s"\n'
    )
    assert call("upgrade").status == 0
    given = the_call(compiler)[2]
    assert given["dialects"] == ("sqlite",)
    assert given["style"] == Style("none", "plain", lock_timeout=5.0)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (["upgrade", "-d", "oracle", "-d", "sqlite"], "do not go into one file"),
        (["upgrade", "-d", "oracle", "-d", "sqlite", "-o", "x.sql"], "do not go into one file"),
        (["upgrade", "-o", "x.sql", "--output-dir", "y"], "exclude each other"),
        (["upgrade", "-o", "migrations"], "migrations is a folder"),
        (["upgrade", "--lock-timeout", "soon"], "'soon' is no time above 0"),
        (["upgrade", "--statement-timeout", "0s"], "'0s' is no time above 0"),
        (["upgrade", "--output-dir", "alembic.ini"], "alembic.ini is a file"),
        (["stamp", "-d", "oracle", "-d", "sqlite"], "A stamp is one script"),
    ],
)
def test_options_that_do_not_fit_together(call, project, compiler, line, said):
    before = files(project)
    result = call(*line)
    assert (result.status, result.out) == (2, "")
    assert said in result.err
    assert compiler.calls == []
    assert files(project) == before


def test_no_database_is_named(call, project, compiler):
    (project / "alembic.ini").write_text("[alembic]\nscript_location = migrations\n")
    result = call("upgrade")
    assert result.status == 2
    assert "No database is named" in result.err
    (project / "migrations" / "env.py").write_text("")
    assert call("upgrade").status == 0
    assert the_call(compiler)[2]["dialects"] == ()
    assert call("upgrade", "--no-env").status == 2


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("postgresql+psycopg://h/d", "postgresql"),
        ("postgres://h/d", "postgresql"),
        ("mysql://%(X)s", "mysql"),
    ],
)
def test_the_url_names_the_database(call, project, compiler, url, dialect):
    (project / "alembic.ini").write_text(f"[alembic]\nscript_location = migrations\nsqlalchemy.url = {url}\n")
    assert call("upgrade").status == 0
    assert the_call(compiler)[2]["dialects"] == (dialect,)


def work(progress, **_):
    progress.step(1, 2, "Running upgrade  -> a1, make a1")
    progress.note("one statement was not read")
    progress.step(2, 2, "Running upgrade a1 -> b1, make b1")


LINE = "INFO  Running upgrade  -> a1, make a1"
NOTE = "NOTE  one statement was not read\n"


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        (["upgrade"], NOTE),
        (["upgrade", "-q"], ""),
        (["upgrade", "-v"], f"{LINE}\n{NOTE}INFO  Running upgrade a1 -> b1, make b1\n"),
        (["-v", "upgrade"], f"{LINE}\n{NOTE}INFO  Running upgrade a1 -> b1, make b1\n"),
    ],
)
@pytest.mark.usefixtures("project")
def test_what_is_said_meanwhile_goes_to_stderr(call, compiler, line, expected):
    compiler.act = work
    result = call(*line)
    assert (result.status, result.out, result.err) == (0, "", expected)


@pytest.mark.usefixtures("project")
def test_quiet_silences_warnings(call, compiler):
    import warnings

    compiler.act = lambda **_: warnings.warn("look", UserWarning, stacklevel=1)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert call("upgrade", "-q").status == 0
        assert call("upgrade").status == 2


def test_a_bar_is_shown_on_a_terminal_when_work_is_long(monkeypatch, capsys):
    from sqlcompile.cli import console
    from sqlcompile.cli.invocation import Invocation

    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with console.progress_for(Invocation()) as progress:
        assert isinstance(progress, console.PatientBar)
        work(progress)
        assert progress._bar is None
        monkeypatch.setattr(console, "PATIENCE", 0.0)
        work(progress)
        assert progress._bar is not None
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "one statement was not read" in captured.err
