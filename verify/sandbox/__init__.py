"""Run programs that nobody trusts, and say what they answered: this package judges nothing.

>>> calls = [Call([21]), Call(["no"]), Call([None])]
>>> with Sandbox(Limits(cpu=1)) as sandbox:
...     outcome = sandbox.run(Job("def double(n): return 2 * n", "double", calls))
>>> outcome.status, [answer.value() for answer in outcome.answers[:2]], outcome.answers[2].type
('done', [42, 'nono'], 'TypeError')
"""

from synth.verify.sandbox.box import TIERS, Sandbox
from synth.verify.sandbox.faults import Garbled, Infrastructure, NoEngine, SandboxFault, Unprotected
from synth.verify.sandbox.jobs import STATUSES, Answer, Call, Job, Limits, Outcome, Raised, Status, Value
from synth.verify.sandbox.values import canonical, decode, encode, marked, same

__all__ = [
    "STATUSES",
    "TIERS",
    "Answer",
    "Call",
    "Garbled",
    "Infrastructure",
    "Job",
    "Limits",
    "NoEngine",
    "Outcome",
    "Raised",
    "Sandbox",
    "SandboxFault",
    "Status",
    "Unprotected",
    "Value",
    "canonical",
    "decode",
    "encode",
    "marked",
    "same",
]
