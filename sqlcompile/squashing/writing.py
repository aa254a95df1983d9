"""The functions of the new revision for one database: what makes all that the history made, and what takes it away."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlcompile.autogenerate.difference import difference
from sqlcompile.autogenerate.leftovers import shown
from sqlcompile.autogenerate.writing.body import INDENT, pieces_of
from sqlcompile.autogenerate.writing.code import laid_out, quoted
from sqlcompile.autogenerate.writing.style import Style
from sqlcompile.dialect.contract import Dialect
from sqlcompile.drafting.script import applied
from sqlcompile.errors import Unwritten
from sqlcompile.operations.execute import Execute
from sqlcompile.operations.operation import Operation
from sqlcompile.rows.contents import Contents
from sqlcompile.schema.model import ForeignKey, Key, Schema
from sqlcompile.showing.describing import describe
from sqlcompile.showing.making import making_in_parts
from sqlcompile.showing.model import Routine
from sqlcompile.squashing.pieces import Piece, comment, piece_of
from sqlcompile.squashing.row_code import check_marks, rows_code
from sqlcompile.squashing.row_order import referred_first
from sqlcompile.squashing.snapshot import Snapshot
from sqlcompile.squashing.watching import Unheld

_PARAMETER = re.compile(r"(?<![:\w\\]):(?=\w+(?!:))")
"""A colon that a plain string would mean a parameter by."""


@dataclass(frozen=True, slots=True)
class Written:
    """The pieces of both functions."""

    up: list[Piece]
    down: list[Piece]


def written(
    snapshot: Snapshot, style: Style, kept: Sequence[Unheld], place_of: Mapping[Unheld, str], *, with_rows: bool
) -> Written:
    """Return the functions that make all of a snapshot, and take it away; raises SqlcompileError.

    ``kept`` are the statements that are copied at the end, ``place_of`` says where each comes from.
    """
    dialect = style.dialect
    empty = Schema(snapshot.schema.default_namespace)
    described = describe(snapshot.schema, dialect, snapshot.routines)
    made, dependents, _ = making_in_parts(snapshot.schema, dialect, described)
    up: list[Piece] = []
    operations = [_for_alembic(one) for one in (*made, *dependents)]
    count = len(made)
    first_dependent = operations[count] if count < len(operations) else None
    rows = list(_rows(snapshot, style)) if with_rows else []
    waiting = True
    for operation, lines in pieces_of(style, operations, empty):
        if operation is first_dependent:
            up += rows
            waiting = False
        piece = piece_of(operation, lines)
        up += [piece] if piece is not None else []
    up += rows if waiting else []
    up += [_execute(style, one.text) for one in (snapshot.counters if with_rows else snapshot.counters_alone)]
    for one in kept:
        up.append(comment(f"CHECK: copied from {place_of[one]}, and not understood."))
        up.append(_execute(style, one.text))
    after = applied(operations, empty, dialect)
    return Written(up, _taken_away(after, empty, snapshot.routines, operations, style))


def _for_alembic(operation: Operation) -> Operation:
    """Return raw SQL with its colons marked: in a plain string they would stand for parameters."""
    if isinstance(operation, Execute) and isinstance(operation.statement, str):
        return replace(operation, statement=_PARAMETER.sub(r"\\:", operation.statement))
    return operation


def _execute(style: Style, text: str) -> Piece:
    for_alembic = _PARAMETER.sub(r"\\:", text.replace(r"\:", r"\\:"))
    literal = quoted(for_alembic)
    if "\n" in for_alembic and '"""' not in for_alembic and "\\" not in for_alembic and not for_alembic.endswith('"'):
        literal = f'"""{for_alembic}"""'
    return Piece(tuple(f"{style.op('execute')}({literal})".split("\n")))


# --- rows ---


def _rows(snapshot: Snapshot, style: Style) -> Iterator[Piece]:
    """Yield what writes the rows of each table, those that others refer to first."""
    assert snapshot.rows is not None
    contents = {key: one for key, one in snapshot.rows.items() if key in snapshot.schema.tables}
    check_marks(contents)
    for key in _in_order(snapshot.schema, contents):
        table = snapshot.schema.tables[key]
        if contents[key].rows:
            ordered = replace(contents[key], rows=referred_first(snapshot.schema, key, contents[key]))
            code = laid_out(rows_code(style, key, table, ordered), INDENT)
            lines = [line.removeprefix(" " * INDENT) for line in f"{' ' * INDENT}{code}".split("\n")]
            yield Piece(tuple(lines), ("rows", *key))
        for name, counter in contents[key].counters.items():
            column = table.column(name)
            always = column.identity is not None and column.identity.always and style.dialect.identities
            if counter.is_used and not (always and contents[key].rows):
                place = contents[key].columns.index(name)
                numbers = [row[place] for row in contents[key].rows if isinstance(row[place], int)]
                largest = max(numbers, default=None)
                if style.dialect.key_numbers != "own" and largest is not None and counter.last <= largest:
                    continue
                last = None if counter.last == largest else counter.last
                statement = style.dialect.counted_on(table, column, last)
                if statement is None:
                    raise Unwritten(
                        f"the rows of {shown(key)}",
                        f"{style.dialect.title} has no way to let the keys of {name} go on after them.",
                        "Nothing was written. `--without-rows` leaves all rows out.",
                    )
                yield _execute(style, statement.text)
    for key, number in snapshot.numbers.items():
        step = snapshot.schema.sequences[key].increment or 1
        yield _execute(style, style.dialect.restarted(style.dialect.table_name(key[1], key[0]), number + step))


