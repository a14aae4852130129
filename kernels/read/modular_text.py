"""What rows about common divisors, powers and inverses say, as their checker knows it: # is a number."""

from __future__ import annotations

import numpy as np

from synth.kernels.read.sentences import BASIC, sentences

GCD, LCM, POWER, INVERSE = range(4)
QUESTIONS = (
    "What is the greatest common divisor of # and #?",
    "Find the greatest common divisor of # and #.",
    "What is the largest whole number that divides both # and #?",
    "Use Euclid's algorithm to find the greatest common divisor of # and #.",
    "What is the least common multiple of # and #?",
    "Find the least common multiple of # and #.",
    "What is the smallest positive whole number that both # and # divide?",
    "Which is the smallest positive whole number that is a multiple of both # and #?",
    "What is the remainder when #^# is divided by #?",
    "Find the remainder of #^# on division by #.",
    "What is #^# modulo #? Give a number from 0 to #.",
    "Reduce #^# modulo # to a number from 0 to #.",
    "Find the inverse of # modulo #, a number from 1 to #.",
    "What is the multiplicative inverse of # modulo #? Give a number from 1 to #.",
    "For which x from 1 to # does # * x leave the remainder 1 when it is divided by #?",
    "Find the number x from 1 to # for which # * x is 1 modulo #.",
)
"""Four of each kind."""
SMALLER_FIRST = (1, 5, 7)
"""The questions that name the smaller of two numbers first; others of their kinds name the larger."""
BOUND_FIRST = 14
"""From this question on the first number is the largest that x may be; before, that is the last one."""

_KINDS = ("gcd", "lcm", "power", "inverse")
_SKILLS = (
    "Euclid's algorithm, greatest common divisor",
    "Euclid's algorithm, least common multiple",
    "modular powers",
    "Euclid's algorithm, modular inverses",
)
_SAID = {
    **BASIC,
    "stop": ".",
    "division": "# = # * # + #.",
    "exact": "# = # * #.",
    "common": "The greatest common divisor is #.",
    "quotient": "# / # = #.",
    "product": "# * # = #.",
    "square": "#^#: # * # = #",
    "leaves": ", which leaves #",
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
    **{f"group {kind}": f"modular: {kind} #{' #' * (1 + (kind == 'power'))}" for kind in _KINDS},
    **{f"payload {kind}": f'{{"numbers":[#{",#" * (1 + (kind == "power"))}]}}' for kind in _KINDS},
    **{f"skills {skills}": skills for skills in _SKILLS},
    **{question: question for question in QUESTIONS},
}
SENTENCES = sentences(_SAID.values())
(
    STOP, DIVISION, EXACT, COMMON, QUOTIENT, PRODUCT, SQUARE, LEAVES, MORE_OF_BASE, FIRST, LATER, MINUS,
    REDUCED, CHECK, SAID_GCD, SAID_LCM, SAID_POWER, SAID_INVERSE, PLAIN_NUMBER,
) = np.arange(len(BASIC), 23)  # fmt: skip
CANONICAL_TEXT, GROUP_TEXT, PAYLOAD_TEXT, SKILLS_TEXT, QUESTION_TEXT = np.arange(23, 43, 4)
