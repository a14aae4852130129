"""Texts and the fingerprint that names them change together, or an id would make another row."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from synth.families import find
from synth.line import Line, attempted
from synth.row import Row

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "logic_text.json"


def made() -> dict[str, str]:
    """Return the fingerprint, and a digest of generated and of enumerated texts."""
    family = find("logic")
    rows: list[Row] = []
    for level in sorted(family.levels):
        line = Line(family, level, 5)
        rows += [row for place in range(12) for row in line.take(place)]
    space = family.grammar.space(2)
    for i in range(40):
        tree = space[space.sample(5, i)]
        row = attempted(family, tree, i * 7**i % family.variants(tree))
        assert isinstance(row, Row)
        rows.append(row)
    texts = [(row.id, row.question, row.reasoning, row.solution, row.answer, row.payload) for row in rows]
    return {
        "fingerprint": family.fingerprint,
        "texts": hashlib.sha256(json.dumps(texts).encode()).hexdigest(),
    }


def test_a_new_text_of_an_old_rank_has_a_new_fingerprint() -> None:
    """If this fails, raise REVISION in solvers/logic.py unless the fingerprint is new already.

    Then write what `made` returns into the golden file.
    """
    assert made() == json.loads(GOLDEN.read_text())
