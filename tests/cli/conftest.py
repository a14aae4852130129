from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

Run = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def synth(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """What runs `synth` as a user does, from a folder that is not the checkout."""
    home = tmp_path_factory.mktemp("home")
    command = Path(sys.executable).with_name("synth")

    def run(*arguments: object, **options: object) -> subprocess.CompletedProcess[str]:
        words = [str(command), *map(str, arguments)]
        return subprocess.run(words, cwd=home, capture_output=True, text=True, check=False, **options)

    return run


@pytest.fixture(scope="session")
def screen() -> Callable[..., str]:
    """What runs `synth` on a terminal and returns what stands on it."""

    def run(*arguments: object) -> str:
        import os
        import pty

        leader, follower = pty.openpty()
        command = [str(Path(sys.executable).with_name("synth")), *map(str, arguments)]
        env = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1", "TERM": "dumb"}
        done = subprocess.Popen(command, stdout=follower, stderr=subprocess.DEVNULL, env=env)
        os.close(follower)
        shown = b""
        while True:
            try:
                chunk = os.read(leader, 65536)
            except OSError:
                break
            if not chunk:
                break
            shown += chunk
        os.close(leader)
        assert done.wait() == 0, shown
        return shown.decode().replace("\r\n", "\n")

    return run
