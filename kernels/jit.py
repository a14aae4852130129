"""Numba as the kernels use it: compiled on the first call, kept on disk, bytes copied by the block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.extending import intrinsic

BLOCK = 32
"""How many bytes `move` copies: whoever calls it leaves that much room behind both places."""

Integer: TypeAlias = Any
"""A machine integer, of the width that Numba infers."""

F = TypeVar("F", bound=Callable[..., Any])


def kernel(function: F) -> F:
    """Return the function compiled, without the interpreter's lock, dividing as C does.

    The machine code is kept beside the file or in the user's cache folder; where neither can be written
    each process compiles anew.
    """
    return _compiled(function, {"nogil": True, "error_model": "numpy"})


def part(function: F) -> F:
    """Return the function compiled into each kernel that calls it: arrays cost nothing to hand over."""
    return _compiled(function, {"nogil": True, "error_model": "numpy", "forceinline": True})


def _compiled(function: F, options: dict[str, Any]) -> F:
    try:
        compiled: F = njit(cache=True, **options)(function)
    except RuntimeError:
        compiled = njit(**options)(function)
    return compiled


def _move(typing: Any, target: Any, at: Any, source: Any, begin: Any) -> Any:
    """Copy BLOCK bytes from source[begin:] to target[at:], both byte arrays, without a bounds check."""

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        to_type, _, from_type, _ = signature.args
        into = context.make_array(to_type)(context, builder, arguments[0]).data
        out_of = context.make_array(from_type)(context, builder, arguments[2]).data
        vector = ir.VectorType(ir.IntType(8), BLOCK).as_pointer()
        taken = builder.bitcast(builder.gep(out_of, [arguments[3]]), vector)
        put = builder.bitcast(builder.gep(into, [arguments[1]]), vector)
        builder.store(builder.load(taken, align=1), put, align=1)
        return context.get_dummy_value()

    return types.void(target, types.intp, source, types.intp), generate


def _bare(typing: Any, array: Any) -> Any:
    """Return a view of an array that counts no references, which would cost as much as the work.

    The view must not outlive the array: make it of arguments alone.
    """

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        view = context.make_array(signature.return_type)(context, builder, arguments[0])
        view.meminfo = ir.Constant(view.meminfo.type, None)
        view.parent = ir.Constant(view.parent.type, None)
        return view._getvalue()

    return array(array), generate


bare: Callable[..., Any] = intrinsic(_bare)
move: Callable[..., None] = intrinsic(_move)
