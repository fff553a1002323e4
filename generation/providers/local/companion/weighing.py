# ruff: noqa: E501 - lines of speech are read whole
"""Whether a picture can do its work: held against the brief's own particulars, the format, and the other end of the film."""

import re
from dataclasses import dataclass

from generation.providers.local.companion.material import Material, Where
from generation.providers.local.companion.treatment import Beat, Treatment, clock


def _any_of(words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{words})\b", re.I)


_SPEECH = _any_of(
    r"(?:mid-)?(?:sentence|says?|saying|speaks?|speaking|talks?|talking|voice|words?|joke|whisper\w*|call(?:s|ing)?|asks?)"
)
FEELINGS = _any_of(
    r"freedom|hope|love|joy|emotions?|magic|beauty|happiness|passion|innovation|adventure|dreams?|energy|community|success|quality|trust|nostalgia|peace"
)
_WORN = _any_of(
    r"sunsets?|sunrises?|drone|slow[- ]motion|handshakes?|high[- ]fives?|smil(?:e|es|ing)|laughing|lens flare|heartbeat|montage|logo|confetti|hugs?|hugging|walking away"
)
_DOING = re.compile(
    r"(?<!for )(?<!of )(?<!the )\b((?!(?:thing|morning|evening|nothing|something|everything|anything|ceiling|building|during|spring|string|ring|king|wing)\b)[a-z]+ing(?: [\w’'-]+){0,3})",
    re.I,
)
_VERB = re.compile(
    r"\b((?:goes|opens|closes|stops|starts|falls|breaks|turns|lights|looks|walks|comes|leaves|drops|rises|burns|dies|waits|holds|puts|takes|switches|winds|pours|cuts|runs|rolls|rings|locks|empties|fills|appears|vanishes)(?: [\w’'-]+){0,3})",
    re.I,
)
_FAMILIES = (
    "camp tent torch flashlight sleeping stove lantern backpack trail hik", "clock watch tick wind pendulum spring gear hour repair", "bike bicycl wheel chain pedal saddle cycl",
    "coffee cup bean espresso roast barista", "bread dough oven flour bak loaf", "bee hive honey comb smoker beekeep", "sea boat harbour wave fish quay tide",
    "hospital nurse ward patient bed clinic night", "school class pupil chalk teach desk", "lamp light dark lumo bulb switch solar batter", "shop door sign counter key bell shutter",
    "well water pump bucket drought", "music song guitar violin stage choir", "run shoe marathon track breath", "garden soil seed plant spade tree",
)  # fmt: skip


@dataclass(frozen=True)
class Remark:
    """One reason for or against. `mend` says what would take it away, as the end of "I would …"."""

    name: str
    is_good: bool
    text: str
    mend: str = ""


def doing_of(picture: str) -> str:
    """What happens in it: "going dark mid-sentence"; "" where nothing does."""
    seen = re.sub(r"“[^”]*”", "", picture)  # what is written or said does not happen
    found = _DOING.search(seen) or _VERB.search(seen)
    return re.split(r"[,;:]", found[1])[0] if found else ""


def actor_of(picture: str) -> str:
    """Who or what it begins with: "a tent", "her hands"."""
    before = picture.partition(doing_of(picture) or "\0")[0].strip(" ,:;")
    return " ".join(before.split()[:5]) or picture.split(",")[0]


def glance(picture: str) -> str:
    """A picture as it is spoken of in passing: without what follows a colon, and the sound for whatever makes it."""
    head, _, rest = picture.partition(": ")
    if head.startswith("whatever makes"):
        return rest.split(",")[0]
    return head if len(head.split()) > 1 else picture


def stems(text: str) -> set[str]:
    """Words by their beginnings, as far as they mean something."""
    return {
        word[:5] for word in re.findall(r"[a-zà-ÿ]{4,}", text.lower()) if word not in _EMPTY
    }  # "clocks" and "clock" are one


_EMPTY = frozenset(["with", "from", "that", "this", "have", "been", "their", "there", "they", "when", "what", "into", "over", "after", "before", "where", "which", "would", "about", "more", "than", "only", "very", "last", "first", "other", "one’s", "never", "half"])  # fmt: skip


def is_kin(one: str, other: str) -> bool:
    """Whether two texts speak of the same thing: a word in common, or words of one trade."""
    if stems(one) & stems(other):
        return True
    return any(_names(family, one) and _names(family, other) for family in _FAMILIES)


