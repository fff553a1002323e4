"""The art direction of an advert: one plain document that a person can read, edit and approve, and that is then made.

`direct` writes it from a brief; `script_of` turns it into the script that the film makers take. What a person has
edited is what is made.
"""

import hashlib
import re
from dataclasses import replace
from random import Random
from typing import Any

from generation.films.trailer import UNSEEN
from generation.providers.base import Character, Line, Scene, Script
from generation.workflows.writing.brief import VOICES, Brief, PageFact, trade_by_key
from generation.workflows.writing.frameworks import FRAMEWORKS, Framework, Section
from generation.workflows.writing.seasons import SEASONS, Season
from generation.workflows.writing.trades import Trade

NARRATOR = "Narrator"
MOST_WORDS = 16  # of a page's own sentence that is spoken: longer ones do not fit an advert's section
MOODS = ("hopeful", "tense", "wistful", "proud", "curious", "night", "calm")
HOURS = ("dawn", "day", "dusk", "night")
LINE_CHARS, PICTURE_CHARS, TITLE_CHARS = 300, 300, 80
PAUSE_MS = 500
_LEADING = re.compile(r"^(?:and|but|so|or|because|which|that|this|these|it|they|he|she|its|their)\b", re.I)


def seed_of(*parts: str) -> int:
    """The same request of the same organization gives the same film."""
    return int.from_bytes(hashlib.sha256("\x00".join(parts).encode()).digest()[:4], "big") % 1_000_000


def direct(
    brief: Brief, *, framework: str = "aida", seasonal: str = "", seed: int = 0, most_sections: int | None = None
) -> dict[str, Any]:
    """The direction: brand, look, title, call to action, and the framework's sections with a line and a picture each.

    `most_sections` leaves out those that a shorter film would miss least.
    """
    shape, season = FRAMEWORKS[framework], SEASONS.get(seasonal)
    trade, dice = trade_by_key(brief.trade), Random(seed)
    facts = list(brief.facts)
    sections = [_section(section, brief, trade, dice, facts) for section in _kept(shape, most_sections)]
    if season:
        sections.insert(0, _opening(season, brief))
    return {
        "brand": brief.name,
        "concept": brief.concept,
        "audience": brief.audience,
        "tone": brief.tone,
        "framework": {"key": shape.key, "title": shape.title, "summary": shape.summary},
        "seasonal": {"key": season.key, "title": season.title} if season else None,
        "title": title_of(brief, trade, dice),
        "callToAction": call_of(brief, season),
        "look": {
            "palette": list(dict.fromkeys([*(season.colors if season else ()), *brief.colors]))[:4],
            "music": "; ".join(part for part in (season.music if season else "", trade.music) if part),
            "voice": VOICES.get(brief.tone, VOICES["warm"]),
            "forbidden": [*brief.forbidden, *(season.forbidden if season else ())],
        },
        "sections": sections,
        "seed": seed,
        "source": brief.url or None,
    }


def _kept(shape: Framework, most: int | None) -> list[Section]:
    if most is None or len(shape.sections) <= most:
        return list(shape.sections)
    wanted = sorted(shape.sections, key=lambda section: -section.weight)[:most]
    return [section for section in shape.sections if section in wanted]


def _section(section: Section, brief: Brief, trade: Trade, dice: Random, facts: list[PageFact]) -> dict[str, Any]:
    prompt, place, hour = picture_of(trade, section.shows, brief)
    fact = _fact_for(section, facts)
    line = _spoken(fact.text) if fact else filled(dice.choice(trade.variants(section.asks)), brief)
    if section.asks == "for_whom" and brief.audience and not fact:
        line = f"For {brief.audience}."
    return {
        "role": section.role,
        "purpose": section.purpose,
        "line": line,
        "evidence": brief.cited(fact) if fact else None,
        "picture": prompt,
        "place": place,
        "hour": hour,
        "mood": section.mood,
        "weight": section.weight,
    }


def _spoken(text: str) -> str:
    """A quotation that ran on into "…," she said, ends here."""
    return f"{text[:-1]}." if text.endswith(",") else text


def _opening(season: Season, brief: Brief) -> dict[str, Any]:
    return {
        "role": "season",
        "purpose": f"Open the {season.title} campaign.",
        "line": filled(season.opening, brief),
        "evidence": None,
        "picture": season.picture,
        "place": season.place,
        "hour": season.hour,
        "mood": "hopeful",
        "weight": 0.95,
    }


