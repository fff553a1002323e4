# ruff: noqa: E501 - tables are read by the row
"""From a brief to a treatment: its movements in time, each with an image out of the brief's own matter."""

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass, field

from generation.providers.base import Fact, ShotSize
from generation.providers.local.companion.brief import Brief, place_in
from generation.providers.local.companion.material import Where
from generation.providers.local.companion.noises import sounds_in
from generation.providers.local.companion.shapes import APPROACHES, ENTRANCES, MOVEMENTS, Approach, Movement
from generation.providers.local.text.staging import things_in

_HOURS = {"launch": ("5:40", "6:40 in the morning"), "portrait": ("4 a.m.", "daylight"), "recruitment": ("the start of a shift", "the first break"),
          "event": ("the last check", "the doors"), "appeal": ("four in the afternoon", "dark"), "advert": ("waking", "the door")}  # fmt: skip
_CATCH = {"launch": "“And when it breaks?”", "recruitment": "“What is hard about it?”", "research": "“How sure are you?”", "appeal": "“Does it reach anybody?”", "story": "“What if they are wrong?”"}  # fmt: skip
SIZE_NAMES: dict[ShotSize, str] = {
    "extreme_wide": "extreme wide",
    "wide": "wide",
    "medium": "medium",
    "close": "close-up",
    "insert": "insert",
}


@dataclass(frozen=True)
class Wish:
    """What follow-up turns have changed: another approach, another length, movements left out or pinned images."""

    seed: int = 0
    approach: int = 0
    duration_s: int = 0
    dropped: tuple[str, ...] = ()
    variants: dict[str, int] = field(default_factory=dict)  # movement -> which of its images


@dataclass(frozen=True)
class Beat:
    """One movement in time. `seconds` are whole; `fact` is what it stands on, if anything."""

    movement: Movement
    number: int
    image: str
    start_s: int
    seconds: int
    light: str
    sound: str
    music: str
    fact: Fact | None = None

    @property
    def name(self) -> str:
        return self.movement.name

    @property
    def called(self) -> str:
        """Its name inside a sentence."""
        return f"“{self.name}”"

    @property
    def span(self) -> str:
        return f"{clock(self.start_s)}–{clock(self.start_s + self.seconds)}"


@dataclass(frozen=True)
class Treatment:
    brief: Brief
    approach: Approach
    beats: tuple[Beat, ...]
    place: str

    @property
    def duration_s(self) -> int:
        return sum(beat.seconds for beat in self.beats)

    def beat(self, *keys: str) -> Beat | None:
        return next((beat for beat in self.beats if beat.movement.key in keys), None)

    @property
    def approach_line(self) -> str:
        return fill(self.approach.line, self.brief, self.place)


def clock(seconds: int) -> str:
    return f"{seconds // 60}:{seconds % 60:02}"


def seed_of(text: str) -> int:
    """A number that is the text's own, from 1 up."""
    return zlib.crc32(text.encode("utf-8", "replace")) or 1


def treat(brief: Brief, wish: Wish = Wish()) -> Treatment:
    """The same brief and wishes give the same treatment; what one movement shows does not hang on the others."""
    seed = wish.seed or seed_of(f"{brief.kind.key}|{brief.subject}")
    suited = [a for a in APPROACHES if brief.kind.key in a.suits]
    approach = suited[(seed + wish.approach) % len(suited)]
    duration_s = max(6, wish.duration_s or brief.duration_s)
    keys = _kept([key for key in _shape(brief) if key not in wish.dropped], duration_s)
    place = place_in(brief)
    shares = [MOVEMENTS[key].share for key in keys]
    bounds = [0]
    for number in range(len(keys)):
        bounds.append(round(duration_s * sum(shares[: number + 1]) / sum(shares)))
    beats = []
    for number, key in enumerate(keys):
        movement = MOVEMENTS[key]
        fact = _fact_for(key, brief)
        variant = seed_of(f"{seed} {key}") + wish.approach + wish.variants.get(key, 0)
        beats.append(
            Beat(
                movement=movement,
                number=number + 1,
                image=_proposed(number, keys, brief, wish) or _image(movement, brief, place, variant, fact),
                start_s=bounds[number],
                seconds=max(1, bounds[number + 1] - bounds[number]),
                light=fill(movement.light, brief, place),
                sound=fill(movement.sound, brief, place, number),
                music=_without_music(brief) or movement.music,
                fact=fact,
            )
        )
    return Treatment(brief, approach, tuple(beats), place)


def _proposed(number: int, keys: list[str], brief: Brief, wish: Wish) -> str:
    """The person's own picture for the beginning or the end, until they ask for another."""
    if wish.variants.get(keys[number]):
        return ""
    where: Where | None = "first" if number == 0 else "last" if number == len(keys) - 1 else None
    return brief.material.proposed.get(where, "") if where else ""


def _without_music(brief: Brief) -> str:
    return "none, as you asked" if re.search(r"\b(?:music|score|soundtrack)\b", brief.slots.get("avoid", "")) else ""


