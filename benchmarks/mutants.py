"""Mutants at full scale: 100,000 of the standard library compiled, one in five held against LibCST's edit.

Every function of the corpus is a file of its own, with its comments. A mutant is at fault if it does not
compile, if LibCST's edit of the tree gives another text, or if parsing it gives another tree. Pairs of two
bugs are counted apart. Times are CPU times of the process.

    python benchmarks/mutants.py [--count 100000] [--every 5] [--out benchmarks/results/mutants]
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import sysconfig
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.metadata import version
from pathlib import Path

import libcst as cst

from synth.mutate.change import Change, applied
from synth.mutate.distinct import distinct
from synth.mutate.doubles import doubles
from synth.mutate.frequencies import KINDS
from synth.mutate.sites import OPERATORS, changes, parsed, sites_of
from synth.mutate.splicing import Edit, spliced
from synth.mutate.tree import File, Tree, Unreadable

ROOT = Path(__file__).resolve().parents[1]
LIBRARY = Path(sysconfig.get_path("stdlib"))
CORPUS = (
    *("statistics", "textwrap", "bisect", "heapq", "colorsys", "fractions", "calendar", "string", "shlex"),
    *("difflib", "ipaddress"),
)
"""The modules that all mutants are made of; the rest of the library follows until there are enough."""
LEFT_OUT = {"test", "tests", "site-packages", "idlelib", "lib2to3", "turtledemo", "__pycache__"}


@dataclass
class Tally:
    """What was counted and how long it took, in seconds."""

    functions: int = 0
    lines: int = 0
    parsing: float = 0.0
    siting: float = 0.0
    splicing: float = 0.0
    editing: float = 0.0
    mutants: int = 0
    held: int = 0
    pairs: int = 0
    equal: int = 0
    repeated: int = 0
    shorter: int = 0
    skipped: list[str] = field(default_factory=list)
    faults: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    operators: Counter[str] = field(default_factory=Counter)


def files() -> Iterator[Path]:
    """Yield the corpus, then the other files of the library by path."""
    first = [LIBRARY / f"{name}.py" for name in CORPUS]
    yield from first
    for folder, folders, names in os.walk(LIBRARY):
        folders[:] = sorted(set(folders) - LEFT_OUT)
        yield from (Path(folder, name) for name in sorted(names) if name.endswith(".py"))


def judge(tree: Tree, made: Change, edits: tuple[Edit, ...], tally: Tally, every: int) -> str:
    """Return what is wrong with a mutant, or nothing; one of `every` is held against LibCST's edit."""
    start = time.process_time()
    text = spliced(tree.file.text, edits)
    try:
        compile(text, "<mutant>", "exec", dont_inherit=True)
    except SyntaxError as error:
        return f"does not compile: {error.msg}"
    finally:
        tally.splicing += time.process_time() - start
    if tally.mutants % every:
        return ""
    tally.held += 1
    start = time.process_time()
    wanted = applied(tree, made)
    code = wanted.code
    tally.editing += time.process_time() - start
    if code != text:
        return "LibCST's edit gives another text"
    return "" if cst.parse_module(text).deep_equals(wanted) else "parsing gives another tree"


