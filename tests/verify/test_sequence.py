"""The checker of sequences: planted errors have their faults, and the list of rules allows one number."""

from __future__ import annotations

from itertools import islice, product

import pytest
from planting import refused

from synth.families import find
from synth.grammar import load
from synth.line import enumerated, rows
from synth.row import Row


def row(sentence: str) -> Row:
    return enumerated(find("sequence"), load("sequence.lark").parse(sentence), 0)


ADD = row("add 84 -6 of 2 more 0")
MULTIPLY = row("multiply 5 3 of 2 more 0")
SCALE = row("scale 41 4 -44 of 4 more 0")
GROW = row("grow -38 13 -7 of 4 more 0")
SUM = row("sum 123 2 of 6 more 0")
TURN = row("turn 49 18 4 of 6 more 1")
WEAVE = row("weave add 31 -8 multiply 32 2 of 7 more 0")
EVEN = row("weave multiply 3 2 add 5 1 of 7 more 1")

PLANTED = [
    (ADD, "question", "84, 78", "84, 79", "do not give one next number"),
    (ADD, "question", "84, 78", "84,78", "question"),
    (ADD, "question", "from 2 to 9", "from 2 to 8", "question"),
    (ADD, "question", "(b) multiply by r each time.", "(b) multiply by r.", "question"),
    (ADD, "question", "Which number comes next: 84, ", "Which number comes next: ", "question"),
    (ADD, "reasoning", "-6, -6, -6 and -6", "-6, -6 and -6", "step 1"),
    (ADD, "reasoning", "c = -6", "c = 6", "step 1"),
    (ADD, "reasoning", "60 - 6 = 54", "60 + 6 = 66", "step 2"),
    (ADD, "reasoning", "60 - 6", "60 + -6", "step 2"),
    (ADD, "solution", "54", "45", "solution"),
    (ADD, "answer", "54", "-54", "answer"),
    (ADD, "canonical", "1: ", "2: ", "canonical"),
    (ADD, "payload", "add", "grow", "payload"),
    (MULTIPLY, "reasoning", "not all equal, so (a) does not fit", "all equal, so (a) fits", "step 1"),
    (MULTIPLY, "reasoning", "45 = 3 * 15", "45 = 15 * 3", "step 2"),
    (SCALE, "reasoning", "each 4 times", "each 3 times", "step 3"),
    (SCALE, "reasoning", "120 - 4 * 41 = -44", "120 - 4 * 41 = 44", "step 3"),
    (GROW, "reasoning", "6 is not 13 times", "13 is not 6 times", "step 3"),
    (GROW, "reasoning", "\n5. The next difference is -15 - 7 = -22.\n6.", "\n5.", "step 5"),
    (SUM, "reasoning", "127 = 2 + 125, ", "", "step 5"),
    (TURN, "reasoning", "A multiplication", "An addition", "step 7"),
    (WEAVE, "reasoning", "At even places stand 32, 64", "At even places stand 64, 32", "step 8"),
    (WEAVE, "reasoning", "9, is odd, and 7 - 8 = -1", "9, is odd, and 2 * 256 = 512", "step 9"),
    (EVEN, "answer", "9", "96", "answer"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "column", "old", "new", "fault"), PLANTED)
def test_a_planted_error_has_its_fault(good: Row, column: str, old: str, new: str, fault: str) -> None:
    assert find("sequence").check(good).accepted
    assert fault in refused(good, column, old, new)


def test_a_rule_that_would_do_but_is_not_the_first_is_refused() -> None:
    """The numbers 1, 2, 4, 8, 16, 32 double; (c) fits as well only with c = 0, which is not allowed."""
    good = row("multiply 1 2 of 2 more 0")
    assert find("sequence").check(good).accepted
    assert "step 2" in refused(good, "reasoning", "(b) fits with r = 2", "(c) fits with r = 2 and c = 0")


def test_the_listed_rules_allow_one_number() -> None:
    """Independent of both sides: a plain search over every rule with every number, next numbers collected."""
    steps, factors = [c for c in range(-99, 100) if c], range(2, 10)
    for level in (1, 2, 3, 4):
        for found in islice(rows("sequence", level, seed=8), 12):
            shown = [int(n) for n in found.canonical.partition(": ")[2].split(", ")]
            ends = set()

            def go(step, start=shown[0], shown=shown, ends=ends) -> None:
                made = [start]
                while len(made) <= len(shown) and abs(made[-1]) < 10**12:
                    made.append(step(made))
                    if len(made) <= len(shown) and made[-1] != shown[len(made) - 1]:
                        return
                ends.add(made[-1])

            for c in steps:
                go(lambda made, c=c: made[-1] + c)
            for r in factors:
                go(lambda made, r=r: made[-1] * r)
            if level > 1:
                for r, c in product(factors, steps):
                    go(lambda made, r=r, c=c: made[-1] * r + c)
                for c, d in product(steps, steps):
                    go(lambda made, c=c, d=d: made[-1] + c + d * (len(made) - 1))
            if level > 2:
                go(lambda made, b=shown[1]: b if len(made) < 2 else made[-2] + made[-1])
                for r, c in product(factors, steps):
                    go(lambda made, r=r, c=c: made[-1] + c if len(made) % 2 else made[-1] * r)
            if level > 3:
                ways = [lambda x, c=c: x + c for c in steps] + [lambda x, r=r: x * r for r in factors]
                for odd, even in product(ways, ways):
                    if odd(shown[0]) == shown[2]:
                        pair = (even, odd)
                        go(
                            lambda made, p=pair, b=shown[1]: (
                                b if len(made) < 2 else p[len(made) % 2 == 0](made[-2])
                            )
                        )
            assert ends == {int(found.answer)}
