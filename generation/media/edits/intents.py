"""From a prompt to operations: what is asked for and how strongly, and what is asked for but cannot be done."""

import re
from dataclasses import dataclass, field

from generation.media.edits.vocabulary import FILLER, HUES, NEGATION, PHRASES, STRENGTHS
from wire.errors import ProviderRejected

POSSIBLE = (
    "change light and colour (brighter, warmer, black and white, teal and orange, another colour for a thing), the "
    "hour (golden hour, dusk, night), the weather (rain, snow, fog, storm), the sky, blur, pixelate or sharpen, remove "
    "what is in the box, write words in quotation marks, change speed (slower, faster, reverse, freeze), or restyle "
    "the picture (sketch, watercolour, oil, comic, old film, grain)"
)
MOST_LETTERS = 4000
_QUOTED = re.compile(r"\"([^\"\n]{1,120})\"|“([^”\n]{1,120})”|«([^»\n]{1,120})»|(?<!\w)'([^'\n]{2,120})'(?!\w)")
_CLAUSES = re.compile(r"[,.;!?\n]+|\b(?:and then|then|and|but|plus|also|while|as well as)\b")
_ACTING = re.compile(
    r"\b(smil\w+|danc\w+|talk\w*|speak\w*|sing\w*|run(?:s|ning)?|walk\w*|jump\w*|fly(?:ing)?|wav(?:e|es|ing)|laugh\w*|cry\w*|"
    r"look at|turn (?:his|her|their) head|younger|older|happier|sadder|angr\w+|fight\w*|kiss\w*|explod\w+|burn\w*)\b"
)
_ADDING = re.compile(r"\b(add|insert|put|place|include|create|generate|introduce|spawn|draw)\b")
_SWAPPING = re.compile(r"\b(replace|swap|exchange|turn .+ into|transform|morph)\b")


@dataclass(frozen=True)
class Operation:
    """One thing to do. `strength` is 1 as usual; `amount` a factor of speed; `colour` a name; `text` words to write."""

    kind: str
    strength: float = 1.0
    target: str = ""
    colour: str = ""
    text: str = ""
    amount: float = 0.0


@dataclass(frozen=True)
class Reading:
    """What a prompt means. `unsupported` are whole sentences for whoever wrote it."""

    operations: tuple[Operation, ...]
    unsupported: tuple[str, ...] = ()

    def has(self, *kinds: str) -> bool:
        return any(operation.kind in kinds for operation in self.operations)


@dataclass
class _Prompt:
    text: str
    quoted: list[str] = field(default_factory=list)
    taken: list[tuple[int, int]] = field(default_factory=list)

    def is_free(self, start: int, end: int) -> bool:
        return all(end <= first or start >= last for first, last in self.taken)


def read(prompt: str, *, has_box: bool = False) -> Reading:
    """Reads a prompt in English. `has_box` says whether it is about a part of the picture."""
    text = _prepared(prompt)
    found: list[tuple[int, Operation]] = []
    refused: list[str] = []
    for phrase in PHRASES:
        for match in phrase.pattern.finditer(text.text):
            start, end = match.span()
            if start == end or not text.is_free(start, end):
                continue
            text.taken.append((start, end))
            if phrase.kind not in ("remove", "unweather") and NEGATION.search(text.text[:start]):
                continue
            operation, problem = _operation(phrase.kind, match, text, has_box)
            if operation:
                found.append((start, operation))
            if problem:
                refused.append(problem)
    operations = _tidied([operation for _, operation in sorted(found, key=lambda one: one[0])])
    refused += _left_over(text, has_box)
    return Reading(operations, tuple(dict.fromkeys(refused)))


def possible(prompt: str, *, has_box: bool) -> Reading:
    """As `read`. Raises ProviderRejected when nothing of it can be done, with `unsupported` and `possible`."""
    reading = read(prompt, has_box=has_box)
    if not reading.operations:
        raise rejected(reading)
    return reading


def rejected(reading: Reading) -> ProviderRejected:
    why = " ".join(reading.unsupported) or "The prompt names nothing that can be done here."
    message = f"{why} What can be done: {POSSIBLE}."
    return ProviderRejected(message[:1500], unsupported=list(reading.unsupported), possible=POSSIBLE)


def _prepared(prompt: str) -> _Prompt:
    """Lower case, with what stands in quotation marks put aside so that it is not read as an order."""
    quoted: list[str] = []

    def aside(match: re.Match[str]) -> str:
        quoted.append(next(group for group in match.groups() if group is not None).strip())
        return f" \0{len(quoted) - 1}\0 "

    text = _QUOTED.sub(aside, prompt[:MOST_LETTERS].replace("’", "'").replace("\0", " "))
    return _Prompt(re.sub(r"[ \t]+", " ", text).lower().strip(), quoted)


