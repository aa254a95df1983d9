"""Each kind of change by its SQL: the database that is changed is the one that is made so."""

from __future__ import annotations

import contextlib

from tests.autogenerate.test_any_pair import Bench
from tests.autogenerate.test_difference import KINDS, POSTGRESQL
from tests.servers import on_servers


@on_servers("postgresql", "mariadb", "sqlite")
def test_each_change_and_its_inverse(server):
    kinds = {**KINDS, **(POSTGRESQL if server.dialect == "postgresql" else {})}
    with contextlib.ExitStack() as stack:
        bench = Bench(server, stack)
        for first, second in kinds.values():
            bench.check(first, second)
            bench.check(second, first)
