"""Reads a request into a brief: which place, who and what is in it, how near, from which side."""

import re
from dataclasses import dataclass

from generation.providers.base import PictureRequest
from generation.providers.local.pictures.registry import PLACES, SUBJECTS, Place, Subject
from generation.providers.local.pictures.roles import ACTIONS, CROWDS, NUMBERS, ROLES

FALLBACK = "abstract"


@dataclass(frozen=True)
class Brief:
    """What is to be drawn. `roles` are the people (a key of ROLES each), `things` the objects, first the main one."""

    place: Place
    roles: tuple[str, ...]
    things: tuple[Subject, ...]
    action: str
    shot: str
    request: PictureRequest

    @property
    def main_thing(self) -> Subject | None:
        return self.things[0] if self.things else None


def read_request(request: PictureRequest) -> Brief:
    """Never fails: a prompt that names nothing known gets the abstract place in the film's palette."""
    place = find_place(request.place, request.prompt)
    prompt = f" {_plain(request.prompt)} "
    things = _things(prompt)
    roles = _roles(prompt, place, request.shot_size, bool(things))
    return Brief(place, roles, things, _action(prompt), request.shot_size, request)


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
    found = []
    for known in SUBJECTS.values():
        hits = [at for word in known.words if (at := _position(prompt, word)) >= 0]
        if hits:
            found.append((min(hits), known.key))
    return tuple(SUBJECTS[key] for _, key in sorted(found)[:3])


def _roles(prompt: str, place: Place, shot: str, has_things: bool) -> tuple[str, ...]:
    found: list[tuple[int, str]] = []
    rest = prompt
    longest_first = sorted(
        ((word, role) for role, words in ROLES.items() for word in words), key=lambda e: (-len(e[0]), e[0])
    )
    for word, role in longest_first:
        at = _position(rest, word)
        if at >= 0:  # blanked out, so that "old man" is not also a man
            rest = rest[:at] + " " + "_" * len(word) + rest[at + 1 + len(word) :]
            if role not in (known for _, known in found):
                found.append((at, role))
    roles = [role for _, role in sorted(found)]
    if roles:
        roles = roles[:4]
        count = next((number for word, number in NUMBERS.items() if _position(prompt, word) >= 0), 1)
        plural = (
            count
            if count > 1
            else (
                3
                if re.search(
                    r" (people|workers|men|women|students|children|engineers|"
                    r"scientists|nurses|doctors|farmers|customers|visitors|volunteers|employees|colleagues|team|crew) ",
                    prompt,
                )
                else 1
            )
        )
        return tuple((roles * 6)[: max(len(roles), min(plural, 6))])
    crowd = next((size for word, size in CROWDS.items() if _position(prompt, word) >= 0), 0)
    if not crowd and shot in ("wide", "medium", "close") and place.people and not has_things:
        crowd = 1
    return tuple([place.people or "person"] * crowd)


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
