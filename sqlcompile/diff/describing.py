"""What operations make of a database, in words: the facts of what they made, changed and dropped."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.facts import Facts
from sqlcompile.diff.columns import NOT_NULL, Columns
from sqlcompile.diff.expressions import meaning_of, text_of
from sqlcompile.diff.options import Options, is_neutral, told_of
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

_LOCKING = frozenset(("concurrently", "online"))
"""Options of an index that say how it is made, not what it is."""


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
    """One database, asked what things mean to it."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect
        self.facts = dialect.facts
        self.options = Options(dialect)
        self.columns = Columns(dialect, self.options)

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
        _came_and_went(found, "sequence", before.sequences, after.sequences, self._sequence)
        for kind, was, now in (
            ("view", before.views, after.views),
            ("trigger", before.triggers, after.triggers),
            ("namespace", dict.fromkeys(before.namespaces), dict.fromkeys(after.namespaces)),
        ):
            _came_and_went(found, kind, was, now)
        return found

    def _sequence(self, sequence: Any) -> Facts:
        start = self.facts.get("sequence-start", "1") if sequence.start is None else sequence.start
        return {"sequence": f"from {start} in steps of {sequence.increment or 1}"}

    def _compare(self, found: dict[Subject, Change], old: Table | None, new: Table | None) -> None:
        """Add what is other in a table: all of it where it is new, only that where it went."""
        if new is None:
            if old is not None:
                found["table", shown(old.key)] = Change({}, None)
            return
        said = [self._table(table) if table is not None else {} for table in (old, new)]
        if old is None or said[0] != said[1]:
            found["table", shown(new.key)] = Change(None if old is None else said[0], said[1])
        parts = dict(_parts(new))
        others = dict(_parts(old)) if old is not None else {}
        moved = _moved(old, new) if old is not None else {}
        for (kind, name), thing in parts.items():
            was = others.get((kind, moved.get(name, name) if kind == "column" else name))
            if was is thing or _alike(was, thing):
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

    def _table(self, table: Table) -> dict[str, str]:
        """Return the facts of the table itself."""
        said = {"option": self.options.shown(table.options)}
        if table.namespace is not None:
            said["namespace"] = self.facts["namespace"]
        if table.comment:
            said["comment"] = self.columns.comment(table.comment)
        return {key: value for key, value in said.items() if value}

    def _added(self, column: Facts) -> Facts:
        """Return the facts of a column that comes to rows which are there."""
        told = {"default", "now", "reused-key", "computed"} & column.keys()
        if told or column["null"] != NOT_NULL:
            return column
        return {**column, "implicit-default": self.facts["implicit-default"]}

    def _facts(self, table: Table, thing: Any) -> Facts:
        """Return the facts of a column, a constraint or an index."""
        if isinstance(thing, Column):
            return self.columns.facts_of(table, thing)
        own = {} if isinstance(thing, Index) else self._own_options(thing)
        if isinstance(thing, PrimaryKey):
            return {"primary-key": _columns(thing.columns), **self._timing(thing), **own}
        return {**self._of_kind(table, thing), **self._timing(thing), **self._named(thing), **own}

    def _own_options(self, thing: Any) -> Facts:
        given = getattr(thing, "options", ())
        options = [(name, value) for name, value in given if not name.endswith("nulls_not_distinct")]
        said = self.options.shown(options)
        return {"option": said} if said else {}

    def _of_kind(self, table: Table, thing: Any) -> Facts:
        if isinstance(thing, Index):
            return self._index(table, thing)
        if isinstance(thing, Unique):
            return {"unique": "is unique", **self._nulls(table, thing.columns, thing.options)}
        if isinstance(thing, ForeignKey):
            return self._key(table, thing)
        if isinstance(thing, Check):
            return self._condition("check", f"{self.facts['check']}: ", thing.expression)
        return {}

    def _condition(self, key: str, words: str, expression: Any) -> Facts:
        """Return what a condition is, and whether case counts where it compares texts."""
        text = text_of(self.dialect, expression)
        facts = {key: f"{words}{meaning_of(self.dialect, text)}"}
        if _COMPARES.search(text):
            facts["text-comparison"] = "case does not count" if self.dialect.ignores_case else "case counts"
        return facts

    def _named(self, thing: Any) -> Facts:
        """Return the name of a constraint or an index as it is kept, where the database did not give it."""
        if thing.name is None or getattr(thing, "generated", False):
            return {}
        return {"name": str(self.dialect.stored_name(str(thing.name)))}

    # --- constraints and indexes ---

    def _nulls(self, table: Table, columns: Iterable[str], options: Iterable[tuple[str, Any]]) -> Facts:
        names = tuple(columns)
        found = [table.find_column(name) for name in names]
        if not any(column is not None and column.nullable for column in found):
            return {}
        if "nulls_not_distinct" in self.options.of(options):
            return {
                "unique-nulls": self.facts["unique-nulls-joined" if len(names) == 1 else "unique-nulls-several-joined"]
            }
        return {"unique-nulls": self.facts["unique-nulls" if len(names) == 1 else "unique-nulls-several"]}

    def _key(self, table: Table, key: ForeignKey) -> Facts:
        said = self.facts["foreign-key-itself" if key.target == table.key else "foreign-key"]
        if key.match is not None and key.match.upper() != "SIMPLE":
            said += f", {self.facts.get('match', f'MATCH {key.match.upper()}')}"
        return {
            "foreign-key": said,
            "on-delete": (key.ondelete or "NO ACTION").upper(),
            "on-update": (key.onupdate or "NO ACTION").upper(),
        }

    def _timing(self, constraint: Any) -> Facts:
        if not getattr(constraint, "deferrable", None):
            return {}
        return {"deferrable": f"deferrable, initially {(constraint.initially or 'immediate').lower()}"}

    def _index(self, table: Table, index: Index) -> Facts:
        own = self.options.of(index.options)
        lengths = own.get("length")
        facts = {
            "index-columns": ", ".join(self._indexed(one, lengths) for one in index.expressions),
            "index-where": "all rows",
        }
        if index.unique:
            facts["unique"] = "is unique"
            facts.update(self._nulls(table, index.column_names, index.options))
        if "where" in own:
            facts.update(self._condition("index-where", "only rows where ", own["where"]))
        if "include" in own:
            facts["index-include"] = told_of("include", own["include"])
        others = [
            told_of(name, value) for name, value in own.items() if name not in _TOLD and not is_neutral(name, value)
        ]
        return {**facts, "index-method": ", ".join(others)} if others else facts

    def _indexed(self, expression: Any, lengths: Any) -> str:
        """Return what an index is on: a column, the beginning of one, or an expression, and in what order."""
        text = text_of(self.dialect, expression)
        found = _DIRECTED.fullmatch(text)
        assert found is not None  # it takes every text
        name = found["name"].strip('"`[]')
        said = name if re.fullmatch(r"\w+", name) else meaning_of(self.dialect, found["name"])
        length = lengths.get(name) if isinstance(lengths, Mapping) else lengths
        if length:
            said += f", its first {length} characters"
        if found["order"]:
            said += f", {self.facts.get('descending', 'descending')}"
        return f"{said}{(found['nulls'] or '').lower()}"


_TOLD = frozenset(("where", "include", "nulls_not_distinct", "length", *_LOCKING))
_DIRECTED = re.compile(r"(?P<name>.*?)(?:(?: ASC|(?P<order> DESC)))?(?P<nulls> NULLS (?:FIRST|LAST))?", re.IGNORECASE)
_COMPARES = re.compile(r"(?:=|<>|!=|\bIN\s*\()\s*N?'", re.IGNORECASE)


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


def _nothing(_: object) -> Facts:
    return {}


def _came_and_went(
    found: dict[Subject, Change],
    kind: str,
    was: Mapping[Any, Any],
    now: Mapping[Any, Any],
    facts: Callable[[Any], Facts] = _nothing,
) -> None:
    if was is now:
        return
    for key in was:
        if key not in now:
            found[kind, _name(key)] = Change({}, None)
    for key, value in now.items():
        if key not in was:
            found[kind, _name(key)] = Change(None, facts(value))
        elif was[key] is not value and was[key] != value:
            found[kind, _name(key)] = Change({kind: "old"}, {kind: "is made anew"})


def _name(key: Any) -> str:
    return ".".join(str(part) for part in key if part) if isinstance(key, tuple) else str(key)
