"""The groups that the construction space holds, their rows, and the canonical text."""

from __future__ import annotations

import re
import subprocess
import sys
from collections import Counter
from itertools import islice, permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from synth.grammar import Node, load
from synth.kernels.make.rules import AND, IFF, IMPLIES, NOT, OR
from synth.row import Dropped, Solution
from synth.solvers import logic
from synth.solvers._logic_canonical import canonical
from synth.solvers._logic_construction import Element, group, shapes
from synth.solvers._logic_ends import STARTS
from synth.solvers._logic_formula import opposite, to_node
from synth.solvers._logic_pieces import EXCLUDE, PIECES
from synth.solvers._logic_present import Stage

LEVELS = sorted(logic.LEVELS)
SAMPLES = 30


def sampled(level: int, count: int = SAMPLES) -> list[Element]:
    """Return elements of a level whose proofs are as long as it says; a few of level 3 are not."""
    space = logic.strata(level)["all"]
    drawn = (space[space.sample(3, i)] for i in range(2 * count))
    return list(islice(filter(_is_kept, drawn), count))


def _is_kept(element: Element) -> bool:
    try:
        logic.solve(element, 0)
    except Dropped:
        return False
    return True


def rows(element: Element, presentation: int) -> list[Solution]:
    return [logic.solve(element, presentation * logic.MEMBERS + member) for member in range(logic.MEMBERS)]


def presentations(element: Element) -> int:
    return logic.variants(element) // logic.MEMBERS


@pytest.mark.parametrize("level", LEVELS)
def test_ranks_go_there_and_back(level: int) -> None:
    space = logic.strata(level)["all"]
    assert space.count() > 10**8
    for i in range(200):
        rank = space.sample(1, i)
        assert space.rank(space[rank]) == rank
    assert len({space[rank] for rank in range(300)}) == 300


@pytest.mark.parametrize("level", LEVELS)
def test_each_set_of_premises_has_each_label_once(level: int) -> None:
    for i, element in enumerate(sampled(level)):
        six = rows(element, i)
        assert [row.answer for row in six] == ["entailed", "refuted", "unknown"] * 2
        assert {row.level for row in six} == {level}
        assert len({row.group for row in six}) == 1
        assert len({row.canonical for row in six}) == 6
        for row in (six[0], six[3]):
            steps = row.payload["steps"]
            assert steps == len(row.reasoning.split("\n"))
            assert {1: steps == 1, 2: 2 <= steps <= 4, 3: 3 <= steps <= 4, 4: steps >= 5}[level]
            assert row.payload["shortest"] == (steps <= 8)
            assert ("Suppose" in row.reasoning) <= (level == 4)


@pytest.mark.parametrize("level", LEVELS)
def test_the_twin_differs_in_one_line_and_in_the_label(level: int) -> None:
    for i, element in enumerate(sampled(level)):
        six = rows(element, i)
        for row in six:
            twin = logic.solve(element, int(row.payload["twin"], 36))
            assert twin in six
            assert twin.answer != row.answer
            pairs = zip(row.question.split("\n"), twin.question.split("\n"), strict=True)
            [(line, other)] = [(own, other) for own, other in pairs if own != other]
            where, said = re.fullmatch(r"(Conclusion|[0-9]+)[:.] (.*)\.", other).groups()
            what = "the conclusion is the opposite," if where == "Conclusion" else f"premise {where} is"
            assert line.startswith(where)
            assert row.payload["edit"] == f'In the twin {what} "{said}", and the answer is "{twin.answer}".'


@pytest.mark.parametrize("level", LEVELS)
def test_counts_of_words_do_not_tell_entailed_from_refuted(level: int) -> None:
    """Turn the last links round: the same words, the same conclusion, the opposite label."""
    for element in sampled(level):
        shape = shapes(level)[element.shape]
        free = [PIECES[piece].sign for piece in shape.pieces].count(None)
        place = len(STARTS[shape.start].radices) + (free == 2 if shape.kind == EXCLUDE else free)
        place += sum(len(PIECES[piece].radices) for piece in shape.pieces)
        digits = list(element.digits)
        digits[place] ^= 1
        turned = element._replace(digits=tuple(digits))
        one, other = group(element), group(turned)
        # Sides of "or" and its like may be swapped, which the canonical text forgets.
        assert [canonical((), opposite(one.a)), canonical((), opposite(one.b))] == [
            canonical((), other.a),
            canonical((), other.b),
        ]
        for left, right in zip(one.sets(), other.sets(), strict=True):
            assert words(left) == words(right)


def words(premises: tuple[Any, ...]) -> Counter[str]:
    return Counter(re.findall(r"[a-z]+", " ".join(map(spelled, premises))))


def spelled(formula: Any) -> str:
    if isinstance(formula, int):
        return "pqrstuvwxy"[formula]
    connective, left, right = formula
    if connective == NOT:
        return f"not {spelled(left)}"
    name = {AND: "and", OR: "or", IMPLIES: "implies", IFF: "iff"}[connective]
    return f"{spelled(left)} {name} {spelled(right)}"


def test_rows_are_the_same_in_every_process() -> None:
    program = (
        "from synth.solvers import logic\n"
        "from xxhash import xxh3_64_hexdigest as digest\n"
        "text = [logic.fingerprint()]\n"
        "for level in logic.LEVELS:\n"
        "    space = logic.strata(level)['all']\n"
        "    text += [repr(logic.solve(space[space.sample(1, i)], i * 7 + 1)) for i in range(5)]\n"
        "print(digest(repr(text).encode()))\n"
    )
    said = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("1", "2")
    }
    assert len(said) == 1


