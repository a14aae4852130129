"""Errors planted in logic rows at full scale: is each one refused, and for what is wrong with it?

Fresh rows of every level and both surfaces get one error each, kind by kind (tests/logic_planting.py). A
third decider that shares nothing with solver and checker (tests/logic_judge.py) says whether the row is wrong
now: untrue, or against the rules of form of docs/logic.md; it reads both surfaces by itself and tries every
case. Then the checker has to refuse the row, and its fault has to be one of those that are right for this
error in this row. Phrases are swapped in a copy of the package, whose solver then says what it does not mean.
Rows that are right in spite of the error have to be accepted, or refused for a form that the decider does not
judge: a shorter proof, a premise come upon again.

    python benchmarks/planted.py [--rows 1000] [--good 0] [--seed 1] [--out benchmarks/results/planted]
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from logic_judge import judge  # noqa: E402
from logic_lines import LEXICON  # noqa: E402
from logic_planting import FORM, KINDS, LABEL, PREMISES, TWIN, Planted  # noqa: E402
from planting import Draw  # noqa: E402
from swapping import exchange, swapped  # noqa: E402

import synth  # noqa: E402
from synth.families import find  # noqa: E402
from synth.line import Line  # noqa: E402
from synth.row import Row, from_record, to_record  # noqa: E402

REWORDED = (
    rf"{LABEL}|{PREMISES}|{TWIN}|(premise \d+|the conclusion) is not a sentence that I can read"
    r"|line \d+ (does not follow from|is not entailed by|reads|states|has \d+ stages)"
    r"|line \d+ (is not a (case|sentence) that I can read|does not name the atoms in the order)"
    r"|(premise \d+|conclusion) is (true|false) in case"
    r"|the last line, \d+, does not state|the goal is (a|no) premise"
)
_PHRASES = {
    "`if` and `only if`": [("{1} if {0}", "{1} only if {0}"), ("{0} only if {1}", "{0} if {1}")],
    "`both..and` and `either..or`": [("both {0} and {1}", "either {0} or {1}")],
    "`and` and `or`": [("{0} and {1}", "{0} or {1}")],
    "`if..then` and `both..and`": [("if {0}, then {1}", "both {0} and {1}")],
    "`if and only if` and `provided that`": [("{0} if and only if {1}", "{1} provided that {0}")],
    "`just one` and `both true or both false`": [
        (
            "just one of the claims that {0} and that {1} is true",
            "the claims that {0} and that {1} are both true or both false",
        )
    ],
    "`whenever` turned round": [("whenever {0}, {1}", "whenever {1}, {0}")],
}
# Other templates have another fingerprint: the place of a row is what stays.
_MAKE = """
import json, sys
from synth.families import find
from synth.line import row_of
from synth.row import to_record
for name in sys.stdin:
    place = name.partition("@")[0]
    print(json.dumps(to_record(row_of(f"{place}@{find('logic').fingerprint[:8]}"))))
