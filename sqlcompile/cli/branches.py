"""``sqlcompile branches``."""

from __future__ import annotations

import typer


def branches(context: typer.Context) -> None:
    """List the revisions that several follow.

    -v shows each one whole.
    """
    from sqlcompile.cli.console import say_none
    from sqlcompile.cli.describe import short_line, whole
    from sqlcompile.cli.invocation import invocation_of
    from sqlcompile.cli.project import open_config, open_graph

    graph = open_graph(open_config(context))
    if not graph.branch_points:
        say_none("There are no branches: no revision has several that follow it.", context)
    verbose = invocation_of(context).verbose
    for name in reversed(graph.branch_points):
        print(whole(graph, graph[name]) if verbose else short_line(graph, graph[name]))
        for child in graph.children(name):
            print(f"{' ' * len(name)} -> {short_line(graph, graph[child], message=verbose)}")
        print()
