"""The tables of the directives' tests: a call, the SQL of each database, and what Alembic writes.

The SQL stands in ``golden/<directive>.sql``, each statement under the databases that get it;
``pytest --update-golden`` writes it anew. A row says with ``why`` where, and for what reason, the
SQL is not the one that Alembic writes for the same call: a row that differs without a reason fails,
and so does a reason that is not needed. What all rows share is in ``peer.general_reason``.
"""

from __future__ import annotations

import tempfile
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from sqlcompile.errors import ScriptFailed, SqlcompileError, UnsupportedOperation
from tests.operations.peer import alembic_writes, general_reason, normalised, without_remarks
from tests.projects import DIALECTS, Project

GOLDEN = Path(__file__).parent / "golden"
SEPARATOR = "\n\n\n"
OLD = sa.__version__ < "2.1"


@dataclass(frozen=True, eq=False)
class Row:
    """One call; ``first`` is what an earlier revision does, ``down`` takes the call back.

    ``why`` is one reason for every database, or one for some: ``{"mysql mariadb": "…"}``.
    ``needs_new`` is true where SQLAlchemy 2.0 has not all types of it.
    ``not_real`` says what keeps the row from real servers, or from some: ``{"sqlite": "…"}``.
    """

    title: str
    call: str
    first: str = ""
    why: str | Mapping[str, str] = ""
    down: str = ""
    head: str = ""
    convention: Mapping[str, str] = field(default_factory=dict)
    not_real: str | Mapping[str, str] = ""
    dialects: Sequence[str] = DIALECTS
    needs_new: bool = False

    def reason(self, dialect: str) -> str:
        """Return why this database's SQL is not Alembic's, empty where it must be."""
        if isinstance(self.why, str):
            return self.why
        return next((why for names, why in self.why.items() if dialect in names.split()), "")

    def is_real(self, dialect: str) -> bool:
        """Return whether the row can be tried on a server."""
        if isinstance(self.not_real, str):
            return not self.not_real
        return not any(dialect in names.split() for names in self.not_real)

    def project(self, folder: Path) -> Project:
        """Return a project of two revisions: what was before, and the call."""
        folder.mkdir(parents=True, exist_ok=True)
        settings = ""
        if self.convention:
            pairs = "\n".join(f"{key} = {value!r}" for key, value in self.convention.items())
            settings = f"[naming_convention]\n{pairs}\n"
        project = Project(folder, settings)
        project.revision("one", self.first or "pass", head=self.head)
        project.revision("two", self.call, self.down or "pass", head=self.head)
        return project

    @cache  # noqa: B019 - the rows live as long as the tests
    def outcome(self, dialect: str) -> list[str]:
        """Return the statements of the call, or the error as one line."""
        with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
            warnings.simplefilter("error")
            project = self.project(Path(folder))
            try:
                return written(project._results(dialect, "base:heads", "upgrade")[-1])
            except SqlcompileError as error:
                check_error(error, Path(folder))
                return [f"error: {error} {error.hint}"]


def written(results: Sequence[Any]) -> list[str]:
    """Return the texts of statements; a statement that is a remark alone as a comment."""
    found = []
    for item in results:
        statement = item.statement
        marks = [] if statement.transactional else ["outside of transactions"]
        lines = [f"-- {line}" for line in (statement.comment or "").splitlines()]
        lines += [f"-- {mark}" for mark in marks]
        found.append("\n".join([*lines, *([statement.text] if statement.text else [])]))
    return found


def check_error(error: SqlcompileError, folder: Path) -> None:
    """Check that an error says where it comes from, what is not possible, and what to do instead."""
    assert error.location is not None, error
    assert error.location.path.parent == folder / "versions", error.location
    assert error.location.line, error
    assert error.hint, error
    assert not isinstance(error, ScriptFailed), error
    assert " object at 0x" not in error.message, error
    if isinstance(error, UnsupportedOperation):
        assert error.dialect.split()[0] in error.message


def rendered(row: Row, outcomes: Mapping[str, list[str]]) -> str:
    """Return a row's part of the golden file: each outcome once, under the databases that have it."""
    lines = [f"-- ## {row.title}"]
    if row.first:
        lines += [f"-- after: {line}" for line in textwrap.dedent(row.first).strip().splitlines()]
    lines += [f"-- {line}".rstrip() for line in textwrap.dedent(row.call).strip().splitlines()]
    groups: dict[tuple[str, ...], list[str]] = {}
    for dialect, outcome in outcomes.items():
        groups.setdefault(tuple(outcome), []).append(dialect)
    for outcome, dialects in groups.items():
        lines.append("")
        lines.append(f"-- # {', '.join(dialects)}")
        for text in outcome or ("-- nothing",):
            plain = text.startswith(("--", "error:")) and "\n" not in text
            lines.append(text if plain or text.endswith(";") else f"{text};")
    return "\n".join(lines)


def check_table(directive: str, rows: Sequence[Row], *, update: bool) -> None:
    """Compare the SQL of all rows with the golden file of a directive."""
    titles = [row.title for row in rows]
    assert len(set(titles)) == len(titles), "two rows have one title"
    parts = [rendered(row, {dialect: row.outcome(dialect) for dialect in row.dialects}) for row in rows]
    text = SEPARATOR.join(parts) + "\n"
    path = GOLDEN / f"{directive}.sql"
    if update:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")
    kept = path.read_text(encoding="utf-8").removesuffix("\n").split(SEPARATOR)
    assert len(kept) == len(parts)
    for row, part, golden in zip(rows, parts, kept, strict=True):
        if not OLD or not row.needs_new:
            assert part == golden


def difference(row: Row, dialect: str) -> tuple[str, str] | None:
    """Return our SQL and Alembic's where they differ, beyond what ``peer.reason`` gives a reason for."""
    ours = row.outcome(dialect)
    try:
        theirs = alembic_writes(dialect, textwrap.dedent(row.call), row.convention or None, row.head)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is not our SQL
        theirs = [f"{type(error).__name__}: {error}"]
        raised = True
    else:
        raised = False
    plain = [text for text in map(without_remarks, ours) if text]
    if normalised(plain) == normalised(theirs) or general_reason(dialect, ours, theirs, raised=raised):
        return None
    return "\n".join(ours), "\n".join(theirs)


def check_peer(row: Row) -> None:
    """Compare the SQL of a row with Alembic's; raises where a reason is missing, or is not needed."""
    found = {dialect: both for dialect in row.dialects if (both := difference(row, dialect)) is not None}
    for dialect, (ours, theirs) in found.items():
        assert row.reason(dialect), f"{dialect}: no reason why it is not Alembic's\n{ours}\n--- alembic:\n{theirs}"
    if isinstance(row.why, str):
        assert not row.why or found, "the reason is not needed"
    else:
        needed = {dialect for names in row.why for dialect in names.split() if dialect in row.dialects}
        assert needed <= set(found), f"reasons that are not needed: {needed - set(found)}"


def table_tests(directive: str, rows: Sequence[Row]) -> tuple[Any, Any]:
    """Return the two tests of a table: the SQL, and its comparison with Alembic's."""

    def test_sql(request: pytest.FixtureRequest) -> None:
        check_table(directive, rows, update=request.config.getoption("--update-golden"))

    @pytest.mark.skipif(OLD, reason="the reasons are for what SQLAlchemy 2.1 makes of Alembic's calls")
    @pytest.mark.parametrize("row", rows, ids=[row.title.replace(" ", "-") for row in rows])
    def test_peer(row: Row) -> None:
        check_peer(row)

    return test_sql, test_peer
