"""SQL that a migration writes itself: whether several databases read it alike, and what it is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.diff.model import Reason
from sqlcompile.diff.normal import normal, parsed, quiet
from sqlcompile.diff.titles import shortened


def raw_reasons(left: Dialect, right: Dialect, texts: tuple[str, ...]) -> Iterator[Reason]:
    """Yield why the same texts may mean something else on another database."""
    for text in texts:
        for here, there in _doubts(left.sqlglot_name, right.sqlglot_name, text):
            yield Reason("raw-sql", shortened(text), here, there)


@lru_cache(maxsize=4096)
def _doubts(left: str, right: str, text: str) -> tuple[tuple[str, str], ...]:
    here, there = normal(left, text), normal(right, text)
    if here is None or there is None:
        return ((_analysed(here), _analysed(there)),)
    found = []
    unknown = _unknown_functions(parsed(left, text))
    if unknown:
        found.append((f"calls {', '.join(unknown)}", "nobody looked whether it has such functions"))
    if left != right:
        proposal = transpiled(left, right, text)
        own = transpiled(right, right, text)
        if here != there or (proposal is not None and proposal != own):
            found.append(("reads it its own way", f"would be: {proposal}" if proposal else "reads it in another way"))
    return tuple(found)


def _analysed(text: str | None) -> str:
    return "was not analysed" if text is None else "was analysed"


@lru_cache(maxsize=4096)
def transpiled(left: str, right: str, text: str) -> str | None:
    """Return a statement of one database as sqlglot writes it for another, None where it cannot."""
    import sqlglot  # noqa: PLC0415 - a diff without raw SQL needs none

    tree = parsed(left, text)
    if tree is None:
        return None
    with quiet():
        try:
            return str(tree.sql(dialect=right, unsupported_level=sqlglot.ErrorLevel.RAISE, comments=False))
        except sqlglot.errors.SqlglotError:
            return None


def _unknown_functions(tree: Any) -> list[str]:
    from sqlglot import exp  # noqa: PLC0415

    names = {str(call.this).lower() for call in tree.find_all(exp.Anonymous)}
    return [f"{name}()" for name in sorted(names)]
