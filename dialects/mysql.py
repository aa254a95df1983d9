"""MySQL."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, ClassVar

import sqlalchemy as sa

from sqlcompile.dialect.contract import Dialect, compiles
from sqlcompile.dialect.literals import INVISIBLE, Literals, Target
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import TableNotFound, UnsupportedOperation
from sqlcompile.operations.alter_column import AlterColumn
from sqlcompile.operations.drop_column import DropColumn
from sqlcompile.operations.drop_constraint import DropConstraint
from sqlcompile.operations.drop_index import DropIndex
from sqlcompile.schema.convert import sa_column
from sqlcompile.schema.model import Column, Constraint, ForeignKey, Index, Schema, Table, without


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


class MySQL(Dialect):
    """MySQL, applied with its own client."""

    name = "mysql"
    title = "MySQL"
    default_version = (8, 0)
    oldest_version = (5, 7)
    sqlglot_name = "mysql"
    transactional_ddl = False
    identifier_limit = 64
    apply_command = "mysql --default-character-set=utf8mb4 DATABASE < FILE"
    native_if = frozenset(("create table", "drop table"))
    uniques_are_indexes = True
    unique_indexes_are_constraints = True
    integer_widths: ClassVar[dict[str, int]] = {}
    """The display widths that the server gives to integers; MySQL has none since 8.0.19."""
    literals_class = MysqlLiterals
    lexis = Lexis(
        backslashes=True,
        backticks=True,
        hash_comments=True,
        double_quoted_strings=True,
        spaced_dashes=True,
        executable_comments=True,
    )
    limits = (
        "DDL commits at once: a script that fails halfway stays halfway.",
        "Partial indexes, deferrable constraints and sequences do not exist.",
    )

    def sqlalchemy_class(self) -> Any:
        from sqlalchemy.dialects.mysql.base import MySQLDialect

        return MySQLDialect

    def prepare(self, dialect: Any) -> None:
        dialect.is_mariadb = False
        dialect._support_default_function = self.version >= (8, 0, 13) or self.version == (8, 0)
        dialect._support_float_cast = self.version >= (8,)
        dialect.supports_for_update_of = self.version >= (8,)
        dialect.use_mysql_for_share = self.version >= (8,)
        dialect._needs_correct_for_88718_96365 = False
        dialect._requires_alias_for_on_duplicate_key = self.version >= (8,)
        dialect._server_ansiquotes = False
        dialect._backslash_escapes = True

    def default_text(self, default: str) -> str:
        """Return one string token: an expression is no default before 8.0.13, and needs parentheses then."""
        return self.literals.quoted(default)

    # --- operations ---

    @compiles(AlterColumn)
    def alter_column(self, operation: AlterColumn, before: Schema) -> Iterator[Statement]:
        """Write MODIFY or CHANGE with the whole column, as ALTER TABLE needs it (15.1.9).

        A change of the default alone is ALTER COLUMN … SET DEFAULT, which needs no more.
        """
        yield from operation.dropped_checks(self, before)
        target = operation.target(self)
        name = self.quote(operation.column)
        if self._only_default(operation):
            yield from self.default_change(
                f"ALTER TABLE {target} ALTER COLUMN {name}", None, operation.server_default
            )
            return
        existing = operation.existing(before)
        if existing is None:
            raise TableNotFound(operation.table, f'changing its column "{operation.column}"')
        changed = operation.changed(existing)
        if changed.autoincrement and changed.nullable:
            changed = replace(changed, nullable=False)
        new = operation.new_name or operation.column
        specification = self.column_in_table(replace(changed, name=new))
        if new != operation.column:
            yield Statement(f"ALTER TABLE {target} CHANGE {name} {specification}")
        else:
            yield Statement(f"ALTER TABLE {target} MODIFY {specification}")
        yield from operation.added_checks(self)

    def _only_default(self, operation: AlterColumn) -> bool:
        default = operation.server_default
        simple = default is None or isinstance(default, str)
        return (
            default is not False
            and simple
            and operation.new_name is None
            and operation.type is None
            and operation.nullable is None
            and operation.autoincrement is None
            and operation.comment is False
        )

    def column_in_table(self, column: Column) -> str:
        """Return a whole column, AUTO_INCREMENT included, which SQLAlchemy writes only for keys of a table."""
        made = sa_column(column)
        made.primary_key = column.autoincrement
        sa.Table("t", sa.MetaData(), made)
        return self.column_sql(made)

    @compiles(DropConstraint)
    def drop_constraint(self, operation: DropConstraint, before: Schema) -> Iterator[Statement]:
        """Write the form of each kind: 8.0.19 knows DROP CONSTRAINT, 5.7 does not (15.1.9)."""
        for remark in operation.is_needed(self, before):
            if remark is None:
                return
            yield remark
        kind = operation.kind(before)
        head = f"ALTER TABLE {operation.target(self)} DROP"
        if kind == "primary":
            yield Statement(f"{head} PRIMARY KEY")
            return
        name = operation.resolved_name(self, before)
        if kind is None or name is None:
            raise UnsupportedOperation(
                self.title,
                f'drop the constraint "{operation.name}" of "{operation.table}" without knowing its kind',
                'Give type_: "foreignkey", "primary", "unique" or "check".',
            )
        yield Statement(f"{head} {self.drop_words(kind)} {self.constraint_sql(name)}")

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
        """Drop the foreign keys of a column first: MySQL refuses to drop it under them (error 1828)."""
        table = operation.known(before)
        for constraint in table.constraints:
            if (
                isinstance(constraint, ForeignKey)
                and operation.column in constraint.columns
                and constraint.name
            ):
                yield Statement(
                    f"ALTER TABLE {operation.target(self)} DROP FOREIGN KEY {self.constraint_sql(constraint.name)}"
                )
        yield from operation.sql(self, before)

    def drop_column_from(self, table: Table, column: str) -> Table:
        """Return the table as MySQL leaves it: a column goes out of an index, the index stays (15.1.9)."""
        shrunk = super().drop_column_from(table, column)
        indexes = []
        for index in table.indexes:
            left = tuple(e for e in index.expressions if e != column)
            if left:
                indexes.append(replace(index, expressions=left))
        constraints: list[Constraint] = []
        for constraint in table.constraints:
            if constraint.kind == "unique" and column in constraint.column_names:
                left_columns = tuple(c for c in constraint.column_names if c != column)
                if left_columns:
                    constraints.append(replace(constraint, columns=left_columns))  # type: ignore[call-arg]
            elif column not in constraint.column_names:
                constraints.append(constraint)
        return replace(shrunk, indexes=tuple(indexes), constraints=tuple(constraints))

    @compiles(DropIndex)
    def drop_index(self, operation: DropIndex, before: Schema) -> Iterator[Statement]:
        """Write DROP INDEX, unless a foreign key has no other index: error 1553 then."""
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
        for key in table.constraints:
            if not isinstance(key, ForeignKey):
                continue
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
            taken = {c.name for c in table.constraints} | {index.name for index in table.indexes}
            return _free(constraint.column_names[0], taken)
        return self.numbered_name(table, constraint)

    def numbered_name(self, table: Table, constraint: Constraint) -> str:
        """Return the generated name of a foreign key or a check."""
        prefix = f"{table.name}_{'ibfk' if constraint.kind == 'foreignkey' else 'chk'}_"
        numbers = [
            int(str(c.name)[len(prefix) :])
            for c in table.constraints
            if str(c.name).startswith(prefix) and str(c.name)[len(prefix) :].isdigit()
        ]
        return f"{prefix}{max(numbers, default=0) + 1}"

    def reflected_type(self, type_: Any, ddl: str) -> Any:
        """Return what SHOW CREATE TABLE gives: BOOL is TINYINT(1), and integers may have a width."""
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
        if name in ("JSON", "ENUM", "SET"):
            return type_ if name == "ENUM" else None
        return None

    def text_is_procedural(self, text: str) -> bool:
        """Return whether the client must be given another delimiter."""
        words = self.lexis.words(text, 8)
        if words[:1] == ["BEGIN"] and words[1:3] == ["NOT", "ATOMIC"]:
            return True
        bodies = {"TRIGGER", "PROCEDURE", "FUNCTION", "EVENT", "PACKAGE"}
        made = words[:1] == ["CREATE"] and bool(bodies & set(words[1:8]))
        return made and self.lexis.has_inner_semicolon(text)

    # --- scripts ---

    def finish(self, statement: Statement) -> str:
        if not statement.procedural:
            return self.lexis.terminated(statement.text)
        delimiter = next(mark for mark in ("$$", "//", "@@@", "$sqlcompile$") if mark not in statement.text)
        return f"DELIMITER {delimiter}\n{statement.text.rstrip()}\n{delimiter}\nDELIMITER ;"

    def opening(self, *, guard: bool, parts: int) -> tuple[str, ...]:
        """Return the character set of the file."""
        return ("SET NAMES utf8mb4;",)

    def create_version_table(self, table: Table) -> Statement:
        return self.version_table_if_missing(table)

    def guard(self, table: Table, rows: Sequence[str]) -> Iterator[Statement]:
        """Make the session read-only unless the rows are right, then fail with the reason.

        Everything later is refused with error 1792 in this session, also in a client that goes on.
        """
        name = self.table_name(table.name, table.namespace)
        text = self.literals.text
        expected = ", ".join(sorted(rows)) or "base"
        where = f"table_name = {text(table.name)} AND table_schema = {text(table.namespace) if table.namespace else 'DATABASE()'}"
        yield Statement("SET @sqlcompile_at = NULL")
        yield Statement(
            f"SET @sqlcompile_q = IF((SELECT COUNT(*) FROM information_schema.tables WHERE {where}) = 0,\n"
            "  'SET @sqlcompile_at = ''base''',\n"
            "  'SELECT COALESCE(GROUP_CONCAT(version_num ORDER BY BINARY version_num SEPARATOR '', ''), ''base'')"
            f" INTO @sqlcompile_at FROM {name.replace(chr(39), chr(39) * 2)}')"
        )
        yield from self._prepared()
        ok = f"COALESCE(BINARY @sqlcompile_at = BINARY {text(expected)}, 0)"
        yield Statement(
            f"SET @sqlcompile_q = IF({ok},\n"
            "  'SET SESSION TRANSACTION READ WRITE', 'SET SESSION TRANSACTION READ ONLY')"
        )
        yield from self._prepared()
        needs = text(f"SELECT `sqlcompile: needs {expected[:40]}, is at ")
        yield Statement(
            f"SET @sqlcompile_q = IF({ok},\n"
            f"  'DO 0', CONCAT({needs}, LEFT(COALESCE(@sqlcompile_at, 'unknown'), 40), '`'))"
        )
        yield from self._prepared()

    def _prepared(self) -> Iterator[Statement]:
        yield Statement("PREPARE sqlcompile_s FROM @sqlcompile_q")
        yield Statement("EXECUTE sqlcompile_s")
        yield Statement("DEALLOCATE PREPARE sqlcompile_s")


def _free(base: str, taken: set[Any]) -> str:
    """Return a name that is not taken: MySQL counts from 2."""
    name, number = base, 2
    while name in taken:
        name, number = f"{base}_{number}", number + 1
    return name
