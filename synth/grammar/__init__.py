"""Grammars as counted spaces: a Lark file in; exact counts, ranks, texts, parses and coverage out."""

from .errors import InputError
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
