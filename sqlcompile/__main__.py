"""``python -m sqlcompile``, and the console script."""

from __future__ import annotations

import sys

from sqlcompile.cli.run import run


def main() -> None:
    """Run the command line and leave with its exit status."""
    sys.exit(run())


if __name__ == "__main__":
    main()
