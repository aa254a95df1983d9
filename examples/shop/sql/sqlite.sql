-- sqlcompile 0.1.0, SQLite 3.40
-- base -> ae9f, 10 revisions
-- Apply with: sqlite3 -bail DATABASE < FILE
-- All of it is one transaction: where a statement fails, nothing is changed.

.bail on
PRAGMA foreign_keys = OFF;

BEGIN IMMEDIATE;
CREATE TABLE IF NOT EXISTS alembic_version (
    version_num VARCHAR(32) NOT NULL,
    CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
-- The database must be at base.
CREATE TEMP TABLE sqlcompile_guard (ok INTEGER CONSTRAINT "sqlcompile: the database is not at base" CHECK (ok = 1));
INSERT OR ROLLBACK INTO temp.sqlcompile_guard SELECT coalesce((SELECT group_concat(version_num, ', ') FROM (SELECT version_num FROM alembic_version ORDER BY version_num)), 'base') = 'base';
DROP TABLE temp.sqlcompile_guard;

-- ----------------------------------------------------------------------
-- 1f0a: create the customer table
-- migrations/versions/1f0a_customers.py
-- SQLite keeps no comments: what customer has is left out
-- [1/2] 1f0a
CREATE TABLE customer (
    id INTEGER NOT NULL,
    email VARCHAR(200) NOT NULL,
    name VARCHAR(100) NOT NULL,
    newsletter BOOLEAN DEFAULT 0 NOT NULL,
    joined_at DATETIME DEFAULT CURRENT_TIMESTAMP NOT NULL,
    CONSTRAINT pk_customer PRIMARY KEY (id),
    CONSTRAINT uq_customer_email UNIQUE (email)
);
-- [2/2] 1f0a
INSERT INTO alembic_version (version_num) VALUES ('1f0a');

-- ----------------------------------------------------------------------
-- 2b1c: create products and their categories
-- migrations/versions/2b1c_products.py
-- [1/4] 2b1c
CREATE TABLE category (
    id INTEGER NOT NULL,
    name VARCHAR(60) NOT NULL,
    CONSTRAINT pk_category PRIMARY KEY (id)
);
-- [2/4] 2b1c
CREATE TABLE product (
    id INTEGER NOT NULL,
    category_id INTEGER,
    title VARCHAR(80) NOT NULL,
    price NUMERIC(8, 2) NOT NULL,
    CONSTRAINT pk_product PRIMARY KEY (id),
    CONSTRAINT ck_product_price CHECK (price >= 0),
    CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES category (id)
);
-- [3/4] 2b1c
CREATE INDEX ix_product_category_id ON product (category_id);
-- [4/4] 2b1c
UPDATE alembic_version SET version_num = '2b1c' WHERE version_num = '1f0a';

-- ----------------------------------------------------------------------
-- 3c2d: create orders with their state and their lines
-- migrations/versions/3c2d_orders.py
-- [1/4] 3c2d
CREATE TABLE customer_order (
    id INTEGER NOT NULL,
    customer_id INTEGER NOT NULL,
    state VARCHAR(7) DEFAULT 'open' NOT NULL,
    CONSTRAINT pk_customer_order PRIMARY KEY (id),
    CONSTRAINT fk_customer_order_customer_id FOREIGN KEY(customer_id) REFERENCES customer (id) ON DELETE CASCADE
);
-- [2/4] 3c2d
CREATE TABLE order_line (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_order_line PRIMARY KEY (order_id, position),
    CONSTRAINT fk_order_line_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id),
    CONSTRAINT fk_order_line_product_id FOREIGN KEY(product_id) REFERENCES product (id)
);
-- [3/4] 3c2d
CREATE TABLE order_event (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    state VARCHAR(7) NOT NULL,
    CONSTRAINT pk_order_event PRIMARY KEY (id),
    CONSTRAINT fk_order_event_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
);
-- [4/4] 3c2d
UPDATE alembic_version SET version_num = '3c2d' WHERE version_num = '2b1c';

-- ----------------------------------------------------------------------
-- 4d3e: insert the first categories and products
-- migrations/versions/4d3e_first_categories.py
-- [1/6] 4d3e
INSERT INTO category (id, name) VALUES (1, 'Books');
-- [2/6] 4d3e
INSERT INTO category (id, name) VALUES (2, 'Children''s toys');
-- [3/6] 4d3e
INSERT INTO product (category_id, title, price) VALUES (1, '100% of \LaTeX; a guide', 29.90);
-- [4/6] 4d3e
INSERT INTO product (category_id, title, price) VALUES (2, 'Bär', 12.50);
-- [5/6] 4d3e
INSERT INTO customer (email, name, newsletter, joined_at) VALUES ('ann@example.com', 'Ann O''Neil', 1, '2024-02-29 12:30:00.000000');
-- [6/6] 4d3e
UPDATE alembic_version SET version_num = '4d3e' WHERE version_num = '3c2d';

