"""Every operator makes its examples, leaves its twins alone, and has its line in docs/mutate.md."""

from __future__ import annotations

from pathlib import Path

import pytest

from synth.mutate.catalogue import Operator, operator
from synth.mutate.frequencies import KINDS, weights
from synth.mutate.sites import OPERATORS, Site, sites, splice

EXAMPLES = [(one, before, after) for one in OPERATORS for before, after in one.examples]
TWINS = [(one, twin) for one in OPERATORS for twin in one.twins]


@pytest.mark.parametrize(("one", "before", "after"), EXAMPLES, ids=[one.name for one, *_ in EXAMPLES])
def test_an_operator_makes_its_example(one: Operator, before: str, after: str) -> None:
    compile(after, "<after>", "exec")
    made = {splice(before, site): site for site in sites(before, only=[one])}
    assert after in made, "\n".join(made)
    site = made[after]
    assert (site.operator, site.kind) == (one.name, one.kind)
    assert is_sentence(site.says)


@pytest.mark.parametrize(("one", "twin"), TWINS, ids=[one.name for one, _ in TWINS])
def test_an_operator_finds_nothing_in_its_twin(one: Operator, twin: str) -> None:
    compile(twin, "<twin>", "exec")
    assert [splice(twin, site) for site in sites(twin, only=[one])] == []


@pytest.mark.parametrize("one", OPERATORS, ids=lambda one: one.name)
def test_an_operator_says_what_it_is(one: Operator) -> None:
    assert one.kind in KINDS
    assert one.share > 0
    assert one.examples
    assert one.twins
    assert is_sentence(one.does)


ENDS = [
    ("xs[2:]", "xs[1:]", "The slice starts one too early."),
    ("xs[1:]", "xs[:]", "The slice starts one too early."),
    ("xs[:3]", "xs[:4]", "The slice ends one too late."),
    ("xs[:-1]", "xs[:]", "The slice ends one too late."),
    ("xs[:-1]", "xs[:-2]", "The slice ends one too early."),
    ("xs[5:1:-1]", "xs[6:1:-1]", "The slice starts one too early."),
    ("xs[5:2:-1]", "xs[5:1:-1]", "The slice ends one too late."),
    ("[*range(4)]", "[*range(3)]", "The range ends one short of the last value that is meant."),
    ("[*range(1, 4)]", "[*range(4)]", "The range starts one too early."),
    ("[*range(4, 0, -1)]", "[*range(4, 1, -1)]", "The range ends one short of the last value that is meant."),
    ("[*range(4, 0, -1)]", "[*range(3, 0, -1)]", "The range starts one too late."),
]


@pytest.mark.parametrize(("before", "after", "says"), ENDS)
def test_what_is_said_of_a_bound_is_what_happens(before: str, after: str, says: str) -> None:
    source = f"def f(xs):\n    return {before}\n"
    told = {splice(source, site): site.says for site in sites(source)}
    assert told[source.replace(before, after)] == says
    right, wrong = cut(before), cut(after)
    if "starts" in says:
        assert wrong[1:] == right if "early" in says else wrong == right[1:]
    else:
        assert wrong[:-1] == right if "late" in says else wrong == right[:-1]


def cut(text: str) -> list[int]:
    """Return what a slice of ten numbers holds, or a range in a list."""
    if text.startswith("xs"):
        return list(range(10))[slice(*(int(one) if one else None for one in text[3:-1].split(":")))]
    return list(range(*map(int, text.removeprefix("[*range(").removesuffix(")]").split(","))))


def test_no_slice_is_emptied_or_widened_by_a_slip_of_one() -> None:
    slips = [("xs[:1]", "xs[:]"), ("xs[:1]", "xs[:0]"), ("xs[-1:]", "xs[:]"), ("xs[-1:]", "xs[0:]")]
    for text, other in slips:
        source = f"def f(xs):\n    return {text}\n"
        assert source.replace(text, other) not in {splice(source, one) for one in sites(source)}


def is_sentence(text: str) -> bool:
    return text[0] in "`" or (text[0].isupper() and text[-1] == "." and "\n" not in text)


def test_names_of_operators_are_distinct() -> None:
    names = [one.name for one in OPERATORS]
    assert len(names) == len(set(names))


def test_an_operator_of_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="no kind of bug is called 'typo'"):
        operator("typo", examples=[], twins=[])


def test_every_kind_has_an_operator_and_the_weights_add_up() -> None:
    assert {one.kind for one in OPERATORS} == set(KINDS)
    shares = weights(OPERATORS)
    assert sum(shares.values()) == pytest.approx(100)
    for kind, known in KINDS.items():
        assert sum(shares[one.name] for one in OPERATORS if one.kind == kind) == pytest.approx(known.weight)


def test_identifiers_operands_functions_and_arguments_come_before_operators() -> None:
    assert min(KINDS[kind].weight for kind in ("identifier", "operand", "function", "argument")) > 5
    assert KINDS["operator"].weight == 5


def row(one: Operator, weight: float) -> str:
    """Return an operator's line of the table: its first example, from the first line that differs on."""
    before, after = (text.splitlines() for text in one.examples[0])
    while before and after and before[0] == after[0]:
        before, after = before[1:], after[1:]
    while before and after and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    shown = " to ".join(f"`{listed(lines)}`" if lines else "nothing" for lines in (before, after))
    return f"| {one.name} | {one.does} | {shown} | {one.kind} | {weight:.2f} |"


def listed(lines: list[str]) -> str:
    """Return lines as a cell of a table: a `>` for each level below the body of the function."""
    return " / ".join(
        "> " * ((len(line) - len(line.lstrip())) // 4 - 1) + line.strip() for line in lines
    ).replace("|", "\\|")


def test_the_page_has_every_operator_and_no_other(root: Path) -> None:
    shares = weights(OPERATORS)
    expected = [row(one, shares[one.name]) for one in OPERATORS]
    page = (root / "docs" / "mutate.md").read_text()
    names = {one.name for one in OPERATORS}
    assert [line for line in page.splitlines() if line[2:].split(" ")[0] in names] == expected


def test_a_site_is_the_same_for_every_order_of_operators() -> None:
    source = "def f(xs, n):\n    return [x + n for x in xs if x > n][1:]\n"
    assert texts(sites(source)) == texts(sites(source, "f", OPERATORS[::-1]))


def texts(found: list[Site]) -> set[tuple[object, ...]]:
    return {one.edits for one in found}
