"""Diffs for the tests of the formats that are text, made by hand."""

from dataclasses import replace

from sqlcompile.diff.model import (
    ACROSS_CHANGES,
    ACROSS_DIALECTS,
    Cell,
    Column,
    Count,
    Diff,
    Part,
    Reason,
    Row,
)

POSTGRESQL = Column("postgresql@16", "PostgreSQL 16", "postgresql")
MYSQL = Column("mysql@8.0", "MySQL 8.0", "mysql")
SQLITE = Column("sqlite", "SQLite 3.40", "sql")

BOOLEAN = ("boolean", "BOOLEAN, which is true or false", "TINYINT(1), which holds any small number")


def _boolean(subject):
    fact, left, right = BOOLEAN
    return Reason(fact, subject, left, right)


def _customer(*columns):
    return "\n".join(["CREATE TABLE customer (", *(f"    {one}," for one in columns), "    PRIMARY KEY (id)", ");"])


CREATE = Row(
    "create_table customer",
    "versions/1f0a_customers.py:14",
    (
        Cell(
            (
                _customer("id SERIAL NOT NULL", "email VARCHAR(200) NOT NULL", "active BOOLEAN DEFAULT true NOT NULL"),
                "COMMENT ON COLUMN customer.email IS 'as the customer writes it';",
            )
        ),
        Cell(
            (
                _customer(
                    "id INTEGER NOT NULL AUTO_INCREMENT",
                    "email VARCHAR(200) NOT NULL COMMENT 'as the customer writes it'",
                    "active BOOL DEFAULT true NOT NULL",
                ),
            ),
            "meaning",
            (_boolean("customer.active"), _boolean("customer.newsletter")),
        ),
        Cell(
            (_customer("id INTEGER NOT NULL", "email VARCHAR(200) NOT NULL", "active BOOLEAN DEFAULT 1 NOT NULL"),),
            "meaning",
            (Reason("comment", "customer.email", "a comment", "no comments at all"),),
            notes=("Comments are left out.",),
        ),
    ),
)
INDEX = Row(
    "create_index ix_customer_email",
    "versions/1f0a_customers.py:22",
    (
        Cell(("CREATE INDEX ix_customer_email ON customer (email);",)),
        Cell(("CREATE INDEX ix_customer_email ON customer (email);",), "same"),
        Cell(("CREATE INDEX ix_customer_email ON customer (email);",), "same"),
    ),
)
RENAME = Row(
    "alter_column customer.email",
    "versions/2b1c_longer.py:9",
    (
        Cell(("ALTER TABLE customer ALTER COLUMN email TYPE VARCHAR(320);",)),
        Cell(("ALTER TABLE customer MODIFY email VARCHAR(320) NOT NULL;",), "spelling"),
        Cell((), "same"),
    ),
)
EXCLUDE = Row(
    "create_exclude_constraint no_overlap",
    "versions/2b1c_longer.py:12",
    (
        Cell(("ALTER TABLE booking ADD CONSTRAINT no_overlap EXCLUDE USING gist (during WITH &&)",)),
        Cell((), "impossible", problem="MySQL 8.0 has no exclusion constraints."),
        Cell((), "impossible", problem="SQLite has no exclusion constraints."),
    ),
)
RAW = Row(
    "execute UPDATE",
    "versions/2b1c_longer.py:15",
    (
        Cell(("UPDATE customer SET email = email || '@shop'",)),
        Cell(
            ("UPDATE customer SET email = email || '@shop'",),
            "meaning",
            (Reason("concatenation", "||", "joins two texts", "is a logical OR"),),
            proposals=("UPDATE customer SET email = CONCAT(email, '@shop')",),
        ),
        Cell(("UPDATE customer SET email = email || '@shop'",), "same"),
    ),
)
DIALECTS = Diff(
    "Diff of PostgreSQL 16 with MySQL 8.0 and SQLite 3.40",
    "base:head",
    (POSTGRESQL, MYSQL, SQLITE),
    ACROSS_DIALECTS,
    (
        Part("1f0a", "create the customer table", "upgrade", (CREATE, INDEX)),
        Part("2b1c", "longer addresses", "upgrade", (RENAME, EXCLUDE, RAW)),
    ),
    (
        Count("MySQL 8.0", {"same": 1, "spelling": 1, "meaning": 2, "impossible": 1}),
        Count("SQLite 3.40", {"same": 3, "meaning": 1, "impossible": 1}),
    ),
    (Reason("transactional_ddl", "MySQL 8.0", "DDL can be rolled back", "DDL commits at once"),),
    ("The revisions of the branch shop@head are not in it.",),
)

MAIN = Column("main", "main")
NOW = Column("now", "now")


def _change(title, before, after, kind):
    left = Cell((before,)) if before else Cell()
    return Row(title, "versions/x.py:7", (left, Cell((after,) if after else (), kind)))


