"""Run the hostile programs in one tier, as whoever runs this, and print what was at fault.

    python suite.py TIER LANGUAGE

Prints one JSON object: how many programs ran, how each ended, and the faults. No fault means that every one
was contained: it ended as its table allows, nothing of the stage changed, no process is left, the template
knows no secret, and no wrong program passed.
"""

from __future__ import annotations

import json
import os
import random
import resource
import secrets
import sys
import time
import tomllib
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parent))

from stage import VARIABLE, Stage, adopt_orphans, descendants, end

from synth.verify._judge import Test, Tests
from synth.verify.sandbox import Call, Job, Limits, Outcome, Raised, Sandbox, canonical, encode

CPU = {"python": 0.5, "javascript": 0.25, "v8": 0.25}  # seconds for each program
WALL = 3.0
MEMORY = {"python": 256 << 20, "javascript": 256 << 20, "v8": 768 << 20}  # V8 does not start with less
__all__ = ["VARIABLE", "Stage", "adopt_orphans", "descendants", "end", "programs", "source", "unknowable"]

SLACK = 32 << 20  # what a process holds that no limit counts: the libraries' own pages
TABLES = {
    "python": ("limits", "processes", "files", "network"),
    "javascript": ("javascript",),
    "v8": ("javascript",),
}

PRELUDE = """
import ctypes, os

libc = ctypes.CDLL(None, use_errno=True)

def call(name, *arguments):
    made = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc[name](*made)
    if result == -1:
        raise OSError(ctypes.get_errno(), name)
    return result

def worked(attempts):
    found = []
    for name, attempt in attempts.items():
        try:
            attempt()
        except (OSError, ImportError, LookupError, MemoryError):
            continue
        except Exception as error:
            found.append(f"{name} is broken: {error!r}")
        else:
            found.append(name)
    return found
"""


def programs(table: str) -> list[dict[str, Any]]:
    """Return the programs of a table that are meant for this machine."""
    held = tomllib.loads(Path(__file__).with_name(f"{table}.toml").read_text())["program"]
    return [one for one in held if one.get("machine", os.uname().machine) == os.uname().machine]


def source(program: dict[str, Any], language: str = "python") -> str:
    """Return the text of a program that attacks, with what it leans on."""
    text: str = program["source"]
    if "repeat" in program:
        text = text.replace("@", "".join(part * 100_000 for part in program["repeat"]))
    return (PRELUDE if language == "python" else "") + text


def ended(outcome: Outcome) -> str:
    """Return in two words how a run ended, as the tables name it."""
    if outcome.status != "done":
        return outcome.status
    (answer,) = outcome.answers
    if isinstance(answer, Raised):
        return f"raised {answer.type}"
    if answer.encoded == []:
        return "nothing"
    return "foreign" if '{"!":' in canonical(answer.encoded) else "a value"


def attacks(sandbox: Sandbox, language: str, secret: str) -> tuple[dict[str, str], list[str]]:
    """Run every attack on a stage; return how each ended, and the faults."""
    stage, ends, faults = Stage(secret, sandbox.tier), {}, []
    sandbox.run(Job("", "", [Call()], language))  # the template of the language is started
    living = descendants()
    try:
        for table in TABLES[language]:
            for program in programs(table):
                name = program["name"]
                tests = Tests(
                    "attack", (Test(Call([stage.at]), "exact", f"expected:{secrets.token_hex(16)}"),)
                )
                job = tests.job(source(program, language), language)
                for _ in range(program.get("runs", 1)):
                    outcome = sandbox.run(job)
                    ends[name] = ended(outcome)
                    if ends[name] not in program["ends"]:
                        faults.append(f"{name}: ended as {ends[name]!r}: {outcome!r:.300}")
                    if not tests.fault(outcome):
                        faults.append(f"{name}: passed by {outcome!r:.300}")
                    faults += [f"{name}: {fault}" for fault in stage.faults()]
                    faults += [f"{name}: {fault}" for fault in strays(living)]
                    if outcome.peak > MEMORY[language] + SLACK:
                        faults.append(f"{name}: held {outcome.peak >> 20} MB")
    finally:
        stage.close()
    return ends, faults


