"""A pitch deck's argument, from a digest and a script: what each slide says, in the sources' own words. Pure.

Nothing is written for it that a source does not say, but for the eyebrows; the ask is the author's own.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from generation.films.deck_ideas import SlideIdea, spans_of
from generation.films.deck_story import is_story, story_slides
from generation.providers.base import Character, Script

MOST_SLIDES, LEAST_SLIDES = 12, 8
_LONGEST_HEADLINE = 26  # words
_LONGEST_FIGURE = 13  # characters that stand in one line of a quarter of the slide, in a wider type as well

_TROUBLE = re.compile(
    r"\b(?:problem|close[ds]?|closing|lost|loss|lack|fail\w*|dry|shortage|expensive|rising|depend\w*|cannot|risk|"
    r"wait\w*|broken|crisis|struggl\w*|without|declin\w*|delay\w*|fear\w*|forced|costly|slow\w*|worse\w*|threat\w*)\b",
    re.I,
)
# "had never lost a boat": what did not happen is no problem.
_NO_TROUBLE = re.compile(
    r"\b(?:never|not|no|without|nobody|nothing|hardly)\s+(?:\w+\s+)?(?:lost|loss|fail\w*|close[ds]?|risk|wait\w*|broken"
    r"|delay\w*|fear\w*|forced|declin\w*|struggl\w*)\b",
    re.I,
)
_MECHANISM = re.compile(
    r"\b(?:works?|pumps?|uses?|using|through|by means of|system|connects?|turns?|converts?|runs? on|measur\w+|"
    r"combin\w+|then|sends?|lifts?|built|builds|process\w*|sensor\w*|design\w*|method\w*|platform|software|model\w*)\b",
    re.I,
)
_FUTURE = re.compile(
    r"\b(?:will|plans? to|intends?|aims?|next|by (?:19|20)\d\d|vote|scheduled|due|expects?|hopes?)\b", re.I
)
_NUMBER = re.compile(
    r"(?:[$€£]\s?)?\d[\d.,]*\d|\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|third|quarter)\b",
    re.I,
)
_UNIT = re.compile(r"\s?(?:%|percent|per cent|million|billion|thousand)", re.I)
_SHARE = re.compile(r"\b(\d+(?:\.\d+)?)\s?(?:%|percent|per cent) of\b", re.I)


# An outcome that tells what others will do or feel; nobody is asked for anything by it.
_STATE = re.compile(
    r"(?:the |our |more |all )?[\w-]+ (?:will |should |would |to )?(?:want|know|feel|understand|believe|remember|see"
    r"|are|is|have|think|leave|enjoy|learn|like|trust)s?\b",
    re.I,
)
# A quoted sentence whose point stood in the one before.
_HALF = re.compile(r"(?:There (?:is|was|are|were)|Nothing|Nobody|It|That|This)\b")
# Opening hours and the like: "Closed in August" says of nothing that it is a problem.
_BARE = re.compile(r"(?:Open|Free|[A-Z][a-z]+ed)\b")
_ROUGHLY = re.compile(r"\b(?:about|around|nearly|almost|roughly|some|over|more than|up to|at least)\s*$", re.I)


@dataclass
class _Material:
    """The digest's facts, each used once."""

    facts: list[dict[str, Any]]
    script: Script
    used: set[str] = field(default_factory=set)
    shown: set[int] = field(default_factory=lambda: {0})  # the cover shows the first scene

    def of(self, *kinds: str) -> list[dict[str, Any]]:
        return [fact for fact in self.facts if fact["kind"] in kinds and fact["text"] not in self.used]

    def take(self, facts: Sequence[dict[str, Any]]) -> tuple[tuple[str, int, int], ...]:
        self.used.update(fact["text"] for fact in facts)
        return tuple((f["span"]["source_id"], f["span"]["start"], f["span"]["end"]) for f in facts)

    def scene_of(self, facts: Sequence[dict[str, Any]], *, fallback: int) -> int:
        """The scene that tells one of the facts, for its picture fits; another one where that was shown already."""
        count = len(self.script.scenes)
        telling = [
            number
            for number, scene in enumerate(self.script.scenes)
            if any(_overlap(fact["span"], span) for fact in facts for line in scene.lines for span in line.evidence)
        ]
        wanted = [*telling, *((fallback + step) % count for step in range(count))]
        found = next((number for number in wanted if number not in self.shown), wanted[0])
        self.shown.add(found)
        return found


