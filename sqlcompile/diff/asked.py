"""What the command line asks of a project, whichever state of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sqlcompile.project.config import MAIN_SECTION, load_config
from sqlcompile.project.settings import Config
from sqlcompile.scripts.style import Style


@dataclass(frozen=True, slots=True)
class Asked:
    """The project's place, and the options that come before its settings; what is left out, these say.

    ``file`` is as seen from ``directory``. ``baseline`` and ``rows`` name files as they are now, for both
    states; ``style`` holds values by the names of a Style's fields.
    """

    directory: Path = field(default_factory=Path.cwd)
    file: Path | None = None
    section: str = MAIN_SECTION
    no_env: bool = False
    x_arguments: tuple[str, ...] = ()
    tag: str | None = None
    dialects: tuple[str, ...] = ()
    rows: str | None = None
    baseline: Mapping[str, str] | None = None
    strict_types: bool = False
    style: Mapping[str, Any] = field(default_factory=dict)

    def config(self) -> Config:
        """Return the settings; raises NoProject where there is none, ConfigError for what does not fit."""
        config = load_config(self.directory, self.file, section=self.section)
        return replace(
            config,
            env=config.env and not self.no_env,
            x_arguments=self.x_arguments,
            tag=self.tag,
            rows=config.rows if self.rows is None else self.rows,
            baseline=config.baseline if self.baseline is None else self.baseline,
            strict_types=config.strict_types or self.strict_types,
        )

    def style_of(self, config: Config) -> Style:
        """Return how scripts look."""
        return replace(Style.of(config), **self.style)

    def elsewhere(self, place: Callable[[Path], Path]) -> Asked:
        """Return the same of a project that lies elsewhere."""
        directory = self.directory.absolute()
        file = None if self.file is None else place(directory / self.file)
        return replace(self, directory=place(directory), file=file)

    def values(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        return {
            "directory": str(self.directory),
            "file": None if self.file is None else str(self.file),
            "section": self.section,
            "no_env": self.no_env,
            "x_arguments": list(self.x_arguments),
            "tag": self.tag,
            "dialects": list(self.dialects),
            "rows": self.rows,
            "baseline": None if self.baseline is None else dict(self.baseline),
            "strict_types": self.strict_types,
            "style": dict(self.style),
        }

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> Asked:
        """Return what ``values`` gave."""
        file = values["file"]
        paths = {"directory": Path(values["directory"]), "file": None if file is None else Path(file)}
        lists = {"x_arguments": tuple(values["x_arguments"]), "dialects": tuple(values["dialects"])}
        return cls(**{**values, **paths, **lists})