def _names(family: str, text: str) -> bool:
    return bool(re.search(rf"\b(?:{'|'.join(family.split())})", text, re.I))


def weigh(picture: str, where: Where, treatment: Treatment, material: Material) -> list[Remark]:
    """Reasons for and against `picture` at the beginning or the end, the ones against it first."""
    brief = treatment.brief
    beat = treatment.beats[0 if where == "first" else -1]
    remarks = [
        *_happening(picture),
        *_tied(picture, treatment, material),
        *(_too_soon(picture, treatment) if where == "first" else _answering(picture, treatment, material)),
        *_muted(picture, brief.aspect),
        *_empty(picture),
        *_crowded(picture, beat),
    ]
    return sorted(remarks, key=lambda remark: remark.is_good)


def _happening(picture: str) -> list[Remark]:
    doing = doing_of(picture) or ("one thing different" if "one thing different" in picture else "")
    if doing:
        return [Remark("event", True, f"“{doing}” is a thing that one waits for")]
    return [Remark("event", False, f"nothing happens in “{picture}” yet", "let it change while we look, once")]


def _tied(picture: str, treatment: Treatment, material: Material) -> list[Remark]:
    for one in material.particulars:
        if is_kin(picture, one.text):
            return [Remark("tie", True, f"it stands on “{one.text}”, and that is your film's own")]
    if material.lacked:
        the = material.lacked if " " in material.lacked else f"the {material.lacked}"
        return [Remark("tie", False, f"“{material.lacked}” is not in it, and that is what they would recognise themselves by", f"put {the} into the same frame")]  # fmt: skip
    own = material.strongest
    if own is not None:
        return [Remark("tie", False, f"it could open many films; “{own.text}” belongs to yours and is not in it", f"leave one trace of “{own.text}” in the frame")]  # fmt: skip
    fact = treatment.brief.fact("figure", "quote")
    if fact is not None:
        return [Remark("tie", False, f"your source has “{fact.text.strip(' “”,')}”, which is stronger", "let that line stand over it")]  # fmt: skip
    return []


def _too_soon(picture: str, treatment: Treatment) -> list[Remark]:
    short, entrance = treatment.brief.short, treatment.beat("arrival", "turn", "process", "steps")
    if treatment.brief.kind.key in ("portrait", "story", "recruitment") or entrance is None:
        return []
    if re.search(rf"\b{re.escape(short)}\b", picture, re.I):
        return [Remark("name", False, f"it gives away {short} at once", f"keep {short} out of the frame until {clock(entrance.start_s)}")]  # fmt: skip
    return [Remark("name", True, f"{short} is not in it, so they have to stay until {clock(entrance.start_s)} for the answer")]  # fmt: skip


def _answering(picture: str, treatment: Treatment, material: Material) -> list[Remark]:
    first = glance(treatment.beats[0].image)
    if is_kin(picture, first) or re.search(
        r"\b(?:first (?:frame|image|shot)|opening|same frame) again|again\b", picture
    ):
        return [Remark("answer", True, f"it answers the opening, “{first}”")]
    return [Remark("answer", False, f"it does not answer the opening, “{first}”", "come back to that frame first")]


def _muted(picture: str, aspect: str) -> list[Remark]:
    found = _SPEECH.search(picture)
    if not found or aspect != "9:16":
        return []
    return [Remark("muted", False, f"on a phone it runs without sound, and “{found[0]}” is only heard", "caption the line and let the caption break off in the middle of a word")]  # fmt: skip


def _empty(picture: str) -> list[Remark]:
    if found := FEELINGS.search(picture):
        return [Remark("feeling", False, f"“{found[0]}” cannot be filmed", f"name the thing in which one sees {found[0].lower()}")]  # fmt: skip
    if found := _WORN.search(picture):
        return [Remark("worn", False, f"“{found[0]}” has ended a thousand films", "take the second before it or the one after")]  # fmt: skip
    return []


def _crowded(picture: str, beat: Beat) -> list[Remark]:
    events = len(re.findall(r",| and | then ", picture)) + 1
    if events > max(1, beat.seconds // 2):
        return [
            Remark("room", False, f"{events} things in {beat.seconds} s are one too many", "keep the first of them")
        ]
    return []
