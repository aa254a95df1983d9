"""The names of a bundle's files: a number, the revision's id, and its message in plain letters."""

from __future__ import annotations

import unicodedata

from sqlcompile.project.revision import Revision
from sqlcompile.project.template import slug


def stem(position: int, revision: Revision) -> str:
    """Return the name of a revision's files, without what follows for up and down.

    Letters outside of ASCII lose their marks or are left out: the files go through archives and mails to
    systems that spell them otherwise.
    """
    plain = unicodedata.normalize("NFKD", revision.message).encode("ascii", "ignore").decode()
    return "_".join(part for part in (f"{position:04}", revision.id, slug(plain, 40).strip("_")) if part)


def folder_of(dialect: str, database: str | None) -> str:
    """Return the folder of a database's scripts."""
    return f"{database}/{dialect}" if database else dialect
