# ruff: noqa: E501 - patterns are read by the row
"""What a person wants, read out of what they said: the film's kind, its slots, and what their material proves."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from generation.providers.base import Digest, Fact, Said, SourceText
from generation.providers.local.companion.asking import without_questions
from generation.providers.local.companion.material import Material, read_material, without_proposals
from generation.providers.local.companion.matter import MATTERS, Matter
from generation.providers.local.companion.shapes import KINDS, FilmKind
from generation.providers.local.text.digests import digest
from generation.providers.local.text.staging import place_of
from wire.errors import GenerationFailed

MAX_SOURCE_CHARS = 24_000  # of all sources together: more would keep somebody waiting
MAX_SAID_CHARS = 12_000
_PEOPLE = (
    r"parents?|teenagers?|teens|founders?|managers?|buyers?|engineers?|customers?|students?|teachers?|nurses?|famil(?:y|ies)|runners?|designers?"
    r"|tourists?|travellers?|travelers?|investors?|donors?|kids|children|women|men|people|owners?|developers?|fans|members|professionals?|commuters?|gamers?"
    r"|neighbou?rs?|employees?|staff|beginners?|applicants?|adults|voters?|farmers?|patients?|users?|readers?|viewers?|artists?|musicians?|shoppers?|cyclists?|drivers?"
    r"|executives?|journalists?|graduates?|apprentices?|couples?|pensioners?|seniors?|homeowners?|tenants?|chefs?|cooks?|makers?|residents?|visitors?|lovers|mums?|dads?|mothers?|fathers?|girls?|boys?|everyone|cto'?s?|ceos?|cfos?|marketers?|creators?|photographers?|volunteers?|climbers?|swimmers?|freelancers?|businesses|restaurants|schools|companies|teams"
)  # fmt: skip
_NAMED_PERSON = re.compile(
    r"\b([A-Z][\w’'-]+(?: (?:van|von|de|der|da|al|el))?(?: [A-Z][\w’'-]+){1,2}), (?:\d{1,3}, |(?:an?|the) [\w ’'-]{3,40}, )?(who [^.;:!?\n]{4,140})"
)
_TONES = (
    "warm", "playful", "serious", "premium", "luxurious", "dramatic", "calm", "intimate", "bold", "energetic", "funny", "humorous", "gritty", "elegant", "minimal",
    "minimalist", "hopeful", "melancholic", "honest", "raw", "cinematic", "epic", "urgent", "quiet", "confident", "dark", "bright", "poetic", "dry", "tender", "sober",
    "ironic", "moody", "nostalgic", "uplifting", "inspiring", "understated", "fast", "slow", "tense", "dreamy", "friendly", "optimistic", "witty", "modern", "vintage", "surreal", "lonely",
)  # fmt: skip
_VERTICAL = r"instagram|9:16|vertical|portrait format|tik ?tok|reels?|shorts|stories|snapchat"
_SQUARE = r"1:1|square"
_WIDE = r"16:9|youtube|cinema|tv\b|television|website|landscape|linkedin|trade (?:show|fair)|widescreen"
_NUMBERS = {"half a": 0.5, "a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "ten": 10, "fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "sixty": 60, "ninety": 90}  # fmt: skip
_DURATION = re.compile(
    rf"\b(\d{{1,4}}|{'|'.join(sorted(_NUMBERS, key=len, reverse=True))})[ -]?(seconds?|secs?|sec|s|minutes?|mins?|min)\b", re.I
)  # fmt: skip
_KIN = r"(?:grand)?(?:mother|father|parents|son|daughter)|mum|dad|sister|brother|aunt|uncle|wife|husband"
_END = r"(?=[.;:!?\n]|, (?:and|but|so|with|we|it|in|the|about|not)\b| (?:and it|but it|so that|because|which|that will|on (?:instagram|tiktok|youtube|linkedin)|in \d+|in (?:a|thirty|sixty) )|$)"
_SLOTS: tuple[tuple[str, str], ...] = (
    ("audience", rf"\b(?:(?:target )?audience(?: is|:| are)?|aimed at|aiming at|targeting|targets?|speaks? to|to reach|watched by|viewers are) ([^.;\n]{{3,120}}?){_END}"),
    ("audience", rf"\b(?:need|looking for|hire|hiring|recruit(?:ing)?) ((?:(?!a\b|an\b|the\b|our\b|to\b)[\w'’-]+ ){{0,3}}?(?:{_PEOPLE})(?: (?:who|with|for) [^.,;\n]{{2,60}})?)\b"),
    ("audience", r"\bfor ((?!a |an |the |our |my |me |us |this |it )(?:[\w'’-]+ ){0,2}?[\w'’-]+s who [^.,;\n]{3,60})"),
    ("audience", rf"\bfor ((?:(?!my |the launch|a film|launch)[\w'’-]+ ){{0,5}}?(?:{_PEOPLE})(?: (?:who|in|with|over|under|at|of|aged) [^.,;\n]{{2,60}})?)\b"),
    ("goal", rf"\b(?:goal|objective|aim|purpose)(?: of (?:the|this) \w+)?(?: is|:)(?: to)? ([^.;\n]{{3,160}}?){_END}"),
    ("goal", rf"\b(?:we|i) (?:want|need|would like) (?:people|them|viewers|visitors|parents|customers|everyone|somebody|someone|more people) to ([^.;\n]{{3,120}}?){_END}"),
    ("goal", rf"\b(?:so that|should make) (?:people|they|them|viewers|more people) ([^.;\n]{{3,120}}?){_END}"),
    ("goal", rf"\b(?:they|people|viewers|everyone|customers|visitors|parents) should ((?!know|remember|feel|be|look|see)[^.;\n]{{3,80}}?){_END}"),
    ("message", rf"\b(?:key message|message|takeaway|point|idea|promise|tagline|claim)(?: is|:)(?: that)? [“\"']?([^.;\n“”\"]{{3,180}}?)[”\"']?{_END}"),
    ("message", rf"\b(?:we want to say|it should say|say that|people should (?:know|remember) that) ([^.;\n]{{3,180}}?){_END}"),
    ("tone", rf"\b(?:tone|feel|mood|style)(?: is|:| should be)? ([^.;\n]{{3,80}}?){_END}"),
    ("person", rf"\b(?:about|follows?|starring|stars|featuring|the hero is|protagonist is|main character is) ((?:an? |the |our |my )(?:[\w'’-]+ ){{0,5}}?(?:woman|man|girl|boy|mother|father|grandmother|grandfather|baker|nurse|teacher|farmer|beekeeper|captain|keeper|maker|runner|chef|sailor|doctor|student|widow|sister|brother|daughter|son|detective|dancer|musician|driver|carpenter|potter|engineer|watchmaker|fisherman|swimmer|violinist|pianist|founder)(?: (?:who|whose|that) [^.;\n]{{3,120}}?)?){_END}"),
    ("person", rf"\b((?:my|our) (?:{_KIN}))(?= (?:still|always|never|only|just|[a-z]+(?:s|ed))\b)"),
    ("location", rf"\b(?:shot|filmed|set|takes place|happens|located|location(?: is|:)|we film|it plays) (?:in|at|on|near|by|around)? ?((?:a |an |the |our |my )?[^.,;\n]{{3,60}}?){_END}"),
    ("deadline", rf"\b(?:deadline(?: is|:)|due|by|ready (?:by|on)|airs? on|goes live (?:on|in)|launch(?:es|ing)? (?:on|in)|before|opens on) ((?:the )?(?:end of \w+|next \w+|(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|christmas|easter|\d{{1,2}}(?:st|nd|rd|th)?(?: of)? \w+|(?:january|february|march|april|may|june|july|august|september|october|november|december)\b(?: \d+)?|(?:two|three|four|six|\d+) (?:days?|weeks?|months?)|spring|summer|autumn|winter)){_END}"),
    ("deadline", r"\b(in (?:two|three|four|five|six|eight|\d+) (?:days|weeks|months))\b"),
    ("budget", r"\b(?:budget(?: is|:| of)?[^.\d$€£]{0,20})?((?:[$€£] ?\d[\d,.]*(?: ?(?:k|thousand|million))?|\d[\d,.]* ?(?:k )?(?:dollars|euros|pounds|credits)))"),
    ("budget", r"\b(?:only have|have only|just have|have just|only got) ([^.;?!\n]{3,60})"),
    ("budget", r"\b((?:no|small|tiny|low|zero|tight|big|large) budget)\b"),
    ("avoid", rf"\b(?:avoid|without|don'?t (?:want|show|use)|do not (?:want|show|use)|please no|nothing) (?:any )?([^.;\n]{{3,60}}?){_END}"),
    ("avoid", r"(?:^|[.,;] )no ((?!budget|idea|problem|thanks|it|that|more\b)[a-z-]+(?: (?:or|and) [a-z-]+)?)\b"),
)  # fmt: skip
_SUBJECTS: tuple[str, ...] = (
    r"\b(?:launch(?:ing|es)?|introduc(?:e|ing)|announc(?:e|ing)|promot(?:e|ing)|opening|sell(?:ing)?|unveil(?:ing)?) (?:of )?((?:our|my|a|an|the|their)(?: new)? [^.,;:\n]{2,70}?)(?=[.,;:\n]| (?:for|to|that|which|with|in|on|at|by|who|and we|next|this)\b|$)",
    r"\b(?:film|video|spot|ad|advert|commercial|documentary|trailer|movie|piece|clip|reel|tik ?tok|story|explainer|tutorial|short|something|script|song|portrait) (?:for (?:[\w’'-]+ ){0,3}?[\w’'-]+ about|about|on|for|of) ((?!me\b|us\b|this\b|it\b)[^.,;:\n]{3,90}?)(?=[.,;:\n]| (?:for|to|that|which|in (?:\d|thirty|sixty|a )|on (?:instagram|tiktok|youtube|linkedin|tv)|by|next|this)\b|$)",
    r"\b((?:an?|our|my) (?:[\w’'-]+ ){1,4}(?:called|named) [“\"']?[A-Z][\w’&-]*)",
    r"\b(?:we(?:'re| are)|i(?:'m| am)|we) (?:making|building|opening|make|build|run|brew(?:ing)?|bak(?:e|ing)|grow(?:ing)?|design(?:ing)?|sell(?:ing)?|produc(?:e|ing)) ((?!a (?:film|video|spot|short))[^.,;:\n]{3,70}?)(?=[.,;:\n]| (?:for|to|that|which|with|in|on|at|by)\b|$)",
    r"\b((?:our|my) (?:new )?[^.,;:\n]{3,50}?)(?=[.,;:\n]| (?:is|are|has|helps|makes|lets|needs|turns|opens|launches|for|in|that|which)\b|$)",
    r"\b(?:it(?:'s| is)|this is|the product is|product:|subject:|topic:|about) ((?:an? |the )[^.,;:\n]{3,80}?)(?=[.,;:\n]| (?:for|that|which|to)\b|$)",
)  # fmt: skip
_ENTERED = r"shop|store|hospital|clinic|school|hotel|museum|bakery|restaurant|cafe|café|bar|studio|farm|gym|theatre|library|company|festival|conference|town|village|workshop|office|service|network|club|market|house|home"
_EMPTY_SUBJECTS = re.compile(r"^(?:an? |the |our |my |new )*(?:product|video|film|launch|brand|company|service|thing|project|campaign|idea|product launch|short|movie|event|team|story|website|business|audience|goal|message|tone|budget|deadline|ending|opening|hook|start|beginning|end|title|scene|shot|question|script|shot ?list|brief)s?(?: launch)?(?: video| film)?$", re.I)  # fmt: skip
_FILM_PARTS = re.compile(
    r"(?:the|our|my) (?:hook|opening|ending|beginning|end|start|first|last|title|script|idea|music|sound)\b", re.I
)
_NAME = re.compile(
    r"\b(?:called|named|brand name is|name is) [“\"']?([A-Z][\w'’&-]*(?: (?:&|and|of|the|[A-Z][\w'’-]*)){0,3}(?<! and)(?<! of)(?<! the))"
)
_QUOTED_NAME = re.compile(r"(?:[“\"]|(?<=\s)')([A-Z][^”\"']{1,40})[”\"']")
_APPOSITION = re.compile(
    r"\b(?:[Ll]aunch(?:ing)?|[Ii]ntroduc(?:e|ing)|[Aa]bout|[Ff]or|[Oo]f|[Pp]romoting|[Aa]nnouncing|[Mm]eet) ([A-Z][\w’&-]*(?: [A-Z][\w’&-]*)?), ((?:an?|the|our) (?:[\w’'-]+ ){0,4}?[\w’'-]+)(?=[.,;:\n]| (?:for|that|which|with|who|in|on|at|made|from)\b|$)"
)
_THING_ENDS = r"(?=[.,;:\n]| (?:for|that|which|with|who|in|on|at|made|from|by|is|has|needs)\b|$)"
_NAMED_FIRST = re.compile(
    rf"(?!Hello\b|Hi\b|Hey\b|Dear\b|Thanks\b|Please\b)([A-Z][\w’&-]*(?: [A-Z][\w’&-]*)?)(?:,|:| is| [–—-]) ((?:an?|the|our) (?:[\w’'-]+ ){{0,5}}?[\w’'-]+){_THING_ENDS}"
)
_THING_FIRST = re.compile(rf"((?:an?|our|my|the) [^.,;:\n]{{3,60}}?){_THING_ENDS}", re.I)
_FILM = re.compile(
    r"\b(?:films?|videos?|spots?|ads?|adverts?|commercials?|documentar(?:y|ies)|trailers?|movies?|clips?|reels?|tik ?tok|"
    r"shorts?|series|campaigns?|shots?|scripts?|ideas?|launch|story|stories|look|plan|way|lot|bit|few|little)\b",
    re.I,
)
_ROLES = r"woman|man|girl|boy|mother|father|grandmother|grandfather|baker|nurse|teacher|farmer|beekeeper|captain|keeper|maker|runner|chef|sailor|doctor|student|widow|sister|brother|daughter|son|detective|dancer|musician|driver|carpenter|potter|engineer|watchmaker|fisherman|swimmer|violinist|pianist|founder|artist|couple|twins|gardener|astronaut|robot|postman|luthier|shepherd|refugee|boxer|climber"


@dataclass(frozen=True)
class Brief:
    """What is known. `slots` holds what was said, by name; `facts` what sources and words prove, heaviest first."""

    kind: FilmKind
    matter: Matter
    slots: dict[str, str] = field(default_factory=dict)
    facts: tuple[Fact, ...] = ()
    gaps: tuple[str, ...] = ()
    has_sources: bool = False
    words: str = ""
    material: Material = field(default_factory=Material)

    @property
    def subject(self) -> str:
        """As it can stand in a sentence: "the solar lamp Lumo"."""
        return self.slots.get("subject") or self.kind.noun

    @property
    def short(self) -> str:
        """The name where there is one, else the subject."""
        return self.slots.get("name") or re.sub(r" (?:who|that|which|whose) .*", "", self.subject)

    @property
    def duration_s(self) -> int:
        return int(self.slots.get("duration_s") or self.kind.duration_s)

    @property
    def aspect(self) -> str:
        return self.slots.get("aspect") or "16:9"

    @property
    def person(self) -> str:
        named = self.slots.get("person")
        if not named and "audience" in self.slots and self.kind.key in ("launch", "advert", "instruction", "event"):
            named = re.sub(r"^(?:the )?", "one of the ", self.slots["audience"], count=1)
        if not named and self.kind.key == "recruitment":
            named = (
                f"the newest of the {self.slots['audience']}" if "audience" in self.slots else "the newest of the team"
            )
        return re.sub(r",? (?:who|that|whose|at|in our) .*", "", named).rstrip(" ,") if named else self.matter.person

    @property
    def is_place(self) -> bool:
        """Whether what the film is about can be entered, and not be held."""
        return bool(re.search(rf"\b(?:{_ENTERED})$", self.short, re.I)) or self.matter.key == "place"

    @property
    def stake(self) -> str:
        """What is said of the person, as a clause: "lost half her hives and started again"; "" where nothing is."""
        found = re.search(r"\b(?:who|that) ((?!hates?\b|loves?\b|likes?\b).+)$", self.slots.get("person") or "")
        if found is None:
            return ""
        turning = next((one for one in self.material.particulars if one.tag in ("ends", "lack")), None)
        return turning.text if turning and turning.text in found[1] and "lost" not in found[1] else found[1]

    def fact(self, *kinds: str) -> Fact | None:
        return next((fact for fact in self.facts if fact.kind in kinds and len(fact.text) <= 180), None)

    def missing(self) -> tuple[str, ...]:
        return tuple(slot for slot in self.kind.needs if slot not in self.slots)


def read_brief(said: Sequence[Said], sources: Sequence[SourceText], answered: dict[str, str]) -> Brief:
    """Never fails. Later words win over earlier ones; `answered` are slots that short replies have filled."""
    own = [one.text for one in said if one.speaker in ("user", "system")]
    words = "\n".join(own)[-MAX_SAID_CHARS:]
    slots: dict[str, str] = {}
    for text in own:
        slots |= slots_in(text[:MAX_SAID_CHARS])
    slots |= answered
    readable = [source for source in sources[:4] if source.text.strip()]
    room = MAX_SOURCE_CHARS // max(1, len(readable))
    found = _digest(tuple((source.id, source.text[:room], source.label or "") for source in readable))
    facts = found.facts if found else _own_facts(words)
    text = f"{words}\n{slots.get('subject', '')}"
    if found:
        text = f"{text}\n{found.title}\n{found.thesis}"
        slots.setdefault("subject", _as_subject(found.title))
        slots.setdefault("message", found.thesis)
    if "subject" not in slots and own:
        slots = _opening(own[0].strip()) | slots
    kind = _kind(words, found is not None)
    return Brief(
        kind=kind,
        matter=_matter(slots.get("subject", ""), text, kind),
        slots=slots,
        facts=tuple(facts),
        gaps=found.gaps if found else (),
        has_sources=found is not None,
        words=words,
        material=read_material([one.text for one in said if one.speaker == "user"]),
    )


def slots_in(text: str) -> dict[str, str]:
    """The slots that one message fills; an open question asks, and says nothing of the film."""
    text = without_questions(text)
    found: dict[str, str] = {}
    for slot, pattern in _SLOTS:
        if slot not in found and (match := re.search(pattern, text, re.I)):
            value = _tidy(match[1])
            if slot == "location" and re.match(r"(?:for|with|so|like|as|to)\b", value):
                continue
            found[slot] = value
    plain = without_proposals(text)
    tones = [tone for tone in _TONES if re.search(rf"(?<!not )(?<!no )(?<!too )\b{tone}\b", plain, re.I)]
    if tones and ("tone" not in found or len(found["tone"].split()) > 8):
        found["tone"] = ", ".join(tones[:3])
    if seconds := _duration(text):
        found["duration_s"] = str(seconds)
    for aspect, pattern in (("9:16", _VERTICAL), ("1:1", _SQUARE), ("16:9", _WIDE)):
        if re.search(rf"\b(?:{pattern})", text, re.I):
            found["aspect"] = aspect
            break
    apposed = _APPOSITION.search(text)
    if apposed:
        found["name"], found["subject"] = apposed[1], f"{apposed[1]}, {apposed[2]}"
    elif how := re.search(r"\bhow to ([^.,;\n]{3,70}?)(?=[.,;\n]| (?:for|in (?:\d|a )|on)\b|$)", text, re.I):
        found["subject"] = f"how to {how[1]}"
    elif subject := _subject(text):
        found["subject"] = subject
    if (
        "subject" in found
        and "person" not in found
        and re.match(rf"(?:the|a|an) (?:[\w’'-]+ ){{0,3}}?(?:{_ROLES})\b", found["subject"])
    ):
        found["person"] = found["subject"]
    if named := _NAMED_PERSON.search(text):
        found["person"] = f"{named[1]}, {named[2]}"
    if "person" in found:
        found["person"] = re.sub(r"^(?:my|our) ", "the ", found["person"], flags=re.I)
    if name := _NAME.search(text) or _QUOTED_NAME.search(text):
        found["name"] = name[1].strip()
    return found


def fits(slot: str, text: str) -> bool:
    """Whether a short reply can be the answer to the question for a slot."""
    low, pattern = text.lower(), _FITS.get(slot)
    if not re.search(r"[a-z0-9]{2,}", low):
        return False
    if slot == "person" and re.fullmatch(rf"(?:[\w'’-]+ ){{0,3}}(?:{_PEOPLE})", low) and low.endswith("s"):
        return False
    return pattern is None or bool(re.search(pattern, low))


_FITS = {
    "person": rf"^(?:an?|the|one|my|our|her|his|two|only) |\b(?:{_ROLES})\b|^[a-z]+(?: [a-z]+)?$",
    "location": r"^(?:in|at|on|by|near|inside|outside|under|along|the|an?|our|my) ",
    "deadline": r"\d|week|month|day|january|february|march|april|may|june|july|august|september|october|november|december|christmas|easter|spring|summer|autumn|winter|tomorrow|asap",
    "budget": r"\d|budget|nothing|little|free|cheap|money|credits",
    "tone": r"^(?:[\w-]+(?:,? and |, | but )?){1,6}$",
}  # fmt: skip


def is_audience(text: str) -> bool:
    return bool(
        re.fullmatch(rf"(?:[\w'’-]+ ){{0,4}}(?:{_PEOPLE})(?: (?:who|with|in|at|of|under|over) .*)?", text.lower())
    )


def _subject(text: str) -> str:
    for pattern in _SUBJECTS:
        for match in re.finditer(pattern, text, re.I):
            value = _tidy(match[1])
            if (
                3 <= len(value) <= 90
                and not _EMPTY_SUBJECTS.match(value)
                and not _FILM_PARTS.match(value)
                and not re.match(rf"(?:{_PEOPLE})$", value, re.I)
            ):
                return _as_subject(value)
    return ""


def _opening(text: str) -> dict[str, str]:
    """The slots of a brief that simply begins with its thing: "Lumo, a solar lamp for …", "A solar lamp that …"."""
    named, plain = _NAMED_FIRST.match(text), _THING_FIRST.match(text)
    thing = named[2] if named else plain[1] if plain else ""
    if not thing or _FILM.search(thing) or _EMPTY_SUBJECTS.match(thing):
        return {}
    if named:
        return {"name": named[1], "subject": f"{named[1]}, {thing}"}
    return {"subject": _as_subject(_tidy(thing))}


def _as_subject(text: str) -> str:
    """ "our new oat drink" as the film would say it: "the new oat drink"; names stay names."""
    text = re.sub(r"^(?:our|my|a|an|their) ", "the ", text.strip(" “”\"'"), flags=re.I)
    text = re.sub(r",? (?:called|named) [“\"']?", " ", text)
    return text[:90].replace(" '", " “").replace("' ", "” ") + ("”" if " '" in text and text.count("'") == 1 else "")


def _tidy(text: str) -> str:
    text = re.sub(r"\s+", " ", text).strip(' ,.:;-–—“”"')
    return text.strip("'") if text.count("'") != 1 else text.lstrip("'")


def _duration(text: str) -> int:
    """Seconds, of the last length that was named; 0 for none."""
    seconds = 0
    for match in _DURATION.finditer(text):
        number = _NUMBERS.get(match[1].lower())
        amount = float(match[1]) if number is None else number
        if match[1].lower() == "a" and match[2].lower().startswith("s"):
            continue  # "a second"
        seconds = round(amount * (60 if match[2].lower().startswith("m") else 1)) or seconds
    return min(seconds, 1800)


def _kind(words: str, has_sources: bool) -> FilmKind:
    scores: dict[str, float] = {kind.key: len(re.findall(rf"\b(?:{kind.words})\b", words, re.I)) for kind in KINDS}
    scores["advert"] *= 0.3  # its words ("video", "film") stand in every brief
    scores["event"] *= 0.8
    best = max(KINDS, key=lambda kind: scores[kind.key])
    if scores[best.key] > 0.6:
        return best
    return next(kind for kind in KINDS if kind.key == ("launch" if has_sources else "advert"))


def _matter(subject: str, text: str, kind: FilmKind) -> Matter:
    """What the film is about; a story is about its people, whatever they do."""

    def score(matter: Matter) -> float:
        if not matter.words or kind.key in ("story", "music"):
            return 0.0 if matter.words else 0.5
        pattern = rf"\b(?:{matter.words})\b"
        found = 3.0 * len(re.findall(pattern, subject, re.I)) + min(6, len(re.findall(pattern, text, re.I)))
        found += 3.0 * bool(re.search(rf"{pattern}$", subject, re.I))  # "a solar lamp" is a lamp
        return found * (
            0.5 if matter.key in ("place", "work") and kind.key != "recruitment" else 1.0
        )  # every text has places

    return max(MATTERS, key=score)


def place_in(brief: Brief) -> str:
    """The painter's place that the brief points to."""
    words = f"{brief.slots.get('location', '')} {brief.words}"[:4000]
    place = place_of(words, "") or brief.matter.place
    if place == "solar farm" and not re.search(r"\b(?:farm|panels?|park|field)\b", words, re.I):
        place = brief.matter.place
    return "forest" if re.search(r"\bcamp(?:ers|ing|fire)?\b", words, re.I) and place in ("home", "office") else place


@lru_cache(maxsize=64)
def _digest(sources: tuple[tuple[str, str, str], ...]) -> Digest | None:
    """The writer's digest of the sources; None where they say nothing."""
    if not sources:
        return None
    try:
        return digest(tuple(SourceText(id=id_, text=text, label=label or None) for id_, text, label in sources))
    except GenerationFailed:
        return None


def _own_facts(words: str) -> tuple[Fact, ...]:
    """The figures and quotes in what was said, which are the person's own claims."""
    found = _digest((("said", words, ""),)) if len(words) > 60 else None
    facts = found.facts if found else ()
    return tuple(
        f
        for f in facts
        if (f.kind == "figure" and re.search(r"\d", f.text) and not _is_setting(f.text))
        or (f.kind == "quote" and f.speaker)
    )


def _is_setting(figure: str) -> bool:
    """A length or a format is no fact about the subject."""
    return bool(re.search(r"second|minute|:|^\W*\d{1,2}\W*$|\bcredits\b", figure))
