"""What a sandbox starts ends with it, and what the judge knows stays with the judge."""

from __future__ import annotations

import os
import re
import secrets
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from synth.verify.sandbox import Call, Infrastructure, Job, Limits, Sandbox, SandboxFault, Value, box
from synth.verify.sandbox._calls import NUMBERS

pytestmark = pytest.mark.skipif(not NUMBERS, reason="the sandbox needs Linux on x86_64 or aarch64")

ONE = Job("def f(n): return n + 1", "f", [Call([1])])
SECONDS = 20.0


def commands() -> dict[int, str]:
    """The processes that run a template, whoever started them."""
    found = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                command = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
            except OSError:
                continue
            if "_template.py" in command:
                found[int(entry.name)] = command
    return found


def of(judge: int) -> set[int]:
    return {pid for pid, command in commands().items() if f'"judge": {judge},' in command}


def wait_for_none(judge: int) -> None:
    end = time.monotonic() + SECONDS
    while of(judge) and time.monotonic() < end:
        time.sleep(0.01)
    assert of(judge) == set()


def test_nothing_is_left_when_a_sandbox_is_closed() -> None:
    descriptors = set(os.listdir("/proc/self/fd"))
    folders = {
        folder: set(os.listdir(folder)) for folder in ("/dev/shm", "/dev/mqueue") if os.path.isdir(folder)
    }
    with Sandbox(Limits(cpu=0.1)) as sandbox:
        assert of(os.getpid())
        assert sandbox.run(ONE).answers == (Value(2),)
        assert sandbox.run(Job("while True: pass", "", [Call()])).status == "time"
        sandbox.run_batch([ONE, Job("import os; os.abort()", "", [Call()]), ONE])
    assert of(os.getpid()) == set()
    assert set(os.listdir("/proc/self/fd")) == descriptors
    assert {folder: set(os.listdir(folder)) for folder in folders} == folders
    with pytest.raises(SandboxFault, match="used in a `with`"):
        sandbox.run(ONE)


JUDGE = """
import os, sys
from synth.verify.sandbox import *
with Sandbox(Limits(cpu=30), tier=int(sys.argv[1])) as sandbox:
    print(os.getpid(), flush=True)
    sandbox.run(Job(sys.argv[2], "f", [Call()]))
"""


