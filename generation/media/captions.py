"""Captions: from phrases as they are spoken to cues on the screen, and to SRT and WebVTT files.

Where to cut is one shortest-path problem over the words: every stretch of words that fits on two lines is a
possible cue, and its cost says how well it reads.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from generation.media.plan import Cue
from generation.providers.base import TimedPhrase

LINE, LINES = 42, 2  # characters a line, lines a cue
WORD_LINE, MOST_WORDS = 14, 3  # of captions word by word
SHORTEST_MS, LONGEST_MS = 1000, 7000
COMFORT_MS = 1400  # shorter cues are read, but in haste
CHAIN_MS = 100  # a smaller gap would flicker: the cue before stays up until the next one
SILENCE_MS = 700  # a cue that spans a longer pause shows words long before they are said

_ENDS_SENTENCE = re.compile(r"[.!?…][\"'”’)\]]*$")
_ENDS_CLAUSE = re.compile(r"[,;:–—][\"'”’)\]]*$")
_FIGURE = re.compile(r"^[(\"'“‘]*[$€£¥#]?\d[\d.,:/–-]*%?$")
_NAME = re.compile(r"^[(\"'“‘]*[A-ZÀ-ÖØ-Þ][\w’'-]*[a-zß-öø-ÿ]?\.?$")
_ABBREVIATION = re.compile(r"^(?:Mr|Mrs|Ms|Dr|Prof|Sir|St|Mt|No|Nos|Fig|vol|p|pp|approx|c|ca)\.$|^[A-Z]\.$")
_LEANING = """
    a an the of to in on at by for with from into over under about and or but nor that which who whose is are was
    were be been has have had will would can could may might must should not no as than if when while my your his
    her its our their this these those more less some every each very
"""
_LEANS_ON_NEXT = frozenset(_LEANING.split())


@dataclass(frozen=True)
class _Word:
    text: str
    start_ms: float
    end_ms: float
    ends_phrase: bool


def cues_from_phrases(phrases: Iterable[TimedPhrase], *, most: int = LINE) -> tuple[Cue, ...]:
    """Cues for phrases that are already in film time and in order.

    Each cue has at most two lines of `most` characters and lasts 1 to 7 s, as far as the pace of speech allows.
    A cue begins and ends with a phrase; only a phrase too long for one cue is cut inside, where the time is
    shared out by characters. Cues never overlap. No word is lost.
    """
    words = _words(phrases, most)
    cuts = _best_cuts(words, most)
    return _timed([words[start:end] for start, end in pairwise(cuts)], most)


def cues_by_word(phrases: Iterable[TimedPhrase], *, most: int = WORD_LINE) -> tuple[Cue, ...]:
    """Cues of one to three words as they are said, at most `most` characters, for captions that keep pace with a voice.

    A phrase's time is shared out by characters. Cues never overlap, and no word is lost.
    """
    cues: list[Cue] = []
    for phrase in phrases:
        groups = _groups(phrase.text.split(), most)
        total = sum(len(group) + 1 for group in groups) or 1
        said, length = 0, phrase.end_ms - phrase.start_ms
        for group in groups:
            start, said = phrase.start_ms + length * said // total, said + len(group) + 1
            cues.append(Cue(start, phrase.start_ms + length * said // total, (group,)))
    return tuple(cue for cue in cues if cue.end_ms > cue.start_ms)


def _groups(words: Sequence[str], most: int) -> list[str]:
    groups: list[str] = []
    for word in words:
        fits = groups and len(groups[-1]) + 1 + len(word) <= most and groups[-1].count(" ") < MOST_WORDS - 1
        if fits and not _ENDS_SENTENCE.search(groups[-1]):
            groups[-1] += f" {word}"
        else:
            groups.append(word)
    return groups


def to_srt(cues: Sequence[Cue]) -> str:
    """The cues as SubRip. Markup characters are kept from being read as tags by a word joiner after them."""
    blocks = []
    for number, cue in enumerate(cues, start=1):
        text = "\n".join(_without_arrow(line).replace("<", "<\u2060").replace("{", "{\u2060") for line in cue.lines)
        blocks.append(f"{number}\n{_clock(cue.start_ms, ',')} --> {_clock(cue.end_ms, ',')}\n{text}\n")
    return "\n".join(blocks)


def to_vtt(cues: Sequence[Cue]) -> str:
    """The cues as WebVTT (W3C), text escaped."""
    blocks = ["WEBVTT\n"]
    for number, cue in enumerate(cues, start=1):
        text = "\n".join(line.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;") for line in cue.lines)
        blocks.append(f"{number}\n{_clock(cue.start_ms, '.')} --> {_clock(cue.end_ms, '.')}\n{text}\n")
    return "\n".join(blocks)


def _without_arrow(line: str) -> str:
    return line.replace("-->", "→")


def _clock(ms: int, mark: str) -> str:
    minutes, rest = divmod(ms, 60_000)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{rest // 1000:02}{mark}{rest % 1000:03}"


# ---------------------------------------------------------------- lines


def _lines(words: Sequence[str], most: int) -> tuple[str, ...] | None:
    """The best break into one or two lines, or None when there is none that fits."""
    whole = " ".join(words)
    if len(whole) <= most:
        return (whole,)
    best: tuple[float, tuple[str, ...]] | None = None
    for at in range(1, len(words)):
        first, second = " ".join(words[:at]), " ".join(words[at:])
        if max(len(first), len(second)) > most:
            continue
        # Even lines, the lower one rather longer, broken where one would breathe.
        cost = float(abs(len(first) - len(second))) + (3 if len(first) > len(second) else 0)
        cost += 12 * _bond(words[at - 1], words[at], starts_sentence=_starts_sentence(words, at - 1))
        if best is None or cost < best[0]:
            best = cost, (first, second)
    return best[1] if best else None


def _starts_sentence(words: Sequence[str], at: int) -> bool:
    return at == 0 or _closes(words[at - 1])


def _closes(word: str) -> bool:
    return bool(_ENDS_SENTENCE.search(word)) and not _ABBREVIATION.match(word)


def _bond(before: str, after: str, *, starts_sentence: bool = False) -> float:
    """How much two words belong together: below 0 for a natural break, 3 for a figure and its unit or a name."""
    if _ABBREVIATION.match(before):
        return 3.0
    if _ENDS_SENTENCE.search(before):
        return -2.0
    if _ENDS_CLAUSE.search(before):
        return -1.0
    if _FIGURE.match(before) or (_FIGURE.match(after) and (_NAME.match(before) or before.lower() in _LEANS_ON_NEXT)):
        return 3.0
    if _NAME.match(before) and _NAME.match(after) and not (starts_sentence and before.lower() in _LEANS_ON_NEXT):
        return 3.0
    if before.lower().strip("\"'“‘(") in _LEANS_ON_NEXT:
        return 1.0
    return 0.0


# ---------------------------------------------------------------- cuts


def _words(phrases: Iterable[TimedPhrase], most: int) -> list[_Word]:
    """Every word with its share of its phrase's time; a word too long for a line comes in pieces."""
    words: list[_Word] = []
    clock = 0.0
    for phrase in phrases:
        pieces = [word[at : at + most] for word in phrase.text.split() for at in range(0, len(word), most)]
        start = max(float(phrase.start_ms), clock)
        clock = end = max(float(phrase.end_ms), start + len(pieces))
        total = sum(len(piece) + 1 for piece in pieces)
        said = 0
        for index, piece in enumerate(pieces):
            began = start + (end - start) * said / total
            said += len(piece) + 1
            words.append(_Word(piece, began, start + (end - start) * said / total, index == len(pieces) - 1))
    return words


