"""The wrong condition: one missing, one too many, one negated, or branches that are exchanged."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, both, change, instead, spelled, suite, whole
from synth.mutate.operators.recursion import base_cases
from synth.mutate.precedence import bare
from synth.mutate.tree import Tree

LEAVING = (cst.Return, cst.Raise, cst.Continue, cst.Break)


@operator(
    "weak",
    share=3,
    examples=[
        ("a, b", "if a and b:\n    return 1\nreturn 0", "if a:\n    return 1\nreturn 0"),
        ("a, b, c", "return a and (b or c)", "return b or c"),
        ("a, b, c", "return a or b or c", "return a or b"),
    ],
    twins=[("a, b", "return a & b"), ("a", "return not a")],
)
def conjunct_dropped(tree: Tree) -> Iterator[Change]:
    """Forget one part of a condition."""
    for node in tree.all(cst.BooleanOperation):
        for kept, gone in ((node.left, node.right), (node.right, node.left)):
            if not is_implied(tree, gone):
                yield change(node, kept, f"The condition forgets {tree.brief(gone)}.")


def is_implied(tree: Tree, node: cst.BaseExpression) -> bool:
    """Return True for `isinstance(x, T)`, or its opposite, where the annotation of x says T."""
    inner = node.expression if isinstance(node, cst.UnaryOperation) else node
    if not isinstance(inner, cst.Call) or tree.text(inner.func) != "isinstance" or len(inner.args) != 2:
        return False
    value, kind = (one.value for one in inner.args)
    return isinstance(value, cst.Name) and tree.scope.type_of_name(value.value) == tree.text(kind)


@operator(
    "operator",
    share=1,
    examples=[
        ("a, b", "return a and b", "return a or b"),
        ("a, b, c", "return a or b or c", "return a or b and c"),
    ],
    twins=[("a, b", "return a & b"), ("a, b", "return a < b")],
)
def wrong_logic(tree: Tree) -> Iterator[Change]:
    """Write `or` for `and`, or `and` for `or`."""
    for node in tree.all(cst.BooleanOperation):
        old = node.operator
        kind = cst.Or if isinstance(old, cst.And) else cst.And
        new = spelled(old, kind)
        word = "or" if kind is cst.Or else "and"
        says = (
            f"The parts of the condition are joined by `{word}`, not by `{'and' if word == 'or' else 'or'}`."
        )
        if not _is_nested(tree, node):
            yield change(old, new, says)
        elif kind is cst.And and isinstance(node.left, cst.BooleanOperation) and not node.left.lpar:
            inner = node.left
            if isinstance(inner.operator, cst.Or) and tree.field(node) != "left":
                tied = node.with_changes(left=inner.right, operator=new, lpar=(), rpar=())
                yield change(node, inner.with_changes(right=tied, lpar=node.lpar, rpar=node.rpar), says)


def _is_nested(tree: Tree, node: cst.BooleanOperation) -> bool:
    """Return True if another operator would tie the parts of a longer condition to other neighbours."""
    parent = tree.parent(node)
    if isinstance(parent, (cst.BooleanOperation, cst.UnaryOperation)) and not node.lpar:
        return True
    return any(isinstance(one, cst.BooleanOperation) and not one.lpar for one in (node.left, node.right))


@operator(
    "order",
    share=1,
    examples=[
        ("a", "if a:\n    return 1\nreturn 0", "if not a:\n    return 1\nreturn 0"),
        ("a", "if not a:\n    return 1\nreturn 0", "if a:\n    return 1\nreturn 0"),
        ("xs", "while xs:\n    xs.pop()", "while not xs:\n    xs.pop()"),
        ("a, b", "return a and not b", "return a and b"),
        ("xs", "return [x for x in xs if x]", "return [x for x in xs if not x]"),
    ],
    twins=[
        ("a, b", "if a < b:\n    return 1\nreturn 0"),
        ("a", "return -a"),
        ("a", "while True:\n    return a"),
    ],
)
def negated_condition(tree: Tree) -> Iterator[Change]:
    """Forget a `not`, or write one too many."""
    for node in tree.all(cst.UnaryOperation):
        if isinstance(node.operator, cst.Not):
            yield change(node, node.expression, f"The `not` before {tree.brief(node.expression)} is missing.")
    for holder in tree.all(cst.If, cst.While, cst.IfExp, cst.CompIf):
        test = holder.test
        if isinstance(test, (cst.Name, cst.Call, cst.Attribute, cst.Subscript)) and tree.text(test) != "True":
            says = f"There is a `not` too many before {tree.brief(test)}."
            yield change(test, cst.UnaryOperation(cst.Not(), test), says)
        elif isinstance(test, cst.BooleanOperation):
            wrapped = bare(test).with_changes(lpar=[cst.LeftParen()], rpar=[cst.RightParen()])
            if "\n" not in tree.text(test):
                yield change(test, cst.UnaryOperation(cst.Not(), wrapped), "The whole condition is negated.")


@operator(
    "order",
    share=0.5,
    examples=[
        ("x", "return abs(-x)", "return abs(x)"),
        ("xs", "return sorted(xs, key=lambda x: -x)", "return sorted(xs, key=lambda x: x)"),
    ],
    twins=[("xs", "return xs[-1]"), ("x", "return x - 1"), ("xs", "return xs[::-1]"), ("x", "return not x")],
)
def sign_dropped(tree: Tree) -> Iterator[Change]:
    """Forget a minus or a `~`."""
    for node in tree.all(cst.UnaryOperation):
        if isinstance(node.operator, (cst.Minus, cst.BitInvert)) and not isinstance(
            tree.parent(node), (cst.Index, cst.Slice)
        ):
            sign = "-" if isinstance(node.operator, cst.Minus) else "~"
            yield change(
                node, node.expression, f"The `{sign}` before {tree.brief(node.expression)} is missing."
            )


@operator(
    "weak",
    share=2,
    examples=[
        ("xs", "if not xs:\n    return 0\nreturn xs[0]", "return xs[0]"),
        ("xs", "for x in xs:\n    if x < 0:\n        continue\n    print(x)", "for x in xs:\n    print(x)"),
    ],
    twins=[
        ("a: int", "if not isinstance(a, int):\n    return 0\nreturn a"),
        ("xs", "if xs:\n    print(1)\nreturn xs"),
        ("x", "if x:\n    return 1\nelse:\n    return 2"),
    ],
)
def guard_deleted(tree: Tree) -> Iterator[Change]:
    """Forget a check that leaves early: for the empty, the invalid or the finished case."""
    bases = set(base_cases(tree))
    for node in tree.all(cst.If):
        last = suite(node.body)[-1]
        leaves = isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], LEAVING)
        if is_implied(tree, node.test):
            continue
        if leaves and node.orelse is None and tree.field(node) == "body" and node not in bases:
            yield from both(instead(tree, node), says=f"The check for {tree.brief(node.test)} is missing.")


@operator(
    "weak",
    share=1.5,
    examples=[
        ("x", "if x > 0:\n    x -= 1\nreturn x", "x -= 1\nreturn x"),
        ("xs", "for x in xs:\n    if x:\n        print(x)  # shown", "for x in xs:\n    print(x)  # shown"),
    ],
    twins=[("x", "if x:\n    return 1\nelse:\n    return 2"), ("x", "if x:\n    return 1\nreturn 2")],
)
def guard_unwrapped(tree: Tree) -> Iterator[Change]:
    """Do always what is to be done under a condition."""
    for node in tree.all(cst.If):
        body = suite(node.body)
        last = body[-1]
        leaves = isinstance(last, cst.SimpleStatementLine) and isinstance(last.body[-1], LEAVING)
        if not leaves and node.orelse is None and tree.field(node) == "body":
            first = body[0].with_changes(
                leading_lines=[*node.leading_lines, *getattr(body[0], "leading_lines", ())]
            )
            yield from both(
                instead(tree, node, first, *body[1:]),
                says=f"The condition {tree.brief(node.test)} is missing.",
            )


@operator(
    "weak",
    share=1,
    examples=[
        ("x", "if x:\n    y = 1\nelse:\n    y = 2\nreturn y", "if x:\n    y = 1\nreturn y"),
        (
            "x",
            "if x > 1:\n    y = 1\nelif x > 0:\n    y = 2\nelse:\n    y = 3\nreturn y",
            "if x > 1:\n    y = 1\nelse:\n    y = 3\nreturn y",
        ),
    ],
    twins=[("x", "if x:\n    return 1\nreturn 2"), ("xs", "for x in xs:\n    print(x)\nelse:\n    print(0)")],
)
def branch_missing(tree: Tree) -> Iterator[Change]:
    """Forget an `elif` or an `else`."""
    for node in tree.all(cst.If):
        if isinstance(node.orelse, cst.Else):
            swap = whole(tree, node, node.with_changes(orelse=None))
            yield from both(swap, says="The `else` is missing.")
        elif isinstance(node.orelse, cst.If):
            swap = whole(tree, node, node.with_changes(orelse=node.orelse.orelse))
            yield from both(swap, says=f"The case {tree.brief(node.orelse.test)} is missing.")


@operator(
    "weak",
    share=0.5,
    examples=[
        (
            "x",
            "match x:\n    case 0:\n        return 1\n    case _:\n        return 2",
            "match x:\n    case _:\n        return 2",
        ),
    ],
    twins=[("x", "match x:\n    case 0:\n        return 1\nreturn 2")],
)
def case_dropped(tree: Tree) -> Iterator[Change]:
    """Forget a case of a `match`."""
    for node in tree.all(cst.Match):
        for gone in node.cases if len(node.cases) > 1 else ():
            new = node.with_changes(cases=[one for one in node.cases if one is not gone])
            yield from both(instead(tree, node, new), says=f"The case {tree.brief(gone.pattern)} is missing.")


@operator(
    "weak",
    share=1,
    examples=[("xs", "return [x for x in xs if x > 0]", "return [x for x in xs]")],
    twins=[("xs", "return [x for x in xs]"), ("xs", "return [x if x else 0 for x in xs]")],
)
def filter_dropped(tree: Tree) -> Iterator[Change]:
    """Take every item where some are to be left out."""
    for node in tree.all(cst.ListComp, cst.SetComp, cst.DictComp, cst.GeneratorExp):
        part: cst.CompFor | None = node.for_in
        while part is not None:
            for one in part.ifs:
                new = part.with_changes(ifs=[other for other in part.ifs if other is not one])
                made = node.deep_replace(part, new)
                assert isinstance(made, cst.BaseExpression)
                yield change(node, made, f"Items are taken without asking {tree.brief(one.test)}.")
            part = part.inner_for_in


@operator(
    "strong",
    examples=[
        (
            "a: bool, b: bool",
            "if a:\n    return 1\nif b:\n    return 2\nreturn 3",
            "if a and b:\n    return 1\nif b:\n    return 2\nreturn 3",
        ),
        (
            "a, b",
            "if a > 0:\n    return 1\nif b > 0:\n    return 2\nreturn 3",
            "if a > 0 and b > 0:\n    return 1\nif b > 0:\n    return 2\nreturn 3",
        ),
    ],
    twins=[("a", "if a:\n    return 1\nreturn 2"), ("xs", "for x in xs:\n    if x:\n        return x")],
)
def conjunct_added(tree: Tree) -> Iterator[Change]:
    """Ask for one condition more, which the function asks for elsewhere."""
    branches = [one for one in tree.all(cst.If) if not isinstance(one.test, cst.BooleanOperation)]
    for node in branches:
        for other in branches:
            if other is node or other.test.deep_equals(node.test) or "\n" in tree.text(other.test):
                continue
            names = [one.value for one in tree.inside(other.test, cst.Name) if tree.scope.holds(one.value)]
            known = {one.text for one in tree.scope.names if one.is_parameter}
            if names and known.issuperset(names) and not isinstance(other.test, (cst.NamedExpr, cst.IfExp)):
                new = cst.BooleanOperation(bare(node.test), cst.And(), bare(other.test))
                if not isinstance(
                    node.test, (cst.NamedExpr, cst.IfExp, cst.Lambda)
                ) and "\n" not in tree.text(node.test):
                    yield change(node.test, new, f"The condition asks for {tree.brief(other.test)} besides.")
                break


@operator(
    "order",
    share=1,
    examples=[
        ("x", "if x:\n    y = 1\nelse:\n    y = 2\nreturn y", "if x:\n    y = 2\nelse:\n    y = 1\nreturn y"),
        ("x", "return 1 if x else 2", "return 2 if x else 1"),
    ],
    twins=[
        ("x", "if x:\n    return 1\nreturn 2"),
        ("x", "if x:\n    y = 1\nelif x > 1:\n    y = 2\nreturn 3"),
    ],
)
def branches_swapped(tree: Tree) -> Iterator[Change]:
    """Do in one case what is to be done in the other."""
    for node in tree.all(cst.If):
        if isinstance(node.orelse, cst.Else):
            other = node.orelse.with_changes(body=node.body)
            swap = whole(tree, node, node.with_changes(body=node.orelse.body, orelse=other))
            yield from both(swap, says=f"What follows {tree.brief(node.test)} and its `else` are exchanged.")
    for choice in tree.all(cst.IfExp):
        if not choice.body.deep_equals(choice.orelse) and not isinstance(
            choice.orelse, (cst.IfExp, cst.Lambda)
        ):
            new = choice.with_changes(body=choice.orelse, orelse=choice.body)
            yield change(
                choice, new, f"The values for {tree.brief(choice.test)} and for its opposite are exchanged."
            )


@operator(
    "element",
    share=1,
    examples=[("x", "return x if x > 0 else 0", "return x"), ("x", "return x if x > 0 else -x", "return -x")],
    twins=[("x", "if x > 0:\n    return x\nreturn 0")],
)
def ternary_branch_dropped(tree: Tree) -> Iterator[Change]:
    """Take one value in both cases."""
    for node in tree.all(cst.IfExp):
        for kept in (node.body, node.orelse):
            yield change(
                node, kept, f"The value is {tree.brief(kept)} whatever {tree.brief(node.test)} says."
            )
