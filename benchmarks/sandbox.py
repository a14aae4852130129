"""Programs a second in the sandbox, what it costs to start, and whether a busy machine fools its clock.

A program is a function of six lines with 20 tests. Its rate is programs a second of CPU time: of the judge
that compares the answers, of the template and of every child, with the start of the template taken off; the
median of several repeats. `--busy` adds a run of good programs beside six processes a core that never rest:
each of them must pass. It takes minutes.

    python benchmarks/sandbox.py [--programs 600] [--repeats 3] [--busy 10000] [--out FILE]
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import platform
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from synth.verify._judge import Tests, read_tests
from synth.verify.sandbox import Limits, NoEngine, Sandbox

SOURCES = {
    "python": """
def squares(n):
    total = 0
    while n:
        n, digit = divmod(n, 10)
        total += digit * digit
    return total
""",
    "javascript": """
function squares(n) {
  let total = 0;
  for (; n; n = Math.trunc(n / 10))
    total += (n % 10) ** 2;
  return total;
}
""",
}
SOURCES["v8"] = SOURCES["javascript"]
NAMES = {"python": "Python", "javascript": "JavaScript, QuickJS", "v8": "JavaScript, V8"}
TARGETS = {
    ("python", "alone"): 300,
    ("python", "in batches"): 4000,
    ("javascript", "alone"): 300,
    ("v8", "in batches"): 350,
}
LOADED = Limits(cpu=0.5)
BUSY = 6  # processes a core that never rest


def tests() -> Tests:
    asked = [k * k * 7919 + k for k in range(20)]
    table = [{"args": [n], "exact": sum(int(digit) ** 2 for digit in str(n))} for n in asked]
    return read_tests(json.dumps({"entry": "squares", "tests": table}))


def cpu() -> float:
    """Return the CPU seconds of this process and of all that it has waited for."""
    return sum(os.times()[:4])


def cost(tier: int, language: str, way: str, programs: int) -> float:
    """Return the CPU seconds from an unopened sandbox to a closed one, with so many programs in between."""
    wanted = tests()
    job = wanted.job(SOURCES[language], language)
    begun = cpu()
    with Sandbox(Limits(), tier) as sandbox:
        if way == "alone":
            # Tier 0 has no `run`; a batch of one is the same there, without the protection.
            outcomes = [
                sandbox.run_batch([job])[0] if tier == 0 else sandbox.run(job) for _ in range(programs)
            ]
        else:
            outcomes = sandbox.run_batch([job] * programs)
        faults = {fault for outcome in outcomes if (fault := wanted.fault(outcome))}
        if faults:
            raise SystemExit(f"a good program failed in tier {tier}: {faults}")
    return cpu() - begun


def rate(tier: int, language: str, way: str, programs: int, repeats: int) -> float:
    """Return programs a second of CPU time, the median of the repeats."""
    cost(tier, language, way, 1)  # the self-test of the tier is once a process
    found = []
    for _ in range(repeats):
        idle = cost(tier, language, way, 1)
        found.append((programs - 1) / (cost(tier, language, way, programs) - idle))
    return statistics.median(found)


def start(tier: int, repeats: int) -> dict[str, float]:
    """Return wall and CPU seconds to open a sandbox and close it, and the memory of template and child."""
    walls, used, held = [], [], 0
    for _ in range(repeats):
        begun, busy = time.perf_counter(), cpu()
        with Sandbox(Limits(), tier) as sandbox:
            walls.append(time.perf_counter() - begun)
            peak = sandbox.run(tests().job(SOURCES["python"])).peak
            held = max(held, template_memory())
        used.append(cpu() - busy)
    return {"wall": statistics.median(walls), "cpu": statistics.median(used), "template": held, "child": peak}


def descendants() -> set[int]:
    """Return the living descendants of this process, three generations: a sandbox goes no deeper."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            with contextlib.suppress(OSError):
                parents[int(entry.name)] = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
    below = {os.getpid()}
    for _ in range(3):
        below |= {pid for pid, parent in parents.items() if parent in below}
    return below - {os.getpid()}


def template_memory() -> int:
    """Return the bytes that all descendants share out among them (PSS); 0 if only root may see it."""
    total = 0
    for pid in descendants():
        with contextlib.suppress(OSError):
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
            total += next(int(line.split()[1]) << 10 for line in lines if line.startswith("Pss:"))
    return total


@contextlib.contextmanager
def busy() -> Iterator[int]:
    """Keep processes running that never rest, so many a core."""
    count = BUSY * len(os.sched_getaffinity(0))
    held = [subprocess.Popen([sys.executable, "-c", "while True: pass"]) for _ in range(count)]
    try:
        yield count
    finally:
        for process in held:
            process.kill()
        for process in held:
            process.wait()


