-- ## a plain column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
ALTER TABLE account DROP COLUMN age;


-- ## of a schema
-- op.drop_column("Order", "Mixed", schema="crm")

-- # postgresql, sqlite, oracle
ALTER TABLE crm."Order" DROP COLUMN "Mixed";

-- # mysql, mariadb
ALTER TABLE crm.`Order` DROP COLUMN `Mixed`;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE crm.[Order] DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'crm.[Order]') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'crm.[Order]'), N'Mixed', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE crm.[Order] DROP COLUMN [Mixed];


-- ## with a default
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer, server_default="5"),
-- after: )
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, sqlite, oracle
ALTER TABLE account DROP COLUMN age;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'age', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP COLUMN age;


-- ## with an index
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer, index=True),
-- after: )
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account DROP COLUMN age;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DROP INDEX ix_account_age ON account;
ALTER TABLE account DROP COLUMN age;


-- ## with an index on several columns
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.Column("size", sa.Integer),
-- after:     sa.Index("ix_both", "age", "size"),
-- after: )
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account DROP COLUMN age;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    size INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, size) SELECT id, size FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DROP INDEX ix_both ON account;
ALTER TABLE account DROP COLUMN age;


-- ## with a foreign key
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after: )
-- op.drop_column("account", "other_id")

-- # postgresql, oracle
ALTER TABLE account DROP COLUMN other_id;

-- # mysql, mariadb
ALTER TABLE account DROP FOREIGN KEY fk_other;
ALTER TABLE account DROP COLUMN other_id;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account DROP CONSTRAINT fk_other;
ALTER TABLE account DROP COLUMN other_id;


-- ## with a foreign key without a name
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after: )
-- op.drop_column("account", "other_id")

-- # postgresql, oracle
ALTER TABLE account DROP COLUMN other_id;

-- # mysql, mariadb
ALTER TABLE account DROP FOREIGN KEY account_ibfk_1;
ALTER TABLE account DROP COLUMN other_id;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.foreign_keys
  WHERE parent_object_id = OBJECT_ID(N'account') AND is_system_named = 1 AND object_id IN (SELECT constraint_object_id FROM sys.foreign_key_columns
    WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'other_id', 'ColumnId'));
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP COLUMN other_id;


-- ## with a unique constraint
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after: )
-- op.drop_column("account", "email")

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account DROP COLUMN email;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account DROP CONSTRAINT uq_email;
ALTER TABLE account DROP COLUMN email;


-- ## with a unique constraint without a name
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("email", sa.String(50), unique=True),
-- after: )
-- op.drop_column("account", "email")

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account DROP COLUMN email;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.key_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND is_system_named = 1 AND type = 'UQ' AND unique_index_id IN (SELECT index_id FROM sys.index_columns
    WHERE object_id = OBJECT_ID(N'account') AND column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'email', 'ColumnId'));
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP COLUMN email;


-- ## with a unique constraint on several columns
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("a", sa.Integer),
-- after:     sa.Column("b", sa.Integer),
-- after:     sa.UniqueConstraint("a", "b", name="uq_ab"),
-- after: )
-- op.drop_column("account", "a")

-- # postgresql, mysql
ALTER TABLE account DROP COLUMN a;

-- # mariadb
ALTER TABLE account DROP INDEX uq_ab;
ALTER TABLE account DROP COLUMN a;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    b INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, b) SELECT id, b FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account DROP CONSTRAINT uq_ab;
ALTER TABLE account DROP COLUMN a;

-- # oracle
ALTER TABLE account DROP COLUMN a CASCADE CONSTRAINTS;


-- ## with a check
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.CheckConstraint(sa.column("age") > 0, name="ck_age"),
-- after: )
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account DROP COLUMN age;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account DROP CONSTRAINT ck_age;
ALTER TABLE account DROP COLUMN age;


-- ## with a check that is text
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after: )
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account DROP COLUMN age;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account DROP CONSTRAINT ck_age;
ALTER TABLE account DROP COLUMN age;


-- ## with a check of two columns
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("a", sa.Integer),
-- after:     sa.Column("b", sa.Integer),
-- after:     sa.CheckConstraint("a > b", name="ck_ab"),
-- after: )
-- op.drop_column("account", "a")

-- # postgresql
ALTER TABLE account DROP COLUMN a;

-- # mysql
ALTER TABLE account DROP CHECK ck_ab;
ALTER TABLE account DROP COLUMN a;

-- # mariadb, mssql
ALTER TABLE account DROP CONSTRAINT ck_ab;
ALTER TABLE account DROP COLUMN a;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    b INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, b) SELECT id, b FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # oracle
ALTER TABLE account DROP COLUMN a CASCADE CONSTRAINTS;


