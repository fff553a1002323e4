# ruff: noqa: E501 - patterns are read by the row
"""From a caller's brief to a scene: what is meant, how it should be seen, and what the painter is told. Pure.

The brief is interpreted, never handed on: a scene is put together from what it names, its category and the brand.
"""

import re
import zlib
from dataclasses import dataclass
from typing import Any

from generation.imagery.categories import Category
from generation.providers.base import Mood
from generation.providers.local.text.staging import mood_of, place_of, things_in

# What a brief may not decide: the look belongs to the organization.
_LOOK = re.compile(
    r",?\s*\b(?:in the style of|in (?:our|the|my) brand (?:style|colou?rs?)|(?:using|with|in) (?:our )?brand colou?rs?)\b[^,.;]*"
    r"|#[0-9a-f]{6}\b|\b(?:logo|watermark)s? (?:of|with) [^,.;]+",
    re.I,
)
_ORDER = re.compile(
    r"^\s*(?:please\s+)?(?:create|generate|make|draw|render|produce|give me|i (?:want|need)|show)\s+(?:me\s+)?"
    r"(?:an?\s+)?(?:image|picture|photo(?:graph)?|illustration|visual|shot|render)?\s*(?:of|showing|with)?\s+",
    re.I,
)
_TEAM = re.compile(
    r"\b(?:teams?|group|crowd|people|colleagues|employees|staff|audience|family|families|friends|students|children|"
    r"customers|engineers|workers|couple|together|men|women|two|three|several|many)\b",
    re.I,
)
_SOLO = re.compile(
    r"\b(?:man|woman|person|founder|consultant|engineer|doctor|nurse|teacher|baker|customer|worker|student|speaker|"
    r"girl|boy|chef|artist|developer|manager|ceo|entrepreneur|farmer|designer|presenter|professional|scientist)\b",
    re.I,
)
_DOING = re.compile(r"\b([a-z]{3,}ing) ([^,.;]{2,60}?)(?= in | at | on | by | near | under |[,.;]|$)", re.I)
_LIGHTS: tuple[tuple[str, str], ...] = (
    ("celebrat|happy|joy|smil|laugh|success|win|proud", "warm cinematic lighting"),
    ("night|late|dark|secret|tense|risk|crisis|storm", "low-key lighting with one warm source"),
    ("calm|quiet|focus|care|rest|trust", "soft window light"),
    ("future|innovat|technolog|digital|data|ai\\b", "cool light with a warm rim"),
    ("morning|fresh|start|begin|new", "early low sun"),
)


@dataclass(frozen=True)
class Scene:
    """What was understood. `people` is team, solo or none; `doing` is what they do, "" where nobody does anything."""

    subject: str
    people: str
    doing: str
    place: str
    mood: Mood
    light: str


def translate(prompt: str, category: Category | None) -> Scene:
    """What a brief means: who is in it, what they do, where, and how that feels."""
    text = _ORDER.sub("", _LOOK.sub("", prompt)).strip(" ,.;")
    people = "team" if _TEAM.search(text) else "solo" if _SOLO.search(text) else "none"
    doing = _DOING.search(text)
    fallback = _one_of(category.places, text) if category else ""
    usual: Mood = category.mood if category else "calm"
    light = next((light for words, light in _LIGHTS if re.search(rf"\b(?:{words})", text, re.I)), "")
    return Scene(
        subject=text[:300] or "the subject",
        people=people,
        doing=f"{doing[1].lower()} {doing[2].strip()}" if doing and people != "none" else "",
        place=place_of(text, fallback),
        mood=mood_of(text, usual, ()),
        light=light or (category.light if category else "natural light"),
    )


def metaphor(scene: Scene, category: Category, *, brand_tone: str) -> str:
    """The picture's intent in a sentence, such as an art director would write it on the board."""
    moment = {"team": category.team, "solo": category.solo, "none": category.thing}[scene.people]
    if not scene.doing:
        about = scene.subject if len(scene.subject) <= 60 else ", ".join(things_in(scene.subject)[:2])
        moment = f"{moment}: {about}," if about else moment
    else:
        moment = f"{moment} of {scene.doing}"
    tone = f", {brand_tone} in tone" if brand_tone else ""
    return f"{moment} captured with {scene.light} and {category.depth}{tone}"


def direct(scene: Scene, category: Category | None, *, is_cinematic: bool) -> dict[str, Any]:
    """The picture's request as parameters of an order: what is seen, and how."""
    parts = [scene.subject]
    if category is not None:
        parts.append(category.stage)
    if is_cinematic and category is not None:
        parts += [scene.light, category.depth]
    return {
        "prompt": ", ".join(parts),
        "place": scene.place,
        "mood": scene.mood,
        "hour": category.hour if is_cinematic and category else "day",
        "shotSize": category.size if is_cinematic and category else "",
        "angle": category.angle if category else "level",
    }


def _one_of(places: tuple[str, ...], text: str) -> str:
    return places[zlib.crc32(text.encode("utf-8", "replace")) % len(places)]
