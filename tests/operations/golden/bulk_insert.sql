-- ## rows
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"name": "it's", "age": 5}, {"name": "100 % \\ :x", "age": None}])

-- # postgresql, sqlite, oracle
INSERT INTO account (name, age) VALUES ('it''s', 5);
INSERT INTO account (name, age) VALUES ('100 % \ :x', NULL);

-- # mysql, mariadb
INSERT INTO account (name, age) VALUES ('it''s', 5);
INSERT INTO account (name, age) VALUES (CONCAT(_utf8mb4'100 % ', CHAR(92 USING utf8mb4), _utf8mb4' :x'), NULL);

-- # mssql
INSERT INTO account (name, age) VALUES (N'it''s', 5);
INSERT INTO account (name, age) VALUES (N'100 % \ :x', NULL);


-- ## rows with the key
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"id": 1, "name": "a"}, {"id": 2, "name": "b"}])

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (id, name) VALUES (1, 'a');
INSERT INTO account (id, name) VALUES (2, 'b');

-- # mssql
SET IDENTITY_INSERT account ON;
INSERT INTO account (id, name) VALUES (1, N'a');
INSERT INTO account (id, name) VALUES (2, N'b');
SET IDENTITY_INSERT account OFF;


-- ## rows with a key that the database does not count
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True, autoincrement=False), sa.Column("name", sa.String(5)))
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"id": 1, "name": "a"}])

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (id, name) VALUES (1, 'a');

-- # mssql
INSERT INTO account (id, name) VALUES (1, N'a');


-- ## rows of other shapes
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"name": "a"}, {"name": "b", "age": 1}])

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (name) VALUES ('a');
INSERT INTO account (name, age) VALUES ('b', 1);

-- # mssql
INSERT INTO account (name) VALUES (N'a');
INSERT INTO account (name, age) VALUES (N'b', 1);


-- ## no rows
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
-- nothing


-- ## one by one
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"name": "a"}, {"name": "b"}], multiinsert=False)

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (name) VALUES ('a');
INSERT INTO account (name) VALUES ('b');

-- # mssql
INSERT INTO account (name) VALUES (N'a');
INSERT INTO account (name) VALUES (N'b');


-- ## a table of create_table
-- t = op.create_table("colour", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(10)))
-- op.bulk_insert(t, [{"id": 1, "name": "red"}])

-- # postgresql
CREATE TABLE colour (
    id SERIAL NOT NULL,
    name VARCHAR(10),
    PRIMARY KEY (id)
);
INSERT INTO colour (id, name) VALUES (1, 'red');

-- # mysql, mariadb
CREATE TABLE colour (
    id INTEGER NOT NULL AUTO_INCREMENT,
    name VARCHAR(10),
    PRIMARY KEY (id)
);
INSERT INTO colour (id, name) VALUES (1, 'red');

-- # sqlite
CREATE TABLE colour (
    id INTEGER NOT NULL,
    name VARCHAR(10),
    PRIMARY KEY (id)
);
INSERT INTO colour (id, name) VALUES (1, 'red');

-- # mssql
CREATE TABLE colour (
    id INTEGER NOT NULL IDENTITY,
    name VARCHAR(10) NULL,
    PRIMARY KEY (id)
);
SET IDENTITY_INSERT colour ON;
INSERT INTO colour (id, name) VALUES (1, N'red');
SET IDENTITY_INSERT colour OFF;

-- # oracle
CREATE TABLE colour (
    id INTEGER NOT NULL,
    name VARCHAR2(10 CHAR),
    PRIMARY KEY (id)
);
INSERT INTO colour (id, name) VALUES (1, 'red');


-- ## defaults of Python's
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.Table(
--     "account", sa.MetaData(),
--     sa.Column("name", sa.String, default="x"), sa.Column("age", sa.Integer, default=lambda: 7),
-- )
-- op.bulk_insert(t, [{"name": "a"}, {"age": 3}])

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (name, age) VALUES ('a', 7);
INSERT INTO account (name, age) VALUES ('x', 3);

-- # mssql
INSERT INTO account (name, age) VALUES (N'a', 7);
INSERT INTO account (name, age) VALUES (N'x', 3);


-- ## expressions as values
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"name": sa.func.lower("ABC"), "age": sa.literal(1) + 1}])

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (name, age) VALUES (lower('ABC'), (1 + 1));

-- # mssql
INSERT INTO account (name, age) VALUES (lower(N'ABC'), (1 + 1));


-- ## inline literals
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"name": op.inline_literal("a"), "age": op.inline_literal(3)}])

-- # postgresql, mysql, mariadb, sqlite, oracle
INSERT INTO account (name, age) VALUES ('a', 3);

-- # mssql
INSERT INTO account (name, age) VALUES (N'a', 3);


