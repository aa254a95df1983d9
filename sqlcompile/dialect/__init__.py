"""The contract that a database's file in ``dialects/`` fulfils, and the loading of these files."""
