-- ## a plain column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50)))

-- # postgresql, mysql, mariadb, sqlite
ALTER TABLE account ADD COLUMN email VARCHAR(50);

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);


-- ## in a schema
-- op.add_column("account", sa.Column("email", sa.String(50)), schema="crm")

-- # postgresql, mysql, mariadb, sqlite
ALTER TABLE crm.account ADD COLUMN email VARCHAR(50);

-- # mssql
ALTER TABLE crm.account ADD email VARCHAR(50) NULL;

-- # oracle
ALTER TABLE crm.account ADD email VARCHAR2(50 CHAR);


-- ## not null with a default
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50), nullable=False, server_default="none"))

-- # postgresql, sqlite
ALTER TABLE account ADD COLUMN email VARCHAR(50) DEFAULT 'none' NOT NULL;

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN email VARCHAR(50) NOT NULL DEFAULT 'none';

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NOT NULL DEFAULT N'none';

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR) DEFAULT 'none' NOT NULL;


-- ## not null without a default
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50), nullable=False))

-- # postgresql, mysql, mariadb
ALTER TABLE account ADD COLUMN email VARCHAR(50) NOT NULL;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    email VARCHAR(50) NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NOT NULL;

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR) NOT NULL;


-- ## a default of the moment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("at", sa.DateTime, server_default=sa.func.now()))

-- # postgresql
ALTER TABLE account ADD COLUMN at TIMESTAMP WITHOUT TIME ZONE DEFAULT now();

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN at DATETIME DEFAULT (now());

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    at DATETIME DEFAULT CURRENT_TIMESTAMP,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD at DATETIME NULL DEFAULT CURRENT_TIMESTAMP;

-- # oracle
ALTER TABLE account ADD at DATE DEFAULT CURRENT_TIMESTAMP;


-- ## a boolean default
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("active", sa.Boolean, server_default=sa.true(), nullable=False))

-- # postgresql
ALTER TABLE account ADD COLUMN active BOOLEAN DEFAULT true NOT NULL;

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN active BOOL NOT NULL DEFAULT true;

-- # sqlite
ALTER TABLE account ADD COLUMN active BOOLEAN DEFAULT 1 NOT NULL;

-- # mssql
ALTER TABLE account ADD active BIT NOT NULL DEFAULT 1;

-- # oracle
ALTER TABLE account ADD active SMALLINT DEFAULT 1 NOT NULL;


-- ## a foreign key
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id", name="fk_other", ondelete="SET NULL")))

-- # postgresql, mysql, mariadb
ALTER TABLE line ADD COLUMN other_id INTEGER;
ALTER TABLE line ADD CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id) ON DELETE SET NULL;

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    other_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id) ON DELETE SET NULL
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # mssql
ALTER TABLE line ADD other_id INTEGER NULL;
ALTER TABLE line ADD CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id) ON DELETE SET NULL;

-- # oracle
ALTER TABLE line ADD other_id INTEGER;
ALTER TABLE line ADD CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id) ON DELETE SET NULL;


-- ## a foreign key without a name
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id")))

-- # postgresql, mysql, mariadb
ALTER TABLE line ADD COLUMN other_id INTEGER;
ALTER TABLE line ADD FOREIGN KEY(other_id) REFERENCES account (id);

-- # sqlite
ALTER TABLE line ADD COLUMN other_id INTEGER REFERENCES account (id);

-- # mssql
ALTER TABLE line ADD other_id INTEGER NULL;
ALTER TABLE line ADD FOREIGN KEY(other_id) REFERENCES account (id);

-- # oracle
ALTER TABLE line ADD other_id INTEGER;
ALTER TABLE line ADD FOREIGN KEY(other_id) REFERENCES account (id);


-- ## a foreign key inline
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id", name="fk_other")), inline_references=True)

-- # postgresql, sqlite
ALTER TABLE line ADD COLUMN other_id INTEGER CONSTRAINT fk_other REFERENCES account (id);

-- # mysql, mariadb
ALTER TABLE line ADD COLUMN other_id INTEGER;
ALTER TABLE line ADD CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id);

-- # mssql
ALTER TABLE line ADD other_id INTEGER NULL CONSTRAINT fk_other REFERENCES account (id);

-- # oracle
ALTER TABLE line ADD other_id INTEGER CONSTRAINT fk_other REFERENCES account (id);


-- ## a foreign key to the same table
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("parent_id", sa.Integer, sa.ForeignKey("account.id", name="fk_parent")))

-- # postgresql, mysql, mariadb
ALTER TABLE account ADD COLUMN parent_id INTEGER;
ALTER TABLE account ADD CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    code VARCHAR(10),
    parent_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_account (id, code) SELECT id, code FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD parent_id INTEGER NULL;
ALTER TABLE account ADD CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES account (id);

