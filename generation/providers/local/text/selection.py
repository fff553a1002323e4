"""Which passages go into which beat of a shape, within a budget of milliseconds."""

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from .passages import Passage
from .positions import Positions
from .rank import stems
from .shapes import Beat
from .timing import speech_ms

# The beats that make it a story are served first; the rest fills up.
_FIRST = (
    "hook",
    "result",
    "news",
    "puzzle",
    "hour",
    "doubt",
    "threat",
    "origin",
    "history",
    "finding",
    "steps",
    "items",
    "terms",
    "rights",
    "close",
    "next",
    "meaning",
    "invitation",
    "voice",
    "people",
    "work",
    "method",
    "turn",
    "how",
)
# Whatever the notes ask for, a listener must first learn what this is about.
_PLAIN = frozenset({"news", "puzzle", "hour", "result"})
_DARK = frozenset({"doubt", "threat", "next", "close"})
VITAL = frozenset({"hook", "news", "puzzle", "hour", "doubt", "threat", "origin", "finding", "steps", "items", "terms"})
# What it costs to give up a beat that carries the story: only where the film would miss its length without.
LAST_RESORT_MS = 6_000
# A beat under some six seconds is only a remark.
BEAT_MS = 6_200
QUOTE_INTRO_MS = 2_600
# The nearness to the notes from which a passage counts as asked for.
WANTED = 1.2


@dataclass
class Outline:
    """Passages by beat, in the order of telling; `forms` holds the chosen form where it is not the first."""

    beats: list[tuple[Beat, list[Passage]]]
    forms: dict[int, int] = field(default_factory=dict)

    def copy(self) -> "Outline":
        return Outline([(beat, list(chosen)) for beat, chosen in self.beats], dict(self.forms))

    def passages(self) -> list[Passage]:
        return [passage for _, chosen in self.beats for passage in chosen]

    def form(self, passage: Passage) -> str:
        return passage.forms[self.forms.get(passage.key, 0)]


