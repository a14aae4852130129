"""One tree of each class, up to renaming, up to commutativity, up to both: against brute force."""

from __future__ import annotations

from importlib.resources import files
from itertools import permutations
from typing import Any

import pytest

from synth.grammar import InputError, Node, load

ATOMS = "pqrs"
RENAMING = (8, 618, 11_675_905)
COMMUTATIVE = (44, 3_964, 31_434_524)
BOTH = (8, 340, 1_480_301)


def renamed(node: Node | str, names: dict[str, str]) -> Any:
    assert isinstance(node, Node)
    return (names.get(node.name, node.name), *(renamed(child, names) for child in node.children))


def first_names(node: Node) -> Any:
    """Return the tree with its atoms renamed in the order of their appearance."""
    seen: dict[str, str] = {}
    todo = [node]
    while todo:
        one = todo.pop()
        if one.name in ATOMS:
            seen.setdefault(one.name, ATOMS[len(seen)])
        todo.extend(child for child in reversed(one.children) if isinstance(child, Node))
    return renamed(node, seen)


def ordered(shape: Any) -> Any:
    """Return the tree with the operands of `and` and `or` sorted."""
    children = tuple(map(ordered, shape[1:]))
    return (shape[0], *(sorted(children) if shape[0] in ("and", "or") else children))


def least(node: Node) -> Any:
    """Return the least of the tree's renamings with sorted operands."""
    return min(ordered(renamed(node, dict(zip(ATOMS, names, strict=True)))) for names in permutations(ATOMS))


CLASSES = {
    ("renaming",): first_names,
    ("commutative",): lambda node: ordered(renamed(node, {})),
    ("renaming", "commutative"): least,
}


@pytest.fixture(scope="module")
def reference(cases: dict[str, Any]) -> Any:
    return cases["reference"].grammar


@pytest.mark.parametrize(
    ("kinds", "counts"),
    [(("renaming",), RENAMING), (("commutative",), COMMUTATIVE), (("renaming", "commutative"), BOTH)],
)
def test_the_numbers_of_classes_are_these(
    reference: Any, kinds: tuple[str, ...], counts: tuple[int, ...]
) -> None:
    assert tuple(reference.modulo(kinds, depth).count() for depth in (1, 2, 3)) == counts


@pytest.mark.parametrize("kinds", CLASSES)
def test_each_class_is_listed_once_and_none_is_left_out(reference: Any, kinds: tuple[str, ...]) -> None:
    name = CLASSES[kinds]
    listed = [name(tree.node()) for tree in reference.modulo(kinds, 2)]
    assert len(set(listed)) == len(listed)
    # Modulo both, the classes of the trees up to renaming are all there are.
    trees = reference.space(2) if len(kinds) == 1 else reference.modulo(("renaming",), 2)
    assert set(listed) == {name(tree.node()) for tree in trees}


@pytest.mark.parametrize("kinds", CLASSES)
def test_the_representative_of_a_tree_is_in_its_class_and_listed(
    reference: Any, kinds: tuple[str, ...]
) -> None:
    name = CLASSES[kinds]
    space = reference.modulo(kinds, 2)
    listed = {tree.text() for tree in space}
    for rank in range(0, reference.count(2), 37):
        tree = reference.unrank(rank)
        representative = space.representative(tree)
        assert name(representative.node()) == name(tree.node())
        assert representative.text() in listed


@pytest.mark.parametrize("kinds", [("renaming",), ("commutative",)])
def test_classes_have_ranks_and_a_representative_the_rank_of_its_class(
    reference: Any, kinds: tuple[str, ...]
) -> None:
    space = reference.modulo(kinds, 4)
    assert space.ranked
    for i in range(200):
        rank = space.sample(1, i)
        assert space.rank(space[rank]) == rank
        assert space.representative(space[rank]) == space[rank]
    small = reference.modulo(kinds, 2)
    assert [small.rank(tree) for tree in small] == list(range(small.count()))


def test_classes_modulo_both_have_no_ranks_and_come_from_the_start(reference: Any) -> None:
    space = reference.modulo(("renaming", "commutative"), 3)
    assert not space.ranked
    raw = [tree.rank() for tree in space.iterate(0, 50)]
    assert len(set(raw)) == 50
    for refused in (
        lambda: space[3],
        lambda: space.rank(space.grammar.unrank(0)),
        lambda: next(space.iterate(1, 2)),
    ):
        with pytest.raises(InputError, match="modulo both"):
            refused()


def test_classes_are_right_where_parentheses_come_and_go(tmp_path: Any) -> None:
    path = tmp_path / "precedence.lark"
    path.write_text(
        "// @renaming p q r\n// @commutative and or\n?start: binary\n"
        '?binary: unary "|" unary -> or | unary "&" unary -> and | unary ">" unary -> implies | unary\n'
        '?unary: "!" unary -> not | "p" -> p | "q" -> q | "r" -> r | "(" binary ")"\n'
    )
    grammar = load(str(path))
    trees = [tree.node() for tree in grammar.space(2)]
    for kinds, count in ((("renaming",), 591), (("commutative",), 1515), (("renaming", "commutative"), 319)):
        name = CLASSES[kinds]
        space = grammar.modulo(kinds, 2)
        listed = [name(tree.node()) for tree in space]
        assert space.count() == len(listed) == count
        assert set(listed) == {name(tree) for tree in trees}


def test_a_quotient_that_a_grammar_does_not_declare_is_refused(cases: dict[str, Any], fixtures: Any) -> None:
    with pytest.raises(InputError, match=r"precedence.lark does not say what renaming means: add a comment"):
        cases["precedence"].grammar.modulo(("renaming",), 2)
    with pytest.raises(InputError, match="--modulo colour: the quotients are renaming and commutative"):
        cases["reference"].grammar.modulo(("colour",), 2)


DECLARED = [
    (file.name, kind)
    for file in sorted(files("synth").joinpath("grammars").iterdir(), key=lambda file: file.name)
    for kind in ("renaming", "commutative")
    if file.name.endswith(".lark") and f"// @{kind} " in file.read_text(encoding="utf-8")
]


@pytest.mark.parametrize(("name", "kind"), DECLARED)
def test_every_quotient_that_a_bundled_grammar_declares_is_one(name: str, kind: str) -> None:
    assert load(name).modulo((kind,), 2).count() > 0


def test_a_pragma_that_names_what_is_not_there_is_refused(tmp_path: Any) -> None:
    path = tmp_path / "wrong.lark"
    path.write_text('// @renaming p z\n// @commutative pair\nstart: "p" -> p | "q" start -> pair\n')
    grammar = load(str(path))
    for kind in ("renaming", "commutative"):
        with pytest.raises(InputError, match=r"wrong\.lark"):
            grammar.modulo((kind,), 1)
