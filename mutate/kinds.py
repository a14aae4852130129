"""Kinds: what values a parameter takes, from its annotation, else from its default and from how it is used.

Annotations are resolved by name, from `typing`, `builtins` and the file's own classes: nothing is imported.
"""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from synth.mutate.corpus import Function, Parameter, SourceFile


@dataclass(frozen=True)
class Kind:
    """A type as far as inputs need it.

    `of` are its parts; `values` the members of a `literal`, or the name of the class of an `object`.
    """

    name: str
    of: tuple[Kind, ...] = ()
    values: tuple[Any, ...] = ()

    def __str__(self) -> str:
        inner = [*map(str, self.of), *map(repr, self.values)]
        return f"{self.name}[{', '.join(inner)}]" if inner else self.name


ANY: Final = Kind("any")
NONE: Final = Kind("none")
INT, FLOAT, STR, BYTES, BOOL = map(Kind, ("int", "float", "str", "bytes", "bool"))
SEQUENCE: Final = Kind("sequence")
FUNCTION: Final = Kind("function")

_ALONE: Final[Mapping[str, Kind]] = {
    **{name: Kind(name) for name in ("int", "float", "str", "bytes", "bool", "complex")},
    **dict.fromkeys(
        ["Number", "Real", "Rational", "SupportsFloat", "SupportsAbs"], Kind("union", (INT, FLOAT))
    ),
    **dict.fromkeys(["Integral", "SupportsIndex", "SupportsInt"], INT),
    **dict.fromkeys(["AnyStr", "LiteralString", "Text"], STR),
    **dict.fromkeys(["bytearray", "memoryview", "ByteString", "Buffer"], BYTES),
    **dict.fromkeys(["Callable", "type", "Type"], FUNCTION),
    **dict.fromkeys(["None", "NoneType"], NONE),
}
_LISTS: Final = frozenset(
    [
        "list",
        "List",
        "Sequence",
        "MutableSequence",
        "Iterable",
        "Collection",
        "Iterator",
        "Reversible",
        "Sized",
    ]
)
_DICTS: Final = frozenset(
    ["dict", "Dict", "Mapping", "MutableMapping", "Counter", "defaultdict", "OrderedDict"]
)
_SETS: Final[Mapping[str, str]] = {
    **dict.fromkeys(["set", "Set", "AbstractSet", "MutableSet"], "set"),
    **dict.fromkeys(["frozenset", "FrozenSet"], "frozenset"),
}
_WRAPPERS: Final = frozenset(["Annotated", "Final", "ClassVar", "Required", "NotRequired"])
# Classes of the library that files import and that plain arguments make.
LIBRARY: Final[Mapping[str, tuple[Kind, ...]]] = {
    "Fraction": (INT, Kind("literal", values=(1, 2, 3, 7, 10))),
    "Decimal": (Kind("literal", values=("0", "1", "-1", "0.1", "2.50", "100", "-3.75", "1E+3")),),
    "date": (
        Kind("literal", values=(2000, 1999, 2024, 1970, 2023)),
        Kind("literal", values=(1, 2, 6, 12)),
        Kind("literal", values=(1, 15, 28)),
    ),
    "timedelta": (INT,),
}


def resolved(node: ast.expr | None, file: SourceFile) -> Kind:
    """Return the kind that an annotation names; `any` where it says nothing that is known.

    >>> file = SourceFile("", "", "", "", ast.Module([], []))
    >>> str(resolved(ast.parse("Optional[Sequence[int]]", mode="eval").body, file))
    'union[list[int], none]'
    """
    if node is None:
        return ANY
    if isinstance(node, ast.Constant):
        if node.value is None:
            return NONE
        if isinstance(node.value, str):
            try:
                return resolved(ast.parse(node.value, mode="eval").body, file)
            except (SyntaxError, ValueError, RecursionError):
                return ANY
        return ANY
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
        return _union(resolved(node.left, file), resolved(node.right, file))
    if isinstance(node, ast.Subscript):
        return _parametrised(_last(node.value), node.slice, file)
    name = _last(node)
    if name in _ALONE:
        return _ALONE[name]
    if name in ("tuple", "Tuple") or name in _LISTS or name in _DICTS or name in _SETS:
        return _parametrised(name, None, file)
    if name in file.classes or name in LIBRARY:
        return Kind("object", values=(name,))
    return ANY


