"""Recipes: what they mean, and the key that is named when they are wrong."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from synth.errors import InputError
from synth.run.recipe import parse, read, single

GOOD: dict[str, Any] = {"name": "x", "seed": 1, "rows": 10, "family": [{"name": "parity"}]}


def entry(**keys: Any) -> dict[str, Any]:
    return {**GOOD, "family": [{"name": "parity", **keys}]}


def test_levels_and_shares_are_alike_unless_said() -> None:
    (only,) = parse(GOOD, "x.toml").entries
    assert only.weight == 1
    assert only.variants == 1
    assert only.levels == {}


def test_a_decimal_share_is_what_it_says() -> None:
    (only,) = parse(entry(share=0.1, levels={"2": 0.3}), "x.toml").entries
    assert only.weight == Fraction(1, 10)
    assert only.levels == {2: Fraction(3, 10)}


def test_rows_of_families_sum_to_the_rows_of_the_recipe() -> None:
    table = {"name": "x", "seed": 1, "family": [{"name": "parity", "rows": 7}]}
    assert parse(table, "x.toml").rows == 7


def test_every_bundled_recipe_is_read() -> None:
    assert read("mini").rows == 2500


@pytest.mark.parametrize(
    ("table", "fault"),
    [
        ({**GOOD, "sead": 2}, "x.toml: sead is not a key; did you mean 'seed'?"),
        ({"seed": 1, "rows": 1}, "x.toml: name is missing"),
        ({"name": "x", "rows": 1}, "x.toml: seed is missing"),
        ({"name": "x", "seed": 1}, "x.toml: rows is missing"),
        ({**GOOD, "name": "a/b"}, "x.toml: name must be 1 to 64 letters, digits, dots or dashes, not 'a/b'"),
        ({**GOOD, "seed": -1}, "x.toml: seed must be a whole number from 0 to 9223372036854775807, not -1"),
        (
            {**GOOD, "seed": True},
            "x.toml: seed must be a whole number from 0 to 9223372036854775807, not True",
        ),
        ({**GOOD, "rows": 0}, "x.toml: rows must be a whole number from 1 to 9223372036854775807, not 0"),
        ({**GOOD, "rows": 1.5}, "x.toml: rows must be a whole number from 1 to 9223372036854775807, not 1.5"),
        ({**GOOD, "family": []}, "x.toml: family must be one or more tables, each under [[family]]"),
        ({**GOOD, "family": {}}, "x.toml: family must be one or more tables, each under [[family]]"),
        ({**GOOD, "family": [{}]}, "x.toml: family[0].name must be the name of a family"),
        (
            {**GOOD, "family": [{"name": "parrity"}]},
            "x.toml: family[0].name: no family 'parrity'; the nearest is 'parity'",
        ),
        ({**GOOD, "family": [{"name": "parity"}] * 2}, "x.toml: family[1].name: 'parity' stands twice"),
        (entry(levles={"1": 1}), "x.toml: family[0].levles is not a key; did you mean 'levels'?"),
        (entry(levels={"7": 1}), "x.toml: family[0].levels.7: 'parity' has the levels 1, 2, 3"),
        (
            entry(levels={"1": 0}),
            "x.toml: family[0].levels.1 must be a number above 0 and at most 9223372036854775807, not 0",
        ),
        (entry(levels=[1]), "x.toml: family[0].levels must be a table of shares, such as { 1 = 3, 2 = 1 }"),
        (
            entry(share="1"),
            "x.toml: family[0].share must be a number above 0 and at most 9223372036854775807, not '1'",
        ),
        (
            entry(share=float("nan")),
            "x.toml: family[0].share must be a number above 0 and at most 9223372036854775807, not nan",
        ),
        (
            entry(share=float("inf")),
            "x.toml: family[0].share must be a number above 0 and at most 9223372036854775807, not inf",
        ),
        (entry(variants=0), "x.toml: family[0].variants must be a whole number from 1 to 1000, not 0"),
        (entry(rows=5), "x.toml: rows: the families have rows of their own; remove one or the other"),
        (
            {"name": "x", "seed": 1, "family": [{"name": "parity", "rows": 5}, {"name": "parity"}]},
            "x.toml: family[0].rows: give rows to every family or to none",
        ),
        (
            {"name": "x", "seed": 1, "family": [{"name": "parity", "rows": 5, "share": 1}]},
            "x.toml: family[0].share: the family has rows already; remove one or the other",
        ),
    ],
)
def test_a_wrong_key_is_named(table: dict[str, Any], fault: str) -> None:
    with pytest.raises(InputError) as error:
        parse(table, "x.toml")
    assert str(error.value) == fault


def test_an_unknown_recipe_is_refused_with_the_nearest() -> None:
    with pytest.raises(
        InputError, match=r"no recipe 'minni'; the nearest is 'mini'; a file's name ends in \.toml"
    ):
        read("minni")


def test_what_is_not_toml_is_refused(tmp_path) -> None:
    (tmp_path / "x.toml").write_text("name = ")
    with pytest.raises(InputError, match=r"x\.toml: not TOML: "):
        read(str(tmp_path / "x.toml"))
    with pytest.raises(InputError, match=r"no recipe at .*missing\.toml"):
        read(str(tmp_path / "missing.toml"))


def test_one_family_is_a_recipe_too() -> None:
    assert single("parity", 2, 10, 3).entries[0].levels == {2: 1}
    with pytest.raises(InputError, match="family 'parity' has the levels 1, 2, 3, not 9"):
        single("parity", 9, 10, 3)
