"""A table read's staging as the wire prints it. Pure reading."""

from collections.abc import Iterable
from typing import Any

from generation.assets.models import Asset
from generation.jobs.models import Job
from generation.jobs.states import LIVE, Status
from generation.stories.api.present import asset_url
from generation.stories.staging import music, sfx
from generation.stories.staging.cast import cast_list, voice_map
from generation.stories.staging.models import SfxCue
from generation.stories.staging.read import Staged
from generation.stories.staging.script import entries_of
from generation.stories.staging.voices import Catalogue


def cast(state: Staged, offered: Catalogue) -> dict[str, Any]:
    return {
        "artifactId": state.artifact.pk,
        "revision": state.revision,
        "editNumber": state.edit_number,
        "cast": [{**person, "portraitUrl": None} for person in cast_list(state, offered)],
        "voiceMap": voice_map(state, offered),
        "notes": state.read.notes,
    }


def recast(state: Staged, offered: Catalogue, *, asked: str, name: str) -> dict[str, Any]:
    """The answer to one recast; the character goes by the caller's spelling, in the map too."""
    voices = voice_map(state, offered)
    spoken = voices.pop(name)
    truth: dict[str, Any] = {key: spoken[key] for key in ("provider", "model", "fallback") if key in spoken}
    return {
        "artifactId": state.artifact.pk,
        "character": asked,
        "voiceMap": {asked: spoken, **voices},
        **truth,
        "editNumber": state.edit_number,
    }


def music_summary(state: Staged) -> dict[str, Any]:
    return {
        "artifactId": state.artifact.pk,
        "coveragePercent": state.read.music_coverage,
        "totalScenes": len(state.script["scenes"]),
        "editNumber": state.edit_number,
    }


def music_state(state: Staged, *, base_url: str) -> dict[str, Any]:
    jobs = music.jobs_of_music(state)
    status, error = music.status_of(state.read, jobs)
    job = jobs.get(state.read.music_job_id or "")
    progress = {"none": 0.0, "ready": 1.0}.get(status, round(job.progress, 3) if job else 0.0)
    return {
        **music_summary(state),
        "status": status,
        "progress": progress,
        "error": error,
        "scenes": scenes(state, jobs, base_url=base_url),
        "notes": state.read.notes,
    }


def scenes(state: Staged, jobs: dict[str, Job], *, base_url: str) -> list[dict[str, Any]]:
    """Every scene's direction, with the time it takes and its piece once that is made."""
    pieces = [music.piece_of(state.scene(number), jobs) for number in range(len(state.script["scenes"]))]
    kept = _assets(piece for _, piece in pieces)
    told = []
    for wish, (start_ms, duration_ms), (status, piece) in zip(
        music.scene_plan(state), music.scene_spans(state), pieces, strict=True
    ):
        scene = state.script["scenes"][wish["scene"]]
        told.append(
            {
                "sceneIndex": wish["scene"],
                "heading": scene["heading"],
                "mood": scene["mood"],
                "prompt": wish["prompt"],
                "weight": wish["weight"],
                "enabled": wish["enabled"],
                "startMs": start_ms,
                "durationMs": duration_ms,
                "status": status,
                "audioUrl": asset_url(kept.get(piece.get("assetId", "")), base_url),
            }
        )
    return told


def cues(state: Staged, wanted: Iterable[SfxCue], *, base_url: str) -> list[dict[str, Any]]:
    jobs = Job.objects.in_bulk({cue.job_id for cue in wanted})
    sounds = {cue.pk: sfx.sound_of(cue, jobs) for cue in wanted}
    kept = _assets(sounds.values())
    speakers = [entry.character for entry in entries_of(state.script)]
    return [
        {
            "id": cue.pk,
            "label": cue.label,
            "entryIndex": cue.entry,
            "character": speakers[cue.entry] if cue.entry < len(speakers) else None,
            "prompt": cue.prompt,
            "volume": cue.volume,
            "triggerOffset": cue.trigger_offset,
            "offsetMs": cue.offset_ms,
            "soundUrl": asset_url(kept.get(sounds[cue.pk].get("assetId", "")), base_url),
            "durationMs": sounds[cue.pk].get("durationMs"),
            "isDraft": not sounds[cue.pk],
            "provider": sounds[cue.pk].get("provider"),
            "model": sounds[cue.pk].get("model"),
            "error": sfx.sound_error(cue, jobs),
            "jobId": cue.job_id,
        }
        for cue in wanted
    ]


def voices(offered: Catalogue, jobs: dict[str, Job], *, base_url: str) -> list[dict[str, Any]]:
    kept = _assets(job.result or {} for job in jobs.values() if job.status == Status.SUCCEEDED)
    return [
        {
            "voiceId": voice.id,
            "voiceName": voice.name,
            "gender": voice.gender,
            "locale": voice.locale,
            "accent": voice.accent,
            "description": voice.description,
            "quality": voice.quality,
            "limits": voice.limits,
            "provider": offered.info.provider,
            "model": offered.info.model,
            "sample": _sample(jobs.get(voice.id), kept, base_url),
        }
        for voice in offered.voices
    ]


def _sample(job: Job | None, kept: dict[str, Asset], base_url: str) -> dict[str, Any]:
    if job is None:
        return {"status": "none", "url": None, "error": None, "jobId": None}
    told: dict[str, Any] = {"status": "generating", "url": None, "error": None, "jobId": job.pk}
    if job.status == Status.SUCCEEDED:
        return told | {"status": "ready", "url": asset_url(kept.get((job.result or {})["assetId"]), base_url)}
    if job.status in LIVE:
        return told
    return told | {"status": "failed", "error": job.error_message or "It was canceled."}


def _assets(results: Iterable[dict[str, Any]]) -> dict[str, Asset]:
    ids = [result["assetId"] for result in results if result.get("assetId")]
    return Asset.objects.select_related("blob").in_bulk(ids)
