"""What rows about primes and divisors say, as their checker knows it: # stands for a number."""

from __future__ import annotations

import numpy as np

from synth.kernels.read.sentences import BASIC, sentences

PRIMALITY, FACTORISATION, DIVISORS, NUMBER = range(4)
_KINDS = ("primality", "factorisation", "divisors", "number of divisors")
QUESTIONS = (
    "Is # a prime number? Answer yes or no.",
    "Is # prime? Answer yes or no.",
    "Decide whether # is a prime number. Answer yes or no.",
    "Find out whether # is prime, and answer yes or no.",
    "Write # as a product of primes, smallest first, with repeated primes as powers such as 2^3.",
    "Find the prime factorisation of #: smallest prime first, repeated primes as powers such as 2^3.",
    "Factor # into primes. List the smallest first, and write repeated primes as powers such as 2^3.",
    "What is # as a product of primes? Put the smallest first, with powers such as 2^3 for repeats.",
    "List all positive divisors of # in ascending order.",
    "Find every positive divisor of #, from the smallest to the largest.",
    "Which positive whole numbers divide #? List them in ascending order.",
    "What are the positive divisors of #? List them from the smallest to the largest.",
    "How many positive divisors does # have?",
    "Count the positive divisors of #.",
    "How many positive whole numbers divide #?",
    "Find the number of positive divisors of #.",
)
"""Four of each kind."""
_SKILLS = (
    "primality, trial division",
    "primality, Miller-Rabin test",
    "prime factorisation",
    "prime factorisation, divisors",
)
_SAID = {
    **BASIC,
    "stop": ".",
    "times": " * ",
    "to": "^#",
    "yes": "yes",
    "no": "no",
    "bound": "#^2 = # is more than #, so if # is not prime, some prime below # divides it.",
    "remainder": "# = # * ",
    "plus": " + ",
    "so not": ", so # is not prime.",
    "none": "No prime below # divides #, so # is prime.",
    "once": "# - 1 = 2 * #.",
    "odd": "# - 1 = 2^# * #.",
    "two": "A composite number below 1373653 fails the Miller-Rabin test to base 2 or 3.",
    "three": "A composite number below 25326001 fails the Miller-Rabin test to base 2, 3 or 5.",
    "large": "A composite number below 4759123141 fails the Miller-Rabin test to base 2, 7 or 61.",
    "modulo": "Modulo #: ",
    "squared": "Squared modulo #: ",
    "one": "#^# is 1, so # passes the test to base #.",
    "minus": "#^# is #, which is -1, so # passes the test to base #.",
    "neither": "#^# is neither 1 nor -1, so # fails the test to base # and is not prime.",
    "never": "#^# is not 1, and neither it nor a square after it is -1, so # fails the test to base # and is "
    "not prime.",
    "indeed": "Indeed # = # * #.",
    "all": "# passes the test to every base, so it is prime.",
    "split": "# = # * #.",
    "proven": "# is prime: #^2 = # is more than #, and none of ",
    "divides": " divides it.",
    "is": "# = ",
    "first": "The divisors of ",
    "next": "Those of ",
    "are": " are ",
    "choices": "A divisor takes each prime from 0 times up to its exponent: ",
    "opened": "(# + 1)",
    "bare": "# + 1",
    "many": " = # choices.",
    "said prime": "# is prime: no prime below # divides it, and #^2 is more than #.",
    "said two": "# is prime: it passes the Miller-Rabin test to bases 2 and 3.",
    "said three": "# is prime: it passes the Miller-Rabin test to bases 2, 3 and 5.",
    "said large": "# is prime: it passes the Miller-Rabin test to bases 2, 7 and 61.",
    "said composite": "# is not prime: it is # * #.",
    "said divisors": "The positive divisors of # are ",
    "said number": "# has # positive divisors.",
    **{f"canonical {kind}": f"{kind} #" for kind in _KINDS},
    **{f"group {kind}": f"primes: {kind} #" for kind in _KINDS},
    "payload": '{"number":#}',
    **{f"skills {skills}": skills for skills in _SKILLS},
    **{question: question for question in QUESTIONS},
}
SENTENCES = sentences(_SAID.values())
(
    STOP, TIMES, TO, YES, NO, BOUND, REMAINDER, PLUS, SO_NOT, NONE, ONCE, ODD, TWO,
    THREE, LARGE, MODULO, SQUARED, ONE, MINUS, NEITHER, NEVER, INDEED, ALL, SPLIT, PROVEN, DIVIDES, IS,
    FIRST, NEXT, ARE, CHOICES, OPENED, BARE, MANY, SAID_PRIME, SAID_TWO, SAID_THREE, SAID_LARGE,
    SAID_COMPOSITE, SAID_DIVISORS, SAID_NUMBER,
) = np.arange(len(BASIC), 45)  # fmt: skip
CANONICAL_TEXT, GROUP_TEXT, PAYLOAD_TEXT, SKILLS_TEXT, QUESTION_TEXT = np.array([45, 49, 53, 54, 58])

_ROOT = 31_623
"""No number below 10^9 is composite without a prime factor below."""
PRIMES = np.array([p for p in range(2, _ROOT) if all(p % d for d in range(2, int(p**0.5) + 1))], np.int64)
LARGEST = 1000
KNOWN = 100
BASES = np.array([[2, 3, 0], [2, 3, 5], [2, 7, 61]], np.int64)
