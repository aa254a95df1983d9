-- ## foreignkey, named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("fk_other", "account", type_="foreignkey")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT fk_other;

-- # mysql, mariadb
ALTER TABLE account DROP FOREIGN KEY fk_other;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## unique, named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("uq_email", "account", type_="unique")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT uq_email;

-- # mysql, mariadb
ALTER TABLE account DROP INDEX uq_email;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## check, named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("ck_other", "account", type_="check")

-- # postgresql, mariadb, mssql, oracle
ALTER TABLE account DROP CONSTRAINT ck_other;

-- # mysql
ALTER TABLE account DROP CHECK ck_other;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT uq_email UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## foreignkey, its kind not said
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("fk_other", "account")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT fk_other;

-- # mysql, mariadb
ALTER TABLE account DROP FOREIGN KEY fk_other;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## unique, its kind not said
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("uq_email", "account")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT uq_email;

-- # mysql, mariadb
ALTER TABLE account DROP INDEX uq_email;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## check, its kind not said
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("ck_other", "account")

-- # postgresql, mariadb, mssql, oracle
ALTER TABLE account DROP CONSTRAINT ck_other;

-- # mysql
ALTER TABLE account DROP CHECK ck_other;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT uq_email UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## primary, named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("pk_account", "account", type_="primary")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT pk_account;

-- # mysql, mariadb
ALTER TABLE account DROP PRIMARY KEY;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## primary, its kind not said
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("pk_account", "account")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT pk_account;

-- # mysql, mariadb
ALTER TABLE account DROP PRIMARY KEY;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## foreignkey, not named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after:     sa.Column("email", sa.String(50), unique=True),
-- after:     sa.CheckConstraint("other_id > 0"),
-- after: )
-- op.drop_constraint(None, "account", type_="foreignkey")

-- # postgresql
ALTER TABLE account DROP CONSTRAINT account_other_id_fkey;

-- # mysql, mariadb
ALTER TABLE account DROP FOREIGN KEY account_ibfk_1;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    PRIMARY KEY (id),
    CHECK (other_id > 0),
    UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DECLARE @sqlcompile nvarchar(max), @sqlcompile_count int;
SELECT @sqlcompile = N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(MIN(name)), @sqlcompile_count = COUNT(*)
  FROM sys.foreign_keys c
  WHERE parent_object_id = OBJECT_ID(N'account')
  AND is_system_named = 1
  AND referenced_object_id = OBJECT_ID(N'other')
  AND (SELECT COUNT(*) FROM sys.foreign_key_columns k WHERE k.constraint_object_id = c.object_id) = 1
  AND EXISTS (SELECT 1 FROM sys.foreign_key_columns k WHERE k.constraint_object_id = c.object_id AND k.constraint_column_id = 1 AND COL_NAME(k.parent_object_id, k.parent_column_id) = N'other_id');
IF @sqlcompile_count <> 1 THROW 50000, N'sqlcompile: not one foreignkey constraint to drop is found on account', 1;
EXEC sp_executesql @sqlcompile;

-- # oracle
DECLARE
  l_name VARCHAR2(128);
BEGIN
  SELECT c.constraint_name INTO l_name FROM user_constraints c
    WHERE c.table_name = 'ACCOUNT'
    AND c.generated = 'GENERATED NAME'
    AND c.constraint_type = 'R'
    AND (SELECT COUNT(*) FROM user_cons_columns k WHERE k.owner = c.owner AND k.constraint_name = c.constraint_name) = 1
    AND EXISTS (SELECT 1 FROM user_cons_columns k WHERE k.owner = c.owner AND k.constraint_name = c.constraint_name
    AND k.column_name = 'OTHER_ID' AND k.position = 1)
    AND EXISTS (SELECT 1 FROM all_constraints r WHERE r.owner = c.r_owner
    AND r.constraint_name = c.r_constraint_name AND r.table_name = 'OTHER');
  EXECUTE IMMEDIATE 'ALTER TABLE account DROP CONSTRAINT "' || l_name || '"';
END;


-- ## unique, not named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after:     sa.Column("email", sa.String(50), unique=True),
-- after:     sa.CheckConstraint("other_id > 0"),
-- after: )
-- op.drop_constraint(None, "account", type_="unique")

-- # postgresql
ALTER TABLE account DROP CONSTRAINT account_email_key;

-- # mysql, mariadb
ALTER TABLE account DROP INDEX email;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    PRIMARY KEY (id),
    CHECK (other_id > 0),
    FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DECLARE @sqlcompile nvarchar(max), @sqlcompile_count int;
