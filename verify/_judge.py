"""Compare what a program answered with what it should have answered.

Expected values live here and in the row's tests, never in the process of a program; no judged code runs here.
How two values are compared stands in the test and nowhere else: nothing that a program answers can choose it.

A row's tests are JSON, their values written by `sandbox.values.encode`:

    {"entry": "half", "tests": [{"args": [4], "exact": 2}, {"args": ["x"], "raises": "TypeError"}]}

Each test has `args`, may have `kwargs`, and has one way to compare:

    exact      a value; 1, True and 1.0 differ, dictionaries and sets have no order
    near       a value; a number will do for a float that is off by `relative` of it or by `absolute`
    unordered  a list or tuple; its items may come in any order
    raises     the name of an exception's type
    prints     what goes to stdout

It may have `leaves`: the positional arguments as they must be after the call.
"""

from __future__ import annotations

import json
import math
from collections import Counter
from dataclasses import dataclass
from typing import Any, Final, Literal

from synth.verify.sandbox import Answer, Call, Garbled, Job, Outcome, Raised, canonical, decode, marked, same

MOST: Final = 1_000  # tests of one program
_WAYS: Final = ("exact", "near", "unordered", "raises", "prints")
_KEYS: Final = frozenset({*_WAYS, "args", "kwargs", "leaves", "relative", "absolute"})


@dataclass(frozen=True)
class Test:
    """One call and what must come of it: an encoded value, or a text for `raises` and `prints`."""

    __test__ = False  # to pytest

    call: Call
    way: str
    expected: Any
    relative: float = 0.0
    absolute: float = 0.0
    leaves: Any = None

    def fault(self, answer: Answer) -> str:
        """Return what is wrong with the answer, "" for a right one.

        >>> from synth.verify.sandbox import Value
        >>> Test(Call([4]), "exact", 2).fault(Value(2))
        ''
        >>> Test(Call([4]), "exact", 2).fault(Value(True))
        'returned True, not 2'
        """
        try:
            return self._outside(answer) or self._inside(answer)
        except Garbled as error:
            return f"answered what is no value: {error}"

    def _outside(self, answer: Answer) -> str:
        """Return what is wrong with what the call returned, raised or printed."""
        if isinstance(answer, Raised):
            said = "" if (self.way, self.expected) == ("raises", answer.type) else f"raised {answer.type}"
        elif self.way == "raises":
            said = f"returned {_shown(answer.encoded)}"
        elif self.way == "prints":
            said = "" if answer.printed == self.expected else f"printed {answer.printed!r}"
        else:
            said = "" if self._fits(answer.encoded) else f"returned {_shown(answer.encoded)}"
        if not said:
            return ""
        return f"{_cut(said)}, not {_cut(self.expected if self.way == 'raises' else _shown(self.expected))}"

    def _inside(self, answer: Answer) -> str:
        """Return what is wrong with the arguments after the call; None from the sandbox means unchanged."""
        if self.leaves is None:
            return ""
        left = (json.loads(self.call.text) if answer.arguments is None else answer.arguments)[0]
        if same(self.leaves, left):
            return ""
        return f"left its arguments as {_cut(_shown(left))}, not {_cut(_shown(self.leaves))}"

    def _fits(self, found: Any) -> bool:
        if self.way == "exact":
            return same(self.expected, found)
        if self.way == "near":
            return _near(self.expected, found, self.relative, self.absolute)
        kind, items = _items(self.expected)
        other, others = _items(found)
        if kind != other or items is None or others is None or marked(found):
            return False
        return Counter(map(canonical, items)) == Counter(map(canonical, others))


@dataclass(frozen=True)
class Tests:
    """The tests of one function, in the order of the calls."""

    __test__ = False

    entry: str
    tests: tuple[Test, ...]

    def job(self, source: str, language: str = "python", seed: int = 0) -> Job:
        """Return what the sandbox is asked: the calls, and nothing of what is expected."""
        keep: list[Literal["stdout", "arguments"]] = []
        if any(test.way == "prints" for test in self.tests):
            keep.append("stdout")
        if any(test.leaves is not None for test in self.tests):
            keep.append("arguments")
        return Job(source, self.entry, [test.call for test in self.tests], language, seed, tuple(keep))

    def fault(self, outcome: Outcome) -> str:
        """Return why the program fails, in one sentence; "" if it passes every test.

        >>> from synth.verify.sandbox import Value
        >>> tests = read_tests('{"entry":"half","tests":[{"args":[4],"exact":2}]}')
        >>> tests.fault(Outcome("done", (Value(2),)))
        ''
        >>> tests.fault(Outcome("done", (Value({"f": "0x1.0000000000000p+1"}),)))
        'call 1 of half returned 2.0, not 2'
        """
        if outcome.status != "done":
            return f"the program ended as {outcome.status}" + (
                f": {_cut(outcome.detail)}" if outcome.detail else ""
            )
        if len(outcome.answers) != len(self.tests):
            return f"{len(outcome.answers)} answers to {len(self.tests)} calls"
        for number, (test, answer) in enumerate(zip(self.tests, outcome.answers, strict=True), 1):
            if fault := test.fault(answer):
                return f"call {number} of {self.entry or 'the script'} {fault}"
        return ""


