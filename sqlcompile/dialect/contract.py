"""What a database's file in ``dialects/`` must say.

One instance stands for one database at one version. Everything that is special about the
database is a class attribute or an overridden method of its class; operations ask, and never
look at the name.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from typing import Any, ClassVar, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import Dialect as SADialect
from sqlalchemy.schema import CreateTable as SACreateTable
from sqlalchemy.sql.elements import ClauseElement
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.compilers import MarkedCompiler, ScriptDDLCompiler
from sqlcompile.dialect.literals import Literals
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.statement import Statement
from sqlcompile.errors import ConfigError, ConstraintNotFound, SqlcompileError, UnsupportedOperation
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.model import Column, Constraint, Schema, ServerDefault, Table

Method = TypeVar("Method", bound=Callable[..., Any])

_COMPILER = re.compile(r"Compiler <.*?> can't render element of type (?:<class ')?([\w.]+)(?:'>)?")
"""What SQLAlchemy says of an element that a database does not have."""


def compiles(*operations: type) -> Callable[[Method], Method]:
    """Mark a method of a Dialect as the one that writes these operations.

    It is called with the operation and the schema before it, and yields statements.
    """

    def mark(method: Method) -> Method:
        method.__dict__["compiles"] = operations
        return method

    return mark


class Dialect:
    """One database at one version."""

    name: ClassVar[str]
    title: ClassVar[str]
    default_version: ClassVar[tuple[int, ...]]
    oldest_version: ClassVar[tuple[int, ...]]
    sqlglot_name: ClassVar[str]
    default_namespace: ClassVar[str | None] = None
    transactional_ddl: ClassVar[bool] = True
    identifier_limit: ClassVar[int] = 63
    comments: ClassVar[bool] = True
    native_if: ClassVar[frozenset[str]] = frozenset()
    """The forms that have IF [NOT] EXISTS, such as "create table" and "drop column"."""
    add_column_keyword: ClassVar[str] = "ADD COLUMN"
    apply_command: ClassVar[str]
    """The client command that applies a script, with FILE for its name."""
    limits: ClassVar[tuple[str, ...]] = ()
    """What the database does not do, in sentences, for ``sqlcompile dialects``."""
    uniques_are_indexes: ClassVar[bool] = False
    """Whether reflection shows a unique constraint among the indexes too."""
    unique_indexes_are_constraints: ClassVar[bool] = False
    """Whether reflection shows a unique index among the unique constraints too."""
    guard_needs_version_table: ClassVar[bool] = False
    """Whether the guard can only read a version table that is there."""
    lexis: ClassVar[Lexis] = Lexis()
    literals_class: ClassVar[type[Literals]] = Literals
    ddl_mixins: ClassVar[tuple[type, ...]] = ()
    compilers: ClassVar[dict[type, str]] = {}

    def __init__(self, version: tuple[int, ...] | None = None) -> None:
        self.version = version or self.default_version
        if self.version < self.oldest_version:
            raise ConfigError(
                f"{self.title} {dotted(self.version)} is older than what sqlcompile writes for.",
                hint=f"The oldest version is {dotted(self.oldest_version)}.",
            )
        self.literals = self.literals_class()

    def __init_subclass__(cls) -> None:
        own = {
            operation: name
            for name, method in vars(cls).items()
            for operation in getattr(method, "compiles", ())
        }
        cls.compilers = {**cls.compilers, **own}

    # --- SQLAlchemy's dialect ---

    def sqlalchemy_class(self) -> type[SADialect]:
        """Return SQLAlchemy's dialect class without a driver; imported only here."""
        raise NotImplementedError

    def prepare(self, dialect: Any) -> None:
        """Set what SQLAlchemy's ``initialize()`` would learn from a server of this version."""

    def sqlalchemy_dialect(self, *mixins: type) -> SADialect:
        """Return a SQLAlchemy dialect of this version, with the mixins before its own class."""
        base: Any = self.sqlalchemy_class()
        compiler = type("Compiler", (MarkedCompiler, base.statement_compiler), {})
        ddl = type("DDLCompiler", (*self.ddl_mixins, ScriptDDLCompiler, base.ddl_compiler), {})
        made = type(
            base.__name__,
            (*mixins, base),
            {
                "statement_compiler": compiler,
                "ddl_compiler": ddl,
                "supports_statement_cache": True,
                "sqlcompile": self,
                "insert_returning": False,
                "update_returning": False,
                "delete_returning": False,
                "insert_executemany_returning": False,
                "use_insertmanyvalues": False,
                "implicit_returning": False,
                "preexecute_autoincrement_sequences": False,
                "postfetch_lastrowid": True,
                "div_is_floordiv": base.div_is_floordiv,
            },
        )
        dialect: SADialect = made(paramstyle="named")
        dialect.server_version_info = self.version  # type: ignore[attr-defined]
        dialect.default_schema_name = self.default_namespace
        self.prepare(dialect)
        return dialect

    @cached_property
    def sa(self) -> SADialect:
        """SQLAlchemy's dialect, for compiling."""
        return self.sqlalchemy_dialect()

    # --- pieces of SQL ---

    def quote(self, name: str) -> str:
        """Return an identifier, quoted where it must be."""
        quoted: str = self.sa.identifier_preparer.quote(name)
        return quoted

    def table_name(self, name: str, namespace: str | None = None) -> str:
        """Return a table's name with its namespace, quoted where they must be."""
        return f"{self.quote(namespace)}.{self.quote(name)}" if namespace else self.quote(name)

    def type_sql(self, type_: TypeEngine[Any], column: sa.Column[Any] | None = None) -> str:
        """Return a type as it stands in DDL; raises UnsupportedOperation where there is none."""
        try:
            return str(self.sa.type_compiler_instance.process(type_, type_expression=column))
        except (exc.CompileError, NotImplementedError) as error:
            raise self._unsupported(error) from error

    def _unsupported(self, error: Exception) -> SqlcompileError:
        text = str(error.args[0] if error.args else error).strip().rstrip(".")
        text = _COMPILER.sub(lambda found: f"there is no {found[1].split('.')[-1]}", text)
        return UnsupportedOperation(
            self.title,
            f"express this: {text}",
            "Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.",
        )

    def default_sql(self, default: ServerDefault) -> str:
        """Return a server default as it stands after DEFAULT."""
        if isinstance(default, str):
            return self.default_text(default)
        return self.compile(default)

    def default_text(self, default: str) -> str:
        """Return a string as it stands after DEFAULT."""
        return self.literals.text(default)

    def compile(self, element: ClauseElement) -> str:
        """Return any SQL element as text with literals; raises UnsupportedOperation."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", exc.SAWarning)
                compiled = element.compile(dialect=self.sa, compile_kwargs={"literal_binds": True})
        except (exc.CompileError, NotImplementedError) as error:
            if isinstance(error.__cause__, SqlcompileError):
                raise error.__cause__ from error
            raise self._unsupported(error) from error
        return str(compiled).strip()

    def ddl(self, element: Any) -> str:
        """Return a SQLAlchemy DDL element as text; raises UnsupportedOperation."""
        try:
            return str(element.compile(dialect=self.sa)).strip()
        except (exc.CompileError, exc.IdentifierError, NotImplementedError) as error:
            if isinstance(error.__cause__, SqlcompileError):
                raise error.__cause__ from error
            raise self._unsupported(error) from error

    def column_sql(self, column: sa.Column[Any]) -> str:
        """Return a column as it stands in ADD COLUMN or CREATE TABLE."""
        try:
            compiler: Any = self.sa.ddl_compiler(self.sa, None)
            return str(compiler.get_column_specification(column))
        except (exc.CompileError, NotImplementedError) as error:
            raise self._unsupported(error) from error

    # --- operations ---

    def statements(self, operation: Any, before: Schema) -> Iterator[Statement]:
        """Yield the statements of an operation on a database whose schema is ``before``."""
        method = self.compilers.get(type(operation))
        if method is not None:
            yield from getattr(self, method)(operation, before)
        else:
            yield from operation.sql(self, before)

    def types_to_create(self, types: Iterable[TypeEngine[Any]], before: Schema) -> Iterator[Any]:
        """Yield SQLAlchemy's types that need a CREATE TYPE of their own and are not there yet."""
        yield from ()

    def constraint_name(self, schema: Schema, table: Table, constraint: Constraint) -> str | None:
        """Return the name that the database gives to an unnamed constraint, None where it is not known."""
        return None

    def settled(self, table: Table) -> Table:
        """Return the table with the indexes that the database makes, or drops, by itself."""
        return table

    def drop_column_from(self, table: Table, column: str) -> Table:
        """Return the table without the column, its indexes and constraints as the database leaves them.

        The default drops every index and constraint that involves the column, as PostgreSQL
        documents for ALTER TABLE … DROP COLUMN.
        """
        from dataclasses import replace

        primary = table.primary_key
        return replace(
            table,
            columns=tuple(c for c in table.columns if c.name != column),
            primary_key=None if primary and column in primary.columns else primary,
            constraints=tuple(c for c in table.constraints if column not in c.column_names),
            indexes=tuple(i for i in table.indexes if column not in i.column_names),
        )

    rebuilds: ClassVar[bool] = False
    """Whether there are changes that the database does only by building a table anew."""

    def needs_rebuild(self, operation: Any, before: Schema) -> bool:
        """Return whether the database does this operation only by building the table anew."""
        return False

    def rename_rebuilt(self, temporary: str, table: Table, before: Schema) -> Iterator[Statement]:
        """Yield what gives a table that was built anew its name; ``temporary`` is quoted."""
        yield Statement(f"ALTER TABLE {temporary} RENAME TO {self.quote(table.name)}")

    def default_change(self, head: str, existing: Column | None, default: Any) -> Iterator[Statement]:
        """Yield the change of a server default; ``head`` ends in ALTER COLUMN and the column's name."""
        if default is None:
            yield Statement(f"{head} DROP DEFAULT")
        elif isinstance(default, sa.Identity | sa.Computed):
            raise UnsupportedOperation(
                self.title,
                "make an existing column an identity or computed column",
                "Add a new column with it, copy what is needed, and drop the old one.",
            )
        else:
            value = default.arg if isinstance(default, sa.DefaultClause) else default
            yield Statement(f"{head} SET DEFAULT {self.default_sql(value)}")

    def constraint_sql(self, name: str) -> str:
        """Return a constraint's name as it stands in SQL, cut as SQLAlchemy cuts it where it is too long."""
        constraint = sa.CheckConstraint("x", name=name)
        formatted = self.sa.identifier_preparer.format_constraint(constraint)  # type: ignore[no-untyped-call]
        return str(formatted)

    def drop_index_sql(self, element: Any, *, named: bool) -> str:
        """Return DROP INDEX; ``named`` says whether the index's table is known."""
        return self.ddl(element)

    def drop_unnamed(self, operation: Any, before: Schema) -> Iterator[Statement]:
        """Yield the drop of a constraint whose name only the database knows."""
        raise ConstraintNotFound(operation.table, None, f"{operation.type or ''} constraint with a known name".strip())

    def around_bulk_insert(self, table: Any, rows: Sequence[Any], before: Schema) -> tuple[str, ...]:
        """Return what must stand before and after inserted rows: nothing, or two statements."""
        return ()

    def index_is_not_transactional(self, options: dict[str, Any]) -> bool:
        """Return whether an index with these keywords may not be made or dropped in a transaction."""
        return False

    def text_is_not_transactional(self, text: str) -> bool:
        """Return whether a raw statement may not run in a transaction."""
        return False

    def text_is_procedural(self, text: str) -> bool:
        """Return whether a raw statement has a body with semicolons of its own."""
        return False

    # --- scripts ---

    def opening(self, *, guard: bool, parts: int) -> Sequence[str]:
        """Return the lines that stand before everything else: the client's settings."""
        return ()

    def closing(self, *, guard: bool, parts: int) -> Sequence[str]:
        """Return the lines that stand after everything else."""
        return ()

    def begin(self) -> str:
        """Return the statement that opens a transaction, with its terminator."""
        return "BEGIN;"

    def commit(self) -> str:
        """Return the statement that commits, with its terminator."""
        return "COMMIT;"

    def finish(self, statement: Statement) -> str:
        """Return a statement with its terminator."""
        return self.lexis.terminated(statement.text)

    def version_table_ddl(self, table: Table) -> str:
        """Return the plain CREATE TABLE of the version table."""
        return self.ddl(SACreateTable(sa_table(table)))

    def version_table_if_missing(self, table: Table) -> Statement:
        """Return CREATE TABLE IF NOT EXISTS of the version table."""
        return Statement(self.ddl(SACreateTable(sa_table(table), if_not_exists=True)))

    def create_version_table(self, table: Table) -> Statement:
        """Return the statement that makes the version table where it is missing."""
        raise NotImplementedError

    def guard(self, table: Table, rows: Sequence[str]) -> Iterator[Statement]:
        """Yield what refuses to go on unless the version table has exactly these rows.

        No rows means base: the table is empty, or is not there.
        """
        raise NotImplementedError

    def part_guard(self, done: int, *, inside: bool) -> Iterator[Statement]:
        """Yield what refuses to go on unless part ``done`` of the script was committed.

        ``inside`` says whether it stands in the next part's transaction, or outside of any.
        """
        yield from ()

    def part_done(self, part: int) -> Iterator[Statement]:
        """Yield what marks, inside a part's transaction, that the part is complete."""
        yield from ()

    def comment_lines(self, text: str) -> str:
        """Return text as SQL comments, whatever is in it: one ``--`` a line, control characters shown."""
        if text.isprintable():
            return f"-- {text}".rstrip()
        shown = "".join(
            character if character == "\n" or character.isprintable() else f"\\x{ord(character):02x}"
            for character in text
        )
        return "\n".join(f"-- {line}".rstrip() for line in shown.split("\n"))

    # --- reflection ---

    def reflected_type(self, type_: TypeEngine[Any], ddl: str) -> TypeEngine[Any] | None:
        """Return the type that reflection gives, None to find it by the name in ``ddl``."""
        return None

    def reflected_default(self, column: Column) -> str | None:
        """Return a server default as the database would report it."""
        return None if column.default is None else self.default_sql(column.default)


def dotted(version: tuple[int, ...]) -> str:
    """Return a version tuple as text: ``(10, 11)`` is ``10.11``."""
    return ".".join(str(part) for part in version)
