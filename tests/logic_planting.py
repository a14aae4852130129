"""Errors to plant in good rows of the logic family, each with the faults that are right for it.

A planted row may by chance still be right: `logic_judge` says. Faults are regular expressions that a verdict's
fault has to begin with; they name the lines where the error shows, and none else.
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from logic_judge import STEP, written
from logic_reading import JOINED, Formula, english, formal, literal
from logic_uses import RULES
from planting import Draw, plant

from synth.row import Row, dump_payload

LEXICON = Path(__file__).parents[1] / "grammars" / "logic.toml"
LABELS = ("entailed", "refuted", "unknown", "inconsistent")
LABEL = r"the answer is '\w+', but (truth table|z3) finds '\w+'"
PREMISES = r"the proof uses premises? .* not a minimal set|the payload's '(idle|premises)' is "
CLOSING = ("conditional proof", "reductio", "cases")


class Planted(NamedTuple):
    """A row with an error, and what its fault begins with if it is the right one."""

    row: Row
    faults: str


class Step(NamedTuple):
    """A line of the reasoning, taken apart; `cites` as they stand there."""

    indent: str
    number: int
    sentence: str
    rule: str
    cites: tuple[str, ...]

    @property
    def ends(self) -> set[int]:
        """The numbers that the cites name."""
        return {int(number) for cite in self.cites for number in cite.split("-")}

    def text(self) -> str:
        """Return the line."""
        cites = f": {', '.join(self.cites)}" if self.cites else ""
        return f"{self.indent}{self.number}. {self.sentence}. [{self.rule}{cites}]"


def steps(row: Row) -> list[Step]:
    """Return the lines of a row's reasoning."""
    found = [STEP.fullmatch(line) for line in row.reasoning.split("\n")]
    return [
        Step(match[1], int(match[2]), match[3], match[4], tuple((match[5] or "").split(", ")) if match[5] else ())
        for match in found
        if match
    ]


def _with(row: Row, changed: Iterable[Step], faults: str) -> Planted:
    return Planted(replace(row, reasoning="\n".join(step.text() for step in changed)), faults)


def _lines(numbers: Iterable[int]) -> str:
    """Return the beginning of a fault of one of the lines."""
    return rf"line ({'|'.join(map(str, numbers))}) "


def _changed(row: Row, step: Step, faults: str, **parts: object) -> Planted:
    """Return the row with parts of one step replaced."""
    new = step._replace(**parts)
    return _with(row, [new if one.number == step.number else one for one in steps(row)], faults)


def _surface(row: Row) -> str:
    return str(json.loads(row.payload)["surface"])


def _proof(row: Row) -> list[Step]:
    return [] if row.answer == "unknown" else steps(row)


def _premises(row: Row) -> list[str]:
    return re.findall(r"^[0-9]+\. (.*)\.$", row.question, re.MULTILINE)


# Formulas: read, edited in reverse Polish notation, written again.


@cache
def _lexicon() -> dict[str, tuple[str, str]]:
    entries = tomllib.loads(LEXICON.read_text())["slots"]["proposition"]["entries"]
    return {literal(entry["text"])[0]: (entry["text"], entry["negation"]) for entry in entries}


def _read(row: Row, sentence: str, whole: bool = True) -> Formula:
    return formal(sentence) if _surface(row) == "formal" else english(sentence, whole)


def _say(row: Row, formula: Formula, whole: bool = True) -> str:
    if _surface(row) == "formal":
        return written(formula)
    said = clause(formula)
    return said[0].upper() + said[1:] if whole else said


def clause(formula: Formula) -> str:
    """Return the English clause of a formula, by the first column of docs/logic.md."""
    stack: list[tuple[str, str]] = []  # the clause, and that of its negation
    for token in formula:
        if token == "not":
            said, negated = stack.pop()
            stack.append((negated, f"it is not the case that {negated}"))
        elif token in JOINED:
            (right, _), (left, _) = stack.pop(), stack.pop()
            said = {
                "and": f"both {left} and {right}",
                "or": f"either {left} or {right}",
                "implies": f"if {left}, then {right}",
                "iff": f"it is the case that {left} exactly when {right}",
            }[token]
            negated = f"it is not the case that {said}"
            if token == "iff":
                negated = f"exactly one of these is true: {left} or {right}"
            stack.append((said, negated))
        else:
            stack.append(_lexicon()[token])
    return stack.pop()[0]


