"""What a migration is answered that asks a database's catalogs, compared with what the real database answers."""

import builtins
import os
import subprocess
import sys

import pytest

from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import SqlcompileError
from sqlcompile.offline.database import database_name
from sqlcompile.rows.events import Question
from sqlcompile.rows.store import RowStore
from sqlcompile.schema.model import Schema, Table
from tests.projects import Project

DDL = """
op.create_table("account",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("name", sa.String(40), nullable=False),
    sa.Column("price", sa.Numeric(8, 2), server_default="1.50"),
    sa.Column("amount", sa.Integer, server_default="3"),
    sa.Column("big", sa.BigInteger),
    sa.Column("made", sa.DateTime),
    sa.Column("day", sa.Date),
    sa.Column("note", sa.Text),
    sa.UniqueConstraint("name", name="uq_account_name"),
)
op.create_index("ix_account_amount", "account", ["amount", "big"])
op.create_table("pet",
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("owner_id", sa.Integer, nullable=False),
    sa.Column("kind", sa.Enum("cat", "dog", name="kind_of_pet", native_enum=NATIVE)),
    sa.ForeignKeyConstraint(["owner_id"], ["account.id"], name="fk_pet_owner", ondelete="CASCADE"),
)
op.execute("CREATE VIEW rich AS SELECT id, name, price FROM account WHERE price > 2")
op.bulk_insert(sa.table("account", sa.column("name"), sa.column("price")),
    [{"name": "Ann", "price": 5}, {"name": "Bob", "price": 1}])
"""
STANDARD = {
    "tables": "SELECT table_name, table_type FROM information_schema.tables"
    " WHERE table_schema = {here} AND table_name <> 'alembic_version' ORDER BY table_name",
    "a table": "SELECT table_name FROM information_schema.tables WHERE table_schema = {here} AND table_name = 'pet'",
    "no table": "SELECT 1 FROM information_schema.tables WHERE table_name = 'nobody'",
    "count": "SELECT count(*) FROM information_schema.columns WHERE table_name = 'account' AND column_name = 'price'",
    "columns": "SELECT column_name, is_nullable, data_type, character_maximum_length, numeric_precision, numeric_scale"
    " FROM information_schema.columns WHERE table_schema = {here} AND table_name = 'account'"
    " AND column_name NOT IN ('note', 'made') ORDER BY ordinal_position",
    "a default": "SELECT column_default FROM information_schema.columns"
    " WHERE table_schema = {here} AND table_name = 'account' AND column_name = 'amount'",
    "no default": "SELECT column_default FROM information_schema.columns"
    " WHERE table_schema = {here} AND table_name = 'account' AND column_name = 'big' AND column_default IS NOT NULL",
    "constraints": "SELECT constraint_name, constraint_type, table_name FROM information_schema.table_constraints"
    " WHERE table_schema = {here} AND table_name IN ('account', 'pet') AND constraint_type <> 'CHECK'"
    " ORDER BY table_name, constraint_type, constraint_name",
    "a constraint": "SELECT 1 FROM information_schema.table_constraints WHERE constraint_name = 'uq_account_name'",
    "keys": "SELECT k.column_name, k.ordinal_position FROM information_schema.key_column_usage k"
    " JOIN information_schema.table_constraints c ON c.constraint_name = k.constraint_name"
    " AND c.table_name = k.table_name WHERE c.table_name = 'pet' AND c.constraint_type = 'FOREIGN KEY'",
    "rules": "SELECT constraint_name, unique_constraint_name, delete_rule, update_rule"
    " FROM information_schema.referential_constraints WHERE constraint_schema = {here}",
    "views": "SELECT table_name FROM information_schema.views WHERE table_schema = {here}",
    "schemata": "SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'nobody'",
    "exists": "SELECT EXISTS (SELECT 1 FROM information_schema.tables WHERE table_name = 'account')",
    "in capitals": "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_NAME = 'account'",
    "a view's rows": "SELECT name FROM rich ORDER BY id",
    "a view joined": "SELECT r.name, a.amount FROM rich r JOIN account a ON a.id = r.id",
}
QUERIES = {
    "postgresql": {
        **{name: text.format(here="'public'") for name, text in STANDARD.items()},
        "current schema": STANDARD["tables"].format(here="current_schema()"),
        "a usage": "SELECT table_name, column_name FROM information_schema.constraint_column_usage"
        " WHERE constraint_name = 'fk_pet_owner'",
        "udt": "SELECT column_name, udt_name, is_identity FROM information_schema.columns"
        " WHERE table_name = 'pet' ORDER BY ordinal_position",
        "times": "SELECT data_type, datetime_precision FROM information_schema.columns"
        " WHERE table_name = 'account' AND column_name IN ('made', 'day') ORDER BY ordinal_position",
        "pg_class": "SELECT relname, relkind FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = 'public' AND c.relname LIKE 'account%' ORDER BY relname",
        "pg_type": "SELECT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'kind_of_pet')",
        "no type": "SELECT 1 FROM pg_catalog.pg_type WHERE typname = 'nothing'",
        "a type": "SELECT typname, typtype FROM pg_type WHERE typname IN ('kind_of_pet', 'account') ORDER BY typname",
        "labels": "SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid"
        " WHERE t.typname = 'kind_of_pet' ORDER BY e.enumsortorder",
        "pg_constraint": "SELECT conname, contype, confdeltype, condeferrable FROM pg_constraint"
        " WHERE conrelid = 'pet'::regclass AND contype = 'f'",
        "regclass as text": "SELECT conname FROM pg_constraint"
        " WHERE conrelid::regclass::text = 'account' AND contype = 'u'",
        "confrelid": "SELECT conrelid::regclass::text FROM pg_constraint WHERE confrelid = 'account'::regclass",
        "pg_indexes": "SELECT indexname, tablename FROM pg_indexes WHERE schemaname = 'public'"
        " AND tablename <> 'alembic_version' ORDER BY indexname",
        "pg_index": "SELECT c.relname, i.indisunique, i.indisprimary FROM pg_index i"
        " JOIN pg_class c ON c.oid = i.indexrelid WHERE i.indrelid = 'account'::regclass ORDER BY c.relname",
        "key columns": "SELECT a.attname, format_type(a.atttypid, a.atttypmod) FROM pg_index i JOIN pg_attribute a"
        " ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) WHERE i.indrelid = 'account'::regclass"
        " AND i.indisprimary",
        "first of a key": "SELECT a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid"
        " AND a.attnum = c.conkey[1] WHERE c.conname = 'fk_pet_owner' AND a.attname <> 'x' AND a.attnum > 0",
        "attributes": "SELECT attname, attnotnull, atthasdef, format_type(atttypid, atttypmod) FROM pg_attribute"
        " WHERE attrelid = 'account'::regclass AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
        "type of a column": "SELECT t.typname FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid"
        " WHERE a.attrelid = 'account'::regclass AND a.attname = 'name'",
        "to_regclass": "SELECT to_regclass('public.account')",
        "to no regclass": "SELECT to_regclass('nothing')",
        "to_regclass is null": "SELECT to_regclass('pet') IS NOT NULL, to_regclass('nothing') IS NULL",
        "regclass": "SELECT 'account'::regclass::text",
        "pg_tables": "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
        " AND tablename NOT LIKE 'alembic%' ORDER BY 1",
        "pg_views": "SELECT viewname FROM pg_catalog.pg_views WHERE schemaname = 'public'",
        "sequences": "SELECT sequence_name FROM information_schema.sequences WHERE sequence_schema = 'public'"
        " ORDER BY sequence_name",
        "pg_sequences": "SELECT sequencename FROM pg_sequences ORDER BY sequencename",
        "schema": "SELECT current_schema()",
        "not the database's own": "SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN"
        " ('pg_catalog', 'information_schema') AND table_name <> 'alembic_version' ORDER BY 1",
        "not like its own": "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname NOT LIKE 'pg_%' AND n.nspname <> 'information_schema' AND c.relkind = 'v'",
        "current schemas": "SELECT table_name FROM information_schema.tables"
        " WHERE table_schema = ANY(current_schemas(false)) AND table_name = 'pet'",
        "regclass as a number": "SELECT conname FROM pg_constraint"
        " WHERE conrelid = 'account'::regclass::oid AND contype = 'u'",
        "a domain's name": "SELECT 1 FROM pg_type WHERE typname = 'positive' AND typtype = 'd'",
        "a foreign key's columns": "SELECT tc.constraint_name, kcu.column_name, ccu.table_name, ccu.column_name"
        " FROM information_schema.table_constraints AS tc JOIN information_schema.key_column_usage AS kcu"
        " ON tc.constraint_name = kcu.constraint_name AND tc.table_schema = kcu.table_schema"
        " JOIN information_schema.constraint_column_usage AS ccu ON ccu.constraint_name = tc.constraint_name"
        " WHERE tc.constraint_type = 'FOREIGN KEY' AND tc.table_name = 'pet'",
        "visible": "SELECT relname FROM pg_class WHERE pg_table_is_visible(oid) AND relname = 'pet'",
    },
    "mariadb": {
        **{name: text.format(here="DATABASE()") for name, text in STANDARD.items()},
        "schemata": "SELECT schema_name = DATABASE() FROM information_schema.schemata WHERE schema_name = DATABASE()",
        "schema()": STANDARD["a table"].format(here="SCHEMA()"),
        "column types": "SELECT column_name, column_type, column_key, extra FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = 'account' ORDER BY ordinal_position",
        "referenced": "SELECT constraint_name, column_name, referenced_table_name, referenced_column_name"
        " FROM information_schema.key_column_usage WHERE table_schema = DATABASE() AND table_name = 'pet'"
        " ORDER BY constraint_name",
        "statistics": "SELECT index_name, seq_in_index, column_name, non_unique FROM information_schema.statistics"
        " WHERE table_schema = DATABASE() AND table_name = 'account' ORDER BY index_name, seq_in_index",
        "show tables": "SHOW TABLES LIKE 'pet'",
        "show no tables": "SHOW TABLES LIKE 'nobody'",
        "show columns": "SHOW COLUMNS FROM pet",
        "show columns like": "SHOW COLUMNS FROM account LIKE 'am%'",
        "show columns where": "SHOW COLUMNS FROM `account` WHERE Field = 'big'",
        "describe": "DESCRIBE pet",
        "not the database's own": "SELECT table_name FROM information_schema.tables WHERE table_schema NOT IN"
        " ('information_schema', 'mysql', 'performance_schema', 'sys') AND table_name <> 'alembic_version'"
        " ORDER BY table_name",
        "describe a column": "DESC account amount",
    },
    "sqlite": {
        "master": "SELECT type, name, tbl_name FROM sqlite_master WHERE name <> 'alembic_version'"
        " AND tbl_name <> 'alembic_version' ORDER BY type, name",
        "a table": "SELECT name FROM sqlite_master WHERE type = 'table' AND name = 'pet'",
        "schema": "SELECT count(*) FROM sqlite_schema WHERE type = 'index' AND name = 'ix_account_amount'",
        "names of columns": "SELECT name FROM pragma_table_info('account') ORDER BY cid",
        "foreign keys": "PRAGMA foreign_keys",
        "legacy": "PRAGMA legacy_alter_table",
        "a view's rows": "SELECT name FROM rich ORDER BY id",
        "no table's info": "PRAGMA table_info(nobody)",
    },
}
CASES = [(dialect, name) for dialect, queries in QUERIES.items() for name in queries]


