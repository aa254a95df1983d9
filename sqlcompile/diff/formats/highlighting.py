"""SQL as HTML with its words in colours, by pygments."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from pygments.lexer import Lexer
from pygments.lexers import get_lexer_by_name
from pygments.token import Comment, Keyword, Name, Number, Operator, String, _TokenType
from pygments.util import ClassNotFound

from sqlcompile.diff.formats.markup import shown

_CLASSES: Final = (
    (Comment, "co"),
    (Keyword.Type, "ty"),
    (Name.Builtin, "ty"),
    (Name.Class, "ty"),  # what the lexer of SQL Server calls them
    (Name.Constant, "kw"),
    (Operator.Word, "kw"),
    (Keyword, "kw"),
    (String.Name, ""),
    (String, "st"),
    (Number, "nu"),
)
# a lexer's patterns take more than their share of time on a text that nobody reads in colours anyway
_LONGEST: Final = 200_000


class Highlighter:
    """Highlights each text of each syntax once, however often it is asked for."""

    def __init__(self) -> None:
        self._lexers: dict[str, Lexer | None] = {}
        self._markup: dict[tuple[str, str], str] = {}
        self._classes: dict[_TokenType, str] = {}

    def markup(self, syntax: str, text: str) -> str:
        """Return text as HTML, highlighted as what pygments calls ``syntax``; not at all where it knows no such."""
        found = self._markup.get((syntax, text))
        if found is None:
            found = self._markup[syntax, text] = "".join(self._spans(syntax, text))
        return found

    def _spans(self, syntax: str, text: str) -> Iterator[str]:
        for name, value in self._merged(syntax, text):
            yield f'<span class="{name}">{shown(value)}</span>' if name else shown(value)

    def _merged(self, syntax: str, text: str) -> Iterator[tuple[str, str]]:
        """Yield class and text with neighbours of one class as one: a page of half as many elements."""
        current, merged, gap = "", "", ""
        for name, value in self._tokens(syntax, text):
            if not name and value.isspace():
                gap += value
            elif name == current:
                merged += gap + value
                gap = ""
            else:
                yield current, merged
                yield "", gap
                current, merged, gap = name, value, ""
        yield current, merged
        yield "", gap

    def _tokens(self, syntax: str, text: str) -> list[tuple[str, str]]:
        lexer = self._lexer(syntax) if len(text) <= _LONGEST else None
        if lexer is None:
            return [("", text)]
        # not get_tokens(), which changes line ends and strips
        tokens = [(self._class(kind), value) for _, kind, value in lexer.get_tokens_unprocessed(text)]
        return tokens if "".join(value for _, value in tokens) == text else [("", text)]

    def _lexer(self, syntax: str) -> Lexer | None:
        if syntax not in self._lexers:
            try:
                self._lexers[syntax] = get_lexer_by_name(syntax) if syntax else None
            except ClassNotFound:
                self._lexers[syntax] = None
        return self._lexers[syntax]

    def _class(self, kind: _TokenType) -> str:
        name = self._classes.get(kind)
        if name is None:
            name = self._classes[kind] = next((name for parent, name in _CLASSES if parent in kind.split()), "")
        return name
