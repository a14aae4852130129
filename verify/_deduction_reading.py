"""Deductions as a checker reads them, by docs/deduction.md: facts about people, rules about everyone.

A literal is a quality with whether somebody has it. A fact is a person and a literal; a rule is a tuple of
literals and the literal that they bring with them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from synth.verify._columns import Fault

Literal = tuple[str, bool]
MOST_PREMISES = 16
MOST_QUALITIES = 16

_WORD = "([a-z]+(?:-[a-z]+)?)"
_NAME = "([A-Z][a-z]{1,15})"
_FACT = re.compile(rf"{_NAME} is (not )?{_WORD}")
_RULE = re.compile(rf"(Everyone|No one) who is (.+) is {_WORD}")
_INSTANCE = re.compile(rf"If {_NAME} is (.+), then {_NAME} is (not )?{_WORD}")
_CONDITIONS = (
    (re.compile(rf"{_WORD}"), (True,)),
    (re.compile(rf"not {_WORD}"), (False,)),
    (re.compile(rf"{_WORD} and {_WORD}"), (True, True)),
    (re.compile(rf"{_WORD} and not {_WORD}"), (True, False)),
    (re.compile(rf"neither {_WORD} nor {_WORD}"), (False, False)),
)
_RESERVED = frozenset(("not", "and", "neither", "nor", "is", "who", "then", "if", "everyone", "no", "one"))
_ASKED = frozenset(
    (
        "Does the conclusion follow from the premises?",
        "What do the premises say about the conclusion?",
        "Decide what the premises say about the conclusion.",
    )
)
_CONVENTION = (
    'Answer "entailed" if the conclusion is true in every case in which all the premises are true, '
    '"refuted" if it is false in every such case, and "unknown" if neither.'
)


class Fact(NamedTuple):
    """What somebody is or is not."""

    person: str
    literal: Literal


class Rule(NamedTuple):
    """What everyone is who meets a condition: the literals of `body`, in the order in which they are read."""

    body: tuple[Literal, ...]
    head: Literal


class Argument(NamedTuple):
    """Premises and a conclusion; people and qualities in the order in which they come up."""

    premises: tuple[Fact | Rule, ...]
    conclusion: Fact
    people: tuple[str, ...]
    qualities: tuple[str, ...]


def read_condition(text: str) -> tuple[Literal, ...] | None:
    """Return the literals of a condition; None if it is none."""
    for pattern, signs in _CONDITIONS:
        match = pattern.fullmatch(text)
        if (
            match is not None
            and not _RESERVED & set(match.groups())
            and len(set(match.groups())) == len(signs)
        ):
            return tuple(zip(match.groups(), signs, strict=True))
    return None


def read_fact(text: str) -> Fact | None:
    """Return the fact that a clause states; None if it states none."""
    match = _FACT.fullmatch(text)
    if match is None or match[3] in _RESERVED:
        return None
    return Fact(match[1], (match[3], match[2] is None))


def read_premise(text: str) -> Fact | Rule | None:
    """Return the fact or rule that a clause states; None if it states none."""
    match = _RULE.fullmatch(text)
    if match is None:
        return read_fact(text)
    body = read_condition(match[2])
    if body is None or match[3] in _RESERVED or match[3] in dict(body):
        return None
    return Rule(body, (match[3], match[1] == "Everyone"))


def read_instance(text: str) -> tuple[str, Rule] | None:
    """Return the person and the rule that a conditional about one person states; None if it is none."""
    match = _INSTANCE.fullmatch(text)
    if match is None or match[1] != match[3] or match[5] in _RESERVED:
        return None
    body = read_condition(match[2])
    return (match[1], Rule(body, (match[5], match[4] is None))) if body else None


def literals(said: Fact | Rule) -> tuple[Literal, ...]:
    """Return the literals of a premise, in the order in which they are read."""
    return (said.literal,) if isinstance(said, Fact) else (*said.body, said.head)


def read_question(text: str) -> Argument:
    """Return the argument of a question; Fault if it is not one of docs/deduction.md."""
    lines = text.split("\n")
    if lines[0] != "Premises:" or not 5 <= len(lines) <= MOST_PREMISES + 4:
        raise Fault("the question is not a numbered list of premises with a conclusion")
    premises: list[Fact | Rule] = []
    for number, line in enumerate(lines[1:-3], 1):
        said = read_premise(line.removeprefix(f"{number}. ").removesuffix("."))
        if said is None or not line.startswith(f"{number}. ") or not line.endswith("."):
            raise Fault(f"premise {number} is neither a fact nor a rule")
        if said in premises:
            raise Fault(f"premise {number} is there twice")
        premises.append(said)
    opening = "Conclusion: "
    conclusion = read_fact(lines[-3].removeprefix(opening).removesuffix("."))
    if conclusion is None or not lines[-3].startswith(opening) or not lines[-3].endswith("."):
        raise Fault("the conclusion is not a fact")
    if lines[-2] not in _ASKED or lines[-1] != _CONVENTION:
        raise Fault("the question does not ask what the premises say, or how to answer")
    argument = make_argument(premises, conclusion)
    if conclusion.literal[0] not in argument.qualities:
        raise Fault("the premises say nothing of what the conclusion is about")
    if len(argument.qualities) > MOST_QUALITIES:
        raise Fault(f"there are more than {MOST_QUALITIES} qualities")
    return argument


def make_argument(premises: Sequence[Fact | Rule], conclusion: Fact) -> Argument:
    """Return the argument from some premises to a conclusion."""
    people = [said.person for said in premises if isinstance(said, Fact)]
    qualities = dict.fromkeys(word for said in premises for word, _ in literals(said))
    return Argument(
        tuple(premises), conclusion, tuple(dict.fromkeys((*people, conclusion.person))), tuple(qualities)
    )


def condition(body: tuple[Literal, ...]) -> str:
    """Return the words for a condition whose literals are in the order in which they are read."""
    signs = tuple(has for _, has in body)
    words = [word for word, _ in body]
    if signs == (False, False):
        return f"neither {words[0]} nor {words[1]}"
    return " and ".join(word if has else f"not {word}" for word, has in body)


def clause(said: Fact) -> str:
    """Return the words for a fact, without a full stop."""
    word, has = said.literal
    return f"{said.person} is {'' if has else 'not '}{word}"