def _offline(body, dialect, folder, settings=""):
    project = Project(folder, settings)
    builtins.heard = heard = []  # how the migration hands its answers over
    try:
        begin = f"global bind\nbind = op.get_bind()\nNATIVE = bind.dialect.name == 'postgresql'\n{DDL}"
        project.revision("a1", f"{begin}\n{body}\nheard.append(answers)")
        project.statements(dialect)
    finally:
        del builtins.heard
    return heard[-1]


def _online(body, server):
    import sqlalchemy as sa
    from alembic.migration import MigrationContext
    from alembic.operations import Operations

    with server.fresh() as database, database.engine().connect() as bind:
        op = Operations(MigrationContext.configure(bind))
        names = {"sa": sa, "bind": bind, "op": op, "NATIVE": server.dialect == "postgresql"}
        exec(f"{DDL}\n{body}", names)
        return names["answers"]


def _body(query):
    return f"result = bind.execute(sa.text({query!r}))\nanswers = [tuple(row) for row in result]"


@pytest.mark.parametrize("name", sorted({name for _, name in CASES}))
def test_catalogs_answer_as_the_real_database(name, server, tmp_path):
    query = QUERIES[server.dialect].get(name)
    if query is None:
        pytest.skip("the database has no such question")
    assert _offline(_body(query), server.dialect, tmp_path) == _online(_body(query), server)