def _operation(kind: str, match: re.Match[str], text: _Prompt, has_box: bool) -> tuple[Operation | None, str]:
    groups = {name: value for name, value in match.groupdict().items() if value}
    target = groups.get("target", "").strip()
    strength = _strength(text.text, match)
    if kind == "text":
        words = text.quoted[int(groups["text"])]
        return (Operation("text", text=words), "") if words else (None, "")
    if kind == "unweather":
        return None, f"It cannot take {target} out of a picture; it can make the light sunnier or the contrast higher."
    if kind == "remove" and not has_box:
        return None, f"To remove {_the(target)}, draw a box around it: where it is has to be shown."
    if kind == "sky":
        return Operation("sky", strength, target=groups.get("sky", groups.get("sky2", "")).strip()), ""
    amount = _amount(groups.get("amount") or groups.get("amount2") or groups.get("amount3") or "", kind)
    colour = groups.get("colour", groups.get("colour2", ""))
    if kind == "recolour" and target in ("it", "everything", "picture", "scene", "image", "video", "whole thing"):
        kind = "recolour" if has_box else "tint"
    if kind == "recolour" and not has_box and not any(word in HUES for word in target.split()):
        return (
            None,
            f"To recolour {_the(target)}, draw a box around it, or say what colour it has now (“the red {target}”).",
        )
    return Operation(kind, strength, target=target, colour=colour, amount=amount), ""


def _the(target: str) -> str:
    return f"the {target}" if target else "something"


def _strength(text: str, match: re.Match[str]) -> float:
    """By the adverbs in it, up to three words before it, or right behind it."""
    before = " ".join(re.split(r"[,.;]| and ", text[: match.start()])[-1].split()[-3:])
    behind = " ".join(re.split(r"[,.;]| and ", text[match.end() :])[0].split()[:1])
    near = f"{before} {match.group()} {behind}"
    return next((value for pattern, value in STRENGTHS if pattern.search(near)), 1.0)


_FACTORS = {"quarter": 0.25, "half": 0.5, "double": 2.0, "triple": 3.0}


def _amount(said: str, kind: str) -> float:
    """A factor of speed: "50%", "2x", "half"; 0 when none is said."""
    if not said:
        return 0.0
    if said in _FACTORS:
        return _FACTORS[said]
    number = float(said.rstrip("%x ") or 0) if re.fullmatch(r"\d*\.?\d+ ?[%x]?", said) else 0.0
    factor = number / 100 if said.endswith("%") else number
    if kind == "slow" and factor > 1:
        factor = 1 / factor
    return min(max(factor, 0.1), 10.0) if factor else 0.0


# Of two that exclude each other, the one that says more stays.
_OUTWEIGHED = {
    "rain": ("storm",), "darken": ("night", "noir", "dusk", "storm"), "dusk": ("night",), "overcast": ("rain", "snow"),
    "warm": ("golden_hour",), "blur": ("background_blur", "tilt_shift", "motion_blur", "pixelate"),
    "contrast": ("flat",),
    "saturate": ("desaturate", "black_and_white", "noir"), "sunny": ("golden_hour",), "cool": ("night",),
    "tint": ("teal_orange",), "golden_hour": ("sky",), "cinematic": ("teal_orange",),
    "fast": ("reverse",), "brighten": ("spotlight",), "black_and_white": ("noir", "grey_background"),
}  # fmt: skip


def _tidied(operations: list[Operation]) -> tuple[Operation, ...]:
    kinds = {operation.kind for operation in operations}
    kept: dict[tuple[str, str, str], Operation] = {}
    for operation in operations:
        if kinds & set(_OUTWEIGHED.get(operation.kind, ())):
            continue
        kept.setdefault((operation.kind, operation.target, operation.text), operation)
    return tuple(kept.values())


def _left_over(text: _Prompt, has_box: bool) -> list[str]:
    """A sentence for each clause that asks for something and of which nothing was understood."""
    said: list[str] = []
    at = 0
    edges = [*((match.start(), match.end()) for match in _CLAUSES.finditer(text.text)), (len(text.text),) * 2]
    for start, end in edges:
        clause = text.text[at:start].strip()
        is_untouched = text.is_free(at, start)
        at = end
        words = [word for word in re.findall(r"[a-z']+", clause) if word not in FILLER]
        if (words and is_untouched) or (_ACTING.search(clause) and not is_untouched):
            said.append(_why_not(clause))
    return said


def _why_not(clause: str) -> str:
    shown = clause if len(clause) <= 80 else clause[:77] + "…"
    if _ACTING.search(clause):
        return f"Not done: “{shown}”. It cannot change what people or things do."
    if _SWAPPING.search(clause):
        return f"Not done: “{shown}”. It cannot put one thing in another's place; it can remove or recolour it."
    if _ADDING.search(clause):
        return f"Not done: “{shown}”. It cannot draw new things into the picture; it can add weather, light and words."
    return f"Not done: “{shown}”. It is not among what can be done here."
