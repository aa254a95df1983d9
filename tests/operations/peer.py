"""What Alembic writes for the same call, offline: the peer that the tables compare with."""

from __future__ import annotations

import re
import warnings
from io import StringIO
from typing import Any

import sqlalchemy as sa
from alembic.migration import MigrationContext
from alembic.operations import Operations

_DRIVERS = {
    "postgresql": "postgresql",
    "mysql": "mysql",
    "mariadb": "mariadb",
    "sqlite": "sqlite",
    "mssql": "mssql",
    "oracle": "oracle",
}


def alembic_writes(dialect: str, call: str, naming_convention: Any = None, head: str = "") -> list[str]:
    """Return the statements that Alembic writes for the body of an ``upgrade()``; raises what it raises."""
    buffer = StringIO()
    metadata = sa.MetaData(naming_convention=naming_convention)
    context = MigrationContext.configure(
        dialect_name=_DRIVERS[dialect],
        dialect_opts={"paramstyle": "named"},
        opts={"as_sql": True, "output_buffer": buffer, "target_metadata": metadata},
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        names: dict[str, Any] = {"op": Operations(context), "sa": sa}
        exec(f"{head}\n{call}", names)  # noqa: S102 - the tables' own Python
    return statements_of(dialect, buffer.getvalue())


def statements_of(dialect: str, text: str) -> list[str]:
    """Return the statements of Alembic's output, without terminators."""
    separator = {"mssql": r"(?:;)?\s*\nGO\n", "oracle": r"\n\s*/\n"}.get(dialect, r";[ \t]*\n")
    return [statement for part in re.split(separator, text + "\n") if (statement := part.strip().rstrip(";/ \n"))]


def normalised(statements: list[str]) -> list[str]:
    """Return statements on one line each, without the white space that means nothing."""
    found = []
    for statement in statements:
        line = " ".join(statement.split())
        line = re.sub(r"\s*([(),])\s*", r"\1", line)
        found.append(line)
    return found
