"""Which raw SQL leaves something behind that neither the schema nor the rows hold: rights, policies, settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from sqlcompile.dialect.contract import Dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.operations.create_index import CreateIndex
from sqlcompile.operations.create_table import CreateTable
from sqlcompile.rows.counting import MOVED_ON, RESTARTED
from sqlcompile.rows.hidden import calls_unknown
from sqlcompile.rows.text import reading
from sqlcompile.rows.unknown import Untranslatable
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import Schema, Table

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
_WHERE_MISSING = re.compile(r"\bIF\s+NOT\s+EXISTS\b|\bOR\s+(?:REPLACE|ALTER)\b", re.IGNORECASE)
_CLAUSES = frozenset(
    ("TABLESPACE", "PARTITION", "PARTITIONED", "INHERITS", "COMPRESSION", "COMPRESSED", "STORAGE", "INVISIBLE", "OWNED")
)
_CLAUSE_PAIRS = frozenset((("WITH", "("), ("ON", "COMMIT"), ("ORGANIZATION", "INDEX")))
"""What a statement may say of storage and visibility that a schema need not hold."""
_PERSISTENT = re.compile(
    r"\s*PRAGMA\s+(?:\w+\s*\.\s*)?"
    r"(?:user_version|application_id|journal_mode|auto_vacuum|page_size|encoding|schema_version)\s*[=(]",
    re.IGNORECASE,
)
"""The settings that SQLite keeps in the file (pragma.html)."""
_SETVAL = re.compile(
    r"\s*SELECT\s+setval\s*\(\s*'([^']+)'(?:\s*::\s*regclass)?\s*,\s*\d+\s*(?:,\s*\w+\s*)?\)\s*;?\s*", re.IGNORECASE
)
_DRAWN = re.compile(r"\bnextval\s*\(|\bNEXT\s+VALUE\s+FOR\b|\.\s*NEXTVAL\b|\blo_\w+\s*\(", re.IGNORECASE)
"""What takes a number of a sequence (functions-sequence), or makes a large object (lo-funcs), in a query."""
_BETWEEN = frozenset(
    """
    OR REPLACE ALTER TEMP TEMPORARY UNIQUE GLOBAL LOCAL UNLOGGED RECURSIVE CONSTRAINT FORCE CLUSTERED NONCLUSTERED
    FULLTEXT SPATIAL BITMAP MATERIALIZED
    """.split()  # noqa: SIM905
)
"""What may stand between a verb and the kind of what it makes."""
_PARTS = ("enums", "sequences", "views", "triggers", "namespaces", "domains")


def left_behind(dialect: Dialect, text: str, before: Schema, after: Schema) -> str | None:
    """Return what a statement did more than the schema, the routines and the rows show: None for nothing.

    ``before`` and ``after`` are the schemas around it. An empty text is all of it; else it is the clause that the
    schema does not have.
    """
    if _leaves_something(dialect, text, before, after):
        return ""
    verb, kind, _ = object_named(dialect, text)
    if verb in ("CREATE", "ALTER") and kind in ("TABLE", "INDEX", "SEQUENCE") and _differs(before, after):
        return _lost_clause(dialect, text, before, after)
    return None


def _lost_clause(dialect: Dialect, text: str, before: Schema, after: Schema) -> str | None:
    """Return the first clause of storage that a statement has, and the making of what it made does not."""
    given = _clauses(dialect, text)
    if not given:
        return None
    made: set[str] = set()
    for key in after.keys_differing(before):
        table = after.tables.get(key)
        if table is None:
            continue
        try:
            for statement in _making(dialect, table, after):
                made |= _clauses(dialect, statement)
        except SqlcompileError:
            continue
    return next(iter(sorted(given - made)), None)


def _making(dialect: Dialect, table: Table, schema: Schema) -> Iterator[str]:
    """Yield the statements that make a table and its indexes."""
    for statement in dialect.statements(CreateTable(sa_table(table)), Schema(schema.default_namespace)):
        yield statement.text
    for index in table.indexes:
        for statement in dialect.statements(CreateIndex(table.name, table.namespace, index), schema):
            yield statement.text


def _clauses(dialect: Dialect, text: str) -> set[str]:
    """Return the clauses of storage that a text has, by their first words."""
    pieces = [piece.text.upper() for piece in dialect.lexis.significant(text) if piece.kind != "quoted"]
    found = {word for word in pieces if word in _CLAUSES}
    pairs = set(pairwise(pieces))
    found |= {f"{one} {other}".removesuffix(" (") for one, other in pairs if (one, other) in _CLAUSE_PAIRS}
    return found


def _leaves_something(dialect: Dialect, text: str, before: Schema, after: Schema) -> bool:
    if after.not_analysed > before.not_analysed:
        return object_named(dialect, text)[1] not in _ROUTINES
    words = dialect.lexis.words(text, 3)
    first = words[0].upper() if words else ""
    if first == "PRAGMA":
        return _PERSISTENT.match(text) is not None
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
    if verb == "CREATE":
        return _WHERE_MISSING.search(text) is None
    return not (verb == "DROP" or _CONDITIONAL.search(text) or _changes_nothing(text))


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
    """Return whether a query calls what may do anything, or draws a number; its own rows nobody sees."""
    if _DRAWN.search(text) is not None:
        return True
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
    return _name_in(MOVED_ON.match(text))


def counted_sequence(text: str) -> str | None:
    """Return the name of the sequence that a statement sets to a number, None for any other."""
    return _name_in(RESTARTED.match(text) or _SETVAL.fullmatch(text))


def _name_in(found: re.Match[str] | None) -> str | None:
    return None if found is None else re.sub(r"[`\"\[\]]", "", found[1]).rpartition(".")[2].lower()
