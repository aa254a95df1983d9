"""The unified diff: git takes it, and nothing is lost in it."""

import re
import subprocess
from dataclasses import replace

import pytest

from sqlcompile.diff.formats import as_unified
from sqlcompile.diff.model import Column, Look
from sqlcompile.diff.telling import text_of
from sqlcompile.project.printable import printable
from tests.diff import texts

BAD = pytest.mark.parametrize("diff", texts.DIFFS.values(), ids=texts.DIFFS)


HUNK = re.compile(r"@@ -(\d+),(\d+) \+(\d+),(\d+) @@ ")


def _sides(diff, part, place):
    """Return what the two files would be."""
    return tuple(
        "".join(f"{text_of(row.cells[side])}\n" for row in part.rows if row.cells[side].statements)
        for side in (0, place)
    )


@BAD
def test_git_makes_one_side_of_the_other(diff, tmp_path):
    if not diff.kinds:
        assert not HUNK.search(as_unified.render(diff, Look()))
        return
    number = 0
    for part in diff.parts:
        for place in range(1, len(diff.columns)):
            one = tuple(replace(row, cells=(row.cells[0], row.cells[place])) for row in part.rows)
            columns = (Column("a", "a"), Column("b", "b"))
            text = as_unified.render(replace(diff, columns=columns, parts=(replace(part, rows=one),)), Look())
            left, right = _sides(diff, part, place)
            assert ("\n--- " in text) == (left != right)
            if left == right:
                continue
            # the names of both sides are made one, and plain, for git looks for the file of that name
            text = re.sub(r"(?m)^(--- |\+\+\+ )[ab] .*\n(?=\+\+\+ [ab] |@@ )", r"\1sql\n", text)
            number += 1
            folder = tmp_path / str(number)
            folder.mkdir()
            subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
            if left:
                (folder / "sql").write_text(left, encoding="utf-8", newline="")
            done = subprocess.run(
                ["git", "apply", "-p0", "--unidiff-zero", "--whitespace=nowarn", "-"],
                cwd=folder,
                input=text.encode(),
                capture_output=True,
                check=False,
            )
            assert done.returncode == 0, done.stderr.decode() + text
            assert ((folder / "sql").read_text(encoding="utf-8") if (folder / "sql").exists() else "") == right
    assert number


@BAD
def test_all_lines_of_a_unified_diff_are_of_a_hunk_or_are_marked(diff):
    lines = iter(as_unified.render(diff, Look()).split("\n")[:-1])
    if not diff.kinds:
        return
    for line in lines:
        found = HUNK.match(line)
        if not found:
            assert line.startswith(("# ", "--- ", "+++ ")), line
            continue
        left, right = int(found[2]), int(found[4])
        while left or right:
            mark = next(lines)[0]
            left -= mark in " -"
            right -= mark in " +"


@BAD
def test_the_unified_diff_has_every_word(diff):
    text = re.sub(r"\s", "", as_unified.render(diff, Look()))
    for part in diff.parts:
        for row in part.rows:
            cells = row.cells[1:]
            said = [one for cell in row.cells for one in (*cell.proposals, cell.problem, *cell.notes)]
            if any(cell.statements != row.cells[0].statements or cell.reasons for cell in cells) or not diff.kinds:
                said += [one for cell in row.cells for one in cell.statements]
            for word in printable(" ".join(said)).split():
                assert word in text
