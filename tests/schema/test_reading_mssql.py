"""Raw SQL of SQL Server: (text, what it changes in the schema of BASE)."""

import pytest

from tests.schema.describing import changes

BASE = """
CREATE TABLE account (id INTEGER NOT NULL IDENTITY, name NVARCHAR(50) NOT NULL, email NVARCHAR(80) NULL, age INTEGER CONSTRAINT df_age DEFAULT ((0)),
 CONSTRAINT pk_account PRIMARY KEY (id), CONSTRAINT uq_email UNIQUE (email)); CREATE INDEX ix_name ON account (name)
"""

CASES = [
    (
        "CREATE TABLE [dbo].[t] ([id] [int] IDENTITY(1,1) NOT NULL, [a] [nvarchar](max) NULL, b varchar(20) COLLATE Latin1_General_CI_AS, c datetime2(3) CONSTRAINT df_c DEFAULT (getdate()), d bit NOT NULL DEFAULT 0, e AS (d * 2) PERSISTED, f uniqueidentifier ROWGUIDCOL DEFAULT NEWID(), g decimal(10, 2), h varbinary(max), CONSTRAINT [pk_t] PRIMARY KEY CLUSTERED ([id] ASC), CONSTRAINT fk FOREIGN KEY (b) REFERENCES dbo.account (name) ON DELETE NO ACTION) ON [PRIMARY]",
        [
            "+ table dbo.t",
            "+ dbo.t: id INTEGER NOT NULL AUTO IDENTITY always=False start=1 by=1",
            "+ dbo.t: a NVARCHAR(max)",
            "+ dbo.t: b VARCHAR(20) COLLATE Latin1_General_CI_AS",
            "+ dbo.t: c DATETIME2(3) DEFAULT (getdate()) (df_c)",
            "+ dbo.t: d BIT NOT NULL DEFAULT 0",
            "+ dbo.t: e  AS d * 2 persisted=True",
            "+ dbo.t: f UNIQUEIDENTIFIER DEFAULT NEWID()",
            "+ dbo.t: g DECIMAL(10, 2)",
            "+ dbo.t: h VARBINARY(max)",
            "+ dbo.t: primary pk_t (id) mssql_clustered=True",
            "+ dbo.t: foreignkey fk (b) -> dbo.account(name) delete NO ACTION",
        ],
    ),
    (
        "ALTER TABLE account ADD x int NOT NULL DEFAULT 1, y nvarchar(10) NULL, CONSTRAINT ck CHECK (x > 0)",
        [
            "+ account: x INTEGER NOT NULL DEFAULT 1",
            "+ account: y NVARCHAR(10)",
            "+ account: check ck x > 0 (x)",
        ],
    ),
    (
        "ALTER TABLE dbo.Account ALTER COLUMN NAME nvarchar(100) NULL",
        ["- account: name NVARCHAR(50) NOT NULL", "+ account: name NVARCHAR(100)"],
    ),
    (
        "ALTER TABLE account ALTER COLUMN age bigint NOT NULL",
        [
            "- account: age INTEGER DEFAULT ((0)) (df_age)",
            "+ account: age BIGINT NOT NULL DEFAULT ((0)) (df_age)",
        ],
    ),
    (
        "ALTER TABLE account ADD CONSTRAINT df_name DEFAULT N'x' FOR name",
        [
            "- account: name NVARCHAR(50) NOT NULL",
            "+ account: name NVARCHAR(50) NOT NULL DEFAULT N'x' (df_name)",
        ],
    ),
    (
        "ALTER TABLE account ADD DEFAULT 'x' FOR email; ALTER TABLE account DROP CONSTRAINT df_age",
        [
            "- account: email NVARCHAR(80)",
            "- account: age INTEGER DEFAULT ((0)) (df_age)",
            "+ account: email NVARCHAR(80) DEFAULT 'x'",
            "+ account: age INTEGER",
        ],
    ),
    (
        "ALTER TABLE account DROP COLUMN email, age",
        [
            "- account: email NVARCHAR(80)",
            "- account: age INTEGER DEFAULT ((0)) (df_age)",
            "- account: unique uq_email (email)",
        ],
    ),
    (
        "ALTER TABLE account DROP CONSTRAINT uq_email, COLUMN email",
        ["- account: email NVARCHAR(80)", "- account: unique uq_email (email)"],
    ),
    (
        "ALTER TABLE account WITH NOCHECK ADD CONSTRAINT ck CHECK (age > 0); ALTER TABLE account CHECK CONSTRAINT ck; ALTER TABLE account NOCHECK CONSTRAINT ALL",
        ["+ account: check ck age > 0 (age)"],
    ),
    (
        "EXEC sp_rename 'dbo.account.name', 'full_name', 'COLUMN'",
        [
            "- account: name NVARCHAR(50) NOT NULL",
            "- account: index ix_name (name)",
            "+ account: full_name NVARCHAR(50) NOT NULL",
            "+ account: index ix_name (full_name)",
        ],
    ),
    (
        "EXECUTE sp_rename N'account', N'users'",
        [
            "- table account",
            "+ table users",
            "+ users: id INTEGER NOT NULL AUTO",
            "+ users: name NVARCHAR(50) NOT NULL",
            "+ users: email NVARCHAR(80)",
            "+ users: age INTEGER DEFAULT ((0)) (df_age)",
            "+ users: primary pk_account (id)",
            "+ users: unique uq_email (email)",
            "+ users: index ix_name (name)",
        ],
    ),
    (
        "EXEC sp_rename @objname = N'[account].[ix_name]', @newname = N'ix_other', @objtype = N'INDEX'",
        ["- account: index ix_name (name)", "+ account: index ix_other (name)"],
    ),
    (
        "sp_rename 'uq_email', 'uq_mail', 'OBJECT'",
        ["- account: unique uq_email (email)", "+ account: unique uq_mail (email)"],
    ),
    (
        "CREATE UNIQUE NONCLUSTERED INDEX ix ON dbo.account (name ASC, age DESC) INCLUDE (email) WHERE email IS NOT NULL WITH (ONLINE = ON)",
        [
            "+ account: unique index ix (name, <age DESC>) mssql_clustered=False mssql_include=['email'] mssql_where=email IS NOT NULL"
        ],
    ),
    (
        "DROP INDEX ix_name ON account",
        ["- account: index ix_name (name)"],
    ),
    (
        "DROP INDEX account.ix_name",
        ["- account: index ix_name (name)"],
    ),
    (
        "DROP INDEX IF EXISTS ix_name ON account, uq_email ON account",
        ["- account: unique uq_email (email)", "- account: index ix_name (name)"],
    ),
    (
        "SET IDENTITY_INSERT account OFF",
        [],
    ),
    (
        "IF EXISTS (SELECT 1 FROM sys.tables) BEGIN DROP TABLE account; END",
        ["- table account", "+ table account incomplete", "+ not analysed: 1"],
    ),
    (
        "IF 1 = 1 BEGIN UPDATE account SET age = 1; END",
        [],
    ),
    (
        "DECLARE @sql NVARCHAR(MAX)\nSELECT @sql = 'ALTER TABLE account DROP CONSTRAINT ' + name FROM sys.default_constraints\nEXEC (@sql)\nALTER TABLE account DROP COLUMN age",
        [
            "- table account",
            "- account: age INTEGER DEFAULT ((0)) (df_age)",
            "+ table account incomplete",
            "+ not analysed: 1",
        ],
    ),
    (
        "ALTER TABLE account ADD x int\nALTER TABLE account ADD y int\nUPDATE account SET x = 1, y = 2\nGO\nDROP INDEX ix_name ON account\nGO\n",
        ["- account: index ix_name (name)", "+ account: x INTEGER", "+ account: y INTEGER"],
    ),
    (
        "CREATE TRIGGER tr ON account AFTER INSERT AS BEGIN UPDATE account SET age = 1; DROP TABLE account; END\nGO\nALTER TABLE account DROP COLUMN email",
        [
            "- account: email NVARCHAR(80)",
            "- account: unique uq_email (email)",
            "+ trigger tr CREATE TRIGGER tr ON account AFTER INSERT AS BEGIN UPDATE account SET age = 1; DROP TABLE account; END",
            "+ trigger on account",
        ],
    ),
    (
        "CREATE OR ALTER PROCEDURE p AS SELECT 1; DROP TABLE account",
        [],
    ),
    (
        "SELECT id, name INTO backup FROM account",
        ["+ table backup", "+ backup: id INTEGER NOT NULL", "+ backup: name NVARCHAR(50) NOT NULL"],
    ),
    (
        "UPDATE account SET name = 'DROP; TABLE' WHERE id = 1",
        [],
    ),
    (
        "execute sp_addextendedproperty 'MS_Description', 'people', 'schema', 'dbo', 'table', 'account', 'column', 'age'",
        [
            "- account: age INTEGER DEFAULT ((0)) (df_age)",
            "+ account: age INTEGER DEFAULT ((0)) (df_age) -- people",
        ],
    ),
    (
        "ALTER SCHEMA other TRANSFER OBJECT::dbo.account",
        [
            "- table account",
            "+ table other.account",
            "+ other.account: id INTEGER NOT NULL AUTO",
            "+ other.account: name NVARCHAR(50) NOT NULL",
            "+ other.account: email NVARCHAR(80)",
            "+ other.account: age INTEGER DEFAULT ((0)) (df_age)",
            "+ other.account: primary pk_account (id)",
            "+ other.account: unique uq_email (email)",
            "+ other.account: index ix_name (name)",
        ],
    ),
    (
        "CREATE SCHEMA other AUTHORIZATION dbo; CREATE SEQUENCE dbo.s AS bigint START WITH 1 INCREMENT BY 1; CREATE VIEW dbo.v AS SELECT 1",
        ["+ view v CREATE VIEW dbo.v AS SELECT 1", "+ sequence s 1 1", "+ namespace other"],
    ),
    (
        "EXEC rebuild 'account'",
        ["- table account", "+ table account incomplete", "+ not analysed: 1"],
    ),
    (
        "EXEC('DROP TABLE account')",
        ["- table account", "+ table account incomplete", "+ not analysed: 1"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_raw_sql_changes_the_schema(text, expected):
    assert changes("tsql", BASE, text, "dbo") == expected
