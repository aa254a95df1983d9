"""Names of tables and columns as names in Python."""

from __future__ import annotations

import builtins
import keyword
import re
import unicodedata
from collections.abc import Container, Sequence
from dataclasses import dataclass, field

from sqlalchemy import dialects

OF_THE_MODULE = frozenset(
    (
        *("sa", "datetime", "decimal", "uuid", *dialects.__all__),
        *("Any", "Base", "DeclarativeBase", "Mapped", "OtherType", "mapped_column"),
        *("bool", "bytes", "float", "int", "list", "str"),
    )
)
"""What the module of models itself says."""
_OF_DECLARATIVE = frozenset(("metadata", "registry"))
"""What SQLAlchemy's declarative classes have already
(https://docs.sqlalchemy.org/en/20/orm/declarative_tables.html, "Naming Declarative Mapped Columns Explicitly")."""


@dataclass(slots=True)
class Names:
    """The names of a module's classes and variables, each given once."""

    taken: set[str] = field(default_factory=lambda: {*OF_THE_MODULE, *dir(builtins)})

    def of_class(self, name: str, namespace: str | None) -> str:
        """Return a name for the class of a table; with the namespace's where another one has it."""
        word = _camel(name)
        if word in self.taken and namespace is not None:
            word = _camel(f"{namespace}_{name}")
        return self._free(word)

    def of_variable(self, name: str) -> str:
        """Return a name for the variable of a table."""
        return self._free(_word(name.lower()))

    def _free(self, word: str) -> str:
        found = free(word, self.taken)
        self.taken.add(found)
        return found


def attributes(columns: Sequence[str]) -> dict[str, str]:
    """Return names for the attributes of columns: a column's own, where a class may have such an attribute."""
    found = {name: name for name in columns if _attribute(name) == name}
    for name in columns:
        if name not in found:
            found[name] = free(_attribute(name), {*found.values()})
    return found


def _attribute(name: str) -> str:
    """Return the name of an attribute, be it taken or not.

    Names with two underscores at their start would be changed by Python, those with ``_sa_`` are SQLAlchemy's.
    """
    word = _word(name)
    if not word.strip("_"):
        word = "column"
    elif word.startswith(("__", "_sa_")):
        word = f"{word.strip('_')}_"
    return free(word, OF_THE_MODULE | _OF_DECLARATIVE)


def free(word: str, taken: Container[str]) -> str:
    """Return a word with as many underscores behind it as it needs to be none of those taken, and no keyword."""
    while word in taken or keyword.iskeyword(word):
        word += "_"
    return word


def _word(name: str) -> str:
    """Return an identifier; Python takes all names in this normal form."""
    word = re.sub(r"\W", "_", unicodedata.normalize("NFKC", name)) or "_"
    return word if word.isidentifier() else re.sub(r"\W", "_", f"_{word}", flags=re.ASCII)


def _camel(name: str) -> str:
    parts = re.split(r"[\W_]+", unicodedata.normalize("NFKC", name))
    return _word("".join(part[0].upper() + part[1:] for part in parts if part) or "Table")
