"""Walking over the tokens of one statement."""

from __future__ import annotations

from collections.abc import Iterator

from sqlcompile.schema.model import Key
from sqlcompile.schema.reading.flavor import Flavor
from sqlcompile.schema.reading.tokens import NAME, NUMBER, STRING, WORD, Token, name_value, string_value


class Unread(Exception):
    """Raised inside this package where a statement says something that is not understood."""


def closings(tokens: list[Token]) -> dict[int, int]:
    """Return the index of the closing parenthesis for that of each opening one."""
    found: dict[int, int] = {}
    opened: list[int] = []
    for index, token in enumerate(tokens):
        if token.word == "(":
            opened.append(index)
        elif token.word == ")" and opened:
            found[opened.pop()] = index
    return found


class Cursor:
    """A place in the tokens of a statement; ``at`` is the index of the next one, ``stop`` the end."""

    def __init__(
        self, text: str, tokens: list[Token], flavor: Flavor, closing: dict[int, int], at: int, stop: int
    ) -> None:
        self.text = text
        self.tokens = tokens
        self.flavor = flavor
        self.closing = closing
        self.at = at
        self.stop = stop

    @classmethod
    def over(cls, text: str, tokens: list[Token], flavor: Flavor) -> Cursor:
        """Return a cursor at the beginning of these tokens of a text."""
        return cls(text, tokens, flavor, closings(tokens), 0, len(tokens))

    def part(self, start: int, stop: int) -> Cursor:
        """Return a cursor of its own over some of the tokens."""
        return Cursor(self.text, self.tokens, self.flavor, self.closing, start, stop)

    @property
    def done(self) -> bool:
        """Whether nothing is left."""
        return self.at >= self.stop

    def token(self, ahead: int = 0) -> Token | None:
        """Return a token ahead, or None."""
        index = self.at + ahead
        return self.tokens[index] if index < self.stop else None

    def word(self, ahead: int = 0) -> str:
        """Return an unquoted word or a sign ahead in capitals, else an empty text."""
        index = self.at + ahead
        return self.tokens[index].word if index < self.stop else ""

    def sees(self, *words: str) -> bool:
        """Return whether these words come next."""
        return all(self.word(ahead) == word for ahead, word in enumerate(words))

    def accept(self, *words: str) -> bool:
        """Go past these words if they come next; return whether they did."""
        if self.sees(*words):
            self.at += len(words)
            return True
        return False

    def accept_any(self, *words: str) -> str:
        """Go past one of these words; return it, or an empty text."""
        word = self.word()
        if word and word in words:
            self.at += 1
            return word
        return ""

    def expect(self, *words: str) -> None:
        """Go past these words; raises Unread if they do not come next."""
        if not self.accept(*words):
            raise Unread(words)

    def skip(self) -> None:
        """Go past one token, or past a whole group in parentheses."""
        closing = self.closing.get(self.at) if self.word() == "(" else None
        self.at = min(self.stop, self.at + 1 if closing is None else closing + 1)

    def skip_to(self, *words: str) -> bool:
        """Go to the next of these words outside of parentheses; return whether there is one."""
        while not self.done and self.word() not in words:
            self.skip()
        return not self.done

    def sees_name(self) -> bool:
        """Return whether a name comes next."""
        token = self.token()
        return token is not None and (
            token.kind in (NAME, WORD) or (token.kind == STRING and self._names_by_string(token))
        )

    def _names_by_string(self, token: Token) -> bool:
        """Return whether a string stands for a name, as SQLite and ANSI mode of MySQL let it."""
        return token.text[0] == '"' or (self.flavor.rowid_alias and token.text[0] == "'")

    def name(self) -> str:
        """Go past a name and return it as SQLAlchemy spells it; raises Unread."""
        token = self.token()
        if token is None or not self.sees_name():
            raise Unread("a name")
        self.at += 1
        name = string_value(token, self.flavor) if token.kind == STRING else name_value(token, self.flavor)
        limit = self.flavor.cuts_names_at
        return name if limit is None or len(name) * 4 <= limit else name.encode()[:limit].decode(errors="ignore")

    def parts(self) -> list[str]:
        """Go past a name with dots and return its parts; raises Unread."""
        names = [self.name()]
        while self.word() == ".":
            self.at += 1
            if self.word() == ".":  # T-SQL's database..table
                continue
            names.append(self.name())
        return names

    def key(self) -> Key:
        """Go past a name with its namespace; raises Unread."""
        *before, name = self.parts()
        return (before[-1] if before and before[-1] != self.flavor.main_namespace else None, name)

    def string(self) -> str:
        """Go past a string and return its value; raises Unread."""
        token = self.token()
        if token is None or token.kind != STRING:
            raise Unread("a string")
        self.at += 1
        return string_value(token, self.flavor)

    def number(self) -> int | None:
        """Go past a whole number with its sign and return it; None where none comes next."""
        signs = 1 if self.word() in ("-", "+") else 0
        token = self.token(signs)
        if token is None or token.kind != NUMBER or not token.text.isdigit():
            return None
        negative = self.word() == "-"
        self.at += signs + 1
        return -int(token.text) if negative else int(token.text)

    def group(self) -> Cursor:
        """Go past a group in parentheses and return a cursor over what is in it; raises Unread."""
        closing = self.closing.get(self.at)
        if self.word() != "(" or closing is None or closing >= self.stop:
            raise Unread("(")
        inner = self.part(self.at + 1, closing)
        self.at = closing + 1
        return inner

    def names(self) -> tuple[str, ...]:
        """Go past a group of names, of which each may say more (a length, an order); raises Unread."""
        return tuple(item.name() for item in self.group().items())

    def items(self) -> Iterator[Cursor]:
        """Yield a cursor over each part between commas, up to the end."""
        while not self.done:
            start = self.at
            self.skip_to(",")
            if self.at > start:
                yield self.part(start, self.at)
            self.at += 1

    def raw(self, start: int | None = None, stop: int | None = None) -> str:
        """Return the text of some tokens as it was written; of all that is left by default."""
        start = self.at if start is None else start
        stop = self.stop if stop is None else stop
        if start >= stop:
            return ""
        return self.text[self.tokens[start].start : self.tokens[stop - 1].end]

    def if_exists(self) -> bool:
        """Go past IF EXISTS or IF NOT EXISTS; return whether it was there."""
        return self.accept("IF", "NOT", "EXISTS") or self.accept("IF", "EXISTS")
