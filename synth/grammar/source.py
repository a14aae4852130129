"""A grammar file and what Lark makes of it, with Lark's complaints put as one sentence and a caret."""

from __future__ import annotations

import re
import warnings
from collections import Counter
from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib.resources import files
from pathlib import Path
from typing import Any

from lark import Lark
from lark.common import LexerConf, ParserConf
from lark.exceptions import LarkError, LexError
from lark.grammar import Rule as LarkRule
from lark.lexer import BasicLexer, ContextualLexer, PatternRE
from lark.load_grammar import Grammar as LarkGrammar
from lark.load_grammar import load_grammar
from lark.tree import Tree as LarkTree

from .errors import GrammarSyntaxError, LalrConflict, UnknownGrammar, UselessSymbol, caret
from .lalr import Analyzer, Parser
from .limits import refuse_blowup, refuse_import_cycle, refuse_text

# Lark does not annotate its loader.
_load: Any = load_grammar

PRAGMA = re.compile(r"^//\s*@(renaming|commutative)\b(.*)$", re.MULTILINE)


@dataclass(frozen=True)
class Source:
    """The text of a grammar file and the name it is shown by."""

    name: str
    text: str
    path: Path | None

    @cached_property
    def bare(self) -> str:
        """Return the text with comments, strings and patterns blanked, of the same length."""
        return _without_comments(self.text)

    def at(self, message: str, line: int, column: int) -> str:
        """Return the message with this place of the file and a caret."""
        return caret(self.name, self.text, line, column, message)

    def at_name(self, message: str, name: str, within: str | None = None, turn: int = 0) -> str:
        """Return the message with the place of a name: its definition, else its first use.

        With `within` it is the first use after that rule's name; `turn` 1 is the second definition.
        """
        bare = self.text if name.startswith("/") else self.bare
        start = 0
        if within is not None:
            rule = re.search(rf"^[?!]*{re.escape(within)}\b", bare, re.MULTILINE)
            start = rule.end() if rule else 0
        defined = list(
            re.finditer(rf"^[?!]*({re.escape(name)})(?:\{{.*?\}})?(?:\.-?\d+)?\s*:", bare, re.MULTILINE)
        )
        if within is None and len(defined) > turn:
            at = defined[turn].start(1)
        elif used := re.compile(rf"(?<!\w){re.escape(name)}(?!\w)").search(bare, start):
            at = used.start()
        else:
            return f"{self.name}: {message}"
        line = self.text.count("\n", 0, at) + 1
        return self.at(message, line, at - self.text.rfind("\n", 0, at))

    def pragma(self, key: str) -> tuple[str, ...]:
        """Return the names in the comment line `// @key name name`, none if there is no such line."""
        return tuple(
            name for found in PRAGMA.finditer(self.text) if found[1] == key for name in found[2].split()
        )


def bundled() -> dict[str, Path]:
    """Return the bundled grammar files by name, `logic.lark` and so on."""
    folder = files("synth").joinpath("grammars")
    return {
        item.name: Path(str(item))
        for item in sorted(folder.iterdir(), key=lambda item: item.name)
        if item.name.endswith(".lark")
    }


def find(name: str) -> Source:
    """Return the source that a path or a bundled name (with or without `.lark`) means.

    Raises UnknownGrammar, naming the nearest bundled grammar.
    """
    path = Path(name)
    known = bundled()
    if not path.is_file():
        stem = name if name.endswith(".lark") else f"{name}.lark"
        if stem not in known:
            close = get_close_matches(stem, known, n=1, cutoff=0.0)
            hint = f"; the nearest bundled grammar is '{close[0]}'" if close else ""
            raise UnknownGrammar(f"no grammar file '{name}'{hint}")
        path = known[stem]
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise UnknownGrammar(f"cannot read the grammar file '{name}': {reason}") from None
    return Source(path.name, text, path)


@dataclass(frozen=True)
class Compiled:
    """Lark's parser and its compiled rules and terminals."""

    lark: Lark
    rules: tuple[LarkRule, ...]
    declared: tuple[str, ...]


def compile_source(
    source: Source, start: str, provided: Mapping[str, tuple[str, ...]], *, ambiguous: bool
) -> Compiled:
    """Return Lark's compilation of the file, certified free of LALR(1) conflicts unless `ambiguous`.

    `provided` gives the values of `%declare`d terminals. Raises GrammarSyntaxError, UselessSymbol or
    LalrConflict.
    """
    folder = str(source.path.parent) if source.path else "."
    refuse_text(source)
    try:
        refuse_import_cycle(source, folder)
        grammar, _ = _load(source.text, source.name, [folder], False)
        refuse_blowup(source, grammar)
        declared = tuple(name for name, (tree, _) in grammar.term_defs if tree is None)
        grammar.term_defs = [_with_values(entry, provided) for entry in grammar.term_defs]
        rule_names = [name for name, _, _, _ in grammar.rule_defs]
        if start not in rule_names:
            named = ", ".join(sorted(rule_names)[:8])
            hint = f"; --start names another: {named}" if named else ""
            raise GrammarSyntaxError(f"{source.name}:1: there is no rule '{start}' to start from{hint}")
        lark = _parser(grammar, start, folder, ambiguous)
        if not ambiguous:
            _certify(source, lark)
    except RecursionError:
        raise GrammarSyntaxError(
            f"{source.name}: its rules nest too deeply; name an inner part as a rule of its own"
        ) from None
    except LarkError as error:
        raise _sentence(source, error) from None
    except OSError as error:
        name = Path(str(error.filename or error)).stem
        raise GrammarSyntaxError(source.at_name(f"cannot import from '{name}': no such file", name)) from None
    if start == "start":
        # Read from another rule, the file holds rules of other sentences.
        _refuse_unused(source, lark, start)
    reachable = _reachable(lark, start)
    rules = tuple(rule for rule in lark.rules if rule.origin.name in reachable)
    return Compiled(lark, rules, declared)


