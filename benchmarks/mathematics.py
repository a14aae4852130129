"""Mathematics rows at scale: complete rows a CPU second, beside the nearest tasks of two peers.

Run: `synth generate` on one core with one worker, start-up, text with steps, every check, parts, Parquet and
the last pass included; CPU seconds of all processes, kernels compiled before. Line, of families that make
batches: batches made, checked and written as Parquet in one process, start-up left out. Peers: their tasks
at default settings in this environment, question and answer alone (they have neither steps in the text nor
a second check), start-up left out. The tail is the slowest of single rows, made and checked one by one,
against their median, in CPU time; of a batch family the row is a batch of one.

    python benchmarks/mathematics.py [--family F ...] [--share 1.0] [--out benchmarks/results/mathematics]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from typing import Any

SYNTH = str(Path(sys.executable).with_name("synth"))
PEER_SECONDS = 2.0
TAIL_ROWS = 10_000


@dataclass(frozen=True)
class Case:
    """A family, how many rows to make, what the issue asks for, and the nearest tasks of the peers."""

    family: str
    rows: int
    asked: int
    gym: str = ""
    core: str = ""


CASES = (
    Case("addition", 1_000_000, 300_000, "chain_sum", "arithmetics"),
    Case("subtraction", 1_000_000, 300_000, "chain_sum", "arithmetics"),
    Case("multiplication", 1_000_000, 300_000, "products", "arithmetics"),
    Case("division", 1_000_000, 300_000, "basic_arithmetic", "arithmetics"),
    Case("expression", 200_000, 20_000, "basic_arithmetic", "arithmetics"),
    Case("fraction", 10_000, 0, "fraction_simplification", "arithmetics"),
    Case("decimal", 10_000, 0, "decimal_arithmetic", "arithmetics"),
    Case("percent", 10_000, 0, "gsm_symbolic", "math_word_problem"),
    Case("comparison", 10_000, 0, "number_sorting", ""),
    Case("linear", 10_000, 400, "simple_equations", "equation_system"),
    Case("system", 10_000, 400, "simple_equations", "equation_system"),
    Case("inequality", 10_000, 0, "simple_equations", "equation_system"),
    Case("quadratic", 10_000, 400, "polynomial_equations", "function_manipulation"),
    Case("polynomial", 10_000, 0, "polynomial_multiplication", "function_manipulation"),
    Case("word_problem", 10_000, 400, "gsm_symbolic", "math_word_problem"),
    Case("syllogism", 20_000, 2_000, "syllogism", "logic_qa"),
    Case("sets", 20_000, 2_000, "", "set_expression"),
    Case("truth_table", 10_000, 0, "propositional_logic", "logic_qa"),
    Case("knights", 5_000, 0, "knights_knaves", "belief_tracking"),
    Case("deduction", 10_000, 0, "", "multistep_nli"),
    Case("primes", 500_000, 50_000, "prime_factorization", ""),
    Case("modular", 200_000, 0, "gcd", ""),
    Case("sequence", 10_000, 0, "number_sequence", "sequential_induction"),
    Case("recurrence", 10_000, 0, "number_sequence", "dynamic_programming"),
)

GYM = """
import sys, time
from itertools import count
import reasoning_gym
name, seconds = sys.argv[1], float(sys.argv[2])
data = reasoning_gym.create_dataset(name, size=10**9, seed=1)
for place in range(20):
    data[place]
start = time.process_time()
for rows in count(1):
    data[rows]
    if time.process_time() - start > seconds:
        break
print(rows / (time.process_time() - start))
"""
CORE = """
import sys, time, warnings
warnings.simplefilter("ignore")
from itertools import count
from reasoning_core import get_task
name, seconds = sys.argv[1], float(sys.argv[2])
task = get_task(name)
for _ in range(5):
    task.generate_example()
start = time.process_time()
for rows in count(1):
    task.generate_example()
    if time.process_time() - start > seconds:
        break
print(rows / (time.process_time() - start))
"""
TAIL = """
import gc, sys, time
import sympy
from synth.families import find
from synth.line import Line
from synth.run.workers import PATIENCE
name, wanted = sys.argv[1], int(sys.argv[2])
family = find(name)
lines = [Line(family, level, 9, 1, stratum) for level in family.levels for stratum in family.strata(level)]
for place in range(5):
    for line in lines:
        if place < line.places:
            line.take(place)
gc.collect()
gc.freeze()
gc.set_threshold(PATIENCE)  # as the workers of a run do
made = 0
while made < wanted:
    place += 1
    left = [line for line in lines if place < line.places]
    if not left:
        break
    for line in left:
        start = time.process_time_ns()
        rows = len(line.take(place))
        spent = time.process_time_ns() - start
        if rows:
            print(spent / rows)
            made += rows
