"""Running a compiled script on a connection, statement by statement, as its client would.

    with opened(url, dialect) as connection:
        execute(connection, read_script(dialect, text, path))

What the client would interpret, this does: conditions, variables, a text that the script writes and reads.
"""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn, Protocol

import sqlalchemy as sa

from sqlcompile.errors import Location, SqlcompileError, StatementFailed, UnreadableSql
from sqlcompile.live.script_file import Command, ScriptFile, read_script
from sqlcompile.live.secrets import server_words

_TRUE = frozenset(("1", "t", "true", "y", "yes", "on"))
_FALSE = frozenset(("0", "f", "false", "n", "no", "off"))


class Listener(Protocol):
    """Hears of each statement that is sent.

    ``total`` is how many the script has, as far as that is known: a text that it writes and reads has more.
    """

    def begins(self, command: Command, total: int) -> None:
        """Hear that a statement is sent."""

    def ended(self, command: Command, total: int) -> None:
        """Hear that the server has done it."""


class Unheard:
    """Hears of the statements and says nothing."""

    def begins(self, command: Command, total: int) -> None:
        """Say nothing."""

    def ended(self, command: Command, total: int) -> None:
        """Say nothing."""


def execute(connection: sa.Connection, script: ScriptFile, listener: Listener | None = None) -> None:
    """Run a script on a connection that :func:`~sqlcompile.live.connecting.opened` gives.

    Each statement goes to the driver alone, and no character in it means a parameter. Raises
    StatementFailed at the first one that the server refuses, after a ROLLBACK, and UnreadableSql for what
    the script makes itself and cannot be read. An interrupt rolls back too.
    """
    execution = _Execution(connection, script, listener or Unheard())
    try:
        execution.run(script)
    except BaseException:
        execution.roll_back()
        raise


class _Execution:
    """The state of one run: the client's variables, its conditions, and the files that it wrote."""

    def __init__(self, connection: sa.Connection, script: ScriptFile, listener: Listener) -> None:
        self.connection = connection
        self.dialect = script.dialect
        self.listener = listener
        self.total = len(script.statements)
        self.variables: dict[str, str] = {"ERROR": "false"}  # the run stops at errors, so none came before
        self.files: dict[str, str] = {}
        self.driver_connection: Any = connection.connection.dbapi_connection
        self.dialect.prepare_session(self.driver_connection, self.files)

    def run(self, script: ScriptFile, read_at: Location | None = None) -> bool:
        """Run the commands of a script in order; return False where one of them ends it.

        ``read_at`` is the place that reads it, for a text that is in no file.
        """
        conditions: list[bool] = []
        for command in script.commands:
            place = read_at or Location(script.path, command.line)
            if command.kind == "if":
                conditions.append(all(conditions) and self._holds(command, place))
            elif command.kind == "else":
                conditions[-1] = all(conditions[:-1]) and not conditions[-1]
            elif command.kind == "endif":
                conditions.pop()
            elif all(conditions) and not self._obey(command, place):
                return False
        return True

    def roll_back(self) -> None:
        """Leave no transaction open; a connection that is gone has none."""
        with contextlib.suppress(Exception):  # an interrupt leaves some drivers' connections in pieces
            self.driver_connection.rollback()

    def _obey(self, command: Command, place: Location) -> bool:
        """Do what a command says; return False where it ends the script."""
        if command.kind == "quit":
            return False
        if command.kind == "set":
            self.variables[command.name] = command.value
        elif command.kind == "read":
            return self._read(command, place)
        else:
            self._send(command, place)
        return True

    def _read(self, command: Command, place: Location) -> bool:
        """Run the text that a file was given; the disk is never read."""
        if command.name not in self.files:
            raise UnreadableSql(f'The script reads a file "{command.name}" that it has not written.', location=place)
        inner = read_script(self.dialect, self.files[command.name], Path(command.name))
        self.total += len(inner.statements)
        return self.run(inner, place)

    def _holds(self, command: Command, place: Location) -> bool:
        value = self.variables.get(command.name, "").lower()
        if value not in _TRUE | _FALSE:
            raise UnreadableSql(
                f'The condition asks for "{command.name}", which is neither true nor false.', location=place
            )
        return value in _TRUE

    def _send(self, command: Command, place: Location) -> None:
        """Give a statement to the driver, and take all that comes back."""
        self.listener.begins(command, self.total)
        cursor: Any = self.driver_connection.cursor()
        try:
            cursor.execute(command.text)
            if command.kind == "store":
                self.variables.update(_stored(cursor, place))
            else:
                _drain(cursor)
        except SqlcompileError:
            raise
        except Exception as error:  # noqa: BLE001 - drivers raise more than their own errors
            self._fail(command, place, error)
        finally:
            with contextlib.suppress(Exception):
                cursor.close()
        self.listener.ended(command, self.total)

    def _fail(self, command: Command, place: Location, error: Exception) -> NoReturn:
        words = server_words(error, self.connection.engine.url)
        raise StatementFailed(command.text, command.label, words, place) from None


def _drain(cursor: Any) -> None:
    """Fetch every result of a batch: some drivers tell an error only at the result that it belongs to."""
    following = getattr(cursor, "nextset", None)
    while True:
        if cursor.description is not None:
            cursor.fetchall()
        if following is None or not following():
            return


def _stored(cursor: Any, place: Location) -> Mapping[str, str]:
    """Return the columns of the only row as variables, as psql's gset makes them; NULL makes none."""
    names = [column[0] for column in cursor.description or ()]
    rows = cursor.fetchall() if names else []
    if len(rows) != 1:
        raise UnreadableSql(f"Variables are made of one row, and this query gives {len(rows)}.", location=place)
    return {name: _as_text(value) for name, value in zip(names, rows[0], strict=True) if value is not None}


def _as_text(value: object) -> str:
    return ("t" if value else "f") if isinstance(value, bool) else str(value)
