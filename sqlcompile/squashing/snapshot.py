"""What a replay has made at one moment, and how two such moments differ."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlcompile.autogenerate.difference import difference
from sqlcompile.autogenerate.leftovers import shown
from sqlcompile.compiling.run import Run
from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.contents import Contents, TableDoubtful
from sqlcompile.rows.unknown import marked
from sqlcompile.schema.model import Key, Schema
from sqlcompile.showing.model import Routine
from sqlcompile.squashing.leaving import counted_table
from sqlcompile.squashing.row_order import by_reference
from sqlcompile.squashing.watching import Past, Unheld

_MADE_ANEW = re.compile(
    r"\d{4}-\d\d-\d\d(?:[ T]\d\d:\d\d:\d\d\S*)?|[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}|[0-9a-f]{32,}",
    re.IGNORECASE,
)
"""A time, a UUID, a long key in hexadecimal digits."""
_SEQUENCES = ": the sequences of its columns are called"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The schema without the version table, the routines, raw SQL that is in neither, and the rows.

    ``rows`` is None where they are not known: ``doubt`` says why then.
    """

    schema: Schema
    routines: tuple[Routine, ...]
    unheld: tuple[Unheld, ...]
    rows: Mapping[Key, Contents] | None
    doubt: TableDoubtful | None = None
    renamed: Mapping[str, str] = field(default_factory=dict)
    """The sequences that raw SQL gave another name: the schema calls those of columns as they were made."""
    numbers: Mapping[Key, int] = field(default_factory=dict)
    """The last numbers of the sequences that stand by themselves and have given some."""
    counters: tuple[Unheld, ...] = ()
    """The statements that set the next keys of tables: understood, but neither in the schema nor in the rows."""
    counters_alone: tuple[Unheld, ...] = ()
    """Those that do it where the rows are left out."""


def snapshot(run: Run, past: Past) -> Snapshot:
    """Return what a replay has made so far."""
    namespace, name = run.surroundings.version_table
    version = run.schema.key(name, namespace)
    schema = replace(run.schema.without_table(name, namespace), not_analysed=0, script=None)
    counters = past.counters(schema)
    unheld = tuple(one for one in past.unheld if one not in counters)
    try:
        rows = run.row_store.contents(run.schema, version)
    except TableDoubtful as doubt:
        return Snapshot(
            schema, past.routines, unheld, None, doubt, past.renamed, counters=counters, counters_alone=counters
        )
    alone = counters + past.sequence_counters(schema, {key for key, one in rows.items() if one.rows})
    known = {name.lower() for (_, name), one in rows.items() if one.counters}
    counters = tuple(one for one in counters if counted_table(one.text) not in known)
    counters += past.sequence_counters(schema, rows.keys())
    numbers = run.row_store.sequence_numbers(run.schema)
    return Snapshot(schema, past.routines, unheld, rows, None, past.renamed, numbers, counters, alone)


def differences(
    found: Snapshot, wanted: Snapshot, dialect: Dialect, *, with_rows: bool, anew: bool = False
) -> list[str]:
    """Return sentences on what is other than it should be.

    ``anew`` says that scripts wrote rows in both replays: then a time, or a random key, may be another one each time.
    """
    said = list(dict.fromkeys(schema_differences(found.schema, wanted.schema, dialect)))
    said = [text for text in said if _SEQUENCES not in text] + list(_sequence_differences(found, wanted, dialect))
    mine, its = ({(one.kind, one.name): one.statements for one in each.routines} for each in (found, wanted))
    for kind, name in sorted(mine.keys() ^ its.keys()):
        said.append(f"the {kind} {name} is {'there' if (kind, name) in mine else 'missing'}")
    for key in sorted(mine.keys() & its.keys()):
        if [_plain(text) for text in mine[key]] != [_plain(text) for text in its[key]]:
            said.append(f"the {key[0]} {key[1]} is another one")
    if with_rows and found.rows is not None and wanted.rows is not None:
        mine_rows, its_rows = (_comparable(each.schema, each.rows) for each in (found, wanted))
        said += _row_differences(mine_rows, its_rows, anew=anew)
        if dict(found.numbers) != dict(wanted.numbers):
            said.append("the sequences go on with other numbers")
    elif with_rows and (found.rows is None) != (wanted.rows is None):
        doubt = found.doubt or wanted.doubt
        said.append(f"the rows are known in one of the two histories only: {doubt}")
    return said


