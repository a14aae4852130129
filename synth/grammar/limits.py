"""What is refused before Lark compiles a file: what it would take for ever over, and what it reports badly.

Lark writes out each choice and option of a rule (2^n alternatives for n options), and each instance
of a template, without a limit. All of it is counted here on the rules as they are read.
"""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from lark import Token, load_grammar
from lark.exceptions import GrammarError as LarkGrammarError
from lark.grammar import Symbol
from lark.load_grammar import REPEAT_BREAK_THRESHOLD
from lark.load_grammar import Grammar as LarkGrammar
from lark.tree import Tree as LarkTree

from .errors import GrammarSyntaxError

if TYPE_CHECKING:
    from .source import Source

# Lark does not annotate its loader.
_loader: Any = load_grammar

ALTERNATIVE_LIMIT = 2**13
LITERAL_LIMIT = 100_000
INSTANCE_LIMIT = 2_000
NESTING_LIMIT = 100
IMPORT_LIMIT = 1_000

Node = Any
"""A tree of Lark's loader, or a token or symbol in it."""


def refuse_text(source: Source) -> None:
    """Raise GrammarSyntaxError for a NUL, or for parentheses nested deeper than Lark can go."""
    if "\0" in source.text:
        _refuse(source, source.text.index("\0"), "a NUL character cannot stand in a grammar")
    depth = 0
    for found in re.finditer(r"[(\[{}\])]", source.bare):
        depth += 1 if found[0] in "([{" else -1
        if depth > NESTING_LIMIT:
            message = f"parentheses nest deeper than {NESTING_LIMIT}; name an inner part as a rule of its own"
            _refuse(source, found.start(), message)


def refuse_import_cycle(source: Source, folder: str) -> None:
    """Raise GrammarSyntaxError if a file imports itself, directly or by way of others."""
    visits = 0

    def follow(text: str, base: str | None, path: tuple[str, ...]) -> None:
        nonlocal visits
        for relative, dotted in _imports(text):
            visits += 1
            file = _file(dotted, folder, base if relative else None)
            if file is None:
                continue
            shown = [*path, str(file)]
            if str(file) in path or visits > IMPORT_LIMIT:
                names = [Path(name).stem for name in shown]
                what = f"imports go in a circle: {' -> '.join(names)}"
                if str(file) not in path:
                    what = f"more than {IMPORT_LIMIT:,} files are imported"
                raise GrammarSyntaxError(source.at_name(what, names[min(1, len(names) - 1)]))
            follow(file.read_text(encoding="utf-8", errors="replace"), str(file.parent), (*path, str(file)))

    start = (str(source.path.resolve()),) if source.path else ()
    follow(source.text, folder, start)


def _imports(text: str) -> Iterator[tuple[bool, tuple[str, ...]]]:
    """Yield whether each import is relative, and the parts of its file's name."""
    for found in re.finditer(r"^%import\s+(\.?)\s*([\w.]+)[ \t]*(\(?)", text, re.MULTILINE):
        parts = tuple(found[2].split("."))
        yield bool(found[1]), parts if found[3] else parts[:-1]


def _file(dotted: tuple[str, ...], folder: str, base: str | None) -> Path | None:
    """Return the file that Lark would read for an import; None for one of its own or for none."""
    for place in (folder, base):
        if place is not None and dotted:
            path = Path(place, *dotted).with_suffix(".lark")
            if path.is_file():
                return path.resolve()
    return None


def refuse_blowup(source: Source, grammar: LarkGrammar) -> None:
    """Raise GrammarSyntaxError for what Lark cannot read, or would take too long over."""
    trees = [(name, tree) for name, (tree, _) in grammar.term_defs if tree is not None]
    trees += [(name, tree) for name, _, tree, _ in grammar.rule_defs]
    for name, tree in trees:
        for part in _parts(tree):
            if part.data == "literal":
                _refuse_literal(source, name, part.children[0])
            elif part.data == "range":
                _refuse_range(source, name, part.children)
            elif part.data == "expr" and part.children[1] == "~":
                _refuse_repeat(source, name, part.children)
    for name, _, tree, _ in grammar.rule_defs:
        if tree is not None and (ways := _ways(tree)) > ALTERNATIVE_LIMIT:
            many = f"{ways:,}" if ways < 10**12 else f"about 10^{len(str(ways)) - 1}"
            message = (
                f"{name} has {many} alternatives once its options and choices are written out, and "
                f"{ALTERNATIVE_LIMIT:,} are the most; move some of them into rules of their own"
            )
            raise GrammarSyntaxError(source.at_name(message, name))
    _refuse_endless_templates(source, grammar)


def _parts(tree: Node) -> Iterator[Node]:
    """Yield each part of a tree once, in order, however often terminals share it."""
    seen: set[int] = set()
    stack = [tree]
    while stack:
        here = stack.pop()
        if isinstance(here, LarkTree) and id(here) not in seen:
            seen.add(id(here))
            yield here
            stack.extend(reversed(here.children))


