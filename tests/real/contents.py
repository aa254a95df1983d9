"""All that a database holds: its schema as its own tool writes it, its rows, and its counters."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Sequence

import sqlalchemy as sa

from tests.servers import Database, MariadbServer, PostgresqlServer

Contents = dict[str, list[str]]

_VARIES = re.compile(r"^(?:--|\\(?:un)?restrict |/\*M?!\d+ SET|SET |SELECT pg_catalog\.set_config).*$", re.MULTILINE)
_COUNTERS = {
    "postgresql": "SELECT schemaname, sequencename, last_value FROM pg_sequences ORDER BY 1, 2",
    "mariadb": "SELECT table_name, auto_increment FROM information_schema.tables "
    "WHERE table_schema = DATABASE() AND auto_increment IS NOT NULL ORDER BY 1",
}


def contents(database: Database, varying: Sequence[str] = ()) -> Contents:
    """Return what a database holds; ``varying`` names the columns that are left out, as ``table.column``."""
    engine = database.engine()
    schema = re.sub(r" AUTO_INCREMENT=\d+", "", _VARIES.sub("", dumped(database, rows=False)))
    found = {"schema": [line for line in schema.splitlines() if line.strip()], "counters": _counters(database)}
    with engine.connect().execution_options(no_parameters=True) as connection:
        for table in sorted(sa.inspect(connection).get_table_names()):
            result = connection.exec_driver_sql(f"SELECT * FROM {engine.dialect.identifier_preparer.quote(table)}")
            names = list(result.keys())
            kept = [place for place, name in enumerate(names) if f"{table}.{name}" not in varying]
            found[f"rows of {table}"] = sorted(repr([row[place] for place in kept]) for row in result)
    return found


def dumped(database: Database, *, rows: bool = True) -> str:
    """Return the database as a script that its client runs."""
    server = database.server
    if isinstance(server, PostgresqlServer):
        command = [str(server.psql.with_name("pg_dump")), "--no-owner", server.dsn(database.name)]
        command += [] if rows else ["--schema-only"]
    elif isinstance(server, MariadbServer):
        command = ["mariadb-dump", "--no-defaults", f"--socket={server.socket}", "--user=root", "--skip-comments"]
        command += ["--routines", *([] if rows else ["--no-data"]), database.name]
    else:
        command = ["sqlite3", str(database.url.database), ".dump" if rows else ".schema"]
    done = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", env=server.environment())
    return done.stdout


def differences(one: Contents, other: Contents) -> list[str]:
    """Return a line for each part that is not the same."""
    lines = []
    for part in sorted({*one, *other}):
        left, right = one.get(part, []), other.get(part, [])
        if left != right:
            only = [[line for line in side if line not in rest] for side, rest in ((left, right), (right, left))]
            lines.append(f"{part}: {only[0] or left} | {only[1] or right}"[:2000])
    return lines


def _counters(database: Database) -> list[str]:
    """Return where the generated keys go on."""
    if database.server.dialect != "sqlite":
        return [str(row) for row in database.query(_COUNTERS[database.server.dialect])]
    if not database.query("SELECT 1 FROM sqlite_master WHERE name = 'sqlite_sequence'"):
        return []
    return [str(row) for row in database.query("SELECT name, seq FROM sqlite_sequence ORDER BY 1")]
