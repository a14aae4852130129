"""A Python file as operators see it: LibCST's tree of a function, with the place and the parent of each node.

What no operator may touch is not in the tree at all: annotations, docstrings, what `raise` and `assert` say,
warnings, `__all__`, decorators, imports and type aliases.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from functools import cache, cached_property
from typing import TypeVar, overload

import libcst as cst
from libcst.metadata import ByteSpanPositionProvider, CodeSpan, MetadataWrapper

from synth.mutate.scope import Scope

Node = TypeVar("Node", bound=cst.CSTNode)
Other = TypeVar("Other", bound=cst.CSTNode)
Third = TypeVar("Third", bound=cst.CSTNode)
Fourth = TypeVar("Fourth", bound=cst.CSTNode)

LEFT_OUT = frozenset(
    [
        "annotation",
        "asynchronous",
        "attr",
        "colon",
        "comma",
        "conversion",
        "decorators",
        "equal",
        "first_colon",
        "footer",
        "format_spec",
        "header",
        "indent",
        "keyword",
        "lbrace",
        "lbracket",
        "leading_lines",
        "lines_after_decorators",
        "lpar",
        "msg",
        "name",
        "names",
        "rbrace",
        "rbracket",
        "returns",
        "rpar",
        "second_colon",
        "semicolon",
        "star",
        "trailing_whitespace",
        "type_parameters",
    ]
)
"""Fields that hold layout, or what is never mutated, or names that are no variables."""
SILENT = (cst.Raise, cst.Import, cst.ImportFrom, cst.Global, cst.Nonlocal, cst.TypeAlias)
"""Statements that are in the tree as a whole and whose parts are not."""
TALK = frozenset(
    [
        "warn",
        "warning",
        "debug",
        "info",
        "error",
        "exception",
        "critical",
        "log",
        "cast",
        "TypeVar",
        "NewType",
    ]
)
"""Functions whose arguments are messages or types."""
BOUND = (cst.AssignTarget, cst.AnnAssign, cst.AugAssign, cst.For, cst.CompFor, cst.NamedExpr, cst.Del)
"""What binds or unbinds the names in its field `target`."""


class Unreadable(ValueError):
    """A text that is no Python file, or one that LibCST cannot give back to the byte."""


class File:
    """A parsed file: its text, its tree, and its functions and methods by qualified name.

    A function inside a function belongs to the outer one. Of two functions with one name the second is
    `name#2`. Raise Unreadable for a text that does not parse.
    """

    def __init__(self, text: str) -> None:
        try:
            # Python's own parser first: it refuses what is nested so deeply that LibCST's would crash.
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                ast.parse(text)
            module = cst.parse_module(text)
            code = module.code
        except (SyntaxError, cst.ParserSyntaxError, RecursionError, MemoryError, ValueError) as error:
            raise Unreadable(f"the text is no Python that can be read: {_first(error)}") from error
        if code != text:
            raise Unreadable("LibCST does not give the text back to the byte")
        self.text = text
        self.module = module
        self.functions: Mapping[str, cst.FunctionDef] = dict(_functions(module.body, "", {}))

    @cached_property
    def spans(self) -> Mapping[cst.CSTNode, CodeSpan]:
        """Return the place of every node, in bytes of UTF-8, without the space around it."""
        return MetadataWrapper(self.module, unsafe_skip_copy=True).resolve(ByteSpanPositionProvider)

    @cached_property
    def _offsets(self) -> list[int] | None:
        """Return the character at each byte; None where the two are the same."""
        if self.text.isascii():
            return None
        offsets = [index for index, letter in enumerate(self.text) for _ in letter.encode()]
        return [*offsets, len(self.text)]

    def offset(self, byte: int) -> int:
        """Return the place in the text of a place in its bytes."""
        return byte if self._offsets is None else self._offsets[byte]

    def tree(self, name: str) -> Tree:
        """Return the tree of a function; raise KeyError for a name that the file does not have.

        Raise Unreadable if the file is nested more deeply than Python's stack allows.
        """
        try:
            assert self.spans
            return Tree(self, name)
        except RecursionError as error:
            raise Unreadable(f"{name} or another part of the file is nested too deeply") from error


class Tree:
    """One function: its nodes in the order of the text, with parent, field, place and scope."""

    def __init__(self, file: File, name: str) -> None:
        self.file = file
        self.name = name
        self.function = file.functions[name]
        self.parents: dict[cst.CSTNode, tuple[cst.CSTNode, str]] = {}
        self.stored: set[cst.CSTNode] = set()
        self._kinds: dict[type[cst.CSTNode], list[cst.CSTNode]] = {}
        self._order: dict[cst.CSTNode, int] = {}
        self._last: dict[cst.CSTNode, int] = {}
        self._walk(self.function, False)

    def _walk(self, node: cst.CSTNode, stored: bool) -> None:
        kind = type(node)
        self._order[node] = len(self._order)
        self._kinds.setdefault(kind, []).append(node)
        if stored:
            self.stored.add(node)
        self._last[node] = len(self._order)
        if isinstance(node, SILENT) or _is_talk(node):
            return
        for field in _inner(kind):
            value = getattr(node, field)
            if isinstance(value, cst.CSTNode):
                children: tuple[cst.CSTNode, ...] = (value,)
            elif isinstance(value, (list, tuple)):
                children = tuple(value)
            else:
                continue
            within = field == "target" and isinstance(node, BOUND)
            within = within or (
                stored and isinstance(node, (cst.Tuple, cst.List, cst.Element, cst.StarredElement))
            )
            for child in children:
                if not _is_text(child):
                    self.parents[child] = (node, field)
                    self._walk(child, within)
        self._last[node] = len(self._order)

    @overload
    def all(self, one: type[Node], /) -> Iterator[Node]: ...

    @overload
    def all(self, one: type[Node], two: type[Other], /) -> Iterator[Node | Other]: ...

    @overload
    def all(
        self, one: type[Node], two: type[Other], three: type[Third], /, *more: type[Fourth]
    ) -> Iterator[Node | Other | Third | Fourth]: ...

    def all(self, *kinds: type[cst.CSTNode]) -> Iterator[cst.CSTNode]:
        """Yield the nodes of some classes, in the order of the text for each class."""
        for kind in kinds:
            yield from self._kinds.get(kind, ())

    def index(self, node: cst.CSTNode) -> int:
        """Return a node's number in the order of the text."""
        return self._order[node]

    def parent(self, node: cst.CSTNode) -> cst.CSTNode | None:
        """Return the node that holds a node, or None for the function itself."""
        return self.parents[node][0] if node in self.parents else None

    def field(self, node: cst.CSTNode) -> str:
        """Return the field of its parent that holds a node."""
        return self.parents[node][1] if node in self.parents else ""

    def above(self, node: cst.CSTNode) -> Iterator[cst.CSTNode]:
        """Yield what holds a node, from the inside to the function."""
        while node in self.parents:
            node = self.parents[node][0]
            yield node

    def up(self, node: cst.CSTNode, *kinds: type[Node]) -> Node | None:
        """Return the nearest node of some classes that holds a node."""
        return next((one for one in self.above(node) if isinstance(one, kinds)), None)

    def statement(self, node: cst.CSTNode) -> cst.BaseStatement | None:
        """Return the statement that a node is or is part of: the line or the compound statement."""
        return next((one for one in (node, *self.above(node)) if isinstance(one, cst.BaseStatement)), None)

    def inside(self, node: cst.CSTNode, *kinds: type[Node]) -> Iterator[Node]:
        """Yield the nodes of some classes at and below a node."""
        start, end = self._order[node], self._last[node]
        for one in self.all(*kinds):
            if start <= self._order[one] < end:
                yield one

    @cached_property
    def scope(self) -> Scope:
        """Return the function's names, where they are bound and what type they have."""
        return Scope(self)

    @cached_property
    def recursive(self) -> tuple[cst.Call, ...]:
        """Return the calls of the function by itself, as `f(x)` or `self.f(x)`."""
        name = self.function.name.value
        own = {f"{start}{name}" for start in (("self.", "cls.") if "." in self.name else ("",))}
        return tuple(node for node in self.all(cst.Call) if self._written(node.func) in own)

    @staticmethod
    def _written(node: cst.BaseExpression) -> str:
        if isinstance(node, cst.Attribute) and isinstance(node.value, cst.Name):
            return f"{node.value.value}.{node.attr.value}"
        return node.value if isinstance(node, cst.Name) else ""

    def span(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return the first character of a node and the one after its last, with its own parentheses."""
        spans = self.file.spans
        left, right = (node.lpar, node.rpar) if isinstance(node, cst.BaseExpression) else ((), ())
        start = spans[left[0] if left else node].start
        last = spans[right[-1] if right else node]
        return self.file.offset(start), self.file.offset(last.start + last.length)

    def text(self, node: cst.CSTNode) -> str:
        """Return a node as it is written, without what surrounds it."""
        start, end = self.span(node)
        return self.file.text[start:end]

    def brief(self, node: cst.CSTNode) -> str:
        """Return a node as a sentence quotes it: on one line, without parentheses, at most 60 characters."""
        span = self.file.spans[node]
        start, end = self.file.offset(span.start), self.file.offset(span.start + span.length)
        return quoted(self.file.text[start:end])

    def is_stored(self, node: cst.CSTNode) -> bool:
        """Return True if a node is bound where it stands, not read."""
        return node in self.stored


def quoted(text: str) -> str:
    """Return code as a sentence quotes it: on one line, at most 60 characters."""
    line = " ".join(text.split())
    return f"`{line if len(line) <= 60 else line[:57] + '...'}`"


def written(node: cst.CSTNode) -> str:
    """Return an expression that is not in the text as a sentence quotes it."""
    return quoted(cst.Module([]).code_for_node(node))


def _functions(
    body: Iterable[cst.CSTNode], prefix: str, seen: dict[str, int]
) -> Iterator[tuple[str, cst.FunctionDef]]:
    for node in body:
        if isinstance(node, cst.FunctionDef):
            name = prefix + node.name.value
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name}#{seen[name]}"), node
        elif isinstance(node, cst.ClassDef):
            yield from _functions(node.body.body, f"{prefix}{node.name.value}.", seen)
        elif isinstance(node, (cst.If, cst.Try, cst.Else)):
            yield from _functions(node.body.body, prefix, seen)
            orelse = None if isinstance(node, cst.Else) else node.orelse
            yield from _functions([] if orelse is None else [orelse], prefix, seen)


@cache
def _inner(kind: type[cst.CSTNode]) -> tuple[str, ...]:
    """Return the fields of a class that operators see."""
    names = [one.name for one in fields(kind)]
    if issubclass(kind, cst.FunctionDef):
        return ("params", "body")
    if issubclass(kind, cst.MatchCase):
        return ("guard", "body")
    if issubclass(kind, cst.IfExp):
        return ("body", "test", "orelse")
    return tuple(name for name in names if name not in LEFT_OUT and not name.startswith("whitespace"))


def _is_text(node: cst.CSTNode) -> bool:
    """Return True for a statement that is nothing but a string, and for `__all__`."""
    if not isinstance(node, cst.SimpleStatementLine) or not node.body:
        return False
    first = node.body[0]
    if isinstance(first, cst.Expr):
        return isinstance(first.value, (cst.SimpleString, cst.ConcatenatedString))
    if isinstance(first, cst.Assign):
        target = first.targets[0].target
        return isinstance(target, cst.Name) and target.value == "__all__"
    return False


def _is_talk(node: cst.CSTNode) -> bool:
    if not isinstance(node, cst.Call):
        return False
    name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
    return isinstance(name, cst.Name) and name.value in TALK


def _first(error: Exception) -> str:
    """Return the gist of an error in one line."""
    if isinstance(error, SyntaxError):
        return f"line {error.lineno}, {error.msg}"
    if isinstance(error, cst.ParserSyntaxError):
        return f"line {error.raw_line}, {error.message.split('.')[0]}"
    return str(error).split("\n")[0] or type(error).__name__
