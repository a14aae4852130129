"""Ranks are frozen: what a rank meant once it means for ever, under one fingerprint.

A change of `tests/golden/ranks.json` renumbers what users have stored: it needs a new order version, which
changes every fingerprint. Where it is meant, `make_golden` below says what to write into the file.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from synth.grammar import Grammar, load
from synth.grammar.errors import NotInSpace
from synth.grammar.source import bundled

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "grammars"
FROZEN = Path(__file__).resolve().parents[1] / "golden" / "ranks.json"
GRAMMARS = (*bundled(), "precedence", "ignored")
RANKS = [0, 1, 55, 56, 9467, 268_938_543, 10**12 + 7, 10**25 + 11, 10**60 + 1]
DEPTH = 4
PLACES = range(3)


def make_golden(name: str) -> dict[str, Any]:
    """Return the fingerprint of a grammar, some texts by rank, and the start of a shuffled order."""
    grammar = load(name if name in bundled() else str(FIXTURES / f"{name}.lark"))
    space = grammar.space(DEPTH)
    return {
        "fingerprint": grammar.fingerprint,
        "count": str(space.count()),
        "texts": {str(rank): _text(grammar, rank) for rank in RANKS},
        "shuffled": [str(space.permute(2026, place)) for place in PLACES],
        "sampled": [str(space.sample(2026, place)) for place in PLACES],
        "cover": [tree.text() for tree in grammar.paths(2, 2).cover(2026)][:3],
    }


def _text(grammar: Grammar, rank: int) -> str | None:
    """Return the sentence of a rank, or None where the grammar has too few."""
    try:
        return grammar.unrank(rank).text()
    except NotInSpace:
        return None


@pytest.mark.parametrize("name", GRAMMARS)
def test_ranks_orders_and_fingerprints_are_as_they_were_frozen(name: str) -> None:
    assert make_golden(name) == json.loads(FROZEN.read_text())[name]


def test_every_hash_seed_gives_the_same(tmp_path: Path) -> None:
    script = tmp_path / "digest.py"
    script.write_text(
        "import sys\n"
        "from hashlib import sha256\n"
        "from dataclasses import astuple\n"
        "from synth.grammar import load\n"
        "from synth.grammar.report import check\n"
        "for path in sys.argv[1:]:\n"
        "    grammar = load(path)\n"
        "    space = grammar.space(2)\n"
        "    parts = [grammar.fingerprint, *astuple(check(grammar))]\n"
        "    parts += [space[space.permute(1, i)].text() for i in range(0, min(99, space.count()))]\n"
        "    parts += [tree.text() for tree in grammar.paths(2, 2).cover(1)]\n"
        "    parts += [tree.text() for tree in grammar.sized(1, 5, 2).iterate(0, 20)]\n"
        "    values = grammar.by_attribute(lambda name, values: (1 + sum(values)) % 3, 2)\n"
        "    parts += [f'{value} {part.count()} {part[0].text()}' for value, part in values.items()]\n"
        "    print(path, sha256(repr(parts).encode()).hexdigest())\n"
    )
    names = ("reference", "dangling", "kept", "keywords", "templates")
    paths = [str(FIXTURES / f"{name}.lark") for name in names]
    shown = {
        subprocess.run(
            [sys.executable, str(script), *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2026")
    }
    assert len(shown) == 1
    assert shown.pop().count("\n") == len(paths)
