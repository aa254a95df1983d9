"""Every error that sqlcompile raises on purpose.

    SqlcompileError                 .hint, .location, .exit_code
    ├─ ConfigError                  a setting or a command-line value
    │  └─ NoProject
    ├─ UnknownDialect
    ├─ RevisionError
    │  ├─ RevisionNotFound
    │  ├─ AmbiguousRevision
    │  ├─ DuplicateRevision
    │  ├─ MissingParent
    │  ├─ MultipleHeads
    │  ├─ RevisionCycle
    │  └─ InvalidRange
    ├─ ScriptError                  a migration script
    │  ├─ InvalidScript             does not parse, import or have what it must
    │  ├─ ScriptFailed              raised while it ran
    │  ├─ RowsUnknown               it reads rows that only the real database knows
    │  ├─ KeyUnknown                it uses a key that only the real database generates
    │  └─ ValueUnknown              it uses another value that only the real database makes
    ├─ SchemaError
    │  ├─ TableNotFound  ├─ TableExists
    │  ├─ ColumnNotFound ├─ ColumnExists
    │  ├─ ConstraintNotFound
    │  └─ SeveralMeant              a drop without a name, where several have none
    ├─ UnsupportedOperation         the database cannot express it
    ├─ ForeignType                  a type that it does not have, where nothing may stand for it
    ├─ InvalidLiteral               a value that has no literal form
    ├─ Unwritten                    what a generated script cannot say
    ├─ BundleError                  a folder that is no bundle, or that cannot be used as one
    ├─ OutputError                  the result cannot be written
    ├─ UnreadableSql                a compiled script that is cut off, or has what no driver can run
    ├─ ConnectionFailed             a database that cannot be reached, or not be read
    ├─ ForeignVersion               version rows that are not of this project
    ├─ StatementFailed              a statement that a server refused
    └─ ApplyStopped                 files of a bundle that were not all applied

Each takes fields and writes its own sentence. The command line catches the root once,
prints the sentence, the place and the hint, and exits with ``exit_code``.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Location:
    """A place in a file; ``line`` counts from 1."""

    path: Path
    line: int | None = None

    def __str__(self) -> str:
        try:
            shown = self.path.relative_to(Path.cwd())
        except ValueError:
            shown = self.path
        return f"{shown}:{self.line}" if self.line else str(shown)

    def within(self, root: Path) -> str:
        """Return the place as seen from a project's folder, the same on every machine: else the file's name."""
        path = self.path
        shown = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
        return f"{shown}:{self.line}" if self.line else shown


class SqlcompileError(Exception):
    """The root: a sentence, what to do next, and the place that caused it."""

    exit_code = 2

    def __init__(self, message: str, *, hint: str | None = None, location: Location | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.location = location

    def at(self, location: Location | None) -> SqlcompileError:
        """Return self with the place filled in where it has none yet."""
        if self.location is None:
            self.location = location
        return self

    def __str__(self) -> str:
        return self.message


def _listed(names: Iterable[str]) -> str:
    return ", ".join(names)


class ConfigError(SqlcompileError):
    """A setting or an option that does not fit."""


class NoProject(ConfigError):
    """A place where there is no project: no settings, or no folder with its scripts."""


class UnknownDialect(SqlcompileError):
    """A dialect name that no file in dialects/ carries."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        known = tuple(known)
        close = difflib.get_close_matches(name.lower(), known, n=1)
        meant = f"Did you mean {close[0]}? " if close else ""
        super().__init__(f'There is no dialect "{name}".', hint=f"{meant}Known dialects: {_listed(known)}.")
        self.name = name


class RevisionError(SqlcompileError):
    """The revisions, their graph, or the way one was named."""


class RevisionNotFound(RevisionError):
    """A revision that no script has."""

    def __init__(self, name: str, close: Iterable[str] = ()) -> None:
        close = tuple(close)
        hint = f"Did you mean {' or '.join(close)}?" if close else "`sqlcompile history` lists the revisions."
        super().__init__(f'No revision is named "{name}".', hint=hint)
        self.name = name


class AmbiguousRevision(RevisionError):
    """A partial id that several revisions begin with."""

    def __init__(self, name: str, matches: Iterable[str]) -> None:
        super().__init__(
            f'"{name}" is the beginning of several revisions: {_listed(matches)}.',
            hint="Give more characters of the id.",
        )
        self.name = name


