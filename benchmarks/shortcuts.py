"""The shortcut gate: can a classifier that does not reason tell the labels of logic rows?

Three probes see part of a row each: the question alone (word n-grams of the conclusion and what follows),
the context alone (word n-grams of the premises), and 13 surface counts of both. Models and features are
fixed, folds keep a group together. A set passes if each probe stays within 2 points of chance; a cue of 5
points, planted in the same rows, must be caught by each probe, or the probes prove nothing.

    python benchmarks/shortcuts.py [--rows 5000] [--out benchmarks/results/shortcuts]
"""

from __future__ import annotations

import argparse
import itertools
import json
import math
import re
import subprocess
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import xxhash
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline

import synth

FOLDS = 5
MARGIN = 2.0
CUE = 5.0
LABELS = ("entailed", "refuted", "unknown")
COUNTS = (
    "words in the conclusion",
    "words in the premises",
    "premises",
    "'not' in the conclusion",
    "'not' in the premises",
    "'if' or 'implies'",
    "'or'",
    "'and'",
    "'iff' or its like",
    "longest overlap with a premise",
    "mean overlap with the premises",
    "conclusion stands in a premise",
    "longest premise",
)

# Published sets, measured with probes of this kind (question n-grams, context n-grams, 13 counts).
PUBLISHED = (
    ("ProofWriter OWA, 3,000 balanced", 33.3, 61.0, 36.0, 62.5),
    ("FOLIO v0.0 train, 1,004", 38.6, 48.3, 37.1, 57.4),
    ("LogicNLI, 6,000 balanced", 25.0, 24.9, 25.0, 40.8),
    ("ProntoQA dev, 500", 51.6, 54.8, 46.8, 50.0),
)


@dataclass(frozen=True)
class Item:
    """What a probe may see of a row, and what it is to guess."""

    premises: tuple[str, ...]
    question: str
    label: str
    group: str
    key: str


def items(count: int, seed: int) -> list[Item]:
    """Return at least `count` fresh rows in equal numbers from each level, whole groups only."""
    levels = sorted(next(f for f in synth.families() if f.name == "logic").levels)
    found: list[Item] = []
    for level in levels:
        taken = []
        for row in synth.rows("logic", level=level, seed=seed):
            if len(taken) * len(levels) >= count and row.group != taken[-1].group:
                break
            premises, question = _parts(row.question)
            taken.append(Item(premises, question, row.answer, row.group, row.id))
        found.extend(taken)
    return found


def _parts(question: str) -> tuple[tuple[str, ...], str]:
    lines = question.split("\n")
    at = next(i for i, line in enumerate(lines) if line.startswith("Conclusion:"))
    premises = tuple(re.sub(r"^\d+\. ", "", line) for line in lines[1:at])
    return premises, "\n".join(lines[at : at + 2])


def counts(item: Item) -> list[float]:
    """Return the 13 surface counts of an item, in the order of COUNTS."""
    asked = _words(item.question.split("\n")[0].removeprefix("Conclusion: "))
    given = [_words(premise) for premise in item.premises]
    every = list(itertools.chain.from_iterable(given))
    both = asked + every
    overlaps = [len(set(asked) & set(words)) / max(len(set(asked)), 1) for words in given]
    joined = " ".join(asked)
    return [
        len(asked),
        len(every),
        len(given),
        asked.count("not"),
        every.count("not"),
        both.count("if") + both.count("implies"),
        both.count("or"),
        both.count("and"),
        both.count("iff") + both.count("exactly"),
        max(overlaps, default=0.0),
        sum(overlaps) / max(len(overlaps), 1),
        float(any(joined in " ".join(words) for words in given)),
        max(map(len, given), default=0),
    ]


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z]+", text.lower())


def _ngrams() -> object:
    vectorizer = TfidfVectorizer(ngram_range=(1, 2), min_df=4, token_pattern=r"[A-Za-z]+|[().,;]")
    return make_pipeline(vectorizer, LogisticRegression(max_iter=200, C=1.0))


