"""One migration script, as its identifiers say: read without running it."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

from sqlcompile.errors import InvalidScript, Location

Evaluate = Callable[[Path], Mapping[str, object]]
"""Imports a script and returns its module's variables."""

MAXIMUM_ID_LENGTH = 32
"""The width of the version table's column."""

_IDENTIFIERS = ("revision", "down_revision", "depends_on", "branch_labels")
_UNUSABLE = re.compile(r"[^A-Za-z0-9_.\-]")
_RESERVED = frozenset({"base", "head", "heads", "current"})
_BLANK_LINE = re.compile(r"\n[ \t\f\r]*\n")


@dataclass(frozen=True, slots=True)
class Revision:
    """A migration script's identifiers; the ids are kept as they were written."""

    id: str
    down_revisions: tuple[str, ...]
    depends_on: tuple[str, ...]
    branch_labels: tuple[str, ...]
    path: Path
    doc: str
    line: int
    has_downgrade: bool

    @property
    def message(self) -> str:
        """The docstring's first paragraph on one line, or "empty message"."""
        paragraph = _BLANK_LINE.split(self.doc, maxsplit=1)[0]
        return " ".join(paragraph.split()) or "empty message"

    @property
    def location(self) -> Location:
        """Where the script names itself."""
        return Location(self.path, self.line)


def read_revision(path: Path, evaluate: Evaluate | None = None) -> Revision | None:
    """Return the revision that a script holds, or None where it names none (a helper module).

    The text is parsed, not run. Identifiers that are not literals are taken from ``evaluate(path)``;
    without it they are an error.
    """
    text = _read(path)
    if b"revision" not in text:
        return None
    tree = _parse_identifiers(path, text)
    module = _read_module(tree)
    named = module.identifiers.get("revision")
    if named is None or _is_a_helpers(named, module):
        return None
    found = _Found(path, {name: bound.line for name, bound in module.identifiers.items()}, named.line)
    computed = [name for name in _IDENTIFIERS if isinstance(module.value(name), _Computed)]
    if computed:
        if evaluate is None:
            found.fail(computed[0], "is computed, not written as a literal", hint="Write it as a string or a tuple.")
        return found.revision(evaluate(path), module, ast.get_docstring(tree, clean=False))
    return found.revision(module.literals(), module, ast.get_docstring(tree, clean=False))


def revision_of(path: Path, values: Mapping[str, object]) -> Revision:
    """Return the revision that the names of an imported script make; raises InvalidScript."""
    module = _Module(defined={name for name, value in values.items() if callable(value)})
    doc = values.get("__doc__")
    return _Found(path, {}, 1).revision(values, module, doc if isinstance(doc, str) else None)


def _is_a_helpers(named: _Bound, module: _Module) -> bool:
    """Whether the name is a helper module's own: an import, say, with no down_revision beside it."""
    return named.value is _COMPUTED and "down_revision" not in module.names and not module.star


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InvalidScript(f"{path.name} cannot be read: {error.strerror}.", location=Location(path)) from error


_FUNCTION = rb"def %s\([\w\s,:=*]*\)(?:[ \t]*->[ \t]*[\w.]+)?[ \t]*:"
_FUNCTIONS = re.compile(rb"^" + _FUNCTION % b"upgrade", re.MULTILINE)
_UNEXPECTED = re.compile(rb"^(?!" + _FUNCTION % b"(?:up|down)grade" + rb"|[ \t\r\n#])", re.MULTILINE)
_STUBS = b"\ndef upgrade(): ...\n"
_DOWNGRADE = re.compile(rb"^def downgrade\b", re.MULTILINE)


def _parse_identifiers(path: Path, text: bytes) -> ast.Module:
    """Return a syntax tree with all of a script but the bodies of its functions.

    Most scripts are identifiers, then ``upgrade()``, then ``downgrade()``, and nothing else begins a
    line: only what stands above is parsed then, which is most of the time saved. Where that text
    is not a whole module by itself (the line was inside a string), all is parsed.
    """
    start = _FUNCTIONS.search(text)
    if start is None or _UNEXPECTED.search(text.rstrip(), start.start()):
        return _parse(path, text)
    stubs = _STUBS + (b"def downgrade(): ...\n" if _DOWNGRADE.search(text, start.start()) else b"")
    try:
        return _parse(path, text[: start.start()] + stubs)
    except InvalidScript:
        return _parse(path, text)


