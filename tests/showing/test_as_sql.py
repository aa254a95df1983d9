"""The schema as SQL: what it makes in an empty database is what the history makes."""

from __future__ import annotations

import pytest

from sqlcompile.dialect.load import load_dialect
from sqlcompile.verifying.comparing import differences
from sqlcompile.verifying.contents import contents
from sqlcompile.verifying.describing import Scope, describe
from tests.projects import Project
from tests.servers import on_servers
from tests.showing.histories import rich
from tests.showing.showing import notes_of, text_of

VERSION = frozenset({(None, "alembic_version")})


def look(database, dialect):
    """Return what is in a database, and the names of all of it, routines and triggers too."""
    spaces = (None, "shelf") if dialect.name == "postgresql" else (None,)
    with database.engine().connect() as connection:
        found = describe(connection, dialect, Scope(spaces, without=VERSION))
        names = {(one.kind, one.shown) for one in contents(connection, dialect) if one.name != "alembic_version"}
    return found, names


def check_same(project, server, revision="head"):
    """Check that both ways to a revision give the same database; return the SQL."""
    dialect = load_dialect(server.dialect)
    text = text_of(project, server.dialect, revision, "sql")
    with server.fresh() as made, server.fresh() as grown:
        done = made.run_script(text)
        assert done.returncode == 0, f"{done.stderr}\n{text}"
        grown.run_script(project.compile(server.dialect, f"base:{revision}")).check_returncode()
        (found, names), (wanted, known) = look(made, dialect), look(grown, dialect)
    assert not [str(one) for one in differences(wanted, found, exact=True, ordered=True)], text
    assert names == known
    return text


@on_servers("postgresql", "mariadb", "sqlite")
@pytest.mark.parametrize("revision", ["1a", "2b", "3c"])
def test_the_sql_makes_what_the_history_makes(tmp_path, server, revision):
    check_same(rich(tmp_path, server.dialect), server, revision)
