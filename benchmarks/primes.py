"""Primes counted and listed: synth beside primesieve, pyprimesieve, SymPy and NumPy, as a table and as JSON.

Every contender runs in a process of its own, pinned to one core, once a repeat; the figures are medians over
the repeats. Time is CPU time of the process, imports and compilation left out; memory is the peak of the
process above what it held when it was ready to begin. A wrong number of primes is an error.

    python benchmarks/primes.py [--only numpy] [--out benchmarks/results/primes]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import re
import resource
import signal
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from math import isqrt
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
SYNTH = "synth-engine"
PATIENCE = 600  # wall seconds for one repeat
FAR = 10**12
TASKS = {
    "count below 10^9": 50_847_534,
    "count 10^8 numbers from 10^12": 3_618_282,
    "list below 10^8": 5_761_455,
}
"""Tasks and the number of primes that each finds: OEIS A006880, and what primesieve says."""
Counter = Callable[[], int]


def synth() -> dict[str, dict[str, Counter]]:
    from synth.kernels import primes

    primes.count(0, 1000)
    primes.listed(0, 1000)
    primes.pi(1000)
    return {
        "sieve": {
            "count below 10^9": lambda: primes.count(0, 10**9),
            "count 10^8 numbers from 10^12": lambda: primes.count(FAR, FAR + 10**8),
            "list below 10^8": lambda: primes.listed(0, 10**8).size,
        },
        "sieve, 2 threads": {"count below 10^9": lambda: primes.count(0, 10**9, threads=2)},
        "pi, without a sieve": {"count below 10^9": lambda: primes.pi(10**9)},
    }


def primesieve() -> dict[str, dict[str, Counter]]:
    import primesieve

    primesieve.set_num_threads(1)
    return {
        "sieve": {
            "count below 10^9": lambda: primesieve.count_primes(10**9),
            "count 10^8 numbers from 10^12": lambda: primesieve.count_primes(FAR, FAR + 10**8 - 1),
            "list below 10^8": lambda: len(primesieve.primes(10**8)),
        }
    }


def pyprimesieve() -> dict[str, dict[str, Counter]]:
    import pyprimesieve

    return {
        "list": {
            "count below 10^9": lambda: len(pyprimesieve.primes(10**9)),
            "count 10^8 numbers from 10^12": lambda: len(pyprimesieve.primes(FAR, FAR + 10**8)),
            "list below 10^8": lambda: len(pyprimesieve.primes(10**8)),
        }
    }


def sympy() -> dict[str, dict[str, Counter]]:
    import sympy

    return {
        "primepi": {"count below 10^9": lambda: int(sympy.primepi(10**9))},
        "primerange": {
            "list below 10^8": lambda: len(list(sympy.primerange(10**8))),
        },
    }


def numpy() -> dict[str, dict[str, Counter]]:
    """Return the plain sieve of odd numbers, in one array and in segments that fit a cache."""
    import numpy as np

    def odd(bound: int) -> Any:
        marks = np.ones(bound // 2, np.bool_)
        marks[0] = False
        for p in range(3, isqrt(bound) + 1, 2):
            if marks[p // 2]:
                marks[p * p // 2 :: p] = False
        return marks

    def segmented(low: int, high: int, size: int = 1 << 21) -> int:
        primes = 2 * np.flatnonzero(odd(isqrt(high) + 1)) + 1
        found = int(low <= 2)
        for begin in range(low, high, size):
            end = min(begin + size, high)
            marks = np.ones((end - begin) // 2, np.bool_)
            for p in primes:
                first = max(p * p, -(-begin // p) * p)
                if first >= end:
                    if p * p >= end:
                        break
                    continue
                first += p * (first % 2 == 0)
                marks[(first - begin) // 2 :: p] = False
            if begin == 0:
                marks[0] = False
            found += int(np.count_nonzero(marks))
        return found

    return {
        "one array": {
            "count below 10^9": lambda: 1 + int(np.count_nonzero(odd(10**9))),
            "list below 10^8": lambda: 1 + (2 * np.flatnonzero(odd(10**8)) + 1).size,
        },
        "segments": {
            "count below 10^9": lambda: segmented(0, 10**9),
            "count 10^8 numbers from 10^12": lambda: segmented(FAR, FAR + 10**8, 1 << 24),
        },
    }


CONTENDERS: dict[str, tuple[Callable[[], dict[str, dict[str, Counter]]], tuple[str, ...]]] = {
    SYNTH: (synth, ("sieve", "sieve, 2 threads", "pi, without a sieve")),
    "primesieve": (primesieve, ("sieve",)),
    "pyprimesieve": (pyprimesieve, ("list",)),
    "sympy": (sympy, ("primepi", "primerange")),
    "numpy": (numpy, ("one array", "segments")),
}


def peak() -> float:
    """Return the most that this process has held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(engine: str, setting: str, task: str) -> dict[str, float]:
    work = CONTENDERS[engine][0]()[setting].get(task)
    if work is None:
        return {}
    ready = peak()
    began, clock = time.process_time(), time.perf_counter()
    found = work()
    spent, clock = time.process_time() - began, time.perf_counter() - clock
    if found != TASKS[task]:
        raise RuntimeError(f"{found} primes, not {TASKS[task]}")
    return {"cpu": spent, "wall": clock, "mib": peak() - ready, "ready_mib": ready}


