"""One script of one revision, before and now."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlcompile.bundle.manifest import Entry
from sqlcompile.dialect.contract import Dialect
from sqlcompile.diff.cutting import cut_script
from sqlcompile.diff.model import CHANGED, SAME, Cell, Row
from sqlcompile.diff.notes import Notes
from sqlcompile.diff.own import Origin, Own, masked
from sqlcompile.diff.rows import aligned
from sqlcompile.project.plan import named_rows

_HASH = re.compile(r"'[0-9a-f]{64}'")
_NUMBER = re.compile(r"-- \[\d+/\d+\] ")
_PLACE = re.compile(r" \([^()]+\.py(?::\d+)?\)$")


@dataclass(frozen=True, slots=True)
class Content:
    """A script's pieces by what they come from, the comments that stand in it, and all that is below its header."""

    pieces: Mapping[Origin, Sequence[str]]
    guards: Sequence[str]
    comments: Sequence[str]
    body: str


@dataclass
class Comparison:
    """Compares scripts of one database: ``old`` and ``new`` tell what each side's pieces come from."""

    dialect: Dialect
    old: Own
    new: Own
    notes: Notes
    scope: str = ""

    def rows(self, before: tuple[Entry, str], now: tuple[Entry, str]) -> tuple[Row, ...]:
        """Return what differs between a script before and now; what is no SQL of the revision goes to the notes.

        Without a row that is of another kind than "same" the revision compiles to the same SQL.
        """
        (old, _), (new, text) = before, now
        if old.irreversible is not None or new.irreversible is not None:
            return tuple(self._no_way_back(before, now))
        left, right = self._content(*before, self.old), self._content(text=text, entry=new, own=self.new)
        said = self._tell(old, new, left, right)
        around = aligned(self.dialect, left.pieces["env"], right.pieces["env"], "env.py")
        rows = aligned(self.dialect, left.pieces["revision"], right.pieces["revision"], new.source or "")
        changed = any(row.cells[1].kind != SAME.name for row in (*around, *rows))
        found = tuple(row for row in (*around, *rows) if changed or row.cells[1].notes)
        if not said and not found and left.body != right.body:
            self.notes.add("A comment, or white space between statements, differs", new.revision or "")
        return found

    def alone(self, entry: Entry, text: str, *, is_new: bool, kind: str) -> tuple[Row, ...]:
        """Return the rows of a script that the other side does not have."""
        if entry.irreversible is not None:
            cell, other = (
                Cell(kind=kind if is_new else "", problem=entry.irreversible),
                Cell(kind="" if is_new else kind),
            )
            return (Row("no way back", entry.source or "", (other, cell) if is_new else (cell, other)),)
        own = self.new if is_new else self.old
        pieces = self._content(entry, text, own).pieces
        nothing: Sequence[str] = ()
        found: list[Row] = []
        places: tuple[tuple[Origin, str], ...] = (
            ("env", "env.py"),
            ("revision", entry.source or ""),
            ("version rows", ""),
        )
        for origin, place in places:
            texts = pieces[origin]
            found += aligned(self.dialect, nothing if is_new else texts, texts if is_new else nothing, place)
        return tuple(found)

    def _content(self, entry: Entry, text: str, own: Own) -> Content:
        pieces: dict[Origin, list[str]] = {
            "revision": [],
            "env": [],
            "version rows": [],
            "audit table": [],
            "transactions": [],
            "guards": [],
        }
        for cut in cut_script(own.dialect, text, Path(entry.path), as_text=own.as_text):
            origin = own.origin(cut, entry)
            place = f"behind {len(pieces['revision'])} statements"
            pieces[origin].append(place if origin == "transactions" else cut.text)
        pieces["audit table"] = [_HASH.sub("''", one) for one in pieces["audit table"]]
        comments = [masked(one, entry) for one in _comments(text) if one != f"-- {entry.source}"]
        body = _HASH.sub("''", text.partition("\n\n")[2]).replace(f"-- {entry.source}\n", "")
        return Content(pieces, [masked(one, entry) for one in pieces["guards"]], comments, masked(body, entry))

    def _tell(self, old: Entry, new: Entry, left: Content, right: Content) -> bool:
        """Say what differs beside the SQL of the revision; return whether anything does."""
        sentences = list(self._sentences(old, new, left, right))
        for sentence in sentences:
            self.notes.add(sentence, new.revision or "")
        return bool(sentences)

    def _sentences(self, old: Entry, new: Entry, left: Content, right: Content) -> Iterator[str]:
        if left.pieces["version rows"] != right.pieces["version rows"]:
            rows = (named_rows(old.start), named_rows(old.end), named_rows(new.start), named_rows(new.end))
            yield "The version rows move {2} -> {3} now, {0} -> {1} before".format(*rows)
        if left.pieces["audit table"] != right.pieces["audit table"]:
            yield "What is noted in the audit table differs"
        if left.pieces["transactions"] != right.pieces["transactions"]:
            yield "It is committed at other places"
        if left.guards != right.guards:
            yield "Guards, transactions or settings around the statements differ"
        if left.comments != right.comments:
            yield "The message, or a comment beside the statements, differs"

    def _no_way_back(self, before: tuple[Entry, str], now: tuple[Entry, str]) -> Iterator[Row]:
        """Yield the row of a revision that cannot be undone on one side, or on both."""
        (old, old_text), (new, new_text) = before, now
        reasons = [_PLACE.sub("", one.irreversible) if one.irreversible is not None else None for one in (old, new)]
        if reasons[0] == reasons[1]:
            return
        cells = [
            Cell(problem=one.irreversible)
            if one.irreversible is not None
            else Cell(tuple(self._content(one, text, own).pieces["revision"]))
            for one, text, own in ((old, old_text, self.old), (new, new_text, self.new))
        ]
        second = Cell(cells[1].statements, CHANGED.name, problem=cells[1].problem)
        yield Row("no way back" if new.irreversible else "the way back", new.source or "", (cells[0], second))


def _comments(text: str) -> Iterator[str]:
    """Yield the comments behind a script's first heading that stand on lines of their own, without numbers."""
    behind = False
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("--"):
            if behind and not _NUMBER.match(stripped) and not stripped.startswith(_GUARDED):
                yield stripped
            behind = behind or (len(stripped) > _RULE and not stripped.strip("-= "))


_GUARDED = "-- The database must be at "
_RULE = 50
"""A comment as long, of nothing but lines, is the rule above a heading."""
