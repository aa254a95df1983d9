"""What statements leave behind: read from their texts, and asked of real servers."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
import sqlalchemy as sa

from sqlcompile.compiling.effects import effects_in_order, followed, standing
from sqlcompile.compiling.fold import compile_plan
from sqlcompile.dialect.load import load_dialect
from sqlcompile.schema.effects import Effect
from sqlcompile.schema.model import Schema
from tests.operations.test_real import TABLES, _rows
from tests.projects import Project
from tests.servers import Server, on_servers

DDL = re.compile(r"(CREATE|ALTER|DROP)\b")
SHOP = Path(__file__).parents[2] / "examples" / "shop"


class Live:
    """A server's database, to which statements go one by one."""

    def __init__(self, connection: sa.Connection, dialect: str) -> None:
        self.connection = connection
        self.dialect = load_dialect(dialect)
        self.schema = Schema(self.dialect.default_namespace)

    def run(self, text: str) -> None:
        self.connection.exec_driver_sql(text)

    def held(self, effects: Sequence[Effect]) -> list[str]:
        """Return those of the effects that the database has, in words."""
        if not effects:
            return []
        asked = ", ".join(f"CASE WHEN {self.dialect.exists_sql(effect)} THEN 1 ELSE 0 END" for effect in effects)
        answers = self.connection.exec_driver_sql(f"SELECT {asked}").one()
        return [str(effect) for effect, answer in zip(effects, answers, strict=True) if answer]

    def askable(self, effects: Sequence[Effect]) -> list[Effect]:
        return [effect for effect in effects if self.dialect.exists_sql(effect) is not None]

    def check(self, text: str) -> tuple[Effect, ...]:
        """Run a statement; each of its effects is no fact before, and one after."""
        effects, after = followed(self.dialect, text, self.schema)
        asked = self.askable(effects)
        assert self.held(asked) == [], f"facts before {text}"
        self.run(text)
        assert self.held(asked) == [str(effect) for effect in asked], f"after {text}"
        self.schema = after
        return effects

    def check_revision(self, before: Schema, texts: Sequence[str]) -> list[tuple[Effect, ...]]:
        """Run the statements of a revision; what stands after all of them is a fact."""
        self.schema = before
        found = [self.check(text) for text in texts]
        asked = self.askable(standing(self.dialect, texts, before))
        assert self.held(asked) == [str(effect) for effect in asked], texts
        return found


@contextmanager
def live(server: Server) -> Iterator[Live]:
    with server.fresh() as database:
        connection = database.engine().connect().execution_options(isolation_level="AUTOCOMMIT", no_parameters=True)
        with connection:
            yield Live(connection, server.dialect)


EVERYWHERE = """
CREATE TABLE a (id INTEGER NOT NULL PRIMARY KEY, n INTEGER, m INTEGER)
CREATE TABLE "Select" ("quo""te" INTEGER, "it's" INTEGER, "ÄÖ" INTEGER, "order" INTEGER)
ALTER TABLE a ADD COLUMN name VARCHAR(20)
ALTER TABLE a ADD COLUMN "Group" INTEGER
ALTER TABLE "Select" ADD COLUMN "x y" INTEGER
ALTER TABLE a RENAME COLUMN n TO k
ALTER TABLE "Select" RENAME COLUMN "it's" TO "what's ""it"" \\"
ALTER TABLE a DROP COLUMN name
CREATE INDEX ix ON a (k)
CREATE UNIQUE INDEX "Un que" ON "Select" ("ÄÖ")
DROP INDEX ix
CREATE VIEW v AS SELECT id FROM a
DROP VIEW v
ALTER TABLE "Select" RENAME TO "se''lect"
DROP TABLE "se''lect"
"""

