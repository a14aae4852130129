"""Python values as inert JSON: what crosses between a judge and a program, and when two values are the same.

None, booleans, strings and integers up to 2**53 stand for themselves, a list for a list; everything else is
an object with one key, its tag. Only exact types are known: an instance of a subclass, however it answers for
itself, is a marker that equals nothing. Encoding runs no code of the value's own; decoding makes plain
values only.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection
from typing import Any, Final

from synth.verify.sandbox.faults import Garbled

SIZE: Final = 1 << 20  # of one value, about its bytes of JSON
DEPTH: Final = 50  # containers in one another
_EXACT: Final = 1 << 53  # the integers that every reader of JSON keeps

_text = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_MARK: Final = '{"!":'  # in JSON text a string's own quotes are escaped, so that this is the tag alone
name_of = type.__dict__["__name__"].__get__  # a metaclass may answer for __name__
_CONTAINERS: Final = frozenset((list, tuple, dict, set, frozenset))
_PLAIN: Final = frozenset((str, bool, type(None)))
_ANY_ORDER: Final = ('{"d":', '{"s":', '{"z":')


def encode(value: object) -> Any:
    """Return the value as what `json` writes; parts that can't cross become markers.

    >>> encode([1, True, 1.0, (2, None)])
    [1, True, {'f': '0x1.0000000000000p+0'}, {'t': [2, None]}]
    >>> encode({"a": object()})
    {'d': [['a', {'!': 'type object'}]]}
    """
    kind = type(value)
    if value is None or kind is bool or (kind is int and -_EXACT <= value <= _EXACT):  # type: ignore[operator]
        return value
    try:
        return _encoded(value, DEPTH, [SIZE], set())
    except _TooLarge:
        return {"!": "large"}


def decode(encoded: Any) -> Any:
    """Return the value that was encoded; raise `Garbled` for what `encode` does not write, and for markers.

    Meant for values that we trust: a hostile one can have a hundred thousand keys with one hash. Compare
    a program's answers by `same`, which hashes nothing.

    >>> decode(encode({(1, b"x"): {2.5, -0.0}})) == {(1, b"x"): {2.5, -0.0}}
    True
    """
    return _decoded(encoded, DEPTH)


def canonical(encoded: Any) -> str:
    """Return a text that is equal for equal values: type-strict, dictionaries without order, every NaN one.

    Raise `Garbled` for what `encode` does not write.

    >>> canonical(encode({"b": 1, "a": 2})) == canonical(encode({"a": 2, "b": 1}))
    True
    """
    return _canonical(encoded, DEPTH)


def same(left: Any, right: Any) -> bool:
    """Return whether two encoded values are one value: 1, True and 1.0 differ, and a marker equals nothing.

    At least one of them is our own: two trees that no encoder writes may pass for one.

    >>> same(encode(1), encode(True)), same(encode({1, 2}), encode({2, 1}))
    (False, True)
    >>> same(encode(object()), encode(object()))
    False
    """
    text, other = _text(left), _text(right)
    if _MARK in text or text == other:
        return _MARK not in text
    try:
        return any(tag in text for tag in _ANY_ORDER) and canonical(left) == canonical(right)
    except Garbled:
        return False


def marked(encoded: Any) -> str:
    """Return the first marker inside, "" if the value crossed whole.

    >>> marked(encode([1, object()])), marked(encode([1]))
    ('type object', '')
    """
    text = canonical(encoded)
    found = text.find(_MARK)
    return "" if found < 0 else str(json.JSONDecoder().raw_decode(text, found)[0]["!"])


class _TooLarge(Exception):
    pass


def _encoded(value: Any, depth: int, left: list[int], above: set[int]) -> Any:
    kind = type(value)
    if kind in _CONTAINERS:
        if depth == 0:
            return {"!": "deep"}
        depth -= 1
        if kind is tuple:
            return {"t": _parts(value, depth, left, above)}
        if kind is set or kind is frozenset:
            return {"s" if kind is set else "z": sorted(_parts(value, depth, left, above), key=_text)}
        if id(value) in above:
            return {"!": "cycle"}
        above.add(id(value))
        if kind is list:
            body: Any = _parts(value, depth, left, above)
        else:
            body = {"d": [_parts(pair, depth, left, above) for pair in value.items()]}
        above.discard(id(value))
        return body
    left[0] -= 2
    if kind is str:
        return _string(value, left)
    if kind is int:
        if -_EXACT <= value <= _EXACT:
            return value
        _spend(left, value.bit_length() >> 2)
        return {"i": hex(value)}
    if value is None or kind is bool:
        return value
    if kind is float:
        return {"f": value.hex()}
    if kind is bytes:
        _spend(left, 2 * len(value))
        return {"b": value.hex()}
    if kind is complex:
        return {"c": [value.real.hex(), value.imag.hex()]}
    return {"!": "type " + ascii(name_of(kind))[1:-1][:100]}


def _parts(values: Collection[Any], depth: int, left: list[int], above: set[int]) -> list[Any]:
    """Encode the parts of a container; small ones, which are paid for, without a call each."""
    left[0] -= 4 * len(values) + 2
    if left[0] < 0:
        raise _TooLarge
    found: list[Any] = []
    add = found.append
    for value in values:
        kind = type(value)
        if (kind is int and -_EXACT <= value <= _EXACT) or (
            kind is str and len(value) < 8 and value.isascii()
        ):
            add(value)
        else:
            add(_encoded(value, depth, left, above))
    return found


def _spend(left: list[int], size: int) -> None:
    left[0] -= size
    if left[0] < 0:
        raise _TooLarge


def _string(value: str, left: list[int]) -> Any:
    _spend(left, len(value))
    if value.isascii():
        return value
    _spend(left, 5 * len(value))
    try:
        value.encode()
    except UnicodeEncodeError:  # half a pair, which JSON would join to its neighbour
        return {"u": value.encode("utf-8", "surrogatepass").hex()}
    return value


def _decoded(encoded: Any, depth: int) -> Any:
    kind = type(encoded)
    if encoded is None or kind is bool or kind is str or (kind is int and -_EXACT <= encoded <= _EXACT):
        return encoded
    if kind is list:
        depth = _below(depth)
        return [
            part
            if (type(part) is int and -_EXACT <= part <= _EXACT) or type(part) in _PLAIN
            else _decoded(part, depth)
            for part in encoded
        ]
    tag, body = _tagged(encoded)
    if tag in "tszd":
        depth = _below(depth)
        try:
            if tag == "d":
                return {_decoded(key, depth): _decoded(part, depth) for key, part in body}
            return {"t": tuple, "s": set, "z": frozenset}[tag]([_decoded(part, depth) for part in body])
        except TypeError:
            raise Garbled("a key that can't be hashed") from None
    if tag == "!":
        raise Garbled(f"a value that did not cross: {body}")
    return _ATOMS[tag](body)


def _canonical(encoded: Any, depth: int) -> str:
    kind = type(encoded)
    if encoded is None or kind is bool or kind is str:
        return _text(encoded)
    if kind is int:
        if not -_EXACT <= encoded <= _EXACT:
            raise Garbled("a large integer without its tag")
        return str(encoded)
    if kind is list:
        depth = _below(depth)
        return "[" + ",".join([_canonical(part, depth) for part in encoded]) + "]"
    tag, body = _tagged(encoded)
    if tag in "tszd":
        depth = _below(depth)
        if tag == "d":
            parts = [f"[{_canonical(key, depth)},{_canonical(part, depth)}]" for key, part in body]
        else:
            parts = [_canonical(part, depth) for part in body]
        if tag != "t":
            parts.sort()
        return f'{{"{tag}":[{",".join(parts)}]}}'
    return f'{{"{tag}":{_text(body)}}}'


def _below(depth: int) -> int:
    if depth == 0:
        raise Garbled("a value deeper than the limit")
    return depth - 1


def _tagged(encoded: Any) -> tuple[str, Any]:
    """Return tag and body of what is neither a list nor stands for itself, if its form is right."""
    if type(encoded) is not dict or len(encoded) != 1:
        raise Garbled("neither a value nor one tag")
    ((tag, body),) = encoded.items()
    check_tag(tag, body)
    return tag, body


def check_tag(tag: str, body: Any) -> None:
    """Raise `Garbled` unless `body` has the form of this tag's; what is in a container is not looked at."""
    if tag in ("t", "s", "z"):
        fits = type(body) is list
    elif tag == "d":
        fits = type(body) is list and all(type(pair) is list and len(pair) == 2 for pair in body)
    elif tag == "!":
        fits = type(body) is str
    elif tag in _ATOMS:
        try:
            fits = encode(_ATOMS[tag](body)) == {tag: body}
        except (ValueError, TypeError, OverflowError):
            fits = False
    else:
        raise Garbled("an unknown tag")
    if not fits:
        raise Garbled(f"a wrong body for the tag {tag}")


_ATOMS: Final[dict[str, Callable[[Any], Any]]] = {
    "i": lambda body: int(body, 16),
    "f": float.fromhex,
    "c": lambda body: complex(*map(float.fromhex, body)),
    "b": bytes.fromhex,
    "u": lambda body: bytes.fromhex(body).decode("utf-8", "surrogatepass"),
}
