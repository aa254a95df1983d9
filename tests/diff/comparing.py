"""A diff of a small project, and what its rows say."""

from sqlcompile.diff.comparing import Wishes
from sqlcompile.diff.compiling import diff_dialects
from sqlcompile.project.config import load_config
from sqlcompile.project.progress import Silent


def diff_of(project, *dialects, range_text="base:heads", **wishes):
    """Return the diff of a project's range across databases."""
    return diff_dialects(
        load_config(project.folder),
        range_text=range_text,
        dialects=dialects,
        wishes=Wishes(**wishes),
        progress=Silent(),
    )


def rows_of(diff):
    """Return for each row its title, and the kinds of the cells after the first."""
    return [(row.title, *(cell.kind for cell in row.cells[1:])) for part in diff.parts for row in part.rows]


def facts_of(cell):
    """Return the keys of a cell's reasons, sorted."""
    return sorted({reason.fact for reason in cell.reasons})
