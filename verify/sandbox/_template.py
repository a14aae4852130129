"""The template: a process that holds the interpreter and nothing else, and forks a child for every run.

It is started by its path, with an empty environment, never forked from the judge: what a judge knows has no
way into it. The judge ends it by closing the socket, and its own death ends it as well.
"""

from __future__ import annotations

import json
import os
import sys
from types import ModuleType


def main() -> None:
    """Prepare, say so or why not, and serve; the one argument is the configuration that `box.py` writes."""
    asked = json.loads(sys.argv[1])
    _be_found()
    from synth.verify.sandbox import _server

    _server.main(asked)


def _be_found() -> None:
    """Let our modules, and nothing else of the package, be imported from this folder alone."""
    folder = os.path.dirname(os.path.abspath(__file__))
    for name, path in (("synth", []), ("synth.verify", []), ("synth.verify.sandbox", [folder])):
        package = ModuleType(name)
        package.__path__ = path
        sys.modules[name] = package


if __name__ == "__main__":
    main()
