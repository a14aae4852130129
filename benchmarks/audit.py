"""An audit of fresh rows by code that shares nothing with synth: answers by brute force from the text.

Each family makes its rows with `synth generate`, in a process of its own. The audits beside this file read
what a learner reads, and work out the answer by the plainest method there is. Besides: `synth verify` accepts
every row again, and ids and problems are distinct.

    python benchmarks/audit.py [--rows 20000] [--family F ...] [--out benchmarks/results/audit]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
from audit_algebra import AUDITS as ALGEBRA
from audit_arithmetic import AUDITS as ARITHMETIC
from audit_numbers import AUDITS as NUMBERS
from audit_reasoning import AUDITS as REASONING
from audit_stories import AUDITS as STORIES

SYNTH = str(Path(sys.executable).with_name("synth"))
AUDITS = {**ARITHMETIC, **ALGEBRA, **STORIES, **REASONING, **NUMBERS}
SHOWN = 5


def audited(family: str, rows: int, seed: int) -> dict[str, Any]:
    """Return what the audit of a family's fresh rows found."""
    with tempfile.TemporaryDirectory() as folder:
        out = f"{folder}/out"
        made = subprocess.run(
            [SYNTH, "generate", "--family", family, "--rows", str(rows), "--seed", str(seed), "--out", out],
            capture_output=True,
            text=True,
            check=True,
        )
        strata = json.loads(made.stdout)["strata"]
        run = subprocess.run([SYNTH, "verify", out], capture_output=True, text=True, check=False)
        faults: list[str] = []
        seen: dict[str, Counter[str]] = {"id": Counter(), "canonical": Counter()}
        for file in sorted(Path(out).rglob("*.parquet")):
            for batch in pq.ParquetFile(file).iter_batches(2_000):
                for row in batch.to_pylist():
                    seen["id"][row["id"]] += 1
                    seen["canonical"][row["canonical"]] += 1
                    if fault := AUDITS[family](row):
                        faults.append(f"{row['id']}: {fault}")
    return {
        "family": family,
        "rows": seen["id"].total(),
        "accepted": json.loads(run.stdout)["accepted"],
        "wrong": len(faults),
        "faults": faults[:SHOWN],
        "ids": len(seen["id"]),
        "problems": len(seen["canonical"]),
        "most_of_one": max(seen["canonical"].values()),
        "presentations": max(one["variants"] for one in strata),
    }


def table(results: list[dict[str, Any]], revision: str) -> str:
    """Return the findings as a page of Markdown."""
    lines = [
        f"Fresh rows audited by code that shares none with synth (benchmarks/audit.py), at {revision[:7]}.",
        "",
        "| family | rows | accepted by verify | found wrong | ids | problems | rows of one |",
        "|---|---|---|---|---|---|---|",
    ]
    lines += [
        f"| {one['family']} | {one['rows']:,} | {one['accepted']:,} | {one['wrong']} | {one['ids']:,} "
        f"| {one['problems']:,} | {one['most_of_one']} |"
        for one in results
    ]
    return "\n".join(lines) + "\n"


def main() -> int:
    """Audit the families, print and write the findings; return 1 if anything is wrong."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=20_000)
    parser.add_argument("--seed", type=int, default=20_261_120)
    parser.add_argument("--family", action="append", help="one family; may be given again (default: all)")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "audit")
    options = parser.parse_args()
    results = []
    for family in options.family or sorted(AUDITS):
        results.append(audited(family, options.rows, options.seed))
        print(json.dumps(results[-1]), flush=True)
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=Path(__file__).parent, check=False
    ).stdout.strip()
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".md").write_text(table(results, revision))
    content = json.dumps({"revision": revision, "families": results}, indent=1)
    options.out.with_suffix(".json").write_text(content + "\n")
    return int(
        any(
            one["wrong"]
            or one["accepted"] != one["rows"]
            or one["ids"] != one["rows"]
            or one["most_of_one"] > one["presentations"]
            for one in results
        )
    )


if __name__ == "__main__":
    raise SystemExit(main())