PYTHON = {
    "pragmas": (
        "def asked(text): return bind.execute(sa.text(text)).fetchall()\n"
        "answers = [[(r[0], r[1], r[3], r[5]) for r in asked('PRAGMA table_info(account)')],"
        " [r[4] is None for r in asked('PRAGMA table_info(pet)')],"
        " sorted((r[1], r[2], r[3], r[4]) for r in asked('PRAGMA index_list(\"account\")')),"
        " [tuple(r)[1:] for r in asked('PRAGMA foreign_key_list(pet)')],"
        " [tuple(r) for r in asked('PRAGMA index_info(ix_account_amount)')],"
        " asked('PRAGMA table_info(pet)')[0]._mapping['name']]"
    ),
    "core": (
        "master = sa.table('sqlite_master', sa.column('name'), sa.column('type'))\n"
        "answers = [bind.scalar(sa.select(sa.func.count()).select_from(master).where(master.c.name == 'pet')),"
        " bind.execute(sa.select(master.c.type).where(master.c.name == 'ix_account_amount')).scalar()]"
    ),
}
NAMED = (
    "found = bind.execute(sa.text(\"SELECT table_name FROM information_schema.tables WHERE table_name = 'pet'\")).one()\n"
    "tables = sa.table('tables', sa.column('table_name'), sa.column('table_type'), schema='information_schema')\n"
    "core = bind.execute(sa.select(tables.c.table_name, tables.c.table_type).where(tables.c.table_name == 'pet')).one()\n"
    "whole = bind.execute(sa.text(\"SELECT * FROM information_schema.tables WHERE table_name = 'pet'\"))\n"
    "answers = [found.table_name, found[0], tuple(core), core.table_type, whole.fetchone() is not None]"
)


