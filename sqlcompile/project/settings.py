"""The settings of one project, as a value; :mod:`sqlcompile.project.config` finds and reads them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from sqlcompile.errors import Location

Kind = Literal["sqlcompile", "alembic"]
Transaction = Literal["all", "revision", "none"]

TRANSACTIONS: tuple[Transaction, ...] = ("all", "revision", "none")

Mode = Literal["strict", "idempotent", "plain"]
MODES: tuple[Mode, ...] = ("strict", "idempotent", "plain")

_EMPTY: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Setup:
    """A function of the project's that is called before its migrations run: of a file, or of a module."""

    function: str
    location: Location
    """Where the settings name it."""
    file: Path | None = None
    module: str = ""


@dataclass(frozen=True, slots=True)
class Config:
    """Where a project's revisions are and how they are compiled.

    Paths are absolute. Whatever a file leaves out has the default that is written here.
    """

    path: Path | None
    """The file that the settings came from."""
    root: Path
    """The folder of that file; relative paths in it begin here."""
    kind: Kind
    """Whose settings these are: sqlcompile's own, or Alembic's."""
    script_location: Path
    """The folder with ``script.py.mako`` and, where there is one, ``env.py``."""
    version_locations: tuple[Path, ...]
    """The folders with revision scripts."""
    recursive_version_locations: bool = False
    """Whether the folders inside those folders count too."""
    dialects: tuple[str, ...] = ()
    """The databases to compile for where the command line names none."""
    version_table: str = "alembic_version"
    version_table_schema: str | None = None
    version_table_pk: bool = True
    naming_convention: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    """Patterns for the names of constraints, as ``MetaData(naming_convention=…)`` takes them."""
    target_metadata: tuple[str, ...] = ()
    """The models, as ``package.module:attribute``."""
    exclude_tables: tuple[str, ...] = ()
    """The tables that are not compared with the models: names, in which ``*`` stands for anything."""
    baseline: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    """The schema that the history starts from, by database: a dump's file, or MetaData as
    ``package.module:attribute``. What stands under an empty name is for whatever is compiled for."""
    rows: str | None = None
    """What SELECTs are answered from that only a database in use can answer: "empty" for what a fresh one
    would say, or a file with answers."""
    file_template: str | None = None
    """The name of a new script, with Alembic's tokens; None means ``%(rev)s_%(slug)s``."""
    truncate_slug_length: int = 40
    timezone: str | None = None
    """The zone of the dates in new scripts; None means this machine's local time."""
    types: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What stands for types that a database does not have, by the database's name and by theirs."""
    strict_types: bool = False
    """Whether nothing may stand for them."""
    transaction: Transaction | None = None
    """What one transaction holds; None leaves it to the dialect."""
    mode: Mode = "strict"
    """How a script guards itself: it refuses a database that is not at its start revision, it applies
    what is not applied yet, or it does not look."""
    client: str | None = None
    """What runs scripts: the database's own client by its name, or "plain" for drivers and GUI tools."""
    lock_timeout: float | None = None
    """How many seconds a statement waits for a lock; None leaves it to the database."""
    statement_timeout: float | None = None
    """How many seconds a statement may run; None leaves it to the database."""
    audit_table: str | None = None
    """The table in which scripts note who applied what, and when."""
    transpile: str | None = None
    """The database that raw SQL in migrations is written for: others get it as sqlglot writes it for them."""
    diff_accept: tuple[str, ...] = ()
    """The facts that make no difference between databases to this project."""
    check_skip: tuple[str, ...] = ()
    """The checks that ``check`` leaves out."""
    check_accept: tuple[str, ...] = ()
    """The findings that ``check`` accepts, as "CHECK:REVISION" or "CHECK:TABLE"."""
    check_heads: tuple[str, ...] = ()
    """The branch labels of which each may have a head, and the revisions that may be heads; else there is one."""
    check_against: str | None = None
    """The revision of git whose revisions are released."""
    prepend_sys_path: tuple[Path, ...] = ()
    """Folders from which scripts import, before any other."""
    env: bool = True
    """Whether ``env.py`` is run where there is one."""
    output_encoding: str = "utf-8"
    """The encoding of new revision scripts."""
    sourceless: bool = False
    """Whether a compiled ``.pyc`` without its ``.py`` is a revision."""
    sqlalchemy_url: str | None = None
    """Alembic's ``sqlalchemy.url``; nothing connects to it, its dialect is a default."""
    section: str = "alembic"
    """The section of alembic.ini that was read."""
    options: Mapping[str, str] = field(default_factory=lambda: _EMPTY)
    """That section as it stands, for an ``env.py`` that asks for its options."""
    x_arguments: tuple[str, ...] = ()
    """What ``-x`` gave, for an ``env.py`` that asks for it."""
    tag: str | None = None
    """What ``--tag`` gave, for an ``env.py`` that asks for it."""
    command: str = ""
    """The command that runs ``env.py``, where it is one of Alembic's, too."""
    range_text: str = ""
    """The range as it was given to that command."""
    setup: Setup | None = None
    """What makes the application ready before ``env.py`` and the migrations run."""
    attributes: Mapping[str, Any] = field(default_factory=dict)
    """What an application would set on ``context.config`` before it runs the migrations."""
    table: Mapping[str, Any] = field(default_factory=dict)
    """The table [tool.alembic] as it stands."""
    revision_environment: bool = False
    """Whether ``env.py`` is run for a new revision, too."""
    hooks: tuple[Mapping[str, str], ...] = ()
    """What is run on a new script, in order: the options of each hook, its name as ``name``."""