def _shape(brief: Brief) -> list[str]:
    """The kind's movements, with the material's own where it has them: its figure first, its witness for the proof."""
    keys = list(brief.kind.shape)
    if brief.fact("figure") and "figure" not in keys and brief.kind.key not in ("story", "music", "instruction"):
        keys[1 if "hook" in keys else 0 : 1 if "hook" in keys else 0] = ["figure"]
    if not brief.fact("figure") and "figure" in keys:
        keys[keys.index("figure")] = "proof"
    has_quote = brief.fact("quote") is not None
    if has_quote and "witness" not in keys:
        keys[-1:-1] = ["witness"]
    if not has_quote and "witness" in keys:
        keys[keys.index("witness")] = "proof"
    if brief.gaps and brief.has_sources and "doubt" not in keys and brief.kind.key in ("launch", "appeal", "advert"):
        keys[-1:-1] = ["doubt"]
    return list(dict.fromkeys(keys))


def _kept(keys: list[str], duration_s: int) -> list[str]:
    """As many movements as the length can hold, the lightest left out."""
    most = max(2, min(len(keys), 2 + duration_s // 10))
    heaviest = sorted(keys, key=lambda key: -MOVEMENTS[key].weight)[:most]
    return [key for key in keys if key in heaviest]


def _fact_for(key: str, brief: Brief) -> Fact | None:
    return brief.fact({"figure": "figure", "witness": "quote"}[key]) if key in ("figure", "witness") else None


def _image(movement: Movement, brief: Brief, place: str, variant: int, fact: Fact | None) -> str:
    images = images_for(movement, brief)
    return image_of(images[variant % len(images)], brief, place, variant, fact)


def images_for(movement: Movement, brief: Brief) -> tuple[str, ...]:
    """The patterns of a movement's images for what this film is about."""
    return ENTRANCES if movement.key == "arrival" and brief.is_place else movement.images


def image_of(pattern: str, brief: Brief, place: str, variant: int, fact: Fact | None) -> str:
    """An image as it stands in the middle of a sentence: names alone begin with a capital."""
    pattern = re.sub(r"^\{?[A-Z]", lambda found: found[0].lower(), pattern)
    return fill(pattern, brief, place, variant, fact)


def fill(pattern: str, brief: Brief, place: str, variant: int = 0, fact: Fact | None = None) -> str:
    """A pattern of the tables as a sentence about this brief."""
    matter = brief.matter
    detail, hands = matter.details[variant % 2], matter.hands[variant // 2 % 2]
    figure = brief.fact("figure")
    quote = fact if fact and fact.kind == "quote" else brief.fact("quote")
    noises = [*_named_noises(brief), *matter.sounds]
    hours = _HOURS.get(brief.kind.key, ("the first minute", "the last"))
    words = {
        "subject": brief.short,
        "subject_or_thing": _thing(brief),
        "detail": detail,
        "hands": hands,
        "hands_stop": "The hands that never stop have stopped",
        "before": matter.before[variant % 2],
        "proof": matter.proof[variant // 2 % 2],
        "person": brief.person,
        "sound": noises[0],
        "sound_2": noises[1],
        "sound_image": f"whatever makes this sound: {noises[0]}",
        "room": matter.room,
        "room_short": matter.room.split(":")[0].split(",")[0],
        "light": matter.light,
        "figure": figure.text.strip() if figure else "",
        "speaker": (quote.speaker if quote and quote.speaker else "the witness"),
        "quote": quote.text.strip(' ,“”"') if quote else "",
        "obstacle": _obstacle(brief, variant),
        "gap": brief.gaps[0] if brief.gaps else _CATCH.get(brief.kind.key, "“What is the catch?”"),
        "hour_a": hours[0],
        "hour_b": hours[1],
        "place": place,
    }
    text = pattern
    for _ in range(2):  # what fills a place may have places of its own
        text = re.sub(r"\{(\w+)\}", lambda found: _word(words, found[1]), text)
    return re.sub(r"([.?!])\.", r"\1", text)


def _named_noises(brief: Brief) -> list[str]:
    """Of the things in the brief's own words; a table of trades knows only what most of them sound like."""
    return sounds_in(f"{brief.subject}. {'. '.join(one.text for one in brief.material.particulars)}")


def _word(words: dict[str, str], name: str) -> str:
    value = words[name[0].lower() + name[1:]]
    return value[:1].upper() + value[1:] if name[0].isupper() else value


def _obstacle(brief: Brief, variant: int) -> str:
    if brief.stake:
        return f"the trace that it left, no re-enactment: {brief.person} {brief.stake}"
    return f"{brief.matter.before[variant % 2]}, and it gets worse"


def _thing(brief: Brief) -> str:
    """What is wanted: the subject, or the first thing that a story names."""
    if brief.kind.key not in ("story", "portrait", "music"):
        return brief.short
    named = re.findall(
        r"(?:his|her|their|the|a|an) (?:[\w’'-]+'s )?([a-z]{4,})(?=[.,;]| (?:of|in|on|that)|$)", brief.subject
    )
    things = [re.sub(r"^an? ", "the ", thing) for thing in things_in(brief.words[:2000])]
    return f"the {named[-1]}" if named else (things[-1] if things else "it")


def reasons(treatment: Treatment) -> Sequence[str]:
    return [f"{beat.name}: {beat.movement.why}" for beat in treatment.beats]
