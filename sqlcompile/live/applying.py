"""Running the files of a bundle on a database, and saying what is done where they stop."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlcompile.bundle.manifest import Entry
from sqlcompile.bundle.reading import Bundle
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import (
    ApplyStopped,
    BundleError,
    ConnectionFailed,
    InvalidScript,
    SqlcompileError,
    StatementFailed,
)
from sqlcompile.live.connecting import Target, opened
from sqlcompile.live.execution import execute
from sqlcompile.live.script_file import Command, ScriptFile, read_script
from sqlcompile.live.state import State, read_state
from sqlcompile.project.plan import named_rows

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file of a bundle, read and cut; its bytes are those of the manifest's hash.

    ``resume`` is the command in its head that writes the rest of it, "" where it has none.
    """

    entry: Entry
    script: ScriptFile
    resume: str = ""


class Observer(Protocol):
    """Hears how the work goes."""

    def begins(self, file: Prepared, command: Command) -> None:
        """Hear that a statement is sent."""

    def done(self, file: Prepared) -> None:
        """Hear that a file is applied."""


def prepare(bundle: Bundle, dialect: Dialect, entries: Iterable[Entry]) -> tuple[Prepared, ...]:
    """Return the files, all of them read before any runs; raises BundleError and UnreadableSql."""
    written_for = "plain" if bundle.manifest.style.get("client") == "plain" else None
    dialect = dialect.written_for(written_for)
    return tuple(_prepared(bundle, dialect, one) for one in entries)


def apply_files(target: Target, table: VersionTable, files: Iterable[Prepared], observer: Observer) -> None:
    """Run files one after the other, each on a connection of its own, and look at the version table after each.

    Raises ApplyStopped at the first one that does not do what it shall; no later one is run then.
    """
    work = _Work(target, table, observer)
    try:
        for one in files:
            work.run(one)
    except KeyboardInterrupt:
        pass
    else:
        return
    stopped = work.stopped(SqlcompileError("Interrupted."))
    stopped.exit_code = INTERRUPTED
    raise stopped


@dataclass
class _Work:
    """What is done so far."""

    target: Target
    table: VersionTable
    observer: Observer
    count: int = 0
    file: Prepared | None = None
    last: int | None = None
    """The number of the last statement of the file that the server has done."""
    kept: int | None = None
    """The number of the last one that no rollback takes back."""
    sent: int | None = None
    """The number of the last one that was sent."""
    in_transaction: bool = False

    def run(self, file: Prepared) -> None:
        """Run one file."""
        self.file, self.last, self.kept, self.sent, self.in_transaction = file, None, None, None, False
        try:
            with opened(self.target.url, self.target.dialect) as connection:
                execute(connection, file.script, self)
                found = read_state(connection, self.table)
        except SqlcompileError as error:
            raise self.stopped(error) from None
        self.file = None
        self.count += 1
        self._check(file, found)
        self.observer.done(file)

    def begins(self, command: Command, _total: int) -> None:
        """Pass on that a statement is sent."""
        assert self.file is not None
        self.sent = command.number or self.sent
        self.observer.begins(self.file, command)

    def ended(self, command: Command, _total: int) -> None:
        """Take down that the server has done a statement."""
        dialect = self.target.dialect
        self.last = command.number or self.last
        with contextlib.suppress(InvalidScript):  # a ROLLBACK, which only a client that went on would reach
            self.in_transaction = {"begin": True, "commit": False}.get(
                dialect.control(command.text), self.in_transaction
            )
        kept = not self.in_transaction if dialect.transactional_ddl else dialect.commits(command.text) is not False
        if kept:
            self.kept = self.last

    def _check(self, file: Prepared, found: State) -> None:
        """Raise ApplyStopped where the version table does not say what the file should have made it say."""
        if not _is_at(found, file.entry.end):
            expected = named_rows(file.entry.end)
            raise ApplyStopped(
                f"{file.entry.path} ran, and the version table says {found}, not {expected}.",
                hint="Somebody else works on this database, or the script did not find it where it was.",
            )

    def stopped(self, error: SqlcompileError) -> ApplyStopped:
        """Return what to say where a file was not done, and what to do next."""
        done = "No file was done before." if not self.count else f"{_files(self.count)} done before."
        now = self._state()
        if self.file is None:
            return ApplyStopped(f"{error}\n{done} {_says(now)}", hint="Run the same command again.")
        said = f"{error}\n{done} {self._stays(self.file, now)}"
        return ApplyStopped(said, hint=self._hint(self.file, error, now), location=error.location)

    def _state(self) -> State | None:
        """Return what the version table says now, None where the database does not answer."""
        try:
            with opened(self.target.url, self.target.dialect) as connection:
                return read_state(connection, self.table)
        except ConnectionFailed:
            return None

    def _stays(self, file: Prepared, now: State | None) -> str:
        """Return what of a file stays."""
        name = file.entry.path
        if now is None:
            return f"What of {name} is done is not known. {_says(now)}"
        if _is_at(now, file.entry.end):
            return f"{name} is applied all the same. {_says(now)}"
        if self.kept is None:
            return f"Nothing of {name} is done. {_says(now)}"
        return f"Of {name} statement {self.kept} and those before it are done, and stay. {_says(now)}"

    def _hint(self, file: Prepared, error: SqlcompileError, now: State | None) -> str:
        entry = file.entry
        if now is None:
            return "Look at the version table, once it answers, before anything else is run."
        if self.kept is None or not file.resume or _is_at(now, entry.end):
            way = "Run the same command again"
        else:
            resume = file.resume.replace(_POINT, f"{entry.revision}:{self.kept}")
            way = f"Write the rest of the file with `{resume}`, and run that"
        if not isinstance(error, StatementFailed):
            return f"{way}."
        again = self.kept is None and self.sent is not None and file.resume
        return f"{way}, when the cause is gone.{_AGAIN.format(entry.revision) if again else ''}"


def _says(now: State | None) -> str:
    return "The database does not answer now." if now is None else f"The version table says {now}."


def _is_at(state: State, rows: tuple[str, ...]) -> bool:
    return state.rows == tuple(sorted(rows))


def _files(count: int) -> str:
    return "1 file" if count == 1 else f"{count} files"


_AGAIN = " Where an earlier run of this file stopped halfway, `sqlcompile resume {}:N` goes on after its statement N."
_POINT = "REVISION:3"
_RESUME = re.compile(rf"-- (sqlcompile resume {_POINT} .+)")


def _prepared(bundle: Bundle, dialect: Dialect, entry: Entry) -> Prepared:
    """Return a file, cut as what it was written for would cut it."""
    try:
        text = bundle.read(entry).decode()
    except UnicodeDecodeError:
        raise BundleError(f"{entry.path} is not a text in UTF-8.", hint="It is damaged.") from None
    resume = _RESUME.search(text)
    script = read_script(dialect, text, bundle.folder / entry.path)
    return Prepared(entry, script, resume[1] if resume else "")
