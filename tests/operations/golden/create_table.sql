-- ## columns of the common types
-- op.create_table(
--     "account",
--     sa.Column("id", sa.Integer, primary_key=True),
--     sa.Column("name", sa.String(50), nullable=False),
--     sa.Column("note", sa.Text),
--     sa.Column("balance", sa.Numeric(10, 2)),
--     sa.Column("ratio", sa.Float),
--     sa.Column("big", sa.BigInteger),
--     sa.Column("small", sa.SmallInteger),
--     sa.Column("born", sa.Date),
--     sa.Column("seen", sa.DateTime),
--     sa.Column("seen_there", sa.DateTime(timezone=True)),
--     sa.Column("data", sa.LargeBinary),
--     sa.Column("wide", sa.Unicode(20)),
-- )

-- # postgresql
CREATE TABLE account (
    id SERIAL NOT NULL,
    name VARCHAR(50) NOT NULL,
    note TEXT,
    balance NUMERIC(10, 2),
    ratio FLOAT,
    big BIGINT,
    small SMALLINT,
    born DATE,
    seen TIMESTAMP WITHOUT TIME ZONE,
    seen_there TIMESTAMP WITH TIME ZONE,
    data BYTEA,
    wide VARCHAR(20),
    PRIMARY KEY (id)
);

-- # mysql, mariadb
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    name VARCHAR(50) NOT NULL,
    note TEXT,
    balance NUMERIC(10, 2),
    ratio FLOAT,
    big BIGINT,
    small SMALLINT,
    born DATE,
    seen DATETIME,
    seen_there DATETIME,
    data BLOB,
    wide VARCHAR(20),
    PRIMARY KEY (id)
);

-- # sqlite
CREATE TABLE account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    note TEXT,
    balance NUMERIC(10, 2),
    ratio FLOAT,
    big BIGINT,
    small SMALLINT,
    born DATE,
    seen DATETIME,
    seen_there DATETIME,
    data BLOB,
    wide VARCHAR(20),
    PRIMARY KEY (id)
);

-- # mssql
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY,
    name VARCHAR(50) NOT NULL,
    note VARCHAR(max) NULL,
    balance NUMERIC(10, 2) NULL,
    ratio FLOAT NULL,
    big BIGINT NULL,
    small SMALLINT NULL,
    born DATE NULL,
    seen DATETIME NULL,
    seen_there DATETIMEOFFSET NULL,
    data VARBINARY(max) NULL,
    wide NVARCHAR(20) NULL,
    PRIMARY KEY (id)
);

-- # oracle
CREATE TABLE account (
    id INTEGER NOT NULL,
    name VARCHAR2(50 CHAR) NOT NULL,
    note CLOB,
    balance NUMERIC(10, 2),
    ratio FLOAT,
    big NUMBER(19),
    small SMALLINT,
    born DATE,
    seen DATE,
    seen_there DATE,
    data BLOB,
    wide VARCHAR2(20 CHAR),
    PRIMARY KEY (id)
);


-- ## a boolean
-- op.create_table("account", sa.Column("active", sa.Boolean))

-- # postgresql, sqlite
CREATE TABLE account (
    active BOOLEAN
);

-- # mysql, mariadb
CREATE TABLE account (
    active BOOL
);

-- # mssql
CREATE TABLE account (
    active BIT NULL
);

-- # oracle
CREATE TABLE account (
    active SMALLINT
);


-- ## a boolean with its check
-- op.create_table("account", sa.Column("active", sa.Boolean(create_constraint=True, name="ck_active")))

-- # postgresql
CREATE TABLE account (
    active BOOLEAN
);

-- # mysql, mariadb
CREATE TABLE account (
    active BOOL,
    CONSTRAINT ck_active CHECK (active IN (0, 1))
);

-- # sqlite
CREATE TABLE account (
    active BOOLEAN,
    CONSTRAINT ck_active CHECK (active IN (0, 1))
);

-- # mssql
CREATE TABLE account (
    active BIT NULL
);

-- # oracle
CREATE TABLE account (
    active SMALLINT,
    CONSTRAINT ck_active CHECK (active IN (0, 1))
);


-- ## json
-- op.create_table("account", sa.Column("data", sa.JSON))

-- # postgresql, mysql, mariadb, sqlite
CREATE TABLE account (
    data JSON
);

-- # mssql
CREATE TABLE account (
    data NVARCHAR(max) NULL
);

-- # oracle
CREATE TABLE account (
    data BLOB
);


-- ## a uuid
-- op.create_table("account", sa.Column("id", sa.Uuid, primary_key=True))

-- # postgresql, mariadb
CREATE TABLE account (
    id UUID NOT NULL,
    PRIMARY KEY (id)
);

-- # mysql, sqlite, oracle
CREATE TABLE account (
    id CHAR(32) NOT NULL,
    PRIMARY KEY (id)
);

-- # mssql
CREATE TABLE account (
    id UNIQUEIDENTIFIER NOT NULL,
    PRIMARY KEY (id)
);


-- ## a time of day
-- op.create_table("account", sa.Column("at", sa.Time))

-- # postgresql
CREATE TABLE account (
    at TIME WITHOUT TIME ZONE
);

-- # mysql, mariadb, sqlite
CREATE TABLE account (
    at TIME
);

-- # mssql
CREATE TABLE account (
    at TIME NULL
);

-- # oracle
error: Oracle cannot have a column of the type TIME: it has no type for a time of day. Use sa.Interval or sa.DateTime, for Oracle alone with with_variant().


-- ## an interval
-- op.create_table("account", sa.Column("took", sa.Interval))

-- # postgresql
CREATE TABLE account (
    took INTERVAL
);

-- # mysql, mariadb, sqlite
CREATE TABLE account (
    took DATETIME
);

-- # mssql
CREATE TABLE account (
    took DATETIME NULL
);

-- # oracle
CREATE TABLE account (
    took INTERVAL DAY TO SECOND
);


-- ## a double
-- op.create_table("account", sa.Column("x", sa.Double))

-- # postgresql, oracle
CREATE TABLE account (
    x DOUBLE PRECISION
);

-- # mysql, mariadb, sqlite
CREATE TABLE account (
    x DOUBLE
);

-- # mssql
CREATE TABLE account (
    x DOUBLE PRECISION NULL
);


-- ## a string without length
-- op.create_table("account", sa.Column("name", sa.String))

-- # postgresql, sqlite
CREATE TABLE account (
    name VARCHAR
);

-- # mysql
error: MySQL cannot express this: (in table 'account', column 'name'): VARCHAR requires a length on dialect mysql. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot express this: (in table 'account', column 'name'): VARCHAR requires a length on dialect mysql. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
CREATE TABLE account (
    name VARCHAR(max) NULL
);

-- # oracle
error: Oracle cannot have a column of the type VARCHAR2 with no length. Give String() a length of at most 4000 and no collation, for Oracle alone with with_variant().


-- ## a text key
-- op.create_table("account", sa.Column("name", sa.Text, primary_key=True))

-- # postgresql, sqlite
CREATE TABLE account (
    name TEXT NOT NULL,
    PRIMARY KEY (name)
);

