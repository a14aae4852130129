"""The wrong flow: statements that are missing, in the wrong order, or on the wrong side of a loop."""

from __future__ import annotations

from collections.abc import Iterator

import libcst as cst

from synth.mutate.catalogue import operator
from synth.mutate.change import Change, both, change, instead, is_docstring, rebuilt
from synth.mutate.tree import Tree

LEAVING = (cst.Return, cst.Raise, cst.Continue, cst.Break)
Loop = cst.For | cst.While


def _only(line: cst.CSTNode) -> cst.BaseSmallStatement | None:
    """Return the statement of a line that has but one."""
    return line.body[0] if isinstance(line, cst.SimpleStatementLine) and len(line.body) == 1 else None


def _blocks(tree: Tree) -> Iterator[cst.IndentedBlock]:
    return tree.all(cst.IndentedBlock)


@operator(
    "statement",
    share=2,
    examples=[
        ("x", "y = x + 1\nreturn y", "y = x + 1"),
        ("x", "if x:\n    return g(x)\nreturn 0", "if x:\n    g(x)\nreturn 0"),
    ],
    twins=[("x", "return"), ("x", "return None"), ("x", "return x")],
)
def missing_return(tree: Tree) -> Iterator[Change]:
    """Calculate the result and forget to return it."""
    for node in tree.all(cst.Return):
        value, line = node.value, tree.parent(node)
        if value is None or tree.text(value) == "None" or line is None:
            continue
        if isinstance(value, (cst.Call, cst.Await)):
            new = cst.Expr(value, semicolon=node.semicolon)
            yield change(node, new, f"The result of {tree.brief(value)} is not returned.")
        elif (
            isinstance(block := tree.parent(line), cst.IndentedBlock)
            and _only(line) is node
            and len(block.body) > 1
        ) and not is_docstring(block.body[-2]):
            yield from both(instead(tree, line), says=f"Nothing returns {tree.brief(value)}.")


@operator(
    "statement",
    share=2,
    examples=[
        (
            "xs",
            "t = 0\nfor x in xs:\n    t += x\nreturn t",
            "t = 0\nfor x in xs:\n    t += x\n    return t",
        ),
    ],
    twins=[
        ("xs", "for x in xs:\n    print(x)\nxs.pop()\nreturn xs"),
        ("xs", "for x in xs:\n    return x\nreturn 0"),
    ],
)
def early_return(tree: Tree) -> Iterator[Change]:
    """Return inside a loop what is to be returned after it."""
    for block, at, loop in _loops(tree):
        after = block.body[at + 1] if at + 1 < len(block.body) else None
        body = loop.body
        if (
            after is None
            or not isinstance(_only(after), cst.Return)
            or not isinstance(body, cst.IndentedBlock)
        ):
            continue
        if loop.orelse is None and not isinstance(_only(body.body[-1]), LEAVING):
            inside = after.with_changes(leading_lines=())
            new = loop.with_changes(body=body.with_changes(body=[*body.body, inside]))
            says = "The function returns in the first round of the loop, not after the last."
            yield Change((rebuilt(block, [*block.body[:at], new, *block.body[at + 2 :]]),), says)


def _loops(tree: Tree) -> Iterator[tuple[cst.IndentedBlock, int, Loop]]:
    for block in _blocks(tree):
        for at, one in enumerate(block.body):
            if isinstance(one, (cst.For, cst.While)):
                yield block, at, one


@operator(
    "statement",
    share=2,
    examples=[
        (
            "xs",
            "for x in xs:\n    y = x + 1\n    print(y)",
            "for x in xs:\n    y = x + 1\nprint(y)",
        ),
    ],
    twins=[("xs", "for x in xs:\n    print(x)"), ("xs", "for x in xs:\n    print(x)\n    break")],
)
def last_statement_out(tree: Tree) -> Iterator[Change]:
    """Do once after the loop what is to be done in every round."""
    for block, at, loop in _loops(tree):
        body = loop.body
        if not isinstance(body, cst.IndentedBlock) or len(body.body) < 2 or loop.orelse is not None:
            continue
        *rest, last = body.body
        leaves = isinstance(_only(last), (cst.Break, cst.Continue)) or _leaves_loop(last)
        steps = isinstance(loop, cst.While) and isinstance(_only(last), (cst.AugAssign, cst.Assign))
        if not leaves and not steps and not is_docstring(rest[-1]):
            new = loop.with_changes(body=body.with_changes(body=rest))
            says = f"{tree.brief(last)} comes once, after the loop, not in every round."
            yield Change((rebuilt(block, [*block.body[:at], new, last, *block.body[at + 1 :]]),), says)


