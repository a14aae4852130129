"""What all commands share: help, exit codes, one sentence for a mistake, and pipes that close."""

from __future__ import annotations

import json
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from synth.cli.commands import application

COMMANDS = [command.name for command in application().registered_commands]
SYNTH = Path(sys.executable).with_name("synth")


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_an_example(synth, command: str) -> None:
    done = synth(command, "--help")
    assert done.returncode == 0
    assert f"Example: synth {command}" in done.stdout


def test_help_names_every_command_and_loads_no_engine(synth) -> None:
    done = synth("--help")
    assert all(f" {command} " in done.stdout for command in COMMANDS)
    code = (
        "import sys, synth, synth.cli.commands; synth.cli.commands.application(); "
        "print([name for name in ('pyarrow', 'numpy', 'numba', 'z3', 'lark', 'rich') if name in sys.modules])"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


def test_the_version_is_that_of_the_package(synth) -> None:
    assert synth("--version").stdout == f"{version('synth-engine')}\n"


@pytest.mark.parametrize(
    "words",
    [
        ["nothing"],
        ["show"],
        ["generate", "--rows", "many"],
        ["generate", "mini", "--workers", "0"],
        ["--loud"],
    ],
)
def test_wrong_usage_exits_2(synth, words: list[str]) -> None:
    done = synth(*words)
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["show", "parity"], "'parity' is not an id: ids read family/rank.variant@fingerprint"),
        (["generate"], "give a recipe, such as mini, or --family and --rows"),
        (
            ["generate", "minni", "--out", "x"],
            "no recipe 'minni'; the nearest is 'mini'; a file's name ends in .toml",
        ),
        (["generate", "mini"], "--out is missing: the folder that the dataset is written to"),
        (
            ["generate", "mini", "--family", "parity"],
            "give a recipe, or --family with --level and --rows, not both",
        ),
        (["generate", "--family", "parity"], "--rows is missing: how many rows of the family"),
        (["generate", "--family", "pairity", "--rows", "1"], "no family 'pairity'; the nearest is 'parity'"),
        (
            ["generate", "--family", "parity", "--rows", "0"],
            "synth generate: --rows must be a whole number from 1 to 9223372036854775807, not 0",
        ),
        (
            ["generate", "mini", "--engine", "ray"],
            "--engine ray: this version makes rows on one machine only: leave it at 'local'",
        ),
        (["generate", "mini", "--out", "/dev/null/x"], "/dev/null/x: Not a directory"),
        (
            ["generate", "--rows", "many"],
            "synth generate: Invalid value for '--rows': 'many' is no whole number "
            "(see synth generate --help)",
        ),
        (
            ["generate", "mini", "--workers", "1_0"],
            "synth generate: Invalid value for '--workers': '1_0' is no whole number "
            "(see synth generate --help)",
        ),
        (
            ["verify", "x", "--workers", "0"],
            "synth verify: Invalid value for '--workers': '0' is below 1 (see synth verify --help)",
        ),
        (["show"], "synth show: Missing argument 'ID' (see synth show --help)"),
        (["nothing"], "synth: No such command 'nothing' (see synth --help)"),
        (
            ["enumerate", "--grammar", "logic.lark", "--depth", "1", "--shard", "\uff10/\uff12"],
            "--shard \uff10/\uff12 is no part: give i/n with 0 <= i < n, such as 0/4",
        ),
        (
            ["unrank", "--grammar", "logic.lark", "\uff11"],
            "'\uff11' is no rank: ranks are whole numbers from 0",
        ),
        (["verify"], "give a file or folder of rows, or --properties"),
        (["verify", "/no/such/place"], "nothing at /no/such/place"),
    ],
)
def test_a_mistake_is_one_sentence(synth, words: list[str], sentence: str) -> None:
    done = synth(*words)
    assert (done.returncode, done.stdout, done.stderr) == (2, "", f"{sentence}\n")


@pytest.mark.parametrize("words", [["families"], ["--help"], ["verify", "--properties"]])
def test_a_closed_pipe_ends_quietly(words: list[str]) -> None:
    done = subprocess.run(
        f"{SYNTH} {' '.join(words)} | true; exit ${{PIPESTATUS[0]}}",
        shell=True,
        executable="/bin/bash",
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_families_are_objects_for_a_program_and_a_table_for_a_reader(synth, screen) -> None:
    records = {record["name"]: record for record in map(json.loads, synth("families").stdout.splitlines())}
    assert records["parity"] == {
        "name": "parity",
        "domain": "math",
        "levels": [
            {
                "level": level,
                "problems": problems,
                "what": f"words of {bits} bits",
                "strata": {"all": problems},
            }
            for level, problems, bits in (
                (1, 1022, "2 to 10"),
                (2, 2**16 - 2**10, "11 to 16"),
                (3, 2**42 - 2**16, "17 to 42"),
            )
        ],
        "members": 2,
        "skills": ["parity"],
        "prerequisites": ["counting"],
        "methods": ["steps", "popcount"],
    }
    shown = screen("families")
    assert "parity" in shown
    assert "4.39e12" in shown
    assert '"parity"' in screen("families", "--json")