def _parser(grammar: LarkGrammar, start: str, folder: str, ambiguous: bool) -> Lark:
    options: dict[str, Any] = {"start": start, "maybe_placeholders": False, "import_paths": [folder]}
    options["_plugins"] = {"BasicLexer": _Basic, "ContextualLexer": _Contextual, "LALR_Parser": Parser}
    with warnings.catch_warnings():
        # Python warns of a set in a set, which it reads as the file means it.
        warnings.simplefilter("ignore", FutureWarning)
        if ambiguous:
            return Lark(grammar, parser="earley", lexer="basic", ambiguity="resolve", **options)
        return Lark(grammar, parser="lalr", **options)


def _validated(conf: LexerConf) -> LexerConf:
    """Return the settings of a lexer with its terminals validated.

    Lark would go on to compare all terminals by automata without a limit, only to log what it finds.
    """
    if not conf.skip_validation:
        for term in conf.terminals:
            try:
                re.compile(term.pattern.to_regexp(), conf.g_regex_flags)
            except (re.error, OverflowError):
                raise LexError(f"Cannot compile token {term.name}: {term.pattern}") from None
            if term.pattern.min_width == 0:
                raise LexError(f"Lexer does not allow zero-width terminals. ({term.name}: {term.pattern})")
        conf = copy(conf)
        conf.skip_validation = True
    return conf


class _Basic(BasicLexer):
    def __init__(self, conf: LexerConf, comparator: Any = None) -> None:
        super().__init__(_validated(conf), comparator)


class _Contextual(ContextualLexer):
    BasicLexer = _Basic

    def __init__(self, conf: LexerConf, states: Any, always_accept: Any = ()) -> None:
        super().__init__(_validated(conf), states, always_accept)


def _with_values(entry: Any, provided: Mapping[str, tuple[str, ...]]) -> Any:
    name, (tree, priority) = entry
    if tree is not None or name not in provided:
        return entry
    words = sorted(provided[name], key=lambda word: (-len(word), word))
    pattern = PatternRE("(?:" + "|".join(map(re.escape, words)) + ")")
    return name, (LarkTree("pattern", [pattern]), priority)


def _certify(source: Source, lark: Lark) -> None:
    """Raise LalrConflict if the rules have a conflict: none certifies that the grammar is unambiguous.

    Lark itself resolves conflicts silently, as a shift or by the rules' priorities, so these are left out.
    """
    conf = lark.parser.parser_conf
    rules = [LarkRule(rule.origin, rule.expansion, rule.order, rule.alias) for rule in conf.rules]
    analyzer: Any = Analyzer(ParserConf(rules, conf.callbacks, conf.start))
    analyzer.compute_lr0_states()
    analyzer.compute_reads_relations()
    analyzer.compute_includes_lookback()
    analyzer.compute_lookaheads()
    found = set()
    for state in analyzer.lr0_itemsets:
        accepts = any(
            item.is_satisfied and item.rule.origin.name.startswith("$root") for item in state.closure
        )
        for token, reduced in state.lookaheads.items():
            names = tuple(sorted({rule.origin.name for rule in reduced}))
            # A rule that goes on where the text may end leads back to the start: an endless ambiguity.
            if len(reduced) > 1 or (accepts and token.name == "$END"):
                found.add(("reduce/reduce", names, token.name))
            if token in state.transitions:
                found.add(("shift/reduce", names, token.name))
    if found:
        raise _conflict(source, *min(found))


def _conflict(source: Source, kind: str, names: tuple[str, ...], token: str) -> LalrConflict:
    shown = sorted({own_name(name) for name in names})
    before = "the end" if token == "$END" else token
    message = (
        f"LALR conflict ({kind}) in {', '.join(shown)} before {before}: some sentence may have two readings; "
        "make the rules unambiguous, or give --ambiguous to enumerate derivations"
    )
    return LalrConflict(source.at_name(message, shown[0]))


def own_name(name: str) -> str:
    """Return the name that the file's reader knows for a rule that Lark made of one.

    >>> own_name("__list_star_0"), own_name("pair{a,b}")
    ('list', 'pair')
    """
    name = name.split("{")[0]
    return re.sub(r"^__(.+?)_(star|plus|repeat)_.*$", r"\1", name)


