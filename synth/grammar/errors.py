"""What can be wrong with a grammar or a request: one class a kind, one sentence a message.

InputError                    the user can mend it: what is wrong, where, what to do
├── GrammarError              the grammar file
│   ├── GrammarSyntaxError        it does not parse, or names what is not there
│   ├── UselessSymbol             a rule that no sentence can use
│   ├── UnboundedTerminal         a terminal with endlessly many values and no bound
│   ├── TransparentCycle          a rule that repeats itself without making a node
│   ├── LalrConflict              two readings of one sentence
│   └── UnsafeTokens              tokens that cannot be told apart when written
├── TemplateError             the template file: a slot, a pattern, a phrase that cannot be read back
├── EmptySpace                no tree within the bound
├── CountTooLarge             counts pass the bit budget
├── NotInSpace                a text, tree or rank outside the space
└── UnknownGrammar            no such file or bundled name
"""

from __future__ import annotations

from synth.errors import InputError


class GrammarError(InputError):
    """Something in the grammar file."""


class GrammarSyntaxError(GrammarError):
    """The file does not parse or uses a name that is never defined."""


class UselessSymbol(GrammarError):
    """A rule or terminal that is never used, or that derives nothing."""


class UnboundedTerminal(GrammarError):
    """A terminal with endlessly many values, or none that are known."""


class TransparentCycle(GrammarError):
    """A rule that reaches itself without making a node: endlessly many trees at one depth."""


class LalrConflict(GrammarError):
    """The grammar is not LALR(1), so it is not certified to be unambiguous."""


class UnsafeTokens(GrammarError):
    """Two tokens that would be read back as something else."""


class TemplateError(InputError):
    """Something in a template file: a slot, a pattern, or a phrase that cannot be read back."""


class EmptySpace(InputError):
    """The bound admits no tree."""


class CountTooLarge(InputError):
    """The counts at this depth pass the bit budget."""


class NotInSpace(InputError):
    """The text, tree or rank is outside the space."""


class UnknownGrammar(InputError):
    """No file and no bundled grammar has this name."""


def shown(number: int) -> str:
    """Return a whole number for a message: its digits, or if they are many its magnitude.

    >>> shown(12345), shown(1 << 400)
    ('12345', 'about 2^400')
    """
    return str(number) if number.bit_length() <= 200 else f"about 2^{number.bit_length() - 1}"


def caret(source: str, text: str, line: int, column: int, message: str) -> str:
    """Return `file:line:column: message` with the line and a caret under the column.

    >>> print(caret("g.lark", "start: a b", 1, 10, "b is never defined"))
    g.lark:1:10: b is never defined
        start: a b
                 ^
    """
    lines = text.splitlines()
    where = f"{source}:{line}:{column}: {message}"
    if not 1 <= line <= len(lines):
        return where
    shown = lines[line - 1].expandtabs(1).replace("\0", "\ufffd")
    first = max(0, column - 80)
    return f"{where}\n    {shown[first : first + 100]}\n    {' ' * (column - 1 - first)}^"
