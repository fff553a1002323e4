"""Scenes of two to four lines out of sections, staged so that neighbours differ."""

import re
from dataclasses import dataclass, field, replace
from random import Random
from typing import Literal, cast

from generation.providers.base import Character, Chart, Line, Mood, Scene, Target

from . import staging
from .places import INDOORS
from .reading import Reading
from .telling import PARAGRAPH_PAUSE_MS, Section
from .things import Shown

Hour = Literal["dawn", "day", "dusk", "night"]
Weather = Literal["clear", "cloudy", "rain", "snow", "fog"]

MAX_LINES = 4


@dataclass(frozen=True)
class Room:
    """Where a script plays as a whole. `heading` is "INT. COURTROOM", `place` the painter's for it, if it has one.

    `subject` is what its first and last picture show; `is_asked` a place that the notes name, for every scene.
    """

    heading: str
    place: str = ""
    subject: str = ""
    is_asked: bool = False


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
            size = next((n for n in (size, size + 1, size - 1, size + 2) if n > 0 and _may_cut(lines, n)), size)
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


def joined(groups: list[Section], count: int | None) -> list[Section]:
    """The groups put together to `count` scenes of about as many lines each; as they are where there are no more."""
    if not count or len(groups) <= count:
        return groups
    total = sum(len(group.lines) for group in groups)
    scenes: list[Section] = []
    done = 0
    for number, group in enumerate(groups):
        must_open = len(groups) - number <= count - len(scenes)
        if not scenes or must_open or (done >= len(scenes) * total / count and len(scenes) < count):
            scenes.append(Section(group.beat, group.mood, list(group.lines)))
        else:
            scenes[-1].lines += group.lines
        done += len(group.lines)
    return scenes


def _may_cut(lines: list[Line], at: int) -> bool:
    """Whether a scene may end before line `at`: no question is parted from its answer, no "Fair." from its cause."""
    if at >= len(lines):
        return at == len(lines)
    before, after = lines[at - 1], lines[at]
    opens = before.kind in ("question", "link") or (before.kind == "intro" and after.kind == "quote")
    return not opens and after.cue not in ("why", "source", "but", "concession")


# How the light goes through a film whose lines name no hour: the seed and the source choose.
_ARCS: tuple[tuple[Hour, ...], ...] = (
    ("dawn", "day", "day", "dusk"),
    ("day", "day", "dusk", "night"),
    ("night", "dawn", "day", "day"),
    ("day", "day", "day", "dusk"),
    ("dusk", "night", "dawn", "day"),
    ("day", "dusk", "night", "dawn"),
)


