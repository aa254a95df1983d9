"""sqlcompile: migration scripts in, ordered SQL files out, with no database.

Migration scripts import :mod:`sqlcompile.op`; the command line is :mod:`sqlcompile.cli`.
"""

__version__ = "0.1.0"
__all__ = ["__version__"]
