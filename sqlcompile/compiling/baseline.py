"""The schema that a history starts from, where its first tables are older than it.

It is read from a dump of the database, or from SQLAlchemy's MetaData.
"""

from __future__ import annotations

import contextlib
import importlib
import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from sqlcompile.compiling.loading import import_paths
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.dump import Part, parts_of
from sqlcompile.errors import ConfigError, Location, SqlcompileError
from sqlcompile.offline.alembic import alembic_modules
from sqlcompile.operations.create_table import table_created
from sqlcompile.operations.execute import read_as
from sqlcompile.project.native_config import MODULE
from sqlcompile.project.settings import Config
from sqlcompile.schema.model import Key, Schema, Table

_ABOUT_TABLES = frozenset({"TABLE", "INDEX"})
_HINT = "Correct the line, or give the schema as SQLAlchemy's MetaData: `--baseline package.module:metadata`."


@dataclass(slots=True)
class Baseline:
    """The schema that was read; ``not_read`` are the statements that say nothing of a table and were not read."""

    schema: Schema
    not_read: list[Location] = field(default_factory=list)
    virtual: list[Location] = field(default_factory=list)


def read_baseline(config: Config, dialect: Dialect, *, alone: bool) -> Baseline:
    """Return the schema that the history starts from on a database: an empty one where no other is named.

    ``alone`` says that it is the only database compiled for. Raises ConfigError, with file and line
    where a table cannot be read.
    """
    empty = Schema(dialect.default_namespace)
    if not config.baseline:
        return Baseline(empty)
    source = config.baseline.get(dialect.name, config.baseline.get(""))
    if source is None:
        raise ConfigError(
            f"There is no baseline for {dialect.title}.",
            hint=f"Give one with `--baseline {dialect.name}=FILE`, or with `{dialect.name}` in [baseline].",
        )
    if MODULE.fullmatch(source):
        return Baseline(_from_metadata(empty, dialect, source, config.prepend_sys_path))
    if not alone and dialect.name not in config.baseline:
        raise ConfigError(
            f"{source} is the schema of one database, and several are compiled for.",
            hint=f"Name each one's: `--baseline {dialect.name}=FILE`, or a table [baseline] in the settings.",
        )
    found = _File(dialect, Path(source), empty).read()
    return replace(found, schema=dialect.adopted(found.schema))


# --- a dump ---


class _File:
    """Goes through the statements of one file."""

    def __init__(self, dialect: Dialect, path: Path, schema: Schema) -> None:
        self.dialect = dialect
        self.path = path
        self.found = Baseline(schema)
        self.made: dict[Key, int] = {}
        self.database: str | None = None

    def read(self) -> Baseline:
        for part in parts_of(self.dialect, dump_text(self.path), self.path):
            if part.is_command:
                self._command(part)
            else:
                self._statement(part)
        if not self.found.schema.tables:
            raise ConfigError(
                "The baseline makes no table.",
                hint=f"It must hold CREATE TABLE statements of {self.dialect.title}.",
                location=Location(self.path),
            )
        return self.found

    def _command(self, part: Part) -> None:
        word, _, rest = part.text.partition(" ")
        if word.upper() in self.dialect.client.includes:
            raise self._refused(part, f"{word} reads another file.", "Put all of the schema into one file.")
        if word.upper() in self.dialect.client.connects:
            self._goes_to(part, rest)

    def _goes_to(self, part: Part, database: str) -> None:
        """Take the one database that a file goes to."""
        name = re.sub(r"^-\S+\s+", "", database.strip()).strip("`\"'[]; ")
        if self.database not in (None, name):
            message = f"The file goes from the database {self.database} to {name}: it holds the schemas of several."
            raise self._refused(part, message, "Dump the one that the history is for.")
        self.database = name

    def _statement(self, part: Part) -> None:
        dialect = self.dialect
        words = dialect.lexis.words(part.text, 8)
        if words[:1] in (["USE"], ["SOURCE"]):
            self._command(replace(part, text=" ".join(part.text.split())))
            return
        objection = dialect.dump_objection(part.text)
        if objection is not None:
            raise self._refused(part, *objection)
        before = self.found.schema
        try:
            after = read_as(dialect, before, dialect.unqualified(part.text))
        except SqlcompileError as error:
            raise error.at(self._place(part)) from error
        if after.not_analysed > before.not_analysed:
            if words[:1] != ["DO"] and _ABOUT_TABLES & {word for word in words[:5] if not word.startswith(_QUOTES)}:
                raise self._refused(part, f"This statement of the baseline is not understood: {_shortened(part)}")
            self.found.not_read.append(self._place(part))
        else:
            self._check(part, words, before, after)
        self.found.schema = after

    def _check(self, part: Part, words: list[str], before: Schema, after: Schema) -> None:
        """Refuse a table that is made twice, and one that is not known as a whole."""
        creates = words[:1] == ["CREATE"] and "TABLE" in words
        for table in after.changed_since(before):
            key = after.key(table.name, table.namespace)
            if creates and key in before.tables:
                message = f'The table "{table.name}" is made here again, after line {self.made[key]}.'
                raise self._refused(part, message, "Give a dump of one database.")
            if creates:
                self.made[key] = part.line
            if table.complete or (key in before.tables and not before.tables[key].complete):
                continue
            if creates and words[1] == "VIRTUAL":
                self.found.virtual.append(self._place(part))
                continue
            raise self._refused(part, *self._hole(table, key))

    def _hole(self, table: Table, key: Key) -> tuple[str, str]:
        if key not in self.made and table.columns == ():
            return f'The baseline does not make the table "{table.name}".', "Dump the whole schema."
        return f'The columns of the table "{table.name}" are not to be known from this.', _HINT

    def _place(self, part: Part) -> Location:
        return Location(self.path, part.line)

    def _refused(self, part: Part, message: str, hint: str = _HINT) -> ConfigError:
        return ConfigError(message, hint=hint, location=self._place(part))


