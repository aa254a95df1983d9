"""Putting results where they belong: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TextIO

from sqlcompile.errors import OutputError

_COPY_SIZE = 1 << 20


def spool() -> TextIO:
    """Return a text file without a name that lasts until it is closed."""
    return tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n")


def chunks(*parts: str | TextIO) -> Iterator[str]:
    """Yield the text of parts one after the other; a file is read from its beginning."""
    for part in parts:
        if isinstance(part, str):
            yield part
            continue
        part.seek(0)
        while chunk := part.read(_COPY_SIZE):
            yield chunk


def write_stdout(text: Iterator[str]) -> None:
    """Write a script to standard output, as UTF-8 whatever the terminal's encoding.

    Raises OutputError where it cannot be written.
    """
    stream = getattr(sys.stdout, "buffer", None)
    try:
        for chunk in text:
            if stream is None:
                sys.stdout.write(chunk)
            else:
                stream.write(chunk.encode())
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(
            f"The script cannot be written to standard output: {error.strerror}.",
            hint="What was written before is not whole: do not apply it. `-o FILE` writes all or nothing.",
        ) from error


def write_file(path: Path, text: Iterator[str]) -> None:
    """Write a file beside its place and rename it: the place has the old file or the new one.

    Raises OutputError.
    """
    write_files(path.parent, {path.name: text})


def write_files(folder: Path, files: Mapping[str, Iterator[str]]) -> None:
    """Write files, named by paths relative to a folder, so that all of them appear or none.

    They are written into a folder beside their places first. Raises OutputError; what was there
    before is there still.
    """
    made = _missing(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        staging = Path(tempfile.mkdtemp(prefix=".sqlcompile-", dir=folder))
    except OSError as error:
        _remove_empty(made)
        raise _failure(folder, error) from error
    try:
        inner = sorted({os.path.dirname(name) for name in files})  # noqa: PTH120 - thousands of names
        for below in inner:
            (staging / below).mkdir(parents=True, exist_ok=True)
            (folder / below).mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            _write(f"{staging}/{name}", text)
        for name in files:
            os.replace(f"{staging}/{name}", f"{folder}/{name}")  # noqa: PTH105 - thousands of names
    except OSError as error:
        raise _failure(folder, error) from error
    finally:
        shutil.rmtree(staging, ignore_errors=True)
        _remove_empty(made)


def _write(path: str, text: Iterator[str]) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:  # noqa: PTH123 - thousands of names
        file.writelines(text)


def _missing(folder: Path) -> list[Path]:
    """Return the folders that do not exist yet, the innermost first."""
    return [path for path in (folder, *folder.parents) if not path.exists()]


def _remove_empty(folders: list[Path]) -> None:
    for folder in folders:
        with contextlib.suppress(OSError):
            folder.rmdir()


def _failure(folder: Path, error: OSError) -> OutputError:
    reason = error.strerror or str(error)
    return OutputError(f"Nothing can be written in {folder}: {reason}.", hint="What was there before is unchanged.")