@pytest.mark.parametrize("name", PYTHON)
def test_sqlites_pragmas_and_its_table_of_tables(name, sqlite_server, tmp_path):
    assert _offline(PYTHON[name], "sqlite", tmp_path) == _online(PYTHON[name], sqlite_server)


def test_rows_of_catalogs_have_the_names_that_the_real_database_gives_them(server, tmp_path):
    if server.dialect == "sqlite":
        pytest.skip("it has no information schema")
    assert _offline(NAMED, server.dialect, tmp_path) == _online(NAMED, server)


MANY_TYPES = """
from sqlalchemy.dialects import mysql
op.create_table("many",
    sa.Column("word", sa.String(9, collation="utf8mb4_bin")), sa.Column("long", mysql.LONGTEXT(charset="utf8mb4")),
    sa.Column("kind", sa.Enum("One", "two, three", "it's")), sa.Column("kinds", mysql.SET("a", "b")),
    sa.Column("doc", sa.JSON), sa.Column("blob", sa.LargeBinary), sa.Column("bytes", sa.VARBINARY(16)),
    sa.Column("f", sa.Float), sa.Column("f9", sa.Float(9)), sa.Column("f53", sa.Float(53)), sa.Column("r", sa.REAL),
    sa.Column("d", sa.DateTime), sa.Column("d6", mysql.DATETIME(fsp=6)), sa.Column("at", sa.TIMESTAMP),
    sa.Column("flag", sa.Boolean), sa.Column("tiny", mysql.TINYBLOB), sa.Column("fixed", sa.BINARY(4)),
)
"""


def test_types_of_columns_that_have_more_to_say(mariadb_server, tmp_path):
    asked = (
        "SELECT column_name, data_type, column_type, is_nullable FROM information_schema.columns"
        " WHERE table_schema = DATABASE() AND table_name = 'many' ORDER BY ordinal_position"
    )
    body = f"{MANY_TYPES}\n{_body(asked)}"
    answers = _offline(body, "mariadb", tmp_path)
    assert len(answers) == 17
    assert answers == _online(body, mariadb_server)


