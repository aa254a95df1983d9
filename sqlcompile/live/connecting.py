"""Reaching a database by a URL."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator

import sqlalchemy as sa
from sqlalchemy.engine import URL

from sqlcompile.dialect.contract import Dialect


@contextlib.contextmanager
def opened(url: URL, dialect: Dialect) -> Iterator[sa.Connection]:
    """Give a connection on which a script's own BEGIN and COMMIT are all the transactions that there are.

    It is a new one and is closed afterwards, so that nothing of its session stays.
    """
    level = "AUTOCOMMIT" if dialect.client.autocommits else None
    options = {} if level is None else {"isolation_level": level}
    engine = sa.create_engine(url, poolclass=sa.NullPool, **options)
    with engine.connect() as connection:
        yield connection