def _leaves_loop(node: cst.CSTNode) -> bool:
    """Return True if a statement holds a `break` or `continue` of the loop around it."""
    if isinstance(node, (cst.Break, cst.Continue)):
        return True
    if isinstance(node, (cst.For, cst.While, cst.FunctionDef, cst.BaseExpression)):
        return False
    return any(_leaves_loop(child) for child in node.children)


@operator(
    "statement",
    share=2,
    examples=[
        ("x", "x += 1\nreturn x", "return x"),
        ("xs, x", "xs.append(x)\nreturn xs", "return xs"),
        ("x", "x = abs(x)\nreturn x", "return x"),
        ("d", "d[0] = 1\nreturn d", "return d"),
    ],
    twins=[
        ("x", "y = abs(x)\nreturn y"),
        ("x", "print(x)\nreturn x"),
        ("x", "return x"),
        ("n", "while n:\n    n -= 1"),
    ],
)
def statement_deleted(tree: Tree) -> Iterator[Change]:
    """Forget a statement whose effect is needed, though not its name."""
    for line in tree.all(cst.SimpleStatementLine):
        only = _only(line)
        if not _is_spare(tree, only) or _is_step(tree, line):
            continue
        yield from both(instead(tree, line), says=f"The statement {tree.brief(line)} is missing.")


def _is_spare(tree: Tree, node: cst.CSTNode | None) -> bool:
    """Return True for a statement without which all names are still bound."""
    if isinstance(node, cst.AugAssign):
        return True
    if isinstance(node, cst.Expr):
        return isinstance(node.value, cst.Call) and tree.text(node.value.func) != "print"
    if isinstance(node, cst.Assign) and len(node.targets) == 1:
        target = node.targets[0].target
        if isinstance(target, cst.Name):
            return any(
                one.text == target.value and one.bound < tree.index(target) for one in tree.scope.names
            )
        return isinstance(target, (cst.Subscript, cst.Attribute))
    return False


def _is_step(tree: Tree, line: cst.CSTNode) -> bool:
    """Return True for what makes a `while` loop end: without it nothing else would be seen."""
    loop = tree.up(line, cst.While)
    if loop is None or tree.parent(line) is not loop.body:
        return False
    only = _only(line)
    target = only.target if isinstance(only, cst.AugAssign) else None
    names = {one.value for one in tree.inside(loop.test, cst.Name)}
    return isinstance(target, cst.Name) and target.value in names


@operator(
    "statement",
    share=0.5,
    examples=[("xs, n", "for x in xs:\n    n += x\nreturn n", "return n")],
    twins=[
        ("xs", "for x in xs:\n    print(x)\nreturn x"),
        ("xs", "for x in xs:\n    if x:\n        return x"),
        ("n", "while True:\n    n += 1\nreturn n"),
    ],
)
def loop_deleted(tree: Tree) -> Iterator[Change]:
    """Forget a loop whose effect is needed, though none of its names."""
    for _, _, loop in _loops(tree):
        start = tree.index(loop)
        bound = {one.text for one in tree.scope.names if one.bound < start}
        stored = {one.value for one in tree.inside(loop.body, cst.Name) if tree.is_stored(one)}
        targets = {one.value for one in tree.inside(loop, cst.Name) if tree.is_stored(one)} - stored
        inside = set(tree.inside(loop, cst.Name))
        needed = any(
            one.value in targets and tree.index(one) > start
            for one in tree.all(cst.Name)
            if one not in inside
        )
        leaves = any(tree.inside(loop, cst.Return)) or any(tree.inside(loop, cst.Yield))
        endless = isinstance(loop, cst.While) and tree.text(loop.test) in ("True", "1")
        if stored and stored <= bound and not needed and not leaves and not endless:
            yield from both(instead(tree, loop), says=f"The loop that changes {_listed(stored)} is missing.")