def _overlap(one: dict[str, Any], span: Any) -> bool:
    return one["source_id"] == span.source_id and one["start"] < span.end and span.start < one["end"]


def compose_deck(
    digest: dict[str, Any], script: Script, *, audience: str, objective: str, outcome: str
) -> tuple[SlideIdea, ...]:
    """Eight to twelve slides; fewer only where the sources say too little for more."""
    material = _Material(list(digest["facts"]), script)
    lead = next((fact for fact in material.of("claim", "event") if fact["text"] == digest["thesis"]), None)
    if lead:
        material.take([lead])
    cover = SlideIdea("cover", f"For {audience}", script.title, body=script.logline, scene=0)
    slides = (
        [replace(cover, body=""), *story_slides(script)]
        if is_story(script)
        else [
            cover,
            *_problem(material),
            _thesis(digest, lead, material),
            *_big_figure(material),
            *_how(material),
            *_voice(material),
            *_share(material),
            *_glance(material),
            *_objection(material),
            *_next(material),
        ]
    )
    closing = [
        SlideIdea(
            "ask",
            "What it is for" if _STATE.match(outcome.strip()) else "The ask",
            _sentence(outcome),
            body=_sentence(objective),
            scene=len(script.scenes) - 1,
            from_brief=True,
        ),
        _open_questions(digest),
    ]
    slides = _shortened(slides, MOST_SLIDES - len(closing))
    while (
        len(slides) + len(closing) < LEAST_SLIDES
        and not is_story(script)
        and (more := _statement(material, len(slides)))
    ):
        slides.append(more)
    return (*slides, *(one for one in closing if one.title))


def deck_words(target: dict[str, Any]) -> dict[str, str]:
    """What a deck takes from a plan's target, as `compose_deck` wants it."""
    return {name: target[name] for name in ("audience", "objective", "outcome")}


def _shortened(slides: list[SlideIdea], most: int) -> list[SlideIdea]:
    """Without those that a deck misses least, the second voice first."""
    kept = list(slides)
    for kind in ("quote", "glance", "share"):
        of_kind = [slide for slide in kept if slide.kind == kind]
        if len(kept) > most and len(of_kind) > (kind == "quote"):
            kept.remove(of_kind[-1])
    return kept[:most]


def _sentence(text: str) -> str:
    text = text.strip()
    return text[:1].upper() + text[1:] + ("" if text[-1:] in ".!?…" else ".")


def _problem(material: _Material) -> list[SlideIdea]:
    told = [
        (len(_TROUBLE.findall(_NO_TROUBLE.sub("", f["text"]))), f)
        for f in material.of("event", "claim")
        if not _BARE.match(f["text"])
    ]
    found = sorted((pair for pair in told if pair[0]), key=lambda pair: (-pair[0], -pair[1]["weight"]))
    chosen = sorted((fact for _, fact in found[:2]), key=lambda fact: fact["span"]["start"])
    if not chosen:
        return []
    scene = material.scene_of(chosen, fallback=1)
    spans = material.take(chosen)
    body = chosen[1]["text"] if len(chosen) > 1 else ""
    return [SlideIdea("picture", "The problem", chosen[0]["text"], body=body, scene=scene, spans=spans)]


def _thesis(digest: dict[str, Any], lead: dict[str, Any] | None, material: _Material) -> SlideIdea:
    spans = material.take([lead]) if lead else ()
    return SlideIdea("statement", "In one sentence", digest["thesis"], spans=spans)