def _parse(path: Path, text: bytes) -> ast.Module:
    """Return the syntax tree; the bytes' own encoding declaration and byte order mark count."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the import of the script will give them
            return ast.parse(text, str(path))
    except SyntaxError as error:
        raise InvalidScript(
            f"{path.name} does not parse: {error.msg}.",
            hint="Correct the line.",
            location=Location(path, error.lineno),
        ) from error
    except (ValueError, RecursionError, MemoryError) as error:
        raise InvalidScript(f"{path.name} does not parse: {error}.", location=Location(path)) from error


class _Computed:
    """The value of an expression that is not a literal."""


_COMPUTED = _Computed()


@dataclass(frozen=True, slots=True)
class _Bound:
    """What a module-level name was last given, and where."""

    value: object
    line: int


@dataclass(slots=True)
class _Module:
    """The names that a script's module level binds."""

    names: dict[str, _Bound] = field(default_factory=dict)
    defined: set[str] = field(default_factory=set)
    star: bool = False

    @property
    def identifiers(self) -> dict[str, _Bound]:
        """The identifiers that are bound."""
        return {name: self.names[name] for name in _IDENTIFIERS if name in self.names}

    def value(self, name: str) -> object:
        """Return the value of a name, or None where nothing binds it."""
        bound = self.names.get(name)
        return None if bound is None else bound.value

    def literals(self) -> dict[str, object]:
        """Return the values of all names."""
        return {name: bound.value for name, bound in self.names.items()}

    def may_define(self, name: str) -> bool:
        """Whether the module has, or may have through a star import, a function of that name."""
        return self.star or name in self.defined or name in self.names

    def bind(self, target: ast.expr, value: object, line: int) -> None:
        """Record an assignment to a name, or to each name of a tuple."""
        if isinstance(target, ast.Name):
            self.names[target.id] = _Bound(value, line)
            return
        elements = target.elts if isinstance(target, ast.Tuple | ast.List) else []
        if isinstance(value, tuple | list) and len(value) == len(elements):
            for element, part in zip(elements, value, strict=True):
                self.bind(element, part, line)
        else:
            self.touch(target)

    def touch(self, statement: ast.AST) -> None:
        """Record a statement that is not understood: what it may change is computed from here on."""
        for name, line in _stored_names(statement):
            self.names[name] = _Bound(_COMPUTED, line)
        for node in ast.walk(statement):
            if isinstance(node, ast.Name):
                bound = self.names.get(node.id)
                if bound is not None and isinstance(bound.value, list | set):
                    self.names[node.id] = _Bound(_COMPUTED, bound.line)


def _read_module(tree: ast.Module) -> _Module:
    """Walk the module level in order and return what its names are bound to."""
    module = _Module()
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                module.defined.add(name)
                module.names.pop(name, None)
            case ast.AsyncFunctionDef():
                pass
            case ast.Assign(targets=targets, value=value):
                literal = _literal(value, module)
                for target in targets:
                    module.bind(target, literal, statement.lineno)
            case ast.AnnAssign(target=target, value=value):
                if value is not None:
                    module.bind(target, _literal(value, module), statement.lineno)
            case ast.Import() | ast.ImportFrom():
                _read_import(module, statement)
            case ast.Expr(value=ast.Constant()):
                pass
            case _:
                module.touch(statement)
    return module


def _read_import(module: _Module, statement: ast.Import | ast.ImportFrom) -> None:
    for alias in statement.names:
        if alias.name == "*":
            module.star = True
            for name, bound in module.identifiers.items():
                module.names[name] = _Bound(_COMPUTED, bound.line)
        elif isinstance(statement, ast.ImportFrom) or alias.asname:
            module.names[alias.asname or alias.name] = _Bound(_COMPUTED, statement.lineno)
        else:
            module.names.pop(alias.name.partition(".")[0], None)


def _stored_names(statement: ast.AST) -> Iterable[tuple[str, int]]:
    """Yield the names that a statement binds in its own scope, with their lines."""
    pending = [statement]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno
            continue
        if isinstance(node, ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.Name) and not isinstance(node.ctx, ast.Load):
            yield node.id, node.lineno
        elif isinstance(node, ast.ImportFrom):
            yield from ((alias.asname or alias.name, node.lineno) for alias in node.names)
        pending.extend(ast.iter_child_nodes(node))


