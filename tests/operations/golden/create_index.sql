-- ## a column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name);


-- ## unique
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name", "age"], unique=True)

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE UNIQUE INDEX ix_name ON account (name, age);


-- ## in a schema
-- op.create_index("ix_name", "account", ["name"], schema="crm")

-- # postgresql, mysql, mariadb, mssql
CREATE INDEX ix_name ON crm.account (name);

-- # sqlite
CREATE INDEX crm.ix_name ON account (name);

-- # oracle
CREATE INDEX crm.ix_name ON crm.account (name);


-- ## an expression
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", [sa.text("lower(name)")])

-- # postgresql, sqlite, oracle
CREATE INDEX ix_name ON account (lower(name));

-- # mysql
CREATE INDEX ix_name ON account ((lower(name)));

-- # mariadb
error: MariaDB cannot make an index on the expression lower(name). Add a computed column with it, and make the index on that.

-- # mssql
error: SQL Server cannot make an index on the expression lower(name). Add a computed column with it, and make the index on that.


-- ## an expression of SQLAlchemy's
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", [sa.func.lower(sa.column("name")), "age"])

-- # postgresql, sqlite, oracle
CREATE INDEX ix_name ON account (lower(name), age);

-- # mysql
CREATE INDEX ix_name ON account ((lower(name)), age);

-- # mariadb
error: MariaDB cannot make an index on the expression lower(name). Add a computed column with it, and make the index on that.

-- # mssql
error: SQL Server cannot make an index on the expression lower(name). Add a computed column with it, and make the index on that.


-- ## descending
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", [sa.column("name").desc(), sa.text("age DESC")])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name DESC, age DESC);


-- ## on the columns of a table
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- t = sa.Table("account", sa.MetaData(), sa.Column("name", sa.String(9)), sa.Column("age", sa.Integer))
-- op.create_index("ix_name", "account", [t.c.name.desc(), "age"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name DESC, age);


-- ## partial
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], postgresql_where=sa.text("age > 5"), sqlite_where=sa.text("age > 5"), mssql_where=sa.text("age > 5"))

-- # postgresql, sqlite, mssql
CREATE INDEX ix_name ON account (name) WHERE age > 5;

-- # mysql, mariadb, oracle
CREATE INDEX ix_name ON account (name);


-- ## partial with an expression
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], unique=True, postgresql_where=sa.column("age") > 5, sqlite_where=sa.column("age") > 5)

-- # postgresql, sqlite
CREATE UNIQUE INDEX ix_name ON account (name) WHERE age > 5;

-- # mysql, mariadb, mssql, oracle
CREATE UNIQUE INDEX ix_name ON account (name);


-- ## the method
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], postgresql_using="hash", mysql_using="hash", mariadb_using="hash")

-- # postgresql
CREATE INDEX ix_name ON account USING hash (name);

-- # mysql, mariadb
CREATE INDEX ix_name ON account (name) USING hash;

-- # sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name);


-- ## included columns
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], postgresql_include=["age"], mssql_include=["age"])

-- # postgresql, mssql
CREATE INDEX ix_name ON account (name) INCLUDE (age);

-- # mysql, mariadb, sqlite, oracle
CREATE INDEX ix_name ON account (name);


-- ## an operator class
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], postgresql_ops={"name": "varchar_pattern_ops"}, postgresql_with={"fillfactor": 50})

-- # postgresql
CREATE INDEX ix_name ON account (name varchar_pattern_ops) WITH (fillfactor = 50);

-- # mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name);


-- ## concurrently
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], postgresql_concurrently=True)

-- # postgresql
-- outside of transactions
CREATE INDEX CONCURRENTLY ix_name ON account (name);

-- # mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name);


-- ## a length
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name", "age"], mysql_length={"name": 10}, mariadb_length={"name": 10})

-- # postgresql, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name, age);

-- # mysql, mariadb
CREATE INDEX ix_name ON account (name(10), age);


-- ## a prefix
-- after: op.create_table("account", sa.Column("note", sa.Text))
-- op.create_index("ix_name", "account", ["note"], mysql_prefix="FULLTEXT", mariadb_prefix="FULLTEXT")

-- # postgresql, sqlite
CREATE INDEX ix_name ON account (note);

-- # mysql, mariadb
CREATE FULLTEXT INDEX ix_name ON account (note);


-- ## clustered
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], mssql_clustered=False)

-- # postgresql, mysql, mariadb, sqlite, oracle
CREATE INDEX ix_name ON account (name);

-- # mssql
CREATE NONCLUSTERED INDEX ix_name ON account (name);


-- ## bitmap and compressed
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], oracle_bitmap=True, oracle_compress=1)

-- # postgresql, mysql, mariadb, sqlite, mssql
CREATE INDEX ix_name ON account (name);

