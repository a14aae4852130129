"""Plans: units share out what is asked for, own places that nobody else owns, and waste none."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from synth.errors import InputError
from synth.families import find
from synth.grammar import Interval
from synth.run.plan import UNIT_ROWS, Plan, Stratum, apportion, cut, fill, left_over, plan, within
from synth.run.recipe import parse, single

spans = st.lists(st.integers(1, 40), max_size=6).map(
    lambda steps: [(sum(steps[:i]) + i, sum(steps[: i + 1]) + i) for i in range(len(steps))]
)


def one_of(family: str, **changes: int) -> Stratum:
    values = {"rows": 10, "most": 10**7, "variants": 1, "places": 10**6, "members": 1, **changes}
    return Stratum(family, 1, "all", 0, seed=1, **values)


def places(pieces) -> list[int]:
    return [place for low, high in pieces for place in range(low, high)]


@given(
    st.integers(0, 10**6), st.dictionaries(st.text(max_size=3), st.fractions(Fraction(1, 99), 99), min_size=1)
)
def test_shares_sum_to_the_whole_and_are_within_one_of_their_weight(total, weights) -> None:
    parts = apportion(total, weights)
    assert sum(parts.values()) == total
    for key, part in parts.items():
        assert abs(part - total * weights[key] / sum(weights.values())) < 1


@given(st.dictionaries(st.text(max_size=3), st.integers(0, 60), min_size=1), st.data())
def test_strata_are_filled_alike_up_to_what_they_have(most, data) -> None:
    total = data.draw(st.integers(0, sum(most.values())))
    parts = fill(total, most)
    assert list(parts) == list(most)
    assert sum(parts.values()) == total
    assert all(0 <= part <= most[key] for key, part in parts.items())
    full = max(parts.values())
    for key, part in parts.items():
        assert part >= full - 1 or part == most[key]
    other = fill(total, {key: most[key] for key in data.draw(st.permutations(list(most)))})
    assert sorted((most[key], part) for key, part in other.items()) == sorted(
        (most[key], part) for key, part in parts.items()
    )
    with pytest.raises(ValueError, match=f"^{sum(most.values()) + 1} are more than "):
        fill(sum(most.values()) + 1, most)


@given(spans, st.integers(0, 60), st.integers(0, 60))
def test_a_piece_of_spans_holds_the_places_that_a_slice_would(pieces, low, size) -> None:
    assert places(within(pieces, low, low + size)) == places(pieces)[low : low + size]


@given(spans, st.integers(0, 9000), st.integers(1, 7), st.integers(1, 3), st.integers(0, 3), st.data())
def test_units_own_distinct_places_and_what_they_leave_is_left_over(
    pieces, rows, members, variants, turn, data
) -> None:
    stratum = one_of("parity", rows=rows, variants=variants, members=members)
    units = cut(stratum, rows, pieces, turn)
    if not units:
        assert rows == 0 or not pieces
        return
    assert sum(unit.rows for unit in units) == rows
    assert all(0 < unit.rows <= max(UNIT_ROWS, members * variants) for unit in units)
    assert all(unit.rows % (members * variants) == 0 for unit in units[:-1])
    owned = [places(unit.spans) for unit in units]
    tried = [data.draw(st.integers(0, len(own))) for own in owned]
    used = [place for own, count in zip(owned, tried, strict=True) for place in own[:count]]
    left = places(left_over(pieces, units, tried))
    assert sorted(used + left) == places(pieces)


@given(st.lists(st.integers(1, 300), min_size=1, max_size=5), st.integers(1, 4), st.data())
def test_strata_of_a_level_get_whole_groups_and_no_more_presentations_than_they_need(
    sizes: list[int], variants: int, data
) -> None:
    """Pairs in up to three looks, from strata of any size: the words of parity, cut into intervals."""
    words = find("parity").space(1)
    ends = [sum(sizes[:i]) for i in range(len(sizes) + 1)]
    cut_up = {
        f"part {i}": Interval(words, ends[i] % 700, ends[i] % 700 + sizes[i]) for i in range(len(sizes))
    }
    most = {name: space.count() * 2 * min(variants, 3) for name, space in cut_up.items()}
    rows = data.draw(st.integers(1, sum(most.values())))
    entry = {"name": "parity", "levels": {"1": 1}, "variants": variants}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(find("parity"), "strata", lambda level: cut_up)
        strata = plan(parse({"name": "x", "seed": 1, "rows": rows, "family": [entry]}, "x")).strata
        too_many = parse({"name": "x", "seed": 1, "rows": sum(most.values()) + 1, "family": [entry]}, "x")
        with pytest.raises(InputError, match=f"and it has {sum(most.values())}: "):
            plan(too_many)
    assert sum(one.rows for one in strata) == rows
    assert sum(one.rows % 2 for one in strata) == rows % 2
    assert [one.label for one in strata] == [name for name in cut_up if name in {s.label for s in strata}]
    for one in strata:
        assert one.rows <= one.most == most[one.label]
        assert one.exhausted == (one.rows == one.most)
        assert 2 * one.places * (one.variants - 1) < one.rows <= 2 * one.places * one.variants
    largest = max(one.rows for one in strata)
    assert all(one.rows >= largest - 3 or one.exhausted for one in strata)


def test_a_unit_of_a_space_that_suffices_owns_as_many_places_as_groups() -> None:
    stratum = one_of("parity", rows=6000, places=3000, members=2)
    for unit in cut(stratum, 6000, [(0, 3000)], 0):
        assert len(places(unit.spans)) >= unit.rows / 2


def test_groups_are_whole_but_for_one_in_a_family(small: Plan) -> None:
    assert [(one.level, one.rows) for one in small.strata] == [(2, 3001), (3, 3000)]
    assert [unit.rows % 2 for unit in small.units()] == [0, 0, 0, 1, 0, 0, 0]


def test_more_rows_than_there_are_is_refused_with_the_count() -> None:
    entry = {"name": "parity", "levels": {"1": 1}, "variants": 2}
    table = {"name": "x", "seed": 1, "rows": 4089, "family": [entry]}
    with pytest.raises(InputError) as error:
        plan(parse(table, "x.toml"))
    assert str(error.value) == (
        "x.toml: family[0]: 4089 rows are asked of level 1 of 'parity', and it has 4088: "
        "1022 problems, 2 rows each, in at most 2 presentations"
    )
    assert plan(parse({**table, "rows": 4088}, "x.toml")).strata[0].rows == 4088


@pytest.mark.parametrize(
    ("rows", "shares"),
    [(6, [2, 2, 2]), (6132, [2044] * 3), (10_001, [2044, 3978, 3979]), (500_000, [2044, 129_024, 368_932])],
)
def test_levels_without_shares_are_alike_as_far_as_each_goes(rows: int, shares: list[int]) -> None:
    """Words of parity: 1,022 pairs at level 1, 64,512 at level 2, a great many at level 3."""
    assert [one.rows for one in plan(single("parity", None, rows, 1)).strata] == shares


def test_more_rows_than_all_levels_have_are_refused_with_the_count() -> None:
    with pytest.raises(InputError) as error:
        plan(single("remainder", None, 881_893, 1))
    assert str(error.value) == (
        "--family remainder: 881893 rows are asked of 'remainder', and it has 881892: 881892 problems, "
        "one row each"
    )


def test_more_rows_than_a_run_can_hold_are_refused_with_the_count() -> None:
    with pytest.raises(InputError, match=r"^rows: 1000000001 are asked, and a run has at most 1000000000: "):
        plan(single("logic", 2, 10**9 + 1, 0))


def test_every_key_that_decides_a_byte_is_in_the_plan(small: Plan) -> None:
    assert set(small.keys) == {
        "version",
        "name",
        "seed",
        "rows",
        "family.parity.fingerprint",
        "family.parity.variants",
        "family.parity.levels.2.all",
        "family.parity.levels.3.all",
    }
