"""The catalog tables of a database: which there are, and their rows."""

from __future__ import annotations

import re
import sqlite3
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.catalogs.facts import Facts, object_id
from sqlcompile.rows.catalogs.marks import Marks
from sqlcompile.rows.catalogs.standard import INFORMATION_SCHEMA
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.schema.model import Schema

STANDARD = "information_schema"
LAID = "sc "
"""What the names of the catalog tables begin with in SQLite."""

_PART = re.compile(r'"((?:[^"]|"")+)"|\[([^\]]+)\]|`([^`]+)`|([^."\[\]`]+)')


def relation_name(dialect: Dialect, space: str | None, name: str) -> str | None:
    """Return the full name of a catalog table, None for one that is not known."""
    own = name.lower()
    if space is not None:
        full = f"{space.lower()}.{own}"
        if space.lower() == STANDARD and dialect.standard_catalogs and own in INFORMATION_SCHEMA:
            return full
        return full if full in dialect.catalogs else None
    for full in (own, f"{dialect.catalog_path}.{own}"):
        if full in dialect.catalogs:
            return full
    return None


class Catalogs:
    """Lays catalog tables out for the schema of the moment, and finds the objects that questions name."""

    def __init__(self, dialect: Dialect, marks: Marks, database: str | None) -> None:
        self.dialect = dialect
        self.marks = marks
        marks.others = frozenset((*dialect.catalog_spaces, *map(str.casefold, dialect.catalog_spaces)))
        self._database = database if database is not None else marks.identity("the name of the database")
        self.space = dialect.default_namespace or self._database
        self.current: Schema | None = None
        self.objection = ""
        self._schema: Schema | None = None
        self._facts: Facts | None = None
        self._laid: set[str] = set()
        self._objects: dict[tuple[str, str], str] = {}
        self._names: dict[str, tuple[str, str]] = {}

    def install(self, raw: sqlite3.Connection) -> None:
        """Give a connection the functions that find objects."""
        raw.create_function("sqlcompile_database", -1, lambda *_: self._database)
        raw.create_function("sqlcompile_object", 1, self._object)
        raw.create_function("sqlcompile_existing", 1, self._existing)
        raw.create_function("sqlcompile_name", 1, self._name)
        raw.create_function("sqlcompile_column", 2, self._column)
        raw.create_function("sqlcompile_space", 1, self._space)
        raw.create_function("sqlcompile_type", 1, self._type)
        raw.create_function("sqlcompile_visible", 1, self._visible)
        raw.create_function("sqlcompile_among", 2, lambda item, items: int(f",{item}," in f",{items},"))
        raw.create_function("sqlcompile_item", 2, _item)

    def refresh(self, raw: sqlite3.Connection, schema: Schema) -> None:
        """Have the facts of a schema at hand."""
        if schema is not self._schema:
            self._schema = schema
            self._know(schema).fill(raw)

    def forget(self, raw: sqlite3.Connection, schema: Schema) -> None:
        """Take away what was laid out for another schema; ``schema`` is that of the moment."""
        self.current, self.objection = schema, ""
        if schema is not self._schema:
            for name in self._laid:
                raw.execute(f'DROP TABLE temp."{LAID}{name}"')
            self._laid.clear()

    def lay(self, raw: sqlite3.Connection, name: str) -> None:
        """Lay a catalog table out; ``name`` is its full one."""
        query = self.dialect.catalogs.get(name)
        if query is None:
            parts = {"catalog": "''", "match": "'NONE'", "not_nulls": "", "default": "c.dflt"}
            known = {**dict.fromkeys(_gaps(), ""), **parts, **self.dialect.standard_catalogs}
            query = INFORMATION_SCHEMA[name.partition(".")[2]].format(**known)
        cursor = raw.execute(query)
        names = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        order = "sc_nocase" if self.dialect.ignores_case else "sc_text"
        columns = ", ".join(f'"{column}" COLLATE {order}' for column in names)
        raw.execute(f'CREATE TEMP TABLE "{LAID}{name}" ({columns})')
        raw.executemany(f'INSERT INTO temp."{LAID}{name}" VALUES ({", ".join("?" * len(names))})', rows)
        self._laid.add(name)

    # --- the objects that questions name ---

    def _know(self, schema: Schema | None) -> Facts:
        """Return the facts of a schema, with the names of its objects at hand."""
        if self._facts is None or self._facts.schema is not schema:
            assert schema is not None
            self._facts = Facts(schema, self.dialect, self.marks, self.space)
            found = list(self._facts.objects(self.dialect.catalog_objects))
            self._objects = {(self._same(space), self._same(name)): oid for oid, space, name in found}
            everything = self._facts.objects((*self.dialect.catalog_objects, "types", "spaces", "constraints"))
            self._names = {oid: (space, name) for oid, space, name in everything}
        return self._facts

    def _same(self, name: str) -> str:
        return name.lower() if self.dialect.ignores_case else name

    def _key(self, text: str) -> tuple[str, str]:
        from sqlcompile.schema.reading.flavor import flavor_of  # noqa: PLC0415 - only who names an object needs it

        fold = flavor_of(self.dialect.sqlglot_name).fold
        parts = [
            next(part for part in found[:3] if part) if any(found[:3]) else fold(found[3].strip())
            for found in _PART.findall(text)
        ]
        space = parts[-2] if len(parts) > 1 else self.space
        return (self._same(space), self._same(parts[-1] if parts else ""))

    def _object(self, text: Any) -> str | None:
        self._know(self.current)
        return None if text is None else self._objects.get(self._key(str(text)))

    def _existing(self, text: Any) -> str | None:
        found = self._object(text)
        if found is None and text is not None:
            self.objection = f"the history has not made {text}"
            raise Untranslatable(self.objection)
        return found

    def _name(self, oid: Any) -> str | None:
        if oid is None:
            return None
        self._know(self.current)
        space, name = self._names[oid]
        return self.dialect.table_name(name, None if space in (self.space, "", "pg_catalog") else space)

    def _visible(self, oid: Any) -> int:
        self._know(self.current)
        return int(self._names.get(oid, ("",))[0] in (self.space, "pg_catalog"))

    def _space(self, text: Any) -> str:
        return object_id(self.marks, "schema", "", self._key(str(text))[1])

    def _type(self, text: Any) -> str | None:
        space, name = self._key(str(text))
        self._know(self.current)
        oid = object_id(self.marks, "type", space, name)
        return oid if oid in self._names else None

    def _column(self, table: Any, column: Any) -> str | None:
        schema = self.current
        key = self._key(str(table))
        for known, value in schema.tables.items() if schema is not None else ():
            if (self._same(known[0] or self.space), self._same(known[1])) == key:
                if not value.complete:
                    self.objection = f"the history does not know all of {table}"
                    raise Untranslatable(self.objection)
                names = {self._same(one.name) for one in value.columns}
                return self.marks.new(f"the length of {column}") if self._same(str(column)) in names else None
        return None


def _gaps() -> set[str]:
    return {gap for query in INFORMATION_SCHEMA.values() for gap in re.findall(r"\{(\w+)\}", query)}


def _item(items: Any, number: Any) -> int | None:
    found = [int(item) for item in str(items).split(",") if item]
    return found[int(number)] if int(number) < len(found) else None
