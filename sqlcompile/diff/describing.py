"""What operations make of a database, in words: the facts of what they made, changed and dropped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.facts import Facts, type_facts
from sqlcompile.errors import SqlcompileError
from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    ForeignKey,
    Index,
    Key,
    PrimaryKey,
    Schema,
    Table,
    Unique,
    given_text,
)

Subject = tuple[str, str]
"""A kind of thing, as the facts' keys call it, and what it is called."""

_NOW = re.compile(
    r"\b(?:now\s*\(|CURRENT_TIMESTAMP|LOCALTIMESTAMP|getdate\s*\(|getutcdate\s*\(|SYS(?:DATE|TIMESTAMP)\b)",
    re.IGNORECASE,
)
NOT_NULL = "NOT NULL"
_LOCKING = frozenset(("concurrently", "online"))
"""Options of an index that say how it is made, not what it is."""
_OPTION_FACTS = {"where": "index-where", "include": "index-include", "nulls_not_distinct": "unique-nulls"}


@dataclass(frozen=True, slots=True)
class Change:
    """What a thing was, and what it is; None for what is not there."""

    old: Facts | None
    new: Facts | None

    def touched(self) -> set[str]:
        """Return the facts that are other than before."""
        old, new = self.old or {}, self.new or {}
        return {key for key in {*old, *new} if old.get(key) != new.get(key)}


