"""Raw SQL of MySQL and MariaDB: (text, what it changes in the schema of BASE)."""

import pytest

from tests.schema.describing import changes

BASE = """
CREATE TABLE account (id INTEGER NOT NULL AUTO_INCREMENT, name VARCHAR(50) NOT NULL, email VARCHAR(80), age INTEGER,
 PRIMARY KEY (id), CONSTRAINT uq_email UNIQUE (email), CONSTRAINT ck_age CHECK (age > 0), KEY ix_two (name, age));
 CREATE TABLE post (id INTEGER NOT NULL AUTO_INCREMENT PRIMARY KEY, account_id INTEGER, CONSTRAINT fk_a FOREIGN KEY (account_id) REFERENCES account (id))
"""

CASES = [
    (
        "CREATE TABLE `t` (`Id` int(11) unsigned NOT NULL AUTO_INCREMENT COMMENT 'it''s \\'k\\'', name varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'x', k enum('a','b''c') NOT NULL DEFAULT 'a', b tinyint(1) DEFAULT '0', ts timestamp NULL DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP, d datetime(6), f double, bo bool, s set('x','y'), `key` varchar(3), PRIMARY KEY (`Id`), UNIQUE KEY `uq` (`name`), KEY `ix` (`name`(5), `k`) USING BTREE, FULLTEXT KEY ft (name), CONSTRAINT fk FOREIGN KEY (b) REFERENCES account (id) ON DELETE CASCADE) ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 COMMENT='hello; world'",
        [
            "+ table t",
            "+ t: mysql_engine=InnoDB",
            "+ t: mysql_default_charset=utf8mb4",
            "+ t -- hello; world",
            "+ t: Id INTEGER(11) UNSIGNED NOT NULL AUTO -- it's 'k'",
            "+ t: name varchar(20) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin DEFAULT 'x'",
            "+ t: k ENUM('a','b''c') NOT NULL DEFAULT 'a'",
            "+ t: b TINYINT(1) DEFAULT '0'",
            "+ t: ts TIMESTAMP DEFAULT CURRENT_TIMESTAMP ON UPDATE CURRENT_TIMESTAMP",
            "+ t: d DATETIME(6)",
            "+ t: f DOUBLE",
            "+ t: bo BOOL",
            "+ t: s SET('x','y')",
            "+ t: key VARCHAR(3)",
            "+ t: primary - (Id)",
            "+ t: unique uq (name)",
            "+ t: foreignkey fk (b) -> account(id) delete CASCADE",
            "+ t: index ix (name, k) mysql_length={'name': 5} mysql_using=BTREE",
            "+ t: index ft (name) mysql_prefix=FULLTEXT",
        ],
    ),
    (
        "CREATE TABLE t LIKE account",
        [
            "+ table t",
            "+ t: id INTEGER NOT NULL AUTO",
            "+ t: name VARCHAR(50) NOT NULL",
            "+ t: email VARCHAR(80)",
            "+ t: age INTEGER",
            "+ t: primary - (id)",
            "+ t: unique - (email)",
            "+ t: check - age > 0 (age)",
        ],
    ),
    (
        "CREATE TABLE t AS SELECT id, name FROM account",
        ["+ table t", "+ t: id INTEGER NOT NULL", "+ t: name VARCHAR(50) NOT NULL"],
    ),
    (
        "CREATE TABLE t (id SERIAL, a INT AS (1 + 2) STORED, b INT GENERATED ALWAYS AS (a) VIRTUAL)",
        [
            "+ table t",
            "+ t: id BIGINT UNSIGNED NOT NULL AUTO",
            "+ t: a INTEGER AS 1 + 2 persisted=True",
            "+ t: b INTEGER AS a persisted=False",
            "+ t: unique - (id)",
        ],
    ),
    (
        "CREATE TABLE t (a INT DEFAULT (1 + 1), b JSON DEFAULT (json_array()), c DECIMAL(10,2) UNSIGNED, d BIGINT UNSIGNED ZEROFILL)",
        [
            "+ table t",
            "+ t: a INTEGER DEFAULT (1 + 1)",
            "+ t: b JSON DEFAULT (json_array())",
            "+ t: c DECIMAL(10, 2) UNSIGNED",
            "+ t: d BIGINT UNSIGNED ZEROFILL",
        ],
    ),
    (
        "ALTER TABLE ACCOUNT ADD COLUMN x INT NOT NULL DEFAULT 1 AFTER `NAME`, ADD y INT FIRST, ADD INDEX ix_y (y)",
        ["+ account: y INTEGER", "+ account: x INTEGER NOT NULL DEFAULT 1", "+ account: index ix_y (y)"],
    ),
    (
        "ALTER TABLE account MODIFY COLUMN name VARCHAR(100) NULL DEFAULT 'n' COMMENT 'c'",
        ["- account: name VARCHAR(50) NOT NULL", "+ account: name VARCHAR(100) DEFAULT 'n' -- c"],
    ),
    (
        "ALTER TABLE account MODIFY id BIGINT AUTO_INCREMENT, MODIFY email TEXT",
        [
            "- account: id INTEGER NOT NULL AUTO",
            "- account: email VARCHAR(80)",
            "+ account: id BIGINT NOT NULL AUTO",
            "+ account: email TEXT",
        ],
    ),
    (
        "ALTER TABLE account CHANGE COLUMN email mail VARCHAR(90) NOT NULL, CHANGE age age SMALLINT",
        [
            "- account: email VARCHAR(80)",
            "- account: age INTEGER",
            "- account: unique uq_email (email)",
            "+ account: mail VARCHAR(90) NOT NULL",
            "+ account: age SMALLINT",
            "+ account: unique uq_email (mail)",
        ],
    ),
    (
        "ALTER TABLE account ALTER COLUMN age SET DEFAULT 5, ALTER name DROP DEFAULT",
        ["- account: age INTEGER", "+ account: age INTEGER DEFAULT 5"],
    ),
    (
        "ALTER TABLE account DROP email, DROP COLUMN name",
        [
            "- account: name VARCHAR(50) NOT NULL",
            "- account: email VARCHAR(80)",
            "- account: unique uq_email (email)",
            "- account: index ix_two (name, age)",
            "+ account: index ix_two (age)",
        ],
    ),
    (
        "ALTER TABLE account DROP PRIMARY KEY, ADD PRIMARY KEY (id, name), DROP INDEX uq_email, DROP CHECK ck_age",
        [
            "- account: primary - (id)",
            "- account: unique uq_email (email)",
            "- account: check ck_age age > 0 (age)",
            "+ account: primary - (id, name)",
        ],
    ),
    (
        "ALTER TABLE post DROP FOREIGN KEY fk_a, DROP COLUMN account_id",
        ["- post: account_id INTEGER", "- post: foreignkey fk_a (account_id) -> account(id)"],
    ),
    (
        "ALTER TABLE account RENAME users, COMMENT = 'people', ENGINE=MyISAM",
        [
            "- table account",
            "- post: foreignkey fk_a (account_id) -> account(id)",
            "+ post: foreignkey fk_a (account_id) -> users(id)",
            "+ table users",
            "+ users -- people",
            "+ users: id INTEGER NOT NULL AUTO",
            "+ users: name VARCHAR(50) NOT NULL",
            "+ users: email VARCHAR(80)",
            "+ users: age INTEGER",
            "+ users: primary - (id)",
            "+ users: unique uq_email (email)",
            "+ users: check ck_age age > 0 (age)",
            "+ users: index ix_two (name, age)",
        ],
    ),
    (
        "ALTER TABLE account RENAME AS users",
        [
            "- table account",
            "- post: foreignkey fk_a (account_id) -> account(id)",
            "+ post: foreignkey fk_a (account_id) -> users(id)",
            "+ table users",
            "+ users: id INTEGER NOT NULL AUTO",
            "+ users: name VARCHAR(50) NOT NULL",
            "+ users: email VARCHAR(80)",
            "+ users: age INTEGER",
            "+ users: primary - (id)",
            "+ users: unique uq_email (email)",
            "+ users: check ck_age age > 0 (age)",
            "+ users: index ix_two (name, age)",
        ],
    ),
    (
        "ALTER TABLE account RENAME INDEX ix_two TO ix_deux, RENAME COLUMN age TO years",
        [
            "- account: age INTEGER",
            "- account: check ck_age age > 0 (age)",
            "- account: index ix_two (name, age)",
            "+ account: years INTEGER",
            "+ account: check ck_age years > 0 (years)",
            "+ account: index ix_deux (name, years)",
        ],
    ),
    (
        "ALTER TABLE account CONVERT TO CHARACTER SET utf8mb4, ALGORITHM=INPLACE, LOCK=NONE",
        [],
    ),
    (
        "ALTER TABLE account ADD (p INT, q INT), ADD UNIQUE INDEX uq_p (p), ADD CONSTRAINT FOREIGN KEY (q) REFERENCES post (id)",
        [
            "+ account: p INTEGER",
            "+ account: q INTEGER",
            "+ account: unique uq_p (p)",
            "+ account: foreignkey - (q) -> post(id)",
        ],
    ),
    (
        "RENAME TABLE account TO users, post TO posts",
        [
            "- table account",
            "- table post",
            "- post: id INTEGER NOT NULL AUTO",
            "- post: account_id INTEGER",
            "- post: primary - (id)",
            "- post: foreignkey fk_a (account_id) -> account(id)",
            "+ table users",
            "+ users: id INTEGER NOT NULL AUTO",
            "+ users: name VARCHAR(50) NOT NULL",
            "+ users: email VARCHAR(80)",
            "+ users: age INTEGER",
            "+ users: primary - (id)",
            "+ users: unique uq_email (email)",
            "+ users: check ck_age age > 0 (age)",
            "+ users: index ix_two (name, age)",
            "+ table posts",
            "+ posts: id INTEGER NOT NULL AUTO",
            "+ posts: account_id INTEGER",
            "+ posts: primary - (id)",
            "+ posts: foreignkey fk_a (account_id) -> users(id)",
        ],
    ),
    (
        "CREATE UNIQUE INDEX ix ON account (name(10) DESC, age) USING BTREE",
        ["+ account: unique index ix (<name DESC>, age) mysql_length={'name': 10} mysql_using=BTREE"],
    ),
    (
        "CREATE FULLTEXT INDEX ft ON account (name)",
        ["+ account: index ft (name) mysql_prefix=FULLTEXT"],
    ),
    (
        "CREATE INDEX ix ON account ((lower(name)))",
        ["+ account: index ix (<(lower(name))>)"],
    ),
    (
        "DROP INDEX ix_two ON account",
        ["- account: index ix_two (name, age)"],
    ),
    (
        "DROP INDEX uq_email ON account",
        ["- account: unique uq_email (email)"],
    ),
    (
        "DROP TABLE IF EXISTS Account, POST",
        ["- table account", "- table post"],
    ),
    (
        "CREATE DEFINER=`root`@`localhost` TRIGGER tr BEFORE INSERT ON account FOR EACH ROW BEGIN IF NEW.age > 1 THEN SET NEW.age = 1; END IF; UPDATE post SET id = CASE WHEN 1 THEN 2 END; END; ALTER TABLE account DROP COLUMN age",
        [
            "- account: age INTEGER",
            "- account: check ck_age age > 0 (age)",
            "- account: index ix_two (name, age)",
            "+ account: index ix_two (name)",
            "+ trigger tr CREATE DEFINER=`root`@`localhost` TRIGGER tr BEFORE INSERT ON account FOR EACH ROW BEGIN IF NEW.age > 1 THEN SET NEW.age = 1; END IF; UPDATE post SET id = CASE WHEN 1 THEN 2 END; END",
            "+ trigger on account",
        ],
    ),
    (
        "CREATE PROCEDURE p() BEGIN DROP TABLE account; END",
        [],
    ),
    (
        "CREATE VIEW v AS SELECT 1 # comment; DROP TABLE account\n",
        ["+ view v CREATE VIEW v AS SELECT 1"],
    ),
    (
        "SET FOREIGN_KEY_CHECKS = 0; DROP TABLE account; SET FOREIGN_KEY_CHECKS = 1",
        ["- table account"],
    ),
    (
        '/*!40101 SET NAMES utf8 */; INSERT INTO account VALUES ("a; b", \'c\\\'; d\'); UPDATE account SET name = "x"',
        [],
    ),
    (
        "ALTER TABLE mydb.account ADD x INT",
        ["+ table mydb.account incomplete", "+ mydb.account: x INTEGER"],
    ),
    (
        "PREPARE s FROM @sql; EXECUTE s",
        ["+ not analysed: 1"],
    ),
]


@pytest.mark.parametrize(("text", "expected"), CASES)
def test_raw_sql_changes_the_schema(text, expected):
    assert changes("mysql", BASE, text) == expected
