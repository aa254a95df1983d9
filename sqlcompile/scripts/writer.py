"""Comments and statements, as a database's client reads them."""

from __future__ import annotations

from typing import TextIO

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement


class Writer:
    """Writes to ``body``, revision by revision: ``settle`` hands over what has been gathered."""

    def __init__(self, dialect: Dialect, body: TextIO) -> None:
        self.dialect = dialect
        self.is_empty = True
        self._body = body
        self._gathered: list[str] = []

    def raw(self, text: str) -> None:
        """Write lines as they are."""
        self._gathered.append(text)
        self.is_empty = False

    def lines(self, *texts: str) -> None:
        """Write texts as comments."""
        for text in texts:
            self.raw(self.dialect.comment_lines(text))

    def statement(self, statement: Statement) -> None:
        """Write a statement with what is said of it."""
        if statement.comment is not None:
            self.lines(statement.comment)
        self.bare(statement)

    def bare(self, statement: Statement) -> None:
        """Write a statement alone; raises InvalidScript where the client cannot be given it."""
        if statement.verbatim:
            self.raw(statement.text)
        elif statement.text:
            text = self.dialect.finish(statement)
            if text:
                self.raw(text)

    def settle(self) -> None:
        """Hand over what was written so far."""
        if self._gathered:
            self._gathered.append("")
            self._body.write("\n".join(self._gathered))
            self._gathered.clear()
