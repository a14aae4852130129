"""Good rows of the logic family, written by hand from docs/logic.md: one table, so it is long."""

from __future__ import annotations

import re
from typing import Any

import logic_reading as reading

from synth.row import Provenance, Row, dump_payload

QUESTIONS = (
    "Does the conclusion follow from the premises?",
    "What do the premises say about the conclusion?",
    "Decide what the premises say about the conclusion.",
)
FORMAL = """\
Every statement is either true or false, "or" includes the case of both, "implies" is false only where its \
condition is true and its result is false, and "not" covers just the letter or the parentheses after it.
If no case makes all premises true, answer "inconsistent". Otherwise answer "entailed" if the conclusion is \
true in every case that makes them all true, "refuted" if it is false in every such case, and "unknown" if \
neither."""
ENGLISH = """\
Every statement is either true or false, "or" includes the case of both, and "if X, then Y" is false only \
where X is true and Y is false.
"Y if X", "X only if Y", "Y provided that X", "whenever X, Y" and "the claim that X implies that Y" mean \
"if X, then Y", and "exactly when" means "if and only if". With truth values, "implies" is written for \
if-then, "iff" for "both true or both false", and "not" before an "iff" for "just one".
If no case makes all premises true, answer "inconsistent". Otherwise answer "entailed" if the conclusion is \
true in every case that makes them all true, "refuted" if it is false in every such case, and "unknown" if \
neither."""
SIGNS = {"not": "~", "and": "&", "or": "|", "implies": ">", "iff": "="}
UNKNOWN = (
    "The conclusion is unknown. Cases A and B make every premise true; "
    "the conclusion is true in case A and false in case B."
)


def canonical(argument: str, english: bool) -> str:
    """Return a canonical text of an argument, its atoms in the order of the question."""
    read = reading.english if english else reading.formal
    stated = re.findall(r"^(?:[0-9]+\.|Conclusion:) (.*)\.$", argument, re.MULTILINE)
    *premises, conclusion = map(read, stated)
    atoms = dict.fromkeys(one for formula in (*premises, conclusion) for one in formula if one not in SIGNS)
    letters = dict(zip(atoms, "abcdefghijklmnopqrstuvwxyz", strict=False))

    def prefix(formula: reading.Formula) -> str:
        inside = "".join(map(prefix, reading.sides(formula)))
        return f"{SIGNS[formula[-1]]}{inside}" if inside else letters[formula[0]]

    return f"{','.join(sorted(map(prefix, premises)))}:{prefix(conclusion)}"


def row(
    argument: str, reasoning: str, solution: str, answer: str, asked: int = 0, level: int = 2, **payload: Any
) -> Row:
    """Return a row; `argument` is the question from "Premises:" to the conclusion."""
    english = ". " in argument and argument.split(". ")[1][0].isupper()
    claims: dict[str, Any] = {"surface": "english" if english else "formal", "premises": [], "idle": []}
    claims |= {"steps": 0, "shortest": answer != "unknown", "twin": "", "edit": ""} | payload
    text = canonical(argument, english)
    return Row(
        id="logic/1.0@00000000",
        family="logic",
        domain="logic",
        level=level,
        skills=("entailment", "countermodels" if answer == "unknown" else "natural deduction"),
        language="en",
        question=f"{argument}\n{QUESTIONS[asked]}\n{ENGLISH if english else FORMAL}",
        reasoning=reasoning,
        solution=solution,
        answer=answer,
        tests="",
        canonical=text,
        group=f"logic:{'0' * 32 if claims['twin'] else text}",
        payload=dump_payload(claims),
        checks=(),
        provenance=Provenance("logic", "00000000", "1", "0", 0, "0"),
    )


