"""Strings a second of the reference grammar: synth beside its peers, as a table and as JSON.

Every contender runs in a process of its own, pinned to one core, once a repeat; the figures are medians over
the repeats. Time is CPU time of the process: setting up (imports, compilation) is left out, drawing the
strings is all that counts. Each string is read by a parser of this file, so none outside the language counts.

    python benchmarks/enumeration.py [--only nltk] [--out benchmarks/results/enumeration]
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import os
import platform
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from grammar import NAME, SYNTH
from peers import ATOMS, CONNECTIVES, PEERS, Batch, Stream

# Engine, setting, and what prepares it and returns its stream of batches (lists or Arrow arrays of strings).
CONTENDERS = [*PEERS, *SYNTH]
SAMPLE = 10_000
PATIENCE = 600  # wall seconds for one repeat, set-up included
ROOT = Path(__file__).resolve().parents[1]
TOKEN = re.compile(r"\w+|\S")


def shape(text: str) -> tuple[int, int]:
    """Return the number of nodes and the depth of a formula; raise ValueError if it is none.

    >>> shape("(p and not q)")
    (4, 2)
    >>> shape("p and q")
    Traceback (most recent call last):
    ValueError: not a formula: p and q
    """
    tokens = TOKEN.findall(text)
    position = 0

    def formula() -> tuple[int, int]:
        nonlocal position
        token = tokens[position]
        position += 1
        if token in ATOMS:
            return 1, 0
        if token == "not":
            nodes, depth = formula()
            return nodes + 1, depth + 1
        left = formula()
        word = tokens[position]
        position += 1
        right = formula()
        position += 1
        if (token, word in CONNECTIVES, tokens[position - 1]) != ("(", True, ")"):
            raise ValueError
        return left[0] + right[0] + 1, 1 + max(left[1], right[1])

    try:
        found = formula()
    except (IndexError, ValueError, RecursionError):
        position = -1
    if position != len(tokens):
        raise ValueError(f"not a formula: {text}")
    return found


def drawn(stream: Stream, seconds: float) -> Iterator[Batch]:
    """Yield batches for so many CPU seconds, from the start again whenever the stream ends."""
    end = time.process_time() + seconds
    while True:
        for batch in stream():
            yield batch
            if time.process_time() >= end:
                return


def measure(engine: str, setting: str, seconds: float) -> dict[str, float]:
    """Describe the first 10,000 strings or what fits in the time, then count what the same time yields."""
    stream = next(prepare for name, how, prepare in CONTENDERS if (name, how) == (engine, setting))()
    sample: list[str] = []
    for batch in drawn(stream, seconds):
        sample += map(str, batch[: SAMPLE - len(sample)])
        if len(sample) == SAMPLE:
            break
    shapes = [shape(text) for text in sample]
    nodes = statistics.fmean(nodes for nodes, _ in shapes)
    began = time.process_time()
    count = sum(map(len, drawn(stream, seconds)))
    rate = count / (time.process_time() - began)
    return {
        "strings_per_second": rate,
        "nodes_per_second": rate * nodes,
        "megabytes_per_second": rate * statistics.fmean(map(len, sample)) / 1e6,
        "characters": statistics.fmean(map(len, sample)),
        "nodes": nodes,
        "deepest": max(depth for _, depth in shapes),
        "distinct": len(set(sample)) / len(sample),
        "drawn": count,
    }


def measure_apart(engine: str, setting: str, seconds: float, core: int) -> dict[str, float]:
    """Measure in a process of its own on one core; raise RuntimeError with its last line if it fails."""
    command = [sys.executable, __file__, "--one", engine, setting, "--seconds", str(seconds)]
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "NUMBA_NUM_THREADS"), "1")
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        timeout=PATIENCE,
        env={**os.environ, **threads, "PYTHONHASHSEED": "0"},
        preexec_fn=lambda: os.sched_setaffinity(0, {core}),
    )
    if done.returncode != 0:
        raise RuntimeError((done.stderr.strip() or "no message").splitlines()[-1])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def median(runs: list[dict[str, float]]) -> dict[str, float]:
    return {key: statistics.median(run[key] for run in runs) for key in runs[0]}


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
        "system": platform.system(),
        "revision": revision.stdout.strip() or "before the first commit",
    }


def compare(results: list[dict[str, Any]]) -> None:
    """Put into each row how many times the strings, and the nodes, of the fastest peer it makes."""
    peers = [row for row in results if row["engine"] != NAME and "error" not in row]
    for row in results:
        for what in ("strings", "nodes"):
            best = max((peer[f"{what}_per_second"] for peer in peers), default=0.0)
            if best and "error" not in row:
                row[f"times_the_{what}"] = row[f"{what}_per_second"] / best


def table(report: dict[str, Any]) -> str:
    """Return the report as Markdown, the fastest first."""
    lines = [
        "# Strings of the reference grammar, one core",
        "",
        f"Fully parenthesised formulas over four atoms. CPU time, median of {report['repeats']} repeats of "
        f"{report['seconds']} s. `distinct` is the share of different strings among the first {SAMPLE:,}, "
        "`deepest` the depth of the deepest of them; `x strings` and `x nodes` say how many times the "
        "strings and nodes a second of the fastest peer.",
        "",
        "; ".join(f"{key}: {value}" for key, value in report["surroundings"].items()),
        "",
        "| engine | setting | strings/s | x strings | nodes/s | x nodes | MB/s | characters | nodes "
        "| deepest | distinct |",
        "| --- | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |",
    ]
    rows = sorted(report["results"], key=lambda row: -row.get("strings_per_second", 0.0))
    for row in rows:
        engine = f"{row['engine']} {row['version']}"
        if "error" in row:
            lines.append(f"| {engine} | {row['setting']} | {row['error']} | | | | | | | | |")
            continue
        figures = (
            f"{row['strings_per_second']:,.0f}",
            f"{row['times_the_strings']:,.3g}" if "times_the_strings" in row else "",
            f"{row['nodes_per_second']:,.0f}",
            f"{row['times_the_nodes']:,.3g}" if "times_the_nodes" in row else "",
            f"{row['megabytes_per_second']:,.1f}",
            f"{row['characters']:.1f}",
            f"{row['nodes']:.1f}",
            f"{row['deepest']:.0f}",
            f"{row['distinct']:.3f}",
        )
        lines.append(f"| {engine} | {row['setting']} | {' | '.join(figures)} |")
    return "\n".join(lines) + "\n"


def version(engine: str) -> str:
    try:
        return importlib.metadata.version(engine)
    except importlib.metadata.PackageNotFoundError:
        return "(not installed)"


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--out", type=Path, default=ROOT / "benchmarks" / "results" / "enumeration")
    parser.add_argument("--only", default="", help="engines whose name holds this text")
    parser.add_argument("--seconds", type=float, default=1.0, help="CPU seconds a repeat")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--core", type=int, default=max(os.sched_getaffinity(0)), help="the core to use")
    parser.add_argument("--one", nargs=2, metavar=("ENGINE", "SETTING"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        engine, setting = options.one
        print(json.dumps(measure(engine, setting, options.seconds)))
        return
    results: list[dict[str, Any]] = []
    for engine, setting, _ in CONTENDERS:
        if options.only not in engine:
            continue
        row: dict[str, Any] = {"engine": engine, "setting": setting, "version": version(engine)}
        try:
            runs = [
                measure_apart(engine, setting, options.seconds, options.core) for _ in range(options.repeats)
            ]
            row |= {**median(runs), "runs": [run["strings_per_second"] for run in runs]}
        except (RuntimeError, subprocess.TimeoutExpired) as error:
            row["error"] = str(error)
        results.append(row)
        print(f"{engine}, {setting}: {row.get('strings_per_second', row.get('error'))}", file=sys.stderr)
    compare(results)
    report = {
        "surroundings": surroundings(),
        "seconds": options.seconds,
        "repeats": options.repeats,
        "results": results,
    }
    print(table(report))
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(json.dumps(report, indent=1) + "\n")
    options.out.with_suffix(".md").write_text(table(report))


if __name__ == "__main__":
    main()