def _other_atom(formula: Formula, draw: Draw, atoms: list[str]) -> Formula | None:
    at = draw.pick([at for at, token in enumerate(formula) if token in atoms])
    others = [atom for atom in atoms if atom != formula[at]]
    return (*formula[:at], draw.pick(others), *formula[at + 1 :]) if others else None


def _other_connective(formula: Formula, draw: Draw) -> Formula | None:
    places = [at for at, token in enumerate(formula) if token in JOINED]
    if not places:
        return None
    at = draw.pick(places)
    return (*formula[:at], draw.pick([one for one in JOINED if one != formula[at]]), *formula[at + 1 :])


def _other_sign(formula: Formula, draw: Draw) -> Formula:
    at = draw.below(len(formula))
    return formula[:at] + formula[at + 1 :] if formula[at] == "not" else (*formula[: at + 1], "not", *formula[at + 1 :])


def _atoms(row: Row) -> list[str]:
    said = [*_premises(row), *re.findall(r"^Conclusion: (.*)\.$", row.question, re.MULTILINE)]
    tokens = [token for sentence in said for token in _read(row, sentence)]
    return [token for token in dict.fromkeys(tokens) if token != "not" and token not in JOINED]


def _in_step(row: Row, draw: Draw, edit: Callable[[Formula], Formula | None]) -> Planted | None:
    """Edit the formula of a step; the step is wrong then, or a later one that rests on it."""
    stating = [step for step in _proof(row) if step.sentence != "Contradiction"]
    if not stating:
        return None
    step = draw.pick(stating)
    whole = step.rule != "assumption"
    said = step.sentence if whole else step.sentence[len("Suppose ") :]
    formula = edit(_read(row, said, whole))
    if formula is None:
        return None
    last = steps(row)[-1].number
    faults = rf"{_lines(range(step.number, last + 1))}|the last line, {last}, does not state"
    return _changed(row, step, faults, sentence=("" if whole else "Suppose ") + _say(row, formula, whole))


def _in_premise(row: Row, draw: Draw, edit: Callable[[Formula], Formula | None]) -> Planted | None:
    """Edit the formula of a premise; the label is wrong then, or a step that cites the premise, or its role."""
    premises = _premises(row)
    number = 1 + draw.below(len(premises))
    formula = edit(_read(row, premises[number - 1]))
    if formula is None:
        return None
    if row.answer == "unknown":
        count = len(premises)
        shown = [count + 1 + number, 2 * count + 3 + number]
    else:
        shown = [step.number for step in steps(row) if number in step.ends]
    faults = (
        f"{LABEL}|{PREMISES}|{_lines(shown)}|premise {number} is false in case [AB] "
        # A part of the premise that a step states is a part of the question no more, or is a premise now.
        r"|line \d+ states (neither a part|again what line)|the goal is (a|no) premise"
    )
    return Planted(_with_premise(row, number, _say(row, formula)), faults)


def _with_premise(row: Row, number: int, sentence: str) -> Row:
    start = rf"(?m)^{number}\. .*$"
    return replace(row, question=re.sub(start, lambda _: f"{number}. {sentence}.", row.question, count=1))


# The kinds.


def _cite_digit(row: Row, draw: Draw) -> Planted | None:
    """Change one digit of a cite to another."""
    citing = [step for step in steps(row) if step.cites]
    step = draw.pick(citing)
    text = ", ".join(step.cites)
    at = draw.pick([at for at, letter in enumerate(text) if letter.isdigit()])
    text = text[:at] + str((int(text[at]) + 1 + draw.below(9)) % 10) + text[at + 1 :]
    gone = step.ends - {int(number) for number in re.findall(r"\d+", text)}
    faults = f"{_lines([step.number])}|{_lines(gone)}is not used|{PREMISES}"
    return _changed(row, step, faults, cites=tuple(text.split(", ")))