class Describing:
    """One database, asked what things mean to it; what it says of a type is kept."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.facts = dialect.facts
        self._types: dict[Any, Facts] = {}
        self._prefixes = tuple(f"{name}_" for name in dict.fromkeys((dialect.name, *dialect.sqlalchemy_names)))

    def changes(self, before: Schema, after: Schema) -> dict[Subject, Change]:
        """Return what is other in the second schema than in the first, in an order that does not change."""
        found: dict[Subject, Change] = {}
        if before is after:
            return found
        keys = sorted(after.keys_differing(before), key=lambda key: (key[0] or "", key[1]))
        renamed = dict(_renamed(before, after, keys))
        for key in keys:
            old, new = before.tables.get(key), after.tables.get(key)
            if key in renamed:
                found["table", shown(key)] = Change(None, {})
            elif key in renamed.values():
                found["table", shown(key)] = Change({}, None)
            else:
                self._compare(found, old, new)
        for kind, was, now in (
            ("sequence", before.sequences, after.sequences),
            ("view", before.views, after.views),
            ("trigger", before.triggers, after.triggers),
            ("namespace", dict.fromkeys(before.namespaces), dict.fromkeys(after.namespaces)),
        ):
            _came_and_went(found, kind, was, now)
        return found

    def _compare(self, found: dict[Subject, Change], old: Table | None, new: Table | None) -> None:
        """Add what is other in a table: all of it where it is new, only that where it went."""
        if new is None:
            if old is not None:
                found["table", shown(old.key)] = Change({}, None)
            return
        said = [{"comment": self._comment(table.comment)} if table and table.comment else {} for table in (old, new)]
        if old is None or said[0] != said[1]:
            found["table", shown(new.key)] = Change(None if old is None else said[0], said[1])
        parts = dict(_parts(new))
        others = dict(_parts(old)) if old is not None else {}
        moved = _moved(old, new) if old is not None else {}
        for (kind, name), thing in parts.items():
            was = others.get((kind, moved.get(name, name) if kind == "column" else name))
            if was is thing:
                continue
            if was is None:
                facts = self._facts(new, thing)
                if kind == "column" and old is not None:
                    facts = self._added(facts)
                found[kind, _on(kind, name, new)] = Change(None, facts)
            elif old is not None:
                found[kind, _on(kind, name, new)] = Change(self._facts(old, was), self._facts(new, thing))
        for kind, name in others:
            if (kind, name) not in parts and name not in moved.values():
                found[kind, _on(kind, name, new)] = Change({}, None)

    def _added(self, column: Facts) -> Facts:
        """Return the facts of a column that comes to rows which are there."""
        told = {"default", "now", "generated-key", "computed"} & column.keys()
        if told or column["null"] != NOT_NULL:
            return column
        return {**column, "implicit-default": self.facts["implicit-default"]}

    def _facts(self, table: Table, thing: Any) -> Facts:
        """Return the facts of a column, a constraint or an index."""
        if isinstance(thing, Column):
            return self._column(table, thing)
        if isinstance(thing, PrimaryKey):
            return {"primary-key": _columns(thing.columns)}
        return {**self._of_kind(table, thing), **self._timing(thing), **self._named(thing)}

    def _of_kind(self, table: Table, thing: Any) -> Facts:
        if isinstance(thing, Index):
            return self._index(table, thing)
        if isinstance(thing, Unique):
            return {"unique": "is unique", **self._nulls(table, thing.columns, thing.options)}
        if isinstance(thing, ForeignKey):
            return self._key(thing)
        return {"check": self.facts["check"]} if isinstance(thing, Check) else {}

    def _named(self, thing: Any) -> Facts:
        """Return the name of a constraint or an index as it is kept, where the database did not give it."""
        if thing.name is None or getattr(thing, "generated", False):
            return {}
        return {"name": str(self.dialect.stored_name(str(thing.name)))}

    # --- columns ---

    def _column(self, table: Table, column: Column) -> Facts:
        facts = dict(self._type(column.type))
        facts["null"] = "may be NULL" if column.nullable else NOT_NULL
        if self.dialect.generates_key(table, column):
            facts["generated-key"] = "made by the database"
        elif column.autoincrement or column.identity is not None:
            facts["generated-key"] = "to be given"
        if column.computed is not None:
            facts["computed"] = str(column.computed.sqltext)
        if column.comment:
            facts["comment"] = self._comment(column.comment)
        if column.default is not None:
            facts.update(self._default(column))
        return facts

    def _type(self, type_: TypeEngine[Any]) -> Facts:
        key = (type(type_), type_._static_cache_key)
        try:
            known = self._types.get(key)
        except TypeError:  # a type of the project's own may hold what has no hash
            return self._of_type(type_)
        if known is None:
            known = self._types[key] = self._of_type(type_)
        return known

    def _of_type(self, type_: TypeEngine[Any]) -> Facts:
        try:
            text = self.dialect.type_sql(type_)
        except SqlcompileError:
            return {"type": f"no type of {self.dialect.title}"}
        facts = type_facts(self.dialect.type_facts, text)
        if "type" in facts and getattr(type_, "enums", None):
            return {"enum": "one of its values"}
        return facts

    def _default(self, column: Column) -> Facts:
        default = column.default
        assert default is not None
        try:
            text = self.dialect.default_sql(default)
        except SqlcompileError as error:
            return {"default": str(error)}
        bare = text.strip("() ")
        if _NOW.search(bare):
            return {"now": self.facts.get("now", bare)}
        return {"default": _TRUTHS.get(bare.lower(), _unquoted(bare))}

    def _comment(self, comment: str) -> str:
        return f"{comment!r} is kept" if self.dialect.comments else "is not kept"

    # --- constraints and indexes ---

    def _nulls(self, table: Table, columns: Iterable[str], options: Iterable[tuple[str, Any]]) -> Facts:
        names = tuple(columns)
        found = [table.find_column(name) for name in names]
        if not any(column is not None and column.nullable for column in found):
            return {}
        if any(name.endswith("nulls_not_distinct") and value and self._own(name) for name, value in options):
            return {"unique-nulls": "one row with NULL"}
        return {"unique-nulls": self.facts["unique-nulls" if len(names) == 1 else "unique-nulls-several"]}

    def _key(self, key: ForeignKey) -> Facts:
        return {
            "foreign-key": self.facts["foreign-key"],
            "on-delete": (key.ondelete or "NO ACTION").upper(),
            "on-update": (key.onupdate or "NO ACTION").upper(),
        }

    def _timing(self, constraint: Any) -> Facts:
        if not getattr(constraint, "deferrable", None):
            return {}
        return {"deferrable": f"deferrable, initially {(constraint.initially or 'immediate').lower()}"}

    def _index(self, table: Table, index: Index) -> Facts:
        facts = {"index-columns": ", ".join(_expression(one) for one in index.expressions)}
        facts["index-where"] = "all rows"
        if index.unique:
            facts["unique"] = "is unique"
            facts.update(self._nulls(table, index.column_names, index.options))
        for name, value in index.options:
            own = self._own(name)
            if own is None or own in _LOCKING or value in (None, False, {}, [], ()):
                continue
            key = _OPTION_FACTS.get(own, "index-method")
            if own == "where":
                facts[key] = f"only rows where {_expression(value)}"
            elif key != "unique-nulls":
                said = facts.get(key)
                facts[key] = f"{said}, {own} {_shown_option(value)}" if said else f"{own} {_shown_option(value)}"
        return facts

    def _own(self, option: str) -> str | None:
        """Return an option's name without the database's, None for another database's option."""
        for prefix in self._prefixes:
            if option.startswith(prefix):
                return option.removeprefix(prefix)
        return None


