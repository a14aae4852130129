"""The names of a function: where each is bound, what type it has, and which others could stand in its place.

Types are guessed from annotations, from what is assigned, and, failing that, from how a name is used: they
only decide which slips are plausible, never whether one is kept.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import libcst as cst

if TYPE_CHECKING:
    from synth.mutate.tree import Tree

UNKNOWN = ""
LITERALS: dict[type[cst.CSTNode], str] = {
    cst.Integer: "int",
    cst.Float: "float",
    cst.SimpleString: "str",
    cst.ConcatenatedString: "str",
    cst.FormattedString: "str",
    cst.List: "list",
    cst.ListComp: "list",
    cst.Dict: "dict",
    cst.DictComp: "dict",
    cst.Set: "set",
    cst.SetComp: "set",
    cst.Tuple: "tuple",
    cst.Comparison: "bool",
}
RESULTS: dict[str, str] = {
    **dict.fromkeys(
        [
            "len",
            "int",
            "ord",
            "round",
            "abs",
            "sum",
            "pow",
            "hash",
            "find",
            "rfind",
            "index",
            "count",
            "bit_length",
        ],
        "int",
    ),
    **dict.fromkeys(["float", "sqrt", "sin", "cos", "exp", "log"], "float"),
    **dict.fromkeys(
        ["str", "repr", "chr", "format", "join", "lower", "upper", "strip", "lstrip", "rstrip", "replace"],
        "str",
    ),
    **dict.fromkeys(["list", "sorted", "split", "rsplit", "splitlines"], "list"),
    **dict.fromkeys(["dict", "Counter", "defaultdict"], "dict"),
    **dict.fromkeys(
        ["bool", "isinstance", "any", "all", "startswith", "endswith", "isdigit", "isalpha"], "bool"
    ),
    "set": "set",
    "tuple": "tuple",
}
"""The type of what a function or method of the language returns."""
METHODS: dict[str, str] = {
    **dict.fromkeys(
        [
            "lower",
            "upper",
            "strip",
            "split",
            "join",
            "startswith",
            "endswith",
            "isdigit",
            "replace",
            "encode",
        ],
        "str",
    ),
    **dict.fromkeys(["append", "extend", "insert", "sort", "reverse"], "list"),
    **dict.fromkeys(["items", "keys", "values", "get", "setdefault"], "dict"),
    **dict.fromkeys(["add", "discard", "union", "intersection"], "set"),
}
"""The type of what a method is called on."""
COUNTING = (cst.Subtract, cst.Divide, cst.FloorDivide, cst.Power)
"""Operators between numbers."""
NUMBERS = frozenset({"int", "float", "number"})
ROWS = frozenset({"list", "str", "tuple", "sequence", "bytes"})
PLAIN = {
    **{name: name for name in ["int", "float", "str", "bool", "list", "dict", "set", "tuple", "bytes"]},
    "List": "list",
    "Sequence": "list",
    "Iterable": "list",
    "Dict": "dict",
    "Mapping": "dict",
    "Set": "set",
    "Tuple": "tuple",
    "MutableSequence": "list",
    "FrozenSet": "set",
    "frozenset": "set",
    "Text": "str",
}


@dataclass(frozen=True)
class Name:
    """A name of the function: where it is first bound, and its type, or UNKNOWN."""

    text: str
    bound: int
    type: str
    is_parameter: bool


class Scope:
    """The parameters and local variables of one function; names of inner functions are not among them."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._bindings: dict[str, list[tuple[int, str]]] = {}
        self._parameters: list[str] = []
        params = tree.function.params
        every = (*params.posonly_params, *params.params, *params.kwonly_params)
        for param in every:
            self._parameters.append(param.name.value)
            self._bind(param.name.value, 0, self._annotated(param.annotation) or self.type_of(param.default))
        stars = ((params.star_arg, "tuple"), (params.star_kwarg, "dict"))
        for star, kind in stars:
            if isinstance(star, cst.Param):
                self._bind(star.name.value, 0, kind)
        for at, name, kind in sorted(self._assigned(), key=lambda one: one[0]):
            self._bind(name, at, kind)

    def _bind(self, name: str, at: int, kind: str) -> None:
        self._bindings.setdefault(name, []).append((at, kind))

    def _assigned(self) -> Iterator[tuple[int, str, str]]:
        tree = self._tree
        for node in tree.all(cst.Assign):
            if self._is_ours(node):
                for one in node.targets:
                    yield from self._targets(one.target, node.value, self.type_of(node.value))
        for annotated in tree.all(cst.AnnAssign):
            if self._is_ours(annotated) and isinstance(annotated.target, cst.Name):
                kind = self._annotated(annotated.annotation)
                yield tree.index(annotated.target), annotated.target.value, kind
        for walrus in tree.all(cst.NamedExpr):
            if self._is_ours(walrus) and isinstance(walrus.target, cst.Name):
                yield tree.index(walrus.target), walrus.target.value, self.type_of(walrus.value)
        for loop in tree.all(cst.For):
            if self._is_ours(loop):
                yield from self._looped(loop.target, loop.iter)

    def _targets(
        self, target: cst.BaseExpression, value: cst.BaseExpression | None, kind: str
    ) -> Iterator[tuple[int, str, str]]:
        if isinstance(target, cst.Name):
            yield self._tree.index(target), target.value, kind
        elif isinstance(target, (cst.Tuple, cst.List)):
            values = value.elements if isinstance(value, cst.Tuple) else ()
            for place, element in enumerate(target.elements):
                part = values[place].value if len(values) == len(target.elements) else None
                yield from self._targets(element.value, part, self.type_of(part))

    def _looped(self, target: cst.BaseExpression, over: cst.BaseExpression) -> Iterator[tuple[int, str, str]]:
        kind = UNKNOWN
        if isinstance(over, cst.Call) and isinstance(over.func, cst.Name):
            if over.func.value == "range":
                kind = "int"
            elif over.func.value == "enumerate" and isinstance(target, cst.Tuple):
                first, *rest = target.elements
                yield from self._targets(first.value, None, "int")
                for one in rest:
                    yield from self._targets(one.value, None, UNKNOWN)
                return
        elif self.type_of(over) == "str":
            kind = "str"
        yield from self._targets(target, None, kind)

    def _is_ours(self, node: cst.CSTNode) -> bool:
        inner = self._tree.up(node, cst.FunctionDef, cst.Lambda, cst.ClassDef)
        return inner is self._tree.function

    def _annotated(self, annotation: cst.Annotation | None) -> str:
        node = annotation.annotation if annotation is not None else None
        while isinstance(node, cst.Subscript):
            node = node.value
        if isinstance(node, cst.Attribute):
            node = node.attr
        if isinstance(node, cst.Name):
            return PLAIN.get(node.value, node.value if node.value[:1].isupper() else UNKNOWN)
        return UNKNOWN

    def type_of(self, node: cst.CSTNode | None) -> str:
        """Return the type of an expression, or UNKNOWN."""
        if node is None:
            return UNKNOWN
        if type(node) in LITERALS:
            return LITERALS[type(node)]
        if isinstance(node, cst.Name):
            if node.value in ("True", "False"):
                return "bool"
            return self.type_of_name(node.value)
        if isinstance(node, cst.Call):
            name = node.func.attr if isinstance(node.func, cst.Attribute) else node.func
            return RESULTS.get(name.value, UNKNOWN) if isinstance(name, cst.Name) else UNKNOWN
        if isinstance(node, cst.BinaryOperation):
            left, right = self.type_of(node.left), self.type_of(node.right)
            if isinstance(node.operator, cst.Divide):
                return "float" if left in NUMBERS or right in NUMBERS else UNKNOWN
            if left == right or not right:
                return left
            return right if not left else ("float" if {left, right} == {"int", "float"} else left)
        if isinstance(node, cst.UnaryOperation):
            return "bool" if isinstance(node.operator, cst.Not) else self.type_of(node.expression)
        if isinstance(node, cst.Subscript) and self.type_of(node.value) == "str":
            return "str"
        return UNKNOWN

    def type_of_bound(self, node: cst.BaseExpression) -> str:
        """Return the type of a name as its bindings or its methods have it, UNKNOWN for all else."""
        if not isinstance(node, cst.Name):
            return UNKNOWN
        kinds = {kind for _, kind in self._bindings.get(node.value, ()) if kind}
        methods = (one for one in self._tree.all(cst.Attribute) if isinstance(one.value, cst.Name))
        kinds |= {
            METHODS.get(one.attr.value, "") for one in methods if self._tree.text(one.value) == node.value
        }
        return min(kinds - {UNKNOWN}, default=UNKNOWN)

    def type_of_name(self, name: str) -> str:
        """Return the type that all bindings of a name agree on, or the one that its uses tell."""
        kinds = {kind for _, kind in self._bindings.get(name, ()) if kind}
        if len(kinds) == 1:
            return min(kinds)
        return UNKNOWN if kinds else self._used.get(name, UNKNOWN)

    @cached_property
    def _used(self) -> dict[str, str]:
        """Return what the uses of names tell about their types; the first telling use decides."""
        told: dict[str, str] = {}
        for node in self._tree.all(cst.Name):
            if node.value not in told and not self._tree.is_stored(node):
                kind = self._told(node)
                if kind:
                    told[node.value] = kind
        return told

    def _told(self, node: cst.Name) -> str:
        """Return what one use of a name tells about its type, or UNKNOWN."""
        parent, field = self._tree.parents.get(node, (None, ""))
        if isinstance(parent, cst.Attribute):
            return METHODS.get(parent.attr.value, UNKNOWN)
        if isinstance(parent, cst.BinaryOperation):
            other = parent.right if field == "left" else parent.left
            return "number" if isinstance(parent.operator, COUNTING) or _is_number(other) else UNKNOWN
        if isinstance(parent, (cst.Comparison, cst.ComparisonTarget)):
            whole = parent if isinstance(parent, cst.Comparison) else self._tree.parent(parent)
            assert isinstance(whole, cst.Comparison)
            sides = (whole.left, *(one.comparator for one in whole.comparisons))
            return "number" if any(_is_number(one) for one in sides) else UNKNOWN
        if isinstance(parent, cst.Slice):
            return "number"
        if isinstance(parent, cst.Index):
            place = self._tree.up(parent, cst.Subscript)
            return UNKNOWN if place is None or self.type_of_bound(place.value) == "dict" else "number"
        if isinstance(parent, cst.Subscript):
            return "sequence" if field == "value" else UNKNOWN
        if isinstance(parent, (cst.For, cst.CompFor)):
            return "sequence" if field == "iter" else UNKNOWN
        return self._taken(parent) if isinstance(parent, cst.Arg) else UNKNOWN

    def _taken(self, argument: cst.Arg) -> str:
        """Return the type of what a function of the language takes, or UNKNOWN."""
        call = self._tree.parent(argument)
        if not isinstance(call, cst.Call) or not isinstance(call.func, cst.Name):
            return UNKNOWN
        if call.func.value in ("range", "chr"):
            return "number"
        if call.func.value in ("len", "sum", "sorted", "enumerate", "max", "min", "reversed"):
            return "sequence" if len(call.args) == 1 else "number"
        return UNKNOWN

    @cached_property
    def names(self) -> tuple[Name, ...]:
        """Return the names in the order in which they are bound, without `self`, `cls` and `_`."""
        return tuple(
            Name(text, at[0][0], self.type_of_name(text), text in self._parameters)
            for text, at in self._bindings.items()
            if text not in ("self", "cls", "_")
        )

    def holds(self, name: str) -> bool:
        """Return True for a parameter or local variable of the function."""
        return name in self._bindings

    def others(self, node: cst.Name, limit: int = 2, farthest: int = 2) -> list[str]:
        """Return the names that could be taken for one that is read here, the likeliest first.

        They are bound before, of its type if any is, and never of a type that is known to be another;
        `farthest` is what `alike` may say of the types at most.
        """
        statement = self._tree.statement(node)
        start = self._tree.index(node if statement is None else statement)
        nearby = [one for one in self._comprehended(node) if one != node.value]
        if nearby:
            return nearby[:limit]
        kind = self.type_of_name(node.value)
        ranked = []
        for order, name in enumerate(self.names):
            distance = alike(kind, name.type)
            if name.text == node.value or distance is None or distance > farthest:
                continue
            if name.bound < start or self._is_looped(name.text, node):
                ranked.append((distance, -order, name.text))
        best = min((distance for distance, _, _ in ranked), default=0)
        return [text for distance, _, text in sorted(ranked) if distance == best][:limit]

    def reads(self, node: cst.Name) -> bool:
        """Return True if a name is read here and is the function's own or a comprehension's around it."""
        if self._tree.is_stored(node) or not self._is_ours(node):
            return False
        if self._tree.up(node, cst.Parameters) is not None:
            return False
        return node.value not in ("self", "cls") and (
            node.value in self._bindings or node.value in self._comprehended(node)
        )

    def _comprehended(self, node: cst.CSTNode) -> list[str]:
        """Return the names that the comprehensions around a node bind, the innermost first."""
        found: list[str] = []
        for above in self._tree.above(node):
            if isinstance(above, (cst.BaseSimpleComp, cst.DictComp)):
                part: cst.CompFor | None = above.for_in
                if part is not None and any(node is one for one in self._tree.inside(part.iter, cst.Name)):
                    continue
                while part is not None:
                    found += [one.value for one in self._heads(part.target)]
                    part = part.inner_for_in
        return found

    def _is_looped(self, name: str, node: cst.Name) -> bool:
        """Return True if a loop around a node binds a name in its head."""
        return any(
            isinstance(above, cst.For) and any(one.value == name for one in self._heads(above.target))
            for above in self._tree.above(node)
        )

    def _heads(self, target: cst.BaseExpression) -> Iterator[cst.Name]:
        if isinstance(target, cst.Name):
            yield target
        elif isinstance(target, (cst.Tuple, cst.List)):
            for element in target.elements:
                yield from self._heads(element.value)


def _is_number(node: cst.BaseExpression) -> bool:
    if isinstance(node, cst.Call) and isinstance(node.func, cst.Name):
        return RESULTS.get(node.func.value) in NUMBERS
    return isinstance(node, (cst.Integer, cst.Float))


def alike(one: str, other: str) -> int | None:
    """Return how far two types are apart: 0 the same, 1 near, 2 unknown; None if they differ."""
    if one == other:
        return 0 if one else 2
    if not one or not other:
        return 2
    if one in NUMBERS and other in NUMBERS:
        return 1
    if "sequence" in (one, other) and one in ROWS and other in ROWS:
        return 1
    return None
