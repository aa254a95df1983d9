"""Operations on a known schema as a script."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlcompile.autogenerate.statements import statements_of
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.operations.operation import Operation
from sqlcompile.schema.model import Schema, Table


def script(
    dialect: Dialect,
    head: Sequence[str],
    operations: Iterable[Operation],
    before: Schema,
    version_table: Table,
    hint: str = "Compare on another database with -d.",
) -> str:
    """Return the script of operations, in one transaction where they may all be in one.

    ``head`` are the comments that it begins with. Raises SqlcompileError, with the hint where it has none.
    """
    lines = [dialect.comment_lines(text) for text in head]
    try:
        statements = list(statements_of(operations, before, dialect))
    except SqlcompileError as error:
        error.hint = error.hint or hint
        raise
    if not statements:
        return "\n".join([*lines, dialect.comment_lines("Nothing is to be done."), ""])
    whole = dialect.transactional_ddl and all(one.transactional for one in statements)
    lines += ["", *dialect.opening(guard=False, parts=1)]
    lines += [dialect.begin()] if whole else []
    for statement in statements:
        lines += [dialect.comment_lines(statement.comment)] if statement.comment is not None else []
        lines += [dialect.finish(statement)] if statement.text else []
    lines += [dialect.commit()] if whole else []
    lines += dialect.closing(version_table, guard=False, parts=1)
    return "\n".join([*lines, ""])
