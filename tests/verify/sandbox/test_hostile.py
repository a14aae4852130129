"""No hostile program escapes, passes or leaves anything behind: in every tier, for root and a plain user.

`hostile/` holds the programs as tables, the stage that they attack, and the script that runs them. The last
tests here show that the programs do harm, and that the stage sees it, where nothing contains them.
"""

from __future__ import annotations

import json
import os
import resource
import secrets
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

FOLDER = Path(__file__).with_name("hostile")
PLAIN = 54_321
LIMIT = 256 << 20


@pytest.fixture(scope="module")
def suite() -> Iterator[ModuleType]:
    sys.path.insert(0, str(FOLDER))
    try:
        import suite

        yield suite
    finally:
        sys.path.remove(str(FOLDER))


def run(tier: int, language: str, who: str) -> dict[str, Any]:
    """Return what the suite says, run as root or as a user who owns nothing."""
    if who == "root" and os.geteuid() != 0:
        pytest.skip("needs root")
    command = [sys.executable, str(FOLDER / "suite.py"), str(tier), language]
    if who == "plain" and os.geteuid() == 0:
        command = [sys.executable, str(FOLDER / "plain.py"), str(PLAIN), *command]
    env = {"PATH": os.environ["PATH"], "HOME": "/tmp", "SYNTH_HOSTILE_SECRET": secrets.token_hex(16)}
    done = subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, timeout=280, check=False)
    if "unshare: " in done.stderr or "mount " in done.stderr:
        pytest.skip(f"the interpreter is in a folder of root's: {done.stderr.splitlines()[-1]}")
    assert done.returncode == 0, done.stderr
    report: dict[str, Any] = json.loads(done.stdout)
    if "missing" in report:
        pytest.skip(" ".join(report["missing"]))
    return report


@pytest.mark.parametrize("who", ["root", "plain"])
@pytest.mark.parametrize("tier", [1, 2, 3])
def test_no_python_program_escapes_or_passes(tier: int, who: str) -> None:
    report = run(tier, "python", who)
    assert report["faults"] == []
    assert report["ran"] >= 48 + 12
    assert report["peak"] < LIMIT + (64 << 20)


@pytest.mark.parametrize("who", ["root", "plain"])
@pytest.mark.parametrize("tier", [1, 2, 3])
@pytest.mark.parametrize("engine", ["javascript", "v8"])
def test_no_javascript_program_escapes(engine: str, tier: int, who: str) -> None:
    report = run(tier, engine, who)
    assert report["faults"] == []
    assert report["ran"] >= 25


def test_the_tables_are_whole(suite: ModuleType) -> None:
    held = {
        table: suite.programs(table)
        for table in ("limits", "processes", "files", "network", "forgeries", "javascript")
    }
    for table, programs in held.items():
        names = [program["name"] for program in programs]
        assert len(names) == len(set(names)), table
        assert all(len(program["tries"]) > 10 for program in programs)
        if table not in ("javascript",):
            for program in programs:
                compile(
                    program["source"].replace("@", "()") if "repeat" in program else program["source"],
                    "",
                    "exec",
                )
    assert sum(len(held[table]) for table in ("limits", "processes", "files", "network")) >= 48
    assert len(held["forgeries"]) >= 12
    assert len(held["javascript"]) >= 25


BARE = """
import json, sys
print(json.dumps(attack(json.load(sys.stdin))))
"""


def bare(suite: ModuleType) -> list[dict[str, Any]]:
    return [one for table in suite.TABLES["python"] for one in suite.programs(table) if "bare" in one]


def test_what_is_contained_does_harm_elsewhere_and_the_stage_sees_it(suite: ModuleType) -> None:
    """Run each program that may be let loose in a plain process: it must change what its table names."""
    suite.adopt_orphans()
    secret = secrets.token_hex(16)
    for program in bare(suite):
        living = suite.descendants()
        stage = suite.Stage(secret, 1)
        try:
            # What it says goes to a file: a process that it leaves behind would hold a pipe open.
            with tempfile.TemporaryFile("w+") as said:
                subprocess.run(
                    [sys.executable, "-I", "-c", suite.source(program) + BARE],
                    input=json.dumps(stage.at),
                    env={suite.VARIABLE: secret, "HOME": "/tmp"},
                    stdout=said,
                    stderr=said,
                    text=True,
                    timeout=60,
                    check=False,
                    preexec_fn=_bounded,
                )
                said.seek(0)
                report = said.read()
            stray = [pid for pid in suite.descendants() if pid not in living and pid != stage.victim.pid]
            faults = stage.faults() + (["processes: left"] if stray else [])
            suite.end(stray)
        finally:
            stage.close()
        if program["bare"] == "report":
            assert json.loads(report), program["name"]
        else:
            assert [f for f in faults if f.startswith(program["bare"])], (program["name"], faults, report)


def _bounded() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (10, 10))
    resource.setrlimit(resource.RLIMIT_AS, (2 << 30, 2 << 30))


NAIVE = """
import json, sys
source, wanted = json.load(sys.stdin)
held = {}
exec(source, held)
assert held["solve"](3) == wanted[2]
"""


def test_the_forgeries_pass_where_the_judged_process_compares(suite: ModuleType) -> None:
    passed = set()
    for program in suite.programs("forgeries"):
        wanted = [test.expected for test in suite.unknowable().tests]
        done = subprocess.run(
            [sys.executable, "-I", "-c", NAIVE],
            input=json.dumps([program["source"], wanted]),
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        if done.returncode == 0:
            passed.add(program["name"])
    assert passed == {program["name"] for program in suite.programs("forgeries") if program.get("naive")}