def read_tests(text: str) -> Tests:
    """Return the tests that a row's text holds; raise Garbled, with the place, for any other text."""
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        raise Garbled("the tests are not JSON") from None
    if type(held) is not dict or held.keys() != {"entry", "tests"} or type(held["entry"]) is not str:
        raise Garbled("the tests are not an object with the keys entry and tests")
    tests = held["tests"]
    if type(tests) is not list or not 0 < len(tests) <= MOST:
        raise Garbled(f"there is not at least one test and at most {MOST}")
    return Tests(held["entry"], tuple(_read(test, f"test {number}") for number, test in enumerate(tests, 1)))


def _read(held: Any, place: str) -> Test:
    if type(held) is not dict or not held.keys() <= _KEYS or type(held.get("args")) is not list:
        raise Garbled(f"{place} is not an object of args and one way to compare")
    ways = [way for way in _WAYS if way in held]
    if len(ways) != 1:
        raise Garbled(f"{place} does not name one way to compare, but {len(ways)}")
    way, expected, leaves = ways[0], held[ways[0]], held.get("leaves")
    kwargs, tolerance = held.get("kwargs", {}), [held.get("relative", 0.0), held.get("absolute", 0.0)]
    if type(kwargs) is not dict or ("leaves" in held and type(leaves) is not list):
        raise Garbled(f"{place}: kwargs is not an object, or leaves is not a list")
    if not all(type(share) is float and 0 <= share < math.inf for share in tolerance) or (
        (way == "near") != (tolerance != [0.0, 0.0])
    ):
        raise Garbled(f"{place}: relative and absolute are floats above 0, and belong to near")
    if way in ("raises", "prints"):
        if type(expected) is not str:
            raise Garbled(f"{place}: {way} is not a text")
    elif marked(expected):
        raise Garbled(f"{place} expects what equals nothing")
    elif way == "unordered" and _items(expected)[1] is None:
        raise Garbled(f"{place}: unordered is neither a list nor a tuple")
    if leaves is not None and marked(leaves):
        raise Garbled(f"{place} leaves what equals nothing")
    call = Call(
        [decode(value) for value in held["args"]], {name: decode(value) for name, value in kwargs.items()}
    )
    return Test(call, way, expected, tolerance[0], tolerance[1], leaves)


def _items(encoded: Any) -> tuple[str, list[Any] | None]:
    """Return whether an encoded value is a list or a tuple, and its items; None for any other value."""
    if type(encoded) is list:
        return "list", encoded
    if type(encoded) is dict and type(encoded.get("t")) is list:
        return "tuple", encoded["t"]
    return "", None


def _near(expected: Any, found: Any, relative: float, absolute: float) -> bool:
    """Compare in parallel: floats within the tolerance, keys of dictionaries and members of sets exactly."""
    canonical(found)  # its form is right, all the way down
    return _close(expected, found, relative, absolute)


def _close(expected: Any, found: Any, relative: float, absolute: float) -> bool:
    kind, items = _items(expected)
    if items is not None:
        other, others = _items(found)
        return (
            kind == other
            and others is not None
            and len(items) == len(others)
            and all(_close(*pair, relative, absolute) for pair in zip(items, others, strict=True))
        )
    if type(expected) is not dict:
        return same(expected, found)
    ((tag, body),) = expected.items()
    if tag == "f":
        number = _number(found)
        return number is not None and _within(float.fromhex(body), number, relative, absolute)
    if tag == "c":
        return (
            type(found) is dict
            and "c" in found
            and all(
                _within(float.fromhex(one), float.fromhex(other), relative, absolute)
                for one, other in zip(body, found["c"], strict=True)
            )
        )
    if tag == "d" and type(found) is dict and "d" in found:
        values = {canonical(key): value for key, value in found["d"]}
        return len(body) == len(found["d"]) == len(values) and all(
            (name := canonical(key)) in values and _close(value, values[name], relative, absolute)
            for key, value in body
        )
    return same(expected, found)


def _number(encoded: Any) -> float | None:
    """Return an encoded integer or float as a float, None for any other value."""
    if type(encoded) is int:
        return float(encoded)
    if type(encoded) is dict and "f" in encoded:
        return float.fromhex(encoded["f"])
    return None


def _within(expected: float, found: float, relative: float, absolute: float) -> bool:
    if math.isnan(expected) or math.isnan(found):
        return math.isnan(expected) and math.isnan(found)
    if math.isinf(expected) or math.isinf(found):
        return expected == found
    return abs(expected - found) <= max(relative * abs(expected), absolute)


def _shown(encoded: Any) -> str:
    """Return an encoded value much as Python writes it, without making it: its keys may all have one hash."""
    canonical(encoded)  # its form is right, all the way down
    return _written(encoded)


def _written(encoded: Any) -> str:
    if type(encoded) is list:
        return f"[{', '.join(map(_written, encoded))}]"
    if type(encoded) is not dict:
        return repr(encoded)
    ((tag, body),) = encoded.items()
    if tag == "t":
        return f"({', '.join(map(_written, body))}{',' * (len(body) == 1)})"
    if tag in "sz":
        inside = f"{{{', '.join(map(_written, body))}}}" if body else ""
        return inside if tag == "s" and body else f"{'set' if tag == 's' else 'frozenset'}({inside})"
    if tag == "d":
        return f"{{{', '.join(f'{_written(key)}: {_written(value)}' for key, value in body)}}}"
    if tag in "fcbu":
        return repr(decode(encoded))
    return f"<{body}>" if tag == "!" else str(body)


def _cut(text: str) -> str:
    return text if len(text) <= 100 else f"{text[:97]}..."