-- # mysql
error: MySQL cannot have the column "name" of the type TEXT in a primary key. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mariadb
error: MariaDB cannot have the column "name" of the type TEXT in a primary key. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mssql
error: SQL Server cannot have the column "name" of the type VARCHAR(max) in a primary key. Give the column a type with a length.

-- # oracle
error: Oracle cannot have the column "name" of the type CLOB in a primary key. Give the column a type with a length.


-- ## a text column with a default
-- op.create_table("account", sa.Column("name", sa.Text, server_default="x"))

-- # postgresql, mariadb, sqlite
CREATE TABLE account (
    name TEXT DEFAULT 'x'
);

-- # mysql
CREATE TABLE account (
    name TEXT DEFAULT ('x')
);

-- # mssql
CREATE TABLE account (
    name VARCHAR(max) NULL DEFAULT N'x'
);

-- # oracle
CREATE TABLE account (
    name CLOB DEFAULT 'x'
);


-- ## an index on a text column
-- op.create_table("account", sa.Column("name", sa.Text, index=True))

-- # postgresql, sqlite
CREATE TABLE account (
    name TEXT
);
CREATE INDEX ix_account_name ON account (name);

-- # mysql
error: MySQL cannot have the column "name" of the type TEXT in an index. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mariadb
error: MariaDB cannot have the column "name" of the type TEXT in an index. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mssql
error: SQL Server cannot have the column "name" of the type VARCHAR(max) in an index. Give the column a type with a length.

-- # oracle
error: Oracle cannot have the column "name" of the type CLOB in an index. Give the column a type with a length.


-- ## every kind of constraint
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))
-- op.create_table(
--     "line",
--     sa.Column("account_id", sa.Integer, nullable=False),
--     sa.Column("number", sa.Integer, nullable=False),
--     sa.Column("price", sa.Integer),
--     sa.PrimaryKeyConstraint("account_id", "number", name="pk_line"),
--     sa.ForeignKeyConstraint(["account_id"], ["account.id"], name="fk_line_account", ondelete="CASCADE"),
--     sa.UniqueConstraint("account_id", "price", name="uq_line"),
--     sa.CheckConstraint("price > 0", name="ck_line_price"),
-- )

-- # postgresql, mysql, mariadb, sqlite
CREATE TABLE line (
    account_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    price INTEGER,
    CONSTRAINT pk_line PRIMARY KEY (account_id, number),
    CONSTRAINT fk_line_account FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT uq_line UNIQUE (account_id, price),
    CONSTRAINT ck_line_price CHECK (price > 0)
);

-- # mssql
CREATE TABLE line (
    account_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    price INTEGER NULL,
    CONSTRAINT pk_line PRIMARY KEY (account_id, number),
    CONSTRAINT fk_line_account FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT uq_line UNIQUE (account_id, price),
    CONSTRAINT ck_line_price CHECK (price > 0)
);

-- # oracle
CREATE TABLE line (
    account_id INTEGER NOT NULL,
    "number" INTEGER NOT NULL,
    price INTEGER,
    CONSTRAINT pk_line PRIMARY KEY (account_id, "number"),
    CONSTRAINT fk_line_account FOREIGN KEY(account_id) REFERENCES account (id) ON DELETE CASCADE,
    CONSTRAINT uq_line UNIQUE (account_id, price),
    CONSTRAINT ck_line_price CHECK (price > 0)
);


-- ## constraints without names
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))
-- op.create_table(
--     "line",
--     sa.Column("id", sa.Integer, primary_key=True),
--     sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
--     sa.Column("code", sa.String(10), unique=True),
--     sa.Column("price", sa.Integer),
--     sa.CheckConstraint("price > 0"),
--     sa.CheckConstraint(sa.column("price") < 100),
-- )

-- # postgresql
CREATE TABLE line (
    id SERIAL NOT NULL,
    account_id INTEGER,
    code VARCHAR(10),
    price INTEGER,
    PRIMARY KEY (id),
    CHECK (price > 0),
    CHECK (price < 100),
    FOREIGN KEY(account_id) REFERENCES account (id),
    UNIQUE (code)
);

-- # mysql, mariadb
CREATE TABLE line (
    id INTEGER NOT NULL AUTO_INCREMENT,
    account_id INTEGER,
    code VARCHAR(10),
    price INTEGER,
    PRIMARY KEY (id),
    CHECK (price > 0),
    CHECK (price < 100),
    FOREIGN KEY(account_id) REFERENCES account (id),
    UNIQUE (code)
);

-- # sqlite
CREATE TABLE line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    code VARCHAR(10),
    price INTEGER,
    PRIMARY KEY (id),
    CHECK (price > 0),
    CHECK (price < 100),
    FOREIGN KEY(account_id) REFERENCES account (id),
    UNIQUE (code)
);

-- # mssql
CREATE TABLE line (
    id INTEGER NOT NULL IDENTITY,
    account_id INTEGER NULL,
    code VARCHAR(10) NULL,
    price INTEGER NULL,
    PRIMARY KEY (id),
    CHECK (price > 0),
    CHECK (price < 100),
    FOREIGN KEY(account_id) REFERENCES account (id),
    UNIQUE (code)
);

-- # oracle
CREATE TABLE line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    code VARCHAR2(10 CHAR),
    price INTEGER,
    PRIMARY KEY (id),
    CHECK (price > 0),
    CHECK (price < 100),
    FOREIGN KEY(account_id) REFERENCES account (id),
    UNIQUE (code)
);


-- ## a foreign key to the table itself
-- op.create_table(
--     "node",
--     sa.Column("id", sa.Integer, primary_key=True),
--     sa.Column("parent_id", sa.Integer, sa.ForeignKey("node.id", name="fk_parent")),
-- )

-- # postgresql
CREATE TABLE node (
    id SERIAL NOT NULL,
    parent_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES node (id)
);

-- # mysql, mariadb
CREATE TABLE node (
    id INTEGER NOT NULL AUTO_INCREMENT,
    parent_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES node (id)
);

-- # sqlite, oracle
CREATE TABLE node (
    id INTEGER NOT NULL,
    parent_id INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES node (id)
);

-- # mssql
CREATE TABLE node (
    id INTEGER NOT NULL IDENTITY,
    parent_id INTEGER NULL,
    PRIMARY KEY (id),
    CONSTRAINT fk_parent FOREIGN KEY(parent_id) REFERENCES node (id)
);


-- ## on update and deferrable
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))
-- op.create_table(
--     "line",
--     sa.Column("account_id", sa.Integer),
--     sa.ForeignKeyConstraint(
--         ["account_id"], ["account.id"], name="fk", onupdate="CASCADE",
--         deferrable=True, initially="DEFERRED",
--     ),
-- )

-- # postgresql, sqlite
CREATE TABLE line (
    account_id INTEGER,
    CONSTRAINT fk FOREIGN KEY(account_id) REFERENCES account (id) ON UPDATE CASCADE DEFERRABLE INITIALLY DEFERRED
);

-- # mysql
error: MySQL cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot do ON UPDATE CASCADE in a foreign key. Leave it out. Without the clause it refuses the change while rows refer to it.


-- ## deferrable only
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))
-- op.create_table(
--     "line",
--     sa.Column("account_id", sa.Integer),
--     sa.ForeignKeyConstraint(
--         ["account_id"], ["account.id"], name="fk", deferrable=True, initially="DEFERRED",
--     ),
-- )

