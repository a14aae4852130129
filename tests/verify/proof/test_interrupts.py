"""Ctrl-C amid a question to Z3 is Python's to hear, and changes no answer."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable, Iterator

import pytest

from synth.verify._algebra import read_relation
from synth.verify._algebra_z3 import follows
from synth.verify.proof.entailment import decide
from synth.verify.proof.formula import Formulas

POOL = Formulas()
ATOMS = [POOL.atom(name) for name in "pqr"]
RELATIONS = [read_relation(text) for text in ("x^2 - 5x + 6 = 0", "x < 5/2", "x = 2")]

QUESTIONS: dict[str, tuple[Callable[[], object], object]] = {
    "entailment": (lambda: decide(ATOMS, ATOMS[:2], [ATOMS[0], POOL.negation(ATOMS[1])]), (True, False)),
    "algebra": (lambda: follows(RELATIONS[:2], RELATIONS[2]), True),
}


@pytest.fixture
def heard() -> Iterator[list[int]]:
    """Interrupts that come two thousand times a second: those that Python hears."""
    signals: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: signals.append(number))
    done = threading.Event()

    def interrupt() -> None:
        while not done.wait(0.0005):
            os.kill(os.getpid(), signal.SIGINT)

    sender = threading.Thread(target=interrupt)
    sender.start()
    yield signals
    done.set()
    sender.join()
    signal.signal(signal.SIGINT, before)


@pytest.mark.parametrize("name", QUESTIONS)
def test_an_interrupt_amid_a_question_changes_no_answer(heard: list[int], name: str) -> None:
    question, answer = QUESTIONS[name]
    while len(heard) < 200:
        assert question() == answer
