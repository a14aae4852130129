"""Run programs of our own under Node, where it is installed: a second opinion on what the engines answered.

Node has no sandbox here: nothing but programs that this project has made itself may come this way.
"""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
from collections.abc import Sequence
from typing import Any, Final

from synth.verify.sandbox import _answers, _wire
from synth.verify.sandbox._javascript import lines, realm, scripts
from synth.verify.sandbox.faults import NoEngine
from synth.verify.sandbox.jobs import Job, Limits, Outcome

# Each script has a context of its own; `setImmediate` comes when all promises have gone on that can.
_PROGRAM: Final = r"""
const vm = require("node:vm");
const rest = () => new Promise((done) => setImmediate(done));
(async () => {
  const found = [];
  for (const [harness, source, entry] of JSON.parse(require("node:fs").readFileSync(0, "utf8"))) {
    const context = vm.createContext(), call = vm.runInContext(harness, context);
    try {
      vm.runInContext(source, context);
      const said = call(...entry);
      await rest();
      found.push(["", said ?? call()]);
    } catch (error) {
      const known = error !== null && typeof error === "object";
      found.push(["x", known ? `${error.name}` : "object", known ? `${error.message}` : ""]);
    }
  }
  process.stdout.write(JSON.stringify(found));
})();
"""


def version() -> str:
    """Return Node's version; raise `NoEngine` if it is not installed."""
    return subprocess.run([_node(), "--version"], capture_output=True, text=True, check=True).stdout.strip()


def run_batch(jobs: Sequence[Job], limits: Limits | None = None) -> list[Outcome]:
    """Return what became of JavaScript jobs of our own, in one process; alone if one of them ends it.

    Memory is bounded by Node's own limit. Raise `NoEngine` if Node is not installed.
    """
    if not jobs:
        return []
    within = limits or Limits()
    asked: list[list[list[Any]]] = []
    refused: dict[int, str] = {}
    for place, job in enumerate(jobs):
        try:
            made = scripts(json.loads(job.text()))
        except ValueError as fault:
            refused[place], made = str(fault), []
        asked.append([[realm(*script.given), script.source, script.entry] for script in made])
    report, said = _ran([script for made in asked for script in made], within, len(jobs))
    if said is None:
        if len(jobs) > 1:
            return [outcome for job in jobs for outcome in run_batch([job], within)]
        return _answers.outcomes(jobs, within, report, b"")
    answers, found = iter(json.loads(said)), []
    for place, (job, scripted) in enumerate(zip(jobs, asked, strict=True)):
        told = [[_wire.REFUSED, "TypeError", refused[place]]] if place in refused else []
        for kind, *rest in (next(answers) for _ in scripted):
            told += [[kind, *rest]] if kind else lines(rest[0])
        text = "".join([json.dumps(line) + "\n" for line in told]).encode()
        found += _answers.outcomes([job], within, report, text)
    return found


def _ran(asked: list[list[Any]], limits: Limits, jobs: int) -> tuple[tuple[Any, ...], str | None]:
    """Return the report on the process, and what it said if it came to its end."""
    seconds = int(limits.cpu * jobs) + 1

    def bind() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

    command = [_node(), f"--max-old-space-size={limits.memory >> 20}", "-e", _PROGRAM]
    before = os.times()
    try:
        done = subprocess.run(
            command,
            input=json.dumps(asked),
            capture_output=True,
            text=True,
            env={},
            cwd="/",
            timeout=limits.patience * jobs + 5,
            preexec_fn=bind,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return (0, _wire.BY_WALL, 1, 0.0, 0), None
    after = os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    if done.returncode:
        cause = _wire.BY_CPU if used > limits.cpu * jobs else _wire.BY_ITSELF
        return (max(-done.returncode, 0) or done.returncode << 8, cause, 1, used, 0), None
    return (0, _wire.BY_ITSELF, 1, min(used, limits.cpu), 0), done.stdout


def _node() -> str:
    found = shutil.which("node")
    if found is None:
        raise NoEngine("no Node: install it, or do without its second opinion")
    return found