SELECT @sqlcompile = N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(MIN(name)), @sqlcompile_count = COUNT(*)
  FROM sys.key_constraints c
  WHERE parent_object_id = OBJECT_ID(N'account')
  AND is_system_named = 1
  AND type = 'UQ'
  AND (SELECT COUNT(*) FROM sys.index_columns k WHERE k.object_id = c.parent_object_id AND k.index_id = c.unique_index_id
    AND k.key_ordinal > 0) = 1
  AND EXISTS (SELECT 1 FROM sys.index_columns k WHERE k.object_id = c.parent_object_id AND k.index_id = c.unique_index_id
    AND k.key_ordinal > 0 AND k.key_ordinal = 1 AND COL_NAME(k.object_id, k.column_id) = N'email');
IF @sqlcompile_count <> 1 THROW 50000, N'sqlcompile: not one unique constraint to drop is found on account', 1;
EXEC sp_executesql @sqlcompile;

-- # oracle
ALTER TABLE account DROP UNIQUE (email);


-- ## check, not named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after:     sa.Column("email", sa.String(50), unique=True),
-- after:     sa.CheckConstraint("other_id > 0"),
-- after: )
-- op.drop_constraint(None, "account", type_="check")

-- # postgresql
ALTER TABLE account DROP CONSTRAINT account_other_id_check;

-- # mysql
ALTER TABLE account DROP CHECK account_chk_1;

-- # mariadb
ALTER TABLE account DROP CONSTRAINT `CONSTRAINT_1`;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    PRIMARY KEY (id),
    FOREIGN KEY(other_id) REFERENCES other (id),
    UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DECLARE @sqlcompile nvarchar(max), @sqlcompile_count int;
SELECT @sqlcompile = N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(MIN(name)), @sqlcompile_count = COUNT(*)
  FROM sys.check_constraints c
  WHERE parent_object_id = OBJECT_ID(N'account')
  AND is_system_named = 1
  AND CHARINDEX(N'[other_id]', definition) > 0;
IF @sqlcompile_count <> 1 THROW 50000, N'sqlcompile: not one check constraint to drop is found on account', 1;
EXEC sp_executesql @sqlcompile;

-- # oracle
DECLARE
  l_name VARCHAR2(128);
BEGIN
  SELECT c.constraint_name INTO l_name FROM user_constraints c
    WHERE c.table_name = 'ACCOUNT'
    AND c.generated = 'GENERATED NAME'
    AND c.constraint_type = 'C'
    AND c.search_condition_vc NOT LIKE '%IS NOT NULL'
    AND EXISTS (SELECT 1 FROM user_cons_columns k WHERE k.owner = c.owner AND k.constraint_name = c.constraint_name
    AND k.column_name = 'OTHER_ID');
  EXECUTE IMMEDIATE 'ALTER TABLE account DROP CONSTRAINT "' || l_name || '"';
END;


-- ## primary, not named
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after:     sa.Column("email", sa.String(50), unique=True),
-- after:     sa.CheckConstraint("other_id > 0"),
-- after: )
-- op.drop_constraint(None, "account", type_="primary")

-- # postgresql
ALTER TABLE account DROP CONSTRAINT account_pkey;

-- # mysql, mariadb, oracle
ALTER TABLE account DROP PRIMARY KEY;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CHECK (other_id > 0),
    FOREIGN KEY(other_id) REFERENCES other (id),
    UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DECLARE @sqlcompile nvarchar(max), @sqlcompile_count int;
SELECT @sqlcompile = N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(MIN(name)), @sqlcompile_count = COUNT(*)
  FROM sys.key_constraints c
  WHERE parent_object_id = OBJECT_ID(N'account')
  AND type = 'PK';
IF @sqlcompile_count <> 1 THROW 50000, N'sqlcompile: not one primary constraint to drop is found on account', 1;
EXEC sp_executesql @sqlcompile;


-- ## foreignkey, of a table that the history does not know
-- op.drop_constraint("x", "account", type_="foreignkey")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT x;

-- # mysql, mariadb
ALTER TABLE account DROP FOREIGN KEY x;

-- # sqlite
error: The history up to here has no table "account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## unique, of a table that the history does not know
-- op.drop_constraint("x", "account", type_="unique")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT x;

-- # mysql, mariadb
ALTER TABLE account DROP INDEX x;

