"""What a database's file in ``dialects/`` must say.

One instance stands for one database at one version. Everything that is special about the
database is a class attribute or an overridden method of its class; operations ask, and never
look at the name.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from math import ceil
from typing import Any, ClassVar, Literal, Self, TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlalchemy.engine import URL
from sqlalchemy.engine import Dialect as SADialect
from sqlalchemy.schema import Column as SAColumn
from sqlalchemy.schema import CreateColumn as SACreateColumn
from sqlalchemy.schema import CreateTable as SACreateTable
from sqlalchemy.schema import Table as SATable
from sqlalchemy.sql.elements import ClauseElement, ColumnClause, UnaryExpression
from sqlalchemy.types import TypeEngine

from sqlcompile.dialect.client import Client
from sqlcompile.dialect.compilers import MarkedCompiler, ScriptDDLCompiler
from sqlcompile.dialect.driver import Driver
from sqlcompile.dialect.facts import ANY_NUMBER, ENFORCED, FAILS, Facts, TypeFacts
from sqlcompile.dialect.foreign_types import (
    KeptTypes,
    MappedTypes,
    StandIn,
    TypeMap,
    is_own_everywhere,
    package_of,
    remark,
)
from sqlcompile.dialect.literals import Literals
from sqlcompile.dialect.meaning import Meaning
from sqlcompile.dialect.raw_text import readable
from sqlcompile.dialect.refusals import CheckedDDL, CheckedNames
from sqlcompile.dialect.scanner import Lexis
from sqlcompile.dialect.splitting import split
from sqlcompile.dialect.state import State
from sqlcompile.dialect.statement import Condition, Control, Need, Statement
from sqlcompile.dialect.told_defaults import plain_default, type_kind
from sqlcompile.dialect.told_types import TypeWords, told
from sqlcompile.errors import (
    ConfigError,
    ConstraintNotFound,
    ForeignType,
    InvalidScript,
    SqlcompileError,
    UnsupportedOperation,
)
from sqlcompile.schema.convert import sa_table
from sqlcompile.schema.effects import Effect
from sqlcompile.schema.model import (
    Check,
    Column,
    Constraint,
    Domain,
    ForeignKey,
    Index,
    Key,
    Options,
    Schema,
    ServerDefault,
    Table,
    Trigger,
    Unique,
    given_text,
)

Method = TypeVar("Method", bound=Callable[..., Any])

_DAY = re.compile(r"'\d{4}-\d\d-\d\d'")

_COMPILER = re.compile(r"Compiler <.*?> can't render element of type (?:<class ')?([\w.]+)(?:'>)?")
"""What SQLAlchemy says of an element that a database does not have."""

PLAIN_KEY = re.compile(
    r"""\s*(?:\w+|`(?:[^`]|``)+`|"(?:[^"]|"")+"|\[[^\]]+\])\s*(?:\(\s*\d+\s*\))?\s*(?:ASC|DESC)?\s*""",
    re.IGNORECASE,
)
"""A column in an index, as text: with the length of a prefix and a direction at most."""

_HARMLESS = re.compile(r"is being created as 'STORED'")
"""SQLAlchemy's warnings about SQL that is right: a computed column is stored where none is virtual."""

_OF_ROWS = frozenset(
    (*("INSERT", "UPDATE", "DELETE", "REPLACE", "MERGE", "SELECT", "WITH", "VALUES", "SET", "USE", "EXPLAIN"), "SHOW")
)
_OF_CODE = frozenset(("CALL", "BEGIN", "DECLARE", "DO", "EXEC", "EXECUTE", "LOAD", "LOCK", "UNLOCK", "HANDLER"))
"""The first words of statements that change rows at most, and of those that may do anything."""

_CONTROL = re.compile(r"\b(?:BEGIN|START|COMMIT|END|ROLLBACK|ABORT|PREPARE)\b", re.IGNORECASE)


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
    sqlalchemy_names: ClassVar[tuple[str, ...]] = ()
    """The names that scripts may find as ``bind.dialect.name``, the usual one first; none means its own."""
    default_namespace: ClassVar[str | None] = None
    transactional_ddl: ClassVar[bool] = True
    identifier_limit: ClassVar[int] = 63
    comments: ClassVar[bool] = True
    native_if: ClassVar[frozenset[str]] = frozenset()
    """The forms that have IF [NOT] EXISTS, such as "create table" and "drop column"."""
    add_column_keyword: ClassVar[str] = "ADD COLUMN"
    client_names: ClassVar[tuple[str, ...]] = ()
    """The names of the database's own client, as ``--client`` takes them."""
    apply_command: ClassVar[str]
    """The client command that applies a script, with FILE for its name."""
    user_sql: ClassVar[str] = "CURRENT_USER"
    """The expression that says who is connected."""
    idempotent_note: ClassVar[str] = ""
    """What a DBA must know of an idempotent script."""
    run_as_text: ClassVar[re.Pattern[str] | None] = None
    """What stands before the literal with a statement, where a script runs it as a text: for its condition, or drivers."""
    limits: ClassVar[tuple[str, ...]] = ()
    """What the database does not do, in sentences, for ``sqlcompile dialects``."""
    reserved_words: ClassVar[frozenset[str]] = frozenset()
    """Words that are no names unless they are quoted, beyond those that SQLAlchemy knows."""
    table_prefixes: ClassVar[frozenset[str]] = frozenset()
    """What may stand between CREATE and TABLE."""
    empty_tables: ClassVar[bool] = False
    """Whether a table may have no columns."""
    identities: ClassVar[bool] = True
    """Whether any column may be an identity; else only a primary key is counted."""
    counts_integers_only: ClassVar[bool] = False
    """Whether SQLAlchemy asks for a counted column of any type, and it must be of integers."""
    restated: ClassVar[frozenset[str]] = frozenset()
    """What a change of a column states anew though it stays, by the words of ``existing_type`` and its like."""
    restates_always: ClassVar[bool] = False
    """Whether a change of anything restates it; else only one of the type or of NOT NULL does."""
    counted_by_flag: ClassVar[bool] = False
    """Whether ``autoincrement`` is a property that an existing column can be given."""
    delete_actions: ClassVar[frozenset[str]] = frozenset(
        ("CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION", "RESTRICT")
    )
    """What may follow ON DELETE in a foreign key."""
    update_actions: ClassVar[frozenset[str]] = frozenset(
        ("CASCADE", "SET NULL", "SET DEFAULT", "NO ACTION", "RESTRICT")
    )
    """What may follow ON UPDATE in a foreign key."""
    deferrable: ClassVar[frozenset[str]] = frozenset()
    """The kinds of constraints, by SQLAlchemy's visit names, that may be deferrable."""
    match_clause: ClassVar[bool] = False
    """Whether a foreign key may have MATCH."""
    unbounded: ClassVar[re.Pattern[str] | None] = None
    """The types, as they stand in DDL, that no key and no index may have."""
    unbounded_hint: ClassVar[str] = "Give the column a type with a length."
    inline_references: ClassVar[bool] = True
    """Whether REFERENCES with a name may stand in a column's definition."""
    column_constraints: ClassVar[bool] = True
    """Whether a constraint with a name may stand in a column's definition."""
    creates_namespaces: ClassVar[bool] = True
    """Whether CREATE SCHEMA makes a namespace."""
    uniques_are_indexes: ClassVar[bool] = False
    """Whether reflection shows a unique constraint among the indexes too."""
    nameless_check_hint: ClassVar[str] = "Give them names where they are made."
    """What a script may do that shall drop one of several checks without names."""
    names_at_random: ClassVar[bool] = False
    """Whether a constraint without a name gets one that is another in each database."""
    reflects_checks: ClassVar[bool] = True
    """Whether SQLAlchemy's inspector lists check constraints."""
    constraints_by_name: ClassVar[bool] = True
    """Whether reflection lists foreign keys by their names, not in the order of their making."""
    nullable_keys: ClassVar[bool] = False
    """Whether a column of a primary key may be NULL where the script does not forbid it."""
    unique_indexes_are_constraints: ClassVar[bool] = False
    """Whether reflection shows a unique index among the unique constraints too."""
    ignores_case: ClassVar[bool] = False
    """Whether texts that differ in case alone are equal, by the collation that a new database has."""
    like_ignores_case: ClassVar[bool] = False
    """Whether LIKE ignores case."""
    like_escape: ClassVar[str] = ""
    """What escapes a character in LIKE that has no ESCAPE."""
    key_numbers: ClassVar[Literal["own", "moved", "largest"]] = "own"
    """How generated keys go on: by their own counter, by one that given keys move on, or after the largest key."""
    enforces_keys: ClassVar[bool] = True
    """Whether foreign keys do what ON DELETE and ON UPDATE say while a script runs."""
    driver_types: ClassVar[frozenset[type]] = frozenset(
        (sa.DateTime, sa.Date, sa.Time, sa.Numeric, sa.Boolean, sa.Uuid, sa.JSON)
    )
    """The types whose values the usual drivers give as Python's objects, not as text or numbers."""
    untyped_expressions: ClassVar[bool] = False
    """Whether a column of a view that is more than a column of a table has no type."""
    own_namespaces: ClassVar[frozenset[str]] = frozenset()
    """The namespaces that every database has for itself, and lists."""
    meaning: ClassVar[Meaning] = Meaning()
    """What expressions mean, where databases differ."""
    syntax: ClassVar[str] = "sql"
    """What pygments calls its SQL."""
    type_facts: ClassVar[TypeFacts] = ()
    """What its types hold, in words; the first pattern that is a type's counts."""
    type_words: ClassVar[TypeWords] = ()
    """What the catalog makes of types as they stand in DDL, beyond their other names."""
    default_words: ClassVar[Mapping[str, str]] = {}
    """Server defaults that are another one by its other name, in lower case and with a space between all pieces."""
    days_are_midnights: ClassVar[bool] = False
    """Whether a day that is the default of a time is kept with the hour."""
    keeps_line_ends: ClassVar[bool] = False
    """Whether the client passes CR LF in a quoted text on as it is."""
    lexis: ClassVar[Lexis] = Lexis()
    client: ClassVar[Client] = Client()
    literals_class: ClassVar[type[Literals]] = Literals
    ddl_mixins: ClassVar[tuple[type, ...]] = ()
    type_mixins: ClassVar[tuple[type, ...]] = ()
    statement_mixins: ClassVar[tuple[type, ...]] = ()
    stand_ins: ClassVar[Mapping[str, str]] = {}
    """What stands for the types that the database does not have (see ``foreign_types``)."""
    homonyms: ClassVar[frozenset[str]] = frozenset()
    """The names among them that the database has for something else."""
    older_stand_ins: ClassVar[Mapping[tuple[int, ...], Mapping[str, str]]] = {}
    """What does in versions before the one that the key says."""
    compilers: ClassVar[dict[type, str]] = {}

    def __init__(self, version: tuple[int, ...] | None = None, backend: str | None = None) -> None:
        self.version = version or self.default_version
        usual = next(iter(self.sqlalchemy_names), None)
        self.backend = backend if backend in self.sqlalchemy_names else usual
        if self.version < self.oldest_version:
            raise ConfigError(
                f"{self.title} {dotted(self.version)} is older than what sqlcompile writes for.",
                hint=f"The oldest version is {dotted(self.oldest_version)}.",
            )
        self.literals = self.literals_class()
        self.bare = False
        """Whether scripts hold nothing that only the database's own client knows."""
        self.strict_types = False
        """Whether a type that stands for another one is refused."""
        self.used: list[StandIn] | None = None
        """What stood for foreign types since the innermost ``noting`` began; None where nobody asks."""
        self._chosen_types: Mapping[str, str] = {}

    def written_for(self, client: str | None) -> Self:
        """Return itself, to write scripts for a client: its own (None), or "plain". Raises ConfigError."""
        if client not in (None, *self.client_names, "plain"):
            raise ConfigError(
                f"{client} runs no scripts of {self.title}.",
                hint=f"--client takes {' or '.join((*self.client_names, 'plain'))} there; plain is for drivers.",
            )
        self.bare = client == "plain"
        return self

    def with_types(self, chosen: Mapping[str, str], *, strict: bool = False) -> Self:
        """Return itself, to write scripts with a project's own stand-ins for types, by the types' names.

        Where it is ``strict``, nothing may stand for a type that the database does not have.
        """
        self._chosen_types, self.strict_types = chosen, strict
        vars(self).pop("type_map", None)
        return self

    @cached_property
    def type_map(self) -> TypeMap:
        """What stands for foreign types at this version, and in this project."""
        older = [map_ for version, map_ in self.older_stand_ins.items() if self.version < version]
        defaults = {name: text for map_ in (self.stand_ins, *older) for name, text in map_.items()}
        return TypeMap(self.title, package_of(self.sqlalchemy_class()), defaults, self._chosen_types, self.homonyms)

    def __init_subclass__(cls) -> None:
        own = {operation: name for name, method in vars(cls).items() for operation in getattr(method, "compiles", ())}
        cls.compilers = {**cls.compilers, **own}

    @property
    def versioned_title(self) -> str:
        """The title with the version, as people say it."""
        return f"{self.title} {dotted(self.version)}"

    # --- SQLAlchemy's dialect ---

    def sqlalchemy_class(self) -> type[SADialect]:
        """Return SQLAlchemy's dialect class without a driver; imported only here."""
        raise NotImplementedError

    def prepare(self, dialect: Any) -> None:
        """Set what SQLAlchemy's ``initialize()`` would learn from a server of this version."""

    def sqlalchemy_dialect(self, *mixins: type) -> SADialect:
        """Return a SQLAlchemy dialect of this version, with the mixins before its own class."""
        base: Any = self.sqlalchemy_class()
        compiler = type("Compiler", (MarkedCompiler, *self.statement_mixins, base.statement_compiler), {})
        ddl = type("DDLCompiler", (*self.ddl_mixins, CheckedDDL, ScriptDDLCompiler, base.ddl_compiler), {})
        types = type("TypeCompiler", (MappedTypes, *self.type_mixins, base.type_compiler_cls), {})
        preparer = type("IdentifierPreparer", (CheckedNames, base.preparer), {})
        made = type(
            base.__name__,
            (*mixins, KeptTypes, base),
            {
                "statement_compiler": compiler,
                "ddl_compiler": ddl,
                "type_compiler_cls": types,
                "preparer": preparer,
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
        dialect.name = self.backend or dialect.name
        dialect.server_version_info = self.version
        dialect.default_schema_name = self.default_namespace
        self.prepare(dialect)
        names: Any = dialect.identifier_preparer
        names.reserved_words = names.reserved_words | self.reserved_words
        return dialect

    @cached_property
    def sa(self) -> SADialect:
        """SQLAlchemy's dialect, for compiling."""
        return self.sqlalchemy_dialect()

    @cached_property
    def ddl_compiler(self) -> Any:
        """SQLAlchemy's DDL compiler, for parts of statements."""
        return self.sa.ddl_compiler(self.sa, None)  # type: ignore[arg-type]

    # --- pieces of SQL ---

    def quote(self, name: str) -> str:
        """Return an identifier, quoted where it must be."""
        quoted: str = self.sa.identifier_preparer.quote(name)
        return quoted

    def table_name(self, name: str, namespace: str | None = None) -> str:
        """Return a table's name with its namespace, quoted where they must be."""
        return f"{self.quote(namespace)}.{self.quote(name)}" if namespace else self.quote(name)

    def name_size(self, name: str) -> int:
        """Return a name's size in the units of the database's limit: bytes, or characters."""
        return len(name.encode())

    def check_name(self, name: str) -> None:
        """Raise UnsupportedOperation for a name that the database would cut or reject."""
        if not self._surely_fits(name) and self.name_size(name) > self.identifier_limit:
            raise UnsupportedOperation(
                self.title,
                f'keep the name "{name}": it is {self.name_size(name)} long, and the limit is {self.identifier_limit}',
                "Give it a shorter name.",
            )

    def _surely_fits(self, name: str) -> bool:
        return len(name) <= self.identifier_limit and name.isascii()

    def stored_name(self, name: str | None) -> str | None:
        """Return the name of a constraint or an index as it stands in SQL: cut as SQLAlchemy cuts it."""
        if name is None or self._surely_fits(name):
            return name
        preparer: Any = self.sa.identifier_preparer
        try:
            return str(preparer.truncate_and_render_constraint_name(name, _alembic_quote=False))
        except exc.IdentifierError:
            return name  # refused where it is written

    def type_sql(self, type_: TypeEngine[Any], column: SAColumn[Any] | None = None) -> str:
        """Return a type as it stands in DDL; raises UnsupportedOperation where there is none."""
        with self._refusing():
            return str(self.sa.type_compiler_instance.process(type_, type_expression=column))

    def told_type(self, ddl: str) -> str:
        """Return what the catalog tells of a column whose type is written so: the same for all names of one type."""
        return told(self.type_words, self.sqlglot_name, ddl)

    def stand_in(self, type_: TypeEngine[Any]) -> StandIn | None:
        """Return what stands for a type that the database does not have; None for one that it has."""
        type_ = type_._variant_mapping.get(self.sa.name, type_)
        if isinstance(type_, sa.types.TypeDecorator):
            return self.stand_in(type_.type_engine(self.sa))
        if is_own_everywhere(type_):
            return None
        return self.type_map.find(type_, self.sa)

    def substituted(self, found: StandIn, column: Any = None) -> None:
        """Take note that a type stands for another one, in a column where it is one; raises ForeignType."""
        if isinstance(column, SAColumn):
            found = replace(found, table="" if column.table is None else column.table.name, column=column.name)
        if self.strict_types:
            raise ForeignType(found.name, found.reason, found.text, found.place)
        if self.used is not None:
            self.used.append(found)

    @contextmanager
    def noting(self) -> Iterator[list[StandIn]]:
        """Give the list of what stands for foreign types within a with block; nothing of it is known outside."""
        found: list[StandIn] = []
        before, self.used = self.used, found
        try:
            yield found
        finally:
            self.used = before

    @contextmanager
    def _refusing(self) -> Iterator[None]:
        """Turn what SQLAlchemy raises, and warns of, for the time of a with block into UnsupportedOperation.

        Its warnings say that it leaves out what the database does not have.
        """
        try:
            with warnings.catch_warnings(record=True) as caught:
                warnings.simplefilter("ignore")
                warnings.simplefilter("always", exc.SAWarning)
                yield
        except exc.IdentifierError as error:
            raise UnsupportedOperation(
                self.title, f"keep a name: {str(error).rstrip('.')}", "Give it a shorter name."
            ) from error
        except (exc.CompileError, exc.ArgumentError, NotImplementedError) as error:
            if isinstance(error.__cause__, SqlcompileError):
                raise error.__cause__ from error
            raise self._unsupported(error) from error
        for warning in caught:
            if not _HARMLESS.search(str(warning.message)):
                raise self._unsupported(warning.message)  # type: ignore[arg-type]

    def _unsupported(self, error: Exception) -> SqlcompileError:
        text = str(error.args[0] if error.args else error).strip().rstrip(".")
        text = _COMPILER.sub(lambda found: f"there is no {found[1].split('.')[-1]}", text)
        return UnsupportedOperation(
            self.title,
            f"express this: {text}",
            "Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.",
        )

    @property
    def facts(self) -> Facts:
        """What constraints, defaults and the like mean, in words.

        "unique-nulls" is of one column, "unique-nulls-several" of several together; "foreign-key-itself" of a
        table that refers to itself. "match", "descending" and "sequence-start" are only where the database has
        its own way: what becomes of MATCH, what an index on a column DESC is, where a sequence begins.
        """
        return {
            "foreign-key": ENFORCED,
            "foreign-key-itself": ENFORCED,
            "check": ENFORCED,
            "reused-key": "never",
            "namespace": "a part of the database",
            "unique-nulls": ANY_NUMBER,
            "unique-nulls-several": ANY_NUMBER,
            "unique-nulls-joined": "one row with NULL",
            "unique-nulls-several-joined": "one row for each combination with NULL",
            "implicit-default": FAILS,
        }

    def generates_key(self, table: Table, column: Column) -> bool:
        """Return whether the database makes the values of a column; those of a sequence are asked of it."""
        return column.identity is not None or (column.autoincrement and column.sequence is None)

    def default_sql(self, default: ServerDefault) -> str:
        """Return a server default as it stands after DEFAULT."""
        if isinstance(default, str):
            return self.default_text(default)
        return self.compile(default)

    def plain_default(self, column: Column, text: str) -> str:
        """Return a column's default, as it is written or told, in the one spelling of all that mean the same."""
        plain = plain_default(self.lexis, self.default_words, column.type, text)
        if self.days_are_midnights and _DAY.fullmatch(plain) and issubclass(type_kind(column.type), sa.DateTime):
            return f"{plain[:-1]} 00:00:00'"
        return plain

    def default_text(self, default: str) -> str:
        """Return a string as it stands after DEFAULT."""
        return self.literals.text(default)

    def compile(self, element: ClauseElement) -> str:
        """Return any SQL element as text with literals; raises UnsupportedOperation."""
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", exc.SAWarning)
                compiled = element.compile(dialect=self.sa, compile_kwargs={"literal_binds": True})
        except (exc.CompileError, exc.ArgumentError, NotImplementedError) as error:
            if isinstance(error.__cause__, SqlcompileError):
                raise error.__cause__ from error
            raise self._unsupported(error) from error
        return str(compiled).strip()

    def ddl(self, element: Any) -> str:
        """Return a SQLAlchemy DDL element as text; raises UnsupportedOperation."""
        with self._refusing():
            return str(element.compile(dialect=self.sa)).strip()

    def column_sql(self, column: SAColumn[Any]) -> str:
        """Return a column, with the constraints of its own, as it stands in ADD COLUMN or CREATE TABLE."""
        with self._refusing():
            return str(self.ddl_compiler.visit_create_column(SACreateColumn(column)))

    # --- operations ---

    def statements(self, operation: Any, before: Schema) -> Iterator[Statement]:
        """Yield the statements of an operation on a database whose schema is ``before``.

        Where the database has no IF [NOT] EXISTS for it, the replayed schema decides, and a remark says so. What
        stands for types that the database does not have is said in a remark, too.
        """
        made = self._statements(operation, before)
        waiting: list[StandIn] = []
        while True:
            with self.noting() as found:
                statement = next(made, None)
            if statement is None:
                return
            waiting += found
            here = [one for one in waiting if one.text in statement.text]
            waiting = [one for one in waiting if one not in here]
            yield self._remarked(statement, here, operation) if here else statement

    def _remarked(self, statement: Statement, found: Sequence[StandIn], operation: Any) -> Statement:
        """Return a statement with a remark on what stands for types in it, where none says so already."""
        table, column, new = (getattr(operation, word, None) for word in ("table", "column", "type"))
        place = {"table": table, "column": column} if isinstance(table, str) and isinstance(column, str) else {}
        wanted = self.stand_in(new) if isinstance(new, TypeEngine) else None
        of_columns = {one.alone for one in found if one.column}
        placed = []
        for one in found:
            if one.alone in (statement.comment or ""):
                continue  # an operation within this one has said it
            if one.column:
                placed.append(replace(one, table=table) if isinstance(table, str) else one)
            elif one.alone not in of_columns and (new is None or (wanted is not None and one.alone == wanted.alone)):
                placed.append(replace(one, **place))
        said = [text for text in (statement.comment, remark(placed)) if text]
        return replace(statement, comment="\n".join(said) or None)

    def _statements(self, operation: Any, before: Schema) -> Iterator[Statement]:
        condition = operation.condition(self, before)
        if condition is not None and condition[0] not in self.native_if:
            form, needed = condition
            words = "IF EXISTS" if form.startswith("drop") else "IF NOT EXISTS"
            said = "was needed" if needed else "was not needed"
            yield Statement("", comment=f"{form.upper()} {words}: by the history up to this revision, it {said}")
            if not needed:
                return
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

    def index_name(self, schema: Schema, table: Table, index: Index) -> str | None:
        """Return the name that the database gives to an index without one, None where it gives none."""
        return None

    def created(self, table: Table) -> Table:
        """Return the table of a CREATE TABLE with those of its constraints that the database makes of it."""
        return table

    def settled(self, table: Table) -> Table:
        """Return the table with the indexes that the database makes, or drops, by itself."""
        return table

    def renamed(self, table: Table, old: str) -> Table:
        """Return a table that was called ``old``, with the names that the database changes along."""
        return table

    def drop_column_from(self, table: Table, column: str) -> Table:
        """Return the table without the column, its indexes and constraints as the database leaves them.

        The default drops every index and constraint that involves the column, as PostgreSQL
        documents for ALTER TABLE … DROP COLUMN.
        """
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

    def check_rebuild(self, before: Schema, old: Table, kept: set[str]) -> None:
        """Raise UnsupportedOperation where something needs a column that a new table will not have."""

    def altered_type(self, column: Column, type_: TypeEngine[Any]) -> TypeEngine[Any]:
        """Return the type that a column really gets when it is changed to ``type_``."""
        return type_

    def restated_type(self, column: Column, type_: TypeEngine[Any]) -> TypeEngine[Any]:
        """Return the type that a column has where ``existing_type`` says so: its own, if that is the same.

        Raises UnsupportedOperation where the database does not have such a type.
        """
        return column.type if self.type_sql(type_) == self.type_sql(column.type) else type_

    def conversion(self, old: Column, new: Column) -> Options:
        """Return the keywords of ``alter_column`` that let a column's values become those of another type."""
        return ()

    # --- named types, views and triggers ---

    def create_enum(self, key: Key, values: Sequence[str]) -> str:
        """Return the statement that makes an enum; raises UnsupportedOperation where types have no names."""
        raise self._no_types(key)

    def add_enum_value(self, key: Key, value: str, following: str | None) -> str:
        """Return the statement that adds a value to an enum, before another one or at the end."""
        raise self._no_types(key)

    def create_domain(self, key: Key, domain: Domain) -> str:
        """Return the statement that makes a domain."""
        raise self._no_types(key)

    def rename_type(self, key: Key, new: str) -> str:
        """Return the statement that gives an enum another name."""
        raise self._no_types(key)

    def drop_type(self, key: Key, *, domain: bool) -> str:
        """Return the statement that drops an enum, or a domain."""
        raise self._no_types(key)

    def _no_types(self, key: Key) -> SqlcompileError:
        return UnsupportedOperation(
            self.title, f'have the type "{key[1]}": its types have no names', "Leave it out for this database."
        )

    def drop_view(self, key: Key, *, materialized: bool) -> str:
        """Return the statement that drops a view."""
        return f"DROP {'MATERIALIZED ' if materialized else ''}VIEW {self.table_name(key[1], key[0])}"

    def drop_trigger(self, trigger: Trigger) -> str:
        """Return the statement that drops a trigger, which is in its table's namespace."""
        return f"DROP TRIGGER {self.table_name(trigger.name, trigger.table[0])}"

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
        with self._refusing():
            formatted = self.sa.identifier_preparer.format_constraint(constraint)
        return str(formatted)

    def index_expression(self, expression: ClauseElement) -> ClauseElement:
        """Return an expression as it must stand in an index; raises UnsupportedOperation."""
        return expression

    def only_columns(self, expression: ClauseElement) -> ClauseElement:
        """Return an expression of an index that is a column, with a direction at most; refuse others."""
        element: Any = expression
        while isinstance(element, UnaryExpression):
            element = element.element
        text = given_text(element)
        plain = isinstance(element, ColumnClause) if text is None else PLAIN_KEY.fullmatch(text) is not None
        if not plain:
            raise UnsupportedOperation(
                self.title,
                f"make an index on the expression {self.compile(expression)}",
                "Add a computed column with it, and make the index on that.",
            )
        return expression

    def comment_on(self, target: str, comment: str | None) -> Statement:
        """Return COMMENT ON; ``target`` is such as ``TABLE account``."""
        text = "NULL" if comment is None else self.literals.text(comment)
        return Statement(f"COMMENT ON {target} IS {text}")

    def table_comment(self, place: Key, comment: str | None, old: str | None) -> Iterator[Statement]:
        """Yield what sets a table's comment, or removes it; ``old`` is the one before."""
        yield self.comment_on(f"TABLE {self.table_name(place[1], place[0])}", comment)

    def column_comment(self, place: Key, column: str, comment: str | None, old: str | None) -> Iterator[Statement]:
        """Yield what sets a column's comment, or removes it; ``old`` is the one before."""
        target = f"COLUMN {self.table_name(place[1], place[0])}.{self.quote(column)}"
        yield self.comment_on(target, comment)

    def left_out(self, table: SATable) -> Iterator[Statement]:
        """Yield remarks about what a table says that the database does not keep."""
        if not self.comments and (table.comment or any(column.comment for column in table.columns)):
            yield self.no_comments(table.name)
        for column in table.columns:
            identity = column.identity
            if identity is None or self.identities:
                continue
            if identity.always or identity.start not in (None, 1) or identity.increment not in (None, 1):
                text = f"{self.title} counts {table.name}.{column.name} from 1 in steps of 1: its Identity() says more"
                yield Statement("", comment=text)

    def no_comments(self, table: str) -> Statement:
        """Return the remark that stands for comments where the database keeps none."""
        return Statement("", comment=f"{self.title} keeps no comments: what {table} has is left out")

    def drop_index_sql(self, element: Any, *, named: bool) -> str:
        """Return DROP INDEX; ``named`` says whether the index's table is known."""
        return self.ddl(element)

    def drop_unnamed(self, operation: Any, before: Schema) -> Iterator[Statement]:
        """Yield the drop of a constraint whose name only the database knows."""
        raise ConstraintNotFound(operation.table, None, f"{operation.type or ''} constraint with a known name".strip())

    def check_unnamed(self, table: Table, found: Constraint) -> None:
        """Refuse to look up a constraint's name where another one, as nameless, cannot be told from it."""
        for other in table.all_constraints():
            alike = other.kind == found.kind and other.name is None and other is not found
            if found.kind == "check":
                alike = alike and self.checks_look_alike(found, other)
            else:
                targets = {getattr(constraint, "target", None) for constraint in (found, other)}
                alike = alike and found.column_names == other.column_names and len(targets) == 1
            if alike:
                on = f" on {', '.join(found.column_names)}" if found.column_names else ""
                raise UnsupportedOperation(
                    self.title,
                    f'tell two constraints of "{table.name}"{on} apart, which have no names of the history\'s',
                    self.nameless_check_hint if found.kind == "check" else "Give them names where they are made.",
                )

    def checks_look_alike(self, check: Constraint, other: Constraint) -> bool:
        """Return whether the catalog may not tell a check from another one; else by the columns that it names."""
        return set(check.column_names) <= set(other.column_names)

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

    # --- effects: whether the catalog shows what a statement did ---

    effect_queries: ClassVar[Mapping[str, str]] = {}
    """Queries with a row where a fact holds, by its kind; ``{name}`` and its like are from ``effect_names``.

    One for "no index" is asked, if it is there, where an index must be gone.
    """

    effect_facts: ClassVar[Mapping[str, str]] = {}
    """What the catalog says of a column, by the words of ``column_facts``: expressions for the query "column"."""

    def column_facts(self, table: Table, column: Column) -> dict[str, Any]:
        """Return what is known exactly of what the catalog says of a column."""
        return self.catalog_column(table, column)

    def exists_sql(self, effect: Effect) -> str | None:
        """Return a condition that is true where the database has this effect, None where it cannot tell.

        It stands in CASE WHEN or after WHERE. The names in it are as the catalog has them.
        """
        queries = self.effect_queries
        if effect.kind == "definition":
            said = (f"{self.effect_facts[word]} = {self._fact(value)}" for word, value in effect.says)
            return f"EXISTS ({' AND '.join((queries['column'], *said)).format_map(self.effect_names(effect))})"
        query = (
            queries.get(effect.kind) if effect.present else queries.get(f"no {effect.kind}", queries.get(effect.kind))
        )
        if query is None:
            return None
        return f"{'' if effect.present else 'NOT '}EXISTS ({query.format_map(self.effect_names(effect))})"

    def _fact(self, value: str | int) -> str:
        text = str(value) if isinstance(value, int) else self.literals.text(value)
        return text.replace("{", "{{").replace("}", "}}")

    def effect_names(self, effect: Effect) -> dict[str, str]:
        """Return what stands for the gaps of ``effect_queries``: literals, and paths to things."""
        raise NotImplementedError

    # --- limits of time ---

    limit_step: ClassVar[float] = 0.001
    """The unit, in seconds, of a limit for locks; what lies between is rounded up."""
    longest_limit: ClassVar[float] = 2147483.647
    """The longest limit, in seconds; the default is what a whole number of 32 bits has room for."""

    def timeouts(self, lock: float | None, statement: float | None) -> Sequence[str]:
        """Return the lines that limit how long a script waits for a lock, and how long a statement runs.

        They stand before the guard, and are SQL alone for ``bare`` scripts. The limits are in seconds, None
        is no limit. Raises UnsupportedOperation where the database has no such limit.
        """
        return [begin for begin, _ in self._limits(lock, statement)]

    def timeouts_ended(self, lock: float | None, statement: float | None) -> Sequence[str]:
        """Return the lines at a script's end that take the limits away again, where there is a way."""
        return [end for _, end in self._limits(lock, statement) if end]

    def _limits(self, lock: float | None, statement: float | None) -> Iterator[tuple[str, str]]:
        for limit, method in ((lock, self.lock_limit), (statement, self.statement_limit)):
            if limit is None:
                continue
            if limit > self.longest_limit:
                raise UnsupportedOperation(
                    self.title,
                    f"limit anything to {limit:.15g} s",
                    f"Give a time of at most {self.longest_limit:.15g} s.",
                )
            yield method(limit)

    def lock_limit(self, seconds: float) -> tuple[str, str]:
        """Return the line that limits the wait for a lock, and the one that ends it, empty where there is none."""
        raise UnsupportedOperation(self.title, "limit the wait for a lock", "Leave out --lock-timeout.")

    def statement_limit(self, seconds: float) -> tuple[str, str]:
        """Return the line that limits a statement's time, and the one that ends it, empty where there is none."""
        raise UnsupportedOperation(self.title, "limit a statement's time", "Leave out --statement-timeout.")

    limited_waits: ClassVar[str] = "A statement that waits for a lock longer than {time} fails."
    """What the limit for locks does."""

    def timeout_remarks(self, lock: float | None, statement: float | None) -> Iterator[str]:
        """Yield sentences that say what the limits are."""
        if lock is not None:
            time = round(ceil(round(lock / self.limit_step, 6)) * self.limit_step, 3)
            yield self.limited_waits.format(time=f"{time:.15g} s")
        if statement is not None:
            yield f"A statement that runs longer than {statement:.15g} s fails."

    # --- scripts ---

    rule: ClassVar[str] = "-" * 70
    """The line above each revision's heading, as a comment."""
    commit_words: ClassVar[frozenset[str]] = frozenset({"COMMIT"})
    """First words of statements that commit."""
    rollback_words: ClassVar[frozenset[str]] = frozenset({"ROLLBACK"})
    """First words of statements that roll back."""

    def opening(self, *, guard: bool, parts: int) -> Sequence[str]:
        """Return the lines that stand before everything else: the client's settings."""
        return ()

    def closing(self, table: Table, *, guard: bool, parts: int) -> Sequence[str]:
        """Return the lines that stand after everything else."""
        return ()

    def begin(self) -> str:
        """Return the statement that opens a transaction, with its terminator."""
        return "BEGIN;"

    def commit(self) -> str:
        """Return the statement that commits, with its terminator."""
        return "COMMIT;"

    def finish(self, statement: Statement) -> str:
        """Return a statement with its terminator; raises InvalidScript where the client cannot be given it."""
        return self.lexis.terminated(statement.text)

    def separated(self, statement: Statement, *, outside: bool = False) -> Iterator[Statement]:
        """Yield the statements of a raw text; ``outside`` says that none may be in a transaction.

        What the migration wrote goes out as it is, but that a client must be able to read it: raises
        InvalidScript where it could not.
        """
        if not statement.raw:
            yield statement
            return
        for text in self.split(readable(self.lexis, statement.text, line_ends=self.keeps_line_ends)):
            if not text.strip(" \t\r\n;"):
                continue
            objection = self.objection(text)
            if objection is not None:
                raise InvalidScript(objection[0], hint=objection[1])
            yield Statement(
                text,
                transactional=not outside and not self.text_is_not_transactional(text),
                procedural=self.text_is_procedural(text),
                comment=statement.comment,
                raw=True,
                control=self.control(text),
            )

    def split(self, text: str) -> Iterator[str]:
        """Yield the statements of a raw text."""
        yield from split(self.lexis, text, self.text_is_procedural)

    def control(self, text: str) -> Control:
        """Return whether a raw statement opens or commits a transaction; raises InvalidScript for a ROLLBACK.

        The script's transactions are the compiler's: one that ended unseen would leave what follows
        outside of any.
        """
        if not _CONTROL.search(text, 0, 4000) or self.text_is_procedural(text):
            return ""
        words = self.lexis.words(text, 3)
        if not words or "TO" in words[1:]:  # a savepoint's
            return ""
        words = words[:2]
        if words[0] in self.rollback_words or words in (["COMMIT", "PREPARED"], ["PREPARE", "TRANSACTION"]):
            raise InvalidScript(
                f"{' '.join(words)} would undo or end the transaction that the script is in.",
                hint="Leave it out: a statement that fails undoes the transaction by itself.",
            )
        if words[0] in self.commit_words:
            return "commit"
        return "begin" if words[0] == "BEGIN" or words == ["START", "TRANSACTION"] else ""

    def objection(self, text: str) -> tuple[str, str] | None:
        """Return why the client cannot be given a raw statement, and what to do instead."""
        return None

    def is_command(self, line: str) -> bool:
        """Return whether the client keeps a line to itself that begins where a statement could."""
        return line[0] in self.client.command_marks

    drivers: ClassVar[tuple[Driver, ...]] = ()
    """What reaches the database, the best one first."""

    def answering_name(self, dialect: Any) -> str:
        """Return our name of the database that answers, by SQLAlchemy's connected dialect."""
        return self.name

    def check_url(self, url: URL) -> None:
        """Raise ConnectionFailed for a URL that would make a new database instead of reaching one."""

    def prepare_session(self, connection: Any, files: dict[str, str]) -> None:
        """Give a driver's connection what the client has; ``files`` holds what a script writes for itself."""

    def needless(self, text: str) -> str | None:
        """Return why a raw statement does not go into a script's transaction, None where it does."""
        return None

    def after_outside(self) -> Sequence[str]:
        """Return the lines after a statement outside of a transaction that stop a client that goes on."""
        return ()

    def version_table_ddl(self, table: Table) -> str:
        """Return the plain CREATE TABLE of the version table."""
        return self.ddl(SACreateTable(sa_table(table)))

    def create_version_table(self, table: Table) -> Statement:
        """Return the statement that makes the version table where it is missing."""
        return Statement(self.ddl(SACreateTable(sa_table(table), if_not_exists=True)))

    def guard(self, table: Table, states: Sequence[Sequence[str]], needs: Sequence[Need] = ()) -> Iterator[Statement]:
        """Yield what refuses to go on unless the version table has exactly the rows of one of the states.

        No rows means base: the table is empty, or is not there. Further it asks for the ``needs``.
        """
        raise NotImplementedError

    def conditional(self, table: Table, statements: Sequence[Statement], when: Condition) -> Iterator[str]:
        """Yield the text that runs statements where a condition holds, and else does nothing.

        Statements without a text are comments. Raises UnsupportedOperation for a statement that can have
        no condition.
        """
        raise UnsupportedOperation(self.title, "be given an idempotent script", "Use --mode strict.")

    def _commented(self, statement: Statement, indent: str = "") -> Iterator[str]:
        """Yield the lines of a statement's comment."""
        if statement.comment is not None:
            for line in self.comment_lines(statement.comment).split("\n"):
                yield f"{indent}{line}"

    def counted_on(self, table: Table, column: Column, last: int | None = None) -> Statement | None:
        """Return what lets the generated keys of a column go on after the largest that is there, or after ``last``.

        A rollback does not give back the keys that were used. None is returned where it does, and where
        there is no way.
        """
        return None

    def restarted(self, sequence: str, number: int) -> str:
        """Return the statement that lets a sequence, named as SQL has it, go on with a number."""
        return f"ALTER SEQUENCE {sequence} RESTART WITH {number}"

    def after_each(self) -> Sequence[str]:
        """Return the lines after each statement that let nothing follow one that failed."""
        return ()

    def commit_checked(self) -> str:
        """Return the statement that commits unless one before it failed."""
        return self.commit()

    def commits(self, text: str) -> bool | None:
        """Return whether the database commits with a statement; None where only it knows."""
        words = self.lexis.words(text, 1)
        if not words or words[0] in _OF_ROWS:
            return False
        return None if words[0] in _OF_CODE else True

    def part_guard(
        self, table: Table, rows: Sequence[str], mark: str, *, inside: bool, needs: Sequence[Need] = ()
    ) -> Iterator[Statement]:
        """Yield what refuses to go on unless the part with this mark was committed and the rows are right.

        ``inside`` says whether it stands in the next part's transaction, or outside of any. Further it asks
        for the ``needs``.
        """
        yield from ()

    def part_done(self, mark: str) -> Iterator[Statement]:
        """Yield what marks, inside a part's transaction, that the part is complete."""
        yield from ()

    def refusal(self, message: str) -> Iterator[Statement]:
        """Yield what fails with a message and changes nothing: the script of what cannot be done."""
        raise NotImplementedError

    def state_query(self, table: Table, states: Sequence[State]) -> Iterator[Statement]:
        """Yield what only reads, and tells which of these states the version table is at and what comes next.

        A missing version table is base. The answer has the columns step, state and detail.
        """
        raise NotImplementedError

    def comment_lines(self, text: str) -> str:
        """Return text as SQL comments, whatever is in it: one ``--`` a line, control characters shown."""
        text = text.replace("/*", "/ *").replace("*/", "* /")
        if text.isprintable():
            return f"-- {text}".rstrip()
        shown = "".join(
            character if character == "\n" or character.isprintable() else f"\\x{ord(character):02x}"
            for character in text
        )
        return "\n".join(f"-- {line}".rstrip() for line in shown.split("\n"))

    # --- a dump as the schema that a history starts from ---

    def runs_comment(self, mark: str, version: int) -> bool:
        """Return whether the database runs what stands in ``/*! … */``; ``mark`` and ``version`` follow the star."""
        return True

    def dump_objection(self, text: str) -> tuple[str, str] | None:
        """Return why a statement of a dump cannot be followed, and what to do instead."""
        return None

    def unqualified(self, text: str) -> str:
        """Return a statement of a dump without the default namespace before its names, as reflection gives them."""
        namespace = self.default_namespace
        if namespace is None or namespace not in text.lower():
            return text
        pieces = [*self.lexis.scan(text)]
        done: list[str] = []
        skip = 0
        for at, piece in enumerate(pieces):
            dotted_after = at + 1 < len(pieces) and pieces[at + 1].text == "."
            dotted_before = at > 0 and pieces[at - 1].text == "."
            if dotted_after and not dotted_before and _bare_name(piece.text) == namespace:
                skip = 2
            done += [] if skip else [piece.text]
            skip = max(0, skip - 1)
        return "".join(done)

    def adopted(self, schema: Schema) -> Schema:
        """Return the schema that a dump makes as a history would have made it."""
        return schema

    # --- reflection ---

    def reflected_type(self, type_: TypeEngine[Any], ddl: str) -> TypeEngine[Any] | None:
        """Return the type that reflection gives, None to find it by the name in ``ddl``."""
        return None

    def reflected_default(self, column: Column) -> str | None:
        """Return a server default as the database would report it."""
        return None if column.default is None else self.default_sql(column.default)

    def reflected_column(self, found: dict[str, Any], table: Table, column: Column) -> dict[str, Any]:
        """Return a column as reflection gives it on this database; ``found`` is what is common to all."""
        return found

    def reflected_primary_key(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a primary key as reflection gives it on this database."""
        return found

    def reflected_foreign_key(self, found: dict[str, Any], key: ForeignKey) -> dict[str, Any]:
        """Return a foreign key as reflection gives it on this database."""
        return found

    def reflected_index(self, found: dict[str, Any], index: Index) -> dict[str, Any]:
        """Return an index as reflection gives it on this database: most do not tell its columns' order."""
        found.pop("column_sorting", None)
        return found

    def shows_index(self, found: Mapping[str, Any]) -> bool:
        """Return whether reflection shows an index; ``found`` is what it would say of it."""
        return True

    def reflected_unique_index(self, unique: Unique) -> dict[str, Any]:
        """Return a unique constraint as it shows among the indexes."""
        return {"name": unique.name, "column_names": list(unique.columns), "unique": True}

    def reflected_unique(self, found: dict[str, Any], options: dict[str, Any]) -> dict[str, Any]:
        """Return a unique constraint as reflection gives it on this database."""
        return found

    def reflected_check(self, found: dict[str, Any], table: Table) -> dict[str, Any]:
        """Return a check constraint as reflection gives it on this database."""
        return found

    def reflected_view(self, text: str) -> str:
        """Return what reflection gives as the definition of a view: all of CREATE VIEW, or its query alone."""
        return text

    def reflected_domain(self, domain: Domain) -> dict[str, Any]:
        """Return what a domain is made of, as reflection gives it."""
        return {}

    def shows_check(self, check: Check) -> bool:
        """Return whether reflection shows a check constraint."""
        return True

    def reflected_options(self, table: Table) -> dict[str, Any]:
        """Return a table's options as reflection gives them on this database."""
        return {}

    def implied_sequences(self, table: Table) -> Iterable[str]:
        """Yield the names of the sequences that a table's own columns bring along."""
        return ()

    # --- a scratch database ---

    scratch: ClassVar[Literal["", "file", "server"]] = ""
    """What scripts are tried on where no URL is given: a file of its own, the embedded server, or nothing."""
    own_objects: ClassVar[str] = ""
    """The query of all that stands in the default namespace: its kind, its name, and the statement that drops it.

    Run in this order the statements succeed, whatever was dropped before.
    """
    around_objects: ClassVar[frozenset[str]] = frozenset()
    """The kinds among them that an empty database may have: what a history adds of them is taken away, no more."""
    before_emptying: ClassVar[tuple[str, ...]] = ()
    """What a session that drops all of it runs first."""

    def makes_itself(self, text: str) -> bool:
        """Return whether a statement of a dump makes what the database makes by itself, and nobody else may."""
        return False

    # --- catalogs: what a migration is answered that asks them by SQL ---

    catalogs: ClassVar[Mapping[str, str]] = {}
    """The database's own catalog tables: each a query on what ``rows/catalogs/facts.py`` lists."""
    standard_catalogs: ClassVar[Mapping[str, str]] = {}
    """What stands for the gaps in ``rows/catalogs/standard.py``; empty where there is no information schema."""
    catalog_path: ClassVar[str] = ""
    """The namespace whose catalog tables need no prefix."""
    catalog_spaces: ClassVar[tuple[str, ...]] = ()
    """The namespaces that every database has."""
    catalog_listed_spaces: ClassVar[tuple[str, ...]] = ()
    """Those of them that the information schema lists tables of."""
    catalog_open: ClassVar[re.Pattern[str] | None] = None
    """The catalog tables that list the database's own objects too, which are not known."""
    catalog_own_names: ClassVar[re.Pattern[str] | None] = None
    """The names that objects of the database's own may have."""
    catalog_needs: ClassVar[Mapping[str, re.Pattern[str]]] = {}
    """What a question to a catalog table must say for its answer to be known."""
    catalog_places: ClassVar[Mapping[str, frozenset[str]]] = {}
    """The columns of catalog tables of which the order is known, but not the number."""
    catalog_flags: ClassVar[frozenset[str]] = frozenset()
    """The columns of catalog tables that are truth values."""
    catalog_words: ClassVar[Mapping[str, str]] = {}
    """Functions and casts that name an object, with ours that does the same."""
    catalog_upper: ClassVar[bool] = False
    """Whether the catalogs' columns come out in capitals however a query spells them."""
    catalog_objects: ClassVar[tuple[str, ...]] = ("indexes", "sequences", "views", "tables")
    """The kinds of objects that share their names."""
    catalog_base_types: ClassVar[tuple[str, ...]] = ()
    """The types that the database has anyway, by the names in its catalog."""
    catalog_no_action: ClassVar[str] = "NO ACTION"
    """What a foreign key is said to do that says nothing of it."""
    catalog_indexes_of_tables: ClassVar[bool] = False
    """Whether an index's name is one of its table only."""

    def catalog_name(self, name: str) -> str:
        """Return a name as the catalog has it."""
        return name

    def catalog_tables(self, schema: Schema) -> Iterable[str]:
        """Yield the tables that the database makes along with those of a schema."""
        return ()

    def catalog_column(self, table: Table, column: Column) -> dict[str, Any]:
        """Return what is known exactly of a column's type and default, by the names of the facts."""
        return {}

    def catalog_constraint_name(self, constraint: Constraint) -> str | None:
        """Return a constraint's name in the catalog, None where only the database knows it."""
        return self.stored_name(constraint.name)

    def catalog_key_index(self, table: Table, constraint: Constraint) -> str | None:
        """Return the name of the index of a key: None where it has none, "" where the name is not known."""
        return self.catalog_constraint_name(constraint) or ""

    def catalog_not_null(self, table: Table, column: Column) -> str | None:
        """Return the name of the constraint that NOT NULL is: None where it is none, "" for an unknown name."""
        return None

    def catalog_question(self, text: str) -> tuple[str, str] | None:
        """Return the SELECT that a statement such as SHOW or PRAGMA stands for, and the table that it needs."""
        return None


def joined(rows: Iterable[str]) -> str:
    """Return version rows as one text, as guards compare them."""
    return ", ".join(sorted(rows)) or "base"


def expected_of(states: Sequence[Sequence[str]]) -> str:
    """Return what a guard asks for, in words that fit after "at"."""
    first, last = joined(states[0]), joined(states[-1])
    return first if len(states) == 1 else f"{first}, at {last} or between"


def _bare_name(text: str) -> str:
    """Return a name without its quotes, in lower case where it has none."""
    return text[1:-1] if text[:1] in ('"', "[", "`") else text.lower()


def dotted(version: tuple[int, ...]) -> str:
    """Return a version tuple as text: ``(10, 11)`` is ``10.11``."""
    return ".".join(str(part) for part in version)