_QUOTES = ('"', "`", "[")


def _shortened(part: Part) -> str:
    line = " ".join(part.text.split())
    return line if len(line) <= 60 else line[:59] + "…"


def dump_text(path: Path) -> str:
    """Return the text of a dump; raises ConfigError for one that is none."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"The baseline {path} cannot be read: {error.strerror}.",
            hint="It is a file, or MetaData as package.module:metadata.",
        ) from error
    for beginning, instead in _BINARY.items():
        if raw.startswith(beginning):
            raise ConfigError("The baseline is not a file of SQL.", hint=instead, location=Location(path))
    try:
        text = raw.decode("utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ConfigError(
            "The baseline is not UTF-8 text.", hint="Dump it in UTF-8.", location=Location(path, line)
        ) from error
    return text.replace("\r\n", "\n")


_BINARY = {
    b"PGDMP": "Let pg_dump write text: `pg_dump -s DATABASE > FILE`, without -F.",
    b"SQLite format 3": "Give what its client says of it: `sqlite3 DATABASE .schema > FILE`.",
    b"\x1f\x8b": "Unpack it first.",
}


# --- MetaData ---


def _from_metadata(schema: Schema, dialect: Dialect, source: str, folders: Sequence[Path]) -> Schema:
    """Return the schema that MetaData makes."""
    metadata = _imported(source, folders)
    for sequence in sorted(metadata._sequences.values(), key=lambda sequence: str(sequence.name)):
        if dialect.sa.supports_sequences:
            key = schema.key(sequence.name, sequence.schema)
            schema = replace(schema, sequences={**schema.sequences, key: sequence})
    for name in sorted(metadata.tables):
        table = metadata.tables[name]
        try:
            schema = table_created(schema, dialect, table)
        except SqlcompileError as error:
            raise ConfigError(f'The table "{name}" of {source}: {error.message}', hint=error.hint) from error
        namespace = schema.key("", table.schema)[0]
        if namespace is not None and namespace not in schema.namespaces:
            schema = replace(schema, namespaces=(*schema.namespaces, namespace))
    if not schema.tables:
        raise ConfigError(
            f"The baseline {source} has no table.",
            hint="Name the MetaData of a module that imports all of its models.",
        )
    return schema


def _imported(source: str, folders: Sequence[Path]) -> sa.MetaData:
    """Return the MetaData that a name means: itself, or a declarative base's."""
    module, _, attribute = source.partition(":")
    with alembic_modules(), import_paths(folders), contextlib.redirect_stdout(sys.stderr):
        try:
            found: Any = importlib.import_module(module)
            for name in attribute.split("."):
                found = getattr(found, name)
            found = found if isinstance(found, sa.MetaData) else getattr(found, "metadata", found)
        except (Exception, SystemExit) as error:
            raise ConfigError(
                f"The baseline {source} cannot be imported: {type(error).__name__}: {error}.",
                hint="It is a file, or MetaData as package.module:metadata.",
            ) from error
    if not isinstance(found, sa.MetaData):
        raise ConfigError(
            f"The baseline {source} is no MetaData, but {type(found).__name__}.",
            hint="It is written as package.module:Base.metadata.",
        )
    return found
