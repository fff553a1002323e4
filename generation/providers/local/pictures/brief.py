"""Reads a request into a brief: which place, who and what is in it, how near, from which side."""

import re
from dataclasses import dataclass, field, replace
from typing import TypeVar

from generation.providers.base import PictureRequest, Sitter
from generation.providers.local.pictures.prompt import Wishes, read_wishes
from generation.providers.local.pictures.registry import PLACES, SUBJECTS, Place, Subject
from generation.providers.local.pictures.roles import (
    ACTIONS,
    CROWDS,
    FAMILY,
    NUMBERS,
    ROLES,
    SEXES,
    WORKPLACES,
    role_in,
)

Entry = TypeVar("Entry")

FALLBACK = "abstract"
STUDIO = "studio"
OUTDOORS = {"rain": "street", "snow": "village", "fog": "garden"}  # where people walk in weather
_PLURALS = re.compile(
    r" (people|neighbours|residents|passengers|fans|workers|men|women|students|children|engineers|scientists|nurses|"
    r"doctors|farmers|customers|visitors|volunteers|employees|colleagues|team|crew|friends|protesters|musicians|"
    r"runners|shoppers) "
)


@dataclass(frozen=True)
class Somebody:
    """Somebody in the picture: a key of ROLES, the sex if a word says it, and who it is where the request says it."""

    role: str
    sex: str = ""  # "", female, male
    sitter: Sitter | None = None
    age: str = ""  # "", old, young


@dataclass(frozen=True)
class Brief:
    """What is to be drawn. `people` and the objects, `things`, come with the main one first.
    `request` is the one asked for, completed from the words of its prompt."""

    place: Place
    people: tuple[Somebody, ...]
    things: tuple[Subject, ...]
    action: str
    shot: str
    request: PictureRequest
    wishes: Wishes = field(repr=False)

    @property
    def roles(self) -> tuple[str, ...]:
        return tuple(one.role for one in self.people)

    @property
    def scene(self) -> str:
        """What the shots of one scene have in common: the same passers-by are in them."""
        return f"{self.request.place}|{_plain(self.request.prompt)}"

    @property
    def main_thing(self) -> Subject | None:
        return self.things[0] if self.things else None

    @property
    def has_people(self) -> bool:
        return "people" not in self.wishes.excluded


def read_request(request: PictureRequest) -> Brief:
    """Never fails: a prompt that names nothing known gets an abstract composition in the film's palette."""
    wishes = read_wishes(request)
    request = wishes.request
    prompt = f" {_plain(request.prompt)} "
    things = _turned(_things(prompt), request.focus_subject)
    shot: str = request.shot_size
    named = _named_roles(prompt)
    place = find_place(request.place, _without_things(prompt, things))
    if place.key == FALLBACK and FALLBACK not in _plain(request.place) and (named or things):
        place = _home_of([one.role for one in named], things, request.weather)
    has_people = "people" not in wishes.excluded
    people = (
        _seated(_people(prompt, place, shot, bool(things)), _first_named(request.people, prompt)) if has_people else ()
    )
    people = _turned(people, request.focus_subject)
    if shot == "close" and not named and not things and not request.chart and not request.sitter:
        # A face that nobody has spoken of would look like a witness, and in a film a thing like evidence.
        shot, people = ("medium" if request.place and request.prompt else "insert"), ()
    if shot == "insert" and named and not request.place:
        shot = "medium"  # "a woman on a desk": somebody is to be seen
    on_ground = bool(things) and things[0].stands not in ("table", "place")
    if place.key == STUDIO and not people and not on_ground and shot in ("wide", "medium", "extreme_wide"):
        shot = "insert"
    return Brief(place, people, things, _action(prompt), shot, replace(request, shot_size=shot), wishes)  # type: ignore[arg-type]


def _without_things(prompt: str, things: tuple[Subject, ...]) -> str:
    """The prompt without what is in it as a thing, unless that is part of a place's name: a kitchen knife is no
    kitchen, a solar farm is one."""
    places = [word for place in PLACES.values() for word in place.words if " " in word and _position(prompt, word) >= 0]
    words = [word for thing in things for word in thing.words]
    for word in sorted(words, key=len, reverse=True):
        at = _position(prompt, word)
        if at >= 0 and not any(f" {word} " in f" {name} " for name in places):
            prompt = _blanked(prompt, at, word)
    return prompt


def _turned(entries: tuple[Entry, ...], first: int) -> tuple[Entry, ...]:
    """The entries with another one in front, so that neighbouring shots of a scene differ in their subject."""
    if not entries:
        return entries
    first %= len(entries)
    return entries[first:] + entries[:first]


def _home_of(roles: list[str], things: tuple[Subject, ...], weather: str) -> Place:
    """Where somebody or something is found when the prompt names no place."""
    for key in roles:
        if key in WORKPLACES:
            place = PLACES[WORKPLACES[key]]
            return PLACES[OUTDOORS[weather]] if place.indoors and weather in OUTDOORS else place
    for thing in things:
        if thing.home:
            return PLACES[thing.home]
    return PLACES[STUDIO]


