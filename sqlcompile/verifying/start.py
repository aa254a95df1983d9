"""Bringing a scratch database to where a history starts: its baseline."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy.engine import Connection
from sqlalchemy.exc import DBAPIError

from sqlcompile.compiling.baseline import dump_text
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.dump import parts_of
from sqlcompile.errors import ConfigError, Location
from sqlcompile.live.secrets import server_words
from sqlcompile.project.native_config import MODULE


def load_baseline(connection: Connection, dialect: Dialect, source: str) -> None:
    """Run the statements of a dump; what is the client's own is left out, the rows behind COPY with it.

    Raises ConfigError for a baseline that is no file of SQL, and with the line for what the server refuses.
    """
    if MODULE.fullmatch(source):
        raise ConfigError(
            f"The baseline {source} is no SQL, and a scratch database starts from a dump.",
            hint=f"Give what the database's own client says of its schema: --baseline {dialect.name}=FILE.",
        )
    path = Path(source)
    quiet = connection.execution_options(no_parameters=True)
    for part in parts_of(dialect, dump_text(path), path):
        copies = dialect.client.copies_data and dialect.lexis.words(part.text, 1) == ["COPY"]
        if part.is_command or copies or dialect.makes_itself(part.text):
            continue
        try:
            quiet.exec_driver_sql(part.text)
        except DBAPIError as error:
            words = server_words(error.orig or error, connection.engine.url)
            raise ConfigError(
                f"The server refuses this statement of the baseline: {words}",
                hint="Dump it from a database of the same kind and version.",
                location=Location(path, part.line),
            ) from None