def _big_figure(material: _Material) -> list[SlideIdea]:
    for fact in material.of("figure"):
        around = _sentence_around(material, fact)
        if around and _NUMBER.search(fact["text"]) and any(c.isdigit() for c in fact["text"]):
            spans = material.take([fact, around])
            return [SlideIdea("figure", "The figure", around["text"], figure=_with_noun(fact["text"]), spans=spans)]
    return []


def _with_noun(text: str) -> str:
    """The number with what it counts, where both stand in one line: "212 pounds"; else the number alone."""
    number, noun = big_number(text), _label(text).split(" ")[0]
    is_bare = number[-1:].isdigit() and not number.startswith(("$", "€", "£"))
    shown = f"{number} {noun}" if is_bare and text.partition(number)[2].strip().startswith(noun) else number
    return shown.strip() if len(shown) <= _LONGEST_FIGURE else number


def big_number(text: str) -> str:
    """The number of a figure as its source writes it, with the sign or the word that scales it."""
    found = _NUMBER.search(text)
    if not found:
        return text
    unit = _UNIT.match(text, found.end())
    number = found.group() + (unit.group() if unit else "")
    return re.sub(r"\s?(?:percent|per cent)$", "%", number, flags=re.I)


def _sentence_around(material: _Material, figure: dict[str, Any]) -> dict[str, Any] | None:
    told = material.of("claim", "event", "hedge")
    return next((fact for fact in told if _within(figure["span"], fact["span"])), None)


def _within(inner: dict[str, Any], span: dict[str, Any]) -> bool:
    return span["source_id"] == inner["source_id"] and span["start"] <= inner["start"] and inner["end"] <= span["end"]


def _how(material: _Material) -> list[SlideIdea]:
    facts = material.of("claim", "definition")
    scored = sorted(facts, key=lambda f: -(len(_MECHANISM.findall(f["text"])) + 0.5 * f["weight"]))
    chosen = [f for f in scored if _MECHANISM.search(f["text"])][:3]
    if len(chosen) < 2:  # one step explains nothing
        return []
    chosen = sorted(chosen, key=lambda fact: (fact["span"]["source_id"], fact["span"]["start"]))
    scene = material.scene_of(chosen, fallback=1)
    points = tuple((str(number), fact["text"]) for number, fact in enumerate(chosen, start=1))
    return [SlideIdea("steps", "How it works", "", points=points, scene=scene, spans=material.take(chosen))]


def _voice(material: _Material) -> list[SlideIdea]:
    slides: list[SlideIdea] = []
    for fact in material.of("quote"):
        speaker = fact.get("speaker") or ""
        if (
            not speaker
            or speaker in {slide.who for slide in slides}
            or len(fact["text"].split()) < 4
            or _HALF.match(fact["text"])
        ):
            continue
        who = _character(material.script, speaker)
        slides.append(
            SlideIdea(
                "quote", "In their words", fact["text"].rstrip(","), who=speaker,
                role=who.description if who else "", portrait=speaker if who else "", spans=material.take([fact]),
            )
        )  # fmt: skip
        if len(slides) == 2:
            break
    return slides


def _character(script: Script, name: str) -> Character | None:
    return next((character for character in script.characters if character.name == name), None)


def _share(material: _Material) -> list[SlideIdea]:
    """A chart: one of the script's with several values, else a share of a whole that a source tells."""
    for scene in material.script.scenes:
        chart = scene.chart
        if chart and len(chart.values) > 1 and len(chart.labels) == len(chart.values) and min(chart.values) >= 0:
            shown = [f"{value:g} {chart.unit}".strip() for value in chart.values]
            spans = spans_of(scene.lines)[:2]
            points = tuple(zip(shown, chart.labels, strict=True))
            return [SlideIdea("chart", "Compared", chart.title, points=points, values=chart.values, spans=spans)]
    for fact in material.of("hedge", "claim", "event"):
        found = _SHARE.search(fact["text"])
        if found and 0 < float(found.group(1)) <= 100:
            figure = f"{found.group(1)}%"
            values = (float(found.group(1)) / 100,)
            return [
                SlideIdea("share", "The share", fact["text"], figure=figure, values=values, spans=material.take([fact]))
            ]
    return []


