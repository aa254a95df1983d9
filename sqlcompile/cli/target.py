"""What a script is compiled for and where it goes, checked before anything is read."""

from __future__ import annotations

from pathlib import Path

from sqlcompile.errors import ConfigError, Location
from sqlcompile.project.config import Config
from sqlcompile.scripts.places import check_placeholders, chosen_for


def chosen_dialects(config: Config, given: list[str] | None) -> tuple[str, ...]:
    """Return the databases to compile for: the command line's, the settings', or the URL's.

    None at all are left to a project's ``env.py``, whose own URL comes before the one of the settings.
    """
    chosen = tuple(dict.fromkeys(given or config.dialects))
    if chosen or (config.env and (config.script_location / "env.py").is_file()):
        return chosen
    chosen = _url_dialect(config)
    if not chosen:
        raise ConfigError(
            "No database is named to compile for.",
            hint='Name one: `-d postgresql`, or `dialects = ["postgresql"]` in the settings.',
            location=Location(config.path) if config.path else None,
        )
    return chosen


def check_output(dialects: tuple[str, ...], output: Path | None, folder: Path | None, *, folders: bool = True) -> None:
    """Refuse two places for one result, and several databases in one file; ``folders``: the command can write one."""
    if output is not None and folder is not None:
        raise ConfigError(
            "-o and --output-dir exclude each other.",
            hint="Give a file for one script, a folder for one a revision.",
        )
    check_placeholders(output)
    if len(_of_one(dialects)) > 1 and folder is None and "{dialect}" not in str(output):
        raise ConfigError(
            f"Scripts for {len(dialects)} databases ({', '.join(dialects)}) do not go into one file.",
            hint=f"Write them to {'a folder with --output-dir DIR, to ' if folders else ''}a file each with "
            "-o 'out.{dialect}.sql', or choose one with -d.",
        )
    if output is not None and output.is_dir():
        raise ConfigError(f"{output} is a folder.", hint="-o takes a file; --output-dir takes a folder.")
    if folder is not None and folder.exists() and not folder.is_dir():
        raise ConfigError(f"{folder} is a file.", hint="--output-dir takes a folder; -o takes a file.")


def only_one(dialects: tuple[str, ...]) -> tuple[str, ...]:
    """Return the databases if there are not several: a stamp is one file."""
    if len(_of_one(dialects)) > 1:
        raise ConfigError(
            f"A stamp is one script, for one database, not for {', '.join(dialects)}.",
            hint="Choose one with -d.",
        )
    return dialects


def _of_one(dialects: tuple[str, ...]) -> tuple[str, ...]:
    """Return those that are meant for one database where they are several; ``engine1=postgresql`` is for another."""
    groups: dict[str | None, list[str]] = {}
    for name in dialects:
        database, kind = chosen_for(name)
        groups.setdefault(database, []).append(kind)
    return next((tuple(kinds) for kinds in groups.values() if len(kinds) > 1), dialects[:1])


def named_baselines(given: list[str]) -> dict[str, str]:
    """Return the baselines of the command line by database; one without a name is for the only one."""
    from sqlcompile.dialect.load import dialect_names
    from sqlcompile.project.native_config import baselines

    found: dict[str, str] = {}
    for text in given:
        name, separator, source = text.partition("=")
        name, source = (name.partition("@")[0], source) if separator and not Path(text).is_file() else ("", text)
        if name and name not in dialect_names() and not name.isidentifier():
            name, source = "", text
        if name in found:
            raise ConfigError(
                f"There are two baselines{f' for {name}' if name else ''}: {found[name]} and {source}.",
                hint="With several databases, name each one's: --baseline postgresql=FILE.",
            )
        found[name] = source
    return baselines(found, Path.cwd())


def _url_dialect(config: Config) -> tuple[str, ...]:
    """Return the database that sqlalchemy.url names, if it is one that we know."""
    from sqlcompile.dialect.load import dialect_names

    scheme, separator, _ = (config.sqlalchemy_url or "").partition("://")
    name = scheme.partition("+")[0]
    name = {"postgres": "postgresql"}.get(name, name)
    return (name,) if separator and name in dialect_names() else ()
