"""What stands for foreign types is what real servers have, and keep values in."""

import datetime as dt
import json

import pytest
import sqlalchemy as sa

from sqlcompile.dialect.load import load_dialect
from sqlcompile.errors import InvalidLiteral, UnsupportedOperation
from tests.dialects.foreign import ID, NOON, SAMPLES
from tests.projects import Project
from tests.verifying.conftest import prove  # noqa: F401 - a fixture

HEAD = "from tests.dialects.foreign import SAMPLES"
UP = """
table = op.create_table("things", sa.Column("id", sa.Integer, primary_key=True),
                        *[sa.Column(name, SAMPLES[name][0]) for name in {names!r}])
op.bulk_insert(table, [{{"id": 1, **{{name: SAMPLES[name][1] for name in {names!r}}}}}])
"""


def writable(name):
    """Return the names of the types for which a database has others, where it takes the values, too."""
    dialect = load_dialect(name)
    found = []
    for title, (type_, value) in SAMPLES.items():
        try:
            with dialect.noting() as stood_in:
                dialect.type_sql(type_)
            dialect.literals.render(value, type_, dialect.sa)
        except (UnsupportedOperation, InvalidLiteral):
            continue
        if stood_in:
            found.append(title)
    return found


@pytest.fixture
def project(tmp_path):
    return Project(tmp_path)


def test_all_of_them_are_made_and_verified(project, server, prove):  # noqa: F811
    names = writable(server.dialect)
    assert len(names) > 40
    project.revision("a1", UP.format(names=names), 'op.drop_table("things")', head=HEAD)
    project.revision(
        "b2",
        """
        op.add_column("things", sa.Column("more", SAMPLES["long"][0]))
        op.alter_column("things", "smallmoney", existing_type=SAMPLES["smallmoney"][0], type_=SAMPLES["ms_money"][0])
        with op.batch_alter_table("things") as batch:
            batch.add_column(sa.Column("further", SAMPLES["uniqueidentifier"][0]))
            batch.alter_column("ntext", existing_type=SAMPLES["ntext"][0], nullable=False)
        """,
        """
        op.drop_column("things", "more")
        op.drop_column("things", "further")
        op.alter_column("things", "smallmoney", existing_type=SAMPLES["ms_money"][0], type_=SAMPLES["smallmoney"][0])
        op.alter_column("things", "ntext", existing_type=SAMPLES["ntext"][0], nullable=True)
        """,
        head=HEAD,
    )
    with server.fresh() as database:
        status, report = prove(database)
        assert isinstance(report, dict), report
        assert (status, report["differences"], report["not_compared"]) == (0, [], []), report


KEPT = {
    "array": ("json", [1, 2, None]),
    "array_of_text": ("json", ["it's", "b\\", "ü"]),
    "hstore": ("json", {"a": "b"}),
    "jsonb": ("json", {"a": [1, None, "ä'\\"]}),
    "inet": ("text", "2001:db8::1"),
    "interval": ("text", "P-0DT-23H-58M-29.999995S"),
    "tsrange": ("text", "[2024-02-29 12:30:15.250000,)"),
    "jsonpath": ("text", '$."a"'),
    "bytea": ("bytes", b"\x00\xff"),
    "longblob": ("bytes", b"\x00"),
    "raw": ("bytes", ID.bytes),
    "set": ("text", "a,bb"),
    "my_enum": ("text", "bb"),
    "ntext": ("text", "ä"),
    "ms_bit": ("number", 1),
    "ms_tinyint": ("number", 255),
    "oid": ("number", 4294967295),
    "integer_unsigned": ("number", 4294967295),
    "number_whole": ("number", 10**17),
    "year": ("number", 2024),
    "datetime2": ("moment", NOON),
    "datetimeoffset": ("moment", NOON),
    "pg_timestamp": ("moment", NOON),
    "or_date": ("moment", NOON.replace(microsecond=0)),
    "uuid": ("uuid", ID),
    "uniqueidentifier": ("uuid", ID),
}
"""What must come back, by what a driver gives."""


def _read(kind, value):
    match kind:
        case "json":
            return json.loads(value) if isinstance(value, (str, bytes)) else value
        case "text":
            return value
        case "bytes":
            return bytes(value)
        case "number":
            return int(value)
        case "uuid":
            return str(value).replace("-", "")
        case _:
            found = value if isinstance(value, dt.datetime) else dt.datetime.fromisoformat(value)
            return found.astimezone(dt.UTC).replace(tzinfo=None) if found.tzinfo else found


def test_the_values_come_back(project, server):
    names = [name for name in KEPT if name in writable(server.dialect)]
    project.revision("a1", UP.format(names=names), head=HEAD)
    with server.fresh() as database:
        done = database.run_script(project.compile(server.dialect))
        assert done.returncode == 0, done.stderr
        with database.engine().connect() as connection:
            row = connection.execute(sa.text("SELECT * FROM things")).mappings().one()
        for name in names:
            kind, expected = KEPT[name]
            assert _read(kind, row[name]) == (ID.hex if kind == "uuid" else expected), name
        assert len(names) > 9


def test_a_bit_string_is_the_same_bits(project, server):
    project.revision("a1", UP.format(names=["bit", "my_bit"]), head=HEAD)
    with server.fresh() as database:
        done = database.run_script(project.compile(server.dialect))
        assert done.returncode == 0, done.stderr
        bits = {
            "postgresql": ("bit::text", "my_bit::int", ("00001010", 10)),
            "mariadb": ("bin(`bit`)", "my_bit + 0", ("1010", 10)),
            "sqlite": ("bit", "my_bit", ("00001010", 10)),
        }
        one, other, expected = bits[server.dialect]
        assert database.query(f"SELECT {one}, {other} FROM things") == [expected]


def test_reflection_shows_what_stands_for_a_type(project, server):
    names = [name for name in KEPT if name in writable(server.dialect)]
    project.revision("a1", UP.format(names=names), head=HEAD)
    with server.fresh() as database:
        database.run_script(project.compile(server.dialect))
        with database.engine().connect() as connection:
            real = {
                column["name"]: str(column["type"].compile(dialect=connection.dialect)).split(" C")[0]
                for column in sa.inspect(connection).get_columns("things")
            }
    offline = project.run(server.dialect).bind()
    found = {
        column["name"]: str(column["type"].compile(dialect=offline.dialect)).split(" C")[0]
        for column in sa.inspect(offline).get_columns("things")
    }
    assert found == real
