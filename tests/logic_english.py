"""English rows of the logic family put into formal ones, for the third decider.

The sentences are read by the reader of the templates, which the checker does not use and which stays as it
is when a test swaps phrases in a copy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import cache

import orjson
from logic_truth import is_sound

from synth.grammar import InputError, Node
from synth.grammar.templates import Templates, load_templates
from synth.row import Row

ATOMS = "pqrstuvwxy"
_CLAUSE = "clause"


def is_right(row: Row) -> bool | None:
    """Return whether what a row says is true; None if a sentence is none that the templates write."""
    if orjson.loads(row.payload)["surface"] == "formal":
        return is_sound(row)
    try:
        return is_sound(formal(row))
    except InputError:
        return None


def formal(row: Row) -> Row:
    """Return an English row with formulas in place of its sentences."""
    names = _names(row.question)

    def sentence(match: re.Match[str]) -> str:
        return f"{match[1]}{_infix(_templates().parse(match[2], names))}."

    question = re.sub(r"^([0-9]+\. |Conclusion: )(.*)$", sentence, row.question, flags=re.MULTILINE)
    lines = [_line(line, names) for line in row.reasoning.split("\n")]
    return replace(row, question=question, reasoning="\n".join(lines))


@cache
def _templates() -> Templates:
    return load_templates("logic")


def _names(question: str) -> dict[str, int]:
    """Return an atom for each entry that the question uses."""
    said = question.lower()
    used = [
        index
        for index, entry in enumerate(_templates().pool("proposition"))
        if entry.text.lower() in said or entry.negation.lower() in said
    ]
    return dict(zip(ATOMS, used, strict=False))


def _line(line: str, names: Mapping[str, int]) -> str:
    """Return a line of the reasoning with a formula in place of its sentence."""
    start, body, end = re.fullmatch(r"( *[0-9]+\. )(.*)( \[.*\])", line).groups()  # type: ignore[union-attr]
    read: Callable[..., Node | str] = _templates().parse
    if re.match(r"(Premise [0-9]+|Conclusion): |Contradiction\.", body):
        return line
    if body.startswith("Case "):
        body = re.sub(
            r"it is (true|false) that ([^,]*?)(?=,|\.$)",
            lambda match: f"{_infix(read(match[2], names, _CLAUSE))} {match[1]}",
            body,
        )
    elif body.startswith("Suppose "):
        body = f"Suppose {_infix(read(body[8:-1], names, _CLAUSE))}."
    else:
        body = f"{_infix(read(body, names))}."
    return start + body + end


def _infix(node: Node | str, inside: bool = False) -> str:
    """Return a tree as a formula."""
    if isinstance(node, str):
        return node
    if not node.children:
        return node.name
    if node.name == "not":
        return f"not {_infix(node.children[0], True)}"
    if len(node.children) == 1:
        return _infix(node.children[0], inside)
    left, right = (_infix(child, True) for child in node.children)
    return f"({left} {node.name} {right})" if inside else f"{left} {node.name} {right}"
