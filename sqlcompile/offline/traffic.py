"""No connection leaves while a project's code runs."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, NoReturn

import sqlalchemy
from sqlalchemy import event
from sqlalchemy.engine import Engine, create, make_url
from sqlalchemy.exc import ArgumentError

from sqlcompile.errors import ScriptError
from sqlcompile.offline.drivers import drivers_refuse
from sqlcompile.operations.recorder import current, refused, running


@contextmanager
def no_traffic() -> Iterator[None]:
    """Refuse every connection that SQLAlchemy or a database's driver is asked to make, for the time of a with block.

    The offline database's own engine does not go that way. A migration that makes an engine for the
    database that it migrates is given that one. An engine for another SQLite file is refused as well: its
    answers would be of whatever is there. A file that a script opens with ``sqlite3`` itself is a file
    that it reads, as any other.
    """

    def refuse(dialect: Any, *_: Any) -> NoReturn:
        raise refused(
            ScriptError(
                f"The project's code connects to a database ({dialect.name}); a compilation never does.",
                hint="Use op.get_bind() in a migration and the offline branch in env.py, "
                "or leave env.py out with `--no-env`.",
            )
        )

    made: Any = create.create_engine

    @wraps(made)
    def create_engine(url: Any, **options: Any) -> Any:
        return _migrated(url) or made(url, **options)

    modules: tuple[Any, ...] = (create, sqlalchemy, sqlalchemy.engine)
    event.listen(Engine, "do_connect", refuse)
    try:
        for module in modules:
            module.create_engine = create_engine
        with drivers_refuse():
            yield
    finally:
        for module in modules:
            module.create_engine = made
        event.remove(Engine, "do_connect", refuse)


def _migrated(url: Any) -> Any:
    """Return the offline engine where a running script means its own database: by the project's URL."""
    if not running():
        return None
    context = current().context()
    own = (context.opts.get("url"), context.config and context.config.get_main_option("sqlalchemy.url"))
    try:
        meant = make_url(url) in [make_url(known) for known in own if known]
    except ArgumentError:
        return None
    return context.bind.engine if meant else None
