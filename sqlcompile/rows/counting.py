"""Statements that set, name or draw the numbers by which keys are counted."""

from __future__ import annotations

import re

RESTARTED = re.compile(
    r"\s*ALTER\s+SEQUENCE\s+(?:IF\s+EXISTS\s+)?(\S+)\s+RESTART\s+(?:(?:START\s+)?WITH\s+)?(\d+)\s*;?\s*$", re.IGNORECASE
)
"""A sequence that goes on with a number."""
CALLED_ANEW = re.compile(
    r"\s*ALTER\s+SEQUENCE\s+(?:IF\s+EXISTS\s+)?(\S+)\s+RENAME\s+TO\s+(\S+?)\s*;?\s*$", re.IGNORECASE
)
"""A sequence that gets another name."""
AFTER_LARGEST = re.compile(
    r"\s*ALTER\s+TABLE\s+([\w.\"]+)\s+MODIFY\s*\(\s*([\w\"]+)\s+GENERATED\b[^()]*"
    r"\(\s*START\s+WITH\s+(LIMIT\s+VALUE|\d+)\s*\)\s*\)\s*;?\s*$",
    re.IGNORECASE,
)
"""Oracle's way to let an identity go on with a number, or after the largest value (SQL Language Reference, identity_options)."""
OF_TABLE = re.compile(r"\bpg_get_serial_sequence\s*\(\s*'([^']+)'", re.IGNORECASE)
"""PostgreSQL's way to name the sequence of a column (functions-info)."""
MOVED_ON = re.compile(r"\s*ALTER\s+TABLE\s+(\S+)\s+AUTO_INCREMENT\s*=?\s*(\d+)\s*;?\s*$", re.IGNORECASE)
"""MySQL's way to let a table's keys go on with a number (alter-table)."""
MOVED_BEHIND = re.compile(
    r"\s*INSERT\s+OR\s+REPLACE\s+INTO\s+(?:\S+\.)?sqlite_sequence\b[^']*'((?:[^']|'')+)'\s*\)\s*,\s*'[^']+'\s*,\s*(\d+)\s*\)\s*;?\s*$",
    re.IGNORECASE,
)
"""How a script lets AUTOINCREMENT of SQLite go on behind a number (autoinc)."""
DRAWN = re.compile(r"\s*SELECT\s+nextval\s*\(\s*'([^']+)'(?:\s*::\s*regclass)?\s*\)\s*;?\s*$", re.IGNORECASE)
"""A query that only takes a number of a sequence (functions-sequence)."""
