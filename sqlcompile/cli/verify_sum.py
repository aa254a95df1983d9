"""``sqlcompile verify-sum``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def verify_sum(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder that `sqlcompile bundle` wrote.")],
) -> None:
    """Compare the folder of a bundle with its hashes.

    Nothing but the folder is needed. It exits 1 and names each file that is missing, changed or not of the bundle, and each break of the chain.
    """
    from sqlcompile.bundle.reading import read_bundle
    from sqlcompile.cli.console import say
    from sqlcompile.cli.invocation import invocation_of

    found = read_bundle(folder)
    findings = found.verify()
    for one in findings:
        print(one)
    if findings:
        raise typer.Exit(1)
    invocation = invocation_of(context)
    say(f"{folder} is as it was written: {len(found.sums)} files.", invocation)
    say(f"The last chain, which stands for all of it: {found.seal}", invocation)
