"""The plan envelope: what a person approves. Made of the digest and of a draft of every artifact."""

from typing import Any

from generation.films.boards import board
from generation.films.deck import compose_deck, deck_words
from generation.films.frame import DEFAULT_RESOLUTION
from generation.films.script import script_from_json
from generation.films.trailer import cut_trailer
from generation.stories.models import StoryPlan
from generation.stories.services import KINDS, duration_s, request_notes

_MAX_EVIDENCE = 24
WORDS_PER_MINUTE = 155  # as the writer reckons
TITLES_S = 4  # before the first word and after the last
SHORT_BY = 0.75  # pauses can be stretched over a little less than what was asked for, not over this


def plan_envelope(plan: StoryPlan, digest: dict[str, Any], drafts: list[dict[str, Any]]) -> dict[str, Any]:
    """Thesis, evidence, journey beats, visual and audio system, and one render intent per artifact request."""
    lead, style = drafts[0], plan.style_constraints or {}
    return {
        "title": plan.title or lead["title"],
        "logline": lead["logline"],
        "summary": digest["summary"],
        "thesis": digest["thesis"],
        "evidence": [_evidence(fact) for fact in digest["facts"][:_MAX_EVIDENCE]],
        "gaps": _gaps(digest, drafts),
        "journeyBeats": [_beat(number, scene) for number, scene in enumerate(lead["scenes"], start=1)],
        "visualSystem": {
            "style": style.get("preferredVisualStyle"),
            "forbidden": style.get("forbiddenVisuals", []),
            "places": list(dict.fromkeys(scene["place"] for scene in lead["scenes"])),
            "frames": [scene["picture"] for scene in lead["scenes"]],
        },
        "audioSystem": {
            "cast": [
                {"name": c["name"], "role": c["role"], "gender": c.get("gender", "neutral")} for c in lead["characters"]
            ],
            "voicePreference": style.get("voicePreference"),
            "musicPolicy": style.get("musicPolicy"),
            "moods": list(dict.fromkeys(scene["mood"] for scene in lead["scenes"])),
        },
        "renderIntents": [
            _intent(plan, item, draft, digest) for item, draft in zip(plan.artifact_requests, drafts, strict=True)
        ],
    }


def _gaps(digest: dict[str, Any], drafts: list[dict[str, Any]]) -> list[str]:
    """What the sources leave open, and what of the notes nothing in them fits; each once."""
    return list(
        dict.fromkeys([*digest.get("gaps", []), *(note for draft in drafts for note in draft.get("unmet", ()))])
    )


def _evidence(fact: dict[str, Any]) -> dict[str, Any]:
    span = fact["span"]
    return {
        "kind": fact["kind"],
        "text": fact["text"],
        "speaker": fact.get("speaker"),
        "sourceId": span["source_id"],
        "start": span["start"],
        "end": span["end"],
    }


def _beat(number: int, scene: dict[str, Any]) -> dict[str, Any]:
    return {
        "index": number,
        "heading": scene["heading"],
        "mood": scene["mood"],
        "place": scene["place"],
        "lines": len(scene["lines"]),
        "opensWith": scene["lines"][0]["text"] if scene["lines"] else None,
    }


def _intent(plan: StoryPlan, item: dict[str, Any], draft: dict[str, Any], digest: dict[str, Any]) -> dict[str, Any]:
    seconds = duration_s(item)
    words = sum(len(line["text"].split()) for scene in draft["scenes"] for line in scene["lines"])
    notes = [*request_notes(item), *draft.get("unmet", ())]
    expected = round(60 * words / WORDS_PER_MINUTE) + TITLES_S
    if KINDS[item["type"]].writes_s is None and expected < SHORT_BY * seconds:
        notes.append(f"The sources have enough to say for about {expected} s of the {seconds} s asked for.")
    return {
        "type": item["type"],
        "mode": item.get("mode", "documentary"),
        "form": draft.get("form") or None,
        "durationSeconds": seconds if KINDS[item["type"]].lengths_s else None,
        "aspectRatio": item.get("aspectRatio", "16:9"),
        "resolution": item.get("resolution", DEFAULT_RESOLUTION),
        "outputs": list(KINDS[item["type"]].outputs),
        "scenes": len(draft["scenes"]),
        "words": words,
        **_OUTLINES.get(item["type"], _no_outline)(plan, item, draft, digest),
        "notes": notes,
    }


def _no_outline(plan: StoryPlan, item: dict[str, Any], draft: dict[str, Any], digest: dict[str, Any]) -> dict[str, Any]:
    return {}


def _slides(plan: StoryPlan, item: dict[str, Any], draft: dict[str, Any], digest: dict[str, Any]) -> dict[str, Any]:
    slides = compose_deck(digest, script_from_json(draft), **deck_words(plan.target))
    return {"slides": [{"section": slide.eyebrow, "title": slide.title or slide.eyebrow} for slide in slides]}


def _frames(plan: StoryPlan, item: dict[str, Any], draft: dict[str, Any], digest: dict[str, Any]) -> dict[str, Any]:
    _, frames = board(script_from_json(draft), duration_ms=duration_s(item) * 1000)
    return {"frames": len(frames)}


def _beats(plan: StoryPlan, item: dict[str, Any], draft: dict[str, Any], digest: dict[str, Any]) -> dict[str, Any]:
    cut = cut_trailer(script_from_json(draft), duration_ms=duration_s(item) * 1000)
    return {
        "beats": [
            {"beat": scene.beat, "line": scene.lines[0].text if scene.lines else cut.title} for scene in cut.scenes
        ]
    }


_OUTLINES = {"pitch_deck": _slides, "storyboard": _frames, "trailer": _beats}
