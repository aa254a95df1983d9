"""Whole compilations: a file a revision, stamps, and the same bytes every time."""

import os
import subprocess
import sys

import pytest

from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent
from sqlcompile.scripts.build import build_scripts, build_stamp
from sqlcompile.scripts.style import Style
from tests.projects import DIALECTS, Project, reflected


@pytest.fixture
def project(tmp_path):
    project = Project(tmp_path / "project")
    project.revision(
        "a1",
        "op.create_table('one', sa.Column('id', sa.Integer))",
        "op.drop_table('one')",
        message="Make one: 'ä/b'",
    )
    project.revision(
        "b1",
        "op.create_table('two', sa.Column('id', sa.Integer))",
        "op.drop_table('two')",
        down="a1",
        message="make two",
    )
    project.revision(
        "c1",
        "op.create_index('ix', 'one', ['id'], postgresql_concurrently=True)\nop.execute('INSERT INTO one VALUES (1)')",
        "op.drop_index('ix', 'one')\nop.execute('DELETE FROM one')",
        down="a1",
        message="x" * 60,
    )
    project.revision(
        "d1",
        "op.execute('INSERT INTO one VALUES (2)')",
        "op.execute('DELETE FROM one WHERE id = 2')",
        down=("b1", "c1"),
        message="",
    )
    return project


def folder(project, *dialects, range_="base:heads", direction="upgrade", **options):
    target = project.folder / "sql"
    build_scripts(
        load_config(project.folder),
        range_text=range_,
        direction=direction,
        dialects=dialects,
        output=None,
        output_dir=target,
        style=Style(options.get("transaction"), options.get("mode", "strict")),
        progress=Silent(),
    )
    return target


def stamp(project, dialect, range_, *, mode="strict"):
    target = project.folder / "stamp.sql"
    build_stamp(
        load_config(project.folder), range_text=range_, dialects=(dialect,), output=target, style=Style(mode=mode)
    )
    return target.read_text(encoding="utf-8")


def names(target):
    return sorted(path.relative_to(target).as_posix() for path in target.rglob("*.sql"))


def test_names_of_files(project):
    target = folder(project, "postgresql", "oracle")
    stems = ["0001_a1_make_one_ä_b", "0002_b1_make_two", "0003_c1_" + "x" * 40, "0004_d1_d1"]
    found = names(target)
    assert [name.split("/")[1].split("_")[:2] for name in found] == 2 * [stem.split("_")[:2] for stem in stems]
    before = {name: (target / name).read_bytes() for name in found}
    project.revision("e1", "pass", down="d1", message="later")
    folder(project, "postgresql", "oracle")
    after = {name: (target / name).read_bytes() for name in names(target)}
    assert {name: after[name] for name in before} == before
    assert sorted(set(after) - set(before)) == ["oracle/0005_e1_later.sql", "postgresql/0005_e1_later.sql"]


def test_a_part_of_the_history_has_the_numbers_of_the_whole(project):
    assert [name[:19] for name in names(folder(project, "sqlite", range_="b1,c1:d1"))] == ["sqlite/0004_d1_d1.s"]
    target = folder(project, "sqlite", range_="d1:b1,c1", direction="downgrade")
    assert any(name.endswith("0004_d1_d1.down.sql") for name in names(target))


@pytest.mark.parametrize("mode", ["all", "none"])
def test_the_files_in_order_do_what_the_one_script_does(project, server, mode):
    one = project.compile(server.dialect, transaction=mode)
    target = folder(project, server.dialect, transaction=mode) / server.dialect
    files = [path.read_text(encoding="utf-8") for path in sorted(target.glob("*.sql"))]
    folder(project, server.dialect, range_="heads:base", direction="downgrade", transaction=mode)
    downs = [path.read_text(encoding="utf-8") for path in sorted(target.glob("*.down.sql"), reverse=True)]
    with server.fresh() as first, server.fresh() as second:
        assert first.run_script(one).returncode == 0
        for number, text in enumerate(files):
            for wrong in files[number + 1 :]:
                assert "sqlcompile: " in second.run_script(wrong).stderr
            done = second.run_script(text)
            assert done.returncode == 0, done.stderr
        for database in (first, second):
            assert database.query("SELECT version_num FROM alembic_version") == [("d1",)]
            assert sorted(database.query("SELECT id FROM one")) == [(1,), (2,)]
        with first.engine().connect() as a, second.engine().connect() as b:
            assert reflected(a) == reflected(b)
        for text in downs:
            done = second.run_script(text)
            assert done.returncode == 0, done.stderr
        assert second.query("SELECT version_num FROM alembic_version") == []


def test_a_stamp_moves_the_version_and_nothing_else(project, server):
    with server.fresh() as database:
        assert database.run_script(stamp(project, server.dialect, "base:b1,c1")).returncode == 0
        assert sorted(database.query("SELECT version_num FROM alembic_version")) == [("b1",), ("c1",)]
        refused = database.run_script(stamp(project, server.dialect, "base:d1"), stop_on_error=False)
        assert "sqlcompile: " in refused.stderr
        assert database.run_script(stamp(project, server.dialect, "b1,c1:d1")).returncode == 0
        assert database.query("SELECT version_num FROM alembic_version") == [("d1",)]
        assert database.run_script(stamp(project, server.dialect, "d1:base", mode="plain")).returncode == 0
        assert database.query("SELECT version_num FROM alembic_version") == []
        with database.engine().connect() as connection:
            assert set(reflected(connection)) == {"alembic_version"}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_a_stamp_is_committed(project, dialect):
    text = stamp(project, dialect, "base:d1")
    assert "base -> d1, 0 revisions" in text
    assert text.index("'d1'") < text.rindex("COMMIT")


def test_an_empty_range_is_a_script_that_only_looks(project, server):
    with server.fresh() as database:
        assert database.run_script(project.compile(server.dialect, "base:b1")).returncode == 0
        done = database.run_script(project.compile(server.dialect, "b1:b1"))
        assert done.returncode == 0
        assert "sqlcompile: " in database.run_script(project.compile(server.dialect, "c1:c1")).stderr


def test_the_same_bytes_everywhere(project, tmp_path):
    places = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C"},
        {
            "PYTHONHASHSEED": "1",
            "TZ": "Asia/Kathmandu",
            "LC_ALL": "C.UTF-8",
            "COLUMNS": "20",
            "HOME": "/",
            "USER": "x",
        },
        {"PYTHONHASHSEED": "4242", "TZ": "America/St_Johns", "LANG": "de_DE.UTF-8", "PYTHONUTF8": "0"},
    ]
    outputs = []
    for number, environment in enumerate(places):
        cwd = tmp_path / f"cwd{number}"
        cwd.mkdir()
        target = cwd / "out"
        command = [
            sys.executable,
            "-m",
            "sqlcompile",
            "-C",
            os.path.relpath(project.folder, cwd),
            "upgrade",
            "base:heads",
        ]
        for dialect in DIALECTS:
            command += ["-d", dialect]
        subprocess.run(
            [*command, "--output-dir", str(target)],
            check=True,
            capture_output=True,
            cwd=cwd,
            env={
                **{key: value for key, value in os.environ.items() if key not in ("LANG", "LC_ALL")},
                **environment,
            },
        )
        outputs.append({name: (target / name).read_bytes() for name in names(target)})
    assert len(outputs[0]) == 4 * len(DIALECTS)
    assert outputs[0] == outputs[1] == outputs[2]
