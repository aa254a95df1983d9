"""What ``op.get_context()`` and ``alembic.context`` give a script."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy.engine import Connection
from sqlalchemy.engine import Dialect as SADialect
from sqlalchemy.schema import AddConstraint, CreateIndex, CreateTable, DropConstraint, DropIndex, DropTable

from sqlcompile.errors import ScriptError
from sqlcompile.operations.bulk_insert import bulk_insert
from sqlcompile.operations.execute import execute
from sqlcompile.operations.recorder import current, is_offline


class MigrationContext:
    """The running migration's surroundings, with the attributes that Alembic documents.

    Asking for the dialect or the connection tells the run that the script depends on the database.
    """

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

    @classmethod
    def configure(cls, connection: Any = None, **options: Any) -> MigrationContext:  # noqa: ARG003 - Alembic's
        """Return the context of the script that is running, whatever connection it names."""
        context: MigrationContext = current().context()
        context.opts.update(options.get("opts") or {})
        return context

    @property
    def as_sql(self) -> bool:
        """Whether there is no database to ask, as ``context.is_offline_mode()`` says."""
        return is_offline()

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
    def impl(self) -> Implementation:
        """What stands for the database's own operations."""
        return Implementation(self)

    @property
    def config(self) -> Any:
        """The project's options."""
        return self.opts.get("config")

    @property
    def script(self) -> Any:
        """The script directory, where an env.py set one."""
        return self.opts.get("script")

    @property
    def environment_context(self) -> None:
        """There is none: env.py is not running any more."""
        return

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
        execute(sql, execution_options=execution_options)


class Implementation:
    """``op.get_context().impl``: the few of Alembic's inner operations that scripts reach for."""

    def __init__(self, context: MigrationContext) -> None:
        self._context = context

    @property
    def as_sql(self) -> bool:
        """Whether there is no database to ask."""
        return self._context.as_sql

    @property
    def dialect(self) -> SADialect:
        """SQLAlchemy's dialect."""
        return self._context.dialect

    @property
    def __dialect__(self) -> str:
        return self._context.dialect.name

    @property
    def connection(self) -> Connection:
        """The offline connection."""
        return self._context.bind

    @property
    def bind(self) -> Connection:
        """The offline connection."""
        return self._context.bind

    @property
    def transactional_ddl(self) -> bool:
        """Whether the database rolls DDL back."""
        return bool(self._context.dialect.sqlcompile.transactional_ddl)  # type: ignore[attr-defined]

    def execute(self, sql: Any, execution_options: Mapping[str, Any] | None = None) -> None:
        """Write a statement."""
        execute(sql, execution_options=execution_options)

    def static_output(self, text: str) -> None:
        """Write a text as it is."""
        execute(text)

    def create_table(self, table: Any, **kw: Any) -> None:
        """Make a table of SQLAlchemy's and its indexes."""
        execute(CreateTable(table, **kw))
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            execute(CreateIndex(index))

    def drop_table(self, table: Any, **kw: Any) -> None:
        """Drop a table of SQLAlchemy's."""
        execute(DropTable(table, **kw))

    def create_index(self, index: Any, **kw: Any) -> None:
        """Make an index of SQLAlchemy's."""
        execute(CreateIndex(index, **kw))

    def drop_index(self, index: Any, **kw: Any) -> None:
        """Drop an index of SQLAlchemy's."""
        execute(DropIndex(index, **kw))

    def add_constraint(self, const: Any, **kw: Any) -> None:
        """Make a constraint of SQLAlchemy's."""
        execute(AddConstraint(const, **kw))

    def drop_constraint(self, const: Any, **kw: Any) -> None:
        """Drop a constraint of SQLAlchemy's."""
        execute(DropConstraint(const, **kw))

    def bulk_insert(self, table: Any, rows: Any, multiinsert: bool = True) -> None:
        """Insert rows."""
        bulk_insert(table, rows, multiinsert=multiinsert)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        raise ScriptError(
            f"sqlcompile has no stand-in for {name} of Alembic's implementation of a database.",
            hint="The op directives do the same.",
        )