def stage(
    reading: Reading,
    groups: list[Section],
    target: Target,
    *,
    is_story: bool,
    quoted: dict[str, Character],
    seed: str,
    room: Room | None = None,
) -> tuple[Scene, ...]:
    """Scenes with place, hour, weather, mood, picture and chart, all of the source's own world.

    In a `room` the script plays as a whole: it stands in every heading, and the first and the last picture show it.
    """
    whole = _without_names(" ".join(sentence.text for sentence in reading.sentences[:200]), reading)
    world = staging.world_of(reading.headline, whole)
    arc = ("day",) if is_story else _ARCS[Random(f"arc:{seed}").randrange(len(_ARCS))]
    sights = _Sights(world, usual=staging.objects_in(whole)[:10], quoted=quoted)
    scenes: list[Scene] = []
    for index, group in enumerate(groups):
        words = _without_names(" ".join(line.text for line in group.lines if line.evidence), reading)
        hour = staging.hour_of(words, arc[index * len(arc) // len(groups)])
        weather = staging.weather_of(words, "cloudy" if group.beat in _DARK else "clear")
        framing = room if room and index in (0, len(groups) - 1) else None
        fixed = room.place if room and (framing or room.is_asked) else ""
        place, subject = sights.of(group, words, scenes[-1].place if scenes else "", reading, fixed)
        if framing and framing.subject and not any(line.character in quoted for line in group.lines):
            subject = framing.subject
        told = [line.text for line in group.lines if line.character not in quoted and line.evidence]
        chart = None if is_story else staging.chart_of(told, label=_chart_label(reading))
        scenes.append(
            Scene(
                heading=f"{room.heading} — {hour.upper()}" if room else _heading(place, hour),
                mood=_mood(group, target, words, [scene.mood for scene in scenes]),
                place=place,
                time_of_day=cast(Hour, hour),
                weather=cast(Weather, weather),
                picture=staging.picture_prompt(subject, place, hour, weather),
                lines=_paced(group.lines),
                chart=None if chart and _is_too_much(chart, scenes) else chart,
                beat=group.beat,
            )
        )
    return tuple(scenes)


# Who is about where the lines name nobody and nothing.
_SOMEBODY = (
    "two people talking", "a group of people waiting", "a woman walking", "an old man looking out",
    "a man reading", "three people working", "a couple walking", "a woman reading a letter",
)  # fmt: skip


@dataclass
class _Sights:
    """What the scenes of one script show; `shown` keeps what has been seen, so that they differ."""

    world: staging.World
    usual: list[Shown]
    quoted: dict[str, Character]
    shown: list[str] = field(default_factory=list)
    last: str = ""

    def of(self, group: Section, words: str, before: str, reading: Reading, fixed: str) -> tuple[str, str]:
        """Where a scene plays, and its subject: who and what its lines name, else what the source is about.

        `fixed` is the place that it must play in, "" for any.
        """
        named = fixed or staging.named_place(words, self.world)
        things = self._fresh([one for one in staging.objects_in(words) if not named or staging.fits(one, named)])
        main = next((one for one in things if not one.is_small), None)
        home = self._home(before, has_things=bool(things))
        here = staging.hinted_place(words, self.world) or home
        place = named or (staging.home_of(main, here, self.world, things[:2]) if main else here)
        who = self._who(group, words, place)
        fitting = [one for one in things if staging.fits(one, place)]
        what = [one.picture for one in fitting if not one.is_vague]
        if not who and not what:
            what = self._usual(place) or [one.picture for one in fitting]
        subject = staging.subject_of(words, who, what)
        if not subject or subject == self.last or reading.ban.hits(subject):
            who, subject = "", self._somebody()
            what = [subject]
        self.last = subject
        self.shown += [*([who] if who else []), *what[: 1 if who else 2]]
        return place, subject

    def _home(self, before: str, *, has_things: bool) -> str:
        """The source's own place; next door to it, within its world, where the scene before was there already."""
        beside = staging.neighbour_of(self.world.home)
        return (
            beside if before == self.world.home and not has_things and beside in self.world.known else self.world.home
        )

    def _who(self, group: Section, words: str, place: str) -> str:
        people = [one for one in staging.people_in(words) if staging.fits(one, place)]
        certain = [one.picture for one in people if not one.is_vague]
        speaker = next((self.quoted[line.character] for line in group.lines if line.character in self.quoted), None)
        if speaker and not certain:
            certain = [staging.creature(speaker.name) or staging.portrait(speaker.description, speaker.gender)]
        return next((who for who in certain if self.shown.count(who) < 2 and who not in self.shown[-2:]), "")

    def _fresh(self, things: list[Shown]) -> list[Shown]:
        """Those seen less than twice, unseen ones first."""
        fresh = [one for one in things if self.shown.count(one.picture) < 2]
        return sorted(fresh, key=lambda one: (one.picture in self.shown, one.is_vague))

    def _usual(self, place: str) -> list[str]:
        fitting = [one for one in self._fresh(self.usual) if staging.fits(one, place) and not one.is_vague]
        return [one.picture for one in fitting[:1]]

    def _somebody(self) -> str:
        return min(_SOMEBODY, key=self.shown.count)


def _without_names(text: str, reading: Reading) -> str:
    """The text without people's names: Mrs Marsh is no wetland, Mr Baker no bakery."""
    names = {name for cast in reading.casts.values() for p in cast.people for name in (p.name, p.short)}
    for name in sorted(names, key=len, reverse=True):
        text = re.sub(rf"\b{re.escape(name)}\b", "", text)
    return text


def _is_too_much(chart: Chart, scenes: list[Scene]) -> bool:
    """The same figure again, or a third bare number in a row."""
    shown = [scene.chart.display for scene in scenes if scene.chart]
    in_a_row = len(shown) >= 2 and all(scene.chart for scene in scenes[-2:])
    return chart.display in shown or (chart.kind == "number" and in_a_row)


def _paced(lines: list[Line]) -> tuple[Line, ...]:
    return (*lines[:-1], replace(lines[-1], pause_after_ms=PARAGRAPH_PAUSE_MS))


def _chart_label(reading: Reading) -> str:
    label = reading.headline.split(":")[0][:60]
    return "" if reading.ban.hits(label) else label


def is_inside(place: str) -> bool:
    return place in INDOORS


def _heading(place: str, hour: str) -> str:
    return f"{'INT.' if is_inside(place) else 'EXT.'} {place.upper()} — {hour.upper()}"


_DARK = ("doubt", "threat", "obstacle")


def _mood(group: Section, target: Target, words: str, before: list[Mood]) -> Mood:
    tone = target.tone.lower()
    if group.beat in _DARK:
        return "tense"
    wished = next((mood for known, mood in _TONES if any(word in tone for word in known.split())), None)
    if wished and group.mood in ("hopeful", "proud", "calm"):
        return wished
    return staging.mood_of(words, group.mood, before)
