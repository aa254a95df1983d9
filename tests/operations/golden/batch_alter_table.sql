-- ## a column
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.add_column(sa.Column("email", sa.String(50)))

-- # postgresql, mysql, mariadb, sqlite
ALTER TABLE account ADD COLUMN email VARCHAR(50);

-- # mssql
ALTER TABLE account ADD email VARCHAR(50) NULL;

-- # oracle
ALTER TABLE account ADD email VARCHAR2(50 CHAR);


-- ## a type
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(80) NOT NULL;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NOT NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## several changes
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.add_column(sa.Column("size", sa.Integer))
--     batch_op.alter_column("email", nullable=False)
--     batch_op.drop_column("age")
--     batch_op.create_index("ix_size", ["size"])

-- # postgresql
ALTER TABLE account ADD COLUMN size INTEGER;
ALTER TABLE account ALTER COLUMN email SET NOT NULL;
ALTER TABLE account DROP COLUMN age;
CREATE INDEX ix_size ON account (size);

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN size INTEGER;
ALTER TABLE account MODIFY email VARCHAR(50) NOT NULL DEFAULT 'x';
ALTER TABLE account DROP COLUMN age;
CREATE INDEX ix_size ON account (size);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x' NOT NULL,
    size INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, email) SELECT id, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_size ON account (size);

-- # mssql
ALTER TABLE account ADD size INTEGER NULL;
ALTER TABLE account DROP CONSTRAINT uq_email;
DROP INDEX ix_email ON account;
ALTER TABLE account ALTER COLUMN email VARCHAR(50) NOT NULL;
ALTER TABLE account ADD CONSTRAINT uq_email UNIQUE (email);
CREATE INDEX ix_email ON account (email, age);
DROP INDEX ix_email ON account;
ALTER TABLE account DROP CONSTRAINT ck_age;
ALTER TABLE account DROP COLUMN age;
CREATE INDEX ix_size ON account (size);

-- # oracle
ALTER TABLE account ADD "size" INTEGER;
ALTER TABLE account MODIFY email NOT NULL;
ALTER TABLE account DROP COLUMN age;
CREATE INDEX ix_size ON account ("size");


-- ## a rename, a drop and an addition
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("age", new_column_name="years")
--     batch_op.drop_column("email")
--     batch_op.add_column(sa.Column("email", sa.Integer))

-- # postgresql
ALTER TABLE account RENAME COLUMN age TO years;
ALTER TABLE account DROP COLUMN email;
ALTER TABLE account ADD COLUMN email INTEGER;

-- # mysql, mariadb
ALTER TABLE account CHANGE age years INTEGER;
ALTER TABLE account DROP COLUMN email;
ALTER TABLE account ADD COLUMN email INTEGER;

-- # sqlite
ALTER TABLE account RENAME COLUMN age TO years;
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    years INTEGER,
    email INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, years) SELECT id, other_id, years FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, years);

-- # mssql
EXEC sp_rename N'account.age', N'years', N'COLUMN';
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'email', 'ColumnId');
EXEC sp_executesql @sqlcompile;
DROP INDEX ix_email ON account;
ALTER TABLE account DROP CONSTRAINT uq_email;
ALTER TABLE account DROP COLUMN email;
ALTER TABLE account ADD email INTEGER NULL;

-- # oracle
ALTER TABLE account RENAME COLUMN age TO years;
ALTER TABLE account DROP COLUMN email;
ALTER TABLE account ADD email INTEGER;


-- ## names that change places
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", new_column_name="x")
--     batch_op.alter_column("age", new_column_name="name")
--     batch_op.alter_column("x", new_column_name="age")

-- # postgresql, sqlite, oracle
ALTER TABLE account RENAME COLUMN name TO x;
ALTER TABLE account RENAME COLUMN age TO name;
ALTER TABLE account RENAME COLUMN x TO age;

-- # mysql, mariadb
ALTER TABLE account CHANGE name x VARCHAR(50) NOT NULL;
ALTER TABLE account CHANGE age name INTEGER;
ALTER TABLE account CHANGE x age VARCHAR(50) NOT NULL;

