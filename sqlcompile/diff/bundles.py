"""Two bundles, or two states of a project compiled as such: which revisions compile to other SQL.

A *released* revision is one that the old side has. It is changed where its SQL is another one than before:

- its own statements, in their order, but for comments and white space between their words;
- what env.py executes around them;
- that it can, or cannot, be undone, and why not.

What else can differ in its scripts is no change of the revision, and is said in the notes of the diff: the
header, the numbers of statements, the hash of the audit table, the version rows that a script begins and ends
with (they follow from the revisions around it), guards, transactions and settings (they follow from the mode,
the client and the other options, and from the version of sqlcompile), the message, and the file's name. A
transaction that ends elsewhere is among them: the statements are the same.

The scripts of a whole range are not compared: they hold the same statements again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Literal

from sqlcompile.bundle.manifest import Entry, Manifest, Target
from sqlcompile.bundle.reading import Bundle, read_bundle
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.load import load_dialect
from sqlcompile.diff.differences import said_of
from sqlcompile.diff.model import ACROSS_CHANGES, CHANGED, NEW, REMOVED, SAME, Column, Count, Diff, Part, Row
from sqlcompile.diff.notes import Notes, listed
from sqlcompile.diff.own import Own
from sqlcompile.diff.script import Comparison
from sqlcompile.errors import BundleError, ConfigError
from sqlcompile.scripts.places import chosen_for
from sqlcompile.scripts.style import Style

Direction = Literal["upgrade", "downgrade"]
_DIRECTIONS: tuple[tuple[str, Direction], ...] = (("up", "upgrade"), ("down", "downgrade"))


@dataclass(frozen=True)
class Side:
    """The scripts of one side; ``name`` and ``title`` are those of its column."""

    name: str
    title: str
    manifest: Manifest
    read: Callable[[Entry], bytes]

    def text(self, entry: Entry) -> str:
        """Return a script."""
        return self.read(entry).decode()

    @cached_property
    def targets(self) -> Mapping[str, Target]:
        """The databases by their folders."""
        return {one.folder: one for one in self.manifest.targets}

    @cached_property
    def scripts(self) -> Mapping[tuple[str, str], Mapping[str, Entry]]:
        """The scripts of single revisions by the revision's id, for each folder and kind, in their order."""
        found: dict[tuple[str, str], dict[str, Entry]] = {}
        for one in sorted(self.manifest.files, key=lambda one: one.position or 0):
            if one.revision is not None:
                found.setdefault((one.path.rpartition("/")[0], one.kind), {})[one.revision] = one
        return found

    @cached_property
    def revisions(self) -> tuple[str, ...]:
        """All revisions, in their order."""
        files = sorted(self.manifest.files, key=lambda one: one.position or 0)
        return tuple(dict.fromkeys(one.revision for one in files if one.revision is not None))

    @property
    def style(self) -> Style:
        """How its scripts look; what a newer sqlcompile can say of that is left out."""
        known = {one.name for one in fields(Style)}
        return Style(**{name: value for name, value in self.manifest.style.items() if name in known})


def diff_bundles(old: Path, new: Path, dialects: Sequence[str] = ()) -> Diff:
    """Return what differs between two folders that ``sqlcompile bundle`` wrote.

    ``dialects`` names the files of those that are no part of sqlcompile.

    Raises BundleError for a folder that is no bundle, or not as it was written, and ConfigError where the two
    have no database in common.
    """
    sides = [_checked(folder) for folder in (old, new)]
    before, now = (
        Side(name, str(folder), one.manifest, one.read)
        for name, folder, one in zip(("old", "new"), (old, new), sides, strict=True)
    )
    return diff_sides(before, now, f"SQL of {old} and {new}", dialects=dialects)


def _checked(folder: Path) -> Bundle:
    bundle = read_bundle(folder)
    found = bundle.verify()
    if found:
        more = f"; and {len(found) - 1} more" if len(found) > 1 else ""
        raise BundleError(
            f"{folder} is not as it was written: {found[0]}{more}.",
            hint=f"Take it from where it was made; `sqlcompile verify-sum {folder}` names all that is not right.",
        )
    return bundle


def diff_sides(
    old: Side,
    new: Side,
    title: str,
    left_out: Collection[str] = (),
    notes: Notes | None = None,
    dialects: Sequence[str] = (),
) -> Diff:
    """Return what differs between two sides; revisions of the old one that are ``left_out`` are not looked at."""
    files = tuple(load_dialect(one) for one in (chosen_for(name)[1] for name in dialects) if one.endswith(".py"))
    return _Difference(old, new, title, frozenset(left_out), notes or Notes(), files).diff()


