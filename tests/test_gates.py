"""Ruff, mypy and import-linter reach every linked folder, and each contract catches a breach of it.

Every test plants a fault in a small copy of the checkout that holds the packages and nothing else.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

LINKED = ("kernels", "mutate", "solvers", "verify", "kernels/make", "kernels/read", "verify/proof")


@pytest.fixture
def sapling(root: Path, tmp_path: Path) -> Path:
    """The checkout with its links, configuration and empty packages, and an empty row."""
    for name in ("pyproject.toml", ".importlinter", "Makefile", "tests/families_contract.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copy(root / name, tmp_path / name)
    for package in ("synth", *LINKED):
        plant(tmp_path, f"{package}/__init__.py", '"""A package."""\n')
    plant(tmp_path, "synth/row.py", '"""A module."""\n')
    for link in (path for path in (root / "synth").iterdir() if path.is_symlink()):
        (tmp_path / "synth" / link.name).symlink_to(os.readlink(link))
    plant(tmp_path, "benchmarks/audit.py", '"""A script."""\n')
    plant(tmp_path, "benchmarks/audits/__init__.py", '"""A package."""\n')
    return tmp_path


def plant(folder: Path, name: str, source: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(source)


def make(folder: Path, target: str) -> subprocess.CompletedProcess[str]:
    """Run a target of the Makefile with the tools of this environment, as if it were freshly set up."""
    stamp = f"{sys.prefix}/.installed"
    command = ["make", "-o", stamp, target, f"VENV={sys.prefix}"]
    env = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def test_every_gate_passes_on_a_faultless_copy(sapling: Path) -> None:
    done = make(sapling, "lint")
    assert done.returncode == 0, done.stdout + done.stderr


def test_ruff_reads_every_linked_folder_once(sapling: Path) -> None:
    for folder in LINKED:
        plant(sapling, f"{folder}/planted.py", '"""A module."""\n\nimport os\n')
    done = make(sapling, "tidy")
    assert done.returncode != 0
    assert done.stdout.count("F401") == len(LINKED)
    assert all(done.stdout.count(f"synth/{folder}/planted.py") == 1 for folder in LINKED)


def test_the_formatter_reads_every_linked_folder_once(sapling: Path) -> None:
    for folder in LINKED:
        plant(sapling, f"{folder}/planted.py", "x = [ ]\n")
    done = make(sapling, "formatted")
    assert done.returncode != 0
    assert all(done.stdout.count(f"synth/{folder}/planted.py") == 1 for folder in LINKED)


def test_mypy_reads_every_linked_folder_once(sapling: Path) -> None:
    for folder in LINKED:
        plant(sapling, f"{folder}/planted.py", 'x: int = ""\n')
    done = make(sapling, "typed")
    assert done.returncode != 0
    assert all(done.stdout.count(f"synth/{folder}/planted.py") == 1 for folder in LINKED)


@pytest.mark.parametrize(
    "statement",
    [
        "import solvers",
        "from verify import proof",
        "from kernels.make import text",
        "import mutate",
        "import grammars",
        "import runpy",
        "from importlib import import_module",
        "found = eval('1')",
    ],
)
def test_ruff_refuses_a_bare_folder_and_a_dynamic_import(sapling: Path, statement: str) -> None:
    plant(sapling, "synth/planted.py", f'"""A module."""\n\n{statement}\n')
    output = make(sapling, "tidy").stdout
    assert "TID251" in output or "S307" in output, output


def test_ruff_lets_families_find_modules_by_name(sapling: Path) -> None:
    source = (
        '"""Families."""\n\nfrom importlib import import_module\n\nsolvers = import_module("synth.solvers")\n'
    )
    plant(sapling, "synth/families.py", source)
    assert make(sapling, "tidy").returncode == 0


BREACHES = {
    "Kernels import nothing of ours": [
        ("kernels/planted.py", "import synth.row"),
        ("kernels/read/planted.py", "from synth.engine import run"),
    ],
    "Kernels of solvers and kernels of checkers stay apart": [
        ("kernels/read/planted.py", "from synth.kernels import make"),
        ("kernels/make/planted.py", "import synth.kernels.read"),
    ],
    "The row imports nothing of ours": [
        ("synth/row.py", "import synth.engine"),
    ],
    "Checkers import the row and kernels.read, and nothing else of ours": [
        ("verify/logic.py", "import synth.engine"),
        ("verify/proof/planted.py", "from synth import kernels"),
        ("verify/logic.py", "from synth.kernels import make"),
        ("verify/logic.py", "import synth.mutate"),
        ("verify/logic.py", "import synth.solvers._shared"),
    ],
    "Solvers and operators never use the kernels of checkers": [
        ("solvers/logic.py", "import synth.kernels.read"),
        ("solvers/logic.py", "import synth.reader"),
        ("mutate/planted.py", "from synth.kernels import read"),
    ],
    "Solvers import the row, grammars, kernels and the sandbox only": [
        ("solvers/logic.py", "import synth.verify.proof"),
        ("solvers/logic.py", "import synth.engine"),
        ("solvers/_shared.py", "from synth import engine"),
        ("solvers/logic.py", "import synth.mutate"),
    ],
    "A family is found by name and imported by nobody": [
        ("solvers/logic.py", "import synth.solvers.sums"),
        ("solvers/logic.py", "from synth.verify import sums"),
        ("solvers/logic.py", "import synth.verify._shared"),
        ("mutate/planted.py", "from synth.solvers.sums import solve"),
        ("verify/logic.py", "import synth.verify.sums"),
        ("verify/proof/planted.py", "import synth.verify.sums"),
        ("synth/engine.py", "from synth.solvers import sums"),
        ("synth/engine.py", "from synth.verify import sums"),
    ],
    "Families and kernels never import the public names of synth": [
        ("verify/logic.py", "import synth"),
        ("solvers/logic.py", "from synth import rows"),
    ],
}


def grow(folder: Path) -> None:
    """Plant two families, what they share, and the parts of an engine; all of it as the contracts allow."""
    plant(folder, "synth/engine.py", "import synth.row\n")
    plant(folder, "synth/reader.py", "import synth.kernels.read\n")
    for side, tool in (("solvers", "sandbox"), ("verify", "proof")):
        plant(folder, f"{side}/_shared.py", "")
        plant(
            folder,
            f"{side}/sums.py",
            f"import synth.row\nimport synth.{side}._shared\nimport synth.verify.{tool}\n",
        )
    plant(folder, "solvers/logic.py", "import synth.kernels.make\n")
    plant(folder, "verify/logic.py", "from synth.kernels import read\n")
    plant(folder, "mutate/operator.py", "import synth.verify.sandbox\n")
    plant(folder, "verify/sandbox/__init__.py", "")


def test_the_contracts_allow_what_families_need(sapling: Path) -> None:
    grow(sapling)
    done = make(sapling, "layered")
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("contract", "module", "statement"),
    [(contract, *breach) for contract, breaches in BREACHES.items() for breach in breaches],
)
def test_each_contract_catches_a_breach(sapling: Path, contract: str, module: str, statement: str) -> None:
    grow(sapling)
    plant(sapling, module, f"{statement}\n")
    done = make(sapling, "layered")
    assert done.returncode != 0
    assert f"{contract} BROKEN" in done.stdout, done.stdout


def test_every_contract_has_a_breach(root: Path) -> None:
    lines = (root / ".importlinter").read_text().splitlines()
    assert {line.removeprefix("name = ") for line in lines if line.startswith("name = ")} == set(BREACHES)
