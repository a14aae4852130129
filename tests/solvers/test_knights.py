"""Knights and knaves: the spaces against all puzzles, proofs, and texts."""

from __future__ import annotations

from itertools import product

import pytest
from deciders.knights import right

from synth.families import find
from synth.line import Line
from synth.solvers import knights
from synth.solvers._knights_proof import Prover, Refutation, Step, length
from synth.solvers._knights_space import puzzles
from synth.solvers._knights_statements import PLACES, Statement, columns, fitting, is_start, statements


def solutions(puzzle) -> int:
    worlds = (1 << (1 << len(puzzle))) - 1
    for speaker, said in enumerate(puzzle):
        worlds &= fitting(said, speaker, len(puzzle))
    return worlds.bit_count()


@pytest.mark.parametrize("started", [True, False])
@pytest.mark.parametrize("count", [2, 3])
def test_a_space_has_all_puzzles_with_one_solution(count: int, started: bool) -> None:
    places = [[PLACES[one.form, one.kinds] for one in statements(person, count)] for person in range(count)]
    expected = set()
    for numbers in product(*(range(len(kinds)) for kinds in places)):
        order = [kinds[number] for kinds, number in zip(places, numbers, strict=True)]
        if order == sorted(set(order)):
            puzzle = tuple(statements(person, count)[number] for person, number in enumerate(numbers))
            starts = any(is_start(one, person, count) for person, one in enumerate(puzzle))
            if starts == started and solutions(puzzle) == 1:
                expected.add(puzzle)
    space = puzzles(count, started)
    found = list(space)
    assert set(found) == expected
    assert len(found) == len(expected) == space.count()
    assert [space.rank(puzzle) for puzzle in found] == list(range(len(found)))
    assert len({knights.canonical(puzzle) for puzzle in found}) == len(found)


@pytest.mark.parametrize("started", [True, False])
@pytest.mark.parametrize("count", [4, 5])
def test_ranks_make_puzzles_with_one_solution(count: int, started: bool) -> None:
    space = puzzles(count, started)
    for place in range(200):
        rank = space.permute(3, place)
        puzzle = space[rank]
        assert space.rank(puzzle) == rank
        assert solutions(puzzle) == 1
        order = [PLACES[one.form, one.kinds] for one in puzzle]
        assert order == sorted(set(order))
        assert any(is_start(one, person, count) for person, one in enumerate(puzzle)) == started


def test_a_canonical_puzzle_does_not_depend_on_who_sits_where() -> None:
    puzzle = (
        Statement("is", (True,), (2,)),
        Statement("either", (True, False), (2, 0)),
        Statement("is", (True,), (1,)),
    )
    for names in ({0: 1, 1: 2, 2: 0}, {0: 2, 1: 1, 2: 0}, {0: 1, 1: 0, 2: 2}):
        other = tuple(
            knights.renamed(puzzle[person], names) for person in sorted(names, key=lambda one: names[one])
        )
        assert other != puzzle
        assert knights.canonical(other) == knights.canonical(puzzle)
    changed = (puzzle[0], puzzle[1], Statement("is", (True,), (0,)))
    assert knights.canonical(changed) != knights.canonical(puzzle)


def test_every_line_of_a_proof_is_needed_and_follows() -> None:
    def follow(prover, lines, known) -> None:
        for line in lines:
            if isinstance(line, Refutation):
                follow(prover, line.lines, known | {line.supposed})
                assert isinstance(line.lines[-1], Step)
                assert line.lines[-1].fact is None
                known = known | {(line.supposed[0], not line.supposed[1])}
                continue
            assert known.issuperset(line.cites)
            left = prover.masks[line.speaker] & prover.mask(line.cites)
            if line.fact is None:
                assert not left
            else:
                assert not left & prover.mask(((line.fact[0], not line.fact[1]),))
                known = known | {line.fact}

    for place in range(60):
        puzzle = puzzles(5, False)[place * 15_013]
        prover = Prover([fitting(said, speaker, 5) for speaker, said in enumerate(puzzle)])
        lines = prover.prove()
        follow(prover, lines, frozenset())
        assert len(lines) == 5
        assert sum(map(length, lines)) > 5


def test_columns_are_the_worlds_of_a_knight() -> None:
    assert [bin(column) for column in columns(2)] == ["0b1010", "0b1100"]


def test_variants_are_different_texts() -> None:
    element = puzzles(3, True)[1234]
    count = knights.variants(element)
    texts = {knights.solve(element, variant).question for variant in range(0, count, count // 300)}
    assert len(texts) >= 300


def test_the_third_decider_finds_every_row_right() -> None:
    family = find("knights")
    for level in family.levels:
        for stratum in family.strata(level):
            line = Line(family, level, 17, stratum=stratum)
            held = [row for place in range(min(60, line.places)) for row in line.take(place)]
            assert line.tally.faults == []
            assert all(right(row) for row in held)
