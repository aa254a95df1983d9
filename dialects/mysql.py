"""MySQL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from math import ceil
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.sql.elements import ClauseElement, TextClause

from sqlcompile.dialect.client import Client
from sqlcompile.dialect.contract import PLAIN_KEY, Dialect, compiles, dotted, joined
from sqlcompile.dialect.driver import Driver
from sqlcompile.dialect.facts import (
    ALL_CHARACTERS,
    BYTES,
    CHARACTERS,
    DAY,
    DIGITS,
    DOUBLE,
    ENFORCED,
    EXACT,
    FINITE,
    MICROSECONDS,
    MOMENT,
    NO_ZONE,
    OWN,
    PADDED,
    SECONDS,
    SINGLE,
    TEXT,
    Facts,
    TypeFacts,
)
from sqlcompile.dialect.literals import INVISIBLE, Literals, Target
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.state import NO_TABLE, State, answer, selects
from sqlcompile.dialect.statement import Condition, Need, Statement
from sqlcompile.dialect.told_types import TypeWords
from sqlcompile.errors import SqlcompileError, TableNotFound, UnsupportedOperation
from sqlcompile.operations.add_constraint import AddConstraint
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.operations.rename_table import RenameTable
from sqlcompile.schema.convert import sa_column
from sqlcompile.schema.edit import literal_text
from sqlcompile.schema.effects import Effect
from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    Key,
    Schema,
    Table,
    Unique,
    columns_in,
    without,
)


class MysqlLiterals(Literals):
    r"""Literals as in https://dev.mysql.com/doc/refman/8.4/en/literals.html.

    Whether a backslash in a string escapes depends on the server's ``sql_mode``
    (NO_BACKSLASH_ESCAPES). A script cannot know it, so a value's backslashes stand outside the quotes,
    and the text means the same either way. So do carriage returns: the mysql client turns CR LF into
    LF unless it runs with ``--binary-mode``.

    No type keeps a UTC offset. A number with an exponent is approximate, one without is an exact
    DECIMAL of at most 65 digits, 30 of them behind the point (fixed-point-types).
    """

    name = "MySQL"
    digits = 65
    scale = 30
    apart = re.compile(f"([\\\\{INVISIBLE}]+)")

    def quoted(self, value: str) -> str:
        """Return one quoted string; its backslashes are right only under the default ``sql_mode``."""
        return super().quoted(value.replace("\\", "\\\\"))

    def codes(self, characters: str) -> list[str]:
        """Return ``CHAR(… USING utf8mb4)`` (string-functions)."""
        codes = (int.from_bytes(character.encode()) for character in characters)
        return [f"CHAR({', '.join(map(str, codes))} USING utf8mb4)"]

    def concatenated(self, pieces: list[str], value: str) -> str:
        """Return ``CONCAT(…)`` of utf8mb4 strings.

        ``||`` is OR under the default ``sql_mode``. The introducers give all pieces one collation;
        with the session's, the result could not be compared with columns of a third.
        """
        parts = (f"_utf8mb4{piece}" if piece.startswith("'") else piece for piece in pieces)
        return f"CONCAT({', '.join(parts)})"

    def timedelta(self, value: dt.timedelta, target: Target) -> str:
        """Return a TIME, which reaches from -838:59:59 to 838:59:59 (time)."""
        if abs(value) > dt.timedelta(hours=838, minutes=59, seconds=59):
            raise self.invalid(value, "TIME ends at 838:59:59")
        seconds, part = divmod(abs(value) // dt.timedelta(microseconds=1), 1_000_000)
        clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
        sign = "-" if value < dt.timedelta(0) else ""
        return f"'{sign}{clock}.{part:06}'" if part else f"'{sign}{clock}'"


class MysqlTypes:
    """Types whose values are part of their text."""

    def _visit_enumerated_values(self, name: str, type_: Any, values: Sequence[str]) -> str:
        escaped = [value.replace("\\", "\\\\") for value in values]
        made: str = super()._visit_enumerated_values(name, type_, escaped)  # type: ignore[misc]
        return made


class MysqlStatements:
    """Statements that cast to what stands for a type; SQLAlchemy would leave the CAST out."""

    dialect: Any

    def visit_typeclause(self, typeclause: Any, type_: Any = None, **kw: Any) -> str | None:
        """Return the type as it stands in a CAST."""
        wanted = typeclause.type if type_ is None else type_
        limits = self.dialect.sqlcompile
        found = limits.stand_in(wanted)
        if found is None:
            made: str | None = super().visit_typeclause(typeclause, type_, **kw)  # type: ignore[misc]
            return made
        for pattern, word in limits.cast_words.items():
            if re.match(pattern, found.text):
                found = replace(found, text=re.sub(pattern, word, found.text, count=1))
                break
        limits.substituted(found)
        return str(found.text)


class MysqlDDL:
    """DDL where a string is one token, as COMMENT and DEFAULT need it, and TEXT has its own rules."""

    dialect: Any

    @cached_property
    def sql_compiler(self) -> Any:
        """The compiler of expressions inside of DDL."""
        made = self.dialect.statement_compiler(self.dialect, None)
        written = made.render_literal_value
        quoted = self.dialect.sqlcompile.literals.quoted
        made.render_literal_value = lambda value, type_: (
            quoted(value) if isinstance(value, str) else written(value, type_)
        )
        return made

    def get_column_default_string(self, column: Any) -> str | None:
        """Return what stands after DEFAULT; TEXT, BLOB and JSON take an expression only."""
        text: str | None = super().get_column_default_string(column)  # type: ignore[misc]
        return None if text is None else self.dialect.sqlcompile.unbounded_default(text, column.type)

    def visit_check_constraint(self, constraint: Any, **kw: Any) -> str:
        """Refuse a check that mentions a counted column."""
        table = constraint.table
        counted = table._autoincrement_column if isinstance(table, sa.Table) else None
        if counted is not None:
            self.dialect.sqlcompile.refuse_check_of_counted(constraint.sqltext, counted.name)
        made: str = super().visit_check_constraint(constraint, **kw)  # type: ignore[misc]
        return made

    def indexed_whole(self, index: Any) -> list[Any]:
        """Return the columns of which an index holds more than a prefix."""
        options = index.dialect_options[self.dialect.name]
        length, prefix = options["length"], options["prefix"]
        if prefix or (length and not isinstance(length, dict)):
            return []
        columns: list[Any] = super().indexed_whole(index)  # type: ignore[misc]
        return [column for column in columns if column.name not in (length or {})]


_LENGTHS = {"TINY": "255 bytes", "": "65,535 bytes", "MEDIUM": "16 MB", "LONG": "4 GB"}
_TEXTS = {"text-comparison": OWN, "text-encoding": ALL_CHARACTERS, "empty-text": TEXT}
_CUT = {"text-padding": "cut off", **_TEXTS}
_CASELESS = "neither case nor accents count"
_NOTHING_COUNTS = "neither case, accents nor spaces at the end count"
_YEARS = "0 to 9999"
_SINCE_1970 = "1970 to 2038"
_HOURS = "-838:59:59 to 838:59:59"
_TYPE_FACTS: TypeFacts = (
    (r"BOOL(?:EAN)?|TINYINT\(1\)", {"boolean": "whole numbers from -128 to 127"}),
    *(
        (rf"{name}(?:\(\d+\))?{sign}", {"integer-range": f"whole numbers of {bits} bits{said}"})
        for name, bits in (("TINYINT", 8), ("SMALLINT", 16), ("MEDIUMINT", 24), ("INT(?:EGER)?", 32), ("BIGINT", 64))
        for sign, said in (("", ""), (" UNSIGNED(?: ZEROFILL)?", ", from 0 on"))
    ),
    (r"(?:NUMERIC|DECIMAL)\((\d+)(?:, ?(\d+))?\)(?: UNSIGNED)?", {"number-precision": DIGITS}),
    (r"(?:NUMERIC|DECIMAL)(?: UNSIGNED)?", {"number-precision": DIGITS.format("", 10, 0)}),
    (r"FLOAT(?:\((?:1?\d|2[0-4])\))?(?: UNSIGNED)?", {"float-precision": f"{SINGLE}{FINITE}"}),
    (r"(?:FLOAT\(\d+\)|DOUBLE(?: PRECISION)?|REAL)(?: UNSIGNED)?", {"float-precision": f"{DOUBLE}{FINITE}"}),
    (r"(?:NATIONAL )?VARCHAR\((\d+)\)", {"text-length": CHARACTERS, **_TEXTS}),
    (r"CHAR", {"text-length": CHARACTERS.format("", 1), **_CUT}),
    (r"(?:NATIONAL )?CHAR\((\d+)\)", {"text-length": CHARACTERS, **_CUT}),
    *((rf"{name}TEXT", {"text-size": size, **_TEXTS}) for name, size in _LENGTHS.items()),
    *((rf"{name}BLOB", {"binary-size": size}) for name, size in _LENGTHS.items()),
    (r"(?:BLOB|VARBINARY|BINARY)\((\d+)\)", {"binary-size": BYTES}),
    (r"DATE", {"date": DAY, "time-range": _YEARS}),
    *(
        (rf"{name}{digits}", {"time-fraction": fraction, "time-zone": zone, "time-range": years})
        for name, zone, years in (
            ("DATETIME", NO_ZONE, _YEARS),
            ("TIMESTAMP", MOMENT, _SINCE_1970),
            ("TIME", NO_ZONE, _HOURS),
        )
        for digits, fraction in (
            ("", SECONDS),
            (r"\(6\)", MICROSECONDS),
            (r"\((\d)\)", "to {1} digits of a second"),
        )
    ),
    (r"YEAR(?:\(4\))?", {"integer-range": "years: 0, and from 1901 to 2155"}),
    (r"JSON", {"json": "parsed: keys are sorted, the last of equal ones stays"}),
    (r"ENUM\(.*", {"enum": "one of its values, whatever its case"}),
    (r"COLLATE (?:utf8mb4_0900_bin|binary)", {"text-comparison": EXACT}),
    (r"COLLATE \w+_bin", {"text-comparison": PADDED}),
    (r"CHARACTER SET utf8mb4", {"text-encoding": ALL_CHARACTERS}),
    (r"CHARACTER SET utf8(?:mb3)?", {"text-encoding": "those of Unicode's first plane: no emoji"}),
)
"""What the types hold (MySQL's manual, Data Types, and The binary Collation Compared to _bin Collations)."""


def _sized_text(found: re.Match[str]) -> str:
    """Return the smallest type that holds as many bytes, or characters of four bytes each (11.3.4)."""
    size = int(found[2]) * (4 if found[1] == "text" else 1)
    prefixes = (("tiny", 2**8), ("", 2**16), ("medium", 2**24), ("long", 2**32))
    return next((prefix for prefix, limit in prefixes if size < limit), "long") + found[1] + found[3]


_TYPE_WORDS: TypeWords = (
    (r"integer\b(.*)", r"int\1"),
    (r"bool", "tinyint(1)"),
    (r"numeric\b(.*)", r"decimal\1"),
    (r"decimal((?: .+)?)", r"decimal(10,0)\1"),
    (r"decimal\((\d+)\)(.*)", r"decimal(\1,0)\2"),
    (r"(?:real|float\((?:2[5-9]|[345]\d)\))(.*)", r"double\1"),
    (r"float\(\d+\)(.*)", r"float\1"),
    (r"n(char|varchar)\b([\d()]*)", r"\1\2 character set utf8mb3"),
    (r"(char|binary|bit)((?: .+)?)", r"\1(1)\2"),
    (r"(text|blob)\((\d+)\)(.*)", _sized_text),
    (r"(datetime|timestamp|time)\(0\)|(year)\(4\)", r"\1\2"),
    (r"(.*?)(?: unsigned)? zerofill(?: unsigned)?", r"\1 unsigned zerofill"),
    (r"(.*) charset (.*)", r"\1 character set \2"),
    (r"(.*) character set utf8", r"\1 character set utf8mb3"),
)
"""What SHOW CREATE TABLE makes of types (11.1.1 to 11.1.4, 11.2.2, 11.3.1 to 11.3.4, and 11.9, Using Data Types from
Other Database Engines); a REAL is a DOUBLE unless the SQL mode has REAL_AS_FLOAT."""

_WIDTHS = {"tinyint": 3, "smallint": 5, "mediumint": 8, "int": 10, "bigint": 20}
"""How wide integers without a sign are shown; a sign takes one more, but of BIGINT."""


class MySQL(Dialect):
    """MySQL, applied with its own client."""

    name = "mysql"
    like_escape = "\\"
    title = "MySQL"
    default_version = (8, 0)
    oldest_version = (5, 7)
    ignores_case = True
    like_ignores_case = True
    key_numbers = "moved"
    driver_types = frozenset((sa.DateTime, sa.Date, sa.Time, sa.Numeric))
    syntax = "mysql"
    type_facts = _TYPE_FACTS
    type_words = _TYPE_WORDS
    days_are_midnights = True
    meaning = Meaning(
        integer_sums=False,
        big_integer_sums=False,
        single_floats=True,
        pads_char=False,
        whole_seconds=True,
        zones=False,
        like_escapes=True,
        sorts_json=True,
        assigns_in_order=True,
        zero_generates=True,
        truncate_restarts=True,
        keys_have_gaps=True,
        counts_replaced=False,
    )
    sqlglot_name = "mysql"
    run_as_text = re.compile(r"SET @sqlcompile_q = IF\(@sqlcompile_go, ")
    transactional_ddl = False
    identifier_limit = 64
    user_sql = "USER()"
    client_names: ClassVar[tuple[str, ...]] = ("mysql",)
    apply_command = "mysql --default-character-set=utf8mb4 DATABASE < FILE"
    native_if = frozenset(("create table", "drop table"))
    reserved_words = frozenset(("manual", "parallel", "qualify", "tablesample"))
    table_prefixes = frozenset(("TEMPORARY",))
    identities = False
    restated = frozenset(("type", "nullable", "server_default", "autoincrement", "comment"))
    restates_always = True
    counted_by_flag = True
    delete_actions = frozenset(("CASCADE", "SET NULL", "NO ACTION", "RESTRICT"))
    update_actions = delete_actions
    inline_references = False
    unbounded = re.compile(r"(TINY|MEDIUM|LONG)?(TEXT|BLOB)\b|JSON\b")
    unbounded_hint = "Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it."
    ddl_mixins = (MysqlDDL,)
    type_mixins = (MysqlTypes,)
    statement_mixins = (MysqlStatements,)
    cast_words: ClassVar[dict[str, str]] = {
        r"(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER)?\b.* UNSIGNED|BIT\b(?:\(\d+\))?": "UNSIGNED INTEGER",
        r"(?:TINY|SMALL|MEDIUM|BIG)?INT(?:EGER)?\b(?:\(\d+\))?|BOOL\b": "SIGNED INTEGER",
        r"(?:TINY|MEDIUM|LONG)?TEXT\b|(?:NATIONAL )?VARCHAR\b": "CHAR",
        r"(?:TINY|MEDIUM|LONG)?BLOB\b|VARBINARY\b": "BINARY",
    }
    """What a CAST names a type (cast-functions), by the pattern that the type begins with."""
    uniques_are_indexes = True
    unique_indexes_are_constraints = True
    integer_widths: ClassVar[dict[str, int]] = {}
    """The display widths that the server gives to integers; MySQL has none since 8.0.19."""
    literals_class = MysqlLiterals
    counts_integers_only = True
    lexis = Lexis(
        backslashes=True,
        backticks=True,
        hash_comments=True,
        double_quoted_strings=True,
        spaced_dashes=True,
        executable_comments=True,
    )
    drivers = (
        Driver("pymysql", "pymysql", "sqlcompile[mysql]"),
        Driver("mysqldb", "MySQLdb", "mysqlclient"),
    )
    client = Client(delimiters=True, includes=frozenset(("SOURCE",)))
    limits = (
        "DDL commits at once: a script that fails halfway stays halfway.",
        "Partial indexes, deferrable constraints and sequences do not exist.",
    )

    current_time: ClassVar[str] = "CURRENT_TIMESTAMP"
    no_action: ClassVar[frozenset[str]] = frozenset(("NO ACTION", "RESTRICT"))

    renames_used_columns: ClassVar[bool] = False
    """Whether a column that a check or a generated column mentions can be renamed."""
    keys_let_strings_grow: ClassVar[bool] = True
    """Whether a VARCHAR in a foreign key can be given a greater length."""
    whole_keys: ClassVar[frozenset[str]] = frozenset(("primary", "unique", "index"))
    """The keys that keep a column from becoming a TEXT or BLOB."""

    @property
    def facts(self) -> Facts:
        """What the manual says.

        See CHECK Constraints; ALTER TABLE; Date and Time Functions; FOREIGN KEY Constraint Differences; Trailing
        Space Handling in Comparisons; InnoDB AUTO_INCREMENT Counter Initialization; Descending Indexes.
        """
        own = {} if self._sorts_down else {"descending": "ascending all the same"}
        return {
            **super().facts,
            **own,
            "text-comparison": _CASELESS if self._counts_spaces else _NOTHING_COUNTS,
            "foreign-key-itself": "is enforced row by row: one statement cannot delete a row and what refers to it",
            "reused-key": "never" if self._keeps_counters else "may be, after a restart",
            "namespace": "another database",
            "check": "is read and forgotten" if self._forgets_checks else ENFORCED,
            "implicit-default": "0, '' or the like",
            "now": "the start of the statement, in the session's time zone",
        }

    def generates_key(self, table: Table, column: Column) -> bool:
        """Return whether it has AUTO_INCREMENT, as a column with a sequence has: there are none to ask."""
        return column.autoincrement or column.identity is not None

    @property
    def _counts_spaces(self) -> bool:
        """Whether the default collation is utf8mb4_0900_ai_ci, which pads nothing."""
        return self.version >= (8,)

    @property
    def _keeps_counters(self) -> bool:
        return self.version >= (8,)

    @property
    def _sorts_down(self) -> bool:
        return self.version >= (8,)

    @property
    def _forgets_checks(self) -> bool:
        """Whether it is older than 8.0.16."""
        return self.version < (8, 0, 16) and self.version != (8, 0)

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.mysql.base import MySQLDialect

        return MySQLDialect

    def prepare(self, dialect: Any) -> None:
        dialect.is_mariadb = False
        type(dialect)._support_default_function = self.version >= (8, 0, 13) or self.version == (8, 0)
        type(dialect)._support_float_cast = self.version >= (8,)
        dialect.supports_for_update_of = self.version >= (8,)
        dialect.use_mysql_for_share = self.version >= (8,)
        dialect._needs_correct_for_88718_96365 = False
        dialect._requires_alias_for_on_duplicate_key = self.version >= (8,)
        dialect._server_ansiquotes = False
        dialect._backslash_escapes = True

    def default_text(self, default: str) -> str:
        """Return one string token: an expression is no default before 8.0.13, and needs parentheses then."""
        return self.literals.quoted(default)

    def name_size(self, name: str) -> int:
        """Return the number of characters (9.2)."""
        return len(name)

    def check_name(self, name: str) -> None:
        """Refuse names that end with a space or have a character from U+10000 on, too ("Schema Object Names", 9.2)."""
        super().check_name(name)
        if name.endswith(" ") or max(name, default="") > "\uffff":
            wrong = "ends with a space" if name.endswith(" ") else "has a character beyond U+FFFF"
            raise UnsupportedOperation(self.title, f'keep the name "{name}": it {wrong}', "Give it another name.")

    # --- types of other databases ---

    stand_ins: ClassVar[dict[str, str]] = {
        "JSONB": "JSON",
        "ARRAY": "JSON",
        "HSTORE": "JSON",
        "UUID": "CHAR(32)",
        "CITEXT": "LONGTEXT",
        "INET": "VARCHAR(43)",
        "CIDR": "VARCHAR(43)",
        "MACADDR": "CHAR(17)",
        "MACADDR8": "CHAR(23)",
        "TSVECTOR": "LONGTEXT",
        "TSQUERY": "LONGTEXT",
        "JSONPATH": "LONGTEXT",
        "INTERVAL": "VARCHAR(64)",
        "OID": "INTEGER UNSIGNED",
        "INT4RANGE": "VARCHAR(100)",
        "INT8RANGE": "VARCHAR(100)",
        "DATERANGE": "VARCHAR(100)",
        "TSRANGE": "VARCHAR(100)",
        "TSTZRANGE": "VARCHAR(100)",
        "NUMRANGE": "LONGTEXT",
        "INT4MULTIRANGE": "LONGTEXT",
        "INT8MULTIRANGE": "LONGTEXT",
        "NUMMULTIRANGE": "LONGTEXT",
        "DATEMULTIRANGE": "LONGTEXT",
        "TSMULTIRANGE": "LONGTEXT",
        "TSTZMULTIRANGE": "LONGTEXT",
        "postgresql.BIT": "BIT({length:64})|VARCHAR({length:16383})|LONGTEXT",
        "BIT VARYING": "VARCHAR({length:16383})|LONGTEXT",
        "BYTEA": "LONGBLOB",
        "postgresql.TIMESTAMP": "DATETIME({precision})|DATETIME(6)",
        "postgresql.TIME": "TIME({precision})|TIME(6)",
        "MONEY": "DECIMAL(21, 4)",
        "SMALLMONEY": "DECIMAL(10, 4)",
        "UNIQUEIDENTIFIER": "CHAR(32)",
        "mssql.BIT": "BOOL",
        "mssql.TINYINT": "TINYINT UNSIGNED",
        "DATETIME2": "DATETIME({precision:6})|DATETIME(6)",
        "DATETIMEOFFSET": "DATETIME({precision:6})|DATETIME(6)",
        "SMALLDATETIME": "DATETIME",
        "mssql.TIME": "TIME({precision:6})|TIME(6)",
        "NTEXT": "LONGTEXT",
        "IMAGE": "LONGBLOB",
        "XML": "LONGTEXT",
        "VARCHAR(MAX)": "LONGTEXT",
        "NVARCHAR": "VARCHAR({length:16383})|LONGTEXT",
        "NCHAR": "CHAR({length})|CHAR",
        "VARBINARY": "VARBINARY({length:65535})|LONGBLOB",
        "CLOB": "LONGTEXT",
        "NCLOB": "LONGTEXT",
        "LONG": "LONGTEXT",
        "VARCHAR2": "VARCHAR({length:16383})|LONGTEXT",
        "RAW": "VARBINARY({length})|LONGBLOB",
        "NUMBER(P)": "BIGINT{?precision:18}|DECIMAL({precision}, 0)",
        "NUMBER": "DECIMAL({precision}, {scale})|DECIMAL({precision}, 0)|DECIMAL(65, 30)",
        "oracle.FLOAT": "DOUBLE",
        "BINARY_DOUBLE": "DOUBLE",
        "BINARY_FLOAT": "FLOAT",
        "oracle.DATE": "DATETIME",
        "oracle.TIMESTAMP": "DATETIME(6)",
        "mysql.INET4": "VARCHAR(15)",
        "mysql.INET6": "VARCHAR(39)",
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

    changes_to_computed: ClassVar[bool] = True
    """Whether a column can be made a stored computed one (15.1.9.2)."""
    literal_text_defaults: ClassVar[bool] = False
    """Whether TEXT, BLOB and JSON take a literal as their default."""

    def unbounded_default(self, text: str, type_: Any) -> str:
        """Return a default as the type takes it: TEXT and its like take an expression, since 8.0.13 (11.6)."""
        if self.literal_text_defaults or text == "NULL" or isinstance(type_, sa.Integer | sa.types.NullType):
            return text
        assert self.unbounded is not None
        if not self.unbounded.match(self.type_sql(type_)):
            return text
        if self.version < (8,) or (8, 0) < self.version < (8, 0, 13):
            raise UnsupportedOperation(
                f"{self.title} {dotted(self.version)}",
                f"give a column of the type {self.type_sql(type_)} a default",
                "Use a String with a length, or leave the default out.",
            )
        return text if text.startswith("(") else f"({text})"

    def index_expression(self, expression: ClauseElement) -> ClauseElement:
        """Return an expression in the parentheses that it needs (15.1.15, "Functional Key Parts")."""
        if not isinstance(expression, TextClause) or PLAIN_KEY.fullmatch(expression.text):
            return expression
        if self.version < (8,) or (8, 0) < self.version < (8, 0, 13):
            raise UnsupportedOperation(
                f"{self.title} {dotted(self.version)}",
                f"make an index on the expression {expression.text}",
                "Add a generated column with it, and make the index on that.",
            )
        return expression if expression.text.startswith("(") else literal_text(f"({expression.text})")

    def table_comment(self, place: Key, comment: str | None, old: str | None) -> Iterator[Statement]:
        """Yield ALTER TABLE … COMMENT; an empty one is none."""
        target = self.table_name(place[1], place[0])
        yield Statement(f"ALTER TABLE {target} COMMENT {self.literals.quoted(comment or '')}")

    @compiles(AlterColumn)
    def alter_column(self, operation: AlterColumn, before: Schema) -> Iterator[Statement]:
        """Write MODIFY or CHANGE with the whole column, as ALTER TABLE needs it (15.1.9).

        A change of the default alone is ALTER COLUMN … SET DEFAULT, which needs no more.
        """
        existing = operation.existing(before)
        contradicted = existing is not None and bool(operation.contradicted(existing, self))
        if operation.changes_nothing and not contradicted:
            return
        yield from operation.dropped_checks(self, before)
        target = operation.target(self)
        name = self.quote(operation.column)
        if self._only_default(operation) and not contradicted and (existing is None or existing.computed is None):
            yield from self.default_change(
                f"ALTER TABLE {target} ALTER COLUMN {name}", existing, operation.server_default
            )
            return
        computed = operation.server_default
        if isinstance(computed, sa.Computed) and not (self.changes_to_computed and computed.persisted):
            raise UnsupportedOperation(
                self.title,
                "make an existing column a computed one" + (" that is not stored" if self.changes_to_computed else ""),
                "Add a new column with it, and drop the old one.",
            )
        if existing is None:
            raise TableNotFound(operation.table, f'changing its column "{operation.column}"')
        changed = operation.changed(existing, self)
        self._check_change(operation, existing, changed, before)
        if changed.autoincrement and changed.nullable:
            changed = replace(changed, nullable=False)
        new = operation.new_name or operation.column
        specification = self.column_in_table(replace(changed, name=new))
        yield from operation.contradiction_remarks(existing, self)
        if new != operation.column:
            yield Statement(f"ALTER TABLE {target} CHANGE {name} {specification}")
        else:
            yield Statement(f"ALTER TABLE {target} MODIFY {specification}")
        yield from operation.added_checks(self, new)

    def restated_type(self, column: Column, type_: Any) -> Any:
        """Return the type that ``existing_type`` says; what it does not say of characters stays as it is."""
        old, new = self.type_sql(column.type), self.type_sql(type_)
        if old == new or self._one_name(old) == self._one_name(new):
            return column.type
        known, told = _CHARACTERS.fullmatch(old), _CHARACTERS.fullmatch(new)
        assert known is not None  # it matches any text
        assert told is not None
        characters = known.groups()[1:]
        if not isinstance(type_, sa.String) or any(told.groups()[1:]) or not any(characters):
            return type_
        if self._one_name(known[1]) == self._one_name(told[1]):
            return column.type
        return self._with_characters(type_, told[1], *characters) or type_

    def _one_name(self, ddl: str) -> str:
        """Return a type with one name for what has several, without the width that an integer is shown with."""
        found = _INTEGER.fullmatch(text := self.told_type(ddl))
        return (text if found is None else found[1] + (found[3] or "")).upper()

    def _check_change(self, operation: AlterColumn, existing: Column, changed: Column, before: Schema) -> None:
        """Refuse what the server refuses because of the column's foreign keys, indexes, checks and generated columns."""
        table = operation.known(before)
        named = f'"{operation.column}" of "{operation.table}"'
        if changed.type is not existing.type:
            new = self._one_name(self.type_sql(changed.type))
            try:
                old = self._one_name(self.type_sql(existing.type))
            except UnsupportedOperation:  # such as existing_type=sa.String()
                old = new
            if old != new:
                self._check_new_type(operation, old, new, before)
        for key in table.constraints:
            if not isinstance(key, ForeignKey) or not _among(operation.column, key.columns):
                continue
            actions = [action for action in (key.ondelete, key.onupdate) if (action or "").upper() == "SET NULL"]
            if actions and not changed.nullable and (operation.nullable is False or existing.nullable):
                raise UnsupportedOperation(
                    self.title,
                    f'make the column {named} NOT NULL: the foreign key "{key.name}" sets it to NULL',
                    "Drop the foreign key first, and make it anew without SET NULL after.",
                )
        if operation.new_name not in (None, operation.column) and not self.renames_used_columns:
            self._check_rename(operation, table, named)

    def _check_new_type(self, operation: AlterColumn, old: str, new: str, before: Schema) -> None:
        """Refuse another type of a column in a foreign key (errors 1832 and 1833) or an index (1170)."""
        table = operation.known(before)
        named = f'"{operation.column}" of "{operation.table}"'
        keys = [(table, key, key.columns) for key in table.constraints if isinstance(key, ForeignKey)]
        referring = before.referring(operation.table, operation.namespace)
        keys += [(other, key, key.target_columns) for other, key in referring]
        for owner, key, columns in keys:
            if _among(operation.column, columns) and not (self.keys_let_strings_grow and _grows(old, new)):
                raise UnsupportedOperation(
                    self.title,
                    f'change the type of {named}: it is in the foreign key "{key.name}" of "{owner.name}"',
                    f"Drop the foreign key first: op.drop_constraint({key.name!r}, {owner.name!r},"
                    ' type_="foreignkey"). Change the columns on both sides, and make it anew after.',
                )
        if self.unbounded is None or not self.unbounded.match(new) or self.unbounded.match(old):
            return
        places = [
            (f"the {constraint.kind} key" if constraint.kind == "primary" else f'the constraint "{constraint.name}"')
            for constraint in table.all_constraints()
            if constraint.kind in self.whole_keys and _among(operation.column, constraint.column_names)
        ]
        if "index" in self.whole_keys:
            places += [
                f'the index "{index.name}"'
                for index in table.indexes
                if _among(operation.column, index.column_names) and not self._is_prefix(index, operation.column)
            ]
        if places:
            raise UnsupportedOperation(
                self.title,
                f"change the type of {named} to {new}: {places[0]} has the whole column",
                f"{self.unbounded_hint} Drop {places[0]} first.",
            )

    def _is_prefix(self, index: Index, column: str) -> bool:
        """Return whether an index holds a part of the column's values only."""
        options = dict(index.options)
        length = options.get(f"{self.name}_length") or options.get("mysql_length")
        prefix = options.get(f"{self.name}_prefix") or options.get("mysql_prefix")
        plain = any(isinstance(expression, str) and expression == column for expression in index.expressions)
        return bool(prefix) or not plain or (column in length if isinstance(length, dict) else bool(length))

    def _check_rename(self, operation: AlterColumn, table: Table, named: str) -> None:
        """Refuse to rename a column that a CHECK (error 3959) or a generated column (3108) mentions."""
        for check in table.constraints:
            gone = operation.type is not None and isinstance(check, Check) and check.of_type
            if (
                isinstance(check, Check)
                and self.version >= (8,)
                and not gone
                and _among(operation.column, check.columns)
            ):
                raise UnsupportedOperation(
                    self.title,
                    f'rename the column {named}: the check "{check.name}" mentions it',
                    f"Drop the check first: op.drop_constraint({check.name!r}, {operation.table!r},"
                    ' type_="check"). Make it anew after.',
                )
        computed = _computed_from(table, operation.column)
        if computed is not None:
            raise UnsupportedOperation(
                self.title,
                f'rename the column {named}: the computed column "{computed}" mentions it',
                "Drop the computed column first, and add it anew after.",
            )

    def refuse_check_of_counted(self, condition: ClauseElement, counted: str) -> None:
        """Refuse a check that mentions a counted column (errors 3818, and 1901 of MariaDB)."""
        if self.version >= (8,) and _among(counted, columns_in(condition)):
            raise UnsupportedOperation(
                self.title,
                f'check the column "{counted}": it is AUTO_INCREMENT',
                "Leave the check out, or branch on op.get_bind().dialect.name in the migration.",
            )

    @compiles(AddConstraint)
    def add_constraint(self, operation: AddConstraint, before: Schema) -> Iterator[Statement]:
        """Refuse a check that mentions a counted column."""
        check = operation.constraint
        if isinstance(check, Check):
            condition = check.expression
            for column in operation.known(before).columns:
                if column.autoincrement:
                    text = literal_text(condition) if isinstance(condition, str) else condition
                    self.refuse_check_of_counted(text, column.name)
        yield from operation.sql(self, before)

    def default_change(self, head: str, existing: Column | None, default: Any) -> Iterator[Statement]:
        """Yield the change of a default, in the form that the column's type takes."""
        if existing is None or not isinstance(default, str):
            yield from super().default_change(head, existing, default)
            return
        yield Statement(f"{head} SET DEFAULT {self.unbounded_default(self.default_text(default), existing.type)}")

    def _only_default(self, operation: AlterColumn) -> bool:
        default = operation.server_default
        return operation.changes_default_alone and (default is None or isinstance(default, str))

    def column_in_table(self, column: Column) -> str:
        """Return a whole column, AUTO_INCREMENT included, which SQLAlchemy writes only for keys of a table."""
        made = sa_column(column)
        made.primary_key = column.autoincrement
        sa.Table("t", sa.MetaData(), made)
        return self.column_sql(made)

    @compiles(DropConstraint)
    def drop_constraint(self, operation: DropConstraint, before: Schema) -> Iterator[Statement]:
        """Write the form of each kind: 8.0.19 knows DROP CONSTRAINT, 5.7 does not (15.1.9)."""
        index = operation.of_index(before, self)
        if index is not None:
            yield from self.drop_index(index, before)
            return
        kind = operation.kind(before, self)
        head = f"ALTER TABLE {operation.target(self)} DROP"
        if kind == "primary":
            yield Statement(f"{head} PRIMARY KEY")
            return
        condition = "IF EXISTS " if operation.if_exists and "drop constraint" in self.native_if else ""
        name = operation.resolved_name(self, before)
        if kind is None or name is None:
            raise UnsupportedOperation(
                self.title,
                f'drop the constraint "{operation.name}" of "{operation.table}" without knowing its kind',
                'Give type_: "foreignkey", "primary", "unique" or "check".',
            )
        yield Statement(f"{head} {self.drop_words(kind)} {condition}{self.constraint_sql(name)}")

    def drop_words(self, kind: str) -> str:
        """Return what stands between DROP and the name; raises UnsupportedOperation for CHECKs before 8."""
        if kind == "check" and self.version < (8,):
            raise UnsupportedOperation(
                f"{self.title} {self.version[0]}",
                "drop a CHECK, which it never made",
                "Use MySQL 8 or leave it out.",
            )
        return {"foreignkey": "FOREIGN KEY", "unique": "INDEX", "check": "CHECK"}[kind]

    @compiles(DropColumn)
    def drop_column(self, operation: DropColumn, before: Schema) -> Iterator[Statement]:
        """Drop what stands on the column first, where it would be in the way.

        MySQL refuses to drop a column under a foreign key (error 1828) or under a check that has other
        columns, too (error 3959).
        """
        table = operation.known(before)
        computed = _computed_from(table, operation.column)
        if computed is not None:
            raise UnsupportedOperation(
                self.title,
                f'drop the column "{operation.column}" of "{operation.table}": '
                f'the computed column "{computed}" mentions it',
                "Drop the computed column first.",
            )
        head = f"ALTER TABLE {operation.target(self)} DROP"
        for constraint in table.all_constraints():
            if operation.column not in constraint.column_names or not self.is_in_the_way(constraint):
                continue
            if constraint.kind == "primary":
                yield Statement(f"{head} PRIMARY KEY")
            else:
                words = self.drop_words(constraint.kind)
                yield Statement(f"{head} {words} {self.constraint_sql(str(constraint.name))}")
        for index in table.indexes:
            if operation.column in index.column_names and self.index_is_in_the_way(index):
                yield Statement(f"{head} INDEX {self.quote(str(index.name))}")
        yield from operation.sql(self, before)

    def index_is_in_the_way(self, index: Index) -> bool:
        """Return whether the server refuses to drop a column that the index has."""
        return False

    def is_in_the_way(self, constraint: Constraint) -> bool:
        """Return whether the server refuses to drop a column that the constraint has."""
        if isinstance(constraint, Check):
            return self.version >= (8,) and len(constraint.columns) > 1
        return isinstance(constraint, ForeignKey)

    def drop_column_from(self, table: Table, column: str) -> Table:
        """Return the table as MySQL leaves it: a column goes out of an index, the index stays (15.1.9)."""
        shrunk = super().drop_column_from(table, column)
        primary = table.primary_key
        if primary is not None and not self.is_in_the_way(primary):
            kept = tuple(name for name in primary.columns if name != column)
            shrunk = replace(shrunk, primary_key=replace(primary, columns=kept) if kept else None)
        indexes = []
        for index in table.indexes:
            if column in index.column_names and self.index_is_in_the_way(index):
                continue
            left = tuple(e for e in index.expressions if e != column)
            if left:
                indexes.append(replace(index, expressions=left))
        constraints: list[Constraint] = []
        for constraint in table.constraints:
            if constraint.kind == "unique" and column in constraint.column_names and not self.is_in_the_way(constraint):
                left_columns = tuple(c for c in constraint.column_names if c != column)
                if left_columns:
                    constraints.append(replace(constraint, columns=left_columns))  # type: ignore[call-arg]
            elif column not in constraint.column_names:
                constraints.append(constraint)
        return replace(shrunk, indexes=tuple(indexes), constraints=tuple(constraints))

    @compiles(RenameTable)
    def rename_table(self, operation: RenameTable, before: Schema) -> Iterator[Statement]:
        """Write RENAME with the schema again: without it the table would move to the current one (15.1.9)."""
        new = self.table_name(operation.new_name, operation.namespace)
        yield Statement(f"ALTER TABLE {operation.target(self)} RENAME TO {new}")

    @compiles(DropIndex)
    def drop_index(self, operation: DropIndex, before: Schema) -> Iterator[Statement]:
        """Write DROP INDEX, unless a foreign key has no other index: error 1553 then."""
        operation = operation.resolved(before)
        table = operation.on(before)
        if table is not None and any(index.name == operation.name for index in table.indexes):
            after = self.settled(replace(table, indexes=without(table.indexes, [operation.name])))
            if any(index.name == operation.name or index not in table.indexes for index in after.indexes):
                raise UnsupportedOperation(
                    self.title,
                    f'drop the index "{operation.name}": a foreign key of "{table.name}" needs it',
                    "Drop the foreign key or the table first, or make another index that begins with its columns.",
                )
        yield from operation.sql(self, before)

    def settled(self, table: Table) -> Table:
        """Return the table with an index for each foreign key that has none (15.1.20.5).

        It is named as the constraint, or after its first column; an index that serves as well,
        made later, takes its place.
        """
        covers = [index.column_names for index in table.indexes if not index.implicit]
        covers += [c.column_names for c in table.all_constraints() if c.kind in ("primary", "unique")]
        kept = [
            index
            for index in table.indexes
            if not index.implicit or not any(c[: len(index.column_names)] == index.column_names for c in covers)
        ]
        names = {constraint.name for constraint in table.constraints}
        for key in table.constraints:
            if not isinstance(key, ForeignKey):
                continue
            for index in kept:
                if index.implicit and index.column_names == key.columns and index.name not in names:
                    kept.remove(index)  # left by a key that is gone: the new key's own index replaces it
                    break
            there = [*covers, *(index.column_names for index in kept)]
            if any(columns[: len(key.columns)] == key.columns for columns in there):
                continue
            taken = {index.name for index in kept} | {c.name for c in table.constraints if c.kind == "unique"}
            name = _free(key.columns[0], taken) if key.generated or key.name is None else key.name
            kept.append(Index(name, key.columns, implicit=True))
        return replace(table, indexes=tuple(kept))

    def drop_index_sql(self, element: Any, *, named: bool) -> str:
        """Return DROP INDEX … ON …, which must name the table (15.1.27)."""
        if not named:
            raise UnsupportedOperation(
                self.title,
                f'drop the index "{element.element.name}" without its table',
                "Give table_name to drop_index().",
            )
        return self.ddl(element)

    def constraint_name(self, schema: Schema, table: Table, constraint: Constraint) -> str | None:
        """Return table_ibfk_1 and its like (15.1.20.5), the first column of a key, table_chk_1 (15.1.20.6)."""
        if constraint.kind == "primary":
            return None
        if constraint.kind == "unique":
            columns = constraint.column_names
            taken = {c.name for c in table.constraints}
            for index in table.indexes:  # one that was made for a foreign key gives way to a key that serves as well
                if not (index.implicit and index.column_names == columns[: len(index.column_names)]):
                    taken.add(index.name)
            return _free(constraint.column_names[0], taken)
        return self.numbered_name(table, constraint)

    def renamed(self, table: Table, old: str) -> Table:
        """Rename the foreign keys and checks whose names are the old table's with a number (15.1.9)."""
        numbered = re.compile(rf"{re.escape(old)}(_(?:{'|'.join(self.numbered_words)})_\d+)", re.IGNORECASE)
        found = {c.name: match for c in table.constraints if (match := numbered.fullmatch(c.name or ""))}
        if not found:
            return table
        constraints = (
            replace(c, name=f"{table.name}{found[c.name][1]}") if c.name in found else c for c in table.constraints
        )
        return replace(table, constraints=tuple(constraints))

    numbered_words: ClassVar[tuple[str, ...]] = ("ibfk", "chk")
    """What stands in generated names between the table's name and a number, and follows the table's name."""

    def numbered_name(self, table: Table, constraint: Constraint) -> str:
        """Return the generated name of a foreign key or a check."""
        prefix = f"{table.name}_{'ibfk' if constraint.kind == 'foreignkey' else 'chk'}_"
        numbers = [
            int(str(c.name)[len(prefix) :])
            for c in table.constraints
            if str(c.name).startswith(prefix) and str(c.name)[len(prefix) :].isdigit()
        ]
        return f"{prefix}{max(numbers, default=0) + 1}"

    def told_type(self, ddl: str) -> str:
        """Return what SHOW CREATE TABLE tells: of the width of an integer, as versions differ, and of characters."""
        text = super().told_type(ddl)
        found = _INTEGER.fullmatch(text)
        if found is not None:
            return found[1] + self._shown_width(*found.groups()) + (found[3] or "")
        said = _CHARACTERS.fullmatch(text.replace(" collate utf8_", " collate utf8mb3_"))
        assert said is not None  # it matches any text
        type_, charset, collation = said.groups()
        if charset is None and collation is None:
            return text
        charset = charset or collation.partition("_")[0]
        collation = collation or self.collations.get(charset, "")
        return f"{type_} character set {charset} collate {collation}"

    def _shown_width(self, name: str, width: str | None, rest: str | None) -> str:
        """Return how wide an integer is shown: since 8.0.19 with ZEROFILL only, and of TINYINT(1)."""
        if self.shows_widths or "zerofill" in (rest or ""):
            usual = _WIDTHS[name] + (0 if rest or name == "bigint" else 1)
            return width or f"({usual})"
        return "(1)" if (name, width) == ("tinyint", "(1)") else ""

    @property
    def shows_widths(self) -> bool:
        """Whether the catalogs tell how wide an integer is shown (11.1.6, Numeric Type Attributes)."""
        return self.version < (8,)

    collations: ClassVar[dict[str, str]] = {
        "utf8mb4": "utf8mb4_0900_ai_ci",
        "utf8mb3": "utf8mb3_general_ci",
        "latin1": "latin1_swedish_ci",
        "ascii": "ascii_general_ci",
        "binary": "binary",
    }
    """The collations that character sets have of themselves (10.3.3 and SHOW CHARACTER SET)."""

    def reflected_type(self, type_: Any, ddl: str) -> Any:
        """Return what SHOW CREATE TABLE gives: BOOL is TINYINT(1), and integers may have a width."""
        said = _CHARACTERS.fullmatch(ddl)
        if said is not None and (said[2] or said[3]):
            return self._with_characters(type_, *said.groups())
        name = ddl.split("(", 1)[0].split(" ", 1)[0].upper()
        width = self.integer_widths.get(name)
        types = self.sa.ischema_names  # type: ignore[attr-defined]
        if name in ("BOOL", "BOOLEAN"):
            return types["tinyint"](display_width=1)
        if width is not None and "(" not in ddl:
            unsigned = "UNSIGNED" in ddl.upper()
            found = {"INT": "int", "INTEGER": "int"}.get(name, name.lower())
            return types[found](display_width=width - (1 if unsigned else 0), unsigned=unsigned)
        if name == "NUMERIC":
            return types["decimal"](getattr(type_, "precision", None) or 10, getattr(type_, "scale", None) or 0)
        precision = re.fullmatch(r"FLOAT\((\d+)\)", ddl)
        if name == "REAL" or (precision and int(precision[1]) > 24):  # 11.1.4; FLOAT has no other use for it
            return types["double"]()
        if precision:
            return types["float"]()
        if name == "ENUM":
            return types["enum"](*type_.enums) if isinstance(type_, sa.Enum) else type_
        if name == "SET":
            return type_
        digits = re.fullmatch(r"(DATETIME|TIMESTAMP|TIME)\((\d)\)", ddl)
        return types[name.lower()](fsp=int(digits[2])) if digits else None

    def _with_characters(self, type_: Any, ddl: str, charset: str | None, collation: str | None) -> Any:
        """Return a type of text with what SHOW CREATE TABLE says of its characters."""
        name, _, length = ddl.partition("(")
        made = self.sa.ischema_names.get(name.strip().lower())  # type: ignore[attr-defined]
        if made is None:
            return None
        words = {"charset": charset, "collation": collation}
        values = type_.enums if isinstance(type_, sa.Enum) else getattr(type_, "values", ())
        if values:
            return made(*values, **words)
        return made(int(length.rstrip(") ")), **words) if length else made(**words)

    def reflected_primary_key(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a primary key: its name is always PRIMARY, which reflection does not tell."""
        return {**found, "name": None}

    def reflected_default(self, column: Column) -> str | None:
        """Return a default as SHOW CREATE TABLE writes it: constants in quotes."""
        text = super().reflected_default(column)
        if text is None or text.upper() == "NULL":
            return None
        text = _current_time(text, self.current_time)
        if text.upper() in ("TRUE", "FALSE"):
            text = "1" if text.upper() == "TRUE" else "0"
        return f"'{text}'" if re.fullmatch(r"-?[\d.]+", text) else text

    def reflected_column(self, found: dict[str, Any], table: Table, column: Column) -> dict[str, Any]:
        """Return a column; only an integer says whether it is AUTO_INCREMENT."""
        if not isinstance(found["type"], sa.Integer):
            found.pop("autoincrement")
        if "computed" in found:
            found["computed"]["sqltext"] = f"({_backticked(found['computed']['sqltext'], table)})"
        return found

    def reflected_foreign_key(self, found: dict[str, Any], key: ForeignKey) -> dict[str, Any]:
        """Return a foreign key without the options that are the same as none."""
        options = {
            name: value.upper()
            for name, value in found["options"].items()
            if name in ("onupdate", "ondelete") and value.upper() not in self.no_action
        }
        return {**found, "options": options}

    def reflected_index(self, found: dict[str, Any], index: Index) -> dict[str, Any]:
        """Return an index with the lengths of its prefixes."""
        found.pop("column_sorting", None)
        given = dict(index.options)
        name = self.name
        length = given.get(f"{name}_length") or given.get("mysql_length")
        options = {f"{name}_length": length} if length else {}
        prefix = given.get(f"{name}_prefix") or given.get("mysql_prefix")
        if prefix:
            options[f"{name}_prefix"] = prefix
        kind = prefix or ("UNIQUE" if index.unique else None)
        if kind and sa.__version__.startswith("2.0."):
            found["type"] = kind
        return {**found, "dialect_options": options} if options else found

    def reflected_unique_index(self, unique: Unique) -> dict[str, Any]:
        """Return the index that a unique constraint is."""
        found = super().reflected_unique_index(unique)
        return {**found, "type": "UNIQUE"} if sa.__version__.startswith("2.0.") else found

    def reflected_unique(self, found: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
        """Return a unique constraint, which is an index here."""
        return {**found, "duplicates_index": found["name"]}

    def reflected_check(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a check with the names of its columns in backticks."""
        return {**found, "sqltext": _backticked(found["sqltext"], table)}

    def reflected_options(self, table: Table) -> dict[str, Any]:
        """Return the options that the history gives; character sets of the database's own stay unknown."""
        name = self.name
        given = {key: value for key, value in table.options if key.startswith(f"{name}_")}
        if not given:  # of raw SQL, or as over a mysql:// URL
            given = {key.replace("mysql_", f"{name}_", 1): value for key, value in table.options}
        charset = given.pop(f"{name}_charset", None) or given.pop(f"{name}_default_charset", None)
        found = {f"{name}_engine": "InnoDB", **given}
        if charset:
            found[f"{name}_default charset"] = charset
        if table.comment:
            found[f"{name}_comment"] = table.comment
        return found

    def runs_comment(self, mark: str, version: int) -> bool:
        """Return whether the server is as new as the comment asks (11.1.6); MariaDB's own are none of its."""
        return not mark and version <= self._release

    @property
    def _release(self) -> int:
        """The newest release of this version as comments number it."""
        major, minor, release = (*self.version, 99, 99)[:3]
        return major * 10000 + minor * 100 + release

    def text_is_procedural(self, text: str) -> bool:
        """Return whether the client must be given another delimiter."""
        words = self.lexis.words(text, 8)
        if words[:1] == ["BEGIN"] and words[1:3] == ["NOT", "ATOMIC"]:
            return True
        bodies = {"TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"}
        made = words[:1] == ["CREATE"] and bool(bodies & set(words[1:8]))
        return made and self.lexis.has_inner_semicolon(text)

    # --- catalogs: as chapter 28 of the manual, and 15.7.7 (SHOW), describe them ---

    standard_catalogs: ClassVar[dict[str, str]] = {
        "catalog": "'def'",
        "match": "'NONE'",
        "columns": (
            ", c.type_text AS column_type, c.comment AS column_comment, c.extra AS extra,"
            " CASE WHEN c.key THEN 'PRI'"
            " WHEN EXISTS (SELECT 1 FROM sc_indexes AS i WHERE i.toid = c.toid AND i.is_unique AND NOT i.is_primary"
            " AND (SELECT count(*) FROM sc_index_columns AS k WHERE k.ioid = i.oid) = 1"
            " AND EXISTS (SELECT 1 FROM sc_index_columns AS k WHERE k.ioid = i.oid AND k.column_name = c.name))"
            " THEN 'UNI' WHEN EXISTS (SELECT 1 FROM sc_index_columns AS k JOIN sc_indexes AS i ON i.oid = k.ioid"
            " WHERE i.toid = c.toid AND k.position = 1 AND k.column_name = c.name) THEN 'MUL' ELSE '' END AS column_key"
        ),
        "key_column_usage": (
            ", c.uspace AS referenced_table_schema, c.utable AS referenced_table_name,"
            " k.ucolumn AS referenced_column_name"
        ),
        "referential_constraints": ", c.tname AS table_name, c.utable AS referenced_table_name",
    }
    catalog_upper = True
    catalog_indexes_of_tables = True
    catalog_spaces = ("information_schema", "mysql", "performance_schema", "sys")
    catalog_listed_spaces = ("information_schema", "mysql", "performance_schema", "sys")
    catalog_open = re.compile(
        r"information_schema\.(tables|columns|views|table_constraints|key_column_usage|statistics|check_constraints)"
    )
    catalog_own_names = re.compile(
        r"information_schema|mysql|performance_schema|sys|primary|accounts|hosts|users|threads|metrics|processlist"
        r"|version|session|user|db|host|func|proc|event|events|plugin|plugins|servers|component|applicable_roles"
        r"|enabled_roles|character_sets|(check|referential|table)_constraints|client_statistics|collation\w*|columns"
        r"|column_\w+|columns_\w+|tables|table_\w+|tables_\w+|index_statistics|index_stats|triggers|views|view_\w+"
        r"|schemata\w*|schema_\w+|routines|parameters|partitions|profiling|engines|files|keywords|statistics|locales"
        r"|resource_groups|optimizer_\w+|key_\w+|innodb_\w+|events_\w+|setup_\w+|replication_\w+|session_\w+"
        r"|global_\w+|status_\w+|variables_\w+|memory_\w+|metadata_\w+|\w+_instances|\w+_summary_\w+|socket_\w+"
        r"|file_\w+|user_\w+|users_\w+|prepared_\w+|persisted_\w+|data_lock\w*|error_log|log_status|tls_\w+"
        r"|performance_timers|host_\w+|hosts_\w+|io_\w+|latest_\w+|ps_\w+|statement\w*|sys_config|waits?_\w+|x\$.*"
        r"|proc\w*_priv|proxies_priv|roles_mapping|role_\w+|default_roles|password_history|help_\w+|time_zone\w*"
        r"|general_log|slow_log|gtid_\w+|slave_\w+|engine_cost|server_cost|system_variables|spatial_ref_sys"
        r"|geometry_columns|sql_functions|transaction_registry|thread_pool_\w+|st_\w+|ndb\w*|keyring_\w+|tp_\w+",
        re.IGNORECASE,
    )
    catalog_words: ClassVar[dict[str, str]] = {"schema": "sqlcompile_database", "database": "sqlcompile_database"}
    catalogs: ClassVar[dict[str, str]] = {
        "information_schema.statistics": (
            "SELECT 'def' AS table_catalog, i.space AS table_schema, i.tname AS table_name,"
            " NOT i.is_unique AS non_unique, i.space AS index_schema, i.name AS index_name,"
            " k.position AS seq_in_index, k.column_name AS column_name"
            " FROM sc_indexes AS i JOIN sc_index_columns AS k ON k.ioid = i.oid"
        ),
        "show_columns": (
            "SELECT c.tname AS sc_table, c.name AS Field, c.type_text AS Type,"
            " CASE WHEN c.nullable THEN 'YES' ELSE 'NO' END AS \"Null\", {key} AS \"Key\","
            ' c.dflt AS "Default", c.extra AS Extra FROM sc_columns AS c ORDER BY c.toid, c.position'
        ).replace("{key}", standard_catalogs["columns"].split(" AS extra,", 1)[1].removesuffix(" AS column_key")),
        "show_tables": (
            "SELECT space AS sc_space, name AS Tables, 'BASE TABLE' AS Table_type FROM sc_tables"
            " UNION ALL SELECT space, name, 'VIEW' FROM sc_views"
        ),
        "show_index": (
            'SELECT i.tname AS "Table", NOT i.is_unique AS Non_unique, i.name AS Key_name,'
            " k.position AS Seq_in_index, k.column_name AS Column_name"
            " FROM sc_indexes AS i JOIN sc_index_columns AS k ON k.ioid = i.oid"
        ),
    }

    def catalog_constraint_name(self, constraint: Constraint) -> str | None:
        """Return a constraint's name; a primary key's is always PRIMARY."""
        return "PRIMARY" if constraint.kind == "primary" else super().catalog_constraint_name(constraint)

    def catalog_column(self, table: Table, column: Column) -> dict[str, Any]:
        """Return a column's type as SHOW COLUMNS writes it, and what it says besides."""
        found: dict[str, Any] = {}
        extra = "auto_increment" if column.autoincrement or column.identity is not None else ""
        if column.computed is None and not column.options and "UPDATE" not in self.extra_text(column):
            found["extra"] = extra
        if column.default is None:
            return {**found, **self._catalog_type(column)}
        try:
            text = self.reflected_default(column)
        except SqlcompileError:
            text = None
        if text is None or re.fullmatch(r"'?-?\d+'?", text):
            found["dflt"] = None if text is None else text.strip("'")
        return {**found, **self._catalog_type(column)}

    def extra_text(self, column: Column) -> str:
        """Return a column's default in capitals, where ON UPDATE may stand."""
        try:
            return self.default_sql(column.default).upper() if column.default is not None else ""
        except SqlcompileError:
            return "ON UPDATE"

    def _catalog_type(self, column: Column) -> dict[str, Any]:
        try:
            written = self.type_sql(column.type)
        except SqlcompileError:
            return {}
        characters = _CHARACTERS.fullmatch(self.told_type(written))
        assert characters is not None  # it matches any text
        text = characters[1]
        listed = re.match(r"(?:enum|set)\(", text)
        spelled = re.fullmatch(r"([a-z]+)(?:\((\d+)(?:,(\d+))?\))?( unsigned)?", text)
        if listed is None and spelled is None:
            return {}
        name = text.partition("(")[0].partition(" ")[0]
        sizes = [int(size) for size in spelled.groups()[1:3] if size is not None] if spelled else []
        found = {"data_type": name, "type_text": text}
        unsized = {"precision": None, "scale": None, "time_precision": None}
        if name in _CATALOG_INTEGERS and spelled is not None:
            digits = _CATALOG_INTEGERS[name] + (1 if spelled[4] and name == "bigint" else 0)
            return {**found, **unsized, "length": None, "scale": 0, "precision": digits}
        if name == "decimal":
            return {**found, **unsized, "length": None, "precision": sizes[0], "scale": sizes[1]}
        if name in ("varchar", "char", "varbinary", "binary") and len(sizes) == 1:
            return {**found, **unsized, "length": sizes[0]}
        if name in ("datetime", "date", "time", "timestamp"):
            fraction = None if name == "date" else (sizes[0] if sizes else 0)
            return {**found, **unsized, "length": None, "time_precision": fraction}
        if name in ("double", "float") and not sizes:
            return found
        if listed is not None or (name in _CATALOG_LARGE and not sizes):
            return {**found, **unsized}
        return {}

    def catalog_question(self, text: str) -> tuple[str, str] | None:
        """Return the SELECT that SHOW TABLES, COLUMNS or INDEX, or DESCRIBE, stands for (15.7.7)."""
        found = _SHOW.fullmatch(text.strip().rstrip(";").strip())
        if found is None:
            return None
        if found["tables"]:
            condition = f"Tables LIKE {found['names']}" if found["names"] else "1 = 1"
            kind = ", Table_type" if found["full"] else ""
            return (
                f"SELECT Tables{kind} FROM show_tables WHERE sc_space = DATABASE() AND {condition} ORDER BY Tables",
                "",
            )
        table = (found["columns"] or found["indexes"] or found["described"]).strip("`")
        condition = found["where"] or found["having"]
        said = [f"({condition})" if condition else "1 = 1"]
        same = "'" + table.replace("'", "''") + "'"
        if found["indexes"]:
            select = "SELECT `Table`, Non_unique, Key_name, Seq_in_index, Column_name FROM show_index"
            return f"{select} WHERE `Table` = {same} AND {said[0]}", table
        if found["fields"]:
            said.append(f"Field LIKE {found['fields']}")
        if found["field"]:
            said.append(f"Field = '{found['field'].strip('`')}'")
        select = "SELECT Field, Type, `Null`, `Key`, `Default`, Extra FROM show_columns"
        return f"{select} WHERE sc_table = {same} AND {' AND '.join(said)}", table

    # --- a scratch database: as chapter 28 of the manual describes the information schema ---

    before_emptying = ("SET FOREIGN_KEY_CHECKS = 0",)
    own_objects = """
        SELECT CASE table_type WHEN 'VIEW' THEN 'view' WHEN 'SEQUENCE' THEN 'sequence' ELSE 'table' END, table_name,
            concat('DROP ', CASE table_type WHEN 'VIEW' THEN 'VIEW' WHEN 'SEQUENCE' THEN 'SEQUENCE' ELSE 'TABLE' END,
                   ' IF EXISTS `', replace(table_name, '`', '``'), '`')
          FROM information_schema.tables WHERE table_schema = database()
        UNION ALL
        SELECT 'trigger', concat(trigger_name, ' on ', event_object_table),
            concat('DROP TRIGGER IF EXISTS `', replace(trigger_name, '`', '``'), '`')
          FROM information_schema.triggers WHERE trigger_schema = database()
        UNION ALL
        SELECT lower(routine_type), routine_name,
            concat('DROP ', routine_type, ' IF EXISTS `', replace(routine_name, '`', '``'), '`')
          FROM information_schema.routines WHERE routine_schema = database()
        UNION ALL
        SELECT 'event', event_name, concat('DROP EVENT IF EXISTS `', replace(event_name, '`', '``'), '`')
          FROM information_schema.events WHERE event_schema = database()
        """

    # --- bundles ---

    def refusal(self, message: str) -> Iterator[Statement]:
        """Signal an error; MESSAGE_TEXT has 128 characters (signal)."""
        text = message if len(message) <= 128 else f"{message[:127]}…"
        yield Statement(f"SET @sqlcompile_q = {self.literals.text(text)}")
        yield Statement("SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = @sqlcompile_q")

    def state_query(self, table: Table, states: Sequence[State]) -> Iterator[Statement]:
        """Read the version table by a prepared statement: one that names a missing table is not prepared."""
        text = self.literals.text
        where = f"table_name = {text(table.name)} AND table_schema = {self._namespace(table)}"
        row = "CONVERT(version_num USING utf8mb4)"
        found = (
            f"SELECT GROUP_CONCAT({row} ORDER BY CAST({row} AS BINARY) SEPARATOR ', ')"
            f" INTO @sqlcompile_at FROM {self.table_name(table.name, table.namespace)}"
        )
        yield Statement("SET @sqlcompile_at = NULL, @sqlcompile_note = ''")
        yield Statement(
            f"SET @sqlcompile_q = IF((SELECT COUNT(*) FROM information_schema.tables WHERE {where}) = 0,\n"
            f"  {text(f'SET @sqlcompile_note = {text(NO_TABLE)}')},\n  {text(found)})"
        )
        yield from self._prepared()
        yield Statement(f"SET @sqlcompile_at = CONVERT(COALESCE(@sqlcompile_at, {text('base')}) USING utf8mb4)")
        named = ",\n  ".join(text(state.rows) for state in states)
        first = states[0].step
        yield Statement(
            f"SET @sqlcompile_reached =\n  {first - 1} + NULLIF(FIELD(CAST(@sqlcompile_at AS BINARY),\n  {named}), 0)"
        )
        # an explicit collation comes before those of the table and of the connection (charset-collation-coercibility)
        found = "CONVERT(CONCAT(@sqlcompile_at, @sqlcompile_note) USING utf8mb4) COLLATE utf8mb4_bin"
        told = answer(states, text).format(found=found)
        told = told.replace("reached", "@sqlcompile_reached")
        yield Statement(
            f"SELECT {told}\nFROM (\n{selects(states, text)}\n) s\n"
            f"WHERE step = {first} OR step > @sqlcompile_reached\nORDER BY step"
        )

    # --- effects: by the information schema (28.3) ---

    _COLUMN: ClassVar[str] = (
        "SELECT 1 FROM information_schema.columns"
        " WHERE table_schema = {space} AND table_name = {table} AND column_name = {name}"
    )
    _KEY: ClassVar[str] = (
        "SELECT 1 FROM information_schema.table_constraints"
        " WHERE table_schema = {space} AND table_name = {table} AND constraint_type = "
    )
    effect_queries: ClassVar[dict[str, str]] = {
        "table": (
            "SELECT 1 FROM information_schema.tables"
            " WHERE table_schema = {space} AND table_name = {name} AND table_type NOT IN ('VIEW', 'SEQUENCE')"
        ),
        "column": _COLUMN,
        "not null": f"{_COLUMN} AND is_nullable = 'NO'",
        "nullable": f"{_COLUMN} AND is_nullable = 'YES'",
        "default": f"{_COLUMN} AND column_default IS NOT NULL",
        "no default": f"{_COLUMN} AND column_default IS NULL",
        "primary key": f"{_KEY}'PRIMARY KEY'",
        "unique": f"{_KEY}'UNIQUE' AND constraint_name = {{name}}",
        "foreign key": f"{_KEY}'FOREIGN KEY' AND constraint_name = {{name}}",
        "check": f"{_KEY}'CHECK' AND constraint_name = {{name}}",
        "index": (
            "SELECT 1 FROM information_schema.statistics"
            " WHERE table_schema = {space} AND table_name = {table} AND index_name = {name}"
        ),
        "view": "SELECT 1 FROM information_schema.views WHERE table_schema = {space} AND table_name = {name}",
        "trigger": (
            "SELECT 1 FROM information_schema.triggers WHERE trigger_schema = {space} AND trigger_name = {name}"
        ),
        "namespace": "SELECT 1 FROM information_schema.schemata WHERE schema_name = {name}",
    }

    effect_facts: ClassVar[dict[str, str]] = {"type_text": "column_type"}

    def exists_sql(self, effect: Effect) -> str | None:
        """Return None for a CHECK before 8.0.16, which reads it and forgets it (CREATE TABLE)."""
        return None if effect.kind == "check" and self._forgets_checks else super().exists_sql(effect)

    def effect_names(self, effect: Effect) -> dict[str, str]:
        """Return names as literals."""
        text = self.literals.text
        space = text(effect.namespace) if effect.namespace else "DATABASE()"
        return {"name": text(effect.name), "table": text(effect.table or ""), "space": space}

    # --- limits of time ---

    limit_step = 1
    longest_limit = 31536000

    def lock_limit(self, seconds: float) -> tuple[str, str]:
        """Set lock_wait_timeout for tables (Server System Variables), innodb_lock_wait_timeout for rows."""
        names = ("lock_wait_timeout", "innodb_lock_wait_timeout")
        limit = ceil(seconds)
        return (
            f"SET {', '.join(f'@sqlcompile_{name} = @@SESSION.{name}, SESSION {name} = {limit}' for name in names)};",
            f"SET {', '.join(f'SESSION {name} = @sqlcompile_{name}' for name in names)};",
        )

    def statement_limit(self, seconds: float) -> tuple[str, str]:
        """Refuse: max_execution_time is for SELECT alone (Server System Variables)."""
        raise UnsupportedOperation(
            self.title,
            "limit the time of a statement that is no SELECT",
            "Leave out --statement-timeout; --lock-timeout limits the wait for locks.",
        )

    # --- scripts ---

    def answering_name(self, dialect: Any) -> str:
        """Return which of the two forks answers: a URL of either may lead to the other."""
        return "mariadb" if dialect.is_mariadb else "mysql"

    def finish(self, statement: Statement) -> str:
        """Return a statement with its terminator, a body with a delimiter that it does not hold."""
        if not statement.procedural or self.bare:
            return self.lexis.terminated(statement.text)
        delimiter = next(mark for mark in ("$$", "//", "@@@", "$sqlcompile$") if mark not in statement.text)
        return f"DELIMITER {delimiter}\n{statement.text.rstrip()}\n{delimiter}\nDELIMITER ;"

    def objection(self, text: str) -> tuple[str, str] | None:
        """Return what the client would take for a command."""
        if "\\" in text:
            pieces = self.lexis.pieces(text)
            for piece, after in zip(pieces, [*pieces[1:], None], strict=True):
                if piece.text == "\\" and (after is None or after.text != "N"):
                    return (
                        "The client takes a backslash outside of quotes for a command.",
                        "Put it into quotes, or leave it out.",
                    )
        if self.lexis.words(text, 1) == ["DELIMITER"]:
            return "DELIMITER is a command of the client.", "Leave it out: the script has it where it must."
        return None

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return the character set of the file, and what makes a revision's rows one transaction."""
        return ("SET NAMES utf8mb4;", "SET @sqlcompile_autocommit = @@autocommit, autocommit = 0;")

    def closing(self, table: Table, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return what gives the session back as it was."""
        unlock = (f"DO RELEASE_LOCK({self._lock(table)});",) if guard else ()
        return (*unlock, "SET autocommit = @sqlcompile_autocommit;")

    def _namespace(self, table: Table) -> str:
        return self.literals.text(table.namespace) if table.namespace else "DATABASE()"

    def _lock(self, table: Table) -> str:
        """Return the name of the lock that only one script of a database holds at a time."""
        name = f"CONCAT({self._namespace(table)}, '.', {self.literals.text(table.name)})"
        return f"CONCAT('sqlcompile ', MD5({name}))"

    def guard(self, table: Table, states: Sequence[Sequence[str]], needs: Sequence[Need] = ()) -> Iterator[Statement]:
        """Keep the session read-only until the rows are proved right, else fail with the reason.

        Everything later is refused with error 1792 in this session, also in a client that goes on. The
        COMMIT makes it true for a session that was in a transaction.
        """
        name = self.table_name(table.name, table.namespace)
        text = self.literals.text
        where = f"table_name = {text(table.name)} AND table_schema = {self._namespace(table)}"
        found = f"SELECT {_ROWS} INTO @sqlcompile_at FROM {name}"
        lock = self._lock(table)
        yield Statement("SET SESSION TRANSACTION READ ONLY")
        yield Statement("COMMIT")
        yield Statement("SET @sqlcompile_at = NULL, @sqlcompile_q = NULL")
        yield Statement(f"SET @sqlcompile_alone = IF(IS_USED_LOCK({lock}) <=> CONNECTION_ID(), 1, GET_LOCK({lock}, 0))")
        yield Statement(
            f"SET @sqlcompile_q = IF((SELECT COUNT(*) FROM information_schema.tables WHERE {where}) = 0,\n"
            "  'SET @sqlcompile_at = ''base''',\n"
            f"  {text(found)})"
        )
        yield from self._prepared()
        states_listed = ", ".join(f"CAST({text(joined(rows))} AS BINARY)" for rows in states)
        is_one = f"= {states_listed}" if len(states) == 1 else f"IN ({states_listed})"
        right = f"@sqlcompile_alone = 1 AND CAST(@sqlcompile_at AS BINARY) {is_one}"
        yield Statement(f"SET @sqlcompile_right = COALESCE({right}, 0)")
        first, last = (joined(rows)[:40] for rows in (states[0], states[-1]))
        said = text(
            f"SELECT `sqlcompile: needs {first if len(states) == 1 else f'{first[:15]} to {last[:15]}'}, is at "
        )
        asked = "".join(
            f"  WHEN @sqlcompile_right AND NOT COALESCE(({need.condition}), 0)\n"
            f"    THEN {text(f'SELECT `sqlcompile: {_cut(need.message, 50)}`')}\n"
            for need in needs
        )
        yield Statement(
            f"SET @sqlcompile_q = CASE\n{asked}  WHEN @sqlcompile_right THEN 'SET SESSION TRANSACTION READ WRITE'\n"
            "  WHEN @sqlcompile_at IS NOT NULL AND COALESCE(@sqlcompile_alone, 0) <> 1\n"
            "    THEN 'SELECT `sqlcompile: another script is running`'\n"
            f"  ELSE CONCAT({said}, LEFT(COALESCE(@sqlcompile_at, 'unknown'), 30), '`') END"
        )
        yield from self._prepared()
        yield Statement("COMMIT")

    def counted_on(self, table: Table, column: Column, last: int | None = None) -> Statement:
        """Set the counter too low: InnoDB takes the largest key instead (innodb-auto-increment-handling)."""
        following = 1 if last is None else last + 1
        return Statement(f"ALTER TABLE {self.table_name(table.name, table.namespace)} AUTO_INCREMENT = {following}")

    @property
    def read_only(self) -> str:
        """The variable that says whether the session may change anything; its first name ended with 8.0."""
        return "transaction_read_only" if self.version >= (8,) else "tx_read_only"

    def after_each(self) -> tuple[str, ...]:
        """Return what makes the session read-only after an error: a client that goes on can change nothing then.

        ``@@error_count`` is that of the statement before it (server-system-variables, error_count). A client at a
        terminal that lost its connection makes another one and goes on, where the guard has set no variable.
        """
        failed = "@@error_count > 0 OR @sqlcompile_right IS NULL"
        return (f"SET SESSION {self.read_only} = @@{self.read_only} OR {failed};",)

    def commit_checked(self) -> str:
        """Return COMMIT, or ROLLBACK where a statement failed."""
        choice = f"IF(@@{self.read_only}, 'ROLLBACK', 'COMMIT')"
        return " ".join(self._executed(choice))

    def _executed(self, text: str) -> Sequence[str]:
        """Return what runs the text that an expression gives."""
        return (
            f"SET @sqlcompile_q = {text};",
            "PREPARE sqlcompile_s FROM @sqlcompile_q;",
            "EXECUTE sqlcompile_s;",
            "DEALLOCATE PREPARE sqlcompile_s;",
        )

    def conditional(self, table: Table, statements: Sequence[Statement], when: Condition) -> Iterator[str]:
        """Yield each statement as a prepared one; where the rows are others, ``DO 0`` is prepared instead."""
        name = self.table_name(table.name, table.namespace)
        right = (
            f"CAST((SELECT {_ROWS} FROM {name}) AS BINARY) = CAST({self.literals.text(joined(when.rows))} AS BINARY)"
        )
        yield "SET @sqlcompile_go = 0;"
        yield f"SET @sqlcompile_go = {right};"
        for statement in statements:
            yield from self._commented(statement)
            if statement.control == "commit":
                yield self.commit_checked()
            elif statement.text:
                self._check_prepared(statement.text)
                text = statement.text.strip()
                text = text if statement.procedural else text.rstrip("; \n\t")
                yield from self._executed(f"IF(@sqlcompile_go, {self.literals.text(text)}, 'DO 0')")
                yield from self.after_each()

    def _check_prepared(self, text: str) -> None:
        """Raise UnsupportedOperation for a statement that can not be prepared (sql-prepared-statements)."""
        if not _PREPARED.match(" ".join(self.lexis.words(text, 4))):
            first = text.strip().partition("\n")[0]
            raise UnsupportedOperation(
                self.title, f"make a condition for what it does not prepare: {first}", "Use --mode strict."
            )

    def _prepared(self) -> Iterator[Statement]:
        yield Statement("PREPARE sqlcompile_s FROM @sqlcompile_q")
        yield Statement("EXECUTE sqlcompile_s")
        yield Statement("DEALLOCATE PREPARE sqlcompile_s")


_ROWS = "COALESCE(GROUP_CONCAT(version_num ORDER BY CAST(version_num AS BINARY) SEPARATOR ', '), 'base')"
"""The version rows as one text, as ``joined`` writes them."""

_PREPARED = re.compile(
    r"(?:ALTER (?:TABLE|USER)|ANALYZE|CALL|COMMIT|DELETE|DO|FLUSH|GRANT|INSERT|OPTIMIZE|RENAME|REPAIR"
    r"|REPLACE|REVOKE|SELECT|SET|SHOW|TRUNCATE|UPDATE|WITH"
    r"|CREATE (?:(?:UNIQUE|FULLTEXT|SPATIAL) )?INDEX|DROP INDEX"
    r"|(?:CREATE|DROP) (?:OR REPLACE )?(?:TEMPORARY )?(?:DATABASE|SCHEMA|TABLE|USER|VIEW)"
    r"|CREATE (?:OR REPLACE )?(?:ALGORITHM|DEFINER|SQL) (?:\w+ )*(?:VIEW|SQL|SECURITY|DEFINER))\b"
)
"""The first words of the statements that can be prepared."""


def _cut(text: str, size: int) -> str:
    """Return a text no longer than a name may be, without the quotes of one."""
    return text.replace("`", "'")[:size]


_CHARACTERS = re.compile(r"(.*?)(?: CHARACTER SET (\w+))?(?: COLLATE (\w+))?", re.IGNORECASE | re.DOTALL)
_INTEGER = re.compile(r"(tinyint|smallint|mediumint|int|bigint)(\(\d+\))?( unsigned(?: zerofill)?)?")
_CATALOG_INTEGERS = {"tinyint": 3, "smallint": 5, "mediumint": 7, "int": 10, "bigint": 19}
"""The digits of the integer types (information_schema.columns, numeric_precision)."""
_CATALOG_LARGE = frozenset(f"{size}{kind}" for size in ("tiny", "", "medium", "long") for kind in ("text", "blob")) | {
    "json"
}
"""The types of which the catalogs give no size that a script would ask for."""

_SHOW = re.compile(
    r"SHOW\s+(?P<full>FULL\s+)?(?P<tables>TABLES)(?:\s+LIKE\s+(?P<names>'[^']*'))?"
    r"|SHOW\s+(?:COLUMNS|FIELDS)\s+(?:FROM|IN)\s+(?P<columns>`[^`]+`|\w+)"
    r"(?:\s+LIKE\s+(?P<fields>'[^']*')|\s+WHERE\s+(?P<where>.+))?"
    r"|(?:DESCRIBE|DESC)\s+(?P<described>`[^`]+`|\w+)(?:\s+(?P<field>`[^`]+`|\w+))?"
    r"|SHOW\s+(?:INDEX|INDEXES|KEYS)\s+(?:FROM|IN)\s+(?P<indexes>`[^`]+`|\w+)(?:\s+WHERE\s+(?P<having>.+))?",
    re.IGNORECASE | re.DOTALL,
)


def _current_time(text: str, name: str) -> str:
    """Return a default with the synonyms of CURRENT_TIMESTAMP as SHOW CREATE TABLE writes them."""

    def called(match: re.Match[str]) -> str:
        if match[0].startswith("'"):  # a text that says so
            return match[0]
        digits = match.group(1) or ""
        return f"{name}({digits})" if digits else name if name.isupper() else f"{name}()"

    names = r"\b(?:CURRENT_TIMESTAMP|NOW|LOCALTIME|LOCALTIMESTAMP)\b(?:\((\d*)\))?"
    return re.sub(rf"(?i)'(?:[^'\\]|''|\\.)*'|{names}", called, text)


def _backticked(expression: str, table: Table) -> str:
    """Return an expression with the table's columns in backticks."""
    names = "|".join(re.escape(column.name) for column in table.columns)
    return re.sub(rf"(?<![`'\w.])({names})(?![`'\w(])", r"`\1`", expression)


def _free(base: str, taken: set[Any]) -> str:
    """Return a name that is not taken: MySQL counts from 2."""
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name


def _among(name: str, names: Sequence[str]) -> bool:
    """Return whether a column is among others: case does not count."""
    return name.lower() in (other.lower() for other in names)


def _computed_from(table: Table, column: str) -> str | None:
    """Return the name of a computed column that mentions another, None where there is none."""
    for other in table.columns:
        if other.computed is not None and other.name != column and _among(column, columns_in(other.computed.sqltext)):
            return other.name
    return None


def _grows(old: str, new: str) -> bool:
    """Return whether a VARCHAR is given a greater length that its length byte, or both bytes, can say.

    Whatever the character set, 63 characters need one byte, and 256 need two.
    """
    before, after = (re.fullmatch(r"VARCHAR\((\d+)\)(.*)", ddl) for ddl in (old, new))
    if before is None or after is None or before[2] != after[2] or int(after[1]) < int(before[1]):
        return False
    return int(after[1]) <= 63 or int(before[1]) >= 256
