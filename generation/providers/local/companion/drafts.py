# ruff: noqa: E501 - lines of prose are read whole
"""The documents that are drawn up from a conversation: brief, script, shot list, prompt pack. JSON-ready."""

from collections.abc import Mapping, Sequence
from typing import Any

from generation.providers.base import DraftRequest, Said, ScriptRequest, Target
from generation.providers.local.companion.brief import Brief, read_brief
from generation.providers.local.companion.continuity import check_continuity
from generation.providers.local.companion.shots import list_shots
from generation.providers.local.companion.treatment import Treatment, Wish, fill, treat
from generation.providers.local.companion.voices import OUTDOORS, View, cap, ended, first_line, logline
from generation.providers.local.text.writer import write_script
from wire.errors import GenerationFailed

OPEN = "to be decided"
SHOT_S = 4.0
MAX_FILM_S = 1800.0
NEGATIVE = "blurry, low quality, deformed hands, extra fingers, text, watermark, logo"


def draft(request: DraftRequest) -> dict[str, Any]:
    """The document of the asked kind. The same request gives the same document."""
    brief, treatment = _understood(request)
    makers = {"brief": _brief, "script": _script, "shotlist": _shotlist, "prompt_pack": _pack}
    return makers[request.kind](request, brief, treatment)


def _understood(request: DraftRequest) -> tuple[Brief, Treatment]:
    """Earlier drafts and texts count as said before the conversation; the conversation's own wishes hold."""
    given = [Said(speaker="user", text=text) for text in (_as_text(request.brief), _as_text(request.script)) if text]
    notes = next((one.data for one in reversed(request.said) if one.speaker == "assistant" and one.data), {})
    answered = {**_slots_of(request.brief), **notes.get("answered", {})}
    brief = read_brief([*given, *request.said], request.sources, answered)
    wished = notes.get("wish", {})
    wish = Wish(
        seed=int(wished.get("seed", 0)), approach=int(wished.get("approach", 0)),
        duration_s=int(wished.get("duration_s", 0)), dropped=tuple(wished.get("dropped", ())), variants=dict(wished.get("variants", {})),
    )  # fmt: skip
    return brief, treat(brief, wish)


def _as_text(given: dict[str, Any] | str) -> str:
    if isinstance(given, str):
        return given
    return "\n".join(
        str(value)
        for key, value in given.items()
        if isinstance(value, str) and key in ("title", "description", "key_message", "logline", "text")
    )


def _slots_of(given: dict[str, Any] | str) -> dict[str, str]:
    """What an earlier brief has settled."""
    if isinstance(given, str):
        return {}
    names = {
        "subject": "subject",
        "target_audience": "audience",
        "tone": "tone",
        "key_message": "message",
        "goal": "goal",
        "location": "location",
        "deadline": "deadline",
        "budget": "budget",
        "aspect_ratio": "aspect",
        "duration_s": "duration_s",
        "person": "person",
    }
    slots = {slot: str(given[name]) for name, slot in names.items() if given.get(name) and given[name] != OPEN}
    if seconds := round(_seconds_of(given.get("duration_s"), usual=0)):
        slots["duration_s"] = str(seconds)
    else:
        slots.pop("duration_s", None)
    return slots


def _title(request: DraftRequest, brief: Brief) -> str:
    return request.title or cap(brief.short)


def _evidence(brief: Brief) -> list[dict[str, Any]]:
    facts = [fact for fact in brief.facts if fact.kind in ("figure", "quote", "claim", "event")][:6]
    return [
        {
            "kind": f.kind,
            "text": f.text,
            "speaker": f.speaker,
            "source_id": f.span.source_id if brief.has_sources else None,
        }
        for f in facts
    ]


# ---------------------------------------------------------------- brief


