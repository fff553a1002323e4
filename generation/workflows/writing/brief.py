"""From what was asked for to a brief: whose advert it is, for what, to whom, in which colours and tone."""

import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from generation.workflows.writing.trades import OTHER, TRADES, Trade

_WORD = re.compile(r"[a-z][a-z'-]+")
_HEX = re.compile(r"#[0-9a-fA-F]{6}\b")
# A name as concepts give it: in quotes, or capitalised after a word that introduces one.
_QUOTED = re.compile(r"[\"“«]([^\"”»\n]{2,48})[\"”»]")
_NAMED = re.compile(
    r"\b(?i:for|by|from|of|called|named|brand|introducing|meet)\s+"
    r"((?:[A-Z][\w'&.-]*|[A-Z]{2,})(?:\s+(?:[A-Z][\w'&.-]*|&|and(?=\s[A-Z])|of(?=\s[A-Z])))*)"
)
_FIRST = re.compile(r"^((?:[A-Z][\w'&-]*\s+){0,3}[A-Z][\w'&-]*)(?:[,:]| is\b| —| - )")
_AUDIENCE = re.compile(r"\bfor\s+((?:[a-z][\w'-]*\s+){0,4}(?:people|parents|women|men|teams|families|students|owners|"
                       r"runners|travellers|travelers|campers|couples|founders|buyers|beginners|professionals|"
                       r"commuters|lovers|kids|children|mothers|fathers|everyone|businesses|companies|managers)"
                       r"(?:\s+who\s+[^,.;]{3,60})?)")  # fmt: skip
_NOT_NAMES = frozenset(
    """
    Ramadan Eid Christmas Easter Diwali Instagram TikTok YouTube Facebook Google AI English Arabic Monday Friday
    Black Luxury The A An Our Ad
    """.split()  # noqa: SIM905 - read as words
)

COLORS: dict[str, str] = {
    "golden": "#d2a13c", "gold": "#d2a13c", "amber": "#d08a2a", "copper": "#b3683a", "bronze": "#9a6b3a",
    "red": "#b8322f", "crimson": "#a3202f", "burgundy": "#6d1f33", "pink": "#d17b94", "rose": "#c9717f",
    "orange": "#dd7a2b", "yellow": "#e2b93b", "green": "#3f8a57", "emerald": "#1f7a5a", "olive": "#7c7f3c",
    "sage": "#8aa287", "teal": "#1f7f80", "turquoise": "#2aa0a5", "blue": "#2f62a8", "navy": "#1d3156",
    "cobalt": "#2746a6", "indigo": "#3f3d8f", "purple": "#6a3f8f", "violet": "#7a4fa3", "lavender": "#9b8fc4",
    "brown": "#7a4e2f", "chocolate": "#5d3a26", "beige": "#cdb796", "cream": "#e4d6b8", "silver": "#9aa3ad",
    "black": "#1d1f24", "white": "#e9e6df", "charcoal": "#33373d",
}  # fmt: skip

# What a tone is called, and what it does to pace, voice and picture.
TONES: dict[str, tuple[str, ...]] = {
    "luxurious": ("luxury", "luxurious", "premium", "elegant", "exclusive", "refined", "haute"),
    "playful": ("playful", "fun", "funny", "witty", "cheeky", "quirky", "young"),
    "bold": ("bold", "energetic", "powerful", "loud", "urgent", "disruptive", "edgy"),
    "warm": ("warm", "friendly", "cozy", "cosy", "honest", "family", "human", "kind"),
    "expert": ("expert", "professional", "corporate", "technical", "precise", "exact", "confident", "executive"),
    "calm": ("calm", "minimal", "quiet", "zen", "gentle", "slow", "serene", "natural"),
}
VOICES: dict[str, str] = {
    "luxurious": "a low, warm woman, unhurried", "playful": "a bright young woman", "bold": "a deep energetic man",
    "warm": "a warm friendly woman", "expert": "a clear, calm man", "calm": "a soft, calm woman",
}  # fmt: skip
_SPARE = frozenset(
    """
    ad ads advert advertisement commercial video film clip campaign spot reel promo for a an the with and of in
    on to our my your tones tone colors colours style about make create new launch us
    """.split()  # noqa: SIM905 - read as words
)


@dataclass(frozen=True)
class PageFact:
    """Something a page says, word for word; `kind` as in a digest, and "offer" for a price or a promise of the page.

    What comes from the knowledge base names its document, and characters [start, end) of the text there.
    """

    kind: str
    text: str
    speaker: str = ""
    url: str = ""
    document_id: str = ""
    start: int = 0
    end: int = 0


@dataclass(frozen=True)
class Brief:
    """`name` is "" where nobody gave one; `thing` is what the picture maker is asked to show."""

    name: str
    noun: str
    thing: str
    trade: str
    concept: str
    scene: str
    audience: str
    tone: str
    tone_words: str
    colors: tuple[str, ...]
    language: str = "en"
    site: str = ""
    call: str = ""
    facts: tuple[PageFact, ...] = ()
    forbidden: tuple[str, ...] = ()
    industry: str = ""
    url: str = ""
    page_title: str = field(default="")

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)

    def cited(self, fact: PageFact) -> dict[str, Any]:
        """What a line that says `fact` stands on."""
        if not fact.document_id:
            return {"text": fact.text, "url": self.url, "speaker": fact.speaker or None}
        where = {"documentId": fact.document_id, "start": fact.start, "end": fact.end}
        return {"text": fact.text, "url": fact.url or None, "speaker": fact.speaker or None, **where}

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> "Brief":
        facts = tuple(PageFact(**fact) for fact in data.get("facts", ()))
        lists = {name: tuple(data.get(name, ())) for name in ("colors", "forbidden")}
        return cls(**{**data, **lists, "facts": facts})


