"""SQLite."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import unquote

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.dialect.client import Client, directive
from sqlcompile.dialect.contract import Dialect, compiles, expected_of, joined
from sqlcompile.dialect.driver import Driver
from sqlcompile.dialect.facts import (
    ALL_CHARACTERS,
    AS_WRITTEN,
    BIG,
    DOUBLE,
    EXACT,
    SIXTY_FOUR,
    TEXT,
    Facts,
    TypeFacts,
)
from sqlcompile.dialect.lines import shield_starts
from sqlcompile.dialect.literals import Literals, Target, iso_date
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.state import NO_TABLE, State, query, values
from sqlcompile.dialect.statement import Condition, Need, Statement
from sqlcompile.dialect.told_types import TypeWords
from sqlcompile.errors import ConnectionFailed, ConstraintNotFound, UnsupportedOperation
from sqlcompile.operations.add_column import AddColumn
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.batch_alter_table import BatchAlterTable
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.operation import TableOperation
from sqlcompile.schema.edit import mentions
from sqlcompile.schema.effects import Effect
from sqlcompile.schema.model import Column, Constraint, ForeignKey, Index, Schema, Table


class SqliteLiterals(Literals):
    """Literals as in https://www.sqlite.org/lang_expr.html#literal_values_constants_.

    Dates and times are text in the storage format of SQLAlchemy's types, the project's own formats
    included. Carriage returns stand outside the quotes: the sqlite3 client turns CR LF into LF. Numbers
    are 64-bit integers or floats; what is longer would silently become a float, or lose digits.
    """

    name = "SQLite"
    exponents = True

    def codes(self, characters: str) -> list[str]:
        """Return ``char(…)`` (https://www.sqlite.org/lang_corefunc.html#char)."""
        return [f"char({', '.join(str(ord(character)) for character in characters)})"]

    def integer(self, value: int, target: Target) -> str:
        """Return the digits of a 64-bit integer."""
        if not -(2**63) <= value < 2**63:
            raise self.invalid(value, "an integer has 64 bits")
        return str(value)

    def not_finite(self, value: object, number: float, target: Target) -> str:
        """Return infinity as the client's own dumps write it; there is no NaN, it would become NULL."""
        if number == float("inf"):
            return "9e999"
        return "-9e999" if number == float("-inf") else super().not_finite(value, number, target)

    def temporal_text(self, value: str, target: Target) -> str:
        """Return the date or time that the text says, as SQLAlchemy stores it."""
        return self.moment(self.iso(value, target), target)

    def date(self, value: dt.date, target: Target) -> str:
        """Return the storage format of the target's type."""
        return self.stored(value, target) or f"'{iso_date(value)}'"

    def time(self, value: dt.time, target: Target) -> str:
        """Return the storage format of the target's type, or that of Time."""
        return self.stored(value, target) or f"'{_clock(value)}'"

    def datetime(self, value: dt.datetime, target: Target) -> str:
        """Return the storage format of the target's type, or that of DateTime."""
        return self.stored(value, target) or f"'{iso_date(value)} {_clock(value)}'"

    def stored(self, value: dt.date | dt.time, target: Target) -> str | None:
        """Return what SQLAlchemy's type for dates and times stores, if the target has one."""
        processor = target.kind.bind_processor(target.dialect) if target.temporal else None
        return self.text(str(processor(value))) if processor else None


_PRAGMA = re.compile(
    r"PRAGMA\s+(?:main\s*\.\s*)?(\w+)(?:\s*\(\s*('[^']+'|\"[^\"]+\"|`[^`]+`|\[[^\]]+\]|\w+)\s*\))?", re.IGNORECASE
)


def _clock(value: dt.time | dt.datetime) -> str:
    return f"{value.hour:02}:{value.minute:02}:{value.second:02}.{value.microsecond:06}"


_ANY = "any value; "
_TEXTS = {"text-comparison": EXACT, "empty-text": TEXT, "text-encoding": ALL_CHARACTERS}
_TYPE_FACTS: TypeFacts = (
    (r"BOOL(?:EAN)?", {"boolean": f"{_ANY}true is 1, false is 0"}),
    (r"(?:NUMERIC|DECIMAL).*", {"number-precision": f"{_ANY}15 digits, wherever the point is"}),
    (r"FLOAT.*|DOUBLE.*|REAL.*", {"float-precision": f"{_ANY}{DOUBLE}, or infinity"}),
    (
        r"DATETIME|TIMESTAMP|TIME(?:STAMP)?(?:TZ)?",
        {"time-fraction": AS_WRITTEN, "time-zone": AS_WRITTEN, "time-range": "any"},
    ),
    (r"DATE", {"date": AS_WRITTEN, "time-range": "any"}),
    (r"JSON", {"json": f"{_ANY}{AS_WRITTEN}"}),
    (r"BLOB.*", {"binary-size": f"{_ANY}{BIG}"}),
    (r"TEXT|CLOB|VARCHAR|NVARCHAR", {"text-size": f"{_ANY}{BIG}", **_TEXTS}),
    (
        r"(?:N|NATIVE )?CHAR(?:ACTER)?(?:\(\d+\))?",
        {"text-length": "any", "text-padding": "as it was written", **_TEXTS},
    ),
    (r"[A-Z ]*CHAR[A-Z ]*\(\d+\)|TEXT\(\d+\)", {"text-length": "any", **_TEXTS}),
    (r".*INT.*", {"integer-range": f"{_ANY}{SIXTY_FOUR}"}),
    (r"COLLATE BINARY", {"text-comparison": EXACT}),
    (r"COLLATE NOCASE", {"text-comparison": "the case of ASCII letters does not count"}),
    (r"COLLATE RTRIM", {"text-comparison": "case and accents count, spaces at the end do not"}),
)
"""What the types hold (https://www.sqlite.org/datatype3.html); dates and times as SQLAlchemy writes them."""

_TYPE_WORDS: TypeWords = (
    (r"int", "integer"),
    (r"(?:decimal|dec)\b(.*)", r"numeric\1"),
    (r"numeric\((\d+)\)", r"numeric(\1,0)"),
    (r"char", "char(1)"),
)
"""What is one type here of what SQLite keeps as it was written (datatype3.html, 3.1).

Its column's affinity alone says what a type does there, and yet VARCHAR(20) and VARCHAR(50) are two types: whoever
changes a model from one to the other wants the change. So the words of the standard for one type are one, and others
are not, whatever their affinity."""


class SqliteTypes:
    """The types that SQLAlchemy 2.0 does not write for SQLite."""

    def visit_JSONB(self, type_: Any, **kw: Any) -> str:  # noqa: N802 - SQLAlchemy names it
        """Return the type as SQLAlchemy 2.1 writes it."""
        return "JSONB"


class SQLite(Dialect):
    """SQLite, applied with the sqlite3 shell."""

    name = "sqlite"
    title = "SQLite"
    default_version = (3, 40)
    oldest_version = (3, 26)
    like_ignores_case = True
    key_numbers = "largest"
    enforces_keys = False
    driver_types = frozenset()
    type_facts = _TYPE_FACTS
    type_words = _TYPE_WORDS
    type_mixins = (SqliteTypes,)
    meaning = Meaning(native=True, whole_division=True, pads_char=False, zones=False, default_scale=None)
    sqlglot_name = "sqlite"
    run_as_text = re.compile(r"SELECT 1 WHERE writefile\('sqlcompile\.tmp', CASE WHEN .*?\nTHEN ", re.DOTALL)
    default_namespace = "main"
    identifier_limit = 9999
    comments = False
    nullable_keys = True
    untyped_expressions = True
    reserved_words = frozenset(("nothing", "returning"))
    table_prefixes = frozenset(("TEMPORARY", "TEMP"))
    identities = False
    counted_by_flag = True
    deferrable = frozenset(("foreign_key_constraint",))
    match_clause = True
    creates_namespaces = False
    rebuilds = True
    nameless_check_hint = (
        'Build the table anew without the check: `op.batch_alter_table(…, recreate="always", copy_from=TABLE)` makes '
        "it as TABLE says."
    )
    user_sql = "NULL"
    client_names: ClassVar[tuple[str, ...]] = ("sqlite3",)
    apply_command = "sqlite3 -bail DATABASE < FILE"
    idempotent_note = "It writes the file sqlcompile.tmp where it runs, and leaves it empty."
    native_if = frozenset(("create table", "drop table", "create index", "drop index"))
    literals_class = SqliteLiterals
    commit_words = frozenset({"COMMIT", "END"})
    lexis = Lexis(backticks=True, brackets=True)
    drivers = (Driver("pysqlite", "sqlite3", "sqlcompile"),)
    client = Client(
        command_marks=".",
        directives=(
            directive(r"\.bail on"),
            directive(r"\.timeout (?P<value>\d+)", "sql", "PRAGMA busy_timeout = {value}"),
            directive(r"\.read ['\"]?(?P<name>[^'\"]+)['\"]?", "read"),
        ),
        includes=frozenset((".READ",)),
        connects=frozenset((".OPEN",)),
    )
    limits = (
        "What ALTER TABLE cannot do is done by building the table anew: create, copy, drop, rename.",
        "Comments, sequences and schemas do not exist.",
    )

    def counted_on(self, table: Table, column: Column, last: int | None = None) -> Statement | None:
        """Set what AUTOINCREMENT counts from (autoinc); it follows the rows, and a rollback, by itself."""
        if last is None:
            return None
        name = self.literals.text(table.name)
        place = "sqlite_sequence" if table.namespace is None else f"{self.quote(table.namespace)}.sqlite_sequence"
        row = f"(SELECT rowid FROM {place} WHERE name = {name}), {name}, {last}"
        return Statement(f"INSERT OR REPLACE INTO {place} (rowid, name, seq) VALUES ({row})")

    @property
    def facts(self) -> Facts:
        """What the documentation says (SQLite Foreign Key Support; CREATE TABLE, The DEFAULT clause; Autoincrement)."""
        enforced = "is enforced only after PRAGMA foreign_keys = ON"
        return {
            **super().facts,
            "foreign-key": enforced,
            "foreign-key-itself": enforced,
            "match": "MATCH is ignored",
            "reused-key": "the largest one is, unless the table has AUTOINCREMENT",
            "namespace": "another file, attached",
            "now": "text in UTC, to the second",
        }

    def generates_key(self, table: Table, column: Column) -> bool:
        """Return whether it is the table's only key, and an INTEGER, asked for or not (ROWIDs and the INTEGER PRIMARY KEY)."""
        alone = table.primary_key is not None and table.primary_key.columns == (column.name,)
        rows_have_numbers = dict(table.options).get("sqlite_with_rowid") is not False
        return alone and rows_have_numbers and self.type_sql(column.type).upper() == "INTEGER"

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.sqlite.base import SQLiteDialect

        return SQLiteDialect

    # --- types of other databases ---

    stand_ins: ClassVar[dict[str, str]] = {
        "ARRAY": "JSON",
        "HSTORE": "JSON",
        "UUID": "CHAR(32)",
        "CITEXT": "TEXT",
        "INET": "VARCHAR(43)",
        "CIDR": "VARCHAR(43)",
        "MACADDR": "CHAR(17)",
        "MACADDR8": "CHAR(23)",
        "TSVECTOR": "TEXT",
        "TSQUERY": "TEXT",
        "JSONPATH": "TEXT",
        "INTERVAL": "VARCHAR(64)",
        "OID": "BIGINT",
        "INT4RANGE": "VARCHAR(100)",
        "INT8RANGE": "VARCHAR(100)",
        "DATERANGE": "VARCHAR(100)",
        "TSRANGE": "VARCHAR(100)",
        "TSTZRANGE": "VARCHAR(100)",
        "NUMRANGE": "TEXT",
        "INT4MULTIRANGE": "TEXT",
        "INT8MULTIRANGE": "TEXT",
        "NUMMULTIRANGE": "TEXT",
        "DATEMULTIRANGE": "TEXT",
        "TSMULTIRANGE": "TEXT",
        "TSTZMULTIRANGE": "TEXT",
        "postgresql.BIT": "VARCHAR({length})",
        "BIT VARYING": "VARCHAR({length})|VARCHAR",
        "BYTEA": "BLOB",
        "TINYTEXT": "TEXT",
        "MEDIUMTEXT": "TEXT",
        "LONGTEXT": "TEXT",
        "TINYINT": "SMALLINT",
        "MEDIUMINT": "INTEGER",
        "YEAR": "SMALLINT",
        "ENUM": "VARCHAR({length})",
        "SET": "VARCHAR({length})",
        "TINYBLOB": "BLOB",
        "MEDIUMBLOB": "BLOB",
        "LONGBLOB": "BLOB",
        "mysql.BIT": "BIGINT",
        "INET4": "VARCHAR(15)",
        "INET6": "VARCHAR(39)",
        "MONEY": "NUMERIC(21, 4)",
        "SMALLMONEY": "NUMERIC(10, 4)",
        "UNIQUEIDENTIFIER": "CHAR(32)",
        "mssql.BIT": "BOOLEAN",
        "DATETIME2": "DATETIME",
        "DATETIMEOFFSET": "DATETIME",
        "SMALLDATETIME": "DATETIME",
        "NTEXT": "TEXT",
        "IMAGE": "BLOB",
        "XML": "TEXT",
        "VARCHAR(MAX)": "TEXT",
        "NVARCHAR(MAX)": "TEXT",
        "VARBINARY(MAX)": "BLOB",
        "LONG": "TEXT",
        "VARCHAR2": "VARCHAR({length})|VARCHAR",
        "RAW": "BLOB",
        "NUMBER(P)": "BIGINT{?precision:18}|NUMERIC({precision}, 0)",
        "NUMBER": "NUMERIC({precision}, {scale})|NUMERIC({precision}, 0)|NUMERIC",
        "BINARY_DOUBLE": "DOUBLE",
        "BINARY_FLOAT": "FLOAT",
        "oracle.DATE": "DATETIME",
        "mssql.TIMESTAMP": "",
        "ROWVERSION": "",
        "SQL_VARIANT": "",
        "BFILE": "",
        "ROWID": "",
        "VECTOR": "",
        "REGCLASS": "",
        "REGCONFIG": "",
        "DOMAIN": "",
    }

    # --- operations ---

    @compiles(AddColumn, AddConstraint, AlterColumn, DropColumn, DropConstraint)
    def change(self, operation: TableOperation, before: Schema) -> Iterator[Statement]:
        """Write ALTER TABLE where SQLite has it, else build the table anew (lang_altertable.html)."""
        if isinstance(operation, AlterColumn):
            yield from operation.comment_statements(self, before)
        if isinstance(operation, DropColumn):
            self._check_dropped(before, operation.known(before), [operation.column])
        if isinstance(operation, DropConstraint) and operation.known(before).complete:
            self._check_found(operation, before)
        if self.needs_rebuild(operation, before):
            batch = BatchAlterTable(operation.table, operation.namespace, (_unconditional(operation),), "always")
            yield from batch.sql(self, before)
        elif isinstance(operation, AlterColumn):
            yield from operation.rename_statements(self)
        elif isinstance(operation, AddColumn):
            yield from _unconditional(replace(operation, inline_references=True)).sql(self, before)
        else:
            yield from _unconditional(operation).sql(self, before)

    def needs_rebuild(self, operation: Any, before: Schema) -> bool:
        """Return whether ALTER TABLE cannot do it: it renames, adds and drops plain columns only."""
        if isinstance(operation, AddConstraint):
            return True
        if isinstance(operation, DropConstraint):
            return not operation.if_exists or operation.found(before, self) is not None
        if isinstance(operation, AlterColumn):
            return (
                operation.type is not None
                or operation.nullable is not None
                or operation.server_default is not False
                or operation.autoincrement is not None
                or operation.moves
            )
        if isinstance(operation, AddColumn):
            return self._added_by_rebuild(operation, before)
        if isinstance(operation, DropColumn):
            return self._dropped_by_rebuild(operation, before)
        return False

    def _added_by_rebuild(self, operation: AddColumn, before: Schema) -> bool:
        """Return whether ADD COLUMN refuses the column (lang_altertable.html, 4)."""
        column = operation.column
        value = operation.added
        kinds = {constraint.kind for constraint in operation.value.constraints}
        default = value.default
        constant = default is None or isinstance(default, str) or _is_constant(self.default_sql(default))
        placed = operation.insert_before is not None or operation.insert_after is not None
        known = before.find(operation.table, operation.namespace)
        return (
            bool(kinds - {"foreignkey"})
            or ("foreignkey" in kinds and default is not None)
            or (not operation.inline_references and any(map(_says_more, operation.value.constraints)))
            or (column.primary_key and operation.inline_primary_key)
            or not constant
            or (not value.nullable and default is None and value.computed is None)
            or (value.computed is not None and bool(value.computed.persisted))
            or _has_type_check(self, operation)
            or (placed and known is not None and known.complete)
        )

    def _dropped_by_rebuild(self, operation: DropColumn, before: Schema) -> bool:
        """Return whether DROP COLUMN refuses the column (lang_altertable.html, 5)."""
        if self.version < (3, 35):
            return True
        table = before.find(operation.table, operation.namespace)
        if table is None or not table.complete:
            return False
        name = operation.column
        word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
        return (
            any(name in constraint.column_names for constraint in table.all_constraints())
            or any(name in index.column_names or word.search(_text(self, index)) for index in table.indexes)
            or any(c.kind == "check" and word.search(_expression(self, c)) for c in table.constraints)
            or any(
                column.computed is not None and word.search(self.compile(column.computed.sqltext))
                for column in table.columns
            )
            or any(trigger.table == before.key(table.name, table.namespace) for trigger in before.triggers.values())
            or any(_type_checked(self, column) for column in table.columns if column.name == name)
        )

    def _check_found(self, operation: DropConstraint, before: Schema) -> None:
        """Raise ConstraintNotFound for a name that the table does not have: a new table would hide it."""
        if operation.found(before, self) is None and not operation.if_exists:
            known = [str(c.name) for c in operation.known(before).all_constraints() if c.name]
            raise ConstraintNotFound(operation.table, operation.name, "constraint", known)

    def settled(self, table: Table) -> Table:
        """Return the table with the counting of an INTEGER PRIMARY KEY only where the column is all of the key."""
        keys = table.primary_key.columns if table.primary_key else ()
        if not any(column.autoincrement and keys != (column.name,) for column in table.columns):
            return table
        columns = (
            replace(column, autoincrement=False) if keys != (column.name,) else column for column in table.columns
        )
        return replace(table, columns=tuple(columns))

    def check_rebuild(self, before: Schema, old: Table, kept: set[str]) -> None:
        """Refuse what would leave a view or a trigger that asks for a column that is gone."""
        self._check_dropped(before, old, [column.name for column in old.columns if column.name not in kept])
        key = before.key(old.name, old.namespace)
        for name, trigger in before.triggers.items():
            if trigger.table == key and not trigger.text:
                raise UnsupportedOperation(
                    self.title,
                    f'build the table "{old.name}" anew: what its trigger "{name[1]}" says after a rename is not known',
                    "Drop the trigger before the rename, and make it again after this change.",
                )

    def _check_dropped(self, before: Schema, table: Table, gone: Sequence[str]) -> None:
        """Refuse to drop a column that a view or a trigger names: SQLite finds that out when they are used."""
        uses = [("view", name[1], view.text) for name, view in before.views.items()]
        uses += [("trigger", name[1], trigger.text) for name, trigger in before.triggers.items()]
        for column in gone:
            for kind, name, text in uses:
                if mentions(text, table.name) and mentions(text, column):
                    raise UnsupportedOperation(
                        self.title,
                        f'drop the column "{column}" of "{table.name}": the {kind} "{name}" uses it',
                        f"Drop the {kind} first, and make it again after, without the column.",
                    )

    def altered_type(self, column: Column, type_: Any) -> Any:
        """Keep INTEGER where SQLite counts: only it is the row's number, and it holds 64 bits (autoinc.html)."""
        return column.type if column.autoincrement and isinstance(type_, sa.Integer) else type_

    def rename_rebuilt(self, temporary: str, table: Table, before: Schema) -> Iterator[Statement]:
        """Rename; with views about, in the way that does not look into them (pragma legacy_alter_table)."""
        switched = bool(before.views or before.triggers) and before.renames_reach
        if switched:
            yield Statement("PRAGMA legacy_alter_table = ON")
        yield from super().rename_rebuilt(temporary, table, before)
        if switched:
            yield Statement("PRAGMA legacy_alter_table = OFF")

    def text_is_not_transactional(self, text: str) -> bool:
        """Return whether it is VACUUM, or a pragma that does nothing inside a transaction."""
        words = self.lexis.words(text, 2)
        return words[:1] == ["VACUUM"] or words in (["PRAGMA", "FOREIGN_KEYS"], ["PRAGMA", "JOURNAL_MODE"])

    def text_is_procedural(self, text: str) -> bool:
        """Return whether it is a trigger, whose body has semicolons."""
        words = self.lexis.words(text, 3)
        return words[:1] == ["CREATE"] and "TRIGGER" in words

    def adopted(self, schema: Schema) -> Schema:
        """Return the schema without SQLite's own tables, whose names nobody else may take (lang_createtable.html)."""
        for namespace, name in list(schema.tables):
            if name.lower().startswith("sqlite_"):
                schema = schema.without_table(name, namespace)
        return schema

    # --- reflection ---

    def reflected_column(self, found: dict[str, Any], table: Table, column: Any) -> dict[str, Any]:
        """Return a column with its place in the primary key; SQLite says nothing of AUTOINCREMENT."""
        keys = table.primary_key.columns if table.primary_key else ()
        place = keys.index(column.name) + 1 if column.name in keys else 0
        del found["autoincrement"], found["comment"]
        return {**found, "primary_key": place}

    def reflected_index(self, found: dict[str, Any], index: Index) -> dict[str, Any]:
        """Return an index with its condition; a column with a collation is a column."""
        found = super().reflected_index(found, index)
        for place, text in enumerate(found.pop("expressions", ())):
            column = _COLLATED.fullmatch(text)
            if found["column_names"][place] is None and column is not None:
                found["column_names"][place] = column[1].strip('"')
        where = dict(index.options).get("sqlite_where")
        if where is None:
            return {**found, "dialect_options": {}}
        text = sa.text("")
        text.text = where if isinstance(where, str) else self.compile(where)
        return {**found, "dialect_options": {"sqlite_where": text}}

    def shows_index(self, found: Mapping[str, Any]) -> bool:
        """Return whether an index has no expressions: those with some are left out, with a warning."""
        return None not in found["column_names"]

    def reflected_foreign_key(self, found: dict[str, Any], key: ForeignKey) -> dict[str, Any]:
        """Return a foreign key with its actions in capitals, however they were written."""
        capitals = {
            option: value.upper() if option in ("onupdate", "ondelete") else value
            for option, value in found["options"].items()
        }
        return {**found, "options": capitals}

    def reflected_options(self, table: Table) -> dict[str, Any]:
        """Return whether the table has no row numbers, and whether it is strict."""
        return {name: value for name, value in table.options if name in ("sqlite_with_rowid", "sqlite_strict")}

    # --- catalogs: as schematab.html and pragma.html describe them ---

    catalogs: ClassVar[dict[str, str]] = {
        "sqlite_master": (
            "SELECT 'table' AS type, name, name AS tbl_name FROM sc_tables"
            " UNION ALL SELECT 'index', name, tname FROM sc_indexes"
            " UNION ALL SELECT 'view', name, name FROM sc_views"
            " UNION ALL SELECT 'trigger', name, tname FROM sc_triggers"
        ),
        "pragma_table_info": (
            'SELECT tname AS sc_table, position - 1 AS cid, name, type_text AS type, NOT nullable AS "notnull",'
            " dflt AS dflt_value, key AS pk FROM sc_columns"
        ),
        "pragma_index_list": (
            "SELECT i.tname AS sc_table, sqlcompile_made('the number of an index') AS seq, i.name AS name,"
            ' i.is_unique AS "unique",'
            " CASE WHEN i.is_primary THEN 'pk' WHEN i.is_constraint THEN 'u' ELSE 'c' END AS origin,"
            " i.partial AS partial FROM sc_indexes AS i"
        ),
        "pragma_index_info": (
            "SELECT k.iname AS sc_table, k.position - 1 AS seqno, k.attnum - 1 AS cid, k.column_name AS name"
            " FROM sc_index_columns AS k"
        ),
        "pragma_foreign_key_list": (
            "SELECT c.tname AS sc_table, sqlcompile_made('the number of a foreign key') AS id, k.position - 1 AS seq,"
            ' c.utable AS "table",'
            ' k.column_name AS "from", k.ucolumn AS "to", c.on_update AS on_update, c.on_delete AS on_delete,'
            " CASE c.matching WHEN '' THEN 'NONE' ELSE c.matching END AS \"match\""
            " FROM sc_constraints AS c JOIN sc_constraint_columns AS k ON k.coid = c.oid WHERE c.kind = 'f'"
        ),
        "pragma_foreign_keys": "SELECT 0 AS foreign_keys",
        "pragma_legacy_alter_table": "SELECT NOT renames_reach AS legacy_alter_table FROM sc_session",
    }
    for _name in ("sqlite_schema", "main.sqlite_master", "main.sqlite_schema"):
        catalogs[_name] = catalogs["sqlite_master"]
    del _name
    catalog_columns: ClassVar[dict[str, str]] = {
        "table_info": 'cid, name, type, "notnull", dflt_value, pk',
        "index_list": 'seq, name, "unique", origin, partial',
        "index_info": "seqno, cid, name",
        "foreign_key_list": 'id, seq, "table", "from", "to", on_update, on_delete, "match"',
    }
    """What each PRAGMA of a table gives."""

    def catalog_question(self, text: str) -> tuple[str, str] | None:
        """Return the SELECT that a PRAGMA stands for."""
        found = _PRAGMA.fullmatch(text.strip().rstrip(";").strip())
        if found is None:
            return None
        name, table = found[1].lower(), found[2]
        if table is None:
            return (f"SELECT {name} FROM pragma_{name}", "") if f"pragma_{name}" in self.catalogs else None
        if name not in self.catalog_columns:
            return None
        table = table.strip("'\"`[]").replace("'", "''")
        return f"SELECT {self.catalog_columns[name]} FROM pragma_{name}('{table}')", ""

    def catalog_tables(self, schema: Schema) -> Iterator[str]:
        """Yield the table in which SQLite counts for AUTOINCREMENT."""
        options = (option for table in schema.tables.values() for option in table.options)
        if any(name.endswith("_autoincrement") and value for name, value in options):
            yield "sqlite_sequence"

    def catalog_column(self, table: Table, column: Any) -> dict[str, Any]:
        """Return nothing of what a column's definition says: it is kept as it was written."""
        return {}

    def catalog_key_index(self, table: Table, constraint: Any) -> str | None:
        """Return the name of an automatic index: they are numbered in the order of CREATE TABLE.

        There is none for an INTEGER PRIMARY KEY, which is the row's number, nor for columns that have one.
        The order is not known where raw SQL says the primary key later: building the table anew changes it.
        """
        keys: list[Any] = [other for other in table.constraints if other.kind == "unique"]
        primary = table.primary_key
        if primary is not None and not self._is_row_number(table, primary.columns):
            keys.insert(0, primary)
        if not any(key is constraint for key in keys):
            return None
        if next(key for key in keys if key.columns == constraint.columns) is not constraint:
            return None
        made = list(dict.fromkeys(key.columns for key in keys))
        is_table = dict(table.options).get("sqlite_with_rowid") is False  # the primary key has no index of its own
        if len(made) > 1 and primary is not None and primary in keys and (primary.follows or is_table):
            return ""
        return f"sqlite_autoindex_{table.name}_{made.index(constraint.columns) + 1}"

    def _is_row_number(self, table: Table, columns: tuple[str, ...]) -> bool:
        column = table.find_column(columns[0]) if len(columns) == 1 else None
        return len(columns) == 1 and (column is None or self.type_sql(column.type).upper() == "INTEGER")

    # --- a scratch database: as schematab.html describes what a file holds ---

    scratch = "file"
    own_objects = """
        SELECT type, CASE WHEN type = 'trigger' THEN name || ' on ' || tbl_name ELSE name END,
            'DROP ' || upper(type) || ' IF EXISTS "' || replace(name, '"', '""') || '"'
          FROM sqlite_master
          WHERE type IN ('table', 'view', 'trigger') AND name NOT LIKE 'sqlite^_%' ESCAPE '^'
          ORDER BY type <> 'view', type <> 'trigger', sql NOT LIKE 'CREATE VIRTUAL%', name
        """

    def makes_itself(self, text: str) -> bool:
        """Return whether it is a table of SQLite's own, which .schema lists too (fileformat2.html, 2.6)."""
        return self.lexis.words(text, 3)[2:] in (["SQLITE_SEQUENCE"], ["SQLITE_STAT1"], ["SQLITE_STAT4"])

    # --- bundles ---

    def refusal(self, message: str) -> Iterator[Statement]:
        """Insert what a CHECK refuses, into a table of this session alone."""
        name = message.replace('"', '""')
        yield Statement("DROP TABLE IF EXISTS temp.sqlcompile_guard")
        yield Statement(f'CREATE TEMP TABLE sqlcompile_guard (ok INTEGER CONSTRAINT "{name}" CHECK (ok = 1))')
        yield Statement("INSERT INTO temp.sqlcompile_guard VALUES (0)")
        yield Statement("DROP TABLE temp.sqlcompile_guard")

    def state_query(self, table: Table, states: Sequence[State]) -> Iterator[Statement]:
        """Tell of a missing version table first: no statement can be written that names it then."""
        text = self.literals.text
        catalog = f"{self.quote(table.namespace)}.sqlite_master" if table.namespace else "sqlite_master"
        steps = f"WITH s (step, rows_then, script) AS (VALUES\n{values(states, text)}\n)\n"
        missing = f"NOT EXISTS (SELECT 1 FROM {catalog} WHERE lower(name) = lower({text(table.name)}))"
        note = f"{text(NO_TABLE)} AS note"
        told = query(states, text, listed="s", found="NULL", note=note, only_if=missing)
        yield Statement(
            f"{steps}{told}",
            comment="Where there is no version table, this tells what is next, and the query after it fails"
            " with: no such table.\nElse this gives nothing.",
        )
        name = self.table_name(table.name, table.namespace)
        found = f"(SELECT group_concat(version_num, ', ') FROM (SELECT version_num FROM {name} ORDER BY 1))"
        yield Statement(f"{steps}{query(states, text, listed='s', found=found, note=_NO_NOTE)}")

    # --- effects: by schematab.html, and the functions that pragmas are (pragma.html#pragfunc) ---

    _COLUMN: ClassVar[str] = "SELECT 1 FROM pragma_table_xinfo({table}{space}) WHERE lower(name) = lower({name})"
    _MASTER: ClassVar[str] = "SELECT 1 FROM {catalog} WHERE lower(name) = lower({name}) AND type = "
    effect_queries: ClassVar[dict[str, str]] = {
        "table": f"{_MASTER}'table'",
        "column": _COLUMN,
        "index": f"{_MASTER}'index'",
        "view": f"{_MASTER}'view'",
        "trigger": f"{_MASTER}'trigger'",
    }
    """ALTER TABLE changes no constraint, and NOT NULL and a default only along with a new table."""

    def effect_names(self, effect: Effect) -> dict[str, str]:
        """Return names as literals, and the catalog of the namespace."""
        text, space = self.literals.text, effect.namespace
        return {
            "name": text(effect.name),
            "table": text(effect.table or ""),
            "space": f", {text(space)}" if space else "",
            "catalog": f"{self.quote(space)}.sqlite_master" if space else "sqlite_master",
        }

    # --- limits of time ---

    limited_waits = "A statement that waits longer than {time} for another connection's lock fails."

    def lock_limit(self, seconds: float) -> tuple[str, str]:
        """Set the connection's busy timeout: pragma.html#pragma_busy_timeout, and the shell's .timeout (cli.html).

        The shell would print what the pragma answers. Nothing tells what the limit was before.
        """
        limit = round(seconds * 1000)
        return (f"PRAGMA busy_timeout = {limit};" if self.bare else f".timeout {limit}"), ""

    def statement_limit(self, seconds: float) -> tuple[str, str]:
        """Refuse: there is only sqlite3_interrupt() (c3ref/interrupt.html), for the program that runs it."""
        raise UnsupportedOperation(
            self.title,
            "limit a statement's time",
            "Leave out --statement-timeout; --lock-timeout limits the wait for locks.",
        )

    # --- scripts ---

    def objection(self, text: str) -> tuple[str, str] | None:
        """Return what the shell would take for a command."""
        if text.lstrip()[:1] in (".", "#"):
            said = "The sqlite3 shell takes a line that begins so for a command."
            return said, "Leave it out, or write SQL."
        return None

    def check_url(self, url: URL) -> None:
        """Raise ConnectionFailed for a database in memory, and for a file that is missing: to connect would make it.

        With ``uri=true`` the file is the path of a URI (uri.html), else all of the text is its name.
        """
        name = url.database or ":memory:"
        if "uri" in url.query:
            if not name.startswith("file:"):
                raise ConnectionFailed(
                    f"With uri=true the file {name} is not found: what follows the ? becomes a part of its name.",
                    hint=f"Leave the ? and what follows out, or begin with file: as in sqlite:///file:{name}?uri=true.",
                )
            name = unquote(name.removeprefix("file:")) or ":memory:"
        if name == ":memory:" or url.query.get("mode") == "memory":
            raise ConnectionFailed(
                "The URL names no file, and a database in memory would be empty and gone at once.",
                hint="Name the file: sqlite:///shop.db, or sqlite:////srv/shop.db for /srv/shop.db.",
            )
        if not Path(name).exists():
            raise ConnectionFailed(
                f"There is no file {name}.", hint="An empty file is an empty database: make one, if it is to be new."
            )

    def prepare_session(self, connection: Any, files: dict[str, str]) -> None:
        """Give a connection the shell's ``writefile()`` (cli.html, 6), which keeps its text in memory."""

        def writefile(name: str, text: str | bytes | None) -> int:
            data = text if isinstance(text, bytes) else (text or "").encode()
            files[name] = data.decode()
            return len(data)

        connection.create_function("writefile", 2, writefile)

    def needless(self, text: str) -> str | None:
        """Return why PRAGMA foreign_keys is not written: a transaction makes it do nothing (pragma.html)."""
        if self.lexis.words(text, 2) == ["PRAGMA", "FOREIGN_KEYS"]:
            return "It does nothing inside a transaction, and foreign keys are off for all of this script."
        return None

    def finish(self, statement: Statement) -> str:
        """Return a statement with no line that the shell takes for a semicolon: ``/`` and ``go``."""
        text = self.lexis.terminated(statement.text)
        return shield_starts(self.lexis, text, _TERMINATORS, "The sqlite3 shell", quotes_are_safe=True)

    def begin(self) -> str:
        """Return BEGIN IMMEDIATE, which has the write lock when the guard reads (lang_transaction.html)."""
        return "BEGIN IMMEDIATE;"

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return the shell's stop at the first error.

        Foreign keys are off while a table is built anew, as lang_altertable.html asks; the pragma
        does nothing inside a transaction. Where there are several parts, the lock of the first one is kept to
        the end (pragma.html, locking_mode): no other script comes in between.
        """
        alone = ("PRAGMA locking_mode = EXCLUSIVE;",) if guard and parts > 1 else ()
        return (*(() if self.bare else (".bail on",)), "PRAGMA foreign_keys = OFF;", *alone)

    def closing(self, table: Table, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what gives the lock back."""
        return ("PRAGMA locking_mode = NORMAL;",) if guard and parts > 1 else ()

    def guard(self, table: Table, states: Sequence[Sequence[str]], needs: Sequence[Need] = ()) -> Iterator[Statement]:
        """Insert what a CHECK refuses unless the rows are right; ``.bail on`` stops the shell there.

        The transaction is rolled back, so that an interactive session is not left inside it.
        """
        name = self.table_name(table.name, table.namespace)
        catalog = f"{self.quote(table.namespace)}.sqlite_master" if table.namespace else "sqlite_master"
        text = self.literals.text
        message = f"sqlcompile: the database is not at {expected_of(states)}".replace('"', '""')
        yield Statement(f'CREATE TEMP TABLE sqlcompile_guard (ok INTEGER CONSTRAINT "{message}" CHECK (ok = 1))')
        check = "INSERT OR ROLLBACK INTO temp.sqlcompile_guard SELECT"
        if all(states):
            there = f"count(*) FROM {catalog} WHERE lower(name) = lower({text(table.name)})"
            yield Statement(f"{check} {there}")
        yield Statement(f"{check} {self._right(name, states)}")
        yield Statement("DROP TABLE temp.sqlcompile_guard")
        for need in needs:
            message = f"sqlcompile: {need.message}".replace('"', '""')
            yield Statement(f'CREATE TEMP TABLE sqlcompile_guard (ok INTEGER CONSTRAINT "{message}" CHECK (ok = 1))')
            yield Statement(f"{check} coalesce(({need.condition}), 0) <> 0")
            yield Statement("DROP TABLE temp.sqlcompile_guard")

    def _right(self, name: str, states: Sequence[Sequence[str]]) -> str:
        """Return the condition that the version table has the rows of one of the states."""
        listed = ", ".join(self.literals.text(joined(rows)) for rows in states)
        found = f"(SELECT group_concat(version_num, ', ') FROM (SELECT version_num FROM {name} ORDER BY version_num))"
        return f"coalesce({found}, 'base') {f'= {listed}' if len(states) == 1 else f'IN ({listed})'}"

    def conditional(self, table: Table, statements: Sequence[Statement], when: Condition) -> Iterator[str]:
        """Yield a query that puts the statements, or nothing, into a file, and the shell's command to read it.

        SQLite has no conditional statements; its shell has a function that writes a file (cli.html,
        File I/O Functions). What is read asks for the rows again, should another shell have written the file.
        """
        if self.bare:
            raise UnsupportedOperation(
                self.title,
                "make conditions without its shell",
                "Use --client sqlite3, or --mode strict.",
            )
        name = self.table_name(table.name, table.namespace)
        lines = [self.finish(statement) for statement in self.guard(table, (when.rows,))]
        for statement in statements:
            lines += self._commented(statement)
            if statement.text:
                lines.append(self.finish(statement))
        body = "".join(f"{line}\n" for line in lines)
        file = _CONDITION_FILE
        written = f"CASE WHEN {self._right(name, (when.rows,))}\nTHEN {self.literals.text(body)} ELSE '' END"
        yield f"SELECT 1 WHERE writefile('{file}', {written}) < 0;"
        yield f".read {file}"
        yield f"SELECT 1 WHERE writefile('{file}', '') < 0;"

    def part_guard(
        self, table: Table, rows: Sequence[str], mark: str, *, inside: bool, needs: Sequence[Need] = ()
    ) -> Iterator[Statement]:
        """Ask for the rows again: between two transactions somebody else may have changed them."""
        if inside:
            yield from self.guard(table, (rows,), needs)


_CONDITION_FILE = "sqlcompile.tmp"

_COLLATED = re.compile(r"""(\w+|"[^"]+")\s+COLLATE\s+(?:\w+|"[^"]+")(?:\s+(?:ASC|DESC))?""", re.IGNORECASE)
_NO_NOTE = "'' AS note"
_TERMINATORS = re.compile(r"^[ \t]*(?:/|go)[ \t]*$", re.MULTILINE | re.IGNORECASE)


def _unconditional(operation: Any) -> Any:
    """Return the operation without IF [NOT] EXISTS, which was decided before."""
    for condition in ("if_exists", "if_not_exists"):
        if getattr(operation, condition, False):
            return replace(operation, **{condition: False})
    return operation


def _says_more(constraint: Constraint) -> bool:
    """Return whether a foreign key has what SQLAlchemy's reflection finds only at the end of a table."""
    if not isinstance(constraint, ForeignKey):
        return False
    clauses = (constraint.ondelete, constraint.onupdate, constraint.deferrable, constraint.initially)
    return (constraint.name is not None and not constraint.generated) or any(c is not None for c in clauses)


def _is_constant(default: str) -> bool:
    """Return whether ADD COLUMN takes a default: no parentheses, no current time."""
    text = default.strip()
    if text.upper() in ("CURRENT_TIME", "CURRENT_DATE", "CURRENT_TIMESTAMP"):
        return False
    return bool(re.fullmatch(r"'(?:[^']|'')*'|[+-]?[\w.]+|[xX]'[0-9a-fA-F]*'", text))


def _has_type_check(dialect: Dialect, operation: AddColumn) -> bool:
    compiler: Any = dialect.sa.ddl_compiler(dialect.sa, None)  # type: ignore[arg-type]
    return any(
        getattr(constraint, "_type_bound", False) and constraint._should_create_for_compiler(compiler)
        for constraint in operation.made.constraints
    )


def _type_checked(dialect: Dialect, column: Any) -> bool:
    return bool(getattr(column.type, "create_constraint", False))


def _text(dialect: Dialect, index: Any) -> str:
    parts = [e if isinstance(e, str) else dialect.compile(e) for e in index.expressions]
    parts += [dialect.compile(value) for _, value in index.options if isinstance(value, ClauseElement)]
    return " ".join(parts)


def _expression(dialect: Dialect, check: Any) -> str:
    return check.expression if isinstance(check.expression, str) else dialect.compile(check.expression)
