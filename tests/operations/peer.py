"""What Alembic writes for the same call, offline: the peer that the tables compare with."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Mapping
from io import StringIO
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations


def alembic_writes(dialect: str, call: str, naming_convention: Any = None, head: str = "") -> list[str]:
    """Return the statements that Alembic writes for the body of an ``upgrade()``; raises what it raises."""
    buffer = StringIO()
    metadata = sa.MetaData(naming_convention=naming_convention)
    context = MigrationContext.configure(
        dialect_name=dialect,
        dialect_opts={"paramstyle": "named"},
        opts={
            "as_sql": True,
            "literal_binds": True,
            "output_buffer": buffer,
            "target_metadata": metadata,
        },
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names: dict[str, Any] = {"op": Operations(context), "sa": sa}
        exec(f"{head}\n{call}", names)
    return statements_of(dialect, buffer.getvalue())


def statements_of(dialect: str, text: str) -> list[str]:
    """Return the statements of Alembic's output, without terminators."""
    separator = {"mssql": r"(?:;)?\s*\nGO\n", "oracle": r"\n\s*/\n"}.get(dialect, r";[ \t]*\n")
    return [statement for part in re.split(separator, text + "\n") if (statement := part.strip().rstrip(";/ \n"))]


def normalised(statements: list[str]) -> list[str]:
    """Return statements on one line each, without the white space that means nothing."""
    found = []
    for statement in statements:
        if statement in (
            "COMMIT",
            "BEGIN",
            "BEGIN TRANSACTION",
        ):  # an autocommit block; ours are the script's
            continue
        line = " ".join(statement.split())
        line = re.sub(r"\s*([(),])\s*", r"\1", line)
        found.append(line.rstrip(";/ "))
    return found


def without_remarks(text: str) -> str:
    """Return a statement without the comment lines before it; comments alone stay."""
    if all(line.startswith("-- ") for line in text.splitlines()) and "nothing" in text:
        return text
    return "\n".join(line for line in text.splitlines() if not line.startswith("-- "))


def general_reason(dialect: str, ours: list[str], theirs: list[str], *, raised: bool) -> str:
    """Return the reason that explains a difference in any row, empty where there is none."""
    if raised:
        return "Alembic raises an error: it has no schema to look at, or no literal for the value"
    if ours and ours[0].startswith("error: "):
        return "what the database or the history up to here does not allow is an error, not SQL"
    text, other = "\n".join(ours), "\n".join(theirs)
    for reason, explains in (*_REASONS.get(dialect, ()), *_ANYWHERE):
        if explains(text, other):
            return reason
    plain = [statement for one in ours if (statement := without_remarks(one))]
    same = normalised([_in_their_words(dialect, statement) for statement in plain])
    if sorted(same) == sorted(normalised([_in_our_words(dialect, statement) for statement in theirs])):
        if len(plain) > 1 and same != normalised(theirs):
            return "constraints in the order in which they are declared; Alembic goes through a set"
        return "the same in other words: RENAME COLUMN, N'…', sp_rename with names in quotes"
    return ""


def _in_their_words(dialect: str, text: str) -> str:
    """Return our SQL with what Alembic writes in another way, and means the same."""
    if dialect == "postgresql":
        return re.sub(r"\bRENAME COLUMN\b", "RENAME", text)
    if dialect == "mssql":
        return re.sub(r"\bN'", "'", re.sub(r"(EXEC sp_rename [^,]*, )N'([^']*)'", r"\1\2", text))
    return text


def _in_our_words(dialect: str, text: str) -> str:
    """Return Alembic's SQL with what it quotes only sometimes."""
    if dialect == "mssql" and text.startswith("EXEC sp_rename"):
        return re.sub(r", \[([^\]]*)\]", r", \1", text)
    return text


Explains = Callable[[str, str], bool]


def _has(pattern: str) -> Explains:
    return lambda ours, _: re.search(pattern, ours) is not None


def _only_theirs_has(pattern: str) -> Explains:
    return lambda ours, theirs: re.search(pattern, theirs) is not None and re.search(pattern, ours) is None


def _only_ours_has(pattern: str) -> Explains:
    return lambda ours, theirs: re.search(pattern, ours) is not None and re.search(pattern, theirs) is None


_MODIFIED = (
    "MODIFY and CHANGE name the whole column, which the replayed schema knows",
    _has(r"ALTER TABLE \S+ (MODIFY|CHANGE) "),
)
_TEXT = ("backslashes stand outside the quotes, whatever the sql_mode", _has(r"CHAR\(92 USING utf8mb4\)"))
_ANYWHERE: tuple[tuple[str, Explains], ...] = (
    (
        "IF [NOT] EXISTS is decided by the replayed schema where the database has none",
        _has("by the history up to"),
    ),
    ("a named type is made where it is not there yet", _only_ours_has("CREATE TYPE")),
    (
        "what stands on a column is dropped first",
        _has(r"(?s)DROP (INDEX|CONSTRAINT|FOREIGN|CHECK|PRIMARY).*DROP COLUMN"),
    ),
    ("what the database does not keep is a remark", _has("keeps no comments")),
    ("a named type is made once", _only_theirs_has("CREATE TYPE")),
    ("tabs and escapes stay as they are written", _has("\t")),
)
_REASONS: Mapping[str, tuple[tuple[str, Explains], ...]] = {
    "mysql": (_MODIFIED, _TEXT),
    "mariadb": (_MODIFIED, _TEXT),
    "sqlite": (
        (
            "SQLite's ALTER TABLE does not do it: the table is built anew",
            _has(r'CREATE TABLE "?_sqlcompile_'),
        ),
    ),
    "mssql": (
        ("ALTER COLUMN takes NULL where NOT NULL is not said", _has(r"ALTER COLUMN .* (NOT )?NULL")),
        (
            "the name that the server gave is looked up, also where a default is replaced",
            _has(r"SELECT @sqlcompile \+?="),
        ),
        ("VARCHAR(max) in the place of TEXT, which is deprecated", _has(r"VAR(CHAR|BINARY)\(max\)")),
        ("DATE and TIME: the version is known, and it has them", _only_ours_has(r" (DATE|TIME) ")),
        ("IDENTITY_INSERT only where an identity is given", _only_theirs_has("IDENTITY_INSERT")),
        ("extended properties are named in quotes, and an old one is dropped", _has("extendedproperty")),
    ),
    "oracle": (
        ("only what changes: Oracle refuses NULL for what is nullable", lambda ours, _: not ours),
        ("BOOLEAN is there from Oracle 23 on", _only_theirs_has("BOOLEAN")),
        ("Oracle drops a column under such a constraint only with CASCADE", _has("CASCADE CONSTRAINTS$")),
        ("one MODIFY for all that changes", _has(r"MODIFY \S+ .* (DEFAULT|NULL)")),
        (
            "COMMENT takes one literal, and SQL*Plus no line ends in it",
            _has("EXECUTE IMMEDIATE .*COMMENT ON"),
        ),
        ("an unnamed constraint is looked up", _has("l_name")),
    ),
}