-- # mssql
EXEC sp_rename N'account.name', N'x', N'COLUMN';
EXEC sp_rename N'account.age', N'name', N'COLUMN';
EXEC sp_rename N'account.x', N'age', N'COLUMN';


-- ## a foreign key
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.create_foreign_key("fk_parent", "account", ["age"], ["id"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT fk_parent FOREIGN KEY(age) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT fk_parent FOREIGN KEY(age) REFERENCES account (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## constraints
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.create_unique_constraint("uq_name", ["age"])
--     batch_op.create_check_constraint("ck_age2", "age > 0")
--     batch_op.drop_constraint("uq_email", type_="unique")
--     batch_op.drop_constraint("fk_other", type_="foreignkey")

-- # postgresql, mssql, oracle
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE (age);
ALTER TABLE account ADD CONSTRAINT ck_age2 CHECK (age > 0);
ALTER TABLE account DROP CONSTRAINT uq_email;
ALTER TABLE account DROP CONSTRAINT fk_other;

-- # mysql, mariadb
ALTER TABLE account ADD CONSTRAINT uq_name UNIQUE (age);
ALTER TABLE account ADD CONSTRAINT ck_age2 CHECK (age > 0);
ALTER TABLE account DROP INDEX uq_email;
ALTER TABLE account DROP FOREIGN KEY fk_other;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT uq_name UNIQUE (age),
    CONSTRAINT ck_age2 CHECK (age > 0)
);
INSERT INTO _sqlcompile_account (id, other_id, email, age) SELECT id, other_id, email, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);


-- ## a key
-- after: op.create_table("bare", sa.Column("a", sa.Integer, autoincrement=False, nullable=False), sa.Column("b", sa.Integer, nullable=False), sa.PrimaryKeyConstraint("a", name="pk"))
-- with op.batch_alter_table("bare") as batch_op:
--     batch_op.drop_constraint("pk", type_="primary")
--     batch_op.create_primary_key("pk2", ["a", "b"])

-- # postgresql, mssql, oracle
ALTER TABLE bare DROP CONSTRAINT pk;
ALTER TABLE bare ADD CONSTRAINT pk2 PRIMARY KEY (a, b);

-- # mysql, mariadb
ALTER TABLE bare DROP PRIMARY KEY;
ALTER TABLE bare ADD CONSTRAINT pk2 PRIMARY KEY (a, b);

-- # sqlite
CREATE TABLE _sqlcompile_bare (
    a INTEGER NOT NULL,
    b INTEGER NOT NULL,
    CONSTRAINT pk2 PRIMARY KEY (a, b)
);
INSERT INTO _sqlcompile_bare (a, b) SELECT a, b FROM bare;
DROP TABLE bare;
ALTER TABLE _sqlcompile_bare RENAME TO bare;


-- ## always anew
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account", recreate="always") as batch_op:
--     batch_op.add_column(sa.Column("size", sa.Integer))

-- # postgresql, mysql, mariadb
ALTER TABLE account ADD COLUMN size INTEGER;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    age INTEGER,
    size INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, email, age) SELECT id, other_id, email, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);

-- # mssql
ALTER TABLE account ADD size INTEGER NULL;

-- # oracle
ALTER TABLE account ADD "size" INTEGER;


-- ## always anew, nothing else
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account", recreate="always") as batch_op:
--     batch_op.f('x')

-- # postgresql, mysql, mariadb, mssql, oracle
-- nothing

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, email, age) SELECT id, other_id, email, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);


