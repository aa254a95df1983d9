"""``sqlcompile heads``."""

from __future__ import annotations

from typing import Annotated

import typer


def heads(
    context: typer.Context,
    *,
    resolve_dependencies: Annotated[
        bool, typer.Option("--resolve-dependencies", help="Leave out heads that another revision depends on.")
    ] = False,
) -> None:
    """List the revisions that nothing follows.

    -v shows each one whole.
    """
    from sqlcompile.cli.console import say_none
    from sqlcompile.cli.describe import short_line, whole
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.cli.project import open_config, open_graph

    graph = open_graph(open_config(context))
    if not len(graph):
        say_none("There are no revisions yet; `sqlcompile revision -m TEXT` adds one.", context)
    verbose = invocation_of(context).verbose
    for name in graph.heads:
        if not (resolve_dependencies and graph.dependents(name)):
            print(whole(graph, graph[name]) if verbose else short_line(graph, graph[name], tree=False))
