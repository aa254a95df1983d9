"""Which raw SQL leaves something behind that neither the schema nor the rows hold: rights, policies, settings."""

from __future__ import annotations

import re

from sqlcompile.dialect.contract import Dialect
from sqlcompile.rows.hidden import calls_unknown
from sqlcompile.rows.text import reading
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.schema.model import Schema

_PASSING = frozenset(
    """
    SET PRAGMA ANALYZE ANALYSE VACUUM REINDEX REFRESH LOCK UNLOCK USE COMMIT ROLLBACK SAVEPOINT RELEASE START BEGIN
    ABORT END SHOW EXPLAIN CHECKPOINT DISCARD RESET NOTIFY LISTEN UNLISTEN VALUES DESCRIBE DESC OPTIMIZE FLUSH PRINT
    GO WAITFOR DEALLOCATE PREPARE CLOSE FETCH CHECK REPAIR PURGE DELIMITER EXIT QUIT WHENEVER PROMPT SPOOL CACHE DO
    DECLARE IF WHILE RAISERROR THROW
    """.split()  # noqa: SIM905 - a list of words reads best so
)
"""First words of what ends with its session, and of blocks, which change only rows where they were analysed."""
_ROWS = frozenset(("INSERT", "UPDATE", "DELETE", "MERGE", "REPLACE", "TRUNCATE", "COPY", "LOAD", "BULK", "IMPORT"))
_ROUTINES = frozenset(("FUNCTION", "PROCEDURE", "EXTENSION", "AGGREGATE"))
"""The kinds that are followed elsewhere."""
_HELD = frozenset(("TABLE", "INDEX", "VIEW", "SEQUENCE", "TYPE", "DOMAIN", "SCHEMA", "TRIGGER", "VIRTUAL"))
"""The kinds that a schema holds."""
_DEFINED = _HELD | _ROUTINES | {"EVENT"}
_CONDITIONAL = re.compile(r"\b(?:ADD|DROP)\b.*?\bIF\s+(?:NOT\s+)?EXISTS\b", re.IGNORECASE | re.DOTALL)
_EMPTY = re.compile(r"\b(?:VALIDATE\s+CONSTRAINT|ALTER\s+SEQUENCE\b.*\bRESTART)\b", re.IGNORECASE | re.DOTALL)
"""What changes nothing on tables that were made as they are, or only the numbers that rows show."""
_SETTLED = re.compile(r"\bOWNED\s+BY\b", re.IGNORECASE)
_COUNTER = re.compile(r"\s*ALTER\s+TABLE\s+(\S+)\s+AUTO_INCREMENT\s*=?\s*\d+\s*;?\s*", re.IGNORECASE)
_BETWEEN = frozenset(
    """
    OR REPLACE ALTER TEMP TEMPORARY UNIQUE GLOBAL LOCAL UNLOGGED RECURSIVE CONSTRAINT FORCE CLUSTERED NONCLUSTERED
    FULLTEXT SPATIAL BITMAP MATERIALIZED
    """.split()  # noqa: SIM905
)
"""What may stand between a verb and the kind of what it makes."""
_PARTS = ("enums", "sequences", "views", "triggers", "namespaces", "domains")


def leaves_something(dialect: Dialect, text: str, before: Schema, after: Schema) -> bool:
    """Return whether a statement did more than the schema, the routines and the rows show.

    ``before`` and ``after`` are the schemas around it.
    """
    if after.not_analysed > before.not_analysed:
        return object_named(dialect, text)[1] not in _ROUTINES
    words = dialect.lexis.words(text, 3)
    first = words[0].upper() if words else ""
    if not first or first in _PASSING or first in _ROWS:
        return False
    if first in ("SELECT", "WITH", "PERFORM"):
        return _calls(dialect, text, before)
    verb, kind, _ = object_named(dialect, text)
    if kind in _ROUTINES and verb in ("CREATE", "ALTER", "DROP"):
        return False
    if _differs(before, after):
        return False
    if kind not in _HELD:
        return True
    return not (verb in ("DROP", "CREATE") or _CONDITIONAL.search(text) or _changes_nothing(text))


def _changes_nothing(text: str) -> bool:
    return _EMPTY.search(text) is not None and _SETTLED.search(text) is None


def _differs(before: Schema, after: Schema) -> bool:
    """Return whether a schema is another one: what the statement did is in it."""
    if after is before:
        return False
    if any(before.tables.get(key) != after.tables.get(key) for key in after.keys_differing(before)):
        return True
    return any(getattr(before, part) != getattr(after, part) for part in _PARTS)


def _calls(dialect: Dialect, text: str, schema: Schema) -> bool:
    """Return whether a query calls what may do anything; its own rows nobody sees."""
    try:
        return bool(calls_unknown(reading(text, dialect, schema).tree))
    except Untranslatable:
        return True


def object_named(dialect: Dialect, text: str) -> tuple[str, str, str]:
    """Return the verb of a statement, the kind of object that it is about and its name, as far as they show."""
    pieces = [piece.text for piece in dialect.lexis.significant(text)][:24]
    words = [piece.upper() for piece in pieces]
    if not words:
        return "", "", ""
    at = 1
    while at < len(words) and words[at] in _BETWEEN:
        at += 1
    if words[at : at + 1] == ["DEFINER"]:
        at = next((place for place in range(at, len(words)) if words[place] in _DEFINED), at)
    kind = words[at] if at < len(words) else ""
    at += 1
    while at < len(words) and words[at] in ("IF", "NOT", "EXISTS", "CONCURRENTLY"):
        at += 1
    name = words[at : at + 1]
    while words[at + 1 : at + 2] == ["."]:
        name += words[at + 1 : at + 3]
        at += 2
    return words[0], kind, "".join(name)


def counted_table(text: str) -> str | None:
    """Return the name of the table whose next key a statement sets and does nothing else, None for any other."""
    found = _COUNTER.fullmatch(text)
    return None if found is None else re.sub(r"[`\"\[\]]", "", found[1]).rpartition(".")[2]
