"""What each stretch of a script speaks of, as a picture: for any script, whoever wrote it and however it was edited."""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from generation.providers.base import Character, Line, Scene, Script

from . import lexicon, staging
from .things import CREATURES

_SAYS_I = re.compile(r"\b(?:I|I['’]\w+|my|me|mine|we|our|us)\b")
_SAYS_THEY = re.compile(
    r"^\W*(?:(?:and|but|so|then|yet|when|in|at|on|for)\s+)?(?:he|she|they|it|his|her|their|its)\b", re.I
)
_SAYS_HE = re.compile(r"^\W*(?:(?:and|but|so|then|yet|when|although|while|because)\s+)?(?:he|she|his|her)\b", re.I)
_HE, _SHE = re.compile(r"\b(?:he|him|his)\b", re.I), re.compile(r"\b(?:she|her|hers)\b", re.I)
_SEXED = re.compile(r"\b(?:man|woman|girl|boy|fisherman|stationmaster)\b")
_SOURCED = ("quoted", "witness")


@dataclass(frozen=True)
class View:
    """`subject` is who and what the words speak of, "" where they name nothing that can be seen; `place` is where.

    `detail` is a small thing among it, to be looked at from near by.
    """

    subject: str
    place: str
    detail: str = ""
    is_named: bool = False  # the words name the place
    who: str = ""  # the character of the script whom it shows, by name

    @property
    def is_own(self) -> bool:
        """Whether the words name anything that can be shown."""
        return bool(self.subject) or self.is_named

    def prompt(self, scene: Scene, *, is_near: bool = False) -> str:
        """What to draw, at the scene's hour and in its weather. A detail is drawn without its people."""
        subject = self.detail if is_near and self.detail else self.subject
        return staging.picture_prompt(subject, self.place, scene.time_of_day, scene.weather)


@dataclass(frozen=True)
class Views:
    """The views of a script. `topics` holds, by line, whom a pronoun there would mean: (picture, name of a character).

    Somebody of the script is the same person whether the words have the name, the calling, a pronoun or "I".
    """

    lines: tuple[tuple[Scene, Line], ...]
    world: staging.World
    portraits: tuple[tuple[str, str], ...]  # (name, who is to be seen)
    topics: tuple[tuple[str, str], ...]
    callings: tuple[tuple[str, str], ...]  # (name, what else they are called by)
    speakers: frozenset[str]

    def of(self, line: int, words: str = "") -> View:
        """What `words` of a line speak of, and what the whole line does where they name nothing."""
        scene, said = self.lines[line]
        words = words or said.text
        text = words if self._names_anything(words) else said.text
        named = staging.named_place(text, self.world)
        objects = [one for one in staging.objects_in(text) if not named or staging.fits(one, named)]
        name = self._character(text, line)
        who = dict(self.portraits)[name] if name else self._who(text, line, named, has_objects=bool(objects))
        if who:
            objects = [one for one in objects if not one.is_vague and one.picture != who]
        here = (
            named or staging.named_place(said.text, self.world) or staging.hinted_place(text, self.world) or scene.place
        )
        large = [one for one in objects if not one.is_small]
        main = next((one for one in (*large, staging.person(who), *objects) if one and one.where), None)
        place = named or (staging.home_of(main, here, self.world, objects[:2]) if main else here)
        what = list(dict.fromkeys(one for one in (*large, *objects) if staging.fits(one, place)))
        small = next((one.picture for one in what if one.is_small), "")
        subject = staging.subject_of(text, who, [one.picture for one in what][: 1 if who else 2])
        return View(subject, place, small, is_named=bool(named), who=name)

    def seat(self, line: int) -> str:
        """Where the speaker of a line is seen: in its scene's place, if that is one for them."""
        scene, said = self.lines[line]
        speaker = staging.person(dict(self.portraits).get(said.character, ""))
        return staging.home_of(speaker, scene.place, self.world) if speaker else scene.place

    def detail_of(self, scene: Scene) -> str:
        """The small thing that a scene's own picture names, "" for none."""
        return next((one.picture for one in staging.objects_in(scene.picture) if one.is_small), "")

    def present(self, scene: Scene) -> tuple[str, ...]:
        """Who of the script belongs into a scene's own picture: who speaks in it, then who is spoken of."""
        speaking = [line.character for line in scene.lines if line.character in dict(self.portraits)]
        spoken_of = [self._spoken_of(line.text) for line in scene.lines]
        return tuple(dict.fromkeys(name for name in (*speaking, *spoken_of) if name))

    def shows_strangers(self, view: View, scene: Scene) -> bool:
        """Whether the people in a picture are nobody of the script: near by they would be taken for who is speaking."""
        if view.is_own:
            return not view.who and staging.shows_people(view.subject)
        known = dict(self.portraits)
        is_known = any(re.sub(r"^an? ", "", known[name]) in scene.picture for name in self.present(scene))
        return not is_known and staging.shows_people(scene.picture)

    def _spoken_of(self, text: str) -> str:
        named = next((name for name, _ in self.portraits if _mentions(name, text)), "")
        return named or next((name for name, calling in self.callings if _calls(calling, text)), "")

    def _names_anything(self, text: str) -> bool:
        return bool(
            [one for one in staging.objects_in(text) if not one.is_vague]
            or [one for one in staging.people_in(text) if not one.is_vague]
            or bool(self._spoken_of(text))
        )

    def _character(self, text: str, line: int) -> str:
        """The name of the character whom the words are about: by name or calling, or by "I" and "she" where they name
        nobody else."""
        named = self._spoken_of(text)
        if named or [one for one in staging.people_in(text) if not one.is_vague]:
            return named
        speaker = self.lines[line][1].character
        if speaker in self.speakers and _SAYS_I.search(text):
            return speaker if speaker in dict(self.portraits) else ""
        return self.topics[line][1] if _SAYS_HE.search(text) else ""

    def _who(self, text: str, line: int, place: str, *, has_objects: bool) -> str:
        """Who else the words are about: somebody by calling, or whom a pronoun means."""
        people = [one for one in staging.people_in(text) if not place or staging.fits(one, place)]
        certain = [one for one in people if not one.is_vague]
        if certain:
            return _of_sex(certain[0].picture, text)
        if _SAYS_THEY.search(text) and self.topics[line][0]:
            return _of_sex(self.topics[line][0], text)
        return people[0].picture if people and not has_objects else ""