def _sentence(source: Source, error: LarkError) -> GrammarSyntaxError | LalrConflict | UselessSymbol:
    text = str(error)
    if found := re.search(r"line (\d+),? column (\d+)", text):
        what = re.match(r"Unexpected token Token\('\w+', '(.*)'\)", text)
        shown = f"unexpected '{what[1]}'" if what else "unexpected input"
        return GrammarSyntaxError(
            source.at(f"this is not Lark syntax: {shown}", int(found[1]), int(found[2]))
        )
    if found := re.search(r"zero-width terminals. \((\w+): '(.*)'\)", text):
        shown = f"/{found[2]}/" if found[1].startswith("__") else found[1]
        return GrammarSyntaxError(source.at_name(f"{shown} can be empty, and a token cannot", shown))
    if found := re.search(r"Cannot compile token (\w+): '(.*)'", text):
        shown = f"/{found[2]}/" if found[1].startswith("__") else found[1]
        return GrammarSyntaxError(source.at_name(f"{shown} is no regular expression", shown))
    if found := re.search(r"Rule '(.+)' used but not defined \(in rule (.+)\)", text):
        return GrammarSyntaxError(source.at_name(f"{found[1]} is never defined", found[1], found[2]))
    if found := re.search(r"Terminal used but not defined: (\w+)", text):
        return GrammarSyntaxError(source.at_name(f"{found[1]} is never defined", found[1]))
    if found := re.search(r"(?:Rule|Terminal) '(.+)' defined more than once", text):
        return GrammarSyntaxError(source.at_name(f"{found[1]} is defined more than once", found[1], turn=1))
    if found := re.search(r"Can't extend (?:rule|terminal) (\S+) as it wasn't defined before", text):
        return GrammarSyntaxError(source.at_name(f"%extend {found[1]}: there is no {found[1]} yet", found[1]))
    if found := re.search(r"Cannot override a nonexisting (?:rule|terminal) (\S+)", text):
        return GrammarSyntaxError(source.at_name(f"%override {found[1]}: there is no {found[1]}", found[1]))
    if found := re.search(
        r"Wrong number of template arguments used for (\S+) \(expected (\d+), got (\d+)\)", text
    ):
        message = f"{found[1]} takes {found[2]} arguments and is given {found[3]}"
        used = re.search(r"\(in \w+ (\S+)\)$", text)
        return GrammarSyntaxError(source.at_name(message, found[1], used[1] if used else None))
    if found := re.search(r"Recursion in terminal '(\S+)'", text):
        message = f"{found[1]} needs itself, and only rules can; write it as a rule, in lower case"
        return GrammarSyntaxError(source.at_name(message, found[1]))
    if found := re.search(
        r"Rules aren't allowed inside terminals \((?:NonTerminal\('(\w+)'\)|.*) in (\S+)\)", text
    ):
        message = f"{found[2]} is a terminal and cannot use a rule; write it as a rule, in lower case"
        return GrammarSyntaxError(source.at_name(message, found[2]))
    clashes = re.findall(
        r"collision in Terminal\('(\S+)'\) between the following rules:((?:\s+- <.*>)+)", text
    )
    if clashes:
        each = [(tuple(sorted(set(re.findall(r"<(\S+) :", rules)))), token) for token, rules in clashes]
        return _conflict(source, "reduce/reduce", *min(each))
    return GrammarSyntaxError(f"{source.name}: {' '.join(text.split())[:300]}")


def _refuse_unused(source: Source, lark: Lark, start: str) -> None:
    bare = source.bare
    used = _reachable(lark, start) | set(lark.ignore_tokens)
    used |= {name.split("{")[0] for name in used}
    words = Counter(re.findall(r"(?<![\w.])\w+", bare))
    for found in re.finditer(r"^[?!]*([a-z_]\w*|[A-Z_]\w*)(\{.*?\})?(?:\.-?\d+)?\s*:", bare, re.MULTILINE):
        name = found[1]
        if name in used or (name.isupper() and words[name] > 1):
            continue
        line = bare.count("\n", 0, found.start(1)) + 1
        column = found.start(1) - bare.rfind("\n", 0, found.start(1))
        raise UselessSymbol(source.at(f"{name} is never used in a sentence of {start}", line, column))


def _reachable(lark: Lark, start: str) -> set[str]:
    """Return the names that sentences of `start` use; Lark keeps rules that only use each other."""
    parts: dict[str, set[str]] = {}
    for rule in lark.rules:
        parts.setdefault(str(rule.origin.name), set()).update(str(symbol.name) for symbol in rule.expansion)
    seen = {start}
    todo = [start]
    while todo:
        for name in sorted(parts.get(todo.pop(), ())):
            if name not in seen:
                seen.add(name)
                todo.append(name)
    return seen


def _without_comments(text: str) -> str:
    """Return the text with comments, strings and regular expressions blanked, of the same length."""
    pattern = r'//[^\n]*|"(?:\\.|[^"\\\n])*"|/(?!/)(?:\\.|[^/\\\n])+/'
    return re.sub(pattern, lambda found: " " * len(found[0]), text)