-- ## never anew
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account", recreate="never") as batch_op:
--     batch_op.alter_column("email", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN email TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY email VARCHAR(80) DEFAULT 'x';

-- # sqlite
error: SQLite cannot change the table "account" in place as this batch does. Leave recreate at "auto", so that the table is built anew.

-- # mssql
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'email', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account ALTER COLUMN email VARCHAR(80) NULL;
ALTER TABLE account ADD DEFAULT N'x' FOR email;

-- # oracle
ALTER TABLE account MODIFY email VARCHAR2(80 CHAR);


-- ## nothing
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.f('x')

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
-- nothing


-- ## an index alone
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.create_index("ix_name", ["name"])

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
CREATE INDEX ix_name ON account (name);


-- ## an index dropped
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.drop_index("ix_email")
--     batch_op.alter_column("email", type_=sa.String(80))

-- # postgresql
DROP INDEX ix_email;
ALTER TABLE account ALTER COLUMN email TYPE VARCHAR(80);

-- # mysql, mariadb
DROP INDEX ix_email ON account;
ALTER TABLE account MODIFY email VARCHAR(80) DEFAULT 'x';

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(80) DEFAULT 'x',
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, email, age) SELECT id, other_id, email, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
DROP INDEX ix_email ON account;
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'email', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account ALTER COLUMN email VARCHAR(80) NULL;
ALTER TABLE account ADD DEFAULT N'x' FOR email;

-- # oracle
DROP INDEX ix_email;
ALTER TABLE account MODIFY email VARCHAR2(80 CHAR);


-- ## at a place
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account", recreate="always") as batch_op:
--     batch_op.add_column(sa.Column("size", sa.Integer), insert_after="id")
--     batch_op.add_column(sa.Column("first", sa.Integer), insert_before="id")

-- # postgresql
-- PostgreSQL changes account in place: its columns stay in their order
ALTER TABLE account ADD COLUMN size INTEGER;
ALTER TABLE account ADD COLUMN first INTEGER;

-- # mysql
-- MySQL changes account in place: its columns stay in their order
ALTER TABLE account ADD COLUMN size INTEGER;
ALTER TABLE account ADD COLUMN first INTEGER;

-- # mariadb
-- MariaDB changes account in place: its columns stay in their order
ALTER TABLE account ADD COLUMN size INTEGER;
ALTER TABLE account ADD COLUMN first INTEGER;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    first INTEGER,
    id INTEGER NOT NULL,
    size INTEGER,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
-- SQL Server changes account in place: its columns stay in their order
ALTER TABLE account ADD size INTEGER NULL;
ALTER TABLE account ADD first INTEGER NULL;

-- # oracle
-- Oracle changes account in place: its columns stay in their order
ALTER TABLE account ADD "size" INTEGER;
ALTER TABLE account ADD first INTEGER;


-- ## a column moved
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account", recreate="always") as batch_op:
--     batch_op.alter_column("age", insert_before="email")

-- # postgresql
-- PostgreSQL changes account in place: its columns stay in their order

-- # mysql
-- MySQL changes account in place: its columns stay in their order

-- # mariadb
-- MariaDB changes account in place: its columns stay in their order

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    age INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, age, email) SELECT id, other_id, age, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);

-- # mssql
-- SQL Server changes account in place: its columns stay in their order

-- # oracle
-- Oracle changes account in place: its columns stay in their order


-- ## a column moved, without asking for a new table
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("age", insert_after="id")

-- # postgresql
-- PostgreSQL changes account in place: its columns stay in their order

-- # mysql
-- MySQL changes account in place: its columns stay in their order

-- # mariadb
-- MariaDB changes account in place: its columns stay in their order

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    age INTEGER,
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, age, other_id, email) SELECT id, age, other_id, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);

-- # mssql
-- SQL Server changes account in place: its columns stay in their order

-- # oracle
-- Oracle changes account in place: its columns stay in their order


-- ## in another order
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account", partial_reordering=[("age", "email")]) as batch_op:
--     batch_op.alter_column("email", type_=sa.String(80))

-- # postgresql
-- PostgreSQL changes account in place: its columns stay in their order
ALTER TABLE account ALTER COLUMN email TYPE VARCHAR(80);

-- # mysql
-- MySQL changes account in place: its columns stay in their order
ALTER TABLE account MODIFY email VARCHAR(80) DEFAULT 'x';

-- # mariadb
-- MariaDB changes account in place: its columns stay in their order
ALTER TABLE account MODIFY email VARCHAR(80) DEFAULT 'x';

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    age INTEGER,
    email VARCHAR(80) DEFAULT 'x',
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (id, other_id, age, email) SELECT id, other_id, age, email FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);

