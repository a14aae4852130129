"""What the README shows is what synth does."""

from __future__ import annotations

import re
from pathlib import Path

import synth
from synth.line import checked, row_of


def test_the_row_of_the_readme_is_the_row_of_its_id(root: Path) -> None:
    text = (root / "README.md").read_text()
    shown = re.search(r"`synth show (\S+)`.*?\n```\n(.*?)\n```", text, re.S)
    assert shown, "the README shows no row"
    row, verdict = checked(row_of(shown[1]))
    assert verdict.accepted
    parts = (row.question, row.reasoning, row.solution, f"Answer: {row.answer}")
    assert shown[2] == "\n\n".join(parts) + f"\nAccepted by: {', '.join(row.checks)}"


def test_the_python_of_the_readme_does_what_its_comments_say() -> None:
    space = synth.space("logic.lark", depth=4)
    assert space.count() > 10**200
    assert space.rank(space[10**6]) == 10**6
    row = next(synth.rows("logic", level=2, seed=1))
    assert synth.check(row).accepted
    assert synth.score(row.answer, row) == 1.0
