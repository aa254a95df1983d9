"""What of an expression counts as the same, in whatever words a database writes it back."""

import pytest

from sqlcompile.dialect.load import load_dialect
from sqlcompile.verifying.expressions import columns_and_values, words

PG, MY, LITE = (load_dialect(name).lexis for name in ("postgresql", "mariadb", "sqlite"))


@pytest.mark.parametrize(
    ("lexis", "one", "other"),
    [
        (PG, "a IN ('x', 'y')", "((a)::text = ANY ((ARRAY['x'::character varying, 'y'::character varying])::text[]))"),
        (PG, "a BETWEEN 1 AND 9", "((a >= 1) AND (a <= 9))"),
        (PG, 'a > -5 AND "b" != 2.50', "((a > '-5'::integer) AND (b <> 2.5))"),
        (MY, "a <> 'it''s'", "`a` <> _utf8mb4'it''s'"),
        (LITE, "pending IN (0, 1)", 'CHECK ("pending" IN (0,1))'),
    ],
)
def test_the_same_in_other_words(lexis, one, other):
    columns = ["a", "b", "pending"]
    assert columns_and_values(lexis, one, columns) == columns_and_values(lexis, other, columns)


@pytest.mark.parametrize(
    ("one", "other"),
    [("a IN ('x', 'y')", "a IN ('x', 'z')"), ("a > 0", "b > 0"), ("a > 0", "a > -1"), ("a = 'b::c'", "a = 'b'")],
)
def test_other_columns_and_values(one, other):
    assert columns_and_values(PG, one, ["a", "b"]) != columns_and_values(PG, other, ["a", "b"])


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("'x'", "'x'::character varying", True),
        ("now()", "CURRENT_TIMESTAMP", True),
        ("'2.50'::numeric(10,2)", "2.5", True),
        ("'-1'::integer", "-1", True),
        ("'a::text'", "'a'", False),
        ("gen_random_uuid()", "uuid_generate_v4()", False),
        ("'x'", "'X'", False),
        ("10", "1", False),
        ("'{}'::jsonb", "'[]'::jsonb", False),
    ],
)
def test_defaults(one, other, same):
    assert (words(PG, one) == words(PG, other)) is same