-- # mssql
-- SQL Server changes account in place: its columns stay in their order
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'email', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account ALTER COLUMN email VARCHAR(80) NULL;
ALTER TABLE account ADD DEFAULT N'x' FOR email;

-- # oracle
-- Oracle changes account in place: its columns stay in their order
ALTER TABLE account MODIFY email VARCHAR2(80 CHAR);


-- ## in another order, all
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account", recreate="always", partial_reordering=[("email", "id"), ("other_id", "age")]) as batch_op:
--     batch_op.f('x')

-- # postgresql
-- PostgreSQL changes account in place: its columns stay in their order

-- # mysql
-- MySQL changes account in place: its columns stay in their order

-- # mariadb
-- MariaDB changes account in place: its columns stay in their order

-- # sqlite
CREATE TABLE _sqlcompile_account (
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    id INTEGER NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id)
);
INSERT INTO _sqlcompile_account (other_id, email, id, age) SELECT other_id, email, id, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);

-- # mssql
-- SQL Server changes account in place: its columns stay in their order

-- # oracle
-- Oracle changes account in place: its columns stay in their order


-- ## further constraints
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account", table_args=(sa.UniqueConstraint("name", name="uq_name"), sa.CheckConstraint("age > 1", name="ck_age"))) as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(80) NOT NULL;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_name UNIQUE (name),
    CONSTRAINT ck_age CHECK (age > 1)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NOT NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## keywords of the table
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account", table_kwargs={"sqlite_autoincrement": True}) as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(80) NOT NULL;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    name VARCHAR(80) NOT NULL,
    age INTEGER
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NOT NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## a table that is given
-- with op.batch_alter_table("account", copy_from=sa.Table("account", sa.MetaData(), sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)))) as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(80);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80),
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name) SELECT id, name FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## a table that is not known
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
error: The history up to here has no table "account", which changing its column "name" needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.

-- # sqlite
error: The history up to here has no table "account", which building the table anew needs to know. Check the name; where the table is older than the migrations, give the schema that they start from with `--baseline`.

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## what reflection is told
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account", reflect_args=[sa.Column("age", sa.Boolean(create_constraint=True, name="ck_bool"))]) as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(80) NOT NULL;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80) NOT NULL,
    age BOOLEAN,
    PRIMARY KEY (id),
    CONSTRAINT ck_bool CHECK (age IN (0, 1))
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NOT NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## names by a convention
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("email", sa.String(50), unique=True))
-- with op.batch_alter_table("account", naming_convention={"uq": "uq_%(table_name)s_%(column_0_name)s"}) as batch_op:
--     batch_op.drop_constraint("uq_account_email", type_="unique")

-- # postgresql
ALTER TABLE account DROP CONSTRAINT account_email_key;

-- # mysql, mariadb
ALTER TABLE account DROP INDEX email;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    email VARCHAR(50),
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, email) SELECT id, email FROM account;
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


-- ## names by the project's convention
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.create_unique_constraint(None, ["name"])
--     batch_op.create_index(None, ["age"])
--     batch_op.create_foreign_key(None, "account", ["age"], ["id"])

-- # postgresql, mysql, mariadb, mssql, oracle
ALTER TABLE account ADD CONSTRAINT uq_account_name UNIQUE (name);
CREATE INDEX ix_account_age ON account (age);
ALTER TABLE account ADD CONSTRAINT fk_account_age_account FOREIGN KEY(age) REFERENCES account (id);

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    CONSTRAINT pk_account PRIMARY KEY (id),
    CONSTRAINT uq_account_name UNIQUE (name),
    CONSTRAINT fk_account_age_account FOREIGN KEY(age) REFERENCES account (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_account_age ON account (age);


-- ## a default and a comment
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", server_default="x", comment="c")
--     batch_op.create_table_comment("t")

-- # postgresql
ALTER TABLE account ALTER COLUMN name SET DEFAULT 'x';
COMMENT ON COLUMN account.name IS 'c';
COMMENT ON TABLE account IS 't';

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(50) NOT NULL COMMENT 'c' DEFAULT 'x';
ALTER TABLE account COMMENT 't';

-- # sqlite
-- SQLite keeps no comments: what account has is left out
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) DEFAULT 'x' NOT NULL,
    age INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD DEFAULT N'x' FOR name;