GRAMMAR = load("logic.lark")


def tree(premises: tuple[Any, ...], conclusion: Any) -> Any:
    return GRAMMAR.build(Node("start", tuple(map(to_node, (*premises, conclusion)))))


def test_variant_zero_is_the_tree_as_it_stands() -> None:
    row = logic.solve(tree(((IMPLIES, 4, 2), 4), 2), 0)
    assert row.question.split("\n")[:4] == ["Premises:", "1. t implies r.", "2. t.", "Conclusion: r."]
    assert row.reasoning == "3. r. [modus ponens: 1, 2]"
    assert row.solution == "The conclusion is entailed. Line 3 states it, proved from premises 1 and 2."
    assert row.answer == "entailed"


@pytest.mark.parametrize(
    ("premises", "conclusion", "answer", "last"),
    [
        ((0, (NOT, 0, 0)), 1, "inconsistent", "3. Contradiction. [contradiction: 1, 2]"),
        ((0, 0), (NOT, 0, 0), "refuted", "3. p. [premise: 1]"),
        ((0,), (OR, 1, (NOT, 1, 0)), "entailed", "6. q or not q. [reductio: 2-5]"),
        ((1,), (IMPLIES, 0, 0), "entailed", "3. p implies p. [conditional proof: 2-2]"),
        ((1,), 0, "unknown", "6. Conclusion: false. [evaluation: 5]"),
    ],
)
def test_arguments_of_the_grammar_are_labelled_whatever_they_are(
    premises: Any, conclusion: Any, answer: str, last: str
) -> None:
    row = logic.solve(tree(premises, conclusion), 0)
    assert row.answer == answer
    assert row.reasoning.split("\n")[-1] == last


def test_every_variant_of_a_small_tree_reads_otherwise() -> None:
    element = tree(((IMPLIES, 0, 1),), 0)
    count = logic.variants(element)
    said = {logic.solve(element, variant).question for variant in range(count)}
    assert len(said) == count
    assert {logic.solve(element, variant).payload["surface"] for variant in (0, 1)} == {"formal", "english"}


def test_presentations_give_both_surfaces_an_equal_share() -> None:
    stage = Stage((0, 1), 2, ((IMPLIES, 0, 1), 0))
    assert stage.count() == 2 * 2 * 3 * 90


@pytest.mark.parametrize("level", LEVELS)
def test_a_group_and_the_same_argument_as_a_tree_have_one_canonical_text(level: int) -> None:
    for element in sampled(level, 5):
        made = group(element)
        row = logic.solve(element, 0)
        assert row.canonical == canonical(made.premises, made.a)
        assert row.canonical == logic.solve(tree(made.premises, made.a), 0).canonical


FORMULA = st.recursive(
    st.integers(0, 2),
    lambda part: st.one_of(
        part.map(lambda f: (NOT, f, 0)), st.tuples(st.sampled_from((AND, OR, IMPLIES, IFF)), part, part)
    ),
    max_leaves=4,
)
ARGUMENT = st.tuples(st.lists(FORMULA, max_size=3).map(tuple), FORMULA)


def renamed(formula: Any, names: tuple[int, ...]) -> Any:
    if isinstance(formula, int):
        return names[formula]
    connective, left, right = formula
    return connective, renamed(left, names), 0 if connective == NOT else renamed(right, names)


def commuted(formula: Any, flips: Any) -> Any:
    if isinstance(formula, int):
        return formula
    connective, left, right = formula
    if connective == NOT:
        return connective, commuted(left, flips), 0
    sides = commuted(left, flips), commuted(right, flips)
    return connective, *(sides[::-1] if connective != IMPLIES and flips.draw(st.booleans()) else sides)


def sorted_sides(formula: Any) -> Any:
    """The formula with the sides of commutative connectives in one order."""
    if isinstance(formula, int):
        return formula
    connective, left, right = formula
    if connective == NOT:
        return connective, sorted_sides(left), 0
    sides = [sorted_sides(left), sorted_sides(right)]
    return connective, *(sides if connective == IMPLIES else sorted(sides, key=repr))


@given(ARGUMENT, st.permutations(range(3)), st.data())
def test_the_canonical_text_forgets_names_order_and_sides(argument: Any, names: Any, flips: Any) -> None:
    premises, conclusion = argument
    changed = [commuted(renamed(premise, tuple(names)), flips) for premise in premises]
    order = flips.draw(st.permutations(changed))
    assert canonical(order, commuted(renamed(conclusion, tuple(names)), flips)) == canonical(
        premises, conclusion
    )


@given(ARGUMENT, ARGUMENT)
@settings(max_examples=300)
def test_the_canonical_text_tells_all_else_apart(one: Any, other: Any) -> None:
    def plain(argument: Any, names: tuple[int, ...]) -> Any:
        premises, conclusion = argument
        said = sorted((sorted_sides(renamed(premise, names)) for premise in premises), key=repr)
        return said, sorted_sides(renamed(conclusion, names))

    alike = any(plain(one, names) == plain(other, (0, 1, 2)) for names in permutations(range(3)))
    assert (canonical(*one) == canonical(*other)) == alike


@pytest.mark.parametrize("changed", [(OR, 0, 1), (IMPLIES, 1, 0), (IMPLIES, 0, (NOT, 1, 0)), (IMPLIES, 0, 2)])
def test_a_changed_premise_changes_the_canonical_text(changed: Any) -> None:
    assert canonical((changed, 0), 1) != canonical(((IMPLIES, 0, 1), 0), 1)