-- # postgresql, sqlite, oracle
CREATE TABLE line (
    account_id INTEGER,
    CONSTRAINT fk FOREIGN KEY(account_id) REFERENCES account (id) DEFERRABLE INITIALLY DEFERRED
);

-- # mysql
error: MySQL cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot make a foreign key constraint deferrable. Leave it out, or branch on op.get_bind().dialect.name in the migration.


-- ## a stored computed column
-- op.create_table(
--     "square",
--     sa.Column("side", sa.Integer),
--     sa.Column("area", sa.Integer, sa.Computed("side * side", persisted=True)),
-- )

-- # postgresql, mysql, mariadb, sqlite
CREATE TABLE square (
    side INTEGER,
    area INTEGER GENERATED ALWAYS AS (side * side) STORED
);

-- # mssql
CREATE TABLE square (
    side INTEGER NULL,
    area AS (side * side) PERSISTED
);

-- # oracle
error: Oracle cannot express this: (in table 'square', column 'area'): Oracle Database computed columns do not support 'stored' persistence; set the 'persisted' flag to None or False for Oracle Database support. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.


-- ## a virtual computed column
-- op.create_table(
--     "square",
--     sa.Column("side", sa.Integer),
--     sa.Column("area", sa.Integer, sa.Computed("side * side", persisted=False)),
-- )

-- # postgresql
error: PostgreSQL cannot express this: (in table 'square', column 'area'): PostrgreSQL computed columns do not support 'virtual' persistence; set the 'persisted' flag to None or True for PostgreSQL support. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mysql, mariadb, sqlite, oracle
CREATE TABLE square (
    side INTEGER,
    area INTEGER GENERATED ALWAYS AS (side * side) VIRTUAL
);

-- # mssql
CREATE TABLE square (
    side INTEGER NULL,
    area AS (side * side)
);


-- ## a computed column of unsaid kind
-- op.create_table(
--     "square",
--     sa.Column("side", sa.Integer),
--     sa.Column("area", sa.Integer, sa.Computed("side * side")),
-- )

-- # postgresql
CREATE TABLE square (
    side INTEGER,
    area INTEGER GENERATED ALWAYS AS (side * side) STORED
);

-- # mysql, mariadb, sqlite, oracle
CREATE TABLE square (
    side INTEGER,
    area INTEGER GENERATED ALWAYS AS (side * side)
);

-- # mssql
CREATE TABLE square (
    side INTEGER NULL,
    area AS (side * side)
);


-- ## an identity
-- op.create_table(
--     "account", sa.Column("id", sa.Integer, sa.Identity(always=True, start=10, increment=5), primary_key=True)
-- )

-- # postgresql, oracle
CREATE TABLE account (
    id INTEGER GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5 START WITH 10),
    PRIMARY KEY (id)
);

-- # mysql
-- MySQL counts account.id from 1 in steps of 1: its Identity() says more
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
);

-- # mariadb
-- MariaDB counts account.id from 1 in steps of 1: its Identity() says more
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
);

-- # sqlite
-- SQLite counts account.id from 1 in steps of 1: its Identity() says more
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);

-- # mssql
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY(10,5),
    PRIMARY KEY (id)
);


-- ## an identity that is no key
-- op.create_table(
--     "account", sa.Column("name", sa.String(5), primary_key=True), sa.Column("number", sa.Integer, sa.Identity())
-- )

-- # postgresql
CREATE TABLE account (
    name VARCHAR(5) NOT NULL,
    number INTEGER GENERATED BY DEFAULT AS IDENTITY,
    PRIMARY KEY (name)
);

-- # mysql
error: MySQL cannot make the column "number" an identity: only a primary key of one integer is counted. Make it the primary key, or leave Identity() out there.

-- # mariadb
error: MariaDB cannot make the column "number" an identity: only a primary key of one integer is counted. Make it the primary key, or leave Identity() out there.

-- # sqlite
error: SQLite cannot make the column "number" an identity: only a primary key of one integer is counted. Make it the primary key, or leave Identity() out there.

-- # mssql
CREATE TABLE account (
    name VARCHAR(5) NOT NULL,
    number INTEGER NOT NULL IDENTITY,
    PRIMARY KEY (name)
);

-- # oracle
CREATE TABLE account (
    name VARCHAR2(5 CHAR) NOT NULL,
    "number" INTEGER GENERATED BY DEFAULT AS IDENTITY,
    PRIMARY KEY (name)
);


-- ## a key that the database does not count
-- op.create_table("account", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);


-- ## a big key
-- op.create_table("account", sa.Column("id", sa.BigInteger, primary_key=True))

-- # postgresql
CREATE TABLE account (
    id BIGSERIAL NOT NULL,
    PRIMARY KEY (id)
);

-- # mysql, mariadb
CREATE TABLE account (
    id BIGINT NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
);

-- # sqlite
CREATE TABLE account (
    id BIGINT NOT NULL,
    PRIMARY KEY (id)
);

-- # mssql
CREATE TABLE account (
    id BIGINT NOT NULL IDENTITY,
    PRIMARY KEY (id)
);

-- # oracle
CREATE TABLE account (
    id NUMBER(19) NOT NULL,
    PRIMARY KEY (id)
);


-- ## sqlite_autoincrement
-- op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sqlite_autoincrement=True)

-- # postgresql
CREATE TABLE account (
    id SERIAL NOT NULL,
    PRIMARY KEY (id)
);

-- # mysql, mariadb
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
);

-- # sqlite
CREATE TABLE account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT
);

-- # mssql
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY,
    PRIMARY KEY (id)
);

-- # oracle
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);


-- ## a sequence
-- op.execute(sa.schema.CreateSequence(sa.Sequence("account_seq")))
-- op.create_table("account", sa.Column("id", sa.Integer, sa.Sequence("account_seq"), primary_key=True))

-- # postgresql, mariadb, mssql, oracle
CREATE SEQUENCE account_seq;
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);

-- # mysql
error: MySQL cannot make or drop the sequence "account_seq": it has no sequences. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot make or drop the sequence "account_seq": it has no sequences. Leave it out, or branch on op.get_bind().dialect.name in the migration.


-- ## an enum
-- op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok", "it's", name="mood"), nullable=False))

-- # postgresql
CREATE TYPE mood AS ENUM ('sad', 'ok', 'it''s');
CREATE TABLE account (
    mood mood NOT NULL
);

-- # mysql, mariadb
CREATE TABLE account (
    mood ENUM('sad','ok','it''s') NOT NULL
);

-- # sqlite, mssql
CREATE TABLE account (
    mood VARCHAR(4) NOT NULL
);

-- # oracle
CREATE TABLE account (
    mood VARCHAR(4 CHAR) NOT NULL
);


-- ## an enum that is there already
-- after: op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))
-- op.create_table("shop", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))

-- # postgresql
CREATE TABLE shop (
    mood mood
);

-- # mysql, mariadb
CREATE TABLE shop (
    mood ENUM('sad','ok')
);

-- # sqlite
CREATE TABLE shop (
    mood VARCHAR(3)
);

-- # mssql
CREATE TABLE shop (
    mood VARCHAR(3) NULL
);

-- # oracle
CREATE TABLE shop (
    mood VARCHAR(3 CHAR)
);


