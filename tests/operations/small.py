"""One revision of an ``upgrade()`` body, and the statements that it gives."""

from pathlib import Path

from tests.projects import Project


def statements(folder: Path, body: str, dialect: str = "postgresql", head: str = "") -> list[str]:
    """Return the statements of a project's only revision."""
    project = Project(folder)
    project.revision("one", body, head=head)
    return project.statements(dialect)