CASES = {
    "postgresql": EVERYWHERE
    + """
ALTER TABLE a ALTER COLUMN m SET NOT NULL
ALTER TABLE a ALTER COLUMN m DROP NOT NULL
ALTER TABLE a ALTER COLUMN m SET DEFAULT 7
ALTER TABLE a ALTER COLUMN m DROP DEFAULT
ALTER TABLE a ADD CONSTRAINT "Uq" UNIQUE (m)
ALTER TABLE a RENAME CONSTRAINT "Uq" TO "Two"
ALTER TABLE a DROP CONSTRAINT "Two"
ALTER TABLE a ADD CONSTRAINT "c 😀" CHECK (m > 0)
ALTER TABLE a DROP CONSTRAINT "c 😀"
ALTER TABLE a ADD UNIQUE (m)
ALTER TABLE a DROP CONSTRAINT a_pkey
ALTER TABLE a ADD CONSTRAINT pk PRIMARY KEY (id)
ALTER TABLE a RENAME CONSTRAINT pk TO "P K"
ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (k) REFERENCES a (id) NOT VALID
ALTER TABLE a DROP CONSTRAINT fk
ALTER TABLE a ADD CONSTRAINT ex EXCLUDE USING btree (m WITH =)
CREATE TYPE "Mood 😀" AS ENUM ('sad', 'it''s ok')
ALTER TYPE "Mood 😀" ADD VALUE 'happy 😀'
ALTER TYPE "Mood 😀" RENAME VALUE 'sad' TO 'not happy'
ALTER TYPE "Mood 😀" RENAME TO mood
CREATE DOMAIN positive AS integer CHECK (VALUE > 0)
DROP DOMAIN positive
CREATE SEQUENCE "Se q"
DROP SEQUENCE "Se q"
CREATE SCHEMA "Other"
CREATE TABLE "Other".a (id INTEGER, mood mood)
ALTER TABLE "Other".a ADD COLUMN n INTEGER
CREATE INDEX CONCURRENTLY ix_n ON "Other".a (n)
ALTER INDEX "Other".ix_n RENAME TO ix_m
DROP INDEX CONCURRENTLY "Other".ix_m
ALTER TABLE "Other".a ADD CONSTRAINT uq UNIQUE (n)
CREATE TYPE "Other".state AS ENUM ('on')
ALTER TYPE "Other".state ADD VALUE 'off'
DROP TYPE "Other".state
CREATE MATERIALIZED VIEW "Other".mv AS SELECT n FROM "Other".a
DROP MATERIALIZED VIEW "Other".mv
ALTER TABLE "Other".a RENAME TO b
ALTER TABLE "Other".b SET SCHEMA public
DROP TABLE b
DROP SCHEMA "Other"
CREATE TRIGGER t BEFORE UPDATE ON a FOR EACH ROW EXECUTE FUNCTION suppress_redundant_updates_trigger()
DROP TRIGGER t ON a
ALTER TABLE a ALTER COLUMN m TYPE bigint
ALTER TABLE a ADD COLUMN t varchar(20) DEFAULT 'x'
ALTER TABLE a ALTER t TYPE varchar(80), ALTER t SET DEFAULT 'plain'
ALTER TABLE a ALTER t SET DEFAULT 'other'
ALTER TABLE a ALTER t TYPE text
ALTER TABLE a ALTER COLUMN t DROP DEFAULT, ALTER COLUMN t TYPE numeric(8, 2) USING 0
ALTER TABLE a ALTER COLUMN t TYPE mood USING 'happy 😀'
ALTER TABLE a ALTER COLUMN t TYPE timestamp with time zone USING NULL
CREATE TABLE parted (id INTEGER, n INTEGER) PARTITION BY RANGE (id)
CREATE TABLE part PARTITION OF parted FOR VALUES FROM (1) TO (9)
CREATE INDEX ix_parted ON ONLY parted (n)
DROP TABLE parted
""",
    "mariadb": EVERYWHERE.replace('"quo""te"', "`quo``te`")
    .replace('"what\'s ""it"" \\\\"', '`what\'s "it" \\\\`')
    .replace('"', "`")
    .replace("DROP INDEX ix", "DROP INDEX ix ON a")
    + """
ALTER TABLE a MODIFY m INTEGER NOT NULL
ALTER TABLE a MODIFY m INTEGER NULL
ALTER TABLE a ALTER COLUMN m SET DEFAULT 7
ALTER TABLE a ALTER COLUMN m DROP DEFAULT
ALTER TABLE a MODIFY m INTEGER NOT NULL DEFAULT 3
ALTER TABLE a ALTER m DROP DEFAULT
ALTER TABLE a CHANGE m `M m` INTEGER
ALTER TABLE a CHANGE `M m` m INTEGER
ALTER TABLE a ADD CONSTRAINT `Uq` UNIQUE (m)
ALTER TABLE a DROP INDEX `Uq`
ALTER TABLE a ADD CONSTRAINT `c'k` CHECK (m > 0)
ALTER TABLE a DROP CONSTRAINT `c'k`
ALTER TABLE a ADD UNIQUE (m)
ALTER TABLE a ADD CONSTRAINT fk FOREIGN KEY (k) REFERENCES a (id)
ALTER TABLE a DROP FOREIGN KEY fk
ALTER TABLE a DROP PRIMARY KEY
ALTER TABLE a ADD PRIMARY KEY (id)
CREATE INDEX ix ON a (k)
ALTER TABLE a RENAME INDEX ix TO `ix 2`
ALTER TABLE a ADD COLUMN p INTEGER, ADD COLUMN q INTEGER, DROP COLUMN k
RENAME TABLE a TO b, b TO c
ALTER TABLE c MODIFY p BIGINT
ALTER TABLE c MODIFY p VARCHAR(40)
ALTER TABLE c MODIFY p VARCHAR(80) NOT NULL
ALTER TABLE c MODIFY p DECIMAL(8, 2)
ALTER TABLE c MODIFY p ENUM('it''s', 'b')
CREATE SEQUENCE `se q`
DROP SEQUENCE `se q`
CREATE TRIGGER t BEFORE UPDATE ON c FOR EACH ROW SET NEW.m = 1
DROP TRIGGER t
""",
    "sqlite": EVERYWHERE.replace(
        "DROP VIEW v", "CREATE TRIGGER t AFTER UPDATE ON a BEGIN SELECT 1; END\nDROP TRIGGER t"
    )
    + """
CREATE TABLE "emoji 😀" (a INTEGER, "b 😀" INTEGER GENERATED ALWAYS AS (a * 2) VIRTUAL)
ALTER TABLE "emoji 😀" RENAME COLUMN "b 😀" TO "B"
CREATE TABLE _copy (a INTEGER NOT NULL)
DROP TABLE "emoji 😀"
ALTER TABLE _copy RENAME TO "emoji 😀"
""",
}