def _best_cuts(words: Sequence[_Word], most: int) -> list[int]:
    """Indices at which cues begin, the end included."""
    cost = [0.0] + [math.inf] * len(words)
    came_from = [0] * (len(words) + 1)
    for start in range(len(words)):
        rows, filled = 1, -1
        for end in range(start + 1, len(words) + 1):
            length = len(words[end - 1].text)
            rows, filled = (rows, filled + 1 + length) if filled + 1 + length <= most else (rows + 1, length)
            if rows > LINES:
                break
            total = cost[start] + _cue_cost(words, start, end)
            if total < cost[end]:
                cost[end], came_from[end] = total, start
    cuts = [len(words)]
    while cuts[-1] > 0:
        cuts.append(came_from[cuts[-1]])
    return cuts[::-1]


def _cue_cost(words: Sequence[_Word], start: int, end: int) -> float:
    first, last = words[start], words[end - 1]
    lasts = last.end_ms - first.start_ms
    room = (words[end].start_ms if end < len(words) else math.inf) - first.start_ms
    cost = 10.0  # each cue is one more thing to read
    if min(room, max(lasts, SHORTEST_MS)) < SHORTEST_MS:
        cost += 4000 * (1 - room / SHORTEST_MS) + 400
    elif lasts < COMFORT_MS:
        cost += 8 * (COMFORT_MS - lasts) / COMFORT_MS
    if lasts > LONGEST_MS:
        cost += 2000 + (lasts - LONGEST_MS) / 10
    silence = max(
        (b.start_ms - a.end_ms for a, b in zip(words[start:end], words[start + 1 : end], strict=False)), default=0.0
    )
    if silence > SILENCE_MS:
        cost += 60 + silence / 50
    if end < len(words):
        bond = _bond(last.text, words[end].text, starts_sentence=start == end - 1)
        cost += 15 * max(bond, -1.0) + (0 if last.ends_phrase else 120)
    # Two sentences in one cue are well enough when they are short, but the second gives itself away early.
    cost += 12 * sum(
        1 for word in words[start : end - 1] if _ENDS_SENTENCE.search(word.text) and not _ABBREVIATION.match(word.text)
    )
    return cost


def _timed(groups: Sequence[Sequence[_Word]], most: int) -> tuple[Cue, ...]:
    cues = []
    for index, group in enumerate(groups):
        start, end = group[0].start_ms, group[-1].end_ms
        following = groups[index + 1][0].start_ms if index + 1 < len(groups) else math.inf
        end = min(max(end, start + SHORTEST_MS), start + LONGEST_MS)
        if following - end < CHAIN_MS:
            end = min(following, start + LONGEST_MS)
        begin, stop = round(start), round(min(end, following))
        lines = _lines([word.text for word in group], most)
        if lines and stop > begin:
            cues.append(Cue(begin, stop, lines))
    return tuple(cues)
