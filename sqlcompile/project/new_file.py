"""Writing a file that was not there: whole, or not at all."""

from __future__ import annotations

import contextlib
import os
import tempfile
from pathlib import Path

from sqlcompile.errors import OutputError


def write_new_file(path: Path, text: str, encoding: str = "utf-8") -> None:
    """Write a file whole; refuse where one of that name exists already."""
    data = _encoded(path, text, encoding)
    try:
        _make_folder(path.parent)
        _place(path, data, replace=False)
    except FileExistsError as error:
        raise OutputError(f"{path} exists already.", hint="Nothing was written; choose another name.") from error
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error


def _make_folder(folder: Path) -> None:
    """Make a folder and those above it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotADirectoryError(error.errno, "a file is in the way") from error


def replace_file(path: Path, text: str) -> None:
    """Write a file whole, in the place of the one that is there."""
    try:
        _place(path, text.encode(), replace=True)
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror}.") from error


def _encoded(path: Path, text: str, encoding: str) -> bytes:
    """Return the text as bytes, with an error for what the encoding does not hold."""
    try:
        return text.encode(encoding)
    except LookupError as error:
        raise OutputError(f'There is no encoding "{encoding}".', hint="Correct `output_encoding`.") from error
    except UnicodeEncodeError as error:
        raise OutputError(
            f"{path.name} has characters that {encoding} does not hold.",
            hint="Set `output_encoding` to utf-8.",
        ) from error


def _place(path: Path, data: bytes, *, replace: bool) -> None:
    """Put bytes at a path by way of a temporary file beside it."""
    handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
        Path(name).chmod(path.stat().st_mode if replace else 0o666 & ~_umask())
        if replace:
            Path(name).replace(path)
        else:
            # A hard link is what fails where the name is taken, with no moment between look and write.
            _link(Path(name), path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            Path(name).unlink()


def _link(source: Path, path: Path) -> None:
    """Give a file its name, unless the name is taken."""
    try:
        path.hardlink_to(source)
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if path.exists():
            raise FileExistsError from None
        source.replace(path)


def _umask() -> int:
    """Return the mask for new files, which can only be read by setting it."""
    mask = os.umask(0o022)
    os.umask(mask)
    return mask
