"""Raw SQL that was written for one database, as another one gets it where the project's settings say so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sqlalchemy.sql.elements import TextClause

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.dialect.transpiling import transpiled
from sqlcompile.errors import UnsupportedOperation
from sqlcompile.operations.execute import Execute, unescaped
from sqlcompile.operations.operation import Operation


@dataclass(frozen=True, slots=True)
class Transpiling:
    """What raw SQL is written for: its name for sqlglot, and for people."""

    sqlglot_name: str
    title: str

    def operation(self, operation: Operation, dialect: Dialect) -> Operation:
        """Return an operation as ``dialect`` gets it: itself, unless it is raw SQL for another database.

        Raises UnsupportedOperation for what sqlglot cannot write for it.
        """
        text = _text_of(operation)
        if text is None or dialect.sqlglot_name == self.sqlglot_name:
            return operation
        written = transpiled(self.sqlglot_name, dialect.sqlglot_name, text)
        if written is None:
            raise UnsupportedOperation(
                dialect.title,
                f"have this SQL of {self.title}'s: sqlglot cannot write it",
                "Write it for that database, in a branch on op.get_bind().dialect.name.",
            )
        return operation if written == text else Execute(written.replace(":", r"\:"))

    def marked(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Yield statements, the first one with a comment that says whose they are."""
        remark = f"CHECK BEFORE APPLYING: sqlglot wrote this, from SQL for {self.title}."
        for number, statement in enumerate(statements):
            if number:
                yield statement
            else:
                said = f"{statement.comment}\n{remark}" if statement.comment else remark
                yield replace(statement, comment=said)


def _text_of(operation: Operation) -> str | None:
    """Return the text of raw SQL without parameters, None of everything else."""
    if not isinstance(operation, Execute):
        return None
    statement = operation.statement
    if isinstance(statement, str):
        return unescaped(statement) if statement.strip() else None
    if isinstance(statement, TextClause) and not statement._bindparams:
        return unescaped(statement.text)
    return None