@dataclass
class _Difference:
    old: Side
    new: Side
    title: str
    left_out: frozenset[str]
    notes: Notes
    dialects: Sequence[Dialect] = ()
    """The dialects that are no part of sqlcompile."""
    counts: dict[str, Counter[str]] = field(default_factory=dict)

    def diff(self) -> Diff:
        for sentence in said_of(self.old.manifest, self.new.manifest):
            self.notes.add(sentence)
        folders = self._folders()
        parts = [part for folder in folders for part in self._parts(folder, "" if len(folders) == 1 else folder)]
        rank = {name: number for number, name in enumerate(self._order())}
        directions = [direction for _, direction in _DIRECTIONS]
        parts.sort(key=lambda one: (rank[one.revision], directions.index(one.direction)))
        return Diff(
            self.title,
            self.new.manifest.range_text,
            (Column(self.old.name, self.old.title), Column(self.new.name, self.new.title)),
            ACROSS_CHANGES,
            tuple(parts),
            tuple(Count(title, self._numbers(count)) for title, count in self.counts.items()),
            notes=self.notes.texts(),
        )

    def _numbers(self, count: Counter[str]) -> Mapping[str, int]:
        return {kind.name: count[kind.name] for kind in ACROSS_CHANGES}

    def _folders(self) -> list[str]:
        """Return the folders of the databases that both sides have, and say which only one has."""
        old, new = self.old.targets, self.new.targets
        if not old:
            return list(new)
        common = [folder for folder in new if folder in old]
        if not common:
            raise ConfigError(
                f"There is no database that both sides have: {_names(old)} before, {_names(new)} now.",
                hint="Name the same with -d. `sqlcompile diff postgresql mysql` compares one database with another.",
            )
        for here, there, when in ((old, new, self.old.title), (new, old, self.new.title)):
            missing = [folder for folder in here if folder not in there]
            if missing:
                self.notes.add(f"Only {when} has scripts for{listed(missing).removeprefix(':')}: not compared")
        return common

    def _order(self) -> Iterator[str]:
        """Yield the revisions in the order of now, each that is gone behind the one that it came after."""
        now = self.new.revisions
        known, behind = set(now), ""
        gone: dict[str, list[str]] = {}
        for name in self.old.revisions:
            if name in known:
                behind = name
            else:
                gone.setdefault(behind, []).append(name)
        for name in ("", *now):
            yield from ([name] if name else [])
            yield from gone.get(name, ())

    # --- one database ---

    def _parts(self, folder: str, scope: str) -> Iterator[Part]:
        new = self.new.targets[folder]
        dialect = self._dialect(new, self.new.style)
        comparison = Comparison(
            dialect,
            self._own(self.old, self.old.targets.get(folder, new)),
            Own(dialect, new, self.new.style),
            self.notes,
            scope,
        )
        for kind, direction in _DIRECTIONS:
            before = self.old.scripts.get((folder, kind), {})
            now = self.new.scripts.get((folder, kind), {})
            if kind == "up":
                self._tell_of(before, now, comparison.scope)
            count = self.counts.setdefault(
                f"{dialect.versioned_title if not new.database else folder}, {direction}", Counter()
            )
            for revision in dict.fromkeys((*now, *before)):
                if revision in self.left_out and revision not in now:
                    continue
                part = self._part(comparison, revision, direction, before.get(revision), now.get(revision))
                count[part.kind] += 1
                yield part

    def _own(self, side: Side, target: Target) -> Own:
        return Own(self._dialect(target, side.style), target, side.style)

    def _dialect(self, target: Target, style: Style) -> Dialect:
        found = next((one for one in self.dialects if one.name == target.dialect), None)
        dialect = found or load_dialect(f"{target.dialect}@{target.version}")
        return dialect.written_for(style.client)

    def _part(
        self, comparison: Comparison, revision: str, direction: Direction, old: Entry | None, new: Entry | None
    ) -> Part:
        if old is not None and new is not None:
            kind = SAME
            rows: tuple[Row, ...] = ()
            if old.sha256 != new.sha256:
                rows = comparison.rows((old, self.old.text(old)), (new, self.new.text(new)))
                kind = CHANGED if any(row.cells[1].kind != SAME.name for row in rows) else SAME
        elif new is not None:
            kind, rows = NEW, comparison.alone(new, self.new.text(new), is_new=True, kind=NEW.name)
        else:
            assert old is not None
            kind, rows = REMOVED, comparison.alone(old, self.old.text(old), is_new=False, kind=REMOVED.name)
        message = self._messages.get(revision, "")
        syntax = comparison.dialect.syntax
        return Part(revision, message, direction, rows, comparison.scope, kind.name, syntax)

    @cached_property
    def _messages(self) -> Mapping[str, str]:
        """The messages of revisions, as the headings of their scripts say them."""
        found: dict[str, str] = {}
        for side in (self.new, self.old):
            for entry in side.manifest.files:
                if entry.kind == "up" and entry.revision is not None and entry.revision not in found:
                    found[entry.revision] = _message(side.text(entry), entry.revision)
        return found

    def _tell_of(self, before: Mapping[str, Entry], now: Mapping[str, Entry], scope: str) -> None:
        """Say what of the released revisions differs beside their SQL: their order, their files."""
        common = [name for name in before if name in now]
        if common != (order := [name for name in now if name in before]):
            first = next(number for number, name in enumerate(order) if name != common[number])
            where = f"{scope}: " if scope else ""
            self.notes.add(f"{where}released revisions come in another order now, from {order[first]} on")
        for name in common:
            old, new = before[name], now[name]
            if old.source != new.source:
                self.notes.add(f"Renamed from {old.source} to {new.source}", name)
            elif old.source_sha256 != new.source_sha256:
                self.notes.add("The migration's file was edited, with or without an effect on its SQL", name)


def _names(targets: Mapping[str, Target]) -> str:
    return ", ".join(targets) or "none"


def _message(text: str, revision: str) -> str:
    """Return what stands behind the revision's id in a script's heading."""
    for line in text.splitlines():
        if line.startswith(f"-- {revision}: "):
            return line.removeprefix(f"-- {revision}: ")
    return ""
