"""What two schemas differ in that no operation changes, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from sqlcompile.autogenerate.columns import differing
from sqlcompile.autogenerate.forms import Forms
from sqlcompile.autogenerate.objects import sequence_form
from sqlcompile.autogenerate.parts import Part, missing, parts_of
from sqlcompile.autogenerate.views import triggers_of
from sqlcompile.schema.model import Index, Key, Schema, Table

SEQUENCES_CALLED = "the sequences of its columns are called"
"""What a table that was renamed has of its own: one that is made anew cannot have them, and works as well."""


def leftovers(forms: Forms, found: Schema, wanted: Schema, *, ordered: bool = True) -> Iterator[str]:
    """Yield a sentence for each difference between what operations lead to and what they should lead to.

    The order of columns is one where it is ``ordered``.
    """
    for key in sorted({*found.tables, *wanted.tables}, key=_sorted):
        here, there = found.tables.get(key), wanted.tables.get(key)
        if here is there:
            continue
        if here is None or there is None:
            table = here or there
            if table is not None and is_compared(table):
                yield f"The table {shown(key)} is {'missing' if here is None else 'not dropped'}."
        elif is_compared(here) and is_compared(there):
            for sentence in _of_table(forms, (found, here), (wanted, there), ordered=ordered):
                yield f"{shown(key)}: {sentence}"
    yield from _objects(found, wanted)


def is_compared(table: Table) -> bool:
    """Return whether a table is known as a whole, and outlives its session."""
    words = " ".join(table.prefixes).upper().split()
    return table.complete and not {"TEMP", "TEMPORARY"} & set(words) and not table.name.startswith("#")


def shown(key: Key) -> str:
    """Return a name as people say it."""
    return ".".join(part for part in key if part)


def _sorted(key: Key) -> tuple[str, str]:
    return (key[0] or "", key[1])


def _of_table(forms: Forms, here: tuple[Schema, Table], there: tuple[Schema, Table], *, ordered: bool) -> Iterator[str]:
    (_, table), (_, other) = here, there
    names = [column.name for column in table.columns], [column.name for column in other.columns]
    if set(names[0]) != set(names[1]):
        yield f"its columns are {', '.join(names[0])}, not {', '.join(names[1])}."
        return
    for column in table.columns:
        properties = differing(forms, (table, column), (other, other.column(column.name)))
        if properties:
            yield f"the column {column.name} differs still in: {', '.join(properties)}."
    if ordered and names[0] != names[1]:
        yield f"its columns stay in another order: {', '.join(names[0])}, not {', '.join(names[1])}."
    parts = parts_of(forms, *here), parts_of(forms, *there)
    yield from (f"{_called(part)} is not dropped." for part in missing(*parts))
    yield from (f"{_called(part)} is not made." for part in missing(parts[1], parts[0]))
    if forms.comment(table.comment) != forms.comment(other.comment):
        yield "its comment differs still."
    counters = [sorted(forms.dialect.implied_sequences(one)) for one in (table, other)]
    if counters[0] != counters[1]:
        yield f"{SEQUENCES_CALLED} {', '.join(counters[0])}, not {', '.join(counters[1])}."
    for what in ("options", "prefixes"):
        mine, its = getattr(table, what), getattr(other, what)
        if what == "options":
            mine, its = forms.options(mine), forms.options(its)
        if mine != its:
            yield f"its {what} differ, and are not changed."


def _called(part: Part) -> str:
    kind = "index" if isinstance(part.item, Index) else f"{part.item.kind} constraint"
    name = f" {part.item.name}" if part.item.name else ""
    return f"the {kind}{name} on ({', '.join(part.item.column_names)})"


def _objects(found: Schema, wanted: Schema) -> Iterator[str]:
    for kind, mine, its in (
        ("type", found.enums, wanted.enums),
        ("sequence", found.sequences, wanted.sequences),
        ("view", found.views, wanted.views),
    ):
        for key in sorted(mine.keys() ^ its.keys(), key=_sorted):
            yield f"The {kind} {shown(key)} is {'not dropped' if key in mine else 'missing'}."
    triggers = triggers_of(found).keys(), triggers_of(wanted).keys()
    for table, name in sorted(triggers[0] ^ triggers[1], key=str):
        how = "not dropped" if (table, name) in triggers[0] else "missing"
        yield f"The trigger {name} of {shown(table)} is {how}."
    for key in sorted(found.enums.keys() & wanted.enums.keys(), key=_sorted):
        if found.enums[key] != wanted.enums[key]:
            yield f"The type {shown(key)} has other values still."
    for key in sorted(found.domains.keys() & wanted.domains.keys(), key=_sorted):
        one, other = found.domains[key], wanted.domains[key]
        if (one is None) != (other is None) or (one is not None and str(one) != str(other)):
            yield f"The domain {shown(key)} may differ, and is not changed."
    for key in sorted(found.sequences.keys() & wanted.sequences.keys(), key=_sorted):
        if sequence_form(found.sequences[key]) != sequence_form(wanted.sequences[key]):
            yield f"The sequence {shown(key)} counts otherwise, and is not changed."
    for name in sorted(set(found.namespaces) ^ set(wanted.namespaces)):
        yield f"The namespace {name} is {'not dropped' if name in found.namespaces else 'missing'}."
