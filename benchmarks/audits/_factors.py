"""What a line says of common factors and multiples, tried out."""

from __future__ import annotations

import re

from audits._row import need


def divisors(number: int) -> set[int]:
    """Return the divisors by trial."""
    return {one for one in range(1, number + 1) if number % one == 0}


def factors(line: str) -> None:
    """Check what a line says of common factors and multiples, by trial."""
    if said := re.search(
        r"greatest common divisor of (\d+) and (\d+) is (\d+)(?:, and .* lowest terms)?\.$", line
    ):
        one, other, most = map(int, said.groups())
        common = next(d for d in range(min(one, other), 0, -1) if one % d == 0 == other % d)
        need(common == most, f"the greatest common divisor is {common}: {line}")
        need(("lowest terms" in line) == (most == 1), line)
        chain = [tuple(map(int, re.findall(r"\d+", part))) for part in line.split(", so")[0].split(", ")]
        above, below = max(one, other), min(one, other)
        for step in chain:
            need(len(step) > 2 and step[0] == above and step[1] == below, f"not Euclid's: {line}")
            rest = step[3] if len(step) == 4 else 0
            need(below * step[2] + rest == above and rest < below, f"not Euclid's: {line}")
            above, below = below, rest
        need(below in (0, 1) and (above if below == 0 else 1) == most, f"Euclid does not end: {line}")
    for said in re.finditer(r"(\d+) and (\d+) have no common factor", line):
        one, other = map(int, said.groups())
        need(not divisors(one) & divisors(other) - {1}, f"a common factor: {line}")
    if said := re.search(r"least common multiple of ([\d, and]+) is (\d+)", line):
        parts, least = [int(part) for part in re.findall(r"\d+", said[1])], int(said[2])
        found = next(
            max(parts) * k for k in range(1, least + 1) if not any(max(parts) * k % p for p in parts)
        )
        need(found == least, f"the least common multiple is {found}: {line}")
    if said := re.search(r"least common multiple is (\d+) \* (\d+) = (\d+)\.$", line):
        need(line.startswith(f"{said[1]} and {said[2]} have no common factor"), line)