def measure_apart(engine: str, setting: str, task: str, cores: set[int]) -> dict[str, float]:
    """Measure in a process of its own; raise RuntimeError with its last line if it fails."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", engine, setting, task],
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, "OMP_NUM_THREADS": "1", "PYTHONHASHSEED": "0"},
        preexec_fn=lambda: os.sched_setaffinity(0, cores),
    )
    if done.returncode < 0:
        raise RuntimeError(f"crashed: {signal.Signals(-done.returncode).name}")
    if done.returncode > 0:
        raise RuntimeError((done.stderr.strip() or "no message").splitlines()[-1])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def surroundings() -> dict[str, str]:
    """Return the machine, the Python and the revision that the figures belong to."""
    cpu = re.search(r"model name\s*:\s*(.*)", Path("/proc/cpuinfo").read_text())
    revision = subprocess.run(
        ["git", "-C", str(ROOT), "describe", "--always", "--dirty"],
        capture_output=True,
        text=True,
        check=False,
    )
    return {
        "cpu": cpu.group(1) if cpu else platform.machine(),
        "cores": str(os.cpu_count()),
        "load": f"{os.getloadavg()[0]:.1f}",
        "python": platform.python_version(),
        "revision": revision.stdout.strip() or "before the first commit",
    }


def version(engine: str) -> str:
    try:
        found = importlib.metadata.version(engine)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"
    if engine == "primesieve":
        import primesieve as package

        found += f", library {package.primesieve_version().decode()}"
    return found


def table(report: dict[str, Any]) -> str:
    """Return the report as Markdown: a table for each task, the fastest first."""
    lines = [
        "# Primes, counted and listed",
        "",
        f"CPU seconds of a process of its own, median of {report['repeats']} repeats, without imports and "
        "compilation. `x primesieve` is the time as a multiple of that of primesieve on one thread, `MiB` "
        "what the process came to hold above what it held when ready to begin, and `ready` what that was.",
        "",
        "; ".join(f"{key}: {value}" for key, value in report["surroundings"].items()),
    ]
    for task, primes in TASKS.items():
        rows = [row for row in report["results"] if row["task"] == task]
        base = next((row.get("cpu") for row in rows if row["engine"] == "primesieve"), None)
        lines += [
            "",
            f"## {task[0].upper()}{task[1:]}: {primes:,} primes",
            "",
            "| engine | how | CPU s | x primesieve | wall s | MiB | ready |",
            "| --- | --- | --: | --: | --: | --: | --: |",
        ]
        for row in sorted(rows, key=lambda row: row.get("cpu", float("inf"))):
            head = f"| {row['engine']} {row['version']} | {row['setting']} |"
            if "error" in row:
                lines.append(f"{head} {row['error']} | | | | |")
                continue
            times = f"{row['cpu'] / base:.2f}" if base else ""
            figures = (
                f"{row['cpu']:.3f} | {times} | {row['wall']:.3f} | {row['mib']:.0f} | {row['ready_mib']:.0f}"
            )
            lines.append(f"{head} {figures} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "primes")
    parser.add_argument("--only", default="", help="engines whose name holds this text")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="the core to use")
    parser.add_argument("--one", nargs=3, metavar=("ENGINE", "SETTING", "TASK"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one)))
        return
    results: list[dict[str, Any]] = []
    for engine, (_, settings) in CONTENDERS.items():
        if options.only not in engine:
            continue
        for setting in settings:
            cores = os.sched_getaffinity(0) if "threads" in setting else {options.core}
            for task in TASKS:
                row: dict[str, Any] = {"engine": engine, "setting": setting, "task": task}
                row["version"] = version(engine)
                try:
                    runs = [measure_apart(engine, setting, task, cores) for _ in range(options.repeats)]
                    if not runs[0]:
                        continue
                    row |= {key: statistics.median(run[key] for run in runs) for key in runs[0]}
                except (RuntimeError, subprocess.TimeoutExpired) as error:
                    row["error"] = str(error)
                results.append(row)
                print(engine, setting, task, row.get("cpu", row.get("error")), sep=", ", file=sys.stderr)
    report = {"surroundings": surroundings(), "repeats": options.repeats, "results": results}
    print(table(report))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(json.dumps(report, indent=1) + "\n")
    options.out.with_suffix(".md").write_text(table(report))


if __name__ == "__main__":
    main()