def _last(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _parametrised(name: str, inner: ast.expr | None, file: SourceFile) -> Kind:
    parts = [] if inner is None else inner.elts if isinstance(inner, ast.Tuple) else [inner]
    if name == "Literal":
        return Kind("literal", values=tuple(one.value for one in parts if isinstance(one, ast.Constant)))
    if name in ("tuple", "Tuple"):
        if not parts or (isinstance(parts[-1], ast.Constant) and parts[-1].value is ...):
            return Kind("tuples", (resolved(parts[0], file) if parts else INT,))
        return Kind("tuple", tuple(resolved(one, file) for one in parts))
    kinds = [resolved(one, file) for one in parts]
    if name == "Optional":
        return _union(*kinds, NONE)
    if name == "Union":
        return _union(*kinds)
    if name in _WRAPPERS and kinds:
        return kinds[0]
    if name in _LISTS:
        return Kind("list", (kinds[0],)) if kinds else SEQUENCE
    if name in _DICTS:
        return Kind("dict", (kinds[0] if kinds else STR, kinds[1] if len(kinds) > 1 else INT))
    if name in _SETS:
        return Kind(_SETS[name], (kinds[0] if kinds else INT,))
    return _ALONE.get(name, Kind("object", values=(name,)) if name in file.classes else ANY)


def _union(*kinds: Kind) -> Kind:
    flat = [part for one in kinds for part in (one.of if one.name == "union" else (one,))]
    found = tuple(dict.fromkeys(flat))
    return found[0] if len(found) == 1 else Kind("union", found)


def of_value(value: object) -> Kind:
    """Return the kind of a value, such as a default or an argument that was observed."""
    for kind, known in ((bool, BOOL), (int, INT), (float, FLOAT), (str, STR), (bytes, BYTES)):
        if type(value) is kind:
            return known
    if value is None:
        return NONE
    if isinstance(value, (list, tuple, set, frozenset)):
        name = "tuples" if isinstance(value, tuple) else type(value).__name__
        return Kind(name, (_union(*map(of_value, value)) if value else INT,))
    if isinstance(value, dict):
        keys, items = map(of_value, value), map(of_value, value.values())
        return Kind("dict", (_union(*keys), _union(*items)) if value else (STR, INT))
    return ANY


@lru_cache(maxsize=1024)
def kind_of(function: Function, parameter: Parameter, depth: int = 2) -> Kind:
    """Return the kind of a parameter: annotated, else that of its default, else as it is used."""
    found = resolved(parameter.annotation, function.file)
    if found != ANY:
        return found
    default = ANY
    if isinstance(parameter.default, ast.Constant):
        default = of_value(parameter.default.value)
    if default not in (ANY, NONE):
        return default
    if function.owner is not None and function.form == "method" and _is_like_self(function, parameter.name):
        own = Kind("object", values=(function.owner.name,))
        used = _used(function, parameter.name, depth)
        return own if used == ANY else _union(own, used)
    used = _used(function, parameter.name, depth)
    if default == NONE:
        # Of what is unknown and may be left out, only that is known.
        return NONE if used == ANY else _union(used, NONE)
    return used


_METHODS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(["strip", "lstrip", "rstrip", "lower", "upper", "split", "rsplit", "splitlines"], STR),
    **dict.fromkeys(["startswith", "endswith", "replace", "join", "find", "rfind", "title", "encode"], STR),
    **dict.fromkeys(["isdigit", "isalpha", "isalnum", "isspace", "islower", "isupper", "isnumeric"], STR),
    **dict.fromkeys(["isdecimal", "isascii", "format", "capitalize", "casefold", "center", "ljust"], STR),
    **dict.fromkeys(["rjust", "zfill", "partition", "rpartition", "swapcase", "translate"], STR),
    **dict.fromkeys(["expandtabs", "removeprefix", "removesuffix"], STR),
    **dict.fromkeys(["append", "extend", "insert", "sort", "reverse", "remove", "pop"], Kind("list", (INT,))),
    **dict.fromkeys(["keys", "items", "values", "get", "setdefault", "update"], Kind("dict", (STR, INT))),
    **dict.fromkeys(["union", "intersection", "difference", "issubset", "add"], Kind("set", (INT,))),
    **dict.fromkeys(["bit_length", "numerator", "denominator", "to_bytes", "bit_count"], INT),
    **dict.fromkeys(["is_integer", "as_integer_ratio", "hex"], FLOAT),
    **dict.fromkeys(["decode", "fromhex"], BYTES),
}
_TAKERS: Final[Mapping[str, Kind]] = {
    **dict.fromkeys(["range", "chr", "bin", "oct", "hex", "divmod"], INT),
    **dict.fromkeys(["abs", "round", "float", "pow"], FLOAT),
    **dict.fromkeys(
        ["sqrt", "sin", "cos", "tan", "exp", "log", "log2", "floor", "ceil", "fabs", "isnan"], FLOAT
    ),
    **dict.fromkeys(["gcd", "lcm", "isqrt", "factorial", "comb", "index"], INT),
    **dict.fromkeys(["sum", "fsum", "prod"], Kind("list", (INT,))),
    **dict.fromkeys(
        ["len", "sorted", "list", "tuple", "set", "iter", "enumerate", "zip", "reversed"], SEQUENCE
    ),
    **dict.fromkeys(["any", "all", "min", "max", "Counter"], SEQUENCE),
    "ord": STR,
    "int": Kind("union", (INT, STR)),
}
_INTEGRAL: Final = (ast.FloorDiv, ast.Mod, ast.LShift, ast.RShift, ast.BitAnd, ast.BitOr, ast.BitXor)


