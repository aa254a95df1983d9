"""SQL that a migration writes itself: whether several databases read it alike, and what it is elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.transpiling import parsed, tokens_of, transpiled
from sqlcompile.diff.model import Reason
from sqlcompile.diff.titles import shortened


def raw_reasons(left: Dialect, right: Dialect, texts: tuple[str, ...]) -> Iterator[Reason]:
    """Yield why the same texts may mean something else on another database."""
    for text in texts:
        for here, there in _doubts(left.sqlglot_name, right.sqlglot_name, text):
            yield Reason("raw-sql", shortened(text), here, there)


_COMPARES = re.compile(r"\bWHERE\b.*(?:=|<>|\bLIKE|\bIN\s*\()\s*N?'", re.IGNORECASE | re.DOTALL)
_EMPTY = re.compile(r"(?<!')''(?!')")


def value_reasons(left: Dialect, right: Dialect, texts: Iterable[str]) -> Iterator[Reason]:
    """Yield what the values in statements mean on one database and not on the other."""
    cases = left.ignores_case, right.ignores_case
    nulls = left.meaning.empty_is_null, right.meaning.empty_is_null
    if cases[0] == cases[1] and nulls[0] == nulls[1]:
        return
    for text in texts:
        if cases[0] != cases[1] and _COMPARES.search(text):
            here, there = ("case does not count" if one else "case counts" for one in cases)
            yield Reason("text-comparison", shortened(text), here, there)
        if nulls[0] != nulls[1] and _EMPTY.search(text):
            here, there = ("'' is NULL" if one else "'' is a text" for one in nulls)
            yield Reason("empty-text", shortened(text), here, there)


@lru_cache(maxsize=4096)
def _doubts(left: str, right: str, text: str) -> tuple[tuple[str, str], ...]:
    if _is_portable(left, text):
        return ()
    mine, others = parsed(left, text), parsed(right, text)
    if not mine or not others:
        return ((_analysed(mine), _analysed(others)),)
    found = []
    unknown = _unknown_functions(mine)
    if unknown:
        found.append((f"calls {', '.join(unknown)}", "nobody looked whether it has such functions"))
    if left != right:
        proposal = transpiled(left, right, text)
        if mine != others or proposal is None or _words(left, text) != _words(right, proposal):
            found.append(("as it stands", f"would be: {proposal}" if proposal else "reads it in another way"))
    return tuple(found)


_SYNONYMS = {"!=": "<>", "integer": "int", "numeric": "decimal"}
"""What sqlglot writes anew though databases take both."""


@lru_cache(maxsize=4096)
def _words(dialect: str, text: str) -> list[str]:
    """Return the words of a text, but for what quotes a name, and for case where it is no literal."""
    words = []
    for token in tokens_of(dialect, text):
        literal = token.token_type.name in ("STRING", "NATIONAL_STRING")
        word = f"'{token.text}'" if literal else token.text.lower()
        words.append(_SYNONYMS.get(word, word))
    while words and words[-1] == ";":
        words.pop()
    return words


_EVERYWHERE = frozenset(
    [
        "UPDATE",
        "SET",
        "WHERE",
        "INSERT",
        "INTO",
        "VALUES",
        "DELETE",
        "FROM",
        "AND",
        "OR",
        "NOT",
        "IS",
        "NULL",
        "IN",
        "EQ",
        "NEQ",
        "LT",
        "GT",
        "LTE",
        "GTE",
        "VAR",
        "STRING",
        "NUMBER",
        "COMMA",
        "L_PAREN",
        "R_PAREN",
        "DOT",
        "PLUS",
        "DASH",
        "STAR",
        "SEMICOLON",
    ]
)
"""The kinds of words, as sqlglot calls them, that every database reads alike."""


@lru_cache(maxsize=4096)
def _is_portable(dialect: str, text: str) -> bool:
    """Return whether a text is a change of rows with nothing in it but names, values and what is standard SQL."""
    before = ["", ""]
    tokens = tokens_of(dialect, text)
    for token in tokens:
        kind = token.token_type.name
        if kind not in _EVERYWHERE or (kind == "STRING" and ("\\" in token.text or before[1] == "VAR")):
            return False
        if kind == "L_PAREN" and before[1] == "VAR" and before[0] not in ("INTO", "DOT"):
            return False  # a function
        before = [before[1], kind]
    return bool(tokens)


def _analysed(trees: list[Any]) -> str:
    return "was analysed" if trees else "was not analysed"


def _unknown_functions(trees: list[Any]) -> list[str]:
    from sqlglot import exp  # noqa: PLC0415

    names = {str(call.this).lower() for tree in trees for call in tree.find_all(exp.Anonymous)}
    return [f"{name}()" for name in sorted(names)]
