"""What ``op.get_context()`` and ``alembic.context`` give a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.engine import Dialect as SADialect


class MigrationContext:
    """The running migration's surroundings, with the attributes that Alembic documents.

    Asking for the dialect or the connection tells the run that the script depends on the database.
    """

    as_sql = True

    def __init__(
        self,
        bind: Callable[[], Connection],
        dialect: Callable[[], SADialect],
        autocommit: Callable[[], Any],
        options: Mapping[str, Any],
        version_table: tuple[str | None, str],
        rows: Callable[[], tuple[str, ...]],
    ) -> None:
        self._bind = bind
        self._dialect = dialect
        self._autocommit = autocommit
        self._rows = rows
        self.opts = dict(options)
        self.version_table_schema, self.version_table = version_table

    @property
    def bind(self) -> Connection:
        """The offline connection."""
        return self._bind()

    @property
    def connection(self) -> Connection:
        """The offline connection."""
        return self._bind()

    @property
    def dialect(self) -> SADialect:
        """SQLAlchemy's dialect."""
        return self._dialect()

    @property
    def config(self) -> Any:
        """The configuration, where an env.py set one."""
        return self.opts.get("config")

    @property
    def script(self) -> Any:
        """The script directory, where an env.py set one."""
        return self.opts.get("script")

    @contextmanager
    def autocommit_block(self) -> Iterator[None]:
        """Put what happens in a with block outside of the transaction."""
        with self._autocommit():
            yield

    @contextmanager
    def begin_transaction(self, _per_migration: bool = False) -> Iterator[None]:
        """Do nothing: the script's transactions are the compiler's business."""
        yield

    def get_current_revision(self) -> str | None:
        """Return the one row of the version table before this revision, None at base."""
        rows = self._rows()
        return rows[0] if len(rows) == 1 else None

    def get_current_heads(self) -> tuple[str, ...]:
        """Return the rows of the version table before this revision."""
        return self._rows()

    def execute(self, sql: Any, execution_options: Mapping[str, Any] | None = None) -> None:
        """Write a statement, as ``op.execute`` does."""
        from sqlcompile.operations.execute import execute

        execute(sql, execution_options=execution_options)
