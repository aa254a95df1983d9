"""Raw SQL that was written for one database, as another one gets it where the project's settings say so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import sqlalchemy as sa
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
        if (
            text is None
            or not isinstance(operation, Execute)
            or dialect.sqlglot_name == self.sqlglot_name
            or not dialect.lexis.words(text, 1)
        ):
            return operation
        written = None if _is_routine(text) else transpiled(self.sqlglot_name, dialect.sqlglot_name, text)
        if written == text:
            return operation
        found = None if written is None else _with_text(operation, written)
        if found is None:
            raise UnsupportedOperation(
                dialect.title,
                f"have this SQL of {self.title}'s: sqlglot cannot write it",
                "Write it for that database, in a branch on op.get_bind().dialect.name, and give it to "
                "op.get_bind().execute(): what is sent through a connection stays as it is.",
            )
        return found

    def marked(self, statements: Iterable[Statement]) -> Iterator[Statement]:
        """Yield statements, the first one with a comment that says whose they are."""
        remark = f"CHECK BEFORE APPLYING: sqlglot wrote this, from SQL for {self.title}."
        for number, statement in enumerate(statements):
            if number:
                yield statement
            else:
                said = f"{statement.comment}\n{remark}" if statement.comment else remark
                yield replace(statement, comment=said)


_ROUTINE = re.compile(
    r"\s*CREATE\s+(?:OR\s+REPLACE\s+)?(?:\w+\s+)*?(?:FUNCTION|PROCEDURE|TRIGGER|PACKAGE)\b", re.IGNORECASE
)
"""The body of a routine is in a language of its database, which sqlglot does not read."""
_PARAMETER = re.compile(r"(?<![:\w\\]):(\w+)(?!:)")


def _is_routine(text: str) -> bool:
    return _ROUTINE.match(text) is not None


def _text_of(operation: Operation) -> str | None:
    """Return the text of raw SQL, None of everything else."""
    if not isinstance(operation, Execute):
        return None
    statement = operation.statement
    if isinstance(statement, str):
        return unescaped(statement) if statement.strip() else None
    return unescaped(statement.text) if isinstance(statement, TextClause) else None


def _with_text(operation: Execute, written: str) -> Execute | None:
    """Return an operation with another text, None where its values may not be in the same places of that."""
    statement = operation.statement
    parameters = statement._bindparams if isinstance(statement, TextClause) else {}
    if not isinstance(statement, TextClause) or not parameters:
        return Execute(written.replace(":", r"\:"))
    if sorted(_PARAMETER.findall(written)) != sorted(_PARAMETER.findall(unescaped(statement.text))):
        return None
    names = "|".join(map(re.escape, parameters))
    text = re.sub(rf"\\:({names})(?!\w)", r":\1", written.replace(":", r"\:"))
    return Execute(sa.text(text).bindparams(*parameters.values()), operation.parameters)
