-- ## a string
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account SET name = 'a'")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = 'a';


-- ## percent signs
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account SET name = '50 % %(x)s %%'")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = '50 % %(x)s %%';


-- ## tabs and line ends
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account\n\tSET name = 'a\tb'")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account
	SET name = 'a	b';


-- ## backslashes
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account SET name = 'a\\\\b'")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = 'a\\b';


-- ## a cast
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account SET age = '5'::integer")

-- # postgresql
UPDATE account SET age = '5'::integer;


-- ## a colon, escaped
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account SET name = '\\:x'")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = ':x';


-- ## a name without a value
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account SET name = ':x'")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = ':x';


-- ## a name without a value, bare
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("UPDATE account SET name = :x")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = :x;


-- ## a comment at the end
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("DELETE FROM account -- all")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DELETE FROM account -- all;


-- ## a semicolon at the end
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("DELETE FROM account;")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DELETE FROM account;


-- ## two statements
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("DELETE FROM account; DELETE FROM account WHERE id = 1;")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DELETE FROM account; DELETE FROM account WHERE id = 1;


-- ## nothing but a comment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("-- nothing to do")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
-- nothing to do


-- ## nothing
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
-- nothing


-- ## text
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.text("UPDATE account SET name = '\\:x' WHERE id = 5"))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = ':x' WHERE id = 5;


-- ## text with values
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.text("UPDATE account SET name = :n, age = :a").bindparams(n="it's :a", a=-5))

-- # postgresql, mysql, mariadb, sqlite, oracle
UPDATE account SET name = 'it''s :a', age = -5;

-- # mssql
UPDATE account SET name = N'it''s :a', age = -5;


-- ## text with a typed value
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.text("UPDATE account SET name = :n").bindparams(sa.bindparam("n", "x", sa.String)))

-- # postgresql, mysql, mariadb, sqlite, oracle
UPDATE account SET name = 'x';

-- # mssql
UPDATE account SET name = N'x';


-- ## text with a list
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.text("DELETE FROM account WHERE id IN :ids").bindparams(sa.bindparam("ids", [1, 2], expanding=True)))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DELETE FROM account WHERE id IN (1, 2);


-- ## text with a value that is missing
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.text("UPDATE account SET name = :n"))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The statement has a parameter without a value: A value is required for bind parameter 'n'. Give it with bindparams(), or write \: where a colon is meant.


-- ## insert
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.insert().values(name="it's", age=None))

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (name, age) VALUES ('it''s', NULL);

-- # mssql
INSERT INTO account (name, age) VALUES (N'it''s', NULL);


-- ## insert of several rows
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.insert().values([{"name": "a"}, {"name": "b"}]))

-- # postgresql, mysql, mariadb, sqlite
INSERT INTO account (name) VALUES ('a'), ('b');

-- # mssql
INSERT INTO account (name) VALUES (N'a'), (N'b');


-- ## insert from select
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.insert().from_select(["name"], sa.select(t.c.name).where(t.c.age > 5)))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
INSERT INTO account (name) SELECT account.name 
FROM account 
WHERE account.age > 5;


-- ## update
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.update().where(t.c.name == op.inline_literal("a")).values(age=t.c.age + 1, name="50 %"))

-- # postgresql, mysql, mariadb, sqlite, oracle
UPDATE account SET name='50 %', age=(account.age + 1) WHERE account.name = 'a';

-- # mssql
UPDATE account SET name=N'50 %', age=(account.age + 1) WHERE account.name = N'a';


-- ## delete with a list
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.delete().where(t.c.id.in_([1, 2, 3]), t.c.name.is_(None)))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DELETE FROM account WHERE account.id IN (1, 2, 3) AND account.name IS NULL;


-- ## delete with an empty list
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.delete().where(t.c.id.in_([])))

-- # postgresql, mysql, mariadb, mssql, oracle
DELETE FROM account WHERE account.id IN (NULL) AND (1 != 1);

-- # sqlite
DELETE FROM account WHERE account.id IN (SELECT 1 FROM (SELECT 1) WHERE 1!=1);


-- ## negative numbers
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.update().values(age=t.c.age - (-5)))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET age=(account.age - -5);


-- ## a modulo
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.update().values(age=t.c.age % 5))

-- # postgresql, mysql, mariadb, sqlite, mssql
UPDATE account SET age=(account.age % 5);

