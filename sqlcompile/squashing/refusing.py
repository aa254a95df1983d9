"""What keeps a history from being squashed: what is not known of it, and what would be lost."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from sqlcompile.autogenerate.leftovers import shown
from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.showing.making import told
from sqlcompile.squashing.replaying import Moments
from sqlcompile.squashing.watching import Unheld

_MOST = 10


def check_known(moments: Moments, dialect: Dialect, assumed: Iterable[str]) -> None:
    """Raise SqlcompileError for tables, views and triggers of which the history does not tell all."""
    _, notes = told(moments.then.schema)
    if notes:
        older = list(assumed)
        hint = "A squash needs all of the schema. `sqlcompile schema` shows what is known."
        if older:
            hint = f"The history has not made {', '.join(older)}; a squash has to make all that is there."
        raise SqlcompileError(f"{dialect.title}: {_listed(notes)}", hint=hint)


def check_rows(moments: Moments, dialect: Dialect) -> None:
    """Raise SqlcompileError, with the place, where the rows that the migrations wrote are not known."""
    doubt = moments.then.doubt
    if doubt is not None:
        raise SqlcompileError(
            f"{dialect.title}: the rows of {shown(doubt.key)} are not known: {doubt}.",
            hint="Nothing was written. `--without-rows` leaves all rows out: then a new database lacks them.",
            location=moments.doubted_at,
        )


def check_raw_sql(unheld: Iterable[Unheld], dialect: Dialect, root: Path) -> None:
    """Raise SqlcompileError for raw SQL whose result would be lost."""
    found = list(unheld)
    if found:
        lines = [f"{one.location.within(root)}: {clause_of(one)}{_short(one.text)}" for one in found]
        raise SqlcompileError(
            f"{dialect.title}: raw SQL does what no schema holds, and would be lost: {_listed(lines)}.",
            hint="Nothing was written. `--keep-raw-sql` copies these statements to the end of the new script, "
            "`--without-raw-sql` leaves them out.",
            location=found[0].location,
        )


def check_clauses(unheld: Iterable[Unheld], dialect: Dialect, root: Path) -> None:
    """Raise SqlcompileError for clauses of statements that cannot be copied: the rest of them is in the schema."""
    found = [one for one in unheld if one.clause]
    if found:
        lines = [f"{one.location.within(root)}: {clause_of(one)}{_short(one.text)}" for one in found]
        raise SqlcompileError(
            f"{dialect.title}: a part of these statements is in no schema, and cannot be copied alone: {_listed(lines)}.",
            hint="Nothing was written. `--without-raw-sql` leaves it out, and says so in the script.",
            location=found[0].location,
        )


def clause_of(one: Unheld) -> str:
    """Return the clause that is meant, for people, where it is not the whole statement."""
    return f"{one.clause} in " if one.clause else ""


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:57]}..."


def _listed(texts: list[str]) -> str:
    more = f"; and {len(texts) - _MOST} more" if len(texts) > _MOST else ""
    return "; ".join(text.rstrip(".") for text in texts[:_MOST]) + more
