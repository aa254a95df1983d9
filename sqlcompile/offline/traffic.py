"""No connection leaves while a project's code runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import event
from sqlalchemy.engine import Engine

from sqlcompile.errors import ScriptError
from sqlcompile.operations.recorder import refused


@contextmanager
def no_traffic() -> Iterator[None]:
    """Refuse every connection that SQLAlchemy is asked to make, for the time of a with block.

    The offline database's own engine does not go that way. An engine for SQLite is refused as well: it is
    the migrations' own database more often than not, and its answers would be of whatever file is there.
    A file that a script opens with ``sqlite3`` itself is a file that it reads, as any other.
    """

    def refuse(dialect: Any, *_: Any) -> NoReturn:
        raise refused(
            ScriptError(
                f"The project's code connects to a database ({dialect.name}); a compilation never does.",
                hint="Use op.get_bind() in a migration and the offline branch in env.py, "
                "or leave env.py out with `--no-env`.",
            )
        )

    event.listen(Engine, "do_connect", refuse)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", refuse)
