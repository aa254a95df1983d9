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
from sqlcompile.operations.recorder import current, running


@contextmanager
def no_traffic() -> Iterator[None]:
    """Refuse every connection that SQLAlchemy is asked to make, for the time of a with block.

    The offline database's own engine does not go that way. A migration that makes an engine for the
    database that it migrates is given that one.
    """

    def refuse(dialect: Any, *_: Any) -> NoReturn:
        raise ScriptError(
            f"The project's code connects to a database ({dialect.name}); a compilation never does.",
            hint="Use op.get_bind() in a migration and the offline branch in env.py, "
            "or leave env.py out with `--no-env`.",
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
        yield
    finally:
        for module in modules:
            module.create_engine = made
        event.remove(Engine, "do_connect", refuse)


def _migrated(url: Any) -> Any:
    """Return the offline engine where a running script means its database: by its kind, or by the project's URL."""
    if not running():
        return None
    context = current().context()
    engine = context.bind.engine
    try:
        same = make_url(url).get_backend_name() == engine.dialect.name
    except ArgumentError:
        return None
    return engine if same or str(url) == str(context.opts.get("url")) else None
