"""Figures with their units and what they measure, how surprising they are, and the charts made of them."""

import re
from dataclasses import dataclass
from itertools import pairwise

from generation.providers.base import Chart

from . import lexicon

_SMALL: dict[str, float] = {
    word: float(value)
    for value, word in enumerate(
        str.split(
            """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty"""
        )
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_SMALL |= {
    "half": 0.5,
    "a third": 1 / 3,
    "one third": 1 / 3,
    "two thirds": 2 / 3,
    "a quarter": 0.25,
    "three quarters": 0.75,
}
_SCALE = {
    "hundred": 1e2,
    "thousand": 1e3,
    "million": 1e6,
    "billion": 1e9,
    "trillion": 1e12,
    "bn": 1e9,
    "m": 1e6,
    "k": 1e3,
}

_HEDGE = (
    r"(?:(?:(?:about|around|roughly|nearly|almost|approximately|some|only|just|over|under|on average|an"
    r" average of|an estimated"
    r"|more than|less than|fewer than|up to|at least|at most|as many as|as much as|as little as|close to|well over) )*)"
)
_WORDS = "|".join(sorted((w for w in _SMALL if w not in ("one", "zero")), key=len, reverse=True))
_NUMBER = (
    rf"(?P<currency>[$£€¥])?(?P<number>\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|\d+(?:\.\d+)?"
    rf"|(?:{_WORDS})(?:[- ](?:one|two|three|four|five|six|seven|eight|nine)\b)?)"
)
_TAIL = (
    r"(?P<scale>[ -]?(?:hundred|thousand|million|billion|trillion)\b|(?:bn|m|k)\b)?(?P<percent> ?%|"
    r" percent\b| per cent\b)?"
)
FIGURE = re.compile(rf"(?<![\w.,/:-])(?P<hedge>{_HEDGE}){_NUMBER}{_TAIL}(?![\w/:]|[.,]\d)", re.IGNORECASE)

_UNIT_STOP = lexicon.words(
    """in on at by for from with after before but and so when while if as to is are was were be has have had
    will would can could may might that which who whose than it they he she we you not per each or into
    through during over under until since across between there here away above trying past about during
    within without against around near behind beyond because"""
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_COMPARATIVES = lexicon.words("less more fewer lower higher cooler warmer faster slower longer shorter")
CURRENCY_WORDS = lexicon.words("""pounds dollars euros kronor kroner francs yen rupees naira pence cents""")


@dataclass(frozen=True)
class Figure:
    """A figure at `[start, end)`, hedge and measure included; `number_*` is the figure proper as written."""

    start: int
    end: int
    number_start: int
    number_end: int
    value: float
    unit: str
    measure: str
    is_percent: bool
    is_money: bool
    in_words: bool
    surprise: float


def find_figures(text: str, start: int, end: int) -> list[Figure]:
    """Figures of `text[start:end]` in order; years, dates, times, versions, addresses and phone numbers are none."""
    found = []
    for match in FIGURE.finditer(text, start, end):
        if not _is_calendar_or_code(text, match, start, end):
            figure = _measure(text, match, end)
            if figure:
                found.append(figure)
    return found


def _is_calendar_or_code(text: str, match: re.Match[str], start: int, end: int) -> bool:
    number = match.group("number")
    before = text[max(start, match.start("number") - 24) : match.start("number")]
    after = text[match.end() : min(end, match.end() + 24)]
    bare = not (match.group("currency") or match.group("scale") or match.group("percent"))
    if not bare:
        return False
    if _YEAR.fullmatch(number) and not re.match(r" (?:[a-z]{3,}s\b|cubic|square)", after):
        return True
    if re.match(rf"(?:st|nd|rd|th)?\s+(?:of )?{lexicon.MONTH}\b", after) or re.search(
        rf"\b{lexicon.MONTH}\s+$", before
    ):
        return True
    if re.match(
        r" (?:[A-Z][a-z’']+ ){1,2}(?:Place|Court|Close|Hall|House|Quay|Terrace|Row|Drive)\b", after
    ) or re.match(r" past\b", after):
        return True
    if re.match(r"\s?(?:am|pm|a\.m|p\.m|o'clock|o’clock|:\d)", after, re.I):
        return True
    if re.search(
        r"(?:\b(?:version|release|page|section|chapter|figure|table|issue|number|no\.|room|pier|platform"
        r"|route|phase|step|part|level|act|bus|line|world war|v|past)|[#§+])\s*$",
        before,
        re.I,
    ):
        return True
    if (
        re.search(r"\b(?:at|to|until|past|by|from|before|after) $", before)
        and re.match(r"(?: in the |[,.;]| on )", after)
        and len(number) <= 2
    ):
        return True
    if re.match(r" [A-Z][\w'’]+(?: [A-Z][\w'’]+)? ?(?:Street|Road|Lane|Avenue|Square|Way|St|Rd)\b", after):
        return True
    if re.match(r"[ -]\d{3,}", after) or re.search(r"\d[ -]$", before) or re.search(r"[A-Z]-?$", before):
        return True
    if re.search(r"\b(?:code|codes|Python|Windows|Java|UTF|iOS|Android|grit|under|aged|the age of) $", before):
        return True
    if (re.search(r"[A-Z][a-z]+ $", before) and "." in number) or (
        re.search(r"[A-Z][a-z]+, $", before) and after[:1] == ","
    ):
        return True  # "Tidemark 4.2", and an age after a name
    return re.search(r"\b(?:tel|phone|fax)\w*[.: ]*$", before, re.I) is not None


def _value(match: re.Match[str]) -> float:
    number = match.group("number").lower().replace(",", "")
    if number[0].isdigit():
        value = float(number)
    else:
        parts = re.split(r"[- ]", number) if number not in _SMALL else [number]
        value = float(sum(_SMALL.get(part, 0) for part in parts))
    scale = (match.group("scale") or "").strip(" -").lower()
    return value * _SCALE.get(scale, 1.0)


def _measure(text: str, match: re.Match[str], end: int) -> Figure | None:
    in_words = not match.group("number")[0].isdigit()
    words: list[str] = []
    stop = match.end()
    for word in re.finditer(r"[ -]([\w'’]+)", text[match.end() : min(end, match.end() + 60)]):
        gap = match.end() + word.start()
        low = word.group(1).lower()
        compares = bool(words) and words[0].lower() in _COMPARATIVES and low in ("for", "of")
        if gap != stop or (low in _UNIT_STOP and not compares) or len(words) >= (5 if "of" in words or compares else 3):
            break
        if (words and (lexicon.is_finite(low) and not low.endswith("s"))) or low.endswith("ly"):
            break
        if low == "of" and words and words[-1] == "of":
            break
        words.append(word.group(1))
        stop = match.end() + word.end()
    while words and words[-1].lower() in ("of", "the", "a", "an", "their", "its", "our", "this", "more", "other"):
        stop -= len(words[-1]) + 1
        words = words[:-1]
    is_percent = bool(match.group("percent"))
    is_money = bool(match.group("currency")) or bool(words and words[0].lower() in CURRENCY_WORDS)
    if in_words and not words and not match.group("scale"):
        return None
    value = _value(match)
    unit = "%" if is_percent else match.group("currency") or (words[0] if words else "")
    end_of_number = match.end()
    return Figure(
        start=match.start(),
        end=stop,
        number_start=match.start("currency") if match.group("currency") else match.start("number"),
        number_end=end_of_number,
        value=value,
        unit=unit,
        measure=" ".join(words),
        is_percent=is_percent,
        is_money=is_money,
        in_words=in_words,
        surprise=_surprise(text, match, value, is_percent, is_money, in_words),
    )


def _surprise(text: str, match: re.Match[str], value: float, is_percent: bool, is_money: bool, in_words: bool) -> float:
    around = text[max(0, match.start() - 60) : match.end() + 60].lower()
    score = 0.25 if in_words else 0.5
    if is_percent:
        score += 0.25 if value >= 20 or value <= 2 else 0.1
    elif value >= 1000:
        score += 0.15
    if is_money and value >= 1e6:
        score += 0.05
    if re.search(
        r"\b(than|only|less|fewer|half|double|twice|tripled?|record|largest|first|every|per|instead of|from \S+ to)\b",
        around,
    ):
        score += 0.15
    return min(score, 1.0)


_SHOWN = lexicon.words(
    """degrees metres meters kilometres kilos kilometers hours minutes days months years tonnes miles
    milliseconds seconds nights weeks"""
)


def chart_for(text: str, figures: list[Figure], *, label: str) -> Chart | None:
    """The chart that a spoken sentence's figures deserve, or None. `text` is what the offsets index into."""
    strong = [f for f in figures if not f.in_words or f.is_percent or f.is_money]
    if not strong:
        return None
    compare = _comparison(text, strong)
    if compare:
        return compare
    best = max(strong, key=lambda f: (f.surprise, f.value))
    if best.surprise < 0.55:
        return None
    display = text[best.number_start : best.number_end].strip()
    first = best.measure.split(" ")[0] if best.measure else ""
    if first.lower() in CURRENCY_WORDS or first.lower() in _SHOWN:
        display = f"{display} {first}"
    hedge = text[best.start : best.number_start].strip()
    title = _title(text, best, label)
    if not title:
        return None
    is_share = (
        best.is_percent and 0 < best.value <= 100 and re.match(r"\s+of\b", text[best.number_end : best.number_end + 6])
    )
    return Chart(
        kind="share" if is_share else "number",
        title=title,
        values=(best.value,),
        labels=(title,),
        unit=best.unit,
        display=f"{hedge} {display}".strip(),
    )


def _title(text: str, figure: Figure, label: str) -> str:
    """What the figure measures: the words after it that its display does not show, else those before it."""
    words = figure.measure.split()
    if (words and words[0].lower() in _SHOWN | CURRENCY_WORDS) or words[:1] == ["of"]:
        words = words[1:]
    if len(" ".join(words)) > 3 and words[0] != "of" and words[-1].lower() not in ("them", "it", "the", "which"):
        return " ".join(words)
    before = re.split(r"[,;:.!?“”\"]\s*", text[: figure.start])[-1].split()[-4:]
    while before and before[-1].lower() in (
        "by",
        "of",
        "to",
        "in",
        "at",
        "about",
        "with",
        "for",
        "a",
        "the",
        "and",
        "is",
        "are",
    ):
        before = before[:-1]
    while before and before[0].lower() in ("and", "of", "in", "to", "by", "that", "with", "for"):
        before = before[1:]
    if not before:
        head = re.split(r"[,;:.]\s*", text)[0]
        before = head.split() if len(head.split()) <= 4 else []
    found = " ".join(before)
    if re.match(r"(?:He|She|It|They|We|I|This|That|You)\b", found):
        return ""
    return found if len(found) > 3 else label if figure.is_money or figure.is_percent else ""


def _comparison(text: str, figures: list[Figure]) -> Chart | None:
    for first, second in pairwise(figures):
        between = text[first.number_end : second.number_start]
        is_span = re.search(r"\bfrom $", text[max(0, first.start - 5) : first.start]) and re.fullmatch(
            r"[\w ]{0,20}\bto (?:\w+ ){0,2}", between
        )
        against = (
            re.search(r"\b(?:compared with|compared to|up from|down from|against)\b", between) and len(between) < 60
        )
        same = (
            first.unit == second.unit
            or not first.unit
            or (first.is_percent == second.is_percent and not second.measure)
        )
        if (is_span or against) and same and first.value != second.value:
            before, after = (first, second) if is_span else (second, first)
            shows = [text[f.number_start : f.number_end].strip() for f in (before, after)]
            return Chart(
                kind="compare",
                title=second.measure or first.measure or "before and after",
                values=(before.value, after.value),
                labels=("before", "after"),
                unit=before.unit,
                display=f"{shows[0]} → {shows[1]}",
            )
    return None
