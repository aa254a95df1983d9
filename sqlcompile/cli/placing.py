"""Where the texts of several databases go."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlcompile.errors import ConfigError


def write_texts(output: Path | None, found: Sequence[Any], *, between: str = "") -> None:
    """Write texts to standard output, or each to the file that ``output`` means for its database.

    Raises ConfigError where two would go to one file, OutputError.
    """
    from sqlcompile.scripts.output import write_paths, write_stdout
    from sqlcompile.scripts.places import place

    if output is None:
        write_stdout([between.join(one.text for one in found)])
        return
    texts: dict[Path, list[str]] = {}
    for one in found:
        path = place(output, one.dialect, one.database)
        if path in texts:
            raise ConfigError(
                f"Two scripts would be written to one file, {path}.",
                hint="Name one database at a time, or give each its file: -o 'out.{engine}.{dialect}.sql'.",
            )
        texts[path] = [one.text]
    write_paths(texts)
