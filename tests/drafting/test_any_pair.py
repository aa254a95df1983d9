"""Any two sets of models: the script gives the second from the first, and back, on all databases."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given, settings

from sqlcompile.dialect.load import load_dialect
from tests.autogenerate.pairs import pairs
from tests.autogenerate.test_difference import KINDS, POSTGRESQL
from tests.drafting.scripts import Nameless, proved
from tests.projects import DIALECTS


@pytest.mark.parametrize("as_batch", [False, True], ids=["plain", "batch"])
@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("kind", KINDS)
def test_each_change_and_its_inverse(kind, dialect, as_batch):
    first, second = KINDS[kind]
    proved(first, second, load_dialect(dialect), as_batch=as_batch)
    proved(second, first, load_dialect(dialect), as_batch=as_batch)


@pytest.mark.parametrize("kind", POSTGRESQL)
def test_each_change_of_postgresql_alone(kind):
    first, second = POSTGRESQL[kind]
    proved(first, second, load_dialect("postgresql"))
    proved(second, first, load_dialect("postgresql"))


@pytest.mark.parametrize("dialect", DIALECTS)
def test_any_pair(dialect):
    @settings(max_examples=60)
    @given(pairs(dialect))
    def check(pair):
        with contextlib.suppress(Nameless):
            proved(*pair, load_dialect(dialect))

    check()
