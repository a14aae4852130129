"""Pairs of bugs are apart, of two kinds, the same for the same seed, and each half stands on its own."""

from __future__ import annotations

import pytest

from synth.mutate.doubles import doubles, halves
from synth.mutate.sites import sites, splice

SOURCE = """def f(xs, n):
    total = 0
    for i in range(len(xs)):
        # each
        if xs[i] > n and xs[i] != 7:
            total += xs[i] - n

    if total < 0:
        return abs(total)
    return total
"""


def test_a_pair_has_both_bugs_and_nothing_else() -> None:
    found = sites(SOURCE, "f")
    pairs = doubles(SOURCE, found, 50)
    assert len(pairs) == 50
    assert len({one.edits for one in pairs}) == 50
    for pair in pairs:
        first, second = halves(pair)
        assert {first, second} <= set(found)
        assert first.kind != second.kind
        assert pair.says == f"{first.says} {second.says}"
        assert SOURCE[first.end : second.start].count("\n") >= 2
        both = splice(SOURCE, pair)
        compile(both, "<pair>", "exec")
        assert both == splice(splice(SOURCE, second), first)


def test_pairs_follow_from_the_source_and_the_seed() -> None:
    found = sites(SOURCE, "f")
    assert doubles(SOURCE, found, 9) == doubles(SOURCE, found, 9) == doubles(SOURCE, found, 20)[:9]
    assert doubles(SOURCE, found, 9, seed=1) != doubles(SOURCE, found, 9)


@pytest.mark.parametrize("count", [0, 1])
def test_too_few_sites_make_no_pair(count: int) -> None:
    assert doubles(SOURCE, sites(SOURCE, "f")[:count], 5) == []


def test_sites_of_two_functions_are_never_a_pair() -> None:
    source = "def f(x):\n    return x + 10\n\n\ndef g(x):\n    return x - 10\n"
    assert doubles(source, sites(source), 5) == []


def test_one_bug_has_no_halves() -> None:
    with pytest.raises(ValueError, match="is one bug, not two"):
        halves(sites(SOURCE, "f")[0])
