"""The histories of the benchmark are fair: both tools compile them, to the same statements.

Alembic is the peer: what it writes is brought to our form, revision by revision, by the rewrites
below. Each says why the two differ; one that is not needed any more fails.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from sqlcompile.cli.run import run
from tests.benchmark.__main__ import FIVE, Projects
from tests.benchmark.generate import down_revision, revision_id, write_history
from tests.projects import Project, unnumbered

REVISIONS = 30


@dataclass(frozen=True)
class Difference:
    """A rewrite of Alembic's statement into ours, for some databases, and the reason for it."""

    dialects: tuple[str, ...]
    pattern: str
    ours: str
    reason: str


DIFFERENCES = (
    Difference(
        ("postgresql",),
        r"^(ALTER TABLE \w+ RENAME) (?=\w+ TO )",
        r"\1 COLUMN ",
        "the keyword is optional; sqlglot misreads the statement without it",
    ),
    Difference(
        ("mysql", "mariadb"),
        r"^(ALTER TABLE \w+ (?:MODIFY|CHANGE) .*?) NULL(?<! NOT NULL)$",
        r"\1",
        "NULL is what a column is unless NOT NULL is said",
    ),
    Difference(
        ("mssql",),
        r"'(?:[^']|'')*'",
        r"N\g<0>",
        "a literal without N loses what the database's code page lacks",
    ),
    Difference(
        ("mssql",),
        r"\bTEXT\b",
        "VARCHAR(max)",
        "TEXT is deprecated since SQL Server 2012, for which SQLAlchemy writes VARCHAR(max); "
        "Alembic does not know the version offline",
    ),
    Difference(
        ("mssql",),
        r"^SET IDENTITY_INSERT \w+ (?:ON|OFF)$",
        "",
        "the rows have no value for the identity column, so the database would refuse them (fact 11)",
    ),
    Difference(
        ("mssql",),
        r"^(EXEC sp_rename N'[\w.]+'), (\w+), ",
        r"\1, N'\2', ",
        "an argument of a procedure is a literal; as a bare word it is one by leniency alone",
    ),
)

_HEADINGS = {
    "sqlcompile": re.compile(r"^-- [-=]{70}\n-- ([0-9a-f]{12}): .*\n-- .*\n", re.MULTILINE),
    "alembic": re.compile(r"^-- Running upgrade .*-> ([0-9a-f]{12})\n", re.MULTILINE),
}
_TERMINATOR = re.compile(r";\n|\n/\n|^GO\n|^/\n", re.MULTILINE)
_BOOKKEEPING = re.compile(
    r"(INSERT INTO|UPDATE|DELETE FROM) alembic_version\b|(BEGIN|COMMIT)\b"
    r"|EXECUTE IMMEDIATE IF|SET SESSION \w*read_only\b|SET @sqlcompile_q|(PREPARE|EXECUTE|DEALLOCATE)\b"
)


def revisions_in(script: str, tool: str) -> dict[str, list[str]]:
    """Return each revision's statements on one line each, without the version table and transactions."""
    parts = _HEADINGS[tool].split(unnumbered(script))[1:]
    found = {}
    for id_, body in zip(parts[::2], parts[1::2], strict=True):
        statements = [" ".join(statement.split()) for statement in _TERMINATOR.split(body)]
        found[id_] = [text for text in statements if text and not _BOOKKEEPING.match(text)]
    return found


def closing_removed(revisions: dict[str, list[str]], last: str) -> dict[str, list[str]]:
    """Return the same without what a script says to its client after the last revision."""
    closing = ("SET NOEXEC", "DO RELEASE_LOCK", "SET autocommit")
    return {**revisions, last: [text for text in revisions[last] if not text.startswith(closing)]}


def rewritten(statements: list[str], dialect: str, used: set[Difference]) -> list[str]:
    """Return Alembic's statements in our form; the differences that were found are added to ``used``."""
    for difference in DIFFERENCES:
        if dialect in difference.dialects:
            before = statements
            statements = [re.sub(difference.pattern, difference.ours, text) for text in before]
            if statements != before:
                used.add(difference)
    return [text for text in statements if text]


