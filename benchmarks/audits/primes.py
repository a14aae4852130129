"""The audit of primes and divisors."""

from __future__ import annotations

from collections.abc import Iterator

from audits._row import Row, need, numbered
from audits._whole import WHOLE, dividing, fits, listed, squared, true, worth
from audits._wording import asked

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


def audit(row: Row) -> None:
    """Try every divisor up to the root.

    The lines of trial division, of Miller-Rabin tests and of factoring are made anew and compared.
    """
    kind, names = asked(row.question, PRIMES, WHOLE)
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
    for line in [*numbered(row), row.solution]:
        true(line)
    payload = f'{{"number":{n}}}'
    columns = {"canonical": f"{kind} {n}", "level": level, "skills": skills, "payload": payload}
    fits(row, lines, answer=answer, solution=solution, **columns)


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
    begin = f"{n} - 1 = 2{f'^{s}' if s > 1 else ''} * {d}. So {n} passes the Miller-Rabin test to base b if"
    if s == 1:
        yield f"{begin} b^{d} is 1 or -1 modulo {n}."
    else:
        powers = f"the powers from b^{d} to b^{n // 2}, each the square of the one before"
        yield f"{begin}, modulo {n}, b^{d} is 1, or -1 is among {powers}."
    bound, bases = bases_of(n)
    named = f"{', '.join(map(str, bases[:-1]))} or {bases[-1]}"
    composite = f"every odd composite number below {bound}"
    yield f"Every prime passes the test, and {composite} fails it to base {named}."
    for b in bases:
        each = f"each power is the square of the one before, times {b} where the exponent is odd"
        yield f"Base {b} modulo {n}: {each}."
        now, reached = b, d
        for places in reversed(range(d.bit_length() - 1)):
            now, line = squared(b, d >> places, now, n)
            yield line
        need(now == pow(b, d, n), "the audit multiplies wrongly")
        one = now == 1
        while not one and now != n - 1 and 2 * reached < n - 1:
            reached *= 2
            now, line = squared(b, reached, now, n)
            yield line
        if one:
            yield f"{b}^{d} is 1, so {n} passes the test to base {b}."
        elif now == n - 1:
            yield f"{b}^{reached} is {now}, which is -1, so {n} passes the test to base {b}."
        else:
            what = "not 1, and neither it nor a square after it is -1" if s > 1 else "neither 1 nor -1"
            yield f"{b}^{d} is {what}, so {n} fails the test to base {b} and is not prime."
            yield f"Indeed {n} = {least(n)} * {n // least(n)}."
            return
    yield f"{n} passes the test to each of these bases, so it is prime."


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
