"""No connection leaves while a project's code runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NoReturn

from sqlalchemy import event
from sqlalchemy.engine import Engine

from sqlcompile.errors import ScriptError


@contextmanager
def no_traffic() -> Iterator[None]:
    """Refuse every connection that SQLAlchemy is asked to make, for the time of a with block.

    The offline database's own engine does not go that way.
    """

    def refuse(dialect: Any, *_: Any) -> NoReturn:
        raise ScriptError(
            f"The project's code connects to a database ({dialect.name}); a compilation never does.",
            hint="Use op.get_bind() in a migration and the offline branch in env.py, "
            "or leave env.py out with `--no-env`.",
        )

    event.listen(Engine, "do_connect", refuse)
    try:
        yield
    finally:
        event.remove(Engine, "do_connect", refuse)