def _in_order(schema: Schema, contents: Mapping[Key, Contents]) -> list[Key]:
    """Return the tables that have rows, each after those that it refers to; raises Unwritten for a cycle."""
    keys = [key for key in schema.tables if key in contents]
    targets = {
        target: {
            key
            for child, constraint in schema.referring(target[1], target[0])
            if _refers(contents.get(key := schema.key(child.name, child.namespace)), constraint)
        }
        for target in keys
    }
    done: list[Key] = []
    left = keys
    while left:
        ready = [key for key in left if not any(key in targets[other] and other != key for other in left)]
        if not ready:
            named = ", ".join(map(shown, left))
            raise Unwritten(
                "the rows", f"Those of {named} refer to each other.", "Nothing was written. Use `--without-rows`."
            )
        done += ready
        left = [key for key in left if key not in ready]
    return done


def _refers(contents: Contents | None, constraint: ForeignKey) -> bool:
    """Return whether one of the rows refers to another table's: none does by columns that are NULL."""
    if contents is None or not set(constraint.columns) <= set(contents.columns):
        return contents is not None
    places = [contents.columns.index(name) for name in constraint.columns]
    return any(all(row[place] is not None for place in places) for row in contents.rows)


# --- the way back ---


def _taken_away(
    after: Schema, empty: Schema, routines: Sequence[Routine], operations: Sequence[Operation], style: Style
) -> list[Piece]:
    """Return what drops everything; routines go before the tables that they name, and behind those that call them."""
    dialect = style.dialect
    found = difference(after, empty, dialect, ordered=False).operations
    count = next((at for at, one in enumerate(found) if not isinstance(one, Execute)), len(found))
    late = _made_late(routines, operations)
    pieces: list[Piece] = []
    for number, (operation, lines) in enumerate(pieces_of(style, [_for_alembic(one) for one in found], after)):
        if number == count:
            pieces += _drops(late, dialect, style)
        piece = piece_of(operation, lines)
        pieces += [piece] if piece is not None else []
    if count >= len(found):
        pieces += _drops(late, dialect, style)
    others = [one for one in routines if one not in late]
    pieces += _drops(others, dialect, style)
    extensions = [one.name for one in routines if one.kind == "extension"]
    if extensions:
        pieces.append(comment(f"Extensions stay, others may use them: {', '.join(extensions)}."))
    return pieces


def _made_late(routines: Sequence[Routine], operations: Sequence[Operation]) -> list[Routine]:
    """Return the routines that were made behind the tables."""
    places = [at for at, one in enumerate(operations) if not isinstance(one, Execute)]
    if not places:
        return []
    texts = {one.statement for one in operations[places[-1] :] if isinstance(one, Execute)}
    return [
        one
        for one in routines
        if one.kind != "extension" and _PARAMETER.sub(r"\\:", one.statements[0].replace(r"\:", r"\\:")) in texts
    ]


def _drops(routines: Sequence[Routine], dialect: Dialect, style: Style) -> Iterator[Piece]:
    for routine in reversed(routines):
        if routine.kind == "extension":
            continue
        for statement in reversed(routine.statements):
            target = _dropped(routine, statement, dialect)
            if target is not None:
                yield Piece((f"{style.op('execute')}({quoted(f'DROP {routine.kind.upper()} {target}')})",))


def _dropped(routine: Routine, statement: str, dialect: Dialect) -> str | None:
    """Return what DROP names: with its arguments where there are several of one name, or it is an aggregate."""
    words = dialect.lexis.words(statement, 1)
    if words != ["CREATE"]:
        return None
    if len(routine.statements) == 1 and routine.kind != "aggregate":
        return routine.name
    start = statement.find("(")
    depth = 0
    for at in range(max(start, 0), len(statement)):
        depth += (statement[at] == "(") - (statement[at] == ")")
        if depth == 0:
            arguments = re.sub(r"\s+(?:DEFAULT\b|=)[^,)]*", "", statement[start : at + 1], flags=re.IGNORECASE)
            return f"{routine.name}{' '.join(arguments.split())}"
    return routine.name