def _listed(names: set[str]) -> str:
    return " and ".join(f"`{one}`" for one in sorted(names))


@operator(
    "statement",
    share=2,
    examples=[
        ("a, b", "a = a + b\nb = a\nreturn a, b", "b = a\na = a + b\nreturn a, b"),
        ("xs, x", "xs.append(x)\nx += 1\nreturn xs", "x += 1\nxs.append(x)\nreturn xs"),
    ],
    twins=[
        ("a, b", "a += 1\nb += 1\nreturn a, b"),
        ("a", "b = a\nc = b\nreturn c"),
        ("xs", "xs.append(1)\nreturn xs"),
        ("a", "a += 1\na += 2\nreturn a"),
    ],
)
def statements_swapped(tree: Tree) -> Iterator[Change]:
    """Do two things in the wrong order where one needs the other."""
    for block in _blocks(tree):
        for at, (one, two) in enumerate(zip(block.body, block.body[1:], strict=False)):
            if _depend(tree, one, two):
                says = f"{tree.brief(two)} comes before {tree.brief(one)}; it belongs after it."
                yield Change((rebuilt(block, [*block.body[:at], two, one, *block.body[at + 2 :]]),), says)


def _depend(tree: Tree, one: cst.CSTNode, two: cst.CSTNode) -> bool:
    """Return True if two lines can change places and not without effect."""
    first, second = _only(one), _only(two)
    if not isinstance(first, (cst.Assign, cst.AugAssign, cst.Expr)) or is_docstring(one):
        return False
    if not isinstance(second, (cst.Assign, cst.AugAssign, cst.Expr)):
        return False
    if _is_free(tree, first, second):
        return False
    written, read = _written(tree, first), _read(tree, first)
    changed, needed = _written(tree, second), _read(tree, second)
    start = tree.index(one)
    bound = {name.text for name in tree.scope.names if name.bound < start}
    return (
        written <= bound | changed
        and bool(written & needed or read & changed)
        and (written & needed) <= bound
    )


def _is_free(tree: Tree, first: cst.CSTNode, second: cst.CSTNode) -> bool:
    """Return True for two changes of one variable by one operator, whose order is all one."""
    if not isinstance(first, cst.AugAssign) or not isinstance(second, cst.AugAssign):
        return False
    same = type(first.operator) is type(second.operator)
    return same and tree.text(first.target) == tree.text(second.target)


def _written(tree: Tree, node: cst.BaseSmallStatement) -> set[str]:
    """Return the names that a statement binds, or whose object it changes."""
    names = {one.value for one in tree.inside(node, cst.Name) if tree.is_stored(one)}
    if isinstance(node, cst.AugAssign) and isinstance(node.target, cst.Subscript):
        names.add(tree.text(node.target.value))
    if isinstance(node, cst.Assign):
        places = [one.target for one in node.targets]
        names |= {tree.text(one.value) for one in places if isinstance(one, (cst.Subscript, cst.Attribute))}
    if (
        isinstance(node, cst.Expr)
        and isinstance(node.value, cst.Call)
        and isinstance(node.value.func, cst.Attribute)
    ):
        names.add(tree.text(node.value.func.value))
    return names


def _read(tree: Tree, node: cst.BaseSmallStatement) -> set[str]:
    names = {one.value for one in tree.inside(node, cst.Name) if not tree.is_stored(one)}
    return names | ({tree.text(node.target)} if isinstance(node, cst.AugAssign) else set())


