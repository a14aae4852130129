"""The three messages between judge, template and child.

The judge sends a request with the descriptor of a file in memory; the template answers with a report when the
child has ended. The file holds the job, which only the child reads, and room for the answers, which only the
judge reads, when the child is gone: there is no stream to flood or to get out of step, and what was answered
before a program was ended is kept.
"""

from __future__ import annotations

import struct
from typing import Final

# CPU seconds, wall seconds, bytes of memory; how long the jobs and the whole file are.
REQUEST: Final = struct.Struct("<ddQQQ")

# The status as wait4 gives it, why the template ended the child, whether the child was bound before
# it read its job; CPU seconds, and the most memory in bytes.
REPORT: Final = struct.Struct("<iBBxxdQ")
BY_ITSELF, BY_CPU, BY_WALL, NO_CHILD = range(4)

# The file: how many bytes of answers are written, the jobs, one a line, the answers, one a line.
COUNT: Final = struct.Struct("<Q")
START: Final = COUNT.size

# A line of the answers starts with one of these. Each job has a line for each call, or is refused by one.
VALUE, RAISED = "v", "r"  # ["v", encoded, extras], ["r", type, message, extras]
REFUSED: Final = "x"  # ["x", type, message]
FULL: Final = "m"  # ["m"]: the memory limit left no room to answer

PRINTED, ARGUMENTS = "stdout", "arguments"  # the extras that a job may ask for
