"""The rest of a script that stopped halfway.

One who applied a script says which statement was the last that was done. What follows depends on what
the database kept: everything up to the last commit at or before that statement. There the rest begins,
and its guard asks for the version rows of that moment, and for what the catalog can tell of the statements.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from sqlcompile.compiling.fold import StepResult
from sqlcompile.compiling.run import Written
from sqlcompile.dialect.statement import Need, Statement
from sqlcompile.errors import InvalidRange
from sqlcompile.schema.model import Key, Schema
from sqlcompile.scripts.layout import Script, total_of
from sqlcompile.scripts.placing import Event
from sqlcompile.scripts.session import Session


@dataclass(frozen=True, slots=True)
class Point:
    """A statement of a revision: the last one that was done, 0 for none of it."""

    revision: str
    number: int

    def __str__(self) -> str:
        return f"{self.revision}:{self.number}"


@dataclass
class Resumed:
    """Writes a script from a point on; it takes the steps as the script itself would.

    ``finish`` raises InvalidRange where nothing is left to do, or nothing of the script stayed.
    """

    script: Script
    point: Point
    _held: list[tuple[StepResult, Event, int]] = field(default_factory=list)
    _rows: tuple[str, ...] | None = None
    """The version rows where the last thing was committed."""
    _passed: bool = False
    _writing: bool = False
    _something: bool = False
    """Whether anything is left to do."""
    _total: int = 0
    _texts: list[str] = field(default_factory=list)
    """The statements of the current revision so far."""
    _kept: tuple[str, ...] = ()
    """Those of the revision that the last commit cut, up to there; the schema ``_before`` them."""
    _before: Schema | None = None
    _after: Schema | None = None
    """The schema after them, where the revision was done and another one follows."""
    _is_done: bool = False
    """Whether the last commit was that of a whole revision."""
    _removed: set[Key] = field(default_factory=set)
    """The tables from which the script may have removed rows."""
    _older: frozenset[Key] | None = None
    """The tables that were there before the script."""
    _at: Point | None = None

    def __post_init__(self) -> None:
        self._session = Session(self.script.dialect.lexis)

    def begin(self) -> None:
        """Wait for the point; what is written begins there."""
        self.script.wait()

    def step(self, result: StepResult, written: Sequence[Written], applied: Sequence[Written] = ()) -> None:
        """Take one revision. Raises InvalidRange for a number that it has not, and what ``Script.step`` raises."""
        events = self.script.placed(result, written, applied)
        total = total_of(events)
        here = result.step.revision.id == self.point.revision
        if here:
            self._total = total
            if self.point.number > total:
                raise InvalidRange(
                    f"Revision {self.point.revision} has {total} statements here, and no {self.point.number}.",
                    hint="The number stands in the script, before each statement: -- [3/12] and the revision.",
                )
        if self._writing:
            self._something = True
            self._session.check(events)
            self.script.write(result, events, total)
            return
        self._texts = []
        if self._older is None:
            self._older = frozenset(result.schemas[self.script.which].tables)
        if self._is_done and self._after is None:
            self._after = result.schemas[self.script.which]
        for event in events:
            if here and event.number > self.point.number and not self._passed:
                self._start(event)
            self._take(result, event, total)
        if here and not self._passed:
            self._start(None)
        self._write_held()

    def _take(self, result: StepResult, event: Event, total: int) -> None:
        """Hold an event back until it is known whether the rest begins before it."""
        self._held.append((result, event, total))
        if self._passed:
            return
        text = event.statement.text if event.statement is not None else ""
        if text and event.kind == "statement":
            self._texts.append(text)
            self._session.take(event)
            schema = result.schemas[self.script.which]
            self._removed |= {schema.key(*found) for found in named_after(_FROM, text)}
        if event.final:
            self._held.clear()
            self._rows = result.after if event.moved else result.before
            self._kept = tuple(self._texts)
            self._is_done, self._after = event.moved, None
            self._session.kept(moved=event.moved)
            self._before = result.schemas[self.script.which]
            self._at = Point(result.step.revision.id, event.number)

    def _start(self, reached: Event | None) -> None:
        """Write the guard of the rest; ``reached`` is the statement that may have failed."""
        self._passed = True
        script = self.script
        if self._rows is None:
            raise InvalidRange(
                f"Nothing of this script stays where {self.point.revision} fails: no transaction ends before it.",
                hint="Run the script again, whole.",
            )
        script.start = self._rows
        at = f"{self._at}, the last that stays where {self.point} was the last that was done"
        script.resumed = at if self._at != self.point else f"{self.point}"
        script.begin(self._needs(), tuple(self._counters(reached)))

    def _needs(self) -> tuple[Need, ...]:
        if self._is_done or self._session.elsewhere:
            return ()  # the version rows tell; or names may mean other things than the schema takes them for
        from sqlcompile.compiling.effects import needs_of  # noqa: PLC0415 - it reads SQL, which other scripts need not

        assert self._before is not None
        return needs_of(self.script.dialect, self._kept, self._before)

    def _counters(self, reached: Event | None) -> Iterator[Statement]:
        """Yield what sets the counters right of tables into which rows were inserted and rolled back.

        Only those that the script itself makes: nobody counts on the keys of others.
        """
        from sqlcompile.compiling.effects import effects_in_order  # noqa: PLC0415

        dialect = self.script.dialect
        assert self._before is not None
        schema = self._after or effects_in_order(dialect, self._kept, self._before)[1]
        events = [event for _, event, _ in self._held] + ([reached] if reached else [])
        tables = {}
        for event in events:
            text = event.statement.text if event.statement is not None else ""
            for name, namespace in named_after(_INTO, text):
                table = schema.find(name, namespace) or schema.find(name.lower(), namespace)
                if table is not None and table.key not in (self._older or ()):
                    tables[table.key] = table
        for table in tables.values():
            for column in table.columns:
                counts = column.autoincrement or column.identity is not None
                statement = dialect.counted_on(table, column) if counts else None
                if statement is not None:
                    said = f"What was rolled back has used up keys of {table.name}: they go on after the largest."
                    if table.key in self._removed:
                        said += f"\nCHECK BEFORE APPLYING: {_REMOVED}"
                    yield replace(statement, comment=said)

    def _write_held(self) -> None:
        if not self._passed:
            return
        self._writing = True
        steps: list[tuple[StepResult, list[Event], int]] = []
        for result, event, total in self._held:
            if event.kind == "checked" and not steps:
                continue  # it looked at what is done
            if not steps or steps[-1][0] is not result:
                steps.append((result, [], total))
            steps[-1][1].append(event)
        self._held = []
        settings = [*self._session.again()]
        for result, events, total in steps:
            self._session.check(events)
            self._something = self._something or any(event.kind == "statement" for event in events)
            events[:0], settings = settings, []
            self.script.write(result, events, total)

    def after(self, statements: Sequence[Statement]) -> None:
        """Write what env.py executes after the migrations."""
        self._something = self._something or bool(statements)
        self.script.after(statements)

    def finish(self) -> None:
        """Write the end. Raises InvalidRange where the range has no such revision, or nothing is left."""
        if not self._passed:
            raise InvalidRange(
                f"The range has no revision {self.point.revision}.",
                hint="Give the range that the script says in its second line.",
            )
        if not self._something:
            raise InvalidRange(
                f"Nothing is left after {self.point}: the script ends there.",
                hint="The version table tells: state.sql of a bundle, or sqlcompile status.",
            )
        self.script.finish()


_TABLE = r"(?:(?P<space>[\"`\[][^\"`\]]+[\"`\]]|\w+)\s*\.\s*)?(?P<name>[\"`\[][^\"`\]]+[\"`\]]|\w+)"
_INTO = re.compile(
    r"\b(?:INSERT|REPLACE|MERGE)\s+(?:(?:LOW_PRIORITY|DELAYED|HIGH_PRIORITY|IGNORE|OR\s+\w+)\s+)*(?:INTO\s+)?" + _TABLE,
    re.IGNORECASE,
)
_FROM = re.compile(r"\b(?:DELETE\s+(?:\w+\s+)*?FROM|TRUNCATE(?:\s+TABLE)?)\s+(?:ONLY\s+)?" + _TABLE, re.IGNORECASE)
_REMOVED = (
    "rows were removed from it before. Where they had the largest keys, "
    "these keys are given again, and other ones than those that the rest of this script counts on."
)


def named_after(words: re.Pattern[str], text: str) -> Iterator[tuple[str, str | None]]:
    """Yield the names and the namespaces of the tables that stand after some words, in blocks of code, too."""
    for found in words.finditer(text):
        space = found["space"]
        yield found["name"].strip('"`[]'), space.strip('"`[]') if space else None


def parse_point(text: str) -> tuple[str, int]:
    """Return the revision as it was named and the number of ``REV:N``. Raises InvalidRange."""
    name, colon, number = text.rpartition(":")
    if not colon or not name or not number.isascii() or not number.isdigit():
        raise InvalidRange(
            f'"{text}" names no statement.',
            hint="Write the revision and the number of the last statement that was done, as in ae10:3.",
        )
    return name, int(number)


def only_one(name: str, revisions: Sequence[str]) -> str:
    """Return the revision that a name means. Raises InvalidRange where it means none, or several."""
    if len(revisions) != 1:
        means = f"names {len(revisions)} revisions: {', '.join(revisions)}" if revisions else "is no revision"
        raise InvalidRange(
            f'"{name}" {means}.', hint="The script says the revision of each statement: -- [3/12] and its id."
        )
    return revisions[0]
