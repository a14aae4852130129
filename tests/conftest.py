"""What all tests share: the root of the checkout, a family of their own, and a Hypothesis without chance."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from hypothesis import settings

# A family outside the package, found as a user's would be: nothing else is touched to add one.
os.environ["SYNTH_FAMILIES"] = str(Path(__file__).resolve().parent / "fixtures" / "families")

# Started in the background, the tests are told to ignore Ctrl-C, and so would be what they interrupt.
signal.signal(signal.SIGINT, signal.default_int_handler)

collect_ignore = ["fixtures"]

settings.register_profile("synth", deadline=None, derandomize=True, database=None)
settings.load_profile("synth")


@pytest.fixture(scope="session")
def root() -> Path:
    """The root of the checkout: tests run from outside it."""
    return Path(__file__).resolve().parents[1]
