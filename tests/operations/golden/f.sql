-- ## a name that no convention changes
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_check_constraint(op.f("positive"), "account", "age > 0")

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT positive CHECK (age > 0);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT positive CHECK (age > 0)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