def _literal(node: ast.expr, module: _Module) -> object:
    """Return the value of a literal expression, or ``_COMPUTED``."""
    match node:
        case ast.Constant(value=value):
            return value
        case ast.Tuple(elts=elements):
            return _all_or_computed(tuple(_literal(element, module) for element in elements))
        case ast.List(elts=elements) | ast.Set(elts=elements):
            return _all_or_computed([_literal(element, module) for element in elements])
        case ast.Name(id=name):
            known = module.value(name) if name in module.names else _COMPUTED
            return known if isinstance(known, str | tuple | None) else _COMPUTED
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _concatenated(_literal(left, module), _literal(right, module))
        case _:
            return _COMPUTED


def _all_or_computed(elements: tuple[object, ...] | list[object]) -> object:
    return _COMPUTED if any(element is _COMPUTED for element in elements) else elements


def _concatenated(left: object, right: object) -> object:
    if isinstance(left, str) and isinstance(right, str):
        return left + right
    if isinstance(left, tuple) and isinstance(right, tuple):
        return left + right
    return _COMPUTED


@dataclass(frozen=True, slots=True)
class _Found:
    """A script under reading: turns the identifiers' values into a revision, or says what is wrong."""

    path: Path
    lines: Mapping[str, int]
    line: int

    def revision(self, values: Mapping[str, object], module: _Module, doc: str | None) -> Revision:
        """Return the revision that these values make."""
        if "down_revision" not in values:
            self.fail("down_revision", "is missing", hint="Write `down_revision = None` for a first revision.")
        revision = Revision(
            id=self._id(values.get("revision")),
            down_revisions=self._names("down_revision", values["down_revision"]),
            depends_on=self._names("depends_on", values.get("depends_on")),
            branch_labels=self._names("branch_labels", values.get("branch_labels")),
            path=self.path,
            doc=(doc or "").strip(),
            line=self.line,
            has_downgrade=module.may_define("downgrade"),
        )
        if not module.may_define("upgrade"):
            self._fail(f"{self.path.name} has no function upgrade().", "revision", "Write one, a plain `def`.")
        return revision

    def fail(self, name: str, wrong: str, *, hint: str | None = None) -> NoReturn:
        """Raise an error about one identifier at its line."""
        self._fail(f"{name} of {self.path.name} {wrong}.", name, hint)

    def _fail(self, message: str, name: str, hint: str | None) -> NoReturn:
        location = Location(self.path, self.lines.get(name, self.line))
        raise InvalidScript(message, hint=hint, location=location)

    def _id(self, value: object) -> str:
        """Return the script's own id, which must fit the version table and be safe in file names."""
        if not isinstance(value, str):
            self.fail("revision", f"must be a string, not {_shown(value)}")
        if not value:
            self.fail("revision", "is an empty string")
        if len(value) > MAXIMUM_ID_LENGTH:
            self.fail(
                "revision",
                f"is {len(value)} characters long",
                hint=f"The version table's column holds {MAXIMUM_ID_LENGTH} characters.",
            )
        unusable = _UNUSABLE.search(value)
        if unusable:
            self.fail(
                "revision",
                f"has the character {unusable.group()!a}",
                hint='An id is made of ASCII letters, digits, "_", "-" and ".".',
            )
        if value in _RESERVED:
            self.fail("revision", f'is "{value}", which has a meaning of its own', hint="Give it another id.")
        return value

    def _names(self, name: str, value: object) -> tuple[str, ...]:
        """Return an identifier that is None, a string or a collection of strings as a tuple."""
        if value is None:
            return ()
        if isinstance(value, str):
            value = (value,)
        if isinstance(value, set | frozenset):
            value = sorted(value, key=str)
        if not isinstance(value, tuple | list):
            self.fail(name, f"must be None, a string or a tuple of strings, not {_shown(value)}")
        for element in value:
            if not isinstance(element, str):
                self.fail(name, f"must hold strings, not {_shown(element)}")
            if not element:
                self.fail(name, "has an empty string", hint="Write None where there is none.")
        return tuple(dict.fromkeys(value))


def _shown(value: object) -> str:
    return "None" if value is None else f"{type(value).__name__} {value!r:.40}"
