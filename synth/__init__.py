"""Grammar-based program synthesis: counted problems, proven steps, reproducible rows.

>>> import synth
>>> [family.name for family in synth.families()]  # doctest: +SKIP
['logic']
>>> row = next(synth.rows("logic", level=2, seed=1))  # doctest: +SKIP
>>> synth.check(row).accepted, synth.score(row.answer, row)  # doctest: +SKIP
(True, 1.0)
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

# First, and by this import: the submodule of the same name must not hide the function.
from synth.families import families

if TYPE_CHECKING:
    from synth.grammar import Space, Tree
    from synth.line import check, rows, score

__all__ = ["check", "families", "rows", "score", "space"]


def space(grammar: str, **bounds: Any) -> Space[Tree]:
    """Return the trees of a grammar, bundled or at a path, within bounds such as `depth=4`.

    >>> import synth
    >>> synth.space("logic.lark", depth=1).count() > 100
    True
    """
    from synth.grammar import load

    return load(grammar).space(**bounds)


def __getattr__(name: str) -> Any:
    """Return what stands in `synth.line`; loaded when it is first used, so that importing synth is quick."""
    if name in ("check", "rows", "score"):
        from synth import line

        return getattr(line, name)
    raise AttributeError(f"module 'synth' has no attribute {name!r}")


def __dir__() -> list[str]:
    return __all__
