"""``sqlcompile show``."""

from __future__ import annotations

from typing import Annotated

import typer

from sqlcompile.cli.completion import complete_revision


def show(
    context: typer.Context,
    revision: Annotated[
        str,
        typer.Argument(metavar="REV", help="An id, its beginning, head, heads, …", autocompletion=complete_revision),
    ] = "heads",
) -> None:
    """Show revisions whole."""
    from sqlcompile.cli.describe import whole
    from sqlcompile.cli.project import open_config, open_graph
    from sqlcompile.errors import InvalidRange
    from sqlcompile.project.naming import resolve

    graph = open_graph(open_config(context))
    names = resolve(graph, revision)
    if not names:
        raise InvalidRange(f'"{revision}" stands before the first revision; there is nothing to show.')
    for name in names:
        print(whole(graph, graph[name]))
