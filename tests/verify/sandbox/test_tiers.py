"""Which tier a machine gets, what it says about the others, and that a hole is found before it is used."""

from __future__ import annotations

import json
import os
import shutil
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from synth.verify.sandbox import TIERS, Call, Job, Sandbox, Unprotected, Value, _selftest, box
from synth.verify.sandbox._calls import AUDIT_ARCH, NUMBERS
from synth.verify.sandbox._filter import program

pytestmark = pytest.mark.skipif(not NUMBERS, reason="the sandbox needs Linux on x86_64 or aarch64")

ONE = Job("def f(n): return n + 1", "f", [Call([1])])
PLAIN = Path(__file__).parent / "hostile" / "plain.py"

# Deny calls by number with an error, for this process and all that it starts, then open a sandbox.
OPEN = """
import ctypes, json, sys
from synth.verify.sandbox import *
libc = ctypes.CDLL(None, use_errno=True)
code = bytes.fromhex(sys.argv[1])
if code:
    import struct
    text = ctypes.create_string_buffer(code, len(code))
    head = ctypes.create_string_buffer(struct.pack("<HxxxxxxQ", len(code) // 8, ctypes.addressof(text)), 16)
    assert libc.prctl(38, 1, 0, 0, 0) == 0
    assert libc.prctl(22, 2, head, 0, 0) == 0
tier = json.loads(sys.argv[2])
job = Job("def f(n): return n + 1", "f", [Call([1])])
with Sandbox(tier=tier) as sandbox:
    said = {"tier": sandbox.tier, "missing": sandbox.missing}
    try:
        said["status"] = sandbox.run(job).status
    except Unprotected as fault:
        said["fault"] = str(fault)
    try:
        said["batch"] = [outcome.status for outcome in sandbox.run_batch([job, job])]
    except Unprotected as fault:
        said["batch fault"] = str(fault)
print(json.dumps(said))
"""


def opened(denied: dict[str, int], tier: int | None = None, user: int | None = None) -> dict[str, Any]:
    """Open a sandbox in another process, where calls fail with an error number each."""
    load, arch = struct.pack("<HBBI", 0x20, 0, 0, 0), struct.pack("<HBBI", 0x15, 0, 0, AUDIT_ARCH)
    tests = b"".join(
        struct.pack("<HBBIHBBI", 0x15, 0, 1, NUMBERS[name], 6, 0, 0, 0x50000 | error)
        for name, error in denied.items()
    )
    code = load + tests + struct.pack("<HBBI", 6, 0, 0, 0x7FFF0000) if denied else b""
    assert len(arch) == 8
    command = [sys.executable, "-c", OPEN, code.hex(), json.dumps(tier)]
    if user is not None:
        command = [sys.executable, str(PLAIN), str(user), *command]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120, check=False)
    if user is not None and ("unshare: " in done.stderr or "mount " in done.stderr):
        pytest.skip("the interpreter is in a folder of root's")
    assert done.returncode == 0, done.stderr
    said: dict[str, Any] = json.loads(done.stdout)
    return said


@pytest.mark.parametrize("tier", [1, 2, 3])
def test_every_tier_is_to_be_had_here_or_says_why(tier: int) -> None:
    with Sandbox(tier=tier) as sandbox:
        if sandbox.tier:
            assert sandbox.tier == tier
            assert sandbox.missing == ()
            assert sandbox.run(ONE).answers == (Value(2),)
        else:
            assert sandbox.missing[0].startswith(f"Tier {tier} ({TIERS[tier]}) can't be had: ")


@pytest.mark.skipif(os.geteuid() != 0, reason="needs root to become another user")
@pytest.mark.parametrize("tier", [1, 2, 3])
def test_every_tier_is_to_be_had_by_a_plain_user(tier: int) -> None:
    said = opened({}, tier, user=43_210)
    if tier == 1 and not said["tier"]:
        pytest.skip(said["missing"][0])
    assert said == {"tier": tier, "missing": [], "status": "done", "batch": ["done", "done"]}


def test_without_namespaces_landlock_is_used() -> None:
    said = opened({"unshare": 1})
    assert said["tier"] == 2
    assert said["status"] == "done"
    assert said["missing"] == [
        "Tier 1 (namespaces, Landlock and seccomp) can't be had: unshare: Operation not permitted."
    ]


