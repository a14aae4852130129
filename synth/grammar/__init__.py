"""Grammars as counted spaces: a Lark file in; exact counts, ranks, texts, parses and coverage out.

`grammar.py` is the way in. Behind it, in the order of the work:

- load: `source` (the file, by Lark), `terminals` (tokens as lists of words), `automaton` (regular languages),
  `abstract` (rules as they are counted), `rules` (their types), `report` (what `synth check` tells)
- count: `counts` (by depth), `sizes` (by size, or another weight), `attribute`, `quotient`, `coverage`
- number: `ranking` (rank to code and back), `space` (sums and products), `permutation`, `tree`, `building`
- write and read: `surface` (separators), `parse` (one text, by Lark), `writer` (texts by tables)
- in bulk: `batch` (the way in), `engine`, `tables` and `reading` (for kernels), `scanning` (Lark's lexer)
- English: `templates` (the way in), `phrases` and `slots` (the file), `fit`, `readback`, `ambiguity` (proof)
"""

from synth.errors import InputError

from .grammar import Grammar, GrammarSpace, load
from .space import Choice, Interval, Mapped, Product, Restriction, Space, Sum
from .templates import Templates, load_templates, make_templates
from .tree import Node, Tree

__all__ = [
    "Choice",
    "Grammar",
    "GrammarSpace",
    "InputError",
    "Interval",
    "Mapped",
    "Node",
    "Product",
    "Restriction",
    "Space",
    "Sum",
    "Templates",
    "Tree",
    "load",
    "load_templates",
    "make_templates",
]