@dataclass
class Desk:
    """All that the choice depends on: passages, their nearness to notes and target, dependencies, pace and seed."""

    passages: list[Passage]
    wish: dict[int, float]
    needs: dict[int, Passage | None]  # predecessor to be told first; None where a passage cannot be told at all
    words_per_minute: float
    budget_ms: int
    rng: random.Random
    positions: Positions = field(default_factory=Positions)
    asked_quotes: frozenset[int] = frozenset()  # keys of the quotes that the notes speak of
    jitter: dict[int, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.jitter = {p.key: self.rng.random() * 0.35 for p in self.passages}
        self.pinned = {p.key for p in (self.positions.first, self.positions.last) if p}
        asked = [p for p in self.passages if p.key in self.asked_quotes and p.key not in self.needs]
        self.pinned |= {p.key for p in sorted(asked, key=lambda p: (-self.wish[p.key], p.key))[:1]}
        self._stems = {p.key: set(stems(p.text)) for p in self.passages}
        self._numbers = {
            p.key: {n for n in re.findall(r"\d[\d,.]*\d", p.text) if len(n) > 2 or "." in n} for p in self.passages
        }

    def cost_ms(self, passage: Passage, form: int = 0) -> int:
        return speech_ms(passage.forms[form], self.words_per_minute) + 450 + (QUOTE_INTRO_MS if passage.is_quote else 0)

    def is_wanted(self, passage: Passage) -> bool:
        """Whether the notes ask for the passage above all."""
        return self.wish.get(passage.key, 0.0) > WANTED or passage in (self.positions.first, self.positions.last)

    def place_of(self, passage: Passage) -> tuple[bool, int, int]:
        """Sorts the passages of one beat: as the source has them, but for the one that was asked for as the last."""
        return (passage is self.positions.last, passage.sentences[0].index, passage.key)

    def form_for(self, passage: Passage, beat: Beat) -> int:
        """The fullest form that keeps to the beat's share, or the shortest one."""
        if self.is_wanted(passage):
            return 0  # what was asked for may stand in the very clause that a shorter form drops
        room = max(4_500.0, 1.25 * beat.share * self.budget_ms)
        return next((i for i in range(len(passage.forms)) if self.cost_ms(passage, i) <= room), len(passage.forms) - 1)

    def score(self, passage: Passage, beat: Beat, chosen: list[Passage], opening: Passage | None) -> float:
        score = sum(weight * passage.tags.get(tag, 0.0) for tag, weight in beat.tags.items())
        score += (
            0.9 * passage.weight
            + self.wish.get(passage.key, 0.0) * (0.35 if beat.name in _PLAIN else 1.0)
            + beat.late * passage.position
            + self.jitter[passage.key]
        )
        score -= 0.5 * max(0, longest_sentence(passage.forms[-1]) - 24) / 8
        over = self.cost_ms(passage, self.form_for(passage, beat)) - 1.2 * beat.share * self.budget_ms
        score -= 0.11 * max(0.0, over / 1_000)
        if beat.name in ("doubt", "threat") and not (passage.tags["hedge"] or passage.tags.get("soft_hedge")):
            score -= 2.0  # a boast is no doubt
        score -= 2.0 * passage.tags.get("local", 0.0)
        if not passage.tags.get("verb") and beat.name not in ("work", "items"):
            score -= 0.7
        score += 1.2 * passage.tags.get("top", 0.0) * (beat.name not in _PLAIN | _DARK)
        if not passage.is_quote and any(
            other.last_index + 1 == passage.sentences[0].index
            and other.sentences[0].block == passage.sentences[0].block
            for other in chosen
        ):
            score += 0.3  # a thought goes on
        if opening and "echo" in beat.tags:
            shared = len(self._stems[passage.key] & self._stems[opening.key])
            score += beat.tags["echo"] * min(
                1.0, 0.3 * shared + 0.5 * (passage.is_quote and passage.speaker == opening.speaker)
            )
        for other in chosen:
            mine, theirs = self._stems[passage.key], self._stems[other.key]
            overlap = len(mine & theirs) / max(1, min(len(mine), len(theirs)))
            score -= 1.4 * max(0.0, overlap - 0.45) + 0.9 * bool(self._numbers[passage.key] & self._numbers[other.key])
            score -= 0.25 * (passage.is_quote and passage.speaker == other.speaker)
        return score

    def closure(self, passage: Passage, told: set[int]) -> list[Passage] | None:
        """The passage with what must be told before it and is not yet, oldest first; None if it cannot be told."""
        chain = [passage]
        while chain[0].key in self.needs:
            before = self.needs[chain[0].key]
            if before is None or len(chain) >= 3:
                return None
            chain.insert(0, before)
        return chain if not any(p.key in told for p in chain) else None


def longest_sentence(text: str) -> int:
    """Words of the longest sentence: what a listener must hold at once."""
    return max(len(part.split()) for part in re.split(r"(?<=[.!?…]) ", text))


def prune(shape: tuple[Beat, ...], budget_ms: int, *, keeps_last: bool = False) -> tuple[Beat, ...]:
    """As many beats as the time holds, those that carry the story before the others, in the shape's order."""
    room = max(3, round(budget_ms / BEAT_MS))
    kept = sorted(shape, key=lambda beat: (not (keeps_last and beat is shape[-1]), _FIRST.index(beat.name)))[:room]
    return tuple(beat for beat in shape if beat in kept)


def choose(desk: Desk, shape: tuple[Beat, ...], budget_ms: int, opening: Callable[[Passage], bool]) -> Outline:
    """Fills the beats: first the ones that carry the story, then by what each beat still lacks of its share."""
    shape = prune(shape, budget_ms, keeps_last=desk.positions.last is not None)
    outline = Outline([(beat, []) for beat in shape])
    order = sorted(range(len(shape)), key=lambda i: (_FIRST.index(shape[i].name) if shape[i].name in _FIRST else 99, i))
    left = budget_ms
    first_of_all = desk.positions.first
    left -= _place_asked(desk, outline, left)
    for _ in range(2 if budget_ms > 40_000 else 1):
        left -= _place_most_wanted(desk, outline, left)
    for index in order:
        if desk.pinned & {p.key for p in outline.beats[index][1]} and index in (0, len(shape) - 1):
            continue
        allowed = opening if index == 0 else (lambda p: True)
        pick = _best(desk, outline, index, left, allowed, first_of_all)
        if pick:
            left -= _place(desk, outline, index, pick, left)
            first_of_all = first_of_all or (pick[-1] if index == 0 else None)
    spent = {i: sum(desk.cost_ms(p) for p in chosen) for i, (_, chosen) in enumerate(outline.beats)}
    closed: set[int] = {0}
    while left > 1_500 and len(closed) < len(shape):
        index = max(
            (i for i in range(len(shape)) if i not in closed), key=lambda i: shape[i].share * budget_ms - spent[i]
        )
        pick = _best(desk, outline, index, left, lambda p: True, first_of_all)
        if pick is None:
            closed.add(index)
            continue
        cost = _place(desk, outline, index, pick, left)
        spent[index] += cost
        left -= cost
    if not outline.passages() and desk.passages:
        # However short the film, one thing is said.
        only = min(desk.passages, key=lambda p: (p.key in desk.needs, desk.cost_ms(p, len(p.forms) - 1), p.key))
        _place(desk, outline, 0, [only], left)
    return outline


def _same_words(one: Passage, other: Passage) -> bool:
    """Whether both tell of the same sentence, as a quote and as what was said around it."""
    return bool({s.index for s in one.sentences} & {s.index for s in other.sentences})


def _place_asked(desk: Desk, outline: Outline, left: int) -> int:
    """What the notes want first and last, each in its beat with what it needs; milliseconds taken."""
    taken = 0
    for index, passage in ((len(outline.beats) - 1, desk.positions.last), (0, desk.positions.first)):
        chain = desk.closure(passage, {p.key for p in outline.passages()}) if passage else None
        if chain and sum(desk.cost_ms(p, len(p.forms) - 1) for p in chain) <= left - taken:
            taken += _place(desk, outline, index, chain, left - taken)
    return taken


def _place_most_wanted(desk: Desk, outline: Outline, left: int) -> int:
    """What the notes ask for above all has its place before anything else is weighed; milliseconds taken."""
    told = {p.key for p in outline.passages()}
    wanted = [
        p
        for p in desk.passages
        if desk.is_wanted(p)
        and p.key not in desk.needs
        and p.key not in told
        and (not p.is_quote or p.key in desk.asked_quotes)
        and not any(_same_words(p, other) for other in outline.passages())
    ]
    if not wanted:
        return 0
    passage = max(wanted, key=lambda p: (p.key in desk.pinned, desk.wish[p.key], -p.key))
    inner = range(1, len(outline.beats) - (desk.positions.last is not None))
    places = [i for i in inner if outline.beats[i][0].name not in VITAL]
    if not places and passage.key in desk.pinned:
        places = list(inner)  # whom the notes name is heard, however short the film
    if not places:
        return 0
    index = max(places, key=lambda i: desk.score(passage, outline.beats[i][0], [], None))
    room = left if passage.key in desk.pinned else left / 2
    return _place(desk, outline, index, [passage], left) if desk.cost_ms(passage) < room else 0


def _best(
    desk: Desk, outline: Outline, index: int, left: int, allowed: Callable[[Passage], bool], first: Passage | None
) -> list[Passage] | None:
    beat = outline.beats[index][0]
    chosen = outline.passages()
    told = {p.key for p in chosen}
    heard = {s.index for p in chosen for s in p.sentences}
    best, best_score = None, 0.25
    for passage in desk.passages:
        if passage.key in told or not allowed(passage) or heard & {s.index for s in passage.sentences}:
            continue
        chain = desk.closure(passage, told)
        if chain is None or (index == 0 and len(chain) > 1):
            continue
        if sum(desk.cost_ms(p, len(p.forms) - 1) for p in chain) > left:
            continue
        score = desk.score(passage, beat, chosen, first) - 0.35 * (len(chain) - 1) - _disorder(outline, index, passage)
        if index == 0:
            score += 2.0 * desk.jitter[passage.key]  # among good openings the seed chooses
        if score > best_score:
            best, best_score = chain, score
    return best


def _disorder(outline: Outline, index: int, passage: Passage) -> float:
    """Going back and forth in the source costs: what it tells later mostly leans on what it told before."""
    if index == 0:
        return 0.0
    total = 0.0
    for other_index, (_, chosen) in enumerate(outline.beats):
        for other in chosen:
            gap = (
                (other.position - passage.position)
                if 0 < other_index < index
                else (passage.position - other.position)
                if other_index > index
                else 0.0
            )
            total += 0.25 + 0.5 * gap if gap > 0.02 else 0.0
    return min(1.2, total)


def _place(desk: Desk, outline: Outline, index: int, chain: list[Passage], left: int) -> int:
    beat, chosen = outline.beats[index]
    chosen.extend(chain)
    if index:
        chosen.sort(key=desk.place_of)
    cost = 0
    for passage in chain:
        form = desk.form_for(passage, beat)
        if cost + desk.cost_ms(passage, form) > left and not desk.is_wanted(passage):
            form = len(passage.forms) - 1
        outline.forms[passage.key] = form
        cost += desk.cost_ms(passage, form)
    return cost


def fit(
    desk: Desk,
    outline: Outline,
    target_ms: int,
    measure: Callable[[Outline], int],
    *,
    tolerance: float = 0.02,
    rounds: int = 40,
) -> Outline:
    """Adds, drops and rewords until `measure` is within the tolerance of the target, or nothing gets it nearer."""
    best, error = outline, measure(outline) - target_ms
    for _ in range(rounds):
        if abs(error) <= tolerance * target_ms:
            break
        steps = list(_moves(desk, best, error))
        found = _nearest([step for step in steps if step[1] < LAST_RESORT_MS], error, target_ms, measure)
        if found is None and abs(error) > 0.05 * target_ms:
            found = _nearest([step for step in steps if step[1] >= LAST_RESORT_MS], error, target_ms, measure)
        if found is None:
            break
        _, best, error = found
    return best


def _nearest(
    steps: list[tuple[Outline, int]], error: int, target_ms: int, measure: Callable[[Outline], int]
) -> tuple[int, Outline, int] | None:
    """The step that gains most after its price: (gain, outline, what is then missing), among those that gain at all."""
    best: tuple[int, Outline, int] | None = None
    for candidate, price in steps:
        off = measure(candidate) - target_ms
        gain = abs(error) - abs(off) - price
        if abs(off) < abs(error) and (best is None or gain > best[0]):
            best = (gain, candidate, off)
    return best


def _moves(desk: Desk, outline: Outline, error: int):
    """Neighbours of an outline in the direction that is needed, each with its price in milliseconds of nearness."""
    told = outline.passages()
    needed = {before.key for p in told if (before := desk.needs.get(p.key)) is not None}
    for passage in told:
        current = outline.forms.get(passage.key, 0)
        for form in range(len(passage.forms)):
            if form != current and (form > current) == (error > 0) and not (error > 0 and desk.is_wanted(passage)):
                changed = outline.copy()
                changed.forms[passage.key] = form
                dear = 1_800 if passage.is_quote else 500
                yield changed, dear if error > 0 else 0
    yield from _swaps(desk, outline, told, needed)
    if error > 0:
        for index, (beat, chosen) in enumerate(outline.beats):
            for passage in chosen:
                vital = beat.name == "steps" or desk.is_wanted(passage) or (beat.name in VITAL and len(chosen) == 1)
                if passage.key not in needed | desk.pinned and index > 0 and len(told) > 2:
                    changed = outline.copy()
                    changed.beats[index][1].remove(passage)
                    yield (
                        changed,
                        (LAST_RESORT_MS if vital else 1_200 if len(chosen) == 1 else 0)
                        + round(600 * passage.weight + 900 * max(0.0, desk.wish.get(passage.key, 0.0))),
                    )
        return
    heard = {s.index for p in told for s in p.sentences}
    for index, (beat, _) in enumerate(outline.beats):
        if index == 0:
            continue
        ranked = sorted(
            (p for p in desk.passages if not heard & {s.index for s in p.sentences}),
            key=lambda p: -desk.score(p, beat, told, None),
        )
        for passage in ranked[:6]:
            chain = desk.closure(passage, {p.key for p in told})
            if chain and len(chain) == 1:
                changed = outline.copy()
                changed.beats[index][1].append(passage)
                changed.beats[index][1].sort(key=desk.place_of)
                yield (
                    changed,
                    round(900 - 400 * (desk.score(passage, beat, told, None) - _disorder(outline, index, passage))),
                )


def _swaps(desk: Desk, outline: Outline, told: list[Passage], needed: set[int]):
    """One passage of a beat for another that would serve there nearly as well."""
    heard = {s.index for p in told for s in p.sentences}
    free = [p for p in desk.passages if not heard & {s.index for s in p.sentences} and p.key not in desk.needs]
    for index, (beat, chosen) in enumerate(outline.beats):
        if index == 0 or len(chosen) != 1 or chosen[0].key in needed | desk.pinned or beat.name in VITAL:
            continue
        own = desk.score(chosen[0], beat, [p for p in told if p is not chosen[0]], None)
        for other in sorted(free, key=lambda p: -desk.score(p, beat, told, None))[:3]:
            changed = outline.copy()
            changed.beats[index][1][:] = [other]
            loss = own - desk.score(other, beat, told, None)
            yield changed, 1_200 + round(900 * max(0.0, loss))