def _glance(material: _Material) -> list[SlideIdea]:
    chosen: list[dict[str, Any]] = []
    sentences = [fact for fact in material.facts if fact["kind"] in ("claim", "event", "hedge")]
    points: list[tuple[str, str]] = []
    for fact in material.of("figure"):
        number = big_number(fact["text"])
        if not any(c.isdigit() for c in number) or number in {big_number(f["text"]) for f in chosen}:
            continue
        label = _label(fact["text"])
        around = next((one["text"] for one in sentences if _within(fact["span"], one["span"])), "")
        unit = label.split(" ")[0] if label.lower().split(" ")[0] in _UNITS else ""
        if label and (around or not unit):
            chosen.append(fact)
            shown = f"{number} {unit}".strip()
            points.append((shown if len(shown) <= _LONGEST_FIGURE else number, around if unit else label))
        if len(chosen) == 4:
            break
    if len(chosen) < 2:
        return []
    return [SlideIdea("glance", "At a glance", "", points=tuple(points), spans=material.take(chosen))]


# Words that count nothing by themselves: what they measure stands in the sentence.
_UNITS = frozenset(
    {
        "pounds", "dollars", "euros", "kroner", "francs", "yen", "metres", "meters", "kilometres", "kilometers",
        "miles", "tonnes", "tons", "litres", "kilos", "kilograms", "grams",
        "degrees", "years", "months", "days", "hours", "minutes", "points",
    }
)  # fmt: skip


def _label(text: str) -> str:
    """What a figure counts: its words without the number."""
    found = _NUMBER.search(text)
    if not found:
        return ""
    unit = _UNIT.match(text, found.end())
    before = _ROUGHLY.sub("", text[: found.start()]).strip(" ,")
    after = text[unit.end() if unit else found.end() :].strip(" ,.")
    return f"{before} {after}".strip() if after else ""


def _objection(material: _Material) -> list[SlideIdea]:
    doubts = material.of("hedge")[:2]
    if not doubts:
        return []
    points = tuple(("", fact["text"]) for fact in doubts)
    scene = material.scene_of(doubts, fallback=2)
    return [SlideIdea("points", "The objection", "What speaks against it", points=points, scene=scene,
                      spans=material.take(doubts))]  # fmt: skip


def _next(material: _Material) -> list[SlideIdea]:
    chosen = [fact for fact in material.of("event", "claim") if _FUTURE.search(fact["text"])][:2]
    if not chosen:
        return []
    chosen = sorted(chosen, key=lambda fact: (fact["span"]["source_id"], fact["span"]["start"]))
    scene = material.scene_of(chosen, fallback=len(material.script.scenes) - 1)
    points = tuple(("", fact["text"]) for fact in chosen)
    return [
        SlideIdea(
            "points", "The road ahead", "What comes next", points=points, scene=scene, spans=material.take(chosen)
        )
    ]


def _statement(material: _Material, number: int) -> SlideIdea | None:
    fact = next(iter(material.of("claim", "event", "definition", "quote")), None)
    if fact is None:
        return None
    scene = material.scene_of([fact], fallback=number)
    return SlideIdea(
        "picture", "What the sources say", fact["text"].rstrip(","), scene=scene, spans=material.take([fact])
    )


def _open_questions(digest: dict[str, Any]) -> SlideIdea:
    gaps = tuple(("", gap) for gap in digest.get("gaps", ())[:4])
    return SlideIdea("sources", "Sources", "What this deck rests on", points=gaps)
