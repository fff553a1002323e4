"""The manifests of those artifacts that are files: decks, boards and films. Pure; each type is one function."""

from collections.abc import Callable, Sequence
from typing import Any

from generation.assets.models import Asset
from generation.projects.models import Artifact, Revision

Json = dict[str, Any]
UrlOf = Callable[[Asset | None], str | None]
_CONTENT_TYPES = {
    "pdf": "application/pdf",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}


def contents_of(rows: Sequence[Artifact], *, number: int | None = None) -> dict[str, Json]:
    """By artifact id: what the wanted revision of each is made of, the current one by default."""
    wanted = {row.pk: number or row.current_version for row in rows}
    found = Revision.objects.filter(artifact_id__in=wanted, number__in=set(wanted.values()))
    return {r.artifact_id: r.content for r in found if r.number == wanted[r.artifact_id]}


def asset_ids(content: Json) -> list[str]:
    """Every file that a manifest of that content names."""
    pictures = [part.get("assetId") for part in (*content.get("slides", ()), *content.get("frames", ()))]
    named = [*content.get("files", {}).values(), *pictures]
    for part in (content.get("mix", {}), content.get("render", {})):
        named += [value for key, value in part.items() if key.endswith("AssetId")]
    return [asset_id for asset_id in named if asset_id]


def manifest(row: Artifact, content: Json, kept: dict[str, Asset], url: UrlOf) -> Json:
    """The manifest of a READY artifact that is no table read."""
    if row.type in DOCUMENTS:
        document = content.get("document", {})
        title = document.get("title") or document.get("project_title") or ""
        return {"type": row.type, "status": "ready", "title": title, "document": document}
    told = {"type": row.type, "status": "ready", "title": content["draft"]["title"]}
    return told | _TYPES[row.type](content, kept, url) | {"madeBy": content.get("made", {})}


def picture_ids(pictures: Json) -> list[str]:
    return [one["assetId"] for one in (*pictures.get("portraits", {}).values(), *pictures.get("scenes", ()))]


def illustrated(script: Json, pictures: Json, kept: dict[str, Asset], url: UrlOf) -> Json:
    """A table read's cast and scenes, each with its picture once that is drawn."""
    scenes = pictures.get("scenes", [])
    return {
        "cast": [
            {
                "name": character["name"],
                "role": character.get("role", ""),
                "description": character.get("description", ""),
                "portraitUrl": url(kept.get(pictures.get("portraits", {}).get(character["name"], {}).get("assetId"))),
            }
            for character in script.get("characters", [])
        ],
        "scenes": [
            {
                "sceneIndex": number,
                "heading": scene.get("heading", ""),
                "pictureUrl": url(kept.get(scenes[number]["assetId"])) if number < len(scenes) else None,
                "alt": scenes[number]["alt"] if number < len(scenes) else scene.get("picture", ""),
            }
            for number, scene in enumerate(script.get("scenes", []))
        ],
    }


def _file(asset_id: str | None, kept: dict[str, Asset], url: UrlOf) -> Json:
    asset = kept.get(asset_id or "")
    return {"url": url(asset), "bytes": asset.blob.size if asset else None}


def _pitch_deck(content: Json, kept: dict[str, Asset], url: UrlOf) -> Json:
    return {
        "slideCount": len(content["slides"]),
        "files": {
            name: _file(asset_id, kept, url) | {"contentType": _CONTENT_TYPES[name]}
            for name, asset_id in content["files"].items()
        },
        "slides": [
            {
                "number": number,
                "kind": slide["kind"],
                "section": slide["eyebrow"],
                "title": slide["title"],
                "body": slide["body"],
                "figure": slide["figure"],
                "points": slide["points"],
                "speaker": slide["who"],
                "source": slide["source"],
                "evidence": slide["spans"],
                "pictureUrl": url(kept.get(slide["assetId"] or "")),
            }
            for number, slide in enumerate(content["slides"], start=1)
        ],
    }


def _storyboard(content: Json, kept: dict[str, Asset], url: UrlOf) -> Json:
    return {
        "frameCount": len(content["frames"]),
        "durationMs": content["durationMs"],
        "width": content["size"][0],
        "height": content["size"][1],
        "pdf": _file(content["files"]["pdf"], kept, url) | {"pages": content["pages"]},
        "frames": [
            {
                "number": frame["number"],
                "scene": frame["scene"],
                "heading": frame["heading"],
                "shotSize": frame["size"],
                "angle": frame["angle"],
                "move": frame["move"],
                "transition": frame["cut"],
                "startMs": frame["start_ms"],
                "durationMs": frame["duration_ms"],
                "character": frame["character"],
                "line": frame["line"],
                "action": frame["action"],
                "pictureUrl": url(kept.get(frame["assetId"])),
                "alt": frame["description"],
            }
            for frame in content["frames"]
        ],
    }


def _film(content: Json, kept: dict[str, Asset], url: UrlOf) -> Json:
    render, mix = content["render"], content["mix"]
    return {
        "durationMs": render["durationMs"],
        "video": _file(render["filmAssetId"], kept, url)
        | {
            "width": render["width"],
            "height": render["height"],
            "resolution": f"{min(render['width'], render['height'])}p",
            "frames": render["frames"],
            "posterUrl": url(kept.get(render["posterAssetId"])),
            "contactSheetUrl": url(kept.get(render["sheetAssetId"])),
            "captions": {
                "srtUrl": url(kept.get(render["srtAssetId"])),
                "vttUrl": url(kept.get(render["vttAssetId"])),
            },
        },
        "audio": _file(mix["mp3AssetId"], kept, url)
        | {"durationMs": mix["durationMs"], "lufs": mix["lufs"], "truePeakDb": mix["truePeakDb"]},
        "sceneCount": len(content["draft"]["scenes"]),
        "lineCount": sum(len(scene["lines"]) for scene in content["draft"]["scenes"]),
        "shotCount": content["shots"],
        "voiceMap": content["performance"]["voices"],
    }


def _trailer(content: Json, kept: dict[str, Asset], url: UrlOf) -> Json:
    starts = [*content["performance"]["sceneStartsMs"], content["performance"]["durationMs"]]
    beats = [
        {
            "beat": scene.get("beat", ""),
            "startMs": start,
            "endMs": end,
            "character": scene["lines"][0]["character"] if scene["lines"] else None,
            "line": scene["lines"][0]["text"] if scene["lines"] else None,
        }
        for scene, start, end in zip(content["draft"]["scenes"], starts[:-1], starts[1:], strict=True)
    ]
    return _film(content, kept, url) | {"beats": beats}


_TYPES: dict[str, Callable[[Json, dict[str, Asset], UrlOf], Json]] = {
    "pitch_deck": _pitch_deck,
    "storyboard": _storyboard,
    "trailer": _trailer,
    "production_video": _film,
}
# What companions draw up: another family's, and to be read here all the same.
DOCUMENTS = ("brief", "script", "shotlist", "prompt_pack")
TYPES = (*_TYPES, *DOCUMENTS)
