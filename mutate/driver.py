"""The program that runs a function and its mutants, inside the sandbox: it imports nothing of ours.

`calling.py` sends its text as the program of a job and calls `answer`. A file's text, or its compiled code,
and mutants are data to it. What it says about mutants is a hint: the process is the mutants' as well.
"""

from __future__ import annotations

import ast
import io
import itertools
import marshal
import signal
import sys
import types
from collections.abc import Callable
from typing import Any, Final

MADE: Final = b"\0made"  # first of four in a tuple: then a class, and its arguments by place and by name
TICK: Final = "_synth_tick"

_ATOMS: Final = frozenset([int, float, str, bool, bytes, complex, type(None)])
_ITEMS: Final = 1000  # of an iterator that are looked at
_DEPTH: Final = 40
_OWN_LIMITS: Final = frozenset(["RecursionError", "MemoryError"])
_IN_PYTHON: Final = 1 << 9  # of the flags of a class: it was made at run time
_WRITTEN: Final = frozenset(["decimal", "datetime", "re", "_decimal", "_datetime", "zoneinfo", "uuid"])


class Exhausted(BaseException):
    """The steps that a call may take are used up."""


class _State:
    """What is loaded: the module, where the function hangs, its inputs and what the reference did."""

    module: types.ModuleType
    holder: Any
    name: str
    form: str
    left = 0
    took = 0
    steps = 0
    calling = late = False
    inputs: list[tuple[bytes | None, Any]]
    expected: dict[int, tuple[Any, int]]
    order: list[int]
    reference: Any


_now = _State()


def answer(command: str, *given: Any) -> Any:
    """Do what is asked: load, call, references, mutant, again."""
    return _COMMANDS[command](*given)


def _tick() -> bool:
    _now.left -= 1
    if _now.left < 0:
        raise Exhausted
    return True


def _load(code: bytes, owner: str, name: str, form: str, loading: int, steps: int) -> bool:
    """Run a file's code as a module, and find the function; raise LookupError if it is bound anew."""
    _now.module = module = types.ModuleType("program")
    sys.modules["program"] = module
    module.__dict__[TICK] = _tick
    _now.left, _now.form, _now.steps = loading, form, steps
    _now.inputs, _now.expected, _now.order = [], {}, []
    exec(marshal.loads(code), module.__dict__)  # noqa: S102 - the process is made for it
    _now.holder = module
    for part in owner.split(".") if owner else ():
        _now.holder = vars(_now.holder).get(part, module)
    _now.name = _mangled(owner, name)
    _now.reference = found = vars(_now.holder).get(_now.name)
    while not isinstance(found, types.FunctionType):
        inner = vars(found).get("__wrapped__") if hasattr(found, "__dict__") else None
        inner = inner or getattr(found, "__func__", None) or getattr(found, "fget", None)
        inner = inner or getattr(found, "func", None)
        if inner is None:
            raise LookupError(f"{name} is bound to something else in the end")
        found = inner
    if found.__module__ != "program" or found.__name__ != name:
        raise LookupError(f"{name} is bound to something else in the end")
    return True


def _mangled(owner: str, name: str) -> str:
    private = owner and name.startswith("__") and not name.endswith("__")
    return f"_{owner.split('.')[-1].lstrip('_')}{name}" if private else name


def _call(given: Any) -> Any:
    """Return the outcome of one input and its steps; if it may take none, keep it for mutants."""
    if _now.steps:
        return [_outcome(*_stored(given), _now.steps), _now.took]
    _now.inputs.append(_stored(given))
    return None


def _mutant(text: str, factor: int, least: int, seconds: float) -> list[Any]:
    """Return how a mutant is told from the reference: ["survived"], or how, and by which input.

    ["time"] if it takes so many CPU seconds in few steps, as arithmetic with numbers that double does.
    """
    _now.calling = _now.late = False
    try:
        made = _built(text)
    except BaseException as fault:
        return ["definition", type(fault).__name__]
    signal.signal(signal.SIGVTALRM, _end)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds, seconds / 4)
    found = _compared(made, factor, least)
    signal.setitimer(signal.ITIMER_VIRTUAL, 0)
    return ["time"] if _now.late else found


def _end(*_: object) -> None:
    """End the call that is under way, as often as it takes: an exception can be swallowed."""
    if _now.calling:
        _now.late = True
        raise Exhausted


def _compared(made: Any, factor: int, least: int) -> list[Any]:
    for place, index in enumerate(_now.order):
        expected, steps = _now.expected[index]
        setattr(_now.holder, _now.name, made)
        found = _outcome(*_now.inputs[index], factor * steps + least)
        if _now.late:
            break
        if not _same(found, expected):
            _now.order.insert(0, _now.order.pop(place))
            return [_how(found, expected), index]
    return ["survived"]


