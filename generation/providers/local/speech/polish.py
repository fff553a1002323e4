"""Raw speech to finished speech: silences as a reader would leave them, rumble out, level set."""

from dataclasses import dataclass, field

import numpy as np

from generation.providers.local import pcm
from generation.providers.local.pcm import Samples

LUFS = -16.0
HIGH_PASS_HZ = 80.0
COMMA_MS = (150, 250)
# Silence after a mark that ends a breath, in ms.
PAUSES_MS = {".": 420, "?": 450, "!": 420, "…": 500, "¶": 800, ";": 320, ":": 300, "—": 280, ",": 200, "": 60}
_GLIDE_DB = 2.0
_WINDOW_MS = 10
_QUIET_DB = -42.0  # below the utterance's loud parts; a breath is quieter, a final fricative is not
_LEAD_MS, _TAIL_MS = 20, 60
_SHORTEST_PAUSE_MS = 80  # the closure of a stop consonant is shorter


@dataclass
class Take:
    """`samples` (mono) with `spans`: start and end of each phrase in samples; `marks` are other places that stay where
    they are in the sound."""

    samples: Samples
    spans: list[tuple[int, int]]
    marks: list[int] = field(default_factory=list)


def trim(take: Take, rate: int) -> Take:
    """Cut silence at both ends, leaving the onset and the decay of the last sound."""
    loud = np.flatnonzero(_envelope(take.samples, rate) > _threshold(take.samples, rate))
    if not len(loud):
        return take
    window = rate * _WINDOW_MS // 1000
    start = max(0, loud[0] * window - rate * _LEAD_MS // 1000)
    end = min(len(take.samples), (loud[-1] + 1) * window + rate * _TAIL_MS // 1000)
    kept = pcm.fade(take.samples[start:end], rate, in_ms=5, out_ms=25)
    spans = [(min(max(a - start, 0), len(kept)), min(max(b - start, 0), len(kept))) for a, b in take.spans]
    spans[0] = (loud[0] * window - start, spans[0][1])  # the network counts a soft onset to the padding before it
    spans[-1] = (spans[-1][0], min(len(kept), (loud[-1] + 1) * window - start))
    return Take(kept, spans, [min(max(mark - start, 0), len(kept)) for mark in take.marks])


def pause_ms(mark: str, factor: float = 1.0) -> int:
    """The silence to lay between two takes for `mark`, beside what `trim` leaves of the decay and the onset."""
    return max(0, round(PAUSES_MS[mark] * factor) - _LEAD_MS - _TAIL_MS)


def pace_commas(take: Take, rate: int, gaps: list[bool], factor: float = 1.0) -> Take:
    """Stretch or cut the silence between neighbouring phrases into COMMA_MS where `gaps` says a comma stands.

    Sound is only ever cut or spread where it is quiet; a comma that the voice runs over is left alone.
    """
    threshold = _threshold(take.samples, rate)
    pieces: list[Samples] = []
    spans = [list(span) for span in take.spans]
    low, high = (round(rate * ms * factor / 1000) for ms in COMMA_MS)
    cursor = moved = 0
    edits: list[tuple[int, int]] = []  # where silence was let in or, with fewer than none, cut out
    for index, is_comma in enumerate(gaps):
        spans[index][1] += moved
        quiet = _pause(take, index, rate, threshold) if is_comma else None
        if quiet is not None:
            start, end = quiet
            spans[index][1] = start + moved  # where the pause really begins: better than the network's own count
            middle, length = (start + end) // 2, end - start
            if length < low:
                pieces += [take.samples[cursor:middle], np.zeros(low - length)]
                cursor, moved = middle, moved + low - length
                edits.append((middle, low - length))
            elif length > high:
                excess = length - high
                pieces.append(take.samples[cursor : middle - excess // 2])
                cursor, moved = middle - excess // 2 + excess, moved - excess
                edits.append((middle - excess // 2, -excess))
            spans[index + 1][0] = end
        spans[index + 1][0] += moved
    spans[-1][1] += moved
    pieces.append(take.samples[cursor:])
    marks = [mark + sum(_shift(mark, at, by) for at, by in edits) for mark in take.marks]
    return Take(np.concatenate(pieces), [(a, b) for a, b in spans], marks)


def _shift(mark: int, at: int, by: int) -> int:
    """How far an edit at `at` moves a mark; one inside of what was cut lands on the cut."""
    return 0 if mark <= at else by if by > 0 else max(by, at - mark)


def snap(take: Take, rate: int) -> Take:
    """Pull phrase ends back to where the sound really stops, when the network counts silence to the last symbol."""
    envelope, threshold = _envelope(take.samples, rate), _threshold(take.samples, rate)
    window = rate * _WINDOW_MS // 1000
    spans = []
    for start, end in take.spans:
        loud = np.flatnonzero(envelope[start // window : max(start // window + 1, -(-end // window))] > threshold)
        if len(loud):
            first = start // window + int(loud[0])
            last = start // window + int(loud[-1]) + 1
            start, end = max(start, first * window), min(end, last * window)
        spans.append((start, end))
    return Take(take.samples, spans, take.marks)


def join(takes: list[Take], pauses_ms: list[int], rate: int) -> Take:
    """One take after the other, with the silence after each (but the last) in between."""
    pieces: list[Samples] = []
    spans: list[tuple[int, int]] = []
    marks: list[int] = []
    position = 0
    for index, take in enumerate(takes):
        pieces.append(take.samples)
        spans += [(a + position, b + position) for a, b in take.spans]
        marks += [mark + position for mark in take.marks]
        position += len(take.samples)
        if index < len(takes) - 1:
            silence = rate * pauses_ms[index] // 1000
            pieces.append(np.zeros(silence))
            position += silence
    return Take(np.concatenate(pieces), spans, marks)


def clean(samples: Samples, rate: int) -> Samples:
    """Take the rumble out first: it would hide the silences from everything else here."""
    return pcm.high_pass(samples, rate, hz=HIGH_PASS_HZ)


def finish(samples: Samples, rate: int) -> Samples:
    """Set the level: -16 LUFS, peaks under -1.5 dBFS."""
    return pcm.level(samples, rate, lufs=LUFS)


def level_next(samples: Samples, rate: int, before_db: float) -> tuple[Samples, float]:
    """One chunk of a stream at -16 LUFS, and its gain in dB, which lies within 2 dB of the chunk `before` it (or NaN).

    A chunk too short to be measured takes over the gain.
    """
    measured = pcm.loudness(samples, rate)
    gain_db = LUFS - measured if np.isfinite(measured) else 0.0
    if np.isfinite(before_db):
        reach = _GLIDE_DB if len(samples) >= rate else 0.0
        gain_db = min(max(gain_db, before_db - reach), before_db + reach)
    return pcm.limit(samples * 10 ** (gain_db / 20), rate, ceiling=10 ** (-1.5 / 20)), gain_db


def _envelope(samples: Samples, rate: int) -> Samples:
    window = rate * _WINDOW_MS // 1000
    blocks = samples[: len(samples) // window * window].reshape(-1, window)
    return np.sqrt(np.mean(np.square(blocks), axis=1))


def _threshold(samples: Samples, rate: int) -> float:
    envelope = _envelope(samples, rate)
    return float(np.percentile(envelope, 95) * 10 ** (_QUIET_DB / 20)) if len(envelope) else 0.0


def _pause(take: Take, index: int, rate: int, threshold: float) -> tuple[int, int] | None:
    """The longest quiet stretch around the end of phrase `index`, in samples, if it is long enough to be a pause.

    It is looked for up to half a second before the end: the network counts silence to the last sound before it.
    """
    (begin, end), (following, last) = take.spans[index], take.spans[index + 1]
    reach, window = rate // 2, rate * _WINDOW_MS // 1000
    first = max(end - reach, (begin + end) // 2) // window
    limit = min(following + reach // 2, (following + last) // 2)
    is_quiet = _envelope(take.samples[first * window : limit], rate) <= threshold * 2
    best, run = (0, 0), 0
    for at, quiet in enumerate(is_quiet):
        run = run + 1 if quiet else 0
        if run > best[1] - best[0]:
            best = (at + 1 - run, at + 1)
    if (best[1] - best[0]) * _WINDOW_MS < _SHORTEST_PAUSE_MS:
        return None
    return (first + best[0]) * window, (first + best[1]) * window