def _line_number(row: Row, draw: Draw) -> Planted | None:
    """Change one digit of a line's number to another."""
    step = draw.pick(steps(row))
    text = str(step.number)
    at = draw.below(len(text))
    new = text[:at] + str((int(text[at]) + 1 + draw.below(9)) % 10) + text[at + 1 :]
    lines = row.reasoning.split("\n")
    at = step.number - steps(row)[0].number
    lines[at] = lines[at].replace(f"{text}. ", f"{new}. ", 1)
    return Planted(replace(row, reasoning="\n".join(lines)), rf'line {step.number} (has the number {new}$|is not "{step.number}\. )')


def _moved(row: Row, kind: str, draw: Draw) -> Planted | None:
    """Drop a step, or swap two, as `planting.plant` does; wrong are the lines there, and those that cite them."""
    changed = plant(row, kind, draw.below(1 << 30))
    if changed is None:
        return None
    before, after = steps(row), steps(changed)
    place = 0
    while place < len(after) and (before[place].sentence, before[place].rule) == (after[place].sentence, after[place].rule):
        place += 1
    number = before[place].number
    touched = {number, number + 1} if kind == "steps swapped" else {number}
    citing = {step.number for step in before if step.ends & touched}
    if kind == "step dropped":
        citing = {one - 1 for one in citing}
    faults = (
        rf"{_lines(touched | citing)}|the last line, \d+, does not state|the sub-proof that opens in line "
        r"|two cases with \d+ premises take \d+ lines, not"
    )
    return Planted(changed, faults)


def _step_dropped(row: Row, draw: Draw) -> Planted | None:
    """Drop one step, and number the others as if it had not been."""
    return _moved(row, "step dropped", draw)


def _steps_swapped(row: Row, draw: Draw) -> Planted | None:
    """Swap two neighbouring steps, and leave the numbers where they are."""
    return _moved(row, "steps swapped", draw)


def _label(row: Row, draw: Draw) -> Planted | None:
    """Give another answer."""
    answer = draw.pick([label for label in LABELS if label != row.answer])
    faults = rf"the answer is '{answer}', but (truth table|z3) finds '{row.answer}'$"
    return Planted(replace(row, answer=answer), faults)


def _atom_in_step(row: Row, draw: Draw) -> Planted | None:
    """Name another atom of the question in a step."""
    atoms = _atoms(row)
    return _in_step(row, draw, lambda formula: _other_atom(formula, draw, atoms))


def _connective_in_premise(row: Row, draw: Draw) -> Planted | None:
    """Put another connective in a premise."""
    return _in_premise(row, draw, lambda formula: _other_connective(formula, draw))


def _negation_in_premise(row: Row, draw: Draw) -> Planted | None:
    """Drop or add a negation somewhere in a premise."""
    return _in_premise(row, draw, lambda formula: _other_sign(formula, draw))


def _negation_in_step(row: Row, draw: Draw) -> Planted | None:
    """Drop or add a negation somewhere in a step."""
    return _in_step(row, draw, lambda formula: _other_sign(formula, draw))


def _conclusion(row: Row, draw: Draw) -> Planted | None:
    """Drop or add a negation somewhere in the conclusion."""
    (said,) = re.findall(r"^Conclusion: (.*)\.$", row.question, re.MULTILINE)
    new = f"Conclusion: {_say(row, _other_sign(_read(row, said), draw))}."
    count = len(_premises(row))
    last = steps(row)[-1].number
    shown = [2 * count + 2, last] if row.answer == "unknown" else [last]
    faults = (
        rf"{LABEL}|{_lines(shown)}|the last line, {last}, does not state|conclusion is \w+ in case [AB] "
        r"|line \d+ states neither a part|the goal is (a|no) premise"
    )
    return Planted(replace(row, question=row.question.replace(f"Conclusion: {said}.", new)), faults)


