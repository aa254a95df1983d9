"""``python -m sqlcompile``, and the console script."""

from __future__ import annotations

import gc
import sys


def main() -> None:
    """Run the command line and leave with its exit status.

    The process is short, and most of its objects are modules and classes that stay: the garbage
    collector does not look at them, neither while they are imported nor at the end.
    """
    gc.disable()
    try:
        from sqlcompile.cli.run import run  # noqa: PLC0415 - after the collector is off
    except KeyboardInterrupt:
        sys.exit(130)  # as run() says it of an interrupt; nothing has begun

    status = run()
    gc.freeze()
    sys.exit(status)


if __name__ == "__main__":
    main()
