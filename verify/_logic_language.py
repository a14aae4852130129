"""Read the sentences of the logic family, formal and English: the checker's own reader.

It knows the forms of docs/logic.md and English morphology, and no lexicon: a clause is an atom because it
is not one of the forms, and a negative clause is the negation of the positive one that grammar gives.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from synth.verify._logic_clauses import SMALL, Unreadable, positive
from synth.verify.proof.formula import JOINED, Formula, Formulas

LETTERS = frozenset("pqrstuvwxy")
LONGEST = 5_000  # characters of a sentence
DEEPEST = 40  # nested formulas


class TooLarge(Exception):
    """Raised for a text beyond a limit of the checker: it is neither right nor wrong."""


class Reading(NamedTuple):
    """What a sentence says, how its atoms are spelled where no sentence begins, whether it is a clause."""

    formula: Formula
    spellings: tuple[tuple[str, str], ...] = ()
    plain: bool = True


class Formal:
    """Reads formulas: "p implies (q and not r)"."""

    name = "formal"

    def __init__(self, pool: Formulas) -> None:
        self.pool = pool
        self._read: dict[str, Reading] = {}

    def __len__(self) -> int:
        return len(self._read)

    def sentence(self, text: str) -> Reading:
        """Return what a sentence without its full stop says; Unreadable if it says nothing."""
        found = self._read.get(text)
        if found is None:
            if len(text) > LONGEST:
                raise TooLarge(f"a sentence is longer than {LONGEST} characters")
            tokens = re.findall(r"[a-z]+|[()]", text)
            formula, end = self._formula(tokens, 0, 0)
            # Writing it again settles spacing, needless parentheses and everything else at once.
            if end != len(tokens) or repr(formula) != text:
                raise Unreadable("it is not written as a formula is")
            found = self._read[text] = Reading(formula)
        return found

    clause = sentence

    def case(self, text: str) -> tuple[tuple[Reading, bool], ...]:
        """Return the atoms and values that "p true, q false" names."""
        named = []
        for part in text.split(", "):
            letter, _, value = part.partition(" ")
            if letter not in LETTERS or value not in ("true", "false"):
                raise Unreadable(f"{part[:40]!r} gives no atom a value")
            named.append((Reading(self.pool.atom(letter)), value == "true"))
        return tuple(named)

    def _formula(self, tokens: list[str], at: int, depth: int) -> tuple[Formula, int]:
        left, at = self._operand(tokens, at, depth)
        if at < len(tokens) and tokens[at] in JOINED:
            right, end = self._operand(tokens, at + 1, depth)
            return self.pool.joined(tokens[at], left, right), end
        return left, at

    def _operand(self, tokens: list[str], at: int, depth: int) -> tuple[Formula, int]:
        if depth > DEEPEST:
            raise TooLarge(f"a sentence nests more than {DEEPEST} formulas")
        token = tokens[at] if at < len(tokens) else ""
        if token in LETTERS:
            return self.pool.atom(token), at + 1
        if token == "not":
            negated, end = self._operand(tokens, at + 1, depth + 1)
            return self.pool.negation(negated), end
        if token == "(":
            inner, end = self._formula(tokens, at + 1, depth + 1)
            if end < len(tokens) and tokens[end] == ")":
                return inner, end + 1
            raise Unreadable("a parenthesis is not closed")
        raise Unreadable(f"{token[:20]!r} stands where a formula should" if token else "a formula is missing")


_RESERVED = frozenset(
    {
        "both",
        "and",
        "either",
        "or",
        "neither",
        "nor",
        "if",
        "then",
        "only",
        "unless",
        "exactly",
        "when",
        "whenever",
        "case",
        "false",
        "suppose",
        "that",
        "provided",
    }
)
# Words with which a joined clause may begin; one that begins with "the" may be atomic all the same.
_OPENING = _RESERVED | {"at", "each", "it", "just", "the"}


class English:
    """Reads English sentences: "If the lamp is on, then Ann does not sing"."""

    name = "english"

    def __init__(self, pool: Formulas) -> None:
        self.pool = pool
        self._read: dict[str, Reading] = {}
        self._inner: dict[str, Reading] = {}
        self._literals: dict[str, tuple[Formula, str]] = {}

    def __len__(self) -> int:
        return len(self._read) + len(self._inner) + len(self._literals)

    def sentence(self, text: str) -> Reading:
        """Return what a sentence without its full stop says; Unreadable if it says nothing."""
        found = self._read.get(text)
        if found is None:
            if not text[:1].isupper():
                raise Unreadable("it does not begin with a capital letter")
            found = self._read[text] = _Sentence(self, text[:1].lower() + text[1:], 0).whole()
        return found

    def clause(self, text: str) -> Reading:
        """Return what a clause inside a sentence says; Unreadable if it says nothing."""
        found = self._inner.get(text)
        if found is None:
            found = self._inner[text] = _Sentence(self, text, -1).whole_clause()
        return found

    def case(self, text: str) -> tuple[tuple[Reading, bool], ...]:
        """Return the atoms and values that "Ann sings, the lamp is not on" names."""
        named = []
        for part in text.split(", "):
            reading = self.clause(part)
            if not _is_literal(reading.formula):
                raise Unreadable(f"{part[:40]!r} gives no atomic clause a value")
            value = reading.formula.connective == "atom"
            atom = reading.formula.places[0]
            named.append((Reading(atom, reading.spellings), value))
        return tuple(named)

    def literal(self, clause: str) -> tuple[Formula, str]:
        """Return the literal that a clause is, and the clause's positive form as it is spelled.

        The atom is named by that form with a small first letter, since at a sentence's beginning nothing
        tells "Ann" from "The".
        """
        found = self._literals.get(clause)
        if found is None:
            spelling, value = positive(clause)
            atom = self.pool.atom(spelling[0].lower() + spelling[1:])
            found = self._literals[clause] = (atom if value else self.pool.negation(atom), spelling)
        return found


class _Sentence:
    """One sentence being read: its words, and where the reader stands.

    `start` is the place of the word whose capital letter was taken away, or -1.
    """

    def __init__(self, language: English, text: str, start: int) -> None:
        if len(text) > LONGEST:
            raise TooLarge(f"a sentence is longer than {LONGEST} characters")
        self.language = language
        self.pool = language.pool
        self.start = start
        self.at = 0
        self.depth = 0
        self.spellings: list[tuple[str, str]] = []
        self.words: list[str] = []
        for word in text.split(" "):
            if word.endswith(","):
                self.words += (word[:-1], ",")
            else:
                self.words.append(word)
        self.words.append("")

    def whole(self) -> Reading:
        """Read a sentence to its end."""
        words = self.words
        plain = False
        if words[0] == "whenever":
            self.at = 1
            first = self._literal()
            self._expect(",")
            formula = self.pool.joined("implies", first, self._literal())
        elif words[:4] == ["it", "is", "false", "that"]:
            self.at = 4
            formula = self._negated(self._clause())
        else:
            formula = self._clause()
            plain = self.at == len(words) - 1
            if not plain:
                formula = self._rest(formula)
        return self._finished(formula, plain)

    def whole_clause(self) -> Reading:
        """Read a clause to its end."""
        return self._finished(self._clause(), True)

    def _finished(self, formula: Formula, plain: bool) -> Reading:
        if self.at != len(self.words) - 1:
            raise Unreadable(f"{self.words[self.at][:20]!r} stands where it should end")
        return Reading(formula, tuple(self.spellings), plain)

    def _rest(self, first: Formula) -> Formula:
        """Read what follows the first of two literals that make a whole sentence."""
        if not _is_literal(first) or self.words[0] in _RESERVED:
            raise Unreadable(f"{self.words[self.at][:20]!r} stands where it should end")
        joined = self.pool.joined
        if self._take("and"):
            return joined("and", first, self._literal())
        if self._take("or"):
            return joined("or", first, self._literal())
        if self._take("if and only if") or self._take("exactly when"):
            return joined("iff", first, self._literal())
        if self._take("only if"):
            return joined("implies", first, self._literal())
        if self._take("if") or self._take("provided that"):
            return joined("implies", self._literal(), first)
        raise Unreadable(f"{self.words[self.at][:20]!r} stands where it should end")

    def _clause(self) -> Formula:
        self.depth += 1
        if self.depth > DEEPEST:
            raise TooLarge(f"a sentence nests more than {DEEPEST} clauses")
        word = self.words[self.at]
        formula = self._compound() if word in _OPENING else self._literal()
        self.depth -= 1
        return formula

    def _compound(self) -> Formula:
        pool = self.pool
        if self._take("both"):
            return self._unlike("and", *self._pair("and"))
        if self._take("either"):
            return self._unlike("or", *self._pair("or"))
        if self._take("if"):
            condition = self._clause()
            self._expect(",")
            self._expect("then")
            return self._unlike("implies", condition, self._clause())
        if self._take("each of the claims that"):
            return self._like("and", *self._pair("and that"), "is true")
        if self._take("at least one of the claims that"):
            return self._like("or", *self._pair("and that"), "is true")
        if self._take("the claim that"):
            return self._like("implies", *self._pair("implies that"), "")
        if self._take("just one of the claims that"):
            same = pool.joined("iff", *self._pair("and that"))
            self._expect("is true")
            return pool.negation(same)
        if self._take("the claims that"):
            same = pool.joined("iff", *self._pair("and that"))
            self._expect("are both true or both false")
            return same
        if self._take("it is not the case that"):
            return self._negated(self._clause())
        return self._literal()

    def _unlike(self, connective: str, first: Formula, second: Formula) -> Formula:
        """Return two clauses joined, of which the first is not joined so itself."""
        if first.connective == connective:
            raise Unreadable(
                f"two joined by {connective!r} begin with two joined by it, and need another phrase"
            )
        return self.pool.joined(connective, first, second)

    def _like(self, connective: str, first: Formula, second: Formula, end: str) -> Formula:
        """Return two clauses joined, of which the first is joined so itself."""
        if end:
            self._expect(end)
        if first.connective != connective:
            raise Unreadable(f"that phrase is for a first part that is joined by {connective!r} itself")
        return self.pool.joined(connective, first, second)

    def _pair(self, between: str) -> tuple[Formula, Formula]:
        left = self._clause()
        self._expect(between)
        return left, self._clause()

    def _negated(self, formula: Formula) -> Formula:
        if formula.connective == "atom":
            raise Unreadable("the opposite of an atomic clause is the negative clause")
        if formula.connective == "iff":
            raise Unreadable('the opposite of "both true or both false" is "just one of the claims"')
        return self.pool.negation(formula)

    def _literal(self) -> Formula:
        begin = self.at
        words = self.words
        while words[self.at] not in _RESERVED and words[self.at] not in ("", ",") and not self._closes():
            self.at += 1
        formula, spelling = self.language.literal(" ".join(words[begin : self.at]))
        if begin != self.start:
            if spelling.partition(" ")[0].lower() in SMALL and spelling[0].isupper():
                raise Unreadable(f"{words[begin]!r} has a capital letter inside the sentence")
            self.spellings.append((formula.parts[0].name, spelling))
        return formula

    def _closes(self) -> bool:
        """Return whether the end of a claim comes next."""
        return self.words[self.at : self.at + 2] in (["is", "true"], ["are", "both"], ["implies", "that"])

    def _take(self, phrase: str) -> bool:
        """Step over the phrase if it comes next."""
        expected = phrase.split(" ")
        end = self.at + len(expected)
        if self.words[self.at : end] != expected:
            return False
        self.at = end
        return True

    def _expect(self, phrase: str) -> None:
        if not self._take(phrase):
            found = self.words[self.at][:20]
            raise Unreadable(f"{phrase!r} is missing before {found!r}" if found else f"{phrase!r} is missing")


def _is_literal(formula: Formula) -> bool:
    return formula.depth == 0 or (formula.depth == 1 and formula.connective == "not")
