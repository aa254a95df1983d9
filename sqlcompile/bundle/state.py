"""``state.sql``: which revision is a database at, and which files are next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sqlcompile import __version__
from sqlcompile.dialect.contract import Dialect
from sqlcompile.dialect.state import State
from sqlcompile.dialect.statement import Statement
from sqlcompile.scripts.compilation import Compilation


def state_script(compilation: Compilation, dialect: Dialect, states: Sequence[State]) -> str:
    """Return the script that reads the version table, and compares it with the states of a bundle."""
    lines = [f"sqlcompile {__version__}, {dialect.versioned_title}"]
    if compilation.configured.database:
        lines.append(f"For the database {compilation.configured.database}")
    lines.append("This only reads. It tells which revision the database is at, and which files are next.")
    text = [dialect.comment_lines(line) for line in lines]
    text.append("")
    before = _settings(dialect, compilation.executed(dialect, compilation.configured.before))
    for statement in (*before, *dialect.state_query(compilation.table.value, states)):
        if statement.comment:
            text.append(dialect.comment_lines(statement.comment))
        text.append(dialect.lexis.terminated(statement.text))
    return "\n".join(text) + "\n"


def _settings(dialect: Dialect, statements: Sequence[Statement]) -> Iterator[Statement]:
    """Yield what env.py sets in the session: the version table may not be found without it."""
    for statement in statements:
        for one in () if statement.verbatim else dialect.separated(statement):
            words = dialect.lexis.words(one.text, 2)
            if words[:1] in (["SET"], ["USE"]) or words == ["ALTER", "SESSION"]:
                yield one
