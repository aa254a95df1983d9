"""What statements make for their session alone: settings, temporary tables, variables.

Where a script goes on in another session, settings are made again. What else was gone with the session
cannot be: where what is left of the script names it, there is an error.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConfigError
from sqlcompile.scripts.placing import SETTING, Event

_OF_SQLITE = re.compile(r"(?:ATTACH|DETACH)\b|PRAGMA\s+(?:\w+\s*\.\s*)?\w+\s*=", re.IGNORECASE)
"""Its settings, which do nothing, or fail, inside of a transaction (pragma, lang_attach)."""

_NO_SETTING = re.compile(
    r"SET\s+(?:LOCAL|TRANSACTION|CONSTRAINTS|STATEMENT|PASSWORD|GLOBAL|PERSIST|@(?!@))|PRAGMA.*\b(?:user_version|application_id)\b",
    re.IGNORECASE,
)
"""What ends with the transaction, or stays in the database, or is a statement with a setting of its own."""

_ELSEWHERE = re.compile(r"(?:USE|DETACH)\b|.*(?:search_path|CURRENT_SCHEMA)", re.IGNORECASE | re.DOTALL)
"""The settings that say where names without a namespace are looked up."""

_TEMPORARY = r"CREATE\s+(?:OR\s+REPLACE\s+)?(?:(?:LOCAL|PRIVATE)\s+)?TEMP(?:ORARY)?\s+"
_NAME = r"(?:IF\s+NOT\s+EXISTS\s+)?(?:[\w\"`\[\]]+\s*\.\s*)?([\"`\[][^\"`\]]+[\"`\]]|[\w$#]+)"
_MADE = tuple(
    re.compile(pattern, re.IGNORECASE | re.DOTALL)
    for pattern in (
        rf"{_TEMPORARY}(?:TABLE|VIEW|RECURSIVE\s+VIEW|SEQUENCE)\s+{_NAME}",
        r"CREATE\s+TABLE\s+(#\w+)",
        r"SELECT\b.*?\bINTO\s+(?:TEMP(?:ORARY)?\s+(?:TABLE\s+)?)([\w\"]+)",
        r"SELECT\b.*?\bINTO\s+(#\w+)",
        r"(?:PREPARE|DECLARE)\s+(@?[\w\"`]+)",
    )
)
# of a GLOBAL temporary table Oracle keeps all but the rows
_SOMETHING = re.compile(rf"{_TEMPORARY}|CREATE\s+(?:GLOBAL\s+TEMP|TRIGGER\s+TEMP\s*\.)", re.IGNORECASE)
_VARIABLES = re.compile(r"(?:SET|SELECT)\b.*@", re.IGNORECASE | re.DOTALL)
_VARIABLE = re.compile(r"(?<!@)(@\w+)\s*:?=|\bINTO\s+(@\w+(?:\s*,\s*@\w+)*)", re.IGNORECASE)
_MIXED = re.compile(r"SET\b.*,\s*(?!@\w)[@\w.]+\s*:?=", re.IGNORECASE | re.DOTALL)
"""A setting together with a variable."""
_DROPPED = re.compile(
    rf"(?:DROP\s+(?:(TEMPORARY)\s+)?(?:TABLE|VIEW|SEQUENCE)\s+(?:IF\s+EXISTS\s+)?|DEALLOCATE\s+(?:PREPARE\s+)?){_NAME}",
    re.IGNORECASE,
)
_EXECUTABLE = re.compile(r"/\*M?!\d*(.*?)\*/", re.DOTALL)

_ROUTINES = frozenset(("call", "exec"))
"""The words that run a routine: it may need anything."""

NAMELESS = ""
"""What has no name that later statements need, such as a trigger."""


@dataclass
class Session:
    """Follows the statements of a script; ``kept`` says that what was done so far stays, with no session."""

    lexis: Lexis
    settings: list[Statement] = field(default_factory=list)
    """The settings that the part which stays has made."""
    lost: dict[str, Event] = field(default_factory=dict)
    """What that part had made otherwise, by names."""
    elsewhere: bool = False
    """Whether names may have meant something else, for a part of it."""
    _settings: list[Statement] = field(default_factory=list)
    _made: dict[str, Event] = field(default_factory=dict)

    def take(self, event: Event) -> None:
        """Follow a statement."""
        if event.statement is None or event.kind != "statement":
            return
        text = self._code(event.statement.text)
        dropped = _DROPPED.match(text)
        if dropped is not None:
            self._made.pop(_plain(dropped[2]), None)
        self._made.update(dict.fromkeys(made_by(text), event))
        if (SETTING.match(text) or _OF_SQLITE.match(text)) and not _NO_SETTING.match(text):
            self._settings = [one for one in self._settings if one.text != event.statement.text]
            self._settings.append(event.statement)
            self.elsewhere = self.elsewhere or _ELSEWHERE.match(text) is not None

    def kept(self, *, moved: bool) -> None:
        """Take all so far as done for good; ``moved`` says that the revision is done, too."""
        if moved:
            self._made.pop(NAMELESS, None)
        self.settings, self.lost = list(self._settings), dict(self._made)

    def again(self) -> Iterator[Event]:
        """Yield what makes the settings again."""
        for one in self.settings:
            yield Event("statement", statement=one)

    def check(self, events: Iterable[Event]) -> None:
        """Raise ConfigError where what is left needs what the session had."""
        for event in events:
            if not self.lost:
                return
            if event.statement is not None and event.kind == "statement":
                self._check(self._code(event.statement.text))

    def _check(self, text: str) -> None:
        dropped = _DROPPED.match(text)
        words = {word.lower() for word in re.findall(r"@?[\w$#]+", text)}
        for name, event in list(self.lost.items()):
            if _sets(text, name) or (dropped is not None and dropped[1] and _plain(dropped[2]) == name):
                del self.lost[name]  # from here on it is as in the session that is gone
            elif name in words or name == NAMELESS or words & _ROUTINES or re.fullmatch(r"[@#]?\w+", name) is None:
                raise _lost(event)

    def _code(self, text: str) -> str:
        """Return a text without comments, but with what the database runs of them."""
        if self.lexis.executable_comments:
            text = _EXECUTABLE.sub(r" \1 ", text)
        return "".join(" " if piece.kind == "comment" else piece.text for piece in self.lexis.scan(text)).strip()


def made_by(text: str) -> list[str]:
    """Return the names of what a statement makes for its session alone, in lower case.

    A name is NAMELESS where later statements may need the thing without naming it.
    """
    for pattern in _MADE:
        found = pattern.match(text)
        if found is not None:
            return [_plain(found[1])]
    if _SOMETHING.match(text):
        return [NAMELESS]
    if not _VARIABLES.match(text):
        return []
    names = [name.strip().lower() for one in _VARIABLE.findall(text) for name in "".join(one).split(",")]
    return [*names, NAMELESS] if names and _MIXED.match(text) else names


def _sets(text: str, name: str) -> bool:
    """Return whether a statement gives a variable or a prepared statement a new value, which is not of the old one."""
    named = re.findall(re.escape(name), text, re.IGNORECASE)
    return name in made_by(text) and not _SOMETHING.match(text) and len(named) == 1


def _plain(name: str) -> str:
    return name.strip('"`[]').lower()


def _lost(event: Event) -> ConfigError:
    assert event.statement is not None
    first = " ".join(event.statement.text.split())[:60]
    return ConfigError(
        f"What this made was gone with its session, so the rest of the script cannot go on from it: {first}.",
        hint="Do by hand what is left of this revision, and go on from the next one.",
        location=event.location,
    )
