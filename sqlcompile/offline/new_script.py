"""What ``process_revision_directives`` of an env.py gets and may change: a new revision, before it is written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass
class OpsList:
    """The operations that a new revision is to have: none where nothing is compared with models."""

    ops: list[Any] = field(default_factory=list)

    def is_empty(self) -> bool:
        """Return whether there are none."""
        return not self.ops

    def as_diffs(self) -> list[Any]:
        """Return them as pairs of a name and the operation."""
        return [(type(one).__name__, one) for one in self.ops]


@dataclass
class UpgradeOps(OpsList):
    """Those of ``upgrade()``."""


@dataclass
class DowngradeOps(OpsList):
    """Those of ``downgrade()``."""


@dataclass
class MigrationScript:
    """A revision that is about to be written, with the attributes that Alembic documents."""

    rev_id: str
    message: str = ""
    head: Any = "head"
    splice: bool = False
    branch_label: Any = None
    version_path: str | None = None
    depends_on: Any = None
    imports: set[str] = field(default_factory=set)
    upgrade_ops: OpsList = field(default_factory=UpgradeOps)
    downgrade_ops: OpsList = field(default_factory=DowngradeOps)

    @property
    def upgrade_ops_list(self) -> list[OpsList]:
        """The operations of all databases together."""
        return [self.upgrade_ops]

    @property
    def downgrade_ops_list(self) -> list[OpsList]:
        """The operations of all databases together."""
        return [self.downgrade_ops]
