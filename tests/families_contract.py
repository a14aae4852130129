"""The import-linter contract that keeps families apart.

A module of `synth.solvers` or `synth.verify` is one family's and nobody imports it: the engine finds it by
name. A module whose name starts with `_` is shared by the families of its own folder. Tools judge nothing
and are open to all. A new family or a new shared module needs no line in `.importlinter`.
"""

from __future__ import annotations

from typing import cast

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output


class FamiliesContract(Contract):
    """Each module of `packages` is imported by itself alone, or, if private, by its folder."""

    packages = fields.SetField(subfield=fields.StringField())
    tools = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        packages, tools = cast(set[str], self.packages), cast(set[str], self.tools)
        breaches = [
            (importer, module)
            for package in sorted(packages)
            for owner in sorted(graph.find_children(package) - tools)
            for module in sorted({owner} | graph.find_descendants(owner))
            for importer in sorted(graph.find_modules_that_directly_import(module))
            if not _is_inside(importer, package if _is_private(owner) else owner)
        ]
        return ContractCheck(kept=not breaches, metadata={"breaches": breaches})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, module in check.metadata["breaches"]:
            output.print_error(f"{importer} imports {module}; what families share goes to a module named _x")


def _is_private(module: str) -> bool:
    return module.rpartition(".")[2].startswith("_")


def _is_inside(module: str, package: str) -> bool:
    return f"{module}.".startswith(f"{package}.")