def _brief(request: DraftRequest, brief: Brief, treatment: Treatment) -> dict[str, Any]:
    slots = brief.slots
    return {
        "title": _title(request, brief),
        "description": f"A {brief.kind.name} of {treatment.duration_s} seconds about {brief.subject}. {cap(treatment.approach_line)}; {treatment.approach.rule}. At the end {brief.kind.promise}.",
        "subject": brief.subject,
        "target_audience": slots.get("audience", OPEN),
        "tone": slots.get("tone", OPEN),
        "key_message": slots.get("message", OPEN),
        "goal": slots.get("goal", OPEN),
        "person": slots.get("person", OPEN),
        "location": slots.get("location", OPEN),
        "deadline": slots.get("deadline", OPEN),
        "budget": slots.get("budget", OPEN),
        "duration_s": treatment.duration_s,
        "aspect_ratio": request.aspect_ratio or brief.aspect,
        "must_avoid": [part.strip() for part in slots.get("avoid", "").split(" or ") if part.strip()],
        "approach": {"name": treatment.approach.name, "rule": treatment.approach.rule, "cost": treatment.approach.cost},
        "movements": [{"name": b.name, "start_s": b.start_s, "duration_s": b.seconds, "job": b.movement.job.format(Subject=cap(brief.short)), "image": b.image} for b in treatment.beats],
        "evidence": _evidence(brief),
        "open_questions": [*brief.gaps, *(f"Not decided yet: {slot.replace('_s', '')}." for slot in brief.missing())],
    }  # fmt: skip


# ---------------------------------------------------------------- script


def _script(request: DraftRequest, brief: Brief, treatment: Treatment) -> dict[str, Any]:
    scenes = _told(request, brief, treatment) or _imagined(brief, treatment)
    title = _title(request, brief)
    return {
        "title": title,
        "logline": logline(View(treatment)),
        "duration_s": treatment.duration_s,
        "scenes": scenes,
        "is_grounded": brief.has_sources,
        "text": fountain(title, scenes),
    }


def _told(request: DraftRequest, brief: Brief, treatment: Treatment) -> list[dict[str, Any]]:
    """Scenes in the sources' own words, by the grounded writer; none where there is no source to write from."""
    sources = tuple(source for source in request.sources if source.text.strip())
    if not sources:
        return []
    slots = brief.slots
    target = Target(
        audience=slots.get("audience", ""),
        objective=slots.get("message", ""),
        outcome=slots.get("goal", ""),
        tone=slots.get("tone", ""),
    )
    try:
        script = write_script(
            ScriptRequest(
                sources=sources,
                target=target,
                duration_ms=max(10_000, treatment.duration_s * 1000),
                title=request.title or None,
            )
        )
    except GenerationFailed:
        return []
    return [
        {
            "number": number, "heading": _heading(scene.place, scene.time_of_day), "action": ended(cap(scene.picture)), "mood": scene.mood,
            "lines": [{"character": line.character, "text": line.text, "evidence": [{"source_id": s.source_id, "start": s.start, "end": s.end} for s in line.evidence]} for line in scene.lines],
        }
        for number, scene in enumerate(script.scenes, start=1)
    ]  # fmt: skip


def _imagined(brief: Brief, treatment: Treatment) -> list[dict[str, Any]]:
    """Scenes from the treatment: what is seen and heard, and hardly a word; nothing is claimed that nobody said."""
    scenes = []
    last = len(treatment.beats)
    for beat in treatment.beats:
        lines: list[dict[str, Any]] = []
        if beat.number == 1 or (beat.number == last and "message" in brief.slots):
            who = "VOICE" if beat.number == last else brief.person
            text = first_line(View(treatment)) if beat.number == 1 else ended(cap(brief.slots["message"]))
            lines = [{"character": cap(who), "text": text.strip("“”"), "evidence": []}]
        if beat.fact and beat.fact.kind == "quote":
            lines = [{"character": beat.fact.speaker or "Witness", "text": beat.fact.text.strip(" “”"), "evidence": []}]
        scenes.append(
            {
                "number": beat.number, "heading": _heading(treatment.place, beat.movement.hour), "action": f"{ended(cap(beat.image))} We hear {beat.sound}.",
                "mood": beat.movement.mood, "lines": lines,
            }
        )  # fmt: skip
    return scenes


