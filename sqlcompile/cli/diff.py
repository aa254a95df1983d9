"""``sqlcompile diff``."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from sqlcompile.cli.completion import complete_dialect
from sqlcompile.cli.parameters import Baselines, Rows, StrictTypes, Tag
from sqlcompile.cli.shown import FormatOption, OutputFile


class Class(StrEnum):
    """What ``--fail-on`` takes."""

    SPELLING = "spelling"
    MEANING = "meaning"
    IMPOSSIBLE = "impossible"
    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"
    ANY = "any"


def diff(
    context: typer.Context,
    arguments: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NAME NAME… [RANGE] | OLD NEW",
            help="Databases and a range; or two bundles; or with --schema two revisions.",
            autocompletion=complete_dialect,
            show_default=False,
        ),
    ] = None,
    *,
    against: Annotated[
        str | None,
        typer.Option("--against", metavar="REVISION", help="Compare with the project as it is there in git."),
    ] = None,
    schema: Annotated[
        bool, typer.Option("--schema", help="Write the DDL that makes one revision's schema of another's.")
    ] = False,
    dialects: Annotated[
        list[str] | None,
        typer.Option(
            "-d",
            "--dialect",
            metavar="[ENGINE=]NAME[@VERSION]",
            help="A database: one more to compare, or with --against, two bundles and --schema which it is; "
            "may be repeated.",
            autocompletion=complete_dialect,
        ),
    ] = None,
    form: FormatOption = None,
    output: OutputFile = None,
    fail_on: Annotated[
        list[Class] | None,
        typer.Option(
            "--fail-on",
            metavar="CLASS",
            help="Make the status 1 for spelling, meaning or impossible; across changes for new, changed or removed; "
            "or for any. May be repeated.",
        ),
    ] = None,
    accept: Annotated[
        list[str] | None,
        typer.Option(
            "--accept",
            metavar="FACT",
            help="Take a fact as no difference, such as text-comparison: those under `Reasons, by fact`. May be repeated.",
        ),
    ] = None,
    allow_changed: Annotated[
        list[str] | None,
        typer.Option(
            "--allow-changed",
            metavar="REVISION",
            help="Across changes, let the SQL of a released revision be another one now; `all` is every one. May be repeated.",
        ),
    ] = None,
    transpile: Annotated[
        bool, typer.Option("--transpile", help="Offer raw SQL as sqlglot writes it for the other databases.")
    ] = False,
    baselines: Baselines = None,
    rows: Rows = None,
    strict_types: StrictTypes = False,
    tag: Tag = None,
) -> None:
    """Show where SQL comes apart: across databases, or across changes.

    `diff postgresql mysql base:head` compares the first database with the others, operation by operation.
    `diff --against main` and `diff OLD_BUNDLE NEW_BUNDLE` show which revisions are new, and which released
    ones compile to other SQL now: then the status is 1. `diff REV1 REV2 --schema` writes the DDL between two
    revisions. Everything else is 0 unless --fail-on names it; an error is 2.
    """
    from sqlcompile.cli.combining import check_classes, check_options
    from sqlcompile.cli.comparison import Wanted, compared, failures, write_schemas

    wanted = Wanted.of(arguments or [], against=against, schema=schema, dialects=dialects or [])
    given: dict[str, object] = {
        "--accept": accept,
        "--transpile": transpile,
        "--allow-changed": allow_changed,
        "--fail-on": fail_on,
        "--format": form,
        "--baseline": baselines,
        "--rows": rows,
        "--strict-types": strict_types,
        "--tag": tag,
    }
    check_options(wanted.comparison, given)
    classes = [one.value for one in fail_on or []]
    check_classes(wanted.comparison, classes)
    if wanted.schema:
        write_schemas(context, wanted, output, baselines=baselines, rows=rows, tag=tag, strict_types=strict_types)
        return
    found = compared(
        context,
        wanted,
        accept=accept or [],
        transpile=transpile,
        baselines=baselines,
        rows=rows,
        tag=tag,
        strict_types=strict_types,
    )
    from sqlcompile.cli.console import complain
    from sqlcompile.cli.shown import Format, show

    said = failures(found, wanted, classes, allow_changed or [])
    show(context, found, form, output, Format.TEXT)
    if said:
        complain(said)
        raise typer.Exit(1)
