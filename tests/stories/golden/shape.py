"""The printed reference as data, and where an answer differs from it.

A printed answer may grow (fields that its example leaves out), never shrink. What is printed as a value must be that
value, except for ids, times and addresses, which must be of their form, and for the paths that a test names in `free`,
of which the type is enough.
"""

import json
import re
from collections.abc import Collection
from functools import cache
from pathlib import Path
from typing import Any

from rest_framework import serializers

HOST = "http://testserver"
# For tests that say themselves what is to come back: any text, any time; a type stands for any value of it.
TEXT, TIME = "...", "2026-05-29T10:00:00.000Z"
_LEFT_OUT = "..."
_ID = re.compile(r"cm\w+\.\.\.|sfx_123|<[^>]*>")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z")
_ADDRESS = re.compile(r"https://studio\.example/|/api/v1/")


@cache
def _texts() -> dict[str, str]:
    text = Path(__file__).with_name("printed.txt").read_text()
    parts = (part.strip().split("\n", 1) for part in text.split("\n## ")[1:])
    return {name: body.strip() for name, body in parts}


def printed(name: str) -> Any:
    """What the reference prints under that name, as JSON; `...` inside of a list or an object is kept as such."""
    text = re.sub(r"\[\s*\.\.\.\s*\]", '["..."]', _texts()[name])
    text = re.sub(r"\{\s*\.\.\.\s*\}", '{"...": "..."}', text)
    return json.loads(re.sub(r",\s*\.\.\.\s*\}", "}", text))


def assert_printed(name: str | Any, answered: Any, *, free: Collection[str] = (), **values: Any) -> None:
    """The answer is what is printed under that name (or given as JSON), with `values` in place of top-level ones."""
    expected = printed(name) if isinstance(name, str) else name
    assert differences(expected | values, answered, free=free) == []


def differences(printed: Any, answered: Any, path: str = "", *, free: Collection[str] = ()) -> list[str]:
    """Each place where the answer lacks or contradicts what is printed; `path` is like `plan.quote.lineItems.0`."""
    if path in free:
        alike = answered is None or printed is None or _kind(printed) is _kind(answered)
        return [] if alike else [f"{path}: {answered!r} is no {_kind(printed).__name__}"]
    if isinstance(printed, type):
        return [] if isinstance(answered, printed) else [f"{path}: {answered!r} is no {printed.__name__}"]
    if isinstance(printed, dict) and isinstance(answered, dict):
        if _LEFT_OUT in printed:
            return []
        lacking = [f"{_below(path, key)} is missing" for key in printed if key not in answered]
        both = [key for key in printed if key in answered]
        return lacking + [
            d for key in both for d in differences(printed[key], answered[key], _below(path, key), free=free)
        ]
    if isinstance(printed, list) and isinstance(answered, list):
        if printed == [_LEFT_OUT]:
            return []
        if len(printed) != len(answered):
            return [f"{path} has {len(answered)} items, printed {len(printed)}"]
        pairs = enumerate(zip(printed, answered, strict=True))
        return [d for i, (a, b) in pairs for d in differences(a, b, _below(path, i), free=free)]
    if isinstance(printed, str) and isinstance(answered, str):
        return [] if re.fullmatch(_pattern(printed), answered, re.DOTALL) else [f"{path}: {answered!r} for {printed!r}"]
    same = _kind(printed) is _kind(answered) and printed == answered
    return [] if same else [f"{path}: {answered!r}, printed {printed!r}"]


def assert_shaped(schema: Any, value: Any, at: str = "answer") -> None:
    """The value has exactly what its OpenAPI component says, all the way down."""
    if isinstance(schema, serializers.ListSerializer):
        for item in value:
            assert_shaped(schema.child, item, f"{at}[]")
    elif isinstance(schema, serializers.DictField):
        for name, item in value.items():
            assert_shaped(schema.child, item, f"{at}.{name}")
    elif isinstance(schema, serializers.ChoiceField):
        assert value in schema.choices, f"{at}: {value!r} is none of {list(schema.choices)}"
    elif isinstance(schema, serializers.Serializer):
        optional = {name for name, field in schema.fields.items() if not field.required}
        assert set(schema.fields) - optional <= set(value) <= set(schema.fields), at
        for name, item in value.items():
            if item is not None:
                assert_shaped(schema.fields[name], item, f"{at}.{name}")


def _kind(value: Any) -> type:
    return float if isinstance(value, int | float) and not isinstance(value, bool) else type(value)


def _below(path: str, key: object) -> str:
    return f"{path}.{key}" if path else str(key)


def _pattern(text: str) -> str:
    """What an answer's text must match where the reference prints this one."""
    if _TIME.fullmatch(text):
        return _TIME.pattern
    if _ADDRESS.match(text):
        pieces = re.split(r"<[^>]*>|cm\w+\.\.\.", text.replace("https://studio.example", HOST))
        return r"[\w.:-]+".join(map(re.escape, pieces))
    if _ID.fullmatch(text) or text.endswith(_LEFT_OUT):
        return ".+"
    return re.escape(text)
