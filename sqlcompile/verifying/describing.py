"""What a database says of itself, or the replayed schema in its place: both by SQLAlchemy's inspector."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SAWarning
from sqlalchemy.types import NullType

from sqlcompile.dialect.contract import Dialect
from sqlcompile.schema.model import Key, Schema
from sqlcompile.verifying.expressions import columns_and_values, words
from sqlcompile.verifying.facts import Described, Expression, Property, Thing

_COLUMN_OPTIONS = ("comment", "autoincrement")
_TRUTHS = MappingProxyType({"1": "true", "0": "false", "t": "true", "f": "false"})
_KEY_OPTIONS = ("onupdate", "ondelete", "deferrable", "initially", "match")


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: the tables of these keys, all where they are None, and never those of ``without``."""

    namespaces: tuple[str | None, ...] = (None,)
    tables: frozenset[Key] | None = None
    without: frozenset[Key] = frozenset()


def describe(connection: Connection, dialect: Dialect, scope: Scope, known: Schema | None = None) -> Described:
    """Return what is in a database, as far as the inspector tells.

    ``known`` is the schema behind a connection that answers from it: what it does not know as a whole is left out.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SAWarning)  # what it cannot tell is not told
        return _Looking(connection, dialect, scope, known).all()


class _Looking:
    """One look at a database."""

    def __init__(self, connection: Connection, dialect: Dialect, scope: Scope, known: Schema | None) -> None:
        self.inspector: Any = sa.inspect(connection)
        self.sa = connection.dialect
        self.dialect = dialect
        self.scope = scope
        self.known = known

    def all(self) -> Described:
        things: list[Thing] = []
        unknown: set[str] = set()
        for namespace in self.scope.namespaces:
            names = self._tables(namespace)
            wanted = [name for name in names if self._is_wanted((namespace, name))]
            partial = {name for name in wanted if self._is_partial(namespace, name)}
            unknown |= {shown((namespace, name)) for name in partial}
            things += [Thing("table", shown((namespace, name)), (name,)) for name in names]
            things += self._views(namespace)
            things += self._others(namespace)
            things += self._parts(namespace, [name for name in wanted if name not in partial])
        return Described(tuple(things), frozenset(unknown))

    def _tables(self, namespace: str | None) -> list[str]:
        names = self.inspector.get_table_names(schema=namespace)
        return [name for name in names if (namespace, name) not in self.scope.without]

    def _is_wanted(self, key: Key) -> bool:
        return self.scope.tables is None or key in self.scope.tables

    def _is_partial(self, namespace: str | None, name: str) -> bool:
        table = self.known.find(name, namespace) if self.known is not None else None
        return table is not None and not table.complete

    # --- what is of its own ---

    def _views(self, namespace: str | None) -> Iterator[Thing]:
        for kind, listing in (
            ("view", "get_view_names"),
            ("materialized view", "get_materialized_view_names"),
        ):
            for name in self._asked(listing, schema=namespace) or ():
                text = None
                if self.known is None:
                    text = self._asked("get_view_definition", name, schema=namespace)
                definition = None if text is None else Expression(str(text))
                label = shown((namespace, name))
                yield Thing(kind, label, (label,), properties={"definition": definition})

    def _others(self, namespace: str | None) -> Iterator[Thing]:
        for name in self._asked("get_sequence_names", schema=namespace) or ():
            label = shown((namespace, name))
            if (namespace, name) not in self.scope.without:
                yield Thing("sequence", label, (label,))
        for found in self._asked("get_enums", schema=namespace) or ():
            label = shown((namespace, found["name"]))
            yield Thing("type", label, (label,), properties={"labels": tuple(found["labels"])})
        for found in self._domains(namespace):
            label = shown((namespace, found["name"]))
            yield Thing("domain", label, (label,), properties={"nullable": found.get("nullable")})

    def _domains(self, namespace: str | None) -> list[Mapping[str, Any]]:
        if self.known is not None and any(domain is None for domain in self.known.domains.values()):
            return [{"name": name} for space, name in self.known.domains if space == namespace]
        return self._asked("get_domains", schema=namespace) or []

    def _asked(self, method: str, *arguments: Any, **keywords: Any) -> Any:
        """Return an answer, None where the database's dialect has none."""
        with suppress(NotImplementedError, AttributeError):
            return getattr(self.inspector, method)(*arguments, **keywords)
        return None

    # --- tables ---

    def _parts(self, namespace: str | None, names: Collection[str]) -> Iterator[Thing]:
        if not names:
            return
        columns = self._multi("columns", namespace, names)
        comments = self._multi("table_comment", namespace, names)
        for name in names:
            table = shown((namespace, name))
            yield from self._columns(table, columns[name])
            text = (comments.get(name) or {}).get("text")
            yield Thing("comment", "", ("comment",), table, {"text": text})
        for part, build in self._builders():
            for name, found in self._multi(part, namespace, names).items():
                known = [column["name"] for column in columns[name]]
                yield from build(shown((namespace, name)), found, known)

    def _builders(self) -> tuple[tuple[str, Callable[[str, Any, list[str]], Iterator[Thing]]], ...]:
        return (
            ("pk_constraint", self._primary),
            ("foreign_keys", self._foreign),
            ("unique_constraints", self._uniques),
            ("check_constraints", self._checks),
            ("indexes", self._indexes),
        )

    def _multi(self, part: str, namespace: str | None, names: Collection[str]) -> dict[str, Any]:
        found = self._asked(f"get_multi_{part}", schema=namespace, filter_names=list(names)) or {}
        return {key[1]: value for key, value in found.items()}

    def _columns(self, table: str, columns: list[dict[str, Any]]) -> Iterator[Thing]:
        for column in columns:
            properties: dict[str, Property] = {
                "type": self._type(column["type"]),
                "nullable": bool(column["nullable"]),
                "default": self._default(column.get("default"), column["type"]),
                **{option: column[option] for option in _COLUMN_OPTIONS if option in column},
            }
            if column.get("computed"):
                names = [one["name"] for one in columns]
                properties["computed"] = self._expression(column["computed"]["sqltext"], names)
            if column.get("identity") and self.dialect.identities:
                properties["identity"] = "always" if column["identity"].get("always") else "by default"
            yield Thing("column", column["name"], (column["name"],), table, properties)
        yield Thing("order", "", ("order",), table, {"columns": tuple(column["name"] for column in columns)})

    def _type(self, type_: Any) -> Property:
        if isinstance(type_, NullType):
            return None
        text = str(type_.compile(dialect=self.sa))
        plain = text.partition(" COLLATE ")[0].partition(" CHARACTER SET ")[0]
        return Expression(text, plain)

    def _default(self, default: Any, type_: Any) -> Property:
        if default is None:
            return Expression("none", "none")
        said = words(self.dialect.lexis, str(default))
        if isinstance(type_, sa.Boolean):
            said = tuple(_TRUTHS.get(word, word) for word in said)
        return Expression(str(default), said)

    def _expression(self, text: Any, columns: Collection[str]) -> Expression:
        return Expression(str(text), columns_and_values(self.dialect.lexis, str(text), columns))

    def _primary(self, table: str, found: dict[str, Any], known: list[str]) -> Iterator[Thing]:
        columns = tuple(found["constrained_columns"])
        if columns:
            properties: dict[str, Property] = {"columns": columns, "name": found.get("name")}
            yield Thing("primary key", f"({', '.join(columns)})", ("primary key",), table, properties)

    def _foreign(self, table: str, found: list[dict[str, Any]], known: list[str]) -> Iterator[Thing]:
        for key in found:
            columns, target = tuple(key["constrained_columns"]), (key.get("referred_schema"), key["referred_table"])
            there = tuple(key["referred_columns"])
            options = {name: _option(key.get("options", {}).get(name)) for name in _KEY_OPTIONS}
            label = f"({', '.join(columns)}) to {shown(target)} ({', '.join(there)})"
            keys = ((columns, target, there), key.get("name"))
            yield Thing("foreign key", label, keys, table, {"name": key.get("name"), **options})

    def _uniques(self, table: str, found: list[dict[str, Any]], known: list[str]) -> Iterator[Thing]:
        for unique in found:
            if not unique.get("duplicates_index"):
                columns = tuple(unique["column_names"])
                keys = (columns, unique.get("name"))
                label = f"({', '.join(map(str, columns))})"
                yield Thing("unique constraint", label, keys, table, {"name": unique.get("name")})

    def _checks(self, table: str, found: list[dict[str, Any]], known: list[str]) -> Iterator[Thing]:
        for check in found:
            said = self._expression(check["sqltext"], known)
            name = check.get("name")
            yield Thing("check", name or f"({said.exact})", (name, said.meaning), table, {"expression": said})

    def _indexes(self, table: str, found: list[dict[str, Any]], known: list[str]) -> Iterator[Thing]:
        for index in found:
            if index.get("duplicates_constraint"):
                continue
            columns = tuple(index["column_names"])
            name = index.get("name")
            properties: dict[str, Property] = {
                "columns": tuple(column or "an expression" for column in columns),
                "unique": bool(index["unique"]),
            }
            if index.get("expressions"):
                properties["expressions"] = self._expression(", ".join(map(str, index["expressions"])), known)
            for option, value in (index.get("dialect_options") or {}).items():
                if option.endswith("_where"):
                    properties["where"] = None if value is None else self._expression(value, known)
                elif option.endswith("_using"):
                    properties["method"] = str(value)
                elif option.endswith("_include"):
                    properties["included"] = tuple(value or ()) or None
            yield Thing("index", name or f"({', '.join(map(str, columns))})", (name, columns), table, properties)


def _option(value: Any) -> Property:
    """Return an option of a key: what is said and what is so anyway are the same."""
    return None if value in (None, False, "NO ACTION", "IMMEDIATE") else str(value).upper()


def shown(key: Key) -> str:
    """Return a name with its namespace, where it is not in the default one."""
    return f"{key[0]}.{key[1]}" if key[0] else key[1]
