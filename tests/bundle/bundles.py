"""Bundles for tests: written as the command line does, and what lies in the folder."""

from pathlib import Path

from sqlcompile.bundle.build import build_bundle
from sqlcompile.project.config import load_config
from sqlcompile.scripts.style import Style
from tests.projects import Project


class Heard:
    """A Progress that keeps the notes."""

    def __init__(self):
        self.notes = []

    def step(self, done, total, message):
        pass

    def note(self, message):
        self.notes.append(message)


def proposed(project, folder, *dialects, range_text="base:heads", heard=None, **style):
    return build_bundle(
        load_config(project.folder),
        range_text=range_text,
        dialects=dialects or ("sqlite",),
        folder=folder,
        style=Style(**style),
        progress=heard or Heard(),
    )


def bundled(project, folder, *dialects, force=False, **rest):
    """Write a bundle; return the notes that were given."""
    heard = Heard()
    proposed(project, folder, *dialects, heard=heard, **rest).write(heard, force=force)
    return heard.notes


def shop(folder):
    """A project of three revisions, each with its way back."""
    project = Project(folder)
    project.revision(
        "a1",
        """
        op.create_table("account", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(20)))
        op.execute("INSERT INTO account (id, name) VALUES (1, 'ann')")
        """,
        'op.drop_table("account")',
        message="create the account table",
    )
    project.revision(
        "b2",
        'op.add_column("account", sa.Column("mail", sa.String(50)))',
        """
        with op.batch_alter_table("account") as batch:
            batch.drop_column("mail")
        """,
        message="add a mail",
    )
    project.revision(
        "c3",
        'op.create_index("ix_account_name", "account", ["name"])',
        'op.drop_index("ix_account_name", "account")',
        message="index names",
    )
    return project


def contents(folder: Path):
    """Return what every file and folder below a folder holds."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None
        for path in sorted(folder.rglob("*"))
    }


def scripts(folder: Path):
    """Return the contents of the revisions' own files."""
    return {path: text for path, text in contents(folder).items() if path.endswith((".up.sql", ".down.sql"))}