def _heading(place: str, hour: str) -> str:
    return f"{'EXT' if place in OUTDOORS else 'INT'}. {place.upper()} – {hour.upper()}"


def fountain(title: str, scenes: Sequence[Mapping[str, Any]]) -> str:
    """The script as plain text, in the Fountain form."""
    parts = [f"Title: {title}"]
    for scene in scenes:
        parts += [scene["heading"], scene["action"]]
        parts += [f"{line['character'].upper()}\n{line['text']}" for line in scene["lines"]]
    return "\n\n".join(parts)


# ---------------------------------------------------------------- shot list and prompt pack


def _shotlist(request: DraftRequest, brief: Brief, treatment: Treatment) -> dict[str, Any]:
    shots = [
        {
            "shot_id": s.shot_id, "scene": s.scene, "movement_name": s.beat.name, "camera": s.camera, "lens": s.lens, "movement": s.movement, "lighting": s.lighting,
            "subject": s.subject, "environment": s.environment, "action": s.action, "screen_direction": s.direction, "wardrobe": s.wardrobe,
            "props": list(s.props), "sound": s.beat.sound, "duration_s": s.duration_s,
        }
        for s in list_shots(treatment)
    ]  # fmt: skip
    return {
        "title": _title(request, brief),
        "duration_s": treatment.duration_s,
        "aspect_ratio": request.aspect_ratio or brief.aspect,
        "shots": shots,
        "continuity": check_continuity(shots),
    }


def _pack(request: DraftRequest, brief: Brief, treatment: Treatment) -> dict[str, Any]:
    """What a generator needs for every shot. `overrides` win in the style bible, in each shot and in its prompt."""
    given = request.shotlist if _shots_in(request.shotlist) else _shotlist(request, brief, treatment)
    assert isinstance(given, dict)  # noqa: S101 - a text has no shots
    aspect = request.aspect_ratio or str(given.get("aspect_ratio") or brief.aspect)
    bible = _bible(request, brief, treatment)
    shots = [_prompted(shot, bible, request.overrides, brief, aspect) for shot in _shots_in(given)]
    return {
        "project_title": _title(request, brief),
        "version": request.version,
        "creative_brief": {
            "description": _brief(request, brief, treatment)["description"] if not isinstance(request.brief, dict) else str(request.brief.get("description") or brief.subject),
            "target_audience": brief.slots.get("audience", OPEN),
            "tone": request.overrides.get("tone") or brief.slots.get("tone", OPEN),
            "key_message": brief.slots.get("message", OPEN),
        },
        "style_bible": bible,
        "shots": shots,
        "generation_settings": {
            "aspect_ratio": aspect,
            "resolution": "1080p",
            "frame_rate": 25,
            "seed": treat_seed(treatment),
            "negative": _negative(brief, request.overrides),
            "shot_count": len(shots),
            "duration_s": round(sum(float(shot["duration_s"]) for shot in shots), 2),
            "keep_between_shots": ["seed", "palette", "lighting", "wardrobe"],
        },
        "continuity": check_continuity(shots),
    }  # fmt: skip


def _shots_in(given: dict[str, Any] | str) -> list[dict[str, Any]]:
    """The shots of a list that anybody may have written; what is none is left out."""
    shots = given.get("shots") if isinstance(given, dict) else None
    return [shot for shot in shots if isinstance(shot, dict)] if isinstance(shots, list) else []


def _seconds_of(given: Any, *, usual: float = SHOT_S) -> float:
    """A length as somebody wrote it; the usual one where that is none."""
    try:
        seconds = float(given)
    except (TypeError, ValueError, OverflowError):
        return usual
    return seconds if 0 < seconds <= MAX_FILM_S else usual


