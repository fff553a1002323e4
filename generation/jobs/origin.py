"""What an exported file says of its origin: by what it was made, of which sources, and what was done to it.

Ids and hashes go in, names of files and words of sources do not: the file leaves the house.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from generation.assets.signing import identity
from generation.media.child import Maker
from generation.media.credentials import FORMATS, read_ingredients
from wire.version import VERSION

log = logging.getLogger(__name__)

Json = dict[str, Any]
Model = tuple[str, str]  # provider, model
_KINDS = "http://cv.iptc.org/newscodes/digitalsourcetype/"
_AGENT = {"name": "Studio", "version": VERSION}
LABEL = "org.studio.provenance"


@dataclass(frozen=True)
class Used:
    """A file that went into another: stored footage, and whether the other is an edit of it (`parent`) or holds it."""

    path: Path
    asset_id: str
    sha256: str
    content_type: str
    role: Literal["parent", "component"] = "component"


@dataclass(frozen=True)
class Origin:
    """`models` did the work; `sources` are what its words stand on, [{id, sha256}]. With `used` it is an edit of those
    files, in which `is_encoded` says that pictures were encoded anew."""

    models: tuple[Model, ...] = ()
    sources: tuple[Json, ...] = ()
    used: tuple[Used, ...] = ()
    is_encoded: bool = True


def is_trained(model: Model) -> bool:
    """Whether what it makes comes out of a trained model; the studio's own painters and mixers and Blender compute."""
    provider, name = model
    return provider != "blender" and not (provider == "local" and name.startswith("studio-"))


def source_type(models: Iterable[Model]) -> str:
    """The IPTC digital source type of what these made together."""
    trained = [is_trained(model) for model in models]
    if trained and all(trained):
        return f"{_KINDS}trainedAlgorithmicMedia"
    return f"{_KINDS}compositeWithTrainedAlgorithmicMedia" if any(trained) else f"{_KINDS}algorithmicMedia"


def manifest(origin: Origin, *, job_id: str, content_type: str) -> Json:
    """The manifest as c2pa's Builder takes it."""
    models = list(dict.fromkeys(origin.models))
    told = {
        "job": job_id,
        "models": [{"provider": provider, "model": model} for provider, model in models],
        "sources": [*origin.sources, *({"id": one.asset_id, "sha256": one.sha256} for one in origin.used)],
    }
    return {
        "claim_generator_info": [_AGENT],
        "format": content_type,
        "title": f"Studio {job_id}",
        "assertions": [
            {"label": "c2pa.actions.v2", "data": {"actions": _edits(origin) if origin.used else _created(models)}},
            {"label": LABEL, "data": told},
        ],
    }


def _created(models: Sequence[Model]) -> list[Json]:
    return [{"action": "c2pa.created", "digitalSourceType": source_type(models), "softwareAgent": _AGENT}]


def _edits(origin: Origin) -> list[Json]:
    """An edit of one file begins with it; of several, with an empty film in which they are placed."""
    parents = [_label(number) for number, one in enumerate(origin.used) if one.role == "parent"]
    others = [_label(number) for number, one in enumerate(origin.used) if one.role != "parent"]
    actions: list[Json] = [
        {"action": "c2pa.opened", "parameters": {"ingredientIds": parents}}
        if parents
        else {"action": "c2pa.created", "digitalSourceType": f"{_KINDS}composite", "softwareAgent": _AGENT}
    ]
    if others:
        actions.append({"action": "c2pa.placed", "parameters": {"ingredientIds": others}})
    edited: Json = {"action": "c2pa.edited", "softwareAgent": _AGENT}
    if any(is_trained(model) for model in origin.models):
        edited["digitalSourceType"] = f"{_KINDS}compositeWithTrainedAlgorithmicMedia"
    actions.append(edited)
    if origin.is_encoded:
        actions.append({"action": "c2pa.transcoded", "softwareAgent": _AGENT})
    return actions


def _label(number: int) -> str:
    return f"used-{number + 1}"


def _ingredients(origin: Origin, folder: Path) -> list[bytes]:
    told = [
        (
            one.path,
            {
                "label": _label(number),
                "title": f"Footage {number + 1}",
                "relationship": "parentOf" if one.role == "parent" else "componentOf",
            },
            one.content_type,
        )
        for number, one in enumerate(origin.used)
    ]
    return read_ingredients(told, folder) if told else []


def sign_file(
    path: Path, origin: Origin, *, job_id: str, maker: Maker, is_wanted: Callable[[], bool] = lambda: True
) -> bool:
    """Sign the file in place, before its bytes are stored; whether it is signed now.

    What goes wrong is logged and never raised: an unsigned file is delivered rather than none. A file of a kind that
    carries no credentials is left as it is.
    """
    content_type = FORMATS.get(path.suffix.lower())
    try:
        signer = identity() if content_type else None
        if signer is None or content_type is None:
            return False
        told = manifest(origin, job_id=job_id, content_type=content_type)
        archives = _ingredients(origin, path.parent)
        maker.call("generation.media.credentials:sign", path, told, signer, archives)
    except Exception as error:
        if is_wanted():
            log.warning("%s: %s goes out unsigned (%s: %s).", job_id, path.name, type(error).__name__, error)
        return False
    return True