-- # sqlite
error: The history up to here has no table "account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## check, of a table that the history does not know
-- op.drop_constraint("x", "account", type_="check")

-- # postgresql, mariadb, mssql, oracle
ALTER TABLE account DROP CONSTRAINT x;

-- # mysql
ALTER TABLE account DROP CHECK x;

-- # sqlite
error: The history up to here has no table "account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## primary, of a table that the history does not know
-- op.drop_constraint("x", "account", type_="primary")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT x;

-- # mysql, mariadb
ALTER TABLE account DROP PRIMARY KEY;

-- # sqlite
error: The history up to here has no table "account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## kind not said, of a table that the history does not know
-- op.drop_constraint("x", "account")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT x;

-- # mysql
error: MySQL cannot drop the constraint "x" of "account" without knowing its kind. Give type_: "foreignkey", "primary", "unique" or "check".

-- # mariadb
error: MariaDB cannot drop the constraint "x" of "account" without knowing its kind. Give type_: "foreignkey", "primary", "unique" or "check".

-- # sqlite
error: The history up to here has no table "account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## not named, of a table that the history does not know
-- op.drop_constraint(None, "account", type_="foreignkey")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no unnamed foreignkey constraint at this revision. Check the name and the earlier revisions.


-- ## of a schema
-- op.drop_constraint("uq", "account", type_="unique", schema="crm")

-- # postgresql, mssql, oracle
ALTER TABLE crm.account DROP CONSTRAINT uq;

-- # mysql, mariadb
ALTER TABLE crm.account DROP INDEX uq;

-- # sqlite
error: The history up to here has no table "crm.account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.


-- ## if it is there
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("uq_email", "account", type_="unique", if_exists=True)

-- # postgresql, mssql
ALTER TABLE account DROP CONSTRAINT IF EXISTS uq_email;

-- # mysql
-- DROP CONSTRAINT IF EXISTS: by the history up to this revision, it was needed
ALTER TABLE account DROP INDEX uq_email;

-- # mariadb
ALTER TABLE account DROP INDEX IF EXISTS uq_email;

-- # sqlite
-- DROP CONSTRAINT IF EXISTS: by the history up to this revision, it was needed
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # oracle
-- DROP CONSTRAINT IF EXISTS: by the history up to this revision, it was needed
ALTER TABLE account DROP CONSTRAINT uq_email;


-- ## if it is there, and it is not
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("uq_name", "account", type_="unique", if_exists=True)

-- # postgresql, mssql
ALTER TABLE account DROP CONSTRAINT IF EXISTS uq_name;

-- # mysql, sqlite, oracle
-- DROP CONSTRAINT IF EXISTS: by the history up to this revision, it was not needed

-- # mariadb
ALTER TABLE account DROP INDEX IF EXISTS uq_name;


-- ## a constraint that is not there
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("uq_name", "account", type_="unique")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no constraint "uq_name" at this revision. It has pk_account, fk_other, uq_email, ck_other.


-- ## one of two without names
-- after: op.create_table("account", sa.Column("a", sa.Integer, unique=True), sa.Column("b", sa.Integer, unique=True))
-- op.drop_constraint(None, "account", type_="unique")

-- # postgresql
error: The table "account" has 2 constraints that the drop without a name may mean: account_a_key (a), account_b_key (b). Name the one that is meant, or give them names where they are made.

-- # mysql, mariadb
error: The table "account" has 2 constraints that the drop without a name may mean: a (a), b (b). Name the one that is meant, or give them names where they are made.

-- # sqlite, mssql, oracle
error: The table "account" has 2 constraints that the drop without a name may mean: one on (a), one on (b). Name the one that is meant, or give them names where they are made.


-- ## the name that the database gave
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after:     sa.Column("email", sa.String(50), unique=True),
-- after:     sa.CheckConstraint("other_id > 0"),
-- after: )
-- op.drop_constraint("account_email_key", "account", type_="unique")

-- # postgresql
ALTER TABLE account DROP CONSTRAINT account_email_key;


-- ## the name that MySQL gave
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True, autoincrement=False),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after:     sa.Column("email", sa.String(50), unique=True),
-- after:     sa.CheckConstraint("other_id > 0"),
-- after: )
-- op.drop_constraint("account_ibfk_1", "account", type_="foreignkey")

-- # mysql, mariadb
ALTER TABLE account DROP FOREIGN KEY account_ibfk_1;


