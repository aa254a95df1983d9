"""What differs between the five kinds of SQL text, as data."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any


def _as_written(name: str) -> str:
    return name


@dataclass(frozen=True, eq=False)
class Flavor:
    """How one database spells things; ``name`` is sqlglot's, ``option_prefix`` SQLAlchemy's."""

    name: str
    option_prefix: str
    sqlalchemy_class: str
    fold: Callable[[str], str] = _as_written
    """Turns an unquoted name into the way SQLAlchemy spells it."""
    folds_quoted_upper: bool = False
    """Whether a quoted name in capitals is the same as the unquoted one."""
    cuts_names_at: int | None = None
    """The bytes of a name that count: the rest is cut off, with a notice."""
    ignores_case: bool = False
    """Whether names are found whatever their case."""
    backslash_escapes: bool = False
    quotes_strings_twice: bool = False
    """Whether "x" is a string."""
    backticks: bool = False
    brackets: bool = False
    """Whether [x] is a name."""
    dollar_quotes: bool = False
    hash_comments: bool = False
    nested_comments: bool = False
    executable_comments: bool = False
    q_strings: bool = False
    newline_separates: bool = False
    """Whether a statement may end without a semicolon, before the next one's first words."""
    routine_takes_rest: bool = False
    """Whether a routine's body reaches to the end of the batch."""
    slash_separates: bool = False
    main_namespace: str | None = None
    """A namespace that is written for the default one."""
    select_into_makes_table: bool = False
    triggers_belong_to_tables: bool = False
    modify_is_partial: bool = False
    drop_narrows_indexes: bool = False
    """Whether dropping a column takes it out of its indexes, rather than dropping them."""
    query_keeps_not_null: bool = False
    """Whether a table made of a query has the query's NOT NULLs."""
    rename_setting: str = ""
    """The PRAGMA with which a renamed table leaves what refers to it as it is."""
    rowid_alias: bool = False
    """Whether INTEGER PRIMARY KEY generates values, and other keys may hold NULL."""
    serials: dict[str, str] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    """Other spellings of type names, in lower case."""

    @property
    def sa(self) -> Any:
        """SQLAlchemy's dialect, for its type names and its type compiler."""
        return _sqlalchemy(self.sqlalchemy_class)


@cache
def _sqlalchemy(path: str) -> Any:
    module, _, name = path.rpartition(".")
    return getattr(importlib.import_module(f"sqlalchemy.dialects.{module}"), name)()


_POSTGRES_TYPES = {
    "int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint", "bool": "boolean",
    "varchar": "character varying", "char varying": "character varying", "char": "character",
    "national character varying": "character varying", "nchar varying": "character varying",
    "national char varying": "character varying", "nchar": "character", "national char": "character",
    "national character": "character",
    "dec": "numeric", "decimal": "numeric", "float4": "real", "float8": "double precision",
    "varbit": "bit varying", "timestamptz": "timestamp with time zone", "timetz": "time with time zone",
    "timestamp without time zone": "timestamp", "time without time zone": "time",
}  # fmt: skip

_MYSQL_TYPES = {
    "int": "integer", "int4": "integer", "int8": "bigint", "int2": "smallint", "int1": "tinyint",
    "int3": "mediumint", "middleint": "mediumint", "boolean": "bool", "dec": "decimal", "fixed": "decimal",
    "double precision": "double", "character": "char", "character varying": "varchar", "long": "mediumtext",
    "varcharacter": "varchar", "long varchar": "mediumtext", "national char": "nchar",
    "national varchar": "nvarchar", "national character": "nchar", "national character varying": "nvarchar",
    "national char varying": "nvarchar", "nchar varying": "nvarchar", "char varying": "varchar", "float4": "float", "float8": "double",
}  # fmt: skip

_MSSQL_TYPES = {
    "int": "integer", "dec": "decimal", "character": "char", "character varying": "varchar",
    "char varying": "varchar", "binary varying": "varbinary",
    "national character varying": "nvarchar", "national character": "nchar", "national char": "nchar",
    "national char varying": "nvarchar", "national text": "ntext",
}  # fmt: skip

FLAVORS = {
    "postgres": Flavor(
        "postgres", "postgresql", "postgresql.base.PGDialect",
        fold=str.lower, cuts_names_at=63, dollar_quotes=True, nested_comments=True, select_into_makes_table=True,
        triggers_belong_to_tables=True, aliases=_POSTGRES_TYPES,
        serials={"serial": "integer", "serial4": "integer", "bigserial": "bigint", "serial8": "bigint",
                 "smallserial": "smallint", "serial2": "smallint"},
    ),
    "mysql": Flavor(
        "mysql", "mysql", "mysql.base.MySQLDialect",
        ignores_case=True, backslash_escapes=True, quotes_strings_twice=True, backticks=True,
        hash_comments=True, executable_comments=True, drop_narrows_indexes=True, query_keeps_not_null=True,
        serials={"serial": "bigint unsigned"}, aliases=_MYSQL_TYPES,
    ),
    "sqlite": Flavor(
        "sqlite", "sqlite", "sqlite.base.SQLiteDialect",
        ignores_case=True, backticks=True, brackets=True, main_namespace="main", rowid_alias=True,
        rename_setting="LEGACY_ALTER_TABLE",
        aliases={"bool": "boolean"},
    ),
    "tsql": Flavor(
        "tsql", "mssql", "mssql.base.MSDialect",
        ignores_case=True, brackets=True, nested_comments=True, newline_separates=True,
        routine_takes_rest=True, select_into_makes_table=True, query_keeps_not_null=True,
        aliases=_MSSQL_TYPES,
    ),
    "oracle": Flavor(
        "oracle", "oracle", "oracle.base.OracleDialect",
        fold=str.lower, folds_quoted_upper=True, q_strings=True, slash_separates=True,
        routine_takes_rest=True, modify_is_partial=True, query_keeps_not_null=True,
        aliases={"varchar": "varchar2", "character": "char", "int": "integer", "dec": "decimal"},
    ),
}  # fmt: skip


def flavor_of(sqlglot_dialect: str) -> Flavor:
    """Return the flavor of a name of sqlglot's; one that is not known reads as PostgreSQL."""
    return FLAVORS.get(sqlglot_dialect, FLAVORS["postgres"])
