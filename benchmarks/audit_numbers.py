"""An audit of primes, remainders, sequences and recurrences, which shares nothing with synth.

The answer is found by trial division, by multiplying step by step, by every rule with every number, by plain
iteration. Every equality is evaluated, and each line must be the one that the page of the family lets follow.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator

from audit_values import Row, Unread, asked, audited, need, numbered, told

WHOLE = r"(?:0|[1-9][0-9]*)"
SIGNED = r"(?:0|-?[1-9][0-9]*)"
CHAIN = re.compile(r"[-(]*\d[-+*/^() \d]*(?: = [-(]*\d[-+*/^() \d]*)+", re.ASCII)
UNEQUAL = re.compile(r"(-?\d+) is not (-?\d+(?: [-+*] \(?-?\d+\)?)+)[,.]", re.ASCII)
FACTORS = range(2, 10)
STEPS = [c for c in range(-99, 100) if c]


def worth(text: str) -> int:
    """Return what an expression of whole numbers comes to.

    >>> worth("(1 - 5 * (-1)) * 2^3")
    48
    """
    tokens = re.findall(r"\d+|[-+*/^()]", text)
    tokens.reverse()
    total = added(tokens)
    need(not tokens, f"{text} cannot be read")
    return total


def added(tokens: list[str]) -> int:
    """Take terms with + and - between them."""
    total = multiplied(tokens)
    while tokens and tokens[-1] in "+-":
        total += multiplied(tokens) if tokens.pop() == "+" else -multiplied(tokens)
    return total


def multiplied(tokens: list[str]) -> int:
    """Take factors with * and / between them."""
    total = raised(tokens)
    while tokens and tokens[-1] in "*/":
        if tokens.pop() == "*":
            total *= raised(tokens)
        else:
            total, rest = divmod(total, raised(tokens))
            need(not rest, "a division that leaves something")
    return total


def raised(tokens: list[str]) -> int:
    """Take a number, perhaps with a sign or a power, or what stands in parentheses."""
    need(tokens, "an expression that breaks off")
    token = tokens.pop()
    if token == "-":
        return -raised(tokens)
    if token == "(":
        base = added(tokens)
        need(tokens and tokens.pop() == ")", "a parenthesis that stays open")
    else:
        need(token.isdigit(), f"{token} where a number is due")
        base = int(token)
    if tokens and tokens[-1] == "^":
        tokens.pop()
        exponent = raised(tokens)
        need(0 <= exponent < 100, f"an exponent {exponent}")
        base **= exponent
    return base


def true(text: str) -> None:
    """Check every equality, and every "is not", that a text states of whole numbers."""
    for chain in CHAIN.findall(text):
        need(len({worth(part) for part in chain.split(" = ")}) == 1, f"not true: {chain}")
    for left, right in UNEQUAL.findall(text):
        need(worth(left) != worth(right), f"{left} is {right}")


def fits(row: Row, lines: Iterable[str], **columns: object) -> None:
    """Check that the reasoning has these lines, and that the other columns are as told."""
    wanted, found = list(lines), numbered(row)
    for place, (line, due) in enumerate(zip(found, wanted, strict=False), 1):
        need(line == due, f"line {place} is {line!r}, and {due!r} is due")
    need(len(found) == len(wanted), f"{len(found)} lines, and {len(wanted)} are due")
    told(row, group=f"{row['family']}: {columns['canonical']}", **columns)


def listed(items: Iterable[object]) -> str:
    """Return a list with "and" before the last."""
    *most, last = map(str, items)
    return f"{', '.join(most)} and {last}" if most else last


def least(n: int) -> int:
    """Return the least divisor of a number but 1, by trying."""
    d = 2
    while d * d <= n:
        if n % d == 0:
            return d
        d += 1
    return n


def factored(n: int) -> list[int]:
    """Return the prime factors of a number, smallest first."""
    found = []
    while n > 1:
        found.append(least(n))
        n //= found[-1]
    return found


def dividing(n: int) -> list[int]:
    """Return the divisors of a number by trying each up to its root."""
    low = [d for d in range(1, int(n**0.5) + 2) if n % d == 0 and d * d <= n]
    return low + [n // d for d in reversed(low) if d * d != n]


PRIMES: dict[str, tuple[str, ...]] = {
    "primality": (
        *("Is {n} a prime number? Answer yes or no.", "Is {n} prime? Answer yes or no."),
        "Decide whether {n} is a prime number. Answer yes or no.",
        "Find out whether {n} is prime, and answer yes or no.",
    ),
    "factorisation": (
        "Write {n} as a product of primes, smallest first, with repeated primes as powers such as 2^3.",
        "Find the prime factorisation of {n}: smallest prime first, repeated primes as powers such as 2^3.",
        "Factor {n} into primes. List the smallest first, and write repeated primes as powers such as 2^3.",
        "What is {n} as a product of primes? Put the smallest first, with powers such as 2^3 for repeats.",
    ),
    "divisors": (
        "List all positive divisors of {n} in ascending order.",
        "Find every positive divisor of {n}, from the smallest to the largest.",
        "Which positive whole numbers divide {n}? List them in ascending order.",
        "What are the positive divisors of {n}? List them from the smallest to the largest.",
    ),
    "number of divisors": (
        *("How many positive divisors does {n} have?", "Count the positive divisors of {n}."),
        "How many positive whole numbers divide {n}?",
        "Find the number of positive divisors of {n}.",
    ),
}


def root(n: int) -> int:
    """Return the least prime whose square is more than a number."""
    p = 2
    while p * p <= n or least(p) < p:
        p += 1
    return p


def tried(n: int) -> Iterator[str]:
    """Yield the lines of a trial division."""
    top = root(n)
    bound = f"{top}^2 = {top * top} is more than {n}"
    yield f"{bound}, so if {n} is not prime, some prime below {top} divides it."
    for p in (p for p in range(2, top) if least(p) == p):
        if n % p == 0:
            yield f"{n} = {p} * {n // p}, so {n} is not prime."
            return
        yield f"{n} = {p} * {n // p} + {n % p}."
    yield f"No prime below {top} divides {n}, so {n} is prime."


def bases_of(n: int) -> tuple[int, tuple[int, ...]]:
    """Return a bound above a number, and the bases that decide below it."""
    known = ((1_373_653, (2, 3)), (25_326_001, (2, 3, 5)), (4_759_123_141, (2, 7, 61)))
    return next(one for one in known if n < one[0])


def tested(n: int) -> Iterator[str]:
    """Yield the lines of Miller-Rabin tests."""
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    bound, bases = bases_of(n)
    yield f"{n} - 1 = 2{f'^{s}' if s > 1 else ''} * {d}."
    named = ", ".join(map(str, bases[:-1]))
    yield f"A composite number below {bound} fails the Miller-Rabin test to base {named} or {bases[-1]}."
    for b in bases:
        exponents = [d >> k for k in reversed(range(d.bit_length()))]
        yield f"Modulo {n}: " + ", ".join(f"{b}^{e} = {pow(b, e, n)}" for e in exponents) + "."
        first = last = pow(b, d, n)
        reached = d
        squares: list[str] = []
        while first != 1 and last != n - 1 and len(squares) < s - 1:
            last, reached = last * last % n, 2 * reached
            squares.append(f"{b}^{reached} = {last}")
        if squares:
            yield f"Squared modulo {n}: {', '.join(squares)}."
        if first == 1:
            yield f"{b}^{d} is 1, so {n} passes the test to base {b}."
        elif last == n - 1:
            yield f"{b}^{reached} is {last}, which is -1, so {n} passes the test to base {b}."
        else:
            what = "not 1, and neither it nor a square after it is -1" if s > 1 else "neither 1 nor -1"
            yield f"{b}^{d} is {what}, so {n} fails the test to base {b} and is not prime."
            yield f"Indeed {n} = {least(n)} * {n // least(n)}."
            return
    yield f"{n} passes the test to every base, so it is prime."


def split(n: int, kind: str) -> Iterator[str]:
    """Yield the lines that factor a number, and those that find or count its divisors."""
    factors, left = factored(n), n
    for p in factors[:-1]:
        yield f"{left} = {p} * {left // p}."
        left //= p
    for p in sorted({p for p in factors if p > 100}):
        top = root(p)
        below = listed(q for q in range(2, top) if least(q) == q)
        yield f"{p} is prime: {top}^2 = {top * top} is more than {p}, and none of {below} divides it."
    if kind == "factorisation":
        return
    yield f"{n} = {powers(factors)}."
    several = sorted(set(factors))
    if kind == "divisors":
        for count in range(1, len(several) + 1):
            part = [p for p in factors if p in several[:count]]
            product = worth(" * ".join(map(str, part)))
            begin = "Those" if count > 1 else "The divisors"
            yield f"{begin} of {powers(part)} are {listed(dividing(product))}."
    else:
        choices = [f"{factors.count(p)} + 1" for p in several]
        text = " * ".join(f"({one})" for one in choices) if len(choices) > 1 else choices[0]
        count = len(dividing(n))
        yield f"A divisor takes each prime from 0 times up to its exponent: {text} = {count} choices."


def powers(factors: list[int]) -> str:
    """Return a product of primes with powers for those that repeat."""
    return " * ".join(
        f"{p}^{factors.count(p)}" if factors.count(p) > 1 else str(p) for p in sorted(set(factors))
    )


def modulo(text: str, n: int) -> str:
    """Check the powers modulo a number that a line states; return what else it says."""
    if not re.match(r"Modulo|Squared modulo", text):
        return text
    for b, e, v in re.findall(r"(\d+)\^(\d+) = (\d+)", text):
        need(pow(int(b), int(e), n) == int(v), f"not true modulo {n}: {b}^{e} = {v}")
    return ""


def primes(row: Row) -> None:
    """Audit a question about the primes and divisors of a number."""
    kind, names = asked(str(row["question"]), PRIMES, WHOLE)
    n = int(names["n"])
    factors, divisors = factored(n), dividing(n)
    need(n < 10**9, f"{n} has more than nine digits")
    if kind == "primality":
        answer = "yes" if len(divisors) == 2 else "no"
        small = n < 10_000
        lines = tried(n) if small else tested(n)
        level, skills = (1 if n < 1000 else 2 if small else 4), ["primality"]
        skills.append("trial division" if small else "Miller-Rabin test")
        need(n > 10 and n % 2 and n % 5 and (small or n % 3), f"{n} is decided at a glance")
        if answer == "no":
            solution = f"{n} is not prime: it is {factors[0]} * {n // factors[0]}."
        elif small:
            top = root(n)
            solution = f"{n} is prime: no prime below {top} divides it, and {top}^2 is more than {n}."
        else:
            solution = f"{n} is prime: it passes the Miller-Rabin test to bases {listed(bases_of(n)[1])}."
    else:
        lines, level = split(n, kind), 1 if n < 1000 else 2 if n < 100_000 else 3
        need(len(factors) > 1 and factors[-1] < 1000, f"{n} is no number to factor")
        need(kind == "factorisation" or len(factors) > 2, f"{n} has too few factors")
        need(kind != "divisors" or n < 10_000, f"{n} has too many digits")
        skills = ["prime factorisation", *(["divisors"] if kind != "factorisation" else [])]
        if kind == "factorisation":
            answer = powers(factors)
            solution = f"{n} = {answer}."
        elif kind == "divisors":
            answer = ", ".join(map(str, divisors))
            solution = f"The positive divisors of {n} are {listed(divisors)}."
        else:
            answer = str(len(divisors))
            solution = f"{n} has {answer} positive divisors."
    for line in [*numbered(row), str(row["solution"])]:
        true(modulo(line, n))
    payload = f'{{"number":{n}}}'
    columns = {"canonical": f"{kind} {n}", "level": level, "skills": skills, "payload": payload}
    fits(row, lines, answer=answer, solution=solution, **columns)


MODULAR: dict[str, tuple[str, ...]] = {
    "gcd": (
        "What is the greatest common divisor of {a} and {b}?",
        "Find the greatest common divisor of {b} and {a}.",
        "What is the largest whole number that divides both {a} and {b}?",
        "Use Euclid's algorithm to find the greatest common divisor of {a} and {b}.",
    ),
    "lcm": (
        "What is the least common multiple of {a} and {b}?",
        "Find the least common multiple of {b} and {a}.",
        "What is the smallest positive whole number that both {a} and {b} divide?",
        "Which is the smallest positive whole number that is a multiple of both {b} and {a}?",
    ),
    "power": (
        "What is the remainder when {a}^{b} is divided by {m}?",
        "Find the remainder of {a}^{b} on division by {m}.",
        "What is {a}^{b} modulo {m}? Give a number from 0 to {z}.",
        "Reduce {a}^{b} modulo {m} to a number from 0 to {z}.",
    ),
    "inverse": (
        "Find the inverse of {a} modulo {m}, a number from 1 to {z}.",
        "What is the multiplicative inverse of {a} modulo {m}? Give a number from 1 to {z}.",
        "For which x from 1 to {z} does {a} * x leave the remainder 1 when it is divided by {m}?",
        "Find the number x from 1 to {z} for which {a} * x is 1 modulo {m}.",
    ),
}


def euclid(a: int, b: int) -> Iterator[str]:
    """Yield the lines of Euclid's algorithm."""
    while b:
        yield f"{a} = {a // b} * {b}{f' + {a % b}' if a % b else ''}."
        a, b = b, a % b


