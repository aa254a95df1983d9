"""SQL that a migration writes itself: whether several databases read it alike, and what it is elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.transpiling import parsed, tokens_of, transpiled
from sqlcompile.diff.expressions import divides, neutral, own_functions, unknown_functions
from sqlcompile.diff.model import Reason
from sqlcompile.diff.normal import normal, same
from sqlcompile.diff.titles import shortened


def raw_reasons(left: Dialect, right: Dialect, mine: tuple[str, ...], others: tuple[str, ...]) -> Iterator[Reason]:
    """Yield why texts may mean something else on another database, where both have some."""
    if not mine or not others:
        return
    if mine != others and not (same(left, mine, right, others) or _same_rows(left, mine, right, others)):
        yield Reason("raw-sql", shortened(mine[0]), "; ".join(map(shortened, mine)), "; ".join(map(shortened, others)))
        return
    if left.name == right.name:
        return
    for text, other in zip(mine, others, strict=True):
        for here, there in _doubts(left, right, text) if text == other else _doubtful(left, right, text):
            yield Reason("raw-sql", shortened(text), here, there)


_COMPARES = re.compile(r"\bWHERE\b.*(?:=|<>|\bIN\s*\()\s*N?'", re.IGNORECASE | re.DOTALL)
_LIKE = re.compile(r"\bLIKE\b", re.IGNORECASE)
_EMPTY = re.compile(r"(?<!')''(?!')")


def value_reasons(left: Dialect, right: Dialect, texts: Iterable[str]) -> Iterator[Reason]:
    """Yield what the values in statements mean on one database and not on the other."""
    cases = [_case(one, ignored=one.ignores_case) for one in (left, right)]
    likes = [_case(one, ignored=one.like_ignores_case) for one in (left, right)]
    nulls = left.meaning.empty_is_null, right.meaning.empty_is_null
    told = [(pattern, one) for pattern, one in ((_COMPARES, cases), (_LIKE, likes)) if one[0] != one[1]]
    if not told and nulls[0] == nulls[1]:
        return
    for text in texts:
        ways = next((one for pattern, one in told if pattern.search(text)), None)
        if ways is not None:
            yield Reason("text-comparison", shortened(text), *ways)
        if nulls[0] != nulls[1] and _EMPTY.search(text):
            here, there = ("'' is NULL" if one else "'' is a text" for one in nulls)
            yield Reason("empty-text", shortened(text), here, there)


def _case(dialect: Dialect, *, ignored: bool) -> str:
    if not ignored:
        return "case counts"
    return "the case of ASCII letters does not count" if dialect.meaning.native else "case does not count"


def _same_rows(left: Dialect, mine: tuple[str, ...], right: Dialect, others: tuple[str, ...]) -> bool:
    """Return whether texts change rows, and sqlglot writes them alike for no database in particular."""
    if len(mine) != len(others) or not all(_CHANGES.match(text) for text in (*mine, *others)):
        return False
    pairs = [
        (normal(left.sqlglot_name, one), normal(right.sqlglot_name, other))
        for one, other in zip(mine, others, strict=True)
    ]
    return all(one is not None and one == other for one, other in pairs)


_CHANGES = re.compile(r"\s*(?:INSERT|UPDATE|DELETE)\b", re.IGNORECASE)


def _doubts(left: Dialect, right: Dialect, text: str) -> tuple[tuple[str, str], ...]:
    """Return what may be wrong with a text that both are given: all of it that nobody knows to be right."""
    here, there = left.sqlglot_name, right.sqlglot_name
    if left.meaning.assigns_in_order != right.meaning.assigns_in_order and _sees_assigned(here, text):
        orders = left.meaning.assigns_in_order, right.meaning.assigns_in_order
        return ((_sight(orders[0]), _sight(orders[1])),)
    if _is_portable(here, text) or _PLAIN.fullmatch(text):
        return ()
    mine, others = parsed(here, text), parsed(there, text)
    if not mine or not others:
        return ((_analysed(mine), _analysed(others)),)
    found = _doubtful(left, right, text)
    if here != there:
        proposal = transpiled(here, there, text)
        alike = [*map(neutral, mine)] == [*map(neutral, others)]
        spelled = divides(mine) or (proposal is not None and _words(here, text) == _words(there, proposal))
        if not alike or not spelled:
            found = (*found, ("as it stands", f"would be: {proposal}" if proposal else "reads it in another way"))
    return found


_NAME = r"(?!(?:user|level|row\w*|current\w*|session\w*|sys\w*)\b)[a-z_]\w*"
_NAMES = rf"{_NAME}(?:\s*,\s*{_NAME})*"
_PLAIN = re.compile(
    rf"\s*(?:CREATE\s+(?:UNIQUE\s+)?INDEX\s+\w+\s+ON\s+\w+\s*\(\s*{_NAMES}\s*\)"
    r"|ALTER\s+TABLE\s+\w+\s+ADD\s+\w+\s+(?:INTEGER|SMALLINT)"
    rf"|CREATE\s+VIEW\s+\w+\s+AS\s+SELECT\s+{_NAMES}\s+FROM\s+\w+(?:\s+WHERE\s+{_NAME}\s*[<>=]\s*\d+)?)\s*;?\s*",
    re.IGNORECASE,
)
"""DDL that all databases read alike: what it makes of the schema, the schema says."""


def _sight(in_order: bool) -> str:
    return "an assignment sees those before it" if in_order else "all assignments see the row as it was"


@lru_cache(maxsize=4096)
def _sees_assigned(dialect: str, text: str) -> bool:
    """Return whether a text has an UPDATE that reads a column which it assigned before."""
    from sqlglot import exp  # noqa: PLC0415

    if "," not in text or text.lstrip()[:6].upper() != "UPDATE":
        return False
    for tree in parsed(dialect, text):
        assigned: set[str] = set()
        for assignment in tree.expressions if isinstance(tree, exp.Update) else ():
            read = {column.name.lower() for column in assignment.expression.find_all(exp.Column)}
            if read & assigned:
                return True
            assigned.add(assignment.this.name.lower())
    return False


def _doubtful(left: Dialect, right: Dialect, text: str) -> tuple[tuple[str, str], ...]:
    """Return what is in a text that databases may have in ways of their own, or not at all."""
    mine = parsed(left.sqlglot_name, text)
    calls = unknown_functions(mine)
    if left.sqlglot_name != right.sqlglot_name:
        calls = list(dict.fromkeys((*calls, *own_functions(left, mine), *own_functions(right, mine))))
    found = []
    if calls:
        found.append(
            (f"calls {', '.join(f'{name}()' for name in calls)}", "may do it in another way, or have no such thing")
        )
    sequences = left.sa.supports_sequences and right.sa.supports_sequences
    whole = left.meaning.whole_division, right.meaning.whole_division
    if whole[0] != whole[1] and divides(mine):
        here, there = ("divides whole numbers to whole ones" if one else "divides with fractions" for one in whole)
        found.append((here, there))
    clauses = [
        *_own_kinds(mine, sequences=sequences),
        *_conditions(left, right, mine),
        *_own_words(left.sqlglot_name, text),
    ]
    found.extend((clause, "may do it in another way, or have no such thing") for clause in dict.fromkeys(clauses))
    return tuple(found)


_KINDS = frozenset(("SELECT", "INSERT", "UPDATE", "DELETE", "UNION", "CREATE", "DROP", "ALTER"))
_OBJECTS = frozenset(("TABLE", "VIEW", "INDEX"))


def _own_kinds(trees: Iterable[Any], *, sequences: bool) -> Iterator[str]:
    """Yield the statements that are no part of what all databases have."""
    for tree in trees:
        word, kind = tree.key.upper(), str(tree.args.get("kind") or "").upper()
        if word not in _KINDS:
            yield f"is {word}"
        elif word in ("CREATE", "DROP", "ALTER") and kind not in _OBJECTS and not (sequences and kind == "SEQUENCE"):
            yield f"is {word} {kind}".rstrip()


def _conditions(left: Dialect, right: Dialect, trees: Iterable[Any]) -> Iterator[str]:
    """Yield IF [NOT] EXISTS where one of the databases has it not."""
    both = left.native_if & right.native_if
    for tree in trees:
        if tree.args.get("exists") and f"{tree.key} {str(tree.args.get('kind')).lower()}" not in both:
            yield "IF NOT EXISTS" if tree.key == "create" else "IF EXISTS"


def _own_words(dialect: str, text: str) -> list[str]:
    """Return the words of a text that even MySQL and MariaDB do not share."""
    return [token.text.upper() for token in tokens_of(dialect, text) if token.token_type.name in _OWN_WORDS]


_OWN_WORDS = frozenset(("ARROW", "DARROW", "RETURNING"))


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