-- # oracle
ALTER TABLE account ADD parent_id INTEGER;
ALTER TABLE account ADD CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES account (id);


-- ## a foreign key with a default
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id", name="fk_other"), server_default="1"))

-- # postgresql, mysql, mariadb
ALTER TABLE line ADD COLUMN other_id INTEGER DEFAULT '1';
ALTER TABLE line ADD CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    other_id INTEGER DEFAULT '1',
    PRIMARY KEY (id),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # mssql
ALTER TABLE line ADD other_id INTEGER NULL DEFAULT N'1';
ALTER TABLE line ADD CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id);

-- # oracle
ALTER TABLE line ADD other_id INTEGER DEFAULT '1';
ALTER TABLE line ADD CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES account (id);


-- ## an index
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50), index=True))

-- # postgresql, mysql, mariadb, sqlite
ALTER TABLE account ADD COLUMN email VARCHAR(50);
CREATE INDEX ix_account_email ON account (email);

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;
CREATE INDEX ix_account_email ON account (email);

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);
CREATE INDEX ix_account_email ON account (email);


-- ## a unique column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50), unique=True))

-- # postgresql, mysql, mariadb
ALTER TABLE account ADD COLUMN email VARCHAR(50);
ALTER TABLE account ADD UNIQUE (email);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    email VARCHAR(50),
    PRIMARY KEY (id),
    UNIQUE (email)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;
ALTER TABLE account ADD UNIQUE (email);

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);
ALTER TABLE account ADD UNIQUE (email);


-- ## a unique index
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50), unique=True, index=True))

-- # postgresql, mysql, mariadb, sqlite
ALTER TABLE account ADD COLUMN email VARCHAR(50);
CREATE UNIQUE INDEX ix_account_email ON account (email);

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;
CREATE UNIQUE INDEX ix_account_email ON account (email);

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);
CREATE UNIQUE INDEX ix_account_email ON account (email);


-- ## by a naming convention
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("code", sa.String(10)))
-- after: op.create_table(
-- after:     "line",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("account_id", sa.Integer),
-- after:     sa.Column("price", sa.Integer),
-- after: )
-- op.add_column("line", sa.Column("other_id", sa.Integer, sa.ForeignKey("account.id"), unique=True))

-- # postgresql, mysql, mariadb
ALTER TABLE line ADD COLUMN other_id INTEGER;
ALTER TABLE line ADD CONSTRAINT uq_line_other_id UNIQUE (other_id);
ALTER TABLE line ADD CONSTRAINT fk_line_other_id_account FOREIGN KEY(other_id) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    price INTEGER,
    other_id INTEGER,
    CONSTRAINT pk_line PRIMARY KEY (id),
    CONSTRAINT uq_line_other_id UNIQUE (other_id),
    CONSTRAINT fk_line_other_id_account FOREIGN KEY(other_id) REFERENCES account (id)
);
INSERT INTO _sqlcompile_line (id, account_id, price) SELECT id, account_id, price FROM line;
DROP TABLE line;
ALTER TABLE _sqlcompile_line RENAME TO line;

-- # mssql
ALTER TABLE line ADD other_id INTEGER NULL;
ALTER TABLE line ADD CONSTRAINT uq_line_other_id UNIQUE (other_id);
ALTER TABLE line ADD CONSTRAINT fk_line_other_id_account FOREIGN KEY(other_id) REFERENCES account (id);

-- # oracle
ALTER TABLE line ADD other_id INTEGER;
ALTER TABLE line ADD CONSTRAINT uq_line_other_id UNIQUE (other_id);
ALTER TABLE line ADD CONSTRAINT fk_line_other_id_account FOREIGN KEY(other_id) REFERENCES account (id);


-- ## a comment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50), comment="it's 5 % \\ a\nb"))

-- # postgresql
ALTER TABLE account ADD COLUMN email VARCHAR(50);
COMMENT ON COLUMN account.email IS 'it''s 5 % \ a
b';

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN email VARCHAR(50) COMMENT 'it''s 5 % \\ a
b';

-- # sqlite
-- SQLite keeps no comments: what account has is left out
ALTER TABLE account ADD COLUMN email VARCHAR(50);

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;
DECLARE @sqlcompile nvarchar(max) = (N'it''s 5 % \ a' + NCHAR(10) + N'b');
EXEC sp_addextendedproperty N'MS_Description', @sqlcompile, N'schema', N'dbo', N'table', N'account', N'column', N'email';

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);
BEGIN
  EXECUTE IMMEDIATE ('COMMENT ON COLUMN account.email IS ''it''''s 5 % \ a' || CHR(10) || 'b''');
END;


-- ## an identity
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("number", sa.Integer, sa.Identity(start=5)))