-- ## an enum that is there with other values
-- after: op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))
-- op.create_table("shop", sa.Column("mood", sa.Enum("sad", "great", name="mood")))

-- # postgresql
error: The type "mood" exists at this revision with the values sad, ok, not sad, great. Change the type first (ALTER TYPE … ADD VALUE), or give the new one another name.

-- # mysql, mariadb
CREATE TABLE shop (
    mood ENUM('sad','great')
);

-- # sqlite
CREATE TABLE shop (
    mood VARCHAR(5)
);

-- # mssql
CREATE TABLE shop (
    mood VARCHAR(5) NULL
);

-- # oracle
CREATE TABLE shop (
    mood VARCHAR(5 CHAR)
);


-- ## two columns of one enum
-- mood = sa.Enum("sad", "ok", name="mood")
-- op.create_table("account", sa.Column("a", mood), sa.Column("b", mood))

-- # postgresql
CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TABLE account (
    a mood,
    b mood
);

-- # mysql, mariadb
CREATE TABLE account (
    a ENUM('sad','ok'),
    b ENUM('sad','ok')
);

-- # sqlite
CREATE TABLE account (
    a VARCHAR(3),
    b VARCHAR(3)
);

-- # mssql
CREATE TABLE account (
    a VARCHAR(3) NULL,
    b VARCHAR(3) NULL
);

-- # oracle
CREATE TABLE account (
    a VARCHAR(3 CHAR),
    b VARCHAR(3 CHAR)
);


-- ## an enum with its check
-- op.create_table(
--     "account",
--     sa.Column("mood", sa.Enum("sad", "ok", name="ck_mood", native_enum=False, create_constraint=True)),
-- )

-- # postgresql, mysql, mariadb, sqlite
CREATE TABLE account (
    mood VARCHAR(3),
    CONSTRAINT ck_mood CHECK (mood IN ('sad', 'ok'))
);

-- # mssql
CREATE TABLE account (
    mood VARCHAR(3) NULL,
    CONSTRAINT ck_mood CHECK (mood IN (N'sad', N'ok'))
);

-- # oracle
CREATE TABLE account (
    mood VARCHAR(3 CHAR),
    CONSTRAINT ck_mood CHECK (mood IN ('sad', 'ok'))
);


-- ## an enum without a name
-- op.create_table("account", sa.Column("mood", sa.Enum("sad", "ok")))

-- # postgresql
error: PostgreSQL cannot express this: (in table 'account', column 'mood'): PostgreSQL Enum type requires a name. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mysql, mariadb
CREATE TABLE account (
    mood ENUM('sad','ok')
);

-- # sqlite
CREATE TABLE account (
    mood VARCHAR(3)
);

-- # mssql
CREATE TABLE account (
    mood VARCHAR(3) NULL
);

-- # oracle
CREATE TABLE account (
    mood VARCHAR(3 CHAR)
);


-- ## comments
-- op.create_table(
--     "account",
--     sa.Column("id", sa.Integer, primary_key=True, comment="it's the key"),
--     sa.Column("name", sa.String(50), comment="50 % of all: \\ %(x)s"),
--     comment="who pays",
-- )

-- # postgresql
CREATE TABLE account (
    id SERIAL NOT NULL,
    name VARCHAR(50),
    PRIMARY KEY (id)
);
COMMENT ON TABLE account IS 'who pays';
COMMENT ON COLUMN account.id IS 'it''s the key';
COMMENT ON COLUMN account.name IS '50 % of all: \ %(x)s';

-- # mysql, mariadb
CREATE TABLE account (
    id INTEGER NOT NULL COMMENT 'it''s the key' AUTO_INCREMENT,
    name VARCHAR(50) COMMENT '50 % of all: \\ %(x)s',
    PRIMARY KEY (id)
) COMMENT='who pays';

-- # sqlite
-- SQLite keeps no comments: what account has is left out
CREATE TABLE account (
    id INTEGER NOT NULL,
    name VARCHAR(50),
    PRIMARY KEY (id)
);

-- # mssql
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY,
    name VARCHAR(50) NULL,
    PRIMARY KEY (id)
);
EXEC sp_addextendedproperty N'MS_Description', N'who pays', N'schema', N'dbo', N'table', N'account';
EXEC sp_addextendedproperty N'MS_Description', N'it''s the key', N'schema', N'dbo', N'table', N'account', N'column', N'id';
EXEC sp_addextendedproperty N'MS_Description', N'50 % of all: \ %(x)s', N'schema', N'dbo', N'table', N'account', N'column', N'name';

-- # oracle
CREATE TABLE account (
    id INTEGER NOT NULL,
    name VARCHAR2(50 CHAR),
    PRIMARY KEY (id)
);
COMMENT ON TABLE account IS 'who pays';
COMMENT ON COLUMN account.id IS 'it''s the key';
COMMENT ON COLUMN account.name IS '50 % of all: \ %(x)s';


-- ## indexes and unique columns
-- op.create_table(
--     "account",
--     sa.Column("id", sa.Integer, primary_key=True),
--     sa.Column("name", sa.String(50), index=True),
--     sa.Column("email", sa.String(50), unique=True),
--     sa.Column("code", sa.String(50), unique=True, index=True),
--     sa.Index("ix_both", "name", "email"),
-- )

-- # postgresql
CREATE TABLE account (
    id SERIAL NOT NULL,
    name VARCHAR(50),
    email VARCHAR(50),
    code VARCHAR(50),
    PRIMARY KEY (id),
    UNIQUE (email)
);
CREATE UNIQUE INDEX ix_account_code ON account (code);
CREATE INDEX ix_account_name ON account (name);
CREATE INDEX ix_both ON account (name, email);

-- # mysql, mariadb
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    name VARCHAR(50),
    email VARCHAR(50),
    code VARCHAR(50),
    PRIMARY KEY (id),
    UNIQUE (email)
);
CREATE UNIQUE INDEX ix_account_code ON account (code);
CREATE INDEX ix_account_name ON account (name);
CREATE INDEX ix_both ON account (name, email);

-- # sqlite
CREATE TABLE account (
    id INTEGER NOT NULL,
    name VARCHAR(50),
    email VARCHAR(50),
    code VARCHAR(50),
    PRIMARY KEY (id),
    UNIQUE (email)
);
CREATE UNIQUE INDEX ix_account_code ON account (code);
CREATE INDEX ix_account_name ON account (name);
CREATE INDEX ix_both ON account (name, email);

-- # mssql
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY,
    name VARCHAR(50) NULL,
    email VARCHAR(50) NULL,
    code VARCHAR(50) NULL,
    PRIMARY KEY (id),
    UNIQUE (email)
);
CREATE UNIQUE INDEX ix_account_code ON account (code);
CREATE INDEX ix_account_name ON account (name);
CREATE INDEX ix_both ON account (name, email);

-- # oracle
CREATE TABLE account (
    id INTEGER NOT NULL,
    name VARCHAR2(50 CHAR),
    email VARCHAR2(50 CHAR),
    code VARCHAR2(50 CHAR),
    PRIMARY KEY (id),
    UNIQUE (email)
);
CREATE UNIQUE INDEX ix_account_code ON account (code);
CREATE INDEX ix_account_name ON account (name);
CREATE INDEX ix_both ON account (name, email);


