"""Errors to plant in good logic rows, with the right faults; long for its many short functions.

A planted row may by chance still be right: `logic_judge` says. Faults are regular expressions that a
verdict's fault has to begin with; they name the lines where the error shows, and none else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from logic_lines import (
    Step,
    atoms_of,
    other_atom,
    other_connective,
    other_sign,
    proof_steps,
    read,
    say,
    stated,
    steps,
    with_premise,
)
from logic_reading import Formula, opposite
from logic_uses import RULES
from planting import Draw, plant

from synth.row import Row, dump_payload

LABELS = ("entailed", "refuted", "unknown", "inconsistent")
LABEL = r"the answer is '\w+', but (truth table|z3) finds '\w+'"
TWIN = "the payload's 'edit' "
PREMISES = r"the proof uses premises? .* not a minimal set|the payload's '(idle|premises)' is "
FORM = (
    r"the proof has \d+ steps, and there is one with fewer$|line \d+ states again what line \d+ states$"
    r"|the canonical '.*' is (not made of the question's formulas|that of another problem)$|the level is \d"
)
CLOSING = ("conditional proof", "reductio", "cases")


class Planted(NamedTuple):
    """A row with an error, and what its fault begins with if it is the right one."""

    row: Row
    faults: str


def _with_steps(row: Row, changed: Iterable[Step], faults: str) -> Planted:
    return Planted(replace(row, reasoning="\n".join(step.text() for step in changed)), faults)


def _at(numbers: Iterable[int]) -> str:
    """Return the beginning of a fault of one of the lines."""
    return rf"line ({'|'.join(map(str, numbers))}) "


def _with_step(row: Row, step: Step, faults: str, **parts: Any) -> Planted:
    """Return the row with parts of one step replaced."""
    new = step._replace(**parts)
    return _with_steps(row, [new if one.number == step.number else one for one in steps(row)], faults)


def _in_step(row: Row, draw: Draw, edit: Callable[[Formula], Formula | None]) -> Planted | None:
    """Edit the formula of a step; the step is wrong then, or a later one that rests on it."""
    stating = [step for step in proof_steps(row) if step.sentence != "Contradiction"]
    if not stating:
        return None
    step = draw.pick(stating)
    whole = step.rule != "assumption"
    said = step.sentence if whole else step.sentence[len("Suppose ") :]
    formula = edit(read(row, said, whole))
    if formula is None:
        return None
    last = steps(row)[-1].number
    faults = rf"{_at(range(step.number, last + 1))}|the last line, {last}, does not state"
    return _with_step(row, step, faults, sentence=("" if whole else "Suppose ") + say(row, formula, whole))


def _in_premise(row: Row, draw: Draw, edit: Callable[[Formula], Formula | None]) -> Planted | None:
    """Edit the formula of a premise; wrong are the label, a step that cites the premise, or its role."""
    premises = stated(row)
    number = 1 + draw.below(len(premises))
    formula = edit(read(row, premises[number - 1]))
    if formula is None:
        return None
    if row.answer == "unknown":
        shown = [step.number for step in steps(row) if step.sentence.startswith(f"Premise {number}: ")]
    else:
        shown = [step.number for step in steps(row) if number in step.ends]
    faults = (
        f"{LABEL}|{PREMISES}|{TWIN}|{_at(shown)}|premise {number} is false in case [AB] "
        # A part of the premise that a step states is a part of the question no more, or is a premise now.
        r"|line \d+ states (neither a part|again what line)|the goal is (a|no) premise"
        r"|premise \d+ says in other words"
    )
    return Planted(with_premise(row, number, say(row, formula)), faults)


def _cite_digit(row: Row, draw: Draw) -> Planted | None:
    """Change one digit of a cite to another."""
    citing = [step for step in steps(row) if step.cites]
    step = draw.pick(citing)
    text = ", ".join(step.cites)
    at = draw.pick([at for at, letter in enumerate(text) if letter.isdigit()])
    text = text[:at] + str((int(text[at]) + 1 + draw.below(9)) % 10) + text[at + 1 :]
    gone = step.ends - {int(number) for number in re.findall(r"\d+", text)}
    faults = f"{_at([step.number])}|{_at(gone)}is not used|{PREMISES}"
    return _with_step(row, step, faults, cites=tuple(text.split(", ")))


def _line_number(row: Row, draw: Draw) -> Planted | None:
    """Change one digit of a line's number to another."""
    step = draw.pick(steps(row))
    text = str(step.number)
    at = draw.below(len(text))
    new = text[:at] + str((int(text[at]) + 1 + draw.below(9)) % 10) + text[at + 1 :]
    lines = row.reasoning.split("\n")
    at = step.number - steps(row)[0].number
    lines[at] = lines[at].replace(f"{text}. ", f"{new}. ", 1)
    return Planted(
        replace(row, reasoning="\n".join(lines)),
        rf'line {step.number} (has the number {new}$|is not "{step.number}\. )',
    )