-- ## the check of a type
-- after: op.create_table("account", sa.Column("mood", sa.Enum("a", "b", name="ck_mood", native_enum=False, create_constraint=True)))
-- op.drop_constraint("ck_mood", "account", type_="check")

-- # postgresql, mariadb, mssql, oracle
ALTER TABLE account DROP CONSTRAINT ck_mood;

-- # mysql
ALTER TABLE account DROP CHECK ck_mood;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    mood VARCHAR(1)
);
INSERT INTO _sqlcompile_account (mood) SELECT mood FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## a unique index
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))
-- after: op.create_index("ix_name", "account", ["name"], unique=True)
-- op.drop_constraint("ix_name", "account", type_="unique")

-- # mysql, mariadb
DROP INDEX ix_name ON account;


-- ## a unique index, if it is there
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))
-- after: op.create_index("ix_name", "account", ["name"], unique=True)
-- op.drop_constraint("ix_name", "account", type_="unique", if_exists=True)

-- # mysql
-- DROP CONSTRAINT IF EXISTS: by the history up to this revision, it was needed
DROP INDEX ix_name ON account;

-- # mariadb
DROP INDEX IF EXISTS ix_name ON account;


-- ## a unique index, where it is no constraint
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))
-- after: op.create_index("ix_name", "account", ["name"], unique=True)
-- op.drop_constraint("ix_name", "account", type_="unique")

-- # postgresql
error: The table "account" has no constraint "ix_name" at this revision. It has account_pkey.

-- # sqlite, mssql, oracle
error: The table "account" has no constraint "ix_name" at this revision. Check the name and the earlier revisions.


-- ## an index that a foreign key needs
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- after: op.create_index("ix_account_id", "line", ["account_id"], unique=True)
-- after: op.create_foreign_key("fk_account", "line", "account", ["account_id"], ["id"])
-- op.drop_constraint("ix_account_id", "line", type_="unique")

-- # mysql
error: MySQL cannot drop the index "ix_account_id": a foreign key of "line" needs it. Drop the foreign key or the table first, or make another index that begins with its columns.

-- # mariadb
error: MariaDB cannot drop the index "ix_account_id": a foreign key of "line" needs it. Drop the foreign key or the table first, or make another index that begins with its columns.


-- ## by the name that a convention with the script's name in it gives
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="adult"),
-- after: )
-- op.drop_constraint("adult", "account", type_="check")

-- # postgresql, mariadb, mssql, oracle
ALTER TABLE account DROP CONSTRAINT ck_account_adult;

-- # mysql
ALTER TABLE account DROP CHECK ck_account_adult;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT uq_email UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## by the whole name, with such a convention
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="adult"),
-- after: )
-- op.drop_constraint(op.f("ck_account_adult"), "account", type_="check")

-- # postgresql, mariadb, mssql, oracle
ALTER TABLE account DROP CONSTRAINT ck_account_adult;

-- # mysql
ALTER TABLE account DROP CHECK ck_account_adult;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT uq_email UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## by its own name, with a convention that has no place for it
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, nullable=False),
-- after:     sa.Column("other_id", sa.Integer),
-- after:     sa.Column("email", sa.String(50)),
-- after:     sa.PrimaryKeyConstraint("id", name="pk_account"),
-- after:     sa.ForeignKeyConstraint(["other_id"], ["other.id"], name="fk_other"),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("other_id > 0", name="ck_other"),
-- after: )
-- op.drop_constraint("uq_email", "account", type_="unique")

-- # postgresql, mssql, oracle
ALTER TABLE account DROP CONSTRAINT uq_email;

-- # mysql, mariadb
ALTER TABLE account DROP INDEX uq_email;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50),
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id),
    CONSTRAINT ck_account_ck_other CHECK (other_id > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## a long name
-- op.drop_constraint("u" * 140, "account", type_="unique")

-- # postgresql
error: PostgreSQL cannot keep a name: Identifier 'uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu' exceeds maximum length of 63 characters. Give it a shorter name.

-- # mysql
error: MySQL cannot keep the name "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu": it is 140 long, and the limit is 64. Give it a shorter name.

-- # mariadb
error: MariaDB cannot keep the name "uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu": it is 140 long, and the limit is 64. Give it a shorter name.

-- # sqlite
error: The history up to here has no table "account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.

-- # mssql
error: SQL Server cannot keep a name: Identifier 'uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu' exceeds maximum length of 128 characters. Give it a shorter name.

-- # oracle
error: Oracle cannot keep a name: Identifier 'uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu' exceeds maximum length of 128 characters. Give it a shorter name.
