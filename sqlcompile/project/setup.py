"""The setting ``setup``: a function of the project's that runs before its migrations do."""

from __future__ import annotations

import re
from pathlib import Path

from sqlcompile.errors import ConfigError, Location
from sqlcompile.project.settings import Setup

_IN_FILE = re.compile(r"(?P<file>.+\.py)(?::(?P<function>[^\W\d]\w*))?")
_IN_MODULE = re.compile(r"(?P<module>[^\W\d][\w.]*):(?P<function>[^\W\d][\w.]*)")


def setup_from(text: str, folder: Path, location: Location) -> Setup:
    """Return the function that a setting names; its file is as seen from a folder.

    Raises ConfigError where it is neither ``package.module:function`` nor a Python file.
    """
    in_file = _IN_FILE.fullmatch(text)
    if in_file is not None:
        return Setup(in_file["function"] or "setup", location, file=folder / in_file["file"])
    in_module = _IN_MODULE.fullmatch(text)
    if in_module is None:
        raise ConfigError(
            f'`setup` names no function: "{text}".',
            hint='It is written "package.module:function", or "file.py" for the function setup of a file.',
            location=location,
        )
    return Setup(in_module["function"], location, module=in_module["module"])