def reduced(left: int, right: int, m: int) -> tuple[int, str]:
    """Return a product modulo a number, and how it is said."""
    product = left * right
    said = f"{left} * {right} = {product}"
    return product % m, said if product < m else f"{said}, which leaves {product % m}"


def powered(a: int, e: int, m: int) -> Iterator[str]:
    """Yield the lines of repeated squaring."""
    now = a
    for digits in (bin(e)[2:][:length] for length in range(2, e.bit_length() + 1)):
        now, said = reduced(now, now, m)
        if digits[-1] == "1":
            now, more = reduced(now, a, m)
            said = f"{said}; {more}"
        yield f"{a}^{int(digits, 2)}: {said}."


def inverted(a: int, m: int, x: int) -> Iterator[str]:
    """Yield the lines of Euclid's algorithm with each remainder as a multiple of a."""
    (high, more), (low, times) = (m, 0), (a, 1)
    while low > 1:
        quotient, rest = divmod(high, low)
        due = more - quotient * times
        how = f"({more} - {quotient} * {signed(times)}) * {a} = " if high != m else ""
        yield f"{high} = {quotient} * {low} + {rest}, so modulo {m}, {rest} is {how}{due} * {a}."
        (high, more), (low, times) = (low, times), (rest, due)
    if times < 0:
        yield f"{times} is {x} modulo {m}."
    yield f"{x} * {a} = {x * a} = {x * a // m} * {m} + 1."


