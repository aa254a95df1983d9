"""One operation on several databases: what class each is of beside the first one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlalchemy.sql.elements import ClauseElement

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.statement import Statement
from sqlcompile.dialect.transpiling import transpiled
from sqlcompile.diff.classing import reasons
from sqlcompile.diff.describing import Describing
from sqlcompile.diff.model import IMPOSSIBLE, MEANING, SAME, SPELLING, Cell, Reason, Row
from sqlcompile.diff.normal import same
from sqlcompile.diff.pairing import Group
from sqlcompile.diff.raw_sql import raw_reasons, value_reasons
from sqlcompile.diff.recording import Played
from sqlcompile.diff.titles import shortened, title_of
from sqlcompile.errors import Location, SqlcompileError
from sqlcompile.operations.bulk_insert import BulkInsert


@dataclass(frozen=True, slots=True)
class Wishes:
    """What is compared: ``accepted`` are the facts that make no difference, ``proposals`` says whether raw SQL is offered."""

    compare: bool = True
    accepted: frozenset[str] = frozenset()
    proposals: bool = False


@dataclass
class Comparer:
    """Compares the operations of several databases with the first one's."""

    dialects: Sequence[Dialect]
    root: Path
    wishes: Wishes
    accepted: dict[str, int] = field(default_factory=dict)
    """How often each of the accepted facts was no difference."""

    def __post_init__(self) -> None:
        self._describing = [Describing(dialect) for dialect in self.dialects]

    def row(self, group: Group, failures: Sequence[SqlcompileError | None]) -> Row:
        """Return what a group of operations is on each of the databases; ``failures`` ended scripts before."""
        first = group.first()
        title = title_of(first) if group.one_each else f"{title_of(first)} … (on some only)"
        made = [
            self._cell(dialect, side, failure)
            for dialect, side, failure in zip(self.dialects, group.sides, failures, strict=True)
        ]
        cells = [cell for cell, _ in made]
        if self.wishes.compare:
            cells = self._compared(group, cells)
        ended = (replace(cell, statements=finished) for cell, (_, finished) in zip(cells, made, strict=True))
        return Row(title, self.place(first.entry.location), tuple(ended))

    def place(self, location: Location | None) -> str:
        """Return a place as people name it, from the project's folder."""
        return "" if location is None else location.within(self.root)

    def _cell(
        self, dialect: Dialect, side: Sequence[Played], failure: SqlcompileError | None
    ) -> tuple[Cell, tuple[str, ...]]:
        """Return what there is on one database, and its statements with their terminators."""
        statements: list[str] = []
        finished: list[str] = []
        notes: list[str] = []
        problems = [said(played.problem) for played in side if played.problem is not None]
        for played in side:
            notes.extend(played.remarks)
            try:
                for statement in _separated(dialect, played):
                    if statement.comment:
                        notes.append(statement.comment)
                    if statement.text:
                        finished.append(dialect.finish(statement))
                        statements.append(statement.text)
            except SqlcompileError as error:
                problems.append(said(error))
        if not side and failure is not None:
            problems.append(f"The script ended before: {said(failure)}")
        kind = IMPOSSIBLE.name if problems else ""
        return Cell(tuple(statements), kind, problem=" ".join(problems), notes=tuple(notes)), tuple(finished)

    def _compared(self, group: Group, cells: list[Cell]) -> list[Cell]:
        changes = [
            describing.changes(side[0].before, side[-1].after) if side else {}
            for describing, side in zip(self._describing, group.sides, strict=True)
        ]
        first, left = cells[0], self.dialects[0]
        compared = [first]
        for number in range(1, len(cells)):
            cell, right = cells[number], self.dialects[number]
            if first.problem or cell.problem:
                compared.append(replace(cell, kind=IMPOSSIBLE.name))
                continue
            found = [*reasons(changes[0], changes[number]), *self._others(group, first, cell, number)]
            kept = self._kept(found)
            if kept:
                kind = MEANING
            elif same(left, first.statements, right, cell.statements):
                kind = SAME
            else:
                kind = SPELLING
            proposals = self._proposals(group, left, right, cell) if self.wishes.proposals else ()
            compared.append(replace(cell, kind=kind.name, reasons=tuple(kept), proposals=proposals))
        return compared

    def _kept(self, found: list[Reason]) -> list[Reason]:
        kept = []
        for reason in found:
            if reason.fact in self.wishes.accepted:
                self.accepted[reason.fact] = self.accepted.get(reason.fact, 0) + 1
            else:
                kept.append(reason)
        return kept

    def _others(self, group: Group, first: Cell, cell: Cell, number: int) -> list[Reason]:
        """Return the differences that the schema does not show."""
        left, right = self.dialects[0], self.dialects[number]
        mine, others = group.sides[0], group.sides[number]
        found = []
        if bool(first.statements) != bool(cell.statements):
            here, there = ("is done" if one.statements else "nothing is done" for one in (first, cell))
            found.append(Reason("branch", title_of((mine or others)[0]), here, there))
        if left.transactional_ddl and right.transactional_ddl:
            inside = [all(_inside(played) for played in side) for side in (mine, others)]
            if inside[0] != inside[1]:
                here, there = ("in the transaction" if one else "outside of any transaction" for one in inside)
                found.append(Reason("transaction", title_of((mine or others)[0]), here, there))
        found.extend(self._rows_apart(group, number))
        found.extend(value_reasons(left, right, first.statements))
        found.extend(raw_reasons(left, right, _raw(mine), _raw(others)))
        return found

    def _rows_apart(self, group: Group, number: int) -> Iterator[Reason]:
        """Yield that rows are changed by other operations, or to other values, which no schema shows."""
        sides = group.sides[0], group.sides[number]
        rows = [_inserted(side) for side in sides]
        if rows[0] != rows[1]:
            here, there = ("inserts rows" if one else "inserts none" for one in rows)
            yield Reason("branch", title_of(group.first()), here, "inserts other rows" if all(rows) else there)
        raw = [self._raw_rows(side, at) for side, at in zip(sides, (0, number), strict=True)]
        if all(sides) and bool(raw[0]) != bool(raw[1]):
            yield Reason("raw-sql", title_of(group.first()), *("; ".join(one) or "runs none" for one in raw))

    def _raw_rows(self, side: Sequence[Played], number: int) -> list[str]:
        """Return the raw SQL that changes no schema."""
        changes = self._describing[number].changes
        raw = [played for played in side if _raw((played,))]
        return [shortened(text) for one in raw if not changes(one.before, one.after) for text in _raw((one,))]

    def _proposals(self, group: Group, left: Dialect, right: Dialect, cell: Cell) -> tuple[str, ...]:
        """Return the raw SQL of the first database, as sqlglot writes it for another one."""
        offered = [transpiled(left.sqlglot_name, right.sqlglot_name, text) for text in _raw(group.sides[0])]
        return tuple(text for text in offered if text is not None and text not in cell.statements)


def said(error: SqlcompileError) -> str:
    """Return an error with what to do about it."""
    return f"{error} {error.hint}" if error.hint else str(error)


def _separated(dialect: Dialect, played: Played) -> list[Statement]:
    return [
        part
        for statement in played.statements
        for part in dialect.separated(statement, outside=played.entry.autocommit)
    ]


def _inside(played: Played) -> bool:
    return all(statement.transactional for statement in played.statements)


def _inserted(side: Sequence[Played]) -> list[list[dict[str, Any]]]:
    """Return the rows that are given to bulk_insert; SQL among the values is not compared here."""
    given = [played.entry.operation for played in side]
    inserts = [one.rows for one in given if isinstance(one, BulkInsert)]
    return [[{name: _plain(value) for name, value in row.items()} for row in rows] for rows in inserts]


def _plain(value: Any) -> Any:
    return type(value) if isinstance(value, ClauseElement) else value


def _raw(side: Sequence[Played]) -> tuple[str, ...]:
    return tuple(statement.text for played in side for statement in played.statements if statement.raw)
