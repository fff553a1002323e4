# ruff: noqa: E501 - patterns are read by the row
"""Breaks between neighbouring shots of one scene: screen direction, light, clothes and things. Pure, over plain dicts.

A shot is what a shot list or a prompt pack holds; only its words are read, so lists that people wrote work too.
"""

import re
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

_READ = (
    "action", "camera", "movement", "lighting", "subject", "environment", "prompt", "wardrobe", "screen_direction",
    "description", "notes",
)  # fmt: skip
_LEFTWARD = re.compile(
    r"\b(?:right[- ]to[- ]left|(?:facing|faces|looks?|looking|moves?|moving|runs?|walks?|walking|exits?|pans?)"
    r" (?:to the |camera |screen |off )*left)\b",
    re.I,
)
_RIGHTWARD = re.compile(
    r"\b(?:left[- ]to[- ]right|(?:facing|faces|looks?|looking|moves?|moving|runs?|walks?|walking|exits?|pans?)"
    r" (?:to the |camera |screen |off )*right)\b",
    re.I,
)
_TOWARDS = re.compile(r"\btowards? (?:the )?(?:camera|us)\b", re.I)
_SIDE = re.compile(r"\b(?:key|light|lit|window|sun|source)\b[^.;]{0,40}\b(?:from (?:the )?)?(left|right)\b", re.I)
_TEMPERATURE = {
    "warm": r"warm|golden|tungsten|amber|candle\w*|firelight|3,?[0-4]00 ?k",
    "cool": r"cool|cold|blue|moonlight|fluorescent|[67],?\d00 ?k",
}
_QUALITY = {"hard": r"hard|harsh|noon sun", "soft": r"soft|diffuse\w*|overcast|flat"}
_HOUR = {"dawn": r"dawn|sunrise|morning", "noon": r"noon|midday", "dusk": r"dusk|sunset|golden hour|evening", "night": r"night|midnight|moonlight"}  # fmt: skip
_COLORS = r"red|blue|green|yellow|black|white|grey|gray|orange|brown|pink|purple|beige|navy|khaki"
_CLOTHES = re.compile(
    rf"\b({_COLORS})\s+(?:[a-z]+\s+)?(coat|jacket|shirt|dress|hat|scarf|jumper|sweater|trousers|jeans|apron|suit|cap|gloves|boots|uniform|hoodie|skirt|blouse|raincoat)\b",
    re.I,
)
_STATES = (
    ("door", r"door (?:is )?(?:open|ajar)|open door", r"door (?:is )?(?:closed|shut)|(?:closed|shut) door"),
    ("glass", r"(?:full|half-full) (?:glass|cup|mug)|(?:glass|cup|mug) (?:is )?full", r"empty (?:glass|cup|mug)|(?:glass|cup|mug) (?:is )?empty"),
    ("lamp", r"(?:lamp|light|candle) (?:is )?(?:on|lit|burning)", r"(?:lamp|light|candle) (?:is )?(?:off|out|unlit)"),
    ("hand", r"in (?:his|her|their|the) left hand", r"in (?:his|her|their|the) right hand"),
    ("hair", r"hair (?:is )?(?:up|tied)|tied(?:-back)? hair|ponytail", r"hair (?:is )?(?:down|loose)|loose hair"),
)  # fmt: skip


def check_continuity(shots: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Each warning: `kind` (screen_direction, lighting, wardrobe, props), the two `shots`, what breaks and a remedy."""
    found: list[dict[str, Any]] = []
    for one, other in pairwise(shots):
        if _scene(one) != _scene(other):
            continue
        before, after = _words(one), _words(other)
        ids = [str(one.get("shot_id", "")), str(other.get("shot_id", ""))]
        for kind, told in (
            ("screen_direction", _direction(before, after)),
            ("lighting", _lighting(before, after)),
            ("wardrobe", _wardrobe(before, after)),
            ("props", _props(before, after)),
        ):
            if told:
                found.append({"kind": kind, "shots": ids, "message": told[0], "suggestion": told[1]})
    return found


def _scene(shot: Mapping[str, Any]) -> Any:
    return shot.get("scene", shot.get("scene_number", ""))


def _words(shot: Mapping[str, Any]) -> str:
    props = shot.get("props")
    told = ", ".join(map(str, props)) if isinstance(props, list | tuple) else str(props or "")
    return ". ".join([*(str(shot[key]) for key in _READ if shot.get(key)), told])


def _direction(before: str, after: str) -> tuple[str, str] | None:
    ways = [_way(before), _way(after)]
    if set(ways) == {"left", "right"}:
        return (
            f"The action goes to the {ways[0]} and then to the {ways[1]}: it crosses the line.",
            "Flip one of them, or put a shot between them that goes towards the camera.",
        )
    return None


def _way(text: str) -> str:
    if _TOWARDS.search(text):
        return ""
    left, right = _LEFTWARD.search(text), _RIGHTWARD.search(text)
    return "left" if left and not right else "right" if right and not left else ""


def _lighting(before: str, after: str) -> tuple[str, str] | None:
    sides = [found[1].lower() for text in (before, after) if (found := _SIDE.search(text))]
    if len(sides) == 2 and sides[0] != sides[1]:
        return f"The key comes from the {sides[0]}, then from the {sides[1]}.", "Keep its side for the whole scene."
    for name, table in (("hour", _HOUR), ("temperature", _TEMPERATURE), ("quality", _QUALITY)):
        one, other = _of(before, table), _of(after, table)
        if one and other and not one & other:
            return (
                f"The light's {name} changes from {' and '.join(sorted(one))} to {' and '.join(sorted(other))}.",
                "Name the same light in both, or give the change a cause in the picture.",
            )
    return None


def _of(text: str, table: Mapping[str, str]) -> set[str]:
    return {name for name, words in table.items() if re.search(rf"\b(?:{words})\b", text, re.I)}


def _wardrobe(before: str, after: str) -> tuple[str, str] | None:
    worn = {item.lower(): color.lower() for color, item in _CLOTHES.findall(before)}
    for color, item in _CLOTHES.findall(after):
        was = worn.get(item.lower())
        if was and was != color.lower():
            return (
                f"The {item.lower()} is {was} and then {color.lower()}.",
                f"Decide on one {item.lower()} for the scene.",
            )
    return None


def _props(before: str, after: str) -> tuple[str, str] | None:
    for thing, one, other in _STATES:
        if (_has(before, one) and _has(after, other)) or (_has(before, other) and _has(after, one)):
            return f"The {thing} changes its state between the two shots.", "Show the change, or keep the state."
    return None


def _has(text: str, words: str) -> bool:
    return bool(re.search(rf"\b(?:{words})\b", text, re.I))
