"""Audit fresh rows by code that shares nothing with synth, and keep what was found of each family.

A family makes its rows with `synth generate`, and `synth verify` checks them again, each in a process of its
own. The package `audits`, beside this file, then reads what a learner reads and works every answer out by the
plainest method there is. Ids and problems are counted. A family keeps its last finding until it is run again.

    python benchmarks/audit.py [--rows 20000] [--family F ...] [--data DIR] [--out benchmarks/results/audit]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from audits import AUDITS

HERE = Path(__file__).parent
SYNTH = str(Path(sys.executable).with_name("synth"))
FOLDERS = ("grammars", "kernels", "solvers", "synth", "verify")  # what makes and checks rows
SHOWN = 5
Finding = dict[str, Any]


def rows_in(folder: Path) -> Iterator[dict[str, Any]]:
    """Yield the rows of a dataset."""
    for file in sorted(folder.rglob("*.parquet")):
        for batch in pq.ParquetFile(file).iter_batches(2_000):
            yield from batch.to_pylist()


def audited(family: str, rows: int, seed: int, folder: Path) -> Finding:
    """Return what the audit of a family's fresh rows found; the rows are made in the folder."""
    made_by = revision()
    made = subprocess.run(
        [SYNTH, "generate", "--family", family, "--rows", str(rows), "--seed", str(seed), "--out", folder],
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    presentations = max(stratum["variants"] for stratum in json.loads(made.stdout)["strata"])
    checked = subprocess.run([SYNTH, "verify", folder], stdout=subprocess.PIPE, text=True, check=False)
    faults: list[str] = []
    ids: set[str] = set()
    fingerprints: set[str] = set()
    problems: Counter[str] = Counter()
    for row in rows_in(folder):
        ids.add(row["id"])
        fingerprints.add(row["provenance"]["fingerprint"])
        problems[row["canonical"]] += 1
        if fault := AUDITS[family](row):
            faults.append(f"{row['id']}: {fault}")
    total = problems.total()
    return {
        "revision": made_by,
        "fingerprint": " ".join(sorted(fingerprints)),
        "seed": seed,
        "rows": total,
        "wrong": len(faults),
        "faults": faults[:SHOWN],
        "refused": total - json.loads(checked.stdout)["accepted"],
        "repeated_ids": total - len(ids),
        "duplicates": sum(max(0, count - presentations) for count in problems.values()),
    }


def revision() -> str:
    """Return the revision of the code that made the rows, with a plus if a file of it has changed since."""

    def git(*words: str) -> str:
        return subprocess.run(["git", *words], capture_output=True, text=True, cwd=HERE.parent).stdout.strip()

    return git("rev-parse", "--short=7", "HEAD") + "+" * bool(git("status", "--porcelain", "--", *FOLDERS))


def table(findings: dict[str, Finding]) -> str:
    """Return the findings as a page of Markdown, families in the order of AUDITS."""
    lines = [
        "Fresh rows audited by code that shares nothing with synth: `python benchmarks/audit.py --family F`.",
        "Refused: by `synth verify`. Duplicates: rows of one `canonical` beyond the presentations that its",
        "stratum allows. A revision with a plus had changes that were not committed.",
        "",
        "| family | rows | wrong | refused | duplicates | revision | how the audit finds the answer |",
        "|---|---|---|---|---|---|---|",
    ]
    for family in (name for name in AUDITS if name in findings):
        one, method = findings[family], (AUDITS[family].__doc__ or "").split("\n")[0].rstrip(".")
        lines.append(
            f"| {family} | {one['rows']:,} | {one['wrong']:,} | {one['refused']:,} | {one['duplicates']:,} "
            f"| {one['revision']} | {method} |"
        )
    return "\n".join(lines) + "\n"


def main() -> int:
    """Audit the families, print and keep the findings; return 1 if anything is wrong with one of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20_261_120)
    parser.add_argument("--family", action="append", help="one family; may be given again (default: all)")
    parser.add_argument("--data", type=Path, help="keep the rows here, a folder each family")
    parser.add_argument("--out", type=Path, default=HERE / "results" / "audit")
    options = parser.parse_args()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    page, kept = options.out.with_suffix(".md"), options.out.with_suffix(".json")
    findings: dict[str, Finding] = json.loads(kept.read_text()) if kept.exists() else {}
    sound = True
    for family in options.family or AUDITS:
        with tempfile.TemporaryDirectory() as folder:
            found = audited(family, options.rows, options.seed, (options.data or Path(folder)) / family)
        print(json.dumps({"family": family, **found}), flush=True)
        findings[family] = found
        kept.write_text(json.dumps(findings, indent=1) + "\n")
        page.write_text(table(findings))
        sound = sound and not any(found[name] for name in ("wrong", "refused", "repeated_ids", "duplicates"))
    return 0 if sound else 1


if __name__ == "__main__":
    raise SystemExit(main())
