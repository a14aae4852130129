"""The grammars that the tests of the core run on, and a brute force that shares nothing with the core.

The brute force expands Lark's compiled rules into sets of trees, level by level until nothing is new, and
writes each tree with a separator between all of its tokens. What Lark's own parser, built apart, reads back
as the same tree is in the language; the size of that set is the count that the core has to give.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from lark import Lark, Token
from lark.exceptions import UnexpectedInput
from lark.grammar import NonTerminal, Rule

from synth.grammar import Grammar, load

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "grammars"
PRINTABLE = [chr(i) for i in range(32, 127)]
PEOPLE = ("ann", "bob", "carol")

Shape = tuple[Any, ...]


@dataclass(frozen=True)
class Case:
    """A grammar, how it is loaded, and the depth to which brute force goes."""

    name: str
    depth: int
    counts: tuple[int, ...]
    repeat: int = 3
    terminals: Mapping[str, int | tuple[str, ...]] = field(default_factory=dict)

    @property
    def path(self) -> Path:
        return FIXTURES / f"{self.name}.lark"

    @cached_property
    def grammar(self) -> Grammar:
        return load(str(self.path), repeat=self.repeat, terminals=self.terminals)

    @cached_property
    def text(self) -> str:
        """The grammar's text as plain Lark needs it: a declared terminal written out."""
        listed = "PERSON: " + " | ".join(f'"{name}"' for name in PEOPLE)
        return self.path.read_text().replace("%declare PERSON", listed)

    @cached_property
    def naive(self) -> Naive:
        return Naive(self.text, self.depth, self.repeat, self.terminals)


CASES = (
    Case("reference", 2, (4, 56, 9468, 268_938_544)),
    Case("precedence", 2, (2, 16, 786, 1_854_176)),
    Case("dangling", 2, (2, 14, 310, 125_862)),
    Case("lists", 1, (0, 12, 2_970), repeat=2),
    Case("optional", 3, (8, 24, 64, 80)),
    Case("words", 1, (2_184, 4_368), terminals={"NAME": 1, "PLACE": ("Mars", "Venus", "set", "x")}),
    Case("keywords", 2, (20, 120, 3_620)),
    Case("ignored", 2, (6, 48, 2_358)),
    Case("templates", 2, (0, 60, 1_360)),
    Case("imported", 0, (3_960,), terminals={"COUNT": 2}),
    Case("declared", 0, (39,), terminals={"PERSON": PEOPLE}),
    Case("repeats", 1, (1, 20, 20)),
    Case("kept", 1, (32, 2_592)),
    Case("aliases", 0, (211, 211)),
    Case("recursive", 2, (3, 12, 147, 21_612)),
    Case("empty", 4, (0, 0, 8, 16, 24)),
    Case("deep", 6, (2, 4, 6, 8, 10, 12, 14)),
    Case("json", 1, (16, 288), repeat=1, terminals={"ESCAPED_STRING": ('"a"',), "SIGNED_NUMBER": 1}),
    Case("finite", 4, (0, 0, 6, 6, 6)),
    Case("synonyms", 3, (1, 3, 19, 723)),
)


@dataclass(frozen=True)
class Derivation:
    """What Lark's parser did: a rule and, in order, a derivation or a token for each of its symbols."""

    rule: Rule
    children: list[Any]


@dataclass(frozen=True)
class Found:
    """A tree that brute force found: its height, its number of nodes and the fewest tokens that write it."""

    height: int
    size: int
    tokens: list[str]


