"""Raw SQL of SQLite: (text, what it changes in the schema of BASE)."""

import pytest

from tests.schema.describing import changes

BASE = """
CREATE TABLE account (id INTEGER PRIMARY KEY, name VARCHAR(50) NOT NULL, "Mixed" TEXT, age INTEGER);
 CREATE INDEX ix_name ON account (name);
"""

CASES = [
    (
        "CREATE TABLE t (id INTEGER PRIMARY KEY AUTOINCREMENT, a, b VARCHAR(20) COLLATE NOCASE, c UNSIGNED BIG INT, d TIMESTAMP DEFAULT (datetime('now')), e TEXT DEFAULT \"x\", f BOOLEAN CHECK (f IN (0, 1)), g INT UNIQUE ON CONFLICT IGNORE, h INTEGER GENERATED ALWAYS AS (g + 1) VIRTUAL) STRICT",
        [
            "+ table t",
            "+ t: sqlite_autoincrement=True",
            "+ t: sqlite_strict=True",
            "+ t: id INTEGER AUTO",
            "+ t: a ",
            '+ t: b VARCHAR(20) COLLATE "NOCASE"',
            "+ t: c UNSIGNED BIG INT",
            "+ t: d TIMESTAMP DEFAULT (datetime('now'))",
            '+ t: e TEXT DEFAULT "x"',
            "+ t: f BOOLEAN",
            "+ t: g INT",
            "+ t: h INTEGER AS g + 1 persisted=False",
            "+ t: primary - (id)",
            "+ t: check - f IN (0, 1) (f)",
            "+ t: unique - (g) sqlite_on_conflict=IGNORE",
        ],
    ),
    (
        "CREATE TABLE t (k TEXT PRIMARY KEY, v INT) WITHOUT ROWID",
        ["+ table t", "+ t: sqlite_with_rowid=False", "+ t: k TEXT NOT NULL", "+ t: v INT", "+ t: primary - (k)"],
    ),
    (
        "CREATE TABLE t (k INT PRIMARY KEY)",
        ["+ table t", "+ t: k INT", "+ t: primary - (k)"],
    ),
    (
        "CREATE TABLE t (a REFERENCES account, b INTEGER NOT NULL REFERENCES account(id) ON DELETE CASCADE, PRIMARY KEY (a, b))",
        [
            "+ table t",
            "+ t: a ",
            "+ t: b INTEGER NOT NULL",
            "+ t: primary - (a, b)",
            "+ t: foreignkey - (a) -> account(id)",
            "+ t: foreignkey - (b) -> account(id) delete CASCADE",
        ],
    ),
    (
        "CREATE TABLE main.[t x] ([a b] TEXT, `c` INT)",
        ["+ table t x", "+ t x: a b TEXT", "+ t x: c INT"],
    ),
    (
        "CREATE TEMPORARY TABLE t AS SELECT id, CAST(name AS INTEGER) AS n FROM account",
        ["+ table t TEMPORARY", "+ t: id INTEGER", "+ t: n INTEGER"],
    ),
    (
        "CREATE VIRTUAL TABLE f USING fts5(name, content='account')",
        ["+ table f incomplete"],
    ),
    (
        "ALTER TABLE account ADD COLUMN x TEXT DEFAULT ''",
        ["+ account: x TEXT DEFAULT ''"],
    ),
    (
        "ALTER TABLE account RENAME TO users",
        [
            "- table account",
            "+ table users",
            "+ users: id INTEGER AUTO",
            "+ users: name VARCHAR(50) NOT NULL",
            "+ users: Mixed TEXT",
            "+ users: age INTEGER",
            "+ users: primary - (id)",
            "+ users: index ix_name (name)",
        ],
    ),
    (
        "ALTER TABLE ACCOUNT RENAME COLUMN mixed TO plain",
        ["- account: Mixed TEXT", "+ account: plain TEXT"],
    ),
    (
        "ALTER TABLE account DROP COLUMN AGE",
        ["- account: age INTEGER"],
    ),
    (
        "CREATE UNIQUE INDEX IF NOT EXISTS main.ix ON account (name COLLATE NOCASE, age DESC) WHERE age IS NOT NULL",
        ["+ account: unique index ix (<name COLLATE NOCASE>, <age DESC>) sqlite_where=age IS NOT NULL"],
    ),
    (
        "DROP INDEX ix_name",
        ["- account: index ix_name (name)"],
    ),
    (
        "CREATE TRIGGER tr AFTER UPDATE OF name ON account WHEN new.age > 1 BEGIN UPDATE account SET age = 1; DELETE FROM account WHERE age = CASE WHEN 1 THEN 2 END; END; DROP INDEX ix_name;",
        [
            "- account: index ix_name (name)",
            "+ trigger tr CREATE TRIGGER tr AFTER UPDATE OF name ON account WHEN new.age > 1 BEGIN UPDATE account SET age = 1; DELETE FROM account WHERE age = CASE WHEN 1 THEN 2 END; END",
            "+ trigger on account",
        ],
    ),
    (
        "CREATE TRIGGER tr AFTER INSERT ON account BEGIN SELECT 1; END; ALTER TABLE account RENAME TO users",
        [
            "- table account",
            "+ table users",
            "+ users: id INTEGER AUTO",
            "+ users: name VARCHAR(50) NOT NULL",
            "+ users: Mixed TEXT",
            "+ users: age INTEGER",
            "+ users: primary - (id)",
            "+ users: index ix_name (name)",
            "+ trigger tr CREATE TRIGGER tr AFTER INSERT ON users BEGIN SELECT 1; END",
            "+ trigger on users",
        ],
    ),
    (
        "CREATE TRIGGER tr AFTER INSERT ON account BEGIN SELECT 1; END; DROP TABLE account",
        ["- table account"],
    ),
    (
        "CREATE TRIGGER tr AFTER INSERT ON account BEGIN SELECT 1; END; DROP TRIGGER IF EXISTS TR",
        [],
    ),
    (
        "PRAGMA foreign_keys=OFF; BEGIN TRANSACTION; CREATE TABLE new (id INTEGER PRIMARY KEY, name TEXT); INSERT INTO new SELECT id, name FROM account; DROP TABLE account; ALTER TABLE new RENAME TO account; COMMIT; PRAGMA foreign_keys=ON",
        [
            "- account: name VARCHAR(50) NOT NULL",
            "- account: Mixed TEXT",
            "- account: age INTEGER",
            "- account: index ix_name (name)",
            "+ account: name TEXT",
        ],
    ),
    (
        "CREATE TABLE 'quoted' ('a' INTEGER)",
        ["+ table quoted", "+ quoted: a INTEGER"],
    ),
    (
        "CREATE TABLE t (a DECIMAL(10, 2), b FLOAT, c DATETIME, d JSON, e NVARCHAR(10), f DOUBLE PRECISION, g CLOB, h BLOB, i NUMERIC)",
        [
            "+ table t",
            "+ t: a DECIMAL(10, 2)",
            "+ t: b FLOAT",
            "+ t: c DATETIME",
            "+ t: d JSON",
            "+ t: e NVARCHAR(10)",
            "+ t: f DOUBLE PRECISION",
            "+ t: g CLOB",
            "+ t: h BLOB",
            "+ t: i NUMERIC",
        ],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_raw_sql_changes_the_schema(text, expected):
    assert changes("sqlite", BASE, text) == expected