-- # oracle
UPDATE account SET age=(mod(account.age, 5));


-- ## CreateTable
-- op.execute(sa.schema.CreateTable(sa.Table("made", sa.MetaData(), sa.Column("id", sa.Integer))))
-- op.add_column("made", sa.Column("x", sa.Integer))

-- # postgresql, mysql, mariadb, sqlite
CREATE TABLE made (
    id INTEGER
);
ALTER TABLE made ADD COLUMN x INTEGER;

-- # mssql
CREATE TABLE made (
    id INTEGER NULL
);
ALTER TABLE made ADD x INTEGER NULL;

-- # oracle
CREATE TABLE made (
    id INTEGER
);
ALTER TABLE made ADD x INTEGER;


-- ## DropTable
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.schema.DropTable(sa.Table("account", sa.MetaData())))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
DROP TABLE account;


-- ## CreateIndex
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.schema.CreateIndex(sa.Index("ix_name", sa.Table("account", sa.MetaData(), sa.Column("name", sa.String(50))).c.name)))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name);


-- ## CreateSequence
-- op.execute(sa.schema.CreateSequence(sa.Sequence("numbers", start=5)))

-- # postgresql, mariadb, mssql, oracle
CREATE SEQUENCE numbers START WITH 5;

-- # mysql
error: MySQL cannot make or drop the sequence "numbers": it has no sequences. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # sqlite
error: SQLite cannot make or drop the sequence "numbers": it has no sequences. Leave it out, or branch on op.get_bind().dialect.name in the migration.


-- ## DropSequence
-- after: op.execute(sa.schema.CreateSequence(sa.Sequence("numbers")))
-- op.execute(sa.schema.DropSequence(sa.Sequence("numbers")))

-- # postgresql, mariadb, mssql, oracle
DROP SEQUENCE numbers;


-- ## CreateSchema
-- op.execute(sa.schema.CreateSchema("crm"))

-- # postgresql, mysql, mariadb, mssql
CREATE SCHEMA crm;

-- # sqlite
error: SQLite cannot make the schema "crm" with CREATE SCHEMA. Leave it out, or branch on op.get_bind().dialect.name in the migration.

-- # oracle
error: Oracle cannot make the schema "crm" with CREATE SCHEMA. Leave it out, or branch on op.get_bind().dialect.name in the migration.


-- ## DDL
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.DDL("ALTER TABLE account ADD x INTEGER"))

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD x INTEGER;


-- ## DDL with percent signs
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute(sa.DDL("UPDATE account SET name = '5 %%'"))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET name = '5 %';


-- ## raw DDL that the schema follows
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("ALTER TABLE account ADD COLUMN x INTEGER")
-- op.alter_column("account", "x", nullable=False)

-- # postgresql
ALTER TABLE account ADD COLUMN x INTEGER;
ALTER TABLE account ALTER COLUMN x SET NOT NULL;

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN x INTEGER;
ALTER TABLE account MODIFY x INTEGER NOT NULL;

-- # sqlite
ALTER TABLE account ADD COLUMN x INTEGER;
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    x INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age, x) SELECT id, name, age, x FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## a trigger
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("""CREATE TRIGGER account_age BEFORE INSERT ON account FOR EACH ROW BEGIN SET NEW.age = 1; SET NEW.name = 'a;b'; END""")

-- # mysql, mariadb
CREATE TRIGGER account_age BEFORE INSERT ON account FOR EACH ROW BEGIN SET NEW.age = 1; SET NEW.name = 'a;b'; END;


-- ## a function
-- op.execute("""CREATE FUNCTION one() RETURNS integer AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;""")

-- # postgresql
CREATE FUNCTION one() RETURNS integer AS $$ BEGIN RETURN 1; END; $$ LANGUAGE plpgsql;


-- ## a block
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("""BEGIN\n  DELETE FROM account;\n  DELETE FROM account;\nEND;\n/""")

-- # oracle
BEGIN
  DELETE FROM account;
  DELETE FROM account;
END;
/;


-- ## outside of transactions
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.get_context().autocommit_block():
--     op.execute("DELETE FROM account")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
-- outside of transactions
DELETE FROM account;


-- ## VACUUM
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.execute("VACUUM account")

-- # postgresql
VACUUM account;