-- ## in a schema
-- after: op.execute("CREATE SCHEMA crm")
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), schema="crm")
-- op.create_table(
--     "line",
--     sa.Column("id", sa.Integer, primary_key=True),
--     sa.Column("account_id", sa.Integer, sa.ForeignKey("crm.account.id"), index=True),
--     schema="crm",
-- )

-- # postgresql
CREATE TABLE crm.line (
    id SERIAL NOT NULL,
    account_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES crm.account (id)
);
CREATE INDEX ix_crm_line_account_id ON crm.line (account_id);

-- # mysql, mariadb
CREATE TABLE crm.line (
    id INTEGER NOT NULL AUTO_INCREMENT,
    account_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES crm.account (id)
);
CREATE INDEX ix_crm_line_account_id ON crm.line (account_id);

-- # sqlite
CREATE TABLE crm.line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES account (id)
);
CREATE INDEX crm.ix_crm_line_account_id ON line (account_id);

-- # mssql
CREATE TABLE crm.line (
    id INTEGER NOT NULL IDENTITY,
    account_id INTEGER NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES crm.account (id)
);
CREATE INDEX ix_crm_line_account_id ON crm.line (account_id);

-- # oracle
CREATE TABLE crm.line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(account_id) REFERENCES crm.account (id)
);
CREATE INDEX crm.ix_crm_line_account_id ON crm.line (account_id);


-- ## prefixes
-- op.create_table("account", sa.Column("id", sa.Integer), prefixes=["TEMPORARY"])

-- # postgresql, mysql, mariadb, sqlite
CREATE TEMPORARY TABLE account (
    id INTEGER
);

-- # mssql
error: SQL Server cannot make a TEMPORARY table, as account is to be. Leave prefixes out.

-- # oracle
error: Oracle cannot make a TEMPORARY table, as account is to be. It has DUPLICATED, GLOBAL TEMPORARY, PRIVATE TEMPORARY, SHARDED.


-- ## options of the databases
-- op.create_table(
--     "account",
--     sa.Column("id", sa.Integer, primary_key=True),
--     mysql_engine="InnoDB", mysql_charset="utf8mb4", mysql_row_format="DYNAMIC",
--     mariadb_engine="InnoDB", mariadb_charset="utf8mb4",
--     postgresql_tablespace="pg_default",
--     sqlite_strict=True,
--     oracle_compress=True,
-- )

-- # postgresql
CREATE TABLE account (
    id SERIAL NOT NULL,
    PRIMARY KEY (id)
) TABLESPACE pg_default;

-- # mysql
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
) ENGINE=InnoDB CHARSET=utf8mb4 ROW_FORMAT=DYNAMIC;

-- # mariadb
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
) ENGINE=InnoDB CHARSET=utf8mb4;

-- # sqlite
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;

-- # mssql
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY,
    PRIMARY KEY (id)
);

-- # oracle
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
) COMPRESS;


-- ## a partitioned table
-- op.create_table(
--     "event",
--     sa.Column("at", sa.Date, nullable=False),
--     postgresql_partition_by="RANGE (at)",
--     mysql_partition_by="HASH(YEAR(at))", mysql_partitions="4",
-- )

-- # postgresql
CREATE TABLE event (
    at DATE NOT NULL
) PARTITION BY RANGE (at);

-- # mysql, mariadb
CREATE TABLE event (
    at DATE NOT NULL
) PARTITION BY HASH(YEAR(at)) PARTITIONS 4;

-- # sqlite, mssql, oracle
CREATE TABLE event (
    at DATE NOT NULL
);


-- ## if it is not there
-- op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), if_not_exists=True)

-- # postgresql
CREATE TABLE IF NOT EXISTS account (
    id SERIAL NOT NULL,
    PRIMARY KEY (id)
);

-- # mysql, mariadb
CREATE TABLE IF NOT EXISTS account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
);

-- # sqlite
CREATE TABLE IF NOT EXISTS account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);

-- # mssql
-- CREATE TABLE IF NOT EXISTS: by the history up to this revision, it was needed
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY,
    PRIMARY KEY (id)
);

-- # oracle
-- CREATE TABLE IF NOT EXISTS: by the history up to this revision, it was needed
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);


-- ## if it is not there, and it is
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))
-- op.create_table("account", sa.Column("id", sa.Integer, index=True), if_not_exists=True)

-- # postgresql, mariadb, sqlite
CREATE TABLE IF NOT EXISTS account (
    id INTEGER
);
CREATE INDEX IF NOT EXISTS ix_account_id ON account (id);

-- # mysql
CREATE TABLE IF NOT EXISTS account (
    id INTEGER
);
-- CREATE INDEX IF NOT EXISTS: by the history up to this revision, it was needed
CREATE INDEX ix_account_id ON account (id);

-- # mssql, oracle
-- CREATE TABLE IF NOT EXISTS: by the history up to this revision, it was not needed


-- ## a table that is there
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))
-- op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" exists already at this revision. Drop or rename it first, or give if_not_exists=True.


-- ## a naming convention
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True))
-- op.create_table(
--     "line",
--     sa.Column("id", sa.Integer, primary_key=True),
--     sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")),
--     sa.Column("code", sa.String(10), unique=True),
--     sa.Column("name", sa.String(10), index=True),
--     sa.CheckConstraint("account_id > 0", name="positive"),
--     sa.CheckConstraint("account_id > 1", name=op.f("as_it_is")),
--     sa.Column("on_", sa.Boolean(create_constraint=True, name="on_")),
-- )

-- # postgresql
CREATE TABLE line (
    id SERIAL NOT NULL,
    account_id INTEGER,
    code VARCHAR(10),
    name VARCHAR(10),
    on_ BOOLEAN,
    CONSTRAINT pk_line PRIMARY KEY (id),
    CONSTRAINT ck_line_positive CHECK (account_id > 0),
    CONSTRAINT as_it_is CHECK (account_id > 1),
    CONSTRAINT fk_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT uq_line_code UNIQUE (code)
);
CREATE INDEX ix_line_name ON line (name);

-- # mysql, mariadb
CREATE TABLE line (
    id INTEGER NOT NULL AUTO_INCREMENT,
    account_id INTEGER,
    code VARCHAR(10),
    name VARCHAR(10),
    on_ BOOL,
    CONSTRAINT pk_line PRIMARY KEY (id),
    CONSTRAINT ck_line_positive CHECK (account_id > 0),
    CONSTRAINT as_it_is CHECK (account_id > 1),
    CONSTRAINT fk_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT uq_line_code UNIQUE (code),
    CONSTRAINT ck_line_on_ CHECK (on_ IN (0, 1))
);
CREATE INDEX ix_line_name ON line (name);

-- # sqlite
CREATE TABLE line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    code VARCHAR(10),
    name VARCHAR(10),
    on_ BOOLEAN,
    CONSTRAINT pk_line PRIMARY KEY (id),
    CONSTRAINT ck_line_positive CHECK (account_id > 0),
    CONSTRAINT as_it_is CHECK (account_id > 1),
    CONSTRAINT fk_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT uq_line_code UNIQUE (code),
    CONSTRAINT ck_line_on_ CHECK (on_ IN (0, 1))
);
CREATE INDEX ix_line_name ON line (name);

