"""What a database makes of types and constraints, in words that can be compared with another's.

Each fact has a key; two databases mean the same by a thing where all of its facts are the same text. So
what is the same on two databases is written here, once, and what is one database's own in its file.

The facts say which values a thing holds, how they are compared and what is enforced, as a database is when
it is new: in the SQL mode of a new server, with the collation of its default, MySQL's and MariaDB's databases in
utf8mb4. They do not say how a value of another type is converted when it is put in.
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
        "text-comparison": "whether case, accents and spaces at the end count where texts are compared",
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
        "generated-key": "whether the database makes the keys, and how it counts",
        "reused-key": "whether the key of a deleted row is made again",
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
        "index-columns": "what an index is on, in what order",
        "index-where": "which rows an index holds",
        "index-include": "which columns an index carries along",
        "index-method": "how an index works and is kept, and what queries it serves",
        "option": "what else a table or a constraint is made with",
        "name": "what a thing is called",
        "table": "whether there is a table",
        "column": "whether there is a column",
        "sequence": "whether there is a sequence, and how it counts",
        "view": "what a view gives",
        "trigger": "what a trigger does",
        "namespace": "what a schema is",
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

OWN = ""
"""Stands where a type has what all of the database have: what ``Dialect.facts`` says of the key."""
EXACT = "case and accents count"
PADDED = "case and accents count, spaces at the end do not"
ALL_CHARACTERS = "every character"
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
FINITE = ", no NaN and no infinity"
SIXTEEN, THIRTY_TWO, SIXTY_FOUR = (f"whole numbers of {bits} bits" for bits in (16, 32, 64))

_CLAUSES = re.compile(
    r"(?P<type>.*?)(?: CHARACTER SET (?P<characters>\w+))?(?: COLLATE [\"`\[]?(?P<collation>[\w.-]+)[\"`\]]?)?",
    re.IGNORECASE,
)


def type_facts(rules: TypeFacts, text: str, own: Facts, title: str) -> Facts:
    """Return the facts of a type as it stands in DDL.

    A rule for "COLLATE name" is for a collation, one for "CHARACTER SET name" for a character set. ``own`` are the
    facts of the database, for the rules that say ``OWN``. A type that no rule knows is the database's own, which
    ``title`` names: the same words may mean something else to another.
    """
    clauses = _CLAUSES.fullmatch(text)
    assert clauses is not None  # it takes every text
    said = _ruled(rules, clauses["type"], own)
    if said is None:
        return {"type": f"{text}, as {title} has it"}
    if clauses["characters"] and "text-encoding" in said:
        name = f"CHARACTER SET {clauses['characters']}"
        said.update(_ruled(rules, name, own) or {"text-encoding": f"those of {clauses['characters']}"})
    if clauses["collation"] and "text-comparison" in said:
        name = clauses["collation"]
        said.update(_ruled(rules, f"COLLATE {name}", own) or {"text-comparison": f"as {title}'s collation {name} says"})
    return said


def _ruled(rules: TypeFacts, text: str, own: Facts) -> dict[str, str] | None:
    for pattern, facts in rules:
        found = re.fullmatch(pattern, text, re.IGNORECASE)
        if found is not None:
            words = (found[0], *(group or "0" for group in found.groups()))
            return {key: value.format(*words) if value != OWN else own[key] for key, value in facts.items()}
    return None