class DuplicateRevision(RevisionError):
    """Two scripts with one id."""

    def __init__(self, revision: str, first: Path, second: Path) -> None:
        super().__init__(
            f'Revision "{revision}" is in two scripts: {first.name} and {second.name}.',
            hint="Give one of them a new id; `sqlcompile revision` makes unused ones.",
            location=Location(second),
        )
        self.revision = revision


class MissingParent(RevisionError):
    """A down_revision or depends_on that no script has."""

    def __init__(
        self, revision: str, parent: str, relation: str, location: Location, close: Iterable[str] = ()
    ) -> None:
        close = tuple(close)
        hint = f"Did you mean {' or '.join(close)}?" if close else "Is a script missing from the versions folder?"
        super().__init__(
            f'Revision "{revision}" has {relation} "{parent}", which no script has.', hint=hint, location=location
        )
        self.revision = revision
        self.parent = parent


class MultipleHeads(RevisionError):
    """Several heads where one is meant."""

    def __init__(self, name: str, heads: Iterable[str]) -> None:
        heads = tuple(heads)
        super().__init__(
            f'"{name}" means one revision, but there are {len(heads)} heads: {_listed(heads)}.',
            hint='Name one of them, say "heads" for all, or join them with `sqlcompile merge`.',
        )
        self.heads = heads


class RevisionCycle(RevisionError):
    """Revisions that come before themselves."""

    def __init__(self, cycle: Iterable[str], location: Location | None = None) -> None:
        cycle = tuple(cycle)
        super().__init__(
            f"These revisions form a cycle: {' -> '.join(cycle)}.",
            hint="Correct the down_revision or depends_on of one of them.",
            location=location,
        )
        self.cycle = cycle


class InvalidRange(RevisionError):
    """A range that cannot be walked."""


class ScriptError(SqlcompileError):
    """A migration script that cannot be used."""


class InvalidScript(ScriptError):
    """A script that does not parse, does not import, or lacks what it must have."""


class ScriptFailed(ScriptError):
    """A script that raised while it ran."""

    def __init__(
        self,
        revision: str,
        function: str,
        cause: BaseException,
        location: Location | None,
        hint: str = "`--traceback` shows where.",
    ) -> None:
        super().__init__(
            f"{function}() of revision {revision} raised {type(cause).__name__}: {str(cause).splitlines()[0] if str(cause) else ''}".rstrip(
                ": "
            ),
            hint=hint,
            location=location,
        )
        self.cause = cause


class RowsUnknown(ScriptError):
    """A script reads rows that only the real database knows."""

    def __init__(self, statement: str, reason: str = "") -> None:
        because = f" ({reason})" if reason else ""
        super().__init__(
            f"The script reads rows that only the real database has: {statement}{because}",
            hint="Answer as a fresh database would with `--rows empty`, give the answers with `--rows FILE`, "
            "or skip this part where context.is_offline_mode() is true.",
        )
        self.statement = statement


class KeyUnknown(ScriptError):
    """A script uses a key that the database will generate for a row that it inserted."""

    def __init__(self, table: str | None) -> None:
        of = f' of "{table}"' if table else ""
        super().__init__(
            f"The script uses the key that the database will generate for a new row{of}.",
            hint="Give the row its key in the migration, or look the key up in SQL (INSERT … SELECT).",
        )
        self.table = table


class ValueUnknown(ScriptError):
    """A script uses a value of a row that the database made, such as a time of its clock."""

    def __init__(self, made: str) -> None:
        super().__init__(
            f"The script uses a value that only the real database makes: {made}.",
            hint="Give the row that value in the migration, or copy it in SQL (INSERT … SELECT, UPDATE … FROM).",
        )
        self.made = made


class SchemaError(SqlcompileError):
    """An operation that does not fit the schema the history has built."""


class SeveralMeant(SchemaError):
    """A drop without a name that may mean several constraints, or several indexes."""


class TableNotFound(SchemaError):
    """A table that the history has not made, or has dropped."""

    def __init__(self, table: str, needed_for: str = "") -> None:
        why = f", which {needed_for} needs to know" if needed_for else ""
        super().__init__(
            f'The history up to here has no table "{table}"{why}.',
            hint="Check the name; where the table is older than the migrations, give the schema that they start "
            "from with `--baseline`.",
        )
        self.table = table


