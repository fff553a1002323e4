"""Titles of two to six words out of the source's own nouns."""

import re
from collections import Counter

from . import lexicon
from .rank import STOP
from .reading import Reading

_CUT = lexicon.words(
    """in on at by for from with after before and to of as is are was were will that which into through under
    over than who where"""
)


def title_of(reading: Reading) -> str:
    """The headline or its strongest part; without a headline, the names and nouns that come up most."""
    headline = re.sub(r"^(?:press release|news|notice|update)\s*[:|–—-]\s*", "", reading.headline, flags=re.I).strip(
        " .:*_"
    )
    headline = re.sub(r"^[\"“‘']([^\"“”’]+)[\"”’']$", r"\1", re.split(r"(?<=[\"”’]): ", headline)[0]).strip(" .")
    if headline.isupper() and len(headline) > 12:
        headline = _title_case(headline.lower())
    headline = re.sub(r"\s*\([^)]*\)", "", headline)
    if _is_generic(headline) or (reading.headline.isupper() and not re.match(r"notice of", headline, re.I)):
        # Notices stack their headings: the kind of paper, the authority, and only then the matter.
        others = [h for h in reading.top_headings[1:] if 2 <= len(h.split()) <= 8 and not _is_generic(h)]
        if others:
            headline = max(others, key=lambda h: len(h.split()))
            headline = _title_case(headline.lower()) if headline.isupper() else headline
    headline = re.sub(r"^(?:public )?notice of (?:the |an? )?", "", headline, flags=re.I)
    words = headline.split()
    if 2 <= len(words) <= 6 and not _is_generic(headline):
        return headline
    if len(words) > 6:
        part = _strong_part(headline)
        if part:
            return part
    found = _from_body(reading)
    if found:
        return found
    return " ".join(words[:6]) if words else _first_words(reading)


def _is_generic(headline: str) -> bool:
    return headline.lower() in (
        "release notes",
        "press release",
        "about us",
        "what's new",
        "public notice",
        "news release",
        "untitled document",
    )


def _strong_part(headline: str) -> str | None:
    before_colon = re.split(r"\s*[:|–—]\s+", headline)[0]
    if 2 <= len(before_colon.split()) <= 6:
        return before_colon
    words = before_colon.split()
    for index, word in enumerate(words[:7]):
        low = word.lower().strip(",")
        if index >= 2 and (lexicon.is_finite(low) or low in _CUT):
            return " ".join(words[:index]).strip(" ,")
        is_noun = index + 1 < len(words) and words[index + 1].lower() in _CUT
        if index and index < 2 and lexicon.is_finite(low) and not is_noun:
            rest = _until_cut(words[index + 1 :])
            return rest if 2 <= len(rest.split()) <= 6 else None
    return None


def _until_cut(words: list[str]) -> str:
    kept: list[str] = []
    for word in words[:6]:
        if kept and word.lower().strip(",") in _CUT:
            break
        kept.append(word.strip(",;"))
    return " ".join(kept)


def _from_body(reading: Reading) -> str | None:
    counts: Counter[str] = Counter()
    for sentence in reading.sentences[:80]:
        weight = 2 if sentence.index < 4 else 1
        for match in re.finditer(r"\b(?:the|a|an|our|its|new) ((?:[a-z][\w'’-]+ ){0,2}[a-z][\w'’-]+)", sentence.text):
            words = match.group(1).split()
            while words and (
                words[-1] in STOP or words[-1] in _CUT or lexicon.is_finite(words[-1]) or words[-1].endswith("ly")
            ):
                words.pop()
            cut = next(
                (
                    i
                    for i, w in enumerate(words)
                    if w in _CUT or w in STOP or (lexicon.is_finite(w) and not w.endswith("s"))
                ),
                len(words),
            )
            for phrase in {" ".join(words[:cut])}:
                if phrase and len(phrase) > 3:
                    counts[phrase] += weight * (2 if " " in phrase else 1)
    names = Counter(
        name
        for cast in reading.casts.values()
        for name in [*cast.organisations, *cast.places]
        if any(name in s.text for s in reading.sentences[:6])
    )
    noun = counts.most_common(1)[0][0] if counts else ""
    name = next((n for n, _ in names.most_common() if len(n.split()) <= 4), reading.place)
    if noun and name and noun.lower() not in name.lower():
        return (
            f"The {_title_case(noun)} of {name}"
            if len(noun.split()) + len(name.split()) <= 4
            and name in {p for c in reading.casts.values() for p in c.places}
            else _title_case(f"the {noun}")
        )
    return name if len(name.split()) >= 2 else _title_case(f"the {noun}") if noun else None


def _first_words(reading: Reading) -> str:
    for sentence in reading.sentences:
        words = re.findall(r"[\w'’-]+", sentence.text)
        if words:
            return " ".join(words[:5])
    return "Untitled"


def _title_case(text: str) -> str:
    small = {"the", "a", "an", "of", "and", "in", "on", "at", "by", "for", "to", "with"}
    words = text.split()
    return " ".join(w if i and w in small else w[:1].upper() + w[1:] for i, w in enumerate(words))
