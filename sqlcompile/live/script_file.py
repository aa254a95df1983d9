"""A compiled script as its client would take it: statements and the client's directives, in order.

    script = read_script(dialect, text, path)
    for command in script.commands: …

The script is cut where the client cuts it, so that a driver is given the same statements. What the client
keeps to itself is found by the dialect's :class:`~sqlcompile.dialect.client.Client`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.dialect.client import Client, Kind
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.scanner import Piece
from sqlcompile.dialect.splitting import Depth
from sqlcompile.errors import Location, UnreadableSql

_NUMBERED = re.compile(r"--\s*(\[(\d+)/(\d+)\](?:[ \t]+\S+)?)")
_BLANK = ("space", "comment")


@dataclass(frozen=True, slots=True)
class Command:
    """A statement for the server, or a directive; ``line`` is where it begins.

    ``kind`` is "sql" for a statement, else what :class:`~sqlcompile.dialect.client.Directive` says. A
    query that makes variables is of the kind "store". ``text`` is the statement, or the file to go on
    with; ``name`` and ``value`` are a variable's. ``label`` is such as ``[7/12] ae10``, where the script
    numbers the statement.
    """

    kind: Kind
    text: str
    line: int
    label: str = ""
    name: str = ""
    value: str = ""

    @property
    def is_statement(self) -> bool:
        """Whether it goes to the server."""
        return self.kind in ("sql", "store")

    @property
    def number(self) -> int | None:
        """The statement's number, None where the script gives it none."""
        found = re.match(r"\[(\d+)/", self.label)
        return int(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class ScriptFile:
    """All of a script, read; ``path`` is what errors name."""

    path: Path
    dialect: Dialect
    commands: tuple[Command, ...]

    @property
    def statements(self) -> tuple[Command, ...]:
        """What goes to the server, where no directive leaves it out."""
        return tuple(command for command in self.commands if command.is_statement)


def read_script(dialect: Dialect, text: str, path: Path) -> ScriptFile:
    """Return a compiled script, cut into what its client takes one by one.

    A dialect that was ``written_for`` drivers takes a script for those: where their client alone knows what
    ends a statement, all of it is one. Raises UnreadableSql, with the line, for a script that is cut off and
    for what a driver cannot do in the client's place.
    """
    reader = _Reader(dialect, text.removeprefix("\ufeff"), path)
    commands = tuple(reader.commands())
    _check_conditions(commands, path)
    return ScriptFile(path, dialect, commands)


class _Reader:
    """Goes over a text once, from the beginning of a statement to the next."""

    def __init__(self, dialect: Dialect, text: str, path: Path) -> None:
        self.dialect = dialect
        self.client: Client = dialect.client
        self.text = text
        self.path = path
        self.delimiter = ";"
        self.label = ""
        self.variables: dict[str, str] = {}
        self._line = 1
        self._counted = 0

    def commands(self) -> Iterator[Command]:
        """Yield the commands in order."""
        position: int | None = 0
        while position is not None:
            found, position = self._next(position)
            if found is not None:
                yield found

    def _next(self, position: int) -> tuple[Command | None, int | None]:
        """Return the next command, and where to go on: None at the end."""
        statement: _Open | None = None
        for piece in self.dialect.lexis.scan(self.text, position):
            if not piece.closed:
                raise self._error(f"{piece.text[:2].rstrip()} begins here and does not end.", piece.start)
            if piece.kind in _BLANK:
                if statement is None and piece.kind == "comment":
                    self._remark(piece)
                continue
            if self._is_directive(piece, statement):
                return self._directive(piece, statement)
            end = self._end(piece, position)
            if end is not None and (statement is None or statement.ends_with(piece)):
                return self._statement(statement, piece, end), end[1]
            if statement is None:
                statement = _Open(self.dialect, self.text, piece)
            statement.add(piece)
        if statement is not None and self.dialect.bare and not self.client.semicolons:
            return self._command("sql", self.text[statement.start :].rstrip(), statement.start), None
        if statement is not None:
            raise self._error("This statement has no end: the file is cut off.", statement.start)
        return None, None

    def _remark(self, piece: Piece) -> None:
        """Take the number that a comment gives to the statement after it."""
        found = _NUMBERED.match(piece.text)
        if found is not None:
            self.label = found[1]

    def _end(self, piece: Piece, position: int) -> tuple[int, int] | None:
        """Return where a statement ends whose end this piece may be, and what is behind the end."""
        if self.delimiter != ";":
            if piece.kind in ("string", "quoted"):
                return None
            last = piece.end + len(self.delimiter) - 1
            found = self.text.find(self.delimiter, max(position, piece.start), last)
            return None if found < 0 else (found, found + len(self.delimiter))
        if self.client.semicolons and piece.kind == "semicolon":
            return piece.start, piece.end
        if self.client.separator is not None and self._begins_line(piece):
            line = self.client.separator.match(self.text, piece.start)
            return (piece.start, line.end()) if line else None
        return None

    def _statement(self, statement: _Open | None, piece: Piece, end: tuple[int, int]) -> Command | None:
        if statement is None:
            if piece.kind != "semicolon" and self.client.semicolons:
                raise self._error("Nothing stands before this end of a statement.", piece.start)
            return None
        return self._command("sql", self.text[statement.start : end[0]].rstrip(), statement.start)

    def _command(self, kind: Kind, text: str, start: int) -> Command:
        line = self._line_of(start)
        label, self.label = self.label, ""
        return Command(kind, self._replaced(text, line), line, label)

    def _replaced(self, text: str, line: int) -> str:
        """Return a statement with the values of the variables that stand in it."""
        if self.client.variables is None or self.dialect.bare:
            return text

        def value(found: re.Match[str]) -> str:
            if found[1] not in self.variables:
                raise UnreadableSql(f"No line gives {found[0]} a value.", location=Location(self.path, line))
            return self.variables[found[1]]

        return self.client.variables.sub(value, text)

    # --- the client's own ---

    def _is_directive(self, piece: Piece, statement: _Open | None) -> bool:
        if self.client.inline_commands and piece.text in self.client.command_marks:
            return True
        if statement is not None or not self._begins_line(piece):
            return False
        line = self._rest_of_line(piece)
        return self._is_delimiter(line) or self.dialect.is_command(line)

    def _is_delimiter(self, line: str) -> bool:
        return self.client.delimiters and line.split(None, 1)[0].upper() == "DELIMITER"

    def _directive(self, piece: Piece, statement: _Open | None) -> tuple[Command | None, int]:
        """Return what a line of the client's means, and where it ends."""
        line = self._rest_of_line(piece)
        end = piece.start + len(line)
        if self._is_delimiter(line):
            self.delimiter = line[len("DELIMITER") :].strip() or ";"
            return None, end
        for known in self.client.directives:
            found = known.pattern.fullmatch(line.rstrip())
            if found is None or (known.kind == "store") != (statement is not None):
                continue
            given = found.groupdict()
            if statement is not None:
                text = self.text[statement.start : piece.start].rstrip()
                return self._command("store", text, statement.start), end
            if known.kind == "ignored":
                return None, end
            if known.kind == "set":
                self.variables[given["name"]] = given["value"]
            made = Command(
                known.kind,
                known.sql.format(**given),
                self._line_of(piece.start),
                name=given.get("name", ""),
                value=given.get("value", ""),
            )
            return made, end
        raise self._error(
            f'"{line.strip()[:60]}" is for the client, and no driver does that.', piece.start, "Was the file edited?"
        )

    # --- places ---

    def _rest_of_line(self, piece: Piece) -> str:
        end = self.text.find("\n", piece.start)
        return self.text[piece.start : len(self.text) if end < 0 else end]

    def _begins_line(self, piece: Piece) -> bool:
        return not self.text[self.text.rfind("\n", 0, piece.start) + 1 : piece.start].strip()

    def _line_of(self, offset: int) -> int:
        """Return the line of an offset; they only grow."""
        self._line += self.text.count("\n", self._counted, offset)
        self._counted = offset
        return self._line

    def _error(self, message: str, offset: int, hint: str | None = None) -> UnreadableSql:
        return UnreadableSql(message, hint=hint, location=Location(self.path, self._line_of(offset)))


class _Open:
    """A statement that has begun."""

    def __init__(self, dialect: Dialect, text: str, first: Piece) -> None:
        self.dialect = dialect
        self.text = text
        self.start = first.start
        self._depth = Depth()
        self._parentheses = 0
        self._procedural: bool | None = None

    def add(self, piece: Piece) -> None:
        """Take a piece of it."""
        self._depth.count(piece)
        self._parentheses += (piece.text == "(") - (piece.text == ")")

    def ends_with(self, piece: Piece) -> bool:
        """Return whether it ends at a piece that may end one; what does not is a piece of its body."""
        if piece.kind != "semicolon":
            return True
        client = self.dialect.client
        if client.parentheses and self._parentheses > 0:
            return False
        if self._procedural is None:
            self._procedural = self.dialect.text_is_procedural(self.text[self.start : piece.end + _ENOUGH])
        return not self._procedural or (client.separator is None and self._depth.closed)


_ENOUGH = 100
"""How many characters behind a semicolon tell that it is an inner one."""


def _check_conditions(commands: tuple[Command, ...], path: Path) -> None:
    """Raise UnreadableSql for conditions that do not end, or end what has not begun."""
    open_: list[Command] = []
    for command in commands:
        if command.kind == "if":
            open_.append(command)
        elif command.kind in ("else", "endif"):
            if not open_:
                raise UnreadableSql("No condition is open here.", location=Location(path, command.line))
            if command.kind == "endif":
                open_.pop()
    if open_:
        raise UnreadableSql("This condition has no end: the file is cut off.", location=Location(path, open_[-1].line))
