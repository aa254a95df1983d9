-- ## in an update
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.update().where(t.c.name == op.inline_literal("it's")).values(age=op.inline_literal(5)))

-- # postgresql, mysql, mariadb, sqlite, oracle
UPDATE account SET age=5 WHERE account.name = 'it''s';

-- # mssql
UPDATE account SET age=5 WHERE account.name = N'it''s';


-- ## in a text
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- name = op.inline_literal("it's")
-- op.execute(f"UPDATE account SET name = {name}, age = {op.inline_literal(5)}")

-- # postgresql, mysql, mariadb, sqlite, oracle
UPDATE account SET name = 'it''s', age = 5;

-- # mssql
UPDATE account SET name = N'it''s', age = 5;


-- ## with a type
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.table("account", sa.column("name", sa.String), sa.column("age", sa.Integer))
-- op.execute(t.update().values(age=op.inline_literal(5, sa.BigInteger())))

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
UPDATE account SET age=5;
