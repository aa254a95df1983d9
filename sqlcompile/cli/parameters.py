"""The options and arguments that several commands take."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from sqlcompile.cli.completion import complete_dialect, complete_revision


class Transaction(StrEnum):
    """What one transaction holds."""

    ALL = "all"
    REVISION = "revision"
    NONE = "none"


class Mode(StrEnum):
    """How a script guards itself."""

    STRICT = "strict"
    IDEMPOTENT = "idempotent"
    PLAIN = "plain"


class Client(StrEnum):
    """What runs a script."""

    PSQL = "psql"
    MYSQL = "mysql"
    MARIADB = "mariadb"
    SQLCMD = "sqlcmd"
    SQLPLUS = "sqlplus"
    SQLITE3 = "sqlite3"
    PLAIN = "plain"


class Format(StrEnum):
    """For people, or for programs."""

    TEXT = "text"
    JSON = "json"


Engine: TypeAlias = Annotated[
    str | None, typer.Option("--engine", metavar="NAME", help="Which of several databases of env.py's it is.")
]
Url: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--url",
        metavar="URL",
        help="The database, as postgresql://user@host/name; else SQLCOMPILE_URL in the environment, else the settings' URL.",
    ),
]
FormatOption: TypeAlias = Annotated[Format, typer.Option("--format", help="For people, or for programs.")]
Dialects: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "-d",
        "--dialect",
        metavar="[ENGINE=]NAME[@VERSION]",
        help="The database to compile for; several where each has files of its own.",
        autocompletion=complete_dialect,
    ),
]
Output: TypeAlias = Annotated[
    Path | None,
    typer.Option(
        "-o",
        "--output",
        metavar="FILE",
        help="The file to write, instead of stdout; {dialect} and {engine} may stand in it.",
    ),
]
Rows: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--rows",
        metavar="empty|FILE",
        help="What SELECTs are answered that only the real database can answer: as a fresh one would, or from a file.",
    ),
]
OutputFolder: TypeAlias = Annotated[
    Path | None,
    typer.Option("--output-dir", metavar="DIR", help="The folder to write, with a file a revision."),
]
TransactionOption: TypeAlias = Annotated[
    Transaction | None,
    typer.Option("--transaction", help="What one transaction holds. Default: as the database can."),
]
Baselines: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--baseline",
        metavar="[NAME=]FILE",
        help="The schema that the history starts from: a dump, or package.module:metadata. "
        "With several databases, NAME is one.",
    ),
]
ModeOption: TypeAlias = Annotated[
    Mode | None,
    typer.Option(
        "--mode",
        help="strict refuses a database that is not at the start revision, idempotent applies what is "
        "missing, plain does not look. Default: strict.",
    ),
]
ClientOption: TypeAlias = Annotated[
    Client | None,
    typer.Option("--client", help="What runs the script; plain is for drivers and GUI tools. Default: the database's."),
]
LockTimeout: TypeAlias = Annotated[
    str | None, typer.Option("--lock-timeout", metavar="TIME", help="How long a statement waits for locks, as 5s.")
]
StatementTimeout: TypeAlias = Annotated[
    str | None, typer.Option("--statement-timeout", metavar="TIME", help="How long a statement may run, as 10min.")
]
AuditTable: TypeAlias = Annotated[
    str | None,
    typer.Option("--audit-table", metavar="NAME", help="The table in which the script notes what it applied."),
]
StrictTypes: TypeAlias = Annotated[
    bool,
    typer.Option(
        "--strict-types", help="Refuse a type that the database lacks, instead of writing what stands for it."
    ),
]
Tag: TypeAlias = Annotated[str | None, typer.Option("--tag", metavar="TEXT", help="A word for env.py to read.")]
Sql: TypeAlias = Annotated[
    bool, typer.Option("--sql", help="Accepted as Alembic's; SQL is all that there is.", hidden=True)
]
Message: TypeAlias = Annotated[
    str, typer.Option("-m", "--message", metavar="TEXT", help="What the revision does, in a line.")
]
RevisionId: TypeAlias = Annotated[
    str | None, typer.Option("--rev-id", metavar="ID", help="The id, instead of a new one.")
]
BranchLabel: TypeAlias = Annotated[
    str | None,
    typer.Option("--branch-label", metavar="LABEL", help="A name for the branch that starts here."),
]


UpgradeRange: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="RANGE",
        help="FROM:TO, or TO alone for base:TO.",
        autocompletion=complete_revision,
    ),
]
DowngradeRange: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="RANGE",
        help="FROM:TO, such as head:base; TO alone is from the heads.",
        autocompletion=complete_revision,
    ),
]