-- # oracle
CREATE BITMAP INDEX ix_name ON account (name) COMPRESS 1;


-- ## text
-- after: op.create_table("account", sa.Column("note", sa.Text))
-- op.create_index("ix_note", "account", ["note"])

-- # postgresql, sqlite
CREATE INDEX ix_note ON account (note);

-- # mysql
error: MySQL cannot have the column "note" of the type TEXT in an index. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mariadb
error: MariaDB cannot have the column "note" of the type TEXT in an index. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mssql
error: SQL Server cannot have the column "note" of the type VARCHAR(max) in an index. Give the column a type with a length.

-- # oracle
error: Oracle cannot have the column "note" of the type CLOB in an index. Give the column a type with a length.


-- ## text with a length
-- after: op.create_table("account", sa.Column("note", sa.Text))
-- op.create_index("ix_note", "account", ["note"], mysql_length=100, mariadb_length=100)

-- # postgresql, sqlite
CREATE INDEX ix_note ON account (note);

-- # mysql, mariadb
CREATE INDEX ix_note ON account (note(100));


-- ## if it is not there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", ["name"], if_not_exists=True)

-- # postgresql, mariadb, sqlite
CREATE INDEX IF NOT EXISTS ix_name ON account (name);

-- # mysql, mssql, oracle
-- CREATE INDEX IF NOT EXISTS: by the history up to this revision, it was needed
CREATE INDEX ix_name ON account (name);


-- ## if it is not there, and it is
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_index("ix_name", "account", ["name"])
-- op.create_index("ix_name", "account", ["name"], if_not_exists=True)

-- # postgresql, mariadb, sqlite
CREATE INDEX IF NOT EXISTS ix_name ON account (name);

-- # mysql, mssql, oracle
-- CREATE INDEX IF NOT EXISTS: by the history up to this revision, it was not needed


-- ## an index that is there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_index("ix_name", "account", ["name"])
-- op.create_index("ix_name", "account", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has an index "ix_name" already at this revision. Drop it first, or give if_not_exists=True.


-- ## a name that another table's index has
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_table("other", sa.Column("a", sa.Integer))
-- after: op.create_index("ix_name", "other", ["a"])
-- op.create_index("ix_name", "account", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name);


-- ## a name by the convention
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index(None, "account", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_account_name ON account (name);


-- ## a given name despite the convention
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index(op.f("i"), "account", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX i ON account (name);


-- ## no name
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index(None, "account", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_account_name ON account (name);


-- ## names that need quotes
-- after: op.create_table("Order", sa.Column("Mixed Case", sa.Integer))
-- op.create_index("IX Order", "Order", ["Mixed Case"])

-- # postgresql, sqlite, oracle
CREATE INDEX "IX Order" ON "Order" ("Mixed Case");

-- # mysql, mariadb
CREATE INDEX `IX Order` ON `Order` (`Mixed Case`);

-- # mssql
CREATE INDEX [IX Order] ON [Order] ([Mixed Case]);


-- ## a column that is not there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix", "account", ["size"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no column "size" at this revision. Its columns are id, name, age.


-- ## a table that the history does not know
-- op.create_index("ix", "account", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix ON account (name);


-- ## json
-- after: op.create_table("account", sa.Column("data", sa.JSON))
-- op.create_index("ix", "account", ["data"])

-- # postgresql
error: PostgreSQL cannot have the column "data" of the type JSON in an index. Use JSONB, or an index on an expression.

-- # mysql
error: MySQL cannot have the column "data" of the type JSON in an index. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # mariadb
error: MariaDB cannot have the column "data" of the type JSON in an index. Give the column a type with a length, or the index a mysql_length= and mariadb_length= of it.

-- # sqlite
CREATE INDEX ix ON account (data);

-- # mssql
error: SQL Server cannot have the column "data" of the type NVARCHAR(max) in an index. Give the column a type with a length.

-- # oracle
error: Oracle cannot have the column "data" of the type BLOB in an index. Say what shall stand for JSON: `types.oracle` in the settings may have `"JSON" = "VARCHAR(255)"`.


-- ## a function of text
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- op.create_index("ix_name", "account", [sa.text("coalesce(name, 'a:b')")])

-- # postgresql, sqlite, oracle
CREATE INDEX ix_name ON account (coalesce(name, 'a:b'));

-- # mysql
CREATE INDEX ix_name ON account ((coalesce(name, 'a:b')));

-- # mariadb
error: MariaDB cannot make an index on the expression coalesce(name, 'a:b'). Add a computed column with it, and make the index on that.

-- # mssql
error: SQL Server cannot make an index on the expression coalesce(name, 'a:b'). Add a computed column with it, and make the index on that.