EXEC sp_addextendedproperty N'MS_Description', N'c', N'schema', N'dbo', N'table', N'account', N'column', N'name';
EXEC sp_addextendedproperty N'MS_Description', N't', N'schema', N'dbo', N'table', N'account';

-- # oracle
ALTER TABLE account MODIFY name DEFAULT 'x';
COMMENT ON COLUMN account.name IS 'c';
COMMENT ON TABLE account IS 't';


-- ## execute between
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.add_column(sa.Column("size", sa.Integer))
--     batch_op.execute("UPDATE account SET size = 1")
--     batch_op.alter_column("size", nullable=False)

-- # postgresql
ALTER TABLE account ADD COLUMN size INTEGER;
UPDATE account SET size = 1;
ALTER TABLE account ALTER COLUMN size SET NOT NULL;

-- # mysql, mariadb
ALTER TABLE account ADD COLUMN size INTEGER;
UPDATE account SET size = 1;
ALTER TABLE account MODIFY size INTEGER NOT NULL;

-- # sqlite
ALTER TABLE account ADD COLUMN size INTEGER;
UPDATE account SET size = 1;
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    size INTEGER NOT NULL,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age, size) SELECT id, name, age, size FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ADD size INTEGER NULL;
UPDATE account SET size = 1;
ALTER TABLE account ALTER COLUMN size INTEGER NOT NULL;

-- # oracle
ALTER TABLE account ADD "size" INTEGER;
UPDATE account SET size = 1;
ALTER TABLE account MODIFY "size" NOT NULL;


-- ## if it is not there
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.add_column(sa.Column("age", sa.Integer), if_not_exists=True)
--     batch_op.drop_column("size", if_exists=True)

-- # postgresql, mariadb
ALTER TABLE account ADD COLUMN IF NOT EXISTS age INTEGER;
ALTER TABLE account DROP COLUMN IF EXISTS size;

-- # mysql, sqlite, oracle
-- ADD COLUMN IF NOT EXISTS: by the history up to this revision, it was not needed
-- DROP COLUMN IF EXISTS: by the history up to this revision, it was not needed

-- # mssql
-- ADD COLUMN IF NOT EXISTS: by the history up to this revision, it was not needed
DECLARE @sqlcompile nvarchar(max) = N'';
SELECT @sqlcompile += N'ALTER TABLE account DROP CONSTRAINT ' + QUOTENAME(name) + N';'
  FROM sys.default_constraints
  WHERE parent_object_id = OBJECT_ID(N'account') AND parent_column_id = COLUMNPROPERTY(OBJECT_ID(N'account'), N'size', 'ColumnId');
EXEC sp_executesql @sqlcompile;
ALTER TABLE account DROP COLUMN IF EXISTS size;


-- ## a table that others refer to
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_table("line", sa.Column("account_id", sa.Integer, sa.ForeignKey("account.id", name="fk", ondelete="CASCADE")))
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(80) NOT NULL;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NOT NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## a partial index
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: op.create_index("ix", "account", ["name", sa.text("age DESC")], unique=True, sqlite_where=sa.text("age > 5"), postgresql_where=sa.text("age > 5"))
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mysql, mariadb
ALTER TABLE account MODIFY name VARCHAR(80) NOT NULL;

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE UNIQUE INDEX ix ON account (name, age DESC) WHERE age > 5;

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NOT NULL;

-- # oracle
ALTER TABLE account MODIFY name VARCHAR2(80 CHAR);


-- ## a computed column
-- after: op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(50)), sa.Column("twice", sa.Integer, sa.Computed("id * 2", persisted=True)))
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80),
    twice INTEGER GENERATED ALWAYS AS (id * 2) STORED,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name) SELECT id, name FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;

-- # postgresql
ALTER TABLE account ALTER COLUMN name TYPE VARCHAR(80);

-- # mssql
ALTER TABLE account ALTER COLUMN name VARCHAR(80) NULL;


