"""What ``on_version_apply`` is told of a step."""

from __future__ import annotations

from sqlcompile.offline.script_directory import Script, ScriptDirectory


class MigrationInfo:
    """One step, with the attributes that Alembic documents.

    ``up`` and ``down`` are the revisions above and below it, wherever it goes.
    """

    def __init__(
        self,
        revisions: ScriptDirectory,
        up: tuple[str, ...],
        down: tuple[str, ...],
        *,
        is_upgrade: bool,
        is_stamp: bool = False,
    ) -> None:
        self.revision_map = revisions
        self.is_upgrade = is_upgrade
        self.is_stamp = is_stamp
        self.up_revision_ids = up
        self.down_revision_ids = down

    @property
    def is_migration(self) -> bool:
        """Whether the step runs a script."""
        return not self.is_stamp

    @property
    def up_revision_id(self) -> str | None:
        """The (first) revision above."""
        return self.up_revision_ids[0] if self.up_revision_ids else None

    @property
    def source_revision_ids(self) -> tuple[str, ...]:
        """The revisions before the step."""
        return self.down_revision_ids if self.is_upgrade else self.up_revision_ids

    @property
    def destination_revision_ids(self) -> tuple[str, ...]:
        """The revisions after the step."""
        return self.up_revision_ids if self.is_upgrade else self.down_revision_ids

    @property
    def up_revision(self) -> Script | None:
        """The (first) revision above."""
        return self.revision_map.get_revision(self.up_revision_id)

    @property
    def up_revisions(self) -> tuple[Script, ...]:
        """The revisions above."""
        return self.revision_map.get_revisions(self.up_revision_ids)

    @property
    def down_revisions(self) -> tuple[Script, ...]:
        """The revisions below."""
        return self.revision_map.get_revisions(self.down_revision_ids)

    @property
    def source_revisions(self) -> tuple[Script, ...]:
        """The revisions before the step."""
        return self.revision_map.get_revisions(self.source_revision_ids)

    @property
    def destination_revisions(self) -> tuple[Script, ...]:
        """The revisions after the step."""
        return self.revision_map.get_revisions(self.destination_revision_ids)