"""


LINE = """
import sys, tempfile, time
from pathlib import Path
from synth.batch import BATCH_ROWS, BatchLine, is_batched
from synth.families import find
from synth.run.files import writer
family, wanted = find(sys.argv[1]), int(sys.argv[2])
lines = [
    BatchLine(family, level, 9, 1, stratum)
    for level in family.levels
    for stratum in family.strata(level)
    if is_batched(family, level, stratum) and family.space(level, stratum).count() >= BATCH_ROWS
]
if not lines:
    sys.exit()
for line in lines:
    line.take(0, 1000)
with writer(Path(tempfile.mkdtemp(), "rows.parquet")) as file:
    start, made = time.process_time(), 0
    while made < wanted:
        for line in lines:
            batch = line.take(0, BATCH_ROWS)
            file.write_batch(batch)
            made += len(batch)
print(made / (time.process_time() - start))
"""


def generate(case: Case, share: float) -> dict[str, float]:
    """Make a family's rows on one core and return rows a CPU second and peak memory in MiB."""
    rows = int(case.rows * share)
    with tempfile.TemporaryDirectory() as folder:
        command = [SYNTH, "generate", "--family", case.family, "--rows", str(rows), "--workers", "1"]
        process = subprocess.Popen(
            [*command, "--out", f"{folder}/out"],
            stdout=subprocess.DEVNULL,
            preexec_fn=lambda: os.sched_setaffinity(0, {0}),
        )
        _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with status {status}")
    seconds = usage.ru_utime + usage.ru_stime
    return {"rows": rows, "per_cpu_second": rows / seconds, "peak_mib": usage.ru_maxrss / 1024}


def figures(code: str, *words: str) -> list[float]:
    """Return the numbers that a program prints, run on one core; none if it fails."""
    run = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=lambda: os.sched_setaffinity(0, {0}),
    )
    return [float(line) for line in run.stdout.split()] if run.returncode == 0 else []


def measured(case: Case, share: float) -> dict[str, Any]:
    """Return all figures of a case."""
    generate(case, min(1.0, 2_000 / case.rows))
    ours = generate(case, share)
    line = figures(LINE, case.family, str(int(case.rows * share)))
    tail = figures(TAIL, case.family, str(int(TAIL_ROWS * share)))
    gym = figures(GYM, case.gym, str(PEER_SECONDS)) if case.gym else []
    core = figures(CORE, case.core, str(PEER_SECONDS)) if case.core else []
    return {
        **asdict(case),
        **ours,
        "line_per_cpu_second": line[0] if line else None,
        "tail": max(tail) / median(tail),
        "gym_per_cpu_second": gym[0] if gym else None,
        "core_per_cpu_second": core[0] if core else None,
    }


def table(results: list[dict[str, Any]], revision: str) -> str:
    """Return the figures as a page of Markdown."""
    lines = [
        f"Complete rows a CPU second on one core, at {revision[:7]}; `python benchmarks/mathematics.py`.",
        "The peers' figures are for question and answer without steps or a second check.",
        "",
        "| family | run | line | asked | slowest / median | peak MiB | reasoning-gym | reasoning-core |",
        "|---|---|---|---|---|---|---|---|",
    ]
    for one in results:
        peers = []
        for peer, task in (("gym", one["gym"]), ("core", one["core"])):
            rate = one[f"{peer}_per_cpu_second"]
            peers.append(f"{task} {rate:,.0f} ({one['per_cpu_second'] / rate:.3g}x)" if rate else "-")
        asked = f"{one['asked']:,}" if one["asked"] else ""
        line = f"{one['line_per_cpu_second']:,.0f}" if one["line_per_cpu_second"] else ""
        lines.append(
            f"| {one['family']} | {one['per_cpu_second']:,.0f} | {line} | {asked} | {one['tail']:.1f} "
            f"| {one['peak_mib']:.0f} | {' | '.join(peers)} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Measure the cases, print and write the table; return 1 if one is slower than was asked."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--family", action="append", help="one family; may be given again (default: all)")
    parser.add_argument("--share", type=float, default=1.0, help="of the rows (default: all)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "mathematics")
    options = parser.parse_args()
    results = []
    for case in CASES:
        if not options.family or case.family in options.family:
            results.append(measured(case, options.share))
            print(json.dumps(results[-1]), flush=True)
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=Path(__file__).parent, check=False
    ).stdout.strip()
    page = table(results, revision)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".md").write_text(page)
    content = json.dumps({"revision": revision, "cases": results}, indent=1)
    options.out.with_suffix(".json").write_text(content + "\n")
    print(page)
    return int(
        any(
            (one["line_per_cpu_second"] or one["per_cpu_second"]) < one["asked"] or one["tail"] > 50
            for one in results
        )
    )


if __name__ == "__main__":
    raise SystemExit(main())
