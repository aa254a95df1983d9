"""What writes or holds rows out of sight: routines, rules, triggers, tables that are parts of others."""

from __future__ import annotations

import re
from typing import Any

from sqlcompile.operations.create_table import CreateTable
from sqlcompile.operations.operation import Operation
from sqlcompile.rows.doubts import Doubt
from sqlcompile.rows.text import may_write, mentioned
from sqlcompile.schema.model import Key, Schema

_ROUTINE = re.compile(
    r"\s*CREATE\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:DEFINER\s*=\s*\S+\s+)?(?:FUNCTION|PROC(?:EDURE)?|PACKAGE(?:\s+BODY)?)"
    r"\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w.\"`\[\]]+)",
    re.IGNORECASE,
)
_RULE = re.compile(r"\s*CREATE\s+(?:OR\s+REPLACE\s+)?RULE\b", re.IGNORECASE)
_PARTS = re.compile(r"\bINHERITS?\b|\bPARTITION\s+OF\b|\b(?:ATTACH|DETACH)\s+PARTITION\b", re.IGNORECASE)
_DIVIDED = re.compile(r"\bPARTITION\s+BY\b", re.IGNORECASE)
_TABLE = re.compile(r"\s*(?:CREATE|ALTER)\b[^(;]*\bTABLE\b", re.IGNORECASE)
_TEMPORARY = re.compile(
    r"\s*CREATE\s+(?:GLOBAL\s+|LOCAL\s+)?TEMP(?:ORARY)?\s+TABLE\s+(?:IF\s+NOT\s+EXISTS\s+)?([\w\"`\[\]]+)",
    re.IGNORECASE,
)
_NUMBERS = re.compile(
    r"^\s*ALTER\b.*(\bSEQUENCE\b.*\b(RENAME|INCREMENT|CYCLE)\b|\bRESTART\b|\bAUTO_INCREMENT\s*=)|\bDBCC\s+CHECKIDENT\b|"
    r"^\s*CREATE\b[^;]*?\bTABLE\b[^;]*\bLIKE\b",
    re.IGNORECASE | re.DOTALL,
)
_PLACE = re.compile(
    r"\s*(?:SET\s+(?:SESSION\s+|LOCAL\s+)?(?:search_path|schema)\s*(?:=|TO)?\s*(?P<path>[^;]*)|USE\s+(?P<use>\S+)|"
    r"ALTER\s+SESSION\s+SET\s+CURRENT_SCHEMA\b(?P<session>.*))",
    re.IGNORECASE | re.DOTALL,
)
_DYNAMIC = re.compile(r"\bEXECUTE\b(?!\s+(?:FUNCTION|PROCEDURE)\b)|\bEXEC\s*\(|\bPREPARE\b", re.IGNORECASE)
_CALLED = re.compile(r"\bEXECUTE\s+(?:FUNCTION|PROCEDURE)\s+([\w.\"]+)", re.IGNORECASE)
_HARMLESS = re.compile(
    r"^(pg_\w+|set_config|setval|nextval|currval|lastval|lo_\w+|to_\w+|json\w*|regexp_\w+|array_\w+|uuid_\w+|gen_\w+)$",
    re.IGNORECASE,
)


def numbers_anew(text: str) -> bool:
    """Return whether a raw text may change which key a table generates next."""
    return _NUMBERS.search(text) is not None


def matters(text: str) -> bool:
    """Return whether a raw text makes something that is hidden later."""
    return bool(
        _ROUTINE.match(text)
        or _RULE.match(text)
        or _TEMPORARY.match(text)
        or numbers_anew(text)
        or _elsewhere(text)
        or (_TABLE.match(text) and (_PARTS.search(text) or _DIVIDED.search(text)))
    )


def _elsewhere(text: str) -> bool:
    """Return whether names without a namespace mean something else from here on."""
    found = _PLACE.match(text)
    if found is None:
        return False
    first = (found["path"] or found["use"] or "other").split(",")[0].strip(" ;'\"=")
    return first.lower() not in ("", "public", "default", '"$user"', "$user")


def is_part(operation: Operation) -> bool:
    """Return whether an operation makes a table that shares its rows with others."""
    return isinstance(operation, CreateTable) and any(
        name.endswith(("_partition_by", "_inherits")) and value for name, value in operation.value.options
    )


def _bare(name: str) -> str:
    return name.rpartition(".")[2].strip('"`[]').lower()


class Hidden:
    """What was made so far. ``shared`` are the tables whose rows are seen elsewhere, or elsewhere's here."""

    def __init__(self, *, parts: bool) -> None:
        self._parts = parts
        self._routines: dict[str, str] = {}
        self.shared: dict[Key, Doubt] = {}
        self.everywhere: Doubt | None = None
        """Why the rows of all tables are not known any more."""

    def note(self, text: str, before: Schema, after: Schema) -> None:
        """Take a raw text down."""
        routine = _ROUTINE.match(text)
        if routine is not None:
            name = _bare(routine[1])
            self._routines[name] = self._routines.get(name, "") + text
        if _RULE.match(text):
            self.everywhere = self.everywhere or Doubt("a rule may have changed it")
        if _elsewhere(text):
            self.everywhere = self.everywhere or Doubt(
                "names mean tables of another namespace since a statement before it"
            )
        temporary = _TEMPORARY.match(text)
        if temporary is not None:
            for key in before.tables:
                if key[1].lower() == _bare(temporary[1]):
                    self.shared[key] = Doubt(f"a temporary table hides {key[1]}")
        if _TABLE.match(text) and (_PARTS.search(text) or (_DIVIDED.search(text) and self._parts)):
            for key in mentioned(after, text) | mentioned(before, text):
                self.shared[key] = Doubt(f"{key[1]} shares rows with other tables")

    def note_table(self, operation: CreateTable, schema: Schema) -> None:
        """Take a table down that is part of others."""
        if not self._parts:
            return
        given = " ".join(str(value) for name, value in operation.value.options if name.endswith("_inherits"))
        for key in {schema.key(operation.value.name, operation.value.namespace)} | mentioned(schema, given):
            self.shared[key] = Doubt(f"{key[1]} shares rows with other tables")

    def written_by(self, text: str, schema: Schema) -> set[Key] | None:
        """Return the tables that a trigger or a statement may write through routines, None for any."""
        seen: set[str] = set()
        found, waiting = set(mentioned(schema, text)), [text]
        while waiting:
            body = waiting.pop()
            if _DYNAMIC.search(body):
                return None
            for called in _CALLED.findall(body):
                if _bare(called) not in self._routines:
                    return None
            words = {word.lower() for word in re.findall(r"\w+", body)}
            for name in sorted(words & self._routines.keys() - seen):
                seen.add(name)
                found |= mentioned(schema, self._routines[name])
                waiting.append(self._routines[name])
        return found

    def calls(self, text: str) -> bool:
        """Return whether a statement names a routine of the history that may write."""
        words = {word.lower() for word in re.findall(r"\w+", text)}
        return any(_writes(self._routines[name]) for name in words & self._routines.keys())


def _writes(body: str) -> bool:
    return may_write(re.sub(r"^\s*CREATE\b", "", body, count=1, flags=re.IGNORECASE))


def calls_unknown(tree: Any) -> bool:
    """Return whether a statement calls a function that may do anything."""
    return any(type(node).__name__ == "Anonymous" and not _HARMLESS.match(node.name) for node in tree.walk())
