"""The SQLite on which questions for a catalog are answered."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable
from functools import cached_property
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.catalogs.marks import Marks
from sqlcompile.rows.catalogs.relations import LAID, Catalogs
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.rows.values import truth
from sqlcompile.schema.model import Schema

_MISSING = "no such table: "
_ALLOWED = frozenset(
    """
    coalesce concat count format glob ifnull iif instr length like lower ltrim max min nullif replace rtrim substr
    substring sum trim upper sqlcompile_made sqlcompile_truth sqlcompile_database sqlcompile_object
    sqlcompile_existing sqlcompile_name sqlcompile_column sqlcompile_space sqlcompile_type sqlcompile_visible
    sqlcompile_among sqlcompile_item
    """.split()  # noqa: SIM905 - a list of words reads best so
)


class Desk:
    """Lays catalog tables out when a question first names them, and runs it."""

    def __init__(self, dialect: Dialect, database: str | None) -> None:
        self.dialect = dialect
        self.marks = Marks()
        self._catalogs = Catalogs(dialect, self.marks, database)
        self._guarded = False
        self._forbidden = ""

    @cached_property
    def raw(self) -> sqlite3.Connection:
        """SQLite's own connection."""
        raw = sqlite3.connect(":memory:", isolation_level=None, cached_statements=0)
        raw.create_collation("sc_text", self.marks.compare)
        raw.create_collation("sc_nocase", self._nocase)
        self._catalogs.install(raw)
        raw.create_function("like", 2, self._like)
        raw.create_function("like", 3, self._like)
        raw.create_function("lower", 1, lambda text: self._cased(text, str.lower))
        raw.create_function("upper", 1, lambda text: self._cased(text, str.upper))
        raw.create_function("concat", -1, self._concat)
        raw.create_function("format", -1, self._format)
        raw.create_function("sqlcompile_made", 1, self.marks.new)
        raw.create_function("sqlcompile_truth", 1, truth)
        raw.set_authorizer(self._authorize)
        return raw

    def run(self, sql: str, schema: Schema, *, ordered: bool) -> tuple[tuple[str, ...], list[Any]]:
        """Return the names of the columns and the rows that a question gives; raises Untranslatable.

        ``ordered`` says whether the order of names matters to it.
        """
        self._catalogs.forget(self.raw, schema)
        self.marks.ordered = ordered
        for _ in range(64):
            self._forbidden, self.marks.compared, self._guarded = "", False, True
            try:
                cursor = self.raw.execute(sql)
                rows = cursor.fetchall()
            except sqlite3.Error as error:
                cause = str(error)
            else:
                if self.marks.compared:
                    raise Untranslatable("it compares a value that only the database makes")
                return tuple(column[0] for column in cursor.description), rows
            finally:
                self._guarded = False
            name = cause[len(_MISSING) :]
            if not cause.startswith(_MISSING + LAID):
                raise Untranslatable(self._forbidden or self._catalogs.objection or cause)
            self._catalogs.refresh(self.raw, schema)
            self._catalogs.lay(self.raw, name[len(LAID) :])
        raise Untranslatable("it names too many tables")

    def _authorize(self, action: int, one: str | None, two: str | None, space: str | None, trigger: str | None) -> int:
        if not self._guarded:
            return sqlite3.SQLITE_OK
        if action == sqlite3.SQLITE_FUNCTION and (two or "").lower() not in _ALLOWED:
            self._forbidden = f"what {(two or '').upper()}() gives"
            return sqlite3.SQLITE_DENY
        if action == sqlite3.SQLITE_PRAGMA or (action == sqlite3.SQLITE_READ and (one or "").startswith("sqlite_")):
            self._forbidden = f"what {one} gives"
            return sqlite3.SQLITE_DENY
        return sqlite3.SQLITE_OK

    def _nocase(self, one: str, other: str) -> int:
        return self.marks.compare(one.casefold(), other.casefold())

    def _like(self, pattern: Any, text: Any, escape: str = "") -> int | None:
        if pattern is None or text is None:
            return None
        if self.marks.seen(pattern, text):
            return 0
        expression, characters = "", iter(str(pattern))
        for character in characters:
            if character == (escape or self.dialect.like_escape):
                expression += re.escape(next(characters, ""))
            else:
                expression += {"%": ".*", "_": "."}.get(character, re.escape(character))
        flags = re.DOTALL | (re.IGNORECASE if self.dialect.like_ignores_case else 0)
        return int(re.fullmatch(expression, str(text), flags) is not None)

    def _cased(self, text: Any, change: Callable[[str], str]) -> Any:
        self.marks.seen(text)
        return None if text is None else change(str(text))

    def _format(self, pattern: Any, *values: Any) -> str:
        """Return what PostgreSQL's format() gives for names and texts; raises ValueError for other patterns."""
        self.marks.seen(*values)
        parts = re.split(r"(%[Is%])", str(pattern))
        if any("%" in part for part in parts[::2]) or None in values:
            raise ValueError(pattern)
        given = iter(values)
        for place in range(1, len(parts), 2):
            kind = parts[place]
            parts[place] = "%" if kind == "%%" else str(next(given))
            if kind == "%I":
                parts[place] = self.dialect.quote(parts[place])
        return "".join(parts)

    def _concat(self, *parts: Any) -> str:
        if any(part is None for part in parts):
            raise ValueError  # databases make different things of it
        return "".join(str(part) for part in parts)