-- ## values of many types
-- after: op.create_table(
-- after:     "many", sa.Column("flag", sa.Boolean), sa.Column("price", sa.Numeric(10, 2)), sa.Column("day", sa.Date),
-- after:     sa.Column("at", sa.DateTime), sa.Column("data", sa.LargeBinary), sa.Column("doc", sa.JSON),
-- after:     sa.Column("mood", sa.Enum("sad", "ok", name="mood")),
-- after: )
-- import datetime as dt, decimal
-- t = sa.table(
--     "many", sa.column("flag", sa.Boolean), sa.column("price", sa.Numeric(10, 2)), sa.column("day", sa.Date),
--     sa.column("at", sa.DateTime), sa.column("data", sa.LargeBinary), sa.column("doc", sa.JSON),
--     sa.column("mood", sa.Enum("sad", "ok", name="mood")),
-- )
-- op.bulk_insert(t, [{
--     "flag": True, "price": decimal.Decimal("1.50"), "day": dt.date(2024, 2, 29),
--     "at": dt.datetime(2024, 2, 29, 12, 30), "data": b"a\x00b", "doc": {"a": [1, None]}, "mood": "ok",
-- }])

-- # postgresql
INSERT INTO many (flag, price, day, at, data, doc, mood) VALUES (TRUE, 1.50, DATE '2024-02-29', TIMESTAMP '2024-02-29 12:30:00', '\x610062'::bytea, '{"a": [1, null]}'::JSON, 'ok');

-- # mysql, mariadb
INSERT INTO many (flag, price, day, at, data, doc, mood) VALUES (1, 1.50, '2024-02-29', '2024-02-29 12:30:00', X'610062', '{"a": [1, null]}', 'ok');

-- # sqlite
INSERT INTO many (flag, price, day, at, data, doc, mood) VALUES (1, 1.50, '2024-02-29', '2024-02-29 12:30:00.000000', X'610062', '{"a": [1, null]}', 'ok');

-- # mssql
INSERT INTO many (flag, price, day, at, data, doc, mood) VALUES (1, 1.50, CAST('2024-02-29' AS DATE), CAST('2024-02-29T12:30:00' AS DATETIME2), 0x610062, N'{"a": [1, null]}', N'ok');

-- # oracle
INSERT INTO many (flag, price, day, at, data, doc, mood) VALUES (1, 1.50, DATE '2024-02-29', TIMESTAMP '2024-02-29 12:30:00', HEXTORAW('610062'), HEXTORAW('7B2261223A205B312C206E756C6C5D7D'), 'ok');


-- ## names that need quotes
-- after: op.create_table("Order", sa.Column("Mixed Case", sa.Integer))
-- op.bulk_insert(sa.table("Order", sa.column("Mixed Case")), [{"Mixed Case": 1}])

-- # postgresql, sqlite, oracle
INSERT INTO "Order" ("Mixed Case") VALUES (1);

-- # mysql, mariadb
INSERT INTO `Order` (`Mixed Case`) VALUES (1);

-- # mssql
INSERT INTO [Order] ([Mixed Case]) VALUES (1);


-- ## what is not a list
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, {"name": "a"})

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: bulk_insert() takes its rows as a list of dictionaries. Write it as in op.bulk_insert(table, [{"id": 1}, {"id": 2}]).


-- ## a column that the table does not have
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"nome": "a"}])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" that bulk_insert() is given has no column nome. Give sa.table() all the columns that the rows have.


-- ## a value without a literal form
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("id", sa.Integer), sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.bulk_insert(t, [{"name": sa.Integer}])

-- # postgresql
error: <class 'sqlalchemy.sql.sqltypes.Integer'> has no literal form on PostgreSQL: nothing says how a type is written. Write the value as SQL with sqlalchemy.text(), or leave it to the application.

-- # mysql
error: <class 'sqlalchemy.sql.sqltypes.Integer'> has no literal form on MySQL: nothing says how a type is written. Write the value as SQL with sqlalchemy.text(), or leave it to the application.

-- # mariadb
error: <class 'sqlalchemy.sql.sqltypes.Integer'> has no literal form on MariaDB: nothing says how a type is written. Write the value as SQL with sqlalchemy.text(), or leave it to the application.

-- # sqlite
error: <class 'sqlalchemy.sql.sqltypes.Integer'> has no literal form on SQLite: nothing says how a type is written. Write the value as SQL with sqlalchemy.text(), or leave it to the application.

-- # mssql
error: <class 'sqlalchemy.sql.sqltypes.Integer'> has no literal form on SQL Server: nothing says how a type is written. Write the value as SQL with sqlalchemy.text(), or leave it to the application.

-- # oracle
error: <class 'sqlalchemy.sql.sqltypes.Integer'> has no literal form on Oracle: nothing says how a type is written. Write the value as SQL with sqlalchemy.text(), or leave it to the application.


-- ## a table of a schema, with the key
-- op.bulk_insert(sa.table("account", sa.column("id"), schema="crm"), [{"id": 1}])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
INSERT INTO crm.account (id) VALUES (1);