def _props_of(given: Any) -> list[str]:
    return [str(one) for one in (given if isinstance(given, list | tuple) else [given]) if one]


def treat_seed(treatment: Treatment) -> int:
    """One seed for the whole film, so that its palette and faces stay."""
    return sum(ord(letter) * (index + 7) for index, letter in enumerate(treatment.brief.subject)) % 1_000_000


def _bible(request: DraftRequest, brief: Brief, treatment: Treatment) -> dict[str, Any]:
    look = request.look
    tone = brief.slots.get("tone", "")
    bible: dict[str, Any] = {
        "palette": look.get("palette") or _palette(tone),
        "lighting": look.get("lighting") or fill(brief.matter.light, brief, treatment.place),
        "camera": f"{treatment.approach.rule}; screen direction left to right until the turn",
        "texture": look.get("texture") or "fine grain 2 to 3 %, lifted blacks, no halation",
        "environment": treatment.place,
        "wardrobe": "one set of clothes for each person, unbranded, in the palette's neutrals",
        "music": next(
            (b.music for b in treatment.beats if "motif" in b.music or "bpm" in b.music),
            "one motif, thinned under words",
        ),
        "avoid": brief.matter.trap,
    }
    if look.get("constraints"):
        bible["constraints"] = look["constraints"]
    return bible | dict(request.overrides)


def _palette(tone: str) -> list[str]:
    """Five colours: ground, two neighbours, accent, neutral."""
    tables = (("warm", ["#2f241d", "#7a4a2b", "#c98a4b", "#e3b23c", "#efe6d8"]), ("dark|tense|moody|lonely", ["#0f1418", "#1f2f38", "#34515e", "#c4572e", "#aeb6b8"]), ("playful|bright|fun", ["#22385c", "#3f7cac", "#95c8b0", "#f2684b", "#f7f1e3"]), ("premium|luxur|elegant|minimal", ["#111111", "#2b2b2d", "#5c5a57", "#b08d57", "#e9e6e1"]))  # fmt: skip
    return next(
        (colors for words, colors in tables if any(word in tone for word in words.split("|"))),
        ["#1d2b2a", "#33524e", "#6d8f86", "#d98e3f", "#ece7dc"],
    )


def _prompted(
    shot: Mapping[str, Any], bible: Mapping[str, Any], overrides: Mapping[str, str], brief: Brief, aspect: str
) -> dict[str, Any]:
    fields = {
        name: str(shot.get(name) or "")
        for name in (
            "camera",
            "lens",
            "movement",
            "lighting",
            "subject",
            "environment",
            "action",
            "wardrobe",
            "screen_direction",
        )
    }
    fields |= {name: value for name, value in overrides.items() if name in fields}
    style = "; ".join(f"{name.replace('_', ' ')}: {value}" for name, value in overrides.items() if name not in fields)
    tone = overrides.get("tone") or brief.slots.get("tone", "")
    prompt = ", ".join(
        part
        for part in (
            fields["action"].rstrip("."),
            fields["subject"],
            fields["environment"],
            fields["camera"],
            fields["lens"],
            fields["movement"],
            fields["lighting"],
            tone,
            style,
        )
        if part
    )
    return {
        "shot_id": str(shot.get("shot_id") or ""), "scene": shot.get("scene", 1), **fields, "props": _props_of(shot.get("props")),
        "prompt": prompt, "negative": _negative(brief, overrides), "duration_s": _seconds_of(shot.get("duration_s")), "aspect_ratio": aspect,
        "provider_params": {"style": str(overrides.get("style") or "natural"), "palette": bible["palette"], "motion": fields["movement"], "size": {"16:9": "1792x1024", "9:16": "1024x1792"}.get(aspect, "1024x1024")},
    }  # fmt: skip


def _negative(brief: Brief, overrides: Mapping[str, str]) -> str:
    parts = [overrides.get("negative", ""), brief.slots.get("avoid", ""), NEGATIVE]
    return ", ".join(part for part in parts if part)
