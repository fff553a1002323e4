"""How a script opens, in which order it moves and how it ends: by the source's kind and material and by the target."""

import re
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from random import Random

from generation.providers.base import Mood, ScriptRequest, Target

from .passages import Passage
from .phrases import Register, register_of
from .reading import Reading
from .shapes import CLOSE, HOOK, SHAPES, VOICE, Beat, SourceKind

# How much each tag of a passage counts when it is to open the script in this way.
_OPENINGS: dict[str, tuple[Mood, dict[str, float]]] = {
    "figure": ("curious", {"surprise": 2.0, "figure": 0.8, "short": 0.3, "quote": -2.0, "hedge": -1.5, "future": -0.3}),
    "quote": ("curious", {"quote": 2.4, "surprise": 1.0, "short": 0.4, "hedge": -0.3}),
    "image": ("calm", {"image": 1.7, "short": 0.5, "lead": 0.4, "quote": -2.0, "figure": -0.4, "future": -0.6}),
    "origin": ("wistful", {"origin": 1.9, "past": 0.5, "quote": -2.0, "future": -0.8, "hedge": -0.3}),
    "puzzle": ("curious", {"question": 1.7, "need": 1.0, "lead": 0.5, "quote": -2.0, "figure": -0.3}),
    "person": ("hopeful", {"person": 1.7, "origin": 0.3, "quote": -2.0, "hedge": -0.4, "future": -0.3}),
    "limit": ("tense", {"hedge": 1.5, "soft_hedge": 0.9, "surprise": 0.5, "quote": -1.5, "future": -0.3}),
    "news": ("proud", {"lead": 1.9, "change": 0.8, "quote": -2.0, "hedge": -0.5}),
    "decision": ("curious", {"future": 1.7, "action": 0.5, "quote": -2.0, "hedge": -0.3}),
}
_EVERY_OPENING = {"alone": 0.6, "named": 0.4, "brag": -0.6, "vague": -1.6}
# The movement that an opening already tells.
_TOLD_BY = {"news": "news", "origin": "origin", "puzzle": "puzzle"}
# The tag without which a passage is no opening of that kind.
_PROOF = {"figure": "surprise", "news": "lead", "puzzle": "question", "decision": "future", "limit": "hedge"}

_USUAL: dict[SourceKind, dict[str, float]] = {
    "announcement": {"figure": 3, "quote": 3, "origin": 2.2, "news": 2.2, "person": 1.8, "puzzle": 1.2, "image": 1},
    "research": {"puzzle": 3, "figure": 2.6, "quote": 2.4, "news": 1.4, "limit": 0.6},
    "place": {"image": 3.2, "person": 2, "quote": 2, "origin": 1.6, "figure": 1.4, "limit": 1},
    "person": {"quote": 2.8, "news": 2.4, "origin": 2.4, "image": 1.6, "figure": 1.4},
    "report": {"news": 2.4, "figure": 2.4, "quote": 2.4, "person": 1.6, "limit": 1.2, "image": 1},
    "update": {"news": 2.8, "figure": 2.4, "quote": 1.2, "limit": 0.6},
    "notice": {"news": 3, "decision": 2.6, "figure": 1.6, "quote": 1},
    "interview": {"quote": 3, "person": 2.2, "news": 1},
}
_BY_MODE = {
    "documentary": {"image": 1.25, "figure": 1.1, "origin": 1.1},
    "podcast": {"figure": 1.2, "puzzle": 1.3, "person": 1.2},
    "drama": {"quote": 1.7, "person": 1.5, "limit": 1.3, "figure": 0.6, "news": 0.7},
}