"""


def drawn(seed: int) -> Iterator[Row]:
    """Yield fresh rows, of each level in turn."""
    lines = [synth.rows("logic", level, seed) for level in sorted(find("logic").levels)]
    return chain.from_iterable(zip(*lines, strict=False))


def planted(kind: str, seed: int) -> Iterator[Planted]:
    """Yield fresh rows with an error of the kind, without those that have no place for it."""
    for row in drawn(seed):
        made = KINDS[kind](row, Draw(f"{row.id} {kind} {seed}"))
        if made is not None and made.row != row:
            yield made


def reworded(package: Path, exchanged: Iterable[tuple[str, str]], rows: Sequence[Row]) -> Iterator[Planted]:
    """Yield English rows as the solver writes them with phrases exchanged, if that makes them other rows."""
    with tempfile.TemporaryDirectory() as scratch:
        first, *others = exchanged
        folder = swapped(package, Path(scratch), "logic", *first)
        for pair in others:
            exchange(folder / "synth" / "grammars" / "logic.toml", *pair)
        made = subprocess.run(
            [sys.executable, "-c", _MAKE],
            input="\n".join(row.id for row in rows),
            env={**os.environ, "PYTHONPATH": str(folder)},
            cwd=scratch,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
    for before, line in zip(rows, made.stdout.splitlines(), strict=True):
        row = from_record(json.loads(line))
        if (row.question, row.reasoning) != (before.question, before.reasoning):
            yield Planted(row, REWORDED)


def exchanges() -> dict[str, list[tuple[str, str]]]:
    """Return the phrases to exchange, by a name; last, every third clause with its negation."""
    entries = re.findall(r'text = "(.*?)", negation = "(.*?)"', LEXICON.read_text())
    return {**_PHRASES, "a clause and its negation": entries[::3]}


def sources(package: Path, rows: int, seed: int) -> dict[str, Iterator[Planted]]:
    """Return planted rows of every kind, to be drawn as they are needed."""
    made = {kind: planted(kind, seed * 1000 + number) for number, kind in enumerate(KINDS)}
    fresh = drawn(seed * 1000 + 999)
    english = (row for row in fresh if json.loads(row.payload)["surface"] == "english")
    said = list(islice(english, 6 * rows))
    for name, exchanged in exchanges().items():
        made[f"phrases swapped: {name}"] = reworded(package, exchanged, said)
    return made


def tallied(made: Iterable[Planted]) -> tuple[dict[str, int], list[dict[str, str]], Counter[str]]:
    """Return what became of planted rows, those that checker and decider dispute, and the kinds of faults."""
    counts: Counter[str] = Counter()
    wrong, faults = [], Counter[str]()
    for row, right in made:
        untrue, misformed = judge(row)
        verdict = synth.check(row)
        said = "confirmed" if untrue or misformed else "still_right"
        counts["planted"] += 1
        counts[f"level {row.level}, {json.loads(row.payload)['surface']}"] += 1
        counts[said] += 1
        counts["untrue"] += bool(untrue)
        if said == "confirmed":
            refused = bool(verdict.fault) and not verdict.undecided
            named = refused and bool(re.match(right, verdict.fault))
            counts["refused"] += refused
            counts["right_fault"] += named
            agreed = named
        else:
            counts["accepted" if verdict.accepted else "refused_for_form"] += 1
            agreed = verdict.accepted or bool(re.match(FORM, verdict.fault))
        if not agreed:
            found = [*untrue, *misformed]
            wrong.append({"id": row.id, "decider": "; ".join(found), "fault": verdict.fault, "right": right})
            counts["differ"] += 1
        if verdict.fault:
            faults[re.sub(r"'.*?'|\".*\"|\d+(?:(?:, | and |-)\d+)*", "#", verdict.fault)[:80]] += 1
    return dict(counts), wrong, faults


def recheck(count: int, seed: int) -> dict[str, int]:
    """Return how many of so many good rows, made into records and back, are refused or judged wrong."""
    lines = [Line(find("logic"), level, seed) for level in sorted(find("logic").levels)]
    found = {"rows": 0, "refused": 0, "judged_wrong": 0}
    for place in range(min(line.places for line in lines)):
        for line in lines:
            for row in line.take(place):
                if found["rows"] == count:
                    break
                again = from_record(json.loads(json.dumps(to_record(row))))
                found["rows"] += 1
                found["refused"] += not synth.check(again).accepted
                found["judged_wrong"] += any(judge(again))
        if found["rows"] == count:
            break
    found["refused"] += sum(line.tally.refused + line.tally.undecided for line in lines)
    return found


COLUMNS = (
    "planted",
    "confirmed",
    "untrue",
    "refused",
    "right_fault",
    "still_right",
    "accepted",
    "refused_for_form",
)


def table(result: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    heads = [column.replace("_", " ") for column in COLUMNS]
    lines = [
        f"# Errors planted in logic rows, at {result['revision'][:12]}",
        "",
        "Made by `benchmarks/planted.py`. Confirmed: a third decider finds the row wrong; untrue: not only",
        "in its form. Still right: it finds nothing; such rows are accepted, or refused for their form.",
        "",
        f"| kind | {' | '.join(heads)} |",
        f"|---|{'--:|' * len(heads)}",
    ]
    for kind, counts in result["kinds"].items():
        lines.append(f"| {kind} | {' | '.join(str(counts.get(column, 0)) for column in COLUMNS)} |")
    good = result["good"]
    if good:
        lines += [
            "",
            f"Of {good['rows']:,} good rows, {good['refused']} are refused; "
            f"the decider finds {good['judged_wrong']} wrong.",
        ]
    return "\n".join(lines) + "\n"


def revision() -> str:
    """Return the commit of the checkout, marked if something in it is changed."""
    command = ["git", "describe", "--always", "--dirty", "--abbrev=40", "--exclude=*"]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False).stdout.strip()


def main() -> int:
    """Plant, judge, check, write the table; return 1 if the checker fails where the decider is sure."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=1000, help="planted rows of each kind")
    parser.add_argument("--good", type=int, default=0, help="good rows to check again")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kind", help="only the kinds whose names hold this, and no file")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "planted")
    options = parser.parse_args()
    result: dict[str, Any] = {
        "revision": revision(),
        "seed": options.seed,
        "kinds": {},
        "differ": {},
        "faults": {},
    }
    # The phrases are swapped in what the package was when the rows were drawn.
    with tempfile.TemporaryDirectory() as scratch:
        package = shutil.copytree(Path(synth.__file__).parent, Path(scratch, "synth"))
        for kind, made in sources(package, options.rows, options.seed).items():
            if options.kind and options.kind not in kind:
                continue
            counts, wrong, faults = tallied(islice(made, options.rows))
            result["kinds"][kind] = counts
            result["differ"][kind] = wrong[:5]
            result["faults"][kind] = dict(faults.most_common())
            print(kind, counts, *wrong[:3], sep="\n  ", file=sys.stderr, flush=True)
    result["good"] = recheck(options.good, options.seed) if options.good else {}
    if not options.kind:
        options.out.parent.mkdir(parents=True, exist_ok=True)
        options.out.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
        options.out.with_suffix(".md").write_text(table(result))
    print(table(result))
    short = [kind for kind, counts in result["kinds"].items() if counts["planted"] < options.rows]
    differ = sum(counts.get("differ", 0) for counts in result["kinds"].values())
    if short:
        print(f"fewer than {options.rows} rows: {', '.join(short)}", file=sys.stderr)
    return 1 if differ or short or any(result["good"].get(key) for key in ("refused", "judged_wrong")) else 0


if __name__ == "__main__":
    raise SystemExit(main())
