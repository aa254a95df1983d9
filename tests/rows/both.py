"""The same code of a migration run twice: compiled, and on the real database; and what each was answered."""

from __future__ import annotations

import builtins
import decimal
import textwrap
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sqlcompile.errors import SqlcompileError
from tests.projects import Project
from tests.servers import Server

HEAD = """
import datetime as dt, decimal, uuid
from sqlalchemy.orm import Session, declarative_base

def ask(query, *args):
    statement = sa.text(query) if isinstance(query, str) else query
    in_order = "order by" in str(query).lower()
    tell(str(query), lambda: shown([tuple(row) for row in bind.execute(statement, *args)], in_order))

def run(query, *args):
    return bind.execute(sa.text(query) if isinstance(query, str) else query, *args)
"""


def _shown(value: Any) -> str:
    if isinstance(value, decimal.Decimal):
        return f"Decimal {value}"
    str(value)  # one that only the database makes refuses it
    return f"{'bytes' if isinstance(value, memoryview) else type(value).__name__} {value!r}"


def shown(rows: list[Any], in_order: bool) -> list[Any]:
    """Return rows with the types of their values, in an order of their own where they have none."""
    found = [tuple(map(_shown, row)) for row in rows]
    return found if in_order else sorted(found)


def offline(body: str, dialect: str, folder: Path, head: str = "") -> list[tuple[str, Any]]:
    """Return what the compiler answers, an error in the place of what it refuses."""
    heard: list[tuple[str, Any]] = []

    def tell(name: str, answer: Any) -> None:
        try:
            heard.append((name, answer()))
        except SqlcompileError as error:
            heard.append((name, error))

    builtins.tell, builtins.shown = tell, shown  # type: ignore[attr-defined]  # how the migration hands its answers over
    try:
        project = Project(folder)
        begin = f"global bind, DIALECT\nDIALECT = {dialect!r}\nbind = op.get_bind()\n"
        project.revision("a1", begin + textwrap.dedent(body), head=HEAD + head)
        try:
            project.statements(dialect)
        except SqlcompileError as error:
            if not any(isinstance(answer, SqlcompileError) for _, answer in heard):
                heard.append(("the end", error))
    finally:
        del builtins.tell, builtins.shown  # type: ignore[attr-defined]
    return heard


def online(body: str, server: Server, head: str = "") -> list[tuple[str, Any]]:
    """Return what the real database answers, up to the first error."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    heard: list[tuple[str, Any]] = []

    def tell(name: str, answer: Any) -> None:
        heard.append((name, answer()))

    with server.fresh() as database, database.engine().connect() as bind:
        names = {"sa": sa, "bind": bind, "op": Operations(MigrationContext.configure(bind)), "DIALECT": server.dialect}
        try:
            exec(HEAD + head + textwrap.dedent(body), {**names, "tell": tell, "shown": shown})
        except sa.exc.SQLAlchemyError as error:
            heard.append(("the end", error))
    return heard


def differences(body: str, server: Server, folder: Path, head: str = "", *, fails: bool = False) -> list[str]:
    """Return where the compiler's answers are others than the real database's; an error is no answer.

    ``fails`` says that the real database may refuse the body in its middle.
    """
    found = []
    real = online(body, server, head)
    assert fails or "the end" not in dict(real), real[-1]
    for (query, ours), (name, theirs) in zip(offline(body, server.dialect, folder, head), real, strict=False):
        if name == "the end":
            break
        if not isinstance(ours, SqlcompileError) and not isinstance(theirs, Exception) and ours != theirs:
            found.append(f"{query}\n  {ours}\n  {theirs}")
    return found
