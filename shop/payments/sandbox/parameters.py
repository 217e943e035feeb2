"""Checks parameters against the typed dictionaries that ship with the `stripe` package."""

import functools
import sys
import types
import typing

from stripe import RequestOptions

from shop.payments.sandbox.errors import Refused, missing

NUMBER_LENGTH = 18
TRUTH = {"true": True, "false": False}


def check(given: dict, shape: type, *, honoured: frozenset[str]) -> dict:
    """The parameters with their Python types, or Refused in the words Stripe uses.

    `shape` is one of `stripe.params`; what it does not name is unknown. `honoured` lists what the
    sandbox acts on, as dotted paths that cover everything below them. What Stripe knows and the
    sandbox would ignore is refused too, so that nobody relies on an effect that is not there.
    """
    checked = _mapping(given, shape, "")
    for path, param in _leaves(checked, "", ""):
        if not any(f"{path}.".startswith(f"{prefix}.") for prefix in honoured):
            raise Refused(
                f"The sandbox does not act on {param}, which Stripe would.",
                code="sandbox_unsupported",
                param=param,
            )
    return checked


def _leaves(value, path: str, param: str):
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            inside = f"{path}.{key}" if path else key
            yield from _leaves(inner, inside, _inside(param, key))
    elif isinstance(value, list) and value:
        for number, inner in enumerate(value):
            yield from _leaves(inner, path, _inside(param, str(number)))
    elif path:
        yield path, param


def _inside(param: str, key: str) -> str:
    return f"{param}[{key}]" if param else key


@functools.cache
def _fields(shape: type) -> dict[str, object]:
    own = {
        name: hint
        for name, hint in shape.__annotations__.items()
        if name not in RequestOptions.__annotations__
    }
    names = vars(sys.modules[shape.__module__])
    return typing.get_type_hints(types.SimpleNamespace(__annotations__=own), globalns=names)


def _mapping(given: dict, shape: type, param: str) -> dict:
    fields = _fields(shape)
    unknown = [_inside(param, name) for name in given if name not in fields]
    if unknown:
        many = "s" if len(unknown) > 1 else ""
        raise Refused(
            f"Received unknown parameter{many}: {', '.join(unknown)}",
            code="parameter_unknown",
            param=unknown[0],
        )
    for name in fields:
        if name in shape.__required_keys__ and name not in given:
            raise missing(_inside(param, name))
    return {name: _value(raw, fields[name], _inside(param, name)) for name, raw in given.items()}


def _value(raw, hint, param: str):
    choices = _choices(hint)
    if isinstance(raw, dict):
        return _branch(raw, choices, param)
    literals = [word for choice in choices for word in _literals(choice)]
    if raw in literals:
        return raw
    if raw == "":
        raise Refused(
            f"You passed an empty string for '{param}'. We assume empty values are an attempt to "
            f"unset a parameter; however '{param}' cannot be unset.",
            code="parameter_invalid_empty",
            param=param,
        )
    for kind, read in READERS.items():
        if kind in choices:
            return read(raw, param)
    words = [word for word in literals if word]
    if words:
        raise Refused(f"Invalid {param}: must be one of {', '.join(words)}", param=param)
    if str in choices:
        return raw
    expected = "array" if any(typing.get_origin(choice) is list for choice in choices) else "object"
    raise Refused(f"Invalid {expected}", param=param)


def _branch(raw: dict, choices: tuple, param: str):
    for choice in choices:
        if hasattr(choice, "__required_keys__"):
            return _mapping(raw, choice, param)
        if typing.get_origin(choice) is list:
            (inner,) = typing.get_args(choice)
            if not all(key.isdigit() for key in raw):
                raise Refused("Invalid array", param=param)
            return [_value(item, inner, _inside(param, key)) for key, item in raw.items()]
        if typing.get_origin(choice) is dict:
            return {key: _value(item, str, _inside(param, key)) for key, item in raw.items()}
    raise Refused(f"Invalid string: {param} is no object", param=param)


def _choices(hint) -> tuple:
    if typing.get_origin(hint) in (typing.Union, types.UnionType):
        return tuple(inner for choice in typing.get_args(hint) for inner in _choices(choice))
    return (hint,)


def _literals(choice) -> tuple[str, ...]:
    return typing.get_args(choice) if typing.get_origin(choice) is typing.Literal else ()


def _integer(raw: str, param: str) -> int:
    digits = raw.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) <= NUMBER_LENGTH):
        raise Refused(f"Invalid integer: {raw[:40]}", code="parameter_invalid_integer", param=param)
    return int(raw)


def _boolean(raw: str, param: str) -> bool:
    if raw not in TRUTH:
        raise Refused(f"Invalid boolean: {raw[:40]}", param=param)
    return TRUTH[raw]


READERS = {int: _integer, bool: _boolean}