class TableExists(SchemaError):
    """A table that is there already."""

    def __init__(self, table: str) -> None:
        super().__init__(
            f'The table "{table}" exists already at this revision.',
            hint="Drop or rename it first, or give if_not_exists=True.",
        )
        self.table = table


class ColumnNotFound(SchemaError):
    """A column that the table does not have."""

    def __init__(self, table: str, column: str, known: Iterable[str] = ()) -> None:
        known = tuple(known)
        hint = f"Its columns are {_listed(known)}." if known else None
        super().__init__(f'The table "{table}" has no column "{column}" at this revision.', hint=hint)
        self.table = table
        self.column = column


class ColumnExists(SchemaError):
    """A column that the table has already."""

    def __init__(self, table: str, column: str) -> None:
        super().__init__(
            f'The table "{table}" has a column "{column}" already at this revision.',
            hint="Check the earlier revisions, or give if_not_exists=True.",
        )
        self.table = table
        self.column = column


class ConstraintNotFound(SchemaError):
    """A constraint or an index that the table does not have."""

    def __init__(self, table: str, name: str | None, kind: str, known: Iterable[str] = ()) -> None:
        known = tuple(known)
        what = f'{kind} "{name}"' if name else f"unnamed {kind}"
        hint = f"It has {_listed(known)}." if known else "Check the name and the earlier revisions."
        super().__init__(f'The table "{table}" has no {what} at this revision.', hint=hint)


class UnsupportedOperation(SqlcompileError):
    """Something that a database cannot express."""

    def __init__(self, dialect: str, what: str, instead: str) -> None:
        super().__init__(f"{dialect} cannot {what}.", hint=instead)
        self.dialect = dialect


class ForeignType(SqlcompileError):
    """A type for which another one would stand, were that not refused."""

    def __init__(self, name: str, reason: str, text: str, place: str) -> None:
        where = f"{place}: " if place else ""
        super().__init__(
            f"{where}{name} {reason}, and {text} may not stand for it under --strict-types.",
            hint=f"Give the column the type for this database with with_variant(), or allow {text}: "
            "leave out --strict-types, or `strict_types` in the settings.",
        )


class Unwritten(SqlcompileError):
    """Something that a generated script cannot say in Python."""

    def __init__(self, what: str, reason: str, hint: str = "Write this revision by hand.") -> None:
        super().__init__(f"A script cannot be written for {what}: {reason}", hint=hint)


class InvalidLiteral(SqlcompileError):
    """A value that has no literal form in a database."""

    def __init__(self, dialect: str, value: object, reason: str) -> None:
        shown = repr(value)
        if len(shown) > 60:
            shown = shown[:57] + "..."
        super().__init__(
            f"{shown} has no literal form on {dialect}: {reason}.",
            hint="Write the value as SQL with sqlalchemy.text(), or leave it to the application.",
        )


class BundleError(SqlcompileError):
    """A folder that is no bundle, is damaged, or holds what must not be overwritten."""


class OutputError(SqlcompileError):
    """The result cannot be written."""


class UnreadableSql(SqlcompileError):
    """A compiled script that is cut off, or has what no driver can run."""


class ConnectionFailed(SqlcompileError):
    """A database that cannot be reached, or whose version table cannot be read."""


class ForeignVersion(SqlcompileError):
    """A version table with rows that this project would not have written."""

    def __init__(self, place: str, rows: Mapping[str, str]) -> None:
        said = "; ".join(f'"{row}" is {problem}' for row, problem in rows.items())
        super().__init__(
            f"The version table does not fit this project: {said} ({place}).",
            hint="Is it another project's database, or is a revision missing here? `sqlcompile status` shows all rows.",
        )
        self.rows = rows


class StatementFailed(SqlcompileError):
    """A statement of a script that a server refused: a finding, not a mistake in how something was called.

    ``label`` is its number and its revision, as in ``[7/12] ae10``, "" where it has none.
    """

    exit_code = 1

    def __init__(self, statement: str, label: str, words: str, location: Location) -> None:
        first = statement.split("\n", 1)[0].strip()
        shown = first if len(first) <= 100 else f"{first[:97]}..."
        super().__init__(f"{f'{label} ' if label else ''}{shown}\n{words}", location=location)
        self.statement = statement
        self.label = label
        self.words = words


class ApplyStopped(SqlcompileError):
    """The files of a bundle were not all applied: it says which are, and what stays of the one that failed."""

    exit_code = 1