def _again(factor: int, least: int) -> bool:
    """Return whether the reference still answers as it did: no mutant left something behind."""
    setattr(_now.holder, _now.name, _now.reference)
    return all(
        _same(_outcome(*_now.inputs[index], factor * steps + least), expected)
        for index, (expected, steps) in _now.expected.items()
    )


_LIMIT: Final = 1 << 30


def _references(most: int) -> int:
    """Find what the reference does with each input; leave out what takes more steps or can't be compared."""
    _now.order = []
    for index, given in enumerate(_now.inputs):
        outcome = _outcome(*given, most)
        usable = outcome[0] == "value" or (outcome[0] == "raised" and outcome[1] not in _OWN_LIMITS)
        if usable and _same(outcome, outcome):
            _now.expected[index] = outcome, _now.took
            _now.order.append(index)
    return len(_now.order)


_COMMANDS: Final[dict[str, Callable[..., Any]]] = {
    "load": _load,
    "call": _call,
    "mutant": _mutant,
    "again": _again,
    "references": _references,
}


def _how(found: list[Any], expected: list[Any]) -> str:
    if found[0] == "steps":
        return "steps"
    if found[0] == "raised" and expected[0] == "value":
        return "exception"
    if _same(found[:2], expected[:2]):
        return "effect"
    return "value"


def _built(text: str) -> Any:
    """Return a mutant, made in the namespace of the module and of its class, as its decorators leave it.

    The body of a class is run by itself, so that the class is the real one for `super` and for private names.
    """
    code = compile(counted(ast.parse(text)), "<mutant>", "exec", dont_inherit=True)
    _now.left = _LIMIT >> 10
    space: dict[str, Any] = {}
    if isinstance(_now.holder, type):
        (code,) = (one for one in code.co_consts if isinstance(one, types.CodeType))
        space = dict(vars(_now.holder))
    exec(code, _now.module.__dict__, space)  # noqa: S102
    if "__classcell__" in space:
        space["__classcell__"].cell_contents = _now.holder
    made = space[_now.name]
    if _now.name == "__new__" and isinstance(made, types.FunctionType):
        made = staticmethod(made)
    if hasattr(made, "__set_name__"):
        made.__set_name__(_now.holder, _now.name)
    return made


def counted(tree: ast.Module) -> ast.Module:
    """Put a tick in every function, loop and comprehension of a tree."""
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            # After the docstring, which stays one.
            node.body.insert(int(ast.get_docstring(node, clean=False) is not None), _statement(node.body[0]))
        elif isinstance(node, (ast.For, ast.While, ast.AsyncFor)):
            node.body.insert(0, _statement(node.body[0]))
        elif isinstance(node, ast.comprehension):
            node.ifs.insert(0, _expression(node.iter))
    return tree


def _expression(place: ast.expr | ast.stmt) -> ast.Call:
    name = ast.copy_location(ast.Name(TICK, ast.Load()), place)
    return ast.copy_location(ast.Call(name, [], []), place)


def _statement(place: ast.stmt) -> ast.Expr:
    return ast.copy_location(ast.Expr(_expression(place)), place)


def _stored(given: Any) -> tuple[bytes | None, Any]:
    """Return an input as bytes from which fresh copies are made, or as it is if it holds instances."""
    text = marshal.dumps(given, 0)
    return (None if MADE in text else text), given


def _fresh(value: Any) -> Any:
    """Return a copy with its instances made."""
    kind = type(value)
    if kind is tuple and len(value) == 4 and value[0] == MADE:
        maker = _now.module
        for part in value[1].split("."):
            maker = vars(maker)[part] if part in vars(maker) else vars(sys.modules["builtins"])[part]
        return maker(*_fresh(value[2]), **_fresh(value[3]))  # type: ignore[operator]
    if kind in (list, tuple, set, frozenset):
        return kind([_fresh(one) for one in value])
    if kind is dict:
        return {_fresh(key): _fresh(one) for key, one in value.items()}
    return value


