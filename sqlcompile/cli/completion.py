"""What a shell offers for half a word; nothing is said where there is nothing to offer."""

from __future__ import annotations

import typer

from sqlcompile.errors import SqlcompileError

_SYMBOLS = (("head", "the newest revision"), ("heads", "all heads"), ("base", "before the first revision"))


def complete_revision(context: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return the revisions that a word may become, also behind the ``:`` of a range."""
    from sqlcompile.cli.project import open_config, open_graph

    start, separator, part = incomplete.rpartition(":")
    try:
        graph = open_graph(open_config(context))
    except (SqlcompileError, OSError):
        return []
    named = [(revision.id, revision.message) for revision in reversed(graph.revisions)]
    return [(f"{start}{separator}{name}", meaning) for name, meaning in (*_SYMBOLS, *named) if name.startswith(part)]


def complete_dialect(incomplete: str) -> list[str]:
    """Return the databases that a word may become."""
    from sqlcompile.dialect.load import dialect_names

    return [name for name in dialect_names() if name.startswith(incomplete)]
