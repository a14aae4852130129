"""A limit on the automata that `interegular` makes, which may need 2^25 states for 30 characters.

Its constructions all end in `interegular.fsm.crawl`, which numbers states as they are found and looks each up
in a list. The crawl here finds the same automaton with a table, and stops at the limit that `limited` sets.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

import interegular.fsm
from interegular.fsm import FSM, OblivionError

WORK_PER_STATE = 300


class TooLarge(ValueError):
    """An automaton passes its limit; the message goes on from the pattern, as in `X needs ...`."""


@dataclass
class _Budget:
    """What is left of a limit: the most states of one automaton, and the steps of all constructions."""

    states: int
    steps: int


_budget: ContextVar[_Budget | None] = ContextVar("budget", default=None)


@contextmanager
def limited(states: int) -> Iterator[None]:
    """Make each crawl within raise TooLarge for more states than these, or for too much work in all."""
    token = _budget.set(_Budget(states, states * WORK_PER_STATE))
    try:
        yield
    finally:
        _budget.reset(token)


def crawl(alphabet: Any, initial: Any, final: Callable[[Any], bool], follow: Callable[..., Any]) -> FSM:
    """Return what `interegular.fsm.crawl` returns, in time linear in the automaton; raise TooLarge."""
    budget = _budget.get()
    states = [initial]
    numbers = {_key(initial): 0}
    finals = set()
    moves: dict[int, dict[Any, int]] = {}
    for number, state in enumerate(states):
        if budget is not None:
            budget.steps -= len(alphabet.by_transition) * (1 + _parts(state))
            if len(states) > budget.states:
                raise TooLarge(f"needs an automaton of more than {budget.states:,} states")
            if budget.steps < 0:
                raise TooLarge("needs an automaton that takes too long to make")
        if final(state):
            finals.add(number)
        row = moves[number] = {}
        for transition in alphabet.by_transition:
            try:
                ahead = follow(state, transition)
            except OblivionError:
                continue
            key = _key(ahead)
            if key not in numbers:
                numbers[key] = len(states)
                states.append(ahead)
            row[transition] = numbers[key]
    # The last argument is hidden from the type checker by its underscores.
    made: Any = FSM
    return made(  # type: ignore[no-any-return]
        alphabet=alphabet,
        states=range(len(states)),
        initial=0,
        finals=finals,
        map=moves,
        __no_validation__=True,
    )


def _key(state: Any) -> Any:
    """Return an equal key for equal states, which are numbers, sets or tables of numbers."""
    if isinstance(state, dict):
        return frozenset(state.items())
    return frozenset(state) if isinstance(state, set) else state


def _parts(state: Any) -> int:
    return len(state) if isinstance(state, dict | set | frozenset | tuple) else 1


interegular.fsm.crawl = crawl
