"""``README.md`` of a bundle: what the DBA does with it."""

from __future__ import annotations

from collections.abc import Sequence

from sqlcompile import __version__
from sqlcompile.bundle.manifest import Entry, Target
from sqlcompile.dialect.contract import Dialect
from sqlcompile.project.plan import named_rows

_MODES = {
    "strict": "Each file refuses a database that is not exactly where the file starts; a second run is refused too.",
    "idempotent": "`upgrade.sql` applies what the database does not have yet, wherever in this range it is, and a second\n"
    "run changes nothing; a single file does so between its own two revisions.",
    "plain": "The files do not look where the database is before they change it: ask `state.sql` first.",
}

_MOST = 20
"""How many files are named one by one."""

_CHECK = """\
## Before you begin

See that the folder is as it was written, with sqlcompile or with the shell alone:

```sh
sqlcompile verify-sum .
cut -d' ' -f2- sqlcompile.sum | sha256sum -c -
```

The first column of `sqlcompile.sum` is a chain: its last line stands for the whole folder. Whoever gave you the
folder can tell you that line by another way.
"""
_APPLY = """\
Apply either `upgrade.sql` or the `.up.sql` files, in the order of their numbers, and stop at the first error.

Where sqlcompile and a driver are installed, `sqlcompile apply . --url URL` does the same: it compares the hashes, shows
which files it would run on which database, asks, and stops at the first error. `--dry-run` only shows.
"""
_HALFWAY = """\
## When a file stops halfway

The header of the file says what a failure leaves behind. Where all of it is one transaction, that is nothing: put
the cause right and run the file again. Else the statements before the one that failed are done and stay, and the
file would fail at the first of them if it were run again. Each has its number above it: where `[4/12]` failed,
`sqlcompile resume REVISION:3 …`, in the project, writes the rest; the header has the whole command.
"""
_BACK = """\
## Go back

`downgrade.sql` takes all of it back; a `.down.sql` file takes back its own revision: the newest first, in the opposite
order. `sqlcompile apply . --down --to REVISION --url URL` does it, too. What was in dropped tables and columns does not
come back.
"""


def readme(
    targets: Sequence[tuple[Target, Dialect]], entries: Sequence[Entry], range_text: str, mode: str, client: str | None
) -> str:
    """Return the text, for the databases of a bundle and its scripts."""
    parts = [
        f"# Database changes `{range_text}`\n",
        f"Written by sqlcompile {__version__}; `manifest.json` says of each file what it is made from.\n",
        _contents(targets),
        _CHECK,
        f"## Apply\n\n{_MODES[mode]}\n{_APPLY}",
        *(_commands(target, dialect, entries, client) for target, dialect in targets),
        _HALFWAY,
        _BACK,
        *_irreversible(entries),
    ]
    return "\n".join(parts)


def _contents(targets: Sequence[tuple[Target, Dialect]]) -> str:
    lines = [
        f"| `{target.folder}/` | {dialect.versioned_title}{f', the database {target.database}' * bool(target.database)} "
        f"| {named_rows(target.start)} | {named_rows(target.end)} |"
        for target, dialect in targets
    ]
    files = (
        "| in each folder | |\n|---|---|\n"
        "| `NNNN_REVISION_….up.sql` | applies one revision |\n"
        "| `NNNN_REVISION_….down.sql` | takes it back |\n"
        "| `upgrade.sql`, `downgrade.sql` | all of it in one file |\n"
        "| `state.sql` | reads which revision the database is at, and tells which files are next |\n"
    )
    table = "\n".join(["| folder | database | from | to |", "|---|---|---|---|", *lines])
    return f"{table}\n\n{files}"


def _commands(target: Target, dialect: Dialect, entries: Sequence[Entry], client: str | None) -> str:
    ups = [one.path for one in entries if one.kind == "up" and one.path.rpartition("/")[0] == target.folder]
    title = f"### {dialect.versioned_title}{f', {target.database}' if target.database else ''}\n"
    if client == "plain":
        return (
            f"{title}\nThe files hold SQL alone, for a driver or a GUI tool that stops at the first error. Run "
            f"`{target.folder}/state.sql`\nfirst; then `{target.folder}/upgrade.sql`, or these one by one:\n\n"
            + "".join(f"1. `{path}`\n" for path in ups)
        )
    commands = [
        f"# where is it?\n{_command(dialect, f'{target.folder}/state.sql')}",
        f"# all at once\n{_command(dialect, f'{target.folder}/upgrade.sql')}",
    ]
    if len(ups) > _MOST:
        one = _command(dialect, '"$file"')
        commands.append(f"# or one by one\nfor file in {target.folder}/*.up.sql; do {one} || break; done")
    elif ups:
        commands.append("# or one by one\n" + "\n".join(_command(dialect, path) for path in ups))
    return f"{title}\n```sh\n" + "\n\n".join(commands) + "\n```\n"


def _command(dialect: Dialect, path: str) -> str:
    return dialect.apply_command.replace("FILE", path)


def _irreversible(entries: Sequence[Entry]) -> list[str]:
    found = [one for one in entries if one.kind == "down" and one.irreversible]
    if not found:
        return []
    lines = [f"- `{one.path}`: {one.irreversible}" for one in found]
    return ["There is no way back over these; their files, and `downgrade.sql` with them, only fail:\n", *lines, ""]
