"""``op.run_async``."""

import sys

import pytest

from sqlcompile.errors import ScriptError
from tests.operations.small import statements

HEAD = """
async def change(connection, name):
    await connection.execute(sa.text("UPDATE account SET name = :n"), {"n": name})
    return name
"""
BODY = "assert op.run_async(change, 'x') == 'x'"


def test_a_coroutine_gets_a_connection(tmp_path):
    pytest.importorskip("greenlet")
    assert statements(tmp_path, BODY, head=HEAD) == ["UPDATE account SET name = 'x'"]


def test_without_greenlet_it_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "greenlet", None)
    with pytest.raises(ScriptError, match="needs the package greenlet") as raised:
        statements(tmp_path, BODY, head=HEAD)
    assert "sqlalchemy[asyncio]" in raised.value.hint
    assert raised.value.location.line
