"""Trees of linear.lark, and of grammars with its terms, as sides."""

from __future__ import annotations

from synth.grammar import Node, Tree
from synth.row import Dropped
from synth.solvers._linear_side import ONE, UNKNOWN, Side, Term


def sides(tree: Tree) -> tuple[Side, Side]:
    """Return the two sides of an equation; raise Dropped for what is no equation of the family."""
    left, right = (side(node) for node in tree.node().children)
    if not any(has_unknown(one) for one in (left, right)):
        raise Dropped("there is no unknown")
    return left, right


def has_unknown(terms: Side) -> bool:
    """Return True if the unknown occurs, even where it drops out."""
    return any(body == UNKNOWN or (isinstance(body, tuple) and has_unknown(body)) for _, _, body in terms)


def side(node: Node | str) -> Side:
    """Return the terms of a node in their order."""
    assert isinstance(node, Node)
    if node.name in ("plus", "minus"):
        first, second = node.children
        terms = side(second)
        return side(first) + (terms if node.name == "plus" else _opposite(terms))
    if node.name == "opposite":
        return _opposite(side(node.children[0]))
    return (_term(node),)


def _opposite(terms: Side) -> Side:
    return tuple(Term(-one.top, one.bottom, one.body) for one in terms)


def _term(node: Node) -> Term:
    texts = [part for part in node.children if isinstance(part, str)]
    bodies = [side(part) for part in node.children if isinstance(part, Node)]
    numbers = [int(text) for text in texts]
    if bodies and not has_unknown(bodies[0]):
        raise Dropped("parentheses have no unknown in them")
    match node.name, numbers:
        case "unknown", []:
            return Term(1, 1, UNKNOWN)
        case "one", []:
            return Term(1, 1, ONE)
        case "multiple", [top]:
            return Term(top, 1, UNKNOWN)
        case "part", [bottom]:
            return Term(1, bottom, UNKNOWN)
        case "number", [top]:
            return Term(top, 1, ONE)
        case "group", [top]:
            return Term(top, 1, bodies[0])
        case "quotient", [bottom]:
            if any(one.bottom > 1 or isinstance(one.body, tuple) for one in bodies[0]):
                raise Dropped("a fraction bar is over a fraction or parentheses")
            return Term(1, bottom, bodies[0])
        case _:
            raise Dropped(f"a term of another grammar: {node.name}")