def _used(function: Function, name: str, depth: int) -> Kind:
    """Return the kind that most uses of a name ask for; the first of equals."""
    votes: Counter[Kind] = Counter()
    for kind in _votes(function, name, depth):
        votes[kind] += 1
    if not votes:
        return ANY
    best = max(votes, key=lambda one: votes[one])
    precise = [one for one in votes if one.name in ("list", "str", "dict", "bytes", "set")]
    if best == SEQUENCE and precise:
        return max(precise, key=lambda one: votes[one])
    if best == INT and votes[FLOAT]:
        return Kind("union", (INT, FLOAT))
    return best


def _votes(function: Function, name: str, depth: int) -> Iterator[Kind]:
    for parent, node in _uses(function).get(name, ()):
        yield from _vote(parent, node, function, depth)


def _is_like_self(function: Function, name: str) -> bool:
    """Return whether a parameter is used as the instance is: it is called `other`, or has its attributes."""
    given = [*function.node.args.posonlyargs, *function.node.args.args]
    asked, own = (
        {parent.attr for parent, _ in _uses(function).get(one, ()) if isinstance(parent, ast.Attribute)}
        for one in (name, given[0].arg)
    )
    return name == "other" or bool(asked and asked <= own)


@lru_cache(maxsize=64)
def _uses(function: Function) -> Mapping[str, Sequence[tuple[ast.AST, ast.Name]]]:
    """Return the places where each name is read, each with the node that holds it."""
    found: dict[str, list[tuple[ast.AST, ast.Name]]] = {}
    for parent in ast.walk(function.node):
        for node in ast.iter_child_nodes(parent):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
                found.setdefault(node.id, []).append((parent, node))
    return found


def _vote(parent: ast.AST, node: ast.Name, function: Function, depth: int) -> Iterator[Kind]:
    """Yield what one use of a name says about its kind."""
    if isinstance(parent, ast.Attribute):
        if parent.attr in _METHODS:
            yield _METHODS[parent.attr]
    elif isinstance(parent, ast.Subscript) and parent.value is node:
        text = isinstance(parent.slice, ast.Constant) and isinstance(parent.slice.value, str)
        yield Kind("dict", (STR, INT)) if text else SEQUENCE
    elif isinstance(parent, ast.Subscript):
        yield INT
    elif isinstance(parent, (ast.For, ast.comprehension)) and parent.iter is node:
        inner = ANY
        if isinstance(parent.target, ast.Name) and depth:
            inner = _used(function, parent.target.id, 0)
        yield SEQUENCE if inner in (ANY, SEQUENCE) else Kind("list", (inner,))
    elif isinstance(parent, ast.Compare):
        sides = [parent.left, *parent.comparators]
        membership = isinstance(parent.ops[-1], (ast.In, ast.NotIn))
        for other in sides:
            if other is not node and isinstance(other, ast.Constant):
                known = of_value(other.value)
                if known != NONE:
                    yield SEQUENCE if membership and sides[-1] is node and known != STR else known
    elif isinstance(parent, ast.BinOp):
        other = parent.right if parent.left is node else parent.left
        if isinstance(other, (ast.Constant, ast.JoinedStr)):
            known = of_value(other.value) if isinstance(other, ast.Constant) else STR
            if not (isinstance(parent.op, ast.Mod) and known == STR):
                yield known
        elif isinstance(parent.op, ast.Div):
            yield FLOAT
        elif isinstance(parent.op, (*_INTEGRAL, ast.Sub, ast.Pow, ast.Mult)):
            yield INT
    elif isinstance(parent, ast.UnaryOp) and isinstance(parent.op, (ast.USub, ast.Invert)):
        yield INT
    elif isinstance(parent, ast.Call) and node in parent.args:
        yield from _passed(parent, parent.args.index(node), function, depth)


def _passed(call: ast.Call, place: int, function: Function, depth: int) -> Iterator[Kind]:
    """Yield what a call that passes a name on says about it."""
    name = _last(call.func)
    if name == "isinstance" and place == 0 and len(call.args) == 2:
        tested = call.args[1]
        kinds = [
            resolved(one, function.file)
            for one in (tested.elts if isinstance(tested, ast.Tuple) else [tested])
        ]
        if known := [one for one in kinds if one != ANY]:
            yield _union(*known)
        return
    inside = function.name.rpartition(".")[0]
    called = function.file.functions.get(f"{inside}.{name}" if inside and name != _text(call.func) else name)
    if called is not None and depth and called is not function:
        given = [one for one in called.parameters if not one.rest]
        if place < len(given) and (kind := kind_of(called, given[place], depth - 1)) != ANY:
            yield kind
    elif name in ("min", "max") and len(call.args) > 1:
        yield FLOAT
    elif name in ("map", "filter") and place:
        yield SEQUENCE
    elif name in _TAKERS and called is None:
        yield _TAKERS[name]


def _text(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else ""
