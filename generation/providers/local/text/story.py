"""Stories are not summarised but cut: runs of the source's own sentences, from the first image to the last."""

import re
from collections.abc import Callable

from .passages import Passage
from .rank import stems
from .reading import Reading
from .selection import Desk, Outline
from .shapes import Beat

# (beat, share of the time, where in the story it may lie)
_PARTS: tuple[tuple[Beat, float, tuple[float, float]], ...] = (
    (Beat("image", 0.12, "calm", {}), 0.13, (0.0, 0.10)),
    (Beat("want", 0.14, "curious", {}), 0.15, (0.03, 0.24)),
    (Beat("obstacle", 0.14, "tense", {}), 0.14, (0.14, 0.42)),
    (Beat("secret", 0.14, "night", {}), 0.15, (0.34, 0.56)),
    (Beat("reversal", 0.18, "wistful", {}), 0.18, (0.46, 0.70)),
    (Beat("test", 0.12, "tense", {}), 0.12, (0.64, 0.88)),
    (Beat("last image", 0.15, "hopeful", {}), 0.13, (0.84, 1.01)),
)
_Run = tuple[int, int]


def cut_story(desk: Desk, reading: Reading, budget_ms: int, measure: Callable[[Outline], int]) -> Outline:
    """An outline of up to five runs, in order, that starts with the story's first line and ends with its last."""
    items = sorted(desk.passages, key=lambda p: (p.evidence[0].source_id != reading.sources[0].id, p.evidence[0].start))
    if not items:
        return Outline([])
    interest = _interests(items, reading.headline)
    introducers = _introducers(items)
    chosen: set[int] = set()
    forms: dict[int, int] = {}
    runs: list[_Run] = []
    left, floor = budget_ms, 0
    for number, (_, share, (low, high)) in enumerate(_PARTS):
        shares = sum(part[1] for part in _PARTS[number:])
        room = round(left * share / shares)
        run = _best_run(
            desk,
            items,
            interest,
            introducers,
            chosen,
            floor,
            low,
            high,
            room,
            forms,
            is_first=number == 0,
            is_last=number == len(_PARTS) - 1,
        )
        if run:
            runs.append(run)
            chosen |= set(range(*run))
            floor = run[1]
            left -= sum(_cost(desk, items[i], forms) for i in range(*run))

    def value_of(candidate: list[_Run]) -> float:
        told = {i for run in candidate for i in range(*run)}
        return sum(_run_value(items, *run, interest, introducers, told) for run in candidate)

    runs = _fit(items, runs, value_of, forms, budget_ms, measure)
    return _outline(items, runs, forms)


def _cost(desk: Desk, item: Passage, forms: dict[int, int]) -> int:
    form = forms.get(item.key, 0)
    return desk.cost_ms(item, form) - (2_600 if item.is_quote else 0)


def _best_run(
    desk: Desk,
    items: list[Passage],
    interest: dict[int, float],
    introducers: dict[int, set[int]],
    chosen: set[int],
    floor: int,
    low: float,
    high: float,
    room: int,
    forms: dict[int, int],
    *,
    is_first: bool,
    is_last: bool,
) -> _Run | None:
    best: tuple[float, _Run] | None = None
    count = len(items)
    starts = [0] if is_first else range(floor, count)
    for start in starts:
        if not is_first and not low <= items[start].position < high:
            continue
        cost = 0
        for stop in range(start + 1, count + 1):
            cost += _cost(desk, items[stop - 1], forms)
            if cost > room:
                break
            if is_last and stop < count:
                continue
            value = _run_value(items, start, stop, interest, introducers, chosen) + 0.6 * desk.jitter[items[start].key]
            if best is None or value > best[0]:
                best = (value, (start, stop))
    if best is None and is_last and floor < count:
        return (count - 1, count)
    return best[1] if best else None


def _run_value(
    items: list[Passage],
    start: int,
    stop: int,
    interest: dict[int, float],
    introducers: dict[int, set[int]],
    chosen: set[int],
) -> float:
    """Interest by the word, a little for length, for good edges, and against what would puzzle."""
    words = [len(items[i].text.split()) for i in range(start, stop)]
    value = sum(interest[items[i].key] * n for i, n in zip(range(start, stop), words, strict=True)) / max(1, sum(words))
    value += 0.5 * min(1.0, sum(words) / 34) + 0.3 * _opens_well(items, start) + 0.2 * _closes_well(items, stop)
    told = chosen | set(range(start, stop))
    missing = sum(
        0.9 if items[i].is_quote else 0.4 for i in range(start, stop) for needed in introducers[i] if needed not in told
    )
    return value - missing