@pytest.mark.parametrize("dialect", ["mysql", "mariadb"])
def test_columns_are_found_by_their_type_among_all_tables(tmp_path, dialect):
    project = Project(tmp_path)
    project.revision("a1", MANY_TYPES)
    asked = (
        "SELECT `TABLE_NAME`, `COLUMN_NAME` FROM `information_schema`.`COLUMNS`"
        " WHERE `table_schema`=DATABASE() AND `DATA_TYPE`='datetime' AND `COLUMN_TYPE`='datetime';"
    )
    change = "op.alter_column(table, column, type_=mysql.DATETIME(fsp=6))"
    project.revision(
        "a2",
        "from sqlalchemy.dialects import mysql\n"
        f"for table, column in op.get_bind().exec_driver_sql({asked!r}).fetchall():\n    {change}",
    )
    assert project.statements(dialect) == ["ALTER TABLE many MODIFY d DATETIME(6)"]


def test_show_index_gives_rows_with_the_names_of_their_columns(mariadb_server, tmp_path):
    body = (
        "found = bind.execute(sa.text(\"SHOW INDEX FROM account WHERE Key_name = 'ix_account_amount'\")).all()\n"
        "answers = [(r.Key_name, r.Seq_in_index, r.Column_name, r.Non_unique, r[2]) for r in found],"
        " bool(bind.execute(sa.text(\"SHOW KEYS FROM pet WHERE Key_name = 'nothing'\")).all())"
    )
    assert _offline(body, "mariadb", tmp_path) == _online(body, mariadb_server)


def test_a_catalog_follows_the_schema(server, tmp_path):
    named = "sqlite_master WHERE name" if server.dialect == "sqlite" else "information_schema.tables WHERE table_name"
    body = (
        f'def there(name): return bind.scalar(sa.text("SELECT count(*) FROM {named} = \'" + name + "\'"))\n'
        "answers = [there('extra')]\nop.create_table('extra', sa.Column('id', sa.Integer))\nanswers.append(there('extra'))\n"
        "op.rename_table('extra', 'other')\nanswers += [there('extra'), there('other')]\n"
        "op.drop_table('other')\nanswers.append(there('other'))"
    )
    assert _offline(body, server.dialect, tmp_path) == _online(body, server) == [0, 1, 0, 1, 0]


MSSQL = {
    "SELECT name FROM sys.tables WHERE name = 'pet'": [("pet",)],
    "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_SCHEMA = 'dbo' AND TABLE_TYPE = 'BASE TABLE'"
    " AND TABLE_NAME LIKE 'a%t' ORDER BY TABLE_NAME": [("account",)],
    "SELECT COLUMN_NAME, DATA_TYPE, CHARACTER_MAXIMUM_LENGTH FROM INFORMATION_SCHEMA.COLUMNS"
    " WHERE TABLE_NAME = 'account' AND COLUMN_NAME IN ('name', 'amount') ORDER BY ORDINAL_POSITION": [
        ("name", "varchar", 40),
        ("amount", "int", None),
    ],
    "SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'dbo.account') AND name = N'price'": [(1,)],
    "SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID('[dbo].[account]') AND name = 'prize'": [],
    "SELECT count(*) FROM sys.indexes WHERE name = 'ix_account_amount' AND object_id = OBJECT_ID('account')": [(1,)],
    "SELECT name FROM sys.foreign_keys WHERE parent_object_id = OBJECT_ID('pet')": [("fk_pet_owner",)],
    "SELECT name FROM sys.key_constraints WHERE parent_object_id = OBJECT_ID('account') AND type = 'UQ'": [
        ("uq_account_name",)
    ],
    "SELECT CASE WHEN COL_LENGTH('dbo.account', 'price') IS NULL THEN 'no' ELSE 'yes' END": [("yes",)],
    "SELECT CASE WHEN COL_LENGTH('account', 'prize') IS NULL THEN 'no' ELSE 'yes' END": [("no",)],
    "SELECT 1 WHERE OBJECT_ID('nobody', 'U') IS NULL": [(1,)],
    "SELECT 1 FROM sys.objects WHERE name = 'fk_pet_owner' AND type = 'F'": [(1,)],
    "SELECT t.name FROM sys.tables t JOIN sys.schemas s ON s.schema_id = t.schema_id"
    " WHERE s.name = 'dbo' AND t.name = 'pet'": [("pet",)],
    "SELECT count(*) FROM sys.default_constraints WHERE parent_object_id = OBJECT_ID('account')": [(2,)],
}
ORACLE = {
    "SELECT table_name FROM user_tables WHERE table_name = 'PET'": [("PET",)],
    "SELECT table_name FROM user_tables WHERE table_name = 'pet'": [],
    "SELECT column_name, data_type, nullable FROM user_tab_columns WHERE table_name = 'ACCOUNT'"
    " AND column_name IN ('ID', 'NAME') ORDER BY column_id": [("ID", "NUMBER", "N"), ("NAME", "VARCHAR2", "N")],
    "SELECT constraint_name, constraint_type FROM user_constraints WHERE table_name = 'PET'"
    " AND constraint_type = 'R'": [("FK_PET_OWNER", "R")],
    "SELECT count(*) FROM user_constraints WHERE constraint_name = 'UQ_ACCOUNT_NAME'": [(1,)],
    "SELECT column_name FROM user_cons_columns WHERE constraint_name = 'FK_PET_OWNER'": [("OWNER_ID",)],
    "SELECT index_name, uniqueness FROM user_indexes WHERE index_name = 'IX_ACCOUNT_AMOUNT'": [
        ("IX_ACCOUNT_AMOUNT", "NONUNIQUE")
    ],
    "SELECT column_name FROM user_ind_columns WHERE index_name = 'IX_ACCOUNT_AMOUNT' ORDER BY column_position": [
        ("AMOUNT",),
        ("BIG",),
    ],
    "SELECT view_name FROM user_views": [("RICH",)],
    "SELECT 1 FROM all_tables WHERE table_name = 'ACCOUNT'": [(1,)],
    "SELECT 1 FROM dual": [(1,)],
}