-- # mssql
CREATE TABLE line (
    id INTEGER NOT NULL IDENTITY,
    account_id INTEGER NULL,
    code VARCHAR(10) NULL,
    name VARCHAR(10) NULL,
    on_ BIT NULL,
    CONSTRAINT pk_line PRIMARY KEY (id),
    CONSTRAINT ck_line_positive CHECK (account_id > 0),
    CONSTRAINT as_it_is CHECK (account_id > 1),
    CONSTRAINT fk_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT uq_line_code UNIQUE (code)
);
CREATE INDEX ix_line_name ON line (name);

-- # oracle
CREATE TABLE line (
    id INTEGER NOT NULL,
    account_id INTEGER,
    code VARCHAR2(10 CHAR),
    name VARCHAR2(10 CHAR),
    on_ SMALLINT,
    CONSTRAINT pk_line PRIMARY KEY (id),
    CONSTRAINT ck_line_positive CHECK (account_id > 0),
    CONSTRAINT as_it_is CHECK (account_id > 1),
    CONSTRAINT fk_line_account_id_account FOREIGN KEY(account_id) REFERENCES account (id),
    CONSTRAINT uq_line_code UNIQUE (code),
    CONSTRAINT ck_line_on_ CHECK (on_ IN (0, 1))
);
CREATE INDEX ix_line_name ON line (name);


-- ## names that need quotes
-- op.create_table(
--     "Order",
--     sa.Column("select", sa.Integer, primary_key=True),
--     sa.Column("Mixed Case", sa.String(10)),
--     sa.Column("ünï", sa.Integer),
--     sa.Column('with"quote', sa.Integer),
--     sa.Column("with]bracket", sa.Integer),
--     sa.Column("per%cent", sa.Integer),
--     sa.UniqueConstraint("Mixed Case", name="UQ Mixed"),
-- )

-- # postgresql
CREATE TABLE "Order" (
    "select" SERIAL NOT NULL,
    "Mixed Case" VARCHAR(10),
    "ünï" INTEGER,
    "with""quote" INTEGER,
    "with]bracket" INTEGER,
    "per%cent" INTEGER,
    PRIMARY KEY ("select"),
    CONSTRAINT "UQ Mixed" UNIQUE ("Mixed Case")
);

-- # mysql, mariadb
CREATE TABLE `Order` (
    `select` INTEGER NOT NULL AUTO_INCREMENT,
    `Mixed Case` VARCHAR(10),
    `ünï` INTEGER,
    `with"quote` INTEGER,
    `with]bracket` INTEGER,
    `per%cent` INTEGER,
    PRIMARY KEY (`select`),
    CONSTRAINT `UQ Mixed` UNIQUE (`Mixed Case`)
);

-- # sqlite
CREATE TABLE "Order" (
    "select" INTEGER NOT NULL,
    "Mixed Case" VARCHAR(10),
    "ünï" INTEGER,
    "with""quote" INTEGER,
    "with]bracket" INTEGER,
    "per%cent" INTEGER,
    PRIMARY KEY ("select"),
    CONSTRAINT "UQ Mixed" UNIQUE ("Mixed Case")
);

-- # mssql
CREATE TABLE [Order] (
    [select] INTEGER NOT NULL IDENTITY,
    [Mixed Case] VARCHAR(10) NULL,
    [ünï] INTEGER NULL,
    [with"quote] INTEGER NULL,
    [with]]bracket] INTEGER NULL,
    [per%cent] INTEGER NULL,
    PRIMARY KEY ([select]),
    CONSTRAINT [UQ Mixed] UNIQUE ([Mixed Case])
);

-- # oracle
error: Oracle cannot have a double quote in a name, as in with"quote. Give it another name.


-- ## server defaults
-- op.create_table(
--     "account",
--     sa.Column("plain", sa.String(30), server_default="it's 5 % \\ :x"),
--     sa.Column("number", sa.Integer, server_default="7"),
--     sa.Column("number_text", sa.Integer, server_default=sa.text("7")),
--     sa.Column("now", sa.DateTime, server_default=sa.func.now()),
--     sa.Column("now_text", sa.DateTime, server_default=sa.text("CURRENT_TIMESTAMP")),
--     sa.Column("literal", sa.Integer, server_default=sa.literal(3)),
--     sa.Column("on_", sa.Boolean, server_default=sa.true()),
--     sa.Column("off_", sa.Boolean, server_default=sa.false()),
--     sa.Column("empty", sa.String(30), server_default=""),
--     sa.Column("nothing", sa.String(30), server_default=sa.null()),
-- )

-- # postgresql
CREATE TABLE account (
    plain VARCHAR(30) DEFAULT 'it''s 5 % \ :x',
    number INTEGER DEFAULT '7',
    number_text INTEGER DEFAULT 7,
    now TIMESTAMP WITHOUT TIME ZONE DEFAULT now(),
    now_text TIMESTAMP WITHOUT TIME ZONE DEFAULT CURRENT_TIMESTAMP,
    literal INTEGER DEFAULT 3,
    on_ BOOLEAN DEFAULT true,
    off_ BOOLEAN DEFAULT false,
    empty VARCHAR(30) DEFAULT '',
    nothing VARCHAR(30) DEFAULT NULL
);

-- # mysql
CREATE TABLE account (
    plain VARCHAR(30) DEFAULT 'it''s 5 % \\ :x',
    number INTEGER DEFAULT '7',
    number_text INTEGER DEFAULT 7,
    now DATETIME DEFAULT (now()),
    now_text DATETIME DEFAULT CURRENT_TIMESTAMP,
    literal INTEGER DEFAULT 3,
    on_ BOOL DEFAULT true,
    off_ BOOL DEFAULT false,
    `empty` VARCHAR(30) DEFAULT '',
    nothing VARCHAR(30) DEFAULT NULL
);

-- # mariadb
CREATE TABLE account (
    plain VARCHAR(30) DEFAULT 'it''s 5 % \\ :x',
    number INTEGER DEFAULT '7',
    number_text INTEGER DEFAULT 7,
    now DATETIME DEFAULT (now()),
    now_text DATETIME DEFAULT CURRENT_TIMESTAMP,
    literal INTEGER DEFAULT 3,
    on_ BOOL DEFAULT true,
    off_ BOOL DEFAULT false,
    empty VARCHAR(30) DEFAULT '',
    nothing VARCHAR(30) DEFAULT NULL
);

-- # sqlite
CREATE TABLE account (
    plain VARCHAR(30) DEFAULT 'it''s 5 % \ :x',
    number INTEGER DEFAULT '7',
    number_text INTEGER DEFAULT 7,
    now DATETIME DEFAULT CURRENT_TIMESTAMP,
    now_text DATETIME DEFAULT CURRENT_TIMESTAMP,
    literal INTEGER DEFAULT 3,
    on_ BOOLEAN DEFAULT 1,
    off_ BOOLEAN DEFAULT 0,
    empty VARCHAR(30) DEFAULT '',
    "nothing" VARCHAR(30) DEFAULT NULL
);

