"""Which released revisions may change."""

import pytest

from sqlcompile.diff.model import ACROSS_CHANGES, Diff, Part
from sqlcompile.diff.released import not_allowed
from sqlcompile.errors import AmbiguousRevision, RevisionNotFound


def diff(**kinds):
    parts = tuple(Part(name, "", "upgrade", (), kind=kind) for name, kind in kinds.items())
    return Diff("", "", (), ACROSS_CHANGES, parts)


FOUND = diff(ae10="changed", ae11="removed", b2="new", c3="same")


def test_what_is_changed_or_removed_is_not_allowed():
    assert [part.revision for part in not_allowed(FOUND)] == ["ae10", "ae11"]


@pytest.mark.parametrize(
    ("allowed", "left"),
    [
        (["ae10"], ["ae11"]),
        (["ae11"], ["ae10"]),
        (["ae10", "ae11"], []),
        (["all"], []),
        (["b", "c3"], ["ae10", "ae11"]),
    ],
)
def test_revisions_are_allowed_by_name(allowed, left):
    assert [part.revision for part in not_allowed(FOUND, allowed)] == left


def test_names_that_mean_nothing_or_too_much():
    for names in (["x"], ["all", "x"], [""]):
        with pytest.raises(RevisionNotFound):
            not_allowed(FOUND, names)
    with pytest.raises(AmbiguousRevision, match="ae10, ae11"):
        not_allowed(FOUND, ["ae1"])