def strays(living: dict[int, str]) -> list[str]:
    """Return processes that a program left behind; those that are dying get a moment."""
    for _ in range(200):
        left = {pid: name for pid, name in descendants().items() if pid not in living}
        if not left:
            return []
        time.sleep(0.005)
    return [f"left the process {name}" for name in left.values()]


def forgeries(sandbox: Sandbox) -> tuple[dict[str, str], list[str]]:
    """Run every forgery before the judge; none may pass, nor spoil the run of a right program after it."""
    ends, faults = {}, []
    right = Tests("solve", tuple(Test(Call([k]), "exact", k + 1) for k in (1, 2, 3)))
    for program in programs("forgeries"):
        name, tests = program["name"], right if program.get("knows") else unknowable()
        outcome = sandbox.run(tests.job(program["source"]))
        ends[name] = outcome.status
        if not tests.fault(outcome):
            faults.append(f"{name}: passed by {outcome!r:.300}")
        if fault := right.fault(sandbox.run(right.job("def solve(k):\n    return k + 1"))):
            faults.append(f"{name}: then a right program failed: {fault}")
        if isinstance(wanted := tests.tests[2].expected, str) and (places := remembered(wanted)):
            faults.append(f"{name}: {places} hold what is expected")
    return ends, faults


def remembered(secret: str) -> list[str]:
    """Return which descendants have the text in their memory; only root can look."""
    found = []
    for pid, name in descendants().items() if os.geteuid() == 0 else ():
        with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
            for line in maps:
                start, end = (int(part, 16) for part in line.split()[0].split("-"))
                if " rw" in line and end - start < 1 << 28:
                    memory.seek(start)
                    if secret.encode() in memory.read(end - start):
                        found.append(name)
    return found


def unknowable() -> Tests:
    """Return tests of solve(1), solve(2) and solve(3) that expect random values."""
    wanted: list[Any] = [
        random.SystemRandom().randrange(10**9, 10**12),
        [secrets.randbelow(10**9) for _ in range(3)],
        "expected:" + secrets.token_hex(16),
    ]
    return Tests("solve", tuple(Test(Call([k]), "exact", encode(value)) for k, value in enumerate(wanted, 1)))


def good(sandbox: Sandbox) -> tuple[dict[str, str], list[str]]:
    """Run what must work."""
    ends, faults = {}, []
    for program in programs("benign"):
        tests = Tests("solve", (Test(Call(), "exact", encode(program["expects"])),))
        outcome = sandbox.run(tests.job(program["source"]))
        ends[program["name"]] = outcome.status
        if fault := tests.fault(outcome):
            faults.append(f"{program['name']}: {fault}")
    return ends, faults


def main() -> None:
    tier, language = int(sys.argv[1]), sys.argv[2]
    secret = os.environ[VARIABLE]
    adopt_orphans()
    began = os.times()
    with Sandbox(Limits(cpu=CPU[language], wall=WALL, memory=MEMORY[language]), tier) as sandbox:
        if sandbox.tier != tier:
            print(json.dumps({"missing": sandbox.missing}))
            return
        ends, faults = attacks(sandbox, language, secret)
        if language == "python":
            for more in (forgeries(sandbox), good(sandbox)):
                ends |= more[0]
                faults += more[1]
            faults += [f"{name} has the secret of the environment" for name in remembered(secret)]
    left = descendants()
    faults += [f"the process {name} is left" for name in left.values()]
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss << 10
    spent = [now - then for now, then in zip(os.times(), began, strict=True)]
    print(
        json.dumps(
            {
                "ran": len(ends),
                "ends": ends,
                "faults": faults,
                "peak": most,
                "cpu": sum(spent[:4]),
                "wall": spent[4],
            }
        )
    )


if __name__ == "__main__":
    main()