def test_where_mounts_are_refused_afterwards_landlock_is_used() -> None:
    said = opened({"mount": 13})
    assert (said["tier"], said["status"]) == (2, "done")
    assert "mount: Permission denied" in said["missing"][0]


def test_without_landlock_the_filter_is_used() -> None:
    said = opened({"unshare": 1, "landlock_create_ruleset": 38})
    assert (said["tier"], said["status"]) == (3, "done")
    assert said["missing"][1] == (
        "Tier 2 (Landlock and seccomp, without namespaces) can't be had: "
        "landlock_create_ruleset: Function not implemented."
    )


def test_without_a_filter_nothing_is_run_but_our_own_if_asked_for() -> None:
    denied = {"seccomp": 38}
    said = opened(denied)
    assert said["tier"] == 0
    assert len(said["missing"]) == 3
    assert said["fault"].startswith("untrusted code is not run: Tier 1 ")
    assert "seccomp: Function not implemented" in said["fault"]
    assert said["batch fault"].startswith("nothing is run: Tier 1 ")
    said = opened(denied, tier=0)
    assert said["fault"] == "untrusted code is not run: tier 0 protects from nothing"
    assert said["batch"] == ["done", "done"]


def test_elsewhere_a_sentence_says_what_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "NUMBERS", {})
    monkeypatch.setattr(box, "MACHINE", "abacus")
    with Sandbox() as sandbox:
        assert sandbox.tier == 0
        assert sandbox.missing == (
            f"The sandbox needs Linux on x86_64 or aarch64, and this is {sys.platform} on abacus.",
        )
        for run in (lambda: sandbox.run(ONE), lambda: sandbox.run_batch([ONE])):
            with pytest.raises(Unprotected, match="on abacus"):
                run()


@pytest.mark.parametrize(
    ("hole", "found"),
    [
        (("getpid",), "was allowed getpid"),
        (("prctl", 15, b"name"), "was allowed prctl"),
        (("kill", 0, 0), ""),
    ],
)
def test_a_probe_that_gets_through_stops_everything(
    hole: tuple[Any, ...], found: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(box, "_known", {})
    monkeypatch.setattr(_selftest, "_CALLS", (*_selftest._CALLS, hole))
    with Sandbox() as sandbox:
        if not found:
            assert sandbox.tier > 0
            return
        assert sandbox.tier == 0
        assert all(f"the self-test {found}" in sentence for sentence in sandbox.missing)
        with pytest.raises(Unprotected):
            sandbox.run(ONE)


@pytest.mark.parametrize(
    ("file", "whole", "weak", "tier", "found"),
    [
        ("_filter.py", "umask getrandom", "umask socket getrandom", 2, "was allowed socket"),
        ("_filter.py", '"kill": _one_of(0, (_OWN_PID,))', '"kill": _ALLOWED', 3, "was allowed kill"),
        ("_child.py", "_landlock.restrict(*bonds.rules)", "pass", 2, "read b'"),
        ("_child.py", "os.closerange(3, DESCRIPTORS)", "pass", 2, "descriptors [3"),
        ("_child.py", "resource.setrlimit(engine.memory", "(engine.memory", 2, "had 268435456 bytes"),
        ("_server.py", "_system.forget_environment()", "pass", 2, "{'PYTHONHASHSEED': '0'"),
        ("_server.py", "opens=tier != 3", "opens=True", 3, "read b'"),
    ],
)
def test_a_layer_that_is_missing_is_found_by_the_probes(
    file: str, whole: str, weak: str, tier: int, found: str, tmp_path: Path
) -> None:
    """Weaken a copy of the sandbox in one place, and see the copy refuse to work."""
    copy = tmp_path / "synth" / "verify" / "sandbox"
    shutil.copytree(
        Path(_selftest.__file__).parent,
        copy,
        ignore=shutil.ignore_patterns("__pycache__"),
        dirs_exist_ok=True,
    )
    for folder in (copy.parent, copy.parent.parent):
        (folder / "__init__.py").touch()
    text = (copy / file).read_text()
    assert text.count(whole) == 1
    (copy / file).write_text(text.replace(whole, weak))
    program = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n" + OPEN
    command = [sys.executable, "-S", "-c", program, "", str(tier)]
    done = subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["tier"] == 0
    assert f"the self-test {found}" in said["missing"][0]


def test_the_filter_is_small_and_the_same_each_time() -> None:
    assert program(True) == program(True) != program(False)
    assert len(program(True)) % 8 == 0
    assert len(program(True)) // 8 < 300
