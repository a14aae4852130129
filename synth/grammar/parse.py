"""Text back to a code, by Lark's own LALR parser with callbacks that build codes in place of trees."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from lark.exceptions import UnexpectedCharacters, UnexpectedEOF, UnexpectedInput, UnexpectedToken
from lark.grammar import NonTerminal
from lark.grammar import Rule as LarkRule
from lark.grammar import Terminal as LarkTerminal

from .abstract import Loaded
from .errors import NotInSpace
from .ranking import Code, flat
from .source import Compiled

Built = list[Any]


class Parser:
    """Parses sentences to codes."""

    def __init__(self, compiled: Compiled, loaded: Loaded) -> None:
        self._lark = compiled.lark
        self._terminals = {terminal.name: terminal for terminal in loaded.terminals}
        self._shown = {term.name: term.pattern for term in compiled.lark.terminals}
        actions = loaded.actions
        # Lark annotates the keys as names, and uses the rules.
        callbacks: dict[Any, Any] = self._lark.parser.parser_conf.callbacks
        for rule in compiled.rules:
            if rule in actions.links:
                callbacks[rule] = self._link(rule)
            elif rule in actions.lists:
                callbacks[rule] = self._list(rule, actions.lists[rule], actions.elements[rule])
            else:
                callbacks[rule] = self._node(rule, actions.nodes[rule])

    def parse(self, text: str) -> Code:
        """Return the code of the tree that the text writes; raise NotInSpace with the place of the fault."""
        try:
            built: Any = self._lark.parse(text)
        except UnexpectedInput as error:
            raise NotInSpace(self._sentence(text, error)) from None
        return flat(built)

    def _link(self, rule: LarkRule) -> Callable[[list[Any]], Built]:
        at = next(i for i, symbol in enumerate(rule.expansion) if isinstance(symbol, NonTerminal))

        def link(children: list[Any]) -> Built:
            return children[at]  # type: ignore[no-any-return]

        return link

    def _node(self, rule: LarkRule, number: int) -> Callable[[list[Any]], Built]:
        parts = self._counted(rule)

        def node(children: list[Any]) -> Built:
            return [
                number,
                *(child if take is None else take(child) for take, child in self._taken(parts, children)),
            ]

        return node

    def _list(
        self, rule: LarkRule, lists: tuple[int, ...], number: int | None
    ) -> Callable[[list[Any]], Built]:
        again = bool(rule.expansion) and rule.expansion[0] == rule.origin
        parts = self._counted(rule)[again:]

        def gather(children: list[Any]) -> Built:
            found = [
                child if take is None else take(child) for take, child in self._taken(parts, children[again:])
            ]
            element = found[0] if number is None else [number, *found]
            many: Built = children[0] if again else [lists[0]]
            if again:
                if len(many) > len(lists):
                    raise NotInSpace(
                        f"a list of {len(many)} or more elements: this space repeats at most {len(lists)} "
                        "times; give a larger --repeat"
                    )
                many[0] = lists[len(many) - 1]
            many.append(element)
            return many

        return gather

    def _counted(self, rule: LarkRule) -> list[Callable[[Any], int] | bool | None]:
        """Return what to do with each symbol: None takes a subtree, a function a token, False skips."""
        keep_all = bool(rule.options and rule.options.keep_all_tokens)
        parts: list[Callable[[Any], int] | bool | None] = []
        for symbol in rule.expansion:
            if isinstance(symbol, NonTerminal):
                parts.append(None)
            elif self._keeps(keep_all, symbol) and self._terminals[symbol.name].count() > 1:
                parts.append(self._value(symbol.name))
            else:
                parts.append(False)
        return parts

    def _keeps(self, keep_all: bool, symbol: Any) -> bool:
        return keep_all or (isinstance(symbol, LarkTerminal) and not symbol.filter_out)

    def _value(self, name: str) -> Callable[[Any], int]:
        terminal = self._terminals[name]

        def value(token: Any) -> int:
            rank = terminal.rank(str(token))
            if rank is None:
                raise NotInSpace(
                    f"column {token.column}: '{token}' is not among the words counted for {name}"
                )
            return rank

        return value

    def _taken(self, parts: list[Any], children: list[Any]) -> list[tuple[Any, Any]]:
        return [(take, child) for take, child in zip(parts, children, strict=True) if take is not False]

    def _sentence(self, text: str, error: UnexpectedInput) -> str:
        expected: Any
        if isinstance(error, UnexpectedCharacters):
            expected, what = error.allowed, f"unexpected '{error.char}'"
        elif isinstance(error, UnexpectedToken) and error.token.type != "$END":
            expected, what = error.accepts or error.expected, f"unexpected '{error.token}'"
        else:
            expected = getattr(error, "accepts", None) or getattr(error, "expected", ())
            return f"the text ends too early; it could go on with {self._names(expected)}"
        if isinstance(error, UnexpectedEOF):
            return f"the text ends too early; it could go on with {self._names(expected)}"
        line = text.splitlines()[error.line - 1] if text else ""
        start = max(0, error.column - 60)
        mark = f"    {line[start : start + 100]}\n    {' ' * (error.column - 1 - start)}^"
        return f"line {error.line}, column {error.column}: {what}; expected {self._names(expected)}\n{mark}"

    def _names(self, expected: Any) -> str:
        names = sorted(name for name in (expected or ()) if name != "$END")
        shown = [
            f"'{self._shown[n].value}'" if n in self._shown and self._shown[n].type == "str" else n
            for n in names
        ]
        if "$END" in (expected or ()) or "<END-OF-FILE>" in (expected or ()):
            shown.append("the end")
        return ", ".join(shown[:8]) + (" and others" if len(shown) > 8 else "") or "the end"
