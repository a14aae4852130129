"""The package as a stranger gets it: built through the sdist, installed, run from outside the checkout."""

from __future__ import annotations

import ast
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from configparser import ConfigParser
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LINKS = ("grammars", "kernels", "mutate", "solvers", "verify")
OPEN = re.compile(
    r"\b(MIT|BSD|0BSD|Apache|ISC|MPL|Mozilla Public License|PSF|Python Software Foundation|Zlib)\b", re.I
)
FORBIDDING = re.compile(r"GPL|GNU|Affero|SSPL|BUSL|Elastic|Non-?Commercial|-NC\b", re.I)


def run(*command: str | Path, cwd: Path, **env: str) -> str:
    """Return what the command prints; its errors are the failure's text."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={**os.environ, **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{done.stdout}\n{done.stderr}"
    return done.stdout


def files(folder: Path) -> dict[str, bytes]:
    """Return the contents of every file below the folder, through links, that is not a cache."""
    found = (
        Path(parent, name)
        for parent, _, names in os.walk(folder, followlinks=True)
        for name in names
        if not any(
            part == "__pycache__" or part.startswith(".") for part in Path(parent).relative_to(folder).parts
        )
    )
    return {path.relative_to(folder.parent).as_posix(): path.read_bytes() for path in found}


@pytest.fixture(scope="module")
def wheel(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sdist of a copy that keeps the links as links."""
    work = tmp_path_factory.mktemp("build")
    source, out = work / "source", work / "out"
    source.mkdir()
    for name in ("pyproject.toml", "MANIFEST.in", "README.md", "LICENSE"):
        shutil.copy(root / name, source / name)
    for name in ("synth", *LINKS):
        shutil.copytree(
            root / name, source / name, symlinks=True, ignore=shutil.ignore_patterns("__pycache__", ".*")
        )
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", out, source, cwd=work)
    assert [path.name.endswith(".tar.gz") for path in out.iterdir()].count(True) == 1
    return next(out.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    target = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", "--target", target)
    run(*pip, wheel, cwd=target)
    return target


@pytest.mark.parametrize("name", LINKS)
def test_the_checkout_keeps_its_links(root: Path, name: str) -> None:
    link = root / "synth" / name
    lost = f"{link} is no link: clone again with `git clone -c core.symlinks=true`"
    assert link.is_symlink(), lost
    assert Path(os.readlink(link)) == Path("..", name)


def test_the_wheel_holds_every_file_of_the_tree_and_one_top_level_name(root: Path, wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    tree = files(root / "synth")
    assert set(packed) == set(tree)
    assert packed == tree
    assert {name.partition("/")[0] for name in packed} == {"synth"}
    assert {name.split("/")[1] for name in packed} > set(LINKS)


def test_the_wheel_brings_the_command_and_the_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (points,) = (name for name in archive.namelist() if name.endswith("entry_points.txt"))
        parser = ConfigParser()
        parser.read_string(archive.read(points).decode())
        licences = [name for name in archive.namelist() if name.endswith("licenses/LICENSE")]
    assert parser.sections() == ["console_scripts"]
    assert list(parser["console_scripts"]) == ["synth"]
    assert len(licences) == 1


def test_every_module_of_the_installed_wheel_imports(installed: Path, tmp_path: Path) -> None:
    script = (
        "import importlib, pkgutil, synth\n"
        "for module in pkgutil.walk_packages(synth.__path__, 'synth.'):\n"
        "    if not module.name.endswith('__main__'):\n"
        "        importlib.import_module(module.name)\n"
        "print(synth.__file__, synth.kernels.__file__, sep='\\n')\n"
    )
    places = run(sys.executable, "-c", script, cwd=tmp_path, PYTHONPATH=str(installed)).splitlines()
    assert [Path(place) for place in places] == [
        installed / "synth" / "__init__.py",
        installed / "synth" / "kernels" / "__init__.py",
    ]


def test_the_grammars_of_the_installed_wheel_are_found_as_resources(
    root: Path, installed: Path, tmp_path: Path
) -> None:
    script = (
        "from importlib.resources import files\n"
        "for file in files('synth').joinpath('grammars').iterdir(): print(file.name)\n"
    )
    names = run(sys.executable, "-c", script, cwd=tmp_path, PYTHONPATH=str(installed)).split()
    assert "logic.lark" in names
    assert set(names) - {"__pycache__"} == {path.name for path in (root / "grammars").iterdir()}


def test_the_installed_command_runs(installed: Path, tmp_path: Path) -> None:
    shown = run(installed / "bin" / "synth", "--help", cwd=tmp_path, PYTHONPATH=str(installed))
    assert "enumerate" in shown


def runtime() -> Iterator[importlib.metadata.Distribution]:
    """Yield every distribution that an installation without extras brings."""
    wanted, seen = [Requirement("synth-engine")], set[str]()
    while wanted:
        requirement = wanted.pop()
        name = canonicalize_name(requirement.name)
        if name in seen:
            continue
        seen.add(name)
        distribution = importlib.metadata.distribution(name)
        yield distribution
        for needed in map(Requirement, distribution.requires or ()):
            extras = {"", *requirement.extras}
            if needed.marker is None or any(needed.marker.evaluate({"extra": extra}) for extra in extras):
                wanted.append(needed)


def imported_by(node: ast.AST) -> list[str]:
    """Return the modules that a statement imports by their full names."""
    if isinstance(node, ast.Import):
        return [name.name for name in node.names]
    if isinstance(node, ast.ImportFrom) and node.level == 0:
        return [node.module or ""]
    return []


def declared(extra: str) -> set[str]:
    """Return what the extra brings by itself, or the package without any."""
    needed = map(Requirement, importlib.metadata.requires("synth-engine") or ())
    return {
        canonicalize_name(item.name)
        for item in needed
        if (f'extra == "{extra}"' in str(item.marker) if extra else "extra" not in str(item.marker))
    }


def test_the_package_declares_what_it_imports_and_nothing_else(root: Path) -> None:
    names = {
        name.partition(".")[0]
        for path, text in files(root / "synth").items()
        if path.endswith(".py")
        for node in ast.walk(ast.parse(text))
        for name in imported_by(node)
    }
    owners = importlib.metadata.packages_distributions()
    imported = {canonicalize_name(owners[name][0]) for name in names & owners.keys()} - {"synth-engine"}
    assert imported == declared("") | declared("javascript")
    assert declared("") < imported


def test_the_engines_for_javascript_are_free() -> None:
    for name in declared("javascript"):
        files = importlib.metadata.files(name) or ()
        (text,) = (path.read_text() for path in files if path.name == "LICENSE")
        assert re.search(
            "Permission .*to use, copy, modify,|Permission is hereby granted, free of charge", text
        ), name
        assert not FORBIDDING.search(text), name


def licence(distribution: importlib.metadata.Distribution) -> str:
    """Return the licence that the metadata states: expression, classifiers, or the first line of its text."""
    stated = distribution.metadata.json
    lines = [stated.get("license_expression", ""), *str(stated.get("license", "")).splitlines()[:1]]
    lines += [line for line in stated.get("classifier", ()) if line.startswith("License ::")]
    return "; ".join(map(str, filter(None, lines)))


def is_free(text: str) -> bool:
    """True if every use is free under the stated licence, commercial use as well."""
    return bool(OPEN.search(text)) and not FORBIDDING.search(text)


def test_no_licence_of_what_we_install_forbids_commercial_use() -> None:
    stated = {item.metadata["Name"]: licence(item) for item in runtime()}
    assert "z3-solver" in stated
    assert {name: text for name, text in stated.items() if not is_free(text)} == {}


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Proprietary",
        "GPL-3.0-or-later",
        "MIT AND LGPLv3+",
        "License :: OSI Approved :: GNU Affero",
        "CC-BY-NC-4.0",
    ],
)
def test_a_licence_that_binds_is_noticed(text: str) -> None:
    assert not is_free(text)
