"""``sqlcompile status``."""

from __future__ import annotations

import typer

from sqlcompile.cli.parameters import Engine, Format, FormatOption, Url


def status(
    context: typer.Context, *, url: Url = None, engine: Engine = None, format_: FormatOption = Format.TEXT
) -> None:
    """Say which revision a database is at, and what is pending.

    Only its version table is read. The exit status is 0 where nothing is pending, 1 where something is
    or where a row is not one of this project's, 2 where the database cannot be asked.
    """
    from sqlcompile.cli.project import open_config, open_graph
    from sqlcompile.live.connecting import reached
    from sqlcompile.live.report import Report
    from sqlcompile.live.state import read_state
    from sqlcompile.live.urls import need_url
    from sqlcompile.live.version_tables import version_table_in
    from sqlcompile.project.printable import printable

    config = open_config(context)
    address = need_url(url, config.sqlalchemy_url)
    graph = open_graph(config)
    with reached(address) as (target, connection):
        table = version_table_in(config, graph, target.dialect, engine)
        state = read_state(connection, table)
    report = Report.of(graph, target, table, state)
    print(report.json() if format_ is Format.JSON else printable(report.text()))
    if not report.up_to_date:
        raise typer.Exit(1)