@operator(
    "statement",
    share=1,
    examples=[
        (
            "xs",
            "for x in xs:\n    if x:\n        break\nreturn x",
            "for x in xs:\n    if x:\n        continue\nreturn x",
        ),
        (
            "xs",
            "for x in xs:\n    if x:\n        continue\n    print(x)",
            "for x in xs:\n    if x:\n        break\n    print(x)",
        ),
    ],
    twins=[("xs", "for x in xs:\n    if x:\n        return x"), ("xs", "for x in xs:\n    pass")],
)
def break_for_continue(tree: Tree) -> Iterator[Change]:
    """End the loop where only the round is to end, or the reverse."""
    for node in tree.all(cst.Break):
        yield change(
            node,
            cst.Continue(semicolon=node.semicolon),
            "The loop goes on with the next round; it is to end.",
        )
    for other in tree.all(cst.Continue):
        yield change(other, cst.Break(semicolon=other.semicolon), "The loop ends; only the round is to end.")


@operator(
    "statement",
    share=1,
    examples=[
        (
            "xs",
            "for x in xs:\n    if x:\n        y = x\n        break\nreturn y",
            "for x in xs:\n    if x:\n        y = x\nreturn y",
        )
    ],
    twins=[("xs", "for x in xs:\n    if x:\n        break"), ("xs", "while True:\n    y = xs\n    break")],
)
def loop_exit_dropped(tree: Tree) -> Iterator[Change]:
    """Go on with a loop that has found what it looks for."""
    for line in tree.all(cst.SimpleStatementLine):
        block = tree.parent(line)
        if (
            isinstance(_only(line), cst.Break)
            and isinstance(block, cst.IndentedBlock)
            and len(block.body) > 1
        ) and not isinstance(tree.parent(block), cst.While):
            yield from both(instead(tree, line), says="The `break` is missing: the loop goes on to its end.")


@operator(
    "statement",
    share=1,
    examples=[("n", "while n % 2 == 0:\n    n //= 2\nreturn n", "if n % 2 == 0:\n    n //= 2\nreturn n")],
    twins=[
        ("n", "while n:\n    break"),
        ("n", "while True:\n    return n"),
        ("n", "for i in n:\n    print(i)"),
    ],
)
def if_for_while(tree: Tree) -> Iterator[Change]:
    """Do once what is to be done as often as a condition holds."""
    for loop in tree.all(cst.While):
        endless = isinstance(loop.test, (cst.Name, cst.Integer)) and tree.text(loop.test) in ("True", "1")
        if endless or loop.orelse is not None or _leaves_loop(loop.body):
            continue
        new = cst.If(
            loop.test,
            loop.body,
            leading_lines=loop.leading_lines,
            whitespace_before_test=loop.whitespace_after_while,
            whitespace_after_test=loop.whitespace_before_colon,
        )
        says = f"What is to be done as long as {tree.brief(loop.test)} holds is done once at most."
        yield from both(instead(tree, loop, new), says=says)


@operator(
    "strong",
    share=0.5,
    examples=[
        (
            "x",
            "if x > 1:\n    x = 0\nelif x > 0:\n    x = 5\nreturn x",
            "if x > 1:\n    x = 0\nif x > 0:\n    x = 5\nreturn x",
        )
    ],
    twins=[
        ("x", "if x > 1:\n    return 0\nelif x > 0:\n    return 5\nreturn x"),
        ("x", "if x:\n    x = 0\nelse:\n    x = 1\nreturn x"),
    ],
)
def if_for_elif(tree: Tree) -> Iterator[Change]:
    """Ask the second question even when the first was answered with yes."""
    for node in tree.all(cst.If):
        other = node.orelse
        if isinstance(other, cst.If) and tree.field(node) == "body" and not _ends(node.body):
            swap = instead(tree, node, node.with_changes(orelse=None), other)
            yield from both(
                swap, says=f"{tree.brief(other.test)} is asked even if {tree.brief(node.test)} holds."
            )


def _ends(body: cst.BaseSuite) -> bool:
    """Return True if nothing after a block is reached from its end."""
    last = body.body[-1]
    return isinstance(body, cst.IndentedBlock) and isinstance(_only(last), LEAVING)
