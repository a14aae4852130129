"""Propositional entailment: the checker. It reads a row by docs/logic.md, and shares nothing with the solver.

The label is decided by Z3 and by a truth table, each step is matched against the table of rules and then
confirmed by truth table, and what the row claims of its premises is worked out anew.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import orjson
from xxhash import xxh3_64_intdigest

from synth.row import Row, Verdict, dump_payload
from synth.verify._logic_argument import Argument, Desk, Fault, read_question
from synth.verify._logic_canonical import check_canonical
from synth.verify._logic_cases import check_cases
from synth.verify._logic_language import TooLarge
from synth.verify._logic_proof import Proof, check_proof, listed
from synth.verify._logic_rules import ASSUMPTION
from synth.verify._logic_shortest import Exhausted, Search, is_reached
from synth.verify._logic_twin import Twin, read_twin
from synth.verify._score import scored
from synth.verify.proof.entailment import decide
from synth.verify.proof.formula import Formula
from synth.verify.proof.table import minimal_sets

CHECKS = ("z3", "truth table", "rules")
LABELS = ("entailed", "refuted", "unknown", "inconsistent")
LONGEST = {"question": 20_000, "reasoning": 200_000, "solution": 1_000, "payload": 10_000}
MOST_PREMISES = 12
MOST_ATOMS = 10
MOST_STEPS = 500
MOST_MORE = 4  # atoms that a twin names beside the row's own
SURELY_SHORTEST = 8  # steps
MOST_SETS = 100_000  # sets of lines that the search for a shorter proof tries

UNKNOWN = (
    "The conclusion is unknown. Cases A and B make every premise true; "
    "the conclusion is true in case A and false in case B."
)
SKILLS = ("entailment", "natural deduction", "countermodels")
ONE_IN = 10
"""Of so many rows one, by the digest of its id, has its canonical compared with the question atom by atom."""
_ALONE = 4
"""Steps of a proof at most, up to level 3."""
_GROUP = re.compile("logic:[0-9a-f]{32}")
_PAYLOAD: Mapping[str, type] = {
    "edit": str,
    "idle": list,
    "premises": list,
    "shortest": bool,
    "steps": int,
    "surface": str,
    "twin": str,
}


def check(row: Row) -> Verdict:
    """Return whether the row is right in all that it says; the fault names the first thing that is not.

    Total: whatever the texts are, it ends, in bounded time, with a verdict.
    """
    global _desk
    desk = _desk
    if desk.full:
        desk = _desk = Desk()
    try:
        _check_fields(row)
        payload = _read_payload(row.payload)
        argument = read_question(desk, row.question)
        _check_label(argument, row.answer)
        proof = _check_reasoning(argument, row, payload)
        twin = _read_twin(argument, row.answer, payload["twin"], payload["edit"])
        _check_level(argument, row, proof, twin)
        _check_problem(argument, row, twin)
    except Fault as fault:
        return Verdict(fault=str(fault))
    except TooLarge as limit:
        return Verdict(fault=str(limit), undecided=True)
    return Verdict(checks=CHECKS)


_desk = Desk()


def score(answer: str, row: Row) -> float:
    """Return 1.0 for the row's label, also after "The conclusion is" or "The premises are", else 0.0."""
    return scored(answer, row, _is_same) if row.answer in LABELS else 0.0


def _is_same(given: str, gold: str) -> bool:
    return given == f"the {'premises are' if gold == 'inconsistent' else 'conclusion is'} {gold}"


def shortest_length(row: Row, longest: int = SURELY_SHORTEST) -> int | None:
    """Return the least number of steps of a proof of an accepted row's result from a minimal set of premises.

    None where that is more than `longest`, and for unknown rows. Raises Exhausted at the search's limit.
    """
    if row.answer == "unknown":
        return None
    argument = read_question(Desk(), row.question)
    goal = _goal(argument, row.answer)
    search = Search(argument, MOST_SETS)
    for lines in range(1, longest + 1):
        if any(search.reaches(chosen, goal, lines) for chosen in _minimal_sets(argument, goal)):
            return lines
    return None