def _value(row: Row, draw: Draw, rule: str) -> tuple[Step, str] | None:
    """Return a step by the rule, and its sentence with one truth value turned round."""
    told = [step for step in steps(row) if step.rule == rule]
    if not told:
        return None
    step = draw.pick(told)
    at = draw.pick([match.span() for match in re.finditer(r"\b(true|false)\b", step.sentence)])
    word = "false" if step.sentence[slice(*at)] == "true" else "true"
    return step, step.sentence[: at[0]] + word + step.sentence[at[1] :]


def _evaluation(row: Row, draw: Draw) -> Planted | None:
    """Turn one value of an evaluation round."""
    found = _value(row, draw, "evaluation")
    return found and _changed(row, found[0], f"line {found[0].number} reads ", sentence=found[1])


def _case_value(row: Row, draw: Draw) -> Planted | None:
    """Turn the value of an atom in a case round."""
    found = _value(row, draw, "case")
    if found is None:
        return None
    step, sentence = found
    block = range(step.number + 1, step.number + len(_premises(row)) + 2)
    return _changed(row, step, rf"{_lines(block)}reads .* where stage 1 of", sentence=sentence)


def _jump(row: Row, draw: Draw) -> Planted | None:
    """Replace the proof by its last line, citing all its premises under some rule."""
    proof = _proof(row)
    if len(proof) < 2:
        return None
    number = proof[0].number
    used = sorted(end for end in set().union(*(step.ends for step in proof)) if end < number)
    rule = draw.pick([rule for rule in RULES if rule not in CLOSING])
    payload = {**json.loads(row.payload), "steps": 1, "shortest": True}
    solution = re.sub(r"Line \d+", f"Line {number}", row.solution).removesuffix(" A shorter proof may exist.")
    row = replace(row, payload=dump_payload(payload), solution=solution)
    goal = Step("", number, proof[-1].sentence, rule, tuple(map(str, used)))
    return _with(row, [goal], rf"line {number} does not follow from lines? .* by {rule}$")


def _rule_name(row: Row, draw: Draw) -> Planted | None:
    """Give a step another rule of the table."""
    proof = [step for step in _proof(row) if step.rule != "assumption"]
    if not proof:
        return None
    step = draw.pick(proof)
    rule = draw.pick([rule for rule in RULES if rule != step.rule])
    faults = rf"line {step.number} (does not follow from lines? .* by {rule}$|closes a sub-proof|is indented by|cites .*sub-proof)"
    return _changed(row, step, faults, rule=rule)


def _solution_premises(row: Row, draw: Draw) -> Planted | None:
    """Name a premise too many or too few in the solution."""
    said = re.search(r"premises? ([0-9, and]+)\.", row.solution)
    if row.answer == "unknown" or said is None:
        return None
    named = sorted({int(n) for n in re.findall(r"\d+", said[1])} ^ {1 + draw.below(len(_premises(row)))})
    *before, last = map(str, named or [0])
    text = f"premises {', '.join(before)} and {last}" if before else f"premise {last}" if named else "no premises"
    return Planted(replace(row, solution=row.solution.replace(said[0], f"{text}.")), "the solution is not ")


def _cited_from_outside(row: Row, draw: Draw) -> Planted | None:
    """Cite a line of a closed sub-proof by itself."""
    proof = _proof(row)
    ranges = [(step, cite.split("-")) for step in proof for cite in step.cites if "-" in cite]
    if not ranges:
        return None
    closer, (first, last) = draw.pick(ranges)
    inside = int(first) + draw.below(int(last) - int(first) + 1)
    step = draw.pick([step for step in proof if step.number >= closer.number and step.cites])
    gone = draw.below(len(step.cites))
    kept = [cite for at, cite in enumerate(step.cites) if at != gone]
    if any(int(cite.split("-")[0]) == inside for cite in kept):
        return None
    cites = sorted([*kept, str(inside)], key=lambda cite: int(cite.split("-")[0]))
    faults = rf"line {step.number} cites line {inside}, which is inside a closed sub-proof$|line {step.number} does not cite"
    return _changed(row, step, faults, cites=tuple(cites))


