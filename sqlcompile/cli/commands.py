"""The commands, in the order that ``--help`` lists them.

Each has a module of its name in this package, with a function of its name. What ``--help`` says of
it stands here, so that listing the commands imports none of them; a test compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

COMMANDS: Mapping[str, str] = MappingProxyType(
    {
        "init": "Start a migrations folder and its settings.",
        "revision": "Add a new revision script.",
        "merge": "Add a revision that joins several heads.",
        "squash": "Put one new base revision in the place of many.",
        "upgrade": "Write the SQL that upgrades a database.",
        "downgrade": "Write the SQL that takes a database back.",
        "resume": "Write the rest of a script that stopped halfway.",
        "stamp": "Write the SQL that moves the version table alone.",
        "diff": "Show where SQL comes apart: across databases, or across changes.",
        "report": "Write the SQL as a page to read before it is applied.",
        "schema": "Show the schema at a revision, or what changes between two.",
        "check": "Check that the project is fit to be released, without a database.",
        "verify": "Prove the scripts on scratch databases: up, down and up again.",
        "bundle": "Write a folder of scripts for the DBA, with their hashes.",
        "verify-sum": "Compare the folder of a bundle with its hashes.",
        "status": "Say which revision a database is at, and what is pending.",
        "apply": "Run the files of a bundle on a database.",
        "history": "List the revisions, newest first.",
        "heads": "List the revisions that nothing follows.",
        "branches": "List the revisions that several follow.",
        "show": "Show revisions whole.",
        "dialects": "List the databases and what each one does not do.",
    }
)