_TRUTHS = {"true": "true", "false": "false", "1": "true", "0": "false", "'1'": "true", "'0'": "false"}


def _parts(table: Table) -> Iterator[tuple[Subject, Any]]:
    """Yield what a table is made of."""
    for column in table.columns:
        yield ("column", column.name), column
    for constraint in table.constraints:
        if not (isinstance(constraint, Check) and constraint.of_type):
            yield _subject(constraint), constraint
    for index in table.indexes:
        if not index.implicit:
            yield ("index", str(index.name)), index
    if table.primary_key is not None:
        yield ("primary-key", ""), table.primary_key


def _subject(constraint: Constraint) -> Subject:
    if isinstance(constraint, Unique):
        return "unique", _columns(constraint.columns)
    if isinstance(constraint, ForeignKey):
        return "foreign-key", f"{_columns(constraint.columns)} to {shown(constraint.target)}"
    if isinstance(constraint, Check):
        return "check", constraint.name or _expression(constraint.expression)
    return constraint.kind, str(constraint.name)


def shown(key: Key) -> str:
    """Return a table's name as people write it."""
    return f"{key[0]}.{key[1]}" if key[0] else key[1]


def _unquoted(text: str) -> str:
    found = re.fullmatch(r"N?'((?:[^']|'')*)'(?:::\w[\w ]*)?", text)
    return f"'{found[1]}'" if found else text.upper()


def _columns(names: Iterable[str]) -> str:
    return f"({', '.join(names)})"


def _on(kind: str, name: str, table: Table) -> str:
    if kind == "column":
        return f"{shown(table.key)}.{name}"
    return f"{name} of {shown(table.key)}" if name else shown(table.key)


def _expression(value: Any) -> str:
    if isinstance(value, str):
        return value
    text = given_text(value)
    return " ".join((text if text is not None else str(value)).split())


def _shown_option(value: Any) -> str:
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {one}" for name, one in value.items())
    if isinstance(value, list | tuple):
        return ", ".join(str(getattr(one, "name", one)) for one in value)
    return str(value)


def _renamed(before: Schema, after: Schema, keys: Iterable[Key]) -> Iterator[tuple[Key, Key]]:
    """Yield each table that has a new name, with its old one."""
    keys = list(keys)
    gone = [key for key in keys if key not in after.tables]
    for key in keys:
        if key in before.tables:
            continue
        columns = after.tables[key].columns
        old = next((one for one in gone if columns and _alike(before.tables[one].columns, columns)), None)
        if old is not None:
            gone.remove(old)
            yield key, old


def _alike(one: Any, other: Any) -> bool:
    """Return whether two values are equal; those are not that hold expressions made apart."""
    try:
        return bool(one == other)
    except TypeError:  # such expressions have no truth value
        return False


def _moved(old: Table, new: Table) -> dict[str, str]:
    """Return the columns that have a new name, with their old ones."""
    there, were = {c.name for c in new.columns}, {c.name for c in old.columns}
    gone = [column for column in old.columns if column.name not in there]
    came = [column for column in new.columns if column.name not in were]
    found = {}
    for column in came:
        same = next((one for one in gone if _alike(replace(one, name=column.name), column)), None)
        if same is not None:
            gone.remove(same)
            found[column.name] = same.name
    return found


def _came_and_went(found: dict[Subject, Change], kind: str, was: Mapping[Any, Any], now: Mapping[Any, Any]) -> None:
    if was is now:
        return
    for key in was:
        if key not in now:
            found[kind, _name(key)] = Change({}, None)
    for key, value in now.items():
        if key not in was:
            found[kind, _name(key)] = Change(None, {})
        elif was[key] is not value and was[key] != value:
            found[kind, _name(key)] = Change({kind: "old"}, {kind: "is made anew"})


def _name(key: Any) -> str:
    return ".".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key)