def signed(number: int) -> str:
    """Return a number, in parentheses if it is negative."""
    return str(number) if number >= 0 else f"({number})"


def modular(row: Row) -> None:
    """Audit a question about common divisors, common multiples, powers or inverses."""
    kind, names = asked(str(row["question"]), MODULAR, WHOLE)
    a, b, m = (int(names.get(name, 0)) for name in "abm")
    need("z" not in names or int(names["z"]) == m - 1, "the bound is not one below the modulus")
    numbers = [n for n in (a, b, m) if n]
    need(max(numbers) < 10**9, "a number has more than nine digits")
    top, skill = max(numbers), ["Euclid's algorithm"]
    if kind in ("gcd", "lcm"):
        need(1 < b < a and a % b, f"{a} and {b} are no pair to ask about")
        common = max(d for d in dividing(b) if a % d == 0)
        level = 1 if top < 100 else 2 if top < 100_000 else 3
        lines = list(euclid(a, b))
        answer, long = common, "greatest common divisor"
        if kind == "lcm":
            answer, long = a, "least common multiple"
            while answer % b:
                answer += a
            lines.append(f"The greatest common divisor is {common}.")
            lines += [f"{a} / {common} = {a // common}."] if common > 1 else []
            lines.append(f"{a // common} * {b} = {answer}.")
        solution = f"The {long} of {a} and {b} is {answer}."
        skill.append(long)
    elif kind == "power":
        need(1 < a < m and 1 < b < 10_000, "a power that is out of bounds")
        level, lines, skill, answer = (2 if m < 1000 else 4), list(powered(a, b, m)), ["modular powers"], 1
        for _ in range(b):
            answer = answer * a % m
        solution = f"{a}^{b} leaves the remainder {answer} when it is divided by {m}."
    else:
        need(1 < a < m, "an inverse that is out of bounds")
        answers = [(k * m + 1) // a for k in range(a) if (k * m + 1) % a == 0]
        need(len(answers) == 1, f"{a} has {len(answers)} inverses modulo {m}")
        answer, level = answers[0], 2 if m < 1000 else 3
        need(m > 1000 or [x for x in range(1, m) if a * x % m == 1] == answers, "another inverse")
        lines = list(inverted(a, m, answer))
        solution = f"The inverse of {a} modulo {m} is {answer}."
        skill.append("modular inverses")
    for line in [*numbered(row), str(row["solution"])]:
        true(line)
        for left, product, rest in re.findall(r"(\d+ \* \d+) = (\d+), which leaves (\d+)", line):
            need(worth(f"{product} - {rest}") % m == 0, f"{left} does not leave {rest}")
    said = ",".join(map(str, numbers))
    columns = {"canonical": " ".join(map(str, [kind, *numbers])), "payload": f'{{"numbers":[{said}]}}'}
    fits(row, lines, level=level, skills=skill, answer=str(answer), solution=solution, **columns)


RULES = (
    "(a) add c each time",
    "(b) multiply by r each time",
    "(c) multiply by r and add c each time",
    "(d) add c, then c + d, then c + 2 * d, and so on",
    "(e) each number from the third on is the sum of the two before it",
    "(f) add c and multiply by r in turn, beginning with an addition",
    "(g) the numbers at odd places follow (a) or (b), and so do the numbers at even places",
)
NAMES = ("add", "multiply", "scale", "grow", "sum", "turn", "weave")
SKILLS = {
    "add": ["arithmetic sequences", "differences"],
    "multiply": ["geometric sequences"],
    "scale": ["differences", "recurrences"],
    "grow": ["differences"],
    "sum": ["recurrences"],
    "turn": ["recurrences"],
    "weave": ["interleaved sequences"],
}
NEXT = (
    *("Which number comes next: {t}?", "Find the next number of the sequence {t}."),
    "The sequence {t} goes on. What is its next number?",
    "Continue the sequence {t} by one number.",
)
LETTERS = {True: "c is a whole number", False: "c and d are whole numbers"}
LAST = "If more than one rule fits, all of them give the same next number."


def simple(t: list[int]) -> Iterator[tuple[str, int]]:
    """Yield each rule (a) and (b), with each number, that the terms follow, and what they give next."""
    for c in STEPS:
        if all(y == x + c for x, y in itertools.pairwise(t)):
            yield "add", t[-1] + c
    for r in FACTORS:
        if all(y == x * r for x, y in itertools.pairwise(t)):
            yield "multiply", t[-1] * r


def followed(t: list[int], rules: int) -> Iterator[tuple[str, int]]:
    """Yield each of the first rules, with each number, that the terms follow, and what they give next."""
    pairs = list(itertools.pairwise(t))
    yield from simple(t)
    for r in FACTORS if rules > 2 else ():
        for c in STEPS:
            if all(y == x * r + c for x, y in pairs):
                yield "scale", t[-1] * r + c
    for c in STEPS if rules > 3 else ():
        for d in STEPS if t[1] == t[0] + c else ():
            if all(y == x + c + k * d for k, (x, y) in enumerate(pairs)):
                yield "grow", t[-1] + c + len(pairs) * d
    if rules > 4 and all(t[k] == t[k - 1] + t[k - 2] for k in range(2, len(t))):
        yield "sum", t[-1] + t[-2]
    for c in STEPS if rules > 5 else ():
        for r in FACTORS:
            if all(y == (x * r if k % 2 else x + c) for k, (x, y) in enumerate(pairs)):
                yield "turn", t[-1] * r if len(pairs) % 2 else t[-1] + c
    if rules > 6:
        for _, odd in simple(t[::2]):
            for _, even in simple(t[1::2]):
                yield "weave", even if len(t) % 2 else odd


def plus(left: int, right: int) -> str:
    """Return a sum as it is written."""
    return f"{left} {'-' if right < 0 else '+'} {abs(right)}"


def ratio(t: list[int]) -> int:
    """Return the factor from 2 to 9 from the first number to the second, or 0."""
    return next((r for r in FACTORS if t[0] and t[1] == r * t[0]), 0)


def powering(t: list[int]) -> tuple[int, list[str], str]:
    """Return the factor of a geometric sequence, the equations that hold, and what is not so at last."""
    r = ratio(t)
    equations: list[str] = []
    if not r:
        return 0, [], f"{t[1]} is not {t[0]} times a whole number from 2 to 9"
    for x, y in itertools.pairwise(t):
        if y != r * x:
            return r, equations, f"{y} is not {r} * {signed(x)}"
        equations.append(f"{y} = {r} * {signed(x)}")
    return r, equations, ""


def differences(t: list[int]) -> list[int]:
    """Return each number less the one before."""
    return [y - x for x, y in itertools.pairwise(t)]


def reasons(t: list[int], name: str, after: int) -> Iterator[str]:
    """Yield the lines that try the rules up to the one that fits."""
    first, last = differences(t), t[-1]
    if name == "add":
        yield f"The differences are {listed(first)}, all equal, so (a) fits with c = {first[0]}."
        yield f"The next number is {plus(last, first[0])} = {after}."
        return
    yield f"The differences are {listed(first)}, not all equal, so (a) does not fit."
    r, equations, wrong = powering(t)
    if name == "multiply":
        yield f"{listed(equations)}, so (b) fits with r = {r}."
        yield f"The next number is {r} * {signed(last)} = {after}."
        return
    yield f"{listed(equations)}, but {wrong}, so (b) does not fit." if r else f"{wrong}, so (b) does not fit."
    r, equations, wrong = powering(first)
    if name == "scale":
        c = t[1] - r * t[0]
        how = f"{t[1]} - {r} * {signed(t[0])} = {c}"
        yield (
            f"The differences are {listed(first)}, each {r} times the one before, and {how}, "
            f"so (c) fits with r = {r} and c = {c}."
        )
        yield f"The next number is {r} * {signed(last)} {'-' if c < 0 else '+'} {abs(c)} = {after}."
        return
    said = f"{', '.join(equations)} and {wrong}" if equations else wrong
    yield f"Under (c) each difference is r times the one before, but {said}, so (c) does not fit."
    second = differences(first)
    begin = f"The differences of the differences are {listed(second)}, "
    if name == "grow":
        yield f"{begin}all equal, so (d) fits with c = {first[0]} and d = {second[0]}."
        yield f"The next difference is {plus(first[-1], second[0])} = {first[-1] + second[0]}."
        yield f"The next number is {plus(last, first[-1] + second[0])} = {after}."
        return
    yield f"{begin}not all equal, so (d) does not fit."
    sums = [(z, plus(x, y), x + y) for x, y, z in zip(t, t[1:], t[2:], strict=False)]
    if name == "sum":
        yield f"{listed(f'{z} = {how}' for z, how, _ in sums)}, so (e) fits."
        yield f"The next number is {plus(t[-2], last)} = {after}."
        return
    yield next(f"{z} is not {how}, so (e) does not fit." for z, how, total in sums if z != total)
    yield from woven(t, name, after)


def woven(t: list[int], name: str, after: int) -> Iterator[str]:
    """Yield the lines that try adding and multiplying in turn, and two sequences in one."""
    c, r, last = t[1] - t[0], ratio(t[1:]), t[-1]
    steps = [
        (y, f"{r} * {signed(x)}" if k % 2 else plus(x, c)) for k, (x, y) in enumerate(itertools.pairwise(t))
    ]
    if name == "turn":
        yield f"{listed(f'{y} = {how}' for y, how in steps)}, so (f) fits with c = {c} and r = {r}."
        if len(t) % 2:
            yield f"An addition comes next: {plus(last, c)} = {after}."
        else:
            yield f"A multiplication comes next: {r} * {signed(last)} = {after}."
        return
    if c not in STEPS:
        yield f"Under (f) c = {c}, which is not allowed, so (f) does not fit."
    elif not r:
        wrong = f"{t[2]} is not {t[1]} times a whole number from 2 to 9"
        yield f"Under (f) c = {c}, but {wrong}, so (f) does not fit."
    else:
        y, how = next((y, how) for y, how in steps if worth(how) != y)
        yield f"Under (f) c = {c} and r = {r}, but {y} is not {how}, so (f) does not fit."
    ends = []
    for place, part in (("odd", t[::2]), ("even", t[1::2])):
        kind, _ = next(simple(part))
        step = part[1] - part[0]
        text, end = f"with the difference {step}: (a) with c = {step}.", plus(part[-1], step)
        if kind == "multiply":
            text = f"each {ratio(part)} times the one before: (b) with r = {ratio(part)}."
            end = f"{ratio(part)} * {signed(part[-1])}"
        ends.append(end)
        so = " So (g) fits." if place == "even" else ""
        yield f"At {place} places stand {listed(part)}, {text}{so}"
    where, which = len(t) % 2, ("odd", "even")[len(t) % 2]
    yield f"The next place, {len(t) + 1}, is {which}, and {ends[where]} = {after} comes there."


def sequence(row: Row) -> None:
    """Audit a question about the next number of a sequence."""
    first, _, rest = str(row["question"]).partition("\n")
    _, names = asked(first, {"": NEXT}, f"{SIGNED}(?:, {SIGNED})+")
    t = [int(one) for one in names["t"].split(", ")]
    begin, *rules, last = rest.split("\n")
    need(begin == "It follows one of these rules:", f"before the rules stands {begin}")
    count = len(rules)
    need(count in (2, 4, 6, 7), f"{count} rules are listed")
    for place, (rule, due) in enumerate(zip(rules, RULES, strict=False), 1):
        need(rule == due + (";" if place < count else "."), f"a rule of no known wording: {rule}")
    level = 1 + (2, 4, 6, 7).index(count)
    said = f"Here {LETTERS[count == 2]} from -99 to 99 other than 0, and r is a whole number from 2 to 9."
    need(last == f"{said} {LAST}", f"the rules end with {last}")
    need(len(t) in (level + 4, level + 5), f"{len(t)} numbers are shown")
    found = list(followed(t, count))
    need(found, "no rule fits")
    need(len({after for _, after in found}) == 1, f"the rules that fit give {found}")
    name = min((name for name, _ in found), key=NAMES.index)
    after = found[0][1]
    for line in [*numbered(row), str(row["solution"])]:
        true(line)
    columns = {"canonical": f"{level}: {names['t']}", "payload": f'{{"rule":"{name}"}}', "level": level}
    solution = f"The next number is {after}."
    fits(row, reasons(t, name, after), skills=SKILLS[name], answer=str(after), solution=solution, **columns)


ENDS = (
    (
        r"What is a\((?P<place>{w})\)\?",
        r"What is the remainder when a\((?P<place>{w})\) is divided by (?P<m>{w})\?",
    ),
    (
        r"Find a\((?P<place>{w})\)\.",
        r"Find a\((?P<place>{w})\) modulo (?P<m>{w}), a number from 0 to (?P<z>{w})\.",
    ),
    (
        r"Compute a\((?P<place>{w})\)\.",
        r"What does a\((?P<place>{w})\) leave when it is divided by (?P<m>{w})\?",
    ),
)
BEGINS = (
    r"A sequence begins with a\(0\) = (?P<s>{n}) and a\(1\) = (?P<t>{n}), and a\(n\) = (?P<rule>.+) "
    r"for every n from 2 on\. ",
    r"Let a\(0\) = (?P<s>{n}), a\(1\) = (?P<t>{n}) and a\(n\) = (?P<rule>.+) for n >= 2\. ",
    r"The numbers a\(0\), a\(1\), a\(2\), \.\.\. follow the rule a\(n\) = (?P<rule>.+) for n >= 2, "
    r"with a\(0\) = (?P<s>{n}) and a\(1\) = (?P<t>{n})\. ",
)
RULE = re.compile(r"(?:([2-9]) \* )?a\(n - 1\) ([-+]) (?:([2-9]) \* )?a\(n - 2\)", re.ASCII)


def begun(question: str) -> tuple[dict[str, int], int, int]:
    """Return the numbers of a question about a recurrence by their names, and its two coefficients."""
    for begin, ends in zip(BEGINS, ENDS, strict=True):
        for end in ends:
            pattern = (begin + end).replace("{w}", WHOLE).replace("{n}", SIGNED)
            if found := re.fullmatch(pattern, question, re.ASCII):
                names = found.groupdict()
                rule = RULE.fullmatch(names.pop("rule"))
                if not rule:
                    raise Unread(f"a rule of no known form: {question}")
                q = int(rule[3] or 1) * (1 if rule[2] == "+" else -1)
                return {name: int(one) for name, one in names.items()}, int(rule[1] or 1), q
    raise Unread(f"a question of no known wording: {question}")


def times(factor: int, what: str) -> str:
    """Return a multiple as it is written: a coefficient 1 is not."""
    return what if factor == 1 else f"{factor} * {what}"


def near(p: int, q: int, terms: list[int]) -> Iterator[str]:
    """Yield a line for each number of a sequence."""
    for n in range(2, len(terms)):
        before = str(terms[n - 1]) if p == 1 else f"{p} * {signed(terms[n - 1])}"
        sign = "-" if q < 0 else "+"
        yield f"a({n}) = {before} {sign} {times(abs(q), signed(terms[n - 2]))} = {terms[n]}."


def far(p: int, q: int, names: dict[str, int]) -> Iterator[str]:
    """Yield the lines of powers of x modulo the characteristic polynomial."""
    m, place, s, t = (names[name] for name in ("m", "place", "s", "t"))
    x, u, v, square = times(p, "x"), times(p, "u"), times(q, "u"), times(q, "u^2")
    yield (
        f"Let x^2 = {x} + {q}. Then x^n = u * x + v with whole numbers u and v, "
        "and a(n) = u * a(1) + v * a(0)."
    )
    yield f"The square of u * x + v has u * ({u} + 2 * v) in place of u, and {square} + v^2 in place of v."
    yield f"Multiplied by x, u * x + v has {u} + v in place of u, and {v} in place of v."
    yield f"Only the remainders of u and v on division by {m} matter."
    yield "x^1: u = 1 and v = 0."
    a, b, e = 1, 0, 1
    for digit in bin(place)[3:]:
        new_u, new_v = f"{a} * ({times(p, str(a))} + 2 * {b})", f"{times(q, f'{a}^2')} + {b}^2"
        c, d = worth(new_u), worth(new_v)
        e *= 2
        yield f"x^{e}: u = {new_u} = {c} and v = {new_v} = {d}{leaving(c, d, m)}."
        a, b = c % m, d % m
        if digit == "1":
            c, d, e = p * a + b, q * a, e + 1
            shown = f"{q} * {a} = {d}" if q > 1 else f"{d}"
            yield f"x^{e}: u = {times(p, str(a))} + {b} = {c} and v = {shown}{leaving(c, d, m)}."
            a, b = c % m, d % m
    total = a * t + b * s
    rest = f", which leaves {total % m}" if total >= m else ""
    yield f"a({place}) leaves the same remainder as {a} * {t} + {b} * {s} = {total}{rest}."


def leaving(c: int, d: int, m: int) -> str:
    """Return what two numbers leave, where one of them is not below the modulus."""
    return f", which leave {c % m} and {d % m}" if max(c, d) >= m else ""


def recurrence(row: Row) -> None:
    """Audit a question about a sequence that is given by its two last numbers."""
    names, p, q = begun(str(row["question"]))
    s, t, place, m = (names.get(name, 0) for name in ("s", "t", "place", "m"))
    need(s or t, "both numbers are 0")
    need("z" not in names or names["z"] == m - 1, "the bound is not one below the modulus")
    terms, skills, canonical = [s, t], ["recurrences"], f"{p} {q} {s} {t} at {place}"
    if (p, q, s, t) == (1, 1, 0, 1):
        skills.append("Fibonacci numbers")
    if not m:
        need(2 <= place <= 12, f"place {place} is not near")
        while len(terms) <= place:
            terms.append(p * terms[-1] + q * terms[-2])
        answer, lines = terms[-1], near(p, q, terms)
        level, solution = (1 if p == q == 1 else 2), f"a({place}) = {answer}."
    else:
        need(20 <= place < 10**5 and 10 <= m < 1000 and 0 < q < 10, "a place that is out of bounds")
        need(0 <= s < 10 and 0 <= t < 10, "a beginning that is out of bounds")
        low, high = s % m, t % m
        for _ in range(place - 1):
            low, high = high, (p * high + q * low) % m
        answer, lines = high, far(p, q, names)
        level, canonical = (3 if place < 1000 else 4), f"{canonical} modulo {m}"
        skills += ["repeated squaring", "remainders"]
        solution = f"a({place}) leaves the remainder {answer} when it is divided by {m}."
    for line in [*numbered(row)[4 if m else 0 :], str(row["solution"])]:
        true(re.sub(r"a\(\d+\) = ", "", line))
        if found := re.search(r"= (\d+) and v = (?:.* = )?(\d+), which leave (\d+) and (\d+)\.", line):
            for whole, rest in ((found[1], found[3]), (found[2], found[4])):
                need(int(whole) % m == int(rest), f"{whole} does not leave {rest}")
    payload = f'{{"modulus":{m},"place":{place}}}'
    columns = {"canonical": canonical, "payload": payload, "level": level, "skills": skills}
    fits(row, lines, answer=str(answer), solution=solution, **columns)


AUDITS = {
    "primes": audited(primes),
    "modular": audited(modular),
    "sequence": audited(sequence),
    "recurrence": audited(recurrence),
}
