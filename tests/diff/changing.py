"""Bundles of a project before and after a change, and what a diff of them says."""

import re

from sqlcompile.diff.bundles import diff_bundles
from tests.bundle.bundles import bundled, shop

DIALECTS = ("postgresql", "mysql", "mariadb", "sqlite", "mssql", "oracle")


def changed(path, old, new):
    """Replace a text in a file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


class Change:
    """A shop before a change, and after it: ``project`` is what is changed between the two bundles."""

    def __init__(self, folder, *dialects, **style):
        self.folder = folder
        self.dialects = dialects or ("sqlite",)
        self.style = style
        self.project = shop(folder / "project")
        bundled(self.project, folder / "old", *self.dialects, **style)

    def path(self, revision):
        return self.project.folder / "versions" / f"{revision}.py"

    def diff(self, *dialects, **style):
        bundled(self.project, self.folder / "new", *(dialects or self.dialects), **(style or self.style))
        return diff_bundles(self.folder / "old", self.folder / "new")


def kinds(diff):
    """Return the kinds of parts that are not the same, by revision and direction."""
    return {(part.revision, part.direction): part.kind for part in diff.parts if part.kind != "same"}


def part_of(diff, revision, direction="upgrade", scope=""):
    (found,) = [one for one in diff.parts if (one.revision, one.direction, one.scope) == (revision, direction, scope)]
    return found


def cells(part):
    """Return the kinds of the second column's cells, with the first words of the statements."""
    return [(row.cells[1].kind, re.sub(r"[\s(].*", "", row.title, flags=re.DOTALL)) for row in part.rows]
