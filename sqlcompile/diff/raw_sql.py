"""SQL that a migration writes itself: whether several databases read it alike, and what it is elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.transpiling import parsed, transpiled
from sqlcompile.diff.model import Reason
from sqlcompile.diff.normal import normal
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
    unknown = _unknown_functions(parsed(left, text)[0])
    if unknown:
        found.append((f"calls {', '.join(unknown)}", "nobody looked whether it has such functions"))
    if left != right:
        proposal = transpiled(left, right, text)
        if here != there or proposal is None or _words(left, text) != _words(right, proposal):
            found.append(("as it stands", f"would be: {proposal}" if proposal else "reads it in another way"))
    return tuple(found)


_SYNONYMS = {"!=": "<>", "integer": "int", "numeric": "decimal"}
"""What sqlglot writes anew though databases take both."""


def _words(dialect: str, text: str) -> list[str]:
    """Return the words of a text, but for what quotes a name, and for case where it is no literal."""
    from sqlglot import tokens  # noqa: PLC0415 - a diff without raw SQL needs none
    from sqlglot.dialects.dialect import Dialect as Grammar  # noqa: PLC0415

    words = []
    for token in Grammar.get_or_raise(dialect).tokenize(text):
        literal = token.token_type in (tokens.TokenType.STRING, tokens.TokenType.NATIONAL_STRING)
        word = f"'{token.text}'" if literal else token.text.lower()
        words.append(_SYNONYMS.get(word, word))
    while words and words[-1] == ";":
        words.pop()
    return words


def _analysed(text: str | None) -> str:
    return "was not analysed" if text is None else "was analysed"


def _unknown_functions(tree: Any) -> list[str]:
    from sqlglot import exp  # noqa: PLC0415

    names = {str(call.this).lower() for call in tree.find_all(exp.Anonymous)}
    return [f"{name}()" for name in sorted(names)]