# Words of a target: what they do to the opening, to the ending, and to what is told at all (by tags).
_AIMS: tuple[tuple[str, dict[str, float], dict[str, float], dict[str, float]], ...] = (
    (r"invest\w*|fund\w*|budget|financ\w*|procure\w*|cfo|treasur\w*|cost\w*",
     {"figure": 1.8, "news": 1.3, "image": 0.5, "quote": 0.7}, {"next": 1.5}, {"money": 1.2, "figure": 0.3}),
    (r"executives?|board|managers?|leaders?|officials?|councillors?|ministers?|policy\w*|regulat\w*|decide|decision"
     r"|vote|approv\w*",
     {"figure": 1.5, "news": 1.6, "decision": 1.8, "image": 0.5}, {"next": 2.5},
     {"future": 0.6, "hedge": 0.3, "figure": 0.3}),
    (r"engineers?|technical|technicians?|developers?|scientists?|researchers?|experts?|specialists?",
     {"puzzle": 1.6, "figure": 1.5, "image": 0.7}, {"doubt": 1.8, "next": 1.3}, {"mechanism": 0.7, "method": 0.7}),
    (r"donat\w*|volunteer\w*|join|visit\w*|sign|apply|attend\w*|book|buy|customers?|shoppers?|recruit\w*|act(?:ion)?",
     {"image": 1.4, "person": 1.4}, {"action": 4.0}, {"action": 0.8, "person": 0.3, "image": 0.2}),
    (r"trust|honest\w*|transparen\w*|s[ck]eptic\w*|critical\w*|accountab\w*",
     {"limit": 2.4, "puzzle": 1.3}, {"doubt": 2.0}, {"hedge": 0.6, "method": 0.4, "brag": -0.6}),
    (r"inspir\w*|celebrat\w*|thank\w*|community|famil\w+|neighbours?|residents?|public|emotion\w*|warm\w*|human|story",
     {"quote": 1.4, "person": 1.5, "image": 1.4, "figure": 0.7}, {"quote": 1.8, "echo": 1.5},
     {"quote": 0.5, "person": 0.4, "together": 0.5}),
    (r"child\w*|pupils?|students?|schools?|young|kids|teach\w*|learn\w*|explain\w*|beginners?|understand",
     {"image": 1.5, "puzzle": 1.5, "person": 1.2}, {"echo": 1.4}, {"short": 0.4, "image": 0.3, "mechanism": 0.5}),
)  # fmt: skip

_ENDINGS: dict[str, tuple[Mood, dict[str, float]]] = {
    "echo": ("hopeful", {"echo": 1.6, "quote": 0.6, "short": 0.6, "hedge": -0.5}),
    "quote": ("wistful", {"quote": 2.2, "echo": 0.5, "short": 0.3, "hedge": -0.2}),
    "next": ("hopeful", {"future": 1.9, "short": 0.3, "hedge": -0.4, "quote": -0.3}),
    "action": ("hopeful", {"action": 2.2, "future": 0.4, "short": 0.4}),
    "doubt": ("calm", {"hedge": 1.5, "soft_hedge": 0.7, "short": 0.3, "quote": 0.3}),
    "image": ("wistful", {"image": 1.5, "echo": 0.7, "short": 0.5, "quote": -0.5, "figure": -0.3, "hedge": -0.3}),
}
_USUAL_ENDINGS: dict[SourceKind, dict[str, float]] = {
    "announcement": {"echo": 2, "quote": 2, "next": 2},
    "research": {"next": 2, "quote": 2, "echo": 1.6, "doubt": 1.2},
    "place": {"action": 2, "image": 2, "quote": 1.5, "echo": 1.5},
    "person": {"echo": 2, "quote": 2.4, "image": 2},
    "report": {"next": 2, "quote": 2.2, "echo": 1.5},
    "update": {"next": 2, "action": 2},
    "notice": {"action": 2.4, "next": 2.4, "quote": 0.8},
    "interview": {"quote": 3},
}


@dataclass(frozen=True)
class Plan:
    """The movements in order, what the first and the last are, and the tone of the connectives."""

    shape: tuple[Beat, ...]
    opening: str
    ending: str
    register: Register


def seed_of(request: ScriptRequest, reading: Reading) -> str:
    """One seed for one request and source: other sources of a kind do not share their dice."""
    print_of = zlib.crc32("\n".join(source.text[:4_000] for source in reading.sources).encode())
    return f"{request.seed}:{request.mode}:{print_of}"


