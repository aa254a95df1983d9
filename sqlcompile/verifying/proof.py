"""From a project's settings to a report: what ``sqlcompile verify`` does."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from sqlcompile.dialect.load import dialect_names
from sqlcompile.errors import ConfigError
from sqlcompile.project.progress import Progress
from sqlcompile.project.settings import Config
from sqlcompile.scripts.style import Style
from sqlcompile.verifying.compiled import Scripts, compile_all
from sqlcompile.verifying.embedded_postgresql import EmbeddedServer, missing
from sqlcompile.verifying.report import DatabaseReport, Report
from sqlcompile.verifying.scratch import FileScratch, Scratch, ServerScratch, UrlScratch, server_of
from sqlcompile.verifying.walking import Walk

_NAMED = re.compile(r"(?P<name>[\w/.-]+)=(?P<url>[\w+]+:.*)", re.DOTALL)


def verify(
    config: Config,
    *,
    range_text: str,
    dialects: Sequence[str],
    urls: Sequence[str],
    may_empty: bool,
    style: Style,
    progress: Progress,
) -> Report:
    """Compile a range for each database, and prove the scripts on scratch databases.

    ``urls`` are those that the user gives, ``NAME=URL`` for one of several; ``may_empty`` says that what stands
    there may be dropped. Raises SqlcompileError, among them ConfigError for a database that is not empty.
    """
    given = [_Given.of(text) for text in urls]
    compiled = compile_all(config, range_text, dialects, style, progress)
    chosen = [(scripts, _choose(given, scripts)) for scripts in compiled]
    unused = [one.shown for one in given if all(one is not choice for _, choice in chosen)]
    if unused:
        known = ", ".join(scripts.name for scripts in compiled)
        raise ConfigError(
            f"The database {unused[0]} is none of those that are compiled for: {known}.",
            hint="Name its kind with -d, or which one it is for: --url NAME=URL.",
        )
    with contextlib.ExitStack() as stack:
        places = _Places(stack, may_empty=may_empty)
        return Report([_prove(scripts, choice, places, progress) for scripts, choice in chosen])


@dataclass(frozen=True, slots=True)
class _Given:
    """A URL of the user's."""

    name: str
    url: URL

    @classmethod
    def of(cls, text: str) -> _Given:
        found = _NAMED.fullmatch(text)
        name, address = (found["name"], found["url"]) if found else ("", text)
        try:
            return cls(name, make_url(address))
        except (ArgumentError, ValueError):
            raise ConfigError(  # what was given may hold a password
                "--url takes an address as SQLAlchemy writes it.",
                hint="Such as postgresql+psycopg://user@host/database.",
            ) from None

    @property
    def shown(self) -> str:
        """The address without its password."""
        from sqlcompile.live.secrets import shown  # noqa: PLC0415 - few runs need it

        return shown(self.url)

    def fits(self, scripts: Scripts) -> bool:
        """Return whether it may be for these scripts."""
        if self.name:
            return self.name in (scripts.name, scripts.database, scripts.dialect.name)
        names = {scripts.dialect.sa.name, scripts.dialect.name, *scripts.dialect.sqlalchemy_names}
        return self.url.get_backend_name() in names


def _choose(given: Sequence[_Given], scripts: Scripts) -> _Given | None:
    """Return the URL for these scripts, the one that is named for them first."""
    fitting = [one for one in given if one.fits(scripts)]
    return next((one for one in fitting if one.name), fitting[0] if fitting else None)


def dialects_of_urls(urls: Sequence[str]) -> tuple[str, ...]:
    """Return the kinds of databases that URLs name, where they are ours. Raises ConfigError for what is no URL.

    A URL that is for one of several databases says only of that one what it is: ``engine2=mariadb``.
    """
    known = dialect_names()
    found: dict[str, None] = {}
    for one in map(_Given.of, urls):
        kind = one.url.get_backend_name()
        if kind in known:
            ours = one.name.partition("/")[0]
            found[f"{ours}={kind}" if ours and ours not in known else kind] = None
    return tuple(found)


class _Places:
    """The scratch databases of one run; the embedded server starts when it is first needed."""

    def __init__(self, stack: contextlib.ExitStack, *, may_empty: bool) -> None:
        self._stack = stack
        self._may_empty = may_empty
        self._server: EmbeddedServer | None = None

    def missing(self, scripts: Scripts, given: _Given | None) -> str | None:
        """Return why there is no scratch database, None where there is one."""
        title = scripts.dialect.title
        if given is not None:
            return None
        if scripts.dialect.scratch == "server":
            return missing()
        return None if scripts.dialect.scratch else f"there is no scratch database of {title}: give one with --url"

    @contextlib.contextmanager
    def opened(self, scripts: Scripts, given: _Given | None) -> Iterator[Scratch]:
        """Give a scratch database for a with block."""
        scratch = self._made(scripts, given)
        try:
            yield scratch
        finally:
            scratch.close()

    def _made(self, scripts: Scripts, given: _Given | None) -> Scratch:
        if given is not None:
            scratch = UrlScratch(scripts.dialect, given.url, may_empty=self._may_empty)
            _check_spaces(scripts, scratch)
            return scratch
        if scripts.dialect.scratch == "file":
            return FileScratch(scripts.dialect)
        if self._server is None:
            self._server = self._stack.enter_context(EmbeddedServer())
        return ServerScratch(scripts.dialect, self._server, "scratch")


def _check_spaces(scripts: Scripts, scratch: UrlScratch) -> None:
    """Refuse a history that would write to what lies outside of the scratch database."""
    schemas = [script.after for script in (*scripts.preparation, *scripts.ups)]
    used = {key[0] for schema in schemas for kind in (schema.tables, schema.views) for key in kind} - {None}
    own = "schema" in scripts.dialect.around_objects
    outside = sorted(name for name in used if name and (not own or name in scratch.spaces()))
    if outside:
        raise ConfigError(
            f"The history works in {outside[0]} too, which lies outside of the scratch database {scratch.shown}.",
            hint="Drop it there, or use a server of its own." if own else "Use another kind of database to verify it.",
        )


def _prove(scripts: Scripts, given: _Given | None, places: _Places, progress: Progress) -> DatabaseReport:
    reason = places.missing(scripts, given)
    if reason is not None:
        return DatabaseReport(scripts.name, scripts.dialect.title, scripts.start, scripts.end, reason)
    with places.opened(scripts, given) as scratch:
        with scratch.connected() as connection:
            server = server_of(connection, scripts.dialect)
        return Walk(scripts, scratch, server, progress).prove()
