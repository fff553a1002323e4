"""When each phrase of a text is heard, for speech that comes without times: by its pauses and the letters between.

A phrase lasts about as long as its letters; where the voice pauses near the expected boundary, the pause is it. The
assignment of boundaries to pauses is the cheapest one in order (dynamic programming over boundaries and pauses).
"""

from collections.abc import Sequence

import numpy as np

from generation.providers.base import TimedPhrase
from generation.providers.local.pcm import Samples
from generation.providers.local.speech import tongues
from generation.providers.local.speech.phrases import sentences

_WINDOW_MS = 10
_SHORTEST_PAUSE_MS = 90  # closures of stop consonants are shorter
_QUIET = 10 ** (-38 / 20)  # below the loud parts
_UNSNAPPED = 0.35  # seconds that a boundary without a pause of its own counts as
_MARK_LETTERS = {
    ".": 6,
    "?": 6,
    "!": 6,
    "…": 6,
    "¶": 9,
    ";": 4,
    ":": 4,
    "—": 3,
    ",": 3,
}  # what a pause lasts in letters


def time_phrases(text: str, samples: Samples, rate: int, *, locale: str) -> tuple[TimedPhrase, ...]:
    """The phrases of `text` over `samples` (mono, trimmed to the speech), in order and without overlap."""
    spoken = [
        (phrase.text, max(1, sum(len(run.spoken) for run in phrase.runs)), phrase.runs[-1].mark or "")
        for sentence in sentences(text, tongues.read(text, locale))
        for phrase in sentence.phrases
        if phrase.runs
    ]
    length_s = len(samples) / rate
    if not spoken:
        return (TimedPhrase(text=" ".join(text.split()), start_ms=0, end_ms=round(length_s * 1000)),)
    pauses = _pauses(samples, rate)
    bounds = _bounds(_expected(spoken, length_s), pauses)
    edges = [(0.0, 0.0), *bounds, (length_s, length_s)]
    return tuple(
        TimedPhrase(text=words, start_ms=round(edges[i][1] * 1000), end_ms=round(edges[i + 1][0] * 1000))
        for i, (words, _, _) in enumerate(spoken)
    )


def _expected(spoken: Sequence[tuple[str, int, str]], length_s: float) -> list[float]:
    """Where each boundary between phrases would lie if all letters were as long, in seconds."""
    ends = np.cumsum([letters + _MARK_LETTERS.get(mark, 0) for _, letters, mark in spoken])
    halves = np.array([_MARK_LETTERS.get(mark, 0) / 2 for _, _, mark in spoken])
    whole = ends[-1] - 2 * halves[-1]
    return [float(at) for at in (ends - halves)[:-1] / whole * length_s]


def _pauses(samples: Samples, rate: int) -> list[tuple[float, float]]:
    """Quiet stretches inside the speech, in seconds."""
    window = rate * _WINDOW_MS // 1000
    blocks = samples[: len(samples) // window * window].reshape(-1, window)
    level = np.sqrt(np.mean(np.square(blocks), axis=1))
    is_quiet = level < np.percentile(level, 95) * _QUIET if len(level) else np.zeros(0, bool)
    edges = np.flatnonzero(np.diff(np.concatenate([[0], is_quiet.astype(np.int8), [0]])))
    step = _WINDOW_MS / 1000
    found = [(int(a) * step, int(b) * step) for a, b in edges.reshape(-1, 2) if a and b < len(level)]
    return [(a, b) for a, b in found if (b - a) * 1000 >= _SHORTEST_PAUSE_MS]


def _bounds(expected: Sequence[float], pauses: Sequence[tuple[float, float]]) -> list[tuple[float, float]]:
    """(end of the phrase before, start of the one after) for each expected boundary, in seconds.

    `cost[i][j]` is the least for the first i boundaries and j pauses, each pause taken by one boundary at most.
    """
    count, offered = len(expected), len(pauses)
    cost = np.full((count + 1, offered + 1), np.inf)
    cost[0] = 0.0
    taken = np.zeros((count + 1, offered + 1), bool)
    for i in range(1, count + 1):
        cost[i][0] = cost[i - 1][0] + _UNSNAPPED
        for j in range(1, offered + 1):
            a, b = pauses[j - 1]
            snapped = cost[i - 1][j - 1] + abs((a + b) / 2 - expected[i - 1]) - min(b - a, 0.5) / 2
            skipped = min(cost[i][j - 1], cost[i - 1][j] + _UNSNAPPED)
            taken[i][j] = snapped < skipped
            cost[i][j] = min(snapped, skipped)
    found: list[tuple[float, float] | None] = [None] * count
    i, j = count, offered
    while i and j:
        if taken[i][j]:
            found[i - 1] = pauses[j - 1]
            i, j = i - 1, j - 1
        elif cost[i][j] == cost[i][j - 1]:
            j -= 1
        else:
            i -= 1
    return _in_order(expected, found)


def _in_order(
    expected: Sequence[float], found: Sequence[tuple[float, float] | None]
) -> list[tuple[float, float]]:  # fmt: skip
    """Boundaries without a pause lie where they were expected, moved between their neighbours where those crossed."""
    bounds: list[tuple[float, float]] = []
    for number, (at, pause) in enumerate(zip(expected, found, strict=True)):
        before = bounds[-1][1] if bounds else 0.0
        after = next((one[0] for one in found[number + 1 :] if one), None)
        if pause is None:
            waiting = sum(1 for one in found[number + 1 :] if one is None) + 2
            high = after if after is not None else max(at, before)
            within = before + (high - before) / waiting if not before < at < high else at
            pause = (within, within)
        bounds.append(pause)
    return bounds
