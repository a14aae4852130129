"""Numba as the kernels use it: compiled on the first call, kept on disk, bytes copied by the block."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias, TypeVar

from llvmlite import ir  # type: ignore[import-untyped]
from numba import njit, types
from numba.core.registry import CPUDispatcher
from numba.extending import intrinsic

BLOCK = 32
"""How many bytes `move` copies: whoever calls it leaves that much room behind both places."""

Integer: TypeAlias = Any
"""A machine integer, of the width that Numba infers."""

F = TypeVar("F", bound=Callable[..., Any])


class _Kernel(CPUDispatcher):
    """A compiled function that does not care which literals a kernel calls it with.

    Numba compiles a function anew for each of them: 1, 2 and 3 are three types.
    """

    def get_call_template(self, args: Any, kws: Any) -> Any:
        """Return how a call with arguments of these types is typed."""
        widened: Callable[[Any], Any] = types.unliteral
        named = {name: widened(one) for name, one in kws.items()}
        return super().get_call_template(tuple(map(widened, args)), named)


class _Inner(_Kernel):
    """A compiled function without a way in from Python."""

    def __call__(self, *args: Any) -> Any:
        """Raise TypeError."""
        raise TypeError(f"{self.py_func.__qualname__} is called by kernels alone")


_OPTIONS = {"nogil": True, "error_model": "numpy"}
_INNER = {**_OPTIONS, "_nrt": False, "no_cpython_wrapper": True, "no_cfunc_wrapper": True}


def kernel(function: F) -> F:
    """Return the function compiled, without the interpreter's lock, dividing as C does.

    The machine code is kept beside the file or in the user's cache folder; where neither can be written
    each process compiles anew.
    """
    return _compiled(function, _OPTIONS, _Kernel)


def inner(function: F) -> F:
    """Return the function compiled once for the kernels that call it: Python cannot.

    It makes no arrays, so the references of those that it is handed need not be counted.
    """
    return _compiled(function, _INNER, _Inner)


def part(function: F) -> F:
    """Return the function compiled into each kernel that calls it, else as by `inner`."""
    return _compiled(function, {**_INNER, "forceinline": True}, _Inner)


def _compiled(function: F, options: dict[str, Any], kind: type[_Kernel]) -> F:
    try:
        compiled: Any = njit(cache=True, **options)(function)
    except RuntimeError:
        compiled = njit(**options)(function)
    compiled.__class__ = kind
    made: F = compiled
    return made


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


def _bare(typing: Any, value: Any) -> Any:
    """Return a view of an array that counts no references, which would cost as much as the work.

    Of a tuple, named or not, it is a tuple of such views. A view must not outlive its array: make it of
    arguments alone.
    """

    def stripped(context: Any, builder: Any, kind: Any, held: Any) -> Any:
        if isinstance(kind, types.BaseTuple):
            kinds: Any = kind
            parts = [
                stripped(context, builder, one, builder.extract_value(held, place))
                for place, one in enumerate(kinds)
            ]
            return context.make_tuple(builder, kind, parts)
        if not isinstance(kind, types.Array):
            return held
        view = context.make_array(kind)(context, builder, held)
        view.meminfo = ir.Constant(view.meminfo.type, None)
        view.parent = ir.Constant(view.parent.type, None)
        return view._getvalue()

    def generate(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        return stripped(context, builder, signature.return_type, arguments[0])

    return value(value), generate


bare: Callable[..., Any] = intrinsic(_bare)
move: Callable[..., None] = intrinsic(_move)