def find_place(place: str, prompt: str) -> Place:
    """The best-matching place. The place field counts four times the prompt; longer phrases and earlier ones more."""
    scores: dict[str, float] = {}
    for text, weight in ((place, 4.0), (prompt, 1.0)):
        plain = f" {_plain(text)} "
        for key, known in PLACES.items():
            for word in known.words:
                at = _position(plain, word)
                if at >= 0:
                    gain = weight * (1.0 + 0.25 * word.count(" ") + 0.02 * len(word)) * (1.0 - 0.3 * at / len(plain))
                    scores[key] = scores.get(key, 0.0) + gain
    if not scores:
        return PLACES[FALLBACK]
    return PLACES[max(scores, key=lambda key: (scores[key], key))]


def _things(prompt: str) -> tuple[Subject, ...]:
    """The first three things that the prompt names; of phrases within each other the longer one counts."""
    found: dict[str, int] = {}
    rest = prompt
    longest_first = sorted(((word, key) for key, one in SUBJECTS.items() for word in one.words), key=_longest)
    for word, key in longest_first:
        at = _position(rest, word)
        if at >= 0:
            rest = _blanked(rest, at, word)
            found[key] = min(found.get(key, at), at)
    if not found and " product " in prompt:
        found["bottle"] = 0
    return tuple(SUBJECTS[key] for key in sorted(found, key=lambda key: (found[key], key))[:3])


def _longest(entry: tuple[str, str]) -> tuple[int, str, str]:
    return -len(entry[0]), *entry


def _blanked(prompt: str, at: int, word: str) -> str:
    """Without the word, so that "old man" is not also a man, and a robot arm no robot."""
    return prompt[:at] + " " + "_" * len(word) + prompt[at + 1 + len(word) :]


def _named_roles(prompt: str) -> list[Somebody]:
    """The people that the prompt names, in its order; one of each role."""
    found: list[tuple[int, Somebody]] = []
    rest = prompt
    longest_first = sorted(((word, role) for role, words in ROLES.items() for word in words), key=_longest)
    for word, role in longest_first:
        at = _position(rest, word)
        if at >= 0:
            rest = _blanked(rest, at, word)
            if role not in (known.role for _, known in found):
                found.append((at, Somebody(role, _sex(word, prompt[:at]), age=_age(prompt[:at]))))
    return [one for _, one in sorted(found, key=lambda pair: pair[0])]


def _sex(word: str, before: str) -> str:
    """As the word or the one before it says: "old man", "a female engineer"."""
    words = {*word.split(), *before.split()[-1:]}
    return next((sex for sex, known in SEXES.items() if not words.isdisjoint(known)), "")


def _age(before: str) -> str:
    """As the words right before a person say it: "an old fisherman"."""
    words = before.split()[-2:]
    return "old" if {"old", "elderly", "aged", "retired"} & {*words} else "young" if "young" in words else ""


def _people(prompt: str, place: Place, shot: str, has_things: bool) -> tuple[Somebody, ...]:
    if any(_position(prompt, word) >= 0 for word in ("family", "families", "parents")):
        return tuple(Somebody(role, sex) for role, sex in FAMILY)
    named = _named_roles(prompt)[:4]
    if named:
        count = next((number for word, number in NUMBERS.items() if _position(prompt, word) >= 0), 1)
        plural = count if count > 1 else (3 if _PLURALS.search(prompt) else 1)
        return tuple((named * 6)[: max(len(named), min(plural, 6))])
    crowd = next((size for word, size in CROWDS.items() if _position(prompt, word) >= 0), 0)
    if not crowd and shot in ("wide", "medium", "close") and place.people and not has_things:
        crowd = 1
    return tuple([Somebody(place.people or "person")] * crowd)


def _first_named(sitters: tuple[Sitter, ...], prompt: str) -> tuple[Sitter, ...]:
    """Those first whom the prompt itself names: of two in uniform the inspector is the one that it calls so."""
    return tuple(sorted(sitters, key=lambda one: not one.shown_as or f" {_plain(one.shown_as)} " not in prompt))


def _seated(people: tuple[Somebody, ...], sitters: tuple[Sitter, ...]) -> tuple[Somebody, ...]:
    """The people with the request's own taking the first place of their calling; who has none takes any."""
    cast, roles = list(people), [one.role for one in people]
    for sitter in sitters:
        callings = {role_in(f" {_plain(words)} ") for words in (sitter.role, sitter.shown_as)}
        for number, one in enumerate(cast):
            is_anyone = one.role in ("person", "woman") and roles.count(one.role) == 1  # not one of a crowd
            fits = one.role in callings or is_anyone
            if one.sitter is None and fits and (not one.sex or one.sex == sitter.gender or sitter.gender == "neutral"):
                cast[number] = replace(one, sitter=sitter)
                break
    return tuple(cast)


def _action(prompt: str) -> str:
    hits = [(at, action) for action, words in ACTIONS.items() for word in words if (at := _position(prompt, word)) >= 0]
    return min(hits)[1] if hits else "stand"


def _plain(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", " ", text.lower()).strip()


def _position(plain: str, word: str) -> int:
    """Where the word or phrase stands in a plain text, also with a plural s; -1 when it does not."""
    for form in (f" {word} ", f" {word}s ", f" {word}es "):
        at = plain.find(form)
        if at >= 0:
            return at
    return -1