def _moved(row: Row, kind: str, draw: Draw) -> Planted | None:
    """Drop a step, or swap two, as `planting.plant` does; wrong are these lines, and those that cite them."""
    changed = plant(row, kind, draw.below(1 << 30))
    if changed is None:
        return None
    before, after = steps(row), steps(changed)
    place = 0
    while place < len(after) and (before[place].sentence, before[place].rule) == (
        after[place].sentence,
        after[place].rule,
    ):
        place += 1
    number = before[place].number
    touched = {number, number + 1} if kind == "steps swapped" else {number}
    citing = {step.number for step in before if step.ends & touched}
    if kind == "step dropped":
        citing = {one - 1 for one in citing}
    faults = (
        rf"{_at(touched | citing)}|the last line, \d+, does not state|the sub-proof that opens in line "
        r"|two cases with \d+ premises take at least \d+ lines|case B touches \d+ premises: two cases take"
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
    atoms = atoms_of(row)
    return _in_step(row, draw, lambda formula: other_atom(formula, draw, atoms))


def _connective_in_premise(row: Row, draw: Draw) -> Planted | None:
    """Put another connective in a premise."""
    return _in_premise(row, draw, lambda formula: other_connective(formula, draw))


def _negation_in_premise(row: Row, draw: Draw) -> Planted | None:
    """Drop or add a negation somewhere in a premise."""
    return _in_premise(row, draw, lambda formula: other_sign(formula, draw))


def _negation_in_step(row: Row, draw: Draw) -> Planted | None:
    """Drop or add a negation somewhere in a step."""
    return _in_step(row, draw, lambda formula: other_sign(formula, draw))


def _conclusion(row: Row, draw: Draw) -> Planted | None:
    """Drop or add a negation somewhere in the conclusion."""
    (said,) = re.findall(r"^Conclusion: (.*)\.$", row.question, re.MULTILINE)
    new = f"Conclusion: {say(row, other_sign(read(row, said), draw))}."
    last = steps(row)[-1].number
    shown = [step.number for step in steps(row) if step.sentence.startswith("Conclusion: ")] or [last]
    faults = (
        rf"{LABEL}|{TWIN}|{_at(shown)}|the last line, {last}, does not state|conclusion is \w+ in case [AB] "
        r"|line \d+ states neither a part|the goal is (a|no) premise|premise \d+ says in other words"
    )
    return Planted(replace(row, question=row.question.replace(f"Conclusion: {said}.", new)), faults)


def _evaluation(row: Row, draw: Draw) -> Planted | None:
    """Turn one value of an evaluation round."""
    told = [step for step in steps(row) if step.rule == "evaluation"]
    if not told:
        return None
    step = draw.pick(told)
    begin, end = draw.pick([match.span() for match in re.finditer(r"\b(true|false)\b", step.sentence)])
    word = "false" if step.sentence[begin:end] == "true" else "true"
    sentence = step.sentence[:begin] + word + step.sentence[end:]
    return _with_step(row, step, f"line {step.number} reads ", sentence=sentence)


def _case_value(row: Row, draw: Draw) -> Planted | None:
    """Turn the value of an atom in a case round."""
    told = [step for step in steps(row) if step.rule == "case"]
    if not told:
        return None
    step = draw.pick(told)
    head, values = re.findall(r"(Case A: |Case B: as case A, but )(.*)", step.sentence)[0]
    claims = values.split(", ")
    at = draw.below(len(claims))
    atom, _, value = claims[at].partition(" ")
    if value in ("true", "false"):
        claims[at] = f"{atom} {'false' if value == 'true' else 'true'}"
    else:
        claims[at] = say(row, opposite(read(row, claims[at], whole=False)), whole=False)
    block = range(step.number + 1, step.number + len(stated(row)) + 2)
    faults = rf"{_at(block)}reads .* where stage 1 of"
    if step.cites:
        faults = rf"line {step.number} gives .* the value that it has in case A$"
    return _with_step(row, step, faults, sentence=head + ", ".join(claims))


def _jump(row: Row, draw: Draw) -> Planted | None:
    """Replace the proof by its last line, citing all its premises under some rule."""
    proof = proof_steps(row)
    if len(proof) < 2:
        return None
    number = proof[0].number
    used = sorted(end for end in set().union(*(step.ends for step in proof)) if end < number)
    rule = draw.pick([rule for rule in RULES if rule not in CLOSING])
    payload = {**json.loads(row.payload), "steps": 1, "shortest": True}
    solution = re.sub(r"Line \d+", f"Line {number}", row.solution).removesuffix(" A shorter proof may exist.")
    row = replace(row, payload=dump_payload(payload), solution=solution)
    goal = Step("", number, proof[-1].sentence, rule, tuple(map(str, used)))
    return _with_steps(row, [goal], rf"line {number} does not follow from lines? .* by {rule}$")


def _rule_name(row: Row, draw: Draw) -> Planted | None:
    """Give a step another rule of the table."""
    proof = [step for step in proof_steps(row) if step.rule != "assumption"]
    if not proof:
        return None
    step = draw.pick(proof)
    rule = draw.pick([rule for rule in RULES if rule != step.rule])
    faults = (
        rf"line {step.number} does not follow from lines? .* by {rule}$"
        rf"|line {step.number} (closes a sub-proof|is indented by|cites .*sub-proof)"
    )
    return _with_step(row, step, faults, rule=rule)


def _solution_premises(row: Row, draw: Draw) -> Planted | None:
    """Name a premise too many or too few in the solution."""
    said = re.search(r"premises? ([0-9, and]+)\.", row.solution)
    if row.answer == "unknown" or said is None:
        return None
    named = sorted({int(n) for n in re.findall(r"\d+", said[1])} ^ {1 + draw.below(len(stated(row)))})
    *before, last = map(str, named or [0])
    text = (
        f"premises {', '.join(before)} and {last}"
        if before
        else f"premise {last}"
        if named
        else "no premises"
    )
    return Planted(replace(row, solution=row.solution.replace(said[0], f"{text}.")), "the solution is not ")


def _cited_from_outside(row: Row, draw: Draw) -> Planted | None:
    """Cite a line of a closed sub-proof by itself."""
    proof = proof_steps(row)
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
    faults = (
        rf"line {step.number} cites line {inside}, which is inside a closed sub-proof$"
        rf"|line {step.number} does not cite its lines in ascending order$"
    )
    return _with_step(row, step, faults, cites=tuple(cites))


def _indent(row: Row, draw: Draw) -> Planted | None:
    """Move a line into another scope by its indentation."""
    step = draw.pick(steps(row))
    indent = step.indent[2:] if step.indent and draw.below(2) else step.indent + "  "
    faults = rf'line {step.number} (is indented by|is not "|closes a sub-proof)'
    if step.rule == "assumption":  # the sub-proof may open elsewhere; what follows shows it
        faults = rf"{_at(range(step.number, steps(row)[-1].number + 1))}|the sub-proof that opens in line "
    return _with_step(row, step, faults, indent=indent)


def _convention(row: Row, draw: Draw) -> Planted | None:
    """Exchange two words that the conventions define, or turn a definition round."""
    exchanged = [
        *zip(LABELS, LABELS[1:] + LABELS[:1], strict=True),
        ("includes", "excludes"),
        ("false.", "true."),
    ]
    exchanged += [("in every case that", "in some case that"), ("no case makes", "some case makes")]
    exchanged += [('"Y if X"', '"X only if Y"'), ("if-then", '"just one"'), ('"or"', '"and"')]
    one, other = draw.pick(exchanged)
    start = row.question.index("Every statement is ")
    words = {one: other, other: one}
    new = re.sub(f"{re.escape(one)}|{re.escape(other)}", lambda match: words[match[0]], row.question[start:])
    return Planted(
        replace(row, question=row.question[:start] + new),
        r"the question's convention \d is not the contract's: ",
    )


def _payload(row: Row, key: str, value: object) -> Planted:
    payload = {**json.loads(row.payload), key: value}
    said = "" if key == "edit" else "is "
    return Planted(replace(row, payload=dump_payload(payload)), f"the payload's '{key}' {said}")


def _lie_idle(row: Row, draw: Draw) -> Planted | None:
    """Call a premise idle that is not, or the other way round."""
    idle = set(json.loads(row.payload)["idle"])
    return _payload(row, "idle", sorted(idle ^ {1 + draw.below(len(stated(row)))}))


def _lie_premises(row: Row, draw: Draw) -> Planted | None:
    """Put a premise into the minimal set, or take one out."""
    named = set(json.loads(row.payload)["premises"])
    return _payload(row, "premises", sorted(named ^ {1 + draw.below(len(stated(row)))}))


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
        r'In the twin premise (\d+) is "(.*)", and the answer is "(\w+)"\.', json.loads(row.payload)["edit"]
    )
    if told is None:
        return None
    faults = rf"the answer is '{row.answer}', but (truth table|z3) finds '{told[3]}'$"
    return Planted(with_premise(row, int(told[1]), told[2]), faults)


def _lie_edit(row: Row, draw: Draw) -> Planted | None:
    """Give the twin another answer, or another premise or conclusion."""
    edit = json.loads(row.payload)["edit"]
    said, answer = re.findall(r'"(.*)", and the answer is "(\w+)"\.$', edit)[0]
    if draw.below(2):
        other = draw.pick([label for label in LABELS if label != answer])
        return _payload(row, "edit", edit.replace(f'"{answer}".', f'"{other}".'))
    return _payload(row, "edit", edit.replace(said, say(row, other_sign(read(row, said), draw))))


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
    "payload: edit": _lie_edit,
    "pair's premise, answer kept": _pair_premise,
}
