"""What the author said about looks and voices, made of use: what must not be seen, brand colours, wished-for voices."""

import re

from generation.providers.base import Gender, Voice

_COLOR = re.compile(r"#[0-9a-fA-F]{6}\b")
_PARTS = re.compile(r"\s*(?:,|;|\band\b|\bwith\b|\bbeside\b|\bin front of\b)\s*")
_FEMALE = re.compile(r"\b(?:female|woman|women|feminine|she|lady)\b", re.I)
_MALE = re.compile(r"\b(?:male|man|men|masculine|he|gentleman)\b", re.I)
_BRITISH = re.compile(r"\b(?:british|uk|english accent|england|en-gb|rp)\b", re.I)
_AMERICAN = re.compile(r"\b(?:american|us|usa|en-us)\b", re.I)
_NOT = re.compile(r"\b(?:no|not|never|avoid|without)\s+(?:a\s+|any\s+)?([\w-]+)", re.I)
_FILLERS = frozenset(["no", "any", "the", "a", "an", "of", "or", "and", "images", "visuals", "pictures", "shots"])


def brand_colors(words: str) -> tuple[str, ...]:
    """The `#rrggbb` colours that the words name, at most three."""
    return tuple(dict.fromkeys(color.lower() for color in _COLOR.findall(words)))[:3]


def allowed(prompt: str, forbidden: list[str]) -> str:
    """The prompt without the parts that mention what must not be seen."""
    words = [re.escape(_singular(word)) for entry in forbidden for word in _content_words(entry)]
    if not words:
        return prompt
    unwanted = re.compile(rf"\b(?:{'|'.join(words)})(?:e?s)?\b", re.I)
    return ", ".join(part for part in _PARTS.split(prompt) if part and not unwanted.search(part))


def _content_words(entry: str) -> list[str]:
    plain = re.findall(r"[a-z][a-z-]+", entry.lower())
    return [
        word for word in plain if word not in {"no", "any", "the", "a", "an", "of", "or", "and", "images", "visuals"}
    ]


def _singular(word: str) -> str:
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def voice_wish(words: str, voice: Voice) -> float:
    """How well a voice answers the author's words about voices: 0 for no words, higher is better.

    Its name or id counts most, then gender and accent, then every word that its own description shares.
    """
    refused = {word.lower() for word in _NOT.findall(words)}
    wanted = _NOT.sub(" ", words)
    score = 0.0
    if re.search(rf"\b(?:{re.escape(voice.name)}|{re.escape(voice.id)})\b", wanted, re.I):
        score += 10
    score += 3 * _agrees(wanted, voice.gender) + 2 * _accent(wanted, voice.locale)
    own = set(re.findall(r"[a-z]{4,}", voice.description.lower())) - {"female", "male", "voice"}
    score += sum(1 for word in set(re.findall(r"[a-z]{4,}", wanted.lower())) if word in own)
    if refused & (own | {voice.gender, voice.name.lower()}) or any(_agrees(word, voice.gender) > 0 for word in refused):
        score -= 8
    return score


def _agrees(words: str, gender: Gender) -> int:
    """1 when the words ask for that gender alone, -1 when for the other alone, 0 otherwise."""
    female, male = bool(_FEMALE.search(words)), bool(_MALE.search(words))
    if female == male or gender == "neutral":
        return 0
    return 1 if (gender == "female") == female else -1


def _accent(words: str, locale: str) -> int:
    british, american = bool(_BRITISH.search(words)), bool(_AMERICAN.search(words))
    if british == american:
        return 0
    return 1 if locale.endswith("GB" if british else "US") else -1
