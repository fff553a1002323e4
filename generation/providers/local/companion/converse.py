# ruff: noqa: E501 - lines of speech are read whole
"""One turn of a conversation: what was said before, what is asked now, and the craft's answer, piece by piece."""

import re
from collections.abc import Iterator
from dataclasses import replace

from generation.providers.base import ChatPiece, ChatRequest
from generation.providers.local.companion import closer
from generation.providers.local.companion.brief import fits, is_audience, read_brief, slots_in
from generation.providers.local.companion.intent import Intent, understand
from generation.providers.local.companion.replies import answer
from generation.providers.local.companion.treatment import Wish, seed_of, treat
from generation.providers.local.companion.turn import DOCUMENT_OF, NEXT_COMPANION, PRICE_OF, SAYS, Turn
from generation.providers.local.companion.voices import cap
from generation.providers.local.text.language import seems_foreign

_CHUNK = 28  # characters, about: what a reader takes in at a glance
_ANSWERABLE = ("subject", "audience", "message", "goal", "location", "person", "tone", "deadline", "budget", "avoid")


def converse(request: ChatRequest) -> Iterator[ChatPiece]:
    """Answer the last message. Text comes in small pieces; data beside it; `notes` last."""
    is_first = not any(one.speaker == "assistant" for one in request.said)
    lead = _lead(request) if is_first else ""
    if lead:
        yield ChatPiece(kind="text", text=lead)  # before the sources are read, which may take longer than a breath
    turn = _open(request)
    intent = understand(turn.text, turn.treatment, is_first=is_first, new_slots=turn.new)
    paragraphs = answer(turn, intent, is_first=is_first)
    yield from _spoken(paragraphs, is_continued=bool(lead))
    yield from _beside(turn, intent)
    turn.notes["wish"] = {
        "seed": turn.wish.seed,
        "approach": turn.wish.approach,
        "duration_s": turn.wish.duration_s,
        "dropped": list(turn.wish.dropped),
        "variants": turn.wish.variants,
    }
    turn.notes["duration_s"] = turn.treatment.duration_s
    yield ChatPiece(kind="notes", data=turn.notes)


def _lead(request: ChatRequest) -> str:
    """What is said before anything was read: which sources are."""
    names = [source.label or "your source" for source in request.sources]
    if not names:
        return ""
    listed = ", ".join(f"“{name}”" for name in names[:3])
    return f"Reading {listed}{' and more' if len(names) > 3 else ''} first."


def _open(request: ChatRequest) -> Turn:
    text = next((one.text for one in reversed(request.said) if one.speaker == "user"), "").strip()
    before = next((one.data for one in reversed(request.said) if one.speaker == "assistant" and one.data), {})
    notes = {"answered": dict(before.get("answered", {})), "asked": list(before.get("asked", [])), "step": int(before.get("step", 0)), "focus": before.get("focus", ""), "aim": before.get("aim", ""), "ever": list(before.get("ever", [])), "because": before.get("because", "")}  # fmt: skip
    new = slots_in(text)
    notes["answered"] |= _replied(text, [*notes["asked"], *notes["ever"]], new)
    new |= {slot: value for slot, value in notes["answered"].items() if slot not in before.get("answered", {})}
    brief = read_brief(request.said, request.sources, notes["answered"])
    wished = before.get("wish", {})
    first = next((one.text for one in request.said if one.speaker == "user"), "")
    wish = Wish(
        seed=int(wished.get("seed", 0)) or seed_of(first),
        approach=int(wished.get("approach", 0)),
        duration_s=int(wished.get("duration_s", 0)),
        dropped=tuple(wished.get("dropped", ())),
        variants=dict(wished.get("variants", {})),
    )
    notes["was_s"] = int(before.get("duration_s", 0))
    if "duration_s" in new:
        wish = replace(wish, duration_s=0)
    return Turn(request, text, notes, new, brief, wish, treat(brief, wish))


_REACTION = re.compile(
    r"\b(?:hate|(?:don'?t|do not) (?:like|love|want|think)|love (?:it|this|that)|generic|boring|cliché|cliche|too (?!late\b|many\b)\w+|"
    r"not (?:convinced|sure|good|what)|another|different|better|worse|instead|nice|great|perfect|awful|wrong)\b",
    re.I,
)


