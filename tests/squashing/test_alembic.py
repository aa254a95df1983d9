"""The new script is one that Alembic itself runs: online, it makes the same database."""

from __future__ import annotations

import warnings

from alembic.migration import MigrationContext
from alembic.operations import Operations

from sqlcompile.dialect.load import load_dialect
from tests.servers import on_servers
from tests.squashing.test_real import check_same, history, look


def by_alembic(engine, text, name):
    """Let Alembic run a function of a script."""
    names = {}
    with engine.begin() as connection, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Operations.context(MigrationContext.configure(connection)):
            exec(text.replace("from sqlcompile import op", "from alembic import op"), names)
            names[name]()


@on_servers("postgresql", "mariadb", "sqlite")
def test_alembic_makes_the_same_of_the_script(project, server):
    name = server.dialect
    history(project, name)
    text = project.squash("e5", dialects=(name,))
    dialect = load_dialect(name)
    with server.fresh() as compiled, server.fresh() as online:
        compiled.run_script(project.compile(name, "base:new")).check_returncode()
        for database in (compiled, online):
            database.run_script("CREATE TABLE IF NOT EXISTS alembic_version (version_num VARCHAR(32));")
        by_alembic(online.engine(), text, "upgrade")
        one, other = look(compiled, dialect), look(online, dialect)
        version = (None, "alembic_version")
        check_same((*one[:2], {**one[2], version: []}), (*other[:2], {**other[2], version: []}))
        by_alembic(online.engine(), text, "downgrade")
        left = {
            shown for kind, shown in look(online, dialect)[1] if kind != "extension" and "alembic_version" not in shown
        }
        assert not left
