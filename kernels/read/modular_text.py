"""What rows about common divisors, powers and inverses say, as their checker knows it.

# stands for the next number, {0} for the first.
"""

from __future__ import annotations

import numpy as np

from synth.kernels.read.sentences import BASIC, sentences

GCD, LCM, POWER, INVERSE = range(4)
QUESTIONS = (
    "What is the greatest common divisor of {0} and {1}?",
    "Find the greatest common divisor of {1} and {0}.",
    "What is the largest whole number that divides both {0} and {1}?",
    "Use Euclid's algorithm to find the greatest common divisor of {0} and {1}.",
    "What is the least common multiple of {0} and {1}?",
    "Find the least common multiple of {1} and {0}.",
    "What is the smallest positive whole number that both {0} and {1} divide?",
    "Which is the smallest positive whole number that is a multiple of both {1} and {0}?",
    "What is the remainder when {0}^{1} is divided by {2}?",
    "Find the remainder of {0}^{1} on division by {2}.",
    "What is {0}^{1} modulo {2}? Give a number from 0 to {3}.",
    "Reduce {0}^{1} modulo {2} to a number from 0 to {3}.",
    "Find the inverse of {0} modulo {1}, a number from 1 to {2}.",
    "What is the multiplicative inverse of {0} modulo {1}? Give a number from 1 to {2}.",
    "For which x from 1 to {2} does {0} * x leave the remainder 1 when it is divided by {1}?",
    "Find the number x from 1 to {2} for which {0} * x is 1 modulo {1}.",
)
"""Four of each kind. {0} is the larger of two numbers; the last number is the largest that is allowed."""

BELOW = 10**9
"""Numbers are below."""

_KINDS = ("gcd", "lcm", "power", "inverse")
_SKILLS = (
    "Euclid's algorithm; greatest common divisor",
    "Euclid's algorithm; least common multiple",
    "modular powers",
    "Euclid's algorithm; modular inverses",
)
_SAID = {
    **BASIC,
    "stop": ".",
    "division": "# = # * # + #.",
    "exact": "# = # * #.",
    "common": "The greatest common divisor is #, and the least common multiple is the product of the numbers "
    "divided by it.",
    "quotient": "# / # = #.",
    "product": "# * # = #.",
    "idea": "Modulo #, each power is the square of the one before, times # where the exponent is odd.",
    "square": "#^#: # * # = #",
    "leaves": " = # * # + #",
    "more": "; # * # = #",
    "first": "# = # * # + #, so modulo #, # is -# * #.",
    "later": "# = # * # + #, so modulo #, # is (-# - # * #) * # = -# * #.",
    "minus": "# = # * # + #, so modulo #, # is (# - # * (-#)) * # = # * #.",
    "reduced": "-# is # modulo #.",
    "check": "# * # = # = # * # + 1.",
    "said gcd": "The greatest common divisor of # and # is #.",
    "said lcm": "The least common multiple of # and # is #.",
    "said power": "#^# leaves the remainder # when it is divided by #.",
    "said inverse": "The inverse of # modulo # is #.",
    "number": "#",
    **{f"canonical {kind}": f"{kind} #{' #' * (1 + (kind == 'power'))}" for kind in _KINDS},
    **{f"group {kind}": f"modular:{kind} #{' #' * (1 + (kind == 'power'))}" for kind in _KINDS},
    **{f"payload {kind}": f'{{"numbers":[#{",#" * (1 + (kind == "power"))}]}}' for kind in _KINDS},
    **{f"skills {skills}": skills for skills in _SKILLS},
    **{question: question for question in QUESTIONS},
}
SENTENCES = sentences(_SAID.values())
(
    STOP, DIVISION, EXACT, COMMON, QUOTIENT, PRODUCT, IDEA, SQUARE, LEAVES, MORE_OF_BASE, FIRST, LATER,
    MINUS, REDUCED, CHECK, SAID_GCD, SAID_LCM, SAID_POWER, SAID_INVERSE, PLAIN_NUMBER,
) = np.arange(len(BASIC), 24)  # fmt: skip
CANONICAL_TEXT, GROUP_TEXT, PAYLOAD_TEXT, SKILLS_TEXT, QUESTION_TEXT = np.arange(24, 44, 4)