@pytest.mark.parametrize(
    ("dialect", "query", "rows"),
    [("mssql", *item) for item in MSSQL.items()] + [("oracle", *item) for item in ORACLE.items()],
)
def test_catalogs_answer_as_the_manuals_say(dialect, query, rows, tmp_path):
    assert _offline(_body(query), dialect, tmp_path) == rows


REFUSED = [
    ("postgresql", "SELECT count(*) FROM information_schema.tables", "the database's own objects"),
    ("postgresql", "SELECT count(*) FROM pg_class WHERE relname NOT IN ('a', 'b')", "the database's own objects"),
    ("postgresql", "SELECT 1 FROM pg_class WHERE relname = 'pg_class'", "the database's own objects"),
    ("postgresql", "SELECT 1 FROM pg_type WHERE typname = 'citext'", "the database's own objects"),
    ("postgresql", "SELECT relpages FROM pg_class WHERE relname = 'account'", "relpages"),
    ("postgresql", "SELECT 1 FROM pg_extension WHERE extname = 'citext'", "pg_extension"),
    (
        "postgresql",
        "SELECT attnum FROM pg_attribute WHERE attrelid = 'pet'::regclass AND attname = 'id'",
        "only the database knows attnum",
    ),
    ("postgresql", "SELECT relname FROM pg_class WHERE relname = 'pet' ORDER BY oid", "only the database knows oid"),
    ("postgresql", "SELECT 'nobody'::regclass", "has not made nobody"),
    ("postgresql", "SELECT version()", "VERSION() may give something else"),
    ("postgresql", "SHOW server_version", "it cannot be read"),
    ("postgresql", "SELECT last_value FROM account_id_seq", "account_id_seq"),
    (
        "postgresql",
        "SELECT column_name FROM information_schema.columns WHERE table_name = 'rich'",
        "not know all of rich",
    ),
    (
        "mariadb",
        "SELECT 1 FROM information_schema.tables WHERE table_schema = 'shop' AND table_name = 'pet'",
        "only the",
    ),
    ("mariadb", "SELECT VERSION()", "VERSION() may give something else"),
    ("mariadb", "SELECT @@sql_mode", "@@sql_mode may give something else"),
    ("mariadb", "SHOW COLUMNS FROM nobody", "has not made nobody"),
    ("sqlite", "SELECT sql FROM sqlite_master WHERE name = 'pet'", "no such column"),
    ("sqlite", "SELECT name FROM sqlite_temp_master", "sqlite_temp_master"),
    ("sqlite", "PRAGMA user_version", "only the database knows that"),
    ("oracle", "SELECT count(*) FROM all_tables", "the database's own objects"),
    (
        "postgresql",
        "SELECT count(*) FROM information_schema.table_constraints WHERE table_name = 'pet'",
        "table_constraints lists what only the database knows",
    ),
    ("mssql", "SELECT count(*) FROM sys.indexes WHERE object_id = OBJECT_ID('pet')", "lists what only"),
    ("oracle", "SELECT count(*) FROM user_sequences", "lists what only the database knows"),
]


