"""``sqlcompile dialects``."""

from __future__ import annotations


def dialects() -> None:
    """List the databases and what each one does not do."""
    from sqlcompile.dialect.contract import dotted
    from sqlcompile.dialect.load import dialect_names, load_dialect

    for index, name in enumerate(dialect_names()):
        dialect = load_dialect(name)
        if index:
            print()
        print(f"{name}: {dialect.versioned_title}")
        print(f"  versions      {dotted(dialect.oldest_version)} and later, as in {name}@{dotted(dialect.version)}")
        print(f"  DDL           {'in transactions' if dialect.transactional_ddl else 'commits at once'}")
        print(f"  identifiers   at most {dialect.identifier_limit} characters")
        print(f"  apply with    {dialect.apply_command}")
        for limit in dialect.limits:
            print(f"  note          {limit}")
