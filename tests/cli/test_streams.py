"""The standard streams: closed, full, of another encoding; and Ctrl-C while everything is still loading."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

SYNTH = Path(sys.executable).with_name("synth")
CLOSED = "stdout is closed, and there is something to write to it\n"


def shell(command: str, **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run a command line in which `synth` is the one that is tested."""
    return subprocess.run(
        ["/bin/bash", "-c", f'synth() {{ "{SYNTH}" "$@"; }}; {command}'],
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


@pytest.mark.parametrize(
    ("command", "code", "said"),
    [
        ("synth --help >&-", 2, CLOSED),
        ("synth --version >&-", 2, CLOSED),
        ("synth enumerate --grammar logic.lark --depth 1 --limit 2 --text >&-", 2, CLOSED),
        ("synth --help >&- 2>&-", 2, ""),
        ("synth nothing 2>&-", 2, ""),
        ("synth nothing 2>/dev/full", 2, ""),
        ("synth rank --grammar logic.lark <&-", 0, ""),
        ("synth --help >/dev/full", 2, "No space left on device\n"),
        ("synth show --help >/dev/full", 2, "No space left on device\n"),
        ("synth --version >/dev/full", 2, "No space left on device\n"),
    ],
)
def test_streams_that_take_or_give_nothing(command: str, code: int, said: str) -> None:
    done = shell(command)
    assert (done.returncode, done.stdout, done.stderr.decode()) == (code, b"", said)


def test_no_file_takes_the_place_of_a_closed_stream(tmp_path: Path) -> None:
    out = tmp_path / "texts.jsonl"
    done = shell(f"synth enumerate --grammar logic.lark --depth 1 --limit 2 --out {out} <&- >&- 2>&-")
    assert done.returncode == 0
    assert len(out.read_bytes().splitlines()) == 2


@pytest.mark.parametrize(
    "env",
    [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
)
def test_texts_are_utf_8_whatever_the_locale_says(tmp_path: Path, env: dict[str, str]) -> None:
    grammar = tmp_path / "accents.lark"
    grammar.write_text('start: "\u00e9" -> acute | "\u20ac" -> euro\n', encoding="utf-8")
    done = shell(f"synth enumerate --grammar {grammar} --depth 0 --text", **env)
    assert (done.returncode, done.stdout.decode(), done.stderr) == (0, "\u00e9\n\u20ac\n", b"")
    asked = shell(f"printf '\\xe2\\x82\\xac\\n' | synth rank --grammar {grammar}", **env)
    assert (asked.returncode, asked.stdout, asked.stderr) == (0, b"1\n", b"")
    odd = shell(f"printf '\\xff\\n' | synth rank --grammar {grammar} --json", **env)
    assert odd.returncode == 2
    assert b"Traceback" not in odd.stderr
    named = shell("synth generate \u00e9", **env)
    assert named.returncode == 2
    assert named.stderr.count(b"\n") == 1
    assert b"Traceback" not in shell("synth --help", **env).stderr


def test_an_interrupt_that_is_to_be_ignored_is_ignored() -> None:
    words = [str(SYNTH), "enumerate", "--grammar", "logic.lark", "--depth", "1", "--limit", "3000", "--text"]
    with subprocess.Popen(
        words,
        bufsize=0,  # a buffered reader would keep what it read beyond the first line from `communicate`
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_IGN),
    ) as process:
        assert process.stdout
        process.stdout.readline()
        process.send_signal(signal.SIGINT)
        shown, said = process.communicate(timeout=60)
    assert (process.returncode, said) == (0, b"")
    assert len(shown.splitlines()) == 2999


def test_ctrl_c_while_everything_loads_is_quiet() -> None:
    """From the moment that the entry point listens; before that the interpreter itself is still starting."""
    code = """
import os, sys, synth.cli
listen = synth.cli._on_interrupt
def listens(handler):
    listen(handler)
    os.write(1, b"it listens\\n")
synth.cli._on_interrupt = listens
sys.argv = ["synth", "enumerate", "--grammar", "logic.lark", "--depth", "6"]
sys.stdout = open(os.devnull, "w")
synth.cli.main()
"""
    for wait in (0.02, 0.05, 0.1, 0.2, 0.4, 0.8, 1.6):
        with subprocess.Popen(
            [sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE
        ) as process:
            assert process.stdout
            process.stdout.readline()
            time.sleep(wait)
            process.send_signal(signal.SIGINT)
            _, said = process.communicate(timeout=60)
            assert (process.returncode, said) == (130, b""), wait


LOST = """
import ctypes, os, signal, sys, time, synth.cli, synth.cli.commands
def interrupted(): os.kill(os.getpid(), signal.SIGINT)
class Thing:
    def __del__(self): interrupted()
def tidied():
    try:
        while True: time.sleep(0.01)
    finally:
        time.sleep(3 * synth.cli.AGAIN)
        print("tidied")
def run():
    {}
    tidied()
synth.cli.commands.run = run
synth.cli.main()
"""


@pytest.mark.parametrize(
    "dropping",
    [
        "ctypes.CFUNCTYPE(None)(interrupted)()",
        "Thing()",
        "try: interrupted()\n    except BaseException: pass",
    ],
)
def test_an_interrupt_that_is_dropped_is_raised_again_and_lets_what_it_ends_tidy_up(dropping: str) -> None:
    words = [sys.executable, "-c", LOST.format(dropping)]
    done = subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (130, "tidied\n", "")
