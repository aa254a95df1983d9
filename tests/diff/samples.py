"""Diffs to show, each with one thing more than the last."""

import dataclasses

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

POSTGRESQL = Column("postgresql@16", "PostgreSQL 16", "postgres")
MYSQL = Column("mysql@8.0", "MySQL 8.0", "mysql")
MSSQL = Column("mssql@2022", "SQL Server 2022", "tsql")

CREATE_POSTGRESQL = """\
CREATE TABLE customer (
    id SERIAL NOT NULL,
    name VARCHAR(120) DEFAULT 'n/a' NOT NULL,
    active BOOLEAN NOT NULL, -- since 2019
    PRIMARY KEY (id)
)"""
CREATE_MYSQL = """\
CREATE TABLE customer (
    id INTEGER NOT NULL AUTO_INCREMENT,
    name VARCHAR(120) NOT NULL DEFAULT 'n/a',
    active BOOL NOT NULL,
    PRIMARY KEY (id)
)"""
CREATE_MSSQL = """\
CREATE TABLE customer (
    id INTEGER NOT NULL IDENTITY,
    name VARCHAR(120) NOT NULL DEFAULT 'n/a',
    active BIT NOT NULL,
    PRIMARY KEY (id)
)"""


def across_dialects():
    """Three databases, every kind, reasons, problems, notes, proposals."""
    created = Row(
        "create_table customer",
        "versions/ae10_customers.py:12",
        (
            Cell((CREATE_POSTGRESQL,)),
            Cell(
                (CREATE_MYSQL,),
                "meaning",
                (
                    Reason(
                        "boolean", "customer.active", "true and false only", "TINYINT(1): any number from -128 to 127"
                    ),
                ),
            ),
            Cell(
                (CREATE_MSSQL,),
                "meaning",
                (
                    Reason("boolean", "customer.active", "true and false only", "BIT: 0 and 1"),
                    Reason("unicode", "customer.name", "any character", "VARCHAR: those of one code page"),
                ),
                notes=("The default is given a name, which is needed to drop it: DF_customer_name.",),
            ),
        ),
    )
    indexed = Row(
        "create_index ix_customer_name",
        "versions/ae10_customers.py:21",
        (
            Cell(("CREATE INDEX ix_customer_name ON customer (name)",)),
            Cell(("CREATE INDEX ix_customer_name ON customer (name)",), "same"),
            Cell(("CREATE INDEX ix_customer_name ON customer (name)",), "same"),
        ),
    )
    altered = Row(
        "alter_column customer.name",
        "versions/ae11_longer_names.py:9",
        (
            Cell(("ALTER TABLE customer ALTER COLUMN name TYPE VARCHAR(240)",)),
            Cell(("ALTER TABLE customer MODIFY name VARCHAR(240) NOT NULL DEFAULT 'n/a'",), "spelling"),
            Cell(
                (
                    "ALTER TABLE customer DROP CONSTRAINT [DF_customer_name]",
                    "ALTER TABLE customer ALTER COLUMN name VARCHAR(240) NOT NULL",
                    "ALTER TABLE customer ADD CONSTRAINT [DF_customer_name] DEFAULT 'n/a' FOR name",
                ),
                "spelling",
            ),
        ),
    )
    executed = Row(
        "execute",
        "versions/ae11_longer_names.py:15",
        (
            Cell(("UPDATE customer SET name = name || '!' WHERE id < 10::bigint",)),
            Cell(
                (),
                "impossible",
                problem="The statement is PostgreSQL's own: `::` is no operator of MySQL.",
                proposals=("UPDATE customer SET name = CONCAT(name, '!') WHERE id < CAST(10 AS SIGNED)",),
            ),
            Cell((), "impossible", problem="The statement is PostgreSQL's own: `::` is no operator of SQL Server."),
        ),
    )
    dropped = Row("drop_table customer", "versions/ae10_customers.py:30", (_drop(), _drop("same"), _drop("same")))
    return Diff(
        title="PostgreSQL 16 and MySQL 8.0, SQL Server 2022",
        range="base:ae11",
        columns=(POSTGRESQL, MYSQL, MSSQL),
        kinds=ACROSS_DIALECTS,
        parts=(
            Part("ae10", "create the customer table", "upgrade", (created, indexed)),
            Part("ae11", "longer names", "upgrade", (altered, executed)),
            Part("ae11", "longer names", "downgrade", ()),
            Part("ae10", "create the customer table", "downgrade", (dropped,)),
        ),
        summary=(
            Count("MySQL 8.0", {"same": 2, "spelling": 1, "meaning": 1, "impossible": 1}),
            Count("SQL Server 2022", {"same": 2, "spelling": 1, "meaning": 1, "impossible": 1}),
        ),
        general=(Reason("transactional DDL", "MySQL 8.0", "rolled back on error", "each statement commits"),),
        notes=("`op.execute` is shown as it is written.",),
    )


def _drop(kind=""):
    return Cell(("DROP TABLE customer",), kind)


