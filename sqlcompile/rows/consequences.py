"""What a change of rows brings with it: what goes along, what is counted, and what is not known any more."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.doubts import Doubt
from sqlcompile.rows.events import Outcome
from sqlcompile.rows.hidden import Hidden
from sqlcompile.rows.row_order import surely_ordered
from sqlcompile.rows.shelf import Shelf, quoted
from sqlcompile.rows.text import Reading, mentioned
from sqlcompile.schema.model import ForeignKey, Key, Schema

_CASCADES = ("CASCADE", "SET NULL", "SET DEFAULT")
_RESTARTS = re.compile(r"\bRESTART\s+IDENTITY\b", re.IGNORECASE)
_WITH_OTHERS = re.compile(r"\bCASCADE\b", re.IGNORECASE)


class Consequences:
    """The doubts about the rows, and how they spread.

    ``gaps`` are the tables of which the next generated key is not known.
    """

    def __init__(self, dialect: Dialect, shelf: Shelf, *, fresh: bool) -> None:
        self.dialect = dialect
        self.fresh = fresh
        self.shelf = shelf
        self.hidden = Hidden(parts=dialect.meaning.partitions_are_tables)
        self.gaps: set[Key] = set()
        self.doubts: dict[Key, Doubt] = {}
        self.disturbed: set[Key] = set()
        """The tables of which rows were changed or deleted."""

    def doubt(self, keys: Iterable[Key], doubt: Doubt) -> None:
        """Note that the rows of tables are not known any more."""
        for key in keys:
            known = self.doubts.get(key)
            if known is None or (known.existed and not doubt.existed):
                self.doubts[key] = doubt

    def anywhere(self, why: str) -> None:
        """Note that no table's rows are known any more."""
        self.hidden.everywhere = self.hidden.everywhere or Doubt(why)

    def called(self, text: str, schema: Schema) -> set[Key]:
        """Return the tables that the routines which a text names may write."""
        written = self.hidden.written_by(text, schema)
        if written is None:
            self.anywhere("a routine may have written rows anywhere")
        return written or set()

    def wrote(
        self, schema: Schema, kind: str, target: Key | None, others: set[Key], outcome: Outcome, *, compared: bool
    ) -> Outcome:
        """Draw the conclusions from a change of rows: what is not known any more, what goes with it."""
        uncertain = [self.doubts[key] for key in sorted(others, key=str) if key in self.doubts]
        if target is None or target not in schema.tables:
            return Outcome()
        if kind == "insert" and target in self.gaps:
            uncertain.append(Doubt(f"the keys of {shown(target)} are not known"))
        if compared:
            uncertain.append(Doubt("it depends on a value that only the database makes"))
        if kind != "insert":
            self.disturbed.add(target)
        known = target not in self.doubts
        for doubt in uncertain:
            self.doubt({target}, doubt)
        if self.dialect.enforces_keys and kind in ("delete", "update") and (outcome.count or not known or uncertain):
            self._cascade(schema, target, kind)
        if outcome.count or not known or uncertain:
            self._triggers(schema, target)
        if target in self.doubts and not self._lenient(target):
            return Outcome()
        outcome.target = target
        if kind == "insert" and outcome.rowid is not None and target in self.shelf.laid:
            sql = f"SELECT * FROM {self.shelf.name(target)} WHERE rowid = ?"
            outcome.table = schema.tables[target]
            outcome.row = self.shelf.execute(sql, (outcome.rowid,)).fetchone()
        outcome.assumed = target in self.doubts
        return outcome

    def _lenient(self, key: Key) -> bool:
        return self.fresh and self.doubts[key].existed

    def _cascade(self, schema: Schema, target: Key, kind: str) -> None:
        """Follow the foreign keys to a table of which rows were deleted or changed."""
        shelf = self.shelf
        for child, constraint in schema.referring(target[1], target[0]):
            key = schema.key(child.name, child.namespace)
            action = ((constraint.ondelete if kind == "delete" else constraint.onupdate) or "").upper()
            if action not in _CASCADES or shelf.empty(key):
                continue
            if target in self.doubts and not self._lenient(target):
                if key not in self.doubts:
                    self.doubt({key}, self.doubts[target])
                    self._cascade(schema, key, "delete" if action == "CASCADE" else "update")
                continue
            if kind == "update" or action == "SET DEFAULT":
                self.doubt({key}, Doubt(f"{shown(target)} changes it with its own rows"))
                continue
            count = shelf.execute(_orphans(shelf, key, target, constraint, action, schema)).rowcount
            if count:
                self.disturbed.add(key)
                self._triggers(schema, key)
                self._cascade(schema, key, "delete" if action == "CASCADE" else "update")

    def _triggers(self, schema: Schema, target: Key) -> None:
        for trigger in schema.triggers.values():
            if trigger.table != target:
                continue
            doubt = Doubt(f"the trigger {trigger.name} may change it")
            written = self.hidden.written_by(trigger.text, schema) if trigger.text else None
            if written is None:
                self.anywhere(f"the trigger {trigger.name} may have changed it")
            self.doubt({target, *(written or ())}, doubt)

    def is_counted(self, read: Reading, schema: Schema) -> bool:
        """Return whether all databases count the rows of a change alike."""
        meaning = self.dialect.meaning
        if read.upserts and not meaning.counts_replaced:
            return False
        if read.kind != "delete" or meaning.native or read.target is None:
            return True
        referring = schema.referring(read.target[1], read.target[0])
        return not any(schema.key(child.name, child.namespace) == read.target for child, _ in referring)

    def check_numbering(self, read: Reading, count: int, schema: Schema) -> None:
        """Note where an INSERT may have numbered its rows in another order."""
        if read.kind != "insert" or count < 2 or read.target is None or read.tree.args.get("expression") is None:
            return
        table = schema.tables.get(read.target)
        named = {part.name.lower() for part in getattr(read.tree.this, "expressions", ())}
        columns = table.columns if table is not None and named else ()  # without names it gives them all
        numbered = any(self.shelf.generates(column) and column.name.lower() not in named for column in columns)
        if numbered and not surely_ordered(read.tree.expression, self.dialect, schema, self.disturbed):
            self.doubt({read.target}, Doubt("the rows of the query may be numbered in another order"))

    def note_gaps(self, read: Reading, schema: Schema) -> None:
        """Note that the next generated key of a table is not known any more."""
        if not self.dialect.meaning.keys_have_gaps or read.kind != "insert" or read.target is None:
            return
        table = schema.tables.get(read.target)
        if table is None or not any(self.shelf.generates(column) for column in table.columns):
            return
        if read.upserts or type(read.tree.expression).__name__ != "Values":
            self.gaps.add(read.target)

    def numbered(self, text: str, schema: Schema) -> set[Key]:
        """Return the tables whose next key a raw text may have set."""
        tables = mentioned(schema, text) or set(schema.tables)
        return {key for key in tables if any(map(self.shelf.generates, schema.tables[key].columns))}

    def truncate(self, text: str, tables: set[Key], schema: Schema) -> None:
        """Empty tables, and those that refer to them where it says so."""
        waiting, done = set(tables), set()
        while waiting:
            key = waiting.pop()
            done.add(key)
            restart = self.dialect.meaning.truncate_restarts or _RESTARTS.search(text) is not None
            self.shelf.empty_out(key, restart=restart)
            self.doubts.pop(key, None)
            if restart:
                self.gaps.discard(key)
            self._triggers(schema, key)
            if _WITH_OTHERS.search(text):
                found = {schema.key(child.name, child.namespace) for child, _ in schema.referring(key[1], key[0])}
                waiting |= found - done


def _orphans(shelf: Shelf, key: Key, target: Key, constraint: ForeignKey, action: str, schema: Schema) -> str:
    """Return the statement that does to a child's rows what their lost parents ask for."""
    child, parent = shelf.name(key), shelf.name(target)
    if target not in shelf.laid:
        shelf.lay(target, schema.tables[target])
    pairs = zip(constraint.columns, constraint.target_columns, strict=False)
    same = " AND ".join(f"p.{quoted(theirs)} = {child}.{quoted(own)}" for own, theirs in pairs)
    present = " AND ".join(f"{child}.{quoted(own)} IS NOT NULL" for own in constraint.columns)
    lost = f"{present} AND NOT EXISTS (SELECT 1 FROM {parent} AS p WHERE {same})"
    if action == "CASCADE":
        return f"DELETE FROM {child} WHERE {lost}"
    nulls = ", ".join(f"{quoted(own)} = NULL" for own in constraint.columns)
    return f"UPDATE {child} SET {nulls} WHERE {lost}"


def shown(key: Key) -> str:
    """Return a table's name as a message has it."""
    return f'"{key[0]}.{key[1]}"' if key[0] else f'"{key[1]}"'