-- # postgresql
ALTER TABLE account ADD COLUMN number INTEGER GENERATED BY DEFAULT AS IDENTITY (START WITH 5);

-- # mysql
error: MySQL cannot make the column "number" an identity: only a primary key of one integer is counted. Make it the primary key, or leave Identity() out there.

-- # mariadb
error: MariaDB cannot make the column "number" an identity: only a primary key of one integer is counted. Make it the primary key, or leave Identity() out there.

-- # sqlite
error: SQLite cannot make the column "number" an identity: only a primary key of one integer is counted. Make it the primary key, or leave Identity() out there.

-- # mssql
ALTER TABLE account ADD number INTEGER NOT NULL IDENTITY(5,1);

-- # oracle
ALTER TABLE account ADD "number" INTEGER GENERATED BY DEFAULT AS IDENTITY (START WITH 5);


-- ## a stored computed column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("double_age", sa.Integer, sa.Computed("age * 2", persisted=True)))

-- # postgresql, mysql, mariadb
ALTER TABLE account ADD COLUMN double_age INTEGER GENERATED ALWAYS AS (age * 2) STORED;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    double_age INTEGER GENERATED ALWAYS AS (age * 2) STORED,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD double_age AS (age * 2) PERSISTED;

-- # oracle
error: Oracle cannot express this: Oracle Database computed columns do not support 'stored' persistence; set the 'persisted' flag to None or False for Oracle Database support. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.


-- ## a virtual computed column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("double_age", sa.Integer, sa.Computed("age * 2", persisted=False)))

-- # postgresql
error: PostgreSQL cannot express this: PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True for PostgreSQL support. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mysql, mariadb, sqlite
ALTER TABLE account ADD COLUMN double_age INTEGER GENERATED ALWAYS AS (age * 2) VIRTUAL;

-- # mssql
ALTER TABLE account ADD double_age AS (age * 2);

-- # oracle
ALTER TABLE account ADD double_age INTEGER GENERATED ALWAYS AS (age * 2) VIRTUAL;


-- ## an enum
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))

-- # postgresql
CREATE TYPE mood AS ENUM ('sad', 'ok');
ALTER TABLE account ADD COLUMN mood mood;

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN mood ENUM('sad','ok');

-- # sqlite
ALTER TABLE account ADD COLUMN mood VARCHAR(3);

-- # mssql
ALTER TABLE account ADD mood VARCHAR(3) NULL;

-- # oracle
ALTER TABLE account ADD mood VARCHAR(3 CHAR);


-- ## an enum with its check
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood", native_enum=False, create_constraint=True)))

-- # postgresql, mysql, mariadb
ALTER TABLE account ADD COLUMN mood VARCHAR(3);
ALTER TABLE account ADD CONSTRAINT mood CHECK (mood IN ('sad', 'ok'));

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    mood VARCHAR(3),
    PRIMARY KEY (id),
    CONSTRAINT mood CHECK (mood IN ('sad', 'ok'))
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD mood VARCHAR(3) NULL;
ALTER TABLE account ADD CONSTRAINT mood CHECK (mood IN (N'sad', N'ok'));

-- # oracle
ALTER TABLE account ADD mood VARCHAR(3 CHAR);
ALTER TABLE account ADD CONSTRAINT mood CHECK (mood IN ('sad', 'ok'));


-- ## a boolean with its check
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active")))

-- # postgresql
ALTER TABLE account ADD COLUMN active BOOLEAN;

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN active BOOL;
ALTER TABLE account ADD CONSTRAINT ck_active CHECK (active IN (0, 1));

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    active BOOLEAN,
    PRIMARY KEY (id),
    CONSTRAINT ck_active CHECK (active IN (0, 1))
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD active BIT NULL;

-- # oracle
ALTER TABLE account ADD active SMALLINT;
ALTER TABLE account ADD CONSTRAINT ck_active CHECK (active IN (0, 1));


-- ## a check of its own
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("size", sa.Integer, sa.CheckConstraint("size > 0", name="ck_size")))

-- # postgresql, mysql
ALTER TABLE account ADD COLUMN size INTEGER CONSTRAINT ck_size CHECK (size > 0);

-- # mariadb
ALTER TABLE account ADD COLUMN size INTEGER;
ALTER TABLE account ADD CONSTRAINT ck_size CHECK (size > 0);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    size INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_size CHECK (size > 0)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD size INTEGER NULL CONSTRAINT ck_size CHECK (size > 0);

-- # oracle
ALTER TABLE account ADD "size" INTEGER CONSTRAINT ck_size CHECK (size > 0);


-- ## if it is not there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50)), if_not_exists=True)

-- # postgresql, mariadb
ALTER TABLE account ADD COLUMN IF NOT EXISTS email VARCHAR(50);

