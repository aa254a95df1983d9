-- ## a table
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_table("account")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DROP TABLE account;


-- ## a table of a schema
-- op.drop_table("Order", schema="crm")

-- # postgresql, sqlite, oracle
DROP TABLE crm."Order";

-- # mysql, mariadb
DROP TABLE crm.`Order`;

-- # mssql
DROP TABLE crm.[Order];


-- ## if it is there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.drop_table("account", if_exists=True)

-- # postgresql, mysql, mariadb, sqlite, mssql
DROP TABLE IF EXISTS account;

-- # oracle
-- DROP TABLE IF EXISTS: by the history up to this revision, it was needed
DROP TABLE account;


-- ## if it is there, and it is not
-- op.drop_table("account", if_exists=True)

-- # postgresql, mysql, mariadb, sqlite, mssql
DROP TABLE IF EXISTS account;

-- # oracle
-- DROP TABLE IF EXISTS: by the history up to this revision, it was not needed


-- ## a table that the history does not know
-- op.drop_table("account")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DROP TABLE account;


-- ## a table that another one refers to
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_table("line", sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id")))
-- op.drop_table("line")
-- op.drop_table("account")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DROP TABLE line;
DROP TABLE account;


-- ## a table with an enum, and again
-- after: op.create_table("mooded", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))
-- op.drop_table("mooded")
-- op.create_table("mooded", sa.Column("mood", sa.Enum("sad", "ok", name="mood")))

-- # postgresql
DROP TABLE mooded;
CREATE TABLE mooded (
    mood mood
);

-- # mysql, mariadb
DROP TABLE mooded;
CREATE TABLE mooded (
    mood ENUM('sad','ok')
);

-- # sqlite
DROP TABLE mooded;
CREATE TABLE mooded (
    mood VARCHAR(3)
);

-- # mssql
DROP TABLE mooded;
CREATE TABLE mooded (
    mood VARCHAR(3) NULL
);

-- # oracle
DROP TABLE mooded;
CREATE TABLE mooded (
    mood VARCHAR(3 CHAR)
);


-- ## a table with comments
-- after: op.create_table("account", sa.Column("id", sa.Integer, comment="a"), comment="b")
-- op.drop_table("account")
-- op.create_table("account", sa.Column("id", sa.Integer))

-- # postgresql, mysql, mariadb, sqlite, oracle
DROP TABLE account;
CREATE TABLE account (
    id INTEGER
);

-- # mssql
DROP TABLE account;
CREATE TABLE account (
    id INTEGER NULL
);