_OLD = "CREATE TABLE parcel (\n    id INTEGER NOT NULL,\n    weight INTEGER,\n    note TEXT\n);"
_NEW = "CREATE TABLE parcel (\n    id INTEGER NOT NULL,\n    weight NUMERIC(10, 3),\n    sent DATE\n);"
CHANGES = Diff(
    "Diff of now with main",
    "base:head",
    (MAIN, NOW),
    ACROSS_CHANGES,
    (
        Part("1f0a", "first", "upgrade", (_change("create_table a", "CREATE TABLE a (x INT);", "CREATE TABLE a (x INT);", "same"),), "shop", "same", "postgresql"),
        Part("2b1c", "parcels", "upgrade", (_change("create_table parcel", _OLD, _NEW, "changed"), _change("execute", "SELECT 1;", "SELECT 1;", "same")), "shop", "changed", "postgresql"),
        Part("2b1c", "parcels", "upgrade", (_change("create_table parcel", _OLD, _OLD, ""),), "stock", "same", "mysql"),
        Part("3c2d", "brand new", "upgrade", (_change("create_index ix", "", "CREATE INDEX ix ON parcel (weight);", "new"),), "shop", "new", "postgresql"),
        Part("3c2d", "brand new", "downgrade", (_change("drop_index ix", "", "DROP INDEX ix;", ""),), "shop", "new", "postgresql"),
        Part("9d8e", "gone", "upgrade", (_change("drop_table b", "DROP TABLE b;", "", "removed"),), "shop", "removed", "postgresql"),
    ),
    (Count("shop", {"same": 1, "new": 2, "changed": 1, "removed": 1}), Count("stock", {"same": 1})),
)  # fmt: skip

REPORT = Diff(
    "The scripts of base:head",
    "base:head",
    (MYSQL,),
    (),
    (
        Part("1f0a", "create the customer table", "upgrade", (Row(CREATE.title, CREATE.location, (Cell(CREATE.cells[1].statements, notes=("A type stands for another.",)),)),)),
        Part("2b1c", "", "upgrade", (Row("create_exclude_constraint", "", (Cell(problem="MySQL 8.0 has none."),)),)),
    ),
    notes=("Read it before you apply it.",),
)  # fmt: skip

NASTY = (
    "`a @x b` ```` <script>alert(1)</script> </details> @admin #123 GH-7 a/b#1 | \\| https://evil.example [l](http://x) "
    "*b* \x1b[31m \x07 \u202e \u200b \u2028 \x85 \ufeff \U000e0041 \ud800 \r 漢字 e\u0301 \t: ![i](j) www.evil.example &lt; ~~s~~ "
    "-- --- +++ @@ -1 +1 @@"
)
SQL = f"SELECT '{NASTY}'\n--- a\n+++ b\n@@ -1,2 +3,4 @@\n```\n\n\tFROM\tt\n# 漢字漢字\x0b{'漢' * 90}{'x' * 150} {NASTY}"


def hostile():
    """Return a diff whose every text is one that a format could take for its own."""
    said = f"1. {NASTY}\n# {NASTY}"
    reason = Reason(f"fact {NASTY}", said, said, said)
    cells = (
        Cell((SQL, "A;"), "", (), "", (said,), (SQL,)),
        Cell((SQL + "x", NASTY), "meaning", (reason, reason), said, (said,), (SQL, NASTY)),
        Cell((), "impossible", (), said),
    )
    columns = (Column(f"a{NASTY}", said), Column(f"b{NASTY}", said + "b"), Column(f"c{NASTY}", said + "c"))
    part = Part(said, said, "downgrade", (Row(said, said, cells), Row(said, "", cells)), said)
    numbers = {"same": 1, "meaning": 3}
    return Diff(said, said, columns, ACROSS_DIALECTS, (part, part), (Count(said, numbers),), (reason,), (said, said))


DIFFS = {
    "dialects": DIALECTS,
    "changes": CHANGES,
    "report": REPORT,
    "hostile": hostile(),
    "hostile_report": replace(hostile(), kinds=()),
}


def large(revisions=1000, columns=5):
    """Return a diff of this many revisions and databases, three operations each."""
    sides = tuple(Column(f"db{n}", f"Database {n}", f"sql{n}") for n in range(columns))
    return Diff(
        "Large", "base:head", sides, ACROSS_DIALECTS, tuple(_large(number, columns) for number in range(revisions))
    )


def _large(number, columns):
    def table(side):
        lines = [f"    column_{n} {'INTEGER' if (n + side) % 3 else 'VARCHAR(20)'} NOT NULL," for n in range(8)]
        return "\n".join([f"CREATE TABLE table_{number} (", *lines, "    PRIMARY KEY (column_0)", ");"])

    def cell(text, side, kind):
        reasons = (_boolean(f"table_{number}.column_{side}"),) if side and kind == "meaning" else ()
        return Cell((text,), kind if side else "", reasons)

    rows = (
        Row(f"create_table table_{number}", f"versions/{number}.py:9", tuple(cell(table(n), n, "meaning") for n in range(columns))),
        Row("create_index", f"versions/{number}.py:12", tuple(cell(f"CREATE INDEX i{number} ON t (a);", n, "same") for n in range(columns))),
        Row("alter_column", f"versions/{number}.py:15", tuple(cell(f"ALTER TABLE t MODIFY c{number} TYPE{n};", n, "spelling") for n in range(columns))),
    )  # fmt: skip
    return Part(f"{number:04x}", f"revision number {number}", "upgrade", rows)