def under_load(programs: int) -> dict[str, Any]:
    """Run good programs beside busy processes, and count how they ended."""
    wanted, ended = tests(), dict[str, int]()
    job = wanted.job(SOURCES["python"])
    begun, before = time.perf_counter(), held()
    with busy() as count, Sandbox(LOADED) as sandbox:
        for _ in range(programs):
            outcome = sandbox.run(job)
            name = outcome.status if wanted.fault(outcome) else "passed"
            ended[name] = ended.get(name, 0) + 1
    left = sorted(name for name, what in held().items() if what != before[name])
    wall = time.perf_counter() - begun
    return {"programs": programs, "processes": count, "ended": ended, "left": left, "wall": wall}


def held() -> dict[str, Any]:
    """Return what a run could leave behind: processes, descriptors, segments, queues and semaphores."""
    ipc = {name: Path("/proc/sysvipc", name).read_text().count("\n") for name in ("shm", "msg", "sem")}
    return {"processes": descendants(), "descriptors": len(os.listdir("/proc/self/fd")), **ipc}


def measured(programs: int, repeats: int, loaded: int) -> dict[str, Any]:
    rates, starts, missing = [], {}, dict[str, str]()
    for tier in (1, 2, 3, 0):
        with Sandbox(tier=tier) as sandbox:
            if sandbox.tier != tier:
                missing[str(tier)] = " ".join(sandbox.missing)
                continue
        if tier:
            starts[str(tier)] = start(tier, 5)
        for language in SOURCES if tier < 2 else ("python",):
            for way in ("alone", "in batches"):
                scale = {"python": 1, "javascript": 1, "v8": 0.1}[language] * (1 if way == "alone" else 4)
                count = max(64, int(programs * scale))
                try:
                    found = rate(tier, language, way, count, repeats)
                except NoEngine as fault:
                    missing[language] = str(fault)
                    continue
                rates.append(
                    {"tier": tier, "language": language, "way": way, "rate": found, "programs": count}
                )
                print(f"tier {tier} {language} {way}: {found:.0f}", file=sys.stderr)
    machine = {
        "python": platform.python_version(),
        "kernel": platform.release(),
        "cores": len(os.sched_getaffinity(0)),
        "load": os.getloadavg()[0],
        "user": "root" if os.geteuid() == 0 else "plain",
    }
    figures: dict[str, Any] = {"machine": machine, "rates": rates, "starts": starts, "missing": missing}
    if loaded:
        figures["busy"] = under_load(loaded)
    return figures


def table(figures: dict[str, Any]) -> str:
    machine = figures["machine"]
    text = [
        "# The sandbox",
        "",
        f"Python {machine['python']}, Linux {machine['kernel']}, {machine['cores']} cores, "
        f"load {machine['load']:.1f}, as {machine['user']}.",
        "",
        "Programs a second of CPU time (judge, template, children), 20 tests each. Tier 0 confines nothing.",
        "",
        "| tier | language | way | programs a second | target |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    for one in figures["rates"]:
        target = TARGETS.get((one["language"], one["way"]), "") if one["tier"] == 1 else ""
        text.append(
            f"| {one['tier']} | {NAMES[one['language']]} | {one['way']} | {one['rate']:,.0f} | {target} |"
        )
    text += [
        "",
        "| tier | start, s | start, CPU s | template, MB | child at its peak, MB |",
        "| --- | ---: | ---: | ---: | ---: |",
    ]
    for tier, one in figures["starts"].items():
        sizes = f"{one['template'] / 2**20:.0f} | {one['child'] / 2**20:.0f}"
        text.append(f"| {tier} | {one['wall']:.2f} | {one['cpu']:.2f} | {sizes} |")
    text += [f"\nNot measured: {name}: {why}" for name, why in figures["missing"].items()]
    if "busy" in figures:
        loaded = figures["busy"]
        ends = ", ".join(f"{count:,} {name}" for name, count in sorted(loaded["ended"].items()))
        beside = f"beside {loaded['processes']} processes that never rest"
        text += [
            "",
            f"Of {loaded['programs']:,} good programs, limited to {LOADED.cpu} CPU s each, {beside}: {ends}.",
        ]
        text.append(f"Left behind: {', '.join(loaded['left']) or 'nothing'}.")
    return "\n".join(text) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--programs", type=int, default=600)
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--busy", type=int, default=0, metavar="PROGRAMS")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "sandbox")
    asked = parser.parse_args()
    figures = measured(asked.programs, asked.repeats, asked.busy)
    asked.out.parent.mkdir(parents=True, exist_ok=True)
    asked.out.with_suffix(".json").write_text(json.dumps(figures, indent=1) + "\n")
    asked.out.with_suffix(".md").write_text(table(figures))
    print(table(figures))


if __name__ == "__main__":
    main()