@lru_cache(maxsize=16)
def views_of(script: Script) -> Views:
    lines = tuple((scene, line) for scene in script.scenes for line in scene.lines)
    return Views(
        lines=lines,
        world=_world(script),
        portraits=_portraits(script.characters),
        topics=_topics(lines, _portraits(script.characters), _callings(script.characters)),
        callings=_callings(script.characters),
        speakers=frozenset(one.name for one in script.characters if one.role in _SOURCED),
    )


def _world(script: Script) -> staging.World:
    places = Counter(scene.place for scene in script.scenes if scene.place)
    told = staging.world_of(script.title, " ".join(line.text for scene in script.scenes for line in scene.lines))
    most = places.most_common(1)[0][0] if places else "abstract"
    return staging.World(told.home if told.home in places else most, frozenset({*places, *told.known}))


def _portraits(characters: Sequence[Character]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (one.name, staging.portrait_of(one.name, one.description, one.gender))
        for one in characters
        if one.role in _SOURCED and _is_somebody(one)
    )


def _is_somebody(one: Character) -> bool:
    """A person or a creature, by what does not change when a voice is cast; a firm has nobody to be seen."""
    is_named = lexicon.guess_gender(one.name) != "neutral" or bool(staging.creature(one.name))
    return is_named or bool(staging.calling_in(one.name)) or (one.role == "quoted" and bool(one.description))


def _callings(characters: Sequence[Character]) -> tuple[tuple[str, str], ...]:
    """What each is called by, the last noun of the role: "the stationmaster". What two are called by says nothing."""
    found = [(one.name, _noun_of(one.description)) for one in characters if one.role in _SOURCED and _is_somebody(one)]
    counted = Counter(noun for _, noun in found)
    return tuple((name, noun) for name, noun in found if noun and counted[noun] == 1)


def _noun_of(role: str) -> str:
    head = re.split(r"\b(?:of|at|for|in|from|who|and|with|on)\b|,", role.lower())[0]
    nouns = [word for word in re.findall(r"[a-z]+", head) if word in lexicon.ROLE_NOUNS or staging.people_in(word)]
    return nouns[-1] if nouns else ""


def _calls(calling: str, text: str) -> bool:
    return bool(
        re.search(rf"\b(?:[Tt]he|[Oo]ur|[Hh]er|[Hh]is|[Mm]y|[Tt]heir|[Ii]ts) (?:\w+ )?{calling}\b(?!['’]s? \w)", text)
    )


def _topics(
    lines: Sequence[tuple[Scene, Line]], portraits: Sequence[tuple[str, str]], callings: Sequence[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """By line, who or what was last spoken of before it within its scene: the picture, and the name of a character."""
    found: list[tuple[str, str]] = []
    topic, before = ("", ""), None
    for scene, line in lines:
        if before is not None and scene is not before:
            topic = ("", "")
        found.append(topic)
        before = scene
        known = [(picture, name) for name, picture in portraits if _mentions(name, line.text)]
        known += [(dict(portraits)[name], name) for name, calling in callings if _calls(calling, line.text)]
        people = [(one.picture, "") for one in staging.people_in(line.text) if not one.is_vague]
        creatures = [(one.picture, "") for one in staging.objects_in(line.text) if one in CREATURES]
        topic = next(iter([*known, *people, *creatures]), topic)
    return tuple(found)


def _of_sex(picture: str, text: str) -> str:
    """ "a worker" is "a male worker" where the words say "he" or call him Callum."""
    if staging.person(picture) is None or not re.match(r"an? ", picture) or _SEXED.search(picture):
        return picture
    sexes = {"male" for _ in _HE.findall(text)} | {"female" for _ in _SHE.findall(text)}
    for first in re.findall(r"\b([A-Z][a-z]+) (?=[A-Z][a-z]+)", text):
        sexes |= {lexicon.guess_gender(first)} - {"neutral"}
    return re.sub(r"^an? ", f"a {sexes.pop()} ", picture) if len(sexes) == 1 else picture


def _mentions(name: str, text: str) -> bool:
    """By the whole name or the last part of it: "Moe", "Mr Osei"."""
    last = name.split()[-1]
    return len(last) > 2 and bool(re.search(rf"\b{re.escape(last)}(?:['’]s)?\b", text))
