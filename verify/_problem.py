"""The columns that say which problem a row is: what they must hold, once its text is read."""

from __future__ import annotations

from collections.abc import Sequence

from synth.row import Row
from synth.verify._columns import Fault


def check_problem(row: Row, level: int, skills: Sequence[str], canonical: str, together: str = "") -> None:
    """Raise Fault unless the row has this level, these skills, this canonical, and the group that is its own.

    `together` is what the rows of a group have in common; a row that is alone has its canonical.
    """
    if type(row.level) is not int or row.level != level:
        raise Fault(f"the level is {str(row.level)[:9]}, not {level}")
    if row.skills != tuple(skills):
        raise Fault(f"the skills are {_shown(row.skills)}, not {', '.join(skills)}")
    if row.canonical != canonical:
        raise Fault(f"the canonical is {str(row.canonical)[:80]!r}, not {canonical!r}")
    group = f"{row.family}:{together or canonical}"
    if row.group != group:
        raise Fault(f"the group is {str(row.group)[:80]!r}, not {group!r}")


def _shown(skills: object) -> str:
    return ", ".join(map(str, skills))[:120] if isinstance(skills, tuple) else "no list of texts"
