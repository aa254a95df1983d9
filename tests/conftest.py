"""Fixtures that many tests use: a server each of the databases that run here (see servers.py)."""

import os
import sys
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, settings

from tests.servers import SERVERS, Server, running, server_id

# Python tells two versions of a script apart by their second and their size, and tests rewrite scripts faster
sys.dont_write_bytecode = True
os.environ["PYTHONDONTWRITEBYTECODE"] = "1"


settings.register_profile("sqlcompile", database=None, deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("sqlcompile")


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    with running("postgresql") as server:
        yield server


@pytest.fixture(scope="session")
def mariadb_server() -> Iterator[Server]:
    with running("mariadb") as server:
        yield server


@pytest.fixture(scope="session")
def sqlite_server() -> Iterator[Server]:
    with running("sqlite") as server:
        yield server


@pytest.fixture(scope="session", params=list(SERVERS), ids=server_id)
def server(request: pytest.FixtureRequest) -> Server:
    """Each server in turn; ``servers.on_servers(…)`` picks some."""
    chosen: Server = request.getfixturevalue(f"{request.param}_server")
    return chosen


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write goldens anew; read the difference")