def across_changes():
    """Two states of a project with two databases; whole parts are new, changed, removed."""
    columns = (Column("main", "main"), Column("now", "the working tree"))
    add = "ALTER TABLE customer ADD COLUMN vip BOOLEAN"
    changed = Row("add_column customer.vip", "versions/b1.py:9", (Cell((add,)), Cell((f"{add} NOT NULL",), "changed")))
    kept = Row(
        "create_index ix_vip",
        "versions/b1.py:10",
        tuple(Cell(("CREATE INDEX ix_vip ON customer (vip)",), kind) for kind in ("", "same")),
    )
    return Diff(
        title="main and the working tree",
        range="base:head",
        columns=columns,
        kinds=ACROSS_CHANGES,
        parts=(
            Part("b1", "customers that matter", "upgrade", (changed, kept), "postgresql", "changed", "postgres"),
            Part("b1", "customers that matter", "upgrade", (changed,), "mysql", "changed", "mysql"),
            Part("b2", "an empty one", "upgrade", (), "postgresql", "same", "postgres"),
            Part(
                "b3",
                "orders",
                "upgrade",
                (
                    Row(
                        "create_table orders", "versions/b3.py:9", (Cell(), Cell(("CREATE TABLE orders (id INTEGER)",)))
                    ),
                ),
                "postgresql",
                "new",
                "postgres",
            ),
            Part(
                "b4",
                "gone",
                "upgrade",
                (Row("drop_table gone", "versions/b4.py:9", (Cell(("DROP TABLE gone",)), Cell())),),
                "postgresql",
                "removed",
                "postgres",
            ),
        ),
        summary=(Count("revisions", {"same": 1, "new": 1, "changed": 2, "removed": 1}),),
    )


def report():
    """The same without kinds: what a database administrator reads before he applies."""
    diff = across_dialects()
    parts = tuple(
        dataclasses.replace(
            part,
            rows=tuple(
                dataclasses.replace(
                    row, cells=tuple(dataclasses.replace(cell, kind="", reasons=(), proposals=()) for cell in row.cells)
                )
                for row in part.rows
            ),
        )
        for part in diff.parts
    )
    return dataclasses.replace(diff, title="What is applied", kinds=(), parts=parts, summary=(), general=())


HOSTILE = (
    "</script><script>window.hacked = 1</script>",
    "</style><img src=x onerror='window.hacked = 2'>",
    "<!-- <b> --> ]]> &lt; &#0; &amp;lt;",
    "javascript:window.hacked=3//\"'`><svg onload=window.hacked=4>",
    "${__import__('os').abort()} <%! raise SystemExit %> % for x in y: ## no comment",
    "access = '\u202euser\u2066 // admin only\u2069 \u2066' -- \u200b\u2060\ufeff\u00ad",
    "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd, 1, 'abc', '\u0645\u0631\u062d\u0628\u0627', 2",
    "NUL \x00, bell \x07, escape \x1b[31mred, CR \r\n, DEL \x7f, C1 \x85\x9b, tab\there",
    "half \ud800 a pair, \udc80 the other, \uffff none, \U000e0041 tag, private \ue000, \u2028 line, \u00a0 \u3000 spaces, \u3164",
    "\nfirst line is empty\n\n",
    "a" * 20_000 + " " + "SELECT 1; " * 2_000,
)
"""What a page must show and not do."""


def hostile():
    """Every text is one of HOSTILE, in turn."""
    reasons = tuple(Reason(text[:200], text[:200], text[:200], text[:200]) for text in HOSTILE)
    rows = tuple(
        Row(
            text[:200],
            f"{text[:200]}:1",
            (
                Cell((text, f"SELECT '{text}'", f"-- {text}"), notes=(text[:200],)),
                Cell((text,), "meaning", reasons, text[:200], (text[:200],), (text,)),
            ),
        )
        for text in HOSTILE
    )
    return Diff(
        title=" ".join(text[:60] for text in HOSTILE),
        range="<base>:\u202ehead",
        columns=(
            Column("a\"'><b>\u202e", HOSTILE[0], "postgres"),
            Column("b&\x00 \ud800", HOSTILE[1], "no such syntax"),
        ),
        kinds=ACROSS_DIALECTS,
        parts=tuple(
            Part(text[:80], text[:80], "upgrade", rows[:2] if number else rows, text[:80])
            for number, text in enumerate(HOSTILE)
        ),
        summary=(Count(HOSTILE[1], {"meaning": 1}), Count(HOSTILE[0], {})),
        general=reasons,
        notes=HOSTILE[:9],
    )


def large(revisions=1000, databases=5):
    """As many revisions as a long history has, in several databases."""
    columns = tuple(
        Column(f"db{number}", f"Database {number}", ("postgres", "mysql", "tsql", "sql", "plpgsql", "postgres")[number])
        for number in range(databases)
    )
    kinds = ("", "same", "spelling", "meaning", "impossible", "meaning")
    parts = tuple(
        Part(
            f"{number:04x}c0de",
            f"revision {number}",
            "upgrade",
            tuple(_large_row(number, row, columns, kinds) for row in range(3)),
        )
        for number in range(revisions)
    )
    counts = tuple(
        Count(column.title, {kind: 3 * revisions}) for column, kind in zip(columns[1:], kinds[1:], strict=False)
    )
    return Diff("A long history", "base:head", columns, ACROSS_DIALECTS, parts, counts)


def _large_row(number, row, columns, kinds):
    if row == 0:
        texts = [CREATE_POSTGRESQL.replace("customer", f"t_{number}_{column.name}") for column in columns]
    else:
        texts = [
            f"ALTER TABLE t_{number} ADD COLUMN c{row} VARCHAR({10 + at}) DEFAULT 'x'" for at in range(len(columns))
        ]
    cells = tuple(
        Cell(
            (text,),
            kind,
            (Reason("boolean", f"t_{number}.active", "BOOLEAN", "TINYINT(1)"),) if kind == "meaning" else (),
        )
        for text, kind in zip(texts, kinds, strict=False)
    )
    return Row(f"add_column t_{number}.c{row}", f"versions/{number:04x}.py:{row + 10}", cells)