def question_only(sample: Sequence[Item], train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return the labels that the conclusion and the question sentence suggest for the test rows."""
    return _fit_text([item.question for item in sample], sample, train, test)


def context_only(sample: Sequence[Item], train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return the labels that the premises alone suggest for the test rows."""
    return _fit_text(["\n".join(item.premises) for item in sample], sample, train, test)


def surface_counts(sample: Sequence[Item], train: np.ndarray, test: np.ndarray) -> np.ndarray:
    """Return the labels that 13 counts suggest for the test rows."""
    features = np.array([counts(item) for item in sample])
    labels = np.array([item.label for item in sample])
    model = HistGradientBoostingClassifier(max_iter=60, max_leaf_nodes=15, random_state=0)
    return model.fit(features[train], labels[train]).predict(features[test])


def _fit_text(
    texts: Sequence[str], sample: Sequence[Item], train: np.ndarray, test: np.ndarray
) -> np.ndarray:
    labels = np.array([item.label for item in sample])
    model = _ngrams()
    model.fit([texts[i] for i in train], labels[train])
    return model.predict([texts[i] for i in test])


Probe = Callable[[Sequence[Item], np.ndarray, np.ndarray], np.ndarray]
PROBES: dict[str, Probe] = {
    "question only": question_only,
    "context only": context_only,
    "surface counts": surface_counts,
}


def accuracy(probe: Probe, sample: Sequence[Item]) -> tuple[float, float]:
    """Return the accuracy in percent over the folds and half of its 95 % interval, groups as the units."""
    labels = np.array([item.label for item in sample])
    groups = np.array([item.group for item in sample])
    right = np.zeros(len(sample))
    for train, test in GroupKFold(FOLDS).split(labels, labels, groups):
        right[test] = probe(sample, train, test) == labels[test]
    _, group_of = np.unique(groups, return_inverse=True)
    sizes = np.bincount(group_of)
    mean = right.mean()
    spread = np.bincount(group_of, weights=right - mean)
    error = math.sqrt((spread**2).sum()) / sizes.sum()
    return 100 * mean, 196 * error


def planted(sample: Sequence[Item], place: str) -> list[Item]:
    """Return the rows with a cue that is worth CUE points: a share of them names its own label."""
    share = CUE / (100 - 100 / len(LABELS))
    marked = []
    for item in sample:
        if xxhash.xxh3_64_intdigest(item.key.encode()) / 2**64 >= share:
            marked.append(item)
            continue
        place_of = LABELS.index(item.label)
        if place == "question only":
            item = Item(
                item.premises, f"{item.question} {('Surely', 'Hardly', 'Maybe')[place_of]}.", *_rest(item)
            )
        elif place == "context only":
            word = ("indeed", "rather", "quite")[place_of]
            item = Item((f"{item.premises[0]} {word}", *item.premises[1:]), item.question, *_rest(item))
        else:
            item = Item((*item.premises, *(["and or"] * (9 + place_of))), item.question, *_rest(item))
        marked.append(item)
    return marked


def _rest(item: Item) -> tuple[str, str, str]:
    return item.label, item.group, item.key


def main() -> int:
    """Run the gate, print and write the table; return 1 if a probe is above the margin or misses the cue."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rows", type=int, default=5000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, default=Path(__file__).parent / "results" / "shortcuts")
    options = parser.parse_args()
    sample = items(options.rows, options.seed)
    shares = [100 * sum(item.label == label for item in sample) / len(sample) for label in LABELS]
    chance = max(shares)
    found, passed = {}, True
    for name, probe in PROBES.items():
        clean, half = accuracy(probe, sample)
        cued, _ = accuracy(probe, planted(sample, name))
        good = bool(abs(clean - chance) <= MARGIN)
        caught = bool(cued - chance > MARGIN)
        passed &= good and caught
        found[name] = {
            "accuracy": clean,
            "half_interval": half,
            "planted": cued,
            "passed": good,
            "caught": caught,
        }
        word = "ok" if good and caught else "FAIL"
        print(f"{name:15} {clean:5.1f} +-{half:.1f} %   planted cue {cued:5.1f} %   {word}")
    result = {
        "rows": len(sample),
        "chance": chance,
        "shares": shares,
        "probes": found,
        "revision": _revision(),
    }
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.with_suffix(".json").write_text(json.dumps(result, indent=1) + "\n")
    options.out.with_suffix(".md").write_text(_table(result))
    return 0 if passed else 1


def _table(result: dict) -> str:
    rows = ["| set | majority | question only | context only | surface counts |", "|---|---|---|---|---|"]
    probes = result["probes"]
    own = " | ".join(
        f"{probes[name]['accuracy']:.1f} +-{probes[name]['half_interval']:.1f}" for name in PROBES
    )
    cued = " | ".join(f"{probes[name]['planted']:.1f}" for name in PROBES)
    rows.append(f"| synth logic, {result['rows']:,} fresh | {result['chance']:.1f} | {own} |")
    rows.append(f"| the same with a cue of {CUE:.0f} points planted | {result['chance']:.1f} | {cued} |")
    for name, *values in PUBLISHED:
        rows.append(f"| {name} | " + " | ".join(f"{value:.1f}" for value in values) + " |")
    return "\n".join(rows) + "\n"


def _revision() -> str:
    git = subprocess.run(
        ["git", "rev-parse", "HEAD"], capture_output=True, text=True, cwd=Path(__file__).parent
    )
    return git.stdout.strip()


if __name__ == "__main__":
    raise SystemExit(main())