def alembic_sql(folder: Path, dialect: str) -> str:
    command = [sys.executable, "-m", "alembic", "-x", f"dialect={dialect}", "upgrade", "base:heads", "--sql"]
    done = subprocess.run(
        command,
        check=False,
        cwd=folder,
        capture_output=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONDONTWRITEBYTECODE": "1"},
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("benchmark")
    write_history(folder, REVISIONS)
    return folder


@pytest.mark.parametrize("dialect", FIVE)
def test_both_tools_write_the_same_statements(history: Path, dialect: str):
    ours = revisions_in(Project.at(history).compile(dialect), "sqlcompile")
    theirs = revisions_in(alembic_sql(history, dialect), "alembic")
    used: set[Difference] = set()
    theirs = {id_: rewritten(statements, dialect, used) for id_, statements in theirs.items()}
    assert set(ours) == set(theirs) == {revision_id(number) for number in range(REVISIONS)}
    ours = closing_removed(ours, revision_id(REVISIONS - 1))
    assert ours == theirs
    assert sum(map(len, ours.values())) > 50
    needless = [each.reason for each in DIFFERENCES if dialect in each.dialects and each not in used]
    assert not needless


def test_a_history_has_as_many_tables_as_are_asked_for_and_its_models_differ(tmp_path: Path, monkeypatch, capsys):
    folder = Projects(tmp_path).modelled(REVISIONS, 40)
    monkeypatch.chdir(folder)
    assert (folder / "models.py").read_text().count("    __tablename__ = ") == 40
    assert run(("revision", "--autogenerate", "-d", "postgresql", "-m", "more", "--sql")) == 0
    made = capsys.readouterr().out
    assert made.count("CREATE TABLE u") == 3
    assert made.count(" ADD COLUMN extra ") == 3
    assert made.count(" ALTER COLUMN code TYPE VARCHAR(60)") == 3
    assert "DROP TABLE s00008" in made


def test_both_tools_compile_the_sqlite_history(tmp_path: Path):
    # Batches with an ALTER are left out, which Alembic refuses on SQLite offline. Where Alembic writes
    # ALTER COLUMN, which SQLite does not have, we rebuild the table; where it writes DROP COLUMN we may,
    # because SQLite refuses it for a column that an index, a constraint or a view names.
    write_history(tmp_path, REVISIONS, sqlite=True)
    ours = revisions_in(Project.at(tmp_path).compile("sqlite"), "sqlcompile")
    theirs = revisions_in(alembic_sql(tmp_path, "sqlite"), "alembic")
    assert set(ours) == set(theirs)
    differing = {id_ for id_, statements in theirs.items() if ours[id_] != statements}
    altering, dropping = (
        {id_ for id_, statements in theirs.items() if any(f"{what} COLUMN " in text for text in statements)}
        for what in ("ALTER", "DROP")
    )
    assert altering <= differing <= altering | dropping
    assert altering


def test_the_same_number_of_revisions_gives_the_same_bytes(tmp_path: Path):
    for name in ("one", "two"):
        write_history(tmp_path / name, 12)
    one, two = (
        {path.relative_to(tmp_path / name): path.read_bytes() for path in sorted((tmp_path / name).rglob("*.*"))}
        for name in ("one", "two")
    )
    assert one == two
    assert len(list((tmp_path / "one" / "migrations" / "versions").iterdir())) == 12


@pytest.mark.parametrize("count", [1, 9, 13, 15, 17, 18, 20, 65, 1000])
def test_a_history_has_one_head_and_unique_ids(count: int):
    ids = [revision_id(number) for number in range(count)]
    below: set[str | None] = set()
    for number in range(count):
        down = down_revision(number, count)
        below.update(down if isinstance(down, tuple) else (down,))
        assert below <= {None, *ids[:number]}
    assert len(set(ids)) == count
    assert set(ids) - below == {ids[-1]}


def test_a_history_forks_and_joins():
    downs = [down_revision(number, REVISIONS) for number in range(REVISIONS)]
    assert [number for number, down in enumerate(downs) if isinstance(down, tuple)] == [17]
    assert downs.count(revision_id(12)) == 2
