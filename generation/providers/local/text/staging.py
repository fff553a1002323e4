"""Where a scene plays and what is to be seen: place, hour, weather, picture prompt and chart out of its own words."""

import re
from collections.abc import Sequence

from generation.providers.base import Chart

from . import vocabulary
from .figures import chart_for, find_figures
from .rank import STOP


def place_of(text: str, default: str) -> str:
    """The place of the picture maker's list that the words point to most, else the default."""
    low = text.lower()
    scores = {
        place: sum(weight * len(re.findall(rf"\b(?:{words})\b", low)) for words, weight in entries)
        for place, entries in vocabulary.PLACES.items()
    }
    best = max(scores, key=lambda place: scores[place])
    return best if scores[best] > 0 else default


def hour_of(text: str, default: str) -> str:
    """dawn, day, dusk or night by the words."""
    low = text.lower()
    for hour, pattern in vocabulary.HOURS.items():
        if re.search(pattern, low):
            return hour
    return default


def weather_of(text: str, default: str) -> str:
    low = text.lower()
    for weather, pattern in vocabulary.WEATHERS.items():
        if re.search(pattern, low):
            return weather
    return default


def things_in(text: str, used: Sequence[str] = ()) -> list[str]:
    """People by role and objects that the words name and that can be drawn, in order, unused ones first."""
    found: list[tuple[int, int, str]] = []
    low = text.lower()
    for pattern, picture in vocabulary.THINGS:
        match = re.search(rf"\b(?:{pattern})\b", low)
        if match and picture not in (p for _, _, p in found):
            found.append((picture in used, match.start(), picture))
    return [picture for _, _, picture in sorted(found)]


def picture_prompt(text: str, place: str, time_of_day: str, weather: str, used: list[str], fallback: str) -> str:
    """A plain prompt: who and what, where, when. Remembers in `used` what has been shown."""
    things = _distinct(things_in(text, used))[:3] or ([fallback] if fallback else [])
    used.extend(things)
    where = vocabulary.PLACE_PHRASES.get(place, f"in a {place}")
    subject = _joined(things) if things else _nouns(text)
    parts = [f"{subject} {where}".strip()]
    light = {
        "dawn": "early morning light",
        "day": "daylight",
        "dusk": "evening light",
        "night": "night, one warm lamp",
    }[time_of_day]
    parts.append(light)
    if weather != "clear":
        parts.append({"cloudy": "overcast sky", "rain": "rain", "snow": "snow", "fog": "fog"}[weather])
    return ", ".join(parts)


def _distinct(things: list[str]) -> list[str]:
    """Without those that an earlier one already shows: tall trees beside a courtyard with trees."""
    kept: list[str] = []
    for thing in things:
        if not any(thing.split()[-1] in other.split() for other in kept):
            kept.append(thing)
    return kept


def _joined(things: list[str]) -> str:
    if len(things) == 1:
        return things[0]
    return f"{things[0]} with {things[1]}" if len(things) == 2 else f"{things[0]} with {things[1]} and {things[2]}"


def _nouns(text: str) -> str:
    words = [w for w in re.findall(r"[a-z]{4,}", text.lower()) if w not in STOP]
    return " and ".join(dict.fromkeys(words[:2]))


def chart_of(texts: Sequence[str], label: str) -> Chart | None:
    """The first chart that one of a scene's lines deserves."""
    for text in texts:
        chart = chart_for(text, find_figures(text, 0, len(text)), label=label)
        if chart:
            return chart
    return None