def _check_fields(row: Row) -> None:
    """Raise Fault unless the row's plain columns are what a logic row has; TooLarge past a limit."""
    for name in (
        "family",
        "domain",
        "language",
        "question",
        "reasoning",
        "solution",
        "answer",
        "tests",
        "payload",
    ):
        text = getattr(row, name)
        if not isinstance(text, str):
            raise Fault(f"the {name} is not a text")
        if len(text) > LONGEST.get(name, 40):
            raise TooLarge(f"the {name} is longer than {LONGEST.get(name, 40)} characters")
        if not text.isascii() or not text.replace("\n", " ").isprintable():
            raise Fault(f"the {name} has a character that is not printable ASCII")
        if " \n" in text or text[-1:].isspace():
            raise Fault(f"the {name} has white space at the end of a line")
    for name, value in (("family", "logic"), ("domain", "logic"), ("language", "en"), ("tests", "")):
        if getattr(row, name) != value:
            raise Fault(f"the {name} is {getattr(row, name)!r}, not {value!r}")
    if type(row.level) is not int or not 1 <= row.level <= 4:
        raise Fault("the level is not a number from 1 to 4")
    if row.answer not in LABELS:
        raise Fault(f"the answer is {row.answer!r}, which is no label")


def _read_payload(text: str) -> dict[str, Any]:
    """Return the payload; Fault unless it has exactly the keys and types of the contract."""
    try:
        payload = orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Fault("the payload is not JSON") from None
    if not isinstance(payload, dict):
        raise Fault("the payload is not a JSON object")
    for key in sorted({*payload, *_PAYLOAD}):
        if key not in _PAYLOAD or key not in payload:
            raise Fault(
                f"the payload {'lacks the' if key in _PAYLOAD else 'has the unknown'} key {key[:40]!r}"
            )
        if type(payload[key]) is not _PAYLOAD[key]:
            raise Fault(f"the payload's {key!r} is not of the type {_PAYLOAD[key].__name__}")
    if any(type(number) is not int for key in ("idle", "premises") for number in payload[key]):
        raise Fault("the payload lists something that is not the number of a premise")
    if not all(payload[key].isprintable() for key in ("edit", "surface", "twin")):
        raise Fault("the payload has a character that is not printable")
    if not re.fullmatch(r"(0|[1-9a-z][0-9a-z]{0,40})?", payload["twin"]):
        raise Fault("the payload's 'twin' is no variant")
    if dump_payload(payload) != text:
        raise Fault("the payload is not written with sorted keys and without spaces")
    return payload


def _check_label(argument: Argument, label: str) -> None:
    """Raise Fault unless both deciders find the label; TooLarge where they cannot say."""
    if len(argument.premises) > MOST_PREMISES or len(argument.atoms) > MOST_ATOMS:
        raise TooLarge(f"the question has more than {MOST_PREMISES} premises or {MOST_ATOMS} atoms")
    conclusion = argument.conclusion
    opposite = argument.desk.pool.opposite(conclusion)
    possible, deniable = decide(argument.atoms, argument.premises, (conclusion, opposite))
    if possible is None or deniable is None:
        raise TooLarge("Z3 reached its limit")
    held = argument.table.conjunction(argument.premises)
    column = argument.table.column(conclusion)
    for method, found in (
        ("truth table", _label(bool(held & column), bool(held & ~column))),
        ("z3", _label(possible, deniable)),
    ):
        if found != label:
            raise Fault(f"the answer is {label!r}, but {method} finds {found!r}")


def _label(possible: bool, deniable: bool) -> str:
    """Return the label of an argument whose conclusion can be true, or false, beside its premises."""
    if possible:
        return "unknown" if deniable else "entailed"
    return "refuted" if deniable else "inconsistent"


