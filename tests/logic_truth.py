"""A third decider for formal rows of the logic family: brute force, sharing nothing with the others.

Formulas become reverse Polish lists, cases are tried one by one. It judges truth only, not form: a sound row
has the right label, steps that their cited lines entail, and premises that are a minimal set.
"""

from __future__ import annotations

import re
from itertools import combinations, product

from synth.row import Row

Postfix = list[str]
_BINDS = {"not": 3, "and": 2, "or": 2, "implies": 2, "iff": 2}


def postfix(text: str) -> Postfix:
    """Return a formula in reverse Polish notation (Dijkstra's shunting yard)."""
    out, waiting = [], []
    for token in re.findall(r"[a-z]+|[()]", text):
        if token == "(" or token == "not":
            waiting.append(token)
        elif token == ")":
            while waiting and waiting[-1] != "(":
                out.append(waiting.pop())
            waiting.pop()
        elif token in _BINDS:
            while waiting and waiting[-1] != "(" and _BINDS[waiting[-1]] > _BINDS[token]:
                out.append(waiting.pop())
            waiting.append(token)
        else:
            out.append(token)
    return out + waiting[::-1]


def true(formula: Postfix, case: dict[str, bool]) -> bool:
    """Return the formula's value in a case."""
    stack: list[bool] = []
    for token in formula:
        if token == "not":
            stack.append(not stack.pop())
        elif token in _BINDS:
            right, left = stack.pop(), stack.pop()
            stack.append(
                {
                    "and": left and right,
                    "or": left or right,
                    "implies": right or not left,
                    "iff": left == right,
                }[token]
            )
        else:
            stack.append(token == "true" if token in ("true", "false") else case[token])
    return stack.pop()


def cases(formulas: list[Postfix]) -> list[dict[str, bool]]:
    """Return all cases over the atoms of the formulas."""
    atoms = sorted({t for formula in formulas for t in formula} - set(_BINDS) - {"true", "false"})
    return [dict(zip(atoms, values, strict=True)) for values in product([True, False], repeat=len(atoms))]


def entails(premises: list[Postfix], conclusion: Postfix) -> bool:
    """Return whether no case makes the premises true and the conclusion false."""
    return not any(
        all(true(premise, case) for premise in premises) and not true(conclusion, case)
        for case in cases([*premises, conclusion])
    )


def label(premises: list[Postfix], conclusion: Postfix) -> str:
    """Return the answer to an argument."""
    yes, no = entails(premises, conclusion), entails(premises, [*conclusion, "not"])
    return {(True, True): "inconsistent", (True, False): "entailed", (False, True): "refuted"}.get(
        (yes, no), "unknown"
    )


def is_sound(row: Row) -> bool:
    """Return whether what a formal row says is true, as far as truth goes."""
    stated = re.findall(r"^[0-9]+\. (.*)\.$", row.question, re.MULTILINE)
    premises = [postfix(text) for text in stated]
    concluded = re.findall(r"^Conclusion: (.*)\.$", row.question, re.MULTILINE)[0]
    conclusion = postfix(concluded)
    if row.answer != label(premises, conclusion):
        return False
    if row.answer == "unknown":
        return _has_sound_cases(row.reasoning.split("\n"), [*stated, concluded], [*premises, conclusion])
    return _has_sound_steps(row, premises, conclusion)


def _has_sound_cases(lines: list[str], texts: list[str], formulas: list[Postfix]) -> bool:
    labels = [*(f"Premise {place}" for place in range(1, len(texts))), "Conclusion"]
    bodies = [re.sub(r"^[0-9]+\. |\. \[.*", "", line) for line in lines]
    [second] = [place for place, body in enumerate(bodies) if body.startswith("Case B: as case A, but ")]
    case: dict[str, bool] = {}
    for block, wanted in ((bodies[:second], True), (bodies[second:], False)):
        given = re.findall(r"\b([p-y]) (true|false)\b", block[0])
        case = case | {atom: value == "true" for atom, value in given}
        if any(true(f, case) is not (wanted if f is formulas[-1] else True) for f in formulas):
            return False
        stated = dict(line.split(": ") for line in block[1:])
        touched = {atom for atom, _ in given}
        for label, text, formula in zip(labels, texts, formulas, strict=True):
            words = re.findall(r"[a-z]+|[()]", text)
            if label not in stated:
                if label == "Conclusion" or touched.intersection(words):
                    return False
                continue
            stages = stated.pop(label).split(" = ")
            if re.findall(r"[a-z]+|[()]", stages[0]) != [str(case.get(w, w)).lower() for w in words]:
                return False
            if {true(postfix(stage), {}) for stage in stages} != {true(formula, case)}:
                return False
        if stated:
            return False
    return True


def _has_sound_steps(row: Row, premises: list[Postfix], conclusion: Postfix) -> bool:
    count = len(premises)
    lines = dict(enumerate(premises, 1))
    open_at: dict[int, list[int]] = {number: [] for number in lines}
    used: set[int] = set()
    for line in row.reasoning.split("\n"):
        found = re.fullmatch(r"( *)([0-9]+)\. (?:Suppose )?(.*)\. \[(.*?)(?:: (.*))?\]", line)
        assert found, line
        number = int(found[2])
        lines[number] = ["false"] if found[3] == "Contradiction" else postfix(found[3])
        depth = len(found[1]) // 2
        before = open_at[number - 1][: depth - 1 if found[4] == "assumption" else depth]
        open_at[number] = [*before, number] if found[4] == "assumption" else before
        if found[4] == "assumption":
            continue
        needed = []
        for cite in found[5].split(", "):
            first, _, last = cite.partition("-")
            used.add(int(first))
            needed.append([*lines[int(first)], *lines[int(last)], "implies"] if last else lines[int(first)])
        assumed = [lines[n] for n in open_at[number]]
        if not entails(needed, lines[number]) or not entails(premises + assumed, lines[number]):
            return False
    last = max(lines)
    goal = {"entailed": conclusion, "refuted": [*conclusion, "not"], "inconsistent": ["false"]}[row.answer]
    proved = entails([lines[last]], goal) and not open_at[last] and f"Line {last} " in row.solution
    chosen = sorted(n for n in used if n <= count)
    named = [int(n) for n in re.findall(r"[0-9]+", row.solution.partition("proved from")[2])]
    smaller = [subset for size in range(len(chosen)) for subset in combinations(chosen, size)]
    return (
        proved
        and named == chosen
        and entails([lines[n] for n in chosen], goal)
        and not any(entails([lines[n] for n in subset], goal) for subset in smaller)
    )