-- ----------------------------------------------------------------------
-- 5e4f: create invoices (branch billing)
-- migrations/versions/5e4f_invoices.py
-- SQLite keeps no comments: what invoice has is left out
-- [1/2] 5e4f
CREATE TABLE invoice (
    id INTEGER NOT NULL,
    order_id INTEGER NOT NULL,
    total NUMERIC(10, 2) NOT NULL,
    issued_on DATE,
    CONSTRAINT pk_invoice PRIMARY KEY (id),
    CONSTRAINT fk_invoice_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id)
);
-- [2/2] 5e4f
UPDATE alembic_version SET version_num = '5e4f' WHERE version_num = '4d3e';

-- ----------------------------------------------------------------------
-- 6a5b: index product titles without blocking writes
-- migrations/versions/6a5b_title_index.py
-- [1/2] 6a5b
CREATE INDEX ix_product_title ON product (title);
-- [2/2] 6a5b
INSERT INTO alembic_version (version_num) VALUES ('6a5b');

-- ----------------------------------------------------------------------
-- 7b6c: merge billing and search
-- migrations/versions/7b6c_merge.py
-- [1/2] 7b6c
DELETE FROM alembic_version WHERE version_num = '6a5b';
-- [2/2] 7b6c
UPDATE alembic_version SET version_num = '7b6c' WHERE version_num = '5e4f';

-- ----------------------------------------------------------------------
-- 8c7d: make titles longer and categories required
-- migrations/versions/8c7d_longer_titles.py
-- [1/14] 8c7d
CREATE TABLE _sqlcompile_product (
    id INTEGER NOT NULL,
    category_id INTEGER,
    title VARCHAR(200) NOT NULL,
    price NUMERIC(8, 2) NOT NULL,
    CONSTRAINT pk_product PRIMARY KEY (id),
    CONSTRAINT ck_product_price CHECK (price >= 0),
    CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES category (id)
);
-- [2/14] 8c7d
INSERT INTO _sqlcompile_product (id, category_id, title, price) SELECT id, category_id, title, price FROM product;
-- [3/14] 8c7d
DROP TABLE product;
-- [4/14] 8c7d
ALTER TABLE _sqlcompile_product RENAME TO product;
-- [5/14] 8c7d
CREATE INDEX ix_product_category_id ON product (category_id);
-- [6/14] 8c7d
CREATE INDEX ix_product_title ON product (title);
-- [7/14] 8c7d
UPDATE product SET category_id = 1 WHERE category_id IS NULL;
-- [8/14] 8c7d
CREATE TABLE _sqlcompile_product (
    id INTEGER NOT NULL,
    category_id INTEGER NOT NULL,
    title VARCHAR(200) NOT NULL,
    price NUMERIC(8, 2) NOT NULL,
    CONSTRAINT pk_product PRIMARY KEY (id),
    CONSTRAINT ck_product_price CHECK (price >= 0),
    CONSTRAINT fk_product_category_id FOREIGN KEY(category_id) REFERENCES category (id)
);
-- [9/14] 8c7d
INSERT INTO _sqlcompile_product (id, category_id, title, price) SELECT id, category_id, title, price FROM product;
-- [10/14] 8c7d
DROP TABLE product;
-- [11/14] 8c7d
ALTER TABLE _sqlcompile_product RENAME TO product;
-- [12/14] 8c7d
CREATE INDEX ix_product_category_id ON product (category_id);
-- [13/14] 8c7d
CREATE INDEX ix_product_title ON product (title);
-- [14/14] 8c7d
UPDATE alembic_version SET version_num = '8c7d' WHERE version_num = '7b6c';

-- ----------------------------------------------------------------------
-- 9d8e: call a customer's name full_name
-- migrations/versions/9d8e_rename_name.py
-- [1/2] 9d8e
ALTER TABLE customer RENAME COLUMN name TO full_name;
-- [2/2] 9d8e
UPDATE alembic_version SET version_num = '9d8e' WHERE version_num = '8c7d';

-- ----------------------------------------------------------------------
-- ae9f: drop the newsletter flag, add a phone number
-- migrations/versions/ae9f_drop_newsletter.py
-- [1/7] ae9f
ALTER TABLE customer DROP COLUMN newsletter;
-- [2/7] ae9f
ALTER TABLE customer ADD COLUMN phone VARCHAR(40);
-- [3/7] ae9f
CREATE TABLE _sqlcompile_order_line (
    order_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    product_id INTEGER NOT NULL,
    quantity INTEGER DEFAULT '1' NOT NULL,
    CONSTRAINT pk_order_line PRIMARY KEY (order_id, position),
    CONSTRAINT fk_order_line_order_id FOREIGN KEY(order_id) REFERENCES customer_order (id),
    CONSTRAINT fk_order_line_product_id FOREIGN KEY(product_id) REFERENCES product (id),
    CONSTRAINT ck_order_line_quantity CHECK (quantity > 0)
);
-- [4/7] ae9f
INSERT INTO _sqlcompile_order_line (order_id, position, product_id, quantity) SELECT order_id, position, product_id, quantity FROM order_line;
-- [5/7] ae9f
DROP TABLE order_line;
-- [6/7] ae9f
ALTER TABLE _sqlcompile_order_line RENAME TO order_line;
-- [7/7] ae9f
UPDATE alembic_version SET version_num = 'ae9f' WHERE version_num = '9d8e';
COMMIT;