def _check_reasoning(argument: Argument, row: Row, payload: dict[str, Any]) -> Proof | None:
    """Return the proof; raise Fault unless reasoning, solution and payload are right for the label."""
    lines = row.reasoning.split("\n")
    if len(lines) > MOST_STEPS:
        raise TooLarge(f"the reasoning has more than {MOST_STEPS} lines")
    if payload["surface"] != argument.language.name:
        raise Fault(f"the payload's surface is {payload['surface'][:40]!r}, not {argument.language.name!r}")
    if row.answer == "unknown":
        check_cases(argument, lines)
        claims = {"premises": [], "idle": [], "steps": 0, "shortest": False}
        _check_claims(row, payload, UNKNOWN, claims)
        return None
    goal = _goal(argument, row.answer)
    proof = check_proof(argument, lines, goal)
    minimal = _minimal_sets(argument, goal)
    if sum(1 << number - 1 for number in proof.premises) not in minimal:
        raise Fault(f"the proof uses {listed('premise', proof.premises)}, which are not a minimal set")
    idle = _idle(argument, row.answer, minimal)
    surely = len(lines) <= SURELY_SHORTEST
    claims = {"premises": proof.premises, "idle": idle, "steps": len(lines), "shortest": surely}
    _check_claims(row, payload, _solution(row.answer, proof, len(lines)), claims)
    if surely:
        _check_shortness(argument, goal, minimal, len(lines))
    return proof


def _check_claims(row: Row, payload: dict[str, Any], solution: str, claims: dict[str, Any]) -> None:
    """Raise Fault unless the row has this solution, and the payload claims this."""
    if row.solution != solution:
        raise Fault(f"the solution is not {solution!r}")
    for key, value in claims.items():
        if payload[key] != value:
            raise Fault(f"the payload's {key!r} is {str(payload[key])[:60]}, not {value}")


def _check_shortness(argument: Argument, goal: Formula | None, minimal: list[int], steps: int) -> None:
    """Raise Fault if there is a proof with fewer steps; TooLarge where the search does not end."""
    if steps == 1:
        return
    try:
        shorter = is_reached(argument, minimal, goal, steps - 1, MOST_SETS)
    except Exhausted:
        raise TooLarge(f"the search for a shorter proof tried {MOST_SETS} sets of lines") from None
    if shorter:
        raise Fault(f"the proof has {steps} steps, and there is one with fewer")


def _read_twin(argument: Argument, label: str, twin: str, edit: str) -> Twin | None:
    """Return the twin, if there is one; raise Fault unless the edit leads there, and to another answer."""
    if bool(twin) != bool(edit):
        raise Fault("the payload's 'twin' and 'edit' do not both name a twin")
    if not edit:
        return None
    found_twin = read_twin(argument, edit)
    other = found_twin.argument
    if len(other.atoms) > MOST_ATOMS + MOST_MORE:
        raise TooLarge(f"the twin has more than {MOST_ATOMS + MOST_MORE} atoms")
    held, column = other.table.conjunction(other.premises), other.table.column(other.conclusion)
    found = _label(bool(held & column), bool(held & ~column))
    if found != found_twin.answer or found == label:
        said = found_twin.answer
        raise Fault(f"the payload's 'edit' gives the twin the answer {said!r}, but it has {found!r}")
    return found_twin


def _check_level(argument: Argument, row: Row, proof: Proof | None, twin: Twin | None) -> None:
    """Raise Fault unless the level is that of the proof, or for an unknown conclusion of its twin's.

    Without a twin it goes by the size.
    """
    compound = bool(_depth(argument.conclusion))
    if proof is not None:
        steps = proof.last - len(argument.premises)
        level = _level_of(steps, ASSUMPTION in proof.rules, compound)
    elif twin is None:
        deepest = max(map(_depth, (*argument.premises, argument.conclusion)))
        level = 1 if not deepest else min(4, deepest + 1 + (deepest == 1 and len(argument.premises) > 4))
    else:
        level = _level_of(_steps_of(twin), False, compound)
    if row.level != level:
        raise Fault(f"the level is {row.level}, not {level}")