def schema_differences(found: Schema, wanted: Schema, dialect: Dialect, *, ordered: bool = True) -> Iterator[str]:
    """Yield what would have to be done to make one schema of the other, and what no operation does."""
    left = difference(found, wanted, dialect, ordered=ordered)
    known = difference(wanted, wanted, dialect, ordered=ordered).notes
    yield from (f"{note.rstrip('.')}" for note in left.notes if note not in known)
    for operation in left.operations:
        table = getattr(operation, "table", None) or getattr(operation, "statement", "")
        yield f"{type(operation).__name__} {str(table)[:80]}".strip()


def _sequence_differences(found: Snapshot, wanted: Snapshot, dialect: Dialect) -> Iterator[str]:
    """Yield the tables whose columns count by sequences of other names."""
    for key in found.schema.tables.keys() & wanted.schema.tables.keys():
        mine, its = (
            sorted(one.renamed.get(name, name) for name in dialect.implied_sequences(one.schema.tables[key]))
            for one in (found, wanted)
        )
        if mine != its:
            yield f"the sequences of {shown(key)} are called {', '.join(mine)}, not {', '.join(its)}"


def _plain(text: str) -> str:
    return " ".join(text.split())


def _comparable(schema: Schema, rows: Mapping[Key, Contents] | None) -> dict[Key, Contents]:
    return {
        key: replace(one, rows=by_reference(schema, key, one)) if key in schema.tables else one
        for key, one in (rows or {}).items()
    }


def _row_differences(found: Mapping[Key, Contents], wanted: Mapping[Key, Contents], *, anew: bool) -> Iterator[str]:
    for key in sorted({*found, *wanted}, key=str):
        one, other = found.get(key), wanted.get(key)
        if one is None or other is None:
            given = one or other
            what = "rows" if given is not None and given.rows else "keys that go on after rows that are gone"
            yield f"the table {shown(key)} has {what if other is None else f'no {what}'}"
            continue
        if len(one.rows) != len(other.rows) or set(one.columns) != set(other.columns):
            yield f"the table {shown(key)} has {len(one.rows)} rows, not {len(other.rows)}"
            continue
        differing = [name for name in other.columns if not _same_column(one, other, name, anew=anew)]
        if differing:
            yield f"the rows of {shown(key)} differ in {', '.join(differing)}"
        for name in sorted({*one.counters, *other.counters}):
            if not _go_on_alike(one, other, name):
                yield f"the next key of {shown(key)}.{name} is another one"


def columns_made_anew(found: Snapshot, again: Snapshot) -> list[str]:
    """Return the columns whose values are other ones where the same scripts run again: a clock's, or random ones."""
    columns = []
    for key, one in (found.rows or {}).items():
        other = (again.rows or {}).get(key)
        if other is None or len(other.rows) != len(one.rows) or other.columns != one.columns:
            columns.append(shown(key))
            continue
        columns += [f"{shown(key)}.{name}" for name in one.columns if not _same_column(one, other, name, anew=False)]
    return columns


def _same_column(one: Contents, other: Contents, name: str, *, anew: bool) -> bool:
    pairs = zip(_column(one, name), _column(other, name), strict=True)
    return all(mine == its or (anew and _is_made_anew(mine) and _is_made_anew(its)) for mine, its in pairs)


def _is_made_anew(value: object) -> bool:
    """Return whether Python's clock, or its random numbers, may have made a value."""
    return isinstance(value, str) and _MADE_ANEW.fullmatch(value) is not None


def _column(contents: Contents, name: str) -> list[object]:
    place = contents.columns.index(name)
    return [_value(row[place]) for row in contents.rows]


def _value(value: object) -> object:
    """Return what a mark stands for, in one form; any other value as it is."""
    made = marked(value)
    return value if made is None else ("made", " ".join(made.upper().split()))


def _go_on_alike(one: Contents, other: Contents, name: str) -> bool:
    mine, its = one.counters.get(name), other.counters.get(name)
    return mine is not None and its is not None and mine.last == its.last