@on_servers(*CASES)
def test_each_effect_is_a_fact_after_its_statement_only(server: Server) -> None:
    with live(server) as found:
        for text in filter(None, CASES[server.dialect].splitlines()):
            effects = found.check(text)
            assert effects, f"nothing of {text}"
            unknown = [str(effect) for effect in effects if found.dialect.exists_sql(effect) is None]
            assert unknown == [], text


def revisions(project: Project, dialect: str) -> Iterator[tuple[Schema, list[str]]]:
    """Yield the schema before each revision, and the texts of its statements."""
    compilation = project._compilation(dialect, "base:heads", "upgrade")
    (run,) = compilation.runs()
    before = run.schema
    for result in compile_plan(compilation.plan, [run], compilation.config.prepend_sys_path):
        separated = (one for item in result.written[0] for one in run.dialect.separated(item.statement))
        yield before, [statement.text for statement in separated if statement.text.strip()]
        before = run.schema


def test_the_shop(server: Server) -> None:
    with live(server) as found:
        for before, texts in revisions(Project.at(SHOP), server.dialect):
            for text, effects in zip(texts, found.check_revision(before, texts), strict=True):
                assert effects or not DDL.match(text), text


ENTER = {
    "postgresql": ("CREATE SCHEMA {0}", "SET search_path = {0}"),
    "mariadb": ("CREATE DATABASE {0}", "USE {0}", "DROP DATABASE {0}"),
}


