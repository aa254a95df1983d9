"""Expressions that look into JSON values, on the servers that answer them."""

import pytest
import sqlalchemy as sa

from sqlcompile.dialect.load import load_dialect

CHAT = sa.table("chat", sa.column("id", sa.Integer), sa.column("meta", sa.JSON))
META = '{"type": "timer", "many": [5, 7], "on": true}'


@pytest.mark.parametrize(
    "condition",
    [
        CHAT.c.meta["type"].as_string() == "timer",
        CHAT.c.meta[("many", 1)].as_integer() == 7,
        CHAT.c.meta["on"].as_boolean() == sa.true(),
    ],
    ids=["a key", "a path", "a boolean"],
)
def test_the_server_finds_the_row(server, condition):
    dialect = load_dialect(server.dialect)
    with server.fresh() as database:
        done = database.run_script(
            f"CREATE TABLE chat (id INTEGER, meta JSON);\nINSERT INTO chat VALUES (1, '{META}');\n"
            "INSERT INTO chat VALUES (2, '{}');\n"
        )
        assert done.returncode == 0, done.stderr
        assert database.query(dialect.compile(sa.select(CHAT.c.id).where(condition))) == [(1,)]


@pytest.mark.parametrize("name", ["mysql", "mssql"])
def test_what_no_server_here_answers_has_the_path_as_a_literal(name):
    text = load_dialect(name).compile(CHAT.c.meta["type"].as_string() == "timer")
    assert "'$.\"type\"'" in text