@pytest.mark.parametrize(("dialect", "query", "reason"), REFUSED)
def test_what_is_not_known_is_an_error_with_its_reason(dialect, query, reason, tmp_path):
    with pytest.raises(SqlcompileError) as caught:
        _offline(_body(query), dialect, tmp_path)
    assert reason in str(caught.value)
    assert caught.value.location is not None


USED = [
    ("mssql", "SELECT name FROM sys.default_constraints WHERE parent_object_id = OBJECT_ID('account')"),
    ("oracle", "SELECT constraint_name FROM user_constraints WHERE table_name = 'PET' AND constraint_type = 'P'"),
    ("postgresql", "SELECT oid FROM pg_class WHERE relname = 'pet'"),
    ("postgresql", "SELECT current_database()"),
    ("postgresql", "SELECT * FROM pg_class WHERE relname = 'pet'"),
]


@pytest.mark.parametrize(("dialect", "query"), USED)
def test_a_value_that_only_the_database_knows_cannot_be_used(dialect, query, tmp_path):
    with pytest.raises(SqlcompileError, match=r"only the database|only the real database|makes"):
        _offline(f"{_body(query)}\nop.execute('-- ' + str(answers[0][0]))", dialect, tmp_path)


def test_the_name_of_the_database_is_that_of_the_projects_url():
    dialect = load_dialect("mysql")
    schema = Schema().with_table(Table("pet"))
    query = "SELECT DATABASE(), table_name FROM information_schema.tables WHERE table_schema = 'shop' AND table_name = 'pet'"
    store = RowStore(dialect, database=database_name("mysql://someone@host/shop", "mysql"))
    answer, doubts = store.ask(Question(query), schema, ((None, "alembic_version"), ()))
    assert (answer.rows, doubts) == ((("shop", "pet"),), [])
    assert answer.names[1] == "TABLE_NAME"
    assert database_name("postgresql://someone@host/shop", "mysql") is None


EFFECTS = (
    "SELECT setval('account_id_seq', 41)",
    "SELECT nextval('account_id_seq')",
    "SELECT set_config('a.b', 'c', false)",
    "SELECT pg_advisory_lock(7)",
    "SELECT create_hypertable('account', 'made')",
)


@pytest.mark.parametrize("text", EFFECTS)
def test_a_select_with_an_effect_stands_in_the_script(text, tmp_path):
    project = Project(tmp_path)
    project.revision("a1", f"NATIVE = True\n{DDL}\nop.get_bind().execute(sa.text({text!r}))")
    assert text in project.statements("postgresql")


def test_a_plain_select_does_not_stand_in_the_script(tmp_path):
    project = Project(tmp_path)
    query = "SELECT 1 FROM pg_class WHERE relname = 'setval(' /* nextval(1) */"
    project.revision("a1", f"op.get_bind().execute(sa.text({query!r})).fetchall()")
    assert not any("SELECT 1" in statement for statement in project.statements("postgresql"))


def test_what_setval_does_counts_for_the_rows_after_it(tmp_path):
    body = (
        "bind.execute(sa.text(\"SELECT setval('account_id_seq', 41)\"))\n"
        "op.execute(\"INSERT INTO account (name) VALUES ('c')\")\n"
        "answers = bind.scalar(sa.text('SELECT max(id) FROM account'))"
    )
    assert _offline(body, "postgresql", tmp_path) == 42


def test_the_result_of_an_effect_is_not_known(tmp_path):
    body = "answers = bind.scalar(sa.text(\"SELECT nextval('account_id_seq')\"))"
    with pytest.raises(SqlcompileError):
        _offline(body, "postgresql", tmp_path)


def test_a_compilation_that_asks_nothing_imports_nothing_of_it(tmp_path):
    project = Project(tmp_path)
    project.revision("a1", "op.create_table('t', sa.Column('id', sa.Integer, primary_key=True))")
    command = [sys.executable, "-X", "importtime", "-m", "sqlcompile", "upgrade", "base:heads", "-d", "postgresql"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True, env=dict(os.environ))
    assert "CREATE TABLE t" in done.stdout
    assert "sqlcompile.rows.store" in done.stderr
    assert "sqlcompile.rows.catalogs" not in done.stderr
    assert "sqlite3" not in done.stderr
