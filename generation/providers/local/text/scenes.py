"""Scenes of two to four lines out of sections, staged so that neighbours differ."""

from dataclasses import replace
from typing import Literal, cast

from generation.providers.base import Line, Mood, Scene, Target

from . import staging, vocabulary
from .reading import Reading
from .telling import PARAGRAPH_PAUSE_MS, Section

Hour = Literal["dawn", "day", "dusk", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog"]

MAX_LINES = 4
_TONES: tuple[tuple[str, Mood], ...] = (
    ("hopeful optimistic warm upbeat inspiring", "hopeful"),
    ("urgent tense dramatic", "tense"),
    ("nostalgic wistful tender", "wistful"),
    ("confident proud executive bold authoritative", "proud"),
    ("curious playful light witty", "curious"),
    ("calm quiet gentle serene", "calm"),
)


def cut_scenes(sections: list[Section]) -> list[Section]:
    """Sections merged and split into groups of two to four lines; an introduction stays with its quote."""
    groups: list[Section] = []
    for section in sections:
        lines = list(section.lines)
        while len(lines) > MAX_LINES:
            size = 2 if len(lines) == MAX_LINES + 1 or len(lines) <= 6 else 3
            groups.append(Section(section.beat, section.mood, lines[:size]))
            lines = lines[size:]
        if lines:
            groups.append(Section(section.beat, section.mood, lines))
    merged: list[Section] = []
    for group in groups:
        if merged and len(merged[-1].lines) == 1 and len(group.lines) < MAX_LINES and len(merged) > 1:
            merged[-1] = Section(
                group.beat if group.beat in ("doubt", "threat") else merged[-1].beat,
                group.mood,
                merged[-1].lines + group.lines,
            )
        else:
            merged.append(group)
    if len(merged) > 1 and len(merged[-1].lines) == 1 and len(merged[-2].lines) < MAX_LINES:
        last = merged.pop()
        merged[-1] = Section(last.beat, last.mood, merged[-1].lines + last.lines)
    return merged


def stage(
    reading: Reading, groups: list[Section], target: Target, *, is_story: bool, quoted: frozenset[str] = frozenset()
) -> tuple[Scene, ...]:
    """Scenes with place, hour, weather, mood, picture and chart. Places come from the lines, else from the whole."""
    whole = " ".join(sentence.text for sentence in reading.sentences[:200])
    home = staging.place_of(f"{reading.headline} {reading.headline} {whole}", "abstract")
    usual = _usual_things(whole)
    used: list[str] = []
    scenes: list[Scene] = []
    for index, group in enumerate(groups):
        words = " ".join(line.text for line in group.lines)
        place = staging.place_of(words, home)
        if scenes and place == scenes[-1].place and not staging.things_in(words, used):
            place = vocabulary.NEIGHBOURS.get(place, place)
        hour = staging.hour_of(
            words, "dawn" if index == 0 and not is_story else "dusk" if index == len(groups) - 1 else "day"
        )
        weather = staging.weather_of(words, "cloudy" if group.beat in ("doubt", "threat", "obstacle") else "clear")
        fallback = next((thing for thing in usual if thing not in used[-4:]), "")
        picture = staging.picture_prompt(words, place, hour, weather, used, fallback)
        if scenes and picture == scenes[-1].picture:
            spare = next((thing for thing in usual if thing not in picture), "")
            place = vocabulary.NEIGHBOURS.get(place, place)
            picture = staging.picture_prompt(spare, place, hour, weather, used, fallback or "an open notebook")
        told = [line.text for line in group.lines if line.character not in quoted and line.evidence]
        chart = None if is_story else staging.chart_of(told, label=_chart_label(reading))
        shown = [scene.chart.display for scene in scenes if scene.chart]
        if chart and (
            chart.display in shown
            or (chart.kind == "number" and len(shown) >= 2 and scenes[-1].chart and scenes[-2].chart)
        ):
            chart = None
        lines = _paced(group.lines)
        scenes.append(
            Scene(
                heading=_heading(place, hour),
                mood=_mood(group, target),
                place=place,
                time_of_day=cast(Hour, hour),
                weather=cast(Weather, weather),
                picture=picture,
                lines=lines,
                chart=chart,
                beat=group.beat,
            )
        )
    return tuple(scenes)


def _paced(lines: list[Line]) -> tuple[Line, ...]:
    return (*lines[:-1], replace(lines[-1], pause_after_ms=PARAGRAPH_PAUSE_MS))


def _usual_things(whole: str) -> list[str]:
    return staging.things_in(whole)[:8]


def _chart_label(reading: Reading) -> str:
    return reading.headline.split(":")[0][:60] if reading.headline else ""


def _heading(place: str, hour: str) -> str:
    inside = place in (
        "office",
        "meeting room",
        "workshop",
        "factory floor",
        "laboratory",
        "hospital",
        "classroom",
        "library",
        "shop",
        "bakery",
        "cafe",
        "kitchen",
        "home",
        "stage",
        "server room",
    )
    return f"{'INT.' if inside else 'EXT.'} {place.upper()} — {hour.upper()}"


def _mood(group: Section, target: Target) -> Mood:
    tone = target.tone.lower()
    if group.beat in ("doubt", "threat", "obstacle"):
        return "tense"
    for words, mood in _TONES:
        if any(word in tone for word in words.split()) and group.mood in ("hopeful", "proud", "calm"):
            return mood
    return group.mood