def _replied(text: str, asked: list[str], new: dict[str, str]) -> dict[str, str]:
    """Slots that a short reply fills because they were asked for: the first clause answers the first question."""
    if _REACTION.search(text) or seems_foreign(text):
        return {}  # neither an opinion of what was proposed nor what is not understood is an answer to what was asked
    open_slots = [slot for slot in asked if slot not in new and slot in _ANSWERABLE]
    if (
        not open_slots
        or text.endswith("?")
        or len(text.split()) > 40
        or re.match(
            r"(?:why|make|give|show|what|how|i (?:think|feel|believe|guess|wonder|would|'d)\b|i'd\b|maybe|perhaps|let'?s|could|can|should|no\b|yes\b|ok\b|shorter|longer|another|write|thanks|next|go )",
            text,
            re.I,
        )
    ):
        return {}
    parts = [part.strip(" .;") for part in re.split(r"\n+|(?<=[.;])\s+|\s*\b\d[.)] ", text) if part.strip(" .;")]
    known = {value for slot, value in new.items() if slot not in ("tone", "duration_s", "aspect") and value}
    found: dict[str, str] = {}
    for part in (part for part in parts if not any(value in part for value in known)):
        if "duration_s" in slots_in(part):
            continue
        if is_audience(part) and "audience" not in new:
            found["audience"] = part if part[1:2].isupper() else part[:1].lower() + part[1:]
            continue
        slot = next((slot for slot in open_slots if slot not in found and fits(slot, part)), None)
        if slot:
            found[slot] = part[:160]
    return found


def _spoken(paragraphs: list[str], *, is_continued: bool) -> Iterator[ChatPiece]:
    """The paragraphs in pieces of a few words; a break stands at the head of a piece, never at its end."""
    for number, paragraph in enumerate(paragraphs):
        before = paragraphs[number - 1] if number else ""
        is_list = _is_item(paragraph) and _is_item(before)
        lead = "" if not number and not is_continued else "\n" if is_list else "\n\n"
        piece = lead
        for word in re.findall(r"\S+\s*", paragraph.strip()):
            piece += word
            if len(piece) >= _CHUNK:
                yield ChatPiece(kind="text", text=piece.rstrip() if piece.endswith("\n") else piece)
                piece = ""
        if piece.strip():
            yield ChatPiece(kind="text", text=piece.rstrip())


def _is_item(line: str) -> bool:
    return bool(re.match(r"(?:- |\d+\. |`)", line))


def _beside(turn: Turn, intent: Intent) -> Iterator[ChatPiece]:
    kind = intent.document or DOCUMENT_OF[turn.craft]
    is_asked = intent.aim == "document"
    if is_asked:
        yield ChatPiece(
            kind="artifact",
            data={
                "artifact_type": kind,
                "stored": False,
                "credits": turn.request.prices.get(PRICE_OF[kind], 1),
                "title": cap(turn.brief.short),
                "outline": [
                    {"name": b.name, "start_s": b.start_s, "duration_s": b.seconds, "image": b.image}
                    for b in turn.treatment.beats
                ],
            },
        )
    if intent.aim == "greet":
        for prompt in ("A 45-second launch film for …", "A portrait of somebody who …", "A short film about …"):
            yield ChatPiece(kind="suggestion", data={"text": prompt, "kind": "reply"})
        return
    step, names = turn.notes["step"], closer.STEP_NAMES[turn.craft]
    prompts = [names[step]] if step < len(names) else []
    last = turn.treatment.beats[-1]
    prompts += [
        "What about the ending?" if turn.notes["focus"] != last.movement.key else "Why?",
        "Make it shorter" if turn.treatment.duration_s > 30 else "Another idea",
    ]
    for prompt in prompts[:3]:
        yield ChatPiece(kind="suggestion", data={"text": prompt, "kind": "reply"})
    companion = NEXT_COMPANION[turn.craft]
    if step >= len(names) or is_asked:
        yield ChatPiece(
            kind="suggestion",
            data={"text": f"Ask the {companion[1]}", "kind": "companion", "companion_id": companion[0]},
        )
    if not is_asked:
        yield ChatPiece(
            kind="suggestion", data={"text": f"Draw up the {SAYS[kind]}", "kind": "artifact", "artifact_type": kind}
        )