class Naive:
    """Every tree of a grammar up to a depth, with its shortest row of tokens, found by trying everything."""

    def __init__(
        self,
        text: str,
        depth: int,
        repeat: int,
        bounds: Mapping[str, int | tuple[str, ...]],
        start: str = "start",
    ) -> None:
        self.depth, self.repeat, self.bounds, self.start = depth, repeat, bounds, start
        self.lark = Lark(
            text,
            parser="lalr",
            start=start,
            maybe_placeholders=False,
            import_paths=[str(FIXTURES)],
        )
        self.separator = " " if self.lark.ignore_tokens else ""
        for rule in self.lark.rules:
            callbacks: dict[Any, Any] = self.lark.parser.parser_conf.callbacks
            callbacks[rule] = lambda children, rule=rule: Derivation(rule, list(children))
        self.words = {term.name: self._words(term.name, term.pattern) for term in self.lark.terminals}

    @cached_property
    def trees(self) -> dict[Shape, Found]:
        """The trees that parse back."""
        found = self._expand()[self.start].items()
        return {shape: one for shape, one in found if self.read(self.separator.join(one.tokens)) == shape}

    def read(self, text: str) -> Shape | None:
        """Return the shape that Lark reads, None if it reads nothing."""
        try:
            derivation: Any = self.lark.parse(text)
        except UnexpectedInput:
            return None
        return self._shape(derivation)

    def tokens(self, text: str) -> list[str]:
        return [str(token) for token in self.lark.parse_interactive(text).exhaust_lexer()]

    def _words(self, name: str, pattern: Any) -> list[str]:
        """Return the words of a terminal, without those that a literal takes."""
        if pattern.type == "str":
            return [pattern.value]
        literals = {term.pattern.value for term in self.lark.terminals if term.pattern.type == "str"}
        bound = self.bounds.get(name, 2)
        regex = re.compile(pattern.to_regexp())
        if isinstance(bound, int):
            texts = (product(PRINTABLE, repeat=length) for length in range(1, bound + 1))
            bound = tuple("".join(text) for some in texts for text in some)
        return [word for word in bound if regex.fullmatch(word) and word not in literals]

    def _expand(self) -> dict[str, dict[Shape, Found]]:
        found: dict[str, dict[Shape, Found]] = {}
        for rule in self.lark.rules:
            found.setdefault(rule.origin.name, {})
        changed = True
        while changed:
            changed = False
            for rule in self.lark.rules:
                own = found[rule.origin.name]
                for shape, one in list(self._made(rule, found)):
                    if shape not in own or len(one.tokens) < len(own[shape].tokens):
                        own[shape] = one
                        changed = True
        return found

    def _made(self, rule: Rule, found: Mapping[str, Mapping[Shape, Found]]) -> Iterator[tuple[Shape, Found]]:
        """Yield what a rule makes of the trees found so far, as deep as the bound allows."""
        cost = self._cost(rule)
        choices: list[list[tuple[Any, Found]]] = []
        for symbol in rule.expansion:
            if isinstance(symbol, NonTerminal):
                below = found[symbol.name].items()
                choices.append([pair for pair in below if pair[1].height + cost <= self.depth])
            elif self._counts(rule, symbol):
                choices.append([(word, Found(-1, 0, [word])) for word in self.words[symbol.name]])
            else:
                choices.append([(None, Found(-1, 0, [self.words[symbol.name][0]]))])
        for picked in product(*choices):
            shape = self._named(rule, [part for part, _ in picked if part is not None])
            if shape is not None:
                height = cost + max((one.height for _, one in picked), default=-1)
                size = cost + sum(one.size for _, one in picked)
                yield shape, Found(height, size, [token for _, one in picked for token in one.tokens])

    def _shape(self, derivation: Derivation) -> Shape:
        rule = derivation.rule
        parts: list[Any] = []
        for symbol, child in zip(rule.expansion, derivation.children, strict=True):
            if isinstance(child, Derivation):
                parts.append(self._shape(child))
            elif self._counts(rule, symbol):
                assert isinstance(child, Token)
                parts.append(str(child))
        shape = self._named(rule, parts)
        assert shape is not None
        return shape

    def _named(self, rule: Rule, parts: list[Any]) -> Shape | None:
        """Return the tree of a rule and its counted parts; None if it is a list that is too long."""
        if self._is_list(rule.origin.name):
            again = rule.expansion[0] == rule.origin
            body = tuple(symbol.name for symbol in rule.expansion[again:])
            before = parts[0][2:] if again else ()
            many = (*before, (body, *parts[again:]))
            return ("list", rule.origin.name, *many) if len(many) <= self.repeat else None
        if self._is_link(rule):
            return parts[0]  # type: ignore[no-any-return]
        return (self.lark.rules.index(rule), *parts)

    def _counts(self, rule: Rule, symbol: Any) -> bool:
        """Tell whether the token's word is part of the tree."""
        kept = rule.options.keep_all_tokens or not symbol.filter_out
        return kept and len(self.words[symbol.name]) > 1

    def _is_list(self, name: str) -> bool:
        return name.startswith("__") and any(
            rule.expansion and rule.expansion[0] == rule.origin
            for rule in self.lark.rules
            if rule.origin.name == name
        )

    def _is_link(self, rule: Rule) -> bool:
        subtrees = [s for s in rule.expansion if isinstance(s, NonTerminal)]
        kept = [
            s
            for s in rule.expansion
            if s not in subtrees and (rule.options.keep_all_tokens or not s.filter_out)
        ]
        if len(subtrees) != 1 or kept:
            return False
        # What a hidden rule holds is spliced: `?rule` may then have any number of children.
        inlined = rule.options.expand1 and not rule.alias and not subtrees[0].name.startswith("_")
        return bool(inlined or rule.origin.name.startswith("_"))

    def _cost(self, rule: Rule) -> int:
        name = str(rule.origin.name)
        if name.startswith("_") or self._is_link(rule):
            return 0
        free = name == self.start or "{" in name
        return 0 if free and name not in self._uses(name) else 1

    def _uses(self, name: str) -> set[str]:
        """Return the rules that a rule can contain."""
        seen: set[str] = set()
        todo = [name]
        while todo:
            here = todo.pop()
            for rule in self.lark.rules:
                if rule.origin.name == here:
                    below = {s.name for s in rule.expansion if isinstance(s, NonTerminal)} - seen
                    seen |= below
                    todo.extend(below)
        return seen


@pytest.fixture(scope="session", params=CASES, ids=lambda case: case.name)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture(scope="session")
def cases() -> dict[str, Case]:
    return {one.name: one for one in CASES}


@pytest.fixture(scope="session")
def naive() -> type[Naive]:
    return Naive


@pytest.fixture(scope="session")
def fixtures() -> Path:
    return FIXTURES