-- # mssql
CREATE TABLE account (
    plain VARCHAR(30) NULL DEFAULT N'it''s 5 % \ :x',
    number INTEGER NULL DEFAULT N'7',
    number_text INTEGER NULL DEFAULT 7,
    now DATETIME NULL DEFAULT CURRENT_TIMESTAMP,
    now_text DATETIME NULL DEFAULT CURRENT_TIMESTAMP,
    literal INTEGER NULL DEFAULT 3,
    on_ BIT NULL DEFAULT 1,
    off_ BIT NULL DEFAULT 0,
    empty VARCHAR(30) NULL DEFAULT N'',
    nothing VARCHAR(30) NULL DEFAULT NULL
);

-- # oracle
CREATE TABLE account (
    plain VARCHAR2(30 CHAR) DEFAULT 'it''s 5 % \ :x',
    "number" INTEGER DEFAULT '7',
    number_text INTEGER DEFAULT 7,
    now DATE DEFAULT CURRENT_TIMESTAMP,
    now_text DATE DEFAULT CURRENT_TIMESTAMP,
    literal INTEGER DEFAULT 3,
    on_ SMALLINT DEFAULT 1,
    off_ SMALLINT DEFAULT 0,
    empty VARCHAR2(30 CHAR) DEFAULT '',
    nothing VARCHAR2(30 CHAR) DEFAULT NULL
);


-- ## a long name of a constraint
-- op.create_table(
--     "account", sa.Column("id", sa.Integer), sa.UniqueConstraint("id", name="uq_" + 70 * "x")
-- )

-- # postgresql
error: PostgreSQL cannot keep a name: Identifier 'uq_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx' exceeds maximum length of 63 characters. Give it a shorter name.

-- # mysql
error: MySQL cannot keep the name "uq_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": it is 73 long, and the limit is 64. Give it a shorter name.

-- # mariadb
error: MariaDB cannot keep the name "uq_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx": it is 73 long, and the limit is 64. Give it a shorter name.

-- # sqlite, oracle
CREATE TABLE account (
    id INTEGER,
    CONSTRAINT uq_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx UNIQUE (id)
);

-- # mssql
CREATE TABLE account (
    id INTEGER NULL,
    CONSTRAINT uq_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx UNIQUE (id)
);


-- ## a long name of a table
-- op.create_table("a" * 70, sa.Column("id", sa.Integer))

-- # postgresql
error: PostgreSQL cannot keep the name "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": it is 70 long, and the limit is 63. Give it a shorter name.

-- # mysql
error: MySQL cannot keep the name "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": it is 70 long, and the limit is 64. Give it a shorter name.

-- # mariadb
error: MariaDB cannot keep the name "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa": it is 70 long, and the limit is 64. Give it a shorter name.

-- # sqlite, oracle
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (
    id INTEGER
);

-- # mssql
CREATE TABLE aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa (
    id INTEGER NULL
);


-- ## a long name of a column
-- op.create_table("account", sa.Column("c" * 70, sa.Integer))

-- # postgresql
error: PostgreSQL cannot keep the name "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc": it is 70 long, and the limit is 63. Give it a shorter name.

-- # mysql
error: MySQL cannot keep the name "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc": it is 70 long, and the limit is 64. Give it a shorter name.

-- # mariadb
error: MariaDB cannot keep the name "cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc": it is 70 long, and the limit is 64. Give it a shorter name.

-- # sqlite, oracle
CREATE TABLE account (
    cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc INTEGER
);

-- # mssql
CREATE TABLE account (
    cccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccccc INTEGER NULL
);


-- ## long names that differ at their end
-- op.create_table(
--     "account", sa.Column("a", sa.Integer, index=True), sa.Column("b", sa.Integer),
--     sa.UniqueConstraint("a", name=op.f("u" * 140 + "1")), sa.UniqueConstraint("b", name=op.f("u" * 140 + "2")),
-- )

-- # postgresql
CREATE TABLE account (
    a INTEGER,
    b INTEGER,
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu_c580 UNIQUE (a),
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu_496a UNIQUE (b)
);
CREATE INDEX ix_account_a ON account (a);

-- # mysql, mariadb
CREATE TABLE account (
    a INTEGER,
    b INTEGER,
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu_c580 UNIQUE (a),
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu_496a UNIQUE (b)
);
CREATE INDEX ix_account_a ON account (a);

-- # sqlite
CREATE TABLE account (
    a INTEGER,
    b INTEGER,
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu1 UNIQUE (a),
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu2 UNIQUE (b)
);
CREATE INDEX ix_account_a ON account (a);

-- # mssql
CREATE TABLE account (
    a INTEGER NULL,
    b INTEGER NULL,
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu_c580 UNIQUE (a),
    CONSTRAINT uuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuuu_496a UNIQUE (b)
);
CREATE INDEX ix_account_a ON account (a);

-- # oracle
error: Oracle cannot make the index "ix_account_a" of "account": a unique constraint has an index of the same columns already. Leave it out for Oracle: branch on op.get_bind().dialect.name in the migration.


-- ## arrays
-- op.create_table("account", sa.Column("tags", sa.ARRAY(sa.String(10))))

-- # postgresql
CREATE TABLE account (
    tags VARCHAR(10)[]
);

-- # mysql
-- account.tags: ARRAY is not a type of MySQL, JSON stands for it
CREATE TABLE account (
    tags JSON
);

-- # mariadb
-- account.tags: ARRAY is not a type of MariaDB, JSON stands for it
CREATE TABLE account (
    tags JSON
);

-- # sqlite
-- account.tags: ARRAY is not a type of SQLite, JSON stands for it
CREATE TABLE account (
    tags JSON
);

-- # mssql
-- account.tags: ARRAY is not a type of SQL Server, NVARCHAR(MAX) stands for it
CREATE TABLE account (
    tags NVARCHAR(MAX) NULL
);

-- # oracle
-- account.tags: ARRAY is not a type of Oracle, CLOB stands for it
CREATE TABLE account (
    tags CLOB
);


-- ## types of PostgreSQL
-- op.create_table(
--     "account",
--     sa.Column("data", postgresql.JSONB, nullable=False),
--     sa.Column("tags", postgresql.ARRAY(sa.Integer)),
--     sa.Column("address", postgresql.INET),
--     sa.Column("search", postgresql.TSVECTOR),
-- )

-- # postgresql
CREATE TABLE account (
    data JSONB NOT NULL,
    tags INTEGER[],
    address INET,
    search TSVECTOR
);

-- # mysql
-- account.data: JSONB is not a type of MySQL, JSON stands for it
-- account.tags: ARRAY is not a type of MySQL, JSON stands for it
-- account.address: INET is not a type of MySQL, VARCHAR(43) stands for it
-- account.search: TSVECTOR is not a type of MySQL, LONGTEXT stands for it
CREATE TABLE account (
    data JSON NOT NULL,
    tags JSON,
    address VARCHAR(43),
    search LONGTEXT
);

-- # mariadb
-- account.data: JSONB is not a type of MariaDB, JSON stands for it
-- account.tags: ARRAY is not a type of MariaDB, JSON stands for it
-- account.address: INET is not a type of MariaDB, VARCHAR(43) stands for it
-- account.search: TSVECTOR is not a type of MariaDB, LONGTEXT stands for it
CREATE TABLE account (
    data JSON NOT NULL,
    tags JSON,
    address VARCHAR(43),
    search LONGTEXT
);