def _interests(items: list[Passage], title: str) -> dict[int, float]:
    """How much each item matters: what the title and the first line name comes back, people enter, secrets come out."""
    refrain = set(stems(f"{title} {items[0].text}"))
    seen: set[str] = set()
    interest: dict[int, float] = {}
    speeches: dict[float, int] = {}
    for item in items:
        if item.is_quote:
            speeches[item.position] = speeches.get(item.position, 0) + len(item.text)
    longest = max(speeches.values(), default=0)
    for item in items:
        own = set(stems(item.text))
        value = (
            0.4
            + 0.35 * min(3, len(own & refrain))
            + 0.3 * bool(item.tags.get("soft_hedge"))
            + 0.15 * bool(item.tags.get("image"))
        )
        entering = {name for sentence in item.sentences for name in sentence.people} - seen
        seen |= entering
        value += 0.8 * bool(entering) * (not item.is_quote) + 0.4 * item.is_quote
        value += 0.5 * bool(
            re.search(r"\b(?:So I|because|never|secret|letter|truth|knew|nobody|at last|instead)\b", item.text)
        )
        # The longest speech is mostly where the truth comes out.
        value += 0.8 * (item.is_quote and longest > 150 and speeches[item.position] == longest)
        interest[item.key] = value
    return interest


_THINGS = re.compile(r"\b(?:[Tt]he|[Hh]is|[Hh]er) ((?:[a-z-]+ ){0,2}?[a-z-]{4,})\b")


def _introducers(items: list[Passage]) -> dict[int, set[int]]:
    """For each item the earlier ones without which it puzzles: who "the girl" is, what an answer answers."""
    first: dict[str, int] = {}
    needed: dict[int, set[int]] = {}
    for index, item in enumerate(items):
        needed[index] = set()
        words = f"{item.text} the {item.speaker[4:]}" if item.speaker and item.speaker.startswith("the ") else item.text
        for noun in _THINGS.findall(words):
            head = noun.split()[-1]
            if head in first and first[head] != index:
                needed[index].add(first[head])
        if (
            item.is_quote
            and index
            and re.match(r"(?:\w+ ){0,3}(?:she|he|it|they|that)\b|(?:Yes|No|So|Then|And|But)\b", item.text, re.I)
        ):
            needed[index].add(index - 1)
        for noun in re.findall(r"\b(?:[Aa]n?|[Mm]y) ((?:[a-z-]+ ){0,2}[a-z-]{4,})\b", item.text):
            for head in noun.split():
                first.setdefault(head, index)
    return needed


def _opens_well(items: list[Passage], start: int) -> bool:
    """At the head of a paragraph, and not on a pronoun that nobody knows."""
    sentence = items[start].sentences[0]
    new_block = start == 0 or items[start - 1].sentences[-1].block != sentence.block
    return new_block and not sentence.needs_previous


def _closes_well(items: list[Passage], stop: int) -> bool:
    """At a paragraph's end, and not on a question whose answer follows."""
    if items[stop - 1].text.rstrip().endswith("?"):
        return False
    return stop >= len(items) or items[stop].sentences[0].block != items[stop - 1].sentences[-1].block


def _fit(
    items: list[Passage],
    runs: list[_Run],
    value_of: Callable[[list[_Run]], float],
    forms: dict[int, int],
    budget_ms: int,
    measure: Callable[[Outline], int],
) -> list[_Run]:
    """Lengthens and trims runs at their ends until the whole fits; the first and the last line stay."""
    error = measure(_outline(items, runs, forms)) - budget_ms
    for _ in range(40):
        if abs(error) <= 0.02 * budget_ms:
            break
        found: tuple[float, list[_Run], int] | None = None
        for candidate in _changes(runs, len(items), error):
            off = measure(_outline(items, candidate, forms)) - budget_ms
            merit = value_of(candidate) - abs(off) / 6_000
            if abs(off) < abs(error) and (found is None or merit > found[0]):
                found = (merit, candidate, off)
        if found is None:
            break
        _, runs, error = found
    return runs


def _changes(runs: list[_Run], count: int, error: int):
    for number, (start, stop) in enumerate(runs):
        before = runs[number - 1][1] if number else 0
        after = runs[number + 1][0] if number + 1 < len(runs) else count
        steps = []
        if error > 0 and stop - start > 1:
            steps = [(start, stop - k) for k in (1, 2) if stop - k > start and number < len(runs) - 1]
            steps += [(start + k, stop) for k in (1, 2) if start + k < stop and number > 0]
        elif error > 0 and 0 < number < len(runs) - 1 and len(runs) > 3:
            yield [*runs[:number], *runs[number + 1 :]]
        if error < 0:
            steps = [(start, stop + k) for k in (1, 2, 3) if stop + k <= after] + [
                (start - k, stop) for k in (1, 2) if start - k >= before
            ]
        for step in steps:
            yield [*runs[:number], step, *runs[number + 1 :]]


def _outline(items: list[Passage], runs: list[_Run], forms: dict[int, int]) -> Outline:
    """Runs as beats, each under the part of the story in which its middle lies."""
    beats: list[tuple[Beat, list[Passage]]] = []
    for number, (start, stop) in enumerate(runs):
        part = _PARTS[-1] if number == len(runs) - 1 and number else _PARTS[min(number, len(_PARTS) - 1)]
        beats.append((part[0], items[start:stop]))
    return Outline(beats, dict(forms))
