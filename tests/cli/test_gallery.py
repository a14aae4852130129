"""`synth gallery`: a page made from the code, of which docs/gallery.md is the copy that readers see."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

SYNTH = Path(sys.executable).with_name("synth")


def test_the_page_in_docs_is_what_the_command_writes(root: Path) -> None:
    """If this fails, `make docs` writes the page anew: read what has changed."""
    env = {key: value for key, value in os.environ.items() if key != "SYNTH_FAMILIES"}
    done = subprocess.run([SYNTH, "gallery"], capture_output=True, env=env, check=True)
    assert done.stdout.decode() == (root / "docs" / "gallery.md").read_text(encoding="utf-8")


def test_a_page_of_one_family_has_so_many_rows_of_each_level(synth) -> None:
    page = synth("gallery", "--family", "parity", "--rows", 2, "--seed", 3).stdout
    assert page.count("\n### parity, level ") == 3
    assert page.count("\n`parity/") == page.count("\nAccepted by steps, popcount.") == 6
    assert page != synth("gallery", "--family", "parity", "--rows", 2).stdout
    assert synth("gallery", "--family", "party").returncode == 2
