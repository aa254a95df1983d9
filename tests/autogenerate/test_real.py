"""Each kind of change by its SQL: the database that is changed is the one that is made so."""

from __future__ import annotations

import pytest

from sqlcompile.dialect.load import load_dialect
from tests.autogenerate.test_any_pair import check_real
from tests.autogenerate.test_difference import KINDS, POSTGRESQL
from tests.servers import on_servers


@pytest.mark.parametrize("kind", KINDS)
@on_servers("postgresql", "mariadb", "sqlite")
def test_a_change_and_its_inverse(kind, server):
    first, second = KINDS[kind]
    for one, other in ((first, second), (second, first)):
        check_real(server, one, other, load_dialect(server.dialect))


@pytest.mark.parametrize("kind", POSTGRESQL)
def test_a_change_and_its_inverse_on_postgresql(kind, postgresql_server):
    first, second = POSTGRESQL[kind]
    for one, other in ((first, second), (second, first)):
        check_real(postgresql_server, one, other, load_dialect("postgresql"))