def _refuse_literal(source: Source, name: str, literal: Token) -> None:
    what = "a pattern" if literal.type == "REGEXP" else "a literal"
    if literal in ('""', '""i'):
        message = 'a literal "" has no characters; leave it out, or mark what may be missing with ?'
        _refuse_token(source, name, literal, message)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            pattern = _loader._literal_to_pattern(literal)
    except (LarkGrammarError, SyntaxError, ValueError):
        _refuse_token(source, name, literal, f"{what} has an escape that cannot be read; write \\\\ for a \\")
    if len(pattern.value) > LITERAL_LIMIT:
        message = f"{what} has {len(pattern.value):,} characters, and {LITERAL_LIMIT:,} are the most"
        _refuse_token(source, name, literal, message)
    if literal.type == "STRING" and re.search("[\ud800-\udfff]", pattern.value):
        _refuse_token(
            source, name, literal, "a literal has half a character of UTF-16, which no text can hold"
        )
    if literal.type == "REGEXP" and (found := re.search(r"\[\^?\[:(\w+):\]", pattern.value)):
        message = f"[:{found[1]}:] is no class of Python's patterns; write the characters, such as [A-Za-z]"
        _refuse_token(source, name, literal, message)


def _refuse_range(source: Source, name: str, ends: list[Token]) -> None:
    low, high = (_loader.eval_escaping(str(end)[1:-1]) for end in ends)
    shown = f"{ends[0]}..{ends[1]}"
    if len(low) != 1 or len(high) != 1:
        _refuse_token(source, name, ends[0], f"{shown} is no range: each end is one character")
    if low > high:
        _refuse_token(source, name, ends[0], f"{shown} is no range: the first character comes after the last")


def _refuse_repeat(source: Source, name: str, parts: list[Node]) -> None:
    least, most = int(parts[2]), int(parts[-1])
    shown = f"~{parts[2]}" + (f"..{parts[3]}" if len(parts) > 3 else "")
    if not 0 <= least <= most:
        _refuse_token(source, name, parts[2], f"{shown} repeats nothing: give ~A..B with 0 <= A <= B")


def _ways(tree: Node) -> int:
    """Return the number of alternatives that Lark writes out for a part of a rule."""
    if not isinstance(tree, LarkTree) or tree.data in ("value", "literal", "range", "template_usage"):
        return 1
    parts = tree.children
    if tree.data == "expansions":
        return sum(map(_ways, parts))
    if tree.data == "maybe":
        return _ways(parts[0]) + 1
    if tree.data == "expr":
        return _repeated(_ways(parts[0]), str(parts[1]), [int(str(part)) for part in parts[2:]])
    ways = 1
    for part in parts:
        ways *= _ways(part)
    return ways


def _repeated(ways: int, sign: str, bounds: list[int]) -> int:
    if sign == "?":
        return ways + 1
    if sign != "~":
        # A rule of its own: each alternative alone and behind the others.
        return max(2 * ways, 2)
    least, most = bounds[0], bounds[-1]
    if most < REPEAT_BREAK_THRESHOLD:
        return sum(ways**k for k in range(least, most + 1)) if ways > 1 else most - least + 1
    # Lark halves long repeats into rules of at most five parts.
    return int(ways**5) if ways > 1 else 1


def _refuse_endless_templates(source: Source, grammar: LarkGrammar) -> None:
    """Raise GrammarSyntaxError for templates whose instances need ever more instances."""
    templates = {name: (params, tree) for name, params, tree, _ in grammar.rule_defs if params}
    todo: list[tuple[Node, Mapping[str, str]]] = [
        (tree, {}) for _, params, tree, _ in grammar.rule_defs if not params and tree is not None
    ]
    made: set[str] = set()
    for tree, values in todo:
        for usage in _parts(tree):
            if usage.data != "template_usage":
                continue
            name, *arguments = (_filled(part, values) for part in usage.children)
            instance = f"{name}{{{','.join(arguments)}}}"
            if instance in made or name not in templates:
                continue
            made.add(instance)
            if len(made) > INSTANCE_LIMIT or _nesting(instance) > NESTING_LIMIT:
                message = (
                    f"the template {name} needs ever more instances of templates; "
                    "give what it uses of itself its own parameters, without another template around them"
                )
                raise GrammarSyntaxError(source.at_name(message, name))
            params, body = templates[name]
            if len(params) != len(arguments):
                message = f"{name} takes {len(params)} arguments and is given {len(arguments)}"
                raise GrammarSyntaxError(source.at_name(message, name))
            todo.append((body, dict(zip(params, arguments, strict=True))))


def _filled(part: Node, values: Mapping[str, str]) -> str:
    """Return the name of a template's argument, with values for the parameters in it."""
    if isinstance(part, Symbol):
        return values.get(part.name, str(part.name))
    if isinstance(part, LarkTree) and part.data == "template_usage":
        name, *arguments = (_filled(child, values) for child in part.children)
        return f"{name}{{{','.join(arguments)}}}"
    if isinstance(part, LarkTree):
        return "".join(_filled(child, values) for child in part.children)
    return str(part)


def _nesting(instance: str) -> int:
    depth = deepest = 0
    for char in instance:
        depth += (char == "{") - (char == "}")
        deepest = max(deepest, depth)
    return deepest


def _refuse_token(source: Source, name: str, token: Token, message: str) -> NoReturn:
    """Raise GrammarSyntaxError at a token, or at the definition's name if another file holds the token."""
    if token.start_pos is not None and source.text[token.start_pos : token.end_pos] == token:
        _refuse(source, token.start_pos, message)
    raise GrammarSyntaxError(source.at_name(message, name))


def _refuse(source: Source, at: int, message: str) -> NoReturn:
    line = source.text.count("\n", 0, at) + 1
    raise GrammarSyntaxError(source.at(message, line, at - source.text.rfind("\n", 0, at)))