@pytest.mark.parametrize("module", [module for module in TABLES if module != "test_create_table"])
@on_servers(*ENTER)
def test_every_operation(module: str, server: Server, tmp_path: Path) -> None:
    """The rows of each directive's table: what is said to be a fact is one, whatever stands before it."""
    with live(server) as found:
        for number, row in enumerate(_rows(module, server.dialect)):
            name = f"{found.connection.engine.url.database}_{number}"
            enter, go, *leave = (text.format(name) for text in ENTER[server.dialect])
            found.run(enter)
            found.run(go)
            for before, texts in revisions(row.project(tmp_path / str(number)), server.dialect):
                found.check_revision(before, texts)
            for text in leave:
                found.run(text)


@pytest.mark.parametrize("module", TABLES)
def test_every_operation_in_a_file(module: str, sqlite_server: Server, tmp_path: Path) -> None:
    for number, row in enumerate(_rows(module, "sqlite")):
        with live(sqlite_server) as found:
            for before, texts in revisions(row.project(tmp_path / str(number)), "sqlite"):
                found.check_revision(before, texts)


def effects(dialect: str, *texts: str) -> list[list[str]]:
    """Return the effects of statements in words."""
    chosen = load_dialect(dialect)
    found, _ = effects_in_order(chosen, texts, Schema(chosen.default_namespace))
    return [[str(effect) for effect in one] for one in found]


A = "CREATE TABLE a (id INTEGER NOT NULL, n INTEGER DEFAULT 1, m VARCHAR(20))"


@pytest.mark.parametrize(
    ("dialect", "text"),
    [
        ("postgresql", "INSERT INTO a VALUES (1, 2)"),
        ("postgresql", "SET search_path = x"),
        ("postgresql", "COMMENT ON TABLE a IS 'x'"),
        ("postgresql", "CREATE TABLE IF NOT EXISTS a (id INTEGER)"),
        ("postgresql", "CREATE TEMP TABLE b (id INTEGER)"),
        ("postgresql", "SELECT id INTO TEMPORARY b FROM a"),
        ("mssql", "CREATE TABLE #b (id INTEGER)"),
        ("postgresql", "DO $$ BEGIN ALTER TABLE a ADD COLUMN b INTEGER; END $$"),
        ("postgresql", "ALTER TABLE a VALIDATE CONSTRAINT x"),
        ("postgresql", "ALTER TABLE a ALTER n SET DEFAULT NULL"),
        ("postgresql", "ALTER TABLE other ALTER COLUMN n SET NOT NULL"),
        ("postgresql", "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'"),
        ("mssql", "IF OBJECT_ID('b') IS NULL CREATE TABLE b (id INTEGER)"),
        ("mssql", "ALTER TABLE a ADD c INTEGER;\nUPDATE a SET n = 1"),
        ("mssql", "ALTER TABLE other ADD DEFAULT 1 FOR n"),
        ("mysql", "ALTER TABLE a COMMENT 'x'"),
        ("mysql", "ALTER TABLE other MODIFY n INTEGER NOT NULL"),
        ("sqlite", "ALTER TABLE a RENAME TO A"),
        ("oracle", "BEGIN EXECUTE IMMEDIATE 'DROP TABLE a'; END;"),
        ("oracle", "something that nobody reads"),
    ],
)
def test_nothing_is_said_that_cannot_be_asked(dialect: str, text: str) -> None:
    assert effects(dialect, A, text) == [["table a is there"], []]