def read_brief(
    *,
    concept: str = "",
    profile: dict[str, Any] | None = None,
    page: dict[str, Any] | None = None,
    facts: Sequence[PageFact] = (),
) -> Brief:
    """The brief of a request. The concept wins over the page, the page over the profile in what it is about; the
    profile wins in whose it is. `page` is what `landing.read_landing` found."""
    profile, page = profile or {}, page or {}
    about = " ".join(part for part in (concept, page.get("title") or "", page.get("description") or "") if part)
    whole = " ".join(part for part in (about, profile.get("industry", ""), *(page.get("headings") or [])[:6]) if part)
    trade, word = trade_of(about, then=whole)
    words = " ".join((concept, profile.get("tone", "")))
    tone = tone_of(concept) or tone_of(profile.get("tone", "")) or "warm"
    return Brief(
        name=_name(concept, profile, page),
        noun=thing_of(about, trade, word),
        thing=thing_of(about, trade, word),
        trade=trade.key,
        concept=concept.strip(),
        scene=scene_of(concept, _name(concept, {}, {})),
        audience=audience_of(concept) or profile.get("target_audience", ""),
        tone=tone,
        tone_words=words.strip(),
        colors=colors_of(concept, profile.get("colors") or (), page.get("themeColor") or "", trade),
        site=page.get("host", ""),
        call=(page.get("calls") or [""])[0],
        facts=tuple(facts),
        forbidden=tuple(profile.get("constraints") or ()),
        industry=profile.get("industry", ""),
        url=page.get("url", ""),
        page_title=page.get("title") or "",
    )


def trade_by_key(key: str) -> Trade:
    return next((trade for trade in TRADES if trade.key == key), OTHER)


def trade_of(text: str, *, then: str = "") -> tuple[Trade, str]:
    """The trade that a text is about and the word that tells it; `then` is asked where the text says nothing."""
    for plain in (f" {' '.join(_WORD.findall(text.lower()))} ", f" {' '.join(_WORD.findall(then.lower()))} "):
        best: tuple[float, Trade, str] | None = None
        for trade in TRADES:
            for rank, word in enumerate(trade.words):
                times = plain.count(f" {word} ") + plain.count(f" {word}s ")
                score = times * (2.0 - rank / len(trade.words)) * (1.3 if " " in word else 1.0)
                if times and (best is None or score > best[0]):
                    best = (score, trade, word)
        if best is not None:
            return best[1], best[2]
    return OTHER, ""


def thing_of(text: str, trade: Trade, word: str) -> str:
    """What is sold: the trade's own word, or, where that says what one does with it, another trade's before "for"."""
    if word and word not in trade.doings:
        return word
    head = re.split(r"\b(?:for|by|from|with)\b", text.lower())
    told = [known for one in TRADES for known in one.words if known not in one.doings]
    for part in head:
        if found := [known for known in told if re.search(rf"\b{re.escape(known)}s?\b", part)]:
            return max(found, key=lambda known: part.rfind(known))
    return trade.noun


def tone_of(text: str) -> str:
    plain = set(_WORD.findall(text.lower()))
    return next((tone for tone, words in TONES.items() if not plain.isdisjoint(words)), "")


def audience_of(concept: str) -> str:
    found = _AUDIENCE.search(concept)
    return found[1].strip() if found else ""


def colors_of(concept: str, own: Sequence[str], theme: str, trade: Trade) -> tuple[str, ...]:
    """At most four: those that the concept names, the brand's, the page's, and else the trade's."""
    named = [*(_HEX.findall(concept)), *(COLORS[word] for word in _WORD.findall(concept.lower()) if word in COLORS)]
    found = [*named, *own, *([theme] if _HEX.fullmatch(theme or "") else [])] or list(trade.colors)
    return tuple(dict.fromkeys(color.lower() for color in found))[:4]


def is_color(value: Any) -> bool:
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def scene_of(concept: str, name: str) -> str:
    """The concept as the picture maker reads it: without the words about adverts, and without the name."""
    words = re.findall(r"[\w'-]+", concept.replace(name, " ") if name else concept)
    return " ".join(word for word in words if word.lower() not in _SPARE)[:200]


def _name(concept: str, profile: dict[str, Any], page: dict[str, Any]) -> str:
    if quoted := _QUOTED.search(concept):
        return quoted[1].strip()
    for pattern in (_NAMED, _FIRST):
        for found in pattern.finditer(concept):
            name = found[1].strip(" .,&")
            if (name.split()[0] not in _NOT_NAMES and not name.isupper()) or (name.isupper() and len(name) > 3):
                return name
    return str(profile.get("name") or page.get("siteName") or "").strip()