def count(source: str, tally: Tally, limit: int, every: int) -> None:
    """Judge all mutants of a function that stands alone, as far as the limit allows."""
    start = time.process_time()
    file = File(source)
    assert file.spans
    tally.parsing += time.process_time() - start
    name = next(iter(file.functions))
    start = time.process_time()
    tree = file.tree(name)
    found = list(changes(tree))
    tally.siting += time.process_time() - start
    tally.functions += 1
    tally.lines += source.count("\n")
    seen = set()
    for operator, made, edits in found:
        if edits in seen or tally.mutants >= limit:
            continue
        seen.add(edits)
        tally.mutants += 1
        tally.kinds[operator.kind] += 1
        tally.operators[operator.name] += 1
        tally.shorter += sum(len(one.text) - (one.end - one.start) for one in edits) < 0
        fault = judge(tree, made, edits, tally, every)
        if fault:
            tally.faults[f"{operator.name}: {fault}"] += 1
            print(f"{operator.name}: {fault}: {[(source[one.start : one.end], one.text) for one in edits]}")
    kept = distinct(source, name, sites_of(tree))
    tally.equal += len(kept.equal)
    tally.repeated += len(kept.repeated)
    for pair in doubles(source, kept.kept, len(kept.kept) // 10):
        tally.pairs += 1
        try:
            compile(spliced(source, pair.edits), "<pair>", "exec", dont_inherit=True)
        except SyntaxError as error:
            tally.faults[f"pair: {error.msg}"] += 1


def run(limit: int, every: int) -> tuple[Tally, Tally]:
    """Return the tally of the corpus, and that of the rest of the library."""
    corpus, rest, done = Tally(), Tally(), set[Path]()
    for number, path in enumerate(files()):
        if path in done or rest.mutants + corpus.mutants >= limit:
            continue
        done.add(path)
        tally = corpus if number < len(CORPUS) else rest
        try:
            file = File(path.read_text(encoding="utf-8"))
        except (Unreadable, UnicodeDecodeError) as error:
            tally.skipped.append(f"{path.relative_to(LIBRARY)}: {error}")
            continue
        for node in file.functions.values():
            left = limit - (corpus.mutants if tally is rest else 0)
            count(file.module.code_for_node(node), tally, left, every)
            parsed.cache_clear()
    return corpus, rest


def revision() -> str:
    """Return the revision that the figures belong to."""
    told = ("git", "-C", str(ROOT), "describe", "--always", "--dirty")
    return subprocess.run(told, capture_output=True, text=True, check=False).stdout.strip()


def page(corpus: Tally, rest: Tally) -> str:
    """Return the figures as Markdown."""
    total = corpus.mutants + rest.mutants
    lines = [
        "# Mutants of the standard library",
        "",
        f"Python {platform.python_version()}, LibCST {version('libcst')}, "
        f"load {os.getloadavg()[0]:.1f}, revision {revision()}. Times are CPU times.",
        "",
        f"{total:,} mutants by {len(OPERATORS)} operators and {corpus.pairs + rest.pairs:,} pairs, compiled. "
        f"Of {corpus.held + rest.held:,} mutants the text and the tree are held against LibCST's own edit.",
        "",
        "| | corpus of the issue | other modules |",
        "| --- | --: | --: |",
    ]
    figures = {
        "functions and methods": lambda one: f"{one.functions:,}",
        "lines": lambda one: f"{one.lines:,}",
        "mutants": lambda one: f"{one.mutants:,}",
        "mutants for each function": lambda one: f"{one.mutants / max(1, one.functions):.0f}",
        "shorter than the original": lambda one: f"{one.shorter / max(1, one.mutants):.0%}",
        "with the original's bytecode": lambda one: f"{one.equal}",
        "with another mutant's bytecode": lambda one: f"{one.repeated}",
        "held against LibCST's edit": lambda one: f"{one.held:,}",
        "pairs of two bugs": lambda one: f"{one.pairs:,}",
        "faults": lambda one: f"{sum(one.faults.values())}",
        "parsing with positions, ms for 25 lines": lambda one: (
            f"{one.parsing / max(1, one.lines) * 25_000:.2f}"
        ),
        "sites, ms for 25 lines": lambda one: f"{one.siting / max(1, one.lines) * 25_000:.2f}",
        "splice and compile, ms for a mutant": lambda one: f"{one.splicing / max(1, one.mutants) * 1000:.3f}",
        "LibCST's edit and print, ms for a mutant": lambda one: (
            f"{one.editing / max(1, one.held) * 1000:.3f}"
        ),
    }
    lines += [f"| {name} | {said(corpus)} | {said(rest)} |" for name, said in figures.items()]
    lines += [
        "",
        "## Kinds",
        "",
        "Places where a kind of bug can be made, and its weight in the default distribution.",
        "",
    ]
    lines += ["| kind | mutants | share | weight |", "| --- | --: | --: | --: |"]
    for kind, known in KINDS.items():
        made = corpus.kinds[kind] + rest.kinds[kind]
        lines.append(f"| {known.says} | {made:,} | {made / total:.1%} | {known.weight}% |")
    lines += ["", "## Operators", "", "| operator | mutants |", "| --- | --: |"]
    lines += [
        f"| {one.name} | {corpus.operators[one.name] + rest.operators[one.name]:,} |" for one in OPERATORS
    ]
    for title, found in (
        ("Faults", [f"{name}: {many}" for name, many in (corpus.faults + rest.faults).items()]),
        ("Files that were not read", corpus.skipped + rest.skipped),
    ):
        if found:
            lines += ["", f"## {title}", "", *(f"- {one}" for one in found)]
    return "\n".join(lines) + "\n"


def main() -> None:
    """Run the benchmark and write its page; exit 1 if a mutant is at fault."""
    asked = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    asked.add_argument("--count", type=int, default=100_000, help="mutants at most")
    asked.add_argument("--every", type=int, default=5, help="one in so many is held against LibCST's edit")
    asked.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "mutants")
    options = asked.parse_args()
    warnings.simplefilter("ignore", SyntaxWarning)
    corpus, rest = run(options.count, options.every)
    text = page(corpus, rest)
    options.out.with_suffix(".md").write_text(text)
    print(text)
    sys.exit(bool(corpus.faults or rest.faults))


if __name__ == "__main__":
    main()