@pytest.mark.parametrize(
    ("dialect", "text", "found"),
    [
        ("postgresql", "ALTER TABLE other ADD COLUMN n INTEGER", ["column other.n is there"]),
        ("postgresql", "ALTER TABLE other ADD CONSTRAINT uq UNIQUE (n)", ["unique uq of other is there"]),
        ("postgresql", "ALTER TABLE a RENAME TO b", ["table a is gone", "table b is there"]),
        ("postgresql", "ALTER TABLE a SET SCHEMA s", ["table a is gone", "table s.a is there"]),
        ("postgresql", "ALTER TABLE a ALTER n TYPE bigint", ["a.n is bigint"]),
        ("mssql", "EXEC sp_rename N'a.n', N'k', N'COLUMN'", ["column a.n is gone", "column a.k is there"]),
        ("mssql", "EXEC sp_rename N'a', N'b'", ["table a is gone", "table b is there"]),
        ("mssql", "ALTER TABLE a ALTER COLUMN m NVARCHAR(80) NOT NULL", ["a.m is NOT NULL", "a.m is nvarchar, 80"]),
        ("mssql", "ALTER TABLE a ADD CONSTRAINT d DEFAULT 1 FOR m", ["a.m has a default"]),
        (
            "mssql",
            "ALTER TABLE a ADD b INTEGER, c INTEGER;\nCREATE INDEX ix ON a (b)",
            ["column a.b is there", "column a.c is there", "index ix of a is there"],
        ),
        ("mysql", "ALTER TABLE a CHANGE n k BIGINT", ["column a.n is gone", "column a.k is there"]),
        ("mysql", "ALTER TABLE a MODIFY n BIGINT NOT NULL DEFAULT 1", ["a.n is NOT NULL", "a.n is bigint"]),
        ("mysql", "ALTER TABLE a ADD PRIMARY KEY (id)", ["primary key a is there"]),
        ("oracle", "ALTER TABLE a MODIFY (m VARCHAR2(80 CHAR) NOT NULL)", ["a.m is NOT NULL", "a.m is 80"]),
        ("oracle", "ALTER TABLE a RENAME COLUMN n TO k", ["column a.n is gone", "column a.k is there"]),
        ("oracle", "ALTER TABLE a ADD (b INTEGER, c DATE)", ["column a.b is there", "column a.c is there"]),
    ],
)
def test_what_statements_leave_behind(dialect: str, text: str, found: list[str]) -> None:
    assert effects(dialect, A, text)[1] == found


def test_what_a_later_statement_undoes_does_not_stand() -> None:
    dialect = load_dialect("postgresql")
    texts = [A, "CREATE INDEX ix ON a (n)", "ALTER TABLE a ADD COLUMN b INTEGER", "ALTER TABLE a ALTER n SET NOT NULL"]
    schema = Schema(dialect.default_namespace)

    def said(*more: str) -> list[str]:
        return [str(effect) for effect in standing(dialect, [*texts, *more], schema)]

    assert said() == ["table a is there", "index ix of a is there", "column a.b is there", "a.n is NOT NULL"]
    assert said("DROP INDEX ix") == [
        "table a is there",
        "column a.b is there",
        "a.n is NOT NULL",
        "index ix of a is gone",
    ]
    assert said("ALTER TABLE a DROP COLUMN n") == [
        "table a is there",
        "column a.b is there",
        "column a.n is gone",
        "index ix of a is gone",
    ]
    defaults = ("ALTER TABLE a ALTER n SET DEFAULT 2", "ALTER TABLE a ALTER n TYPE bigint")
    assert said(defaults[0])[-1] == "a.n is integer, 2"
    assert said(*defaults)[-1] == "a.n is bigint"
    assert said("DROP TABLE a") == ["table a is gone"]
    assert said("DO $$ BEGIN EXECUTE 'DROP INDEX ix'; END $$") == [
        "table a is there",
        "column a.b is there",
        "a.n is NOT NULL",
    ]


