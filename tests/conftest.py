"""What all tests share: the root of the checkout, a family of their own, and a Hypothesis without chance."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A family outside the package, found as a user's would be: nothing else is touched to add one.
os.environ["SYNTH_FAMILIES"] = str(Path(__file__).resolve().parent / "fixtures" / "families")

collect_ignore = ["fixtures"]

settings.register_profile("synth", deadline=None, derandomize=True, database=None)
settings.load_profile("synth")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout: tests run from outside it."""
    return Path(__file__).resolve().parents[1]