-- # sqlite
-- account.tags: ARRAY is not a type of SQLite, JSON stands for it
-- account.address: INET is not a type of SQLite, VARCHAR(43) stands for it
-- account.search: TSVECTOR is not a type of SQLite, TEXT stands for it
CREATE TABLE account (
    data JSONB NOT NULL,
    tags JSON,
    address VARCHAR(43),
    search TEXT
);

-- # mssql
-- account.data: JSONB is not a type of SQL Server, NVARCHAR(MAX) stands for it
-- account.tags: ARRAY is not a type of SQL Server, NVARCHAR(MAX) stands for it
-- account.address: INET is not a type of SQL Server, VARCHAR(43) stands for it
-- account.search: TSVECTOR is not a type of SQL Server, NVARCHAR(MAX) stands for it
CREATE TABLE account (
    data NVARCHAR(MAX) NOT NULL,
    tags NVARCHAR(MAX) NULL,
    address VARCHAR(43) NULL,
    search NVARCHAR(MAX) NULL
);

-- # oracle
-- account.data: JSONB is not a type of Oracle, BLOB stands for it
-- account.tags: ARRAY is not a type of Oracle, CLOB stands for it
-- account.address: INET is not a type of Oracle, VARCHAR2(43) stands for it
-- account.search: TSVECTOR is not a type of Oracle, CLOB stands for it
CREATE TABLE account (
    data BLOB NOT NULL,
    tags CLOB,
    address VARCHAR2(43),
    search CLOB
);


-- ## types of MySQL
-- op.create_table(
--     "account",
--     sa.Column("id", mysql.INTEGER(unsigned=True), primary_key=True),
--     sa.Column("flags", mysql.SET("a", "b")),
--     sa.Column("long", mysql.LONGTEXT),
-- )

-- # postgresql
-- account.id: INTEGER UNSIGNED is not a type of PostgreSQL, BIGSERIAL stands for it
-- account.flags: SET is not a type of PostgreSQL, VARCHAR(3) stands for it
-- account.long: LONGTEXT is not a type of PostgreSQL, TEXT stands for it
CREATE TABLE account (
    id BIGSERIAL NOT NULL,
    flags VARCHAR(3),
    long TEXT,
    PRIMARY KEY (id)
);

-- # mysql, mariadb
CREATE TABLE account (
    id INTEGER UNSIGNED NOT NULL AUTO_INCREMENT,
    flags SET('a','b'),
    `long` LONGTEXT,
    PRIMARY KEY (id)
);

-- # sqlite
-- account.flags: SET is not a type of SQLite, VARCHAR(3) stands for it
-- account.long: LONGTEXT is not a type of SQLite, TEXT stands for it
CREATE TABLE account (
    id INTEGER NOT NULL,
    flags VARCHAR(3),
    long TEXT,
    PRIMARY KEY (id)
);

-- # mssql
-- account.id: INTEGER UNSIGNED is not a type of SQL Server, BIGINT stands for it
-- account.flags: SET is not a type of SQL Server, NVARCHAR(3) stands for it
-- account.long: LONGTEXT is not a type of SQL Server, NVARCHAR(MAX) stands for it
CREATE TABLE account (
    id BIGINT NOT NULL IDENTITY,
    flags NVARCHAR(3) NULL,
    long NVARCHAR(MAX) NULL,
    PRIMARY KEY (id)
);

-- # oracle
-- account.flags: SET is not a type of Oracle, VARCHAR2(3 CHAR) stands for it
-- account.long: LONGTEXT is not a type of Oracle, CLOB stands for it
CREATE TABLE account (
    id INTEGER NOT NULL,
    flags VARCHAR2(3 CHAR),
    "long" CLOB,
    PRIMARY KEY (id)
);


-- ## a type with variants
-- op.create_table(
--     "account",
--     sa.Column("data", sa.JSON().with_variant(postgresql.JSONB, "postgresql").with_variant(sa.Text, "oracle")),
-- )

-- # postgresql
CREATE TABLE account (
    data JSONB
);

-- # mysql, mariadb, sqlite
CREATE TABLE account (
    data JSON
);

-- # mssql
CREATE TABLE account (
    data NVARCHAR(max) NULL
);

-- # oracle
CREATE TABLE account (
    data CLOB
);


-- ## a unique constraint that lets NULL in once
-- op.create_table(
--     "account", sa.Column("a", sa.Integer),
--     sa.UniqueConstraint("a", name="uq_a", postgresql_nulls_not_distinct=True),
-- )

-- # postgresql
CREATE TABLE account (
    a INTEGER,
    CONSTRAINT uq_a UNIQUE NULLS NOT DISTINCT (a)
);

-- # mysql, mariadb, sqlite, oracle
CREATE TABLE account (
    a INTEGER,
    CONSTRAINT uq_a UNIQUE (a)
);

-- # mssql
CREATE TABLE account (
    a INTEGER NULL,
    CONSTRAINT uq_a UNIQUE (a)
);


-- ## an exclusion
-- op.create_table(
--     "booking", sa.Column("room", sa.Integer), sa.Column("during", postgresql.TSRANGE),
--     postgresql.ExcludeConstraint((sa.column("during"), "&&"), name="no_overlap"),
-- )

-- # postgresql
CREATE TABLE booking (
    room INTEGER,
    during TSRANGE,
    CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)
);

-- # mysql
error: MySQL cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mariadb
error: MariaDB cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # mssql
error: SQL Server cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot express this: there is no ExcludeConstraint. Use a type or an option that it has, or branch on op.get_bind().dialect.name in the migration.


-- ## a table without columns
-- op.create_table("account")

-- # postgresql
CREATE TABLE account ();

-- # mysql
error: MySQL cannot make the table account without columns. Give it a column.

-- # mariadb
error: MariaDB cannot make the table account without columns. Give it a column.

-- # sqlite
error: SQLite cannot make the table account without columns. Give it a column.

-- # mssql
error: SQL Server cannot make the table account without columns. Give it a column.

-- # oracle
error: Oracle cannot make the table account without columns. Give it a column.


-- ## options of a column
-- op.create_table(
--     "account", sa.Column("id", sa.Integer, primary_key=True, sqlite_on_conflict_primary_key="FAIL",
--     mssql_identity_start=3)
-- )

-- # postgresql
CREATE TABLE account (
    id SERIAL NOT NULL,
    PRIMARY KEY (id)
);

-- # mysql, mariadb
CREATE TABLE account (
    id INTEGER NOT NULL AUTO_INCREMENT,
    PRIMARY KEY (id)
);

-- # sqlite
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id) ON CONFLICT FAIL
);

-- # mssql
CREATE TABLE account (
    id INTEGER NOT NULL IDENTITY(3,1),
    PRIMARY KEY (id)
);

-- # oracle
CREATE TABLE account (
    id INTEGER NOT NULL,
    PRIMARY KEY (id)
);


-- ## a collation
-- op.create_table("account", sa.Column("name", sa.String(10, collation="C")))

-- # postgresql, sqlite
CREATE TABLE account (
    name VARCHAR(10) COLLATE "C"
);

-- # mysql, mariadb
CREATE TABLE account (
    name VARCHAR(10) COLLATE C
);

-- # mssql
CREATE TABLE account (
    name VARCHAR(10) COLLATE C NULL
);

-- # oracle
error: Oracle cannot have a column of the type VARCHAR2 with a collation. Give String() a length of at most 4000 and no collation, for Oracle alone with with_variant().