ASKED = (
    Effect("table", "Order"),
    Effect("column", "it's", "crm", "Order", present=False),
    Effect("nullable", "n", None, "a"),
    Effect("default", "n", None, "a"),
    Effect("definition", "n", None, "a", says=(("data_type", "NUMBER"), ("precision", 8))),
    Effect("primary key", "", "crm", "a"),
    Effect("unique", "uq", None, "a"),
    Effect("index", "ix", None, "a", present=False),
    Effect("view", "v"),
    Effect("sequence", "s", "crm"),
    Effect("exclude", "x", None, "a"),
)


def asked(dialect: str) -> str:
    chosen = load_dialect(dialect)
    return "\n".join(str(chosen.exists_sql(effect)) for effect in ASKED) + "\n"


def test_sql_server_is_asked_by_object_ids() -> None:
    assert (
        asked("mssql")
        == """\
EXISTS (SELECT 1 FROM sys.objects WHERE object_id = OBJECT_ID(N'[Order]') AND type = 'U')
NOT EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[crm].[Order]') AND name = N'it''s')
EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[a]') AND name = N'n' AND is_nullable = 1)
EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[a]') AND name = N'n' AND default_object_id <> 0)
EXISTS (SELECT 1 FROM sys.columns WHERE object_id = OBJECT_ID(N'[a]') AND name = N'n' AND TYPE_NAME(system_type_id) = N'NUMBER' AND precision = 8)
EXISTS (SELECT 1 FROM sys.objects WHERE parent_object_id = OBJECT_ID(N'[crm].[a]') AND type = 'PK')
EXISTS (SELECT 1 FROM sys.objects WHERE parent_object_id = OBJECT_ID(N'[a]') AND type = 'UQ' AND name = N'uq')
NOT EXISTS (SELECT 1 FROM sys.indexes WHERE object_id = OBJECT_ID(N'[a]') AND name = N'ix')
EXISTS (SELECT 1 FROM sys.objects WHERE object_id = OBJECT_ID(N'[v]') AND type = 'V')
EXISTS (SELECT 1 FROM sys.objects WHERE object_id = OBJECT_ID(N'[crm].[s]') AND type = 'SO')
None
"""
    )


def test_oracle_is_asked_for_names_as_they_are_stored() -> None:
    assert (
        asked("oracle")
        == """\
EXISTS (SELECT 1 FROM user_tables WHERE table_name = 'Order')
NOT EXISTS (SELECT 1 FROM all_tab_columns WHERE table_name = 'Order' AND column_name = 'it''s' AND owner = 'CRM')
EXISTS (SELECT 1 FROM user_tab_columns WHERE table_name = 'A' AND column_name = 'N' AND nullable = 'Y')
None
EXISTS (SELECT 1 FROM user_tab_columns WHERE table_name = 'A' AND column_name = 'N' AND data_type = 'NUMBER' AND data_precision = 8)
EXISTS (SELECT 1 FROM all_constraints WHERE table_name = 'A' AND owner = 'CRM' AND constraint_type = 'P')
EXISTS (SELECT 1 FROM user_constraints WHERE table_name = 'A' AND constraint_type = 'U' AND constraint_name = 'UQ')
NOT EXISTS (SELECT 1 FROM user_indexes WHERE table_name = 'A' AND index_name = 'IX')
EXISTS (SELECT 1 FROM user_objects WHERE object_name = 'V' AND object_type LIKE '%VIEW')
EXISTS (SELECT 1 FROM all_sequences WHERE sequence_name = 'S' AND sequence_owner = 'CRM')
None
"""
    )


def test_what_sqlite_cannot_tell() -> None:
    assert [load_dialect("sqlite").exists_sql(Effect(kind, "n", None, "a")) for kind in ("nullable", "check")] == [
        None,
        None,
    ]


def test_an_old_mysql_keeps_no_checks() -> None:
    known = {
        version: load_dialect(f"mysql@{version}").exists_sql(Effect("check", "c", None, "a"))
        for version in ("5.7", "8.0")
    }
    assert known["5.7"] is None
    assert known["8.0"] is not None
