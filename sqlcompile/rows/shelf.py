"""The tables with rows, as they lie on an SQLite in memory."""

from __future__ import annotations

import operator
import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from sqlalchemy import exc
from sqlalchemy import types as sa_types
from sqlalchemy.engine import Connection
from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.defaults import Known, Next, default_of, sequence_name
from sqlcompile.rows.functions import ALLOWED, install
from sqlcompile.rows.inner import connection_over
from sqlcompile.rows.kinds import Misfit, keeper_of, kind_collation, kind_in
from sqlcompile.rows.unknown import MARK, Marks, Untranslatable
from sqlcompile.rows.values import affinity, kind_of, plain_time, plain_uuid, truth
from sqlcompile.schema.model import Column, Exclude, Index, Key, Schema, Table, Unique

_MISSING = "no such table: "
_NO_SPACE = "unknown database "
_READ = sqlite3.SQLITE_READ
_FUNCTION = sqlite3.SQLITE_FUNCTION
_WRITES = (sqlite3.SQLITE_INSERT, sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE)
_REFUSED = (sqlite3.SQLITE_PRAGMA, sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH)


class Shelf:
    """Lays tables out when a statement first names them, and runs statements on them.

    ``read`` and ``wrote`` are the tables that the last statement did it to, as SQLite itself says;
    ``forbidden`` names what kept it from running.
    """

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.marks = Marks()
        self.laid: dict[Key, Table] = {}
        self.read: set[Key] = set()
        self.wrote: set[Key] = set()
        self.numbers: dict[str, int] = {}
        self.sequences: dict[tuple[Key, str], str] = {}
        self._steps: dict[str, int] = {}
        self._schema = Schema()
        self._forbidden = ""
        self._main = dialect.default_namespace or "main"
        self._spaces = {"main"}
        self._guarded = False
        self._keepers: list[Callable[[Any], int]] = []
        self._marked: dict[Key, tuple[int, frozenset[str]]] = {}

    # --- SQLite ---

    @cached_property
    def raw(self) -> sqlite3.Connection:
        """SQLite's own connection."""
        raw = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
        raw.execute("PRAGMA trusted_schema = ON")
        raw.create_collation("sc_text", self.marks.compare)
        raw.create_collation("sc_nocase", self.marks.folding)
        raw.create_collation("sc_char", self.marks.padded)
        raw.create_collation("sc_careful", self.marks.careful)
        raw.create_collation("sc_time", self._by(plain_time))
        raw.create_collation("sc_uuid", self._by(plain_uuid))
        if not self.dialect.meaning.native:
            install(raw, self.dialect, self._forbid)
        raw.create_function("sqlcompile_made", 1, self.marks.new)
        raw.create_function("sqlcompile_next", 1, self.next_number)
        raw.create_function("sqlcompile_truth", 1, truth)
        raw.create_function("sqlcompile_keeps", 2, self._keeps, deterministic=True)
        raw.create_function("nextval", 1, self._nextval)
        raw.create_function("currval", 1, self._currval)
        raw.create_function("setval", 2, self._setval)
        raw.create_function("setval", 3, self._setval)
        raw.create_function("pg_get_serial_sequence", 2, self._serial)
        raw.set_authorizer(self._authorize)
        return raw

    @cached_property
    def connection(self) -> Connection:
        """SQLAlchemy's connection over it."""
        return connection_over(self.raw, native=self.dialect.meaning.native)

    def _forbid(self, why: str) -> None:
        self._forbidden = why

    def _keeps(self, number: int, value: Any) -> int:
        try:
            return self._keepers[number](value)
        except Misfit as error:
            self._forbidden = str(error)
            raise

    def _by(self, plain: Callable[[str], str]) -> Callable[[str, str], int]:
        return lambda one, other: self.marks.compare(plain(one), plain(other))

    def _authorize(self, action: int, one: str | None, two: str | None, space: str | None, trigger: str | None) -> int:
        if not self._guarded:
            return sqlite3.SQLITE_OK
        if action == _FUNCTION and (two or "").lower() not in ALLOWED:
            self._forbidden = f"what {(two or '').upper()}() gives"
            return sqlite3.SQLITE_DENY
        if action in _REFUSED or (action == _READ and (one or "").startswith("sqlite_")):
            self._forbidden = f"what {one} gives"
            return sqlite3.SQLITE_DENY
        if action == _READ:
            self.read.add(self._key(space, one))
        elif action in _WRITES:
            self.wrote.add(self._key(space, one))
        return sqlite3.SQLITE_OK

    def _key(self, space: str | None, name: str | None) -> Key:
        return (None if space in (self._main, None) else space, name or "")

    # --- sequences ---

    def next_number(self, sequence: str) -> int:
        """Return the next number of a sequence."""
        if sequence not in self.numbers:
            self._begin(sequence)
        step = self._steps.get(sequence, 1)
        self.numbers[sequence] = self.numbers.get(sequence, 1 - step) + step
        return self.numbers[sequence]

    def draw(self, name: str, schema: Schema) -> None:
        """Take a number of a sequence that stands by itself, or of a column of a table."""
        self._schema = schema
        own = sequence_name(name)
        for key, table in schema.tables.items():
            if key not in self.laid and own in self.dialect.implied_sequences(table):
                self.lay(key, table)
        self.next_number(own)

    def start_number(self, sequence: str, start: int, step: int) -> None:
        """Set where a sequence begins, if it has not begun yet."""
        self._steps.setdefault(sequence, step)
        self.numbers.setdefault(sequence, start - step)

    def _begin(self, sequence: str) -> None:
        """Let a sequence that stands by itself begin as it says."""
        for (_, name), known in self._schema.sequences.items():
            if name.lower() == sequence:
                self.start_number(sequence, 1 if known.start is None else known.start, known.increment or 1)

    def set_number(self, name: str, number: int, schema: Schema) -> None:
        """Set the number that a sequence gives next."""
        self._schema = schema
        own = sequence_name(name)
        if own not in self.numbers:
            self._begin(own)
        self.numbers[own] = number - self._steps.get(own, 1)

    def number_after_largest(self, key: Key, column: str, sequence: str) -> None:
        """Let a sequence go on after the largest number that a column has."""
        largest = self.execute(f"SELECT max({quoted(column)}) FROM {self.name(key)}").fetchone()[0]
        if largest is not None:
            self.numbers[sequence] = int(largest)

    def rename_sequence(self, old: str, new: str) -> None:
        """Give a sequence another name; its numbers go on."""
        before, after = sequence_name(old), sequence_name(new)
        for numbers in (self.numbers, self._steps):
            if before in numbers:
                numbers[after] = numbers.pop(before)
        for place, sequence in self.sequences.items():
            if sequence == before:
                self.sequences[place] = after

    def _nextval(self, name: str) -> int:
        return self.next_number(sequence_name(name))

    def _currval(self, name: str) -> int:
        return self.numbers[sequence_name(name)]

    def _setval(self, name: str, value: Any, called: Any = True) -> Any:
        if value is not None:
            own = sequence_name(name)
            self.numbers[own] = int(value) if called else int(value) - self._steps.get(own, 1)
        return value

    def _serial(self, table: str, column: str) -> str | None:
        name = sequence_name(table)
        for (key, owned), sequence in self.sequences.items():
            if key[1].lower() == name and owned.lower() == column.lower():
                return sequence
        return sequence_name(f"{name}_{column}_seq")

    # --- running statements ---

    def run(self, execute: Callable[[], Any], schema: Schema) -> Any:
        """Return what a statement gives, with the tables that it names laid out first.

        Raises Untranslatable where SQLite does not take it.
        """
        self._schema = schema
        for _ in range(64):
            self.read, self.wrote, self._forbidden = set(), set(), ""
            self.marks.clear()
            self._guarded = True
            try:
                return execute()
            except (exc.DBAPIError, sqlite3.Error) as error:
                cause = str(getattr(error, "orig", error))
            except (exc.SQLAlchemyError, TypeError, ValueError, KeyError, AttributeError, NotImplementedError) as error:
                raise Untranslatable(str(error).split("\n", 1)[0]) from error
            finally:
                self._guarded = False
            if cause.startswith(_MISSING) and self._lay_missing(cause[len(_MISSING) :], schema):
                continue
            if cause.startswith(_NO_SPACE):
                space = cause[len(_NO_SPACE) :].strip('"')
                if any(key[0] == space for key in schema.tables) or space == self._main:
                    self._attach(space)
                    continue
            raise Untranslatable(self._forbidden or cause)
        raise Untranslatable("it names too many tables")

    def _lay_missing(self, name: str, schema: Schema) -> bool:
        """Lay out the table that SQLite misses; return whether the schema has it."""
        space, _, table = name.rpartition(".")
        table = table.strip('"')
        wanted = (None if space in ("", self._main) else space, table)
        for key, value in schema.tables.items():
            if key not in self.laid and key[0] == wanted[0] and key[1].lower() == table.lower():
                if not value.complete:
                    raise Untranslatable(f"the history does not know all of {table}")
                self.lay(key, value)
                return True
        return False

    def core(
        self, element: Any, keys: Sequence[str] | None, values: Mapping[str, Any] | None, schema: Schema
    ) -> tuple[Any, Any]:
        """Return the result of a statement of SQLAlchemy's, and the statement compiled for SQLite.

        ``keys`` are the columns that ``values`` gives. Raises Untranslatable.
        """
        connection: Any = self.connection
        dialect = connection.dialect
        begin = dialect.execution_ctx_cls._init_compiled

        def execute() -> tuple[Any, Any]:
            # compiled by itself, so that Python-side defaults are those of the script, not made anew
            compiled = element.compile(dialect=dialect, column_keys=None if keys is None else list(keys))
            given = [dict(values or {})]
            done = connection._execute_context(dialect, begin, compiled, given, {}, compiled, given, element, None)
            return done, compiled

        return self.run(execute, schema)  # type: ignore[no-any-return]

    def execute(self, sql: str, values: Sequence[Any] = ()) -> sqlite3.Cursor:
        """Return what a statement of our own gives."""
        return self.raw.execute(sql, values)

    # --- tables ---

    def name(self, key: Key, suffix: str = "") -> str:
        """Return a table's name in SQLite."""
        return f"{quoted(key[0] or self._main)}.{quoted(key[1] + suffix)}"

    def _attach(self, space: str) -> None:
        if space not in self._spaces:
            try:
                self.raw.execute(f"ATTACH ':memory:' AS {quoted(space)}")
            except sqlite3.Error as error:  # SQLite takes ten
                raise Untranslatable(str(error)) from error
            self._spaces.add(space)

    def lay(self, key: Key, table: Table) -> None:
        """Lay a table out, without rows."""
        self._attach(key[0] or self._main)
        self.execute(f"CREATE TABLE {self.name(key)} ({', '.join(self._columns(key, table))})")
        self._index(key, table)
        self.laid[key] = table
        start = self._start(table)
        if start is not None:
            self.execute(
                f"INSERT INTO {quoted(key[0] or self._main)}.sqlite_sequence VALUES (?, ?)", (key[1], start - 1)
            )

    def empty_out(self, key: Key, *, restart: bool) -> None:
        """Take a table's rows away, and let its generated keys begin anew where ``restart`` says so."""
        table = self.laid.get(key)
        if table is None:
            return
        self.execute(f"DELETE FROM {self.name(key)}")
        if restart:
            self.drop(key)
            self.lay(key, table)

    def drop(self, key: Key) -> None:
        """Take a table away."""
        table = self.laid.pop(key, None)
        if table is None:
            return
        self.execute(f"DROP TABLE {self.name(key)}")
        for column in table.columns:
            sequence = self.sequences.pop((key, column.name), None)
            if sequence is not None and self.generates(column) and column.sequence is None:
                self.numbers.pop(sequence, None)
                self._steps.pop(sequence, None)

    def move(self, old: Key, new: Key, table: Table, columns: Mapping[str, str | None]) -> None:
        """Lay a table out anew with the rows that it had.

        ``columns`` says where each column's values come from; new ones get their default. Raises
        Untranslatable where that is not known.
        """
        before = self.laid[old]
        same = len(before.columns) == len(table.columns) and all(map(operator.is_, before.columns, table.columns))
        if old == new and same and self._uniques(before) == self._uniques(table):
            self.laid[new] = table
            return
        for (key, column), sequence in list(self.sequences.items()):
            if key == old:
                renamed = next((name for name, source in columns.items() if source == column), None)
                del self.sequences[key, column]
                if renamed is not None:
                    self.sequences[new, renamed] = sequence
        aside = 'temp."before"'
        counted = self.execute(
            f"SELECT count(*) FROM {quoted(old[0] or self._main)}.sqlite_master WHERE name = 'sqlite_sequence'"
        ).fetchone()[0]
        last = None
        if counted:
            found = self.execute(
                f"SELECT seq FROM {quoted(old[0] or self._main)}.sqlite_sequence WHERE name = ?", (old[1],)
            ).fetchone()
            last = found[0] if found else None
        # a copy of its own: SQLite reads the whole schema anew to rename a table
        self.execute(f"CREATE TEMP TABLE before AS SELECT * FROM {self.name(old)}")
        self.execute(f"DROP TABLE {self.name(old)}")
        del self.laid[old]
        rows = self.execute(f"SELECT count(*) FROM {aside}").fetchone()[0]
        try:
            self.lay(new, table)
            if rows:
                self._copy(aside, before, new, table, columns)
        finally:
            self.execute(f"DROP TABLE {aside}")
        if last is not None and self._counts_itself(table) and self._moved(table):
            space = quoted(new[0] or self._main)
            self.execute(f"DELETE FROM {space}.sqlite_sequence WHERE name = ?", (new[1],))
            self.execute(f"INSERT INTO {space}.sqlite_sequence VALUES (?, ?)", (new[1], last))

    def _copy(self, aside: str, before: Table, key: Key, table: Table, columns: Mapping[str, str | None]) -> None:
        names, values = [], []
        for column in table.columns:
            source = columns.get(column.name)
            old = before.find_column(source) if source is not None else None
            if old is not None:
                names.append(column.name)
                values.append(self._converted(old, column))
            elif self.generates(column):
                raise Untranslatable(f"the database numbers the rows of {table.name} as it likes")
        try:
            self.execute(
                f"INSERT INTO {self.name(key)} ({', '.join(map(quoted, names))}) "
                f"SELECT {', '.join(values)} FROM {aside}"
            )
        except (sqlite3.IntegrityError, sqlite3.OperationalError) as error:
            raise Untranslatable(self._forbidden or str(error)) from error

    @staticmethod
    def _converted(old: Column, new: Column) -> str:
        """Return an old column's values as those of the new type; raises Untranslatable where it is not sure."""
        name = quoted(old.name)
        one, other = kind_of(old.type), kind_of(new.type)
        if one is other or old.type is new.type:
            return name
        if one is None or other is None:
            raise Untranslatable(f"the values of {old.name} are converted")
        there = affinity(new.type)
        if affinity(old.type) == "INTEGER" and there in ("NUMERIC", "INTEGER"):
            return name
        raise Untranslatable(f"the values of {old.name} are converted")

    def empty(self, key: Key) -> bool:
        """Return whether a table holds no row."""
        return key not in self.laid or self.execute(f"SELECT 1 FROM {self.name(key)} LIMIT 1").fetchone() is None

    def marked_columns(self, key: Key) -> frozenset[str]:
        """Return the columns of a table in which values stand that only the database makes."""
        table = self.laid.get(key)
        if table is None or not self.marks.made:
            return frozenset()
        changes = self.raw.total_changes
        known = self._marked.get(key)
        if known is None or known[0] != changes:
            found = [
                column.name
                for column in table.columns
                if self.execute(
                    f"SELECT 1 FROM {self.name(key)} WHERE typeof({quoted(column.name)}) = 'text'"
                    f" AND CAST({quoted(column.name)} AS BLOB) >= CAST(? AS BLOB)"
                    f" AND CAST({quoted(column.name)} AS BLOB) < CAST(? AS BLOB) LIMIT 1",
                    (MARK, chr(ord(MARK) + 1)),
                ).fetchone()
            ]
            known = self._marked[key] = (changes, frozenset(found))
        return known[1]

    def settle(self, keys: Iterable[Key]) -> None:
        """Bring what raw SQL wrote into truth values in their form here."""
        for key in keys if not self.dialect.meaning.native else ():
            table = self.laid.get(key)
            for column in table.columns if table is not None else ():
                if kind_of(column.type) is sa_types.Boolean:
                    name = quoted(column.name)
                    self.execute(
                        f"UPDATE {self.name(key)} SET {name} = sqlcompile_truth({name}) WHERE typeof({name}) = 'text'"
                    )

    # --- columns ---

    def _columns(self, key: Key, table: Table) -> Iterable[str]:
        own = self._counts_itself(table)
        for column in table.columns:
            if column.name == own:
                counter = " AUTOINCREMENT" if self._moved(table) else ""
                held = "" if self.dialect.meaning.native else f" {self._held(table, column)}"
                yield f"{quoted(column.name)} INTEGER PRIMARY KEY{counter}{held}"
                continue
            if self.dialect.meaning.native:
                type_ = self.dialect.type_sql(column.type)
                null = "" if column.nullable else "NOT NULL"
                parts = [quoted(column.name), type_, "" if "COLLATE" in type_.upper() else "COLLATE sc_text", null]
            else:
                parts = [quoted(column.name), affinity(column.type), self._held(table, column)]
            parts.append(self._default(key, table, column))
            yield " ".join(part for part in parts if part)

    def _held(self, table: Table, column: Column) -> str:
        """Return the collation of a column, and what looks at its values."""
        kind = kind_in(table, column, self.dialect)
        collation = ""
        if affinity(column.type) in ("TEXT", ""):
            collation = f"COLLATE {kind_collation(kind, ignores_case=self.dialect.ignores_case)}"
        self._keepers.append(keeper_of(column, kind, self.dialect))
        return f"{collation} CHECK (sqlcompile_keeps({len(self._keepers) - 1}, {quoted(column.name)}))"

    def _default(self, key: Key, table: Table, column: Column) -> str:
        if self.generates(column):
            identity = column.identity
            if column.sequence is not None:
                sequence = sequence_name(column.sequence.name)
            else:
                sequence = self.sequences.get((key, column.name)) or f"{table.name}_{column.name}_seq".lower()
            self.sequences[key, column.name] = sequence
            given = column.sequence if column.sequence is not None else identity
            start = getattr(given, "start", None)
            step = getattr(given, "increment", None)
            self.start_number(sequence, 1 if start is None else start, 1 if step is None else step)
            return f"DEFAULT (sqlcompile_next('{sequence}'))"
        default = default_of(column, self.dialect)
        if isinstance(default, Next):
            self.sequences[key, column.name] = default.sequence
            return f"DEFAULT (sqlcompile_next({_string(default.sequence)}))"
        if isinstance(default, Known):
            value = default.value
            if isinstance(value, str) and kind_of(column.type) is sa_types.Boolean:
                value = truth(value)
            return "" if value is None else f"DEFAULT {_string(value) if isinstance(value, str) else repr(value)}"
        return f"DEFAULT (sqlcompile_made({_string(default.sql)}))"

    @staticmethod
    def generates(column: Column) -> bool:
        """Return whether the database numbers a column."""
        return column.autoincrement or column.identity is not None or column.sequence is not None

    def _counts_itself(self, table: Table) -> str | None:
        """Return the column that SQLite itself may count, as it follows the rows' own numbers."""
        if self.dialect.key_numbers == "own" or table.primary_key is None or len(table.primary_key.columns) != 1:
            return None
        column = table.find_column(table.primary_key.columns[0])
        if column is None or not self.generates(column) or affinity(column.type) != "INTEGER":
            return None
        return column.name

    def _moved(self, table: Table) -> bool:
        """Return whether keys are not given again that were given once."""
        return self.dialect.key_numbers == "moved" or any(
            name.endswith("_autoincrement") and value for name, value in table.options
        )

    def moved(self, key: Key) -> tuple[str, int, int] | None:
        """Return the column that given keys move on, the first number and the last one that was given."""
        table = self.laid.get(key)
        own = self._counts_itself(table) if table is not None else None
        if table is None or own is None or not self._moved(table):
            return None
        start = self._start(table) or 1
        found = self.execute(
            f"SELECT seq FROM {quoted(key[0] or self._main)}.sqlite_sequence WHERE name = ?", (key[1],)
        ).fetchone()
        largest = self.execute(f"SELECT max({quoted(own)}) FROM {self.name(key)}").fetchone()[0]
        return own, start, max(start - 1 if found is None else int(found[0]), largest or 0)

    def move_on(self, key: Key, number: int) -> None:
        """Let a column that given keys move on go on with a number, or after the largest key where that is more."""
        found = self.moved(key)
        if found is None:
            return
        space = quoted(key[0] or self._main)
        largest = self.execute(f"SELECT max({quoted(found[0])}) FROM {self.name(key)}").fetchone()[0]
        self.execute(f"DELETE FROM {space}.sqlite_sequence WHERE name = ?", (key[1],))
        last = max(number - 1, largest or 0)
        self.execute(f"INSERT INTO {space}.sqlite_sequence VALUES (?, ?)", (key[1], last))

    def _start(self, table: Table) -> int | None:
        own = self._counts_itself(table)
        if own is None or not self._moved(table):
            return None
        identity = table.column(own).identity
        if self.dialect.identities and identity is not None and identity.start not in (None, 1):
            return identity.start
        given = next((value for name, value in table.options if name.lower().endswith("_auto_increment")), None)
        return int(given) if given is not None else None

    def _uniques(self, table: Table) -> list[tuple[str, ...]]:
        found: list[tuple[str, ...]] = []
        if table.primary_key is not None and self._counts_itself(table) is None:
            found.append(table.primary_key.columns)
        found += [item.columns for item in table.constraints if isinstance(item, Unique)]
        found += [tuple(map(str, item.expressions)) for item in table.indexes if self._is_plain(item)]
        known = {column.name for column in table.columns}
        return [columns for columns in dict.fromkeys(found) if known.issuperset(columns)]

    def knows_uniques(self, table: Table) -> bool:
        """Return whether the table's rows are held to all that must be unique in it."""
        return all(self._is_plain(item) for item in table.indexes if item.unique) and not any(
            isinstance(item, Exclude)
            or (isinstance(item, Unique) and any("distinct" in name for name, _ in item.options))
            for item in table.constraints
        )

    @staticmethod
    def _is_plain(index: Index) -> bool:
        where = any(
            name.endswith(("_where", "_length", "_ops", "_distinct")) and value not in (None, False, (), {}, "")
            if not isinstance(value, ClauseElement)
            else name.endswith("_where")
            for name, value in index.options
        )
        return index.unique and not where and all(isinstance(part, str) for part in index.expressions)

    def _index(self, key: Key, table: Table) -> None:
        space = quoted(key[0] or self._main)
        for number, columns in enumerate(self._uniques(table)):
            name = quoted(f"{key[1]} unique {number}")
            self.execute(f"CREATE UNIQUE INDEX {space}.{name} ON {quoted(key[1])} ({', '.join(map(quoted, columns))})")


def quoted(name: str) -> str:
    """Return a name as SQLite takes it."""
    return '"' + name.replace('"', '""') + '"'


def _string(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"
