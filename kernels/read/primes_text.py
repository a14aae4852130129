"""What rows about primes and divisors say, as their checker knows it.

# stands for the next number, {0} for the first.
"""

from __future__ import annotations

import numpy as np

from synth.kernels.read.sentences import BASIC, sentences

PRIMALITY, FACTORISATION, DIVISORS, NUMBER = range(4)
_KINDS = ("primality", "factorisation", "divisors", "number of divisors")
QUESTIONS = (
    "Is {0} a prime number? Answer yes or no.",
    "Is {0} prime? Answer yes or no.",
    "Decide whether {0} is a prime number. Answer yes or no.",
    "Find out whether {0} is prime, and answer yes or no.",
    "Write {0} as a product of primes, smallest first, with repeated primes as powers such as 2^3.",
    "Find the prime factorisation of {0}: smallest prime first, repeated primes as powers such as 2^3.",
    "Factor {0} into primes. List the smallest first, and write repeated primes as powers such as 2^3.",
    "What is {0} as a product of primes? Put the smallest first, with powers such as 2^3 for repeats.",
    "List all positive divisors of {0} in ascending order.",
    "Find every positive divisor of {0}, from the smallest to the largest.",
    "Which positive whole numbers divide {0}? List them in ascending order.",
    "What are the positive divisors of {0}? List them from the smallest to the largest.",
    "How many positive divisors does {0} have?",
    "Count the positive divisors of {0}.",
    "How many positive whole numbers divide {0}?",
    "Find the number of positive divisors of {0}.",
)
"""Four of each kind."""
_SKILLS = (
    "primality; trial division",
    "primality; Miller-Rabin test",
    "prime factorisation",
    "prime factorisation; divisors",
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
    "once": "# - 1 = 2 * #. So # passes the Miller-Rabin test to base b if b^# is 1 or -1 modulo #.",
    "odd": "# - 1 = 2^# * #. So # passes the Miller-Rabin test to base b if, modulo #, ",
    "among": "b^# is 1, or -1 is among the powers from b^# to b^#, each the square of the one before.",
    "two": "Every prime passes the test, and every odd composite number below 1373653 fails it to base 2 "
    "or 3.",
    "base": "Base # modulo #: each power is the square of the one before, times # where the exponent is odd.",
    "square": "#^#: # * # = #",
    "reduced": " = # * # + #",
    "more": "; # * # = #",
    "one": "#^# is 1, so # passes the test to base #.",
    "minus": "#^# is #, which is -1, so # passes the test to base #.",
    "neither": "#^# is neither 1 nor -1, so # fails the test to base # and is not prime.",
    "never": "#^# is not 1, and neither it nor a square after it is -1, so # fails the test to base # and is "
    "not prime.",
    "indeed": "Indeed # = # * #.",
    "all": "# passes the test to each of these bases, so it is prime.",
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
    "said composite": "# is not prime: it is # * #.",
    "said divisors": "The positive divisors of # are ",
    "said number": "# has # positive divisors.",
    **{f"canonical {kind}": f"{kind} #" for kind in _KINDS},
    **{f"group {kind}": f"primes:{kind} #" for kind in _KINDS},
    "payload": '{"number":#}',
    **{f"skills {skills}": skills for skills in _SKILLS},
    **{question: question for question in QUESTIONS},
}
SENTENCES = sentences(_SAID.values())
(
    STOP, TIMES, TO, YES, NO, BOUND, REMAINDER, PLUS, SO_NOT, NONE, ONCE, ODD, AMONG, TWO,
    BASE, SQUARE, REDUCED, MORE, ONE, MINUS, NEITHER, NEVER, INDEED, ALL, SPLIT,
    PROVEN, DIVIDES, IS, FIRST, NEXT, ARE, CHOICES, OPENED, BARE, MANY, SAID_PRIME, SAID_TWO,
    SAID_COMPOSITE, SAID_DIVISORS, SAID_NUMBER,
) = np.arange(len(BASIC), 44)  # fmt: skip
CANONICAL_TEXT, GROUP_TEXT, PAYLOAD_TEXT, SKILLS_TEXT, QUESTION_TEXT = np.array([44, 48, 52, 53, 57])

BELOW = 10**9
_ROOT = 31_623
"""No number below BELOW is composite without a prime factor below."""
PRIMES = np.array([p for p in range(2, _ROOT) if all(p % d for d in range(2, int(p**0.5) + 1))], np.int64)
LARGEST = 1000
KNOWN = 100
TESTED = 100_000
"""The strong test to bases 2 and 3 decides about every number below, and is asked for no other."""