-- # mysql, sqlite
-- ADD COLUMN IF NOT EXISTS: by the history up to this revision, it was needed
ALTER TABLE account ADD COLUMN email VARCHAR(50);

-- # mssql
-- ADD COLUMN IF NOT EXISTS: by the history up to this revision, it was needed
ALTER TABLE account ADD email VARCHAR(50) NULL;

-- # oracle
-- ADD COLUMN IF NOT EXISTS: by the history up to this revision, it was needed
ALTER TABLE account ADD email VARCHAR2(50 CHAR);


-- ## if it is not there, and it is
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("age", sa.Integer, index=True), if_not_exists=True)

-- # postgresql, mariadb
ALTER TABLE account ADD COLUMN IF NOT EXISTS age INTEGER;

-- # mysql, sqlite, mssql, oracle
-- ADD COLUMN IF NOT EXISTS: by the history up to this revision, it was not needed


-- ## a column that is there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("age", sa.Integer))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has a column "age" already at this revision. Check the earlier revisions, or give if_not_exists=True.


-- ## an inline key
-- after: op.create_table("bare", sa.Column("a", sa.Integer))
-- op.add_column("bare", sa.Column("id", sa.Integer, primary_key=True), inline_primary_key=True)

-- # postgresql
ALTER TABLE bare ADD COLUMN id SERIAL NOT NULL PRIMARY KEY;

-- # mysql, mariadb
ALTER TABLE bare ADD COLUMN id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY;

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a INTEGER,
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_bare (a) SELECT a FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;

-- # mssql
ALTER TABLE bare ADD id INTEGER NOT NULL IDENTITY PRIMARY KEY;

-- # oracle
ALTER TABLE bare ADD id INTEGER NOT NULL PRIMARY KEY;


-- ## a column that is marked as a key
-- after: op.create_table("bare", sa.Column("a", sa.Integer))
-- op.add_column("bare", sa.Column("id", sa.Integer, primary_key=True))

-- # postgresql
ALTER TABLE bare ADD COLUMN id SERIAL NOT NULL;

-- # mysql
error: MySQL cannot add the column "id" as a counted one before it is the primary key. Give add_column() inline_primary_key=True, or the column autoincrement=False.

-- # mariadb
error: MariaDB cannot add the column "id" as a counted one before it is the primary key. Give add_column() inline_primary_key=True, or the column autoincrement=False.

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a INTEGER,
    id INTEGER NOT NULL
);
INSERT INTO _sqlcompile_bare (a) SELECT a FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;

-- # mssql
ALTER TABLE bare ADD id INTEGER NOT NULL IDENTITY;

-- # oracle
ALTER TABLE bare ADD id INTEGER NOT NULL;


-- ## a name that needs quotes
-- after: op.create_table("Order", sa.Column("a", sa.Integer))
-- op.add_column("Order", sa.Column("Mixed Case", sa.Integer, index=True))

-- # postgresql, sqlite
ALTER TABLE "Order" ADD COLUMN "Mixed Case" INTEGER;
CREATE INDEX "ix_Order_Mixed Case" ON "Order" ("Mixed Case");

-- # mysql, mariadb
ALTER TABLE `Order` ADD COLUMN `Mixed Case` INTEGER;
CREATE INDEX `ix_Order_Mixed Case` ON `Order` (`Mixed Case`);

-- # mssql
ALTER TABLE [Order] ADD [Mixed Case] INTEGER NULL;
CREATE INDEX [ix_Order_Mixed Case] ON [Order] ([Mixed Case]);

-- # oracle
ALTER TABLE "Order" ADD "Mixed Case" INTEGER;
CREATE INDEX "ix_Order_Mixed Case" ON "Order" ("Mixed Case");


-- ## a table that the history does not know
-- op.add_column("account", sa.Column("email", sa.String(50)))

-- # postgresql, mysql, mariadb, sqlite
ALTER TABLE account ADD COLUMN email VARCHAR(50);

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);


-- ## at a place
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("email", sa.String(50)), insert_after="id")

-- # postgresql, mysql, mariadb
ALTER TABLE account ADD COLUMN email VARCHAR(50);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    email VARCHAR(50),
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);


-- ## a text column with a default
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.add_column("account", sa.Column("note", sa.Text, nullable=False, server_default=""))

-- # postgresql, sqlite
ALTER TABLE account ADD COLUMN note TEXT DEFAULT '' NOT NULL;

-- # mysql
ALTER TABLE account ADD COLUMN note TEXT NOT NULL DEFAULT ('');

-- # mariadb
ALTER TABLE account ADD COLUMN note TEXT NOT NULL DEFAULT '';

-- # mssql
ALTER TABLE account ADD note VARCHAR(max) NOT NULL DEFAULT N'';

-- # oracle
ALTER TABLE account ADD note CLOB DEFAULT '' NOT NULL;