def _fact_for(section: Section, facts: list[PageFact]) -> PageFact | None:
    """The page's own words for a section, short enough to be spoken; each is used once."""
    for kind in section.facts:
        for fact in facts:
            if fact.kind == kind and 3 <= len(fact.text.split()) <= MOST_WORDS and not _LEADING.match(fact.text):
                facts.remove(fact)
                return fact
    return None


def picture_of(trade: Trade, shows: str, brief: Brief) -> tuple[str, str, str]:
    """(prompt, place, hour) of a trade's picture. The opening one shows the concept's own scene."""
    prompt, place, hour = (part.strip() for part in trade.pictures[shows].split("@"))
    prompt = prompt.replace("{thing}", brief.thing)
    if shows in ("hero", "detail") and brief.thing not in prompt and place == "studio":
        prompt = f"{brief.thing}, {prompt}"
    return prompt, place, hour


def filled(line: str, brief: Brief) -> str:
    brand = brief.name or f"this {brief.noun}"
    text = line.replace("{brand}", brand).replace("{Brand}", brand[:1].upper() + brand[1:])
    return text.replace("{noun}", brief.noun)


def title_of(brief: Brief, trade: Trade, dice: Random) -> str:
    """What the last card says: the name, or where there is none a line of the trade's without one."""
    if brief.name:
        return brief.name[:TITLE_CHARS]
    tagline = dice.choice(trade.variants("tagline"))
    return tagline.removeprefix("{Brand}. ").replace("{Brand}", brief.noun.capitalize())[:TITLE_CHARS]


def call_of(brief: Brief, season: Season | None) -> str:
    """The line under the last card's title: the season's greeting, what to do, and where."""
    trade = trade_by_key(brief.trade)
    call = brief.call or filled(trade.variants("action")[0], brief)
    parts = [season.greeting if season else "", call.rstrip(". "), brief.site]
    return " · ".join(part for part in parts if part)


def lengthened(direction: dict[str, Any], brief: Brief) -> dict[str, Any]:
    """Every section with another of its trade's lines behind its own, where there is one: for longer films."""
    trade = trade_by_key(brief.trade)
    asks = {section.role: section.asks for one in FRAMEWORKS.values() for section in one.sections}
    said = {section["line"] for section in direction["sections"]}
    sections = []
    for section in direction["sections"]:
        variants = [filled(line, brief) for line in trade.variants(asks.get(section["role"], "hook"))]
        more = next((line for line in variants if line not in said), "")
        if section["role"] not in asks or section["evidence"] or not more:
            sections.append(section)
            continue
        said.add(more)
        sections.append({**section, "line": f"{section['line']} {more}"})
    return {**direction, "sections": sections}


# ---------------------------------------------------------------- to be filmed


def script_of(direction: dict[str, Any]) -> Script:
    """The direction as a script: a scene for each section with its line, and the last card's scene without one.

    With a presenter everything is said by them; they are seen in the sections that name them as the speaker.
    """
    presenter = direction.get("presenter")
    voice = presenter["name"] if presenter else NARRATOR
    scenes = [_scene(section, voice) for section in direction["sections"] if section["line"].strip()]
    hero = _hero(direction, voice) or scenes[-1]
    card = replace(hero, heading="End card", mood="proud", lines=(), beat="title")
    return Script(
        title=direction["title"],
        logline=direction["concept"] or direction["title"],
        characters=(_character(presenter),),
        scenes=(*scenes, card),
    )


def _character(presenter: dict[str, Any] | None) -> Character:
    if presenter is None:
        return Character(name=NARRATOR, role="narrator")
    return Character(
        name=presenter["name"],
        role=presenter.get("role", "witness"),
        gender=presenter["gender"],
        description=presenter["description"],
    )


def _hero(direction: dict[str, Any], voice: str) -> Scene | None:
    """The scene that shows the thing itself: an advert ends on it."""
    wanted = ("solve", "desire", "value", "guide", "commitment", "reveal")
    return next((_scene(s, voice) for role in wanted for s in direction["sections"] if s["role"] == role), None)


def _scene(section: dict[str, Any], voice: str) -> Scene:
    return Scene(
        heading=section["role"].replace("_", " ").capitalize(),
        mood=section["mood"],
        place=section["place"],
        time_of_day=section["hour"],
        weather="rain" if "rain" in section["picture"] else "snow" if "snow" in section["picture"] else "clear",
        picture=section["picture"],
        is_own_picture=section.get("isOwnPicture", False),
        lines=(
            Line(
                character=voice, text=section["line"], kind="fact", weight=section.get("weight", 0.6),
                pause_after_ms=PAUSE_MS, cue="" if section.get("speaker") else UNSEEN,
            ),
        ),
        beat=section["role"],
    )  # fmt: skip