GOOD: dict[str, Row] = {
    "modus ponens": row(
        "Premises:\n1. p implies q.\n2. p.\nConclusion: q.",
        "3. q. [modus ponens: 1, 2]",
        "The conclusion is entailed. Line 3 states it, proved from premises 1 and 2.",
        "entailed",
        level=1,
        premises=[1, 2],
        steps=1,
    ),
    "refuted with an idle premise": row(
        "Premises:\n1. p implies q.\n2. r or s.\n3. not q.\nConclusion: p.",
        "4. not p. [modus tollens: 1, 3]",
        "The conclusion is refuted. Line 4 contradicts it, proved from premises 1 and 3.",
        "refuted",
        asked=1,
        level=1,
        premises=[1, 3],
        idle=[2],
        steps=1,
    ),
    "unknown": row(
        "Premises:\n1. p implies (q or r).\n2. p.\n3. not (q and r).\nConclusion: not q.",
        """\
4. Case A: p true, q false, r true. [case]
5. Premise 1: true implies (false or true) = true implies true = true. [evaluation: 4]
6. Premise 2: true. [evaluation: 4]
7. Premise 3: not (false and true) = not false = true. [evaluation: 4]
8. Conclusion: not false = true. [evaluation: 4]
9. Case B: as case A, but q true, r false. [case: 4]
10. Premise 1: true implies (true or false) = true implies true = true. [evaluation: 9]
11. Premise 3: not (true and false) = not false = true. [evaluation: 9]
12. Conclusion: not true = false. [evaluation: 9]""",
        UNKNOWN,
        "unknown",
        asked=2,
        level=3,
    ),
    "unknown, simplified side by side": row(
        "Premises:\n1. (not p or not q) iff (r and not (s implies s)).\nConclusion: not not r.",
        """\
2. Case A: p true, q true, r true, s false. [case]
3. Premise 1: (not true or not true) iff (true and not (false implies false)) = \
(false or false) iff (true and not true) = false iff (true and false) = false iff false = true. \
[evaluation: 2]
4. Conclusion: not not true = not false = true. [evaluation: 2]
5. Case B: as case A, but r false, s true. [case: 2]
6. Premise 1: (not true or not true) iff (false and not (true implies true)) = \
(false or false) iff (false and not true) = false iff (false and false) = false iff false = true. \
[evaluation: 5]
7. Conclusion: not not false = not true = false. [evaluation: 5]""",
        UNKNOWN,
        "unknown",
        level=4,
    ),
    "inconsistent": row(
        "Premises:\n1. p and q.\n2. not p.\n3. r or s.\nConclusion: r.",
        "4. p. [simplification: 1]\n5. Contradiction. [contradiction: 2, 4]",
        "The premises are inconsistent. Line 5 is a contradiction, proved from premises 1 and 2.",
        "inconsistent",
        premises=[1, 2],
        idle=[3],
        steps=2,
    ),
    "a tautology": row(
        "Premises:\n1. p or q.\nConclusion: r implies r.",
        "  2. Suppose r. [assumption]\n3. r implies r. [conditional proof: 2-2]",
        "The conclusion is entailed. Line 3 states it, proved from no premises.",
        "entailed",
        level=4,
        idle=[1],
        steps=2,
    ),
    "reductio": row(
        "Premises:\n1. p implies q.\n2. p implies not q.\nConclusion: not p.",
        """\
  3. Suppose p. [assumption]
  4. q. [modus ponens: 1, 3]
  5. not q. [modus ponens: 2, 3]
  6. Contradiction. [contradiction: 4, 5]
7. not p. [reductio: 3-6]""",
        "The conclusion is entailed. Line 7 states it, proved from premises 1 and 2.",
        "entailed",
        level=4,
        premises=[1, 2],
        steps=5,
    ),
    "cases": row(
        "Premises:\n1. p or q.\n2. p implies r.\n3. q implies s.\nConclusion: r or s.",
        """\
  4. Suppose p. [assumption]
  5. r. [modus ponens: 2, 4]
  6. r or s. [addition: 5]
  7. Suppose q. [assumption]
  8. s. [modus ponens: 3, 7]
  9. r or s. [addition: 8]
10. r or s. [cases: 1, 4-6, 7-9]""",
        "The conclusion is entailed. Line 10 states it, proved from premises 1, 2 and 3.",
        "entailed",
        level=4,
        premises=[1, 2, 3],
        steps=7,
    ),
    "nested sub-proofs": row(
        "Premises:\n1. (p and q) implies r.\n2. s.\nConclusion: p implies (q implies r).",
        """\
  3. Suppose p. [assumption]
    4. Suppose q. [assumption]
    5. p and q. [conjunction: 3, 4]
    6. r. [modus ponens: 1, 5]
  7. q implies r. [conditional proof: 4-6]
8. p implies (q implies r). [conditional proof: 3-7]""",
        "The conclusion is entailed. Line 8 states it, proved from premise 1.",
        "entailed",
        level=4,
        premises=[1],
        idle=[2],
        steps=6,
    ),
    "the conclusion is a premise": row(
        "Premises:\n1. p or q.\n2. not r.\nConclusion: p or q.",
        "3. p or q. [premise: 1]",
        "The conclusion is entailed. Line 3 states it, proved from premise 1.",
        "entailed",
        level=1,
        premises=[1],
        idle=[2],
        steps=1,
    ),
    "the opposite is a premise": row(
        "Premises:\n1. p or q.\n2. r.\nConclusion: not r.",
        "3. r. [premise: 2]",
        "The conclusion is refuted. Line 3 contradicts it, proved from premise 2.",
        "refuted",
        level=1,
        premises=[2],
        idle=[1],
        steps=1,
    ),
    "biconditionals": row(
        "Premises:\n1. p iff not q.\n2. q iff r.\n3. r.\nConclusion: p.",
        "4. q. [biconditional: 2, 3]\n5. not p. [biconditional: 1, 4]",
        "The conclusion is refuted. Line 5 contradicts it, proved from premises 1, 2 and 3.",
        "refuted",
        premises=[1, 2, 3],
        steps=2,
    ),
    "nine steps": row(
        """\
Premises:
1. p.
2. x implies y.
3. p implies q.
4. q implies r.
5. r implies s.
6. s implies t.
7. t implies u.
8. u implies v.
9. v implies w.
10. w implies x.
Conclusion: y.""",
        """\
11. q. [modus ponens: 1, 3]
12. r. [modus ponens: 4, 11]
13. s. [modus ponens: 5, 12]
14. t. [modus ponens: 6, 13]
15. u. [modus ponens: 7, 14]
16. v. [modus ponens: 8, 15]
17. w. [modus ponens: 9, 16]
18. x. [modus ponens: 10, 17]
19. y. [modus ponens: 2, 18]""",
        "The conclusion is entailed. Line 19 states it, "
        "proved from premises 1, 2, 3, 4, 5, 6, 7, 8, 9 and 10. A shorter proof may exist.",
        "entailed",
        level=4,
        premises=list(range(1, 11)),
        steps=9,
        shortest=False,
    ),
    "English": row(
        """\
Premises:
1. Either the lamp is on or Ann sings.
2. The lamp is not on.
3. Bob carries the box if Ann sings.
4. It is not the case that both Bob carries the box and the door is open.
Conclusion: The door is not open.""",
        """\
5. Ann sings. [disjunctive syllogism: 1, 2]
6. Bob carries the box. [modus ponens: 3, 5]
7. The door is not open. [not both: 4, 6]""",
        "The conclusion is entailed. Line 7 states it, proved from premises 1, 2, 3 and 4.",
        "entailed",
        asked=1,
        premises=[1, 2, 3, 4],
        steps=3,
        twin="2s",
        edit='In the twin premise 2 is "The lamp is on", and the answer is "unknown".',
    ),
    "English, a phrase for everything": row(
        """\
Premises:
1. Ann does not sing only if the lamp is on.
2. It is not the case that either the lamp is on or Bob goes home.
3. Whenever Ann sings, Cleo watches a film.
4. Dan has a cold exactly when Cleo watches a film.
5. It is false that both Dan has a cold and the sky is not grey.
6. The sky is grey if and only if it is cold.
Conclusion: It is not cold.""",
        """\
7. The lamp is not on. [not either: 2]
8. Ann sings. [modus tollens: 1, 7]
9. Cleo watches a film. [modus ponens: 3, 8]
10. Dan has a cold. [biconditional: 4, 9]
11. The sky is grey. [not both: 5, 10]
12. It is cold. [biconditional: 6, 11]""",
        "The conclusion is refuted. Line 12 contradicts it, proved from premises 1, 2, 3, 4, 5 and 6.",
        "refuted",
        asked=2,
        level=4,
        premises=[1, 2, 3, 4, 5, 6],
        steps=6,
    ),
    "English, unknown": row(
        """\
Premises:
1. If Ann sings, then the claims that the lamp is on and that Bob does not go home are both true or both \
false.
2. It is cold provided that Ann sings.
Conclusion: Both Ann sings and it is cold.""",
        """\
3. Case A: Ann sings, the lamp is on, Bob does not go home, it is cold. [case]
4. Premise 1: true implies (true iff not false) = true implies (true iff true) = true implies true = true. \
[evaluation: 3]
5. Premise 2: true implies true = true. [evaluation: 3]
6. Conclusion: true and true = true. [evaluation: 3]
7. Case B: as case A, but Ann does not sing, Bob goes home, it is not cold. [case: 3]
8. Premise 1: false implies (true iff not true) = false implies (true iff false) = false implies false \
= true. [evaluation: 7]
9. Premise 2: false implies false = true. [evaluation: 7]
10. Conclusion: false and false = false. [evaluation: 7]""",
        UNKNOWN,
        "unknown",
        level=3,
    ),
    "English, a sub-proof": row(
        """\
Premises:
1. Ann sings or the lamp is on.
2. If the lamp is on, then both Bob carries the box and it is cold.
3. Dan does not play.
Conclusion: If Ann does not sing, then it is cold.""",
        """\
  4. Suppose Ann does not sing. [assumption]
  5. The lamp is on. [disjunctive syllogism: 1, 4]
  6. Both Bob carries the box and it is cold. [modus ponens: 2, 5]
  7. It is cold. [simplification: 6]
8. If Ann does not sing, then it is cold. [conditional proof: 4-7]""",
        "The conclusion is entailed. Line 8 states it, proved from premises 1 and 2.",
        "entailed",
        level=4,
        premises=[1, 2],
        idle=[3],
        steps=5,
    ),
    "English, inconsistent": row(
        """\
Premises:
1. It is not the case that if Ann sings, then Bob goes home.
2. It is not the case that the lamp is not on.
3. Either the lamp is not on or Bob goes home.
Conclusion: It is cold.""",
        """\
4. Bob does not go home. [failed conditional: 1]
5. The lamp is not on. [disjunctive syllogism: 3, 4]
6. Contradiction. [contradiction: 2, 5]""",
        "The premises are inconsistent. Line 6 is a contradiction, proved from premises 1, 2 and 3.",
        "inconsistent",
        premises=[1, 2, 3],
        steps=3,
    ),
    "a premise on both sides of two ways": row(
        "Premises:\n1. p.\n2. p implies q.\n3. r.\n4. r implies q.\n5. s.\nConclusion: q or t.",
        "6. q. [modus ponens: 3, 4]\n7. q or t. [addition: 6]",
        "The conclusion is entailed. Line 7 states it, proved from premises 3 and 4.",
        "entailed",
        level=3,
        premises=[3, 4],
        idle=[5],
        steps=2,
    ),
    "the twin's conclusion is the opposite": row(
        "Premises:\n1. not (p iff q).\n2. p.\nConclusion: not q.",
        "3. not q. [one of two: 1, 2]",
        "The conclusion is entailed. Line 3 states it, proved from premises 1 and 2.",
        "entailed",
        level=1,
        premises=[1, 2],
        steps=1,
        twin="z1",
        edit='In the twin the conclusion is the opposite, "q", and the answer is "refuted".',
    ),
    "unknown, a case B that touches no premise": row(
        "Premises:\n1. not r iff q.\n2. q.\nConclusion: p or r.",
        """\
3. Case A: r false, q true, p true. [case]
4. Premise 1: not false iff true = true iff true = true. [evaluation: 3]
5. Premise 2: true. [evaluation: 3]
6. Conclusion: true or false = true. [evaluation: 3]
7. Case B: as case A, but p false. [case: 3]
8. Conclusion: false or false = false. [evaluation: 7]""",
        UNKNOWN,
        "unknown",
    ),
    "English, claims among claims": row(
        """\
Premises:
1. The claims that Ann sings and that just one of the claims that the lamp is on and that Bob goes home \
is true are both true or both false.
2. The lamp is on.
3. The lamp is on only if Bob goes home.
Conclusion: Ann sings.""",
        """\
4. Bob goes home. [modus ponens: 2, 3]
5. The claims that the lamp is on and that Bob goes home are both true or both false. [equivalence: 2, 4]
6. Ann does not sing. [biconditional: 1, 5]""",
        "The conclusion is refuted. Line 6 contradicts it, proved from premises 1, 2 and 3.",
        "refuted",
        premises=[1, 2, 3],
        steps=3,
    ),
    "English, formulas that begin with their like": row(
        """\
Premises:
1. The claim that if Ann sings, then the lamp is on implies that it is not the case that each of the claims \
that both Bob goes home and it is cold and that the door is open is true.
2. At least one of the claims that either Dan plays or the sky is grey and that if Ann sings, then the lamp \
is on is true.
3. It is false that either Dan plays or the sky is grey.
Conclusion: Each of the claims that both Bob goes home and it is cold and that the door is open is true.""",
        """\
4. If Ann sings, then the lamp is on. [disjunctive syllogism: 2, 3]
5. It is not the case that each of the claims that both Bob goes home and it is cold and that the door is \
open is true. [modus ponens: 1, 4]""",
        "The conclusion is refuted. Line 5 contradicts it, proved from premises 1, 2 and 3.",
        "refuted",
        level=3,
        premises=[1, 2, 3],
        steps=2,
        twin="31",
        edit='In the twin the conclusion is the opposite, "It is false that each of the claims that '
        'both Bob goes home and it is cold and that the door is open is true", and the answer is "entailed".',
    ),
    "a formula stated under an assumption and again outside": row(
        "Premises:\n1. (p implies q) iff (q implies r).\nConclusion: s implies (q implies r).",
        """\
  2. Suppose q. [assumption]
  3. p implies q. [true consequent: 2]
  4. q implies r. [biconditional: 1, 3]
  5. r. [modus ponens: 2, 4]
6. q implies r. [conditional proof: 2-5]
7. s implies (q implies r). [true consequent: 6]""",
        "The conclusion is entailed. Line 7 states it, proved from premise 1.",
        "entailed",
        level=4,
        premises=[1],
        steps=6,
    ),
    "a tautology that is a premise": row(
        "Premises:\n1. p implies p.\n2. q.\nConclusion: p implies p.",
        "  3. Suppose p. [assumption]\n4. p implies p. [conditional proof: 3-3]",
        "The conclusion is entailed. Line 4 states it, proved from no premises.",
        "entailed",
        level=4,
        idle=[1, 2],
        steps=2,
    ),
    "the opposite of a conjunction": row(
        "Premises:\n1. p or q.\n2. not (r and s).\n3. p implies (r and s).\nConclusion: q.",
        "4. not p. [modus tollens: 2, 3]\n5. q. [disjunctive syllogism: 1, 4]",
        "The conclusion is entailed. Line 5 states it, proved from premises 1, 2 and 3.",
        "entailed",
        premises=[1, 2, 3],
        steps=2,
    ),
}
