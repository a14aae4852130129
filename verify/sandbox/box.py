"""The judge's side of the sandbox: choose how strong it can be, run programs, begin anew when it breaks."""

from __future__ import annotations

import importlib.util
import itertools
import os
import sys
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Final

from synth.verify.sandbox import _answers, _selftest, _wire
from synth.verify.sandbox._calls import MACHINE, NUMBERS
from synth.verify.sandbox._launch import Broken, Refused, Template
from synth.verify.sandbox.faults import Infrastructure, NoEngine, SandboxFault, Unprotected
from synth.verify.sandbox.jobs import Job, Limits, Outcome

TIERS: Final = {
    1: "namespaces, Landlock and seccomp",
    2: "Landlock and seccomp, without namespaces",
    3: "seccomp alone: nothing is opened, and modules are those loaded beforehand",
    0: "nothing",
}
BATCH: Final = 64  # jobs of our own in one process
_RECYCLED: Final = 5000  # runs of one template

# The modules that are engines for JavaScript.
_ENGINES: Final = {"javascript": "_quickjs", "v8": "py_mini_racer"}

# What this process has found out: by user and tier, why it can't be had, or "" if it works.
_known: dict[tuple[int, int], str] = {}


class Sandbox:
    """A template of the strongest tier that this machine allows, or of the one asked for; use it in a `with`.

    `tier` is one of `TIERS`, and `missing` says in a sentence each why stronger ones can't be had. Untrusted
    programs run by `run`, one process each; our own may share one, by `run_batch`. Below tier 3 nothing runs,
    but by `tier=0` our own programs do, without protection. `hash_seed` orders sets of strings the same in
    all programs: what depends on it shows under another. One sandbox runs one program at a time, from any
    thread.
    """

    def __init__(self, limits: Limits | None = None, tier: int | None = None, hash_seed: int = 0) -> None:
        if tier is not None and tier not in TIERS:
            raise ValueError(f"no tier {tier}; there are {', '.join(map(str, TIERS))}")
        self.limits = limits or Limits()
        self.tier = 0
        self.missing: tuple[str, ...] = ()
        self._asked = tier
        self._hash_seed = hash_seed
        self._templates: dict[str, Template] = {}
        self._owner = 0
        self._lock = threading.Lock()

    def __enter__(self) -> Sandbox:
        self._owner = os.getpid()
        try:
            self.tier, self.missing = self._choose()
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._lock:
            self._owner = 0
            self._end()

    def run(self, job: Job) -> Outcome:
        """Return what became of a program that nobody trusts, in a process of its own.

        Raise `Unprotected` below tier 3, and `Infrastructure` if the sandbox itself broke down, twice.
        """
        if self.tier == 0:
            raise Unprotected(
                f"untrusted code is not run: {' '.join(self.missing) or 'tier 0 protects from nothing'}"
            )
        return self._alone(job)

    def run_batch(self, jobs: Sequence[Job]) -> list[Outcome]:
        """Return what became of programs of our own, up to 64 in one process.

        They see what earlier ones left behind in modules that they share; one that names `builtins` runs
        alone. A process has the limits of one program. If anything but answers comes of it, every job is run
        again alone.
        """
        if self.tier == 0 and self._asked != 0:
            raise Unprotected(f"nothing is run: {' '.join(self.missing)}")
        found: list[Outcome] = []
        for (_, alone), same in itertools.groupby(jobs, lambda job: (job.language, "builtins" in job.source)):
            group, size = list(same), 1 if alone else BATCH
            for place in range(0, len(group), size):
                found += self._together(group[place : place + size])
        return found

    def _together(self, jobs: list[Job]) -> list[Outcome]:
        if len(jobs) > 1:
            outcomes, _ = self._ran(jobs)
            if all(map(_answers.is_ordinary, outcomes)):
                return outcomes
        return [self._alone(job) for job in jobs]

    def _alone(self, job: Job) -> Outcome:
        for _ in range(2):
            (outcome,), slept = self._ran([job])
            if not slept:
                break
        return outcome

    def _ran(self, jobs: list[Job]) -> tuple[list[Outcome], bool]:
        """Return what became of the jobs in one process, and whether it ended by the wall clock alone."""
        limits = self.limits
        text = "\n".join([job.text() for job in jobs]).encode()
        language = jobs[0].language
        with self._lock:
            for last in (False, True):
                try:
                    template = self._ready(language)
                    report, answers = template.ask(
                        limits.cpu, limits.patience, limits.memory, text, limits.output
                    )
                    if not report[2]:
                        raise Broken(
                            "a child could not be started" if report[1] else "a child could not be bound"
                        )
                    break
                except Broken as fault:
                    self._end()
                    if last:
                        raise Infrastructure(f"the sandbox broke down twice: {fault}") from None
                except BaseException:
                    self._end()  # an interrupt, with an answer still on its way
                    raise
        return _answers.outcomes(jobs, limits, report, answers), report[1] == _wire.BY_WALL

    def _ready(self, language: str) -> Template:
        """Return a language's template, started when first needed: engines slow down each other's forks."""
        if self._owner != os.getpid():
            raise SandboxFault("a sandbox is used in a `with`, by the process that opened it")
        template = self._templates.get(language)
        if template is not None and template.runs < _RECYCLED:
            return template
        if template is not None:
            template.end()
        try:
            self._templates[language] = Template(self.tier, self._hash_seed, language, _folder(language))
        except Refused as fault:
            raise Infrastructure(f"no template for {language} in tier {self.tier}: {fault}") from None
        return self._templates[language]

    def _end(self) -> None:
        while self._templates:
            self._templates.popitem()[1].end()

    def _choose(self) -> tuple[int, tuple[str, ...]]:
        """Start the strongest tier that passes its test; return it, and what stronger ones lack."""
        if not NUMBERS:
            machine = f"{sys.platform} on {MACHINE}"
            return 0, (f"The sandbox needs Linux on x86_64 or aarch64, and this is {machine}.",)
        missing: list[str] = []
        for tier in TIERS if self._asked is None else (self._asked,):
            if tier == 0 and self._asked is None:
                break
            lacking = self._tried(tier)
            if not lacking:
                return tier, tuple(missing)
            missing.append(f"Tier {tier} ({TIERS[tier]}) can't be had: {lacking}.")
        return 0, tuple(missing)

    def _tried(self, tier: int) -> str:
        """Return why the tier can't be had, "" if it can, with its template started."""
        key = os.geteuid(), tier
        for last in (False, True):
            if _known.get(key):
                return _known[key]
            try:
                template = self._templates["python"] = Template(tier, self._hash_seed)
                if tier and key not in _known:
                    _known[key] = _selftest.fault(template)
                if not _known.get(key):
                    return ""
            except Refused as fault:
                _known[key] = str(fault)
            except Broken as fault:
                if last:
                    _known[key] = str(fault)
            self._end()
        return _known[key]


def _folder(language: str) -> str:
    """Return where the engine of a language is installed, "" for Python; raise `NoEngine`."""
    if language == "python":
        return ""
    if language not in _ENGINES:
        raise NoEngine(f"no language {language}; there are python, {', '.join(_ENGINES)}")
    found = importlib.util.find_spec(_ENGINES[language])
    if found is None or found.origin is None:
        raise NoEngine(f"no engine for {language}: pip install 'synth-engine[javascript]'")
    package = os.path.dirname(found.origin)
    return os.path.dirname(package) if found.submodule_search_locations else package
