"""What a database makes of types and constraints, in words that can be compared with another's.

Each fact has a key; two databases mean the same by a thing where all of its facts are the same text. So
what is the same on two databases is written here, once, and what is one database's own in its file.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

Facts = Mapping[str, str]
"""What a thing is on a database, by the keys of :data:`KEYS`."""
TypeFacts = Sequence[tuple[str, Facts]]
"""For types as they stand in DDL: a pattern for the whole of it, and facts, with ``{1}`` for its first group."""

KEYS: Facts = MappingProxyType(
    {
        "boolean": "what a BOOLEAN holds",
        "integer-range": "which whole numbers fit",
        "number-precision": "how many digits a decimal number keeps",
        "float-precision": "how exact a floating-point number is",
        "text-length": "how long a text may be, in what unit",
        "text-size": "how large a text without a length may be",
        "text-encoding": "which characters a text may have",
        "text-comparison": "whether case and accents count where texts are compared",
        "text-padding": "what becomes of spaces at the end of a CHAR",
        "empty-text": "whether '' is a text or NULL",
        "binary-size": "how many bytes fit",
        "date": "what a DATE holds",
        "time-fraction": "how fine a time is",
        "time-zone": "what becomes of a time zone",
        "time-range": "which times fit",
        "interval": "what an interval is kept as",
        "json": "what becomes of a JSON text",
        "uuid": "what a UUID is kept as",
        "enum": "which values an ENUM takes",
        "type": "a type that only one of them has",
        "null": "whether a column may be NULL",
        "default": "the default of a column",
        "now": "what the time is in a default",
        "generated-key": "whether the database makes the keys",
        "computed": "how a column is computed",
        "comment": "whether a comment is kept",
        "implicit-default": "what rows that are there get in a new column that is NOT NULL",
        "primary-key": "the columns of a primary key",
        "unique": "whether there is a unique constraint",
        "unique-nulls": "whether NULLs are distinct where values must be unique",
        "foreign-key": "whether a foreign key is enforced",
        "on-delete": "what the database does to rows when the row that they refer to goes",
        "on-update": "what the database does to rows when the key that they refer to changes",
        "deferrable": "when a constraint is checked",
        "check": "whether a CHECK is enforced",
        "exclude": "whether there is an exclusion constraint",
        "index": "whether there is an index",
        "index-columns": "what an index is on",
        "index-where": "which rows an index holds",
        "index-include": "which columns an index carries along",
        "index-method": "how an index works, and what queries it serves",
        "name": "what a thing is called",
        "table": "whether there is a table",
        "column": "whether there is a column",
        "sequence": "whether there is a sequence",
        "view": "what a view gives",
        "trigger": "what a trigger does",
        "namespace": "whether there is a schema",
        "transaction": "what a failure leaves behind",
        "raw-sql": "SQL that a migration writes itself, for one database",
        "branch": "what a migration does only on some databases",
    }
)
"""All facts, with what each is about."""

TEXT = "a text"
ANY_NUMBER = "any number of rows with NULL"
ENFORCED = "is enforced"
FAILS = "fails where there are rows"
OF_TYPES = frozenset(key for place, key in enumerate(KEYS) if place <= [*KEYS].index("type"))
"""The facts of types."""

EXACT = "case and accents count"
BIG = "about 1 GB"
MICROSECONDS = "to the microsecond"
SECONDS = "to the second"
AS_WRITTEN = "text, as it was written"
NO_ZONE = "none is kept"
MOMENT = "a moment, shown in the session's time zone"
DAY = "a day"
CHARACTERS = "{1} characters"
BYTES = "{1} bytes"
DIGITS = "exactly {1} digits, {2} after the point"
SINGLE = "single precision"
DOUBLE = "double precision"
SIXTEEN, THIRTY_TWO, SIXTY_FOUR = (f"whole numbers of {bits} bits" for bits in (16, 32, 64))

_COLLATED = re.compile(r"(?P<type>.*?)(?: CHARACTER SET \S+)? COLLATE [\"`\[]?(?P<name>[\w.]+)[\"`\]]?", re.IGNORECASE)
_BINARY = re.compile(r"(?:\w+_)?(?:C|POSIX|BIN2?|BINARY)", re.IGNORECASE)


def type_facts(rules: TypeFacts, text: str) -> Facts:
    """Return the facts of a type as it stands in DDL; of one that no rule knows, that it is itself."""
    collated = _COLLATED.fullmatch(text)
    bare = collated["type"] if collated else text
    for pattern, facts in rules:
        found = re.fullmatch(pattern, bare, re.IGNORECASE)
        if found is not None:
            words = (found[0], *(group or "0" for group in found.groups()))
            said = {key: value.format(*words) for key, value in facts.items()}
            if collated and "text-comparison" in said:
                name = collated["name"]
                said["text-comparison"] = EXACT if _BINARY.fullmatch(name) else f"as the collation {name} says"
            return said
    return {"type": text}
