"""Logic rows at full scale: speed, memory, and an audit of what is on disk.

One core makes the bundled recipe `logic` in two sizes with one worker: text, proof, both checks and Parquet.
CPU seconds are those of all processes of the run, start-up included; memory is the largest process. The
audit then reads the files with DuckDB and checks every row again with `synth verify`.

    python benchmarks/logic.py [--small 10000] [--large 100000] [--out benchmarks/results/logic]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import duckdb

SYNTH = str(Path(sys.executable).with_name("synth"))


def generate(rows: int, folder: Path) -> dict[str, float]:
    """Make the rows on one core and return CPU seconds, rows a CPU second, and peak memory in MiB."""
    command = [SYNTH, "generate", "logic", "--rows", str(rows), "--workers", "1", "--out", str(folder)]
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, preexec_fn=lambda: os.sched_setaffinity(0, {0})
    )
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} ended with status {status}")
    seconds = usage.ru_utime + usage.ru_stime
    return {
        "rows": rows,
        "cpu_seconds": round(seconds, 2),
        "rows_per_cpu_second": round(rows / seconds, 1),
        "peak_mib": round(usage.ru_maxrss / 1024, 1),
    }


def audit(folder: Path) -> dict[str, object]:
    """Return what DuckDB counts in the files: rows, distinct ids and problems, shares of the labels."""
    files = [str(path) for path in sorted(folder.rglob("*.parquet"))]
    rows, ids, problems, groups, checked = duckdb.execute(
        'select count(*), count(distinct id), count(distinct canonical), count(distinct "group"), '
        "count(*) filter (where len(checks) >= 2) from read_parquet($1)",
        [files],
    ).fetchone()
    labels = duckdb.execute(
        "select answer, count(*) from read_parquet($1) group by answer order by answer", [files]
    ).fetchall()
    levels = duckdb.execute(
        "select level, count(*) from read_parquet($1) group by level order by level", [files]
    ).fetchall()
    return {
        "rows": rows,
        "distinct_ids": ids,
        "distinct_canonical": problems,
        "groups": groups,
        "with_two_checks": checked,
        "labels_percent": {label: round(100 * count / rows, 3) for label, count in labels},
        "levels": dict(levels),
    }


def verify(folder: Path) -> dict[str, object]:
    """Return what `synth verify` says of every row of the folder."""
    run = subprocess.run([SYNTH, "verify", str(folder)], capture_output=True, text=True, check=False)
    return json.loads(run.stdout)


def main() -> int:
    """Run both sizes, audit the larger, print and write the figures; return 1 if the audit fails."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", type=int, default=10_000)
    parser.add_argument("--large", type=int, default=100_000)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "logic")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        small = generate(options.small, Path(scratch, "small"))
        large = generate(options.large, Path(scratch, "large"))
        found = audit(Path(scratch, "large"))
        verdicts = verify(Path(scratch, "large"))
    revision = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=Path(__file__).parent, check=False
    ).stdout.strip()
    result = {"small": small, "large": large, "audit": found, "verify": verdicts, "revision": revision}
    text = json.dumps(result, indent=1)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(text + "\n")
    print(text)
    shares = found["labels_percent"]
    even = all(abs(share - 100 / 3) <= 1 for share in shares.values())
    whole = found["rows"] == found["distinct_ids"] == found["distinct_canonical"] == options.large
    return 0 if even and whole and verdicts["accepted"] == options.large else 1


if __name__ == "__main__":
    raise SystemExit(main())