def _level_of(steps: int, nested: bool, compound: bool) -> int:
    """Return the level of a proof by its steps, its sub-proofs, and whether the conclusion is compound."""
    if steps == 1:
        return 1
    return 4 if nested or steps > _ALONE else 2 + compound


def _depth(formula: Formula) -> int:
    """Return the depth of connectives, where a "not" does not count."""
    if formula.left is None:
        return 0
    if formula.right is None:
        return _depth(formula.left)
    return 1 + max(_depth(formula.left), _depth(formula.right))


def _steps_of(twin: Twin) -> int:
    """Return in how many steps a twin's result is proved: 1, up to `_ALONE`, or more."""
    goal = _goal(twin.argument, twin.answer)
    minimal = _minimal_sets(twin.argument, goal)
    try:
        for steps in (1, _ALONE):
            if is_reached(twin.argument, minimal, goal, steps, MOST_SETS):
                return steps
    except Exhausted:
        raise TooLarge(f"the search for the twin's proof tried {MOST_SETS} sets of lines") from None
    return _ALONE + 1


def _check_problem(argument: Argument, row: Row, twin: Twin | None) -> None:
    """Raise Fault unless skills, canonical and group are those of the row, as far as the row tells."""
    skills = SKILLS[::2] if row.answer == "unknown" else SKILLS[:2]
    if row.skills != skills:
        raise Fault(f"the skills are {str(row.skills)[:120]}, not {skills}")
    picked = xxh3_64_intdigest(str(row.id).encode(errors="replace")) % ONE_IN == 0
    check_canonical(argument, row.canonical, picked)
    group = row.group if isinstance(row.group, str) else ""
    if (group != f"logic:{row.canonical}") if twin is None else not _GROUP.fullmatch(group):
        raise Fault(f"the group is {str(row.group)[:80]!r}, which is not that of the row")


def _goal(argument: Argument, label: str) -> Formula | None:
    """Return what a proof of the label ends with; None is a contradiction."""
    opposite = argument.desk.pool.opposite(argument.conclusion)
    return {"entailed": argument.conclusion, "refuted": opposite}.get(label)


def _minimal_sets(argument: Argument, goal: Formula | None) -> list[int]:
    """Return the minimal sets of premises that entail the goal, or are inconsistent if it is None."""
    table = argument.table
    columns = [table.column(premise) for premise in argument.premises]
    return minimal_sets(columns, table.every if goal is None else table.every ^ table.column(goal))


def _idle(argument: Argument, label: str, minimal: list[int]) -> list[int]:
    """Return the premises that are in no minimal set for the conclusion or for its opposite."""
    if label == "inconsistent":
        opposite = argument.desk.pool.opposite(argument.conclusion)
        minimal = _minimal_sets(argument, argument.conclusion) + _minimal_sets(argument, opposite)
    at_work = 0
    for chosen in minimal:
        at_work |= chosen
    return [n for n in range(1, len(argument.premises) + 1) if not at_work >> n - 1 & 1]


def _solution(label: str, proof: Proof, steps: int) -> str:
    """Return the one right solution of a proof."""
    from_what = f"proved from {listed('premise', proof.premises)}."
    text = {
        "entailed": f"The conclusion is entailed. Line {proof.last} states it, {from_what}",
        "refuted": f"The conclusion is refuted. Line {proof.last} contradicts it, {from_what}",
        "inconsistent": f"The premises are inconsistent. Line {proof.last} is a contradiction, {from_what}",
    }[label]
    return text + (" A shorter proof may exist." if steps > SURELY_SHORTEST else "")