-- ## with the check of its type
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active")),
-- after: )
-- op.drop_column("account", "active")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account DROP COLUMN active;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## of the primary key
-- after: op.create_table("pair", sa.Column("a", sa.Integer, primary_key=True), sa.Column("b", sa.Integer, primary_key=True))
-- op.drop_column("pair", "b")

-- # postgresql, mysql
ALTER TABLE pair DROP COLUMN b;

-- # mariadb
ALTER TABLE pair DROP PRIMARY KEY;
ALTER TABLE pair DROP COLUMN b;

-- # sqlite
CREATE TABLE _sqlcompile_pair (
    a INTEGER NOT NULL
);
INSERT INTO _sqlcompile_pair (a) SELECT a FROM pair;
DROP TABLE pair;
ALTER TABLE _sqlcompile_pair RENAME TO pair;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE pair DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.key_constraints
  WHERE parent_object_id = OBJECT_ID(N'pair') AND is_system_named = 1 AND type = 'PK';
EXEC sp_executesql @sqlcompile;
ALTER TABLE pair DROP COLUMN b;

-- # oracle
ALTER TABLE pair DROP COLUMN b CASCADE CONSTRAINTS;


-- ## that a foreign key refers to
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.Integer, unique=True))
-- after: op.create_table("account", sa.Column("code", sa.Integer, sa.ForeignKey("other.code", name="fk_code")))
-- op.drop_column("other", "code")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: A foreign key of "account" refers to the column "code" of "other". Drop it first: op.drop_constraint('fk_code', 'account', type_="foreignkey").


-- ## that a computed column needs
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.Column("double_age", sa.Integer, sa.Computed("age * 2", persisted=True)),
-- after: )
-- op.drop_column("account", "double_age")
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, sqlite, mssql
ALTER TABLE account DROP COLUMN double_age;
ALTER TABLE account DROP COLUMN age;


-- ## if it is there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_column("account", "age", if_exists=True)

-- # postgresql, mariadb, mssql
ALTER TABLE account DROP COLUMN IF EXISTS age;

-- # mysql, sqlite, oracle
-- DROP COLUMN IF EXISTS: by the history up to this revision, it was needed
ALTER TABLE account DROP COLUMN age;


-- ## if it is there, and it is not
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_column("account", "size", if_exists=True)

-- # postgresql, mariadb
ALTER TABLE account DROP COLUMN IF EXISTS size;

-- # mysql, sqlite, oracle
-- DROP COLUMN IF EXISTS: by the history up to this revision, it was not needed

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'size', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP COLUMN IF EXISTS size;


-- ## a column that is not there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_column("account", "size")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no column "size" at this revision. Its columns are id, name, age.


-- ## a table that the history does not know
-- op.drop_column("account", "age")

-- # postgresql, mysql, mariadb, sqlite, oracle
ALTER TABLE account DROP COLUMN age;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'age', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP COLUMN age;


-- ## what SQL Server must be told, on a table that the history does not know
-- op.drop_column("account", "age", mssql_drop_default=True, mssql_drop_check=True, mssql_drop_foreign_key=True)

-- # postgresql, mysql, mariadb, sqlite, oracle
ALTER TABLE account DROP COLUMN age;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'age', 'ColumnId');
EXEC sp_executesql @sqlcompile;
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.foreign_keys
  WHERE parent_object_id = OBJECT_ID(N'account') AND object_id IN (SELECT constraint_object_id FROM sys.foreign_key_columns
    WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'age', 'ColumnId'));
EXEC sp_executesql @sqlcompile;
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.check_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND CHARINDEX(N'[age]', definition) > 0;
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP COLUMN age;


-- ## what SQL Server must be told
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer, server_default="5"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after: )
-- op.drop_column("account", "age", mssql_drop_default=True, mssql_drop_check=True, mssql_drop_foreign_key=True)

-- # postgresql, mysql, mariadb, oracle
ALTER TABLE account DROP COLUMN age;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id) SELECT id FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'age', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP CONSTRAINT ck_age;
ALTER TABLE account DROP COLUMN age;


-- ## with a comment, and again
-- after: op.create_table("account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("age", sa.Integer, comment="years"),
-- after: )
-- op.drop_column("account", "age")
-- op.add_column("account", sa.Column("age", sa.Integer))

-- # postgresql, mysql, mariadb, sqlite
ALTER TABLE account DROP COLUMN age;
ALTER TABLE account ADD COLUMN age INTEGER;

-- # mssql
ALTER TABLE account DROP COLUMN age;
ALTER TABLE account ADD age INTEGER NULL;

-- # oracle
ALTER TABLE account DROP COLUMN age;
ALTER TABLE account ADD age INTEGER;