def plan_of(
    request: ScriptRequest,
    kind: SourceKind,
    passages: list[Passage],
    rng: Random,
    can_open: Callable[[Passage], bool],
) -> Plan:
    """The plan for one request. The same request gives the same plan."""
    register = register_of(request.target.tone, request.notes, request.target.audience)
    order = SHAPES[kind][rng.randrange(len(SHAPES[kind]))] if SHAPES[kind] else ()
    # Where the target says what it wants, chance has less to say.
    spread = 0.5 if _aims_of(request.target) else 1.5
    jitter = {name: 1.0 + spread * (rng.random() - 0.5) for name in sorted({*_OPENINGS, *_ENDINGS})}
    if kind in ("story", "instruction"):
        return Plan(order, "result" if order else "image", order[-1].name if order else "image", register)
    openers = [p for p in passages if can_open(p)]
    opening = _choose(
        _weighed(_USUAL[kind], request.target, 0, _BY_MODE[request.mode]),
        jitter,
        lambda name: _material(_OPENINGS[name][1], _PROOF.get(name, name), openers),
    )
    ending = _choose(
        _weighed(_USUAL_ENDINGS[kind], request.target, 1, {}),
        jitter,
        lambda name: _material(_ENDINGS[name][1], {"next": "future", "doubt": "hedge"}.get(name, name), passages),
    )
    return Plan(_assembled(order, opening, ending, request.mode), opening, ending, register)


_AGAINST = ("doubt", "threat")


def _twice(beat: Beat) -> tuple[Beat, Beat]:
    told = replace(beat, share=0.2, tags={**beat.tags, "quote": -2.5})
    return told, told


def in_form(order: Plan, *, is_cold: bool, has_sides: bool) -> Plan:
    """The plan as a form needs it: told before quoted at its head, and with nearly as much against it as for it."""
    shape = list(order.shape)
    if shape and not is_cold:
        shape[0] = replace(shape[0], tags={**shape[0].tags, "quote": -2.5})
    if has_sides:
        shape = [part for beat in shape for part in (_twice(beat) if beat.name in _AGAINST else (beat,))]
    return replace(order, shape=tuple(shape))


def _weighed(usual: dict[str, float], target: Target, column: int, by_mode: dict[str, float]) -> dict[str, float]:
    weights = dict(usual)
    for aim in _aims_of(target):
        for name, factor in (aim[1], aim[2])[column].items():
            weights[name] = weights.get(name, 0.8 if factor > 1 else 0.0) * factor
    return {name: weight * by_mode.get(name, 1.0) for name, weight in weights.items() if weight > 0}


def _aims_of(target: Target) -> Iterable[tuple[str, dict[str, float], dict[str, float], dict[str, float]]]:
    text = " . ".join((target.audience, target.objective, target.outcome, target.tone, target.industry,
                       target.distribution_context))  # fmt: skip
    return [aim for aim in _AIMS if re.search(rf"\b(?:{aim[0]})\b", text, re.I)]


def aim_bonus(target: Target, passage: Passage) -> float:
    """How much more a passage counts for this target than for anybody, by what the passage is."""
    return sum(weight * passage.tags.get(tag, 0.0) for aim in _aims_of(target) for tag, weight in aim[3].items())


def _choose(weights: dict[str, float], jitter: dict[str, float], material: Callable[[str], float]) -> str:
    scores = {name: weight * jitter[name] * material(name) for name, weight in weights.items()}
    return max(sorted(scores), key=lambda name: scores[name]) if scores else "news"


def _material(tags: dict[str, float], proof: str, passages: list[Passage]) -> float:
    """0 where the source has nothing for it, about 1 where it has something strong."""
    if proof == "echo":
        return 0.8
    fit = [p for p in passages if p.tags.get(proof, 0.0) >= 0.4]
    best = max((sum(w * p.tags.get(tag, 0.0) for tag, w in tags.items()) + 0.5 * p.weight for p in fit), default=0.0)
    return max(0.0, min(1.2, best / 2.6))


def _assembled(order: tuple[Beat, ...], opening: str, ending: str, mode: str) -> tuple[Beat, ...]:
    mood, tags = _OPENINGS[opening]
    first = replace(HOOK, mood=mood, tags={**_EVERY_OPENING, **tags})
    last_mood, last_tags = _ENDINGS[ending]
    last = replace(CLOSE, share=0.11, mood=last_mood, tags=last_tags)
    middle = [beat for beat in order if beat.name not in ("hook", "close", _TOLD_BY.get(opening))]
    if ending in ("next", "action"):
        middle = [beat for beat in middle if beat.name not in ("next", "invitation")]
    if mode == "drama" and VOICE not in middle:
        middle.insert(max(1, len(middle) - 2), VOICE)
    return (first, *middle, last)
