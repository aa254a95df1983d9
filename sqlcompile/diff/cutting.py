"""A compiled script of one revision, cut into its own statements and what stands around them.

The revision's statements have numbers, ``-- [3/12] ae10``; what has none is the script's: settings, guards,
transactions, and what env.py executes. A script that runs statements as texts, for a condition or through a
driver, is looked into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.scanner import Piece
from sqlcompile.errors import UnreadableSql
from sqlcompile.live.script_file import Command, read_script

_NUMBER = re.compile(r"^[ \t]*-- (\[\d+/\d+\]) .*\n?", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Cut:
    """A piece of a script: with its number, such as ``[3/12]``, or with none where it is the script's own."""

    number: str
    text: str


def cut_script(dialect: Dialect, text: str, path: Path, *, as_text: bool) -> tuple[Cut, ...]:
    """Return the pieces of a script in order, cut where its client cuts it.

    ``as_text`` says that it may run statements as texts. A script that no driver could run, because env.py
    puts a client's command into it, is cut at its numbers alone.
    """
    cutter = _Cutter(dialect, path, as_text)
    try:
        return tuple(cutter.script(text))
    except UnreadableSql:
        return tuple(cutter.at_numbers(text))


@dataclass
class _Cutter:
    dialect: Dialect
    path: Path
    as_text: bool

    def script(self, text: str) -> Iterator[Cut]:
        for command in read_script(self.dialect, text, self.path).commands:
            yield from self._command(command)

    def _command(self, command: Command) -> Iterator[Cut]:
        number = command.label.partition(" ")[0]
        text = command.text or " ".join(filter(None, (command.kind, command.name, command.value)))
        if number:
            yield Cut(number, self._inside(text))
            return
        if not _NUMBER.search(text):
            yield Cut("", text)
            return
        script = self._run_as_text(text)
        if script is not None:  # a text that is a script of its own
            yield from self.script(script)
        else:
            yield from self.at_numbers(text)

    def at_numbers(self, text: str) -> Iterator[Cut]:
        """Yield what stands between the numbers; what stands before the first is taken line by line."""
        marks = list(_NUMBER.finditer(text))
        before = text[: marks[0].start()] if marks else text
        for line in before.splitlines():
            if line.strip() and not line.lstrip().startswith("--"):
                yield Cut("", line.strip())
        for mark, following in zip(marks, [*marks[1:], None], strict=True):
            chunk = text[mark.end() : following.start() if following else len(text)]
            yield Cut(mark[1], self._inside(chunk.strip()))

    def _inside(self, text: str) -> str:
        """Return a statement, out of the literal in which it may stand."""
        found = self._run_as_text(text)
        return (text if found is None else found).rstrip("; \t\n")

    def _run_as_text(self, text: str) -> str | None:
        """Return the text that a command runs, None where it runs none, or one that is put together of values."""
        pattern = self.dialect.run_as_text if self.as_text else None
        opening = pattern.match(text) if pattern is not None else None
        if opening is None:
            return None
        return self._literal(text, opening.end())

    def _literal(self, text: str, start: int) -> str | None:
        """Return what a literal holds, or the sum of several."""
        found: list[str] = []
        wanted = True
        for piece in self.dialect.lexis.scan(text, start):
            if piece.kind == "space":
                continue
            if piece.kind == "string" and wanted:
                found.append(self._decoded(piece))
                wanted = False
            elif piece.text in ("+", "|"):
                wanted = True
            else:
                break
        return None if wanted else "".join(found)

    def _decoded(self, piece: Piece) -> str:
        if piece.text.startswith("$"):
            tag = piece.text[: piece.text.index("$", 1) + 1]
            return piece.text[len(tag) : -len(tag)]
        body = piece.text[piece.text.index("'") + 1 : -1].replace("''", "'")
        return body.replace("\\\\", "\\") if self.dialect.lexis.backslashes else body