def _indent(row: Row, draw: Draw) -> Planted | None:
    """Move a line into another scope by its indentation."""
    step = draw.pick(steps(row))
    indent = step.indent[2:] if step.indent and draw.below(2) else step.indent + "  "
    return _changed(row, step, rf'line {step.number} (is indented by|is not "|closes a sub-proof)', indent=indent)


def _convention(row: Row, draw: Draw) -> Planted | None:
    """Exchange two words that the conventions define, or turn a definition round."""
    *lines, first, second = row.question.split("\n")
    one, other, line = draw.pick(
        [(a, b, 2) for a, b in zip(LABELS, LABELS[1:] + LABELS[:1], strict=True)]
        + [("includes", "excludes", 1), ("condition is false", "condition is true", 1), ("every", "some", 2)]
        + [("true in every", "true in no", 2), ('"or"', '"if"' if '"if"' in first else '"implies"', 1)]
    )
    exchanged = {one: other, other: one}

    def told(text: str) -> str:
        return re.sub(f"{re.escape(one)}|{re.escape(other)}", lambda match: exchanged[match[0]], text)

    new = [told(first), second] if line == 1 else [first, told(second)]
    place = "first" if line == 1 else "second"
    return Planted(
        replace(row, question="\n".join([*lines, *new])), f"the question's {place} convention is not the contract's: "
    )


def _payload(row: Row, key: str, value: object) -> Planted:
    payload = {**json.loads(row.payload), key: value}
    return Planted(replace(row, payload=dump_payload(payload)), f"the payload's '{key}' is ")


def _lie_idle(row: Row, draw: Draw) -> Planted | None:
    """Call a premise idle that is not, or the other way round."""
    idle = set(json.loads(row.payload)["idle"])
    return _payload(row, "idle", sorted(idle ^ {1 + draw.below(len(_premises(row)))}))


def _lie_premises(row: Row, draw: Draw) -> Planted | None:
    """Put a premise into the minimal set, or take one out."""
    named = set(json.loads(row.payload)["premises"])
    return _payload(row, "premises", sorted(named ^ {1 + draw.below(len(_premises(row)))}))


def _lie_steps(row: Row, draw: Draw) -> Planted | None:
    """Count more steps, or fewer."""
    told = json.loads(row.payload)["steps"]
    return _payload(row, "steps", draw.pick([steps for steps in range(told + 4) if steps != told]))


def _lie_shortest(row: Row, draw: Draw) -> Planted | None:
    """Say that a proof is the shortest where it need not be, or the other way round."""
    return _payload(row, "shortest", not json.loads(row.payload)["shortest"])


def _pair_premise(row: Row, draw: Draw) -> Planted | None:
    """Edit the premise in which the twin differs, and keep the answer."""
    told = re.fullmatch(
        r'Premise (\d+) of the twin is "(.*)", and its answer is "(\w+)"\.', json.loads(row.payload)["edit"]
    )
    if told is None:
        return None
    faults = rf"the answer is '{row.answer}', but (truth table|z3) finds '{told[3]}'$"
    return Planted(_with_premise(row, int(told[1]), told[2]), faults)


KINDS: dict[str, Callable[[Row, Draw], Planted | None]] = {
    "digit in a cite": _cite_digit,
    "line number": _line_number,
    "step dropped, renumbered": _step_dropped,
    "steps swapped": _steps_swapped,
    "label": _label,
    "atom in a step": _atom_in_step,
    "connective in a premise": _connective_in_premise,
    "negation in a premise": _negation_in_premise,
    "negation in a step": _negation_in_step,
    "negation in the conclusion": _conclusion,
    "evaluation value": _evaluation,
    "case value": _case_value,
    "jump to the goal": _jump,
    "rule name": _rule_name,
    "premises in the solution": _solution_premises,
    "sub-proof cited from outside": _cited_from_outside,
    "indent": _indent,
    "convention": _convention,
    "payload: idle": _lie_idle,
    "payload: premises": _lie_premises,
    "payload: steps": _lie_steps,
    "payload: shortest": _lie_shortest,
    "pair's premise, answer kept": _pair_premise,
}
