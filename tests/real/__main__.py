"""Compiles public Alembic histories, whole, and says how far it gets.

    python -m tests.real [PROJECT…] [--dialect D] [--down] [--apply] [--peer] [--faults] [--json FILE]

Each history runs in a virtual environment of its own (``--cache DIR``, or the variable
SQLCOMPILE_REAL_CACHE), which is made with pip when it is first needed; a history that is in no package
is taken from a checkout, ``--source NAME=PATH``. What is measured is this checkout's sqlcompile. The
table that is printed has a line for each history, database and direction:

env.py      whether the project's env.py ran; where it fails, the history is compiled without it
revisions   how many were compiled, of how many
applied     whether the script runs on a real server, and the database is then as the replay says
peer        whether Alembic, online on the same server, makes the same schema and the same rows
faults      after how many statements the client was killed, and how the script then went on: the rest of it
            was applied (resumed), it was run again (again), or nothing was left (done); it must end at the
            schema, the rows and the counters of an undisturbed run

``--every K`` kills after each K-th statement only, ``--transaction`` compiles other transactions than the
default. ``--keep-going`` goes past the revisions that fail and lists them all in the JSON; the later ones may
follow from the earlier. ``--prelude FILE`` runs Python first, in the process that compiles, to try a
change. The exit status is 0 whatever the figures are.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.real.histories import HISTORIES
from tests.real.measuring import HEADINGS, SERVED, Measured, Wanted, measure, servers
from tests.real.preparing import NotThere, prepare


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what the command line names, print the table, and return the exit status."""
    options = _parser().parse_args(arguments)
    known = {history.name: history for history in HISTORIES}
    unknown = [name for name in options.projects if name not in known]
    if unknown:
        sys.stderr.write(f"There is no history {', '.join(unknown)}; there are {', '.join(known)}.\n")
        return 2
    chosen = [known[name] for name in options.projects] or list(HISTORIES)
    preludes = tuple(str(path.absolute()) for path in options.prelude)
    wanted = Wanted(
        options.down,
        options.apply or options.peer,
        options.peer,
        options.keep_going,
        options.every if options.faults else 0,
        options.transaction,
        preludes,
    )
    sources = {name: Path(path) for name, _, path in (text.partition("=") for text in options.source)}
    lines: list[Measured] = []
    with servers(("postgresql", "mariadb", "sqlite") if wanted.served else ()) as there:
        for history in chosen:
            try:
                prepared = prepare(history, options.cache.expanduser().absolute(), sources)
            except NotThere as reason:
                sys.stderr.write(f"{history.name}: {reason}\n")
                continue
            dialects = [*history.dialects]
            if wanted.served:
                dialects += [SERVED[name] for name in history.dialects if name in SERVED]
            for dialect in dialects:
                if options.dialect and dialect not in options.dialect:
                    continue
                for line in measure(prepared, dialect, wanted, there):
                    lines.append(line)
                    sys.stderr.write(" | ".join(line.cells()) + "\n")
    sys.stdout.write(table(lines))
    if options.json:
        options.json.write_text(json.dumps([line.as_json() for line in lines], indent=1), encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.real", description="Compile public Alembic histories.")
    parser.add_argument("projects", nargs="*", metavar="PROJECT", help="names of histories; all by default")
    parser.add_argument("--dialect", action="append", help="only this database; may be repeated")
    parser.add_argument("--down", action="store_true", help="compile the downgrades, too")
    parser.add_argument("--apply", action="store_true", help="run the scripts on real servers")
    parser.add_argument("--peer", action="store_true", help="compare with Alembic online; means --apply")
    parser.add_argument("--faults", action="store_true", help="kill the client after each statement, and go on")
    parser.add_argument("--every", type=int, default=1, metavar="K", help="only after each K-th statement")
    parser.add_argument("--transaction", choices=("all", "revision", "none"), help="what one transaction holds")
    parser.add_argument("--keep-going", action="store_true", help="go past the revisions that fail")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all details")
    cache = Path(os.environ.get("SQLCOMPILE_REAL_CACHE", "~/.cache/sqlcompile-real"))
    parser.add_argument("--cache", type=Path, default=cache, metavar="DIR", help="where the environments are")
    parser.add_argument("--source", action="append", default=[], metavar="NAME=PATH", help="a checkout on disk")
    parser.add_argument("--prelude", action="append", type=Path, default=[], metavar="FILE", help="Python to run first")
    return parser


def table(lines: Sequence[Measured]) -> str:
    """Return the result as a table in Markdown."""
    rows = [HEADINGS, tuple("---" for _ in HEADINGS), *(line.cells() for line in lines)]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


if __name__ == "__main__":
    sys.exit(main())