@pytest.mark.parametrize("tier", [1, 2, 3])
@pytest.mark.parametrize("body", ["while True: pass", "import time; time.sleep(99)"])
def test_nothing_is_left_when_the_judge_is_killed(tier: int, body: str) -> None:
    command = [sys.executable, "-c", JUDGE, str(tier), f"def f():\n {body}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd="/") as judge:
        assert judge.stdout is not None
        pid = int(judge.stdout.readline())
        end = time.monotonic() + SECONDS
        # Template and child, and in tier 1 the process that waits outside.
        while len(of(pid)) < (3 if tier == 1 else 2) and time.monotonic() < end:
            time.sleep(0.01)
        assert len(of(pid)) == (3 if tier == 1 else 2)
        judge.kill()
    wait_for_none(pid)


def test_an_interrupt_ends_the_run_and_the_sandbox_goes_on() -> None:
    with Sandbox(Limits(cpu=30)) as sandbox:
        threading.Timer(0.3, os.kill, (os.getpid(), signal.SIGINT)).start()
        with pytest.raises(KeyboardInterrupt):
            sandbox.run(Job("import time; time.sleep(99)", "", [Call()]))
        assert of(os.getpid()) == set()
        assert sandbox.run(ONE).answers == (Value(2),)


def test_a_template_that_dies_is_replaced_once() -> None:
    with Sandbox() as sandbox:
        for _ in range(2):
            for pid in of(os.getpid()):
                os.kill(pid, signal.SIGKILL)
            assert sandbox.run(ONE).answers == (Value(2),)
    wait_for_none(os.getpid())


def test_a_sandbox_that_breaks_twice_is_no_verdict(monkeypatch: pytest.MonkeyPatch) -> None:
    class Breaking(box.Template):
        def ask(self, *request: object) -> object:  # type: ignore[override]
            self.end()
            return super().ask(*request)  # type: ignore[arg-type]

    with Sandbox() as sandbox:
        sandbox.run(ONE)
        monkeypatch.setattr(box, "Template", Breaking)
        sandbox._end()
        with pytest.raises(Infrastructure, match="broke down twice: "):
            sandbox.run(ONE)
        with pytest.raises(Infrastructure, match="broke down twice: "):
            sandbox.run_batch([ONE, ONE])
        monkeypatch.undo()
        assert sandbox.run(ONE).status == "done"


def test_a_template_is_replaced_after_some_thousand_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(box, "_RECYCLED", 3)
    with Sandbox() as sandbox:
        seen = []
        for _ in range(8):
            sandbox.run(ONE)
            seen.append(min(of(os.getpid())))
        assert len(set(seen)) == 3
        assert seen == sorted(seen, key=seen.index)


def test_a_forked_process_does_not_use_its_parent_s_sandbox() -> None:
    with Sandbox() as sandbox:
        child = os.fork()
        if child == 0:
            code = 1
            try:
                sandbox.run(ONE)
            except SandboxFault:
                code = 0
            finally:
                os._exit(code)
        assert os.waitpid(child, 0)[1] == 0
        assert sandbox.run(ONE).answers == (Value(2),)


def test_threads_share_a_sandbox() -> None:
    found: list[object] = []
    with Sandbox() as sandbox:

        def work(n: int) -> None:
            job = Job("def f(n): return n * n", "f", [Call([n])])
            found.extend((n * n, sandbox.run(job).answers[0]) for _ in range(5))

        threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(found) == 20
    assert all(answer == Value(square) for square, answer in found)  # type: ignore[misc]


@pytest.mark.skipif(os.geteuid() != 0, reason="reading a template's memory needs root")
@pytest.mark.parametrize("tier", [1, 2, 3])
def test_a_template_holds_nothing_of_its_judge_nor_of_its_children(
    tier: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected, secret, given = (secrets.token_hex(16) for _ in range(3))
    monkeypatch.setenv("SANDBOX_TEST_SECRET", secret)
    held = [expected, secret, given]
    with Sandbox(tier=tier) as sandbox:
        for _ in range(3):
            job = Job(f"def f(n): return n + '{given}'", "f", [Call([given])])
            assert sandbox.run(job).answers == (Value(given + given),)
        templates = of(os.getpid())
        assert len(templates) == (2 if tier == 1 else 1)
        for pid in templates:
            memory = memory_of(pid)
            assert b"program" in memory
            assert [text for text in held if text.encode() in memory] == []
            assert Path(f"/proc/{pid}/environ").read_bytes().strip(b"\0") == b""
            assert [os.readlink(f"/proc/{pid}/fd/{n}") for n in (0, 1, 2)] == ["/dev/null"] * 3
    # The same search finds them in this process, so that it can find something.
    assert all(text.encode() in memory_of(os.getpid()) for text in held)


def memory_of(pid: int) -> bytes:
    found = []
    with open(f"/proc/{pid}/maps") as maps, open(f"/proc/{pid}/mem", "rb", 0) as memory:
        for line in maps:
            match = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw.. \S+ 00:00 0", line) or re.match(
                r"([0-9a-f]+)-([0-9a-f]+) rw.. .*(?:\[|\.so|python)", line
            )
            if match:
                start, end = (int(text, 16) for text in match.groups())
                try:
                    memory.seek(start)
                    found.append(memory.read(end - start))
                except OSError:
                    continue
    return b"\n".join(found)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's templates change their user")
@pytest.mark.parametrize("tier", [1, 2, 3])
def test_a_template_of_root_is_nobody(tier: int) -> None:
    with Sandbox(tier=tier):
        users = set()
        for pid in of(os.getpid()):
            status = Path(f"/proc/{pid}/status").read_text()
            fields = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
            assert {int(fields[f"Cap{kind}"], 16) for kind in ("Inh", "Prm", "Eff", "Bnd", "Amb")} == {0}
            assert fields["NoNewPrivs"] == "1"
            assert fields["Groups"].strip() == ""
            users.update(map(int, fields["Uid"].split()))
        assert min(users) > 2**30
