"""Running the files of a bundle on a database, and saying what is done where they stop."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from sqlcompile.bundle.manifest import Entry
from sqlcompile.bundle.reading import Bundle
from sqlcompile.compiling.version_table import VersionTable
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import ApplyStopped, BundleError, ConnectionFailed, SqlcompileError, StatementFailed
from sqlcompile.live.connecting import Target, opened
from sqlcompile.live.execution import execute
from sqlcompile.live.script_file import Command, ScriptFile, read_script
from sqlcompile.live.state import State, read_state

INTERRUPTED = 130


@dataclass(frozen=True, slots=True)
class Prepared:
    """A file of a bundle, read and cut; its bytes are those of the manifest's hash."""

    entry: Entry
    script: ScriptFile


class Observer(Protocol):
    """Hears how the work goes."""

    def begins(self, file: Prepared, command: Command) -> None:
        """Hear that a statement is sent."""

    def done(self, file: Prepared) -> None:
        """Hear that a file is applied."""


def prepare(bundle: Bundle, dialect: Dialect, entries: Iterable[Entry]) -> tuple[Prepared, ...]:
    """Return the files, all of them read before any runs; raises BundleError and UnreadableSql."""
    return tuple(Prepared(one, _script(bundle, dialect, one)) for one in entries)


def apply_files(target: Target, table: VersionTable, files: Iterable[Prepared], observer: Observer) -> None:
    """Run files one after the other, each on a connection of its own, and look at the version table after each.

    Raises ApplyStopped at the first one that does not do what it shall; no later one is run then.
    """
    work = _Work(target, table, observer)
    for one in files:
        work.run(one)


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

    def run(self, file: Prepared) -> None:
        """Run one file."""
        self.file, self.last = file, None
        stopped: SqlcompileError | None = None
        try:
            with opened(self.target.url, self.target.dialect) as connection:
                execute(connection, file.script, self)
                found = read_state(connection, self.table)
        except KeyboardInterrupt:
            stopped = self._stopped(file, SqlcompileError("Interrupted."), status=INTERRUPTED)
        except SqlcompileError as error:
            stopped = self._stopped(file, error)
        if stopped is not None:
            raise stopped
        self._check(file, found)
        self.count += 1
        self.observer.done(file)

    def begins(self, command: Command, _total: int) -> None:
        """Pass on that a statement is sent."""
        assert self.file is not None
        self.observer.begins(self.file, command)

    def ended(self, command: Command, _total: int) -> None:
        """Take down that the server has done a statement."""
        self.last = command.number or self.last

    def _check(self, file: Prepared, found: State) -> None:
        """Raise ApplyStopped where the version table does not say what the file should have made it say."""
        if found.rows != tuple(sorted(file.entry.end)):
            expected = ", ".join(file.entry.end) or "base"
            raise ApplyStopped(
                f"{file.entry.path} ran, and the version table says {found}, not {expected}.",
                hint="Somebody else works on this database, or the script did not find it where it was.",
            )

    def _stopped(self, file: Prepared, error: SqlcompileError, status: int | None = None) -> ApplyStopped:
        before = (
            f"{self.count} file{'' if self.count == 1 else 's'} before it {'is' if self.count == 1 else 'are'} done"
        )
        lines = [str(error), f"{before if self.count else 'No file before it was run'}. {self._stays(file)}"]
        made = ApplyStopped("\n".join(lines), hint=self._hint(file, error), location=error.location)
        if status is not None:
            made.exit_code = status
        elif not isinstance(error, StatementFailed):
            made.exit_code = error.exit_code
        return made

    def _stays(self, file: Prepared) -> str:
        """Return what of a file stays, as far as that is known."""
        name = file.entry.path
        if file.entry.transactional:
            return f"Of {name} nothing is done: it is one transaction. {self._now()}"
        if self.last is not None:
            return f"Of {name} everything up to statement [{self.last}] is sent and may stay. {self._now()}"
        numbered = any(command.number for command in file.script.statements)
        if numbered:
            return f"Of {name} no statement of the migration is done. {self._now()}"
        return f"Of {name} what stands above may stay done. {self._now()}"

    def _hint(self, file: Prepared, error: SqlcompileError) -> str:
        if isinstance(error, StatementFailed) and self.last is not None and not file.entry.transactional:
            return (
                "Correct the cause, then write the rest of the file with "
                f"`sqlcompile resume {file.entry.revision}:{self.last} -d {file.entry.dialect}`."
            )
        return "Correct the cause, then run the same command again."

    def _now(self) -> str:
        """Return what the version table says now."""
        try:
            with opened(self.target.url, self.target.dialect) as connection:
                return f"The version table says {read_state(connection, self.table)}."
        except ConnectionFailed:
            return "The database does not answer now."


def _script(bundle: Bundle, dialect: Dialect, entry: Entry) -> ScriptFile:
    try:
        text = bundle.read(entry).decode()
    except UnicodeDecodeError:
        raise BundleError(f"{entry.path} is not a text in UTF-8.", hint="It is damaged.") from None
    return read_script(dialect, text, bundle.folder / entry.path)