-- ## a trigger and a view
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- after: 
-- after: op.execute("CREATE VIEW v AS SELECT name FROM account")
-- after: op.execute("CREATE TRIGGER tr AFTER INSERT ON account BEGIN UPDATE account SET age = 1; END")
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.alter_column("name", type_=sa.String(80))

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(80) NOT NULL,
    age INTEGER,
    PRIMARY KEY (id)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
PRAGMA legacy_alter_table = ON;
ALTER TABLE _sqlcompile_account RENAME TO account;
PRAGMA legacy_alter_table = OFF;
CREATE TRIGGER tr AFTER INSERT ON account BEGIN UPDATE account SET age = 1; END;


-- ## in a schema
-- with op.batch_alter_table("account", schema="crm") as batch_op:
--     batch_op.add_column(sa.Column("a", sa.Integer, index=True))

-- # postgresql, mysql, mariadb
ALTER TABLE crm.account ADD COLUMN a INTEGER;
CREATE INDEX ix_crm_account_a ON crm.account (a);

-- # sqlite
ALTER TABLE crm.account ADD COLUMN a INTEGER;
CREATE INDEX crm.ix_crm_account_a ON account (a);

-- # mssql
ALTER TABLE crm.account ADD a INTEGER NULL;
CREATE INDEX ix_crm_account_a ON crm.account (a);

-- # oracle
ALTER TABLE crm.account ADD a INTEGER;
CREATE INDEX crm.ix_crm_account_a ON crm.account (a);


-- ## a primary key in the place of another
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.create_primary_key("pk_account", ["id", "age"])

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    name VARCHAR(50) NOT NULL,
    age INTEGER,
    CONSTRAINT pk_account PRIMARY KEY (id, age)
);
INSERT INTO _sqlcompile_account (id, name, age) SELECT id, name, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;


-- ## a foreign key in the place of one that the convention alone names
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account", naming_convention={"fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s"}) as batch_op:
--     batch_op.create_foreign_key("fk_account_other_id_other", "other", ["other_id"], ["id"], ondelete="CASCADE")

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_account_other_id_other FOREIGN KEY(other_id) REFERENCES other (id) ON DELETE CASCADE
);
INSERT INTO _sqlcompile_account (id, other_id, email, age) SELECT id, other_id, email, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);


-- ## a foreign key in the place of one of its name
-- after: op.create_table("other", sa.Column("id", sa.Integer, primary_key=True))
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("other_id", sa.Integer, sa.ForeignKey("other.id", name="fk_other")),
-- after:     sa.Column("email", sa.String(50), server_default="x"),
-- after:     sa.Column("age", sa.Integer),
-- after:     sa.UniqueConstraint("email", name="uq_email"),
-- after:     sa.CheckConstraint("age > 0", name="ck_age"),
-- after:     sa.Index("ix_email", "email", "age"),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.create_foreign_key("fk_other", "other", ["other_id"], ["id"], ondelete="CASCADE")

-- # sqlite
CREATE TABLE _sqlcompile_account (
    id INTEGER NOT NULL,
    other_id INTEGER,
    email VARCHAR(50) DEFAULT 'x',
    age INTEGER,
    PRIMARY KEY (id),
    CONSTRAINT uq_email UNIQUE (email),
    CONSTRAINT ck_age CHECK (age > 0),
    CONSTRAINT fk_other FOREIGN KEY(other_id) REFERENCES other (id) ON DELETE CASCADE
);
INSERT INTO _sqlcompile_account (id, other_id, email, age) SELECT id, other_id, email, age FROM account;
DROP TABLE account;
ALTER TABLE _sqlcompile_account RENAME TO account;
CREATE INDEX ix_email ON account (email, age);


-- ## an error inside
-- after: op.create_table(
-- after:     "account",
-- after:     sa.Column("id", sa.Integer, primary_key=True),
-- after:     sa.Column("name", sa.String(50), nullable=False),
-- after:     sa.Column("age", sa.Integer),
-- after: )
-- with op.batch_alter_table("account") as batch_op:
--     batch_op.drop_column("nothing")

-- # postgresql, mysql, mariadb, sqlite, mssql, oracle
error: The table "account" has no column "nothing" at this revision. Its columns are id, name, age.
