"""How the checkers of the four operations read: one reader for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from synth.kernels.read.arithmetic import Asked, nothing_asked, read_question
from synth.kernels.read.text import Patterns, patterns
from synth.kernels.read.verdict import Faults, Rows
from synth.verify._batches import Reader, reading

Steps = Callable[[Rows, Patterns, Asked, Faults], None]


def operation(
    name: str,
    sign: str,
    wordings: Sequence[str],
    steps: Steps,
    clauses: Sequence[str],
    faults: Sequence[str],
    decide: Callable[[int, int], str],
    *,
    commutes: bool = False,
    natural: Sequence[str] = (),
) -> Reader:
    """Return the reader of an operation.

    `wordings` are its questions with {0} and {1} for its numbers; `steps` is the kernel that reads what comes
    after the question, with its clauses and the faults it adds. `decide` has SymPy say the answer. The
    questions of `natural` are right only where the first number is not below the second.
    """
    problem = f"{{0}} {sign} {{1}}"
    marks = patterns([problem, f"{name}:{problem}", '{"operands":[{0},{1}]}'])
    asked_as, told_as = patterns((*wordings, *natural)), patterns(clauses)
    read = reading((*wordings, *natural))

    def judge(rows: Rows, found: Faults) -> None:
        asked = nothing_asked(len(found.code))
        read_question(rows, commutes, marks, asked_as, len(wordings), asked, found)
        steps(rows, told_as, asked, found)

    def by_sympy(question: str) -> str:
        _, numbers = read(question)
        return decide(*numbers) if numbers else "nothing"

    return Reader(name, "two numbers of one to six digits", judge, faults, by_sympy)