def _outcome(text: bytes | None, given: Any, steps: int) -> list[Any]:
    """Call the function as it is bound now: value or exception, changed arguments, what it printed."""
    try:
        _now.left = _LIMIT
        instance, args, named = marshal.loads(text) if text else _fresh(given)
    except BaseException as fault:
        return ["unmade", type(fault).__name__, None, ""]
    _now.left = steps
    standard = sys.stdout
    printed = sys.stdout = io.StringIO()
    try:
        _now.calling, name = True, _now.name
        if _now.form == "property":
            result = getattr(instance, name)
        elif name in ("__init__", "__new__"):
            result = _now.holder(*args, **named)
        elif _now.form == "method":
            result = getattr(_now.holder, name)(instance, *args, **named)
        else:
            result = getattr(_now.holder, name)(*args, **named)
        outcome = ["value", _plain(result)]
    except Exhausted:
        outcome = ["steps", None]
    except BaseException as fault:
        outcome = ["raised", type(fault).__name__]
    _now.calling = False
    _now.took = steps - _now.left
    if _now.left < 0:
        outcome = ["steps", None]
    sys.stdout = standard
    outcome.append(_after(text, given, [instance, args, named]) if outcome[0] != "steps" else None)
    outcome.append(printed.getvalue() if outcome[0] != "steps" and not printed.closed else "")
    return outcome


def _after(text: bytes | None, given: Any, after: list[Any]) -> Any:
    """Return the arguments after the call, None if they are as before and hold no instances."""
    _now.left = _LIMIT
    try:
        if text is not None and marshal.dumps(after, 0) == text:
            return None
        found = _plain(after)
        return None if text is not None and _text(found) == _text(given) else found
    except BaseException as fault:
        return ("unreadable", type(fault).__name__)


def _plain(value: Any, depth: int = _DEPTH, above: tuple[int, ...] = ()) -> Any:
    """Return a value as plain ones, exactly: instances by class and attributes, iterators by their items."""
    kind = type(value)
    if kind in _ATOMS:
        return value
    if depth == 0 or id(value) in above:
        return ("cycle",)
    depth, above = depth - 1, (*above, id(value))
    if kind is list or kind is tuple:
        return kind([one if type(one) in _ATOMS else _plain(one, depth, above) for one in value])
    if kind is dict:
        try:
            return {_plain(key, depth, above): _plain(one, depth, above) for key, one in value.items()}
        except TypeError:
            return (
                "dict",
                [[_plain(key, depth, above), _plain(one, depth, above)] for key, one in value.items()],
            )
    if kind is set or kind is frozenset:
        parts = [_plain(one, depth, above) for one in value]
        return (
            kind(parts)
            if all(type(one) in _ATOMS for one in parts)
            else (kind.__name__, sorted(parts, key=repr))
        )
    name = kind.__name__
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType, types.MethodType)):
        return ("named", value.__qualname__)
    if value is NotImplemented or value is Ellipsis:
        return ("named", repr(value))
    if kind is bytearray or kind is memoryview:
        return (name, bytes(value))
    if kind is range:
        return (name, [value.start, value.stop, value.step])
    if kind.__module__ in _WRITTEN:
        return (name, repr(value))
    if hasattr(kind, "__next__") and kind.__module__ in ("builtins", "itertools"):
        return ("iterator", [_plain(one, depth, above) for one in itertools.islice(value, _ITEMS)])
    base: Any
    for base in (int, float, str, bytes, tuple, list, dict, set, frozenset, BaseException):
        if isinstance(value, base):
            inner = value.args if base is BaseException else base(value)
            return (name, _plain(inner, depth, above), _attributes(value, depth, above))
    if kind.__flags__ & _IN_PYTHON:
        return (name, _attributes(value, depth, above))
    return value


def _attributes(value: Any, depth: int, above: tuple[int, ...]) -> list[Any]:
    """Return names and plain values of an instance's attributes, sorted by name."""
    found = dict(getattr(value, "__dict__", {}))
    for kind in type(value).__mro__:
        slots = kind.__dict__.get("__slots__", ())
        for slot in (slots,) if isinstance(slots, str) else slots:
            name = _mangled(kind.__name__, slot)
            if name not in ("__dict__", "__weakref__") and hasattr(value, name):
                found[name] = getattr(value, name)
    return [[name, _plain(found[name], depth, above)] for name in sorted(found)]


def _same(left: Any, right: Any) -> bool:
    """Return whether two outcomes are equal to the type: 1, True and 1.0 differ; sets have no order."""
    try:
        if marshal.dumps(left, 0) == marshal.dumps(right, 0):
            return True
        return _text(left) == _text(right)
    except ValueError:
        return False


def _text(value: Any) -> str:
    kind = type(value)
    if kind is dict:
        parts = sorted(f"{_text(key)}:{_text(one)}" for key, one in value.items())
    elif kind is set or kind is frozenset:
        parts = sorted(map(_text, value))
    elif kind is list or kind is tuple:
        parts = list(map(_text, value))
    elif kind in _ATOMS:
        return repr(value)
    else:
        raise ValueError("a value that has no text")
    return f"{kind.__name__}({','.join(parts)})"
